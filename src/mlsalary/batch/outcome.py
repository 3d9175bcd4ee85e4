"""Whether enough of a file was priced."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from mlsalary.batch.job import Summary
from mlsalary.errors import BadDataError, UsageError
from mlsalary.spelling import quoted


class MostRejects(NamedTuple):
    """So many rejects are no error: a share of the rows, or a number; as: how it was written."""

    share: float
    rows: float
    written: str


def most_rejects(written: str | None) -> MostRejects | None:
    """``5%`` or ``100``; None for none. UsageError ``bad_max_rejects``."""
    if written is None:
        return None
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(%?)\s*", written, re.ASCII)
    if (
        found is None
        or (found[2] and float(found[1]) > 100)
        or not (found[2] or found[1].isdigit())
    ):
        raise UsageError(
            "bad_max_rejects",
            f"--max-rejects wants a share or a number of the rows, such as 5% or 100; you "
            f"wrote {quoted(written)}.",
        )
    amount = float(found[1])
    whole = found[1] + found[2]
    return MostRejects(amount / 100, math.inf, whole) if found[2] else MostRejects(1, amount, whole)


def require_priced(summary: Summary, most: MostRejects | None) -> None:
    """BadDataError where rows came in and none was priced, or more were rejected than ``most``.

    What was written stays: the rejects say what to fix.
    """
    rejected = sum(summary.rejects.values())
    mend = f"Fix {summary.rejects_in} and run it." if summary.rejects_in else "Fix the file."
    if summary.rows_in and not summary.rows_out:
        code, count = min(summary.rejects.items(), key=lambda one: (-one[1], one[0]))
        raise BadDataError(
            "nothing_priced",
            f"No row was priced ({summary.rows_in:,} in). The most common reason is {code} "
            f"({count:,}). {mend}",
        )
    if not summary.rows_in:
        raise BadDataError("nothing_priced", "There are no rows to price, only a header. Add some.")
    if most and (rejected > most.rows or rejected > most.share * summary.rows_in):
        raise BadDataError(
            "too_many_rejects",
            f"{rejected:,} of {summary.rows_in:,} rows were rejected, more than --max-rejects "
            f"{most.written}. {mend}",
        )
