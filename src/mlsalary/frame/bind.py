"""Facts bound by joins: what stands in a caller's columns -> what the rules are told of each row.

Every function takes a Narwhals frame and gives it back with more columns, all of which begin with
``mls_``. ``join`` lays a look-up table beside a frame, in the way of the frame's own engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import narwhals as nw

from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.places import TEXTS, UNKNOWN
from mlsalary.frame.tables import NO_END
from mlsalary.frame.text import (
    col,
    folded,
    head_and_tail,
    number,
    place_key,
    specs,
    stripped,
    zip_of,
)
from mlsalary.places.names import key
from mlsalary.profile import COLUMNS, SINGLE
from mlsalary.rulebook.oews import NATION
from mlsalary.vocabulary import Vocabulary

Frame: TypeAlias = Any
"""A Narwhals frame: of rows, or of a question to an engine."""

Join: TypeAlias = Callable[[Frame, Lookup], Frame]
"""Left join on the look-up's keys; the frame's rows stay as many as they are."""


def asked(frame: Frame, columns: Mapping[str, str]) -> Frame:
    """``mls_years`` … from the caller's columns: ``columns`` is ours -> theirs. Text, stripped;
    empty where there is nothing. ``mls_years`` is a number where the caller's are."""
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
        else:
            made[name] = stripped(there)
    return frame.with_columns(**{f"{PREFIX}{name}": one for name, one in made.items()})


NO_YEARS, TOO_MANY_YEARS = 1, 2
"""What can be wrong with years: no amount of experience; more than a working life."""


def bind_years(frame: Frame, most: float) -> Frame:
    """``mls_years_wrong``, 0 where years can be priced; ``mls_number``, those as a number; and
    ``mls_given``, 1 where there are any years."""
    if frame.collect_schema()[f"{PREFIX}years"] == nw.String:
        given = nw.when(col("years") == "").then(nw.lit(0)).otherwise(nw.lit(1))
        frame = frame.with_columns(mls_number=number(col("years")), mls_given=given)
    else:
        given = nw.when(col("years").is_null()).then(nw.lit(0)).otherwise(nw.lit(1))
        frame = frame.with_columns(mls_number=col("years"), mls_given=given)
    amount = (col("number") >= 0) & (col("number") < NO_END)
    wrong = nw.when(amount).then(nw.lit(0)).otherwise(nw.lit(NO_YEARS))
    wrong = (
        nw.when(col("number") > most)
        .then(nw.when(amount).then(nw.lit(TOO_MANY_YEARS)).otherwise(nw.lit(NO_YEARS)))
        .otherwise(wrong)
    )
    none = nw.when(col("given") == 0).then(nw.lit(0)).otherwise(wrong)
    frame = frame.with_columns(mls_years_wrong=none)
    # Some engines stop at the first exp() that is too large: no formula meets such years.
    sound = nw.when(col("years_wrong") == 0).then(col("number"))
    return frame.with_columns(mls_number=sound.otherwise(nw.lit(None, nw.Float64)))


def bind_words(frame: Frame, tables: Mapping[str, Lookup], join: Join, known: Vocabulary) -> Frame:
    """What every word and the month mean, by ``tables``; null where a word is unknown."""
    frame = frame.with_columns(
        **{f"{PREFIX}{kind}_word": folded(col(kind)) for kind in SINGLE},
        mls_specs=specs(col("spec"), known),
    ).drop(*(f"{PREFIX}{name}" for name in (*SINGLE, "spec")))
    for table in tables.values():
        frame = join(frame, table)
    spent = (*(f"{kind}_word" for kind in SINGLE), "specs", "as_of")
    return frame.drop(*(f"{PREFIX}{name}" for name in spent))


_READ = ("code", "first_state", "states", "match")
_SPENT = (
    *TEXTS,
    *("typed", "whole", "head", "name", "way", "area", "area_state", "place_note", "area_warnings"),
    *(f"{name}_{one}" for name in ("tail", "asked") for one in ("letters", "fips")),
    *(f"{way}_{name}" for way in ("beside", "alone") for name in _READ),
)
"""What binding places leaves behind: every further step of a question would carry it on."""


