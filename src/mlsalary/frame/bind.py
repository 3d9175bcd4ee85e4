"""Facts bound by joins: what stands in a caller's columns -> what the rules are told of each row.

Every function takes a Narwhals frame and gives it back with more columns, all of which begin with
``mls_``. ``join`` lays a look-up table beside a frame, in the way of the frame's own engine.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeAlias

import narwhals as nw

from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.places import TEXTS as PLACES
from mlsalary.frame.tables import NO_END
from mlsalary.frame.text import (
    col,
    folded,
    number,
    stripped,
    without_unit,
)
from mlsalary.profile import COLUMNS, FIELDS

Frame: TypeAlias = Any
"""A Narwhals frame: of rows, or of a question to an engine."""

Join: TypeAlias = Callable[[Frame, Lookup], Frame]
"""Left join on the look-up's keys; the frame's rows stay as many as they are."""


def asked(frame: Frame, columns: Mapping[str, str], nothing: Collection[str]) -> Frame:
    """``mls_years`` … from the caller's columns: ``columns`` is ours -> theirs. Text, stripped;
    empty where there is nothing. ``mls_years`` is a number where the caller's are.

    nothing: what is written for no years and no month, folded.
    """
    schema = frame.collect_schema()
    made = {}
    for name in COLUMNS:
        if name not in columns:
            made[name] = nw.lit(None, nw.Float64) if name == "years" else nw.lit("")
            continue
        there, kind = nw.col(columns[name]), schema[columns[name]]
        if kind.is_float():
            there = nw.when(~there.is_nan()).then(there)  # pandas writes nothing so
        if name == "years" and kind.is_numeric():
            made[name] = there.cast(nw.Float64)
        elif name == "as_of" and kind.is_temporal():
            made[name] = stripped(there).str.slice(0, 7)
        elif name in ("years", "as_of"):
            text = stripped(there)
            made[name] = nw.when(folded(text).is_in(nothing)).then(nw.lit("")).otherwise(text)
        else:
            made[name] = stripped(there)
    return frame.with_columns(**{f"{PREFIX}{name}": one for name, one in made.items()})


def filled(frame: Frame, defaults: Sequence[tuple[str, str]], nothing: Collection[str]) -> Frame:
    """Where the columns of a field say nothing, its default stands in the first of them. A place
    is said by metro and state together."""
    columns = {one.name: one.columns for one in FIELDS}
    places = [name for name in PLACES if name != "country"]
    columns |= {name: (name, *places) for name in ("metro", "state")}
    schema = frame.collect_schema()
    made = {}
    for field, text in defaults:
        if schema[f"{PREFIX}{field}"].is_numeric():
            made[f"{PREFIX}{field}"] = col(field).fill_null(float(text))
            continue
        said = [folded(col(name)).is_in(nothing) for name in dict.fromkeys(columns[field])]
        empty = nw.all_horizontal(*said, ignore_nulls=False)
        made[f"{PREFIX}{field}"] = nw.when(empty).then(nw.lit(text)).otherwise(col(field))
    return frame.with_columns(**made) if made else frame


NO_YEARS, TOO_MANY_YEARS = 1, 2
"""What can be wrong with years: no amount of experience; more than a working life."""


def bind_years(frame: Frame, most: float, units: Sequence[str]) -> Frame:
    """``mls_years_wrong``, 0 where years can be priced; ``mls_number``, those as a number;
    ``mls_given``, 1 where there are any years; and codes: ``mls_years_read`` where they can mean
    several things, ``mls_years_left`` where they are none beside a level.

    units: what stands behind a number of years.
    """
    schema = frame.collect_schema()
    if schema[f"{PREFIX}years"] == nw.String:
        given = nw.when(col("years") == "").then(nw.lit(0)).otherwise(nw.lit(1))
        frame = frame.with_columns(mls_years_plain=without_unit(col("years"), units))
        least = col("years_plain").str.contains("[+]$")
        plain = nw.when(least).then(col("years_plain").str.replace_all(" *[+]$", ""))
        frame = frame.with_columns(
            mls_number=number(plain.otherwise(col("years_plain"))),
            mls_given=given,
            mls_years_least=nw.when(least).then(nw.lit("years_read;")).otherwise(nw.lit("")),
        ).drop(f"{PREFIX}years_plain")
    else:
        given = nw.when(col("years").is_null()).then(nw.lit(0)).otherwise(nw.lit(1))
        frame = frame.with_columns(
            mls_number=col("years"), mls_given=given, mls_years_least=nw.lit("")
        )
    told = col("years_read") if f"{PREFIX}years_read" in schema else col("years_least")
    frame = frame.with_columns(mls_years_read=told).drop(f"{PREFIX}years_least")
    amount = (col("number") >= 0) & (col("number") < NO_END)
    wrong = nw.when(amount).then(nw.lit(0)).otherwise(nw.lit(NO_YEARS))
    wrong = (
        nw.when(col("number") > most)
        .then(nw.when(amount).then(nw.lit(TOO_MANY_YEARS)).otherwise(nw.lit(NO_YEARS)))
        .otherwise(wrong)
    )
    none = nw.when(col("given") == 0).then(nw.lit(0)).otherwise(wrong)
    frame = frame.with_columns(mls_years_wrong=none)
    frame = frame.with_columns(
        mls_years_left=nw.when(col("years_wrong") != 0)
        .then(nw.lit("bad_years;"))
        .otherwise(nw.lit("")),
        mls_given=nw.when(col("years_wrong") == 0).then(col("given")).otherwise(nw.lit(0)),
    )
    # Some engines stop at the first exp() that is too large: no formula meets such years.
    sound = nw.when(col("years_wrong") == 0).then(col("number"))
    return frame.with_columns(mls_number=sound.otherwise(nw.lit(None, nw.Float64)))


def bind_met_years(frame: Frame, years: Lookup, join: Join) -> Frame:
    """Years in digits, by a table of those that were met in words."""
    frame = join(frame, years)
    told = nw.when(col("years_digits").is_null()).then(col("years")).otherwise(col("years_digits"))
    return frame.with_columns(mls_years=told).drop(f"{PREFIX}years_digits")


def refuse_bad_years(frame: Frame) -> Frame:
    """Years that are none refuse a row that tells its level too."""
    wrong = (col("years_wrong") != 0) & (col("words_refused") == "")
    refused = nw.when(wrong).then(nw.lit("bad_years")).otherwise(col("words_refused"))
    return frame.with_columns(mls_words_refused=refused)
