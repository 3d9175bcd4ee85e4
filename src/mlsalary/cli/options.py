"""The options that many verbs share, written once.

A verb takes a ``Profile`` and says so; the decorator gives it the options of a profile on the
command line. Likewise for where and how the answer is printed.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, get_args

import typer

from mlsalary.cli.names import others_of
from mlsalary.errors import UsageError
from mlsalary.profile import COLUMNS, FIELDS, Asked, Profile
from mlsalary.render import FORMATS
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import quoted
from mlsalary.vocabulary import Vocabulary, vocabulary

COMPLETING = "_MLSALARY_COMPLETE"
"""The variable by which a shell asks for completions."""
_PROFILE = "Profile"
_OUTPUT = "Output"
_FILLING = "For rows that do not say"

Text = str | None

_METAVARS = {"metro": "PLACE", "company": "NAME", "as_of": "MONTH", "bls": "YEAR"}
"""What to type behind an option of a profile, where its own name does not say that."""
_KINDS: dict[str, Any] = {"bands": str, "premiums": str}
"""What an option of a profile takes, where that is not a text or nothing."""


def _profile_options() -> dict[str, Any]:
    """An option for each field of a profile; its help names the words of the shipped rulebook."""
    words = vocabulary(Rulebook.shipped())
    return {
        one.name: Annotated[
            list[str] | None if one.several else _KINDS.get(one.name, Text),
            typer.Option(
                help=_said(one, words),
                metavar=_METAVARS.get(one.name, one.name.upper()),
                rich_help_panel=_PROFILE,
                autocompletion=_completing(one, words),
            ),
        ]
        for one in FIELDS
    }


def _said(one: Asked, words: Vocabulary) -> str:
    listed = words.listed(one.vocabulary) if one.vocabulary else ""
    others = ", ".join(others_of(one.name))
    also = f" Also {others}." if others else ""
    return one.help.format(words=listed) + also + (" Repeatable." if one.several else "")


def _completing(one: Asked, words: Vocabulary) -> Callable[[str], list[str]] | None:
    """What the shell offers behind the option; None: nothing, and always where it does not ask:
    Typer takes a tenth of a millisecond for each."""
    if one.vocabulary is None or COMPLETING not in os.environ:
        return None
    known = [str(word) for word in words.words[one.vocabulary]]
    return lambda incomplete: [word for word in known if word.startswith(incomplete.casefold())]


PROFILE_OPTIONS = _profile_options()

DATA_OPTIONS: dict[str, Any] = {
    "data": Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="A folder laid over the rulebook, file by file.",
            rich_help_panel=_OUTPUT,
        ),
    ],
}

OUTPUT_OPTIONS: dict[str, Any] = {
    "format_": Annotated[
        Text,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"{', '.join(FORMATS)}.",
            rich_help_panel=_OUTPUT,
        ),
    ],
    "json": Annotated[
        bool, typer.Option("--json", help="Short for --format json.", rich_help_panel=_OUTPUT)
    ],
    "output": Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write to this file; - is stdout.",
            rich_help_panel=_OUTPUT,
        ),
    ],
    "pager": Annotated[
        bool | None,
        typer.Option(
            "--pager/--no-pager",
            help="Show a page that is longer than the screen in $PAGER, or less.",
            rich_help_panel=_OUTPUT,
            show_default=False,
        ),
    ],
}
VIEW_OPTIONS: dict[str, Any] = {
    "explain": Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Show each step in dollars, what is uncertain, and every note.",
            rich_help_panel=_OUTPUT,
        ),
    ],
    "sources": Annotated[
        bool,
        typer.Option(
            "--sources", help="List where each figure comes from.", rich_help_panel=_OUTPUT
        ),
    ],
}
"""What a page shows beside its first screen; JSON has both always."""
_DEFAULTS: dict[str, Any] = {
    "bands": "reported",
    "premiums": "guide",
    "json": False,
    "explain": False,
    "sources": False,
}

Verb = Callable[..., Any]


def takes_profile(verb: Verb) -> Verb:
    """Give ``verb(profile, ...)`` the options of a profile."""

    def with_profile(**options: Any) -> Any:
        asked = {name: options.pop(name) for name in PROFILE_OPTIONS}
        return verb(profile=Profile(**asked), **options)

    return signed(with_profile, verb, PROFILE_OPTIONS, replaced="profile")


def _default_options() -> dict[str, Any]:
    """The options of a profile that fill in what the rows of a table do not say."""
    found = {}
    for name, annotation in PROFILE_OPTIONS.items():
        kind, option = get_args(annotation)
        if any(one.name == name and one.columns for one in FIELDS):
            filling = typer.Option(
                help=option.help,
                metavar=option.metavar,
                rich_help_panel=_FILLING,
                autocompletion=option.autocompletion,
            )
            found[name] = Annotated[kind, filling]
    return found


def takes_defaults(verb: Verb) -> Verb:
    """Give ``verb(defaults, ...)`` the options that fill in what a row does not say: field ->
    text."""
    options = _default_options()

    def with_defaults(**given: Any) -> Any:
        told = {name: given.pop(name) for name in options}
        return verb(
            defaults={name: value for name, value in told.items() if value is not None}, **given
        )

    return signed(with_defaults, verb, options, replaced="defaults")


def takes_rulebook(verb: Verb) -> Verb:
    """Give ``verb(book, ...)`` the option ``--data``, as a Rulebook."""

    def with_rulebook(**options: Any) -> Any:
        folder = options.pop("data")
        return verb(
            book=Rulebook.shipped() if folder is None else Rulebook.overlay(folder), **options
        )

    return signed(with_rulebook, verb, DATA_OPTIONS, replaced="book")


def prints(*shown: str, usual: str = "plain") -> Callable[[Verb], Verb]:
    """Print what a verb returns, in the format and to the file that the options name.

    shown: those of ``VIEW_OPTIONS`` that its page knows; a verb that has a parameter of such a name
    is told it too. usual: the format where there is no terminal and nothing says otherwise.
    """

    def printing(verb: Verb) -> Verb:
        views = {name: VIEW_OPTIONS[name] for name in shown}
        told = views.keys() & inspect.signature(verb).parameters.keys()

        def with_output(**options: Any) -> None:
            from mlsalary.cli.output import Wanted, emit
            from mlsalary.render.view import View

            view = View(**{name: options[name] for name in views})
            form, json, output, pager = (options.pop(name) for name in OUTPUT_OPTIONS)
            wanted = Wanted(form, json, output, pager, view, usual, verb.__name__)
            for name in views.keys() - told:
                del options[name]
            wanted.check()
            emit(verb(**options), wanted)

        return signed(with_output, verb, views | OUTPUT_OPTIONS)

    return printing


def signed(
    outer: Verb,
    inner: Verb,
    options: dict[str, Any],
    replaced: str | None = None,
    defaults: Mapping[str, Any] = MappingProxyType(_DEFAULTS),
) -> Verb:
    """``outer`` with the parameters of ``inner``, less ``replaced``, plus ``options``."""
    own = inspect.signature(inner, eval_str=True).parameters.values()
    kept = [
        parameter.replace(kind=parameter.KEYWORD_ONLY)
        for parameter in own
        if parameter.name != replaced and parameter.name not in options
    ]
    added = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=defaults.get(name), annotation=annotation
        )
        for name, annotation in options.items()
    ]
    parameters = kept + added
    outer.__name__, outer.__doc__ = inner.__name__, inner.__doc__
    outer.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    outer.__annotations__ = {one.name: one.annotation for one in parameters}
    return outer


def _bare(name: str) -> Any:
    """The option of a profile outside the panel of a profile's."""
    kind, option = get_args(PROFILE_OPTIONS[name])
    return Annotated[kind, typer.Option(help=option.help, metavar=option.metavar)]


