"""Pictures: what is drawn stands at its place, says itself in words, and is the same each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import documents
import pytest
from cli_run import run
from documents import ASKED, HOSTILE, SAN_JOSE

from mlsalary import compare, estimate, judge_offer, path
from mlsalary.figures import hundreds, thousands
from mlsalary.render.paint import DARK, LIGHT

pytest.importorskip("matplotlib", reason="matplotlib, which draws pictures, is missing")
SVG = "{http://www.w3.org/2000/svg}"
PERSON: Any = {"years": 5, "metro": "San Jose", "spec": "llm"}


def drawn(*asked: str) -> Element:
    ran = run(*asked, "--format", "svg")
    assert (ran.code, ran.err) == (0, "")
    return ElementTree.fromstring(ran.out)


def words(picture: Element) -> list[tuple[str, float, float]]:
    """Each text with its place, across and down."""
    return [
        ("".join(one.itertext()), float(one.attrib["x"]), float(one.attrib["y"]))
        for one in picture.iter(f"{SVG}text")
    ]


def lines(picture: Element) -> Iterator[tuple[float, list[tuple[float, float]]]]:
    """Each line with its breadth, as places."""
    for one in picture.iter(f"{SVG}path"):
        if "stroke-width" in one.attrib:
            numbers = [float(each) for each in re.findall(r"-?[\d.]+", one.attrib["d"])]
            places = list(zip(numbers[::2], numbers[1::2], strict=True))
            yield float(one.attrib["stroke-width"]), places


def centered(picture: Element, text: str) -> float:
    (at,) = [
        float(one.attrib["x"])
        for one in picture.iter(f"{SVG}text")
        if "".join(one.itertext()) == text and one.get("text-anchor") == "middle"
    ]
    return at


def test_ranges_stand_at_their_places_on_one_scale() -> None:
    answer = estimate(**PERSON)
    picture = drawn("estimate", *SAN_JOSE)
    thin = sorted((p for broad, p in lines(picture) if broad == 1.5), key=lambda one: one[0][1])
    thick = sorted((p for broad, p in lines(picture) if broad == 8), key=lambda one: one[0][1])
    assert len(thin) == len(thick) == 2
    left, right = thin[0][0][0], thin[1][1][0]
    low, high = answer.base.p10, answer.total.p90  # base starts lower, the total ends higher

    def at(amount: float) -> float:
        return left + (amount - low) / (high - low) * (right - left)

    for pay, outer, half in zip((answer.base, answer.total), thin, thick, strict=True):
        assert [x for x, _ in outer] == pytest.approx([at(pay.p10), at(pay.p90)], abs=0.1)
        assert [x for x, _ in half] == pytest.approx([at(pay.p25), at(pay.p75)], abs=0.1)
        assert centered(picture, thousands(pay.p50)) == pytest.approx(at(pay.p50), abs=0.1)


def test_an_offer_stands_at_its_own_place() -> None:
    judged = judge_offer(base="250k", equity="none", bonus="none", **PERSON)
    asked = ("offer", *SAN_JOSE, "--base", "250k", "--equity", "none", "--bonus", "none")
    picture = drawn(*asked)
    base = judged.estimate.base
    outer = next(p for broad, p in lines(picture) if broad == 1.5 and p[0][1] == p[1][1])
    (first, _), (last, _) = outer
    wanted = first + (250_000 - base.p10) / (base.p90 - base.p10) * (last - first)
    upright = [p for _, p in lines(picture) if len(p) == 2 and p[0][0] == p[1][0]]
    assert upright[0][0][0] == pytest.approx(wanted, abs=0.1)
    (label,) = [one for one in words(picture) if one[0].startswith("Offer $250,000 beats")][:1]
    assert abs(label[1] - wanted) <= 10.1


def test_a_path_and_a_comparison_are_drawn_with_their_figures() -> None:
    said = [text for text, _, _ in words(drawn("path", "--years", "3", "--metro", "Boston"))]
    last = path(years=3, metro="Boston").rows[-1]
    assert {thousands(last.base.p50), thousands(last.total.p50), "Years", "base", "total"} <= {
        *said
    }
    places = ("--metro", "Austin", "--metro", "Boise")
    picture = words(drawn("compare", "--years", "5", *places))
    for cell in compare(years=5, metro=["Austin", "Boise"]).cells:
        (row,) = {y for text, _, y in picture if text.startswith(cell.place.name[:5])}
        beside = {text for text, _, y in picture if y == row}
        assert {thousands(cell.base.p50), thousands(cell.total.p50)} <= beside


def test_a_long_comparison_says_how_much_of_it_is_drawn() -> None:
    asked = ("compare", "--years", "5", "--by", "metro", "--top", "30")
    said = [text for text, _, _ in words(drawn(*asked))]
    assert "The first 21 of 30 rows." in said
    assert sum(text.endswith(", CA") for text in said) <= 21
    assert not [text for text, _, _ in words(drawn(*asked[:-1], "20")) if "The first" in text]


@pytest.mark.parametrize("name", [name for name in ASKED if "explained" not in name])
def test_a_picture_says_itself_and_loads_nothing(name: str) -> None:
    asked = [word for word in ASKED[name] if word != "--explain"]
    ran = run(*asked, "--format", "svg")
    assert ran.out == run(*asked, "--format", "svg").out
    picture = ElementTree.fromstring(ran.out)
    title, desc = (picture.findtext(f"{SVG}{tag}") for tag in ("title", "desc"))
    assert title
    assert re.search(r"median|total \$", desc or "")
    assert picture.get("aria-labelledby") == "title desc"
    assert title.split(" · ")[0] in " ".join(text for text, _, _ in words(picture))
    for one in picture.iter():
        assert one.tag.removeprefix(SVG) not in ("script", "image", "a", "metadata")
        assert "style" not in one.attrib
        assert one.get("href", "#").startswith("#")
    assert "url(" not in ran.out
    assert "DejaVu Sans'" not in ran.out.replace(picture.attrib["font-family"], "")


def test_it_has_ground_of_its_own_for_light_and_for_dark() -> None:
    picture = drawn("estimate", *SAN_JOSE)
    ground = picture.find(f"{SVG}rect")
    assert ground is not None
    assert ground.attrib == {
        "width": "100%", "height": "100%", "fill": LIGHT["ground"], "class": "ground",
    }  # fmt: skip
    style = picture.findtext(f"{SVG}style") or ""
    assert style.startswith("@media (prefers-color-scheme: dark){")
    used = {one.attrib["class"] for one in picture.iter() if "class" in one.attrib}
    assert used <= DARK.keys() == LIGHT.keys()
    assert all(DARK[name] in style for name in used)


def test_names_are_text_whatever_is_in_them(tmp_path: Path) -> None:
    picture = drawn("offer", str(documents.offers(tmp_path)))
    said = [text for text, _, _ in words(picture)]
    for name in HOSTILE[:5]:
        assert name in said
    assert not set("\u202e\u2066\u0000\x1b\u200b") & set("".join(picture.itertext()))
    assert hundreds(0) not in said
