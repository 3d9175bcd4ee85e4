"""One way out: a result in the format asked for, to stdout or to a file; errors to stderr."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
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
_OF_ALL = tuple(one.name for one in render.FORMATS.values() if not one.drawn)
_BY_ENDING = {one.ending: one.name for one in render.FORMATS.values() if one.ending}


class Wanted(NamedTuple):
    """What the options say of the output: ``--format``, ``--json``, ``-o``, ``--pager``, how much a
    page shows, the format where there is neither a terminal nor a word on it, which verb answers,
    ``--force`` and ``--round``."""

    format: str | None
    json: bool
    output: Path | None
    pager: bool | None
    view: View
    usual: str = "plain"
    verb: str = "mlsalary"
    force: bool = False
    rounds: bool = False

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

    def check(self, read: Iterable[str] = ()) -> None:
        """Refuse an unknown format, a contradiction, an option without effect, and a file that may
        not be written: UsageError. read: the files that are read."""
        asked = self.format
        if asked is not None:
            asked = one_of(UsageError, "bad_format", "format", asked, tuple(render.FORMATS))
        if self.json and asked not in (None, "json"):
            raise UsageError(
                "bad_format",
                f"--json and --format {asked} contradict each other. Give one of them.",
            )
        form = self.form(CURRENT.get())
        if render.FORMATS[form].drawn:
            self._check_drawn(form)
        for option, on in self.view._asdict().items():
            if on and (why := _without_effect(option, form)):
                raise UsageError(
                    "option_without_effect", f"--{option} has no effect on {form}, {why}"
                )
        require_free(self.output, read, force=self.force)

    def _check_drawn(self, form: str) -> None:
        """Refuse a picture where there is none, or without what draws it: UsageError."""
        if self.verb not in render.DRAWN:
            from mlsalary.figures import listed

            raise UsageError(
                "bad_format",
                f"{self.verb} cannot be drawn as {form}; {listed(render.DRAWN)} can. "
                f"Choose another format: {', '.join(_OF_ALL)}.",
            )
        from mlsalary.extras import need
        from mlsalary.rulebook.home import keep_fonts_here

        need("matplotlib", "html")
        keep_fonts_here()


def _without_effect(option: str, form: str) -> str | None:
    """Why an option on what a page shows changes nothing in a format, and the way out."""
    if option == "real":  # which can change the order too
        return None
    if form == render.PICTURE:
        return "which is one picture. Leave it out."
    if render.FORMATS[form].drawn:
        return None if option == "explain" else "which always has that. Leave it out."
    if option == "chart" and not render.FORMATS[form].paged:
        return "which holds figures and draws nothing. Leave it out, or use --format table."
    if form in _ROWS:
        return "which holds one row each. Leave it out, or use --json, which always holds both."
    return None


def _format_by_ending(output: Path, verb: str) -> str:
    """The format of a file by its name; text where that has no ending."""
    ending = output.suffix.lower()
    if ending in _TEXT:
        return "plain"
    if ending not in _BY_ENDING:
        drawn = verb in render.DRAWN
        known = [one for one, form in _BY_ENDING.items() if drawn or not render.FORMATS[form].drawn]
        raise UsageError(
            "bad_format",
            f"{output}: {verb} does not write {ending}. End it in {', '.join(known)} or "
            ".txt, or name another format with --format.",
        )
    return _BY_ENDING[ending]


def a_file(output: Path | None) -> Path | None:
    """The file that ``-o`` names, None for standard output under its name."""
    if output is None:
        return None
    from mlsalary.files import STANDARD

    return None if str(output) == STANDARD else output


def require_free(output: Path | None, read: Iterable[str] = (), *, force: bool) -> None:
    """Refuse, before anything is computed, to write to a file that is there (unless ``force``) or
    that is read: UsageError ``file_exists``, ``own_input``. BadDataError ``cannot_write``."""
    if a_file(output) is not None:
        from mlsalary import files

        for source in read:
            files.require_free(str(output), source, force=True)
        files.require_free(str(output), force=force)


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
        rounded=wanted.rounds,
    )
    if output is not None:
        rows = len(result.records()) if form in _ROWS else None
        emit_script(text, output, force=wanted.force, rows=rows)
    elif render.FORMATS[form].drawn:
        streams.write_exactly(terminal.stdout, text, says_utf_8=True)
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


def emit_script(
    text: str, output: Path | None, *, force: bool = False, rows: int | None = None
) -> None:
    """Write what a machine reads, such as SQL, to the file, or exactly so to stdout.

    A file is whole or as it was, and named on stderr once it is there. force: replace what has its
    name. rows: how many it holds, where it is made of rows.
    """
    if a_file(output) is None:
        streams.write_exactly(CURRENT.get().stdout, text)
        return
    from mlsalary.files import is_straight, write_text

    name = str(output)
    write_text(name, text, replace=force)
    if not is_straight(name):
        held = "" if rows is None else f" ({rows:,} row{'' if rows == 1 else 's'})"
        CURRENT.get().stderr.write(f"Wrote {printable(name)}{held}.\n")


def report(error: MlsalaryError, arguments: Sequence[str], terminal: Terminal) -> None:
    """Say once, on stderr, what is wrong: an object for scripts, a sentence for people."""
    told = error.code, error.message, error.suggestions
    if wants_json(arguments):
        streams.write_json(terminal.stderr, render.error_json(*told))
    else:
        text = render.error_text(*told)
        wraps = terminal.stderr.isatty()
        terminal.stderr.write(_wrapped(text, terminal, error.suggestions) if wraps else text)


def _wrapped(text: str, terminal: Terminal, whole: Sequence[str]) -> str:
    """Lines that break between words on a terminal, and never within an option or a value; those
    that are ``whole``, for a shell, nowhere."""
    import textwrap

    wrap = textwrap.TextWrapper(
        terminal.width, break_long_words=False, break_on_hyphens=False, subsequent_indent="  "
    )
    lines = text.splitlines()
    return "".join(f"{line if line.strip() in whole else wrap.fill(line)}\n" for line in lines)


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
