"""The page of a comparison: who pays most, then every cell with its difference and a bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from mlsalary.figures import dollars, hundreds, listed, month_name, percent, years
from mlsalary.profile import WORDS, Asked, short
from mlsalary.render.page import Bar, Block, Column, Grid, Heading, Page, Paragraph
from mlsalary.render.pages.parts import endings

if TYPE_CHECKING:
    from mlsalary.decisions.compare import Cell, Comparison


def _said(one: Asked, cell: Cell) -> str:
    """What a profile says in a field of words."""
    value = getattr(cell.profile, one.name)
    words = value if one.several else [value] if value else []
    return listed([short(word) for word in words]) or one.unsaid


_WORDS: dict[str, Callable[[Cell], str]] = {
    "years": lambda c: years(c.profile.experience) if c.profile.experience is not None else "",
    "level": lambda c: c.profile.level or "level by years",
    "place": lambda c: c.place.name,
    "company": lambda c: c.profile.company or "",
    **{one.name: partial(_said, one) for one in WORDS if one.name not in ("level", "role")},
    "role": lambda c: short(c.profile.role) if c.profile.role not in (None, "engineer") else "",
    "as_of": lambda c: f"{month_name(c.profile.as_of)} dollars" if c.profile.as_of else "today",
    "bls": lambda c: f"BLS {c.profile.bls}" if c.profile.bls else "the guide's BLS release",
    "bands": lambda c: f"bands: {c.profile.bands}",
    "premiums": lambda c: f"premiums: {c.profile.premiums}",
}
_UNSAID = ("", *(one.unsaid for one in WORDS))
_KINDS = {"metro": "metros", "state": "states"} | {one.name: one.plural for one in WORDS}


def page(result: Comparison) -> Page:
    """The blocks of the page."""
    return list(_blocks(result))


def _blocks(result: Comparison) -> Iterator[Block]:
    varying = _varying(result)
    common = _label(result.first, [name for name in _WORDS if name not in varying], said=True)
    kind = _KINDS[result.ranked] if result.ranked else "profiles"
    count = f"{len(result.cells)} of {result.of}" if len(result.cells) < result.of else result.of
    yield Heading(
        f"{count} {kind} compared" + (f" · {common}" if common else ""),
        f"Per year, in {month_name(result.dollars)} dollars; the median of each",
    )
    yield Paragraph(_verdict(result, varying), "strong")
    yield _grid(result, varying)
    yield from endings(result.warnings, result.sources)


def _varying(result: Comparison) -> list[str]:
    cells = (result.first, *result.cells)
    names = [name for name, word in _WORDS.items() if len({word(cell) for cell in cells}) > 1]
    # Years that vary only because a ranked level leaves them out are no distinction.
    return names or ["place"]


def _label(cell: Cell, names: list[str], *, said: bool = False) -> str:
    words = (_WORDS[name](cell) for name in names)
    left_out = (
        *_UNSAID,
        "today",
        "the guide's BLS release",
        "bands: reported",
        "premiums: guide",
    )
    return " · ".join(word for word in words if word and not (said and word in left_out))


def _verdict(result: Comparison, varying: list[str]) -> str:
    top, first = result.cells[0], result.first
    said = f"{_label(top, varying)} pays most: {hundreds(top.total.p50)} in total"
    if _same(top, first):
        return f"{said}, {hundreds(top.base.p50)} of it base."
    gap = top.difference.total
    if hundreds(gap.dollars) == hundreds(0):
        return f"{said}, as {_label(first, varying)} does."
    return (
        f"{said}, {hundreds(gap.dollars)} ({_percent(gap.percent)}) more than "
        f"{_label(first, varying)}."
    )


def _grid(result: Comparison, varying: list[str]) -> Grid:
    most = max(cell.total.p50 for cell in result.cells)
    rows = [
        (
            _label(cell, varying),
            hundreds(cell.base.p50),
            _dollars(cell.difference.base.dollars),
            hundreds(cell.total.p50),
            _dollars(cell.difference.total.dollars),
            _percent(cell.difference.total.percent),
            Bar(0, cell.total.p50, 0, most, "strong" if _same(cell, result.first) else "plain"),
        )
        for cell in result.cells
    ]
    first = _label(result.first, varying)
    return Grid(
        "",
        (
            Column(listed(varying).capitalize() if len(varying) < 3 else "Profile"),
            Column("Base", numeric=True),
            Column("± base", numeric=True, rank=4),
            Column("Total", numeric=True),
            Column("± total", numeric=True, rank=3),
            Column("in %", numeric=True, rank=1),
            Column("", bar=True, rank=2),
        ),
        rows,
        sentences=[
            _sentence(number, cell, result.first, varying)
            for number, cell in enumerate(result.cells, 1)
        ],
        strong_rows=frozenset(n for n, c in enumerate(result.cells) if _same(c, result.first)),
        caption=f"Differences are to {first}: base {hundreds(result.first.base.p50)}, "
        f"total {hundreds(result.first.total.p50)}.",
    )


def _same(cell: Cell, first: Cell) -> bool:
    return cell[:4] == first[:4]


def _sentence(number: int, cell: Cell, first: Cell, varying: list[str]) -> str:
    said = (
        f"{number}. {_label(cell, varying)}: base {hundreds(cell.base.p50)}, "
        f"total {hundreds(cell.total.p50)}"
    )
    if _same(cell, first):
        return f"{said}."
    base, total = cell.difference.base, cell.difference.total
    return (
        f"{said}; base {_dollars(base.dollars)} ({_percent(base.percent)}), "
        f"total {_dollars(total.dollars)} ({_percent(total.percent)})."
    )


def _dollars(amount: float) -> str:
    return dollars(round(amount, -2), sign=True)


def _percent(amount: float) -> str:
    return percent(amount / 100, sign=True)
