"""``batch --real`` and ``estimate_frame(real=True)``: pay at the nation's prices, in every engine.

Parities are typed from BEA's table (``data/prices.csv``), and what pay buys is worked out here.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cli_run import run
from frame_tables import IN_MEMORY, LAZY, Kind, each
from priced_rows import BOOK
from test_batch_digits import read

import mlsalary
from mlsalary.batch import Job, Summary
from mlsalary.batch import run as price
from mlsalary.errors import BadDataError
from mlsalary.frame.settings import Settings
from mlsalary.render.batch_summary import batch_summary
from mlsalary.rulebook.prices import parity

pl = pytest.importorskip("polars")
pytest.importorskip("narwhals")
pytest.importorskip("pyarrow")

pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning"),
    pytest.mark.filterwarnings("ignore:Spark's own operators:RuntimeWarning"),
]

REAL = ["price_parity", "housing_parity", "real_base_p50", "real_total_p50"]
STAND_IN, NONE = "prices_stand_in", "no_parity"


class Case(NamedTuple):
    """A place, whose prices are meant, and what is said of them."""

    metro: str
    state: str
    code: str
    price: float | None
    housing: float | None
    said: str = ""


CASES = (
    Case("San Jose", "", "41940", 110.423, 211.901),
    Case("Austin", "", "12420", 98.066, 120.361),
    Case("", "TX", "48", 97.930, 100.972, STAND_IN),  # of its metropolitan portion
    Case("4800001", "", "4800001", 87.835, 62.222, STAND_IN),  # nonmetropolitan, as what follows
    Case("Guymon, OK", "", "40", 83.576, 48.278, STAND_IN),
    Case("San Juan, PR", "", "41980", None, None, NONE),
    Case("", "Guam", "66", None, None, NONE),
    Case("", "Virgin Islands", "78", None, None, NONE),
    Case("remote", "", "US", 100.0, 100.629),
    Case("", "", "US", 100.0, 100.629),
)
ALONE = len(CASES)
REJECTED = (("", "Austin", ""), ("5", "Nowhereville", ""))


def people() -> Any:
    """A table of the cases, each at several years."""
    made = [(years, case.metro, case.state) for case in CASES for years in (2.0, 9.0)]
    return pl.DataFrame(made, ["years", "metro", "state"], orient="row")


def source(folder: Path) -> Path:
    """The cases as CSV, and two rows that are refused."""
    path = folder / "in.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["YOE", "metro", "state"])
        writer.writerows(people().rows())
        writer.writerows(REJECTED)
    return path


def assert_real(rows: list[dict[str, Any]], *, whole: bool = False) -> None:
    """The rows of ``people`` and what is added to them; whole: dollars are, in what is real."""
    assert len(rows) == 2 * ALONE
    for row, case in zip(rows, (case for case in CASES for _ in range(2)), strict=True):
        place = row["place"]  # a number in a workbook, where it reads back as it stands
        assert (f"{place:.0f}" if isinstance(place, float) else place) == case.code
        codes = (row["warnings"] or "").split(";")
        assert [code for code in codes if code in (STAND_IN, NONE)] == [case.said] * bool(case.said)
        found = [None if row[name] in ("", None) else float(row[name]) for name in REAL]
        if case.price is None:
            assert found == [None] * len(REAL)
            continue
        assert found[:2] == [case.price, case.housing]
        for name, real in zip(("base_p50", "total_p50"), found[2:], strict=True):
            bought = float(row[name]) / case.price * 100
            assert real is not None
            # Nominal pay is rounded to the dollar where real pay is: half of one, at these prices.
            assert real == pytest.approx(bought, rel=1e-12, abs=1.2 if whole else 0)
            assert not whole or real == int(real)


def priced(path: Path, target: Path, *, real: bool = True, **options: Any) -> Summary:
    job = Job(str(path), str(target), Settings(BOOK, real=real), options.pop("columns", {}))
    return price(job._replace(**options))


def said(summary: Summary) -> str:
    return batch_summary(summary, "out", "2026-11")


def test_the_figures_are_those_of_the_single_way() -> None:
    """The place of a row and how it was found tell its parity."""
    for row in mlsalary.estimate_frame(people(), book=BOOK, real=True).to_dicts():
        found = parity(BOOK, row["place"], row["place_match"])
        beside = (row["price_parity"], row["housing_parity"])
        assert beside == ((found.all_items, found.housing) if found else (None, None))


@each([*IN_MEMORY, *LAZY], in_full=LAZY[1:])
def test_every_kind_of_table(kind: Kind) -> None:
    plain = kind.priced(people())
    answer = kind.priced(people(), real=True)
    assert answer.columns == [*plain.columns, *REAL]
    assert answer.select(plain.columns).drop("warnings").equals(plain.drop("warnings"))
    assert_real(answer.to_dicts())


@each([*IN_MEMORY, *LAZY], in_full=LAZY[1:])
def test_a_row_that_is_refused_has_its_own_code_alone(kind: Kind) -> None:
    table = pl.DataFrame({"years": [5.0, None], "metro": ["Nowhereville", "San Juan, PR"]})
    answer = kind.priced(table, real=True)
    assert answer["warnings"].to_list() == ["place_not_found", "years_or_level"]
    assert answer["real_base_p50"].to_list() == [None, None]


@each([IN_MEMORY[1], LAZY[0]])
def test_beside_pay_that_is_read(kind: Kind) -> None:
    table = people().with_columns(paid=pl.lit("what"))
    answer = kind.priced(table, real=True, pay="paid")
    assert answer.columns[-6:] == ["base_percentile", "total_percentile", *REAL]
    assert all("pay_not_read" in codes.split(";") for codes in answer["warnings"])
    assert_real(answer.to_dicts())


@pytest.mark.parametrize("rounds", [False, True])
@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".jsonl", ".json", ".parquet"])
def test_every_format(tmp_path: Path, ending: str, rounds: bool) -> None:
    people_in, target = source(tmp_path), tmp_path / f"out{ending}"
    summary = priced(people_in, target, rounds=rounds)
    rows = read(target)
    assert list(rows[0])[-4:] == REAL
    assert_real(rows, whole=rounds or ending in (".csv", ".xlsx"))
    assert said(summary).endswith(
        "At national prices: 6 rows without a parity, 6 by the prices of a stand-in. "
        "Taxes are left out.\n"
    )


def test_rejects_and_all_else_stay_as_they_are(tmp_path: Path) -> None:
    people_in, plain, real = source(tmp_path), tmp_path / "plain.csv", tmp_path / "real.csv"
    summary = priced(people_in, plain, real=False)
    assert "national prices" not in said(summary)
    assert NONE not in plain.read_text()
    priced(people_in, real)
    refused = [Path(f"{path}.rejects.csv").read_bytes() for path in (plain, real)]
    assert refused[0] == refused[1]
    for before, after in zip(read(plain), read(real), strict=True):
        assert list(after) == [*before, *REAL]
        codes = [one for one in after["warnings"].split(";") if one not in (STAND_IN, NONE)]
        assert {name: after[name] for name in before} | {"warnings": ";".join(codes)} == before


def test_a_column_of_that_name_is_in_the_way_only_where_one_is_added(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("years,price_parity\n5,mine\n")
    priced(path, tmp_path / "plain.csv", real=False)
    assert read(tmp_path / "plain.csv")[0]["price_parity"] == "mine"
    with pytest.raises(BadDataError) as caught:
        priced(path, tmp_path / "out.csv")
    assert caught.value.code == "column_taken"
    assert not (tmp_path / "out.csv").exists()


def test_the_option_with_columns_that_are_named(tmp_path: Path) -> None:
    path, target = tmp_path / "in.csv", tmp_path / "out.jsonl"
    path.write_text("tenure,site\n5,San Jose\n")
    maps = ["--map", "years=tenure", "--map", "metro=site"]
    told = run("batch", str(path), "-o", str(target), "--real", *maps)
    assert told.code == 0, told.err
    assert "At national prices: 0 rows without a parity, 0 by" in told.err
    row = json.loads(target.read_text())
    assert row["price_parity"] == 110.423
    assert row["real_total_p50"] == pytest.approx(row["total_p50"] / 1.10423, rel=1e-12)


@pytest.fixture(params=["executors", "operators"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Who prices the rows of Spark."""
    if request.param == "operators":
        for module in ("mlsalary.batch.spark", "mlsalary.frame.executors"):
            monkeypatch.setattr(f"{module}.unable", lambda _: "they have none")
    return str(request.param)


@pytest.mark.thorough(every=4)
@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("writes", ["csv", "parquet"])
def test_files_by_spark(tmp_path: Path, spark: Any, writes: str) -> None:
    people_in, target = source(tmp_path), tmp_path / "out"
    summary = priced(people_in, target, engine="spark", write_as=writes)
    parts = sorted(target.glob("part-*"))
    rows = [row for part in parts for row in read(part)]
    assert list(rows[0])[-4:] == REAL
    assert_real(rows, whole=writes == "csv")
    assert "At national prices: 6 rows without a parity, 6 by" in said(summary)
    assert summary.rows_out == 2 * ALONE
    assert sum(summary.rejects.values()) == len(REJECTED)


@pytest.mark.thorough(every=2)
@pytest.mark.usefixtures("way")
def test_tables_of_spark(spark: Any) -> None:
    table = people()
    rows = spark.createDataFrame(table.rows(), table.columns).coalesce(1)
    answer = mlsalary.estimate_frame(rows, book=BOOK, real=True)
    assert answer.columns[-4:] == REAL
    assert_real([row.asDict() for row in answer.collect()])
