"""Write docs/mlsalary.1: the man page, made from the help, the examples and the exit codes.

python scripts/man_page.py

An option that several commands have in the same words is described once, under OPTIONS, and named
in each of them.
"""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import errors_page
import typer
from rich.text import Text

from mlsalary.cli import VERBS, build
from mlsalary.cli.examples import EXAMPLES, PROGRAM
from mlsalary.cli.words import is_option
from mlsalary.rulebook import Rulebook
from mlsalary.saved.start import VARIABLES

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "mlsalary.1"
ENVIRONMENT = {
    ", ".join(VARIABLES.values()): "Each stands for the option of its name where that is not "
    "given, and overrides the saved profile.",
    "MLSALARY_HOME": "The folder for config.toml, imported data and what is made from them. "
    "Default: the system's own, see FILES.",
    "MLSALARY_DEBUG": "If set, an internal error shows where it happened.",
    "NO_COLOR": "If set, no page has colors.",
    "FORCE_COLOR": "If set, pages have colors in a pipe too, unless NO_COLOR is set.",
    "PAGER": "The program that shows a page longer than the screen. Default: no pager; with "
    "--pager, less.",
}
FILES = {
    "~/.config/mlsalary/config.toml": "Your saved profile, on Linux. Or in "
    "$XDG_CONFIG_HOME/mlsalary.",
    "~/.local/share/mlsalary/rulebook": "The releases that mlsalary data import added, on Linux. "
    "Or in $XDG_DATA_HOME/mlsalary.",
    "~/.cache/mlsalary": "What is made from figures of your own, on Linux. It may be deleted. Or "
    "in $XDG_CACHE_HOME/mlsalary.",
}
_OF_FILES = "Columns and files"
"""Where shared options stand that are in no panel of their own."""
_WIDTH = 78
_UNPARTED = r"(?<!\S)(?=(?:\\-)+[a-zA-Z]|[A-Z]+_)"
"""Before an option or a variable, neither of which may be parted at the end of a line."""


