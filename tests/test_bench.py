"""What `make bench` measures: every script runs on a few rows, and ratios follow from seconds."""

# ruff: noqa: E402  (scripts/ is no package)

from __future__ import annotations

import platform
import re
import subprocess
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts" / "bench"))

import calls
import everything
import files
import floor
import frames
import growth
import in_postgres
import loops
import machine
import made_files
import places
import processes
import report
import spark_files
import startup
import tables
import warehouses
from measured import (
    CallRow,
    Check,
    Cost,
    FileRow,
    FrameRow,
    GrowthRow,
    LoopRow,
    PlaceRow,
    Results,
    ScriptRow,
    SparkRow,
    StartRow,
    WarehouseRow,
)


def cells(table: str) -> list[list[str]]:
    """The lines of a table under its heads."""
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in table.splitlines()[2:]]


# From seconds to ratios --------------------------------------------------------------------------

# 500,000 rows: 2 s against a floor of 0.5 s are 250,000 a second, 25%, and 3 processor seconds are
# 6 a million. A tenth refused takes 2.5 s: 20% of the floor, and 2 / 2.5 = 80% of the same
# unrefused.
FLOOR = Cost(0.5, 0.9, 100)
FEW = FileRow("few", 500_000, Cost(2.0, 3.0, 600), FLOOR, least=0.36)
REFUSED = FileRow("refused", 500_000, Cost(2.5, 4.0, 601), FLOOR, 0.8, FEW.priced)
PAY = FileRow("pay", 500_000, Cost(4.0, 5.0, 300), FLOOR)
GROWTH = [
    GrowthRow("rows", 1_000, 1_000, Cost(0.01, 0.02, 200)),
    GrowthRow("rows", 4_000, 4_000, Cost(0.02, 0.04, 250)),
    GrowthRow("places", 10, 2_000, Cost(0.03, 0.06, 700)),
]
FRAMES = [
    FrameRow("Polars", "years", 500_000, 1.0, 0.5, 1.5),
    FrameRow("pandas", "years", 500_000, 3.0, 2.0),
]
LOOPS = [LoopRow("a loop", 1_000, 0.4), LoopRow("a regressor", 1_000, None)]
CALLS = [CallRow("one", 0.0004), CallRow("other", 0.0006)]
PLACES = [PlaceRow("Boise", 0.0001, 0.0004)]
STARTS = [StartRow("estimate", 0.1, 0.02, 7), StartRow("--help", 0.4, 0.02, 14)]
STARTS += [StartRow("batch", 0.5, 0.02)]
SPARK = [SparkRow("CSV", 500_000, Cost(9, 20.0, 100), Cost(9, 15.0, 100), Cost(1, 2.5, 100), 12)]
SPARK += [SPARK[0]._replace(name="Parquet", spark=Cost(9, 22.0, 100))]
WAREHOUSES = [WarehouseRow("few", 500_000, Cost(9, 0.5, 100), Cost(9, 1.5, 100))]
WAREHOUSES += [WAREHOUSES[0]._replace(postgres=None)]
SCRIPTS = [ScriptRow("trino", Cost(2.25, 1.5, 100), 2_345_678)]
MACHINE = {"date": "2026-11-27", "cores": "2"}
RESULTS = Results(
    MACHINE, [FEW, REFUSED, PAY], GROWTH, FRAMES, LOOPS, CALLS, PLACES, STARTS,
    SPARK, WAREHOUSES, SCRIPTS,
)  # fmt: skip


def test_files_are_shares_of_their_floor() -> None:
    assert cells(tables.files(RESULTS.files)) == [
        ["few", "500,000", "250,000", "**25%, missed**", "", "at least 36%", "6.00", "600", "100"],
        [
            "refused", "500,000", "200,000", "20%", "80%", "at least 80%", "8.00",
            "**601, missed**", "100",
        ],
        ["pay", "500,000", "125,000", "12%", "", "", "10.00", "300", "100"],
    ]  # fmt: skip


