"""Write the beginning of README.md anew: the page of its first command as a terminal shows it
(docs/estimate.svg), what that says in words, and how far estimates miss.

    python scripts/picture.py

How far they miss is read from docs/method.md, which scripts/method_figures.py writes.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterator
from tempfile import TemporaryDirectory

from method_figures import BRIEF, PAGE, rewritten
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from shown_samples import own_home, printed

from mlsalary.figures import listed

README = PAGE.parents[1] / "README.md"
PICTURE = PAGE.with_name("estimate.svg")
COMMAND = re.compile(r"<!-- /picture -->\n\n```sh\nmlsalary (.*)\n```")
COLUMNS = 80
GIVEN = "years, place, degree, role, kind of employer"
"""What is given in the figures of the accuracy: a row of the page."""
_UNUSED = [(128, 128, 128)] * 8
THEME = TerminalTheme((0, 0, 0), (230, 230, 230), _UNUSED)
"""Black, which the colors of a page are made for, as they are for white. With a ground of its own
the picture looks alike on a light and on a dark page."""
TEMPLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"
  viewBox="0 0 {width} {height}">
<style>
.{unique_id}-matrix {{
  font: {char_height}px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}}
{styles}
</style>
<defs>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" class="{unique_id}-matrix">
{matrix}
</g>
</svg>
"""
"""Rich's own has fonts that are loaded from elsewhere."""


def command(readme: str) -> str:
    """The first command of the page, without the program's name."""
    found = COMMAND.search(readme)
    if not found:
        raise SystemExit(f"{README} has no command below its picture.")
    return found[1]


def picture(line: str) -> str:
    """What a terminal shows of a command, as SVG.

    Each run of signs is stretched to its columns, so that lines join in whatever font there is.
    """
    console = Console(
        record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="256"
    )
    console.print(Text(f"$ mlsalary {line}\n"))
    console.print(Text.from_ansi(printed(line, COLUMNS, colour=True)))
    drawn = console.export_svg(title="", theme=THEME, code_format=TEMPLATE, unique_id="estimate")
    signs = drawn.replace(" textLength=", ' lengthAdjust="spacingAndGlyphs" textLength=')
    return "".join(f"{each}\n" for each in map(str.strip, signs.splitlines()) if each)


def image(line: str) -> str:
    """The picture as README.md shows it; in words, what it answers."""
    sentences = printed(f"{line} --format plain", COLUMNS)
    base, total = re.findall(r"^(?:Base salary|Total compensation): .*?(?=; 80%)", sentences, re.M)
    return f"![mlsalary {line}. {base}. {total}.]({PICTURE.parent.name}/{PICTURE.name})\n"


def accuracy(method: str) -> str:
    """How far estimates miss for people whom the model had not seen."""
    base, _, base_held, total, _, total_held = _row(method, BRIEF[GIVEN])
    reports = _row(method, GIVEN)[0]
    held = base_held if base_held == total_held else f"{base_held} (base) and {total_held} (total)"
    given = listed(BRIEF[GIVEN].split(", "))
    said = (
        f"On {reports} pay reports that it had not seen, half of the estimates miss base by less "
        f"than {base} and the total by less than {total}, given {given}; {held} "
        f"of people are paid between p10 and p90. [How we know](docs/method.md)."
    )
    return f"{textwrap.fill(said, 100)}\n"


def _row(page: str, name: str) -> list[str]:
    """The cells behind a name in a table of the page."""
    (row,) = re.findall(rf"^\| {name} \| (.*) \|$", page, re.MULTILINE)
    return str(row).split(" | ")


def blocks(readme: str) -> Iterator[tuple[str, str]]:
    """What stands between the comments of README.md."""
    yield "picture", image(command(readme))
    yield "accuracy", accuracy(PAGE.read_text(encoding="utf-8"))


def main() -> None:
    """Write both files."""
    readme = README.read_text(encoding="utf-8")
    PICTURE.write_text(picture(command(readme)), encoding="utf-8")
    for name, body in blocks(readme):
        readme = rewritten(readme, name, body)
    README.write_text(readme, encoding="utf-8")


if __name__ == "__main__":
    with TemporaryDirectory() as folder, own_home(folder):
        main()
