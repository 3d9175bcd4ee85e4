"""Fitting the constants: known truth is found again, the file is whole, too little is refused."""

from __future__ import annotations

import copy
import math
import sys
import tomllib
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
from mlsalary.evaluation.fit.fitting import fit
from mlsalary.evaluation.fit.result import Fitted
from mlsalary.evaluation.reported import read
from mlsalary.extras import need
from mlsalary.profile import Profile
from mlsalary.rulebook import Rulebook, shipped_folder
from mlsalary.rulebook.checks.check import problems
from mlsalary.rulebook.model import Model
from mlsalary.rulebook.oews import wages

BOOK = Rulebook.shipped()
ROWS = made.rows(1500)


def book(guide_weight: float | None = None) -> Rulebook:
    """The shipped rulebook with few bootstrap samples and, if asked, other trust in the guide."""
    quick = copy.deepcopy(BOOK.toml("reported.toml"))
    quick["fit"]["resamples"] = 3
    found = BOOK.replaced("reported.toml", quick)
    if guide_weight is not None:
        model = copy.deepcopy(BOOK.toml("model.toml"))
        model["place"]["guide_weight"]["value"] = guide_weight
        found = found.replaced("model.toml", model)
    return found


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Fitted:
    """Fitted to made rows, the guide alone saying what its metros pay, as where they were made."""
    path = made.written(tmp_path_factory.mktemp("made") / "reported.csv", ROWS)
    rulebook = book(guide_weight=1.0)
    return fit(read(path, rulebook), rulebook)


@pytest.mark.parametrize(
    ("constant", "truth", "within"),
    [
        # 1,500 rows at a spread of 0.15: a mean is known to 0.004.
        ("levels.slope", made.SLOPE, 0.3),
        ("levels.up_to_entry", made.CUTS[0], 0.4),
        ("levels.up_to_mid", made.CUTS[1], 0.6),
        ("levels.up_to_senior", made.CUTS[2], 0.8),
        ("place.reference", made.REFERENCE, 4_000),
        ("place.elasticity", made.ELASTICITY, 0.1),
        ("degree.phd.mid", made.PHD_LATER, 0.03),
        # A mix of two kinds stands at zero, so that only what parts them is known.
        ("employer.big-tech.base", 0.4 * (made.BIG - made.TECH), 0.01),
        ("employer.tech.base", -0.6 * (made.BIG - made.TECH), 0.01),
        ("total.share.entry", made.SHARES[0], 0.06),
        ("total.share.staff", made.SHARES[3], 0.12),
        ("employer.tech.share", made.TECH_SHARE, 0.06),
        ("employer.big-tech.bonus_part.mid", made.BONUS, 0.01),
        ("spread.base.entry", made.SPREAD, 0.02),
        ("spread.base.staff", made.SPREAD, 0.03),
        ("employer.big-tech.spread", 1.0, 0.1),
    ],
)
def test_the_truth_behind_made_rows_is_found(
    constant: str, truth: float, within: float, fitted: Fitted
) -> None:
    (row,) = [row for row in fitted.rows if row.constant == constant]
    assert row.value == pytest.approx(truth, abs=within)
    assert row.kind == "fitted"


def test_what_nobody_reports_is_carried_over(fitted: Fitted) -> None:
    before = {row[0]: row for row in _constants(BOOK.toml("model.toml"))}
    for row in fitted.rows:
        if row.constant.startswith(("employer.startup", "employer.enterprise", "degree.masters")):
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
    assert "Google" not in fitted.text
    assert not [row for row in ROWS if str(row["base"]) in fitted.text]
    assert len(fitted.text) < 12_000


def quick(folder: Path) -> str:
    """A folder to lay over the rulebook, with few bootstrap samples."""
    folder.mkdir()
    text = (shipped_folder() / "reported.toml").read_text(encoding="utf-8")
    assert text.count("resamples = 40") == 1
    few = text.replace("resamples = 40", "resamples = 2")
    (folder / "reported.toml").write_text(few, encoding="utf-8")
    return str(folder)


