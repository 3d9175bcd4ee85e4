"""Write data/accuracy.toml: how far estimates miss reported pay, by what is told.

    python scripts/build_accuracy.py [REPORTED.csv [MORE.csv ...]]

Without files they are those that MLSALARY_REPORTED_PAY and MLSALARY_REPORTED_PAY_ALSO name. Each
report of machine learning in them is priced by a model fitted to the other four fifths, and
in the money of its month. Run it after `mlsalary fit`: the file has the
sums of the files that it scored.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from method_figures import files_named

from mlsalary.engine.accuracy import FILE, sum_of_scored
from mlsalary.evaluation.backtest import backtest
from mlsalary.evaluation.reported import RULES, Reported, read
from mlsalary.evaluation.scorecard import Told
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model

FOLDS = 5
EXPERIENCE = (["years"], ["level"], ["years", "level"])
PLACES = (None, "hubs", "elsewhere")
EMPLOYERS: tuple[list[str], ...] = ([], ["kind"], ["company"])
HEAD = """\
# How far estimates miss: the typical (median) miss of base and of total compensation, in parts of
# one, by what was told. Every report is priced by a model fitted to the other four fifths, in the
# money of its month. told: years, level, kind (of employer), company. place: hubs, the metros that
# model.toml has a row for; elsewhere; absent, not told. rulebook: the sums of the files that were
# scored. Written by scripts/build_accuracy.py.
"""


def main(paths: list[str]) -> None:
    """Write the file."""
    book = Rulebook.shipped()
    written = scored(paths, book)
    (Path(__file__).resolve().parents[1] / "data" / FILE).write_text(written, encoding="utf-8")


def scored(paths: list[str], book: Rulebook) -> str:
    """The file: every combination of what is told, scored."""
    files = [read(path, book) for path in paths]
    reports = [one for file in files for one in file.reports]
    ours = files[0]._replace(reports=tuple(one for one in reports if one.ml))
    others = files[0]._replace(reports=tuple(one for one in reports if not one.ml))
    steps = list(_steps())
    rules: dict[str, Any] = {**book.toml(RULES)}
    rules["backtest"] = {**rules["backtest"], "told": steps}
    found = backtest(ours, book.replaced(RULES, rules), FOLDS, (), [others])
    text = HEAD + "\n".join(_head(ours, book))
    for step, told in zip(steps, found.told, strict=True):
        text += "\n\n" + "\n".join(_row(step, told))
    return text + "\n"


def _steps() -> Iterator[dict[str, Any]]:
    for experience, place, employer in product(EXPERIENCE, PLACES, EMPLOYERS):
        step: dict[str, Any] = {
            "name": "",
            "fields": ["role", *experience, *employer, *(["place"] if place else [])],
            "known_level": "level" in experience,
            "known_company": bool(employer),
        }
        yield step | ({"where": place} if place else {})


def _head(ours: Reported, book: Rulebook) -> Iterator[str]:
    model = Model.of(book)
    until = max(one.month for one in ours.reports if one.month)
    yield f"sources = [{_listed(model.sources)}]"
    yield f'rulebook = "{sum_of_scored(book)}"'
    yield f"reports = {len(ours.reports)}"
    yield f'until = "{until}"'


def _row(step: dict[str, Any], told: Told) -> Iterator[str]:
    yield "[[row]]"
    names = [name for name in step["fields"] if name not in ("role", "place")]
    yield f"told = [{_listed(names)}]"
    if "where" in step:
        yield f'place = "{step["where"]}"'
    yield f"reports = {told.base.n}"
    for name, score in (("base", told.base), ("total", told.total)):
        assert score.mdape is not None
        yield f"{name} = {score.mdape / 100:.3f}"


def _listed(words: Any) -> str:
    return ", ".join(f'"{word}"' for word in words)


if __name__ == "__main__":
    main(sys.argv[1:] or files_named())
