"""What a batch did, in a few lines for stderr."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from mlsalary.figures import listed, month_name
from mlsalary.spelling import one_line, printable, quoted

if TYPE_CHECKING:
    from mlsalary.batch.job import Summary
    from mlsalary.frame.columns import Columns

MONTHS = ("bad_month", "as_of_too_early", "as_of_too_late")
"""Why a row's month keeps it from being priced."""
_NAMED = 12  # columns that are not read are named up to so many


def batch_summary(
    summary: Summary, target: str, today: str, defaults: Sequence[tuple[str, str]] = ()
) -> str:
    """Rows, rejects by reason, which column was read as what and which was not, places by kind of
    match, warnings, pay, cells that were guarded. today: the month, YYYY-MM, in whose money rows
    are that name no other; defaults: what filled in the rest."""
    lines = _lines(summary, target, today, dict(defaults))
    return "".join(f"{printable(line)}\n" for line in lines)


def _lines(summary: Summary, target: str, today: str, defaults: Mapping[str, str]) -> Iterator[str]:
    out = "stdout" if target == "-" else target
    yield (
        f"{_rows(summary.rows_in)} in, {summary.rows_out:,} to {out}, "
        f"{sum(summary.rejects.values()):,} rejected, in {summary.seconds:,.1f} s."
    )
    if summary.mended:
        yield "Read as rejects of an earlier run: the columns line, code and message are left out."
    if summary.columns:
        yield from _columns(summary.columns, defaults)
    if summary.rejects:
        where = f" in {summary.rejects_in}" if summary.rejects_in else " (kept with --rejects FILE)"
        yield f"Rejected{where}: {_counted(summary.rejects)}."
    if summary.rows_out and "as_of" not in defaults:
        named = summary.columns and "as_of" in summary.columns.found
        other = " where as_of names no month" if named else ""
        yield f"Amounts are in {month_name(today)} dollars{other}."
    months = sum(summary.rejects[code] for code in MONTHS)
    if months and summary.columns and summary.columns.found.get("as_of", "as_of") != "as_of":
        yield "To price rows whatever their month, in today's dollars: --map as_of="
    if summary.matches:
        yield f"Places: {_counted(summary.matches)}."
    if summary.warned:
        yield f"Said in the column warnings: {_counted(summary.warned)}."
    if summary.columns and summary.columns.pay:
        yield _pay(summary)
    if summary.guarded:
        cells = "1 cell" if summary.guarded == 1 else f"{summary.guarded:,} cells"
        yield (
            f"{cells} that a spreadsheet would run got an apostrophe in front; --exact leaves them."
        )


def _columns(columns: Columns, defaults: Mapping[str, str]) -> Iterator[str]:
    read = [
        ours if ours == theirs else f"{ours} from {one_line(theirs)}"
        for ours, theirs in columns.read.items()
    ]
    yield f"Read: {', '.join(read) or 'no column'}."
    if defaults:
        filled = (f"{name} {one_line(text)}" for name, text in defaults.items())
        yield f"Where a row does not say: {', '.join(filled)}."
    if not columns.tells_place and not {"metro", "state"} & set(defaults):
        yield (
            "No column says where: every row is priced for the nation. Name one, such as "
            "--map metro=Site."
        )
    if columns.likely:
        yield (
            f"Not read, though it looks like a column of ours: {_some(columns.likely)}. "
            "Say which it is with --map, such as years=YOE."
        )
    if columns.others:
        yield f"Passed through unread: {_some(columns.others)}."


def _some(names: Sequence[str]) -> str:
    shown = [one_line(name) for name in names[:_NAMED]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


def _pay(summary: Summary) -> str:
    kind = ", in thousands of dollars" if summary.thousands and summary.pays else ""
    kind += f", each {summary.columns.each}" if summary.columns and summary.columns.each else ""
    said = f"Pay: {summary.pays:,} read{kind}"
    if summary.pays_unread:
        some = listed([quoted(text) for text in summary.unread])
        said += f", {summary.pays_unread:,} not read, such as {some}"
    return f"{said}."


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.most_common())
