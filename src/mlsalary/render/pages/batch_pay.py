"""Pay beside the estimates of the same rows, in the report of a batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mlsalary.figures import capital, dollars, hundreds, percent, short_place
from mlsalary.render.page import Bar, Block, Column, Grid, Heading
from mlsalary.spelling import one_line

if TYPE_CHECKING:
    from mlsalary.batch.report import BatchReport, Group, Paid

_EXPECTED = (0.25, 0.5, 0.25)
"""Of people who are paid as the estimates say, by what quartiles are."""
_SIDES = ("Below p25", "From p25 to p75", "Above p75")


_OF_GROUPS = (
    "Rows below p25 and above p75 of their own estimate of base. Gap: the median of pay less the "
    "estimate's median."
)


def share_below(paid: Paid) -> str:
    """How many stand below, in a sentence."""
    return (
        f"Of {paid.rows:,} pays, {paid.below:,} ({percent(paid.below / paid.rows)}) are below p25 "
        f"of their own estimate of base; {percent(_EXPECTED[0])} would be expected."
    )


def pay_blocks(result: BatchReport) -> Iterator[Block]:
    """Where pay stands, on the whole, by level and by place, and the rows that stand lowest."""
    base, total = result.base_paid, result.total_paid
    if base is None or total is None:
        return
    yield Heading("Pay against the estimates", rank=2)
    yield _sides(result, base, total)
    yield _by_group("Pay by level", "Level", result.levels)
    yield _by_group("Pay by place", "Place", result.places)
    if result.lowest:
        yield _lowest(result, base)


def _sides(result: BatchReport, base: Paid, total: Paid) -> Grid:
    columns = result.columns
    read = " and ".join(map(one_line, columns.pay.values())) if columns else ""
    shares = [count / base.rows for count in base[:3]]
    return Grid(
        "",
        (
            Column("Pay is"),
            Column("Rows", numeric=True),
            Column("Share", numeric=True),
            Column("Expected", numeric=True),
            Column("", bar=True),
        ),
        [
            (side, f"{rows:,}", percent(share), percent(expected), Bar(0, share, 0, max(shares)))
            for side, rows, share, expected in zip(_SIDES, base[:3], shares, _EXPECTED, strict=True)
        ],
        caption=f"Pay, read from {read}, is compared with the row's own estimate of base salary; "
        f"the median gap between it and the estimate's median is {_gap(base.gap)}. Compared with "
        f"total compensation, {percent(total.below / total.rows)} are below p25 and "
        f"{percent(total.above / total.rows)} above p75; the median gap is {_gap(total.gap)}.",
    )


def _gap(amount: float) -> str:
    return dollars(amount, sign=True)


def _by_group(title: str, head: str, groups: Sequence[Group]) -> Grid:
    paid = [(one.name, one.paid) for one in groups if one.paid]
    return Grid(
        title,
        (
            Column(head),
            Column("Rows", numeric=True),
            Column("<p25", numeric=True),
            Column(">p75", numeric=True),
            Column("Gap", numeric=True),
        ),
        [
            (
                capital(short_place(name)),
                f"{one.rows:,}",
                percent(one.below / one.rows),
                percent(one.above / one.rows),
                _gap(one.gap),
            )
            for name, one in paid
        ],
        caption=_OF_GROUPS,
    )


def _lowest(result: BatchReport, base: Paid) -> Grid:
    more = base.below - len(result.lowest)
    left = f" {more:,} more stand below p25." if more else ""
    return Grid(
        "Pay furthest below its estimate",
        (
            Column("Line"),
            Column("Place"),
            Column("Level"),
            Column("Pay", numeric=True),
            Column("p25", numeric=True),
            Column("Gap", numeric=True),
            Column("Of p25", numeric=True),
        ),
        [
            (
                f"{one.line:,}",
                short_place(one.place),
                capital(one.level),
                hundreds(one.pay),
                hundreds(one.p25),
                _gap(round(one.pay - one.p25, -2)),
                percent(one.share),
            )
            for one in result.lowest
        ],
        caption=f"Pay below p25 of base, the least share of it first.{left} A row is named "
        "by its line in the input, without the columns that are copied.",
    )
