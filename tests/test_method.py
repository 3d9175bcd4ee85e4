"""docs/method.md says what the model and the backtest say."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from known_words import RUNGS

from mlsalary.evaluation.reported import read
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
import method_figures as figures  # noqa: E402  (scripts/ is no package)

BOOK = Rulebook.shipped()
PAGE = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
AGAIN = "docs/method.md is older than the data, the model or the formulas: make figures"


@pytest.mark.parametrize("name", ["constants", "metros"])
def test_the_constants_are_the_models(name: str) -> None:
    body = dict(figures.of_model(BOOK))[name]
    assert figures.block(name, body) in PAGE, AGAIN


def test_the_scores_are_the_backtests(reported_pay: Path) -> None:
    reported = read(reported_pay, BOOK)
    for name, body in figures.of_reported_pay(reported, BOOK):
        assert figures.block(name, body) in PAGE, AGAIN


def test_every_fitted_constant_is_explained() -> None:
    table = BOOK.toml("model.toml")
    fitted = {name for name, kind in _constants(table) if kind == "fitted"}
    levels = {f"{name}.{level}" for name in figures.MEANINGS for level in RUNGS}
    explained = {*figures.MEANINGS, *levels}
    # The measure that the others are told in, and the mix of two kinds that stand in the table.
    measures = {
        "employer.big-tech.share",
        "employer.tech.spread",
        "employer.tech.total_spread",
        *(f"employer.unknown.bonus_part.{level}" for level in RUNGS),
    }
    assert fitted - explained - measures == set()


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
    rows = BOOK.toml("model.toml")["fitted"]["rows"]
    assert f"{rows['base']:,} packages" in PAGE
    assert f"levels that {rows['levels']} people" in PAGE
    settings = BOOK.toml("reported.toml")["fit"]
    assert f"Huber's loss, {settings['pay_scale']:.2f}" in PAGE
    assert f"from {settings['resamples']} bootstrap samples" in PAGE
    assert f"margin of {round((settings['spread_margin'] - 1) * 100)} per cent" in PAGE
    model = Model.of(BOOK)
    assert f"metro with {model.value('place.least_reports'):g} reports" in PAGE
    assert model.value("place.pooling") == 10
    assert "counted as ten" in PAGE
