"""A comparison by what pay buys: the verdict and the grid at national prices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlsalary.figures import capital, hundreds, percent, thousands
from mlsalary.render.page import Bar, Column, Grid
from mlsalary.render.pages.compared import BARRED_LABEL, Shown, cells_grid, same
from mlsalary.render.pages.real import NONE, beside_the_nation, housing_index, index, whose_prices

if TYPE_CHECKING:
    from mlsalary.decisions.compare import Cell


def at_national_prices(shown: Shown) -> Shown:
    """The same with pay at national prices in place of what is paid, without the cells that have no
    parity."""
    cells = [
        (number, cell._replace(base=cell.real.base, total=cell.real.total))
        for number, cell in shown.cells
        if cell.real
    ]
    return shown._replace(cells=cells)


def real_verdict(shown: Shown) -> str:
    """Which pay buys most, and more than which other: the highest that is paid or, where that is
    the same, the one compared with, else the next."""
    (_, top), *others = ((number, cell) for number, cell in shown.cells if cell.real)
    if top.real is None:
        return ""
    paid_most = max((cell for _, cell in shown.cells if cell.real), key=lambda c: c.total.p50)
    after = [paid_most, shown.first, *(cell for _, cell in others)]
    other = next((cell for cell in after if cell.real and not same(cell, top)), None)
    buys = thousands(top.real.total.p50)
    if other is None or other.real is None:
        return (
            f"{capital(shown.called(top))}: {thousands(top.total.p50)}, {buys} at national prices."
        )
    least = thousands(other.real.total.p50)
    paid, for_ = _paid(top, shown), _paid(other, shown)
    if buys == least:
        return f"At national prices, {paid} buys as much as {for_}: {buys}."
    return f"At national prices, {paid} buys more than {for_}: {buys} against {least}."


def _paid(cell: Cell, shown: Shown) -> str:
    label, pay = shown.called(cell), thousands(cell.total.p50)
    if list(shown.varying) != ["place"]:
        return f"{pay} ({label})"
    return f"{pay} {'across the nation' if cell.place.kind == 'national' else f'in {label}'}"


def real_grid(shown: Shown, head: str, caption: str) -> Grid:
    """What is paid, the prices, and what that buys."""
    most = max(cell.real.total.p50 for _, cell in shown.cells if cell.real)
    columns = (
        Column(head),
        Column("Base", numeric=True, rank=3),
        Column("Total", numeric=True),
        Column("Prices", numeric=True, rank=2),
        Column("Housing", numeric=True, rank=4),
        Column("Buys", numeric=True),
        Column("± %", numeric=True, rank=1),
        Column("", bar=True, rank=5),
    )
    left_out = (
        {""} if max(len(shown.called(cell)) for _, cell in shown.cells) > BARRED_LABEL else set()
    )
    if shown.result.of == 1:
        left_out |= {"± %"}
    if not any(cell.housing_apart for _, cell in shown.cells):
        left_out |= {"Housing"}
    rows = [
        (
            shown.called(cell),
            hundreds(cell.base.p50),
            hundreds(cell.total.p50),
            index(cell.price_parity),
            housing_index(cell),
            hundreds(cell.real.total.p50) if cell.real else NONE,
            _gap(cell),
            _bar(cell, most, shown),
        )
        for _, cell in shown.cells
    ]
    said = [_sentence(number, cell, shown) for number, cell in shown.cells]
    below = "\n".join(filter(None, (caption, _terms(shown))))
    return cells_grid(shown, columns, rows, said, below, left_out)


def _terms(shown: Shown) -> str:
    return f"Buys: the total at national prices, before taxes. {whose_prices(shown.result)}"


def _bar(cell: Cell, most: float, shown: Shown) -> Bar | str:
    if cell.real is None:
        return ""
    buys = cell.real.total.p50
    return Bar(0, buys, 0, most, "strong" if same(cell, shown.first) else "plain")


def _gap(cell: Cell) -> str:
    if cell.real_difference is None:
        return NONE
    return percent(cell.real_difference.total.percent / 100, sign=True)


def _sentence(number: int, cell: Cell, shown: Shown) -> str:
    said = shown.paid(number, cell)
    if cell.real is None:
        return f"{said}; no parity."
    buys = (
        f"{said}; {beside_the_nation(cell)}; at national prices base "
        f"{hundreds(cell.real.base.p50)}, total {hundreds(cell.real.total.p50)}"
    )
    if same(cell, shown.first) or cell.real_difference is None:
        return f"{buys}."
    return f"{buys} ({_gap(cell)})."
