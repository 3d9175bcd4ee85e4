"""HTML as a notebook shows it: real tables, bars whose labels stand under their own places, nothing
that runs or is loaded, and whatever somebody typed as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

import mlsalary
from mlsalary import Offer, Profile
from mlsalary.engine import explain
from mlsalary.figures import thousands
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
    for element in shown(ANSWERS[name]()).iter():
        assert element.tag not in ("script", "style", "link", "img", "iframe", "svg", "object")
        assert set(element.attrib) <= {"style", "scope", "role", "tabindex", "aria-label"} | {
            "aria-hidden"
        }
        style = element.get("style", "")
        assert "url(" not in style
        assert set(COLORS.findall(style)) <= {"currentColor", "inherit"}


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


def places(drawn: Element) -> dict[str, float]:
    """Each text within a drawing, and where it stands, per cent."""
    found = {}
    for one in drawn.iter("span"):
        left = re.search(r"left: ([\d.-]+)%", one.get("style", ""))
        assert left
        found["".join(one.itertext())] = float(left[1])
    return found


def test_a_label_stands_under_its_own_place_on_one_scale() -> None:
    answer = mlsalary.estimate(**PERSON)
    base, total = (one for one in shown(answer).iter("div") if one.get("role") == "img")
    low, high = answer.base.p10, answer.total.p90  # base starts lower, the total ends higher
    for drawn, pay in ((base, answer.base), (total, answer.total)):
        at = places(drawn)
        shares = {
            thousands(amount): 100 * (amount - low) / (high - low) for amount in pay
        }  # no two alike here
        assert at.pop("p10") == pytest.approx(shares[thousands(pay.p10)], abs=0.01)
        assert at.pop("p90") == pytest.approx(shares[thousands(pay.p90)], abs=0.01)
        assert at.pop("●") == pytest.approx(shares[thousands(pay.p50)], abs=0.01)
        assert thousands(pay.p50) in at
        for text, place in at.items():
            assert place == pytest.approx(shares[text], abs=0.01), text
        assert f"{pay.p50:,.0f}"[:3] in drawn.get("aria-label", "")


def test_an_offer_stands_at_its_own_place() -> None:
    judged = mlsalary.judge_offer(base="250k", equity="none", bonus="none", **PERSON)
    base = next(one for one in shown(judged).iter("div") if one.get("role") == "img")
    amounts = [*judged.estimate.base, *judged.estimate.total, 250_000]
    low, high = min(amounts), max(amounts)
    assert places(base)["▲"] == pytest.approx(100 * (250_000 - low) / (high - low), abs=0.01)


def test_whatever_is_typed_stays_text() -> None:
    typed = "<script>alert('\"&')</script>"
    answer = mlsalary.estimate(years=5, company=typed)
    fragment = answer._repr_html_()  # type: ignore[attr-defined]
    assert "<script" not in fragment
    assert typed in "\n".join(texts(fromstring(fragment)))


def test_a_long_page_scrolls_in_its_own_box_which_a_keyboard_reaches() -> None:
    box = shown(mlsalary.compare(years=5, by="state"))
    style = dict(part.split(": ", 1) for part in box.get("style", "").split("; "))
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
