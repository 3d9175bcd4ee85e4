"""Three lines for each verb that work as they stand, in the order in which people ask."""

from __future__ import annotations

import re
import textwrap
from typing import NamedTuple

PROGRAM = "mlsalary"
_INDENT = "  "
_MARGINS = 2
"""Columns that a help page leaves free at its edges."""
_HELD = "\N{NO-BREAK SPACE}"
"""Stands for a blank where no line may end."""


class Example(NamedTuple):
    """A whole line, and what it answers or does."""

    says: str
    line: str


EXAMPLES = {
    PROGRAM: (
        Example("What a job pays", 'mlsalary estimate --years 5 --metro "San Jose" --spec llm'),
        Example(
            "Whether an offer is good, and what to ask for",
            "mlsalary offer --years 5 --metro Seattle --base 195k --equity 400k/4y",
        ),
        Example(
            "Which city pays more",
            'mlsalary compare --years 5 --metro Seattle --metro "New York"',
        ),
    ),
    "estimate": (
        Example("What a job pays", 'mlsalary estimate --years 5 --metro "San Jose" --spec llm'),
        Example(
            "What a company pays at one of its levels, step by step",
            "mlsalary estimate --company Google --level L5 --explain",
        ),
        Example(
            "From a job title, for a script",
            'mlsalary estimate --title "Senior ML Engineer" --metro Austin --json',
        ),
    ),
    "offer": (
        Example(
            "Base and a stock grant over four years",
            "mlsalary offer --years 5 --metro Seattle --base 195k --equity 400k/4y",
        ),
        Example(
            "Cash alone, with a bonus",
            "mlsalary offer --years 3 --base 160k --bonus 10% --equity none",
        ),
        Example(
            "The range in a job ad",
            "mlsalary offer --level senior --metro Denver --posted 150k-210k",
        ),
    ),
    "compare": (
        Example("Two cities", 'mlsalary compare --years 5 --metro Seattle --metro "New York"'),
        Example("The ten metros that pay most", "mlsalary compare --years 5 --by metro --top 10"),
        Example(
            "A grid: two levels of two specializations",
            "mlsalary compare --level mid --level senior --spec llm --spec cv",
        ),
    ),
    "target": (
        Example(
            "What reaches a total of $300,000", "mlsalary target 300k --years 5 --metro Denver"
        ),
        Example("What reaches a base of $220,000", "mlsalary target 220k --base --level senior"),
        Example(
            "From one of a company's levels", "mlsalary target 400k --company Google --level L4"
        ),
    ),
    "path": (
        Example("From the first year on", "mlsalary path --metro Boston"),
        Example("From where you are", "mlsalary path --years 3 --metro Boston --spec llm"),
        Example(
            "With the ladders of levels",
            "mlsalary path --years 3 --employer tech --explain",
        ),
    ),
    "brief": (
        Example("What the job pays, on one page", "mlsalary brief --years 5 --metro Austin"),
        Example(
            "With your offer, and what to ask for",
            "mlsalary brief --years 5 --metro Austin --base 190k --equity 200k/4y",
        ),
        Example(
            "To print or to send",
            "mlsalary brief --years 5 --metro Austin -o brief.html",
        ),
    ),
    "profile": (
        Example("Save who you are", "mlsalary profile save --years 6 --metro Austin --spec llm"),
        Example("Change one thing", "mlsalary profile save --years 7"),
        Example("See what is saved", "mlsalary profile"),
    ),
    "table": (
        Example("Which tables there are", "mlsalary table"),
        Example("The metros of a state that pay most", "mlsalary table metros --state CA --top 10"),
        Example("Everything on one place", "mlsalary table area Boise"),
    ),
    "batch": (
        Example("Every row of a spreadsheet", "mlsalary batch people.csv -o priced.csv"),
        Example(
            "Where the pay in a column stands among comparable people",
            "mlsalary batch people.csv -o priced.csv --pay Salary",
        ),
        Example(
            "With a kind of employer, which no row gives",
            "mlsalary batch people.csv -o priced.csv --employer tech",
        ),
    ),
    "sql": (
        Example("For a table of job ads", "mlsalary sql --dialect duckdb --table hr.postings"),
        Example(
            "To a file, with a percentile of the pay in a column",
            "mlsalary sql --dialect snowflake --table people --pay salary -o price.sql",
        ),
        Example(
            "As a view, with the look-up tables in files",
            "mlsalary sql --dialect spark --table hr.people --tables lookups --as view",
        ),
    ),
    "data": (
        Example("Every source, and how old it is", "mlsalary data"),
        Example("Whether the data in use are sound", "mlsalary data check"),
        Example("Add a BLS release that you downloaded", "mlsalary data import oesm24nat.zip"),
    ),
    "schema": (
        Example("Which schemas there are", "mlsalary schema"),
        Example("What estimate --json prints", "mlsalary schema estimate"),
        Example("What an error is with --json", "mlsalary schema error"),
    ),
    "backtest": (
        Example("How far estimates are off", "mlsalary backtest reports.csv"),
        Example(
            "On rows that the constants were not fitted to",
            "mlsalary backtest reports.csv --folds 3",
        ),
        Example("Each group, for a spreadsheet", "mlsalary backtest reports.csv --format csv"),
    ),
    "fit": (
        Example("Constants of your own", "mlsalary fit reports.csv -o model.toml"),
        Example(
            "From two files",
            "mlsalary fit reports.csv --also older.csv -o model.toml",
        ),
        Example("With each constant listed", "mlsalary fit reports.csv -o model.toml --explain"),
    ),
    "help": (
        Example("The commands", "mlsalary help"),
        Example("How to judge an offer", "mlsalary help offer"),
        Example("How to price a file", "mlsalary help batch"),
    ),
    "explore": (
        Example("A form whose answer follows what you type", "mlsalary explore"),
        Example("With the form filled in", "mlsalary explore --years 5 --metro Austin --spec llm"),
        Example("In a browser", "mlsalary explore --web"),
    ),
    "mcp": (
        Example("What an assistant starts", "mlsalary mcp"),
        Example("With figures of your own", "mlsalary mcp --data figures"),
        Example("Which version it is", "mlsalary mcp --version"),
    ),
}


def epilog(name: str) -> str:
    """The examples of a verb, or of the program, for the end of a help page."""
    from mlsalary.cli.terminal import CURRENT

    width = CURRENT.get().width - _MARGINS - len(_INDENT)
    shown = ["[b]Examples[/b]"]
    for example in EXAMPLES.get(name, ()):
        shown.append(f"[dim]{example.says}:[/dim]")
        shown += [f"{_INDENT}{part}" for part in broken(example.line, width)]
    return "\n".join(shown)


def broken(line: str, width: int) -> list[str]:
    """A line of the shell in as many as fit the width, each but the last with a backslash: they
    can be copied as they stand. No option is parted from its value."""
    if len(line) <= width:
        return [line]
    held = re.sub(r'"[^"]*"', lambda found: found[0].replace(" ", _HELD), line)
    held = re.sub(r"(?<!\S)(--?\S+) (?!-)", rf"\1{_HELD}", held)
    parts = textwrap.wrap(
        held,
        width - len(" \\"),
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
    *first, last = (part.replace(_HELD, " ") for part in parts)
    return [*(f"{part} \\" for part in first), last]
