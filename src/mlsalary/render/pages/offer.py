"""The page of an offer: what was offered, the verdict, where it stands, the ask, the years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from mlsalary.figures import dollars, hundreds, month_name
from mlsalary.profile import named
from mlsalary.render.fitting import ENDING, fitted, height, room, why_and
from mlsalary.render.page import Bands, Block, Column, Grid, Heading, Page, Paragraph, Stack, Ways
from mlsalary.render.pages.closing import closing
from mlsalary.render.pages.estimate import (
    both_waterfalls,
    median_sentence,
    not_in_front,
    pay_bands,
    place_note,
    profile_title,
)
from mlsalary.render.pages.explaining import doubts
from mlsalary.render.pages.notes import warning_notes
from mlsalary.render.pages.offer_parts import echo, years_grid
from mlsalary.render.pages.parts import ask_blocks, bls_grid
from mlsalary.render.pages.real import cited, offer_buys, real_notes
from mlsalary.render.read_lines import read_lines
from mlsalary.render.view import FIRST_SCREEN, View
from mlsalary.results import COMPANY_UNKNOWN, Range
from mlsalary.sentences.offer import share

if TYPE_CHECKING:
    from mlsalary.decisions.offer import JudgedOffer

_SCREEN = 24
"""Lines of a first screen."""
_TELLING = ("full_time", COMPANY_UNKNOWN)
"""What changes how an offer is read as much as the warnings of its own do."""
_IN_THE_TABLE = "bonus_assumed"
"""The warning that a column of the years tells in short, so that it can wait."""


def page(result: JudgedOffer, view: View = FIRST_SCREEN) -> Page:
    """The blocks of the page."""
    if view.explain:
        return list(_whole(result, view))
    return list(_document(result, view) if view.document else _first_screen(result, view))


def _first_screen(offer: JudgedOffer, view: View) -> Iterator[Block]:
    shown = [*_head(offer, view), *ask_blocks(offer, whole=False)]
    if offer.liquid is not None:
        shown.append(years_grid(offer, whole=False))
    notes = _notes(offer, view)
    fitting = fitted(notes, room(_SCREEN, shown, ENDING - 1))  # the ways follow the notes at once
    lines: list[Paragraph | Ways] = [*fitting]
    ending = list(
        closing(view, cited(offer, real=view.real), why=why_and(len(notes) - len(fitting)))
    )
    if not view.sources:
        lines += [block for block in ending if isinstance(block, Ways)]
        ending = []
    yield from (*shown, Stack(lines), *ending)


def _document(offer: JudgedOffer, view: View) -> Iterator[Block]:
    yield from _head(offer, view)
    yield from ask_blocks(offer, whole=True)
    yield years_grid(offer, whole=True)
    yield Stack(_notes(offer, view))
    yield from both_waterfalls(offer.estimate)
    yield Paragraph(offer.estimate.rests_on, "quiet")
    yield from closing(view, cited(offer, real=view.real))


def _whole(offer: JudgedOffer, view: View) -> Iterator[Block]:
    yield from _head(offer, view)
    yield Stack(_notes(offer, view))
    yield standing_grid(offer)
    yield from _employers(offer)
    yield from ask_blocks(offer, whole=True)
    yield years_grid(offer, whole=True)
    if offer.liquid is not None:
        yield Paragraph(_apart(offer))
    yield bls_grid(offer.bls)
    yield doubts(offer.estimate)
    rests = (median_sentence(offer.estimate), offer.estimate.rests_on, offer.estimate.left_out)
    yield Stack([Paragraph(said, "quiet") for said in rests if said])
    yield from closing(view, cited(offer, real=view.real))


def _head(offer: JudgedOffer, view: View) -> Iterator[Block]:
    """What was offered, for which job, the verdict, and the ranges with the offer in them."""
    yield Heading(f"{offer.name or 'Offer'}: {echo(offer.terms)}", _job(offer, view))
    yield Paragraph(offer.said, "strong")
    yield offer_bands(offer)


def offer_bands(offer: JudgedOffer) -> Bands:
    """The ranges of base and, where that is judged, of the total, with the offer in them."""
    base, total = pay_bands(offer.estimate).bands
    at = offer.percentile
    bands = [replace(base, marks=((_mark(offer.terms.base, at.base),)))]
    if offer.liquid is not None and at.total is not None:
        bands.append(replace(total, marks=(_mark(offer.liquid, at.total, offer.illiquid),)))
    return Bands(bands, headlines=False)


def _job(offer: JudgedOffer, view: View) -> str:
    """The job and whose dollars, the month in short where that saves a line."""
    month = month_name(offer.estimate.dollars)
    job = view.job(profile_title(offer.profile))
    name, _, year = month.partition(" ")
    full = f"{job} · {month} dollars"
    return full if height(full) == 1 else f"{job} · {name[:3]} {year} dollars"


def _mark(amount: float, percentile: float, apart: float | None = None) -> tuple[str, float]:
    """apart: what is in no such amount, for it cannot be sold."""
    liquid = " liquid" if apart else ""
    return f"Offer {dollars(amount)}{liquid} beats {share(percentile)}", amount


def _notes(offer: JudgedOffer, view: View) -> list[Paragraph]:
    """What changes how the offer is read, how it was read, and what else is worth knowing: the
    place, the estimate's warnings, and what is in no figure."""
    priced = offer.estimate
    telling = [one for one in offer.notes if one.code in _TELLING]
    telling += [one for one in offer.warnings if one not in priced.warnings or one.code in _TELLING]
    bought = [offer_buys(offer), *real_notes([(priced.place, offer)], offer)] if view.real else []
    first = bought + [
        one.message for one in sorted(telling, key=lambda one: one.code == _IN_THE_TABLE)
    ]
    others = [place_note(priced)]
    left = [*not_in_front(priced.warnings, priced.measured), *offer.notes]
    others += warning_notes([one for one in left if one not in telling], view)
    others += [priced.measured.said] if priced.measured else []
    read = read_lines((*priced.read, *offer.read))
    warned, also = (
        [Paragraph(text, "note") for text in texts if text] for texts in (first, others)
    )
    return [*warned, *read, *also]


