"""How fast a file is priced, as ratios measured in one run: python scripts/bench/batch.py

The floor is Polars scanning the same file, computing ten columns of exp and log and writing as
many columns: what the machine could do if pricing cost nothing but that.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

CITIES = ["San Jose", "Seattle", "NYC", "Austin", "95112", "Bay Area", "Boston, MA", "Denver", ""]
HEADER = "id,years,level,metro,state,spec,degree,employer,title,company,note\n"


def make(path: Path, rows: int) -> None:
    """A CSV file of so many rows."""
    dice = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for start in range(0, rows, 10_000):
            file.writelines(_row(dice, start + each) for each in range(min(10_000, rows - start)))


def _row(dice: random.Random, number: int) -> str:
    years, city = dice.randint(0, 30), dice.choice(CITIES)
    cell = f'"{city}"' if "," in city else city
    spec, degree = dice.choice(["llm", "", "cv;nlp"]), dice.choice(["phd", "", "ms"])
    employer = dice.choice(["big-tech", "tech", ""])
    said = f"Engineer {number % 1000},Company {number % 5000}"
    return f"{number},{years},,{cell},,{spec},{degree},{employer},{said},\n"


FLOOR = """
import polars as pl, sys
rows = pl.scan_csv(sys.argv[1], infer_schema=False)
years = pl.col("years").cast(pl.Float64) + 1
ten = [(years.log() * (place + 1) / 10).exp().alias(f"x{place}") for place in range(10)]
said = [pl.col("metro").alias("y0"), pl.col("spec").alias("y1"), pl.col("degree").alias("y2")]
rows.with_columns(*ten, *said).sink_parquet(sys.argv[2])
"""
BATCH = """
import sys
from mlsalary.cli import run
run(["batch", sys.argv[1], "-o", sys.argv[2], "--force", *sys.argv[3:]])
"""


def measured(code: str, *arguments: str) -> tuple[float, float]:
    """Seconds, and peak memory in megabytes, of a fresh process."""
    wrapped = (
        "import atexit, resource, sys\n"
        "atexit.register(lambda: print('PEAK', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, "
        "file=sys.stderr))\n" + code
    )
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", wrapped, *arguments], capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(done.stderr)
    peak = next(line for line in reversed(done.stderr.splitlines()) if line.startswith("PEAK"))
    return seconds, int(peak.split()[1]) / 1024


def scalar_rows_a_second(rows: int = 2_000) -> float:
    """A loop over the public function."""
    from mlsalary import Profile, estimate

    dice = random.Random(2)
    profiles = [
        Profile(years=dice.randint(0, 30), metro=dice.choice(CITIES), spec="llm", degree="phd")
        for _ in range(rows)
    ]
    estimate(profiles[0])
    from mlsalary import Rulebook

    book = Rulebook.shipped()
    return rows / _timed(lambda: [estimate(profile, book) for profile in profiles])


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def priced(source: Path, target: Path, engine: str) -> tuple[float, float]:
    """Seconds and megabytes of ``mlsalary batch``."""
    if engine == "spark":  # writes a folder
        target = target.with_suffix("")
    arguments = ["--engine", engine, "--to", "parquet"]
    return measured(BATCH, str(source), str(target), *arguments)


def main() -> None:
    """Print the table, or the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--turns", type=int, default=3, help="Of floor and engines; medians count.")
    parser.add_argument("--engines", default="polars", help="polars,spark")
    parser.add_argument("--peaks", type=int, nargs="*", default=[1_000_000, 10_000_000])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    engines = options.engines.split(",")
    found: dict[str, float] = {"rows": options.rows}
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.csv", Path(folder) / "out.parquet"
        make(source, options.rows)
        seconds: dict[str, list[float]] = {name: [] for name in ("floor", *engines)}
        scalar = []
        for _ in range(options.turns):
            seconds["floor"].append(measured(FLOOR, str(source), str(target))[0])
            for engine in engines:
                seconds[engine].append(priced(source, target, engine)[0])
            scalar.append(scalar_rows_a_second())
        speed = {name: options.rows / statistics.median(taken) for name, taken in seconds.items()}
        one_by_one = statistics.median(scalar)
        found |= {"scalar_rows_s": one_by_one, "floor_rows_s": speed["floor"]}
        for engine in engines:
            found[f"{engine}_rows_s"] = speed[engine]
            found[f"{engine}_of_floor"] = speed[engine] / speed["floor"]
            found[f"{engine}_over_scalar"] = speed[engine] / one_by_one
        for rows in options.peaks:
            make(source, rows)
            for engine in engines:
                found[f"{engine}_peak_mb_{rows}"] = priced(source, target, engine)[1]
    if options.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:32} {value:14,.2f}")


if __name__ == "__main__":
    main()
