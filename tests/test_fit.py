"""Fitting the constants: known truth is found again, the file is whole, too little is refused."""

from __future__ import annotations

import copy
import math
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import made_reports as made
import numpy as np
import pytest
from cli_run import run

from mlsalary.engine import estimate
from mlsalary.errors import NotFoundError, UsageError
from mlsalary.evaluation.fit import oews, spreads
from mlsalary.evaluation.fit.columns import columns
from mlsalary.evaluation.fit.fitting import fit, model_table
from mlsalary.evaluation.fit.result import Fitted
from mlsalary.evaluation.reported import Report, read
from mlsalary.extras import need
from mlsalary.profile import Profile
from mlsalary.rulebook import Rulebook, shipped_folder
from mlsalary.rulebook.checks.check import problems
from mlsalary.rulebook.model import Model
from mlsalary.rulebook.oews import wages

BOOK = Rulebook.shipped()
ROWS = made.rows(1500)
COUNTS = made.counts(ROWS)
MEASURE = "tech"  # in whose spread those of other kinds are told
MARGIN = BOOK.toml("reported.toml")["fit"]["spread_margin"]
ERRORS = 4  # of so many standard errors: they are themselves known to a quarter, from 8 samples


def book(resamples: int = 3, guide_weight: float | None = None) -> Rulebook:
    """The shipped rulebook with few bootstrap samples and, if asked, other trust in the guide: in
    its wages of places, and next to none in its bands."""
    quick = copy.deepcopy(BOOK.toml("reported.toml"))
    quick["fit"]["resamples"] = resamples
    if guide_weight is None:
        return BOOK.replaced("reported.toml", quick)
    quick["fit"]["level_prior"] = 1
    model = copy.deepcopy(BOOK.toml("model.toml"))
    model["place"]["guide_weight"]["value"] = guide_weight
    return BOOK.replaced("reported.toml", quick).replaced("model.toml", model)


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Fitted:
    """Fitted to made rows, the guide alone saying what its metros pay, as where they were made."""
    path = made.written(tmp_path_factory.mktemp("made") / "reported.csv", ROWS)
    rulebook = book(resamples=8, guide_weight=1.0)
    return fit(read(path, rulebook), rulebook)


def known(fitted: Fitted, constant: str) -> tuple[float, float]:
    """The value of a constant and its standard error."""
    (row,) = [row for row in fitted.rows if row.constant == constant]
    assert row.kind == "fitted"
    return row.value, row.error or 0.0


def mixed(of: dict[str, float], *kinds: str) -> float:
    """The mean over kinds of employer, by how many report from each."""
    return sum(COUNTS[kind] * of[kind] for kind in kinds) / sum(COUNTS[kind] for kind in kinds)


BASES = {name: kind.base for name, kind in made.KINDS.items()}
USUAL_BASE = mixed(BASES, *BASES)  # of who tells no kind, so that the others stand around it
SHARES = {name: math.log(kind.share) for name, kind in made.KINDS.items()}


