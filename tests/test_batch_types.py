"""Parquet columns of every type that Arrow has, in columns of ours and in columns of others."""

from __future__ import annotations

import datetime
import decimal
import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from priced_rows import PAY, SAID
from test_batch import BOOK, cells, price, rejected

from mlsalary import estimate_frame
from mlsalary.batch import Summary, pieces
from mlsalary.batch.csv_reader import CsvReader
from mlsalary.errors import BadDataError, MlsalaryError

pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")
pc = pytest.importorskip("pyarrow.compute")
parquet = pytest.importorskip("pyarrow.parquet")

D = decimal.Decimal


def cells_by_type() -> dict[str, Any]:
    """Three cells of each type: a value, nothing, and another."""
    numbers = [
        *(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)),
        *(f"float{bits}" for bits in (16, 32, 64)),
    ]
    made = {name: pa.array([5, None, 6]).cast(getattr(pa, name)()) for name in numbers}
    made["uint64, large"] = pa.array([2**64 - 1, None, 5], pa.uint64())
    made["float64, special"] = pa.array([float("nan"), float("-inf"), -0.0])
    for name in ("string", "large_string", "string_view"):
        made[name] = pa.array(["5", None, "6"], getattr(pa, name)())
    for name in ("binary", "large_binary", "binary_view"):
        made[name] = pa.array([b"5", None, b"\xff\0"], getattr(pa, name)())
    made["fixed binary"] = pa.array([b"abc", None, b"\xff\0a"], pa.binary(3))
    made["bool"], made["null"] = pa.array([True, None, False]), pa.nulls(3)
    for unit in ("s", "us", "ns"):
        made[f"duration {unit}"] = pa.array([1, None, -86_400], pa.duration(unit))
        made[f"duration {unit}, far"] = pa.array([1, None, 2**62], pa.duration(unit))
        made[f"timestamp {unit}, far"] = pa.array([1, None, 2**62]).cast(pa.timestamp(unit))
        for zone in (None, "UTC", "America/New_York", "+02:00", "-05:30", "Nowhere/Land"):
            kind = pa.timestamp(unit, zone)
            made[f"timestamp {unit} {zone}"] = pa.array([1_700_000_000, None, 2], kind)
    made["date32"] = pa.array([19_000, None, -1], pa.date32())
    made["date32, far"] = pa.array([19_000, None, 2**31 - 1], pa.date32())
    made["date64"] = pa.array([86_400_000 * 19_000, None, 0], pa.date64())
    for kind in (pa.time32("s"), pa.time32("ms"), pa.time64("us"), pa.time64("ns")):
        made[str(kind)] = pa.array([1, None, 2], kind)
    for digits in (32, 64, 128, 256):
        kind = getattr(pa, f"decimal{digits}")(9, 2)
        made[f"decimal{digits}"] = pa.array([D("5.00"), None, D("6.25")], kind)
    made["decimal, all digits"] = pa.array([D("9" * 76), None, D(5)], pa.decimal256(76, 0))
    inner = {
        name: made[name]
        for name in ("int64", "string_view", "binary", "null", "decimal256", "timestamp ns +02:00",
                     "float64, special")
    }  # fmt: skip
    for name, values in inner.items():
        kind, first = values.type, values[:1].to_pylist()
        if name != "float16":
            made[f"dictionary of {name}"] = values.dictionary_encode()
        lists = [first, None, []]
        made[f"list of {name}"] = pa.array(lists, pa.list_(kind))
        made[f"list view of {name}"] = pa.array(lists, pa.list_view(kind))
        made[f"fixed list of {name}"] = pa.array([first, None, [None]], pa.list_(kind, 1))
        made[f"map to {name}"] = pa.array([[("k", first[0])], None, []], pa.map_(pa.string(), kind))
        made[f"struct of {name}"] = pa.array([{"a": first[0]}, None, {}], pa.struct([("a", kind)]))
        made[f"lists of {name}"] = pa.array([[first], None, [None]], pa.list_(pa.list_(kind)))
    made["list of string"] = pa.array([["5"], None, [None]], pa.large_list(pa.string()))
    made["run ends of int64"] = pc.run_end_encode(made["int64"])
    made["map from numbers"] = pa.array([[(1, "v")], None, []], pa.map_(pa.int32(), pa.string()))
    for kind, storage in (
        (pa.uuid(), pa.array([b"0" * 16, None, b"\xff" * 16], pa.binary(16))),
        (pa.json_(), pa.array(["5", None, '{"a": 1}'])),
        (pa.bool8(), pa.array([1, None, 0], pa.int8())),
        (pa.opaque(pa.string(), "type", "vendor"), pa.array(["5", None, "6"])),
        (
            pa.fixed_shape_tensor(pa.int32(), [1]),
            pa.array([[1], None, [3]], pa.list_(pa.int32(), 1)),
        ),
    ):
        made[str(kind)] = pa.ExtensionArray.from_storage(kind, storage)
    return made


