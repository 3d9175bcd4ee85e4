"""How many digits a batch writes: whole dollars for people, all of them for programs."""

from __future__ import annotations

import io
import json
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import pytest
from cli_run import run
from priced_rows import PAY
from test_batch import cells, price

from mlsalary import Profile, estimate
from mlsalary.batch.digits import as_written
from mlsalary.batch.formats import Format

pl = pytest.importorskip("polars")
pytest.importorskip("narwhals")

RANKS = ("base_percentile", "total_percentile")
ROWS = ((0, "90000"), (5, "150000.5"), (12, "320000"), (7, ""))
# Halves, which no profile is worth to the last digit: to the even dollar, to the even tenth.
DOLLARS = {0.5: 0, 1.5: 2, 2.5: 2, 99_999.5: 100_000, 267_900.4: 267_900, None: None}
TENTHS = {6.25: 6.2, 6.75: 6.8, 50.0: 50.0, 99.96: 100.0, 0.04: 0.0, None: None}


def at(number: float, unit: str) -> float:
    """By decimal arithmetic on the digits that are printed."""
    return float(Decimal(str(number)).quantize(Decimal(unit), ROUND_HALF_EVEN))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    lines = [f"{years},{pay}" for years, pay in ROWS]
    path = tmp_path / "in.csv"
    path.write_text("years,paid\n" + "\n".join(lines) + "\n")
    return path


def alone() -> list[dict[str, float]]:
    """What the single estimate says of each row."""
    found = [estimate(Profile(years=years)) for years, _ in ROWS]
    return [
        {f"{name}_{p}": amount for name in ("base", "total")
         for p, amount in getattr(one, name)._asdict().items()}
        for one in found
    ]  # fmt: skip


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of any format with their types; of CSV as text."""
    if path.suffix == ".csv":
        names, *rows = cells(path)
        return [dict(zip(names, row, strict=True)) for row in rows]
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text().splitlines()]
    if path.suffix == ".json":
        return json.loads(path.read_text())  # type: ignore[no-any-return]
    if path.suffix == ".parquet":
        return pl.read_parquet(path).to_dicts()  # type: ignore[no-any-return]
    calamine = pytest.importorskip("python_calamine")
    names, *rows = calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize("rounds", [False, True])
@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".jsonl", ".json", ".parquet"])
def test_dollars_are_whole_where_people_read_them_or_ask(
    source: Path, tmp_path: Path, ending: str, rounds: bool
) -> None:
    if ending == ".xlsx":
        pytest.importorskip("xlsxwriter")
    target = tmp_path / f"out{ending}"
    price(source, target, pay="paid", rounds=rounds)
    exact = tmp_path / "exact.parquet"
    price(source, exact, pay="paid")
    shown = ending in (".csv", ".xlsx")
    for row, single, unrounded in zip(read(target), alone(), read(exact), strict=True):
        for name in PAY:
            if not shown and not rounds:
                assert row[name] == pytest.approx(single[name], rel=1e-12)
                assert row[name] != round(row[name])
            elif ending == ".csv":
                assert row[name] == str(round(single[name]))
            else:
                assert (row[name], isinstance(row[name], str)) == (round(single[name]), False)
                assert ending == ".xlsx" or isinstance(row[name], int)
        for name in RANKS:
            rank = unrounded[name]
            if rank is None:
                assert row[name] in (None, "")
            else:
                assert float(row[name]) == (at(rank, "0.1") if shown else rank)
    assert [bool(row[RANKS[0]]) for row in read(exact)] == [True, True, True, False]


def test_the_option(source: Path, tmp_path: Path) -> None:
    for more, is_whole in ((), False), (("--round",), True):
        target = tmp_path / f"{is_whole}.jsonl"
        assert run("batch", str(source), "-o", str(target), *more).code == 0
        assert all(isinstance(row[name], int) is is_whole for row in read(target) for name in PAY)
    for more in ((), ("--round",)):  # it is so anyway
        ran = run("batch", str(source), "-o", str(tmp_path / f"{len(more)}.csv"), *more)
        assert ran.code == 0
    assert (tmp_path / "0.csv").read_text() == (tmp_path / "1.csv").read_text()


def halves() -> Any:
    ranks = [*TENTHS]
    return pl.DataFrame({name: [*DOLLARS] for name in PAY} | dict.fromkeys(RANKS, ranks))


def test_a_half_goes_to_the_even_one() -> None:
    found = as_written(halves(), Format("csv"), asked=False)
    for name in PAY:
        assert found[name].to_list() == [*DOLLARS.values()]
    for name in RANKS:
        assert found[name].to_list() == [*TENTHS.values()]


@pytest.mark.thorough("test_dollars_are_whole_where_people_read_them_or_ask")
def test_a_half_goes_to_the_even_one_in_spark_too(spark: Any) -> None:
    from mlsalary.batch.spark_operators import _digits

    names = (PAY[0], RANKS[0])
    made = list(zip(DOLLARS, TENTHS, strict=True))
    rows = spark.createDataFrame(made, ", ".join(f"mls_{name} double" for name in names))
    for form, asked, wanted in (
        ("csv", False, [*zip(DOLLARS.values(), TENTHS.values(), strict=True)]),
        ("parquet", True, [*zip(DOLLARS.values(), TENTHS, strict=True)]),
        ("parquet", False, made),
    ):
        how = Format(form)
        found = rows.select(*(_digits(name, how, asked=asked) for name in names)).collect()
        assert [tuple(row) for row in found] == wanted, (form, asked)


# Numbers in a workbook ---------------------------------------------------------------------------


def test_a_workbook_can_sum_what_passes_through(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    names = ["years", "zip", "id", "half", "word", "2025"]
    rows = [
        ["5", "02139", "123456789012345", "2.5", "1e5", "-7"],
        ["6", "95112", "1234567890123456", "2.50", "1_000", "=1+1"],
        ["7", "", "-0", "0.1", "inf", "1,000"],
    ]
    text = io.StringIO()
    text.writelines(",".join(f'"{cell}"' for cell in row) + "\n" for row in (names, *rows))
    (tmp_path / "in.csv").write_text(text.getvalue())
    price(tmp_path / "in.csv", tmp_path / "out.xlsx")
    found = read(tmp_path / "out.xlsx")
    assert [[row[name] for name in names] for row in found] == [
        [5.0, "02139", 123456789012345.0, 2.5, "1e5", -7.0],
        [6.0, 95112.0, "1234567890123456", "2.50", "1_000", "=1+1"],
        [7.0, "", "-0", 0.1, "inf", "1,000"],
    ]
