"""What a batch did, in a few lines for stderr."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mlsalary.spelling import printable

if TYPE_CHECKING:
    from mlsalary.batch.job import Summary


def batch_summary(summary: Summary, target: str) -> str:
    """Rows, rejects by reason, places by kind of match, cells that were guarded."""
    out = "stdout" if target == "-" else target
    lines = [
        f"{_rows(summary.rows_in)} in, {summary.rows_out:,} to {out}, "
        f"{sum(summary.rejects.values()):,} rejected, in {summary.seconds:,.1f} s."
    ]
    if summary.rejects:
        where = f" in {summary.rejects_in}" if summary.rejects_in else " (kept with --rejects FILE)"
        lines.append(f"Rejected{where}: {_counted(summary.rejects)}.")
    if summary.matches:
        lines.append(f"Places: {_counted(summary.matches)}.")
    if summary.guarded:
        cells = "1 cell" if summary.guarded == 1 else f"{summary.guarded:,} cells"
        lines.append(
            f"{cells} that a spreadsheet would run got an apostrophe in front; --exact leaves them."
        )
    return "".join(f"{printable(line)}\n" for line in lines)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.most_common())