def test_growth_is_a_multiple_of_the_first_of_its_kind() -> None:
    assert cells(tables.growth(GROWTH)) == [
        ["1,000 rows", "1,000", "10.00", "20.00", "1.00x", "200", "1.00x"],
        ["4,000 rows", "4,000", "5.00", "10.00", "0.50x", "250", "1.25x"],
        ["10 places", "2,000", "15.00", "30.00", "1.00x", "**700, missed**", "1.00x"],
    ]


def test_frames_are_for_a_million_rows() -> None:
    """The bound of 1.5 s is for a million: 1 s for half of them misses it."""
    assert cells(tables.frame_table(FRAMES)) == [
        ["Polars, years", "500,000", "**2.00, missed**", "at most 1.50", "1.00", "1.00x"],
        ["pandas, years", "500,000", "6.00", "", "4.00", "3.00x"],
    ]


def test_other_ways_are_compared_with_the_first_frame() -> None:
    """400 s a million against 2 s."""
    assert cells(tables.loops(LOOPS, FRAMES)) == [
        ["a loop", "1,000", "400.00", "200.00x"],
        ["a regressor", "1,000", "not installed", ""],
    ]


def test_calls_places_and_commands() -> None:
    assert cells(tables.calls(CALLS)) == [["one", "400", "1.00x"], ["other", "600", "1.50x"]]
    assert cells(tables.places(PLACES)) == [["Boise", "100", "0.25x"]]
    assert cells(tables.starts(STARTS)) == [
        ["`estimate`", "100", "5.0x", "at most 7.0x"],
        ["`--help`", "400", "**20.0x, missed**", "at most 14.0x"],
        ["`batch`", "500", "25.0x", ""],
    ]


def test_postgres_is_a_multiple_of_duckdb() -> None:
    """Half a million rows: 1.5 processor seconds against 0.5 are 3 and 1 a million."""
    assert cells(tables.warehouses(WAREHOUSES)) == [
        ["few", "500,000", "1.00", "3.00", "3.0x"],
        ["few", "500,000", "1.00", "not installed", ""],
    ]
    assert cells(tables.scripts(SCRIPTS)) == [
        ["trino", "**2.25, missed**", "at most 2.00", "1.50", "2,346"]
    ]


def test_spark_is_measured_beyond_its_start() -> None:
    """Half a million rows: 20 s less 15 are 10 a million, twice Polars' 5; 22 less 15 are 14."""
    assert cells(tables.spark(SPARK)) == [
        ["CSV", "500,000", "15.0", "10.0", "at most 12.0", "5.00", "2.0x"],
        ["Parquet", "500,000", "15.0", "**14.0, missed**", "at most 12.0", "5.00", "2.8x"],
    ]


@pytest.mark.parametrize(
    ("found", "least", "missed"),
    [(1.0, False, False), (1.1, False, True), (1.0, True, False), (0.9, True, True)],
)
def test_a_bound_is_kept_by_what_is_equal_to_it(found: float, least: bool, missed: bool) -> None:
    assert Check("x", found, 1.0, "{:.1f}", least).missed == missed


def test_the_middle_of_turns_has_the_highest_peak() -> None:
    turns = [Cost(3.0, 5.0, 100), Cost(1.0, 9.0, 300), Cost(2.0, 7.0, 200)]
    assert processes.middle(turns) == Cost(2.0, 7.0, 300)


# The page ----------------------------------------------------------------------------------------


def test_the_page_says_what_was_missed() -> None:
    page = report.page(RESULTS)
    assert "| date | 2026-11-27 |" in page
    assert (
        "Bounds missed:\n\n"
        "- few, share of the floor: 25%, at least 36%\n"
        "- refused, peak MB: 601, at most 600\n"
        "- 10 places, peak MB: 700, at most 600\n"
        "- Polars, years, processor s: 2.00, at most 1.50\n"
        "- --help: 20.0x, at most 14.0x\n"
        "- Spark, Parquet, processor s: 14.0, at most 12.0\n"
        "- SQL for trino, s: 2.25, at most 2.00\n\n"
    ) in page
    assert "which takes 20 ms" in page
    assert "Every bound was kept." in report.page(RESULTS._replace(
        files=[PAY], growth=GROWTH[:2], frames=FRAMES[1:], starts=STARTS[:1],
        spark=SPARK[:1], scripts=[],
    ))  # fmt: skip


