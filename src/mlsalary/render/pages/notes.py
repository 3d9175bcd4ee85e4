"""What a reader has to know beside a grid of figures, a line each, as far as a screen has room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mlsalary.figures import short_place
from mlsalary.render.fitting import ENDING, fitted, room, why_and
from mlsalary.render.page import Block, Grid, Heading, Paragraph, Stack
from mlsalary.render.pages.closing import closing
from mlsalary.render.view import View
from mlsalary.results import Notice, Place, Source
from mlsalary.sentences.in_short import IN_SHORT

_LEAST = 3
"""Lines that notes have on any page."""


def room_for_notes(screen: int, heading: Heading, said: Paragraph, grid: Grid | None) -> int:
    """How many lines of a first screen of 80 columns are left."""
    blocks: list[Block] = [heading, said, *([grid] if grid else [])]
    return max(room(screen, blocks, ENDING), _LEAST)


def ended(
    notes: Iterable[str], lines: int, view: View, sources: Sequence[Source]
) -> Iterator[Block]:
    """The notes that have so many lines of room, and the ways to the others and to the sources."""
    told = [Paragraph(note, "note") for note in dict.fromkeys(notes)]
    shown = told if view.every_note else fitted(told, lines)
    if shown:
        yield Stack(shown)
    yield from closing(view, sources, why=why_and(len(told) - len(shown)))


def place_notes(places: Sequence[Place]) -> Iterator[str]:
    """How places were read that could mean others, or what stands in for them."""
    for place in places:
        if place.note:
            yield f"{short_place(place.name)}: {place.note.rstrip('.')}."


def warning_notes(warnings: Sequence[Notice], view: View) -> Iterator[str]:
    """The warnings of an answer, on a first screen in short where there is a shorter way."""
    for notice in warnings:
        yield notice.message if view.explain else IN_SHORT.get(notice.code, notice.message)


def whose_wages(place: Place) -> Paragraph:
    """The whole name of the area, which titles shorten."""
    return Paragraph(f"Wages in {place.name}.", "quiet")
