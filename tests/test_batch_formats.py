"""Files of every format: read and written alike, broken and mislabelled."""

from __future__ import annotations

import bz2
import contextlib
import csv
import errno
import gc
import gzip
import io
import json
import lzma
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from cli_run import run as command_line
from hypothesis import given, settings
from hypothesis import strategies as st
from test_batch import BOOK, cells, command, price, rejected

from mlsalary.batch import jsonl_reader
from mlsalary.batch.formats import (
    FORMATS,
    Format,
    packed,
    read_format,
    text_columns,
    written_format,
)
from mlsalary.batch.job import Chunk, Job
from mlsalary.batch.jsonl_reader import JsonlReader
from mlsalary.batch.limits import Limits, limits_of
from mlsalary.batch.readers import reader_of
from mlsalary.batch.workbook_writer import WorkbookWriter
from mlsalary.batch.writers import writer_of
from mlsalary.errors import BadDataError, MlsalaryError, NotFoundError, UsageError
from mlsalary.frame.settings import Settings
from mlsalary.importing.sheet_as_csv import sheet_rows

pl = pytest.importorskip("polars")
xlsxwriter: Any = pytest.importorskip("xlsxwriter")
pytest.importorskip("python_calamine")

LIMITS = limits_of(BOOK)
Table = list[tuple[str, ...]]


def write(path: Path, names: list[str], rows: Sequence[tuple[str, ...]]) -> None:
    """The cells, and a column more, as a run writes them."""
    how = written_format(str(path), None)
    with path.open("wb") as stream, packed(stream, how) as packing:
        writer = writer_of(packing, [*names, "added"], how, exact=True)
        added = pl.DataFrame({"added": [1.5] * len(rows)})
        writer.write(text_columns(list(rows), len(names)), added, None)
        writer.close()


def read(path: Path, **options: Any) -> tuple[list[str], Table, list[int]]:
    """Names, rows, and their numbers."""
    job = Job(str(path), "out.csv", Settings(BOOK, fallback=None), {}, **options)
    with contextlib.ExitStack() as stack:
        how = read_format(job.source, job.read_as, job.delimiter)
        reader, _ = reader_of(job, how, stack)
        chunks: list[Chunk] = list(reader.chunks())
    assert not any(chunk.broken for chunk in chunks)
    found = [
        tuple(str(cell or "") for cell in row.values())
        for chunk in chunks
        for row in chunk.table.to_pylist()
    ]
    lines = [line for chunk in chunks for line in chunk.lines]
    if path.suffix == ".xlsx" and path.read_bytes().startswith(b"PK"):
        assert read_here(path, **options) == (found, lines)
    return reader.names, found, lines


def read_here(path: Path, sheet: str | None = None, skip_lines: int = 0) -> tuple[Table, list[int]]:
    """The same rows of a workbook by this process, which nothing bounds."""
    _, *rows = sheet_rows(path.read_bytes(), path.name, sheet, skip_lines)
    return [tuple(row[1:]) for row in rows], [int(row[0]) for row in rows]


# What is written is read again ------------------------------------------------------------------

# Two signs that stand for none: XML cannot say them, and a workbook spells them out.
CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufffe\uffff"), max_size=12)
HARD = st.sampled_from(
    ["=1+1", "@x", "-", "007", "1e5", "http://a.b", "_x0041_", " a ", "a\r\nb", "\r", "\ufeff", '"',
     "2025-05-01", "true", "{}", "[1]", "<b>&amp;", "\x07", "x" * 2_000, "\U0001f600"]
)  # fmt: skip
ROWS = st.lists(st.tuples(CELL | HARD, CELL | HARD), max_size=20)
ENDINGS = [".csv", ".tsv", ".csv.gz", ".json", ".json.zst", ".jsonl", ".parquet", ".xlsx"]


