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


@pytest.mark.parametrize("name", ["constants", "metros", "local", "companies"])
def test_the_constants_are_the_models(name: str) -> None:
    body = dict(figures.of_model(BOOK))[name]
    assert figures.block(name, body) in PAGE, AGAIN


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
    fitted = {name for name, kind in _constants(BOOK.toml("model.toml")) if kind == "fitted"}
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
