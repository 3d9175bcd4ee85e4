"""The brief for a negotiation, on one page: every figure with its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mlsalary.figures import hundreds, listed
from mlsalary.render.page import (
    Block,
    Bullets,
    Column,
    Grid,
    Heading,
    Page,
    Paragraph,
)
from mlsalary.render.pages.estimate import (
    components_text,
    not_in_front,
    profile_title,
    two_premiums,
)
from mlsalary.render.pages.offer import standing_grid
from mlsalary.render.pages.parts import ask_blocks, endings, middle_half, span
from mlsalary.render.read_lines import read_lines
from mlsalary.results import Step

if TYPE_CHECKING:
    from mlsalary.decisions.brief import Brief


def page(result: Brief) -> Page:
    """The blocks of the page."""
    return list(_blocks(result))


def _blocks(result: Brief) -> Iterator[Block]:
    estimate, offer = result.estimate, result.offer
    yield Heading(
        f"Negotiation brief: {profile_title(result.profile)}",
        f"Per year, in {estimate.money}",
    )
    yield Paragraph(
        offer.verdict
        if offer
        else f"Half of people like this get {middle_half(estimate.total)} in total and "
        f"{middle_half(estimate.base)} in base: ask in the upper half.",
        "strong",
    )
    yield from two_premiums(estimate.measured)
    yield from read_lines((*estimate.read, *(offer.read if offer else ())))
    yield _figures(result)
    if offer:
        yield replace(
            standing_grid(offer), caption=f"Percentiles and p25 to p75: {_total(result)}."
        )
        yield from ask_blocks(offer)
    yield Bullets(
        "Seven points, for this job",
        [f"{point.point} {point.said}" for point in result.points],
        numbered=True,
    )
    yield Paragraph(estimate.rests_on, "quiet")
    yield from endings(not_in_front(result.warnings, estimate.measured), result.sources)


def _figures(result: Brief) -> Grid:
    estimate = result.estimate
    base, total = _cited(estimate.steps), _total(result)
    rows = [
        ("Base, middle half", middle_half(estimate.base), hundreds(estimate.base.p50), base),
        ("Total, middle half", middle_half(estimate.total), hundreds(estimate.total.p50), total),
    ]
    rows += [
        (f"BLS {_lower(point.name)}", span(point.low, point.high), "", _ids(point.sources))
        for point in result.bls
    ]
    return Grid(
        "The figures",
        (
            Column("What"),
            Column("Range", numeric=True),
            Column("p50", numeric=True, rank=1),
            Column("Source", rank=2),
        ),
        rows,
        sentences=[
            f"{what}: {amount}{f', {p50} in the middle' if p50 else ''} [{cited}]."
            for what, amount, p50, cited in rows
        ],
        caption=f"At the middle of the total: {components_text(estimate)} [{total}]. "
        f"BLS figures are for {listed(list(dict.fromkeys(point.place for point in result.bls)))}.",
    )


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _total(result: Brief) -> str:
    return _cited((*result.estimate.steps, *result.estimate.total_steps))


def _cited(steps: Sequence[Step]) -> str:
    return _ids([id_ for step in steps for id_ in step.sources])


def _ids(sources: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(sources))