def test_a_fitted_model_prices_by_itself_and_is_fitted_again_to_the_same_bytes(
    tmp_path: Path,
) -> None:
    reported = made.written(tmp_path / "reported.csv", made.rows(400))
    mine, again = tmp_path / "mine", tmp_path / "again.toml"
    model = mine / "model.toml"
    ran = run("fit", str(reported), "--data", quick(mine), "-o", str(model), "--json")
    assert ran.code == 0, ran.err
    assert ran.json["schema"] == "mlsalary/fit/1"
    assert ran.json["reports"] == 400
    second = run("fit", str(reported), "--data", str(mine), "-o", str(again), "--json")
    assert second.code == 0, second.err
    assert again.read_bytes() == model.read_bytes()
    asked = ("estimate", "--years", "5", "--metro", "San Jose", "--json")
    shipped, own = (run(*asked, *data).json for data in ((), ("--data", str(mine))))
    assert shipped["base"]["p50"] != own["base"]["p50"]
    assert own["steps"][0]["sources"] == ["guide-2026", "own-reported-pay"]


def test_the_model_goes_to_stdout_without_a_file(tmp_path: Path) -> None:
    reported = made.written(tmp_path / "reported.csv", made.rows(400), "company_level", "bonus")
    ran = run("fit", str(reported), "--data", quick(tmp_path / "quick"))
    assert ran.code == 0
    table = tomllib.loads(ran.out)
    assert table["fitted"]["kept"] == ["bonus", "levels"]
    assert table["levels"] == BOOK.toml("model.toml")["levels"]
    assert table["doubt"]["band"] == BOOK.toml("model.toml")["doubt"]["band"]
    assert "company_level" in ran.err
    assert "bonus" in ran.err


def test_years_and_base_alone_fit_what_they_tell(tmp_path: Path) -> None:
    path = tmp_path / "reported.csv"
    plain = [{"years": row["years"], "base": row["base"]} for row in made.rows(400)]
    ran = run("fit", str(made.written(path, plain)), "--data", quick(tmp_path / "quick"))
    assert ran.code == 0, ran.err
    shipped, table = BOOK.toml("model.toml"), tomllib.loads(ran.out)
    assert len(table["fitted"]["kept"]) == 6
    for section in ("levels", "degree", "employer", "total"):
        assert table[section] == shipped[section]
    for constant in table["place"].keys() - {"bls_scale", "bls_slope"}:  # of the rulebook alone
        assert table["place"][constant] == shipped["place"][constant]
    assert table["spread"]["total"] == shipped["spread"]["total"]
    # Places, degrees and employers are hidden in these spreads, which are wider than the truth.
    assert table["spread"]["base"]["entry"]["value"] > made.SPREAD
    folded = run("backtest", str(path), "--folds", "2", "--json")
    assert folded.code == 0, folded.err
    assert folded.json["base"]["coverage80"] == pytest.approx(80, abs=8)


def test_too_little_is_refused_and_each_constant_says_what_it_lacks(tmp_path: Path) -> None:
    few = made.rows(60)
    reported, out = made.written(tmp_path / "reported.csv", few), tmp_path / "model.toml"
    ran = run("fit", str(reported), "-o", str(out), "--json")
    assert (ran.code, ran.out, out.exists()) == (4, "", False)
    said = ran.error["message"].splitlines()
    assert ran.error["code"] == "too_little_data"
    levels = sum(1 for row in few if row["company_level"])
    assert f"  spread.base: 60 rows tell years and base, {200 - 60} too few." in said
    assert any(
        line.startswith("  levels.")
        and f": {levels} rows" in line
        and f"{100 - levels} too" in line
        for line in said
    )
    assert any(f"place.elasticity: {len(made.METROS)} areas, enough" in line for line in said)


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


def test_the_columns_are_priced_as_the_engine_prices_each(tmp_path: Path) -> None:
    """The fit and the estimate are one text: to the cent, for every kind of place and person."""
    lines = ["years,degree,employer,metro,state,base"]
    places = ("San Jose,", "Denver,", ",TX", ",", "cbsa:0100001,", '"Juneau, AK",')
    for number in range(60):
        degree = ("PhD", "MS", "BS", "")[number % 4]
        employer = ("big-tech", "tech", "", "startup", "enterprise")[number % 5]
        lines.append(f"{number / 3:.2f},{degree},{employer},{places[number % 6]},150000")
    path = tmp_path / "reported.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    reports = read(path, BOOK).reports
    assert len(reports) == 60
    given, model = columns(reports, BOOK), Model.of(BOOK)
    base, spread, total, total_spread = given.priced(model, given.place(model))
    for row, report in enumerate(reports):
        answer = estimate(report.profile, BOOK)
        z90 = 1.2815515655446004
        assert math.exp(base[row]) == pytest.approx(answer.base.p50, abs=0.01)
        assert math.exp(base[row] - z90 * spread[row]) == pytest.approx(answer.base.p10, abs=0.01)
        assert math.exp(total[row]) == pytest.approx(answer.total.p50, abs=0.01)
        p90 = math.exp(total[row] + z90 * total_spread[row])
        assert p90 == pytest.approx(answer.total.p90, abs=0.01)


