"""``mlsalary batch --report``: what it counts, by arithmetic of the tests' own, and how it is
written."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
from cli_run import PATIENCE, run
from documents import HOSTILE

from mlsalary import Estimate, Profile, estimate

pl = pytest.importorskip("polars")
pytest.importorskip("pyarrow")
pytest.importorskip("narwhals")
pytest.importorskip("matplotlib")

from mlsalary.batch import Job, Summary  # noqa: E402
from mlsalary.batch import run as price  # noqa: E402
from mlsalary.batch.gathered import LOWEST_KEPT  # noqa: E402
from mlsalary.batch.report import BatchReport, report_of  # noqa: E402
from mlsalary.frame.settings import Settings  # noqa: E402
from mlsalary.render.batch_report import batch_report  # noqa: E402
from mlsalary.rulebook import Rulebook  # noqa: E402

BOOK = Rulebook.shipped()


class Told(NamedTuple):
    """A row: what is asked, the group that it is in, and how its pay stands; None: it has none."""

    years: str
    level: str
    metro: str
    group: str
    side: str | None = None


ROWS = [
    Told("2", "", "Austin, TX", "0-4 years", "below"),
    Told("4.5", "", "Austin, TX", "0-4 years", "within"),
    Told("5", "", "Boise, ID", "5-9 years", "above"),
    Told("9.9", "", "", "5-9 years", "below"),
    Told("12", "", "Austin, TX", "10-14 years"),
    Told("", "senior", "Austin, TX", "senior", "below"),
    Told("6", "Sr.", "Boise, ID", "senior", "within"),
    Told("7", "senior", "", "senior", "above"),
    Told("", "Director", "Austin, TX", "director", "within"),
    Told("", "junior", "Boise, ID", "entry-level"),
]
REFUSED = [
    ("5", "", "Berlin, Germany", "place_abroad"),
    ("x5x", "", "Boise, ID", "bad_years"),
    ("6", "", "London, UK", "place_abroad"),
    ("", "", "Boise, ID", "years_or_level"),
]
LEVELS = {"senior": "senior", "Sr.": "senior", "Director": "director", "junior": "entry"}
LADDER = ["entry-level", "senior", "director", "0-4 years", "5-9 years", "10-14 years"]


def alone(told: Told) -> Estimate:
    """The single estimate of a row."""
    years = float(told.years) if told.years else None
    return estimate(
        Profile(years=years, level=LEVELS.get(told.level), metro=told.metro or None), BOOK
    )


def paid(told: Told) -> int | None:
    """A pay that stands where the row says."""
    base = alone(told).base
    amounts = {"below": base.p25 * 0.9, "within": base.p50 * 1.01, "above": base.p75 * 1.1}
    return None if told.side is None else round(amounts[told.side])


def typed() -> list[dict[str, str]]:
    """The rows as a file has them, those that are refused among them."""
    table = [
        {
            "name": f"person {number}",
            "YOE": one.years,
            "level": one.level,
            "Location": one.metro,
            "salary": str(paid(one) or ""),
        }
        for number, one in enumerate(ROWS)
    ]
    for place, (years, level, metro, _) in zip((1, 4, 7, 9), REFUSED, strict=True):
        table.insert(
            place,
            {"name": "secret", "YOE": years, "level": level, "Location": metro, "salary": "1"},
        )
    return table


def written(path: Path, table: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    return path


def gathered(source: Path, target: Path, **options: Any) -> BatchReport:
    asked: dict[str, Any] = {"pay": "salary", "force": True, "gathers": True, **options}
    job = Job(str(source), str(target), Settings(BOOK), {}, **asked)
    return report_of(job, price(job))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("small") / "people.csv", typed())


@pytest.fixture(scope="module")
def report(small: Path) -> BatchReport:
    return gathered(small, small.parent / "out.csv")


def at(values: list[float], percent: int) -> float:
    """The least value up to which so many per cent go, to the hundred dollars."""
    place = math.ceil(percent * len(values) / 100)
    return round(sorted(values)[place - 1], -2)


# What is counted ---------------------------------------------------------------------------------


def test_rows_in_priced_and_refused_and_the_first_of_each_reason(report: BatchReport) -> None:
    summary = report.summary
    assert (summary.rows_in, summary.rows_out) == (len(ROWS) + len(REFUSED), len(ROWS))
    lines = {
        row["Location"] + row["YOE"]: line
        for line, row in enumerate(typed(), start=2)
        if row["name"] == "secret"
    }
    assert [(one.code, one.rows, one.line) for one in report.refused] == [
        ("place_abroad", 2, lines["Berlin, Germany5"]),
        ("bad_years", 1, lines["Boise, IDx5x"]),
        ("years_or_level", 1, lines["Boise, ID"]),
    ]
    abroad, years, _ = report.refused
    assert abroad.held == (("years", "5"), ("metro", "Berlin, Germany"))
    assert years.held == (("years", "x5x"), ("metro", "Boise, ID"))
    assert "Germany" in abroad.message


@pytest.mark.parametrize("kind", ["base", "total"])
def test_percentiles_are_of_the_medians_of_the_rows(report: BatchReport, kind: str) -> None:
    medians = [getattr(alone(one), kind).p50 for one in ROWS]
    assert report.spread
    assert report.spread.rows == len(ROWS)
    found = getattr(report.spread, kind)
    assert list(found) == [at(medians, percent) for percent in (10, 25, 50, 75, 90)]
    counted = dict(getattr(report, f"by_{kind}"))
    assert sum(counted.values()) == len(ROWS)
    assert set(counted) == {round(amount, -2) for amount in medians}


def test_levels_as_they_are_read_and_years_where_none_is(report: BatchReport) -> None:
    assert [one.name for one in report.levels] == LADDER
    for one in report.levels:
        own = [told for told in ROWS if told.group == one.name]
        assert one.spread.rows == len(own)
        assert one.spread.base.p50 == at([alone(told).base.p50 for told in own], 50)
        assert one.spread.total.p75 == at([alone(told).total.p50 for told in own], 75)


def test_places_with_most_rows_first_and_how_many_name_none(report: BatchReport) -> None:
    assert [(one.name.partition("-")[0], one.spread.rows) for one in report.places] == [
        ("Austin", 5),
        ("Boise City, ID", 3),
        ("National", 2),
    ]
    assert report.nationwide == 2
    assert report.places_left == (0, 0)
    austin = [alone(told).base.p50 for told in ROWS if told.metro == "Austin, TX"]
    assert report.places[0].spread.base.p50 == at(austin, 50)


def test_pay_against_each_rows_own_estimate(report: BatchReport) -> None:
    with_pay = [one for one in ROWS if one.side]
    sides = [one.side for one in with_pay]
    assert report.base_paid
    assert report.base_paid[:3] == tuple(map(sides.count, ("below", "within", "above")))
    gaps = [(paid(one) or 0) - alone(one).base.p50 for one in with_pay]
    assert report.base_paid.gap == at(gaps, 50)
    for level in report.levels:
        own = [one.side for one in with_pay if one.group == level.name]
        counted = tuple(map(own.count, ("below", "within", "above")))
        assert (level.paid[:3] if level.paid else (0, 0, 0)) == counted
    total = report.total_paid
    assert total
    assert total.below == sum((paid(one) or 0) < alone(one).total.p25 for one in with_pay)
    assert total.above == sum((paid(one) or 0) > alone(one).total.p75 for one in with_pay)


def test_rows_that_stand_below_are_named_by_line_place_and_level_alone(
    report: BatchReport, small: Path
) -> None:
    below = [one for one in ROWS if one.side == "below"]
    assert {one.level for one in report.lowest} == {one.group for one in below}
    lines = [row["name"] for row in typed()]
    for one in report.lowest:
        told = ROWS[int(lines[one.line - 2].removeprefix("person "))]
        assert one.pay == paid(told)
        assert one.p25 == pytest.approx(alone(told).base.p25)
    shares = [one.share for one in report.lowest]
    assert shares == sorted(shares)
    text = batch_report(report)
    assert "person" not in text
    assert "secret" not in text


def test_of_many_the_lowest_are_kept_and_the_rest_counted(tmp_path: Path) -> None:
    p25 = estimate(Profile(years=5, metro="Austin, TX"), BOOK).base.p25
    table = [
        {"years": "5", "metro": "Austin, TX", "salary": str(round(p25) - 1_000 - 100 * number)}
        for number in range(LOWEST_KEPT + 6)
    ]
    found = gathered(written(tmp_path / "in.csv", table), tmp_path / "out.csv")
    last = len(table) + 1
    assert [one.line for one in found.lowest] == list(range(last, last - LOWEST_KEPT, -1))
    assert "6 more stand below p25." in batch_report(found)


def test_columns_words_and_settings_are_those_of_the_summary(report: BatchReport) -> None:
    assert report.columns
    assert report.columns.read == {
        "years": "YOE",
        "level": "level",
        "metro": "Location",
        "pay": "salary",
    }
    assert report.columns.others == ("name",)
    assert {one.code: one.rows for one in report.warned} == dict(report.summary.warned)
    sr = next(line for line, row in enumerate(typed(), start=2) if row["level"] == "Sr.")
    assert {one.line for one in report.warned if one.code == "level_read"} <= {sr}
    assert (report.settings.bands, report.engine) == ("reported", "polars")


def as_counted(report: BatchReport) -> dict[str, Any]:
    """All but where it was read and written and how long that took."""
    apart = ("source", "target", "summary", "settings", "engine")
    told = {name: value for name, value in report._asdict().items() if name not in apart}
    counts = ("rows_in", "rows_out", "rejects", "matches", "warned", "pays", "pays_unread")
    return told | {f"counted {name}": getattr(report.summary, name) for name in counts}


def test_many_pieces_come_to_the_same_as_one(
    report: BatchReport, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlsalary.batch._ROWS", 3)
    again = gathered(small, small.parent / "pieces.csv")
    assert as_counted(again) == as_counted(report)


@pytest.mark.parametrize("ending", ["csv", "tsv", "parquet", "json", "jsonl", "xlsx"])
@pytest.mark.parametrize("rounds", [False, True])
def test_whatever_is_written_the_report_is_the_same(
    report: BatchReport, small: Path, ending: str, rounds: bool
) -> None:
    if ending == "xlsx":
        pytest.importorskip("xlsxwriter")
    again = gathered(small, small.parent / f"again.{ending}", rounds=rounds)
    assert as_counted(again) == as_counted(report)


def test_a_file_of_other_formats_is_counted_alike(
    report: BatchReport, small: Path, tmp_path: Path
) -> None:
    rows = typed()
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    pl.DataFrame(rows).write_parquet(tmp_path / "in.parquet")
    for name in ("in.jsonl", "in.parquet"):
        again = gathered(tmp_path / name, tmp_path / "out.csv")
        ours = as_counted(again)
        theirs = as_counted(report)
        for told in (ours, theirs):  # lines begin with the first row there
            shift = 0 if told is ours else 1
            told["lowest"] = [one._replace(line=one.line - shift) for one in told["lowest"]]
            for part in ("refused", "warned"):
                told[part] = [one._replace(line=(one.line or 0) - shift) for one in told[part]]
        assert ours == theirs


def test_without_pay_nothing_is_said_of_it(small: Path) -> None:
    found = gathered(small, small.parent / "unpaid.csv", pay=None)
    assert (found.base_paid, found.total_paid, found.lowest) == (None, None, ())
    assert "below p25" not in batch_report(found)


def test_a_run_without_a_report_gathers_nothing(small: Path, tmp_path: Path) -> None:
    summary: Summary = price(Job(str(small), str(tmp_path / "o.csv"), Settings(BOOK), {}))
    assert summary.gathered is None


# The file ----------------------------------------------------------------------------------------


def words_of(file: Path) -> str:
    root = ElementTree.fromstring(file.read_text(encoding="utf-8"))
    body = root.find("body")
    assert body is not None
    return " ".join(" ".join(body.itertext()).split())


def test_it_says_what_came_of_the_rows_and_where_they_are(small: Path, tmp_path: Path) -> None:
    out, file = tmp_path / "out.csv", tmp_path / "report.html"
    ran = run("batch", str(small), "-o", str(out), "--report", str(file), "--pay", "salary")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.endswith(f"Wrote {file}.\n")
    said = words_of(file)
    assert "people.csv: 10 rows priced" in said
    assert "14 rows in, 10 priced (71.4%) to out.csv, 4 rejected to out.csv.rejects.csv." in said
    assert "Of 8 pays, 3 (38%) are below p25 of their own estimate of base" in said
    assert "place_abroad 2 3" in said
    assert f"They are in {out}.rejects.csv" in said
    assert "Copied unread: name." in said
    assert not list(tmp_path.glob(".*"))


def test_standard_output_has_the_rows_alone(small: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    words = ["batch", str(small), "-o", "-", "--report", str(file), "--pay", "salary"]
    ran = subprocess.run(
        [sys.executable, "-m", "mlsalary", *words],
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    table = list(csv.DictReader(io.StringIO(ran.stdout.decode())))
    assert [row["YOE"] for row in table] == [one.years for one in ROWS]
    assert "priced (71.4%) to standard output, 4 rejected and not kept" in words_of(file)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--report", "report.pdf"], 2, "nothing here writes .pdf"),
        (["--report", "there.html"], 2, "there.html already exists"),
        (["--report", "nowhere/report.html"], 4, "There is no folder"),
        (["--report", "out", "-o", "out", "--to", "csv"], 2, "out is the output itself"),
        (["--report", "-", "-o", "-"], 2, "is the output itself. Name another --report"),
        (
            ["--report", "x", "--rejects", "x", "-o", "out.csv"],
            2,
            "x is the file of rejects itself. Name another --report",
        ),
        (["--report", "in.html", "--force"], 2, "in.html is the input itself"),
        (["--report", "folder.html", "--force"], 4, "folder.html is a folder"),
    ],
)
def test_a_file_that_may_not_be_written_is_refused_before_a_row_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.html").write_text("years,metro\n5,Austin\n")
    Path("there.html").write_text("mine")
    Path("folder.html").mkdir()
    monkeypatch.setattr("mlsalary.batch.run", lambda *told: pytest.fail("a row was read"))
    target = [] if "-o" in words else ["-o", "out.csv"]
    ran = run("batch", "in.html", "--from", "csv", *words, *target)
    assert ran.code == code
    assert said in ran.err
    assert Path("there.html").read_text() == "mine"
    assert {one.name for one in tmp_path.iterdir()} == {"in.html", "there.html", "folder.html"}


def test_what_draws_is_asked_for_before_the_batch_runs(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    out, file = tmp_path / "out.csv", tmp_path / "report.html"
    ran = run("batch", str(small), "-o", str(out), "--report", str(file))
    assert ran.code == 2
    assert "matplotlib, which is not installed" in ran.err
    assert "[html]" in ran.err
    assert not list(tmp_path.iterdir())
    assert run("batch", str(small), "-o", str(out)).code == 0


def test_a_report_needs_an_output(small: Path, tmp_path: Path) -> None:
    ran = run("batch", str(small), "--report", str(tmp_path / "report.html"))
    assert ran.code == 2
    assert "--output" in ran.err
    assert not list(tmp_path.iterdir())


def test_a_run_that_fails_leaves_no_report_and_the_one_before(tmp_path: Path) -> None:
    source, file = tmp_path / "in.csv", tmp_path / "report.html"
    source.write_text("metro\nAustin\n")
    words = ("batch", str(source), "-o", str(tmp_path / "out.csv"), "--report", str(file))
    assert run(*words).code == 4
    assert {one.name for one in tmp_path.iterdir()} == {"in.csv"}
    file.write_text("before")
    assert run(*words, "--force").code == 4
    assert file.read_text() == "before"


def test_a_file_without_a_priced_row_has_a_report_that_says_why(tmp_path: Path) -> None:
    source, file = tmp_path / "in.csv", tmp_path / "report.html"
    source.write_text("years,metro,salary\n5,Paris\n5,Xyzzyville,1\n")
    out = tmp_path / "out.csv"
    ran = run("batch", str(source), "-o", str(out), "--report", str(file), "--pay", "salary")
    assert ran.code == 4
    said = words_of(file)
    assert "No row was priced." in said
    assert re.search(r"place_not_found 1 3\b", said)
    assert "Estimated pay" not in said


def test_a_file_of_a_header_has_one_too(tmp_path: Path) -> None:
    source, file = tmp_path / "in.csv", tmp_path / "report.html"
    source.write_text("years,metro\n")
    ran = run("batch", str(source), "-o", str(tmp_path / "out.csv"), "--report", str(file))
    assert ran.code == 4
    assert "0 rows in, 0 priced to out.csv, 0 rejected." in words_of(file)


def test_names_are_text_wherever_they_stand(tmp_path: Path) -> None:
    """In cells, in the names of columns and of files, and as what fills in."""
    hostile = [name.replace("\0", "") for name in HOSTILE]
    tags = []
    for number, names in enumerate((hostile, [f"name {at}" for at in range(len(hostile))])):
        folder = tmp_path / str(number)
        folder.mkdir()
        file_name = names[0].replace("/", "") + ".csv"
        heads = ["years", "metro", "Pay", *names]
        rows = [["5", "Austin", "100000", *names], *(["5", one, "1", *names] for one in names)]
        with (folder / file_name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heads, *rows])
        out, report = folder / f"out {file_name}", folder / "report.html"
        ran = run(
            *("batch", str(folder / file_name), "-o", str(out), "--report", str(report)),
            *("--pay", "pay", "--company", names[0]),
        )
        assert ran.code == 0, ran.err
        root = ElementTree.fromstring(report.read_text(encoding="utf-8"))
        tags.append({one.tag for one in root.iter()})
        said = " ".join(root.itertext())
        assert file_name in said
        assert names[1] in said
    assert tags[0] == tags[1]
    assert not {"script", "img", "b"} & tags[0]