def bind_spelled_places(
    frame: Frame,
    tables: Mapping[str, Lookup],
    join: Join,
    fallback: str | None,
    nowhere: Sequence[str],
) -> Frame:
    """Place and state, by the keys that can be told beforehand; then the state, then the nation."""
    typed = col("city")
    for name in ("zip", "metro"):
        typed = nw.when(col(name) != "").then(col(name)).otherwise(typed)
    frame = frame.with_columns(mls_typed=zip_of(typed))
    head, tail = head_and_tail(col("typed"))
    frame = frame.with_columns(
        mls_whole=place_key(col("typed")),
        mls_head=place_key(head),
        mls_state_key=place_key(tail),
        mls_asked=place_key(col("state")),
    )
    frame = _states(frame, tables["states"], join, "tail")
    frame = frame.with_columns(mls_state_key=col("asked")).drop(f"{PREFIX}asked")
    frame = _states(frame, tables["states"], join, "asked")
    lower = {
        name: col(f"{name}_letters").fill_null("").str.to_lowercase() for name in ("tail", "asked")
    }
    apart = (lower["tail"] != "") & (col("head") != "")
    beside = nw.concat_str([col("head"), nw.lit(" "), lower["tail"]])
    frame = frame.with_columns(mls_name=nw.when(apart).then(beside).otherwise(col("whole")))
    with_state = nw.concat_str([col("name"), nw.lit(" "), lower["asked"]])
    keys = {"beside": with_state, "alone": col("name")}
    for way, whole in keys.items():
        frame = join(frame.with_columns(mls_key=whole), tables["aliases"])
        moved = {f"{PREFIX}{way}_{name}": col(name) for name in _READ}
        frame = frame.with_columns(**moved).drop(*(f"{PREFIX}{name}" for name in ("key", *_READ)))
    frame = join(_chosen(frame, fallback, nowhere), tables["areas"]).with_columns(
        mls_place_warnings=nw.concat_str([col("place_note"), col("area_warnings").fill_null("")])
    )
    return frame.drop(*(f"{PREFIX}{name}" for name in _SPENT))


def _states(frame: Frame, states: Lookup, join: Join, name: str) -> Frame:
    frame = join(frame, states)
    moved = {f"{PREFIX}{name}_{one}": col(one) for one in ("letters", "fips")}
    return frame.with_columns(**moved).drop(
        f"{PREFIX}state_key", f"{PREFIX}letters", f"{PREFIX}fips"
    )


def _chosen(frame: Frame, fallback: str | None, nowhere_words: Sequence[str]) -> Frame:
    """Which of the readings holds: with the state asked for, alone, the state, the nation."""
    none = nw.lit(None, nw.String)
    states = col("alone_states").fill_null("")
    nowhere = (
        (col("name") == "")
        | col("name").is_in([key(word) for word in nowhere_words])
        | (col("alone_code").fill_null("") == NATION)
    )
    asked = col("asked_letters").fill_null("-")  # "-": a state that nobody knows
    inside = (asked == "") | _holds(states, asked)
    # A nickname or a leading city goes before a town of its name: NYC with NY, Redmond with WA.
    leads = col("alone_match").fill_null("city") != "city"
    leads = leads & (col("alone_first_state").fill_null("") == asked)
    beside = ~nowhere & (asked != "") & ~col("beside_code").is_null() & ~leads
    alone = ~nowhere & ~col("alone_code").is_null() & inside
    only_state = nowhere & (asked != "") & (asked != "-")
    nation = nowhere & (asked == "")
    fallen_state = nw.lit(fallback is not None) & ((asked != "") & (asked != "-"))
    tail = col("tail_letters").fill_null("")
    fallen_tail = nw.lit(fallback is not None) & (tail != "")
    fallen_nation = nw.lit(fallback == "national")
    ways = [
        (beside, col("beside_code"), asked, col("beside_match"), ""),
        (nation, nw.lit(NATION), nw.lit(""), nw.lit("national"), ""),
        (only_state, col("asked_fips"), asked, nw.lit("state"), ""),
        (
            alone,
            col("alone_code"),
            nw.when(asked == "").then(col("alone_first_state")).otherwise(asked),
            col("alone_match"),
            "",
        ),
        (fallen_state, col("asked_fips"), asked, nw.lit("state"), "place_not_found;"),
        (fallen_tail, col("tail_fips"), tail, nw.lit("state"), "place_not_found;"),
        (fallen_nation, nw.lit(NATION), nw.lit(UNKNOWN), nw.lit("national"), "place_not_found;"),
    ]
    number = nw.lit(len(ways))
    for at in reversed(range(len(ways))):
        number = nw.when(ways[at][0]).then(nw.lit(at)).otherwise(number)
    ways.append((none, none, none, none, "place_not_found"))  # where no condition holds: refused
    frame = frame.with_columns(mls_way=number)
    columns = {}
    for name, field in (("area", 1), ("area_state", 2), ("place_match", 3), ("place_note", 4)):
        value = none
        for at, way in reversed(list(enumerate(ways))):
            told: Any = way[field]
            then = nw.lit(told) if isinstance(told, str) else told
            value = nw.when(col("way") == at).then(then).otherwise(value)
        columns[f"{PREFIX}{name}"] = value
    frame = frame.with_columns(**columns)
    return frame.with_columns(mls_place=col("area"))


def _holds(states: nw.Expr, asked: nw.Expr) -> nw.Expr:
    """Whether ``-MO-KS-`` holds a state's letters. Not ``contains``: engines want a constant there;
    at most six states make up an area."""
    found = nw.lit(False)
    for place in range(6):
        found = found | (states.str.slice(1 + 3 * place, 2) == asked)
    return found
