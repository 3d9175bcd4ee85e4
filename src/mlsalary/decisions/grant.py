"""A grant: its worth, its years, and what of it each year brings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from mlsalary.decisions.assumptions import assumed
from mlsalary.decisions.shares import is_part, shares_worth
from mlsalary.errors import UsageError
from mlsalary.figures import Amount
from mlsalary.figures import years as said_years
from mlsalary.reading.amounts import read_figure, untold
from mlsalary.reading.equity import Equity, read_equity
from mlsalary.reading.vesting import Vesting, read_vesting
from mlsalary.results import Read
from mlsalary.rulebook import Rulebook
from mlsalary.rules import offer as formulas

if TYPE_CHECKING:
    from mlsalary.decisions.terms import Offer


class Grant(NamedTuple):
    """A grant in US dollars, what of it each year brings in per cent, and how both were read.

    worth: None where none was told, 0 where it was told that there is none. vesting: over the
    usual years where there is none, for whoever asks for one.
    """

    worth: float | None
    vesting: tuple[float, ...]
    read: tuple[Read, ...]


def read_grant(offer: Offer, book: Rulebook) -> Grant:
    """The equity of an offer.

    UsageError ``bad_grant`` or ``bad_vesting``, and ``bad_money`` of its amounts.
    """
    _consistent(offer, book)
    usual = assumed(book, "grant")
    schedule = None if offer.vesting is None else read_vesting(offer.vesting, usual["years_most"])
    vested = _vesting_read(offer, schedule)
    if offer.shares is not None:
        read = shares_worth(offer, book)
        parts = schedule.parts if schedule else _evenly(usual["years"])
        return Grant(read.as_, parts, (_over(read, len(parts)), *vested))
    if untold(offer.equity, book):
        return Grant(None, _evenly(usual["years"]), ())
    assert offer.equity is not None
    equity = read_equity(offer.equity, usual["years_most"], book)
    parts = _agreed(equity, schedule) or _evenly(equity.years or usual["years"])
    worth, notes = _worth(offer, equity, len(parts), book)
    if equity.years is None and schedule is None and worth:
        notes.append(f"over the usual {said_years(len(parts))}")
    said = Read("equity", str(offer.equity), Amount(worth), ", ".join(notes))
    told = (said,) if notes else ()
    return Grant(worth, parts, (*told, *vested))


def yearly_equity(grant: float, parts: Sequence[float], years: int) -> list[float]:
    """What the grant brings in each of so many years, US dollars: nothing once it is earned."""
    earned = [float(formulas.vested(grant, part)) for part in parts]
    return earned + [0.0] * (years - len(earned))


def _consistent(offer: Offer, book: Rulebook) -> None:
    """Refuse what has no effect, or says two things at once."""
    if not untold(offer.equity, book) and offer.shares is not None:
        raise _bad("A grant is either an amount or so many shares. Leave out equity or shares.")
    if offer.shares is None:
        for name in ("price", "strike"):
            if getattr(offer, name) is not None:
                instead = "Add --shares 12000."
                if is_part(offer):
                    instead = (
                        "Instead of a part of the company give its number: --shares 12000 --price "
                        "18 --strike 4. Ask how many shares the part is."
                    )
                raise _bad(f"A {name} has no effect without shares. {instead}")
    if untold(offer.equity, book) and offer.shares is None and offer.vesting is not None:
        raise UsageError("bad_vesting", "A vesting schedule needs a grant. Add --equity 480000/4y.")
    if untold(offer.equity, book) and offer.valuation is not None:
        raise _bad("A valuation has no effect without a part of it. Add --equity 0.1%.")


def _worth(offer: Offer, equity: Equity, years: int, book: Rulebook) -> tuple[float, list[str]]:
    """The whole grant, and what was reckoned."""
    if equity.percent:
        if offer.valuation is None:
            raise _bad(
                "A part of a company needs to know what all of it is worth. Add --valuation 500M."
            )
        valuation = read_figure(offer.valuation, "The valuation", book)
        worth = float(formulas.part_of_company(valuation, equity.amount))
        return worth, [f"{equity.amount:g}% of ${valuation:,.0f}"]
    if offer.valuation is not None:
        raise _bad(
            "A valuation has no effect with an amount. Leave it out, or write --equity 0.1%."
        )
    notes = [equity.note] if equity.note else []
    if not equity.yearly:
        return equity.amount, notes
    notes.append(f"${equity.amount:,.0f} a year")
    return float(formulas.whole_grant(equity.amount, years)), notes


def _agreed(equity: Equity, schedule: Vesting | None) -> tuple[float, ...] | None:
    if schedule is None:
        return None
    if equity.years not in (None, len(schedule.parts)):
        raise UsageError(
            "bad_vesting",
            f"The grant runs over {equity.years} years and the vesting schedule over "
            f"{len(schedule.parts)}. Give one of the two, or make them agree.",
        )
    return schedule.parts


def _vesting_read(offer: Offer, schedule: Vesting | None) -> tuple[Read, ...]:
    if schedule is None or schedule.note is None:
        return ()
    typed = (
        offer.vesting if isinstance(offer.vesting, str | int | float) else list(offer.vesting or ())
    )
    return (Read("vesting", str(typed), list(schedule.parts), schedule.note),)


def _over(read: Read, years: int) -> Read:
    return read._replace(note=f"{read.note}, over {said_years(years)}")


def _evenly(years: int) -> tuple[float, ...]:
    return (100 / years,) * years


def _bad(message: str) -> UsageError:
    return UsageError("bad_grant", message)
