"""A page for people, as blocks that know nothing of terminals.

A module per verb turns its result into blocks; a module per format writes blocks as text. So a
sentence is written once, whatever it is printed on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from mlsalary.results import Range

Tone: TypeAlias = Literal["plain", "strong", "quiet", "good", "bad", "note"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A title. Rank 1 opens the page; ``lead`` stands at the end of its line, else beneath it."""

    text: str
    lead: str = ""
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or more."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short items under a title."""

    title: str
    items: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A cell of a grid drawn as a bar from ``start`` to ``end``; both lie in ``low``-``high``."""

    start: float
    end: float
    low: float
    high: float
    tone: Tone = "plain"


Cell: TypeAlias = "str | Bar"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid. The least ``rank`` stays longest when the page is narrow."""

    name: str
    numeric: bool = False
    rank: int = 0
    bar: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under column names. ``sentences`` say each row for a reader who sees no table."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    sentences: Sequence[str] = ()
    strong_rows: frozenset[int] = field(default_factory=frozenset)
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """One range of pay: a label, its percentiles, what its median is made of, and amounts to mark
    on it, such as an offer: a label that says it all, and the dollars. ``short`` is the label
    beside the bar."""

    label: str
    pay: Range
    note: str = ""
    short: str = ""
    marks: Sequence[tuple[str, float]] = ()


@dataclass(frozen=True, slots=True)
class Bands:
    """Ranges of pay on one scale, to be compared at a glance.

    ``headlines`` says each in figures above the bars, ``full`` every percentile below them. Plain
    text and Markdown, which have no bars, have the figures in either case.
    """

    bands: Sequence[Band]
    headlines: bool = True
    full: bool = False


@dataclass(frozen=True, slots=True)
class Ways:
    """What shows more than this page: options and commands. A document has none."""

    ways: Sequence[str]


@dataclass(frozen=True, slots=True)
class Stack:
    """Paragraphs that stand together, without an empty line between them, and ways on."""

    paragraphs: Sequence[Paragraph | Ways]


Block: TypeAlias = Heading | Paragraph | Stack | Bullets | Grid | Bands | Ways
Page: TypeAlias = Sequence[Block]
