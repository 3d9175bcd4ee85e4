"""A file of many rows for ``mlsalary batch``, and its answers against the single estimate."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import polars as pl
from priced_rows import PAY, SAID, Scalar, rows

from mlsalary.batch import Summary

PROFILES = 10_000  # each stands in the file every ten thousandth line


def write(path: Path, count: int) -> list[dict[str, Any]]:
    """A CSV file of ``count`` rows, and the different profiles that stand in it in turn."""
    made = rows(PROFILES - 100, seed=11, hard=False) + rows(100, seed=12)
    profiles = pl.DataFrame(made, schema=dict.fromkeys(made[0], pl.String), strict=False)
    number = pl.int_range(count, eager=True).alias("own")
    many = profiles.with_columns(profile=pl.int_range(PROFILES))[number % PROFILES]
    many.insert_column(0, number).write_csv(path)
    return made


def assert_as_alone(
    made: list[dict[str, Any]], count: int, summary: Summary, target: Path, rejects: Path
) -> None:
    """Every row of the Parquet parts of ``target`` is what the single estimate says, in the order
    of the input: amounts to the dollar, and to 1e-9 before rounding. Every other row is a reject
    of the code and on the line that are right."""
    scalar = Scalar()
    singles = [scalar.of(row) for row in made]
    kept = [at for at in range(count) if "refused" not in singles[at % PROFILES]]
    assert (summary.rows_in, summary.rows_out) == (count, len(kept))
    assert 0 < count - len(kept) == sum(summary.rejects.values())

    priced = pl.concat([pl.read_parquet(one) for one in sorted(target.glob("part-*"))])
    assert priced["own"].cast(pl.Int64).to_list() == kept
    profile = priced["profile"].cast(pl.Int64)
    for name in PAY:
        wanted = pl.Series([single.get(name) for single in singles], dtype=pl.Float64)[profile]
        assert ((priced[name] / wanted - 1).abs() < 1e-9).all()
        assert (priced[name].round() == wanted.round()).all()
    for name in SAID:
        said = pl.Series([single.get(name) for single in singles], dtype=pl.String)[profile]
        assert (priced[name].fill_null("") == said).all()

    refused: list[tuple[int, str]] = []
    for part in sorted(rejects.glob("part-*.csv")):
        with part.open(encoding="utf-8", newline="") as file:
            refused += [(int(one["line"]), one["code"]) for one in csv.DictReader(file)]
    assert refused == [
        (at + 2, singles[at % PROFILES]["refused"])
        for at in range(count)
        if "refused" in singles[at % PROFILES]
    ]
