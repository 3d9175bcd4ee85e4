"""The page of an estimate: the range, what the total is made of, the steps, the sources."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from mlsalary.figures import (
    dollars,
    listed,
    month_name,
    short_place,
    thousands,
    years,
)
from mlsalary.profile import FIELDS, SINGLE, Profile, named, short
from mlsalary.render.fitting import ENDING, fitted, height, room, why_and
from mlsalary.render.page import (
    Band,
    Bands,
    Block,
    Chart,
    Heading,
    Page,
    Paragraph,
    Stack,
    Ways,
)
from mlsalary.render.pages.closing import closing
from mlsalary.render.pages.explaining import (
    crosschecks,
    doubts,
    spread,
    steps_grid,
    waterfall,
)
from mlsalary.render.read_lines import read_lines
from mlsalary.render.view import FIRST_SCREEN, View
from mlsalary.results import (
    CONTESTED,
    GUIDE_ALONE,
    Estimate,
    Explained,
    Measured,
    Notice,
)
from mlsalary.spelling import one_line

_TOLD = tuple(name for name in SINGLE if name not in ("level", "role"))
_READ = frozenset(f"{one.name}_read" for one in FIELDS)
"""The codes of warnings that the line on how a profile was read says in the same words."""
_SCREEN, _CHART_SCREEN = 20, 25
"""Lines of the first screen on a terminal of 80 columns, and of one with a chart."""
BASE_STEPS, TOTAL_STEPS = "How we got the base figure", "From base to total compensation"
_OFFER = "An offer: mlsalary offer --help"


def page(result: Estimate | Explained, view: View = FIRST_SCREEN) -> Page:
    """The blocks of the page."""
    if isinstance(result, Explained):
        return list(_whole(result, view))
    if view.document:
        return list(_document(result, view))
    return list(_first_screen(result, view))


def _first_screen(estimate: Estimate, view: View) -> Iterator[Block]:
    title = heading(estimate, view)
    notes = list(notes_on(estimate))
    screen = _CHART_SCREEN if view.chart else _SCREEN
    above = (title, pay_bands(estimate, chart=view.chart))
    ground = f"{estimate.rests_on} {median_sentence(estimate)}"
    front = notes[: bool(estimate.measured) + len(list(read_lines(estimate.read)))]
    ending = ENDING
    if len(fitted(front, room(screen, above, height(ground) + ending))) < len(front):
        # the other premium and the reading go before it, and the ways follow at once
        ground, ending = estimate.rests_on, ENDING - 1
    shown = fitted(notes, room(screen, above, height(ground) + ending))
    left = len(notes) - len(shown)
    more = () if left else (_OFFER,)
    ways = list(closing(view, estimate.sources, why=why_and(left), more=more))
    at_once = [one for one in ways if isinstance(one, Ways)] if ending < ENDING else []
    yield from above
    yield Stack((*shown, Paragraph(ground, "quiet"), *at_once))
    yield from (one for one in ways if one not in at_once)


def _document(estimate: Estimate, view: View) -> Iterator[Block]:
    yield heading(estimate, view)
    yield pay_bands(estimate, full=True)
    yield Stack(list(notes_on(estimate)))
    yield from both_waterfalls(estimate)
    yield Stack([Paragraph(median_sentence(estimate)), Paragraph(estimate.rests_on, "quiet")])
    yield from closing(view, estimate.sources)


def both_waterfalls(estimate: Estimate) -> Iterator[Block]:
    """How base and the total come about, a row for each step."""
    yield steps_grid(BASE_STEPS, estimate.steps)
    yield steps_grid(TOTAL_STEPS, estimate.total_steps)


def _whole(result: Explained, view: View) -> Iterator[Block]:
    estimate = result.estimate
    yield heading(estimate, view)
    yield pay_bands(estimate, full=True, chart=view.chart)
    yield Stack(list(notes_on(estimate)))
    yield from waterfall(BASE_STEPS, estimate.steps)
    yield from waterfall(TOTAL_STEPS, estimate.total_steps)
    yield Paragraph(median_sentence(estimate))
    yield doubts(estimate)
    yield spread(result)
    yield from crosschecks(estimate)
    rests = (estimate.rests_on, estimate.left_out)
    yield Stack([Paragraph(said, "quiet") for said in rests if said])
    yield from closing(view, estimate.sources, more=(_OFFER,))


def heading(estimate: Estimate, view: View = FIRST_SCREEN) -> Heading:
    """The job, and whose dollars the answer is in."""
    return Heading(
        view.job(profile_title(estimate.profile)), f"{month_name(estimate.dollars)} dollars a year"
    )


def notes_on(estimate: Estimate) -> Iterator[Paragraph]:
    """What the reader should know beside the figures, the most telling first: the other premium,
    how the profile and the place were read, every warning, that there is no place; then the guide's
    own band, which is no warning."""
    note, at_once = place_note(estimate), bool(estimate.place.note)
    if estimate.measured:
        yield Paragraph(estimate.measured.said, "note")
    yield from read_lines(estimate.read)
    notes = [note] if at_once else []
    notes += [one.message for one in not_in_front(estimate.warnings, estimate.measured)]
    notes += [] if at_once else [note]
    for said in dict.fromkeys(filter(None, notes)):
        yield Paragraph(said, "note")
    if said := _guide_alone(estimate):
        yield Paragraph(said, "quiet")


def place_note(estimate: Estimate) -> str:
    """What the reader should know about the area whose wages are used, if anything."""
    place = estimate.place
    if place.note:
        return f"{place.name}: {place.note}."
    if place.kind != "national":
        return ""
    notes = (step.note for step in estimate.steps if step.rule == "place")
    return next((note for note in notes if note), "")


def _guide_alone(estimate: Estimate) -> str:
    """The guide's band of a level that was told, which reports part from."""
    alone = next((one for one in estimate.crosschecks if one.name == GUIDE_ALONE), None)
    if not (estimate.profile.level and alone and alone.p25 and alone.p75):
        return ""
    span = f"{dollars(alone.p25)} to {dollars(alone.p75)}"
    return f"The guide's own band, before place and employer: {span}."