@pytest.mark.parametrize(
    ("constant", "truth", "error"),
    [
        # error: the largest standard error that so many rows may have. A mean of n rows that spread
        # by 0.12, by years with the levels' own by 0.17, is known to 0.17 / sqrt(n): of all to
        # 0.005, of a kind to 0.01; what parts two of them to half as much again.
        ("levels.slope", made.SLOPE, 0.2),
        ("levels.up_to_entry", made.CUTS[0], 0.3),
        ("levels.up_to_mid", made.CUTS[1], 0.4),
        ("levels.up_to_senior", made.CUTS[2], 0.5),
        *(
            (f"levels.reported.{level}", log, 0.025)
            for level, log in zip(made.LEVELS, made.REPORTED, strict=True)
        ),
        ("place.reference", made.REFERENCE, 6_000),
        ("place.elasticity", made.ELASTICITY, 0.07),
        ("degree.bachelors", made.BACHELORS, 0.02),
        ("degree.phd.entry", made.PHD_ENTRY, 0.08),
        ("degree.phd.mid", made.PHD_LATER, 0.025),
        ("role.scientist", made.SCIENTIST, 0.015),
        ("employer.top-tech.base", BASES["top-tech"] - USUAL_BASE, 0.02),
        ("employer.mega-tech.base", BASES["mega-tech"] - USUAL_BASE, 0.02),
        ("employer.enterprise.base", BASES["enterprise"] - USUAL_BASE, 0.025),
        # Words for several kinds: big-tech of the two above, tech of whom the file calls so.
        ("employer.big-tech.base", mixed(BASES, "top-tech", "mega-tech") - USUAL_BASE, 0.02),
        ("employer.tech.base", mixed(BASES, "tech", "enterprise") - USUAL_BASE, 0.02),
        ("employer.tech.listed.base", BASES["tech"] - mixed(BASES, "tech", "enterprise"), 0.02),
        *(
            (f"total.share.{level}", share, 0.08)
            for level, share in zip(made.LEVELS, made.SHARES, strict=True)
        ),
        ("employer.mega-tech.share", made.KINDS["mega-tech"].share, 0.08),
        ("employer.enterprise.share", made.KINDS["enterprise"].share, 0.05),
        ("employer.tech.share", math.exp(mixed(SHARES, "tech", "enterprise")), 0.04),
        ("employer.tech.listed.beyond", SHARES["tech"] - mixed(SHARES, "tech", "enterprise"), 0.06),
        ("total.role.scientist", made.SCIENTIST_BEYOND, 0.06),
        ("total.degree.phd", 0.0, 0.08),
        ("total.place_elasticity", made.TILT, 0.25),
    ],
)
def test_the_truth_behind_made_rows_is_found(
    constant: str, truth: float, error: float, fitted: Fitted
) -> None:
    value, found = known(fitted, constant)
    assert 0 < found < error
    assert value == pytest.approx(truth, abs=ERRORS * found)


@pytest.mark.parametrize("kind", made.KINDS)
def test_the_bonus_is_its_part_of_what_is_paid_beyond_base(kind: str, fitted: Fitted) -> None:
    for level in made.LEVELS:
        # The same in every row, but for rounding to dollars and the largest ones being cut.
        assert known(fitted, f"employer.{kind}.bonus_part.{level}")[0] == pytest.approx(
            0.25, abs=0.005
        )


@pytest.mark.parametrize("kind", made.KINDS)
def test_the_spreads_behind_made_rows_are_found(kind: str, fitted: Fitted) -> None:
    """The same at every level and employer, told as a level's times a kind's."""
    for level in made.LEVELS:
        of_level, first = known(fitted, f"spread.beside.{level}")
        of_kind, second = (
            (1.0, 0.0) if kind == MEASURE else known(fitted, f"employer.{kind}.spread")
        )
        error = math.hypot(first / of_level, second / of_kind)
        assert error < 0.15
        truth = MARGIN * made.SPREAD
        assert of_level * of_kind == pytest.approx(truth, rel=ERRORS * error)
    wider, first = known(fitted, f"employer.{kind}.beyond_spread")
    beside, second = known(fitted, "spread.beyond_beside")
    error = math.hypot(first / wider, second / beside)
    assert wider * beside == pytest.approx(made.BEYOND_SPREAD, rel=ERRORS * error)


def test_companies_are_told_apart_from_their_kinds(fitted: Fitted) -> None:
    """Beside its kind, shrunk as five reports would: n / (n + 5); and no level apart, shrunk as
    eight would."""
    rows = {row["name"]: row for row in tomllib.loads(fitted.text)["company"]}
    assert rows.keys() == {name for kind in made.KINDS.values() for name in kind.companies}
    for name, row in rows.items():
        base, beyond = made.COMPANIES.get(name, (0.0, 0.0))
        reports = sum(one["company"] == name for one in ROWS)
        assert row["reports"] == reports
        # By level and by years together rows spread by some 0.14.
        assert row["error"] == pytest.approx(0.14 / math.sqrt(reports + 5), rel=0.25)
        shrunk = base * reports / (reports + 5)
        for level, log in row["base"].items():
            here = sum(one["company"] == name and told(one) == level for one in ROWS)
            own = made.SPREAD * math.sqrt(here) / (here + 8)
            assert log == pytest.approx(shrunk, abs=ERRORS * (row["error"] + own)), (name, level)
        # ln total is known to 0.2 / sqrt(n), and what is paid beyond base is a third of it.
        assert row["beyond"] == pytest.approx(beyond, abs=ERRORS * 3 * 0.2 / math.sqrt(reports))


