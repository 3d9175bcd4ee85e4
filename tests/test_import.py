"""`mlsalary data import`: what an official download becomes, and what becomes of a damaged one."""

from __future__ import annotations

import csv
import io
import itertools
import json
import math
import os
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cli_run import run
from guide_bands import BANDS
from guide_figures import PERCENTILES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from known_words import AREAS
from official_workbooks import (
    COLUMNS,
    OFFICIAL,
    Row,
    archive,
    nation,
    official,
    row,
    whole_release,
    workbook,
    written,
)

from mlsalary import Profile, estimate
from mlsalary.errors import BadDataError, MlsalaryError, NotFoundError, UsageError
from mlsalary.importing import Imported, apart, import_release, store
from mlsalary.importing.reading import Reading, read_download
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.checks.check import problems
from mlsalary.rulebook.oews import wages
from mlsalary.rulebook.releases import newest, releases

TODAY = date(2027, 6, 1)
GROWTH = 1.05


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's data folder of the test's own, which does not exist yet."""
    folder = tmp_path / "home"
    monkeypatch.setenv("MLSALARY_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The official downloads of a May 2026: the figures of May 2025 times GROWTH."""
    rows = whole_release(GROWTH)
    described = workbook({"Sheet1": [["Field", "Field Description"], ["area", "a code"]]})
    contents: dict[str, dict[str, bytes | str]] = {
        "oesm26nat.zip": {
            "oesm26nat/national_M2026_dl.xlsx": official("national_M2026_dl", rows["national"]),
            "oesm26nat/field_descriptions.xlsx": described,
        },
        "oesm26st.zip": {
            "oesm26st/state_M2026_dl.xlsx": official("state_M2026_dl", rows["state"]),
            "oesm26st/~$state_M2026_dl.xlsx": b"a lock file of Excel",
        },
        "oesm26ma.zip": {
            "oesm26ma/": "",
            "oesm26ma/MSA_M2026_dl.xlsx": official("MSA_M2026_dl", rows["metro"]),
            "oesm26ma/BOS_M2026_dl.xlsx": official("BOS_M2026_dl", rows["nonmetro"]),
            "oesm26ma/file_descriptions.xlsx": described,
        },
    }
    folder = tmp_path_factory.mktemp("downloads")
    found = {name: written(folder / name, archive(parts)) for name, parts in contents.items()}
    whole = [_numeric(each) for kind in rows.values() for each in kind]
    of_one_industry = [each | {"NAICS": "541500", "I_GROUP": "4-digit"} for each in whole]
    of_one_owner = [
        each | {"I_GROUP": "cross-industry, ownership", "OWN_CODE": 5} for each in whole
    ]
    broad = [each | {"O_GROUP": "broad", "A_MEAN": 1} for each in whole]
    sheet = [*of_one_industry, *whole, *of_one_owner, *broad]
    name = "all_data_M_2026.xlsx"
    found[name] = written(folder / name, official("All May 2026 data", sheet))
    return found


def _numeric(each: Row) -> Row:
    """The workbook of all data keeps codes as numbers in some years: 6 for 06, 0 for 000000."""
    return each | {"AREA": int(each["AREA"]), "NAICS": 0, "AREA_TYPE": int(each["AREA_TYPE"])}


def imported(file: Path) -> Imported:
    return import_release(file, TODAY)