def standing_grid(offer: JudgedOffer) -> Grid:
    """Base and the normal year against the estimate."""
    rows = [
        (
            label,
            dollars(amount),
            share(percentile),
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
            Column("Beats", numeric=True),
            Column("p25", numeric=True, rank=1),
            Column("Median", numeric=True),
            Column("p75", numeric=True, rank=1),
        ),
        rows,
        sentences=[
            f"{label}: {amount} beats {beats} of comparable people; the median is {p50}, the "
            f"middle half earn {p25} to {p75}."
            for label, amount, beats, p25, p50, p75 in rows
        ],
    )


def _standings(offer: JudgedOffer) -> Iterator[tuple[str, float, float, Range]]:
    priced, at = offer.estimate, offer.percentile
    yield "Base", offer.terms.base, at.base, priced.base
    if offer.liquid is not None and at.total is not None:
        yield "Normal year", offer.liquid, at.total, priced.total
    if at.measured and priced.measured:
        yield "Base, by job ads", offer.terms.base, at.measured.base, priced.measured.base
        if offer.liquid is not None and at.measured.total is not None:
            among = priced.measured.total
            yield "Normal year, by job ads", offer.liquid, at.measured.total, among


def _employers(offer: JudgedOffer) -> Iterator[Grid]:
    """The same pay at other kinds of employer."""
    if not offer.by_employer:
        return
    rows = [
        (
            named(one.employer) if one.employer else "all employers",
            share(one.base),
            "-" if one.total is None else share(one.total),
        )
        for one in offer.by_employer
    ]
    yield Grid(
        "The same pay at other kinds of employer",
        (
            Column("Employer"),
            Column("Base beats", numeric=True),
            Column("Total beats", numeric=True),
        ),
        rows,
        sentences=[
            f"{name}: base beats {base} of comparable people"
            f"{'' if total == '-' else f', the total {total}'}."
            for name, base, total in rows
        ],
    )


def _apart(offer: JudgedOffer) -> str:
    """The first year and a normal one, and liquid and illiquid, each apart."""
    frozen = (
        f" Apart from it, {dollars(offer.illiquid)} a year in equity that cannot be sold."
        if offer.illiquid
        else ""
    )
    return (
        f"The first year brings {dollars(offer.first_year.liquid)} in liquid pay, a normal year "
        f"{dollars(offer.liquid)} ({dollars(offer.monthly.liquid)} a month before tax, "
        f"{dollars(offer.monthly.base)} of it base).{frozen} The normal year is judged."
    )
