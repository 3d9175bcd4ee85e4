"""The page of several offers: which pays more by when, and how each stands in its own job."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlsalary.figures import dollars, hundreds, ordinal, thousands
from mlsalary.render.page import (
    Bar,
    Block,
    Bullets,
    Cell,
    Column,
    Grid,
    Heading,
    Page,
    Paragraph,
)
from mlsalary.render.pages.parts import endings
from mlsalary.render.read_lines import read_lines

if TYPE_CHECKING:
    from mlsalary.decisions.offer import JudgedOffer
    from mlsalary.decisions.offers import OfferComparison


def page(result: OfferComparison) -> Page:
    """The blocks of the page."""
    return list(_blocks(result))


def _blocks(result: OfferComparison) -> Iterator[Block]:
    yield Heading(
        f"{len(result.offers)} offers compared",
        "Liquid pay, US dollars; equity that cannot be sold is counted apart",
    )
    yield Paragraph(_verdict(result), "strong")
    yield _years(result)
    yield _standing(result)
    for one in result.offers:
        yield from read_lines((*one.estimate.read, *one.read), one.name)
    yield Bullets("Each among people in its own job", [_said(one) for one in result.offers])
    yield from endings(result.warnings, result.sources)


def _verdict(result: OfferComparison) -> str:
    last = result.yearly[-1]
    sums = sorted((each.liquid for each in last.offers), reverse=True)
    lead = f"{result.best} pays most over {last.year} years: {dollars(sums[0])}"
    gap = f", {dollars(sums[0] - sums[1])} more than the next."
    if result.best_standing == result.best:
        return f"{lead}{gap} It also stands highest among people in its own job."
    return f"{lead}{gap} {result.best_standing} stands higher among people in its own job."


def _years(result: OfferComparison) -> Grid:
    years = [one.year for one in result.yearly]
    most = max(each.liquid for each in result.yearly[-1].offers)
    rows: list[tuple[Cell, ...]] = []
    sentences: list[str] = []
    for place, offer in enumerate(result.offers):
        sums = [one.offers[place].liquid for one in result.yearly]
        each = [after - before for before, after in zip([0.0, *sums], sums, strict=False)]
        rows.append(
            (
                offer.name or "",
                *(thousands(amount) for amount in each),
                thousands(sums[-1]),
                Bar(0, sums[-1], 0, most),
            )
        )
        listed = ", ".join(
            f"year {year} {dollars(amount)}" for year, amount in zip(years, each, strict=True)
        )
        sentences.append(f"{offer.name}: {listed}; {dollars(sums[-1])} together.")
    return Grid(
        "Year by year",
        (
            Column("Offer"),
            *(Column(f"Year {year}", numeric=True, rank=2 if year > 4 else 0) for year in years),
            Column("Sum", numeric=True),
            Column("", bar=True, rank=1),
        ),
        rows,
        sentences=sentences,
    )


def _standing(result: OfferComparison) -> Grid:
    rows = [
        (
            one.name or "",
            dollars(one.liquid),
            dollars(one.illiquid) if one.illiquid else "-",
            ordinal(one.percentile.base),
            ordinal(one.percentile.total),
        )
        for one in result.offers
    ]
    return Grid(
        "A normal year",
        (
            Column("Offer"),
            Column("Liquid", numeric=True),
            Column("Not to be sold", numeric=True, rank=1),
            Column("Base at", numeric=True),
            Column("Total at", numeric=True),
        ),
        rows,
        sentences=[
            f"{name}: {spend} liquid, base at the {base}, total at the {total} percentile"
            f"{f'; {frozen} apart that cannot be sold' if frozen != '-' else ''}."
            for name, spend, frozen, base, total in rows
        ],
        caption="Percentiles among people in that offer's own job.",
    )


def _said(one: JudgedOffer) -> str:
    gap = next((ask for ask in one.ask if ask.to == "p75"), None)
    more = f" {hundreds(gap.a_year)} a year more would reach p75." if gap else ""
    return f"{one.name}. {one.verdict}{more}"
