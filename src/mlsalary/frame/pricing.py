"""The rules on columns: the formulas themselves, with exp, log and where of a Narwhals frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import narwhals as nw

from mlsalary import rules
from mlsalary.engine.rule import Rule, columns_of, part_of, values_of
from mlsalary.frame.bind import NO_YEARS, TOO_MANY_YEARS, Frame
from mlsalary.frame.lookup import PREFIX
from mlsalary.frame.plain_pay import AMOUNT, LEFT
from mlsalary.frame.tables import BAD_MONTH, warnings
from mlsalary.frame.text import col, flag
from mlsalary.results import MANY_YEARS, Range
from mlsalary.rulebook.model import RUNGS
from mlsalary.rules.facts import Curve, Facts, Part, Skew, Told
from mlsalary.rules.operations import Value

PAY = tuple(f"{name}_{percentile}" for name in ("base", "total") for percentile in Range._fields)
SAID = ("place", "place_match", "warnings")
RANKS = ("base_percentile", "total_percentile")
"""What ``rank`` needs besides the pay: ln p50 and spread of each."""


class Columns:
    """The operations that the rules need, for the columns of a library: Narwhals or Polars."""

    def __init__(self, library: Any) -> None:
        self._library = library

    @staticmethod
    def exp(value: Value) -> Value:
        """e to the power of the value."""
        return value.exp()

    @staticmethod
    def log(value: Value) -> Value:
        """The natural logarithm."""
        return value.log()

    def where(self, condition: Value, then: Value, otherwise: Value) -> Value:
        """``then`` where the condition holds, else ``otherwise``."""
        return self._library.when(condition).then(then).otherwise(otherwise)

    def col(self, name: str) -> Value:
        """One of the columns that are joined to a caller's table."""
        return self._library.col(f"{PREFIX}{name}")


OF_FRAMES = Columns(nw)


class Figures(NamedTuple):
    """What the pricing of a table takes from the rulebook itself. questioned: more years than this
    draw a warning."""

    curve: Curve
    skew: Skew
    questioned: float


class Terms(NamedTuple):
    """What rows have in common that differ in their years alone: the columns, without ``PREFIX``,
    of what all rules say together, and the pieces of a ``Part`` that these are."""

    pieces: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """All columns that ``paid`` needs beside the years."""
        return ("given", "alone", "beside", "together", *_CERTAIN, *self.columns)


_MIDDLE = "all_log"
_CERTAIN = tuple(f"certain_{rung}" for rung in range(len(RUNGS)))


def terms_of(chain: Sequence[Rule]) -> Terms:
    """Of these rules."""
    said = {piece for rule in chain for piece in rule.pieces}
    pieces = tuple(piece for piece in Part._fields if piece in said)
    return Terms(pieces, columns_of("all", pieces))


def with_terms(frame: Frame, chain: Sequence[Rule], figures: Figures) -> Frame:
    """The frame with ``mls_refused``, ``mls_warnings`` and the columns of ``Terms``, of which the
    middle of base holds nothing where a row is refused."""
    alone, beside = col("level") == "", (col("level") != "") & (col("given") == 1)
    together = rules.together_of(Told(col("number"), alone, beside), OF_FRAMES)
    frame = frame.with_columns(
        mls_refused=_refused(),
        mls_alone=flag(alone),
        mls_beside=flag(beside),
        mls_together=together,
        mls_warnings=_warnings(chain, figures.questioned),
    )
    terms = terms_of(chain)
    parts = {rule.name: rule.gathered([col(name) for name in rule.columns]) for rule in chain}
    whole = values_of(terms.pieces, rules.joined(parts, col("together")))
    priced = col("refused") == ""
    codes = nw.when(priced).then(col("warnings")).otherwise(col("refused"))
    found = dict(zip((*_CERTAIN, *terms.columns), (*_certain(), *whole), strict=True))
    found[_MIDDLE] = nw.when(priced).then(found[_MIDDLE])
    return _with(frame, found | {"warnings": codes.str.replace_all(";$", "")})


def _certain() -> list[nw.Expr]:
    """P(level) of a level that is told; management stands where the highest rung does."""
    rungs = [col("level") == rung for rung in RUNGS[:-1]]
    top = ~nw.any_horizontal(*rungs, ignore_nulls=False)
    return [nw.when(here).then(nw.lit(1.0)).otherwise(nw.lit(0.0)) for here in (*rungs, top)]


