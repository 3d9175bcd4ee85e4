"""From a caller's own kind of table to the same kind, with an estimate on every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw

from mlsalary.errors import BadDataError, UsageError
from mlsalary.frame.bind import Frame, Join
from mlsalary.frame.chain import Chain
from mlsalary.frame.kinds import join_of
from mlsalary.frame.lookup import PREFIX
from mlsalary.frame.memory import in_memory
from mlsalary.frame.pricing import PAY, RANKS, SAID
from mlsalary.frame.readable import require_readable, with_lists_joined
from mlsalary.frame.settings import Settings
from mlsalary.profile import COLUMNS
from mlsalary.spelling import one_line, quoted


def estimate_native(
    df: Any, settings: Settings, columns: Mapping[str, str], pay: str | None
) -> Any:
    """``estimate_frame`` once its libraries are there."""
    try:
        frame: Any = nw.from_native(df)
        names = frame.collect_schema().names()
    except TypeError as error:
        raise UsageError(
            "frame_kind",
            f"{type(df).__name__} is no table that can be priced. Give a pandas, Polars, PyArrow, "
            "DuckDB, PySpark or Ibis table.",
        ) from error
    except nw.exceptions.DuplicateError as error:
        reason = " ".join(str(error).split())
        raise BadDataError("duplicate_column", f"{reason}. Rename one.") from error
    kind = frame.implementation
    folds = not isinstance(frame, nw.DataFrame) and not kind.is_polars()
    found = found_columns(names, columns, pay, folds=folds)
    if isinstance(frame, nw.DataFrame):
        return in_memory(frame, settings, found, pay)
    if folds:
        _require_once(names)
    require_readable(frame, found, pay)
    price_lazily = _spark if kind.is_spark_like() else lazily
    return price_lazily(frame, Chain.of(settings), found, pay, join_of(frame)).to_native()


def found_columns(
    names: Sequence[str], columns: Mapping[str, str], pay: str | None, *, folds: bool = False
) -> dict[str, str]:
    """Ours -> theirs for every column that is there.

    folds: whether names that differ in case alone are one to the engine. UsageError when a column
    is named that is not there, BadDataError when the table lacks one that is needed or has one
    that would be added.
    """
    for ours, theirs in columns.items():
        if ours not in COLUMNS:
            raise UsageError(
                "unknown_column",
                f"{quoted(ours)} is no column of ours. Known: {', '.join(COLUMNS)}.",
            )
        if theirs not in names:
            raise UsageError(
                "column_missing",
                f"There is no column {quoted(theirs)} (for {ours}). {_there(names)}",
            )
    if pay is not None and pay not in names:
        raise UsageError(
            "column_missing", f"There is no column {quoted(pay)} (for pay). {_there(names)}"
        )
    found = {name: name for name in COLUMNS if name in names} | dict(columns)
    if not {"years", "level"} & set(found):
        raise BadDataError(
            "column_missing",
            "An estimate needs a column years or level. "
            f"{_there(names)} Say which one it is, such as years=YOE.",
        )
    for name in names:
        plain = str(name).casefold() if folds else str(name)
        if plain in _added(pay) or plain.startswith(PREFIX):
            raise BadDataError(
                "column_taken",
                f"There is a column {quoted(name)} already, which would be added. "
                "Rename or drop it.",
            )
    return found


def _require_once(names: Sequence[str]) -> None:
    folded = [name.casefold() for name in names]
    for at, name in enumerate(folded):
        if name in folded[:at]:
            raise BadDataError(
                "duplicate_column", f"There is a column {quoted(names[at])} twice. Rename one."
            )


def _there(names: Sequence[str]) -> str:
    listed = ", ".join(map(one_line, names[:20])) + (", …" if len(names) > 20 else "")
    return f"There are: {listed}."


def _added(pay: str | None) -> tuple[str, ...]:
    return (*PAY, *SAID, *(RANKS if pay else ()))


def lazily(
    frame: Frame, chain: Chain, found: Mapping[str, str], pay: str | None, join: Join
) -> Frame:
    """The frame with an estimate on every row, as a question to its engine."""
    names = frame.collect_schema().names()
    frame, found = with_lists_joined(frame, found)
    priced = chain.whole(frame, found, join, pay)
    added = (nw.col(f"{PREFIX}{name}").alias(name) for name in _added(pay))
    return priced.select(*names, *added)


def _spark(
    frame: Frame, chain: Chain, found: Mapping[str, str], pay: str | None, join: Join
) -> Frame:
    """``lazily`` under plain names: to Spark a dot in a name is a path, and a backtick a quote."""
    names = frame.collect_schema().names()
    plain = {name: f"own_{at}" for at, name in enumerate(names)}
    rows = nw.from_native(frame.to_native().toDF(*plain.values()))
    given = {ours: plain[theirs] for ours, theirs in found.items()}
    priced = lazily(rows, chain, given, plain[pay] if pay else None, join)
    return nw.from_native(priced.to_native().toDF(*names, *_added(pay)))