@pytest.mark.thorough(every=2)
@pytest.mark.parametrize("ending", ENDINGS)
def test_any_cells_come_back_from_any_format(
    tmp_path_factory: pytest.TempPathFactory, ending: str
) -> None:
    folder = tmp_path_factory.mktemp("formats")

    @settings(max_examples=30, deadline=None)
    @given(ROWS, CELL)
    def come_back(rows: list[tuple[str, str]], name: str) -> None:
        names = ["number", f"n{name}", "two"]
        numbered = [(str(number), *row) for number, row in enumerate(rows, 1)]
        write(folder / f"a{ending}", names, numbered)
        if ending in (".json", ".jsonl", ".json.zst") and not rows:
            with pytest.raises(BadDataError, match="no JSON object"):
                read(folder / f"a{ending}")
            return
        said = {"delimiter": ","} if ending.startswith(".csv") else {}  # else it may be unclear
        found, back, _ = read(folder / f"a{ending}", **said)
        assert found == [*names, "added"]
        assert back == [(*row, "1.5") for row in numbered]

    come_back()


def test_each_format_written_exactly(tmp_path: Path) -> None:
    rows: Table = [("5", "a,b"), ("6", "")]
    for ending, wanted in (
        (".csv", 'years,note,added\n5,"a,b",1.5\n6,,1.5\n'),
        (".tsv", "years\tnote\tadded\n5\ta,b\t1.5\n6\t\t1.5\n"),
        (".jsonl", '{"years":"5","note":"a,b","added":1.5}\n'
                   '{"years":"6","note":null,"added":1.5}\n'),
        (".json", '[\n{"years":"5","note":"a,b","added":1.5},\n'
                  '{"years":"6","note":null,"added":1.5}\n]\n'),
    ):  # fmt: skip
        write(tmp_path / f"out{ending}", ["years", "note"], rows)
        assert (tmp_path / f"out{ending}").read_text("utf-8") == wanted
    write(tmp_path / "none.json", ["years"], [])
    assert json.loads((tmp_path / "none.json").read_text()) == []


def test_every_format_has_an_ending_to_read_and_to_write() -> None:
    for name in FORMATS:
        assert read_format(f"a.{name}", None, None) == written_format(f"a.{name}", None)
    assert read_format("a.CSV.GZ", None, ";") == Format("csv", "gzip", ";")
    for ending in ("xls", "xlsm", "xlsb", "ods"):
        assert read_format(f"a.{ending}", None, None).name == "xlsx"


@pytest.mark.parametrize("target", ["report.pdf", "out.xls", "out.ods", "out", "out.csv.zip"])
def test_an_ending_that_nothing_writes_is_refused_with_those_that_something_does(
    tmp_path: Path, target: str
) -> None:
    (tmp_path / "in.csv").write_text("years\n5\n")
    with pytest.raises(UsageError, match=r"\.csv, \.tsv, \.xlsx, \.json") as caught:
        price(tmp_path / "in.csv", tmp_path / target)
    assert (caught.value.code, list(tmp_path.iterdir())) == (
        "bad_format", [tmp_path / "in.csv"],
    )  # fmt: skip


@pytest.mark.parametrize(("name", "code"), [("report.pdf", 2), ("page.txt", 0), ("page", 0)])
def test_other_commands_refuse_it_too(tmp_path: Path, name: str, code: int) -> None:
    ran = command_line("estimate", "--years", "5", "-o", str(tmp_path / name))
    assert ran.code == code
    assert (tmp_path / name).exists() == (code == 0)
    if code:
        assert ".json, .jsonl, .csv, .md, .html, .svg or .txt" in ran.err
        ran = command_line("estimate", "--years", "5", "-o", str(tmp_path / name), "--format",
                           "plain")  # fmt: skip
        assert ran.code == 0


# Arrays of JSON ----------------------------------------------------------------------------------

OBJECTS = st.lists(
    st.dictionaries(
        st.text(max_size=4), st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False,
            allow_infinity=False) | st.text(max_size=5),
            lambda each: st.lists(each, max_size=2) | st.dictionaries(st.text(max_size=2), each,
            max_size=2), max_leaves=4,
        ), min_size=1, max_size=4,
    ), min_size=1, max_size=8,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(OBJECTS, st.sampled_from([None, 0, 2]), st.integers(1, 60), st.booleans())
