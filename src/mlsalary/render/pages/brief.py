"""The brief for a negotiation, on one page: what to bring, the ask, the seven points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from mlsalary.figures import hundreds, month_name, thousands
from mlsalary.render.page import Block, Bullets, Column, Grid, Heading, Page, Paragraph, Stack
from mlsalary.render.pages.closing import closing
from mlsalary.render.pages.estimate import heading, not_in_front, pay_bands, place_note
from mlsalary.render.pages.offer import offer_bands, standing_grid
from mlsalary.render.pages.offer_parts import echo
from mlsalary.render.pages.parts import ask_blocks, middle_half, span
from mlsalary.render.read_lines import read_lines
from mlsalary.render.view import FIRST_SCREEN, View
from mlsalary.results import Range
from mlsalary.sentences.brief import ADS, BLS, ESTIMATE, GUIDE, above_bls

if TYPE_CHECKING:
    from mlsalary.decisions.bls_points import BlsPoint
    from mlsalary.decisions.brief import Brief


def page(result: Brief, view: View = FIRST_SCREEN) -> Page:
    """The blocks of the page."""
    return list(_blocks(result, view))


def _blocks(result: Brief, view: View) -> Iterator[Block]:
    estimate, offer = result.estimate, result.offer
    job = heading(estimate, view)
    yield Heading(f"Negotiation brief · {job.text}", job.lead)
    lines = [Paragraph(_verdict(result), "strong")]
    if offer:
        lines.insert(0, Paragraph(f"The offer: {echo(offer.terms)}"))
    read = read_lines((*estimate.read, *(offer.read if offer else ())))
    yield Stack((*lines, *read))
    if view.document:
        yield offer_bands(offer) if offer else replace(pay_bands(estimate), headlines=False)
    yield _figures(result)
    if offer and view.explain:
        yield standing_grid(offer)
    if offer:
        yield from ask_blocks(offer, whole=view.explain)
    yield Bullets(
        "Seven points, for this job",
        [f"{point.point} {point.said}" if point.applies else point.said for point in result.points],
        numbered=True,
    )
    noted = [place_note(estimate), *_warned(result)]
    if view.explain and offer:
        noted += [one.message for one in offer.notes]
    if estimate.measured:
        noted.append(estimate.measured.said)
    yield Stack(
        (
            *(Paragraph(said, "note") for said in map(_handed_over, filter(None, noted)) if said),
            Paragraph(estimate.rests_on, "quiet"),
            Paragraph(_marks(result), "quiet"),
        )
    )
    yield from closing(view, result.sources)


def _warned(result: Brief) -> list[str]:
    """What the page does not say elsewhere: how the profile was read stands beneath its head."""
    read = {f"{one.field}_read" for one in result.estimate.read}
    shown = not_in_front(result.warnings, result.estimate.measured)
    return [one.message for one in shown if one.code not in read]


def _handed_over(note: str) -> str:
    """The note without the sentences that say what to type: the page goes to other people."""
    return " ".join(one for one in re.split(r"(?<=\.) ", note) if "--" not in one)


def _verdict(result: Brief) -> str:
    if result.offer:
        return f"{result.offer.said} {result.push or ''}".strip()
    base, total = result.estimate.base, result.estimate.total
    return (
        f"Half of comparable people earn {_half(total)} in total and {_half(base)} in base: ask in "
        "the upper half."
    )


def _half(pay: Range) -> str:
    return f"{thousands(pay.p25)}-{thousands(pay.p75)}"


def _figures(result: Brief) -> Grid:
    """The figures to bring, each with the mark of where it is from."""
    estimate = result.estimate
    rows = [
        (f"{name}, middle half {ESTIMATE}", hundreds(pay.p50), middle_half(pay))
        for name, pay in (("Base", estimate.base), ("Total", estimate.total))
    ]
    rows += [(f"{_bls_name(point, result)} {BLS}", *_bls_cells(point)) for point in result.bls]
    return Grid(
        "Figures to bring",
        (
            Column("Dollars a year"),
            Column("Median", numeric=True),
            Column("Range", numeric=True),
        ),
        rows,
        sentences=[
            f"{name}: {', '.join(each for each in (median and f'median {median}', reach) if each)}."
            for name, median, reach in rows
        ],
    )


def _bls_name(point: BlsPoint, result: Brief) -> str:
    here = "" if point.place == result.estimate.place.name else f", {point.place}"
    base = result.offer.terms.base if result.offer else 0.0
    aim = "Floor" if above_bls(base, result.bls) else "Aim"
    floor = point is result.bls[0]
    whom = "Floor: data scientists" if floor else f"{aim}: developers p75-p90"
    return f"{whom}{here}, {month_name(point.dollars)}"


def _bls_cells(point: BlsPoint) -> tuple[str, str]:
    """A median by itself, or a reach."""
    reach = span(point.low, point.high)
    return (reach, "") if point.low == point.high else ("", reach)


def _marks(result: Brief) -> str:
    """What the marks stand for, by the ids that ``--sources`` lists."""
    ids = {one.id for one in result.sources}
    guide = result.points[0].sources[0]
    bls = result.bls[0].sources[0]
    priced = [one.id for one in result.estimate.sources]
    ads = [
        id_
        for point in result.points
        if ADS in point.said
        for id_ in point.sources
        if id_ not in (guide, bls)
    ]
    marks = [f"{GUIDE} {guide}", f"{BLS} {bls}", *([f"{ADS} {ads[0]}"] if ads else [])]
    others = [id_ for id_ in priced if id_ in ids]
    return f"{'; '.join(marks)}; {ESTIMATE} our estimate, from {', '.join(others)}."
