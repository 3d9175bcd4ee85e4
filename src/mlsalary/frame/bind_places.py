"""Where each row is, by look-ups on the places that can be foreseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw

from mlsalary import spelling
from mlsalary.frame.bind import Frame, Join
from mlsalary.frame.foreseen import ZIP
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.places import TEXTS, UNKNOWN
from mlsalary.frame.text import (
    bare_place,
    col,
    folded,
    head_and_tail,
    place_key,
    state_behind,
    without_country,
    without_zip,
    zip_of,
)
from mlsalary.places.country import ours
from mlsalary.places.names import key
from mlsalary.places.words import place_words
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import NATION

_ZIP = "^[0-9]{3,5}(-[0-9]{4})?([.]0)?$"
_READ = ("code", "first_state", "states", "match")
_SPENT = (
    *TEXTS,
    *(
        "typed",
        "bare",
        "rest",
        "zipped",
        "words",
        "parted",
        "abroad",
        "whole",
        "head",
        "name",
        "way",
        "area",
        "area_state",
        "place_note",
        "area_warnings",
    ),
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
    book: Rulebook,
) -> Frame:
    """Place and state, by the keys that can be told beforehand; then the state, then the nation."""
    countries = ours(book)
    letters = [row[0] for row in book.csv("states.csv").rows()]
    frame = frame.with_columns(
        mls_abroad=nw.when(folded(col("country")).is_in(sorted(countries)))
        .then(nw.lit(0))
        .otherwise(nw.lit(1))
    )
    typed = col("city")
    for name in ("zip", "metro"):
        told = _with_zeros(col(name)) if name == "zip" else col(name)
        typed = nw.when(_says_where(col(name), nowhere)).then(told).otherwise(typed)
    zipped = ~_says_where(col("metro"), nowhere) & col("zip").str.contains(_ZIP)
    around = place_words(book)
    frame = frame.with_columns(mls_bare=bare_place(typed, around))
    frame = frame.with_columns(mls_rest=without_country(col("bare"), around))
    behind = state_behind(col("rest"), letters)
    short = col("bare").str.contains("^[0-9]{1,4}$")  # "Remote, 39" is no code of a state
    bare = nw.when(short).then(typed.str.to_lowercase()).otherwise(col("bare"))
    frame = frame.with_columns(
        mls_bare=nw.when(col("rest") == col("bare")).then(bare).otherwise(behind),
        mls_zipped=nw.when(zipped).then(nw.lit(1)).otherwise(nw.lit(0)),
    )
    frame = frame.with_columns(mls_typed=zip_of(col("bare")), mls_words=without_zip(col("bare")))
    beside_words = (col("words") != col("bare")) & (col("words") != "")
    both = (col("zipped") == 1) & col("typed").is_in(_codes_of_both(tables["aliases"]))
    as_zip = nw.concat_str([nw.lit(ZIP), col("typed")])  # five digits that are a code as well
    frame = frame.with_columns(
        mls_typed=nw.when(both).then(as_zip).otherwise(col("typed")),
        mls_parted=nw.when(beside_words).then(col("words")).otherwise(col("typed")),
        mls_words=nw.when(beside_words).then(col("words")).otherwise(nw.lit("")),
    )
    head, tail = head_and_tail(col("parted"))
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
    apart = (lower["tail"] != "") & (col("head") != "") & (col("words") == "")
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


def _codes_of_both(aliases: Lookup) -> list[str]:
    """ZIP codes that are an area's code as well."""
    (keys,) = (aliases.columns[key] for key in aliases.keys)
    return sorted(one.removeprefix(ZIP) for one in keys if one.startswith(ZIP))


def _says_where(text: nw.Expr, nowhere: Sequence[str]) -> nw.Expr:
    words = dict.fromkeys(spelling.folded(word) for word in ("", *nowhere))
    return ~folded(text).is_in(list(words))


def _with_zeros(code: nw.Expr) -> nw.Expr:
    """A ZIP code whose two leading zeros a spreadsheet took; ``zip_of`` mends those of one."""
    short = code.str.contains("^[0-9]{3}([.]0)?$")
    return nw.when(short).then(nw.concat_str([nw.lit("00"), code])).otherwise(code)


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
        (col("typed") == "")
        | col("name").is_in(sorted(filter(None, map(key, nowhere_words))))
        | (col("alone_code").fill_null("") == NATION)
    )
    asked = col("asked_letters").fill_null("-")  # "-": a state that nobody knows
    inside = (asked == "") | _holds(states, asked)
    # A nickname or a leading city comes before a town of its name: NYC with NY, Redmond with WA.
    leads = col("alone_match").fill_null("city") != "city"
    leads = leads & (col("alone_first_state").fill_null("") == asked)
    beside = ~nowhere & (asked != "") & ~col("beside_code").is_null() & ~leads
    alone = ~nowhere & ~col("alone_code").is_null() & inside
    alone = alone & ((col("zipped") == 0) | (col("alone_match") == "zip"))  # no area's code
    beside_zip = col("tail_letters").fill_null("-")  # a ZIP code counts where the state agrees
    alone = alone & ((col("words") == "") | _holds(states, beside_zip))
    only_state = nowhere & (asked != "") & (asked != "-")
    nation = nowhere & (asked == "")
    fallen_state = nw.lit(fallback is not None) & ((asked != "") & (asked != "-"))
    tail = col("tail_letters").fill_null("")
    fallen_tail = nw.lit(fallback is not None) & (tail != "")
    fallen_nation = nw.lit(fallback == "national")
    ways = [
        (col("abroad") == 1, none, none, none, "place_abroad"),
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
