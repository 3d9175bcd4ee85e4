"""A page for people, as blocks that know nothing of terminals.

A module per verb turns its result into blocks; a module per format writes blocks as text. So a
sentence is written once, whatever it is printed on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from mlsalary.results import Range

TURN, CUT = "▲", "►"
"""What a chart draws at a mark of an axis, and at the end of a line that is cut."""
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
    """Short items under a title. ``links``: the address that each ends with, or nothing."""

    title: str
    items: Sequence[str]
    numbered: bool = False
    links: Sequence[str] = ()


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
class Axis:
    """One direction of a chart, from ``low`` to ``high``: its name, the words at some of its
    values, and values to mark on it."""

    low: float
    high: float
    ticks: Sequence[tuple[float, str]]
    name: str = ""
    marks: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A place in a chart, with words to stand beside it."""

    x: float
    y: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line from place to place; cut: what it shows goes on beyond its end, and the axis."""

    points: Sequence[Point]
    dotted: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """What belongs together in a chart: a name, a sign at each of its points, and lines. Labels
    stand to the right of their points, or to the left; without a sign there are only lines."""

    name: str
    mark: str
    points: Sequence[Point] = ()
    strokes: Sequence[Stroke] = ()
    labels_left: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of the figures of the block that has it, in so many lines. ``key`` explains what
    the names of the series do not; ``caption`` says more beneath."""

    title: str
    x: Axis
    y: Axis
    series: Sequence[Series]
    lines: int
    key: Sequence[str] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid. The least ``rank`` stays longest when the page is narrow. ``of`` says
    which it is where another has the same name."""

    name: str
    numeric: bool = False
    rank: int = 0
    bar: bool = False
    of: str = ""

    @property
    def in_full(self) -> str:
        """Its name where the columns beside it do not say which it is."""
        return f"{self.name} of {self.of}" if self.of else self.name


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under column names. ``sentences`` say each row for a reader who sees no table.

    A terminal with room for it draws ``chart`` in place of the rows.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    sentences: Sequence[str] = ()
    strong_rows: frozenset[int] = field(default_factory=frozenset)
    caption: str = ""
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """One range of pay: a label, its percentiles, what its median is made of, and amounts to mark
    on it, such as an offer: a label that says it all, and the dollars. ``short`` is the label
    beside the bar, ``of`` the kind of pay, which has a color of its own."""

    label: str
    pay: Range
    note: str = ""
    short: str = ""
    marks: Sequence[tuple[str, float]] = ()
    of: Literal["base", "total"] = "base"


@dataclass(frozen=True, slots=True)
class Bands:
    """Ranges of pay on one scale, to be compared at a glance.

    ``headlines`` says each in figures above the bars, ``full`` every percentile below them. Plain
    text and Markdown, which have no bars, have the figures in either case. A terminal with room for
    it draws ``chart`` in place of the bars.
    """

    bands: Sequence[Band]
    headlines: bool = True
    full: bool = False
    chart: Chart | None = None


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
