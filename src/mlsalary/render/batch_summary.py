"""What a batch did, in a few lines for stderr."""

from __future__ import annotations

import re
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
NOT_UTF8 = "not_utf8"
PARITY, NO_PARITY, STAND_IN = "price_parity", "no_parity", "prices_stand_in"
ENDS = ("pay_min", "pay_max")
_NAMED = 12  # columns that are not read are named up to so many


def batch_summary(
    summary: Summary, target: str, today: str, defaults: Sequence[tuple[str, str]] = ()
) -> str:
    """Rows, rejects by reason, which column was read as what and which was not, places by kind of
    match, warnings, pay, pay at national prices,
    cells that were guarded. today: the month, YYYY-MM, in whose money rows
    are that name no other; defaults: what filled in the rest."""
    lines = _lines(summary, target, today, dict(defaults))
    return "".join(f"{printable(line)}\n" for line in lines)


def _lines(summary: Summary, target: str, today: str, defaults: Mapping[str, str]) -> Iterator[str]:
    out = "stdout" if target == "-" else target
    yield (
        f"{_rows(summary.rows_in)} in, {summary.rows_out:,} to {out}, "
        f"{sum(summary.rejects.values()):,} rejected, in {summary.seconds:,.1f} s."
    )
    if summary.aside:
        yield summary.aside
    if summary.mended:
        yield "Read as the rejects of an earlier run: columns line, code and message are dropped."
    if summary.columns:
        yield from _columns(summary.columns, defaults)
    if summary.rejects:
        where = f" in {summary.rejects_in}" if summary.rejects_in else " (kept with --rejects FILE)"
        yield f"Rejected{where}: {_counted(summary.rejects)}."
    if summary.rejects[NOT_UTF8]:
        yield "If the file is not UTF-8, say what it is: --encoding cp1252 (Windows) or latin-1."
    if summary.rows_out and "as_of" not in defaults:
        named = summary.columns and "as_of" in summary.columns.found
        other = " where as_of names no month" if named else ""
        yield f"Amounts are in {month_name(today)} dollars{other}."
    months = sum(summary.rejects[code] for code in MONTHS)
    if months and summary.columns and summary.columns.found.get("as_of", "as_of") != "as_of":
        yield "To ignore the months and price in today's dollars: --map as_of="
    if summary.matches:
        yield f"Places: {_counted(summary.matches)}."
    if summary.warned:
        yield f"In the warnings column: {_counted(summary.warned)}."
    if summary.columns and summary.columns.pay:
        yield pay_said(summary)
        if summary.pays:
            yield (
                "base_percentile ranks it as base salary, total_percentile as total compensation."
            )
    if summary.columns and PARITY in summary.columns.added:
        yield _prices(summary.prices)
    if summary.guarded:
        cells = "1 cell" if summary.guarded == 1 else f"{summary.guarded:,} cells"
        yield (
            f"{cells} that a spreadsheet would run as a formula got an apostrophe in front; "
            "--exact leaves them as they are."
        )


def _columns(columns: Columns, defaults: Mapping[str, str]) -> Iterator[str]:
    read = [
        ours if ours == theirs else f"{ours} from {one_line(theirs)}"
        for ours, theirs in columns.read.items()
    ]
    yield f"Read: {', '.join(read) or 'no column'}."
    if defaults:
        filled = (f"{name} {one_line(text)}" for name, text in defaults.items())
        yield f"Filled in where a row is empty: {', '.join(filled)}."
    if not columns.tells_place and not {"metro", "state"} & set(defaults):
        yield (
            "No column says where, so every row is priced for the nation. Name one, such as "
            "--map metro=Site."
        )
    if columns.likely:
        yield f"Not read, though the name looks like one of ours: {likely_said(columns.likely)}."
    if columns.others:
        yield f"Copied unread: {names_said(columns.others)}."


def likely_said(columns: Mapping[str, str]) -> str:
    """Each column that may be one of ours with the option that reads it."""
    ends = {ours: theirs for theirs, ours in columns.items() if ours in ENDS}
    pair = ",".join(ends[ours] for ours in ENDS) if len(ends) == len(ENDS) else ""
    said = [
        f"{one_line(theirs)} ({_reads(theirs, ours, pair)})" for theirs, ours in columns.items()
    ]
    more = len(said) - _NAMED
    return ", ".join(said[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _reads(theirs: str, ours: str, pair: str) -> str:
    """The option that reads a column; pair: the two ends of pay, if both are there."""
    if ours == "pay" or (ours in ENDS and pair):
        return f"pay: --pay {_typed(pair if ours in ENDS else theirs)}"
    if ours in ENDS:
        return f"one end of pay: --pay {_typed(theirs)}"
    if ours in ("interval", "currency"):
        return f"{ours} of pay, read with --pay"
    return f"{ours}: --map {_typed(f'{ours}={theirs}')}"


def _typed(text: str) -> str:
    """A value as a shell takes it."""
    return one_line(text) if re.fullmatch(r"[\w.,=-]+", text) else quoted(text)


def names_said(names: Sequence[str]) -> str:
    """Names of columns, the first of many."""
    shown = [one_line(name) for name in names[:_NAMED]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


def pay_said(summary: Summary) -> str:
    """How many were read, as what, and which were not."""
    kind = ", in thousands of dollars" if summary.thousands and summary.pays else ""
    kind += f", each {summary.columns.each}" if summary.columns and summary.columns.each else ""
    said = f"Pay: {summary.pays:,} read{kind}"
    if summary.pays_unread:
        some = listed([quoted(text) for text in summary.unread])
        said += f", {summary.pays_unread:,} not read, such as {some}"
    return f"{said}."


def _prices(counts: Counter[str]) -> str:
    """How many rows have no parity of their own, and what none says."""
    return (
        f"At national prices: {_rows(counts[NO_PARITY])} without a parity, "
        f"{counts[STAND_IN]:,} by the prices of a stand-in. "
        "Taxes are left out."
    )


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _counted(counts: Counter[str]) -> str:
    """The most first; of as many by name, since rows are counted in whatever order they come."""
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(f"{name} {count:,}" for name, count in ordered)
