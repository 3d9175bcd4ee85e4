"""One way out: a result in the format asked for, to stdout or to a file; errors to stderr."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mlsalary import render
from mlsalary.cli import streams
from mlsalary.cli.terminal import CURRENT, Terminal
from mlsalary.errors import MlsalaryError, UsageError
from mlsalary.spelling import printable, unknown

if TYPE_CHECKING:
    from mlsalary.results import Result

_JSON = ("json", "jsonl")
_TEXT = ("", ".txt")
_BY_ENDING = {one.ending: one.name for one in render.FORMATS.values() if one.ending}


def chosen_format(asked: str | None, json: bool, output: Path | None, terminal: Terminal) -> str:
    """The format that the options mean; UsageError for an unknown or a contradictory one."""
    if asked is not None and asked not in render.FORMATS:
        raise unknown(UsageError, "bad_format", "format", asked, tuple(render.FORMATS))
    if json and asked not in (None, "json"):
        raise UsageError(
            "bad_format", f"--json and --format {asked} contradict each other. Give one of them."
        )
    if asked or json:
        return asked or "json"
    if output is not None:
        return _format_by_ending(output)
    return "table" if terminal.is_terminal else "plain"


def _format_by_ending(output: Path) -> str:
    """The format of a file by its name; text where that has no ending."""
    ending = output.suffix.lower()
    if ending in _TEXT:
        return "plain"
    if ending not in _BY_ENDING:
        raise UsageError(
            "bad_format",
            f"{output}: nothing here writes {ending}. End it in {', '.join(_BY_ENDING)} or .txt, "
            "or say what it is to hold with --format.",
        )
    return _BY_ENDING[ending]


def a_file(output: Path | None) -> Path | None:
    """The file that ``-o`` names, None for standard output under its name."""
    if output is None:
        return None
    from mlsalary.files import STANDARD

    return None if str(output) == STANDARD else output


def emit(
    result: Result,
    asked: str | None,
    json: bool,
    output: Path | None,
) -> None:
    """Write ``result`` where and how the options say. A file appears whole or not at all."""
    terminal = CURRENT.get()
    form = chosen_format(asked, json, output, terminal)
    coloured = terminal.colour and output is None
    text = render.text(result, form, width=terminal.width, colour=coloured)
    if output is None:
        if form in _JSON:
            streams.write_json(terminal.stdout, text)
        else:
            terminal.stdout.write(_shown(text) if form == "csv" and terminal.is_terminal else text)
        terminal.stdout.flush()
    else:
        emit_script(text, output)


def _shown(cells: str) -> str:
    """Cells as a terminal may be sent them; a file or a pipe gets them as they are."""
    return "\n".join(printable(line) for line in cells.split("\n"))


def emit_script(text: str, output: Path | None) -> None:
    """Write what a machine reads, such as SQL, to the file, or exactly so to stdout."""
    if a_file(output) is None:
        streams.write_exactly(CURRENT.get().stdout, text)
    else:
        from mlsalary.files import write_text

        write_text(str(output), text, replace=True)


def report(error: MlsalaryError, arguments: Sequence[str], terminal: Terminal) -> None:
    """Say once, on stderr, what is wrong: an object for scripts, a sentence for people."""
    told = error.code, error.message, error.suggestions
    if wants_json(arguments):
        streams.write_json(terminal.stderr, render.error_json(*told))
    else:
        terminal.stderr.write(render.error_text(*told))


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether the command line asks for JSON, however wrong the rest of it is."""
    asked = tuple(arguments[: arguments.index("--")] if "--" in arguments else arguments)
    pairs = list(itertools.pairwise(asked))
    return (
        "--json" in asked
        or any(word in ("--format=json", "--format=jsonl") for word in asked)
        or any(pair in (("--format", "json"), ("--format", "jsonl")) for pair in pairs)
    )
