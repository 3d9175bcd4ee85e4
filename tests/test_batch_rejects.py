"""Rejects come in the columns of the input, so that they can be mended and run again."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_batch import cells, price

from mlsalary.batch.reasons import Reasons
from mlsalary.batch.rejects import encoded
from mlsalary.frame.places import TEXTS, PlacesMet
from mlsalary.frame.settings import Settings
from mlsalary.profile import COLUMNS as PROFILE
from mlsalary.rulebook import Rulebook

pl = pytest.importorskip("polars")

NAMES = ["Years", "code", "note, own"]
ROWS = [("5", "Austin", "a"), ("many", "Austin", "=1+1"), ("6", "NYC", ""), ("x", "", "b\nc")]
COLUMNS = {"years": "Years", "metro": "code"}


def of_rejects(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def made(folder: Path, ending: str) -> Path:
    """The rows in a file of this kind."""
    path = folder / f"in{ending}"
    objects = [dict(zip(NAMES, row, strict=True)) for row in ROWS]
    if ending in (".csv", ".tsv", ".csv.gz"):
        sign = "\t" if ending == ".tsv" else ","
        data = encoded([NAMES, *ROWS], sign, exact=True)
        path.write_bytes(gzip.compress(data) if ending.endswith(".gz") else data)
    elif ending == ".xlsx":
        xlsxwriter: Any = pytest.importorskip("xlsxwriter")
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate([NAMES, *ROWS]):
                for column, cell in enumerate(row):
                    sheet.write_string(number, column, cell)
    elif ending == ".json":
        path.write_text(json.dumps(objects, indent=1))
    elif ending == ".jsonl":
        path.write_text("".join(json.dumps(one) + "\n" for one in objects))
    else:
        pl.DataFrame(ROWS, schema=NAMES, orient="row").write_parquet(path)
    return path


LINES = {".csv": (3, 5), ".tsv": (3, 5), ".csv.gz": (3, 5), ".xlsx": (3, 5), ".json": (2, 4),
         ".jsonl": (2, 4), ".parquet": (2, 4)}  # fmt: skip


@pytest.mark.parametrize("ending", LINES)
def test_they_are_the_same_from_every_format_mended_and_priced(tmp_path: Path, ending: str) -> None:
    source, target = made(tmp_path, ending), tmp_path / "out.csv"
    assert price(source, target, columns=COLUMNS).rejects == {"bad_years": 2}
    sign = "\t" if ending == ".tsv" else ","
    found = of_rejects(tmp_path / "out.csv.rejects.csv", sign)
    first, second = LINES[ending]
    assert found[0] == ["line", "code", "message", *NAMES]
    assert [row[:2] + row[3:] for row in found[1:]] == [
        [str(first), "bad_years", "many", "Austin", "'=1+1"],
        [str(second), "bad_years", "x", "", "b\nc"],
    ]
    assert found[1][2].startswith('"many" is not an amount')

    found[1][3] = "7"
    (tmp_path / "mended.csv").write_bytes(encoded(found, sign, exact=True))
    summary = price(tmp_path / "mended.csv", tmp_path / "again.csv", columns=COLUMNS)
    assert (summary.rows_in, summary.rows_out) == (2, 1)
    priced = cells(tmp_path / "again.csv")
    assert priced[0][:4] == [*NAMES, "base_p10"]
    assert priced[1][:3] == ["7", "Austin", "'=1+1"]
    left = of_rejects(tmp_path / "again.csv.rejects.csv", sign)
    assert left[0] == found[0]
    assert [row[:2] + row[3:] for row in left[1:]] == [["3", "bad_years", "x", "", "b\nc"]]


def test_mended_in_a_spreadsheet(tmp_path: Path) -> None:
    xlsxwriter: Any = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(tmp_path / "in.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["line", "code", "message", "years", "metro"])
        sheet.write_row(1, 0, [17, "bad_years", "no amount", 5, "Austin"])
    price(tmp_path / "in.xlsx", tmp_path / "out.csv")
    assert cells(tmp_path / "out.csv")[0][:3] == ["years", "metro", "base_p10"]
    assert cells(tmp_path / "out.csv")[1][:2] == ["5", "Austin"]


def test_the_three_columns_are_left_out_where_they_lead_alone(tmp_path: Path) -> None:
    for name, header in (("a", "line,code,years,message"), ("b", "years,line,code,message")):
        (tmp_path / f"{name}.csv").write_text(f"{header}\n5,5,5,5\n")
        price(tmp_path / f"{name}.csv", tmp_path / f"{name}.out.csv")
        assert ",".join(cells(tmp_path / f"{name}.out.csv")[0]).startswith(header)


BROKEN = [
    (b"5", "ragged", "5"),
    (b"5,a,b", "ragged", "5,a,b"),
    (b'5,"a', "quote_not_closed", '5,"a'),
    (b"5,\xff", "not_utf8", "5,\ufffd"),
    (b"5,a\0", "nul_byte", "5,a\0"),
    (b"=1+1,a,b", "ragged", "'=1+1,a,b"),
]


@pytest.mark.parametrize(("line", "code", "text"), BROKEN)
def test_a_line_that_is_no_row_stands_in_the_first_column(
    tmp_path: Path, line: bytes, code: str, text: str
) -> None:
    (tmp_path / "in.csv").write_bytes(b"years,metro\n" + line + b"\n6,NYC\n")
    price(tmp_path / "in.csv", tmp_path / "out.csv")
    (row,) = of_rejects(tmp_path / "out.csv.rejects.csv")[1:]
    assert [*row[:2], *row[3:]] == ["2", code, text, ""]


def test_a_line_of_json_and_lists_of_words(tmp_path: Path) -> None:
    lines = ['{"years": "x", "spec": ["llm", "cv"], "own": {"a": 1}}', "[5]", '{"years": 1.50}']
    (tmp_path / "in.jsonl").write_text('{"years": 5}\n' + "\n".join(lines) + "\n")
    price(tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    found = of_rejects(tmp_path / "out.jsonl.rejects.csv")
    assert [row[3:] for row in found] == [
        ["years", "spec", "own"], ["x", "llm;cv", '{"a": 1}'], ["[5]", "", ""]
    ]  # fmt: skip
    frame = pl.DataFrame({"years": [-1.5], "spec": [["llm", "cv"]], "own": [[1, 2]]})
    frame.write_parquet(tmp_path / "in.parquet")
    price(tmp_path / "in.parquet", tmp_path / "out.parquet")
    found = of_rejects(tmp_path / "out.parquet.rejects.csv")
    assert found[1][3:] == ["-1.5", "llm;cv", "[1, 2]"]


@pytest.mark.parametrize("ending", [".jsonl", ".parquet"])
def test_a_cell_of_a_megabyte_is_kept(tmp_path: Path, ending: str) -> None:
    long = "x," * 500_000
    frame = pl.DataFrame({"years": ["no"], "own": [long]})
    (frame.write_ndjson if ending == ".jsonl" else frame.write_parquet)(tmp_path / f"in{ending}")
    price(tmp_path / f"in{ending}", tmp_path / "out.csv")
    assert of_rejects(tmp_path / "out.csv.rejects.csv")[1][3:] == ["no", long]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=8)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_any_cell_comes_back_and_is_guarded_once(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("rejects")
    table = [["years", "one", "two"], *(["no", *row] for row in rows)]
    (folder / "in.csv").write_bytes(encoded(table, ",", exact=True))
    price(folder / "in.csv", folder / "a.csv")
    price(folder / "a.csv.rejects.csv", folder / "b.csv")
    price(folder / "in.csv", folder / "exact.csv", exact=True)
    first, second = (of_rejects(folder / f"{name}.csv.rejects.csv") for name in "ab")
    assert [row[3:] for row in first] == [row[3:] for row in second]
    assert [row[3:] for row in of_rejects(folder / "exact.csv.rejects.csv")] == table


def test_rows_and_lines_that_are_none_stand_in_the_order_of_their_lines(tmp_path: Path) -> None:
    lines = ["5,Austin", "x,NYC", "a,b,c", "many,=1", "6", "5,NYC", "x,NYC"]
    (tmp_path / "in.csv").write_text("\n".join(["years,metro", *lines]) + "\n")
    summary = price(tmp_path / "in.csv", tmp_path / "out.csv")
    assert (summary.rows_in, summary.rows_out) == (7, 2)
    assert list(summary.rejects.items()) == [("bad_years", 3), ("ragged", 2)]
    rows = of_rejects(tmp_path / "out.csv.rejects.csv")[1:]
    assert [row[:2] + row[3:] for row in rows] == [
        ["3", "bad_years", "x", "NYC"],
        ["4", "ragged", "a,b,c", ""],
        ["5", "bad_years", "many", "'=1"],
        ["6", "ragged", "6", ""],
        ["8", "bad_years", "x", "NYC"],
    ]
    said = [row[2] for row in rows]
    assert said[0] == said[4] != said[2]  # the reason of equal rows, and of each its own
    assert '"x"' in said[0]
    assert '"many"' in said[2]


HARD = ["", " ", " a ", "a,b", "a;b", 'a"b', '"', "a\nb", "a\rb", "a\r\nb", "\r", "a\tb", "|", "'"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "="])
@pytest.mark.parametrize("exact", [True, False])
def test_the_bytes_are_those_of_the_standard_library(
    tmp_path: Path, delimiter: str, exact: bool
) -> None:
    table = [["years", "own", "note"], *(["no", cell, "\r" + cell] for cell in HARD)]
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    price(tmp_path / "in.csv", tmp_path / "out.csv", delimiter=delimiter, exact=exact)
    path = tmp_path / "out.csv.rejects.csv"
    found, apostrophe = of_rejects(path, delimiter), "'"
    assert [row[3:] for row in found[1:]] == [
        ["no", cell if exact or cell != "\r" else "'\r", f"{'' if exact else apostrophe}\r{cell}"]
        for cell in HARD
    ]
    lines = io.StringIO(newline="")
    for row in found:
        csv.writer(one := io.StringIO(newline=""), delimiter=delimiter).writerow(row)
        lines.write(one.getvalue().removesuffix("\r\n") + "\n")
    assert path.read_bytes() == lines.getvalue().encode()


def test_cells_of_every_kind_are_written_as_csv_has_them(tmp_path: Path) -> None:
    kinds = {
        "years": [-1.0, -2.0],
        "whole": [7, None],
        "real": [float("-inf"), 1.5],
        "yes": [True, None],
        "day": [date(2024, 2, 29), None],
        "at": [datetime(2024, 2, 29, 13, 5, 0, 250_000), None],
        "words": [["", "=b", None, "c"], []],
        "none": [None, None],
    }
    pl.DataFrame(kinds, schema_overrides={"at": pl.Datetime("ms")}).write_parquet(
        tmp_path / "in.parquet"
    )
    price(tmp_path / "in.parquet", tmp_path / "out.parquet")
    assert [row[3:] for row in of_rejects(tmp_path / "out.parquet.rejects.csv")[1:]] == [
        ["-1.0", "7", "'-inf", "true", "2024-02-29", "2024-02-29T13:05:00.250", "'=b;c", ""],
        ["-2.0", "", "1.5", "", "", "", "", ""],
    ]


def test_what_is_remembered_of_a_refusal_holds_no_rows() -> None:
    """An error's traceback holds the frames that it went through, and their tables with them."""
    settings = Settings(Rulebook.shipped())
    places = PlacesMet(settings)
    reasons = Reasons(settings, places)
    row = {**dict.fromkeys(PROFILE, ""), "years": "5", "metro": "Mordor"}
    assert reasons.of(row)[0] == "place_not_found"
    refusal = places.found(tuple(row[name] for name in TEXTS)).refusal
    assert refusal is not None
    assert refusal.__traceback__ is None
