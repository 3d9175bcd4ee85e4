"""The page of a comparison: who pays most, then every cell with its difference and a bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

from mlsalary.figures import (
    capital,
    dollars,
    hundreds,
    listed,
    month_name,
    ordinal,
    percent,
    thousands,
)
from mlsalary.profile import WORDS
from mlsalary.render.page import Bar, Block, Chart, Column, Grid, Heading, Page, Paragraph
from mlsalary.render.pages.charting import Pay, side_by_side
from mlsalary.render.pages.compared import (
    BARRED_LABEL,
    ROWS,
    UNSAID,
    WORD_OF,
    Shown,
    cells_grid,
    differing,
    same,
    shown_of,
)
from mlsalary.render.pages.compared_real import at_national_prices, real_grid, real_verdict
from mlsalary.render.pages.notes import ended, place_notes, room_for_notes
from mlsalary.render.pages.parts import middle_half
from mlsalary.render.pages.real import cited, price_notes
from mlsalary.render.view import FIRST_SCREEN, View
from mlsalary.results import CONTESTED, Notice
from mlsalary.sentences import compare as sentences
from mlsalary.sentences.in_short import IN_SHORT

if TYPE_CHECKING:
    from mlsalary.decisions.compare import Cell, Comparison

SCREEN = 34
"""Lines of the page of a ranking on a terminal of 80 columns."""
_AREAS = ("state_stands_in", "nation_stands_in", "one_occupation", "bls_coarse")
"""The codes of what makes a place less certain than others."""
_ASSUMED = ("employer_assumed", "level_assumed")
_NAMED = 4
"""How many cells a note names."""
_PAYERS = ("place", "employer", "company")
_LABEL = 19
"""Columns that a label may take on 80 beside all figures."""


_KINDS = {"metro": "metros", "state": "states and territories"} | {
    one.name: one.plural for one in WORDS
}
_HEADS = {one.name: one.called for one in WORDS} | {"bls": "BLS release"}


def page(result: Comparison, view: View = FIRST_SCREEN) -> Page:
    """The blocks of the page."""
    return list(_blocks(shown_of(result, view), view))


def _blocks(shown: Shown, view: View) -> Iterator[Block]:
    drawn = at_national_prices(shown) if shown.real else shown
    said = _verdict(shown)
    if shown.real and "month" not in shown.varying:
        said = real_verdict(shown)
    heading, verdict = _heading(shown, view), Paragraph(said, "strong")
    usual = _real_grid(shown) if shown.real else _grid(shown)
    grid = _charted(drawn) if view.chart_alone else usual
    if view.document:
        grid = replace(grid, chart=_chart(drawn))
    yield heading
    yield verdict
    yield grid
    if view.explain:
        yield usual if view.chart_alone else _ranges(drawn)
    notes = [*_told(shown), *(_at_length(shown) if view.explain else _in_short(shown))]
    lines = room_for_notes(SCREEN, heading, verdict, grid)
    yield from ended(notes, lines, view, cited(shown.result, real=shown.real))


def _heading(shown: Shown, view: View) -> Heading:
    result, first = shown.result, shown.first
    told = differing(result)
    each = prod(map(len, told.values()))
    many = bool(result.ranked) and result.of % each == 0
    kind = _KINDS[result.ranked] if result.ranked and many else "profiles"
    count = f"{result.of // each if many else result.of} {kind}" if result.of > 1 else "1 profile"
    asked = [listed(words) for words in told.values()] if many else []
    left_out = (*shown.varying, "month", *(["employer"] if first.profile.company else []))
    common = [word(first) for name, word in WORD_OF.items() if name not in left_out]
    said = [word for word in common if word not in UNSAID]
    one = "month" not in shown.varying
    whose = f"{month_name(result.dollars)} dollars" if one else "each month's own dollars"
    bought = ["at national prices"] if shown.real else []
    return Heading(view.job(" · ".join([count, *asked, *said, *bought])), f"{whose} a year")


def _verdict(shown: Shown) -> str:
    (_, top), first = shown.cells[0], shown.first
    label, pay = capital(shown.called(top)), f"{thousands(top.total.p50)} total"
    of_it = f"{pay}, {thousands(top.base.p50)} of it base."
    if shown.result.of == 1:
        return f"{label}: {of_it}"
    if list(shown.varying) == ["month"]:
        return _moved([cell for _, cell in shown.cells])
    does = "pays most" if set(shown.varying) <= set(_PAYERS) else "comes highest"
    if same(top, first):
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
        for name, was, now in (
            ("total", before.total.p50, after.total.p50),
            ("base", before.base.p50, after.base.p50),
        )
    ]
    months = f"{month_name(before.dollars)} to {month_name(after.dollars)}"
    return f"{months}: {', '.join(ways)}, in the dollars of each month."


def _grid(shown: Shown) -> Grid:
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
    left_out = [name for name, room in (("± base", _LABEL), ("", BARRED_LABEL)) if longest > room]
    if shown.result.of == 1:
        left_out += ["± base", "± total", "± %"]
    rows = [
        (
            label,
            hundreds(cell.base.p50),
            _dollars(cell.difference.base.dollars),
            hundreds(cell.total.p50),
            _dollars(cell.difference.total.dollars),
            _percent(cell.difference.total.percent),
            Bar(0, cell.total.p50, 0, most, "strong" if same(cell, shown.first) else "plain"),
        )
        for label, (_, cell) in zip(labels, shown.cells, strict=True)
    ]
    said = [_sentence(number, cell, shown) for number, cell in shown.cells]
    return cells_grid(shown, columns, rows, said, " ".join(_caption(shown)), left_out)


def _real_grid(shown: Shown) -> Grid:
    return real_grid(shown, _head(shown.varying), " ".join(_caption(shown)))


def _head(varying: Sequence[str]) -> str:
    """What the cells are called: by what alone parts them, else what they are."""
    (name, *others) = varying
    return "Profile" if others else capital(_HEADS.get(name, name))


def _caption(shown: Shown) -> Iterator[str]:
    """How many rows are shown, and with what they are compared."""
    result, first = shown.result, shown.first
    if rest := _left_out(shown):
        yield rest
    if result.of > 1:
        at = next((number for number, cell in shown.cells if same(cell, first)), None)
        rank = f", {ordinal(at)} of {result.of}" if at and at > shown.most else ""
        pay = f": base {hundreds(first.base.p50)}, total {hundreds(first.total.p50)}"
        yield f"Compared with {shown.called(first)}{rank if at else pay}."


def _left_out(shown: Shown, remedy: str = "shows all") -> str:
    """How many rows are not shown, and what shows them."""
    if shown.most == shown.result.of:
        return ""
    rows = "rows " if differing(shown.result) else ""
    said = f"{shown.most} of {shown.result.of} {rows}shown"
    if shown.can_ask <= shown.most:
        return f"{said}, as many as can be asked for."
    more = remedy if shown.can_ask == shown.result.of else "shows more"
    return f"{said}; --top {shown.can_ask} {more}."


def _sentence(number: int, cell: Cell, shown: Shown) -> str:
    said = shown.paid(number, cell)
    if same(cell, shown.first):
        return f"{said}."
    base, total = cell.difference.base, cell.difference.total
    return (
        f"{said}; base {_dollars(base.dollars)} ({_percent(base.percent)}), "
        f"total {_dollars(total.dollars)} ({_percent(total.percent)})."
    )


def _ranges(shown: Shown) -> Grid:
    """The middle half of each."""
    rows = [
        (
            shown.called(cell),
            *(hundreds(one) for one in (cell.base.p25, cell.base.p75)),
            *(hundreds(one) for one in (cell.total.p25, cell.total.p75)),
        )
        for _, cell in shown.cells
    ]
    names = ("Base p25", "Base p75", "Total p25", "Total p75")
    return Grid(
        f"Half of comparable people earn{', at national prices,' if shown.real else ''} between",
        (Column(_head(shown.varying)), *(Column(name, numeric=True) for name in names)),
        rows,
        sentences=[
            f"{name}: base {low} to {high}, total {lower} to {upper}."
            for name, low, high, lower, upper in rows
        ],
    )


def _charted(shown: Shown) -> Grid:
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


def _chart(shown: Shown) -> Chart:
    pays = [(shown.called(cell), Pay(cell.base, cell.total)) for _, cell in shown.cells]
    most = ROWS + 1  # and the one that the others are compared with
    left_out = f"The first {most} of {len(pays)} rows." if len(pays) > most else ""
    return replace(side_by_side(_head(shown.varying), pays[:most]), caption=left_out)


def _of_cells(shown: Shown) -> list[Notice]:
    """What there is to know of the cells that are shown, each kind once."""
    found = [one for number, _ in shown.cells for one in shown.result.notes[number - 1]]
    return list(sentences.together(found, len(shown.cells)))


def _at_length(shown: Shown) -> Iterator[str]:
    """What the estimates say of themselves."""
    yield from (one.message for one in _of_cells(shown))


def _told(shown: Shown) -> Iterator[str]:
    """What was read otherwise than typed, and what cannot be compared."""
    of_cells = {notice.code for notes in shown.result.notes for notice in notes}
    yield from place_notes([shown.first.place, *(cell.place for _, cell in shown.cells)])
    if shown.result.order == "real":
        yield from price_notes((cell.place, cell) for _, cell in shown.cells)
    yield from (one.message for one in shown.result.warnings if one.code not in of_cells)


def _in_short(shown: Shown) -> Iterator[str]:
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


def _named(shown: Shown, codes: Sequence[str]) -> str:
    """The cells that have a warning of these codes, the first few by name."""
    found = [
        shown.called(cell)
        for number, cell in shown.cells
        if any(one.code in codes for one in shown.result.notes[number - 1])
    ]
    more = [f"{len(found) - _NAMED} more"] if len(found) > _NAMED else []
    return "; ".join([*found[:_NAMED], *more])


def _dollars(amount: float) -> str:
    return dollars(round(amount, -2), sign=True)


def _percent(amount: float) -> str:
    return percent(amount / 100, sign=True)