def told(row: dict[str, Any]) -> str | None:
    """The level that a made row tells."""
    words = made.WORDS.get(row["company"], made.LEVELS)
    said = row["level"] or row["company_level"]
    return made.LEVELS[words.index(said)] if said else None


def test_kinds_of_employer_are_told_apart_in_a_metro(fitted: Fitted) -> None:
    rows = tomllib.loads(fitted.text)["place"]["employer"]
    assert len(rows) == len(made.METROS) * len(made.KINDS)
    for row in rows:
        truth = made.LOCAL.get((row["employer"], row["code"]), 0.0)
        assert row["error"] == pytest.approx(0.15 / math.sqrt(row["reports"]), rel=0.5)
        assert row["log_factor"] == pytest.approx(truth, abs=ERRORS * row["error"]), row


def test_each_metro_is_found(fitted: Fitted) -> None:
    """The guide's wages are those that the rows were made by: what is reported bears them out."""
    for row in tomllib.loads(fitted.text)["place"]["metro"]:
        truth = made.ELASTICITY * math.log(made.METROS[row["code"]] / made.REFERENCE)
        # The kinds count as 10 n / (n + 10) reports each: 0.15 / sqrt(30) = 0.027.
        assert row["error"] < 0.04
        assert row["log_factor"] == pytest.approx(truth, abs=ERRORS * row["error"])


def test_years_beside_a_level_are_found(fitted: Fitted, tmp_path: Path) -> None:
    path = made.written(tmp_path / "reported.csv", made.rows(2000, beside=made.BESIDE))
    rulebook = book(guide_weight=1.0)
    beside = model_table(read(path, rulebook).reports, rulebook)["levels"]["beside"]
    # Within a level ln(1 + years) spreads by 0.4, and 1,400 rows tell a level: 0.12 / (0.4 sqrt n).
    error = made.SPREAD / (0.4 * math.sqrt(1400))
    assert beside["slope"]["value"] == pytest.approx(made.BESIDE, abs=ERRORS * error)
    none = next(row for row in fitted.rows if row.constant == "levels.beside.slope")
    assert 0 <= none.value < ERRORS * error
    for level, usual in zip(made.LEVELS, made.USUAL, strict=True):
        assert math.log1p(beside["usual"][level]["value"]) == pytest.approx(usual, abs=0.12)


def test_the_growth_behind_made_rows_is_found(tmp_path: Path) -> None:
    """In a month whose figure is fitted. Half of the rows are from there, half from May 2025."""
    month, base, beyond = "2021-06", -0.17, 0.15
    rows = [dict(row) for row in made.rows(2000)]
    for row in rows[::2]:
        more = (row["total"] - row["base"]) * math.exp(base + beyond)
        row["base"] = round(row["base"] * math.exp(base))
        row["total"], row["bonus"] = row["base"] + round(more), round(row["bonus"] * math.exp(base))
        row["date"] = month
    rulebook = book(guide_weight=1.0)
    path = made.written(tmp_path / "reported.csv", rows)
    table = model_table(read(path, rulebook).reports, rulebook)
    # Halves of 1,000 rows that spread by 0.17 are parted to 0.17 x sqrt(2 / 1,000) = 0.0076. What
    # BLS tells of later years draws the step from May 2022 to its own: 0.02 a year, to which 0.0076
    # are an eighth in squares, of what parts -0.17 from 11 / 36 of ln 0.8976 below that.
    usual = math.log(0.8976) * (1 + 11 / 36)
    drawn = 0.0076**2 / (0.0076**2 + 0.02**2 * 11 / 12)
    wanted = base + drawn * (usual - base)
    growth = table["growth"]
    assert growth["base"][month]["value"] == pytest.approx(wanted, abs=ERRORS * 0.0076)
    # ln of what is paid beyond base is known about three times less well than ln total, 0.2.
    assert growth["beyond"][month]["value"] == pytest.approx(
        beyond, abs=ERRORS * 3 * 0.2 * math.sqrt(2 / 1000)
    )
    # Of months from which nobody reports nothing is learned.
    shipped = BOOK.toml("model.toml")["growth"]
    for series in ("base", "beyond"):
        others = shipped[series].keys() - {month}
        assert {one: growth[series][one]["value"] for one in others} == {
            one: shipped[series][one]["value"] for one in others
        }


