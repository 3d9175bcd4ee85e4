"""What of a comparison a page shows: which cells, and by what each is called."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from mlsalary.figures import hundreds, listed, month_name, short_place, years
from mlsalary.profile import WORDS, Asked, short
from mlsalary.render.page import Bar, Column, Grid
from mlsalary.render.view import View

if TYPE_CHECKING:
    from mlsalary.decisions.compare import Cell, Comparison

BARRED_LABEL = 28
"""Columns that a label may take on 80 beside a bar."""
ROWS = 20
"""How many of a ranking a page shows where nobody says otherwise."""


def _said(one: Asked, cell: Cell) -> str:
    """What a profile says in a field of words."""
    value = getattr(cell.profile, one.name)
    words = value if one.several else [value] if value else []
    return listed([short(word) for word in words]) or one.unsaid


_ROLE = "engineer"
"""The role that nobody has to name."""
WORD_OF: dict[str, Callable[[Cell], str]] = {
    "years": lambda c: years(c.profile.experience) if c.profile.experience is not None else "",
    "level": lambda c: c.profile.level or "level by years",
    "place": lambda c: c.place.name,
    "company": lambda c: c.profile.company or "",
    **{one.name: partial(_said, one) for one in WORDS if one.name not in ("level", "role")},
    "role": lambda c: short(c.profile.role or _ROLE),
    "month": lambda c: month_name(c.dollars),
    "bls": lambda c: f"BLS {c.profile.bls}" if c.profile.bls else "the guide's BLS release",
    "bands": lambda c: f"bands: {c.profile.bands}",
    "premiums": lambda c: f"premiums: {c.profile.premiums}",
}
UNSAID = (
    *("", _ROLE, *(one.unsaid for one in WORDS)),
    *("the guide's BLS release", "bands: reported", "premiums: guide"),
)
_OF_RANKED = {"metro": ("place",), "state": ("place",)}
"""What varies with the kind that is ranked."""


class Shown(NamedTuple):
    """What of a comparison a page shows: cells with their ranks from 1, the names of places short.

    most: how many of the ranking. varying: the words by which the cells differ. can_ask: for how
    many cells one can ask.
    """

    result: Comparison
    first: Cell
    cells: Sequence[tuple[int, Cell]]
    most: int
    varying: Sequence[str]
    can_ask: int

    @property
    def real(self) -> bool:
        """Whether it is what pay buys that is compared; not where no place has a parity."""
        return self.result.order == "real" and any(cell.real for _, cell in self.cells)

    def called(self, cell: Cell) -> str:
        """A cell by what parts it from the others."""
        return " · ".join(filter(None, (WORD_OF[name](cell) for name in self.varying)))

    def paid(self, number: int, cell: Cell) -> str:
        """A cell and what is paid, as the start of a sentence."""
        base, total = hundreds(cell.base.p50), hundreds(cell.total.p50)
        return f"{number}. {self.called(cell)}: base {base}, total {total}"


def shown_of(result: Comparison, view: View) -> Shown:
    """The first of a ranking, and the cell that it is compared with wherever that stands."""
    ranked = list(enumerate(result.cells, 1))
    most = ROWS if view.chart_alone or (result.ranked and result.top is None) else len(ranked)
    kept = ranked[:most]
    kept += [one for one in ranked[most:] if same(one[1], result.first)]
    cells = [result.first, *(cell for _, cell in kept)]
    if view.chart or not view.explain:
        cells = _shortened(cells)
    first, *others = cells
    numbered = [(number, cell) for (number, _), cell in zip(kept, others, strict=True)]
    varying, can_ask = _varying(cells, differing(result)), min(result.of, view.most or result.of)
    return Shown(result, first, numbered, min(most, len(ranked)), varying, can_ask)


def _shortened(cells: list[Cell]) -> list[Cell]:
    """Cells with the short names of their places; those that would share one keep their own."""
    names = {cell.place.name for cell in cells}
    of = {name: short_place(name) for name in names}
    several = [one for one in of.values() if list(of.values()).count(one) > 1]
    return [
        cell._replace(place=cell.place._replace(name=of[name] if of[name] not in several else name))
        for cell in cells
        for name in [cell.place.name]
    ]


def differing(result: Comparison) -> dict[str, list[str]]:
    """Of each word the values in the profiles that were ranked over one kind, where they differ:
    the cells that are shown may all have one of them."""
    of = {
        name: dict.fromkeys(word(result.first._replace(profile=one)) for one in result.given)
        for name, word in WORD_OF.items()
        if result.ranked and name != result.ranked and name not in _OF_RANKED.get(result.ranked, ())
    }
    return {name: [*words] for name, words in of.items() if len(words) > 1}


def _varying(cells: Sequence[Cell], told: Container[str] = ()) -> list[str]:
    names = [
        name
        for name, word in WORD_OF.items()
        if name in told or len({word(cell) for cell in cells}) > 1
    ]
    return names or ["place"]


def same(cell: Cell, first: Cell) -> bool:
    """Whether a cell is the one that the others are compared with."""
    return cell[:4] == first[:4]


def cells_grid(
    shown: Shown,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str | Bar]],
    said: Sequence[str],
    caption: str,
    left_out: Container[str],
) -> Grid:
    """A row for each cell, that compared with set off, without the columns of these names."""
    kept = [number for number, column in enumerate(columns) if column.name not in left_out]
    return Grid(
        "",
        [columns[number] for number in kept],
        [[row[number] for number in kept] for row in rows],
        sentences=said,
        strong_rows=frozenset(n for n, (_, c) in enumerate(shown.cells) if same(c, shown.first)),
        caption=caption,
    )
