"""CSV: RFC 4180 quoting, line ends as the platform's tools expect them, numbers not rounded."""

from __future__ import annotations

import csv
import io

from mlsalary.results import Result


def write(result: Result) -> str:
    """A header and one line a row; an empty cell is a figure that is not known."""
    rows = result.records()
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()
