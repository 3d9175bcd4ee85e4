"""Blocks that several pages share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mlsalary.figures import dollars, hundreds
from mlsalary.render.page import Block, Bullets, Column, Grid, Paragraph
from mlsalary.render.pages.estimate import source_list
from mlsalary.results import Notice, Range, Source

if TYPE_CHECKING:
    from mlsalary.decisions.bls_points import BlsPoint
    from mlsalary.decisions.offer import Ask, JudgedOffer

ASK_NAMES = {
    "equity": "Equity, on the whole grant",
    "bonus": "Bonus, a year",
    "base": "Base, a year",
}


def upward(amount: float) -> str:
    """Dollars to the next hundred above, so that an ask once granted is enough."""
    return dollars(-(-amount // 100) * 100, sign=True)


def bls_grid(points: Sequence[BlsPoint]) -> Grid:
    """The two BLS figures to bring."""
    places = dict.fromkeys(point.place for point in points)
    one = next(iter(places)) if len(places) == 1 else ""
    rows = [
        (
            point.name if one else f"{point.name}, {point.place}",
            span(point.low, point.high),
            point.place,
            ", ".join(point.sources),
        )
        for point in points
    ]
    return Grid(
        f"Two figures to bring, as BLS published them: {one or 'a year'}",
        (
            Column("Base"),
            Column("Dollars", numeric=True),
            Column("Source", rank=1),
        ),
        [(name, amount, source) for name, amount, _, source in rows],
        sentences=[
            f"{point.name}: {amount}, {place} ({source})."
            for (_, amount, place, source), point in zip(rows, points, strict=True)
        ],
        caption="\n".join(point.note for point in points if point.note),
    )


def span(low: float, high: float | None) -> str:
    """``$211,860 to $257,960``, one figure where the ends meet, ``+`` where the upper is open."""
    if high is None:
        return f"{dollars(low)}+"
    return dollars(low) if low == high else f"{dollars(low)} to {dollars(high)}"


def middle_half(pay: Range) -> str:
    """``$208,700 to $299,900``."""
    return f"{hundreds(pay.p25)} to {hundreds(pay.p75)}"


def ask_blocks(offer: JudgedOffer) -> Iterator[Block]:
    """What to ask for, one row a component, what an employer gives most easily first."""
    measured = _ask_measured(offer)
    if not offer.ask:
        yield Paragraph(
            f"Nothing needs asking for: {hundreds(offer.liquid)} is above p75 of the total, "
            f"{hundreds(offer.estimate.total.p75)}.{measured}"
        )
        return
    goals = dict.fromkeys(ask.to for ask in offer.ask)
    by_part: dict[str, list[Ask]] = {}
    for ask in offer.ask:
        by_part.setdefault(ask.component, []).append(ask)
    rows = []
    for part, found in by_part.items():
        amounts = {ask.to: upward(ask.amount) for ask in found}
        rows.append((ASK_NAMES[part], *(amounts.get(goal, "-") for goal in goals)))
    total = offer.estimate.total
    yield Grid(
        "What to ask for: any one of these, easiest for the employer first",
        (
            Column("More"),
            *(
                Column(f"to {goal}, {hundreds(getattr(total, goal))}", numeric=True)
                for goal in goals
            ),
        ),
        rows,
        sentences=[
            f"{row[0]}: "
            + ", or ".join(
                f"{amount} to reach {goal} of the total, {hundreds(getattr(total, goal))}"
                for goal, amount in zip(goals, row[1:], strict=True)
            )
            + "."
            for row in rows
        ],
        caption=f"The order is a judgement [{', '.join(offer.ask[0].sources)}]. A signing bonus is "
        f"easier still, but it lifts the first year only.{measured}",
    )


def _ask_measured(offer: JudgedOffer) -> str:
    """What a year lacks to the goals by the measured premium, in a sentence."""
    if offer.estimate.measured is None:
        return ""
    total, paid = offer.estimate.measured.total, offer.liquid
    goals = {name: getattr(total, name) for name in ("p50", "p75")}
    lacking = [
        f"{upward(goal - paid)} a year to {name}, {hundreds(goal)}"
        for name, goal in goals.items()
        if goal > paid
    ]
    if not lacking:
        return f" As job ads show the premium, p75 is {hundreds(total.p75)}: it is above that."
    return f" As job ads show the premium, it is {' and '.join(lacking)}."


def endings(warnings: Sequence[Notice], sources: tuple[Source, ...]) -> Iterator[Block]:
    """What is worth knowing, and where the figures come from."""
    if warnings:
        yield Bullets("Worth knowing", [notice.message for notice in warnings])
    yield source_list(sources)
