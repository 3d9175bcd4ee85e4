"""Pay at national prices in comparisons, targets, paths and offers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cli_run import run

from mlsalary import Offer, Profile, compare, judge_offer, path, target
from mlsalary.schemas import json_schema

ALL = {"Austin": 98.066, "San Jose": 110.423, "Pittsburgh": 94.671}
HOUSING = {"Austin": 120.361, "San Jose": 211.901, "Pittsburgh": 71.986}
"""As BEA publishes them for 2024."""
CITIES = [*ALL]


def test_a_cell_has_the_prices_of_its_place_and_what_its_pay_buys() -> None:
    for cell in compare(years=5, metro=CITIES).cells:
        city = next(one for one in CITIES if cell.place.name.startswith(one))
        assert (cell.price_parity, cell.housing_parity) == (ALL[city], HOUSING[city])
        assert cell.prices is None
        assert cell.housing_apart == (city == "San Jose")  # 72 of 95 is 76%, 120 of 98 is 123%
        assert cell.real is not None
        for pay, real in ((cell.base, cell.real.base), (cell.total, cell.real.total)):
            for paid, buys in zip(pay, real, strict=True):
                assert buys * ALL[city] / 100 == pytest.approx(paid)


def test_what_pay_buys_orders_cells_only_where_asked() -> None:
    usual, real = compare(years=5, metro=CITIES), compare(years=5, metro=CITIES, real=True)
    paid = [cell.total.p50 for cell in usual.cells]
    assert (usual.order, real.order) == ("total", "real")
    assert paid == sorted(paid, reverse=True)
    buys = [cell.real.total.p50 for cell in real.cells if cell.real]
    assert buys == sorted(buys, reverse=True)
    assert [cell.place.name[:4] for cell in usual.cells] == ["San ", "Pitt", "Aust"]
    assert [cell.place.name[:4] for cell in real.cells] == ["Pitt", "San ", "Aust"]
    gaps = [cell.real_difference.total.dollars for cell in real.cells if cell.real_difference]
    assert gaps == pytest.approx([one - buys[-1] for one in buys])


def test_a_place_without_a_parity_comes_last_and_is_never_guessed() -> None:
    found = compare(years=5, metro=["Ponce, PR", "Texarkana", "Boise"], real=True)
    last = found.cells[-1]
    assert last.place.name == "Ponce, PR"
    assert (last.price_parity, last.housing_parity, last.prices, last.real) == (None,) * 4
    assert last.real_difference is None


@pytest.mark.parametrize(
    ("asked", "parity", "prices"),
    [
        ({"state": "TX"}, 97.930, "Texas (metropolitan portion)"),
        ({}, 100.0, None),
        ({"metro": "Ponce, PR"}, None, None),
    ],
)
def test_one_structure_in_all_four(asked: Any, parity: float | None, prices: str | None) -> None:
    person = Profile(years=5, **asked)
    aimed = target("900k", person)
    judged = judge_offer(Offer(person, "200k", "400k/4y", bonus="none"))
    walked = path(person)
    for one in (compare(person).first, aimed, walked.rows[0], judged):
        assert (one.price_parity, one.prices) == (parity, prices)
        assert (one.real is None) == (parity is None)
    if parity is None:
        assert judged.real_offer is None
    else:
        assert judged.real_offer is not None
        assert judged.real_offer.base == pytest.approx(200_000 * 100 / parity)
        assert judged.real_offer.total == pytest.approx(300_000 * 100 / parity)


def test_a_move_buys_at_the_prices_of_where_it_leads() -> None:
    moves = target("300k", years=5, metro="Austin").changes
    there = next(one for one in moves if one.to.startswith("San Jose"))
    assert there.price_parity == ALL["San Jose"]
    assert there.real is not None
    assert there.real.total.p50 == pytest.approx(there.p50 * 100 / ALL["San Jose"])


ASKED = {
    "compare": ("--metro", "Austin", "--metro", "San Jose"),
    "target": ("300k", "--metro", "Austin"),
    "path": ("--metro", "Austin"),
    "offer": ("--metro", "Austin", "--base", "200k"),
}


@pytest.mark.parametrize("verb", ASKED)
def test_json_has_it_unasked_and_follows_the_schema(verb: str) -> None:
    told = run(verb, *ASKED[verb], "--years", "5", "--json").json
    jsonschema.validate(told, json_schema(verb))
    assert told["prices_of"] == {"year": 2024, "source": "bea-rpp-2024"}
    assert "bea-rpp-2024" in {one["id"] for one in told["sources"]}


@pytest.mark.parametrize("verb", ["compare", "target", "path", "offer"])
@pytest.mark.parametrize("width", [80, 60, 40])
def test_a_page_shows_it_where_asked(verb: str, width: int) -> None:
    asked = (verb, *ASKED[verb], "--years", "5")
    plain, real = (run(*asked, *more, terminal=True, width=width).out for more in ((), ("--real",)))
    said = " ".join(real.split())
    assert "Bureau of Economic Analysis, 2024" in said
    assert "taxes" in said
    assert "Economic Analysis" not in " ".join(plain.split())


def test_the_verdict_is_by_what_pay_buys() -> None:
    cities = [word for city in CITIES for word in ("--metro", city)]
    ran = run("compare", "--years", "5", *cities, "--real", terminal=True, width=80)
    lines = ran.out.splitlines()
    said = " ".join(ran.out.split())
    assert len(lines) <= 24
    assert "in Pittsburgh, PA buys more than" in said
    assert "at national prices" in lines[0]


def test_a_page_says_what_stands_in_and_who_has_none() -> None:
    asked = ("compare", "--years", "5", "--real", "--metro")
    said = run(*asked, "Ponce, PR", "--metro", "Austin").out
    assert "No price parity is published for Ponce, PR, and none stands in." in said
    state = run("path", "--years", "5", "--state", "TX", "--real").out
    assert "prices of Texas (metropolitan portion) stand in" in state


def test_rows_carry_it() -> None:
    (row,) = compare(years=5, metro="Austin").records()
    assert row["price_parity"] == 98.066
    assert row["housing_parity"] == 120.361
    assert row["real_base_p50"] == pytest.approx(row["base_p50"] / 0.98066)
    assert row["real_total_p50"] == pytest.approx(row["total_p50"] / 0.98066)


@pytest.mark.parametrize(("second", "shown"), [("San Jose", True), ("Austin", False)])
def test_offers_in_several_places_show_it_unasked(tmp_path: Path, second: str, shown: bool) -> None:
    file = tmp_path / "offers.toml"
    offer = '[[offer]]\nname = "{}"\nmetro = "{}"\nyears = 5\nbase = "{}"\nequity = "none"\n'
    parts = offer.format("A", "Austin", "200k") + offer.format("B", second, "220k")
    file.write_text(parts, encoding="utf-8")
    said = " ".join(run("offer", str(file), terminal=True, width=80).out.split())
    assert ("Buys: a normal year at national prices" in said) == shown


DRAWN = {
    "compare": ("--years", "5", "--metro", "San Jose", "--metro", "Pittsburgh"),
    "path": ("--years", "5", "--metro", "San Jose"),
    "offer": ("--years", "5", "--metro", "San Jose", "--base", "200k"),
}


@pytest.mark.parametrize("verb", DRAWN)
def test_a_document_shows_what_pay_buys_where_asked(verb: str) -> None:
    line = (verb, *DRAWN[verb], "--format", "html")
    assert "before taxes" not in run(*line).out
    assert "before taxes" in run(*line, "--real").out


@pytest.mark.parametrize("form", ["csv", "jsonl", "json", "svg", "html", "markdown", "plain"])
def test_every_format_takes_the_order_that_is_asked_for(form: str) -> None:
    usual, real = (
        run("compare", *DRAWN["compare"], "--format", form, *more).out for more in ((), ("--real",))
    )
    # San Jose pays more, Pittsburgh buys more; the first cell of JSON stands apart.
    start = '"cells"' if form == "json" else ""
    for text, first, last in ((usual, "San Jose", "Pittsburgh"), (real, "Pittsburgh", "San Jose")):
        rows = text[text.index(start) :]
        assert rows.index(first) < rows.index(last)
