"""One dialect in whatever people see: the words of ``words/dialect.toml`` are in none of it.

Seen are the sentences in the source, the help of every command, the docs, what data/ shows, and the
pages of a dozen commands.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cli_run import run

from mlsalary.cli import VERBS

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "tests" / "words" / "dialect.toml"

LATER: tuple[str, ...] = ()

EXCEPTED = (
    "mlsalary-judgement",  # an id
    "not stated judgement mlsalary",  # the same, broken by a narrow column
    "reported, beside, place",  # ids of terms
)
"""What is taken out before a text is looked at."""

SHOWN = {
    "about", "finding", "growth_note", "held_fixed", "licence", "name", "note", "point",
    "publisher", "sample", "shared", "short", "statement", "title", "what", "why",
}  # fmt: skip
"""The keys of data/ whose text appears in answers."""

DOCS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md"]

PAGES: dict[str, tuple[str, ...]] = {
    "estimate": ("estimate", "--years", "5", "--metro", "San Jose", "--spec", "llm"),
    "estimate --explain": ("estimate", "--level", "senior", "--company", "Google", "--explain"),
    "estimate nation": ("estimate", "--years", "60", "--employer", "startup", "--as-of", "2027-06"),
    "compare": ("compare", "--years", "5", "--by", "spec"),
    "offer": ("offer", "--years", "7", "--metro", "Seattle", "--base", "195000", "--bonus", "10%"),
    "target": ("target", "300000", "--years", "4", "--metro", "Denver"),
    "path": ("path", "--metro", "Boston"),
    "brief": ("brief", "--years", "5", "--metro", "Austin"),
    "table": ("table",),
    "table specializations": ("table", "specializations"),
    "table compensation": ("table", "compensation"),
    "table area": ("table", "area", "Boise"),
    "data": ("data",),
    "data check": ("data", "check"),
}


class Word(NamedTuple):
    """pattern: what not to say. say: instead. places: the kinds of text that it counts in."""

    pattern: re.Pattern[str]
    say: str
    places: frozenset[str]


class Text(NamedTuple):
    """name: where it is seen, such as a file and a line. kind: one of ``KINDS``."""

    name: str
    kind: str
    text: str


KINDS = ("source", "help", "docs", "data", "page")
WORDS = [
    Word(re.compile(row["not"], re.IGNORECASE), row["say"], frozenset(row.get("in", KINDS)))
    for row in tomllib.loads(LIST.read_text(encoding="utf-8"))["word"]
]


def faults(texts: Iterator[Text]) -> list[str]:
    """Each word that should not be there, with where it is and what to say."""
    found = []
    for name, kind, text in texts:
        if name.startswith(LATER):
            continue
        clean = " ".join(text.split())
        for words in EXCEPTED:
            clean = clean.replace(words, "")
        found += [
            f"{name}: {hit[0]!r} of {clean[max(0, hit.start() - 30) :][:80]!r}, say {say}"
            for pattern, say, places in WORDS
            if kind in places and (hit := pattern.search(clean))
        ]
    return found


# Source ------------------------------------------------------------------------------------------


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module that may be read by people, with their lines: all but docstrings,
    ids and keys. What a sentence fills in is ``{}``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    within = {
        id(part)
        for node in ast.walk(tree)
        for part in (
            node.values
            if isinstance(node, ast.JoinedStr)
            else [node.value]
            if isinstance(node, ast.Expr)  # a docstring, of a function or of a name
            else []
        )
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if id(node) not in within and (" " in text.strip() or text[:1].isupper()):
            yield node.lineno, text


def of_source() -> Iterator[Text]:
    for path in sorted((ROOT / "src" / "mlsalary").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        yield from (Text(f"{name}:{line}", "source", text) for line, text in sentences(path))


def test_what_the_source_says() -> None:
    assert faults(of_source()) == []


def test_sentences_are_found_and_docstrings_are_not(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(
        '"""Colour of a module."""\n'
        'KEY = "colour"\n'
        '"""Colour of a name."""\n'
        'HEAD = "Colour"\n'
        "def f(x):\n"
        '    """Colour of a function."""\n'
        '    return f"The colour is {x}, " "and no other."\n'
    )
    assert [*sentences(path)] == [(4, "Colour"), (7, "The colour is {}, and no other.")]


# Help --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_what_the_help_says(
    verb: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")  # so that no sentence is broken by a frame
    run(*filter(None, [verb, "--help"]))
    said = capsys.readouterr().out
    assert "Usage: mlsalary" in said
    assert faults(iter([Text(f"help {verb}", "help", said)])) == []


# Docs --------------------------------------------------------------------------------------------


def prose(markdown: str) -> Iterator[tuple[int, str]]:
    """The paragraphs of a page without code, comments and addresses, with their first lines."""
    blank = lambda hit: re.sub(r"[^\n]", " ", hit[0])  # noqa: E731  (lines keep their numbers)
    text = re.sub(r"^```.*?^```|<!--.*?-->|^ {4}\S.*?$", blank, markdown, flags=re.M | re.S)
    text = re.sub(r"(`+).+?\1|\]\([^)]*\)", blank, text)
    line = 1
    for part in re.split(r"(\n\s*\n|\n(?=\|))", text):
        if part.strip():
            yield line, part
        line += part.count("\n")


def of_docs() -> Iterator[Text]:
    pages = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))
    for name in [*DOCS, *pages]:
        text = (ROOT / name).read_text(encoding="utf-8")
        yield from (Text(f"{name}:{line}", "docs", part) for line, part in prose(text))


def test_what_the_docs_say() -> None:
    assert faults(of_docs()) == []


def test_code_in_the_docs_is_not_looked_at() -> None:
    page = "A colour.\n\n```\ncolour\n```\n\n    colour\n\nSee `colour` in [it](colour.md).\n"
    assert [(line, " ".join(text.split())) for line, text in prose(page)] == [
        (1, "A colour."),
        (9, "See in [it ."),
    ]


# Data --------------------------------------------------------------------------------------------


def shown(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """The texts under the keys that are shown, with the key."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from shown(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from shown(each, key)
    elif isinstance(value, str) and key in SHOWN:
        yield key, value


