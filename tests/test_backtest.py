"""Backtests: the scores by hand, the engine's own estimates, folds, the page and the picture."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import made_reports as made
import numpy as np
import pytest
from cli_run import run
from guide_bands import BANDS, MEANS
from guide_figures import COMPENSATION

from mlsalary.engine import estimate
from mlsalary.errors import UsageError
from mlsalary.evaluation.backtest import backtest
from mlsalary.evaluation.fit.fitting import model_table
from mlsalary.evaluation.reported import read
from mlsalary.evaluation.scorecard import TERMS, Backtest
from mlsalary.evaluation.scores import ape, intervals, reliability, score
from mlsalary.profile import Profile
from mlsalary.render.reliability_plot import svg
from mlsalary.rulebook import Rulebook
from mlsalary.schemas import json_schema

BOOK = Rulebook.shipped()


# Scores by hand ----------------------------------------------------------------------------------

PAY = np.array([100.0, 200.0, 400.0])
PERCENTILES = np.array(
    [
        [80.0, 90.0, 110.0, 120.0, 150.0],  # 10 % too high; inside both
        [100.0, 120.0, 150.0, 180.0, 210.0],  # 25 % too low; inside p10-p90 alone
        [100.0, 150.0, 200.0, 300.0, 390.0],  # 50 % too low; inside neither
    ]
)


def test_a_score_by_hand() -> None:
    found = score(PAY, PERCENTILES)
    assert found.n == 3
    assert found.mdape == pytest.approx(25)
    assert found.mape == pytest.approx((10 + 25 + 50) / 3)
    # The geometric mean of 1.1, 0.75 and 0.5 is 0.4125 ^ (1/3).
    assert found.bias == pytest.approx(100 * (0.4125 ** (1 / 3) - 1))
    assert found.coverage80 == pytest.approx(200 / 3)
    assert found.coverage50 == pytest.approx(100 / 3)
    # Below an estimate p the loss is (1 - q) of the distance, above it q of it.
    first = 0.1 * 20 + 0.25 * 10 + 0.5 * 10 + 0.25 * 20 + 0.1 * 50
    second = 0.1 * 100 + 0.25 * 80 + 0.5 * 50 + 0.75 * 20 + 0.1 * 10
    third = 0.1 * 300 + 0.25 * 250 + 0.5 * 200 + 0.75 * 100 + 0.9 * 10
    assert found.pinball == pytest.approx((first + second + third) / 15)


def test_a_score_of_nothing() -> None:
    found = score(np.array([]), np.empty((0, 5)))
    assert found.n == 0
    assert set(found[1:]) == {None}
    assert intervals(np.array([]), np.empty((0, 5)), 10, 1) == {}


def test_errors_of_single_figures() -> None:
    median, mean = ape(np.array([100.0, 200.0]), np.array([150.0, 190.0]))
    assert median == pytest.approx(27.5)
    assert mean == pytest.approx(27.5)


def test_reliability_counts_reports_below_their_own_percentiles() -> None:
    # A log-normal of middle 100 and p90 200: its p75 is 100 x 2 ^ (0.67449 / 1.28155) = 144.0.
    estimates = np.tile([50.0, 69.4, 100.0, 144.0, 200.0], (4, 1))
    pay = np.array([49.0, 99.0, 143.0, 145.0])
    assert reliability(pay, estimates, [10, 50, 75, 90]) == [25.0, 50.0, 75.0, 100.0]


def test_intervals_hold_the_figure_and_shrink_with_reports() -> None:
    random = np.random.default_rng(5)
    pay = np.exp(random.normal(5, 0.3, 400))
    estimates = np.tile(np.quantile(pay, [0.1, 0.25, 0.5, 0.75, 0.9]), (400, 1))
    wide = intervals(pay[:50], estimates[:50], 100, 1)["mape"]
    narrow = intervals(pay, estimates, 100, 1)["mape"]
    assert narrow.low < score(pay, estimates).mape < narrow.high  # type: ignore[operator]
    assert narrow.high - narrow.low < wide.high - wide.low


# A file of reports -------------------------------------------------------------------------------

LINES = (
    "years,degree,employer,metro,state,base,total",
    "2.9,PhD,big-tech,San Jose,,150000,220000",
    "3,,tech,Denver,,160000,190000",
    "5.9,MS,tech,Seattle,,170000,",
    "6,,,Boston,MA,180000,260000",
    "10,,startup,,TX,190000,200000",
    "10.5,BS,enterprise,,,230000,300000",
    "x,,,,,230000,300000",
)


OWN = "2025-05"  # the month in whose money the constants stand


def scored(folder: Path, *lines: str, **options: Any) -> Backtest:
    path = folder / "reported.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return backtest(read(path, BOOK), BOOK, **options)


def test_reports_are_told_apart_by_years_employer_and_place(tmp_path: Path) -> None:
    found = scored(tmp_path, *LINES)
    groups = {(one.by, one.name): one.n for one in found.base.groups}
    assert groups == {
        ("level", "not given"): 6,
        ("years", "0-2"): 1,
        ("years", "3-5"): 2,
        ("years", "6-10"): 2,
        ("years", "over 10"): 1,
        ("employer", "big-tech"): 1,
        ("employer", "enterprise"): 1,
        ("employer", "startup"): 1,
        ("employer", "tech"): 2,
        ("employer", "unknown"): 1,
        ("place", "guide's metros"): 4,  # Denver is the guide's ninth
        ("place", "outside metros"): 1,
        ("place", "national"): 1,
    }
    assert (found.base.n, found.total.n) == (6, 5)
    ((reason, rows, line, _),) = found.rejected
    assert (reason, rows, line) == ("bad_years", 1, 8)


def test_what_is_scored_is_the_engines_own_estimate(tmp_path: Path) -> None:
    found = scored(tmp_path, *LINES[:2])
    # Undated: in the money of the constants.
    words: dict[str, Any] = {"degree": "phd", "employer": "big-tech", "metro": "San Jose"}
    answer = estimate(Profile(years=2.9, as_of=OWN, **words), BOOK)
    assert found.base.mape == pytest.approx(100 * abs(answer.base.p50 / 150_000 - 1))
    assert found.total.mape == pytest.approx(100 * abs(answer.total.p50 / 220_000 - 1))
    assert found.base.coverage80 == (100 if answer.base.p10 <= 150_000 <= answer.base.p90 else 0)


def test_each_report_is_scored_in_the_money_of_its_month(tmp_path: Path) -> None:
    months = ("2019-01", "2022-05", "2025-05", "")
    lines = [f"{month},5,150000,220000" for month in months]
    found = scored(tmp_path, "date,years,base,total", *lines)
    answers = [estimate(Profile(years=5, as_of=month or OWN), BOOK) for month in months]
    for pay, paid in (("base", 150_000), ("total", 220_000)):
        errors = [abs(getattr(answer, pay).p50 / paid - 1) for answer in answers]
        assert getattr(found, pay).mape == pytest.approx(100 * sum(errors) / len(errors))
    assert len({answer.base.p50 for answer in answers}) == 3


def test_the_baselines_by_hand(tmp_path: Path) -> None:
    found = scored(tmp_path, LINES[0], "4,,tech,San Jose,,200000,300000")
    national, literal, place = found.baselines
    # BLS, May 2025, data scientists: the nation's median is 120,230, San Jose's 185,080.
    assert national.base.mape == pytest.approx(100 * (1 - 120_230 / 200_000))
    assert place.base.mape == pytest.approx(100 * abs(185_080 / 200_000 - 1))
    # The guide's band and mean wage, over BLS's national means of the two occupations.
    band = math.sqrt(math.prod(BANDS["mid", None]))
    amount = band * MEANS["41940"] / math.sqrt(148_100 * 126_800)
    assert literal.base.mape == pytest.approx(100 * abs(amount / 200_000 - 1))
    assert literal.total is not None
    equity = COMPENSATION["equity_percent_of_base"]
    whole = amount * math.sqrt((1 + equity["low"] / 100) * (1 + equity["high"] / 100))
    assert literal.total.mape == pytest.approx(100 * abs(whole / 300_000 - 1))
    assert national.total is None


def test_a_file_without_totals_or_dates_says_so(tmp_path: Path) -> None:
    found = scored(tmp_path, "years,base", "5,150000")
    assert (found.total.n, found.total.mape, found.total.groups) == (0, None, ())
    assert {notice.code for notice in found.warnings} == {"no_dates", "no_totals"}
    assert all(one.total is None for one in found.reliability)
    words = "".join(ElementTree.fromstring(svg(found)).itertext())
    assert "Base salary" in words
    assert "Total compensation" not in words


# What is told ------------------------------------------------------------------------------------

PEOPLE = (
    "title,company,company_level,employer,years,degree,metro,base,total",
    "Data Scientist,Google,L5,big-tech,6.5,PhD,San Jose,230000,400000",
    "Software Engineer,JPMorgan,Vice President,tech,9,MS,New York,190000,240000",
    "Software Engineer,Acme,,tech,4,,Denver,150000,180000",
    "Staff Data Scientist,Acme,,tech,,,Denver,210000,280000",
)


def test_each_step_prices_what_it_tells_and_no_more(tmp_path: Path) -> None:
    """The answers of the engine to the profiles that each step leaves, typed by hand."""
    found = scored(tmp_path, *PEOPLE)
    google = {"degree": "phd", "metro": "San Jose"}
    bank = {"degree": "masters", "metro": "New York"}
    scientist, of_google = {"role": "scientist"}, {"company": "Google", "employer": "top-tech"}
    of_bank = {"company": "JPMorgan Chase", "employer": "enterprise"}
    acme: dict[str, Any] = {"years": 4, "metro": "Denver", "employer": "tech"}
    staff: dict[str, Any] = {"level": "staff", "metro": "Denver", "employer": "tech"} | scientist
    asked: list[list[dict[str, Any]]] = [
        # As a column says it of Google and the bank; who tells no years keeps the level, else
        # there is nothing to price.
        [
            {"years": 6.5, "employer": "big-tech"} | google,
            {"years": 9, "employer": "tech"} | bank,
            acme,
            {**staff, "role": None},
        ],
        [
            {"years": 6.5, "employer": "top-tech"} | google | scientist,
            {"years": 9, "employer": "enterprise"} | bank,
            acme,
            staff,
        ],
        [
            {"years": 6.5, "level": "senior", "employer": "top-tech"} | google | scientist,
            {"years": 9, "level": "senior", "employer": "enterprise"} | bank,
            acme,
            staff,
        ],
        [
            {"years": 6.5} | google | scientist | of_google,
            {"years": 9} | bank | of_bank,
            acme,
            staff,
        ],
        [
            {"years": 6.5, "level": "senior"} | google | scientist | of_google,
            {"years": 9, "level": "senior"} | bank | of_bank,
            acme,
            staff,
        ],
        # Google's ladder is known to mean what it says, the bank's is not.
        [{"level": "senior"} | google | scientist | of_google],
    ]
    pay = [(230_000, 400_000), (190_000, 240_000), (150_000, 180_000), (210_000, 280_000)]
    for told, profiles in zip(found.told, asked, strict=True):
        answers = [estimate(Profile(as_of=OWN, **one), BOOK) for one in profiles]
        for at, kind in enumerate(("base", "total")):
            score = getattr(told, kind)
            errors = [
                abs(getattr(answer, kind).p50 / paid[at] - 1)
                for answer, paid in zip(answers, pay, strict=False)
            ]
            assert score.n == len(profiles), told.name
            assert score.mape == pytest.approx(100 * sum(errors) / len(errors)), told.name


def test_the_width_is_by_how_much_p90_exceeds_p10() -> None:
    # 150 / 80, 210 / 100 and 390 / 100: the middle one exceeds 1 by 1.1.
    assert score(PAY, PERCENTILES).width80 == pytest.approx(110)


# Folds -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.written(tmp_path_factory.mktemp("made") / "reported.csv", made.rows(900))


def test_every_row_is_left_out_of_the_model_that_prices_it(
    made_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted_to: list[set[int]] = []

    def recorded(reports: Any, book: Rulebook, without: frozenset[str]) -> dict[str, Any]:
        fitted_to.append({report.line for report in reports})
        return book.toml("model.toml")

    monkeypatch.setattr("mlsalary.evaluation.fit.fitting.model_table", recorded)
    reported = read(made_file, BOOK)
    backtest(reported, BOOK, folds=5)
    lines = {report.line for report in reported.reports}
    left_out = [lines - seen for seen in fitted_to]
    assert [len(part) for part in left_out] == [180] * 5
    assert set().union(*left_out) == lines


def test_further_files_are_fitted_to_and_not_scored(
    made_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted_to: list[list[Any]] = []

    def recorded(reports: Any, book: Rulebook, without: frozenset[str]) -> dict[str, Any]:
        fitted_to.append(list(reports))
        return book.toml("model.toml")

    monkeypatch.setattr("mlsalary.evaluation.fit.fitting.model_table", recorded)
    reported = read(made_file, BOOK)
    also = reported._replace(reports=tuple(one._replace(line=-1) for one in reported.reports[:70]))
    found = backtest(reported, BOOK, folds=3, also=[also])
    assert found.base.n == 900
    assert [len(reports) for reports in fitted_to] == [600 + 70] * 3
    assert [sum(one.line == -1 for one in reports) for reports in fitted_to] == [70] * 3
    with pytest.raises(UsageError) as raised:
        backtest(reported, BOOK, also=[also])
    assert raised.value.code == "option_without_effect"


@pytest.fixture(scope="module")
def halved(made_file: Path) -> Backtest:
    """The made rows, each half priced by what the other tells."""
    return backtest(read(made_file, BOOK), BOOK, folds=2)


@pytest.mark.thorough("test_every_row_is_left_out_of_the_model_that_prices_it")
def test_folds_find_the_spread_of_made_rows(made_file: Path, halved: Backtest) -> None:
    found = halved
    assert (found.folds, found.base.n) == (2, 900)
    # Of known rows a share that should be 0.8 is so to sqrt(0.8 x 0.2 / n), of 900 to 1.3 points,
    # and constants fitted to half of the rows add to it.
    for pay in (found.base, found.total):
        assert pay.coverage80 == pytest.approx(80, abs=5)
    # The made rows spread by 0.12: the mean error of a known middle is 0.12 x sqrt(2 / pi) = 9.6 %.
    by_level = next(one for one in found.base.groups if (one.by, one.name) == ("level", "senior"))
    assert by_level.mape == pytest.approx(9.6, abs=1.5)
    assert by_level.bias == pytest.approx(0, abs=4 * 100 * made.SPREAD / math.sqrt(by_level.n))
    assert backtest(read(made_file, BOOK), BOOK, folds=2) == found
    assert "fitted_to_this" not in {notice.code for notice in found.warnings}


@pytest.mark.thorough(every=5)
@pytest.mark.parametrize("term", sorted(TERMS))
def test_a_term_taken_out_is_gone_from_the_model(term: str, made_file: Path) -> None:
    reports = read(made_file, BOOK).reports
    table = model_table(reports, BOOK, frozenset({term}))
    gone: dict[str, Callable[[], bool]] = {
        "level": lambda: table["levels"]["slope"]["value"] == 0,
        "pooling": lambda: table["place"].get("metro", []) == [],
        "guide": lambda: table["place"]["guide_weight"]["value"] == 0,
        "bls": lambda: table["place"]["guide_weight"]["value"] == 1,
        "tilt": lambda: table["total"]["place_elasticity"]["value"] == 0,
        "share": lambda: len({one["value"] for one in table["total"]["share"].values()}) == 1,
        "reported": lambda: {one["value"] for one in table["levels"]["reported"].values()} == {0},
        "beside": lambda: table["levels"]["beside"]["slope"]["value"] == 0,
        "local": lambda: table["place"].get("employer", []) == [],
        "company": lambda: table.get("company", []) == [],
        "growth": lambda: {one["value"] for one in table["growth"]["beyond"].values()} == {0},
        # The profiles of a backtest then do not tell them, whatever the model holds.
        "place": lambda: True,
        "degree": lambda: True,
        "role": lambda: True,
        "employer": lambda: True,
    }
    assert gone[term]()


@pytest.mark.thorough(every=5)
@pytest.mark.parametrize("term", ["reported", "place", "degree", "employer", "company"])
def test_a_backtest_without_a_term_is_worse_where_the_term_matters(
    term: str, made_file: Path, halved: Backtest
) -> None:
    without = backtest(read(made_file, BOOK), BOOK, 2, [term])
    assert (without.base.mape or 0.0) > (halved.base.mape or math.inf) + 0.1


@pytest.mark.parametrize(
    ("folds", "without", "code"),
    [
        (1, (), "bad_folds"),
        (-2, (), "bad_folds"),
        (1000, (), "bad_folds"),
        (2, ("sunshine",), "bad_term"),
        (0, ("place",), "term_needs_folds"),
    ],
)
def test_folds_and_terms_that_make_no_sense(
    folds: int, without: tuple[str, ...], code: str, made_file: Path
) -> None:
    with pytest.raises(UsageError) as raised:
        backtest(read(made_file, BOOK), BOOK, folds, without)
    assert raised.value.code == code


# Output ------------------------------------------------------------------------------------------


def test_the_json_follows_its_schema_and_its_contract(made_file: Path) -> None:
    ran = run("backtest", str(made_file), "--json")
    assert ran.code == 0, ran.err
    jsonschema.validate(ran.json, json_schema("backtest"))
    assert ran.json["schema"] == "mlsalary/backtest/1"
    for pay in ("base", "total"):
        scored = ran.json[pay]
        assert {"n", "mdape", "mape", "bias", "coverage80", "coverage50", "groups"} <= set(scored)
        for metric in ("mdape", "mape", "coverage80", "coverage50", "pinball"):
            ends = scored["intervals"][metric]
            assert ends["low"] <= scored[metric] <= ends["high"]
    assert {source["id"] for source in ran.json["sources"]} >= {"guide-2026", "bls-oews-2025"}


@pytest.mark.thorough(every=5)
@pytest.mark.parametrize("form", ["table", "plain", "markdown", "csv", "jsonl"])
def test_every_format_tells_the_scores(form: str, made_file: Path) -> None:
    more = ("--explain",) if form in ("table", "plain", "markdown") else ()
    ran = run("backtest", str(made_file), "--format", form, *more, width=120)
    assert ran.code == 0, ran.err
    for word in ("over 10", "top-tech", "guide's metros", "senior", "Microsoft"):
        assert word in ran.out


def test_the_first_screen_has_the_scores_and_says_where_the_groups_are(made_file: Path) -> None:
    answer = run("backtest", str(made_file), "--json").json
    ran = run("backtest", str(made_file), "--format", "table", terminal=True, width=80)
    page = " ".join(ran.out.split())
    base, total = answer["base"], answer["total"]
    assert f"{base['mdape']:.1f}% for base salary, {total['mdape']:.1f}% for total" in page
    assert f"holds {base['coverage80']:.0f}% and {total['coverage80']:.0f}%" in page
    assert "Groups and reliability: --explain" in page
    lines = ran.out.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80


def test_the_terminal_draws_the_reliability(made_file: Path) -> None:
    asked = ("backtest", str(made_file), "--explain", "--format", "table")
    lines = run(*asked).out.splitlines()
    bars = [line.count("█") for line in lines if line.strip().startswith(("p10 ", "p50 ", "p90 "))]
    assert len(bars) == 3
    assert bars == sorted(bars)
    assert bars[0] < bars[2]


@pytest.mark.thorough("test_the_terminal_draws_the_reliability")
def test_svg_is_a_picture_and_the_same_each_time(made_file: Path, tmp_path: Path) -> None:
    first = tmp_path / "a.svg"
    assert run("backtest", str(made_file), "-o", str(first)).code == 0
    assert run("backtest", str(made_file), "--format", "SVG").out == first.read_text("utf-8")
    drawing = ElementTree.parse(first).getroot()
    assert drawing.tag.endswith("svg")
    words = "".join(drawing.itertext())
    for label in ("Base salary", "Total compensation", "900 reports"):
        assert label in words


def test_a_picture_that_cannot_be_written(made_file: Path, tmp_path: Path) -> None:
    ran = run("backtest", str(made_file), "-o", str(tmp_path / "no" / "a.svg"))
    assert (ran.code, ran.out) == (4, "")
    assert "There is no folder" in ran.err


def test_what_has_no_picture_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    for asked in (
        ("target", "300k", "--metro", "Nowhereville"),
        ("table", "salaries"),
        ("fit", "no.csv"),
    ):
        for form in ("html", "SVG"):
            ran = run(*asked, "--format", form)
            assert (ran.code, ran.out) == (2, "")
            assert f"{asked[0]} cannot be drawn as {form.casefold()}; " in ran.err
            assert "estimate, offer, compare, path, brief and backtest can." in ran.err
            assert "Choose another format: table, plain, json, jsonl, csv, markdown." in ran.err
    for name in ("pay.svg", "pay.html"):
        ran = run("target", "300k", "--years", "5", "-o", str(tmp_path / name))
        assert (ran.code, [*tmp_path.iterdir()]) == (2, [])
        assert f"target cannot be drawn as {name[4:]}" in ran.err
    assert ".svg" not in run("target", "300k", "--years", "5", "-o", "pay.gif").err
    assert ".html, .svg or" in run("backtest", "nowhere.csv", "-o", "pay.gif").err


def test_a_picture_takes_a_library_and_no_part_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    for option in ("--explain", "--sources", "--chart"):
        ran = run("backtest", "nowhere.csv", "--format", "svg", option)
        assert (ran.code, ran.out) == (2, "")
        assert f"{option} has no effect on svg" in ran.err
    for option in ("--sources", "--chart"):
        ran = run("backtest", "nowhere.csv", "--format", "html", option)
        assert (ran.code, ran.out) == (2, "")
        assert f"{option} has no effect on html, which always has that." in ran.err
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    for form in ("html", "svg"):
        ran = run("backtest", "nowhere.csv", "--format", form)
        assert ran.code == 2
        assert "needs matplotlib, which is not installed. Install it with:" in ran.err
        assert ran.err.rstrip().endswith('[html]"')


def test_the_option_for_a_plot_says_what_took_its_place() -> None:
    said = run("backtest", "nowhere.csv", "--plot", "a.svg").err
    assert "--chart" in said
    assert "-o chart.svg" in said


# The reported pay --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folded(reported_pay: Path, more_reported_pay: list[Path]) -> Backtest:
    """The reported pay, scored by models that have not seen it."""
    also = [read(path, BOOK) for path in more_reported_pay]
    return backtest(read(reported_pay, BOOK), BOOK, 5, also=also)


# The accuracy to reach on rows not seen, MAPE and MdAPE, by what is told.
WANTED = {
    "years, place, degree, employer": ((13.1, 10.5), (23.9, 19.1)),
    "years, place, degree, role, kind of employer": ((12.4, 10.1), (21.8, 18.2)),
    "years, place, degree, role, kind of employer, level": ((10.4, 7.6), (19.2, 15.0)),
    "years, place, degree, role, company": ((12.1, 9.8), (21.5, 17.2)),
    "years, place, degree, role, company, level": ((10.0, 7.3), (18.6, 14.6)),
    "place, degree, role, company, level of a known ladder": ((7.4, 6.1), (15.9, 13.1)),
}


def test_the_estimates_are_as_right_as_they_should_be(folded: Backtest) -> None:
    assert folded.base.n == folded.total.n == 1511
    assert {step.name for step in folded.told} == WANTED.keys()
    for step in folded.told:
        for pay, (mape, mdape) in zip((step.base, step.total), WANTED[step.name], strict=True):
            assert (pay.mape or math.inf) <= mape, step.name
            assert (pay.mdape or math.inf) <= mdape, step.name


def test_the_ranges_hold_as_many_people_as_they_should(folded: Backtest) -> None:
    # A level alone is read as the guide's band, end by end, which holds all but a few.
    by_years = [step for step in folded.told if "years" in step.name]
    assert len(by_years) == 5
    for step in by_years:
        assert step.base.coverage80 == pytest.approx(80, abs=3), step.name
        assert 73 <= (step.total.coverage80 or 0) <= 83, step.name
    for pay in (folded.base, folded.total):
        for group in pay.groups:
            if group.by == "years" and group.n >= 50:
                assert group.coverage80 == pytest.approx(80, abs=8), group


def test_no_level_of_a_large_company_is_priced_apart_from_what_it_reports(folded: Backtest) -> None:
    """Where 40 people or more report: a mean of so many is known to 0.1 / sqrt(40) = 1.6 %."""
    found = [one for one in folded.base.groups if one.by == "company level" and one.n >= 40]
    assert len(found) > 5
    for group in found:
        assert abs(group.bias or 0) < 4 * 1.6, group
