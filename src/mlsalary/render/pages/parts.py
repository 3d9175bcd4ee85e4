"""Blocks that several pages share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mlsalary.figures import capital, dollars, hundreds, month_name, next_hundred, thousands
from mlsalary.render.page import Block, Column, Grid, Paragraph
from mlsalary.results import Range

if TYPE_CHECKING:
    from mlsalary.decisions.asks import Ask
    from mlsalary.decisions.bls_points import BlsPoint
    from mlsalary.decisions.offer import JudgedOffer

GOALS = {"p50": "the median", "p75": "the 75th percentile"}
_OF = {"total": "of the total", "base": "of base"}
_MEASURED = "By the premium in job ads"


def upward(amount: float) -> str:
    """Dollars to the next hundred above, so that an ask once granted is enough."""
    return dollars(next_hundred(amount), sign=True)


def _asked(ask: Ask) -> str:
    """What is asked for; of a grant so many whole years of what a year of it is asked for."""
    if ask.component != "equity":
        return upward(ask.amount)
    return dollars(next_hundred(ask.a_year) * round(ask.amount / ask.a_year), sign=True)


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
        f"Two figures to bring, {month_name(points[0].dollars)} dollars: {one or 'a year'}",
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


def ask_blocks(offer: JudgedOffer, *, whole: bool) -> Iterator[Block]:
    """What to ask for: a row a goal, a column a component, what an employer gives most easily
    first. whole: with whose judgment that is, and with what job ads make of it."""
    paid, among, of = _judged(offer)
    if not offer.ask:
        more = f" {_ask_measured(offer)}" if whole and _ask_measured(offer) else ""
        at = "above" if paid > among.p75 else "at"
        yield Paragraph(
            f"You are {at} {GOALS['p75']} {_OF[of]} already ({hundreds(among.p75)}); no ask "
            f"suggested.{more}"
        )
        return
    by_goal: dict[str, list[Ask]] = {}
    for ask in offer.ask:
        by_goal.setdefault(ask.to, []).append(ask)
    parts = list(dict.fromkeys(ask.component for ask in offer.ask))
    yield Grid(
        "",
        (Column("Ask for any one of these" if len(parts) > 1 else "Ask for"), *_ask_columns(parts)),
        [(_goal(offer, found[0]), *_ask_cells(found)) for found in by_goal.values()],
        sentences=[_ask_sentence(offer, found) for found in by_goal.values()],
        caption=" ".join([*_at_the_median(offer), *(_ask_caption(offer) if whole else ())]),
    )


def _judged(offer: JudgedOffer) -> tuple[float, Range, str]:
    """The pay that is judged, among whose, and what of it: the total, or base where no equity was
    given."""
    if offer.liquid is None:
        return offer.terms.base, offer.estimate.base, "base"
    return offer.liquid, offer.estimate.total, "total"


def _at_the_median(offer: JudgedOffer) -> Iterator[str]:
    """Of an offer that lacks too little to the median to ask for it."""
    paid, among, _ = _judged(offer)
    if paid < among.p50 and all(ask.to != "p50" for ask in offer.ask):
        yield f"The offer is at {GOALS['p50']}, {thousands(among.p50)}."


def _ask_columns(parts: Sequence[str]) -> Iterator[Column]:
    for rank, part in enumerate(parts):
        if part == "equity":
            yield Column("Grant", numeric=True, rank=rank)
            yield Column("(a year)", numeric=True, rank=len(parts))
        else:
            yield Column(part.capitalize(), numeric=True, rank=rank)


def _ask_cells(found: Sequence[Ask]) -> Iterator[str]:
    for ask in found:
        yield _asked(ask)
        if ask.component == "equity":
            yield f"({upward(ask.a_year).removeprefix('+')})"


def _goal(offer: JudgedOffer, ask: Ask) -> str:
    return f"to {GOALS[ask.to]}, {thousands(getattr(getattr(offer.estimate, ask.of), ask.to))}"


_SAID = {
    "equity": "{amount} on the whole grant ({year} a year)",
    "bonus": "{amount} of bonus a year",
    "base": "{amount} of base a year",
}


def _ask_sentence(offer: JudgedOffer, found: Sequence[Ask]) -> str:
    said = [
        _SAID[ask.component].format(amount=_asked(ask), year=upward(ask.a_year)) for ask in found
    ]
    of = _OF[found[0].of]
    one = "ask for any one of these: " if len(said) > 1 else "ask for "
    return capital(f"{_goal(offer, found[0])} {of}, {one}{'; '.join(said)}.")


def _ask_caption(offer: JudgedOffer) -> Iterator[str]:
    if len({ask.component for ask in offer.ask}) > 1:
        sources = ", ".join(offer.ask[0].sources)
        yield f"What employers give most easily comes first, a judgment ({sources})."
    if offer.ask[0].of == "total":
        yield "A signing bonus is easier still, but lifts the first year alone."
    if said := _ask_measured(offer):
        yield said


def _ask_measured(offer: JudgedOffer) -> str:
    """What a year lacks to the goals by the measured premium, in a sentence."""
    if offer.estimate.measured is None:
        return ""
    among, paid = offer.estimate.measured.total, offer.liquid
    if paid is None:
        among, paid = offer.estimate.measured.base, offer.terms.base
    lacking = [
        f"{upward(getattr(among, goal) - paid)} a year to {name}, {hundreds(getattr(among, goal))}"
        for goal, name in GOALS.items()
        if getattr(among, goal) > paid
    ]
    if not lacking:
        return f"{_MEASURED}, {GOALS['p75']} is {hundreds(among.p75)}: the offer is above it."
    return f"{_MEASURED} it is {' and '.join(lacking)}."