@pytest.fixture(autouse=True)
def read_here_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each download is read in this process too, where nothing bounds it: the same comes of it."""
    read_there = apart.read_apart

    def both(file: Path, *asked: Any) -> Reading:
        *of_download, _ = asked
        try:
            there = read_there(file, *asked)
        except MlsalaryError as error:
            with pytest.raises(type(error), match=re.escape(error.message)):
                read_download(file, *of_download)
            raise
        assert read_download(file, *of_download) == there
        return there

    monkeypatch.setattr(apart, "read_apart", both)


def one_sheet(tmp_path: Path, *rows: Row, name: str = "state_M2026_dl.xlsx") -> Path:
    return written(tmp_path / name, official(name.removesuffix(".xlsx"), rows))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file beneath a folder, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def refused(file: Path) -> MlsalaryError:
    """The error of an import that must leave everything as it was."""
    home = Path(os.environ["MLSALARY_HOME"])
    before = contents(home)
    with pytest.raises(MlsalaryError) as raised:
        imported(file)
    assert contents(home) == before
    assert raised.value.exit_code == 4, raised.value.message
    return raised.value


# What a sound download becomes


def test_three_archives_are_a_release(downloads: dict[str, Path], home: Path) -> None:
    for name in ("oesm26nat.zip", "oesm26st.zip", "oesm26ma.zip"):
        last = imported(downloads[name])
    assert last.complete
    assert dict(last.held) == AREAS
    folder = home / "rulebook" / "oews" / "2026"
    assert sorted(contents(home)) == [
        f"rulebook/oews/2026/{name}" for name in ("areas.csv", "release.toml", "wages.csv")
    ]
    assert problems(home / "rulebook") == []
    with (folder / "wages.csv").open(encoding="utf-8", newline="") as file:
        lines = {(one["area"], one["occupation"]): one for one in csv.DictReader(file)}
    given = {
        (_code(each), each["OCC_CODE"]): each
        for kind in whole_release(GROWTH).values()
        for each in kind
        if each["OCC_CODE"].startswith("15-")
    }
    assert len(lines) == sum(AREAS.values()) * 3
    for key, line in lines.items():
        if key not in given:
            assert line["missing"] == "all:no_series"
            continue
        for ours, theirs in OFFICIAL.items():
            said = given[key][theirs]
            assert line[ours] == ("" if said in ("*", "**") else f"{said:.10g}"), (key, ours)


def _code(each: Row) -> str:
    return "US" if each["AREA"] == "99" else str(each["AREA"])


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize("order", list(itertools.permutations(("nat", "st", "ma"))))
def test_the_order_of_the_parts_does_not_matter(
    order: tuple[str, ...], downloads: dict[str, Path], home: Path, tmp_path: Path
) -> None:
    for part in order:
        imported(downloads[f"oesm26{part}.zip"])
    in_parts = contents(home)
    os.environ["MLSALARY_HOME"] = str(tmp_path / "other")
    imported(downloads["all_data_M_2026.xlsx"])
    assert contents(tmp_path / "other") == in_parts


def test_places_use_a_release_once_it_covers_the_country(downloads: dict[str, Path]) -> None:
    def used() -> tuple[str, list[str]]:
        book = Rulebook.shipped()
        return newest(book).year, list(releases(book))

    assert used() == ("2025", ["2025"])
    imported(downloads["oesm26nat.zip"])
    assert used() == ("2025", ["2025", "2026"])
    imported(downloads["oesm26ma.zip"])
    assert used() == ("2025", ["2025", "2026"])
    imported(downloads["oesm26st.zip"])
    assert used() == ("2026", ["2025", "2026"])
    san_jose = wages(Rulebook.shipped(), "41940", newest(Rulebook.shipped()).prefix)
    # The shipped mean is 221,710; times 1.05, to ten dollars.
    assert san_jose["15-1252"].mean == pytest.approx(221_710 * 1.05, abs=5)


# What stood in May 2024, the month of the guide's release, for 1 in May 2025, whose money the
# guide's bands are in (data/aging.toml): the pegs' growth of that year is in the bands already.
OF_THE_GUIDE = 0.9772


def test_the_bands_move_with_their_pegs(downloads: dict[str, Path]) -> None:
    imported(downloads["oesm26nat.zip"])
    # Senior is pegged to p90 of software developers: May 2025 has 214,670, of which 1.05 times is
    # 225,400.
    moved = estimate(Profile(level="senior", bls="2026", bands="guide", as_of="2026-05"))
    middle = math.sqrt(math.prod(BANDS["senior", None])) * OF_THE_GUIDE
    assert moved.base.p50 == pytest.approx(middle * 225_400 / guides("15-1252", "p90"), rel=1e-9)
    assert moved.steps[1].sources[0] == "bls-oews-2026"
    # Entry: p50 and p75 of data scientists, 120,230 and 158,880 times 1.05.
    pegs = 126_240 / guides("15-2051", "p50") * 166_820 / guides("15-2051", "p75")
    entry = estimate(Profile(level="entry", bls="2026", bands="guide", as_of="2026-05"))
    middle = math.sqrt(math.prod(BANDS["entry", None]) * pegs) * OF_THE_GUIDE
    assert entry.base.p50 == pytest.approx(middle, rel=1e-9)
    # Each end of the band moves with its own peg, here the lower one further; pay has grown by
    # 2.34% from May 2025 to May 2026 anyway.
    step = next(step for step in entry.steps if step.rule == "release")
    ends = 166_820 / guides("15-2051", "p75"), 126_240 / guides("15-2051", "p50")
    assert (step.low, step.high) == pytest.approx([end * OF_THE_GUIDE / 1.0234 for end in ends])


def test_the_bands_of_managers_move_as_those_of_staff(downloads: dict[str, Path]) -> None:
    """They have no peg of their own."""
    imported(downloads["oesm26nat.zip"])

    def moved(level: str) -> float:
        answer = estimate(Profile(level=level, bls="2026", bands="guide", as_of="2026-05"))
        return next(step.factor for step in answer.steps if step.rule == "release")

    assert moved("director") == pytest.approx(moved("staff"))
    assert moved("staff") != pytest.approx(moved("entry"), rel=1e-4)


def guides(occupation: str, percentile: str) -> float:
    """A wage of the guide's own release, US dollars a year."""
    return PERCENTILES[occupation]["annual"][percentile]