Renamed = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        help="Which column is what, such as years=YOE; years= for none. Repeatable.",
        metavar="OURS=THEIRS",
    ),
]
PayColumn = Annotated[
    str | None,
    typer.Option(
        help="A column of pay, two columns as LOW,HIGH, or pay for whichever is there: adds its "
        "percentile, 0 to 100."
    ),
]
Release, Bands, Premiums = (_bare(name) for name in ("bls", "bands", "premiums"))
"""What a table of profiles is asked with, whoever prices it: a file or a warehouse."""


def names_columns(verb: Verb) -> Verb:
    """Put the columns of a table of profiles into the help of ``verb``."""
    verb.__doc__ = (verb.__doc__ or "").format(columns=", ".join(COLUMNS))
    return verb


def ours_first(told: Mapping[str, str]) -> dict[str, str]:
    """Ours -> theirs, where nobody can tell which columns there are: YOE=years is years=YOE."""
    turned = {ours: ours not in COLUMNS and theirs in COLUMNS for ours, theirs in told.items()}
    return dict((theirs, ours) if turned[ours] else (ours, theirs) for ours, theirs in told.items())


def mapped(pairs: Sequence[str]) -> dict[str, str]:
    """The values of ``--map``, such as ``years=YOE``, as ours -> theirs; UsageError for others."""
    found = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals or not ours.strip():
            raise UsageError(
                "bad_map", f"{quoted(pair)} is not a --map. Write ours=theirs, such as years=YOE."
            )
        if ours.strip() in found:
            raise UsageError(
                "bad_map", f"--map says twice which column is {quoted(ours.strip())}. Say it once."
            )
        found[ours.strip()] = theirs
    return found
