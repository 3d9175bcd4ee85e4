"""Where an amount stands among people like this."""

from __future__ import annotations

from mlsalary import rules
from mlsalary.results import Range
from mlsalary.rules.operations import Floats

_M = Floats()


def percentile(pay: float, among: Range) -> float:
    """The percentile, 0 to 100, of a pay in US dollars a year."""
    return float(rules.percentile_rank(pay, among.p25, among.p50, among.p75, _M))