def test_the_release_is_a_source_of_the_answer(downloads: dict[str, Path]) -> None:
    imported(downloads["all_data_M_2026.xlsx"])
    answer = run("estimate", "--level", "mid", "--metro", "Boise", "--bls", "2026", "--json").json
    named = {source["id"]: source for source in answer["sources"]}
    assert named["bls-oews-2026"]["period"] == "2026-05"
    assert named["bls-oews-2026"]["publisher"] == "U.S. Bureau of Labor Statistics"
    asked = {one for step in answer["steps"] for one in step["sources"] if step["rule"] != "aging"}
    asked |= {one for check in answer["crosschecks"] for one in check["sources"]}
    assert asked <= named.keys()
    assert "bls-oews-2025" not in asked  # but in the money: how pay grew to May 2025


def test_bands_need_the_nation(downloads: dict[str, Path]) -> None:
    imported(downloads["oesm26st.zip"])
    with pytest.raises(NotFoundError, match=r"oesm26nat\.zip"):
        estimate(Profile(level="mid", bls="2026"))
    assert run("estimate", "--level", "mid", "--state", "CA").code == 0


def test_what_stands_for_a_figure_becomes_its_reason(tmp_path: Path) -> None:
    missing = dict.fromkeys(OFFICIAL.values(), "*") | {"TOT_EMP": "**", "EMP_PRSE": "**"}
    wages_only = {"TOT_EMP": "**", "EMP_PRSE": "**"}
    rows = [
        row(AREA="01", PRIM_STATE="AL", AREA_TITLE="Alabama", A_PCT90="#"),
        row(AREA="02", PRIM_STATE="AK", AREA_TITLE="Alaska", **missing),
        row(AREA="04", PRIM_STATE="AZ", AREA_TITLE="Arizona", **wages_only),
        row(**dict.fromkeys(list(OFFICIAL.values())[2:], "*"), HOURLY=True),
        row(AREA="08", PRIM_STATE="CO", AREA_TITLE="Colorado", A_PCT75=239_000, MEAN_PRSE=10.1),
        row(AREA="09", PRIM_STATE="CT", AREA_TITLE="Connecticut", TOT_EMP="1,520", EMP_PRSE="3.0"),
    ]
    imported(one_sheet(tmp_path, *rows))
    book = Rulebook.shipped()
    found = {code: wages(book, code, "oews/2026/") for code in ("01", "02", "04", "06", "08", "09")}
    assert found["01"]["15-1252"].missing == ("p90:above_cap",)
    assert found["01"]["15-1252"].p90 is None
    assert found["01"]["15-1252"].p75 == 210_000
    assert found["02"]["15-1252"].missing == ("all:not_released",)
    assert found["04"]["15-1252"].missing == ("employment:not_released",)
    assert found["06"]["15-1252"].missing == ("wages:hourly_only",)
    assert found["06"]["15-1252"].employment == 300_000
    assert found["08"]["15-1252"].flags == ("collapsed", "large_error")
    assert (found["09"]["15-1252"].employment, found["09"]["15-1252"].employment_rse) == (1520, 3)
    assert found["09"]["15-2051"].missing == ("all:no_series",)


