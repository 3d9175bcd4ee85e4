"""The delimiter of a CSV file: said, written in its first line, or found, and never guessed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_batch import BOOK, cells, price, rejected

from mlsalary.batch.csv_reader import CsvReader
from mlsalary.batch.delimiters import delimiter_found, delimiter_named
from mlsalary.batch.limits import limits_of
from mlsalary.errors import BadDataError, UsageError
from mlsalary.files.spreadsheet import csv_lines

LIMITS = limits_of(BOOK)
PIECES = st.sampled_from(
    [*"ab5,;|\t", "\n", '"', " ", "é", "sep=", "\r", "5,5", "Austin, TX", "cv;nlp"]
)
CELLS = st.lists(PIECES, max_size=4).map("".join)
NAMES = st.lists(PIECES, min_size=1, max_size=3).map("".join)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A header and rows of two columns or more."""
    width = draw(st.integers(2, 5))
    header = draw(st.lists(NAMES, min_size=width, max_size=width))
    row = st.lists(CELLS, min_size=width, max_size=width)
    return [header, *draw(st.lists(row, max_size=6))]


@settings(max_examples=1_500)
@given(tables(), st.sampled_from(",;\t|"))
def test_the_delimiter_of_any_table_is_found_or_the_table_is_refused(
    table: list[list[str]], sign: str
) -> None:
    data = csv_lines(table, sign).encode()
    if data.lower().startswith((b"sep=", b'"sep=')):
        return  # the file says so itself
    try:
        reader = CsvReader(io.BytesIO(data), None, "utf-8", "x", LIMITS)
    except BadDataError as error:
        if error.code != "delimiter_unclear":
            raise
        return
    assert (reader.delimiter, reader.names) == (sign, table[0])
    rows = [list(row.values()) for chunk in reader.chunks() for row in chunk.table.to_pylist()]
    assert [[cell or "" for cell in row] for row in rows] == table[1:]


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("years,metro\n5,Austin\n", ","),
        ("years;metro\n2,5;Austin\n", ";"),
        ("years\tmetro\n5\tAustin, TX\n", "\t"),
        ("years|metro|spec\n5|Austin, TX|cv;nlp\n", "|"),
        ("company;title;location;years\nAcme;SWE;Austin, TX;1\nBeta;SRE;NYC;2\n", ";"),
        ('years,metro,spec\n5,"Austin; or not",cv;nlp\n', ","),
        ('"years, in all";metro\n5;Austin\n6;Boston\n', ";"),
        ("years,a;b\n5,x\n6,y\n", ","),  # the semicolon fits the header alone
        ("years,metro\n5\n6,NYC,x\n7,Austin\n", ","),  # ragged lines are for the reader of lines
        ("years\n5\n6\n", ","),  # one column
        ("years\n2;5\n", ","),
        ("years,metro", ","),
    ],
)
def test_what_the_first_records_show(text: str, sign: str) -> None:
    assert delimiter_found(text.encode(), "x") == sign


def test_two_delimiters_that_fit_alike_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("years;a,metro;b\n5;1,Austin;2\n")
    with pytest.raises(BadDataError, match=r"comma or semicolon.*--delimiter comma") as caught:
        price(tmp_path / "in.csv", tmp_path / "out.csv")
    assert caught.value.code == "delimiter_unclear"
    assert price(tmp_path / "in.csv", tmp_path / "out.csv", delimiter=",", columns={
        "years": "years;a"}).rows_in == 1  # fmt: skip


@pytest.mark.parametrize(
    ("said", "sign"),
    [("comma", ","), ("semicolon", ";"), ("Tab", "\t"), (r"\t", "\t"), ("\t", "\t"), ("pipe", "|"),
     ("^", "^")],
)  # fmt: skip
def test_a_delimiter_by_its_sign_or_name(tmp_path: Path, said: str, sign: str) -> None:
    assert delimiter_named(said) == sign
    (tmp_path / "in.csv").write_text(f"years{sign}metro\n5{sign}Austin\n")
    price(tmp_path / "in.csv", tmp_path / "out.csv", delimiter=said)
    assert cells(tmp_path / "out.csv")[1][:2] == ["5", "Austin"]


@pytest.mark.parametrize("said", ["", ",,", "colon", '"', "\n", "é"])
def test_what_is_no_delimiter(said: str) -> None:
    with pytest.raises(UsageError, match=r"is not a delimiter.*comma, semicolon, tab, pipe"):
        delimiter_named(said)


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"', "\ufeffsep=;"])
def test_a_line_of_excel_that_says_it(tmp_path: Path, first: str) -> None:
    (tmp_path / "in.csv").write_text(
        f"{first}\r\nyears;metro\r\n5;Austin\r\nx;Boston\r\n", "utf-8", newline=""
    )
    price(tmp_path / "in.csv", tmp_path / "out.csv")
    assert cells(tmp_path / "out.csv")[1][:2] == ["5", "Austin"]
    assert [one["line"] for one in _semicolons(tmp_path / "out.csv.rejects.csv")] == ["4"]


def test_lines_above_the_header_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("Report; of, 2026\n\nsep=;\nyears;metro\n2,5;Austin\nx;NYC\n")
    price(tmp_path / "in.csv", tmp_path / "out.csv", skip_lines=2)
    assert cells(tmp_path / "out.csv")[1][:2] == ["2,5", "Austin"]
    assert [one["line"] for one in _semicolons(tmp_path / "out.csv.rejects.csv")] == ["6"]
    with pytest.raises(BadDataError, match="is empty"):
        price(tmp_path / "in.csv", tmp_path / "out.csv", skip_lines=99, force=True)
    with pytest.raises(BadDataError, match="is empty"):  # at once
        price(tmp_path / "in.csv", tmp_path / "out.csv", skip_lines=10**20, force=True)


def test_a_decimal_comma_comes_with_the_semicolon_alone(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("years;metro;own\n2,5;Austin;2,5\n 10,25 ;Austin;\n")
    (tmp_path / "b.csv").write_text("years;metro;own\n2.5;Austin;\n10.25;Austin;\n")
    (tmp_path / "c.csv").write_text('years,metro\n"2,5",Austin\n')
    for name in ("a", "b", "c"):
        price(tmp_path / f"{name}.csv", tmp_path / f"{name}.out.csv")
    first, second = cells(tmp_path / "a.out.csv"), cells(tmp_path / "b.out.csv")
    assert [row[3:] for row in first] == [row[3:] for row in second]
    assert [row[:3] for row in first[1:]] == [["2,5", "Austin", "2,5"], [" 10,25 ", "Austin", ""]]
    assert [one["code"] for one in rejected(tmp_path / "c.out.csv")] == ["bad_years"]


def test_three_digits_behind_a_comma_are_thousands_of_pay(tmp_path: Path) -> None:
    rows = [("5", "150,000"), ("5", "150000,5"), ("5,125", "150000")]
    text = "".join(f"{years};Austin;{pay}\n" for years, pay in rows)
    (tmp_path / "in.csv").write_text(f"years;metro;pay\n{text}")
    price(tmp_path / "in.csv", tmp_path / "out.csv", pay="pay")
    with_pay, with_cents, between = cells(tmp_path / "out.csv")[1:]
    assert abs(float(with_pay[-2]) - float(with_cents[-2])) < 0.01
    (tmp_path / "plain.csv").write_text("years,metro\n5.125,Austin\n")
    price(tmp_path / "plain.csv", tmp_path / "plain.out.csv")
    assert between[3:13] == cells(tmp_path / "plain.out.csv")[1][2:12]


def _semicolons(path: Path) -> list[dict[str, str]]:
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
