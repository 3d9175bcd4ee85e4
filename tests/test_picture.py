"""README.md begins with what its first command prints today, and loads nothing from elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
import picture as script  # noqa: E402  (scripts/ is no package)

README = (ROOT / "README.md").read_text(encoding="utf-8")
METHOD = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
PICTURE = (ROOT / "docs" / "estimate.svg").read_text(encoding="utf-8")
AGAIN = "run scripts/picture.py"
SVG = "{http://www.w3.org/2000/svg}"
LEAST = 4.5
"""To one: the contrast that WCAG asks of text."""


@pytest.fixture(scope="module")
def printed() -> str:
    """The page as a process prints it."""
    found = re.search(r"```sh\nmlsalary (estimate .*)\n```", README)
    assert found
    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', found[1])]
    surroundings = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "mlsalary", *words, "--format", "table"],
        env=surroundings, capture_output=True, encoding="utf-8", check=True,
    ).stdout  # fmt: skip


def test_the_beginning_is_what_is_printed_now() -> None:
    assert script.picture(script.command(README)) == PICTURE, AGAIN
    for name, body in script.blocks(README):
        assert f"<!-- {name} -->\n{body}<!-- /{name} -->" in README, AGAIN


def test_the_picture_has_every_sign_of_the_page_in_its_place(printed: str) -> None:
    """Its runs of signs, put where their columns are: 976 units are 80 of them."""
    lines: dict[float, list[str]] = defaultdict(lambda: [" "] * 80)
    for run in ElementTree.fromstring(PICTURE).iter(f"{SVG}text"):
        text = "".join(run.itertext()).replace("\xa0", " ")
        column = round(float(run.attrib["x"]) / 976 * 80)
        assert round(float(run.attrib["textLength"]) / 976 * 80) == len(text)
        assert run.attrib["lengthAdjust"] == "spacingAndGlyphs"  # so that drawn lines join
        lines[float(run.attrib["y"])][column : column + len(text)] = text
    joined = ["".join(lines[height]).rstrip() for height in sorted(lines)]
    shown = [line for line in joined if line]
    assert shown[0].startswith("$ mlsalary estimate ")
    assert shown[1:] == [line.rstrip() for line in printed.splitlines() if line.strip()]


def test_the_picture_loads_nothing() -> None:
    tags = {one.tag.removeprefix(SVG) for one in ElementTree.fromstring(PICTURE).iter()}
    assert tags <= {"svg", "style", "defs", "clipPath", "rect", "g", "circle", "text"}
    assert not re.search(
        r"@|href|https?:|url\((?!#)", PICTURE.replace("http://www.w3.org/2000/svg", "")
    )


def test_its_words_stand_out_from_its_ground() -> None:
    ground = re.search(r'<rect fill="(#\w+)"', PICTURE)
    fills = re.findall(r"\{ fill: (#\w+)", PICTURE)
    assert ground
    assert len(fills) >= 2
    for fill in fills:
        dark, light = sorted(map(luminance, (ground[1], fill)))
        assert (light + 0.05) / (dark + 0.05) >= LEAST, fill


def luminance(color: str) -> float:
    """WCAG's relative luminance."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_words_for_the_picture_say_the_answer(printed: str) -> None:
    """In full dollars what the page has in thousands."""
    alt = re.search(r"!\[(.*)\]\(docs/estimate.svg\)", README)
    assert alt
    dollars = [int(one.replace(",", "")) for one in re.findall(r"\$([\d,]+)", alt[1])]
    rows = re.findall(r"(?:Base salary|Total compensation) .*", printed)
    thousands = [int(one) for row in rows for one in re.findall(r"\$(\d+)k", row)]
    assert len(thousands) == 6
    pairs = zip(dollars, thousands, strict=True)
    assert all(abs(full / 1000 - short) <= 0.55 for full, short in pairs)  # each rounded


def test_the_accuracy_is_that_of_the_method() -> None:
    said = README.partition("<!-- accuracy -->")[2].partition("<!-- /accuracy -->")[0]
    rows = [line.split("|") for line in METHOD.splitlines() if "kind of employer |" in line]
    brief, told = sorted(([cell.strip() for cell in row] for row in rows), key=len)
    for miss in (brief[2], brief[5]):
        assert f"less than {miss}" in said
    assert f"{brief[4]} of people" in said
    assert f"On {told[2]} pay reports" in said