def test_codes_are_written_as_the_rulebook_writes_them(tmp_path: Path) -> None:
    metro = {"AREA_TYPE": "4", "AREA_TITLE": "San Jose-Sunnyvale-Santa Clara, CA"}
    rural = {"AREA_TYPE": 6, "AREA_TITLE": "Northwest Alabama nonmetropolitan area"}
    rows = [
        nation(AREA=99, AREA_TYPE=1),
        row(AREA="0041940", **metro),
        row(AREA=100_001, PRIM_STATE="AL", **rural),
        row(AREA=6),
        row(AREA="66", AREA_TYPE="3", PRIM_STATE="GU", AREA_TITLE="Guam"),
    ]
    imported(one_sheet(tmp_path, *rows, name="all_data_M_2026.xlsx"))
    home = Path(os.environ["MLSALARY_HOME"])
    text = (home / "rulebook/oews/2026/areas.csv").read_text(encoding="utf-8")
    assert text.splitlines() == [
        "code,name,kind,state",
        "0100001,Northwest Alabama nonmetropolitan area,nonmetro,AL",
        "06,California,state,CA",
        '41940,"San Jose-Sunnyvale-Santa Clara, CA",metro,CA',
        "66,Guam,state,GU",
        "US,U.S.,national,",
    ]


def test_a_corrected_figure_goes_over_the_one_that_is_there(tmp_path: Path) -> None:
    imported(one_sheet(tmp_path, row(), nation()))
    imported(one_sheet(tmp_path, row(A_MEAN=181_000)))
    book = Rulebook.shipped()
    assert wages(book, "06", "oews/2026/")["15-1252"].mean == 181_000
    assert wages(book, "US", "oews/2026/")["15-1252"].mean == 180_000


def test_a_correction_of_the_shipped_release_keeps_the_rest_of_it(tmp_path: Path) -> None:
    file = tmp_path / "state_M2025_dl.xlsx"
    done = imported(written(file, official(file.stem, [row(A_MEAN=181_000)], 2025)))
    assert done.complete
    book = Rulebook.shipped()
    release = newest(book)
    assert (release.year, release.prefix) == ("2025", "oews/2025/")
    assert wages(book, "06", release.prefix)["15-1252"].mean == 181_000
    assert wages(book, "41940", release.prefix) == wages(book, "41940")


def test_a_folder_of_ones_own_goes_over_an_imported_release(
    downloads: dict[str, Path], tmp_path: Path
) -> None:
    imported(downloads["all_data_M_2026.xlsx"])
    shipped = Rulebook.shipped()
    low, high = BANDS["senior", None]
    text = shipped.path("guide/experience.toml").read_text(encoding="utf-8")
    assert text.count(f"base_high = {high}\n") == 1
    own = tmp_path / "own"
    changed = text.replace(f"base_high = {high}\n", f"base_high = {high + 10_000}\n")
    written(own / "guide/experience.toml", changed.encode())
    options = ("--level", "senior", "--bands", "guide", "--bls", "2026", "--data", str(own))
    answer = run("estimate", *options, "--as-of", "2026-05", "--json").json
    middle = math.sqrt(low * (high + 10_000)) * 225_400 / guides("15-1252", "p90") * OF_THE_GUIDE
    assert answer["base"]["p50"] == pytest.approx(middle, rel=1e-9)


# What a download may not be


def test_the_same_release_twice(downloads: dict[str, Path]) -> None:
    imported(downloads["oesm26st.zip"])
    imported(downloads["oesm26nat.zip"])
    for name in ("oesm26st.zip", "oesm26nat.zip"):
        error = refused(downloads[name])
        assert error.code == "already_imported"
        assert "May 2026" in error.message


