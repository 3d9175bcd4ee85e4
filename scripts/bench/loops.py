"""Other ways to a figure for each row: processor seconds as JSON, null if a package is missing.

    python scripts/bench/loops.py NAME ROWS

NAME is one of LOOPS. The regressor is scikit-learn's, fitted to medians of base of the same rows by
years, metro and spec; fitting is not counted.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, NamedTuple

import made_files

FITTED_TO = 5_000
COLUMNS = ("years", "metro", "spec")


def one_by_one(rows: int) -> float:
    """A loop of ``estimate``."""
    from mlsalary import Profile, Rulebook, estimate

    book = Rulebook.shipped()
    people = made_files.table("years", rows).select(COLUMNS).rows()
    estimate(Profile(*people[0][:1]), book)  # loads what is looked up

    def work() -> None:
        for years, metro, spec in people:
            estimate(Profile(years=years, metro=metro, spec=spec), book)

    return _processor(work)


def predict_all(rows: int) -> float | None:
    """One call of ``predict`` for all rows."""
    if find_spec("sklearn") is None:
        return None
    model, asked = _fitted(rows)
    return _processor(lambda: model.predict(asked))


def predict_each(rows: int) -> float | None:
    """One call of ``predict`` for each row."""
    if find_spec("sklearn") is None:
        return None
    model, asked = _fitted(rows)
    return _processor(lambda: [model.predict(asked.iloc[[at]]) for at in range(rows)])


def _fitted(rows: int) -> tuple[Any, Any]:
    """A regressor, and the rows to predict as a frame of pandas."""
    from sklearn.compose import make_column_transformer
    from sklearn.ensemble import GradientBoostingRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder

    from mlsalary import estimate_frame

    known = estimate_frame(made_files.table("years", FITTED_TO)).drop_nulls("base_p50")
    words = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    model = make_pipeline(
        make_column_transformer((words, list(COLUMNS[1:])), remainder="passthrough"),
        GradientBoostingRegressor(random_state=1),
    )
    model.fit(known.select(COLUMNS).to_pandas(), known["base_p50"].to_numpy())
    asked = made_files.table("years", rows).select(COLUMNS).to_pandas()
    model.predict(asked.iloc[[0]])
    return model, asked


def _processor(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


class Loop(NamedTuple):
    """How it is done, and how many rows tell what it costs."""

    work: Callable[[int], float | None]
    rows: int


LOOPS = {
    "a loop of `estimate()`": Loop(one_by_one, 5_000),
    "scikit-learn, `predict` a row": Loop(predict_each, 1_000),
    "scikit-learn, one `predict` for all": Loop(predict_all, 1_000_000),
}


if __name__ == "__main__":
    print(json.dumps(LOOPS[sys.argv[1]].work(int(sys.argv[2]))))
