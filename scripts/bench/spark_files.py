"""How many processor seconds Spark's executors take to price a file, against Polars.

    python scripts/bench/spark_files.py --rows 200000 --turns 1

Spark runs on two cores of this machine. What ten rows take is its start, which is taken off.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

import tables
from measured import Cost, SparkRow
from processes import BATCH, cost, middle, options, say, script

FORMATS = {"CSV to Parquet": ".csv", "Parquet to Parquet": ".parquet"}
PEOPLE, TEN = 10_000, 10
MOST = 12.0
"""Processor seconds for a million rows, beyond the start."""
_SPARK = ("--engine", "spark", "--master", "local[2]", "--to", "parquet")


def measure(rows: int, turns: int) -> list[SparkRow]:
    """Each format, by Spark and by Polars in turns; nothing where Spark cannot be measured."""
    if sys.platform != "linux" or find_spec("pyspark") is None or which("java") is None:
        say("Spark is measured on Linux, where PySpark and Java are installed.")
        return []
    with TemporaryDirectory(prefix="mlsalary-") as name:
        return [_format(Path(name), named, rows, turns) for named in FORMATS]


def _format(folder: Path, named: str, rows: int, turns: int) -> SparkRow:
    ending = FORMATS[named]
    whole, ten = folder / f"whole{ending}", folder / f"ten{ending}"
    for path, count in (whole, rows), (ten, TEN):
        say(f"makes {count:,} rows: {path.name}")
        cost(script("made_files.py", "people", count, path, PEOPLE))
    taken: list[tuple[Cost, Cost, Cost]] = []
    for turn in range(turns):
        say(f"Spark, turn {turn + 1} of {turns}: {named}")
        taken.append((_spark(whole), _spark(ten), _polars(whole)))
    spark, start, polars = map(middle, zip(*taken, strict=True))
    return SparkRow(named, rows, spark, start, polars, MOST)


def _spark(source: Path) -> Cost:
    target = source.with_suffix(".priced")
    return cost(script("family.py", *BATCH, source, "-o", target, "--force", *_SPARK))


def _polars(source: Path) -> Cost:
    target = source.with_suffix(".priced.parquet")
    return cost([*BATCH, str(source), "-o", str(target), "--force"])


if __name__ == "__main__":
    asked = options(__doc__).parse_args()
    print(tables.spark(measure(asked.rows, asked.turns)))
