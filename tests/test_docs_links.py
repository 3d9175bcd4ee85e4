"""Links of the documents lead somewhere: the file is there, and so is the heading in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").glob("*.md")], key=str
)
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
REFERENCE = re.compile(r"^\[[^\]^]+\]:\s+(\S+)", re.MULTILINE)


def links(text: str) -> list[str]:
    """What a page links to within the project."""
    prose = CODE.sub("", text)
    found = [*LINK.findall(prose), *REFERENCE.findall(prose)]
    return [one for one in found if not re.match(r"[a-z]+:", one)]


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives the headings of a page; the second of one name ends in -1."""
    found: list[str] = []
    prose = re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL)
    for heading in re.findall(r"^#+ +(.+?) *$", prose, re.MULTILINE):
        words = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", heading)
        name = re.sub(r"[^\w -]", "", words.lower()).replace(" ", "-")
        times = found.count(name)
        found.append(f"{name}-{times}" if times else name)
    return {*found, *re.findall(r"<a (?:id|name)=\"([^\"]+)\"", text)}


def broken(page: Path) -> Iterator[str]:
    """The links of a page that lead nowhere."""
    for link in links(page.read_text(encoding="utf-8")):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or not target.is_relative_to(ROOT):
            yield f"{link}: there is no such file"
        elif anchor and anchor not in anchors(target.read_text(encoding="utf-8")):
            yield f"{link}: {target.name} has no such heading"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [*broken(page)] == []


def test_every_document_is_linked_to() -> None:
    """A page in docs/ that no other names is not found by anybody."""
    linked = {
        (page.parent / link.partition("#")[0]).resolve()
        for page in PAGES
        for link in links(page.read_text(encoding="utf-8"))
        if not link.startswith("#") and (page.parent / link.partition("#")[0]).resolve() != page
    }
    assert [one.name for one in (ROOT / "docs").rglob("*.md") if one not in linked] == []


def test_what_leads_nowhere_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    (tmp_path / "there.md").write_text(
        "# A `code` & more\n\n```sh\n# no heading\n```\n# Two\n# Two\n"
    )
    page = tmp_path / "page.md"
    page.write_text(
        "# Here\n[a](there.md#a-code--more) [b](there.md#two-1) [c](#here) [d](https://x.org/y)\n"
        "`[e](in-code.md)` [f](gone.md) [g](there.md#no-heading)\n"
        "[h](../outside.md)\n[i]: gone.md\n"
    )
    assert [one.partition(":")[0] for one in broken(page)] == [
        "gone.md",
        "there.md#no-heading",
        "../outside.md",
        "gone.md",
    ]
