"""One way out: a result in the format asked for, to stdout or to a file; errors to stderr."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlsalary import render
from mlsalary.cli import streams
from mlsalary.cli.terminal import CURRENT, Terminal
from mlsalary.errors import MlsalaryError, UsageError
from mlsalary.spelling import one_of, printable

if TYPE_CHECKING:
    from mlsalary.render.view import View
    from mlsalary.results import Result

_JSON = ("json", "jsonl")
_ROWS = ("csv", "jsonl")
_TEXT = ("", ".txt")
_BY_ENDING = {one.ending: one.name for one in render.FORMATS.values() if one.ending}


class Wanted(NamedTuple):
    """What the options say of the output: ``--format``, ``--json``, ``-o``, ``--pager``, how much a
    page shows, the format where there is neither a terminal nor a word on it, and which verb
    answers."""

    format: str | None
    json: bool
    output: Path | None
    pager: bool | None
    view: View
    usual: str = "plain"
    verb: str = "mlsalary"

    @property
    def file(self) -> Path | None:
        """The file that ``-o`` names; None for standard output."""
        return a_file(self.output)

    def form(self, terminal: Terminal) -> str:
        """The format that the options mean."""
        asked = self.format and self.format.strip().casefold()
        if asked or self.json:
            return asked or "json"
        if self.file is not None:
            return _format_by_ending(self.file, self.verb)
        return render.TABLE if terminal.is_terminal else self.usual

    def check(self) -> None:
        """Refuse an unknown format, a contradiction, and an option without effect: UsageError."""
        asked = self.format
        if asked is not None:
            asked = one_of(UsageError, "bad_format", "format", asked, tuple(render.FORMATS))
        if self.json and asked not in (None, "json"):
            raise UsageError(
                "bad_format",
                f"--json and --format {asked} contradict each other. Give one of them.",
            )
        form = self.form(CURRENT.get())
        shown = [name for name, on in self.view._asdict().items() if on]
        if shown and form in _ROWS:
            raise UsageError(
                "option_without_effect",
                f"--{shown[0]} has no effect on {form}, which holds one row each. Leave it out, or "
                "use --json, which always holds both.",
            )


def _format_by_ending(output: Path, verb: str) -> str:
    """The format of a file by its name; text where that has no ending."""
    ending = output.suffix.lower()
    if ending in _TEXT:
        return "plain"
    if ending not in _BY_ENDING:
        raise UsageError(
            "bad_format",
            f"{output}: {verb} does not write {ending}. End it in {', '.join(_BY_ENDING)} or "
            ".txt, or name another format with --format.",
        )
    return _BY_ENDING[ending]


def a_file(output: Path | None) -> Path | None:
    """The file that ``-o`` names, None for standard output under its name."""
    if output is None:
        return None
    from mlsalary.files import STANDARD

    return None if str(output) == STANDARD else output


def emit(result: Result, wanted: Wanted) -> None:
    """Write ``result`` where and how the options say. A file appears whole or not at all."""
    terminal, output = CURRENT.get(), wanted.file
    form = wanted.form(terminal)
    text = render.text(
        result,
        form,
        width=terminal.width,
        colour=terminal.colour and output is None,
        ascii_only=output is None and not terminal.says_unicode,
        view=wanted.view,
    )
    if output is not None:
        emit_script(text, output)
    elif form in _JSON:
        streams.write_json(terminal.stdout, text)
    elif form in _ROWS and terminal.is_terminal:
        terminal.stdout.write(_shown(text))
    elif terminal.pages(text, wanted.pager):
        terminal.page(text)
    else:
        terminal.stdout.write(text)
    terminal.stdout.flush()


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
        text = render.error_text(*told)
        terminal.stderr.write(_wrapped(text, terminal) if terminal.stderr.isatty() else text)


def _wrapped(text: str, terminal: Terminal) -> str:
    """Lines that break between words on a terminal, and never within an option or a value."""
    import textwrap

    wrap = textwrap.TextWrapper(
        terminal.width, break_long_words=False, break_on_hyphens=False, subsequent_indent="  "
    )
    return "".join(f"{wrap.fill(line)}\n" for line in text.splitlines())


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether the command line asks for JSON, however wrong the rest of it is."""
    whole = arguments[: arguments.index("--")] if "--" in arguments else arguments
    asked = tuple(word.casefold() for word in whole)
    pairs = list(itertools.pairwise(asked))
    return (
        "--json" in asked
        or any(word in ("--format=json", "--format=jsonl") for word in asked)
        or any(pair in (("--format", "json"), ("--format", "jsonl")) for pair in pairs)
    )