def test_companies_alone_are_learned_from_other_work(tmp_path: Path) -> None:
    """Forty rows that are no machine learning, paid 1.5 times as much: two companies that part by
    0.2 are each half of that from what parts such work, and all else stays as it is."""
    extra = [dict(row) for row in ROWS if row["company"] == "Cisco"][:40]
    for number, row in enumerate(extra):
        row["company"] = ("PayPal", "Intuit")[number % 2]
        row["base"] = round(row["base"] * 1.5 * math.exp(0.1 if number % 2 else -0.1))
        row["total"] = 2 * row["base"]
    tables = []
    for name, lines in (("ours", ROWS), ("more", [*ROWS, *extra])):
        marked = [row | {"ml": "0" if row in extra else "1"} for row in lines]
        path = made.written(tmp_path / f"{name}.csv", marked)
        tables.append(model_table(read(path, BOOK).reports, BOOK))
    ours, more = tables
    found = {row["name"]: row for row in more.pop("company")}
    theirs = {row["name"]: row for row in ours.pop("company")}
    assert found.keys() - theirs.keys() == {"PayPal", "Intuit"}
    assert theirs.items() <= found.items()
    assert ours == more
    for name, log in (("PayPal", -0.1), ("Intuit", 0.1)):
        for base in found[name]["base"].values():
            assert base == pytest.approx(log * 20 / 25, abs=ERRORS * 0.17 / math.sqrt(20))


def test_a_company_that_few_report_from_or_that_is_not_listed_has_no_row(tmp_path: Path) -> None:
    rows = [dict(row) for row in ROWS]
    here = [row for row in rows if row["company"] == "Cisco"]
    for number, row in enumerate(here[:50]):
        row["company"] = "PayPal" if number < 14 else "Elsewhere Ltd" if number < 34 else "Intuit"
    path = made.written(tmp_path / "reported.csv", rows)
    names = {row["name"] for row in model_table(read(path, BOOK).reports, BOOK)["company"]}
    assert "Intuit" in names
    assert not {"PayPal", "Elsewhere Ltd"} & names


@pytest.mark.thorough("test_a_fitted_model_prices_by_itself_and_is_fitted_again_to_the_same_bytes")
def test_several_files_are_fitted_to_as_one(tmp_path: Path) -> None:
    whole, first, second = (
        made.written(tmp_path / f"{name}.csv", rows)
        for name, rows in (("whole", ROWS[:700]), ("first", ROWS[:400]), ("second", ROWS[400:700]))
    )
    data, one, two = made.quick(tmp_path / "quick"), tmp_path / "1.toml", tmp_path / "2.toml"
    for words in ((whole, "-o", one), (first, "--also", second, "-o", two)):
        ran = run("fit", *map(str, words), "--data", data)
        assert ran.code == 0, ran.err
    ours, theirs = (tomllib.loads(path.read_text(encoding="utf-8")) for path in (one, two))
    assert theirs["fitted"].pop("digests") == [read(path, BOOK).digest for path in (first, second)]
    assert ours["fitted"].pop("digests") == [read(whole, BOOK).digest]
    assert ours == theirs


def test_what_nobody_reports_is_carried_over(fitted: Fitted) -> None:
    before = {row[0]: row for row in _constants(BOOK.toml("model.toml"))}
    kept = [
        row
        for row in fitted.rows
        if row.constant.startswith(
            (
                *("employer.startup", "employer.lab", "employer.public-sector", "degree.masters"),
                *("total.management", "role.engineer", "total.role.engineer"),
            )
        )
    ]
    assert len(kept) > 20
    for row in kept:
        assert (row.value, row.kind) == before[row.constant][1:]
        assert row.kind == "assumed"


def _constants(table: dict[str, Any], name: str = "") -> list[tuple[str, float, str]]:
    found = []
    for key, each in table.items():
        dotted = f"{name}.{key}".strip(".")
        if isinstance(each, dict) and "value" in each:
            found.append((dotted, each["value"], each.get("kind", "fitted")))
        elif isinstance(each, dict):
            found += _constants(each, dotted)
    return found


