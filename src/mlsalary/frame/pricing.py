"""The rules on columns: the formulas themselves, with exp, log and where of a Narwhals frame."""

from __future__ import annotations

import narwhals as nw

from mlsalary import rules
from mlsalary.frame.bind import NO_YEARS, TOO_MANY_YEARS, Frame
from mlsalary.frame.lookup import PREFIX
from mlsalary.frame.tables import BAD_MONTH, Constants
from mlsalary.frame.text import col, number, stripped
from mlsalary.results import Range
from mlsalary.rulebook.model import RUNGS
from mlsalary.rules.facts import Facts
from mlsalary.rules.operations import Value

PAY = tuple(f"{name}_{percentile}" for name in ("base", "total") for percentile in Range._fields)
SAID = ("place", "place_match", "warnings")
RANKS = ("base_percentile", "total_percentile")
SPREAD = ("base", "base_spread", "total", "total_spread")
"""What ``rank`` needs besides the pay: ln p50 and spread of each."""

_KINDS = ("level", "degree", "employer")
_RUNG = range(len(RUNGS))


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


def price(frame: Frame, known: Constants) -> Frame:
    """The frame with the ten percentiles, ``warnings`` and ``mls_refused``: the code of what keeps
    a row from being priced, or the empty text.

    Step by step: an expression that grew through all of it would name each share a hundred times.
    """
    years = nw.when(col("given") == 1).then(col("number")).otherwise(nw.lit(0.0))
    shares = rules.level_shares(years, known.slope, known.cuts, _M)
    frame = frame.with_columns(
        mls_refused=_refused(),
        **{f"{PREFIX}share_{rung}": share for rung, share in zip(_RUNG, shares, strict=True)},
        **{f"{PREFIX}{pay}_core": _spread(pay, years, known) for pay in ("base", "total")},
    )
    base, base_spread, total, total_spread = rules.price(_facts(known.tilt), _M)
    nothing = nw.lit(None, nw.Float64)
    priced = col("refused") == ""
    frame = frame.with_columns(
        mls_base=nw.when(priced).then(base).otherwise(nothing),
        mls_base_spread=base_spread,
        mls_total=nw.when(priced).then(total).otherwise(nothing),
        mls_total_spread=total_spread,
        mls_warnings=_warnings(),
    )
    both = [
        *rules.percentiles(col("base"), col("base_spread"), _M),
        *rules.percentiles(col("total"), col("total_spread"), _M),
    ]
    said = nw.when(priced).then(col("warnings")).otherwise(col("refused"))
    named = dict(zip(PAY, both, strict=True))
    frame = frame.with_columns(**{f"{PREFIX}{name}": amount for name, amount in named.items()})
    return frame.with_columns(mls_warnings=said.str.replace_all(";$", ""))


def _spread(pay: str, years: nw.Expr, known: Constants) -> Value:
    """The spread before employer and specialization; the place counts where only years tell it."""
    values = [col(f"{pay}_spreads_{rung}") for rung in _RUNG]
    placed = nw.when(col("level") == "").then(col(f"{pay}_elsewhere")).otherwise(nw.lit(1.0))
    return rules.along(years, known.knots, values, _M) * placed


def _facts(tilt: float) -> Facts:
    def by_rung(name: str) -> list[nw.Expr]:
        return [col(f"{name}_{rung}") for rung in _RUNG]

    return Facts(
        shares=by_rung("share"),
        middles=by_rung("middles"),
        degree=by_rung("degree"),
        equity=by_rung("equity"),
        bonus=by_rung("bonus"),
        base_spreads=[col("base_core") for _ in _RUNG],
        total_spreads=[col("total_core") for _ in _RUNG],
        place=col("place_log"),
        premium_low=col("premium_low"),
        premium_high=col("premium_high"),
        employer=col("employer_log"),
        aging=col("aging"),
        narrowing=col("narrowing"),
        tilt=tilt,
    )


def _refused() -> nw.Expr:
    """The error of the single estimate, in the order in which it looks."""
    month = col("aging_warnings").fill_null(BAD_MONTH)
    unknown = [
        (col("years_wrong") == NO_YEARS, nw.lit("bad_years")),
        (col("aging").is_null() & (month == BAD_MONTH), nw.lit(BAD_MONTH)),
        *((col(kind).is_null(), nw.lit(f"{kind}_not_found")) for kind in _KINDS),
        (col("premium_low").is_null(), nw.lit("spec_not_found")),
        (col("place_log").is_null(), col("place_warnings")),
        (col("years_wrong") == TOO_MANY_YEARS, nw.lit("bad_years")),
        ((col("level") == "") & (col("given") == 0), nw.lit("years_or_level")),
        (col("aging").is_null(), month),
    ]
    code = nw.lit("")
    for wrong, refusal in reversed(unknown):
        code = nw.when(wrong).then(refusal).otherwise(code)
    return code


def _warnings() -> nw.Expr:
    """The codes in the order of the rules, a semicolon behind each."""
    years = col("number")
    outside = (years < col("least")) | (years > col("most"))
    apart = nw.when((col("given") == 1) & outside).then(col("apart")).otherwise(nw.lit(""))
    pieces = ("place_warnings", "premium_warnings", "person_warnings", "aging_warnings")
    return nw.concat_str([apart.fill_null(""), *(col(one).fill_null("") for one in pieces)])


def rank(frame: Frame, pay: str) -> Frame:
    """The priced frame with ``mls_base_percentile`` and ``mls_total_percentile``: where the amount
    in the column ``pay``, US dollars a year, stands among each, 0 to 100; null where it is none."""
    if frame.collect_schema()[pay].is_numeric():
        amount = nw.col(pay).cast(nw.Float64)
    else:
        amount = number(stripped(nw.col(pay)).str.replace_all("[$, ]", ""))
    some = nw.when((amount > 0) & amount.is_finite()).then(amount)
    above = {
        f"{PREFIX}{name}_above": rules.spreads_above(some, col(name), col(f"{name}_spread"), _M)
        for name in ("base", "total")
    }
    frame = frame.with_columns(**above)
    ranks = {
        f"{PREFIX}{name}_percentile": rules.rank_of(col(f"{name}_above"), _M)
        for name in ("base", "total")
    }
    return frame.with_columns(**ranks)
