"""What the words of each row mean, by look-ups on what can be foreseen."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from mlsalary.frame.bind import Frame, Join
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.text import col, company, flag, folded, specs
from mlsalary.frame.words import LEVELS
from mlsalary.profile import WORD_COLUMNS, WORDS
from mlsalary.reading.companies import endings
from mlsalary.reading.told_words import (
    COMPANY_OVERRULED,
    TITLE_OVERRULED,
)
from mlsalary.results import COMPANY_UNKNOWN
from mlsalary.rulebook import Rulebook
from mlsalary.vocabulary import vocabulary

UNFORESEEN = "title_not_foreseen"
_KINDS = tuple(one.name for one in WORDS if not one.several)
_JOINED = ("key", "read", "refused", "word", "said")
_SPENT = tuple(
    f"{PREFIX}{name}"
    for name in (
        *(f"{kind}_{name}" for kind in _KINDS for name in _JOINED),
        *(f"spec_{name}" for name in ("word", "told", "read", "unread", "said")),
        *(f"company_{name}" for name in ("word", "told", "employer", "kind", "idle", "priced")),
        *(f"title_{name}" for name in ("word", "level", "specs", "role", "refused")),
        *(f"title_{name}" for name in ("rung", "mask", "job", "refusal", "idle")),
        *("ladder", "own_level", "own_key", "level_own", "own_title_level", "idle"),
    )
)
"""What a row needs no more once its words are bound."""


def bind_spelled_words(
    frame: Frame, tables: Sequence[Lookup], join: Join, book: Rulebook, *, strict: bool
) -> Frame:
    """The same by the spellings that can be told beforehand; of titles only the commonest are."""
    known = vocabulary(book)
    nothing = sorted(known.nothing)
    frame = frame.with_columns(
        mls_level_word=_first_level(nothing),
        mls_level_own=flag(folded(col(LEVELS[0])).is_in(nothing)),
        mls_company_word=company(col("company"), endings(book)),
        mls_company_told=flag(~folded(col("company")).is_in(nothing)),
        mls_title_word=folded(col("title")),
        mls_spec_told=flag(~folded(col("spec")).is_in(sorted(known.untold))),
        **{f"{PREFIX}{kind}_word": folded(col(kind)) for kind in _KINDS if kind != "level"},
        **{f"{PREFIX}{name}": one for name, one in specs(col("spec"), known).items()},
        mls_as_of=_month_of(col("as_of")),
    ).drop(*(f"{PREFIX}{name}" for name in WORD_COLUMNS))
    frame = frame.with_columns(mls_spec_word=col("specs"))
    for table in tables:
        frame = join(frame, table)
    own = ~col("own_level").is_null() & ((col("own_key") == 0) | (col("level_own") == 1))
    frame = frame.with_columns(
        mls_level_key=nw.when(own).then(col("own_level")).otherwise(col("level_key")),
        mls_level_read=nw.when(own).then(nw.lit("level_read;")).otherwise(col("level_read")),
        **_told_by_title(nothing),
    )
    usual = str(known.words["role"][0])
    frame = frame.with_columns(**_filled(usual))
    unread = {
        one.name: col("spec_unread") == 1 if one.several else col(f"{one.name}_key").is_null()
        for one in WORDS
    }
    missing = [_where(one, f"{kind}_not_found;") for kind, one in unread.items()]
    refused = nw.lit("")
    for kind, one in reversed(unread.items()) if strict else ():
        refused = nw.when(one).then(nw.lit(f"{kind}_not_found")).otherwise(refused)
    refusal = col("level_refused").fill_null("")
    refusal = nw.when(refusal == "").then(col("title_refusal")).otherwise(refusal)
    frame = frame.with_columns(
        mls_words_read=nw.concat_str([col(f"{one.name}_said") for one in WORDS]),
        mls_words_left=nw.concat_str([*missing, col("idle")]),
        mls_level_unread=_where(unread["level"] & (col("level") == ""), "level_not_found"),
        mls_words_refused=nw.when(refusal == "").then(refused).otherwise(refusal),
    )
    return frame.drop(*_SPENT)


def _first_level(nothing: Sequence[str]) -> nw.Expr:
    """The first of the columns of a level that says something."""
    level = col(LEVELS[-1])
    for name in reversed(LEVELS[:-1]):
        level = nw.when(folded(col(name)).is_in(nothing)).then(level).otherwise(col(name))
    return folded(level)


def _told_by_title(nothing: Sequence[str]) -> dict[str, nw.Expr]:
    """What a title tells, empty where it is not among the foreseen; and what has no effect."""
    titled = ~col("title_word").is_in(nothing)
    known = titled & ~col("title_role").is_null()
    own = ~col("own_title_level").is_null()
    level = nw.when(own).then(col("own_title_level")).otherwise(col("title_level"))
    kind = col("company_employer").fill_null("")
    unlisted = (col("company_told") == 1) & col("company_employer").is_null()
    return {
        "mls_title_rung": nw.when(known).then(level).otherwise(nw.lit("")),
        "mls_title_mask": nw.when(known).then(col("title_specs")).otherwise(nw.lit(0)),
        "mls_title_job": nw.when(known).then(col("title_role")).otherwise(nw.lit("")),
        "mls_title_refusal": nw.when(known).then(col("title_refused")).otherwise(nw.lit("")),
        "mls_company_kind": kind,
        "mls_title_idle": _where(titled & ~known, f"{UNFORESEEN};"),
        "mls_company_idle": _where(unlisted, f"{COMPANY_UNKNOWN};"),
    }


def _filled(usual: str) -> dict[str, nw.Expr]:
    """Each field as it is told, else as the title or the company tells it, and its codes."""
    told = {kind: col(f"{kind}_key").fill_null("") for kind in _KINDS}
    beside = {"level": col("title_rung"), "role": col("title_job"), "employer": col("company_kind")}
    fields, said = dict[str, nw.Expr](), dict[str, nw.Expr]()
    for kind in _KINDS:
        read = col(f"{kind}_read").fill_null("")
        if kind in beside:
            empty = told[kind] == ""
            if kind == "level":  # what is understood and has no answer is told too
                empty = empty & (col("level_refused").fill_null("") == "")
            fields[kind] = nw.when(empty).then(beside[kind]).otherwise(told[kind])
            filled = _where(empty & (beside[kind] != ""), f"{kind}_read;")
            said[kind] = nw.when(filled == "").then(read).otherwise(filled)
        else:
            fields[kind], said[kind] = told[kind], read
    role = nw.when(fields["role"] == "").then(nw.lit(usual)).otherwise(fields["role"])
    none_known = (col("spec_unread") == 1) & (col("spec_word") == 0)
    by_title = (col("spec_told") == 0) | none_known
    spec = nw.when(by_title).then(col("title_mask")).otherwise(col("spec_word"))
    spec_said = _where(by_title & (col("title_mask") > 0), "spec_read;")
    spec_said = nw.when(spec_said == "").then(col("spec_read")).otherwise(spec_said)
    other = (
        _differ(told["level"], col("title_rung"))
        | ((told["level"] != "") & (col("title_refusal") != ""))
        | _differ(told["role"], col("title_job"))
        | (~by_title & (col("title_mask") > 0) & (col("title_mask") != col("spec_word")))
    )
    overruled = _differ(told["employer"], col("company_kind"))
    priced = col("company_priced").fill_null("")
    return {
        **{f"{PREFIX}{kind}": one for kind, one in (fields | {"role": role}).items()},
        **{f"{PREFIX}{kind}_said": one for kind, one in (said | {"spec": spec_said}).items()},
        "mls_specs": spec,
        "mls_company_own": nw.when(overruled).then(nw.lit("")).otherwise(priced),
        "mls_title_refusal": nw.when(told["level"] == "")
        .then(col("title_refusal"))
        .otherwise(nw.lit("")),
        "mls_idle": nw.concat_str(
            [
                col("company_idle"),
                _where(overruled, f"{COMPANY_OVERRULED};"),
                col("title_idle"),
                _where(other, f"{TITLE_OVERRULED};"),
            ]
        ),
    }


def _differ(told: nw.Expr, other: nw.Expr) -> nw.Expr:
    return (told != "") & (other != "") & (told != other)


def _month_of(text: nw.Expr) -> nw.Expr:
    """The month of a day that is written as ISO 8601 has it."""
    day = text.str.contains("^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T].*)?$")
    return nw.when(day).then(text.str.slice(0, 7)).otherwise(text)


def _where(condition: nw.Expr, code: str) -> nw.Expr:
    """The code where the condition holds, else the empty text."""
    return nw.when(condition).then(nw.lit(code)).otherwise(nw.lit(""))
