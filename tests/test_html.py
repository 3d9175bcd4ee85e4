"""HTML as a notebook shows it: real tables, ranges drawn where something there draws, nothing that
runs or is loaded, and whatever somebody typed as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

import mlsalary
from mlsalary import Offer, Profile
from mlsalary.engine import explain
from mlsalary.figures import hundreds, thousands
from mlsalary.render import composed
from mlsalary.render.page import Bands, Bar, Bullets, Grid, Heading, Paragraph, Stack

PERSON: Any = {"years": 5, "metro": "San Jose", "spec": "llm"}
ANSWERS: dict[str, Callable[[], Any]] = {
    "Estimate": lambda: mlsalary.estimate(**PERSON),
    "Explained": lambda: explain(Profile(**PERSON)),
    "Comparison": lambda: mlsalary.compare(years=5, by="level"),
    "JudgedOffer": lambda: mlsalary.judge_offer(base="250k", equity="400k/4y", **PERSON),
    "OfferComparison": lambda: mlsalary.compare_offers(
        [Offer(Profile(**PERSON), base, equity="none") for base in ("250k", "260k")]
    ),
    "PostedRange": lambda: mlsalary.place_posted("130k-242k", **PERSON),
    "Target": lambda: mlsalary.target("700k", **PERSON),
    "Path": lambda: mlsalary.path(**PERSON),
    "Brief": lambda: mlsalary.brief(**PERSON),
}
NAMES = tuple(ANSWERS)
COLORS = re.compile(r"(?<![a-z-])(?:color|background|fill|stroke|border(?:-color)?): *([^;]+)")


def shown(result: Any) -> Element:
    """The fragment, which is well-formed, so that no library repairs what we wrote."""
    return fromstring(result._repr_html_())


def texts(element: Element) -> list[str]:
    return ["".join(one.itertext()) for one in element.iter()]


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_and_figure_of_the_page_is_there(name: str) -> None:
    result = ANSWERS[name]()
    said = "\n".join(texts(shown(result)))

    def check(block: object) -> None:
        match block:
            case Heading():
                assert block.text in said
                assert block.lead in said
            case Paragraph():
                assert block.text in said
            case Stack():
                for one in block.paragraphs:
                    check(one)
            case Bullets():
                assert all(item in said for item in (block.title, *block.items))
            case Grid():
                cells = [cell for row in block.rows for cell in row if not isinstance(cell, Bar)]
                heads = [column.name for column in block.columns]
                for text in (block.title, block.caption, *heads, *cells):
                    assert text in said
            case Bands():
                for band in block.bands:
                    assert band.note in said or not block.headlines
                    assert all(label in said for label, _ in band.marks)

    page = composed(result)
    assert page
    for block in page:
        check(block)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_runs_or_is_loaded_and_no_color_is_set(name: str) -> None:
    page = shown(ANSWERS[name]())
    for element in page.iter():
        assert element.tag not in ("script", "link", "img", "iframe", "object")
        assert not [one for one in element.attrib if one.startswith("on")]
        for attribute in ("fill", "stroke"):
            assert element.get(attribute, "none") in ("none", "currentColor")
        style = (element.text or "") if element.tag == "style" else element.get("style", "")
        assert "url(" not in style
        assert "@" not in style
        assert set(COLORS.findall(style)) <= {"currentColor", "inherit", "none", "0"}
        assert element.get("href", "#").startswith(("#", "https://"))
    (sheet,) = page.iter("style")
    rules = re.findall(r"^([^/}{]+) \{", sheet.text or "", re.MULTILINE)
    assert rules
    selectors = [one.strip() for rule in rules for one in rule.split(",")]
    assert all(one.startswith(".mlsalary") for one in selectors)  # no other page changes its looks


@pytest.mark.parametrize("name", NAMES)
def test_a_table_names_its_columns_and_rows(name: str) -> None:
    for table in shown(ANSWERS[name]()).iter("table"):
        (head,) = table.findall("thead/tr")
        rows = table.findall("tbody/tr")
        assert rows
        assert all(len(row) == len(head) for row in rows)
        assert all(one.get("scope") == "col" for one in head.iter("th"))
        assert not any("".join(one.itertext()) for one in head.iter("td"))
        for row in rows:
            assert row[0].tag == "th"
            assert row[0].get("scope") == "row"
            assert all(cell.tag == "td" for cell in row[1:])


def test_ranges_are_drawn_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what draws, their percentiles and what is marked on them are words."""
    judged = mlsalary.judge_offer(base="250k", equity="none", bonus="none", **PERSON)
    (drawn,) = shown(judged).iter("svg")
    assert drawn.get("role") == "img"
    mark = "Offer $250,000 beats"
    for said in (f"median {hundreds(judged.estimate.base.p50)}", mark):
        assert said in drawn.get("aria-label", "")
    monkeypatch.setattr("mlsalary.render.sheet.is_installed", lambda: False)
    without = shown(judged)
    assert not [*without.iter("svg")]
    written = texts(without)
    assert any(one.startswith(mark) for one in written)
    pay = judged.estimate.base, judged.estimate.total
    assert {hundreds(amount) for each in pay for amount in each} <= {*written}


def test_whatever_is_typed_stays_text() -> None:
    typed = "<script>alert('\"&')</script>"
    answer = mlsalary.estimate(years=5, company=typed)
    fragment = answer._repr_html_()  # type: ignore[attr-defined]
    assert "<script" not in fragment
    assert typed in "\n".join(texts(fromstring(fragment)))


def test_a_long_page_scrolls_in_its_own_box_which_a_keyboard_reaches() -> None:
    box = shown(mlsalary.compare(years=5, by="state"))
    (rule,) = re.findall(r"^\.mlsalary \{ (.*?);? \}", box[0].text or "", re.MULTILINE)
    style = dict(part.split(": ", 1) for part in rule.split("; "))
    assert (style["overflow"], style["max-width"]) == ("auto", "100%")
    assert "max-height" in style
    assert (box.get("tabindex"), box.get("role")) == ("0", "region")
    assert box.get("aria-label") == "".join(next(box.iter("h3")).itertext())


@pytest.mark.parametrize("name", NAMES)
def test_a_shell_shows_a_line_that_says_what_it_is(name: str) -> None:
    result = ANSWERS[name]()
    line = repr(result)
    assert type(result).__name__ == name
    assert re.fullmatch(rf"<{name}: [^\n]{{20,161}}>", line)
    if name == "Estimate":
        assert "San Jose, CA" in line
        assert f"Base salary {thousands(result.base.p50)}" in line


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["polars", "pandas", "pyarrow"])
def test_a_table_has_the_rows_of_the_records(name: str, kind: Any) -> None:
    pytest.importorskip(kind)
    result = ANSWERS[name]()
    table = result.to_frame(kind)
    assert type(table).__module__.partition(".")[0] == kind
    assert table.shape == (len(result.records()), len(result.records()[0]))
    figures = {
        name: value for name, value in result.records()[0].items() if type(value) in (int, float)
    }
    assert figures
    assert {name: float(str(table[name][0])) for name in figures} == figures


def test_a_library_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = mlsalary.estimate(**PERSON)
    for kind, said in (("pandas", "pip install pandas"), ("polars", "batch")):
        monkeypatch.setitem(__import__("sys").modules, kind, None)
        with pytest.raises(mlsalary.UsageError, match=said) as caught:
            answer.to_frame(kind)  # type: ignore[arg-type]
        assert caught.value.code == "extra_missing"
    with pytest.raises(mlsalary.UsageError, match="Known: polars, pandas, pyarrow"):
        answer.to_frame("excel")  # type: ignore[arg-type]
