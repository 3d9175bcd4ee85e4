"""States between their areas, what stands in, wages of few jobs, and what no place means.

Areas, states and wages are read from the files here again, not asked of the program.
"""

from __future__ import annotations

import csv
import math
import tomllib
from dataclasses import replace
from functools import cache
from statistics import mean, stdev
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pinned_data import ROOT
from priced_rows import BOOK, PAY
from raised_book import Raised

from mlsalary.engine import estimate, price
from mlsalary.engine.areas import place_rules
from mlsalary.frame.settings import Settings
from mlsalary.frame.tables import nation_stands_in
from mlsalary.profile import Profile
from mlsalary.results import Estimate, Step
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model

Row = dict[str, str]


def table(name: str) -> list[Row]:
    return list(csv.DictReader((ROOT / "data" / name).read_text("utf-8").splitlines()))


STATES = {row["state"]: row["fips"] for row in table("states.csv")}
AREAS = {row["code"]: row for row in table("oews/areas.csv")}
INSIDE = {code: row for code, row in AREAS.items() if row["kind"] in ("metro", "nonmetro")}
WAGES = [row for row in table("oews/wages.csv") if row["occupation"] in ("15-1252", "15-2051")]
WITH_WAGE = {row["area"] for row in WAGES if row["mean"]}
JOBS = {
    code: sum(float(row["employment"] or 0) for row in WAGES if row["area"] == code)
    for code in AREAS
}
GUIDE = {row["id"]: row for row in BOOK.toml("guide/states.toml")["row"]}
MODEL = Model.of(BOOK)
PLACE: dict[str, Any] = tomllib.loads((ROOT / "data/model.toml").read_text("utf-8"))["place"]
# ln of the factors of model.toml that hold outside the hubs and where something stands in.
ELSEWHERE = PLACE["elsewhere"]["value"]
METRO, NONMETRO, TERRITORY = (
    PLACE["stand_in"][kind]["value"] for kind in ("metro", "nonmetro", "territory")
)
REFERENCE, ELASTICITY, SCALE, SLOPE = (
    PLACE[name]["value"] for name in ("reference", "elasticity", "bls_scale", "bls_slope")
)
FEW_JOBS = MODEL.value("doubt.few_jobs")


def states_of(code: str) -> list[str]:
    """``Kansas City, MO-KS`` lies in two states, the rest of a state in one."""
    row = AREAS[code]
    return row["name"].rpartition(", ")[2].split("-") if row["kind"] == "metro" else [row["state"]]


AREAS_OF = {state: [code for code in INSIDE if state in states_of(code)] for state in STATES}


def asked(code: str) -> Profile:
    if code == "US":
        return Profile(years=5)
    if len(code) == 2:
        return Profile(years=5, state=AREAS[code]["state"])
    return Profile(years=5, metro=f"cbsa:{code}" if len(code) == 5 else code)


@cache
def p50(code: str) -> float:
    """The middle of base after five years, US dollars."""
    return price(asked(code), BOOK).base.p50


def told(code: str) -> Estimate:
    return estimate(asked(code), BOOK)


def step(code: str) -> Step:
    (found,) = (one for one in told(code).steps if one.rule == "place")
    return found


def spaced(text: str) -> str:
    """A text with its per cents as Python writes them."""
    return text.replace(" %", "%")


def log(code: str) -> float:
    """ln of the factor of a place."""
    return math.log(p50(code) / p50("US"))


# States ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_a_state_lies_within_the_range_of_its_areas(state: str) -> None:
    inside = [p50(code) for code in AREAS_OF[state]]
    if not inside:
        assert state in ("GU", "VI")
        return
    assert min(inside) - 0.01 <= p50(STATES[state]) <= max(inside) + 0.01


def test_every_area_is_of_a_state() -> None:
    assert len(INSIDE) == 393 + 135
    assert {code for some in AREAS_OF.values() for code in some} == INSIDE.keys()
    assert len(STATES) == 54


def test_georgia_is_drawn_from_its_own_wage_by_arithmetic() -> None:
    """BLS's 132,150 and 115,940 over the nation's 148,100 and 126,800, on the guide's scale."""
    above = (math.log(132_150 / 148_100) + math.log(115_940 / 126_800)) / 2
    wage = math.log(SCALE) + SLOPE * above
    own = ELASTICITY * (wage - math.log(REFERENCE)) + ELSEWHERE
    here = [code for code in AREAS_OF["GA"] if code in WITH_WAGE]
    low, high = min(map(log, here)), max(map(log, here))
    middle = sum(JOBS[code] * log(code) for code in here) / sum(JOBS[code] for code in here)
    assert own < middle
    drawn = middle - (middle - own) * (middle - low) / ((middle - own) + (middle - low))
    assert log("13") == pytest.approx(drawn, abs=1e-9)
    assert low < drawn < high == log("12060")  # Atlanta
    assert "its 18 areas" in str(step("13").note)