CELLS = cells_by_type()
PLAIN = ("int", "uint", "float", "string", "large_string", "bool", "null", "date", "timestamp",
         "decimal", "dictionary of int", "dictionary of string", "run ends of int")  # fmt: skip


def stored(path: Path, columns: dict[str, Any]) -> Any:
    """The table as a Parquet file holds it."""
    parquet.write_table(pa.table(columns), path)
    return parquet.read_table(path)


def can_be_stored(cells: Any) -> bool:
    """Whether Parquet, as PyArrow writes it, has a form for the type at all."""
    try:
        parquet.write_table(pa.table({"cells": cells}), io.BytesIO())
    except (pa.ArrowException, OSError):
        return False
    return True


STORED = [name for name, cells in CELLS.items() if can_be_stored(cells)]


def json_lines(path: Path) -> list[dict[str, Any]]:
    """The lines, strictly."""
    lines = path.read_text("utf-8").split("\n")[:-1]
    return [json.loads(line, parse_constant=lambda word: pytest.fail(word)) for line in lines]


def priced_or_refused(source: Path, target: Path, column: str, **options: Any) -> Summary | None:
    """The summary; None for a type that is refused by the name of its column, in one line."""
    try:
        return price(source, target, **options)
    except BadDataError as error:
        if error.code != "column_kind":
            raise
        said = error.message
    assert f'"{column}"' in said
    assert "\n" not in said
    return None


def noted(path: Path, names: Sequence[str]) -> Any:
    """A stored table of a column of each type, with a reject, so that rows are picked out."""
    notes = {name: pa.concat_arrays([CELLS[name], CELLS[name][:1]]) for name in names}
    return stored(path, {"years": pa.array([5, 6, -1, 7])} | notes)


def test_columns_of_any_type_pass_through(tmp_path: Path) -> None:
    table = noted(tmp_path / "in.parquet", STORED)
    price(tmp_path / "in.parquet", tmp_path / "out.parquet")
    found = parquet.read_table(tmp_path / "out.parquet").select(table.column_names)
    wanted = pa.concat_tables([table.slice(0, 2), table.slice(3)])
    assert found.schema.types == wanted.schema.types
    for name in STORED:
        assert str(found[name].combine_chunks()) == str(wanted[name].combine_chunks()), name
    assert [one["line"] for one in rejected(tmp_path / "out.parquet")] == ["3"]


def rows_of(target: Path) -> Sequence[Any]:
    return cells(target)[1:] if target.suffix == ".csv" else json_lines(target)


@pytest.mark.parametrize("target", ["out.csv", "out.jsonl"])
def test_columns_of_any_type_become_text(tmp_path: Path, target: str) -> None:
    names = [name for name in STORED if "far" not in name]
    noted(tmp_path / "in.parquet", names)
    summary = price(tmp_path / "in.parquet", tmp_path / target)
    assert (summary.rows_in, summary.rows_out) == (4, 3)
    found = rows_of(tmp_path / target)
    assert [len(row) for row in found] == [1 + len(names) + len(PAY) + len(SAID)] * 3