def test_an_array_is_read_like_its_objects_one_a_line(
    objects: list[dict[str, Any]], indent: int | None, block: int, escapes: bool
) -> None:
    def told(text: str) -> tuple[Any, ...]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(jsonl_reader, "BLOCK", block)
            reader = JsonlReader(io.BytesIO(text.encode()), "utf-8", "x", LIMITS)
            chunks = list(reader.chunks())
        rows = [row for chunk in chunks for row in chunk.table.to_pylist()]
        raw = [json.loads(line) for chunk in chunks for line in chunk.raw or ()]
        lines = [line for chunk in chunks for line in chunk.lines]
        assert not any("\n" in line for chunk in chunks for line in chunk.raw or ())
        return reader.names, rows, raw, lines

    lines = "".join(json.dumps(one, ensure_ascii=escapes) + "\n" for one in objects)
    array = json.dumps(objects, ensure_ascii=escapes, indent=indent)
    assert told(f"\ufeff \n{array}\n ") == told(lines)


def test_no_number_of_an_array_loses_a_digit(tmp_path: Path) -> None:
    text = '[{"years": 5, "id": 12345678901234567890.10, "b": 1e400}, {"years": 5.50, "id": 1.0}]'
    (tmp_path / "in.json").write_text(text)
    price(tmp_path / "in.json", tmp_path / "out.csv")
    price(tmp_path / "in.json", tmp_path / "out.json")
    price(tmp_path / "in.json", tmp_path / "out.jsonl")
    assert [row[:3] for row in cells(tmp_path / "out.csv")[1:]] == [
        ["5", "12345678901234567890.10", "1e400"], ["5.50", "1.0", ""]
    ]  # fmt: skip
    written = (tmp_path / "out.json").read_text()
    assert '{"years": 5, "id": 12345678901234567890.10, "b": 1e400,"base_p10":' in written
    assert len(json.loads(written)) == 2
    lines = (tmp_path / "out.jsonl").read_text()
    assert written == "[\n" + lines.removesuffix("\n").replace("\n", ",\n") + "\n]\n"


def test_an_entry_that_is_no_object_is_one_reject(tmp_path: Path) -> None:
    entries = ['{"years": 5}', "7", '{"years": "x"}', "[1]", '"a]b"', "null", '{"years": 6}']
    entries.append('{"years": 5, "years": 6}')
    (tmp_path / "in.json").write_text(f"[{', '.join(entries)}]")
    assert price(tmp_path / "in.json", tmp_path / "out.csv").rows_out == 2
    assert [(one["line"], one["code"], one["years"]) for one in rejected(tmp_path / "out.csv")] == [
        ("2", "not_json", "7"), ("3", "bad_years", "x"), ("4", "not_json", "[1]"),
        ("5", "not_json", '"a]b"'), ("6", "not_json", "null"), ("8", "key_twice", entries[-1]),
    ]  # fmt: skip


def test_an_entry_that_is_too_long_is_one_reject() -> None:
    data = json.dumps([{"a": 1}, {"a": "x" * 200}, {"a": 2}]).encode()
    reader = JsonlReader(io.BytesIO(data), "utf-8", "x", Limits(line_bytes=50, columns=5))
    chunks = list(reader.chunks())
    assert [line for chunk in chunks for line in chunk.lines] == [1, 3]
    assert [(one.line, one.code) for chunk in chunks for one in chunk.broken] == [(2, "too_long")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"years": 5}', "missing where it ends"),
        ('[{"years": 5},', "entry 2"),
        ('[{"years": 5}, {"years": }]', "entry 2"),
        ('[{"years": 5},]', "entry 2"),
        ('[{"years": 5} {"years": 6}]', ", is missing"),
        ('[{"years": 5}] {"years": 6}', "something follows"),
        ("[" * 200_000, "entry 1"),
        ("[]", "no JSON object"),
        ('[{"years": 5, "a": NaN}]', "entry 1"),
        ('[{"years": 5, "a": "\t"}]', "entry 1"),
    ],
)
def test_an_array_that_is_broken_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "in.json").write_text(text)
    with pytest.raises(BadDataError, match=said):
        price(tmp_path / "in.json", tmp_path / "out.csv")
    assert [one.name for one in tmp_path.iterdir()] == ["in.json"]