@pytest.mark.parametrize(("state", "metro"), [("DC", "47900"), ("RI", "39300")])
def test_a_state_with_one_area_is_priced_as_that_and_says_so(state: str, metro: str) -> None:
    assert AREAS_OF[state] == [metro]
    assert p50(STATES[state]) == pytest.approx(p50(metro), abs=0.01)
    assert "its only area" in str(step(STATES[state]).note)


@pytest.mark.parametrize("state", GUIDE)
def test_a_changed_guide_figure_changes_its_state(state: str) -> None:
    for factor in (0.9, 1.001, 1.1):
        rows = [
            row | {"mean": row["mean"] * (factor if row["id"] == state else 1)}
            for row in GUIDE.values()
        ]
        book = BOOK.replaced("guide/states.toml", BOOK.toml("guide/states.toml") | {"row": rows})
        changed = price(asked(STATES[state]), book).base.p50
        assert (changed - p50(STATES[state])) * (factor - 1) > 0
        assert changed <= max(p50(code) for code in AREAS_OF[state])


@settings(max_examples=60)
@given(st.sampled_from(sorted(INSIDE)), st.floats(1.0, 3.0))
def test_raising_an_areas_wage_never_lowers_the_area_nor_its_states(
    code: str, factor: float
) -> None:
    raised = Raised(code, factor)
    for each in (code, *(STATES[state] for state in states_of(code))):
        assert price(asked(each), raised).base.p50 >= p50(each) * (1 - 1e-12)


@pytest.mark.thorough("test_raising_an_areas_wage_never_lowers_the_area_nor_its_states")
@settings(max_examples=40)
@given(st.sampled_from(sorted(STATES)), st.floats(0.3, 3.0))
def test_a_states_own_wage_moves_it_one_way_within_the_range_of_its_areas(
    state: str, factor: float
) -> None:
    code = STATES[state]
    changed = price(asked(code), Raised(code, factor)).base.p50
    inside = [price(asked(each), Raised(code, factor)).base.p50 for each in AREAS_OF[state]]
    assert (changed - p50(code)) * (factor - 1) >= -1e-6
    if inside:
        assert min(inside) - 0.01 <= changed <= max(inside) + 0.01


def test_a_wage_of_its_own_far_from_its_areas_adds_to_the_doubt() -> None:
    """The District's own wage: half of what parts it from its only area."""
    above = (math.log(144_430 / 148_100) + math.log(142_580 / 126_800)) / 2
    own = ELASTICITY * (math.log(SCALE / REFERENCE) + SLOPE * above)
    part = told("11").middle.parts["state_and_areas"]
    assert part.sd == pytest.approx(abs(own - math.log(step("11").factor)) / 2, abs=1e-9)


# What stands in ----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [code for code in INSIDE if code not in WITH_WAGE])
def test_what_stands_in_is_corrected_and_said(code: str) -> None:
    answer, kind = told(code), AREAS[code]["kind"]
    (notice,) = (one for one in answer.warnings if one.code == "state_stands_in")
    by = math.exp(METRO if kind == "metro" else NONMETRO)
    assert f"minus {1 - by:.0%} since such places pay less" in spaced(notice.message)
    whose = "few jobs" if kind == "metro" else "outside the metros"
    assert f"{whose} x {by:.2f}" in str(step(code).note)
    assert answer.middle.parts["stand_in"].sd == MODEL.value("doubt.state_stands_in")


def test_eagle_pass_by_arithmetic() -> None:
    """Texas stands in: the guide's 124,600 counted 0.7, BLS's 136,450 and 119,710."""
    above = (math.log(136_450 / 148_100) + math.log(119_710 / 126_800)) / 2
    bls = math.log(SCALE) + SLOPE * above
    wage = 0.7 * math.log(124_600) + 0.3 * bls
    assert log("20580") == pytest.approx(
        ELASTICITY * (wage - math.log(REFERENCE)) + ELSEWHERE + METRO, abs=1e-9
    )


def missed(kind: str) -> list[float]:
    """ln of what areas with few jobs pay by their own wages over what their states' would give."""
    rules, found = place_rules(BOOK), []
    for code, row in INSIDE.items():
        if row["kind"] == kind and code in WITH_WAGE and JOBS[code] < 500:
            own, state = rules.evidence(code, None), rules.evidence(STATES[row["state"]], None)
            found.append(rules.prior(own) - rules.prior(state))
    return found


