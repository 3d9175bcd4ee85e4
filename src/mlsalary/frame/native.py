"""From a caller's own kind of table to the same kind, with an estimate on every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw

from mlsalary.errors import BadDataError, UsageError
from mlsalary.frame import COLUMNS
from mlsalary.frame.bind import Frame, Join, asked, bind_spelled_places, bind_words, bind_years
from mlsalary.frame.kinds import join_of
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.places import spelled
from mlsalary.frame.pricing import PAY, RANKS, SAID, price, rank
from mlsalary.frame.rows import PAY_GIVEN, Pricer, word_tables
from mlsalary.frame.tables import Settings, constants, months


def estimate_native(
    df: Any, settings: Settings, columns: Mapping[str, str], pay: str | None
) -> Any:
    """``estimate_frame`` once its libraries are there."""
    try:
        frame: Any = nw.from_native(df)
    except TypeError as error:
        raise UsageError(
            "frame_kind",
            f"{type(df).__name__} is no table that can be priced. Give a pandas, Polars, PyArrow, "
            "DuckDB, PySpark or Ibis table.",
        ) from error
    names = frame.collect_schema().names()
    found = found_columns(names, columns, pay)
    if isinstance(frame, nw.DataFrame):
        return _in_memory(frame, settings, found, pay)
    tables = spelled_tables(settings)
    priced = lazily(frame, settings, found, pay, tables, join_of(frame))
    return priced.to_native()


def found_columns(
    names: Sequence[str], columns: Mapping[str, str], pay: str | None
) -> dict[str, str]:
    """Ours -> theirs for every column that is there.

    UsageError when a column is named that is not there, BadDataError when the table lacks one
    that is needed or has one that would be added.
    """
    for ours, theirs in columns.items():
        if ours not in COLUMNS:
            raise UsageError(
                "unknown_column", f'"{ours}" is no column of ours. Known: {", ".join(COLUMNS)}.'
            )
        if theirs not in names:
            raise UsageError(
                "column_missing", f'There is no column "{theirs}" (for {ours}). {_there(names)}'
            )
    if pay is not None and pay not in names:
        raise UsageError("column_missing", f'There is no column "{pay}" (for pay). {_there(names)}')
    found = {name: name for name in COLUMNS if name in names} | dict(columns)
    if not {"years", "level"} & set(found):
        raise BadDataError(
            "column_missing",
            "An estimate needs a column years or level. "
            f"{_there(names)} Say which one it is, such as years=YOE.",
        )
    added = [*PAY, *SAID, *(RANKS if pay else ())]
    taken = [name for name in names if name in added or name.startswith(PREFIX)]
    if taken:
        raise BadDataError(
            "column_taken",
            f'There is a column "{taken[0]}" already, which would be added. Rename or drop it.',
        )
    return found


def _there(names: Sequence[str]) -> str:
    listed = ", ".join(names[:20]) + (", …" if len(names) > 20 else "")
    return f"There are: {listed}."


def spelled_tables(settings: Settings) -> dict[str, Lookup]:
    """Every look-up table that a lazy engine joins."""
    places = spelled(settings.book)._asdict()
    return word_tables(settings) | places | {"months": months(settings.book)}


def lazily(
    frame: Frame,
    settings: Settings,
    found: Mapping[str, str],
    pay: str | None,
    tables: Mapping[str, Lookup],
    join: Join,
) -> Frame:
    """The frame with an estimate on every row, as a question to its engine."""
    names = frame.collect_schema().names()
    known = constants(settings.book)
    frame = bind_years(asked(frame, found), known.years_most)
    frame = bind_spelled_places(bind_words(frame, tables, join), tables, join, settings.fallback)
    frame = price(frame, known)
    if pay:
        frame = rank(frame, pay)
    added = [*PAY, *SAID, *(RANKS if pay else ())]
    return frame.select(*names, *(nw.col(f"{PREFIX}{name}").alias(name) for name in added))


def _in_memory(
    frame: nw.DataFrame[Any], settings: Settings, found: Mapping[str, str], pay: str | None
) -> Any:
    needed = [nw.col(theirs).alias(ours) for ours, theirs in found.items()]
    if pay:
        needed.append(nw.col(pay).alias(PAY_GIVEN))
    added = Pricer(settings).price(frame.select(needed).to_polars()).drop("refused")
    native = frame.to_native()
    if frame.implementation.is_polars():
        return native.with_columns(added)
    if frame.implementation.is_pyarrow():
        for name, column in zip(added.columns, added.to_arrow().columns, strict=True):
            native = native.append_column(name, column)
        return native
    backend = frame.implementation
    columns = [
        nw.new_series(name, added[name].to_list(), backend=backend) for name in added.columns
    ]
    return frame.with_columns(*columns).to_native()
