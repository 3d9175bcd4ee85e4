"""The page of an offer: the verdict, the years, where it stands, what to ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlsalary.figures import dollars, hundreds, ordinal
from mlsalary.render.page import Bands, Bar, Block, Column, Grid, Heading, Page, Paragraph
from mlsalary.render.pages.estimate import (
    not_in_front,
    pay_bands,
    profile_title,
    two_premiums,
)
from mlsalary.render.pages.parts import ask_blocks, bls_grid, endings
from mlsalary.render.read_lines import read_lines
from mlsalary.results import Range

if TYPE_CHECKING:
    from mlsalary.decisions.offer import JudgedOffer
    from mlsalary.decisions.terms import Year


def page(result: JudgedOffer) -> Page:
    """The blocks of the page."""
    return list(_blocks(result))


def _blocks(offer: JudgedOffer) -> Iterator[Block]:
    name = f"{offer.name}: " if offer.name else ""
    yield Heading(
        name + profile_title(offer.profile),
        f"The offer as it stands, against pay in {offer.estimate.money}",
    )
    yield Paragraph(offer.verdict, "strong")
    measured = offer.estimate.measured
    yield from two_premiums(measured)
    yield from read_lines((*offer.estimate.read, *offer.read))
    base, total = pay_bands(offer.estimate).bands
    yield Bands((base,), (("Offer", offer.terms.base),))
    yield Bands((total,), (("Offer, normal year", offer.liquid),))
    yield standing_grid(offer)
    yield from ask_blocks(offer)
    yield _years(offer)
    yield Paragraph(_apart(offer))
    yield bls_grid(offer.bls)
    yield Paragraph(offer.estimate.rests_on, "quiet")
    yield from endings(not_in_front(offer.warnings, measured), offer.sources)


def standing_grid(offer: JudgedOffer) -> Grid:
    """Base and the normal year against the estimate."""
    rows = [
        (
            label,
            dollars(amount),
            ordinal(percentile),
            hundreds(pay.p25),
            hundreds(pay.p50),
            hundreds(pay.p75),
        )
        for label, amount, percentile, pay in _standings(offer)
    ]
    return Grid(
        "Where it stands",
        (
            Column(""),
            Column("Offer", numeric=True),
            Column("Percentile", numeric=True),
            Column("p25", numeric=True, rank=1),
            Column("p50", numeric=True),
            Column("p75", numeric=True, rank=1),
        ),
        rows,
        sentences=[
            f"{label}: {amount} against {p50} in the middle, half between {p25} and {p75}; "
            f"percentile: {place}."
            for label, amount, place, p25, p50, p75 in rows
        ],
        strong_rows=frozenset({1}),
    )


def _standings(offer: JudgedOffer) -> Iterator[tuple[str, float, float, Range]]:
    priced, at = offer.estimate, offer.percentile
    yield "Base", offer.terms.base, at.base, priced.base
    yield "Normal year", offer.liquid, at.total, priced.total
    if at.measured and priced.measured:
        yield "Base, by job ads", offer.terms.base, at.measured.base, priced.measured.base
        yield "Normal year, by job ads", offer.liquid, at.measured.total, priced.measured.total


def _years(offer: JudgedOffer) -> Grid:
    """Year by year; with equity that cannot be sold, liquid pay stands apart."""
    years = (*offer.yearly, offer.normal_year)
    most = max(year.total for year in years)
    apart = offer.illiquid > 0
    spent = (Column("Liquid", numeric=True),) if apart else ()
    return Grid(
        "Year by year",
        (
            Column("Year"),
            Column("Base", numeric=True, rank=2 if apart else 0),
            Column("Equity", numeric=True),
            Column("Bonus", numeric=True, rank=1),
            Column("Signing", numeric=True, rank=1),
            Column("Total", numeric=True),
            *spent,
            Column("", bar=True, rank=3),
        ),
        [
            (
                _name(year),
                dollars(year.base),
                *(dollars(part or None) for part in (year.equity, year.bonus, year.signing)),
                dollars(year.total),
                *((dollars(year.liquid),) if apart else ()),
                Bar(0, year.liquid, 0, most),
            )
            for year in years
        ],
        sentences=[_sentence(year, apart) for year in years],
        strong_rows=frozenset({len(offer.yearly)}),
    )


def _name(year: Year) -> str:
    return "Normal" if year.year == 0 else f"{year.year}"


def _sentence(year: Year, apart: bool) -> str:
    name = "A normal year" if year.year == 0 else f"Year {year.year}"
    signing = f" + {dollars(year.signing)} signing" if year.signing else ""
    spend = f", {dollars(year.liquid)} of it liquid" if apart and year.equity else ""
    return (
        f"{name}: {dollars(year.base)} base + {dollars(year.equity)} equity + "
        f"{dollars(year.bonus)} bonus{signing} = {dollars(year.total)}{spend}."
    )


def _apart(offer: JudgedOffer) -> str:
    """The first year and a normal one, and liquid and illiquid, each apart."""
    first = offer.first_year
    frozen = (
        f" Apart from it, {dollars(offer.illiquid)} a year in equity that cannot be sold."
        if offer.illiquid
        else ""
    )
    return (
        f"The first year brings {dollars(first.liquid)} in liquid pay, a normal year "
        f"{dollars(offer.liquid)} ({dollars(offer.monthly.liquid)} a month before tax, "
        f"{dollars(offer.monthly.base)} of it base).{frozen} The percentile is that of the "
        "normal year: the grant's average year, without the signing bonus."
    )