def test_a_million_rows_compared_are_a_section_only_if_asked() -> None:
    assert "compared\n" not in report.page(RESULTS)
    page = report.page(RESULTS._replace(million="All equal."))
    assert page.endswith("\n## A million rows compared\n\nAll equal.\n")


def test_every_table_has_lines_of_one_length() -> None:
    for table in re.findall(r"(?:^\|.*\n)+", report.page(RESULTS), re.MULTILINE):
        assert len({line.count("|") for line in table.splitlines()}) == 1
        assert re.fullmatch(r"\|( -+:? \|)+", table.splitlines()[1])


def test_the_shipped_page_has_every_section_and_no_other() -> None:
    first = "kind|file|table|way|call|place|command|format|dialect"
    heads = re.compile(rf"^#+ .*|^\| (?:{first}) \|.*", re.MULTILINE)
    shipped = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert heads.findall(shipped) == heads.findall(report.page(RESULTS))


def test_the_machine_has_no_name_and_no_path() -> None:
    said = machine.described(date(2026, 11, 27))
    assert said["date"] == "2026-11-27"
    assert {"processor", "cores", "memory", "Python", *machine.PACKAGES} <= set(said)
    assert not [value for value in said.values() if "/" in value or value == platform.node()]


def test_the_processor_is_what_linux_says(tmp_path: Path) -> None:
    told = tmp_path / "cpuinfo"
    told.write_text("processor\t: 0\nmodel name\t: Some CPU @ 3 GHz\nprocessor\t: 1\n")
    assert machine.processor(told) == "Some CPU @ 3 GHz"
    assert machine.processor(tmp_path / "none") != ""


def test_a_run_that_misses_bounds_says_so_and_does_not_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    monkeypatch.setattr(everything, "measure", lambda rows, turns, *, million: RESULTS)
    monkeypatch.setattr(sys, "argv", ["everything.py", "--rows", "10", "-o", str(page)])
    everything.main()
    assert page.read_text(encoding="utf-8") == report.page(RESULTS)
    assert "- few, share of the floor: 25%, at least 36%\n" in capsys.readouterr().out


# What is made ------------------------------------------------------------------------------------


def test_kinds_differ_in_what_their_names_say() -> None:
    few, years = made_files.table("few", 3_000), made_files.table("years", 3_000)
    assert few.select("years", "metro", "spec").n_unique() <= 301 * 9 * 3
    assert (years["years"].n_unique(), years["metro"].n_unique()) == (3_000, 50)
    assert years["years"].is_between(0, 30, closed="left").all()
    assert made_files.table("places", 3_000, 10)["metro"].n_unique() == 10
    assert made_files.table("wide", 10, 20).drop("years", "metro", "spec").width == 20
    people = made_files.table("people", 3_000, 100)
    assert people.select(*made_files.PEOPLE).n_unique() == 100


def test_a_tenth_is_refused_of_what_is_the_same_otherwise() -> None:
    few, refused = made_files.table("few", 3_000), made_files.table("refused", 3_000)
    lost = refused["metro"].is_in(made_files.UNKNOWN)
    assert lost.sum() == 300
    assert refused.filter(~lost).equals(few.filter(~lost))


# Every script on a few rows ----------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_the_floor_adds_ten_columns(ending: str, tmp_path: Path) -> None:
    source, target = tmp_path / f"in{ending}", tmp_path / "out.parquet"
    made = made_files.table("few", 50)
    made_files.write(made, source)
    floor.main(str(source), str(target))
    found = pl.read_parquet(target)
    assert found.columns == [*made.columns, *(f"x{place}" for place in range(10))]
    years = made["years"][0]
    assert found["years"][0] == years
    # exp(log1p(years) (k + 1) / 10 + k) is (1 + years) ^ ((k + 1) / 10) e^k.
    for place in (0, 9):
        wanted = (1 + years) ** ((place + 1) / 10) * 2.718281828459045**place
        assert found[f"x{place}"][0] == pytest.approx(wanted)


