"""Bisection over the lines of a file finds what a scan finds."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsalary.rulebook.sorted_csv import BYTES_A_LOOKUP, SortedCsv

CELL = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=6)
NAME = st.text("ab c", min_size=1, max_size=2)
ROWS = st.lists(st.tuples(CELL, CELL), max_size=30)


def table(rows: Sequence[tuple[str, ...]]) -> tuple[SortedCsv, list[str]]:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    lines = sorted({line.encode() for line in out.getvalue().split("\n") if line})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(b"first,second\n" + b"".join(line + b"\n" for line in lines))
        return SortedCsv(path), [line.decode() for line in lines]


@given(ROWS, CELL)
def test_starting_finds_what_a_scan_finds(rows: list[tuple[str, str]], prefix: str) -> None:
    sorted_csv, lines = table(rows)
    expected = [next(csv.reader([line])) for line in lines if line.startswith(prefix)]
    assert sorted_csv.starting(prefix) == expected


@given(st.lists(st.tuples(NAME, NAME), max_size=30), NAME, NAME)
def test_rows_of_whole_cells_are_those_of_a_scan_however_many_were_asked_for(
    rows: list[tuple[str, str]], first: str, second: str
) -> None:
    sorted_csv, lines = table([(*row, "x" * 100) for row in rows])
    known = [next(csv.reader([line])) for line in lines]
    wanted = [[row for row in known if row[0] == first]]
    wanted.append([row for row in wanted[0] if row[1] == second])
    for _ in range(len(sorted_csv.content) // BYTES_A_LOOKUP + 2):  # by bisection, then by index
        found = sorted_csv.of(first), sorted_csv.of(first, second)
        assert [[list(row) for row in some] for some in found] == wanted


@given(ROWS)
def test_rows_are_all_rows(rows: list[tuple[str, str]]) -> None:
    sorted_csv, lines = table(rows)
    assert list(sorted_csv.rows()) == [next(csv.reader([line])) for line in lines]
    assert sorted_csv.header == ["first", "second"]


@pytest.mark.parametrize("text", ["first,second\n", "first,second", ""])
def test_a_file_without_rows(tmp_path: Path, text: str) -> None:
    (tmp_path / "empty.csv").write_text(text)
    assert SortedCsv(tmp_path / "empty.csv").starting("a") == []
    assert list(SortedCsv(tmp_path / "empty.csv").rows()) == []


def test_the_last_line_may_lack_its_end(tmp_path: Path) -> None:
    (tmp_path / "open.csv").write_text("key,value\na,1\nb,2")
    assert SortedCsv(tmp_path / "open.csv").starting("b") == [["b", "2"]]
