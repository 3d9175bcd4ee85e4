"""What an offer brings, and what is missing to an amount.

Arithmetic only: no figure stands here and nothing is looked up. Every argument is a float, or a
column of floats; ``m`` brings exp, log and where for the one or the other.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlsalary.rules.operations import Maths, Value


def vested(grant: Value, percent: Value) -> Value:
    """What a year's part of a vesting schedule is worth."""
    return grant * percent / 100


def years_earned(vesting: Sequence[float]) -> int:
    """The last year that brings anything of a grant; vesting: per cent of each year."""
    return max((year for year, part in enumerate(vesting, 1) if part), default=0)


def normal_share(vesting: Sequence[float], shown: int) -> float:
    """The share of a grant that a normal year brings; vesting: per cent of each year.

    Its average year; of a grant that ends before the years shown, the average of those years
    without the first: what it brings for a while is not brought for ever.
    """
    if years_earned(vesting) >= shown:
        return 1 / len(vesting)
    return sum(vesting[1:]) / 100 / (shown - 1)


def normal_equity(grant: Value, share: float) -> Value:
    """What a normal year brings of a grant."""
    return grant * share


def bonus_share(bonus: Value, base: Value) -> Value:
    """A bonus as a share of base."""
    return bonus / base


def bonus_paid(base: Value, share: Value) -> Value:
    """A bonus stated as a share of base."""
    return base * share


def paid(base: Value, equity: Value, bonus: Value, signing: Value) -> Value:
    """A year's pay from its parts."""
    return base + equity + bonus + signing


def missing(wanted: Value, have: Value, m: Maths) -> Value:
    """What is missing to an amount, nothing when it is reached."""
    return m.where(have < wanted, wanted - have, 0 * have)


def base_for(more: Value, bonus_share: Value) -> Value:
    """The rise of base that brings so much more a year, when the bonus rises with it."""
    return more / (1 + bonus_share)


def grant_for(more: Value, share: float) -> Value:
    """The rise of a grant that brings so much more in a year that brings this share of it."""
    return more / share


def average(grant: Value, years: Value) -> Value:
    """What each of the years that earn a grant brings of it."""
    return grant / years


def whole_grant(a_year: Value, years: Value) -> Value:
    """A grant of which every year brings so much."""
    return a_year * years


def a_month(a_year: Value) -> Value:
    """A year's pay by the month."""
    return a_year / 12


def growth(later: Value, earlier: Value) -> Value:
    """By which share the one exceeds the other."""
    return later / earlier - 1


def range_width(low: Value, high: Value) -> Value:
    """The width of a salary range over its middle."""
    return (high - low) / ((high + low) / 2)


def way_through(pay: Value, low: Value, high: Value) -> Value:
    """How far through a range an amount lies, in per cent: 0 at its low end, 100 at its high."""
    return 100 * (pay - low) / (high - low)


def by_the(a_year: Value, times: Value) -> Value:
    """What comes each time of what comes so many times in a year: by the hour 2,080 times."""
    return a_year / times


def a_year(amount: Value, times: Value) -> Value:
    """By the year what comes so many times in one: an hour's pay 2,080 times."""
    return amount * times


def shares_worth(shares: Value, price: Value) -> Value:
    """A grant of shares at what one of them is worth."""
    return shares * price


def options_worth(shares: Value, price: Value, strike: Value, m: Maths) -> Value:
    """Options: what a share is worth above their strike price, never less than nothing."""
    return shares * missing(price, strike, m)


def part_of_company(valuation: Value, percent: Value) -> Value:
    """So many per cent of a company, at what all of it is worth."""
    return valuation * percent / 100
