"""docs/explorer.md says of the explorer what it says itself, and its picture is of today."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

pytest.importorskip("textual", reason="textual, which draws the explorer, is missing")

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
import explorer_picture as script  # noqa: E402  (scripts/ is no package)

from mlsalary.cli.explore import HOST, PORT  # noqa: E402
from mlsalary.explore.app import TABS  # noqa: E402
from mlsalary.explore.help import KEYS  # noqa: E402
from mlsalary.explore.save import ENDINGS  # noqa: E402

PAGE = (ROOT / "docs" / "explorer.md").read_text(encoding="utf-8")
PICTURE = (ROOT / "docs" / "explorer.svg").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading."""
    part = re.split(r"^## ", PAGE.partition(f"\n## {heading}\n")[2], flags=re.MULTILINE)[0]
    lines = re.findall(r"^\| (.*) \|$", part, re.MULTILINE)
    return [line.split(" | ") for line in lines[2:]]


def test_the_keys_are_those_of_the_help() -> None:
    assert [tuple(row) for row in rows("Keys")] == [*KEYS]


def test_every_tab_is_said() -> None:
    assert [row[0] for row in rows("What it shows")] == [*TABS]


def test_the_formats_and_the_address_are_those_of_the_program() -> None:
    saved = PAGE.partition("## Save an answer")[2].partition("##")[0]
    assert set(re.findall(r"`(\.\w+)`", saved)) == set(ENDINGS)
    assert f"The explorer is at http://{HOST}:{PORT}/ (Ctrl-C ends it).\n" in PAGE
    assert f"ssh -L {PORT}:{HOST}:{PORT} SERVER" in PAGE


def test_the_picture_is_what_is_drawn_now() -> None:
    assert script.picture() == PICTURE, "run scripts/explorer_picture.py"


def test_the_picture_loads_nothing() -> None:
    own = PICTURE.replace("http://www.w3.org/2000/svg", "").replace("https://www.textualize.io", "")
    assert not re.search(r"@import|@font-face|href|https?:|url\((?!#)", own)
    text = "".join(ElementTree.fromstring(PICTURE).itertext()).replace("\xa0", " ")
    assert 'mlsalary estimate --years 5 --metro "San Jose, CA" --spec llm' in text
