"""The options that many verbs share, written once.

A verb takes a ``Profile`` and says so; the decorator gives it the options of a profile on the
command line. Likewise for where and how the answer is printed.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import typer

from mlsalary.errors import UsageError
from mlsalary.profile import Profile
from mlsalary.spelling import quoted

_PROFILE = "Profile"
_OUTPUT = "Output"

Text = str | None

PROFILE_OPTIONS: dict[str, Any] = {
    "years": Annotated[
        float | None, typer.Option(help="Years of experience.", rich_help_panel=_PROFILE)
    ],
    "level": Annotated[
        Text,
        typer.Option(
            help="entry, mid, senior, staff; lead, director, vp, chief.", rich_help_panel=_PROFILE
        ),
    ],
    "metro": Annotated[
        Text,
        typer.Option(
            help="Metro, city, nickname, ZIP or CBSA code. Left out: national.",
            rich_help_panel=_PROFILE,
        ),
    ],
    "state": Annotated[Text, typer.Option(help="State.", rich_help_panel=_PROFILE)],
    "spec": Annotated[
        list[str] | None,
        typer.Option(help="llm, cv, nlp, mlops, rl. Repeatable.", rich_help_panel=_PROFILE),
    ],
    "degree": Annotated[
        Text, typer.Option(help="bachelors, masters, phd.", rich_help_panel=_PROFILE)
    ],
    "employer": Annotated[
        Text,
        typer.Option(help="big-tech, tech, startup, enterprise.", rich_help_panel=_PROFILE),
    ],
    "as_of": Annotated[
        Text,
        typer.Option(help="Answer in the money of this month, YYYY-MM.", rich_help_panel=_PROFILE),
    ],
    "bls": Annotated[
        Text,
        typer.Option(help="Peg the bands to this BLS release, YYYY.", rich_help_panel=_PROFILE),
    ],
    "premiums": Annotated[
        str,
        typer.Option(help="guide, measured, none.", rich_help_panel=_PROFILE),
    ],
}

DATA_OPTIONS: dict[str, Any] = {
    "data": Annotated[
        Path | None,
        typer.Option(
            help="A folder laid over the rulebook, file by file.", rich_help_panel=_OUTPUT
        ),
    ],
}

OUTPUT_OPTIONS: dict[str, Any] = {
    "format_": Annotated[
        Text,
        typer.Option(
            "--format",
            help="table, plain, json, jsonl, csv, markdown.",
            rich_help_panel=_OUTPUT,
        ),
    ],
    "json": Annotated[
        bool, typer.Option("--json", help="Short for --format json.", rich_help_panel=_OUTPUT)
    ],
    "output": Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="Write to this file; - is stdout.", rich_help_panel=_OUTPUT
        ),
    ],
}
_DEFAULTS: dict[str, Any] = {"premiums": "guide", "json": False}

Verb = Callable[..., Any]


def takes_profile(verb: Verb) -> Verb:
    """Give ``verb(profile, ...)`` the options of a profile."""

    def with_profile(**options: Any) -> Any:
        asked = {name: options.pop(name) for name in PROFILE_OPTIONS}
        return verb(profile=Profile(**asked), **options)

    return signed(with_profile, verb, PROFILE_OPTIONS, replaced="profile")


def takes_rulebook(verb: Verb) -> Verb:
    """Give ``verb(book, ...)`` the option ``--data``, as a Rulebook."""

    def with_rulebook(**options: Any) -> Any:
        from mlsalary.rulebook import Rulebook

        folder = options.pop("data")
        return verb(
            book=Rulebook.shipped() if folder is None else Rulebook.overlay(folder), **options
        )

    return signed(with_rulebook, verb, DATA_OPTIONS, replaced="book")


def prints(verb: Verb) -> Verb:
    """Print what ``verb`` returns, in the format and to the file that the options name."""
    return _printing(verb)


def prints_markdown(verb: Verb) -> Verb:
    """As ``prints``, in Markdown where neither an option nor a file's name says otherwise."""
    return _printing(verb, usual="markdown")


def _printing(verb: Verb, usual: Text = None) -> Verb:
    def with_output(**options: Any) -> None:
        from mlsalary.cli.output import a_file, emit

        form, json, output = (options.pop(name) for name in OUTPUT_OPTIONS)
        output = a_file(output)
        if form is None and not json and output is None:
            form = usual
        emit(verb(**options), form, json, output)

    return signed(with_output, verb, OUTPUT_OPTIONS)


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
        if parameter.name != replaced
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
        help="Another name of a column, such as years=YOE. Repeatable.",
        metavar="OURS=THEIRS",
    ),
]
PayColumn = Annotated[
    str | None,
    typer.Option(help="A column of pay, US dollars a year: adds where it stands, 0 to 100."),
]
Release = Annotated[str | None, typer.Option(help="Peg the bands to this BLS release, YYYY.")]
Premiums = Annotated[str, typer.Option(help="guide, measured, none.")]
"""What a table of profiles is asked with, whoever prices it: a file or a warehouse."""


def mapped(pairs: Sequence[str]) -> dict[str, str]:
    """The values of ``--map``, such as ``years=YOE``, as ours -> theirs; UsageError for others."""
    found = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals or not theirs:
            raise UsageError(
                "bad_map", f"{quoted(pair)} is no --map. Write ours=theirs, such as years=YOE."
            )
        found[ours.strip()] = theirs
    return found
