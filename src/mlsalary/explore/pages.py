"""What the tabs show, from the blocks of the pages of commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from mlsalary import render
from mlsalary.errors import MlsalaryError
from mlsalary.explore.labels import in_labels
from mlsalary.figures import month_name
from mlsalary.render import bands
from mlsalary.render.page import Bands, Block, Page, Paragraph, Stack, Ways
from mlsalary.render.pages import estimate as pages
from mlsalary.render.pages.closing import source_list
from mlsalary.render.pages.explaining import crosschecks, doubts, waterfall
from mlsalary.render.view import DOCUMENT

if TYPE_CHECKING:
    from mlsalary.decisions.offer import JudgedOffer
    from mlsalary.results import Estimate

_OFFER = DOCUMENT._replace(sources=False, chart=False)


def headlines(estimate: Estimate) -> Bands:
    """Base and total, to be seen whatever else is."""
    return pages.pay_bands(estimate)


def pay(estimate: Estimate) -> Iterator[Block]:
    """The ranges as bars, what the reader should know, every percentile, and how sure it is."""
    ranges = pages.pay_bands(estimate)
    yield replace(ranges, headlines=False)
    yield Stack(list(pages.notes_on(estimate)))
    yield bands.in_full(ranges)
    rests = (
        pages.median_sentence(estimate),
        estimate.rests_on,
        estimate.left_out,
        f"In {month_name(estimate.dollars)} dollars a year.",
    )
    yield Stack([Paragraph(said, "quiet") for said in rests if said])


def steps(estimate: Estimate) -> Iterator[Block]:
    """How base and the total come about, and what each step stands on."""
    yield from waterfall(pages.BASE_STEPS, estimate.steps)
    yield from waterfall(pages.TOTAL_STEPS, estimate.total_steps)


def checks(estimate: Estimate) -> Iterator[Block]:
    """Other estimates of the same job, and what makes the median uncertain."""
    yield from crosschecks(estimate)
    yield doubts(estimate)


def sources(estimate: Estimate) -> Iterator[Block]:
    """Where the figures come from."""
    yield source_list(estimate.sources)


def offer(judged: JudgedOffer) -> Page:
    """The page of an offer, without the options of the command."""
    return [one for one in render.composed(judged, _OFFER) if not isinstance(one, Ways)]


def refusal(error: MlsalaryError) -> str:
    """What is wrong, and what to type instead."""
    said = render.error_text(error.code, error.message, tuple(error.suggestions))
    return in_labels(said.removeprefix("Error: ").strip())


def said(text: str) -> Page:
    """A sentence alone."""
    return [Paragraph(text)]