def test_stand_ins_are_right_on_average_where_both_are_known() -> None:
    metros, others = missed("metro"), missed("nonmetro")
    assert min(len(metros), len(others)) > 100
    for found, correction in ((metros, METRO), (others, NONMETRO)):
        assert mean(found) == pytest.approx(correction, abs=5e-4)
    left = [each - METRO for each in metros] + [each - NONMETRO for each in others]
    assert stdev(left) == pytest.approx(MODEL.value("doubt.state_stands_in"), rel=0.01)
    without = math.sqrt(mean(each * each for each in metros + others))
    assert without > 1.3 * stdev(left)


def test_territories_pay_as_the_one_that_is_known() -> None:
    """Guam and the Virgin Islands: the nation's wage, 139,200, as far above as Puerto Rico's lies
    below it (80,980 and 84,570)."""
    below = SLOPE * (math.log(80_980 / 148_100) + math.log(84_570 / 126_800)) / 2
    assert ELASTICITY * below == pytest.approx(TERRITORY, abs=5e-4)
    guam = ELASTICITY * math.log(SCALE / REFERENCE) + ELSEWHERE + TERRITORY
    for code in ("66", "78"):
        assert log(code) == pytest.approx(guam, abs=1e-9)
        assert p50(code) < p50("12060")  # Atlanta
        (notice,) = told(code).warnings
        less = f"minus {1 - math.exp(TERRITORY):.0%}"
        assert f"The nation stands in, {less}" in spaced(notice.message)
        assert told(code).middle.parts["stand_in"].sd == MODEL.value("doubt.nation_stands_in")
    assert abs(log("72") - log("66")) < 0.02


# Few jobs ----------------------------------------------------------------------------------------


def test_a_wage_of_few_jobs_is_doubted_more() -> None:
    """Idaho Falls: 530 developers, 230 data scientists, so half of its wage is one of few jobs."""
    assert told("26820").middle.parts["few_jobs"].sd == pytest.approx(0.5 * FEW_JOBS)
    assert "few_jobs" not in told("12060").middle.parts
    both = [
        code
        for code in sorted(WITH_WAGE & INSIDE.keys())
        if all(0 < float(row["employment"] or 0) < 500 and row["mean"] for row in cells(code))
        and len(cells(code)) == 2
    ]
    assert len(both) > 150
    for code in both[::40]:
        assert told(code).middle.parts["few_jobs"].sd == pytest.approx(FEW_JOBS * math.sqrt(0.5))


def cells(code: str) -> list[Row]:
    return [row for row in WAGES if row["area"] == code]


def test_the_doubt_is_what_parts_two_occupations_more_where_both_have_few_jobs() -> None:
    apart: dict[bool, list[float]] = {True: [], False: []}
    for code in INSIDE:
        here = cells(code)
        few = {float(row["employment"] or 0) < 500 for row in here}
        if len(here) == 2 and all(row["mean"] for row in here) and len(few) == 1:
            apart[few.pop()].append(math.log(float(here[0]["mean"]) / float(here[1]["mean"])))
    assert min(map(len, apart.values())) > 50
    noise = math.sqrt((stdev(apart[True]) ** 2 - stdev(apart[False]) ** 2) / 2)
    assert SLOPE * ELASTICITY * noise == pytest.approx(MODEL.value("doubt.few_jobs"), rel=0.01)


# No place ----------------------------------------------------------------------------------------


def hub_of(book: Rulebook) -> str:
    """The first word of the title of the hub that pays most nearly as if no place were told."""
    nowhere = price(asked("US"), book).base.p50
    hubs = {
        code: abs(math.log(price(asked(code), book).base.p50 / nowhere))
        for code in Model.of(book).metros
    }
    return AREAS[min(hubs, key=lambda code: hubs[code])]["name"].partition("-")[0]


def test_no_place_names_the_hub_that_pays_so() -> None:
    hub, said = hub_of(BOOK), step("US")
    assert hub in said.label
    assert f"typical hub such as {hub}" in str(said.note)
    changed = BOOK.toml("model.toml")
    metros = [
        row for row in changed["place"]["metro"] if not AREAS[row["code"]]["name"].startswith(hub)
    ]
    book = BOOK.replaced("model.toml", changed | {"place": changed["place"] | {"metro": metros}})
    (other,) = (one for one in estimate(Profile(years=5), book).steps if one.rule == "place")
    assert hub_of(book) != hub
    assert hub_of(book) in other.label


