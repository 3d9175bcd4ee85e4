"""What the words of each row mean, by look-ups on what was met or on what can be foreseen."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from mlsalary.frame.bind import Frame, Join
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.text import col, folded, specs
from mlsalary.frame.words import LEVELS
from mlsalary.frame.words import TEXTS as WORD_TEXTS
from mlsalary.profile import SINGLE, WORDS
from mlsalary.vocabulary import Vocabulary


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
