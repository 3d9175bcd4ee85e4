"""What must always hold, of every kind of employer, company, role, degree, band and kind of place.

All combinations are priced at once, on arrays, by what the rules tell of each; a sample of them is
held against the single estimate.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import pytest
from guide_bands import BANDS
from known_words import DEGREES, EMPLOYERS, LEVELS, MANAGEMENT, RUNGS, VOCABULARY

from mlsalary import rules
from mlsalary.engine import price
from mlsalary.engine.case import Case
from mlsalary.engine.chain import RULES
from mlsalary.engine.level import curve, skew
from mlsalary.places.located import NATIONAL, Located
from mlsalary.places.resolve import resolve
from mlsalary.profile import Profile
from mlsalary.reading.profile import read_profile
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model
from mlsalary.rules.facts import Part, Told

np = pytest.importorskip("numpy")
pytest.importorskip("scipy")

from mlsalary.evaluation.fit.columns import Arrays  # noqa: E402  (needs numpy and scipy)

BOOK = Rulebook.shipped()
MODEL = Model.of(BOOK)
M = Arrays()
NAMES = ("p10", "p25", "p50", "p75", "p90")
ROUNDING = 1e-9

WITHOUT = ("Stripe", "Shopify", "Target", "Netflix", "Jane Street", "OpenAI", "Nobody & Sons")
"""Companies without a row of their own: listed ones of several kinds, one that is not listed."""
EMPLOYED: list[dict[str, Any]] = [
    {},
    *({"employer": str(kind)} for kind in EMPLOYERS),
    *({"company": name} for name in (*(str(row["name"]) for row in MODEL.own), *WITHOUT)),
]
PLACES: list[dict[str, Any]] = [
    {},
    *({"metro": f"cbsa:{code}"} for code in MODEL.metros),
    {"metro": "Boise"},
    {"metro": "3100001"},  # a part of Nebraska outside its metros
    {"state": "California"},
    {"state": "Georgia"},
]
ROLES = (None, *map(str, VOCABULARY.words["role"]))
YEARS = np.array([0.0, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 45, 60])
ALL = [
    employed | place | {"role": role, "degree": degree}
    for employed in EMPLOYED
    for place in PLACES
    for role in ROLES
    for degree in (None, *map(str, DEGREES))
]


class Asked(NamedTuple):
    """What holds for all of them."""

    bands: str
    spec: str


SETTINGS = [Asked("reported", "llm"), Asked("guide", "")]
every = pytest.mark.parametrize("asked", SETTINGS, ids=lambda one: f"{one.bands}-{one.spec}")


@cache
def place_of(metro: str | None, state: str | None) -> Located:
    return resolve(metro, state, BOOK) if metro or state else NATIONAL


@cache
def bound(asked: Asked) -> list[Case]:
    """Every profile with its words read and its place found, without years and level."""
    cases = []
    for words in ALL:
        told = Profile(years=5, bands=asked.bands, spec=asked.spec, **words)
        profile = replace(read_profile(told, BOOK).profile, years=None)
        place = place_of(words.get("metro"), words.get("state"))
        cases.append(Case(profile, BOOK, MODEL, place))
    return cases


@cache
def parts(asked: Asked, level: str | None) -> dict[str, Part]:
    """What each rule tells of each of them at a level, as columns; rules say the same where the
    fields are the same that they hang on."""
    found = {}
    for rule in RULES:
        known: dict[Any, list[float]] = {}
        rows = []
        for case in bound(asked):
            one = case._replace(profile=replace(case.profile, level=level))
            key = tuple(getattr(one.profile, field) for field in rule.fields)
            if key not in known:
                known[key] = rule.numbers(rule.part(one))
            rows.append(known[key])
        columns = np.array(rows).T[:, :, None]
        found[rule.name] = rule.gathered(list(columns))
    return found


def priced(asked: Asked, level: str | None, years: Any) -> Any:
    """ln of base and total at each percentile: pay, percentile, profile, years. years: an array,
    or None where the level is alone."""
    said = Told(
        np.zeros(1) if years is None else years,
        alone=level is None,
        beside=level is not None and years is not None,
    )
    certain = None if level is None else [1.0] + [0.0] * (len(RUNGS) - 1)
    facts = rules.gather(parts(asked, level), curve(MODEL), said, M, certain)
    base, base_spread, total, total_spread = rules.price(facts, M)
    amounts = [
        rules.percentiles(base, base_spread, M),
        rules.percentiles(total, total_spread, M, skew(MODEL)),
    ]
    shape = (len(ALL), said.years.size)
    return np.log([[np.broadcast_to(one, shape) for one in pay] for pay in amounts])


def ways() -> list[tuple[str | None, Any]]:
    """Years alone, each level alone, and years beside each level."""
    return [(None, YEARS), *((level, years) for level in LEVELS for years in (None, YEARS))]


def assert_never_lower(before: Any, after: Any, what: str) -> None:
    fallen = np.argwhere(after < before - ROUNDING)
    worst = [
        (
            what,
            ("base", "total")[pay],
            NAMES[at],
            ALL[row],
            float((after - before)[pay, at, row].min()),
        )
        for pay, at, row, *_ in fallen[:: max(1, len(fallen) // 5)]
    ]
    assert not len(fallen), (len(fallen), worst)


@pytest.mark.thorough(every=7)
@every
@pytest.mark.parametrize(("level", "years"), ways())
def test_percentiles_are_finite_and_rise_and_base_stays_below_the_total(
    asked: Asked, level: str | None, years: Any
) -> None:
    base, total = found = priced(asked, level, years)
    assert np.isfinite(found).all()
    assert (np.diff(found, axis=1) > 0).all()
    assert (total >= base).all()


@pytest.mark.thorough(every=4)
@every
@pytest.mark.parametrize("level", [None, *LEVELS])
def test_more_years_lower_no_percentile(asked: Asked, level: str | None) -> None:
    found = priced(asked, level, YEARS)
    assert_never_lower(found[..., :-1], found[..., 1:], str(level))


@every
@pytest.mark.parametrize("ladder", [RUNGS, tuple(map(str, MANAGEMENT))], ids=["work", "management"])
@pytest.mark.parametrize("years", [None, YEARS], ids=["alone", "years"])
def test_a_higher_level_lowers_no_percentile(
    asked: Asked, ladder: tuple[str, ...], years: Any
) -> None:
    found = {level: priced(asked, level, years) for level in ladder}
    for lower, higher in itertools.pairwise(ladder):
        assert_never_lower(found[lower], found[higher], f"{lower} to {higher}")


@every
def test_what_is_priced_here_is_what_a_single_estimate_says(asked: Asked) -> None:
    dice = random.Random(15)
    found = {number: priced(asked, *way) for number, way in enumerate(ways())}
    for _ in range(150):
        row, (number, (level, years)) = dice.randrange(len(ALL)), dice.choice([*enumerate(ways())])
        at = dice.randrange(YEARS.size) if years is not None else 0
        told = None if years is None else float(YEARS[at])
        one = Profile(years=told, level=level, bands=asked.bands, spec=asked.spec, **ALL[row])
        answer = price(one, BOOK)
        for pay, said in zip(found[number], (answer.base, answer.total), strict=True):
            assert np.exp(pay[:, row, at]) == pytest.approx(list(said), rel=1e-9), one


@pytest.mark.parametrize("level", [*RUNGS, *map(str, MANAGEMENT)])
@pytest.mark.parametrize(("spec", "by"), [("", (1.0, 1.0)), ("llm", (1.25, 1.40))])
def test_the_guides_band_is_given_back(level: str, spec: str, by: tuple[float, float]) -> None:
    low, high = BANDS[level, None]
    asked = Profile(level=level, spec=spec, bands="guide", as_of=MODEL.dollars)
    base = price(asked, BOOK).base
    assert (base.p25, base.p75) == pytest.approx((low * by[0], high * by[1]), rel=0.02)


def test_neither_the_order_of_options_nor_their_scale_matters() -> None:
    dice = random.Random(9)
    for _ in range(100):
        words = dice.choice(ALL) | {"years": dice.choice([0.5, 3.0, 8.0]), "spec": ("llm", "mlops")}
        if dice.random() < 0.5:
            words |= {"level": dice.choice(RUNGS)}
        turned = {name: words[name] for name in reversed(words)}
        months = f"{12 * words['years']:g} months"
        answer = price(Profile(**words), BOOK)
        other = price(Profile(**turned | {"spec": "mlops, llm", "years": months}), BOOK)
        assert (other.base, other.total) == (answer.base, answer.total)


def some_rows(count: int) -> list[dict[str, Any]]:
    """Rows of a table with companies, their words for levels, roles, kinds and places of all."""
    from priced_rows import rows

    dice, made = random.Random(27), rows(count, seed=27, hard=False)
    told = [*(words for words in EMPLOYED if words), {}]
    places = [*PLACES, {"state": "MA"}, {"state": "DC"}, {"state": "WA"}, {"metro": "Seattle"}]
    for row in made:
        row |= {"employer": "", "company": ""} | dice.choice(told)
        row |= {"metro": "", "zip": "", "city": "", "state": "", "country": ""}
        row |= dice.choice(places)
        row["company_level"] = dice.choice(["", "", "L5", "E4", "SDE II", "ICT4", "64"])
        row["role"] = dice.choice(["", "scientist", "engineer"])
    return made


@pytest.mark.parametrize("name", ["POLARS", "POLARS_LAZY", "DUCKDB"])
def test_one_profile_a_table_and_a_warehouse_agree_to_the_dollar(name: str) -> None:
    frame_tables = pytest.importorskip("frame_tables")
    made = some_rows(400)
    lazily = name != "POLARS"
    say = frame_tables.single_lazily if lazily else frame_tables.single
    priced_rows = getattr(frame_tables, name).priced(frame_tables.table_of(made))
    frame_tables.assert_equal(priced_rows, [say(row) for row in made], made)
