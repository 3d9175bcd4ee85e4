"""Which notes have room on a first screen of 80 columns; the others are one option away."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from mlsalary.render.page import Heading, Paragraph

COLUMNS = 76
"""Columns of text on a terminal of 80."""
LEAST_GAP = 4
_MARK = "! "


def height(text: str) -> int:
    """How many lines a text takes there."""
    return len(textwrap.wrap(text, COLUMNS))


def one_line(heading: Heading, room: int = COLUMNS) -> bool:
    """Whether a title and what stands at the end of its line have room on one."""
    return len(heading.text) + LEAST_GAP + len(heading.lead) <= room


def heading_height(heading: Heading) -> int:
    """How many lines a title takes with what stands at its end."""
    if not heading.lead or one_line(heading):
        return height(heading.text)
    return height(heading.text) + height(heading.lead)


def fitted(notes: Sequence[Paragraph], lines: int) -> list[Paragraph]:
    """The notes that fit into so many lines, in their order; one too long is passed over."""
    shown = list[Paragraph]()
    for note in notes:
        taken = height(f"{_MARK}{note.text}")
        if taken <= lines:
            shown.append(note)
            lines -= taken
    return shown


def why_and(left: int) -> str:
    """What ``--explain`` answers where it also shows so many notes that had no room."""
    return f"Why, and {left} more {'note' if left == 1 else 'notes'}" if left else "Why"
