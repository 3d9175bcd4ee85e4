"""Facts bound by joins: what stands in a caller's columns -> what the rules are told of each row.

Every function takes a Narwhals frame and gives it back with more columns, all of which begin with
``mls_``. ``join`` lays a look-up table beside a frame, in the way of the frame's own engine.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeAlias

import narwhals as nw

from mlsalary import spelling
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.places import TEXTS, UNKNOWN
from mlsalary.frame.places import TEXTS as PLACES
from mlsalary.frame.tables import NO_END
from mlsalary.frame.text import (
    col,
    folded,
    head_and_tail,
    number,
    place_key,
    specs,
    stripped,
    without_unit,
    zip_of,
)
from mlsalary.frame.words import LEVELS
from mlsalary.frame.words import TEXTS as WORD_TEXTS
from mlsalary.places.names import key
from mlsalary.profile import COLUMNS, FIELDS, SINGLE, WORDS
from mlsalary.rulebook.oews import NATION
from mlsalary.vocabulary import Vocabulary

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
    columns |= {name: (name, *PLACES) for name in ("metro", "state")}
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


def bind_met_words(frame: Frame, words: Lookup, join: Join) -> Frame:
    """What the words of each row mean, by a table of those that were met."""
    typed = {f"{PREFIX}{name}_word": col(name) for name in WORD_TEXTS}
    frame = frame.with_columns(**typed).drop(*(f"{PREFIX}{name}" for name in WORD_TEXTS))
    return join(frame, words).drop(*typed)


def bind_spelled_words(
    frame: Frame, tables: Sequence[Lookup], join: Join, known: Vocabulary, *, strict: bool
) -> Frame:
    """The same by the spellings that can be told beforehand; a title is not read."""
    levels, others = LEVELS, [kind for kind in _KINDS if kind != "level"]
    level = col(levels[-1])
    nothing = sorted(known.nothing)
    for name in reversed(levels[:-1]):
        level = nw.when(folded(col(name)).is_in(nothing)).then(level).otherwise(col(name))
    frame = frame.with_columns(
        mls_level_word=folded(level),
        mls_company_word=folded(col("company")),
        mls_titled=nw.when(col("title") == "")
        .then(nw.lit(""))
        .otherwise(nw.lit("title_not_read;")),
        **{f"{PREFIX}{kind}_word": folded(col(kind)) for kind in others},
        **{f"{PREFIX}{name}": one for name, one in specs(col("spec"), known).items()},
        mls_as_of=_month_of(col("as_of")),
    ).drop(*(f"{PREFIX}{name}" for name in WORD_TEXTS))
    for table in tables:
        frame = join(frame, table)
    own = ~col("own_level").is_null()
    frame = frame.with_columns(
        mls_level_key=nw.when(own).then(col("own_level")).otherwise(col("level_key")),
        mls_level_read=nw.when(own).then(nw.lit("level_read;")).otherwise(col("level_read")),
        mls_idle=_where(~own & ~col("company_word").is_in(nothing), "company_not_used;"),
    )
    unread = {
        one.name: col("spec_unread") == 1 if one.several else col(f"{one.name}_key").is_null()
        for one in WORDS
    }
    missing = [_where(one, f"{kind}_not_found;") for kind, one in unread.items()]
    refused = nw.lit("")
    for kind, one in reversed(unread.items()) if strict else ():
        refused = nw.when(one).then(nw.lit(f"{kind}_not_found")).otherwise(refused)
    refusal = col("level_refused").fill_null("")
    read = [col(f"{kind}_read").fill_null("") for kind in unread]
    left = [*missing, col("role_left").fill_null(""), col("idle"), col("titled")]
    frame = frame.with_columns(
        mls_words_read=nw.concat_str(read),
        mls_words_left=nw.concat_str(left),
        mls_level_unread=_where(unread["level"], "level_not_found"),
        mls_words_refused=nw.when(refusal == "").then(refused).otherwise(refusal),
        **{f"{PREFIX}{kind}": col(f"{kind}_key").fill_null("") for kind in SINGLE},
    )
    spent = [
        *(
            f"{kind}_{name}"
            for kind in _KINDS
            for name in ("word", "key", "read", "left", "refused")
        ),
        *("company_word", "own_level", "idle", "titled", "spec_read", "spec_unread"),
    ]
    return frame.drop(*(f"{PREFIX}{name}" for name in spent))


def _month_of(text: nw.Expr) -> nw.Expr:
    """The month of a day that is written as ISO 8601 has it."""
    day = text.str.contains("^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T].*)?$")
    return nw.when(day).then(text.str.slice(0, 7)).otherwise(text)


def _where(condition: nw.Expr, code: str) -> nw.Expr:
    """The code where the condition holds, else the empty text."""
    return nw.when(condition).then(nw.lit(code)).otherwise(nw.lit(""))


_KINDS = tuple(one.name for one in WORDS if not one.several)


_READ = ("code", "first_state", "states", "match")
_SPENT = (
    *TEXTS,
    *(
        "typed",
        "zipped",
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
) -> Frame:
    """Place and state, by the keys that can be told beforehand; then the state, then the nation."""
    typed = col("city")
    for name in ("zip", "metro"):
        told = _with_zeros(col(name)) if name == "zip" else col(name)
        typed = nw.when(_says_where(col(name), nowhere)).then(told).otherwise(typed)
    zipped = ~_says_where(col("metro"), nowhere) & col("zip").str.contains("^[0-9]{3,5}([.]0)?$")
    frame = frame.with_columns(
        mls_typed=zip_of(typed),
        mls_zipped=nw.when(zipped).then(nw.lit(1)).otherwise(nw.lit(0)),
    )
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


def _says_where(text: nw.Expr, nowhere: Sequence[str]) -> nw.Expr:
    return ~folded(text).is_in([spelling.folded(word) for word in ("", *nowhere)])


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
    alone = alone & ((col("zipped") == 0) | (col("alone_match") == "zip"))  # no area's code
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