class Entry(NamedTuple):
    """An option or an argument: its name, what is typed, as roff, what it does, its default, and
    its panel."""

    name: str
    typed: str
    said: str
    more: str = ""
    panel: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes two of them one."""
        return self.typed, self.said


_HELP = Entry("--help", r"\fB\-h\fR, \fB\-\-help\fR", "Show the help of a command.")


def page() -> str:
    """The whole page."""
    program: Any = typer.main.get_command(build(VERBS))
    entries = {verb: _entries(program.commands[verb]) for verb in VERBS}
    shared = _shared([one for of_one in entries.values() for one in of_one])
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    month = Rulebook.shipped().toml("aging.toml")["today"]
    lines = [
        '.\\" Made from the help by scripts/man_page.py.',
        f'.TH MLSALARY 1 "{month}-01" "mlsalary {about["version"]}" "User Commands"',
        *_section("NAME", f"mlsalary - {_small(about['description'])}"),
        *_synopsis(),
        *_section(
            "DESCRIPTION", f"{program.help} Each command has its help: mlsalary help COMMAND."
        ),
        ".SH COMMANDS",
    ]
    for verb in VERBS:
        lines += _command(verb, program.commands[verb], entries[verb], shared)
    lines += [".SH OPTIONS", *_options([*_entries(program), _HELP], shared.values())]
    lines += [".SH EXAMPLES", *_examples()]
    lines += [".SH EXIT STATUS", *_listed(_exit_codes())]
    lines += [".SH ENVIRONMENT", *_listed(ENVIRONMENT.items())]
    lines += [".SH FILES", *_listed(FILES.items())]
    return "\n".join(lines) + "\n"


def _synopsis() -> list[str]:
    return [
        ".SH SYNOPSIS",
        r"\fBmlsalary\fR \fICOMMAND\fR [\fIOPTIONS\fR]",
        ".br",
        r"\fBmlsalary help\fR [\fICOMMAND\fR]",
    ]


def _command(
    verb: str, command: Any, entries: Iterable[Entry], shared: Mapping[Any, Entry]
) -> Iterator[str]:
    """How a command is called, what it does, what it has of its own, and what else it takes."""
    arguments = [one for one in command.params if not is_option(one)]
    called = [one.metavar if one.required else f"[{one.metavar}]" for one in arguments]
    typed = " ".join([rf"\fBmlsalary {verb}\fR", *(rf"\fI{_roff(one)}\fR" for one in called)])
    yield f".SS {verb}"
    yield typed + r" [\fIOPTIONS\fR]"
    for part in command.help.split("\n\n"):
        yield ".PP"
        yield from _text(part)
    own = [one for one in entries if one.key not in shared]
    yield from _entry_lines(own)
    if common := [one.name for one in entries if one.key in shared]:
        yield ".PP"
        yield from _text(f"Also, under OPTIONS: {', '.join(common)}.")


def _shared(entries: Sequence[Entry]) -> Mapping[tuple[str, str], Entry]:
    """The options that several commands have in the same words, as the first of them has it."""
    times = Counter(one.key for one in entries if one.name.startswith("-"))
    found: dict[tuple[str, str], Entry] = {}
    for one in entries:
        if times[one.key] > 1:
            found.setdefault(one.key, one)
    return found


def _options(of_all: Iterable[Entry], shared: Iterable[Entry]) -> Iterator[str]:
    """The options of the program and of several commands, by panel."""
    panels: dict[str, list[Entry]] = {"Everywhere": [*of_all]}
    for one in shared:
        panels.setdefault(one.panel or _OF_FILES, []).append(one)
    for title, entries in panels.items():
        yield f".SS {title}"
        yield from _entry_lines(entries)


def _entries(command: Any) -> list[Entry]:
    """The arguments and options of a command but --help, in the order of its help."""
    return [_entry(one) for one in parameters(command)]


def parameters(command: Any) -> list[Any]:
    """What a command takes, as Typer has it: arguments first, without --help."""
    taken = command.get_params(command.context_class(command, info_name=PROGRAM))
    shown = [one for one in taken if not one.hidden and "--help" not in one.opts]
    return sorted(shown, key=is_option)


def names(parameter: Any) -> list[str]:
    """Every name of an option, the short one first."""
    return [*sorted(parameter.opts, key=len), *parameter.secondary_opts]


def unsaid(parameter: Any) -> str:
    """What a help page adds to the help of an argument or an option."""
    if parameter.required:
        return "Required."
    shown = parameter.show_default and parameter.default not in (None, False, "")
    return f"Default: {parameter.default}." if shown else ""


def _entry(parameter: Any) -> Entry:
    more = unsaid(parameter)
    value = rf"\fI{_roff(str(parameter.metavar))}\fR"
    if not is_option(parameter):
        return Entry(parameter.metavar, value, parameter.help, more)
    typed = ", ".join(rf"\fB{_roff(name)}\fR" for name in names(parameter))
    if not parameter.is_flag:
        typed += f" {value}"
    return Entry(parameter.opts[-1], typed, parameter.help, more, parameter.rich_help_panel or "")


def _entry_lines(entries: Iterable[Entry]) -> Iterator[str]:
    for one in entries:
        yield ".TP"
        yield one.typed
        yield from _text(f"{one.said} {one.more}")


def _examples() -> Iterator[str]:
    seen = set()
    for one in (one for examples in EXAMPLES.values() for one in examples):
        if one.line not in seen:
            seen.add(one.line)
            yield from (".TP", *_text(f"{one.says}:"), ".EX", _roff(one.line), ".EE")


def _exit_codes() -> Iterator[tuple[str, str]]:
    """The table of docs/errors.md."""
    for code, when in re.findall(r"^\| (\d+) \| (.+) \|$", errors_page.HEAD, re.MULTILINE):
        yield code, f"{when[:1].upper()}{when[1:]}.".replace("`", "").replace("\\|", "|")


def _listed(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, said in rows:
        yield ".TP"
        yield rf"\fB{_unparted(name)}\fR"
        yield from _text(said)


def _section(title: str, text: str) -> list[str]:
    return [f".SH {title}", *_text(text)]


def _text(text: str) -> list[str]:
    """Help without the markup of Rich, in lines of which none reads as a request."""
    words = _unparted(Text.from_markup(text).plain)
    lines = textwrap.wrap(words, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return [_safe(line) for line in lines]


def _unparted(text: str) -> str:
    return re.sub(_UNPARTED, r"\\%", _roff(text))


def _roff(text: str) -> str:
    """Text as roff reads it: every hyphen can be copied, and other signs are named."""
    signs = {"\\": r"\e", "-": r"\-", "~": r"\(ti", "^": r"\(ha", "`": r"\(ga"}
    return "".join(signs.get(c, c if c.isascii() else rf"\[u{ord(c):04X}]") for c in text)


def _safe(line: str) -> str:
    return rf"\&{line}" if line[:1] in (".", "'") else line


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
