"""Lines of CSV and JSON: each is counted by its own bytes, and none is lost."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_batch import BOOK, cells, price, rejected

import mlsalary.batch
from mlsalary.batch import csv_reader, jsonl_reader
from mlsalary.batch.csv_reader import CsvReader
from mlsalary.batch.job import Chunk
from mlsalary.batch.jsonl_reader import JsonlReader
from mlsalary.batch.limits import Limits, limits_of
from mlsalary.errors import BadDataError

pytest.importorskip("polars")
pytest.importorskip("pyarrow")

LIMITS = limits_of(BOOK)

LOST_LINES = [
    # a lone carriage return makes a row more, an empty line one less
    (b"years,note\n5,x\r6,y\nbad,KEEPME\n7,z\n\n", {2: "stray_line_end", 3: "bad_years"}, 1),
    (b"years,note\n5,x\r6,y\n\nbad,KEEPME\n7,z\n", {2: "stray_line_end", 4: "bad_years"}, 1),
    (b"years,note\n\n5,x\n6,y\r7,z\nbad,KEEPME\n", {4: "stray_line_end", 5: "bad_years"}, 1),
    (b"years,note\r\n5,x\r6,y\r\n\r\nbad,KEEPME\r\n", {2: "stray_line_end", 4: "bad_years"}, 0),
    (b'years,note\n5,"x"\r6,y\n\nbad,KEEPME\n7,z\n', {2: "bad_cell", 4: "bad_years"}, 1),
    # a cell of two lines takes one away, a lone carriage return gives it back
    (b'years,note\n5,"x\ny"\n6,y\r7,z\nbad,KEEPME\n', {4: "stray_line_end", 5: "bad_years"}, 1),
    (b"years,note\n5,x\r\r\n6,y\nbad,KEEPME\n\n", {2: "stray_line_end", 4: "bad_years"}, 1),
    (b"years,note\n\xef\xbb\xbf5,x\nbad,KEEPME\n", {2: "bad_years", 3: "bad_years"}, 0),
]


@pytest.mark.parametrize(("content", "bad", "good"), LOST_LINES)
def test_no_line_stands_in_for_another(
    tmp_path: Any, content: bytes, bad: dict[int, str], good: int
) -> None:
    (tmp_path / "in.csv").write_bytes(content)
    summary = price(tmp_path / "in.csv", tmp_path / "out.csv")
    found = rejected(tmp_path / "out.csv")
    assert {int(one["line"]): one["code"] for one in found} == bad
    kept = [(one["years"], one["note"]) for one in found if "KEEPME" in str(one)]
    assert kept == [("bad", "KEEPME")]
    assert summary.rows_out == good == len(cells(tmp_path / "out.csv")) - 1
    assert summary.rows_in == summary.rows_out + sum(summary.rejects.values())


def chunks_of(data: bytes, *, plainly: bool, block: int = 1 << 20) -> list[Chunk]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_reader, "BLOCK", block)
        if not plainly:
            patch.setattr(CsvReader, "_plain", lambda self, block: None)
        return list(CsvReader(io.BytesIO(b"a,b\n" + data), ",", "utf-8", "x", LIMITS).chunks())


def told(chunks: list[Chunk]) -> list[tuple[int, Any, str | None]]:
    """Line number, cells or code, and the text of what is no row, in the order of the file."""
    found: list[tuple[int, Any, str | None]] = []
    for chunk in chunks:
        rows = [tuple(cell or "" for cell in row.values()) for row in chunk.table.to_pylist()]
        found += [(line, rows[at], None) for at, line in enumerate(chunk.lines)]
        found += [(one.line, one.code, one.cells[0]) for one in chunk.broken]
    return sorted(found, key=lambda one: one[0])


PIECES = st.sampled_from(
    ["a", "5", ",", ",", '"', '""', "\n", "\n", "\r", "\r\n", "\n\n", "\0", " ", "\ufeff", "\f",
     "\v", "\x1c", "\x85", "\u2028", "é", "5,x\n", '5,"x"\n', '5,"x\ny"\n', "\t", ";"]
)  # fmt: skip
HOSTILE = st.lists(PIECES, max_size=30).map("".join)


@settings(max_examples=1_500)
@given(HOSTILE, st.integers(4, 40))
@example("5,x\r6,y\nbad,KEEPME\n7,z\n\n", 1 << 20)
@example("\ufeff5,x\n", 1 << 20)
@example('5,"a"\r6,"b"\n\n', 1 << 20)
def test_the_fast_way_is_the_careful_way(text: str, block: int) -> None:
    data = text.encode()
    careful = told(chunks_of(data, plainly=False))
    assert told(chunks_of(data, plainly=True)) == careful
    if b"\r" not in data:  # old line ends are told by the first block
        assert told(chunks_of(data, plainly=True, block=block)) == careful


@settings(max_examples=1_000)
@given(HOSTILE)
@example('"\r\n",')
def test_every_line_that_is_not_empty_belongs_to_one_row_or_reject(text: str) -> None:
    data = text.encode()
    if b"\n" not in data:
        data += b"\n"
    lines = data.decode().split("\n")
    seen: set[int] = set()
    for number, row, shown in told(chunks_of(data, plainly=True)):
        at = number - 2  # the header is line 1
        height = 1 if shown is not None else "".join(row).count("\n") + 1
        taken = set(range(at, at + height))
        if shown is not None:  # its text ends before the line's end, however many returns
            assert shown.rstrip("\r") == lines[at].rstrip("\r")
        else:
            own = "\n".join(lines[at : at + height]).removesuffix("\r")
            cells = tuple(next(csv.reader(io.StringIO(own, newline=""))))
            assert cells[: len(row)] == row
            assert not any(cells[len(row) :])  # commas behind the last cell
        assert not taken & seen
        seen |= taken
    empty = {at for at, line in enumerate(lines) if not line.strip("\r\n")}
    left = set(range(len(lines))) - seen
    assert left <= empty


@settings(max_examples=300)
@given(HOSTILE, st.sampled_from(["cp1252", "utf-16", "utf-16-be", "utf-8-sig", "utf-32"]))
def test_lines_are_the_same_in_any_encoding(text: str, encoding: str) -> None:
    plain = f"a,b\n{text}".encode(encoding, "ignore").decode(encoding)
    ways = [(plain.encode(), "utf-8"), (plain.encode(encoding), encoding)]
    first, second = (
        told(list(CsvReader(io.BytesIO(data), ",", name, "x", LIMITS).chunks()))
        for data, name in ways
    )
    assert first == second


def test_a_line_end_between_two_reads_is_one_line_end() -> None:
    class Slow(io.BytesIO):
        """A pipe that gives a byte at a time."""

        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(1, size or 0))

    for data in (b"a,b\r\n5,x\r\n6,y\r\n", b"a,b\r5,x\r6,y\r", b"a,b\n5,x\n6,y\n"):
        reader = CsvReader(Slow(data), ",", "utf-8", "x", LIMITS)
        assert [(line, cell) for line, cell, _ in told(list(reader.chunks()))] == [
            (2, ("5", "x")), (3, ("6", "y")),
        ]  # fmt: skip


# Long lines --------------------------------------------------------------------------------------

SHORT = Limits(line_bytes=50, columns=5)


@settings(max_examples=200)
@given(st.lists(st.integers(0, 120), max_size=12), st.integers(1, 200), st.sampled_from(["", "\n"]))
def test_a_line_that_is_too_long_is_one_reject_wherever_blocks_end(
    lengths: list[int], block: int, end: str
) -> None:
    lines = [f"{length},{'x' * (length - len(f'{length},'))}" for length in lengths]
    data = ("a,b\n" + "\n".join(lines) + end).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_reader, "BLOCK", block)
        found = told(list(CsvReader(io.BytesIO(data), ",", "utf-8", "x", SHORT).chunks()))
    for (number, cell, text), (at, line) in zip(found, enumerate(lines, 2), strict=True):
        assert number == at
        assert (cell == "too_long") == (len(line) > 50)
        assert line.startswith(text) if text is not None else line == ",".join(cell)


def test_a_long_line_of_json_is_a_reject_and_the_rest_is_read() -> None:
    long = b'{"a":"' + b"x" * 200 + b'"}'
    data = b'{"a":"1"}\n' + long + b'\n\n{"a":"2"}\n' + long
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonl_reader, "BLOCK", 30)
        chunks = list(JsonlReader(io.BytesIO(data), "utf-8", "x", SHORT).chunks())
    assert [(line, cell) for line, cell, _ in told(chunks)] == [
        (1, ("1",)), (2, "too_long"), (4, ("2",)), (5, "too_long"),
    ]  # fmt: skip


def test_a_cell_of_a_mebibyte_is_read_and_one_of_many_is_not(tmp_path: Any) -> None:
    mebibyte = "x" * 1_048_000
    many = "y" * (LIMITS.line_bytes + 1)
    lines = [f"5,{mebibyte}", f'6,"{mebibyte}"', f'7,"a\n{mebibyte}"', f"8,{many}", "9,z"]
    (tmp_path / "in.csv").write_text("years,note\n" + "\n".join(lines) + "\n")
    summary = price(tmp_path / "in.csv", tmp_path / "out.csv")
    assert summary.rejects == {"too_long": 1}
    assert (summary.rows_in, summary.rows_out) == (5, 4)
    csv.field_size_limit(max(csv.field_size_limit(), 1 << 24))
    assert [row[1] for row in cells(tmp_path / "out.csv")[1:]] == [
        mebibyte, mebibyte, f"a\n{mebibyte}", "z",
    ]  # fmt: skip
    found = rejected(tmp_path / "out.csv")
    assert [(one["line"], len(one["years"])) for one in found] == [("6", 100_000)]


def test_a_long_line_that_is_no_row_is_kept_whole(tmp_path: Any) -> None:
    long = f"7,Boston,{'y' * 200_000},the end"
    (tmp_path / "in.csv").write_text(f"years,metro\n5,NYC\n{long}\n")
    assert price(tmp_path / "in.csv", tmp_path / "out.csv").rejects == {"ragged": 1}
    csv.field_size_limit(max(csv.field_size_limit(), 1 << 24))
    assert [one["years"] for one in rejected(tmp_path / "out.csv")] == [long]


# Names of columns --------------------------------------------------------------------------------

NAMES = ["", " ", "a\nb", "\x1b[31m", "\u202e", "=1+1", "x" * 70_000, "é\u2028", "'", ",", '"', "0"]


@pytest.mark.parametrize("target", ["out.csv", "out.jsonl", "out.parquet"])
def test_columns_of_any_name_pass_through(tmp_path: Any, target: str) -> None:
    import polars as pl

    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["years", *NAMES], ["5", *map(str, range(len(NAMES)))]])
    assert price(tmp_path / "in.csv", tmp_path / target, exact=True).rows_out == 1
    wanted = {"years": "5"} | {name: str(at) for at, name in enumerate(NAMES)}
    if target == "out.csv":
        found = dict(zip(*cells(tmp_path / target), strict=True))
    elif target == "out.jsonl":
        found = json.loads((tmp_path / target).read_text("utf-8"))
    else:
        found = pl.read_parquet(tmp_path / target).to_dicts()[0]
    assert {name: found[name] for name in wanted} == wanted


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_ten_thousand_columns_are_read_and_more_than_the_limit_are_not(
    tmp_path: Any, kind: str
) -> None:
    def write(columns: int) -> None:
        names = ["years", *(f"c{at}" for at in range(columns - 1))]
        if kind == "csv":
            text = ",".join(names) + "\n5" + "," * (columns - 1) + "\n"
        else:
            text = "".join(json.dumps({"years": 5, name: "x"}) + "\n" for name in names[1:])
        (tmp_path / f"in.{kind}").write_text(text)

    write(3_000 if kind == "jsonl" else 10_000)
    summary = price(tmp_path / f"in.{kind}", tmp_path / f"out.{kind}")
    assert summary.rows_out == summary.rows_in > 0
    write(LIMITS.columns + 2)
    if kind == "csv":
        with pytest.raises(BadDataError, match="columns"):
            price(tmp_path / "in.csv", tmp_path / "b.csv")


@pytest.mark.parametrize("ending", [".csv", ".jsonl"])
def test_short_lines_are_priced_in_slices_and_nobody_sees_it(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A piece of millions of short rows is cut, its broken lines and refused rows in order."""
    ages = ["5", "x", "6.5", '"', "7", "", "8", "9", "many", "10", "1,2", "11"]
    if ending == ".csv":
        text = "years\n" + "".join(f"{age}\n" for age in ages)
    else:
        lines = [json.dumps({"years": age}) if len(age) != 1 else age for age in ages]
        text = json.dumps({"years": "4"}) + "\n" + "".join(f"{line}\n" for line in lines)
    source = tmp_path / f"in{ending}"
    source.write_text(text, encoding="utf-8")
    seen = []
    for rows in (1 << 17, 1, 3):
        monkeypatch.setattr(mlsalary.batch, "_ROWS", rows)
        target = tmp_path / f"{rows}{ending}"
        summary = price(source, target)
        kept = target.read_bytes(), Path(f"{target}.rejects.csv").read_bytes()
        seen.append((*kept, summary.rows_in, summary.rows_out, summary.rejects))
    assert seen[0] == seen[1] == seen[2]
    numbers = [int(row[0]) for row in cells(Path(f"{target}.rejects.csv"))[1:]]
    assert numbers == sorted(numbers)
    assert seen[0][3] + len(numbers) == seen[0][2]
    assert len(numbers) >= 4
