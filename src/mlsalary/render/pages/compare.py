"""The page of a comparison: who pays most, then every cell with its difference and a bar."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace
from functools import partial
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from mlsalary.figures import (
    capital,
    dollars,
    hundreds,
    listed,
    month_name,
    ordinal,
    percent,
    short_place,
    thousands,
    years,
)
from mlsalary.profile import WORDS, Asked, short
from mlsalary.render.page import Bar, Block, Chart, Column, Grid, Heading, Page, Paragraph
from mlsalary.render.pages.charting import Pay, side_by_side
from mlsalary.render.pages.notes import ended, place_notes, room_for_notes
from mlsalary.render.pages.parts import middle_half
from mlsalary.render.view import FIRST_SCREEN, View
from mlsalary.results import CONTESTED, Notice
from mlsalary.sentences import compare as sentences
from mlsalary.sentences.in_short import IN_SHORT

if TYPE_CHECKING:
    from mlsalary.decisions.compare import Cell, Comparison

SCREEN = 34
"""Lines of the page of a ranking on a terminal of 80 columns."""
ROWS = 20
"""How many of a ranking a page shows where nobody says otherwise."""
_AREAS = ("state_stands_in", "nation_stands_in", "one_occupation", "bls_coarse")
"""The codes of what makes a place less certain than others."""
_ASSUMED = ("employer_assumed", "level_assumed")
_NAMED = 4
"""How many cells a note names."""
_PAYERS = ("place", "employer", "company")
_LABEL, _LONG_LABEL = 19, 28
"""Columns that a label may take on 80 beside all figures, and without a difference."""


def _said(one: Asked, cell: Cell) -> str:
    """What a profile says in a field of words."""
    value = getattr(cell.profile, one.name)
    words = value if one.several else [value] if value else []
    return listed([short(word) for word in words]) or one.unsaid


_ROLE = "engineer"
"""The role that nobody has to name."""
_WORDS: dict[str, Callable[[Cell], str]] = {
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
_UNSAID = (
    *("", _ROLE, *(one.unsaid for one in WORDS)),
    *("the guide's BLS release", "bands: reported", "premiums: guide"),
)
_KINDS = {"metro": "metros", "state": "states and territories"} | {
    one.name: one.plural for one in WORDS
}
_OF_RANKED = {"metro": ("place",), "state": ("place",)}
"""What varies with the kind that is ranked."""
_HEADS = {one.name: one.called for one in WORDS} | {"bls": "BLS release"}


class _Shown(NamedTuple):
    """What of a comparison a page shows: cells with their ranks from 1, the names of places short.

    most: how many of the ranking. varying: the words by which the cells differ.
    """

    result: Comparison
    first: Cell
    cells: Sequence[tuple[int, Cell]]
    most: int
    varying: Sequence[str]

    def called(self, cell: Cell) -> str:
        """A cell by what parts it from the others."""
        return " · ".join(filter(None, (_WORDS[name](cell) for name in self.varying)))


def page(result: Comparison, view: View = FIRST_SCREEN) -> Page:
    """The blocks of the page."""
    return list(_blocks(_shown(result, view), view))


def _blocks(shown: _Shown, view: View) -> Iterator[Block]:
    heading, verdict = _heading(shown, view), Paragraph(_verdict(shown), "strong")
    grid = _charted(shown) if view.chart_alone else _grid(shown)
    if view.document:
        grid = replace(grid, chart=_chart(shown))
    yield from (heading, verdict, grid)
    if view.explain:
        yield _grid(shown) if view.chart_alone else _ranges(shown)
    notes = [*_told(shown), *(_at_length(shown) if view.explain else _in_short(shown))]
    lines = room_for_notes(SCREEN, heading, verdict, grid)
    yield from ended(notes, lines, view, shown.result.sources)


def _shown(result: Comparison, view: View) -> _Shown:
    """The first of a ranking, and the cell that it is compared with wherever that stands."""
    ranked = list(enumerate(result.cells, 1))
    most = ROWS if view.chart_alone or (result.ranked and result.top is None) else len(ranked)
    kept = ranked[:most]
    kept += [one for one in ranked[most:] if _same(one[1], result.first)]
    cells = [result.first, *(cell for _, cell in kept)]
    if view.chart or not view.explain:
        cells = _shortened(cells)
    first, *others = cells
    numbered = [(number, cell) for (number, _), cell in zip(kept, others, strict=True)]
    return _Shown(
        result, first, numbered, min(most, len(ranked)), _varying(cells, _differing(result))
    )


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


def _differing(result: Comparison) -> dict[str, list[str]]:
    """Of each word the values in the profiles that were ranked over one kind, where they differ:
    the cells that are shown may all have one of them."""
    of = {
        name: dict.fromkeys(word(result.first._replace(profile=one)) for one in result.given)
        for name, word in _WORDS.items()
        if result.ranked and name != result.ranked and name not in _OF_RANKED.get(result.ranked, ())
    }
    return {name: [*words] for name, words in of.items() if len(words) > 1}


def _varying(cells: Sequence[Cell], told: Container[str] = ()) -> list[str]:
    names = [
        name
        for name, word in _WORDS.items()
        if name in told or len({word(cell) for cell in cells}) > 1
    ]
    return names or ["place"]


def _heading(shown: _Shown, view: View) -> Heading:
    result, first = shown.result, shown.first
    told = _differing(result)
    each = prod(map(len, told.values()))
    many = bool(result.ranked) and result.of % each == 0
    kind = _KINDS[result.ranked] if result.ranked and many else "profiles"
    count = f"{result.of // each if many else result.of} {kind}" if result.of > 1 else "1 profile"
    asked = [listed(words) for words in told.values()] if many else []
    left_out = (*shown.varying, "month", *(["employer"] if first.profile.company else []))
    common = [word(first) for name, word in _WORDS.items() if name not in left_out]
    said = [word for word in common if word not in _UNSAID]
    several = "month" in shown.varying
    money = "each month's own" if several else month_name(result.dollars)
    return Heading(view.job(" · ".join([count, *asked, *said])), f"{money} dollars a year")


def _verdict(shown: _Shown) -> str:
    (_, top), first = shown.cells[0], shown.first
    label, pay = capital(shown.called(top)), f"{thousands(top.total.p50)} total"
    of_it = f"{pay}, {thousands(top.base.p50)} of it base."
    if shown.result.of == 1:
        return f"{label}: {of_it}"
    if list(shown.varying) == ["month"]:
        return _moved([cell for _, cell in shown.cells])
    does = "pays most" if set(shown.varying) <= set(_PAYERS) else "comes highest"
    if _same(top, first):
        return f"{label} {does}: {of_it}"
    gap = top.difference.total
    if hundreds(gap.dollars) == hundreds(0):
        return f"{label} {does}: {pay}, as {shown.called(first)} does."
    more = f"{thousands(gap.dollars)} ({percent(gap.percent / 100)}) more"
    return f"{label} {does}: {pay}, {more} than {shown.called(first)}."


def _moved(cells: Sequence[Cell]) -> str:
    """How pay went from the earliest month to the latest, in the dollars of each."""
    before, after = (pick(cells, key=lambda cell: cell.dollars) for pick in (min, max))
    ways = [
        f"{name} from {thousands(was)} to {thousands(now)} ({percent(now / was - 1, sign=True)})"
        for name in ("total", "base")
        for was, now in [(getattr(before, name).p50, getattr(after, name).p50)]
    ]
    months = f"{month_name(before.dollars)} to {month_name(after.dollars)}"
    return f"{months}: {', '.join(ways)}, in the dollars of each month."


def _grid(shown: _Shown) -> Grid:
    most = max(cell.total.p50 for _, cell in shown.cells)
    labels = [shown.called(cell) for _, cell in shown.cells]
    longest = max(map(len, labels))
    columns = (
        Column(_head(shown.varying)),
        Column("Base", numeric=True),
        Column("± base", numeric=True, rank=4),
        Column("Total", numeric=True),
        Column("± total", numeric=True, rank=3),
        Column("± %", numeric=True, rank=1),
        Column("", bar=True, rank=2),
    )
    left_out = [name for name, room in (("± base", _LABEL), ("", _LONG_LABEL)) if longest > room]
    if shown.result.of == 1:
        left_out += ["± base", "± total", "± %"]
    kept = [number for number, column in enumerate(columns) if column.name not in left_out]
    rows = [
        (
            label,
            hundreds(cell.base.p50),
            _dollars(cell.difference.base.dollars),
            hundreds(cell.total.p50),
            _dollars(cell.difference.total.dollars),
            _percent(cell.difference.total.percent),
            Bar(0, cell.total.p50, 0, most, "strong" if _same(cell, shown.first) else "plain"),
        )
        for label, (_, cell) in zip(labels, shown.cells, strict=True)
    ]
    return Grid(
        "",
        [columns[number] for number in kept],
        [[row[number] for number in kept] for row in rows],
        sentences=[_sentence(number, cell, shown) for number, cell in shown.cells],
        strong_rows=frozenset(n for n, (_, c) in enumerate(shown.cells) if _same(c, shown.first)),
        caption=" ".join(_caption(shown)),
    )


def _head(varying: Sequence[str]) -> str:
    """What the cells are called: by what alone parts them, else what they are."""
    (name, *others) = varying
    return "Profile" if others else capital(_HEADS.get(name, name))


def _caption(shown: _Shown) -> Iterator[str]:
    """How many rows are shown, and with what they are compared."""
    result, first = shown.result, shown.first
    if rest := _left_out(shown):
        yield rest
    if result.of > 1:
        at = next((number for number, cell in shown.cells if _same(cell, first)), None)
        rank = f", {ordinal(at)} of {result.of}" if at and at > shown.most else ""
        pay = f": base {hundreds(first.base.p50)}, total {hundreds(first.total.p50)}"
        yield f"Compared with {shown.called(first)}{rank if at else pay}."


def _left_out(shown: _Shown, remedy: str = "shows all") -> str:
    """How many rows are not shown, and what shows them."""
    if shown.most == shown.result.of:
        return ""
    rows = "rows " if _differing(shown.result) else ""
    return f"{shown.most} of {shown.result.of} {rows}shown; --top {shown.result.of} {remedy}."


def _same(cell: Cell, first: Cell) -> bool:
    return cell[:4] == first[:4]


def _sentence(number: int, cell: Cell, shown: _Shown) -> str:
    said = (
        f"{number}. {shown.called(cell)}: base {hundreds(cell.base.p50)}, "
        f"total {hundreds(cell.total.p50)}"
    )
    if _same(cell, shown.first):
        return f"{said}."
    base, total = cell.difference.base, cell.difference.total
    return (
        f"{said}; base {_dollars(base.dollars)} ({_percent(base.percent)}), "
        f"total {_dollars(total.dollars)} ({_percent(total.percent)})."
    )


def _ranges(shown: _Shown) -> Grid:
    """The middle half of each."""
    rows = [
        (
            shown.called(cell),
            *(hundreds(end) for pay in (cell.base, cell.total) for end in (pay.p25, pay.p75)),
        )
        for _, cell in shown.cells
    ]
    names = (f"{pay} {end}" for pay in ("Base", "Total") for end in ("p25", "p75"))
    return Grid(
        "Half of comparable people earn between",
        (Column(_head(shown.varying)), *(Column(name, numeric=True) for name in names)),
        rows,
        sentences=[
            f"{name}: base {low} to {high}, total {lower} to {upper}."
            for name, low, high, lower, upper in rows
        ],
    )


def _charted(shown: _Shown) -> Grid:
    """The median and the middle half of each, on one scale where that can be drawn."""
    rows = [
        (
            shown.called(cell),
            *(hundreds(cell.base.p50), middle_half(cell.base)),
            *(hundreds(cell.total.p50), middle_half(cell.total)),
        )
        for _, cell in shown.cells
    ]
    return Grid(
        "",
        (
            Column(_head(shown.varying)),
            Column("Base", numeric=True),
            Column("p25 to p75", numeric=True, rank=2, of="base"),
            Column("Total", numeric=True),
            Column("p25 to p75", numeric=True, rank=1, of="total"),
        ),
        rows,
        sentences=[
            f"{number}. {name}: base {base} (half {middle}), total {total} (half {broader})."
            for (number, _), (name, base, middle, total, broader) in zip(
                shown.cells, rows, strict=True
            )
        ],
        caption=_left_out(shown, "without --chart shows all"),
        chart=_chart(shown),
    )


def _chart(shown: _Shown) -> Chart:
    pays = [(shown.called(cell), Pay(cell.base, cell.total)) for _, cell in shown.cells]
    return side_by_side(_head(shown.varying), pays, ROWS + 1)


def _of_cells(shown: _Shown) -> list[Notice]:
    """What there is to know of the cells that are shown, each kind once."""
    found = [one for number, _ in shown.cells for one in shown.result.notes[number - 1]]
    return list(sentences.together(found, len(shown.cells)))


def _at_length(shown: _Shown) -> Iterator[str]:
    """What the estimates say of themselves."""
    yield from (one.message for one in _of_cells(shown))


def _told(shown: _Shown) -> Iterator[str]:
    """What was read otherwise than typed, and what cannot be compared."""
    of_cells = {notice.code for notes in shown.result.notes for notice in notes}
    yield from place_notes([shown.first.place, *(cell.place for _, cell in shown.cells)])
    yield from (one.message for one in shown.result.warnings if one.code not in of_cells)


def _in_short(shown: _Shown) -> Iterator[str]:
    """What the estimates say of themselves: which are less certain, instead of each reason."""
    in_short = (CONTESTED, *_ASSUMED, *_AREAS)
    found = _of_cells(shown)
    yield from (one.message for one in found if one.code not in in_short)
    if any(one.code == CONTESTED for one in found):
        yield IN_SHORT[CONTESTED]
    if assumed := _named(shown, _ASSUMED):
        yield f"Our assumption, without reported pay: {assumed}."
    if unsure := _named(shown, _AREAS):
        yield f"Less certain: {unsure}."


def _named(shown: _Shown, codes: Sequence[str]) -> str:
    """The cells that have a warning of these codes, the first few by name."""
    found = [
        shown.called(cell)
        for number, cell in shown.cells
        if any(one.code in codes for one in shown.result.notes[number - 1])
    ]
    more = f"; {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return "; ".join(found[:_NAMED]) + more


def _dollars(amount: float) -> str:
    return dollars(round(amount, -2), sign=True)


def _percent(amount: float) -> str:
    return percent(amount / 100, sign=True)
