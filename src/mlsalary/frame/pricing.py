"""The rules on columns: the formulas themselves, with exp, log and where of a Narwhals frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import narwhals as nw

from mlsalary import rules
from mlsalary.engine.rule import Rule
from mlsalary.frame import pay
from mlsalary.frame.bind import NO_YEARS, TOO_MANY_YEARS, Frame
from mlsalary.frame.lookup import PREFIX
from mlsalary.frame.tables import BAD_MONTH, warnings
from mlsalary.frame.text import col
from mlsalary.results import MANY_YEARS, Range
from mlsalary.rulebook.model import RUNGS
from mlsalary.rules.facts import Curve, Facts, Skew, Told
from mlsalary.rules.operations import Value

PAY = tuple(f"{name}_{percentile}" for name in ("base", "total") for percentile in Range._fields)
SAID = ("place", "place_match", "warnings")
RANKS = ("base_percentile", "total_percentile")
"""What ``rank`` needs besides the pay: ln p50 and spread of each."""


class Columns:
    """The operations that the rules need, for columns."""

    @staticmethod
    def exp(value: Value) -> Value:
        """e to the power of the value."""
        return value.exp()

    @staticmethod
    def log(value: Value) -> Value:
        """The natural logarithm."""
        return value.log()

    @staticmethod
    def where(condition: Value, then: Value, otherwise: Value) -> Value:
        """``then`` where the condition holds, else ``otherwise``."""
        return nw.when(condition).then(then).otherwise(otherwise)


_M = Columns()


class Figures(NamedTuple):
    """What the pricing of a table takes from the rulebook itself. questioned: more years than this
    draw a warning."""

    curve: Curve
    skew: Skew
    questioned: float


def price(frame: Frame, chain: Sequence[Rule], figures: Figures) -> Frame:
    """The frame with the ten percentiles, ``warnings`` and ``mls_refused``: the code of what keeps
    a row from being priced, or the empty text. chain: the rules whose columns are there.

    Step by step: an expression that grew through all of it would name each share a hundred times.
    """
    years = nw.when(col("given") == 1).then(col("number")).otherwise(nw.lit(0.0))
    parts = {rule.name: rule.gathered([col(name) for name in rule.columns]) for rule in chain}
    alone = col("level") == ""
    said = Told(years, alone, ~alone & (col("given") == 1))
    names = [f"share_{rung}" for rung in range(len(RUNGS))]
    shares = dict(zip(names, _shares(years, alone, figures.curve), strict=True))
    frame = frame.with_columns(**{f"{PREFIX}{name}": share for name, share in shares.items()})
    facts = rules.gather(parts, figures.curve, said, _M, [col(name) for name in names])
    kept = {"beside": facts.beside, "base_core": facts.base_core, "beyond": facts.beyond}
    kept |= {"together": facts.together}
    frame = frame.with_columns(
        mls_refused=_refused(),
        **{f"{PREFIX}{name}": value for name, value in kept.items()},
    )
    found = Facts(facts.shares, parts, *(col(name) for name in kept))
    base, base_spread, total, total_spread = rules.price(found, _M)
    nothing = nw.lit(None, nw.Float64)
    priced = col("refused") == ""
    frame = frame.with_columns(
        mls_base=nw.when(priced).then(base).otherwise(nothing),
        mls_base_spread=base_spread,
        mls_total=nw.when(priced).then(total).otherwise(nothing),
        mls_total_spread=total_spread,
        mls_warnings=_warnings(chain, figures.questioned),
    )
    both = [
        *rules.percentiles(col("base"), col("base_spread"), _M),
        *rules.percentiles(col("total"), col("total_spread"), _M, figures.skew),
    ]
    codes = nw.when(priced).then(col("warnings")).otherwise(col("refused"))
    named = dict(zip(PAY, both, strict=True))
    frame = frame.with_columns(**{f"{PREFIX}{name}": amount for name, amount in named.items()})
    return frame.with_columns(mls_warnings=codes.str.replace_all(";$", ""))


def _shares(years: nw.Expr, alone: nw.Expr, curve: Curve) -> list[nw.Expr]:
    """P(level): by the years, or certain; management stands where the highest rung does."""
    rungs = [col("level") == rung for rung in RUNGS[:-1]]
    top = ~nw.any_horizontal(*rungs, ignore_nulls=False)
    certain = [nw.when(here).then(nw.lit(1.0)).otherwise(nw.lit(0.0)) for here in (*rungs, top)]
    by_years = rules.level_shares(years, curve.slope, curve.cuts, _M)
    return [_M.where(alone, *each) for each in zip(by_years, certain, strict=True)]


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
    """The priced frame with ``mls_base_percentile`` and ``mls_total_percentile``: where the pay of
    ``pay.AMOUNT`` stands among each, 0 to 100; null where there is none. Its warnings say where a
    pay is not read."""
    amount, left = nw.col(pay.AMOUNT), nw.col(pay.LEFT)
    above = {
        f"{PREFIX}{name}_above": rules.spreads_above(
            amount, col(f"{name}_p25"), col(f"{name}_p50"), col(f"{name}_p75"), _M
        )
        for name in ("base", "total")
    }
    said = nw.concat_str([left, col("warnings")]).str.replace_all(";$", "")
    warned = nw.when(col("refused") == "").then(said).otherwise(col("warnings"))
    frame = frame.with_columns(**above, mls_warnings=warned)
    ranks = {
        f"{PREFIX}{name}_percentile": rules.rank_of(col(f"{name}_above"), _M)
        for name in ("base", "total")
    }
    return frame.with_columns(**ranks)