def test_the_shipped_release_is_there_already(tmp_path: Path) -> None:
    rows = whole_release(1.0)["state"]
    file = written(tmp_path / "state_M2025_dl.xlsx", official("state_M2025_dl", rows, 2025))
    assert refused(file).code == "already_imported"


@pytest.mark.parametrize(
    ("name", "stem", "year"),
    [
        ("state_M2026_dl.xlsx", "state_M2026_dl", 2025),
        ("state_M2025_dl.xlsx", "state_M2026_dl", 2026),
        ("oesm25st.xlsx", "wages", 2026),
        ("wages.xlsx", "All May 2025 data", 2026),
    ],
)
def test_two_years_in_one_file(name: str, stem: str, year: int, tmp_path: Path) -> None:
    error = refused(written(tmp_path / name, official(stem, [row()], year)))
    assert error.code == "year_conflict"
    assert "2025" in error.message
    assert "2026" in error.message


def test_two_years_in_one_archive(tmp_path: Path) -> None:
    parts = {
        f"state_M{year}_dl.xlsx": official(f"state_M{year}_dl", [row()], year)
        for year in (2025, 2026)
    }
    assert refused(written(tmp_path / "both.zip", archive(parts))).code == "year_conflict"


def test_no_year_anywhere(tmp_path: Path) -> None:
    sheet = [list(COLUMNS), [row()[column] for column in COLUMNS]]
    file = written(tmp_path / "wages.xlsx", workbook({"Sheet1": sheet}))
    assert refused(file).code == "year_unknown"
    named = written(tmp_path / "state_M2026_dl.xlsx", workbook({"Sheet1": sheet}))
    assert imported(named).year == "2026"


@pytest.mark.parametrize("column", ["AREA", "AREA_TYPE", "OCC_CODE", "A_MEAN", "A_PCT90"])
def test_a_workbook_without_a_column(column: str, tmp_path: Path) -> None:
    columns = [name for name in COLUMNS if name != column]
    sheet = official("state_M2026_dl", [row()], columns=columns)
    error = refused(written(tmp_path / "state_M2026_dl.xlsx", sheet))
    assert error.code == "column_missing"
    assert f"lacks the column {column}." in error.message


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"A_MEAN": "about 180000"}, 'A_MEAN "about 180000" is not a number'),
        ({"A_PCT10": -5}, 'A_PCT10 "-5" is not a number'),
        ({"TOT_EMP": "nan"}, 'TOT_EMP "nan" is not a number'),
        ({"A_MEDIAN": "#N/A"}, 'A_MEDIAN "#N/A" is not a number'),
        ({"A_MEDIAN": ""}, "A_MEDIAN is empty"),
        ({"A_MEDIAN": 86.54}, 'A_MEDIAN "86.54" is not a yearly wage'),
        ({"A_MEDIAN": 17_000_000}, "A_MEDIAN"),
        ({"AREA_TYPE": "7"}, 'AREA_TYPE "7" is not one of 1, 2, 3, 4, 6'),
        ({"AREA": "Calif"}, 'AREA "Calif" is not the code of a state area'),
        ({"AREA": "41940"}, 'AREA "41940" is not the code of a state area'),
        ({"AREA": "99", "AREA_TYPE": 1, "AREA_TITLE": ""}, "AREA_TITLE is empty"),
    ],
)
def test_a_cell_that_makes_no_sense(changes: Row, says: str, tmp_path: Path) -> None:
    error = refused(one_sheet(tmp_path, nation(), row(), row(OCC_CODE="15-2051", **changes)))
    assert error.code == "bad_cell"
    # The header is the first row, so the third row of figures is the fourth of the sheet.
    assert 'state_M2026_dl.xlsx, sheet "state_M2026_dl", row 4: ' in error.message
    assert says in error.message