def test_an_array_of_other_encodings(tmp_path: Path) -> None:
    text = '[{"years": 5, "own": "é"}]'
    (tmp_path / "in.json").write_text(text, "cp1252")
    price(tmp_path / "in.json", tmp_path / "out.csv", encoding="cp1252")
    assert cells(tmp_path / "out.csv")[1][:2] == ["5", "é"]
    with pytest.raises(BadDataError, match="not UTF-8"):
        price(tmp_path / "in.json", tmp_path / "b.csv")


# Workbooks ---------------------------------------------------------------------------------------


def book(path: Path, **sheets: Any) -> Path:
    """A workbook of these sheets; dates as dates."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, column, cell)
                    elif cell is not None:
                        sheet.write(number, column, cell)
    return path


def test_cells_are_as_a_person_would_write_them(tmp_path: Path) -> None:
    row = [5.0, 2.5, 0.1, 1e300, -3, True, datetime(2025, 5, 1), datetime(2025, 5, 1, 11, 33, 27),
           " x ", date(2025, 5, 1), time(11, 30), 123456789012345]  # fmt: skip
    wanted = ("5", "2.5", "0.1", "1e+300", "-3", "true", "2025-05-01", "2025-05-01T11:33:27",
              " x ", "2025-05-01", "11:30:00", "123456789012345")  # fmt: skip
    names = [f"n{place}" for place in range(len(row))]
    assert read(book(tmp_path / "in.xlsx", one=[names, row])) == (names, [wanted], [2])


def test_empty_rows_and_columns_are_none_and_numbers_are_those_of_the_sheet(
    tmp_path: Path,
) -> None:
    rows = [[None, "Report"], [], [None, "years", None, "metro"], [], [None, 5, None, "Austin"],
            [None, "", None, ""], [None, None, None, "NYC"]]  # fmt: skip
    found = read(book(tmp_path / "in.xlsx", one=rows), skip_lines=1)
    assert found == (["years", "metro"], [("5", "Austin"), ("", "NYC")], [5, 7])
    with pytest.raises(BadDataError, match="is empty"):
        read(tmp_path / "in.xlsx", skip_lines=99)
    with pytest.raises(BadDataError, match="is empty"):
        read(tmp_path / "in.xlsx", skip_lines=10**20)
    with pytest.raises(BadDataError, match="is empty"):
        read(book(tmp_path / "none.xlsx", one=[]))


def test_a_sheet_by_its_name(tmp_path: Path) -> None:
    source = book(tmp_path / "in.xlsx", first=[["a"], [1]], second=[["b"], [2]])
    assert read(source)[:2] == (["a"], [("1",)])
    assert read(source, sheet="second")[:2] == (["b"], [("2",)])
    with pytest.raises(NotFoundError, match=r'no sheet "third". It has "first", "second"'):
        read(source, sheet="third")


@pytest.mark.parametrize(
    ("notes", "says"),
    [([["hello"], ["x"]], "needs a column years, level or title"), ([], "is empty")],
)
def test_a_sheet_that_is_not_meant_is_said_with_the_others(
    notes: list[list[str]], says: str, tmp_path: Path
) -> None:
    """A page of notes often stands in front."""
    people = [["years", "metro"], [5, "Austin"]]
    source = book(tmp_path / "in.xlsx", Notes=notes, People=people, More=[["a"]])
    asked = ("batch", str(source), "-o", str(tmp_path / "out.csv"))
    refused = command_line(*asked)
    assert refused.code == 4
    assert says in refused.err
    assert 'This is its sheet "Notes". For another, --sheet "People" or "More".' in refused.err
    assert command_line(*asked, "--sheet", "People").code == 0
    chosen = command_line(*asked, "--sheet", "Notes", "--force")
    assert says in chosen.err
    assert "For another" not in chosen.err  # it was asked for
    alone = book(tmp_path / "alone.xlsx", Notes=notes)
    assert "For another" not in command_line("batch", str(alone), *asked[2:], "--force").err


def test_a_cell_that_is_merged_over_rows_is_in_each_of_them(tmp_path: Path) -> None:
    source = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(source) as made:
        sheet = made.add_worksheet()
        sheet.merge_range("A1:A2", "years")  # of the header, as a report has it
        sheet.merge_range("B1:C1", "metro")
        sheet.write_column("A3", [5, 6, 7, 8])
        sheet.merge_range("B3:B4", "Austin")
        sheet.write("B5", "Boise")
        sheet.merge_range("C5:C9", "x")  # rows 7 to 9 hold nothing of their own
        sheet.merge_range("A10:B10", 9)
    rows = [("5", "Austin", ""), ("6", "Austin", ""), ("7", "Boise", "x"), ("8", "", "x")]
    names, found, lines = read(source)
    assert (names[:2], found) == (["years", "metro"], [*rows, ("9", "", "")])
    assert lines == [3, 4, 5, 6, 10]


def test_what_is_no_workbook_is_an_error_of_ours(tmp_path: Path) -> None:
    source = book(tmp_path / "in.xlsx", first=[["a"], [1]])
    with pytest.raises(NotFoundError, match=r'in\.xlsx has no sheet "second". It has "first"'):
        read_here(source, sheet="second")
    source.write_bytes(source.read_bytes()[:-100])
    with pytest.raises(BadDataError, match=r"in\.xlsx is not a readable workbook") as raised:
        read_here(source)
    assert raised.value.code == "workbook_damaged"
    with pytest.raises(BadDataError, match=r"in\.xlsx is empty") as raised:
        read_here(book(source, none=[]))
    assert raised.value.code == "empty_file"


def test_the_first_sheet_is_one_that_can_be_seen(tmp_path: Path) -> None:
    source = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(source) as made:
        made.add_chartsheet("chart")
        for name in ("lists", "people"):
            made.add_worksheet(name).write_column("A1", [name, 1])
        made.get_worksheet_by_name("people").activate()
        made.get_worksheet_by_name("lists").hide()
    assert read(source)[:2] == (["people"], [("1",)])
    assert read(source, sheet="lists")[:2] == (["lists"], [("1",)])


def test_a_workbook_priced_and_written(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["years", "metro", "own"],
        [5, "Austin", "=1+1"],
        ["x", "NYC", ""],
        [2.5, "02139", "y"],
    ]
    source = book(tmp_path / "in.xlsx", one=rows)
    with (tmp_path / "in.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    summaries = [price(tmp_path / f"in.{kind}", tmp_path / f"{kind}.csv") for kind in
                 ("csv", "xlsx")]  # fmt: skip
    assert summaries[0].rejects == summaries[1].rejects == {"bad_years": 1}
    assert cells(tmp_path / "csv.csv") == cells(tmp_path / "xlsx.csv")
    assert rejected(tmp_path / "csv.csv") == rejected(tmp_path / "xlsx.csv")
    price(source, tmp_path / "out.xlsx")
    names, found, _ = read(tmp_path / "out.xlsx")
    wanted = cells(tmp_path / "xlsx.csv")
    assert names == wanted[0]
    for got, row in zip(found, wanted[1:], strict=True):
        assert [got[0], got[1], got[-3:]] == [row[0], row[1], tuple(row[-3:])]
        assert [float(cell) for cell in got[3:13]] == pytest.approx([float(c) for c in row[3:13]])
    assert found[0][2] == "=1+1"  # a text, which no spreadsheet runs
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("engine", ["standard input", "standard output"])
def test_a_workbook_through_a_pipe(tmp_path: Path, engine: str) -> None:
    import subprocess
    import sys

    source = book(tmp_path / "in.xlsx", one=[["years"], [5]])
    words = [sys.executable, "-m", "mlsalary", "batch"]
    if engine == "standard input":
        words += ["-", "-o", str(tmp_path / "out.csv")]
    else:
        words += [str(source), "-o", "-", "--to", "xlsx"]
    done = subprocess.run(words, input=source.read_bytes(), capture_output=True, check=True)
    if engine == "standard output":
        (tmp_path / "out.xlsx").write_bytes(done.stdout)
        assert read(tmp_path / "out.xlsx")[1][0][0] == "5"
    else:
        assert cells(tmp_path / "out.csv")[1][0] == "5"


def test_what_no_sheet_holds_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in.csv").write_text(f"years,note\n5,{'x' * 32_768}\n")
    with pytest.raises(BadDataError, match='"note" holds a cell of more than 32,767'):
        price(tmp_path / "in.csv", tmp_path / "out.xlsx")
    names = ",".join(f"c{place}" for place in range(16_380))
    (tmp_path / "in.csv").write_text(f"years,{names}\n5{',' * 16_380}\n")
    with pytest.raises(BadDataError, match="a sheet holds 16,384"):
        price(tmp_path / "in.csv", tmp_path / "out.xlsx")
    from mlsalary.batch import workbook_writer

    monkeypatch.setattr(workbook_writer, "ROWS_MOST", 3)
    (tmp_path / "in.csv").write_text("years\n5\n5\n")
    price(tmp_path / "in.csv", tmp_path / "two.xlsx")
    (tmp_path / "in.csv").write_text("years\n5\n5\n5\n")
    with pytest.raises(BadDataError, match="A sheet holds 2 rows"):
        price(tmp_path / "in.csv", tmp_path / "out.xlsx")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in.csv", "two.xlsx"]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


SHEET = "xl/worksheets/sheet1.xml"


def remade(path: Path, old: bytes, new: bytes) -> Path:
    """The workbook with something else in its sheet."""
    found = parts(path)
    assert old in found[SHEET]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content.replace(old, new) if name == SHEET else content)
    return path


BOMBS = {
    "far": b'<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>',
    "blown": b'<row r="3"><c r="A3" t="inlineStr"><is><t>'
    + b"x" * 450_000_000
    + b"</t></is></c></row></sheetData>",
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_workbook_that_asks_for_all_memory_is_one_sentence(tmp_path: Path, kind: str) -> None:
    source = remade(book(tmp_path / "in.xlsx", one=[["years"], [5]]), b"</sheetData>", BOMBS[kind])
    assert source.stat().st_size < 2_000_000
    with pytest.raises(BadDataError, match=r"takes more memory or time.*Save the sheet as \.csv"):
        price(source, tmp_path / "out.csv")
    assert [one.name for one in tmp_path.iterdir()] == ["in.xlsx"]


def test_a_workbook_that_is_damaged_is_one_sentence(tmp_path: Path) -> None:
    content = book(tmp_path / "a.xlsx", one=[["years"], [5]]).read_bytes()
    for at in range(0, len(content), 499):
        (tmp_path / "in.xlsx").write_bytes(content[:at])
        with pytest.raises(MlsalaryError, match=r"in\.xlsx"):
            read(tmp_path / "in.xlsx")
    for at in range(40, len(content), 701):
        (tmp_path / "in.xlsx").write_bytes(content[:at] + b"\xff\0\xff" + content[at + 3 :])
        with contextlib.suppress(MlsalaryError):  # a byte that nobody reads may be any
            read(tmp_path / "in.xlsx")


# Named as what it is -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["in.csv", "in.xlsx", "in.jsonl", "in.parquet", "in.xls"])
@pytest.mark.parametrize("kind", ["xlsx", "json", "jsonl", "csv", "csv.gz", "parquet"])
def test_a_file_is_read_as_what_it_is(tmp_path: Path, name: str, kind: str) -> None:
    write(tmp_path / f"a.{kind}", ["years", "own"], [("5", "x"), ("6", "y")])
    content = (tmp_path / f"a.{kind}").read_bytes()
    (tmp_path / name).write_bytes(content)
    if kind in ("csv", "csv.gz") and name in ("in.parquet", "in.jsonl"):
        with pytest.raises(BadDataError, match="in"):  # nothing tells a text that it is CSV
            read(tmp_path / name)
        return
    names, rows, _ = read(tmp_path / name)
    assert (names, [row[:2] for row in rows]) == (
        ["years", "own", "added"], [("5", "x"), ("6", "y")],
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_a_file_that_somebody_unpacked_and_left_its_name(tmp_path: Path, kind: str) -> None:
    write(tmp_path / f"a.{kind}", ["years"], [("5",)])
    (tmp_path / "in.csv.gz").write_bytes((tmp_path / f"a.{kind}").read_bytes())
    assert read(tmp_path / "in.csv.gz")[1] == [("5", "1.5")]


def database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("create table a (b)")
    connection.commit()
    connection.close()


OTHERS: dict[str, Callable[[Path], Any]] = {
    "a PDF": lambda path: path.write_bytes(b"%PDF-1.7\n%\xe2\xe3"),
    "a web page": lambda path: path.write_text("\n<!DOCTYPE html>\n<html>years,metro"),
    "XML": lambda path: path.write_text("<?xml version='1.0'?><a/>"),
    "a bzip2 archive": lambda path: path.write_bytes(bz2.compress(b"years\n5\n")),
    "an xz archive": lambda path: path.write_bytes(lzma.compress(b"years\n5\n")),
    "an SQLite database": database,
    "compressed twice": lambda path: path.write_bytes(gzip.compress(gzip.compress(b"years\n5\n"))),
}


@pytest.mark.parametrize("name", ["in.csv", "in.xlsx", "in.json", "in.parquet"])
@pytest.mark.parametrize("what", OTHERS)
def test_what_holds_no_rows_is_refused_by_name(tmp_path: Path, name: str, what: str) -> None:
    OTHERS[what](tmp_path / name)
    with pytest.raises(BadDataError, match=what) as caught:
        read(tmp_path / name)
    assert name in caught.value.message


@pytest.mark.parametrize(
    ("member", "what"), [("a.csv", "a zip archive"), ("word/document.xml", "an Office document")]
)
def test_archives_are_refused_by_name(tmp_path: Path, member: str, what: str) -> None:
    with zipfile.ZipFile(tmp_path / "in.csv", "w") as archive:
        archive.writestr(member, "years\n5\n")
    with pytest.raises(BadDataError, match=what):
        read(tmp_path / "in.csv")


def test_what_is_asked_for_and_is_not_is_refused(tmp_path: Path) -> None:
    source = book(tmp_path / "in.xlsx", one=[["years"], [5]])
    with pytest.raises(BadDataError, match=r"is a workbook\. Leave out --from"):
        read(source, read_as="csv")
    (tmp_path / "in.csv").write_text("years\n5\n")
    with pytest.raises(BadDataError, match=r"is CSV\. Leave out --from"):
        read(tmp_path / "in.csv", read_as="xlsx")
    with gzip.open(tmp_path / "in.csv.gz", "wb") as file:
        file.write(source.read_bytes())
    with pytest.raises(BadDataError, match=r"is a zip archive|holds a workbook"):
        read(tmp_path / "in.csv.gz")


@pytest.mark.parametrize(
    ("name", "option", "value"),
    [
        ("in.xlsx", "delimiter", ";"), ("in.jsonl", "delimiter", ";"), ("in.csv", "sheet", "a"),
        ("in.jsonl", "skip_lines", 1), ("in.parquet", "skip_lines", 1),
        ("in.xlsx", "encoding", "cp1252"),
    ],
)  # fmt: skip
def test_an_option_without_effect_is_said(
    tmp_path: Path, name: str, option: str, value: Any
) -> None:
    write(tmp_path / name, ["years"], [("5",)])
    with pytest.raises(UsageError, match=f"--{option.replace('_', '-')} has no effect"):
        read(tmp_path / name, **{option: value})


# The command line --------------------------------------------------------------------------------


def test_options_of_the_command_line(tmp_path: Path) -> None:
    book(tmp_path / "in.xlsx", first=[["a"]], people=[["Report"], ["years", "metro"], [5, "NYC"]])
    out = str(tmp_path / "out.csv")
    done = command(str(tmp_path / "in.xlsx"), "-o", out, "--sheet", "people", "--skip-lines", "1")
    assert (done.returncode, cells(tmp_path / "out.csv")[1][:2]) == (0, ["5", "NYC"])
    (tmp_path / "in.csv").write_text("years\tmetro\n5\tNYC\n")
    done = command(str(tmp_path / "in.csv"), "-o", out, "--force", "--delimiter", r"\t")
    assert done.returncode == 0
    done = command(str(tmp_path / "in.csv"), "-o", out, "--force", "--skip-lines", "-1")
    assert done.returncode == 2


@pytest.mark.thorough(every=2)
@pytest.mark.parametrize("kind", ["csv", "json", "jsonl", "xlsx"])
def test_a_reader_who_leaves_is_no_error(tmp_path: Path, kind: str) -> None:
    import subprocess
    import sys

    (tmp_path / "in.csv").write_text("years,metro\n" + "5,Austin\n" * 20_000)
    words = [sys.executable, "-m", "mlsalary", "batch", str(tmp_path / "in.csv"), "-o", "-"]
    with subprocess.Popen(
        [*words, "--to", kind], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait() == 0
    assert b"Error" not in said
    assert b"Traceback" not in said


def test_standard_input_is_read_from_where_it_stands(tmp_path: Path) -> None:
    import subprocess
    import sys

    (tmp_path / "in.csv").write_text("Report\nyears\n5\n")
    with (tmp_path / "in.csv").open("rb", buffering=0) as file:
        file.seek(len("Report\n"))
        words = [sys.executable, "-m", "mlsalary", "batch", "-", "-o", str(tmp_path / "out.csv")]
        subprocess.run(words, stdin=file, check=True)
    assert cells(tmp_path / "out.csv")[1][0] == "5"


WORDS = Path(__file__).parent / "words" / "files"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("37_semicolon.csv", [{"years": "1", "location": "Austin, TX", "company": "Acme"}]),
        ("37_tab.csv", [{"years": "5", "metro": "Austin"}]),
        ("43_decimal_comma.csv", [{"years": "2,5", "metro": "Austin"}]),
        ("39_array.json", [{"years": "5", "metro": "Austin"}]),
        ("39_array.jsonl", [{"years": "5", "metro": "Austin"}, {"years": "7", "metro": "Boston"}]),
    ],
)
def test_files_in_the_shapes_that_people_have(
    tmp_path: Path, name: str, wanted: list[dict[str, str]]
) -> None:
    assert price(WORDS / name, tmp_path / "out.csv").rows_out == len(wanted)
    header, *found = cells(tmp_path / "out.csv")
    for row, cells_wanted in zip(found, wanted, strict=True):
        assert dict(zip(header, row, strict=True)).items() >= cells_wanted.items()


def test_a_workbook_that_cannot_be_written_fails_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, data: Any) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    later: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", later.append)
    stream = Full()
    writer = WorkbookWriter(stream, ["years"])
    with pytest.raises(xlsxwriter.exceptions.FileCreateError):
        writer.close()
    writer.abandon()
    stream.close()
    del writer
    gc.collect()
    assert not [one for one in later if one.object is zipfile.ZipFile.__del__]