@pytest.mark.parametrize("target", ["out.csv", "out.jsonl"])
@pytest.mark.parametrize("name", [name for name in STORED if "far" in name])
def test_a_moment_that_is_too_far_is_text_or_refused(
    tmp_path: Path, name: str, target: str
) -> None:
    noted(tmp_path / "in.parquet", [name])
    summary = priced_or_refused(tmp_path / "in.parquet", tmp_path / target, name)
    if summary is None:
        assert not (tmp_path / target).exists()
    else:
        assert len(rows_of(tmp_path / target)) == summary.rows_out == 3


@pytest.mark.thorough(every=5)
@pytest.mark.parametrize("ours", ["years", "spec", "as_of", "pay"])
@pytest.mark.parametrize("name", STORED)
def test_a_column_of_ours_is_read_or_named(tmp_path: Path, name: str, ours: str) -> None:
    stored(tmp_path / "in.parquet", {"years": pa.array([5, 6, 7]), ours: CELLS[name]})
    pay = "pay" if ours == "pay" else None
    summary = priced_or_refused(tmp_path / "in.parquet", tmp_path / "out.jsonl", ours, pay=pay)
    if summary is None:
        assert not name.startswith(PLAIN) or "far" in name
    else:
        assert summary.rows_in == 3 == summary.rows_out + sum(summary.rejects.values())
        json_lines(tmp_path / "out.jsonl")


def test_columns_of_ours_are_read_in_their_own_way(tmp_path: Path) -> None:
    plain = [
        "int8",
        "float16",
        "string_view",
        "decimal32",
        "decimal256",
        "dictionary of string_view",
    ]
    for name in [one for one in plain if one in STORED]:
        stored(tmp_path / "in.parquet", {"years": CELLS[name]})
        price(tmp_path / "in.parquet", tmp_path / "out.parquet", force=True)
        found = parquet.read_table(tmp_path / "out.parquet")["base_p50"].to_pylist()
        parquet.write_table(pa.table({"years": [5.0]}), tmp_path / "five.parquet")
        price(tmp_path / "five.parquet", tmp_path / "five-out.parquet", force=True)
        five = parquet.read_table(tmp_path / "five-out.parquet")["base_p50"][0].as_py()
        assert found[0] == pytest.approx(five), name
    moment = datetime.datetime(2025, 3, 31, 23, 30)
    east = pa.array([moment], pa.timestamp("s", "-05:30"))  # from UTC: still March there
    west = pa.array([moment], pa.timestamp("s", "+02:00"))  # April there
    for month, when in {"2025-03": east, "2025-04": west}.items():
        stored(tmp_path / "in.parquet", {"years": [5], "as_of": when})
        price(tmp_path / "in.parquet", tmp_path / "a.parquet", force=True)
        stored(tmp_path / "in.parquet", {"years": [5], "as_of": [month]})
        price(tmp_path / "in.parquet", tmp_path / "b.parquet", force=True)
        both = [parquet.read_table(tmp_path / f"{one}.parquet")["base_p50"] for one in "ab"]
        assert both[0] == both[1]


def test_values_become_text_that_can_be_read_again(tmp_path: Path) -> None:
    wanted = {
        "binary": ["5", "", "\\xff\0"],
        "decimal, all digits": ["9" * 76, "", "5"],
        "duration s": ["PT1S", "", "-P1D"],
        "time32[s]": ["00:00:01", "", "00:00:02"],
        "map to binary": ['[["k", "5"]]', "", "[]"],
        "struct of float64, special": ['{"a": null}', "", '{"a": null}'],
        "timestamp s -05:30": ["2023-11-14T22:13:20", "", "1970-01-01T00:00:02"],
        "extension<arrow.uuid>": ["30303030-3030-3030-3030-303030303030", "", "f" * 8],
    }
    for name, texts in wanted.items():
        stored(tmp_path / "in.parquet", {"years": [5, 6, 7], "note": CELLS[name]})
        price(tmp_path / "in.parquet", tmp_path / "out.csv", force=True, exact=True)
        found = [row[1] for row in cells(tmp_path / "out.csv")[1:]]
        assert [cell[: len(text)] for cell, text in zip(found, texts, strict=True)] == texts, name


