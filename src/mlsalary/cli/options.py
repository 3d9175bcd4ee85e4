"""The options that many verbs share, written once.

A verb takes a ``Profile`` and says so; the decorator gives it the options of a profile on the
command line. Likewise for where and how the answer is printed.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from mlsalary.cli import panels
from mlsalary.cli.names import others_of
from mlsalary.errors import MlsalaryError, UsageError
from mlsalary.figures import listed
from mlsalary.profile import COLUMNS, FIELDS, Asked, Profile
from mlsalary.render import DRAWN, FORMATS
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import quoted
from mlsalary.vocabulary import Vocabulary, vocabulary

if TYPE_CHECKING:
    from mlsalary.saved.start import Start

_PROFILE, _FIGURES = panels.PROFILE, panels.FIGURES
_OUTPUT, _FILLING = panels.OUTPUT, panels.FILLING

Text = str | None

_METAVARS = {"metro": "PLACE", "company": "NAME", "as_of": "MONTH", "bls": "YEAR"}
"""What to type behind an option of a profile, where its own name does not say that."""


def _profile_options() -> dict[str, Any]:
    """An option for each field of a profile; its help names the words of the shipped rulebook."""
    words = vocabulary(Rulebook.shipped())
    return {
        one.name: Annotated[
            list[str] | None if one.several else Text,
            typer.Option(
                help=_said(one, words),
                metavar=_METAVARS.get(one.name, one.name.upper()),
                rich_help_panel=_PROFILE if one.columns else _FIGURES,
                show_default=False,
            ),
        ]
        for one in FIELDS
    }


def _said(one: Asked, words: Vocabulary) -> str:
    listed = words.listed(one.vocabulary) if one.vocabulary else ""
    others = ", ".join(others_of(one.name))
    also = f" Also {others}." if others else ""
    return one.said(listed) + also + (" Repeatable." if one.several else "")


PROFILE_OPTIONS = _profile_options()
START_OPTIONS: dict[str, Any] = {
    "no_profile": Annotated[
        bool,
        typer.Option(
            "--no-profile",
            help="Ignore your saved profile and the MLSALARY_ variables of one.",
            rich_help_panel=_PROFILE,
        ),
    ],
}

DATA_OPTIONS: dict[str, Any] = {
    "data": Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="A folder laid over the rulebook, file by file.",
            rich_help_panel=_FIGURES,
        ),
    ],
}

_DRAWN_AS = [one.name for one in FORMATS.values() if one.drawn]
OUTPUT_OPTIONS: dict[str, Any] = {
    "format_": Annotated[
        Text,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"{', '.join(FORMATS)} ({listed(_DRAWN_AS)}: {listed(DRAWN)}).",
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
    "force": Annotated[
        bool,
        typer.Option(
            "--force", help="Overwrite the file of -o if it exists.", rich_help_panel=_OUTPUT
        ),
    ],
    "round_": Annotated[
        bool,
        typer.Option(
            "--round",
            help="Whole dollars in JSON too, as in CSV; sums may be off by a dollar or two.",
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
    "chart": Annotated[
        bool,
        typer.Option(
            "--chart",
            help="Draw a chart on a terminal; elsewhere say its figures.",
            rich_help_panel=_OUTPUT,
        ),
    ],
    "real": Annotated[
        bool,
        typer.Option(
            "--real",
            help="Show what pay buys too: pay at national prices, before taxes.",
            rich_help_panel=_FIGURES,
        ),
    ],
}
"""What a page shows beside its first screen; JSON has both always."""
_DEFAULTS: dict[str, Any] = {
    "no_profile": False,
    "json": False,
    "force": False,
    "round_": False,
    "explain": False,
    "sources": False,
    "chart": False,
    "real": False,
}

Verb = Callable[..., Any]


def takes_profile(verb: Verb) -> Verb:
    """Give ``verb(profile, ...)`` the options of a profile, over what the user's questions start
    from; one that has a parameter ``start`` is given that too, and returns with its answer what of
    it counted."""
    wants_start = "start" in inspect.signature(verb).parameters

    def with_profile(**options: Any) -> Any:
        given = given_of(options)

        def ask(start: Start) -> tuple[Any, Start]:
            profile = Profile(**{**start.values, **given})
            if wants_start:
                return verb(profile=profile, start=start, **options)  # type: ignore[no-any-return]
            return verb(profile=profile, **options), start

        return starting(given, options.pop("no_profile"), options["book"], ask)

    return signed(
        with_profile, verb, PROFILE_OPTIONS | START_OPTIONS, replaced=("profile", "start")
    )


def given_of(options: dict[str, Any]) -> dict[str, Any]:
    """The fields of a profile that were given, taken out of the options."""
    asked = {name: options.pop(name) for name in PROFILE_OPTIONS}
    return {name: value for name, value in asked.items() if value is not None}


def starting(
    given: Mapping[str, Any],
    no_profile: bool,
    book: Rulebook,
    ask: Callable[[Start], tuple[Any, Start]],
) -> Any:
    """The answer to a question that starts from the saved profile and the environment, beneath
    the fields that are given; it says what of that counted, and so does an error about a word from
    there."""
    start = start_of(given, no_profile, book)
    if not start.values:
        return ask(start)[0]
    from mlsalary.sentences.started import blamed, noted, notices

    try:
        answer, counted = ask(start)
        return noted(answer, notices(counted))
    except MlsalaryError as error:
        raise blamed(error, start) from error


def start_of(given: Mapping[str, Any], no_profile: bool, book: Rulebook) -> Start:
    """What a question starts from, beneath the fields that are given."""
    from mlsalary.saved import start as starts

    return starts.NOTHING if no_profile else starts.start(book).beneath(given, book)


def _default_options() -> dict[str, Any]:
    """The options of a profile that fill in what the rows of a table do not say."""
    found = {}
    for name, annotation in PROFILE_OPTIONS.items():
        kind, option = get_args(annotation)
        if any(one.name == name and one.columns for one in FIELDS):
            filling = typer.Option(
                help=option.help, metavar=option.metavar, rich_help_panel=_FILLING
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

    return signed(with_defaults, verb, options, replaced=("defaults",))


def takes_rulebook(verb: Verb) -> Verb:
    """Give ``verb(book, ...)`` the option ``--data``, as a Rulebook; one that has a parameter
    ``data`` is given the folder too."""
    wants_folder = "data" in inspect.signature(verb).parameters

    def with_rulebook(**options: Any) -> Any:
        folder = options["data"] if wants_folder else options.pop("data")
        return verb(
            book=Rulebook.shipped() if folder is None else Rulebook.overlay(folder), **options
        )

    return signed(with_rulebook, verb, DATA_OPTIONS, replaced=("book",))


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
            form, json, output, force, rounds, pager = map(options.pop, OUTPUT_OPTIONS)
            asked = form, json, output, pager
            wanted = Wanted(*asked, view, usual, verb.__name__, force, rounds)
            for name in views.keys() - told:
                del options[name]
            wanted.check(_files_read(options))
            emit(verb(**options), wanted)

        return signed(with_output, verb, views | OUTPUT_OPTIONS)

    return printing


def _files_read(options: Mapping[str, Any]) -> list[str]:
    """The files that a verb is given to read, by its options."""
    found: list[str] = []
    for value in options.values():
        found += [str(value)] if isinstance(value, Path) else getattr(value, "files", [])
    return found


def signed(
    outer: Verb,
    inner: Verb,
    options: dict[str, Any],
    replaced: Sequence[str] = (),
    defaults: Mapping[str, Any] = MappingProxyType(_DEFAULTS),
) -> Verb:
    """``outer`` with the parameters of ``inner``, less ``replaced``, plus ``options``."""
    own = inspect.signature(inner, eval_str=True).parameters.values()
    kept = [
        parameter.replace(kind=parameter.KEYWORD_ONLY)
        for parameter in own
        if parameter.name not in replaced and parameter.name not in options
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
        "percentile, 0 to 100.",
        metavar="COLUMN",
    ),
]
Force = Annotated[
    bool,
    typer.Option(
        "--force", help="Overwrite the file of -o if it exists.", rich_help_panel=panels.OUTPUT
    ),
]
Release, Bands, Premiums = (PROFILE_OPTIONS[name] for name in ("bls", "bands", "premiums"))
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
