"""What ``mlsalary batch`` will not read or do: what it says, and the way out."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_run import run
from test_batch import cells, price, rejected

from mlsalary.rulebook import Rulebook

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

BATCH = Rulebook.shipped().toml("limits.toml")["batch"]
MANY = [f"c{number}" for number in range(BATCH["columns_most"] + 1)]
LONG = "x" * (BATCH["line_bytes_most"] + 1)


def wide_csv(path: Path) -> None:
    path.write_text(",".join(MANY) + "\n")


def wide_jsonl(path: Path) -> None:
    path.write_text(json.dumps(dict.fromkeys(MANY, 1)) + "\n")


def wide_parquet(path: Path) -> None:
    parquet.write_table(pa.table([pa.array([1])] * len(MANY), names=MANY), path)


def long_header(path: Path) -> None:
    path.write_text(f"years,{LONG}\n5,\n")


def workbook_in_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))


def twice_in_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(gzip.compress(b"years\n5\n")))


def without_our_columns(path: Path) -> None:
    path.write_text("a,b\n1,2\n")


FILES: list[tuple[str, Callable[[Path], None], tuple[str, ...], int, tuple[str, ...]]] = [
    ("in.csv", wide_csv, (), 4, ("20,001 columns", "at most 20,000", "Remove")),
    ("in.jsonl", wide_jsonl, (), 4, ("more than 20,000 different keys", "Remove")),
    ("in.parquet", wide_parquet, (), 4, ("20,001 columns", "Remove some")),
    ("in.csv", long_header, (), 4, ("8,388,608 bytes",)),
    ("in.csv.gz", workbook_in_gzip, (), 4, ("holds a workbook", "Unpack it first")),
    ("in.csv.gz", twice_in_gzip, (), 4, ("compressed twice", "Unpack it once")),
    ("in.xlsx.gz", twice_in_gzip, (), 2, ("compressed inside", "Name a .xlsx file")),
    ("in.csv", without_our_columns, ("--pay", "pay"), 3, ("no pay column",)),
    ("in.csv", without_our_columns, ("--pay", " "), 2, ("--pay wants a column",)),
    ("in.csv", without_our_columns, ("--max-rejects", "5.5"), 2, ("5% or 100",)),
    ("in.csv", without_our_columns, ("--max-rejects", "101%"), 2, ('"101%"',)),
    ("in.csv", without_our_columns, ("--max-rejects", "few"), 2, ('"few"',)),
    ("in.csv", without_our_columns, ("--master", "yarn"), 2, ("--engine",)),
    (
        "in.csv",
        without_our_columns,
        ("--map", "years=a", "--map", " years =b"),
        2,
        ('twice which column is "years"',),
    ),
]


@pytest.mark.parametrize(("name", "make", "options", "code", "says"), FILES)
def test_what_is_refused_leaves_nothing_and_says_what_to_do(
    name: str,
    make: Callable[[Path], None],
    options: tuple[str, ...],
    code: int,
    says: tuple[str, ...],
    tmp_path: Path,
) -> None:
    make(tmp_path / name)
    asked = ("batch", str(tmp_path / name), "-o", str(tmp_path / "out.csv"), *options)
    ran = run(*asked)
    assert (ran.code, ran.out) == (code, ""), ran.err
    assert [each for each in says if each not in ran.err] == [], ran.err
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_parquet_goes_through_no_pipe(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("years\n5\n")
    for words in (
        ("batch", "-", "--from", "parquet", "-o", str(tmp_path / "out.csv")),
        ("batch", str(tmp_path / "in.csv"), "-o", "-", "--to", "parquet"),
    ):
        ran = run(*words)
        assert ran.code == 2
        assert "Name a .parquet file" in " ".join(ran.err.split())


def test_a_line_of_json_that_brings_a_key_late_or_is_too_long_is_a_reject(tmp_path: Path) -> None:
    lines = ['{"years": 5}'] * 10_000
    lines += ['{"years": 6, "metro": "Austin"}', f'{{"years": "{LONG}"}}', "[5]", '{"years": 7}']
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n")
    summary = price(tmp_path / "in.jsonl", tmp_path / "out.csv")
    assert (summary.rows_out, summary.rejects["new_column"]) == (10_001, 1)
    found = {int(one["line"]): one["message"] for one in rejected(tmp_path / "out.csv")}
    assert set(found) == {10_001, 10_002, 10_003}
    assert 'The key "metro" is not on the first 10,000 lines' in found[10_001]
    assert "8,388,608 bytes" in found[10_002]


def test_a_cell_with_a_nul_over_line_ends_loses_no_other_row(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b'years,metro\n5,Austin\n6,"New\n\0York"\n7,Denver\n')
    summary = price(tmp_path / "in.csv", tmp_path / "out.csv")
    assert summary.rows_in == summary.rows_out + sum(summary.rejects.values())
    assert [row[0] for row in cells(tmp_path / "out.csv")[1:]] == ["5", "7"]