def test_the_file_is_a_rulebooks_model_and_holds_no_row(fitted: Fitted, tmp_path: Path) -> None:
    (tmp_path / "model.toml").write_text(fitted.text, encoding="utf-8")
    assert problems(tmp_path) == []
    head = tomllib.loads(fitted.text)
    assert head["sources"] == ["own-reported-pay"]
    assert head["fitted"]["rows"]["base"] == fitted.reports == 1500
    assert (head["fitted"]["start"], head["fitted"]["end"]) == ("2025-05", "2025-05")
    assert not [row for row in ROWS if str(row["base"]) in fitted.text]
    assert not [row for row in ROWS if row["title"] in fitted.text]
    assert len(fitted.text) < 24_000  # some ten bytes a row: figures and comments alone


def test_a_fitted_model_prices_by_itself_and_is_fitted_again_to_the_same_bytes(
    tmp_path: Path,
) -> None:
    reported = made.written(tmp_path / "reported.csv", ROWS[:700])
    mine, again = tmp_path / "mine", tmp_path / "again.toml"
    model = mine / "model.toml"
    ran = run("fit", str(reported), "--data", made.quick(mine), "-o", str(model), "--json")
    assert ran.code == 0, ran.err
    assert ran.json["schema"] == "mlsalary/fit/1"
    assert ran.json["reports"] == 700
    second = run("fit", str(reported), "--data", str(mine), "-o", str(again), "--json")
    assert second.code == 0, second.err
    assert again.read_bytes() == model.read_bytes()
    asked = ("estimate", "--years", "5", "--metro", "San Jose", "--json")
    shipped, own = (run(*asked, *data).json for data in ((), ("--data", str(mine))))
    assert shipped["base"]["p50"] != own["base"]["p50"]
    assert own["steps"][0]["sources"] == ["guide-2026", "own-reported-pay"]


def test_the_model_goes_to_stdout_without_a_file(tmp_path: Path) -> None:
    reported = made.written(
        tmp_path / "reported.csv", ROWS[:700], "level", "company_level", "bonus"
    )
    ran = run("fit", str(reported), "--data", made.quick(tmp_path / "quick"))
    assert ran.code == 0
    table = tomllib.loads(ran.out)
    assert table["fitted"]["kept"] == ["bonus", "levels"]
    assert table["levels"] == BOOK.toml("model.toml")["levels"]
    assert table["spread"]["beside"] == BOOK.toml("model.toml")["spread"]["beside"]
    assert table["doubt"]["level"] == BOOK.toml("model.toml")["doubt"]["level"]
    assert "company_level" in ran.err
    assert "bonus" in ran.err


def test_years_and_base_alone_fit_what_they_tell(tmp_path: Path) -> None:
    path = tmp_path / "reported.csv"
    plain = [{"years": row["years"], "base": row["base"]} for row in ROWS[:700]]
    ran = run("fit", str(made.written(path, plain)), "--data", made.quick(tmp_path / "quick"))
    assert ran.code == 0, ran.err
    shipped, table = BOOK.toml("model.toml"), tomllib.loads(ran.out)
    assert len(table["fitted"]["kept"]) == 8
    for section in ("levels", "degree", "role", "employer", "company", "total"):
        assert table[section] == shipped[section]
    for constant in table["place"].keys() - {"bls_scale", "bls_slope"}:  # of the rulebook alone
        assert table["place"][constant] == shipped["place"][constant]
    for constant in ("beside", "beyond_beside", "elsewhere"):
        assert table["spread"][constant] == shipped["spread"][constant]
    # Levels, places and employers are hidden in this spread, which is wider than the truth.
    spread = table["spread"]["start"]["value"] * shipped["employer"]["unknown"]["spread"]["value"]
    assert spread > made.SPREAD
    folded = run("backtest", str(path), "--folds", "2", "--json")
    assert folded.code == 0, folded.err
    assert folded.json["base"]["coverage80"] == pytest.approx(80, abs=8)


