"""Reported pay in every form that a table comes in: the same rows are the same reports."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import made_reports as made
import pytest
from cli_run import run
from hypothesis import given
from hypothesis import strategies as st

from mlsalary.errors import BadDataError, NotFoundError, UsageError
from mlsalary.evaluation.reported import PayFile, Report, read
from mlsalary.evaluation.reported.columns import THINGS, aliases, columns_said
from mlsalary.reading.headers import FILE, plain_name
from mlsalary.rulebook import Rulebook

pl = pytest.importorskip("polars")
BOOK = Rulebook.shipped()
WORDS = Path(__file__).parent / "words" / "files"
ROWS = [
    {"date": "2021-03", "years": 6.5, "city": "Austin", "state": "TX", "base": 181500, "bonus": 9},
    {"date": "2020-11", "years": 2.0, "city": "Boston", "state": "MA", "base": 150000, "bonus": 0},
    {"date": "2021-07", "years": 11, "city": "Seattle", "state": "WA", "base": 210250, "bonus": 5},
]
Made = dict[str, Any]


def reports(file: Path | PayFile) -> list[Report]:
    """What is read, whatever line it stands in."""
    return [one._replace(line=0) for one in read(file, BOOK).reports]


def as_csv(rows: list[Made], delimiter: str = ",", above: str = "") -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return above + text.getvalue()


def with_commas(rows: list[Made]) -> list[Made]:
    return [{**row, "years": str(row["years"]).replace(".", ",")} for row in rows]


def workbook(path: Path, rows: list[Made]) -> None:
    xlsxwriter: Any = pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("notes").write_row(0, 0, ["nothing", "here"])
        sheet = book.add_worksheet("pay")
        for at, cells in enumerate([list(rows[0]), *(list(row.values()) for row in rows)]):
            sheet.write_row(at, 0, cells)


@pytest.fixture
def plain(tmp_path: Path) -> list[Report]:
    path = tmp_path / "plain.csv"
    path.write_text(as_csv(ROWS), encoding="utf-8")
    found = reports(path)
    assert [one.month for one in found] == ["2021-03", "2020-11", "2021-07"]
    assert [one.place.code for one in found] == ["12420", "14460", "42660"]
    return found


FORMS: dict[str, Callable[[Path], object]] = {
    "a.tsv": lambda path: path.write_text(as_csv(ROWS, "\t"), encoding="utf-8"),
    "pipes.txt": lambda path: path.write_text(as_csv(ROWS, "|"), encoding="utf-8"),
    "semicolons.csv": lambda path: path.write_text(as_csv(with_commas(ROWS), ";"), "utf-8"),
    "sep.csv": lambda path: path.write_text(as_csv(ROWS, ";", "sep=;\n"), encoding="utf-8"),
    "a.csv.gz": lambda path: path.write_bytes(gzip.compress(as_csv(ROWS).encode())),
    "packed.csv": lambda path: path.write_bytes(gzip.compress(as_csv(ROWS).encode())),
    "mark.csv": lambda path: path.write_text(as_csv(ROWS), encoding="utf-8-sig"),
    "a.json": lambda path: path.write_text(json.dumps(ROWS), encoding="utf-8"),
    "a.jsonl": lambda path: path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8"),
    "a.parquet": lambda path: pl.DataFrame(ROWS, strict=False).write_parquet(path),
    "dates.parquet": lambda path: (
        pl.DataFrame(ROWS, strict=False)
        .with_columns(pl.col("date").str.to_date("%Y-%m"))
        .write_parquet(path)
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_file_is_read(name: str, tmp_path: Path, plain: list[Report]) -> None:
    FORMS[name](tmp_path / name)
    assert reports(tmp_path / name) == plain


OPTIONS: dict[str, tuple[Callable[[Path], object], dict[str, Any], list[str]]] = {
    "encoding": (
        lambda path: path.write_text(as_csv(ROWS), encoding="utf-16"),
        {"encoding": "utf-16"},
        ["--encoding", "utf-16"],
    ),
    "lines above": (
        lambda path: path.write_text(as_csv(ROWS, above="Our pay\n\n"), encoding="utf-8"),
        {"skip_lines": 2},
        ["--skip-lines", "2"],
    ),
    "delimiter": (
        lambda path: path.write_text(as_csv(ROWS, "!"), encoding="utf-8"),
        {"delimiter": "!"},
        ["--delimiter", "!"],
    ),
    "format": (
        lambda path: path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8"),
        {"read_as": "jsonl"},
        ["--from", "jsonl"],
    ),
    "sheet": (lambda path: workbook(path, ROWS), {"sheet": "pay"}, ["--sheet", "pay"]),
    "map": (
        lambda path: path.write_text(as_csv(ROWS).replace("base", "wage"), encoding="utf-8"),
        {"columns": {"base": "wage"}},
        ["--map", "base=wage"],
    ),
}


@pytest.mark.parametrize("option", OPTIONS)
def test_the_options_of_batch(option: str, tmp_path: Path, plain: list[Report]) -> None:
    lay, how, words = OPTIONS[option]
    path = tmp_path / ("in.xlsx" if option == "sheet" else "in.csv")
    lay(path)
    assert reports(PayFile(str(path), **how)) == plain
    ran = run("backtest", str(path), *words, "--json")
    assert ran.code == 0, ran.err
    assert ran.json["base"]["n"] == 3


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("as_file", [True, False])
def test_standard_input(
    pack: Callable[[bytes], bytes], as_file: bool, tmp_path: Path, plain: list[Report]
) -> None:
    content = pack(as_csv(ROWS).encode())
    (tmp_path / "in").write_bytes(content)
    script = (
        "from mlsalary.evaluation.reported import read; from mlsalary.rulebook import Rulebook; "
        "found = read('-', Rulebook.shipped()); print(len(found.reports), found.digest)"
    )
    words = [sys.executable, "-c", script]
    if as_file:
        with (tmp_path / "in").open("rb") as stream:
            ran = subprocess.run(words, stdin=stream, capture_output=True, check=True)
    else:
        ran = subprocess.run(words, input=content, capture_output=True, check=True)
    (tmp_path / "in.csv").write_bytes(content)
    assert ran.stdout.decode().split() == ["3", read(tmp_path / "in.csv", BOOK).digest]


def test_dates_as_people_have_them(tmp_path: Path) -> None:
    found = read(WORDS / "45_backtest_dates.csv", BOOK)
    assert [one.month for one in found.reports] == ["2021-06"] * 3
    assert found.rejects == ()
    ran = run("backtest", str(WORDS / "45_backtest_dates.csv"), "--json")
    assert (ran.code, ran.json["base"]["n"]) == (0, 3)
    assert ran.err == "Read: date, years, metro, base.\n"


# Columns -----------------------------------------------------------------------------------------


def found(header: str, row: str, tmp_path: Path, **how: Any) -> Any:
    path = tmp_path / "in.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    return read(PayFile(str(path), **how), BOOK)


def test_columns_by_their_aliases_and_what_was_not_read(tmp_path: Path) -> None:
    header = (
        "timestamp,company,level,totalyearlycompensation,location,yearsofexperience,title,"
        "basesalary,stockgrantvalue,bonus,Education,gender"
    )
    row = "6/7/2021 11:33:27,Google,L5,400000,Seattle,5+ years,SWE,180000,200000,20000,M.S.,"
    told = found(header, row, tmp_path)
    (report,) = told.reports
    assert (report.month, report.rung, report.place.code) == ("2021-06", "senior", "42660")
    assert (report.profile.years, report.profile.degree) == (5, "masters")
    # Money of June 2021 is worth 1.125 as much in May 2025 (data/aging.toml).
    factor = report.base / 180_000
    assert (report.equity, report.bonus, report.total) == pytest.approx(
        (200_000 * factor, 20_000 * factor, 400_000 * factor)
    )
    assert columns_said(told.headers) == (
        "Read: date from timestamp, years from yearsofexperience, level, company, title, metro "
        "from location, degree from Education, base from basesalary, equity from "
        "stockgrantvalue, bonus, total from totalyearlycompensation. Not used: gender."
    )


def test_a_region_is_a_state_where_it_holds_states(tmp_path: Path) -> None:
    told = found("years,city,region,base", "5,Portland,ME,150000", tmp_path)
    assert told.reports[0].place.state == "ME"
    told = found("years,city,region,base", "5,Seattle,West,150000", tmp_path)
    assert "state" not in told.headers.found


def test_a_region_of_another_kind_is_no_state(tmp_path: Path) -> None:
    path = tmp_path / "in.parquet"
    pl.DataFrame({"years": [5], "base": [150_000], "region": [["TX"]]}).write_parquet(path)
    told = read(path, BOOK)
    assert (told.reports[0].place.code, told.headers.likely) == ("US", {"region": "state"})


def test_a_map_the_wrong_way_round_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        found("years,Pay here", "5,150000", tmp_path, columns={"Pay here": "base"})
    assert raised.value.suggestions == ("base=Pay here",)


def test_a_zip_that_lost_its_zero(tmp_path: Path) -> None:
    (report,) = found("years,zip,base", "5,2139,150000", tmp_path).reports
    assert report.place.code == "14460"


@pytest.mark.parametrize(
    ("header", "how", "kind", "code"),
    [
        ("years,salary,base_salary", {}, BadDataError, "column_ambiguous"),
        ("years,wage,x", {"columns": {"base": "pay"}}, NotFoundError, "column_not_found"),
        ("years,base,x", {"columns": {"wage": "base"}}, UsageError, "unknown_column"),
        ("years,base,x", {"sheet": "pay"}, UsageError, "option_without_effect"),
        ("years,base,x", {"delimiter": "::"}, UsageError, "bad_delimiter"),
        ("years,base,x", {"encoding": "utf-99"}, UsageError, "bad_encoding"),
        ("years,base,x", {"read_as": "pdf"}, UsageError, "bad_format"),
    ],
)
def test_what_is_asked_wrongly(
    header: str, how: Any, kind: type[Exception], code: str, tmp_path: Path
) -> None:
    with pytest.raises(kind) as raised:
        found(header, "5,150000,1", tmp_path, **how)
    assert raised.value.code == code  # type: ignore[attr-defined]


def test_an_alias_belongs_to_one_thing() -> None:
    named = BOOK.toml(FILE)["columns"]
    own = aliases(BOOK)
    known = [
        (plain_name(name), thing)
        for thing in THINGS
        for name in {*map(plain_name, (thing, *named.get(thing, ()), *own.get(thing, ())))}
    ]
    assert len({name for name, _ in known}) == len(known)


# Sums --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({"base": "$181,500"}, 181_500),
        ({"base": "181.5k"}, 181_500),
        ({"base": "USD 150,000"}, 150_000),
        ({"base": "$72.50/hr"}, 72.5 * 2080),
        ({"base": "72.50", "interval": "hourly"}, 72.5 * 2080),
        ({"base": "16.5k/mo"}, 198_000),
        ({"base": "16500", "interval": "month"}, 198_000),
        ({"base": "$150K-$180K"}, 165_000),
        ({"base": "150000", "interval": "year", "currency": "USD"}, 150_000),
        ({"base": "150000", "bonus": "15%"}, (150_000, None, 22_500, None)),
        ({"base": "150000", "bonus": "500"}, (150_000, None, 500, None)),
        ({"base": "150000", "bonus": "none", "equity": "n/a"}, 150_000),
        ({"base": "150000", "equity": "2,500/month", "total": "180k"}, (150e3, 30e3, None, 180e3)),
        ({"base": "150"}, 150_000),
        ({"base": "150", "interval": "year"}, 150_000),
        ({"base": "150", "equity": "40", "bonus": "0", "total": "1,190"}, (150e3, 40e3, 0, 1190e3)),
        ({"base": "150", "total": "190000"}, (150_000, None, None, 190_000)),
    ],
)
def test_sums_as_people_write_them(cells: dict[str, str], wanted: Any, tmp_path: Path) -> None:
    row = {"years": "5", **cells}
    quoted = ",".join(f'"{cell}"' for cell in row.values())
    (report,) = found(",".join(row), quoted, tmp_path).reports
    base, equity, bonus, total = wanted if isinstance(wanted, tuple) else (wanted, None, None, None)
    assert report[-4:] == pytest.approx((base, equity, bonus, total))


def test_thousands_only_where_every_base_is_and_then_said(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("years,base\n5,150\n6,162.5\n7,\n8,?\n", encoding="utf-8")
    told = read(path, BOOK)
    assert [one.base for one in told.reports] == [150_000, 162_500]
    (notice,) = told.notices
    assert notice.code == "in_thousands"
    path.write_text("years,base\n5,150\n6,162500\n", encoding="utf-8")
    told = read(path, BOOK)
    assert [one.base for one in told.reports] == [162_500]
    assert [one.code for one in told.rejects] == ["bad_money"]
    assert told.notices == ()
    path.write_text("years,base\n5,72\n6,85\n7,150000 USD\n", encoding="utf-8")
    assert [one.base for one in read(path, BOOK).reports] == [150_000]  # 72 and 85 an hour?


@given(
    rows=st.lists(
        st.tuples(st.integers(16_000, 900_000), st.integers(0, 900_000), st.integers(0, 40)),
        min_size=1,
        max_size=5,
    ),
    write=st.sampled_from(
        [str, "${:,}".format, "{} USD".format, "US$ {:,}".format, "{:,}/yr".format]
    ),
)
def test_an_amount_is_the_same_however_it_is_written(
    rows: list[tuple[int, int, int]],
    write: Callable[[int], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("pay") / "in.csv"
    lines = (f'{years},"{write(base)}","{write(base + more)}"' for base, more, years in rows)
    path.write_text("\n".join(["years,base,total", *lines]) + "\n", encoding="utf-8")
    told = read(path, BOOK)
    assert [(one.base, one.total) for one in told.reports] == [
        (base, base + more) for base, more, _ in rows
    ]
    assert told.notices == ()


# Fit ---------------------------------------------------------------------------------------------


@pytest.mark.thorough("test_a_fitted_model_prices_by_itself_and_is_fitted_again_to_the_same_bytes")
def test_a_fit_says_which_column_was_what_and_is_the_same_from_a_packed_file(
    tmp_path: Path,
) -> None:
    path = made.written(tmp_path / "in.csv", made.rows(700))
    packed = tmp_path / "in.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    models, few = [], made.quick(tmp_path / "quick")
    for number, file in enumerate((path, packed)):
        out = tmp_path / f"{number}.toml"
        ran = run("fit", str(file), "--source", "reported-pay", "--data", few, "-o", str(out))
        assert ran.code == 0, ran.err
        assert ran.err.startswith(
            f"Wrote {out}.\nRead: date, years, level, company, company_level, title, metro, "
        )
        models.append(tomllib.loads(out.read_text(encoding="utf-8")))
    digests = [model["fitted"].pop("digests") for model in models]
    assert digests == [[read(file, BOOK).digest] for file in (path, packed)]
    assert models[0] == models[1]