def test_frames_of_arrow_follow_the_same_rules() -> None:
    for name in ("decimal256", "run ends of int64", "string_view", "dictionary of decimal256"):
        table = pa.table({"years": CELLS[name]})
        found = estimate_frame(table, book=BOOK)["base_p50"].to_pylist()
        assert (
            found[0] == estimate_frame(pa.table({"years": [5.0]}), book=BOOK)["base_p50"][0].as_py()
        )
    for name in ("binary", "duration s, far", "list view of int64", "map from numbers"):
        with pytest.raises(BadDataError, match="neither text, numbers nor dates"):
            estimate_frame(pa.table({"years": CELLS[name]}), book=BOOK)


def test_a_file_that_names_more_rows_than_it_holds_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet.write_table(pa.table({"years": [5] * 10}), tmp_path / "in.parquet")
    every = parquet.ParquetFile.iter_batches
    monkeypatch.setattr(
        parquet.ParquetFile, "iter_batches", lambda self, size, **_: [next(every(self, 4))]
    )
    with pytest.raises(BadDataError, match="4 of the 10 rows"):
        price(tmp_path / "in.parquet", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


# What the libraries beneath end with --------------------------------------------------------------


class PanicException(BaseException):  # as a library written in Rust names it
    """Not an Exception."""


FAILURES = [
    (PanicException("called `Option::unwrap()`\non a `None` value"), "cannot_read"),
    (pl.exceptions.PanicException("out of range"), "cannot_read"),
    (pl.exceptions.ComputeError("no such kernel"), "cannot_read"),
    (pa.ArrowInvalid("offsets overflow"), "cannot_read"),
    (pa.ArrowNotImplementedError("no kernel"), "cannot_read"),
    (MemoryError(), "out_of_memory"),
    (pa.ArrowMemoryError("malloc of size 1048640 failed"), "out_of_memory"),
    (PanicException("memory allocation of 8 bytes failed"), "out_of_memory"),
]


@pytest.mark.parametrize("where", ["read", "price", "write"])
@pytest.mark.parametrize(("failure", "code"), FAILURES)
def test_a_panic_or_a_lack_of_memory_is_one_line_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, code: str, where: str
) -> None:
    def fail(*arguments: Any, **options: Any) -> Any:
        raise failure

    place = {
        "read": (CsvReader, "_plain"),
        "price": (pieces.Pieces, "priced"),
        "write": (pl.DataFrame, "write_csv"),
    }[where]
    monkeypatch.setattr(*place, fail)
    (tmp_path / "in.csv").write_text("years\n5\n")
    with pytest.raises(MlsalaryError) as caught:
        price(tmp_path / "in.csv", tmp_path / "out.csv")
    assert (caught.value.code, caught.value.exit_code) == (code, 4)
    assert "\n" not in caught.value.message
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.parametrize("mebibytes", [500, 1_500, 2_500])
def test_little_memory_is_one_line(tmp_path: Path, mebibytes: int) -> None:
    (tmp_path / "in.csv").write_text("years\n5\n")
    size = mebibytes << 20
    done = subprocess.run(
        [sys.executable, "-m", "mlsalary", "batch", "in.csv", "-o", "out.csv"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size)),
    )
    assert done.returncode == 4, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "ulimit -v" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_long_line_of_json_takes_little_memory(tmp_path: Path) -> None:
    class Line(io.RawIOBase):
        """150 megabytes that are nowhere."""

        left = 150_000_000
        largest = 0

        def read(self, size: int = -1) -> bytes:
            given = min(size, self.left)
            self.left -= given
            Line.largest = max(Line.largest, size)
            return b"{" * given

    import tracemalloc

    from mlsalary.batch.jsonl_reader import JsonlReader
    from mlsalary.batch.limits import limits_of

    stream: Any = Line()
    tracemalloc.start()
    with pytest.raises(BadDataError, match="no JSON object"):
        JsonlReader(stream, "utf-8", "x", limits_of(BOOK))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert stream.left == 0
    assert peak < 64 << 20