def test_too_little_is_refused_and_each_constant_says_what_it_lacks(tmp_path: Path) -> None:
    few = made.rows(60)
    reported, out = made.written(tmp_path / "reported.csv", few), tmp_path / "model.toml"
    ran = run("fit", str(reported), "-o", str(out), "--json")
    assert (ran.code, ran.out, out.exists()) == (4, "", False)
    assert ran.error["code"] == "too_little_data"
    said = ran.error["message"].splitlines()
    levels = sum(told(row) is not None for row in few)
    scientists = sum(row["title"] == "Data Scientist" for row in few)
    kinds = sorted(made.counts(few).values())
    for constants, rows, least in (
        ("spread.start, spread.rise", 60, 200),
        ("levels.*, spread.beside, doubt.level", levels, 100),
        ("role.scientist, total.role.scientist", min(scientists, 60 - scientists), 30),
        ("employer.*", kinds[-2], 50),
    ):
        lacking = f"{least - rows} too few"
        assert any(
            line.startswith(f"  {constants}: {rows} rows") and lacking in line for line in said
        )
    assert any(f"place.elasticity: {len(made.METROS)} areas, enough" in line for line in said)
    page = run("fit", str(reported), "-o", str(out)).err
    assert len(page.splitlines()) == len(said), "each constant on a line of its own"


def test_bls_is_brought_to_the_guides_scale_by_least_squares() -> None:
    """The slope is the covariance of the logs over the variance, the line runs through the means,
    and stands at the nation: each area's wage is the middle of its two occupations' means."""

    def middle(code: str) -> float:
        here = wages(BOOK, code)
        means = [here[occupation].mean for occupation in ("15-1252", "15-2051")]
        assert all(means)
        return math.fsum(math.log(mean or 0) for mean in means) / 2

    ours, theirs = (
        np.array([middle(code) - middle("US") for code in made.METROS]),
        np.log(list(made.METROS.values())),
    )
    slope = np.cov(ours, theirs)[0, 1] / np.var(ours, ddof=1)
    found = oews.scale(BOOK, Model.of(BOOK))
    assert found["place.bls_slope"][0] == pytest.approx(slope)
    at_the_nation = math.exp(np.mean(theirs) - slope * np.mean(ours))
    assert found["place.bls_scale"][0] == pytest.approx(at_the_nation)


def test_a_source_is_one_of_the_rulebook(tmp_path: Path) -> None:
    reported = read(made.written(tmp_path / "reported.csv", ROWS[:5]), BOOK)
    with pytest.raises(NotFoundError, match=r"sources\.toml"):
        fit(reported, BOOK, "nobody")


PLACES = ("San Jose,", "Denver,", ",TX", ",", "cbsa:0100001,", '"Juneau, AK",', "Seattle,")
COMPANIES = ("Google", "Microsoft", "Oracle", "Walmart", "Uber")


