"""docs/method.md says what the model and the backtest say."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
import method_figures as figures  # noqa: E402  (scripts/ is no package)

BOOK = Rulebook.shipped()
PAGE = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
AGAIN = "docs/method.md is older than the data, the model or the formulas: make figures"


ABLATED = ("reported", "company")  # the others take 10 s each: make figures


@pytest.mark.parametrize("name", ["constants", "metros", "local", "companies", "growth"])
def test_the_constants_are_the_models(name: str) -> None:
    body = dict(figures.of_model(BOOK))[name]
    assert figures.block(name, body) in PAGE, AGAIN


@pytest.mark.thorough("test_the_estimates_are_as_right_as_they_should_be")
def test_the_scores_are_the_backtests(reported_pay: Path, more_reported_pay: list[Path]) -> None:
    files = [str(path) for path in (reported_pay, *more_reported_pay)]
    folded, blocks = figures.scores(files, BOOK)
    for name, body in blocks:
        assert figures.block(name, body) in PAGE, AGAIN
    for line in figures.ablation(files, BOOK, folded, ABLATED).splitlines():
        assert f"\n{line}\n" in PAGE, AGAIN


def test_every_fitted_constant_is_explained() -> None:
    model = Model.of(BOOK)
    explained = {one for name in figures.MEANINGS for one in figures.names_of(name, model)}
    fitted = {
        name
        for name, kind in _constants(BOOK.toml("model.toml"))
        if kind == "fitted" and not name.startswith("growth.")  # a table of its own
    }
    # The measure that the others are told in.
    assert fitted - explained == {"employer.top-tech.share"}
    assert explained - {name for name, _ in _constants(BOOK.toml("model.toml"))} == set()


def _constants(table: dict[str, object], name: str = "") -> list[tuple[str, str]]:
    found = []
    for key, each in table.items():
        dotted = f"{name}.{key}".strip(".")
        if isinstance(each, dict) and "value" in each:
            found.append((dotted, str(each.get("kind", "fitted"))))
        elif isinstance(each, dict) and dotted != "fitted":
            found += _constants(each, dotted)
    return found


def test_the_figures_in_the_sentences_are_the_models() -> None:
    said = " ".join(PAGE.split())
    rows = BOOK.toml("model.toml")["fitted"]["rows"]
    assert f"{rows['base']:,} packages" in said
    assert f"levels that {rows['levels']} of them" in said
    settings = BOOK.toml("reported.toml")["fit"]
    assert f"Huber's loss, {settings['pay_scale']:.2f} in logs" in said
    assert f"from {settings['resamples']} bootstrap samples" in said
    assert f"counts as {settings['level_prior']} reports" in said
    assert f"company with {settings['least_company']} reports or more" in said
    assert f"kind with {settings['least_local']} reports or more" in said
    assert f"margin of {round((settings['spread_margin'] - 1) * 100)}%" in said
    model = Model.of(BOOK)
    assert f"metro with {model.value('place.least_reports'):g} reports" in said
    assert model.value("place.pooling") == 10
    assert "counted as ten" in said


def test_the_sentences_on_money_and_uncertainty_are_the_datas() -> None:
    said = " ".join(PAGE.split())
    aging, fit = BOOK.toml("aging.toml"), BOOK.toml("reported.toml")["fit"]
    base = {row["month"]: row.get("paid") for row in aging["base"]}
    assert base["2022-05"] == pytest.approx(132_930 / 148_100, abs=5e-5)
    assert "(132,930 in May 2022, 148,100 in May 2025)" in said
    assert base["2024-05"] == pytest.approx(1 / aging["growth"], abs=1e-4)  # both have four digits
    assert f"pegged to ({100 * (aging['growth'] - 1):.1f}%)" in said
    a_year = (1 / base["2022-05"]) ** (1 / 3) - 1  # the growth of three years, in one
    assert round(100 * a_year, 1) == 3.7
    assert "(3.7% a year, give or take two)" in said
    assert fit["growth_spread"] == aging["doubt"] == 0.02
    assert "uncertainty by two points a year" in said
    assert f"(give or take {100 * fit['era_spread']:.0f}%)" in said
    assert aging["months_ahead"] == 24
    assert "up to two years ahead" in said
    assert f"of {100 * (fit['cluster_margin'] - 1):.0f}% more outside tech" in said
    model = Model.of(BOOK)
    of_base, of_total = (100 * model.value(f"doubt.{name}") for name in ("era", "era_total"))
    assert f"{of_base:.0f}% of base and {of_total:.0f}% of the total: an assumption" in said
    rows = {
        (*sorted(row["told"]), row.get("place")): row for row in BOOK.toml("accuracy.toml")["row"]
    }
    assert f"without one the typical miss of base is {rows['years', None]['base']:.0%}" in said
    narrower = [rows[("years", None)], rows[("years", "hubs")], rows[("level", "years", "hubs")]]
    assert [row["base"] for row in narrower] == sorted(
        (row["base"] for row in narrower), reverse=True
    )
