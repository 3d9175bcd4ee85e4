"""Pages: they hold at every width, and plain text is for ears."""

from __future__ import annotations

import re

import pytest
from cli_run import run

ASKED = ("estimate", "--years", "5", "--metro", "San Jose", "--spec", "llm")
PAGES = [ASKED, (*ASKED, "--explain"), ("table", "metros", "--top", "12"), ("table", "experience")]


@pytest.mark.parametrize("width", [60, 80, 140])
@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_no_line_is_wider_than_the_terminal(page: tuple[str, ...], width: int) -> None:
    lines = run(*page, terminal=True, width=width).out.splitlines()
    assert lines
    assert max(map(len, lines)) <= width
    assert not any("…" in line for line in lines if "http" not in line)


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_plain_text_is_sentences_without_boxes(page: tuple[str, ...]) -> None:
    text = run(*page).out
    assert not re.search("[\u2500-\u259f\x1b]", text)
    said = [line for line in text.splitlines() if line and not line.startswith("- ")]
    assert all(line.endswith((".", ":", "!", "?")) for line in said)


def test_the_range_comes_first() -> None:
    text = run(*ASKED).out
    order = [text.index(word) for word in ("Base salary", "Total compensation", "Sources")]
    assert order == sorted(order)


def test_colour_only_where_it_is_wanted() -> None:
    assert "\x1b[" not in run(*ASKED, terminal=True, colour=False).out
    assert "\x1b[" in run(*ASKED, terminal=True, colour=True).out


def test_money_is_written_with_a_dollar_sign_and_commas() -> None:
    text = run("estimate", "--level", "mid").out
    assert "$130,000 to $170,000" in text


def test_markdown_has_a_table() -> None:
    text = run(*ASKED, "--format", "markdown").out
    assert text.startswith("# ")
    assert "| --- |" in text