@pytest.fixture
def people(tmp_path: Path) -> tuple[Report, ...]:
    """Of every kind of place and employer, each company with enough rows for effects of its own."""
    lines = ["years,level,degree,title,company,metro,state,base"]
    for number in range(105):
        degree = ("PhD", "MS", "BS", "")[number % 4]
        title = ("Data Scientist", "Software Engineer")[number % 2]
        level = made.LEVELS[number // 3 % 4]
        company, place = COMPANIES[number % 5], PLACES[number % 7]
        lines.append(f"{number / 4:.2f},{level},{degree},{title},{company},{place},150000")
    path = tmp_path / "reported.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read(path, BOOK).reports


@pytest.mark.parametrize(
    ("kept", "by_level"),
    [(("company", "employer"), False), (("company", "employer"), True), (("employer",), False)],
)
def test_the_columns_are_priced_as_the_engine_prices_each(
    kept: tuple[str, ...], by_level: bool, people: tuple[Report, ...]
) -> None:
    """The fit and the estimate are one text: to the cent, for every kind of place and person. A
    word for several kinds of employer is priced as such where no company is known."""
    months = (None, "2018-06", "2019-12", "2021-08", "2022-05", "2024-01", "2025-05", "2026-10")
    people = tuple(
        one._replace(month=months[number % len(months)]) for number, one in enumerate(people)
    )
    model, given = Model.of(BOOK), columns(people, BOOK)
    assert len(given) == 105
    for kind in (
        (None,) if "company" in kept else (None, "big-tech", "tech", "enterprise", "startup")
    ):
        some = given if "company" in kept else given.as_employer(kind)
        base, spread, total, total_spread = some.priced(model, some.place(model), by_level=by_level)
        for row, report in enumerate(people):
            profile = replace(
                report.profile, title=None, level=report.profile.level if by_level else None
            )
            if "company" not in kept:
                profile = replace(profile, company=None, employer=kind)
            answer = estimate(replace(profile, as_of=report.month or model.dollars), BOOK)
            z90 = 1.2815515655446004
            assert math.exp(base[row]) == pytest.approx(answer.base.p50, abs=0.01), profile
            p10 = math.exp(base[row] - z90 * spread[row])
            assert p10 == pytest.approx(answer.base.p10, abs=0.01)
            assert math.exp(total[row]) == pytest.approx(answer.total.p50, abs=0.01)
            for side, piece, amount in (
                (-1, "below", answer.total.p10),
                (1, "above", answer.total.p90),
            ):
                spread_there = total_spread[row] * model.value(f"spread.total_{piece}")
                end = math.exp(total[row] + side * z90 * spread_there)
                assert end == pytest.approx(amount, abs=0.01)


def test_a_metro_that_pays_more_than_its_wages_say_is_pooled(tmp_path: Path) -> None:
    rows = [dict(row) for row in ROWS[:700]]
    here = [row for row in rows if row["metro"] == "cbsa:12420"]
    for row in here:
        row["base"] = round(row["base"] * 1.2)
        row["total"] = max(row["total"], row["base"])
    path = made.written(tmp_path / "reported.csv", rows, "level", "company_level")
    rulebook = book(guide_weight=1.0)
    table = model_table(read(path, rulebook).reports, rulebook)
    (austin,) = [row for row in table["place"]["metro"] if row["code"] == "12420"]
    assert austin["reports"] == len(here)
    # Each kind of employer counts n / (n + 10) of ten reports, as people of one kind are alike.
    counts = sum(10 * n / (n + 10) for n in made.counts(here).values())
    assert austin["counts"] == pytest.approx(counts, abs=0.05)
    truth = made.ELASTICITY * math.log(made.METROS["12420"] / made.REFERENCE) + math.log(1.2)
    # Its mean is known to 0.17 / sqrt(30) = 0.03; Huber lets the rest lean to it a little.
    assert austin["log_factor"] == pytest.approx(truth, abs=0.08)


def test_the_pinball_loss_is_least_where_a_spread_holds_what_it_should() -> None:
    sizes = np.abs(np.random.default_rng(3).normal(0, 0.2, 20_000))
    assert spreads._factor(sizes, np.full(20_000, 0.1), {"pinball_smooth": 0.01}) == pytest.approx(
        2.0, abs=0.05
    )


def test_a_missing_extra_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    ran = run("backtest", str(tmp_path / "any.csv"))
    assert ran.code == 2
    (_, line) = ran.err.splitlines()
    assert line.endswith('[fit]"')
    with pytest.raises(UsageError):
        need("no_such_module_anywhere", "fit")


def test_more_years_never_lower_pay_whatever_was_fitted(fitted: Fitted) -> None:
    priced_by = BOOK.replaced("model.toml", tomllib.loads(fitted.text))
    for employer, company in (
        ("big-tech", None),
        ("tech", None),
        (None, None),
        ("top-tech", "Uber"),
    ):
        for degree in ("phd", None):
            asked = Profile(degree=degree, employer=employer, company=company)
            pays = [estimate(replace(asked, years=years / 2), priced_by) for years in range(60)]
            pays_at = [estimate(replace(asked, level=level), priced_by) for level in made.LEVELS]
            for rising in (pays, pays_at):
                for pay in ("base", "total"):
                    middles = [getattr(answer, pay).p50 for answer in rising]
                    assert middles == sorted(middles)


@pytest.mark.thorough("test_a_fitted_model_prices_by_itself_and_is_fitted_again_to_the_same_bytes")
def test_the_shipped_model_is_the_fit_to_the_reported_pay(
    tmp_path: Path, reported_pay: Path, more_reported_pay: list[Path]
) -> None:
    """The guide's bands and wages of places stand in the fit: other figures, other constants."""
    out = tmp_path / "model.toml"
    also = [word for path in more_reported_pay for word in ("--also", str(path))]
    ran = run("fit", str(reported_pay), *also, "-o", str(out), "--json")
    assert ran.code == 0, ran.err
    fitted, shipped = (path.read_text("utf-8") for path in (out, shipped_folder() / "model.toml"))
    assert fitted == shipped, "The data or the formulas changed since the fit: make figures"