def of_data() -> Iterator[Text]:
    for path in sorted((ROOT / "data").rglob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        name = path.relative_to(ROOT).as_posix()
        yield from (Text(f"{name}, {key}", "data", text) for key, text in shown(table))


def test_what_the_data_say() -> None:
    assert faults(of_data()) == []


# Pages -------------------------------------------------------------------------------------------


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize("kind", ["table", "plain", "markdown"])
@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_says(name: str, kind: str) -> None:
    ran = run(*PAGES[name], "--format", kind, terminal=kind == "table", width=400)
    assert ran.code == 0, ran.err
    assert faults(iter([Text(f"page {name}", "page", ran.out)])) == []


# The list ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "The colour of it", "behaviour", "a judgement", "The centre", "summarised", "25 %",
        "per cent", "eight in ten get", "job adverts", "people like this", "the doubt about it",
        "a.csv is no file", "They are no degrees", "None of 3 rows", "is none of these",
        "stands at the 59th", "beside it", "Mend the file", "what was told", "it lies above",
    ],
)  # fmt: skip
def test_the_list_finds(text: str) -> None:
    assert faults(iter([Text("x", "docs", text)])) != []


@pytest.mark.parametrize(
    "text",
    [
        "There is no file", "is no longer used", "The state stands in", "colors, judgments", "25%",
        "a size of 30 %(here)s", "the middle half", "mlsalary-judgement", "analyses", "recommend",
    ],
)  # fmt: skip
def test_the_list_leaves_alone(text: str) -> None:
    assert faults(iter([Text("x", "docs", text)])) == []


# Glossary ----------------------------------------------------------------------------------------


GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
TERMS = re.findall(r"\*\*(.+?)\*\*", GLOSSARY)


def test_every_term_of_the_glossary_is_used() -> None:
    """In a sentence of the source, in the docs, or in what data/ shows."""
    docs = (one for one in of_docs() if "glossary" not in one.name)
    texts = [*of_source(), *docs, *of_data()]
    said = " ".join(" ".join(one.text.split()) for one in texts)
    unused = [
        term
        for term in TERMS
        if not f"glossary {term}".startswith(LATER)
        and not re.search(rf"\b{re.escape(term)}(s|es)?\b", said, re.IGNORECASE)
    ]
    assert len(TERMS) == len(set(TERMS)) > 40
    assert unused == []


@pytest.mark.parametrize("name", ["README.md", "docs/method.md", "docs/batch.md", "docs/pay.md"])
def test_the_docs_lead_to_the_glossary(name: str) -> None:
    assert "glossary.md)" in (ROOT / name).read_text(encoding="utf-8")
