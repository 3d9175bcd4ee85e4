"""An offer as it was read and its years, for the pages of one, of several and of a brief."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from mlsalary.figures import dollars, listed, percent
from mlsalary.render.page import Bar, Cell, Column, Grid
from mlsalary.sentences import offer as sentences

if TYPE_CHECKING:
    from mlsalary.decisions.offer import JudgedOffer
    from mlsalary.decisions.terms import Terms, Year

UNTOLD = "not given"
_EQUITY = {"rsu": "equity", "options": "options", "private": "private stock"}


def echo(terms: Terms) -> str:
    """``$250,000 base, $400,000/4y equity, 15% bonus``: the offer as it was read, to the dollar."""
    grant = ""
    if terms.grant:
        grant = f"{dollars(terms.grant)}/{len(terms.vesting)}y {_EQUITY[terms.kind]}"
        if len(set(terms.vesting)) > 1:
            grant += f" ({'-'.join(f'{part:.3g}' for part in terms.vesting)}%)"
    bonus = dollars(terms.bonus)
    if terms.bonus_share is not None:
        bonus = percent(terms.bonus_share, 0 if (terms.bonus_share * 100).is_integer() else 1)
    parts = [
        ("equity", terms.grant, grant),
        ("bonus", terms.bonus, f"{bonus} bonus"),
    ]
    if terms.signing is not None:
        parts.append(("signing bonus", terms.signing, f"{dollars(terms.signing)} signing"))
    return sentences.echo(terms.base, parts)


def years_grid(offer: JudgedOffer, *, whole: bool) -> Grid:
    """What each year pays; whole: one row each with a bar, else years that are alike in one row."""
    years = [*offer.yearly]
    if whole or not any(_pays(year) == _pays(offer.normal_year) for year in years):
        years.append(offer.normal_year)
    rows = [[year] for year in years] if whole else [list(g) for _, g in groupby(years, _pays)]
    apart = bool(offer.illiquid)
    signed = bool(offer.terms.signing)
    most = max(year.total or year.base for year in years)
    typical = "" if offer.assumed_bonus is None else " (typical)"
    return Grid(
        "Year by year" if whole else "",
        (
            Column("Year"),
            Column("Base", numeric=True, rank=2 if apart else 0),
            Column("Equity", numeric=True),
            Column(f"Bonus{typical}", numeric=True, rank=1),
            *((Column("Signing", numeric=True, rank=1),) if signed else ()),
            Column("With equity" if apart else "Total", numeric=True),
            *((Column("Liquid", numeric=True),) if apart else ()),
            *((Column("", bar=True, rank=3),) if whole else ()),
        ),
        [
            (
                _name(alike),
                *_cells(alike[0], offer, apart=apart, signed=signed),
                *((Bar(0, alike[0].liquid or alike[0].base, 0, most),) if whole else ()),
            )
            for alike in rows
        ],
        sentences=[_sentence(alike, offer) for alike in rows],
        strong_rows=frozenset({len(rows) - 1}) if whole else frozenset(),
    )


def _pays(year: Year) -> tuple[float | None, ...]:
    """What tells years apart, to the dollar; a signing bonus that was not given does not."""
    parts = year._replace(signing=year.signing or 0.0)[1:]
    return tuple(None if part is None else round(part) for part in parts)


def _name(alike: Sequence[Year]) -> str:
    first, last = alike[0].year, alike[-1].year
    if first == 0:
        return "Normal"
    return f"{first}" if first == last else f"{first}-{last}"


def _cells(year: Year, offer: JudgedOffer, *, apart: bool, signed: bool) -> Iterator[Cell]:
    yield dollars(year.base)
    yield _told(year.equity)
    yield _bonus(year, offer)
    if signed:
        yield dollars(year.signing or None)
    yield dollars(year.total)
    if apart:
        yield dollars(year.liquid)


def _told(part: float | None) -> str:
    return UNTOLD if part is None else dollars(part or None)


def _bonus(year: Year, offer: JudgedOffer) -> str:
    return _told(year.bonus) if offer.assumed_bonus is None else dollars(_typical(year, offer))


def _typical(year: Year, offer: JudgedOffer) -> float:
    """The bonus that is assumed, to the dollar: with the other parts it makes the total."""
    if year.total is None:
        return offer.assumed_bonus or 0.0
    others = (year.base, year.equity, year.signing)
    return round(year.total) - sum(round(part or 0.0) for part in others)


def _sentence(alike: Sequence[Year], offer: JudgedOffer) -> str:
    year, name = alike[0], _name(alike)
    when = "A normal year" if name == "Normal" else f"Year{'s' if '-' in name else ''} {name}"
    parts = [f"{dollars(year.base)} base"]
    untold = []
    for part, amount in (("equity", year.equity), ("bonus", year.bonus)):
        if amount is not None:
            parts.append(f"{dollars(amount)} {part}")
        elif part == "bonus" and offer.assumed_bonus is not None:
            parts.append(f"{dollars(_typical(year, offer))} typical bonus")
        else:
            untold.append(part)
    if year.signing:
        parts.append(f"{dollars(year.signing)} signing")
    total = "" if year.total is None else f" = {dollars(year.total)}"
    spend = f", {dollars(year.liquid)} of it liquid" if offer.illiquid and year.equity else ""
    missing = f"; {listed(untold)} {UNTOLD}" if untold else ""
    return f"{when}: {' + '.join(parts)}{total}{spend}{missing}."