@pytest.mark.parametrize(
    ("rows", "code", "says"),
    [
        ([row(A_PCT25=80_000)], "release_faulty", "p25 is 80000, below p10 = 90000"),
        ([row(PRIM_STATE="XX")], "release_faulty", '"XX" is not in states.csv'),
        ([row(), row(A_MEAN=181_000)], "cell_twice", "15-1252 in area 06 is listed twice"),
        ([row(OCC_CODE="43-9061")], "nothing_to_import", "15-1252"),
        ([row(NAICS="541500", I_GROUP="4-digit")], "nothing_to_import", "across all industries"),
        ([], "nothing_to_import", "15-1252"),
        # California's developers have 186,770 in the shipped release: 400,000 is 2.14 times that.
        ([row(A_MEAN=400_000)], "implausible", "2.1 times"),
        ([row(A_MEAN=60_000)], "implausible", "0.32 times"),
    ],
)
def test_figures_that_make_no_release(
    rows: list[Row], code: str, says: str, tmp_path: Path
) -> None:
    error = refused(one_sheet(tmp_path, *rows))
    assert error.code == code
    assert says in error.message


def test_the_same_row_twice_is_no_fault(tmp_path: Path) -> None:
    assert imported(one_sheet(tmp_path, row(), row())).read == {"state": 1}