def paid(frame: Frame, terms: Terms, figures: Figures, m: Columns = OF_FRAMES) -> Frame:
    """The frame with the ten percentiles by its years, ``mls_number``, and the columns of terms.

    Step by step: an expression that grew through all of it would name each share a hundred times.
    """
    given, alone, beside = (m.col(name) == 1 for name in ("given", "alone", "beside"))
    years = m.where(given, m.col("number"), 0.0)
    by_years = rules.level_shares(years, figures.curve.slope, figures.curve.cuts, m)
    certain = [m.col(name) for name in _CERTAIN]
    names = [f"share_{rung}" for rung in range(len(RUNGS))]
    shares = [m.where(alone, *each) for each in zip(by_years, certain, strict=True)]
    frame = _with(frame, dict(zip(names, shares, strict=True)))
    parts = {"all": part_of(terms.pieces, [m.col(name) for name in terms.columns])}
    said, found = Told(years, alone, beside), [m.col(name) for name in names]
    facts = rules.gather(parts, figures.curve, said, m, found)
    kept = {"years_log": facts.beside, "base_core": facts.base_core, "beyond": facts.beyond}
    frame = _with(frame, kept)
    facts = Facts(found, parts, *(m.col(name) for name in (*kept, "together")))
    names = ["base", "base_spread", "total", "total_spread"]
    frame = _with(frame, dict(zip(names, rules.price(facts, m), strict=True)))
    base, base_spread, total, total_spread = (m.col(name) for name in names)
    both = [
        *rules.percentiles(base, base_spread, m),
        *rules.percentiles(total, total_spread, m, figures.skew),
    ]
    return _with(frame, dict(zip(PAY, both, strict=True)))


def _with(frame: Frame, columns: Mapping[str, Value]) -> Frame:
    return frame.with_columns(**{f"{PREFIX}{name}": one for name, one in columns.items()})


def _refused() -> nw.Expr:
    """The error of the single estimate, in the order in which it looks."""
    month = col("aging_warnings").fill_null(BAD_MONTH)
    no_level = col("level") == ""
    unread = nw.when(col("level_unread") == "").then(nw.lit("years_or_level"))
    unknown = [
        (no_level & (col("years_wrong") == NO_YEARS), nw.lit("bad_years")),
        (col("aging_log").is_null() & (month == BAD_MONTH), nw.lit(BAD_MONTH)),
        (col("words_refused") != "", col("words_refused")),
        (col("place_log").is_null(), col("place_warnings")),
        (no_level & (col("years_wrong") == TOO_MANY_YEARS), nw.lit("bad_years")),
        (no_level & (col("given") == 0), unread.otherwise(col("level_unread"))),
        (col("aging_log").is_null(), month),
    ]
    code = nw.lit("")
    for wrong, refusal in reversed(unknown):
        code = nw.when(wrong).then(refusal).otherwise(code)
    return code


def _warnings(chain: Sequence[Rule], questioned: float) -> nw.Expr:
    """The codes of how a row was read, of what was left out, then those of the rules in their
    order, a semicolon behind each."""
    years = col("number")
    read = [col(name) for name in ("years_read", "words_read", "as_of_read", "years_left")]
    outside = (years < col("least")) | (years > col("most"))
    apart = nw.when((col("given") == 1) & outside).then(col("apart")).otherwise(nw.lit(""))
    pieces = (col(warnings(rule)).fill_null("") for rule in chain)
    many = nw.when(years > questioned).then(nw.lit(f"{MANY_YEARS};")).otherwise(nw.lit(""))
    said = (one.fill_null("") for one in (*read, col("words_left"), apart, many))
    return nw.concat_str([*said, *pieces])


def rank(frame: Frame) -> Frame:
    """The priced frame with where the pay of ``plain_pay.AMOUNT`` stands, and warnings that say
    where a pay is not read."""
    return with_codes(ranked(frame), LEFT)


def ranked(frame: Frame, m: Columns = OF_FRAMES) -> Frame:
    """The priced frame with ``mls_base_percentile`` and ``mls_total_percentile``: where the pay of
    ``plain_pay.AMOUNT`` stands among each, 0 to 100; null where there is none."""
    amount = m.col(AMOUNT.removeprefix(PREFIX))
    above = {
        f"{name}_above": rules.spreads_above(
            amount, m.col(f"{name}_p25"), m.col(f"{name}_p50"), m.col(f"{name}_p75"), m
        )
        for name in ("base", "total")
    }
    ranks = {
        f"{name}_percentile": rules.rank_of(m.col(f"{name}_above"), m) for name in ("base", "total")
    }
    return _with(_with(frame, above), ranks)


def with_codes(frame: Frame, column: str) -> Frame:
    """The frame whose warnings begin with the codes of this column, a semicolon behind each."""
    said = nw.concat_str([nw.col(column), col("warnings")]).str.replace_all(";$", "")
    warned = nw.when(col("refused") == "").then(said).otherwise(col("warnings"))
    return frame.with_columns(mls_warnings=warned)