def profile_title(profile: Profile) -> str:
    """The job in words: what was asked, in the order people say it."""
    said = [f"ML {named(profile.role or 'engineer')}"]
    if profile.level:
        said.append(short(profile.level))
    if profile.experience is not None:
        said.append(years(profile.experience))
    if profile.spec:
        said.append(listed([short(spec) for spec in profile.specs]))
    for name in _TOLD:
        told = profile.company if name == "employer" else None  # it says more than its kind
        if word := told or getattr(profile, name):
            said.append(one_line(told) if told else short(word))
    said.append(short_place(profile.metro or profile.state or "national"))
    return " · ".join(said)


def _chart(estimate: Estimate) -> Chart:
    from mlsalary.render.pages.charting import Pay, by_share  # only where one is asked for

    return by_share(Pay(estimate.base, estimate.total))


def pay_bands(estimate: Estimate, *, full: bool = False, chart: bool = False) -> Bands:
    """Base and total on one scale; full: with every percentile."""
    return Bands(
        (
            Band("Base salary", estimate.base, short="Base"),
            Band(
                "Total compensation", estimate.total, components_text(estimate), "Total", of="total"
            ),
        ),
        full=full,
        chart=_chart(estimate) if chart else None,
    )


def not_in_front(warnings: Sequence[Notice], measured: Measured | None) -> list[Notice]:
    """The warnings that the page has not said in front already, among them the line on how the
    profile was read."""
    said = {*_READ, *([CONTESTED] if measured else [])}
    return [one for one in warnings if one.code not in said]


def components_text(estimate: Estimate) -> str:
    """What the median of the total is made of, and what stands apart from it. Base is written as
    everywhere; of the others the one that was cut most takes what rounding leaves, so that the
    amounts shown add up."""
    parts = estimate.components
    base, total = round(parts.base / 1000), round(estimate.total.p50 / 1000)
    equity, bonus = math.floor(parts.equity / 1000), math.floor(parts.bonus / 1000)
    while (left := total - base - equity - bonus) > 0:
        short_by = parts.equity / 1000 - equity, parts.bonus / 1000 - bonus
        equity, bonus = (equity + 1, bonus) if short_by[0] >= short_by[1] else (equity, bonus + 1)
    equity += left
    shown = [(base, "base"), (equity, "equity"), (bonus, "bonus")]
    said = " + ".join(f"{thousands(amount * 1000)} {name}" for amount, name in shown if amount)
    if parts.signing is not None:
        said += f"; {thousands(parts.signing)} signing once"
    if parts.illiquid is not None:
        said += f"; {thousands(parts.illiquid)} private stock apart"
    return said


def median_sentence(estimate: Estimate) -> str:
    """How sure the medians themselves are, apart from how far people's pay varies."""
    base, total = (
        f"{thousands(one.low)}-{thousands(one.high)}"
        for one in (estimate.middle, estimate.total_middle)
    )
    return f"The true median is likely (80%) {base} for base, {total} for total."