def test_the_average_of_the_country_is_near_no_place() -> None:
    """What stands in for a place of which nothing is known: near the mean of all areas by jobs."""
    known = [code for code in INSIDE if code in WITH_WAGE]
    middle = sum(JOBS[code] * log(code) for code in known) / sum(JOBS[code] for code in known)
    stands = nation_stands_in(BOOK).place_log
    assert abs(stands) < 0.03
    assert stands == pytest.approx(middle, abs=0.02)


def test_the_page_says_what_no_place_means() -> None:
    from mlsalary.render.pages.estimate import page
    from mlsalary.render.plain import write

    assert f"a typical hub such as {hub_of(BOOK)}. Name a metro" in write(page(told("US")))


@pytest.mark.parametrize("employer", ["top-tech", "big-tech", "tech", "enterprise"])
@pytest.mark.parametrize("state", STATES)
def test_of_every_kind_of_employer_a_state_lies_within_the_range_of_its_areas(
    state: str, employer: str
) -> None:
    pays = {
        code: price(replace(asked(code), employer=employer), BOOK).base.p50
        for code in (STATES[state], *AREAS_OF[state])
    }
    own = pays.pop(STATES[state])
    assert not pays or min(pays.values()) - 0.01 <= own <= max(pays.values()) + 0.01


def test_the_docs_say_what_the_model_does() -> None:
    text = (ROOT / "docs/method.md").read_text("utf-8")
    few = MODEL.value("place.few_jobs")
    assert f"the same kind with fewer than {few:g} jobs as if they had no wage" in text
    assert f"A wage based on fewer than {few:g} jobs has an uncertainty" in text
    less = {
        kind: 1 - math.exp(MODEL.value(f"place.stand_in.{kind}")) for kind in ("metro", "nonmetro")
    }
    assert f"{less['metro']:.0%} for metros, {less['nonmetro']:.0%} for the" in text
    assert f"for Puerto Rico, {1 - math.exp(TERRITORY):.0%}" in text
    below = math.exp(nation_stands_in(BOOK).place_log) - 1
    assert f"such as {hub_of(BOOK)}, {below:.0%} below" in text


# Tables ------------------------------------------------------------------------------------------


def made() -> list[dict[str, Any]]:
    """Every state, every area without a wage and every ninth other."""
    from priced_rows import rows

    empty = dict.fromkeys(rows(1, seed=0)[0], "") | {"years": 5.0}
    without = [code for code in INSIDE if code not in WITH_WAGE]
    codes = [*without, *sorted(WITH_WAGE & INSIDE.keys())[::9]]
    places = [{"metro": str(asked(code).metro)} for code in codes]
    return [empty | each for each in [*places, *({"state": state} for state in STATES), {}]]


@pytest.mark.parametrize("lazy", [False, True])
def test_a_frame_prices_every_state_and_stand_in_alike(lazy: bool) -> None:
    pl = pytest.importorskip("polars")
    import mlsalary

    given = made()
    frame = pl.DataFrame(given)
    answer = mlsalary.estimate_frame(frame.lazy() if lazy else frame, book=BOOK)
    same(given, (answer.collect() if lazy else answer).to_dicts())


def test_sql_prices_every_state_and_stand_in_alike() -> None:
    duckdb, pl = pytest.importorskip("duckdb"), pytest.importorskip("polars")
    for module in ("ibis", "sqlglot", "pyarrow"):
        pytest.importorskip(module)
    from mlsalary.render.sql_script import sql_script
    from mlsalary.sql import script

    given = [{"own": number} | row for number, row in enumerate(made())]
    with duckdb.connect() as connection:
        connection.register("given", pl.DataFrame(given).to_arrow())
        connection.execute("CREATE TABLE postings AS SELECT * FROM given")
        text = sql_script(script("duckdb", "postings", Settings(BOOK)), "0")
        found = connection.execute(text)
        names = [column[0] for column in found.description]
        answers = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    same(given, sorted(answers, key=lambda row: row["own"]))


def same(given: list[dict[str, Any]], answers: list[dict[str, Any]]) -> None:
    assert len(given) == len(answers)
    for row, answer in zip(given, answers, strict=True):
        right = price(
            Profile(years=5, metro=row["metro"] or None, state=row["state"] or None), BOOK
        )
        wanted = [*right.base, *right.total]
        assert [answer[name] for name in PAY] == pytest.approx(wanted, rel=1e-9), row


def test_a_book_without_territories_knows_none() -> None:
    places = BOOK.toml("places.toml")
    oews = {"large_error_percent": places["oews"]["large_error_percent"]}
    book: Rulebook = BOOK.replaced("places.toml", places | {"oews": oews})
    assert price(asked("66"), book).base.p50 == pytest.approx(p50("66") * math.exp(-TERRITORY))
