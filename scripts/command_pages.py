"""Write docs/commands/: for each command its help, its examples as they run, and its options.

python scripts/command_pages.py

The examples are those of the help. Each runs in a folder with the files that FILES names,
on a terminal of 80 columns.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterable, Iterator
from contextlib import chdir
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typer
from man_page import names, parameters, unsaid
from rich.text import Text
from shown_samples import own_home, shown

from mlsalary.cli import VERBS, build
from mlsalary.cli.examples import EXAMPLES, PROGRAM, Example
from mlsalary.cli.words import is_option
from mlsalary.rulebook import shipped_folder

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "commands"
MADE = "<!-- Made from the help by scripts/command_pages.py. -->\n\n"
MOST, FIRST, WIDEST = 100, 24, 160
"""More lines than MOST are cut to the FIRST; a line wider than WIDEST columns is cut there."""

PEOPLE = """\
Name,Job Title,YOE,Location,Salary
Ada,Senior ML Engineer,7,"Seattle, WA",215000
Ben,Data Scientist,2,Denver,128000
Cleo,ML Engineer,5,Narnia,190000
"""


METROS = {
    "San Jose": 150, "San Francisco": 147, "Seattle": 140, "New York": 136, "Boston": 130,
    "Los Angeles": 128, "Austin": 125, "Washington, DC": 124, "Denver": 120, "Chicago": 116,
}  # fmt: skip


def reports(count: int) -> str:
    """Made pay of made people: it rises with years, and differs by metro and by person."""
    rows = ["years,metro,base"]
    for at in range(count):
        years, (metro, level) = at * 7 % 16, [*METROS.items()][at % len(METROS)]
        rows.append(f'{years},"{metro}",{level * (1000 + 45 * years) + at * 37 % 50 * 900}')
    return "\n".join([*rows, ""])


FILES = {
    "batch": {"people.csv": PEOPLE},
    "backtest": {"reports.csv": reports(320)},
    "fit": {"reports.csv": reports(320), "older.csv": reports(150)},
}
"""What lies in the folder in which the examples of a command run."""
SHOWN_FILES = {"batch"}
"""The commands whose page shows these files."""
ALSO = {
    "data": (
        Example(
            "A folder of your own, here a copy of the shipped data", f"{PROGRAM} data check data"
        ),
    ),
}
"""Examples beyond those of the help."""
TOOK = re.compile(r", in [\d.]+ s\.")
"""How long a run took, which no page can know."""
SILENT = {
    "explore": "It fills the screen, so nothing is shown here. [The explorer](../explorer.md) has "
    "a picture.",
    "mcp": "An assistant starts it and reads what it writes, so nothing is shown here. "
    "[In an assistant](../assistants.md) has a question with its answer.",
}
"""Commands of which nothing can be shown, such as one that fills the screen, and why."""
NOT_RUN = {
    f"{PROGRAM} data": "It counts the months until today, so its output is not shown here. "
    "[Data and sources](../data.md) lists the same sources.",
    f"{PROGRAM} data check": "It names the folder of your installation. Below is the same for a "
    "folder with a name of its own.",
    f"{PROGRAM} data import oesm24nat.zip": "It needs a download from "
    "[BLS](https://www.bls.gov/oes/tables.htm), so it is not run here.",
}
"""Lines whose output depends on a day, a machine or a download, each with what the page says."""
MORE = {
    "estimate": "[How to read a range](../range.md) explains the answer, and "
    "[Words, dates and pay](../reading.md) lists the forms that each option takes.",
    "offer": "[Offers](../offers.md) explains the verdict, the ask, and files of several offers.",
    "compare": "[Questions and answers](../questions.md) has more comparisons.",
    "brief": "[Documents and pictures](../documents.md) describes the page to print or send.",
    "profile": "[On the command line](../shell.md) says what a saved profile does.",
    "table": "[Data and sources](../data.md) says where the tables come from.",
    "batch": "[Files and data frames](../batch.md) describes the columns, the rejects and the "
    "formats. [Many rows](../scale.md) is about clusters. Below, the seconds that a run took are "
    "left out.",
    "sql": "[In a warehouse](../sql.md) says how to run what it writes.",
    "data": "[Change a number](../change.md) shows `data check` and `data diff` at work.",
    "schema": "[Errors and warnings](../errors.md) lists every code in these objects.",
    "backtest": "[Reported pay](../pay.md) describes the file. [Method and accuracy](../method.md) "
    "has the scores of the shipped model.",
    "fit": "[Reported pay](../pay.md) describes the file, [Method and accuracy](../method.md) "
    "what is fitted.",
}
"""Where a page leads on to."""


def pages() -> Iterator[tuple[str, str]]:
    """Each page by the name of its file."""
    program: Any = typer.main.get_command(build(VERBS))
    yield "index.md", index(program)
    for verb in VERBS:
        yield f"{verb}.md", page(verb, program.commands[verb])


def index(program: Any) -> str:
    """Every command in a line, in the panels of the help."""
    parts = [
        f"{MADE}# Commands\n\nEach page has what a command prints and every option it takes.\n"
    ]
    for panel in dict.fromkeys(VERBS.values()):
        rows = [
            f"| [`{verb}`]({verb}.md) | {said(program.commands[verb])[0]} |"
            for verb in VERBS
            if VERBS[verb] == panel
        ]
        parts.append(f"## {panel}\n\n| command | what it does |\n| --- | --- |\n" + _lines(rows))
    return "\n".join(parts)


def page(verb: str, command: Any) -> str:
    """What a command does, what it prints, and what it takes."""
    taken = parameters(command)
    arguments = [
        one.metavar if one.required else f"[{one.metavar}]" for one in taken if not is_option(one)
    ]
    usage = " ".join([PROGRAM, verb, *arguments, "[OPTIONS]"])
    parts = [f"{MADE}# {PROGRAM} {verb}", *said(command), f"```sh\n{usage}\n```"]
    if verb in MORE:
        parts.append(MORE[verb])
    parts += ["## Examples", *examples(verb), "## Options", *options(taken)]
    return "\n\n".join(parts) + "\n"


def said(command: Any) -> list[str]:
    """The paragraphs of a help, what is bold in them as code."""
    paragraphs = []
    for part in command.help.split("\n\n"):
        text = Text.from_markup(part)
        for span in reversed(text.spans):
            inner = text.plain[span.start : span.end]
            text = Text(f"{text.plain[: span.start]}`{inner}`{text.plain[span.end :]}")
        paragraphs.append(_signs(text.plain))
    return paragraphs


def examples(verb: str) -> Iterator[str]:
    """Each example with what it prints: in a folder of its own, with one home for all of a page."""
    for name, text in FILES.get(verb, {}).items():
        columns, *rows = text.splitlines()
        if verb in SHOWN_FILES:
            yield f"`{name}` holds:\n\n```csv\n{text}```"
        else:
            held = columns.replace(",", ", ")
            yield f"`{name}` holds {len(rows)} rows of made-up pay, in the columns {held}."
    if verb in SILENT:
        yield SILENT[verb]
    with TemporaryDirectory() as home, own_home(home):
        for example in (*EXAMPLES[verb], *ALSO.get(verb, ())):
            yield f"### {example.says}"
            if verb in SILENT or example.line in NOT_RUN:
                yield f"```sh\n{example.line}\n```"
                yield from filter(None, [NOT_RUN.get(example.line)])
            else:
                yield f"```console\n$ {example.line}\n{cut(ran(verb, example.line))}```"


def ran(verb: str, line: str) -> str:
    """What an example prints where its files lie."""
    with TemporaryDirectory() as folder, chdir(folder):
        for name, text in FILES.get(verb, {}).items():
            Path(name).write_text(text, encoding="utf-8")
        if verb == "data":
            shutil.copytree(shipped_folder(), "data")
        said = TOOK.sub(".", shown(line.removeprefix(f"{PROGRAM} ")))
        for option, name in pairwise(shlex.split(line)):
            if option in ("-o", "--tables") and not Path(name).exists():
                raise SystemExit(f"{line} wrote no {name}.")
        return said


def cut(printed: str) -> str:
    """What is printed, or its beginning and how much follows."""
    lines = printed.splitlines()
    kept = lines if len(lines) <= MOST else lines[:FIRST]
    shortened = [line if len(line) <= WIDEST else f"{line[:WIDEST]} …" for line in kept]
    if rest := len(lines) - len(kept):
        shortened.append(f"… {rest:,} more lines")
    return _lines(shortened)


def options(taken: Iterable[Any]) -> Iterator[str]:
    """A table for each panel of the help."""
    panels: dict[str, list[Any]] = {}
    for one in taken:
        panels.setdefault(_panel(one), []).append(one)
    for title, members in panels.items():
        rows = [f"| {_typed(one)} | {_signs(one.help)}{_more(one)} |" for one in members]
        yield f"### {title}\n\n| option | what it does |\n| --- | --- |\n" + _lines(rows).rstrip()


def _panel(parameter: Any) -> str:
    if not is_option(parameter):
        return "Arguments"
    return parameter.rich_help_panel or "Of this command"


def _typed(parameter: Any) -> str:
    value = "" if is_option(parameter) and parameter.is_flag else parameter.metavar
    called = [f"`{name}`" for name in names(parameter)] if is_option(parameter) else []
    typed = ", ".join(called) + (f" `{value}`" if value else "")
    return typed.strip().replace("|", "\\|")


def _more(parameter: Any) -> str:
    more = unsaid(parameter)
    return f" {more}" if more else ""


def _signs(text: str) -> str:
    """Help as Markdown: an option or a file is code, what would be a sign of Markdown is itself."""
    plain = " ".join(Text.from_markup(text).plain.split())
    return re.sub(r"(?<![`\w])--?[a-z][a-z-]*(?![`\w])", r"`\g<0>`", plain).replace("|", "\\|")


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def main() -> None:
    """Write every page, and take away that of a command that is no more."""
    FOLDER.mkdir(exist_ok=True)
    made = dict(pages())
    for path in FOLDER.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