def test_a_metro_that_pays_more_than_its_wages_say_is_pooled(tmp_path: Path) -> None:
    rows = [dict(row) for row in ROWS[:600]]
    here = [row for row in rows if row["metro"] == "cbsa:12420"]
    for row in here:
        row["base"] = round(row["base"] * 1.2)
        row["total"] = max(row["total"], row["base"])
    path = made.written(tmp_path / "reported.csv", rows, "company_level")
    rulebook = book(guide_weight=1.0)
    table = tomllib.loads(fit(read(path, rulebook), rulebook).text)
    (austin,) = [row for row in table["place"]["metro"] if row["code"] == "12420"]
    assert austin["reports"] == len(here)
    truth = made.ELASTICITY * math.log(made.METROS["12420"] / made.REFERENCE) + math.log(1.2)
    # Its mean is known to 0.15 / sqrt(60) = 0.02; Huber lets the rest lean to it a little.
    assert austin["log_factor"] == pytest.approx(truth, abs=0.05)


def test_the_pinball_loss_is_least_where_a_spread_holds_what_it_should() -> None:
    sizes = np.abs(np.random.default_rng(3).normal(0, 0.2, 20_000))
    assert spreads._factor(sizes, np.full(20_000, 0.1), 0.01) == pytest.approx(2.0, abs=0.05)


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        (
            "\nslope = { value = ",
            "\nslope = { value = -",
            "levels.slope.value",
            "greater than or equal",
        ),
        ("guide_weight = { value = 0.7", "guide_weight = { value = 1.7", "", "less than or equal"),
        (
            "[total.share]\nentry = { value = 0",
            "[total.share]\nentry = { value = 3",
            "",
            "would fall",
        ),
        ("\nslope = ", "\nslop = ", "", "no such key"),
        ('code = "14460"', 'code = "12420"', "", "another row already"),
    ],
)
def test_a_broken_model_is_named_with_its_key(
    old: str, new: str, key: str, says: str, tmp_path: Path
) -> None:
    text = (shipped_folder() / "model.toml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / "model.toml").write_text(text.replace(old, new), encoding="utf-8")
    found = problems(tmp_path)
    assert any(says in problem.message and key in problem.key for problem in found), found


def test_a_missing_extra_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    ran = run("backtest", str(tmp_path / "any.csv"))
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1
    assert 'pip install "mlsalary[fit]"' in ran.err
    with pytest.raises(UsageError):
        need("no_such_module_anywhere", "fit")


def test_more_years_never_lower_pay_whatever_was_fitted(fitted: Fitted) -> None:
    priced_by = BOOK.replaced("model.toml", tomllib.loads(fitted.text))
    for employer in ("big-tech", "tech", None):
        for degree in ("phd", None):
            pays = [
                estimate(Profile(years=years / 2, degree=degree, employer=employer), priced_by)
                for years in range(60)
            ]
            for pay in ("base", "total"):
                middles = [getattr(answer, pay).p50 for answer in pays]
                assert middles == sorted(middles)


def test_the_shipped_model_is_the_fit_to_the_reported_pay(
    tmp_path: Path, reported_pay: Path
) -> None:
    """The guide's bands and wages of places stand in the fit: other figures, other constants."""
    out = tmp_path / "model.toml"
    ran = run("fit", str(reported_pay), "-o", str(out), "--json")
    assert ran.code == 0, ran.err
    fitted, shipped = (path.read_text("utf-8") for path in (out, shipped_folder() / "model.toml"))
    assert fitted == shipped, "The data or the formulas changed since the fit: make figures"
