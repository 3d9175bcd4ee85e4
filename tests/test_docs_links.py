"""Links of the documents lead somewhere: the file is there, and so is the heading in it. What is
outside cannot be asked here: its address is well formed and written in one way everywhere."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

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


# Files that are named ----------------------------------------------------------------------------

WRITTEN = (ROOT / "src", ROOT / "data", ROOT / "scripts")
"""Where help, errors, docstrings and notes on sources are."""
TEXTS = {
    path: path.read_text(encoding="utf-8")
    for folder in WRITTEN
    for path in sorted(folder.rglob("*"))
    if path.suffix in (".py", ".toml", ".md", ".html", ".j2", ".svg") and "made" not in path.parts
} | {page: page.read_text(encoding="utf-8") for page in PAGES}
PATH = re.compile(r"(?<![\w/.-])((?:docs|scripts|tests|data|src)/[\w./-]*\w/?)")
INLINE = re.compile(r"`([^`\n]+)`")


def test_a_file_that_is_named_is_there() -> None:
    """In a document's code, and anywhere in the program, its data and its scripts."""
    named = {
        (name, path.relative_to(ROOT).as_posix())
        for path, text in TEXTS.items()
        for name in PATH.findall(" ".join(INLINE.findall(text)) if path in PAGES else text)
    }
    assert len(named) > 100
    assert sorted(one for one in named if not (ROOT / one[0]).exists()) == []


# Elsewhere ---------------------------------------------------------------------------------------

ADDRESS = re.compile(r"https?://[^\s\"'<>`|)\]},;]+")
AT_HOME = re.compile(r"http://(127\.0\.0\.1|localhost|\{|www\.w3\.org/)|https://(HOST|\{)")
"""This computer, a place holder, and the name of a language: nothing that a reader opens."""


def addresses() -> Iterator[tuple[str, str]]:
    """Every address outside, with the file that names it."""
    for path, text in TEXTS.items():
        for found in ADDRESS.findall(text):
            if not AT_HOME.match(found):
                yield found.rstrip(".:"), path.relative_to(ROOT).as_posix()


def test_an_address_is_well_formed() -> None:
    found = [*addresses()]
    assert len(found) > 40
    for address, name in found:
        parts = urlsplit(address)
        assert parts.scheme == "https", f"{name}: {address}"
        assert re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,}", parts.netloc), f"{name}: {address}"
        assert re.fullmatch(r"(/[\w.~%+-]*)*", parts.path), f"{name}: {address}"


def test_the_same_address_is_written_in_one_way() -> None:
    """With www or without, and with a slash at its end or without."""
    spelled: dict[str, set[str]] = {}
    for address, _ in addresses():
        parts = urlsplit(address)
        host = parts.netloc.removeprefix("www.")
        spelled.setdefault(host, set()).add(parts.netloc)
        spelled.setdefault(f"{host}/{parts.path.lower().strip('/')}", set()).add(address)
    assert [ways for ways in spelled.values() if len(ways) > 1] == []


def test_a_source_has_one_address_and_an_address_one_source() -> None:
    rows = tomllib.loads((ROOT / "data/sources.toml").read_text("utf-8"))["source"]
    titles: dict[str, set[str]] = {}
    for row in rows:
        if "url" in row:
            titles.setdefault(row["url"], set()).add(
                re.sub(r"[ ,]*(May )?20\d\d", "", row["title"])
            )
    for url, named in titles.items():
        assert len(named) == 1, (url, named)
