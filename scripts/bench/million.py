"""A million rows priced by ``mlsalary batch``, each compared with the single estimate.

    python scripts/bench/million.py [ROWS]

Amounts must be equal to the dollar and to 1e-9 before rounding, words equal, rejects in place.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
import many_rows  # noqa: E402  (tests/ is no package)

from mlsalary.batch import Job, run  # noqa: E402
from mlsalary.frame.settings import Settings  # noqa: E402
from mlsalary.rulebook import Rulebook  # noqa: E402


def compare(rows: int) -> str:
    """Price the file with Spark, compare every row, and give a sentence that says so."""
    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name) / "in.csv", Path(name) / "out"
        made = many_rows.write(source, rows)
        settings = Settings(Rulebook.shipped(), fallback=None)
        began = time.perf_counter()
        job = Job(str(source), str(target), settings, {}, engine="spark", write_as="parquet")
        summary = run(job)
        seconds = time.perf_counter() - began
        rejects = Path(f"{target}.rejects.csv")
        many_rows.assert_as_alone(made, rows, summary, target, rejects)
    refused = summary.rows_in - summary.rows_out
    return (
        f"{rows:,} rows by Spark in {seconds:.0f} s: {summary.rows_out:,} priced and {refused:,} "
        "refused, each as the single estimate does, to the dollar."
    )


if __name__ == "__main__":
    print(compare(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