def _truncated() -> bytes:
    whole = archive({"state_M2026_dl.xlsx": official("state_M2026_dl", [row()])})
    return whole[: len(whole) * 2 // 3]


def _with_flag(content: bytes, at: int, value: int) -> bytes:
    """An archive whose first member's header says otherwise, in both places where it stands."""
    changed = bytearray(content)
    central = content.index(b"PK\x01\x02")
    changed[6 + at] = value
    changed[central + 8 + at] = value
    return bytes(changed)


def _link() -> bytes:
    member = zipfile.ZipInfo("state_M2026_dl.xlsx")
    member.create_system = 3
    member.external_attr = 0o120777 << 16
    return archive_of([(member, b"/etc/passwd")])


def archive_of(members: list[tuple[zipfile.ZipInfo | str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, content in members:
            packed.writestr(member, content)
    return out.getvalue()


def _bomb() -> bytes:
    return archive({"state_M2026_dl.xlsx": b"\0" * 30_000_000})


def _hidden_bomb() -> bytes:
    """A workbook whose sheet says that it has 100 bytes, and has 30 million."""
    zeros = archive({"xl/workbook.xml": "", "xl/worksheets/sheet1.xml": b" " * 30_000_000})
    honest = (30_000_000).to_bytes(4, "little")
    assert zeros.count(honest) == 2
    return archive({"state_M2026_dl.xlsx": zeros.replace(honest, (100).to_bytes(4, "little"))})


def _far_cells() -> bytes:
    far = b'<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    sheet = [list(COLUMNS), [row()[column] for column in COLUMNS]]
    return workbook({"state_M2026_dl": sheet}, extra=far)


GOOD = "state_M2026_dl.xlsx"
DAMAGED: dict[str, tuple[str, Callable[[], bytes], str, str]] = {
    "truncated": ("oesm26st.zip", _truncated, "archive_damaged", "Download it again"),
    "not a zip": ("oesm26st.zip", lambda: b"wages", "not_an_archive", "neither a zip archive"),
    "empty": ("oesm26st.zip", lambda: b"", "not_an_archive", "is empty"),
    "a web page": (
        "oesm26st.zip",
        lambda: b"\n<!DOCTYPE html><title>Access Denied</title>",
        "not_an_archive",
        "web page",
    ),
    "an old workbook": (
        "state.xls",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        "not_an_archive",
        "password-protected",
    ),
    "encrypted": (
        "oesm26st.zip",
        lambda: _with_flag(archive({GOOD: official("x", [row()])}), 0, 1),
        "archive_encrypted",
        "encrypted",
    ),
    "an unknown packing": (
        "oesm26st.zip",
        lambda: _with_flag(archive({GOOD: official("x", [row()])}), 2, 99),
        "archive_damaged",
        "cannot be unpacked",
    ),
    "outside": (
        "oesm26st.zip",
        lambda: archive({f"../../{GOOD}": official("x", [row()])}),
        "archive_unsafe",
        "outside its folder",
    ),
    "outside, as Windows writes it": (
        "oesm26st.zip",
        lambda: archive({f"..\\{GOOD}": official("x", [row()])}),
        "archive_unsafe",
        "outside its folder",
    ),
    "absolute": (
        "oesm26st.zip",
        lambda: archive({f"/etc/{GOOD}": official("x", [row()])}),
        "archive_unsafe",
        "outside its folder",
    ),
    "a link": ("oesm26st.zip", _link, "archive_unsafe", "outside its folder"),
    "an archive within": (
        "oesm26.zip",
        lambda: archive({"oesm26st.zip": archive({GOOD: official("x", [row()])})}),
        "archive_unsafe",
        "another archive, oesm26st.zip",
    ),
    "too many files": (
        "oesm26st.zip",
        lambda: archive({f"{i}.txt": "" for i in range(300)}),
        "archive_too_large",
        "300 files",
    ),
    "a bomb": ("oesm26st.zip", _bomb, "archive_too_large", "200 times its size"),
    "a bomb that lies": ("oesm26st.zip", _hidden_bomb, "archive_too_large", "200 times its size"),
    "far cells": (GOOD, _far_cells, "archive_too_large", "beyond column AZ"),
    "no workbook in it": (
        "oesm26st.zip",
        lambda: archive({"readme.txt": "hello"}),
        "nothing_to_import",
        "oesmYYst.zip",
    ),
    "a workbook in name only": (
        "oesm26st.zip",
        lambda: archive({GOOD: archive({"a.txt": "a"})}),
        "not_a_workbook",
        "not an Excel workbook",
    ),
    "no sheet of wages": (
        GOOD,
        lambda: workbook({"Notes": [["Hello"], ["World"]], "Other": []}),
        "sheet_missing",
        '"Notes", "Other"',
    ),
    "an empty workbook": (GOOD, lambda: workbook({"Sheet1": []}), "sheet_missing", '"Sheet1"'),
    "no XML": (
        GOOD,
        lambda: archive({"xl/workbook.xml": "<", "[Content_Types].xml": "<"}),
        "archive_damaged",
        "not a readable workbook",
    ),
}


@pytest.mark.thorough(every=4)
@pytest.mark.parametrize("case", DAMAGED)
@pytest.mark.parametrize("before", [False, True], ids=["first", "over another"])
def test_a_damaged_download(case: str, before: bool, tmp_path: Path) -> None:
    if before:
        imported(one_sheet(tmp_path / "before", row(A_MEAN=170_000), nation()))
    name, content, code, says = DAMAGED[case]
    error = refused(written(tmp_path / name, content()))
    assert error.code == code, error.message
    assert says in error.message
    assert name in error.message


def test_two_files_of_one_name(tmp_path: Path) -> None:
    good = official("state_M2026_dl", [row()])
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = archive_of([(GOOD, good), (GOOD, good)])
    assert refused(written(tmp_path / "oesm26st.zip", content)).code == "archive_unsafe"


def test_more_bytes_than_a_download_has(tmp_path: Path) -> None:
    file = tmp_path / "oesm26all.zip"
    with file.open("wb") as sparse:
        sparse.truncate(250_000_001)
    assert refused(file).code == "archive_too_large"


@pytest.mark.parametrize(
    ("name", "code"), [("nowhere.zip", "file_not_found"), (".", "cannot_read")]
)
def test_no_such_file(name: str, code: str, tmp_path: Path) -> None:
    error = refused(tmp_path / name)
    assert error.code == code
    assert str(tmp_path) in error.message


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_is_a_bug(data: st.DataObject, tmp_path: Path) -> None:
    """Bytes changed anywhere, in the archive or in a part of the workbook: read, or refused."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(apart, "read_apart", lambda *args: read_download(*args[:-1]))  # no process
        _damaged_or_read(data, tmp_path)


def _damaged_or_read(data: st.DataObject, tmp_path: Path) -> None:
    inner = official("state_M2026_dl", [row(), nation()])
    if data.draw(st.booleans(), label="inside the workbook"):
        with zipfile.ZipFile(io.BytesIO(inner)) as whole:
            parts = {name: bytearray(whole.read(name)) for name in whole.namelist()}
        name = data.draw(st.sampled_from(sorted(parts)))
        _damage(data, parts[name])
        content = archive({each: bytes(part) for each, part in parts.items()})
    else:
        changed = bytearray(archive({GOOD: inner}))
        _damage(data, changed)
        content = bytes(changed)
    file = written(tmp_path / "any.zip", content)
    try:
        imported(file)
    except BadDataError:
        pass
    else:
        assert problems(Path(os.environ["MLSALARY_HOME"]) / "rulebook") == []


def _damage(data: st.DataObject, content: bytearray) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))


# What else may go wrong


def test_a_disk_that_fills_up_while_it_is_written(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(one_sheet(tmp_path, row(), nation()))
    write, seen = store._write, []

    def full(path: Path, text: str) -> None:
        seen.append(path.name)
        if len(seen) == 2:
            path.write_text(text[:10], encoding="utf-8")
            raise OSError(28, "No space left on device")
        write(path, text)

    monkeypatch.setattr(store, "_write", full)
    error = refused(one_sheet(tmp_path, row(A_MEAN=181_000)))
    assert error.code == "cannot_write"
    assert "No space left on device" in error.message
    assert "Nothing was changed" in error.message


def test_a_disk_that_is_full(downloads: dict[str, Path], tmp_path: Path, home: Path) -> None:
    """The system itself refuses: no file of the import may grow beyond 20,000 bytes."""
    imported(one_sheet(tmp_path, row(), nation()))
    before = contents(home)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mlsalary",
            "data",
            "import",
            str(downloads["oesm26ma.zip"]),
            "--json",
        ],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert (done.returncode, done.stdout) == (4, "")
    error = json.loads(done.stderr)
    assert (error["schema"], error["code"]) == ("mlsalary/error/1", "cannot_write")
    assert contents(home) == before


def test_a_home_that_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLSALARY_HOME", str(written(tmp_path / "file", b"")))
    with pytest.raises(BadDataError) as raised:
        imported(one_sheet(tmp_path, row()))
    assert raised.value.code == "cannot_write"


def test_one_import_at_a_time(tmp_path: Path, home: Path) -> None:
    file = one_sheet(tmp_path, row())
    with store.turn(home):
        assert refused(file).code == "import_under_way"
    assert imported(file).year == "2026"


def test_a_release_that_somebody_damaged_is_not_built_upon(tmp_path: Path, home: Path) -> None:
    imported(one_sheet(tmp_path, row(), nation()))
    wages_file = home / "rulebook/oews/2026/wages.csv"
    wages_file.write_text(wages_file.read_text("utf-8").replace("180000", "x"), encoding="utf-8")
    error = refused(one_sheet(tmp_path, row(A_MEAN=181_000)))
    assert error.code == "release_damaged"
    assert "wages.csv, line" in error.message


def test_the_reader_is_an_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(UsageError, match=r'\[xlsx\]"$') as raised:
        imported(one_sheet(tmp_path, row()))
    assert raised.value.code == "extra_missing"


def test_the_command_says_what_it_did(downloads: dict[str, Path], home: Path) -> None:
    said = run("data", "import", str(downloads["oesm26ma.zip"]))
    assert (said.code, said.err) == (0, "")
    held = f"{AREAS['metro']} metros and {AREAS['nonmetro']} nonmetropolitan areas"
    assert held in said.out
    assert "oesm26nat.zip" in said.out  # what is still wanted
    answer: Any = run("data", "import", str(downloads["oesm26nat.zip"]), "--json").json
    assert (answer["schema"], answer["action"]) == ("mlsalary/data/1", "import")
    by_kind = {each["kind"]: each for each in answer["rows"]}
    assert (by_kind["national"]["areas_read"], by_kind["metro"]["areas_read"]) == (1, 0)
    assert by_kind["metro"]["areas_at_hand"] == AREAS["metro"]
    assert [one["id"] for one in answer["sources"]] == ["bls-oews-2026"]
    codes = [warning["code"] for warning in answer["warnings"]]
    assert codes == ["release_incomplete", "bls_after_retrieval"]
    again = run("data", "import", str(downloads["oesm26nat.zip"]), "--json")
    assert (again.code, again.out) == (4, "")
    assert again.error["code"] == "already_imported"
