"""From a caller's own kind of table to the same kind, with an estimate on every row."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw

from mlsalary.errors import BadDataError, ColumnWarning, UsageError
from mlsalary.frame.bind import Frame, Join
from mlsalary.frame.chain import Chain
from mlsalary.frame.columns import Columns, columns_of, holding, never
from mlsalary.frame.kinds import join_of
from mlsalary.frame.lookup import PREFIX
from mlsalary.frame.memory import in_memory
from mlsalary.frame.places import TEXTS as PLACES
from mlsalary.frame.readable import require_readable, with_lists_joined
from mlsalary.frame.settings import Settings
from mlsalary.spelling import quoted


def estimate_native(df: Any, settings: Settings, told: Mapping[str, str], pay: str | None) -> Any:
    """``estimate_frame`` once its libraries are there."""
    try:
        frame: Any = nw.from_native(df)
        names = frame.collect_schema().names()
    except TypeError as error:
        raise UsageError(
            "frame_kind",
            f"{type(df).__name__} is not a table that can be priced. Give a pandas, Polars, "
            "PyArrow, DuckDB, PySpark or Ibis table.",
        ) from error
    except nw.exceptions.DuplicateError as error:
        reason = " ".join(str(error).split())
        raise BadDataError("duplicate_column", f"{reason}. Rename one.") from error
    kind = frame.implementation
    folds = not isinstance(frame, nw.DataFrame) and not kind.is_polars()
    eager = isinstance(frame, nw.DataFrame)
    holds = holding(lambda name: frame[name].unique().to_list(), settings.book) if eager else never
    columns = columns_of(names, told, pay, settings, holds, folds=folds)
    _warn(columns, settings)
    if eager:
        return in_memory(frame, settings, columns)
    if folds:
        _require_once(names)
    require_readable(frame, columns.found, columns.pay)
    if kind.is_spark_like():
        return _spark(frame, settings, columns)
    return lazily(frame, Chain.of(settings), columns, join_of(frame)).to_native()


def _warn(columns: Columns, settings: Settings) -> None:
    """Says what was passed over: a table in which no column says where, and columns that look like
    ours."""
    where = {name for name, _ in settings.defaults} & {"metro", "state"}
    if not (columns.tells_place or where):
        _warned(
            "No column says where, so every row is priced for the nation. Name one of "
            f"{', '.join(PLACES)}, or say which it is, such as columns={{'metro': 'Site'}}."
        )
    if columns.likely:
        listed = ", ".join(f"{quoted(name)} ({ours})" for name, ours in columns.likely.items())
        _warned(f"Not read, though the name looks like one of our columns: {listed}.")


def _warned(message: str) -> None:
    warnings.warn(message, ColumnWarning, stacklevel=5)


def _require_once(names: Sequence[str]) -> None:
    folded = [name.casefold() for name in names]
    for at, name in enumerate(folded):
        if name in folded[:at]:
            raise BadDataError(
                "duplicate_column", f"There is a column {quoted(names[at])} twice. Rename one."
            )


def lazily(frame: Frame, chain: Chain, columns: Columns, join: Join) -> Frame:
    """The frame with an estimate on every row, as a question to its engine."""
    names = frame.collect_schema().names()
    frame, found = with_lists_joined(frame, columns.found)
    priced = chain.whole(frame, found, join, columns.pay, columns.each)
    added = (nw.col(f"{PREFIX}{name}").alias(name) for name in columns.added)
    return priced.select(*names, *added)


def _spark(frame: Frame, settings: Settings, columns: Columns) -> Any:
    """By the executors, or, where they cannot, by Spark's own operators, which is said."""
    from mlsalary.frame.executors import by_operators, unable
    from mlsalary.frame.spark_rows import priced, unfit_for_arrow

    rows = frame.to_native()
    reason = unable(rows.sparkSession) or unfit_for_arrow(rows.schema)
    if reason is None:
        return priced(rows, settings, columns)
    warnings.warn(by_operators(reason), RuntimeWarning, stacklevel=4)
    return _by_operators(frame, Chain.of(settings), columns, join_of(frame)).to_native()


def _by_operators(frame: Frame, chain: Chain, columns: Columns, join: Join) -> Frame:
    """``lazily`` under plain names: to Spark a dot in a name is a path, and a backtick a quote."""
    names = frame.collect_schema().names()
    plain = {name: f"own_{at}" for at, name in enumerate(names)}
    rows = nw.from_native(frame.to_native().toDF(*plain.values()))
    found, pay = (
        {ours: plain[theirs] for ours, theirs in some.items()}
        for some in (columns.found, columns.pay)
    )
    priced = lazily(rows, chain, columns._replace(found=found, pay=pay), join)
    return nw.from_native(priced.to_native().toDF(*names, *columns.added))