def test_files(monkeypatch: pytest.MonkeyPatch) -> None:
    refusing = [kind for kind in files.KINDS if kind.of_whole]
    monkeypatch.setattr(files, "KINDS", [files.WHOLE, *refusing])
    few, refused = files.measure(200, 1)
    assert [few.rows, few.whole, refused.whole] == [200, None, few.priced]
    assert min(*few.priced, *few.floor, *refused.priced, *refused.floor) > 0


@pytest.mark.thorough("test_files")
def test_growth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "TIMES_ROWS", (2,))
    series = [one._replace(counts=one.counts[:1]) for one in growth.SERIES]
    monkeypatch.setattr(growth, "SERIES", series)
    assert [(row.of, row.number, row.rows) for row in growth.measure(100, 1)] == [
        ("rows", 200, 200),
        ("distinct people", 10, 50),
        ("distinct places", 10, 50),
        ("columns passed through", 5, 50),
    ]


def test_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "KINDS", {"years": "all years distinct"})
    monkeypatch.setattr(frames, "LIBRARIES", ["Polars", "pandas"])
    found = frames.measure(200, 1)
    assert [(row.library, row.rows, row.most) for row in found] == [
        ("Polars", 100, 1.5),
        ("pandas", 100, None),
    ]
    assert all(row.first > 0 and row.second > 0 for row in found)


def test_other_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    """A regressor is measured if it is installed, and otherwise is no figure."""
    found = frames.measure_loops(20)
    there = find_spec("sklearn") is not None
    assert [row.processor is not None for row in found] == [True, there, there]
    monkeypatch.setattr(loops, "find_spec", lambda name: None)
    assert loops.predict_all(5) is loops.predict_each(5) is None


@pytest.mark.thorough("test_files")
def test_warehouses(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL is measured if it is installed, and says if it did not price every row."""
    monkeypatch.setattr(warehouses, "KINDS", {"few": "few distinct rows"})
    (found,) = warehouses.measure(200, 1)
    assert [found.name, found.rows] == ["few distinct rows", 200]
    assert found.duckdb.processor > 0
    assert (found.times is not None) == bool(in_postgres.PROGRAMS)
    monkeypatch.setattr(warehouses, "PROGRAMS", [])
    assert warehouses.measure(200, 1)[0].postgres is None
    monkeypatch.setattr(warehouses, "DIALECTS", ("trino",))
    (written,) = warehouses.measure_scripts(1)
    assert written.dialect == "trino"
    assert min(written.size, *written.written) > 0


def test_a_family_counts_what_outlives_its_parent() -> None:
    """Half a second of work in a process that nobody waits for."""
    work = "import time\nwhile time.process_time() < 0.5: pass"
    left = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {work!r}])"
    command = [sys.executable, "-c", left]
    assert processes.cost(processes.script("family.py", *command)).processor > 0.5
    failing = processes.script("family.py", sys.executable, "-c", "raise SystemExit(3)")
    assert subprocess.run(failing, check=False).returncode == 3


@pytest.mark.thorough("test_files")
def test_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    """One start of it stands for both that are measured, of many rows and of ten."""
    by_spark, taken = spark_files._spark, list[Cost]()

    def once(source: Path) -> Cost:
        taken.extend([] if taken else [by_spark(source)])
        return taken[0]

    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    monkeypatch.setattr(spark_files, "_spark", once)
    monkeypatch.setattr(spark_files, "FORMATS", {"CSV to Parquet": ".csv"})
    (found,) = spark_files.measure(200, 1)
    assert (found.name, found.rows, found.most) == ("CSV to Parquet", 200, 12)
    assert min(*found.spark, *found.ten, *found.polars) > 0
    monkeypatch.setattr(spark_files, "find_spec", lambda name: None)
    assert spark_files.measure(200, 1) == []


def test_calls_places_and_starts() -> None:
    assert [row.name for row in calls.measure(3)] == list(calls.CALLS)
    assert [row.typed for row in places.measure(3)] == places.TYPED
    starts = startup.measure(1)
    assert [row.name for row in starts] == [*(one.name for one in startup.STARTS), startup.BATCH]
    assert all(row.times > 1 for row in starts)


def test_a_command_that_fails_says_why() -> None:
    with pytest.raises(SystemExit, match="batch also needs IN"):
        processes.cost(processes.BATCH)
