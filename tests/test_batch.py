"""``mlsalary batch``: other people's files, whole and broken, and what is left when it fails."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from cli_run import PATIENCE
from hypothesis import given, settings
from hypothesis import strategies as st
from priced_rows import BOOK as BOOK
from priced_rows import PAY, SAID, Scalar, rows

from mlsalary import Profile, estimate
from mlsalary.batch import Job, Summary, run
from mlsalary.batch import csv_reader as reading
from mlsalary.batch.csv_reader import CsvReader
from mlsalary.batch.limits import limits_of
from mlsalary.errors import BadDataError, MlsalaryError, NotFoundError, UsageError
from mlsalary.frame.settings import Settings
from mlsalary.results import PlaceMatch

pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("narwhals")

SCALAR = Scalar()
ADDED = [*PAY, *SAID]


def price(source: Path, target: Path, *, fallback: str | None = None, **options: Any) -> Summary:
    settings = Settings(BOOK, fallback=fallback)
    return run(Job(str(source), str(target), settings, options.pop("columns", {}), **options))


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def rejected(target: Path) -> list[dict[str, str]]:
    with Path(f"{target}.rejects.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(path: Path, made: list[dict[str, Any]], **extra: list[str]) -> Path:
    table = [row | {name: extra[name][at] for name in extra} for at, row in enumerate(made)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    return path


# What is priced ----------------------------------------------------------------------------------


def test_a_file_accepts_and_refuses_what_the_single_estimate_does(tmp_path: Path) -> None:
    made = rows(4_000, seed=7)
    target = tmp_path / "out.csv"
    summary = price(written(tmp_path / "in.csv", made), target)
    priced, refused = cells(target)[1:], {int(one["line"]): one for one in rejected(target)}
    assert summary.rows_in == 4_000 == len(priced) + len(refused)
    following = iter(priced)
    for line, row in enumerate(made, start=2):
        single = SCALAR.of(row)
        if "refused" in single:
            assert refused[line]["code"] == single["refused"], row
            continue
        got = next(following)
        assert got[: len(row)] == ["" if cell is None else str(cell) for cell in row.values()]
        assert got[len(row) : len(row) + 10] == [str(round(single[name])) for name in PAY]
        assert got[len(row) + 10 :] == [single[name] for name in SAID]


def test_a_reject_says_what_the_single_estimate_says(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("years,metro\n5,Sprngfield Illinoi\nmany,NYC\n-2,NYC\n61,\n,NYC\n5,NYC\n")
    price(source, target)
    found = rejected(target)
    assert [(one["line"], one["code"]) for one in found] == [
        ("2", "place_not_found"), ("3", "bad_years"), ("4", "bad_years"), ("5", "bad_years"),
        ("6", "years_or_level"),
    ]  # fmt: skip
    assert '"many" is not an amount' in found[1]["message"]
    assert "-2" in found[2]["message"]
    assert "working life (60)" in found[3]["message"]
    assert (found[0]["years"], found[0]["metro"]) == ("5", "Sprngfield Illinoi")


def test_an_unknown_place_falls_back_where_that_is_asked_for(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("years,city,state\n5,Nowhereville,TX\n5,Nowhereville,\n5,,TX\n")
    price(source, tmp_path / "state.csv", fallback="state")
    price(source, tmp_path / "nation.csv", fallback="national")
    by_state, by_nation = cells(tmp_path / "state.csv"), cells(tmp_path / "nation.csv")
    assert [row[-3:] for row in by_state[1:]] == [
        ["48", "state", "place_not_found"],
        ["48", "state", ""],
    ]
    assert by_state[1][3:13] == by_state[2][3:13]  # the state's own figures
    assert [row["line"] for row in rejected(tmp_path / "state.csv")] == ["3"]
    assert by_nation[2][-3:] == ["US", "national", "place_not_found"]
    no_place = SCALAR.of({"years": 5.0})["base_p50"]
    assert float(by_nation[2][5]) != no_place  # the nation's own wage


def test_the_percentile_of_a_pay_that_is_there(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    single = SCALAR.of({"years": 5.0})
    pays = [single["base_p25"], single["base_p90"], single["total_p50"], "$1,000,000", "", "none"]
    lines = [f'5,"{pay}"' for pay in pays]
    source.write_text("years,paid\n" + "\n".join(lines) + "\n")
    price(source, target, pay="paid", exact=True)
    header, *found = cells(target)
    assert header[-2:] == ["base_percentile", "total_percentile"]
    assert float(found[0][-2]) == pytest.approx(25, abs=0.01)
    assert float(found[1][-2]) == pytest.approx(90, abs=0.01)
    assert float(found[2][-1]) == pytest.approx(50, abs=0.01)
    assert float(found[3][-1]) > 99
    assert found[4][-2:] == found[5][-2:] == ["", ""]


def test_columns_go_by_other_names(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("Tenure,Where\n5,NYC\n")
    for told in ({"years": "Tenure", "metro": "Where"}, {"Tenure": "years", "Where": "metro"}):
        price(source, target, columns=told, force=True)
        assert cells(target)[1][-3:] == ["35620", "alias", ""], told
    with pytest.raises(NotFoundError, match='There is no column "Ten"'):
        price(source, tmp_path / "b.csv", columns={"years": "Ten"})
    with pytest.raises(BadDataError, match="needs a column years, level or title"):
        price(source, tmp_path / "b.csv")


# What passes through -----------------------------------------------------------------------------

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)


@settings(max_examples=10)
@given(st.lists(st.lists(TEXT, min_size=40, max_size=40), min_size=1, max_size=10))
def test_forty_columns_of_somebody_elses_pass_through(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("forty")
    extra = {f"c{at}": list(column) for at, column in enumerate(zip(*table, strict=True))}
    made = [{"years": "5"} for _ in table]
    source = written(folder / "in.csv", made, **extra)
    for name in ("out.csv", "out.jsonl", "out.parquet"):
        assert price(source, folder / name, exact=True).rows_out == len(table)
    assert [row[1:41] for row in cells(folder / "out.csv")[1:]] == table
    lines = (folder / "out.jsonl").read_bytes().decode().split("\n")[:-1]
    assert [[json.loads(line)[f"c{at}"] or "" for at in range(40)] for line in lines] == table
    table_again = pl.read_parquet(folder / "out.parquet")
    assert [[cell or "" for cell in row[1:41]] for row in table_again.rows()] == table


def test_cells_that_a_spreadsheet_would_run_get_an_apostrophe(tmp_path: Path) -> None:
    harmful = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "-x"]
    harmless = ["-5", "+1.5e3", "-", "--", "-12,500.75", "a=b", "", "+3%"]
    source = written(
        tmp_path / "in.csv", [{"years": "5"}] * 14, note=harmful + harmless, n=["-1"] * 14
    )
    summary = price(source, tmp_path / "out.csv")
    notes = [row[1] for row in cells(tmp_path / "out.csv")[1:]]
    assert notes == [f"'{cell}" for cell in harmful] + harmless
    assert summary.guarded == len(harmful)
    assert price(source, tmp_path / "as.csv", exact=True).guarded == 0
    assert [row[1] for row in cells(tmp_path / "as.csv")[1:]] == harmful + harmless
    price(source, tmp_path / "out.jsonl")  # nothing runs JSON
    assert '"note":"=1+1"' in (tmp_path / "out.jsonl").read_text()


def test_json_lines_are_written_on_as_they_stand(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        '{"years": 5,  "metro":"NYC", "big": 12345678901234567890.10, "n": {"a": [1, null]}}',
        '{"spec": ["llm", "cv"], "years": "7", "né": "\\u00e9"}',
        '{"level": "senior", "years": null}',
    ]
    broken = ["{not json", "[1]", '{"years": 3'], '{"years": -1}'
    source.write_text("\n".join([*lines, *broken[0], broken[1]]) + "\n\n")
    summary = price(source, target)
    found = target.read_text().splitlines()
    for line, got in zip(lines, found, strict=True):
        assert got.startswith(line[:-1] + ',"base_p10":')
        assert list(json.loads(got))[-13:] == ADDED
    assert json.loads(found[1])["warnings"].startswith("premium_contested")
    assert [(one["line"], one["code"]) for one in rejected(target)] == [
        ("4", "not_json"), ("5", "not_json"), ("6", "not_json"), ("7", "bad_years"),
    ]  # fmt: skip
    assert summary.rows_in == 7 == summary.rows_out + sum(summary.rejects.values())


def test_parquet_columns_keep_their_types(tmp_path: Path) -> None:
    import decimal

    table = pa.table(
        {
            "years": pa.array([5, None, 7], pa.int16()),
            "level": pa.array(["senior", "vp", None]).dictionary_encode(),
            "zip": pa.array([95112, 2139, None], pa.int64()),
            "money": pa.array([decimal.Decimal("1.10"), None, decimal.Decimal("-3.00")]),
            "nested": pa.array([[{"a": 1}], [], None]),
            "when": pa.array([0, 1, 2], pa.timestamp("us", "UTC")),
        }
    )
    parquet.write_table(table, tmp_path / "in.parquet")
    price(tmp_path / "in.parquet", tmp_path / "out.parquet")
    found = parquet.read_table(tmp_path / "out.parquet")
    assert found.select(table.column_names).equals(table)
    assert found.column_names == [*table.column_names, *ADDED]
    assert found["place_match"].to_pylist() == ["zip", "zip", "national"]
    price(tmp_path / "in.parquet", tmp_path / "out.csv")
    assert cells(tmp_path / "out.csv")[1][4] == '[{"a": 1}]'


def test_lists_of_specializations_are_read_and_passed_through(tmp_path: Path) -> None:
    made = {"years": [5, -1, 6], "spec": [["llm", "cv"], ["llm"], []]}
    pl.DataFrame(made).write_parquet(tmp_path / "in.parquet")
    single = SCALAR.of({"years": 5.0, "spec": "llm;cv"})
    target = tmp_path / "out.parquet"
    assert price(tmp_path / "in.parquet", target).rejects == {"bad_years": 1}
    found = pl.read_parquet(target)
    assert found["spec"].to_list() == [["llm", "cv"], []]
    assert round(found["base_p50"][0]) == round(single["base_p50"])


@pytest.mark.parametrize("suffix", [".csv.gz", ".csv.zst", ".jsonl.gz", ".jsonl.zst"])
def test_packed_files_are_read_and_written(tmp_path: Path, suffix: str) -> None:
    made = rows(300, seed=3, hard=False)
    plain = written(tmp_path / "in.csv", made)
    price(plain, tmp_path / f"a{suffix}")
    packed = tmp_path / f"a{suffix}"
    assert packed.read_bytes()[:2] in (b"\x1f\x8b", b"\x28\xb5")
    names = {name: name for name in made[0]}
    only = tmp_path / f"only{suffix}"
    with pa.output_stream(str(only), compression="gzip" if "gz" in suffix else "zstd") as stream:
        if "csv" in suffix:
            stream.write(plain.read_bytes())
        else:
            for row in made:
                stream.write((json.dumps({name: row[name] for name in names}) + "\n").encode())
    summary = price(only, tmp_path / "b.csv")
    assert summary.rows_out == 300
    price(plain, tmp_path / "c.csv")
    found, wanted = cells(tmp_path / "b.csv"), cells(tmp_path / "c.csv")
    assert [row[-13:] for row in found] == [row[-13:] for row in wanted]


def test_a_packed_file_that_breaks_off_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    whole = gzip.compress(b"years,note\n" + b"5,abcdefgh\n" * 100_000)
    (tmp_path / "in.csv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadDataError, match=r"in\.csv\.gz cannot be read"):
        price(tmp_path / "in.csv.gz", tmp_path / "out.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv.gz"]


# Broken CSV --------------------------------------------------------------------------------------

BROKEN = [
    (b"5,NYC\n5\n6,NYC\n5,NYC,more\n", {3: "ragged", 5: "ragged"}, 2),
    (b'5,"NYC\n6,NYC\n7,NYC\n', {2: "quote_not_closed"}, 2),
    (b'5,"NYC\n6,"San Jose, CA"\n7,NYC\n', {2: "quote_not_closed"}, 2),
    (b'5,"NYC\n\n6,"Boston, MA"\n7,"x\n', {2: "quote_not_closed", 5: "quote_not_closed"}, 1),
    (b"5,N\0YC\n6,NYC\n", {2: "nul_byte"}, 1),
    ("5,Cañon City\n6,NYC\n".encode("latin-1"), {2: "not_utf8"}, 1),
    (b"5,NYC\r\n6,NYC\r\n", {}, 2),
    (b"5,NYC\n\n\n6,NYC", {}, 2),
    (b'5,"New\nYork"\n6,NYC\n-5,"San\nJose"\n', {5: "bad_years"}, 2),
    (b'5,"NYC"x\n6,"N""Y"\n7,NYC\n', {2: "place_not_found", 3: "place_not_found"}, 1),
    (b"5,N\rYC\n6,NYC\n", {2: "stray_line_end"}, 1),
    (b"\xff\xfe,NYC\n5,NYC\n", {2: "not_utf8"}, 1),
]


@pytest.mark.parametrize(("body", "bad", "good"), BROKEN)
def test_every_bad_line_is_named_and_every_good_one_priced(
    tmp_path: Path, body: bytes, bad: dict[int, str], good: int
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(b"years,metro\n" + body)
    summary = price(source, target)
    found = rejected(target) if bad else []
    assert {int(one["line"]): one["code"] for one in found} == bad
    assert summary.rows_out == good == len(cells(target)) - 1
    assert summary.rows_in == good + len(bad)


def test_a_byte_order_mark_and_old_line_ends_are_no_matter(tmp_path: Path) -> None:
    for name, content in {
        "bom.csv": b"\xef\xbb\xbfyears,note\r\n5,x\r\n",
        "mac.csv": b"years,note\r5,x\r",
        "blank.csv": b"\n\nyears,note\n5,x\n",
    }.items():
        (tmp_path / name).write_bytes(content)
        price(tmp_path / name, tmp_path / f"out-{name}")
        found = cells(tmp_path / f"out-{name}")
        assert found[0][:2] == ["years", "note"]
        assert found[1][:2] == ["5", "x"]


def test_another_encoding_is_named_and_read(tmp_path: Path) -> None:
    text = "years,note\n5,Señor €\n"
    for encoding in ("cp1252", "utf-16"):
        (tmp_path / "in.csv").write_bytes(text.encode(encoding))
        price(tmp_path / "in.csv", tmp_path / "out.csv", encoding=encoding, force=True)
        assert cells(tmp_path / "out.csv")[1][1] == "Señor €"
    with pytest.raises(BadDataError, match="--encoding utf-16"):
        price(tmp_path / "in.csv", tmp_path / "b.csv")
    with pytest.raises(UsageError, match="not a text encoding"):
        price(tmp_path / "in.csv", tmp_path / "b.csv", encoding="klingon")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n\n", "empty_file"),
        (b"years,years\n5,6\n", "duplicate_column"),
        (b"years,base_p50\n5,6\n", "column_taken"),
        (b"name,pay\nx,6\n", "column_missing"),
        (b'"years\n', "bad_header"),
    ],
)
def test_files_that_cannot_be_used_at_all(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "in.csv").write_bytes(content)
    with pytest.raises(BadDataError) as caught:
        price(tmp_path / "in.csv", tmp_path / "out.csv")
    assert caught.value.code == code
    assert not (tmp_path / "out.csv").exists()


def test_a_header_alone_gives_a_header_alone(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("years,note\n")
    for name in ("out.csv", "out.jsonl", "out.parquet"):
        assert price(tmp_path / "in.csv", tmp_path / name).rows_in == 0
    assert cells(tmp_path / "out.csv") == [["years", "note", *ADDED]]
    assert pl.read_parquet(tmp_path / "out.parquet").shape == (0, 15)


def test_other_columns_may_share_a_name_in_csv_alone(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("years,x,x\n5,a,b\n")
    price(tmp_path / "in.csv", tmp_path / "out.csv")
    assert cells(tmp_path / "out.csv")[0][:3] == ["years", "x", "x"]
    assert cells(tmp_path / "out.csv")[1][:3] == ["5", "a", "b"]
    with pytest.raises(BadDataError, match='column "x" more than once'):
        price(tmp_path / "in.csv", tmp_path / "out.parquet")


def parsed(data: bytes, *, plainly: bool, block: int = 1 << 20) -> list[tuple[int, Any]]:
    """Line numbers and cells, or codes, of a table of two columns."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "BLOCK", block)
        if not plainly:
            patch.setattr(CsvReader, "_plain", lambda self, block: None)
        found: list[tuple[int, Any]] = []
        for chunk in CsvReader(
            io.BytesIO(b"a,b\n" + data), ",", "utf-8", "x", limits_of(BOOK)
        ).chunks():
            made = [
                (line, tuple(cell or "" for cell in row.values()))
                for line, row in zip(chunk.lines, chunk.table.to_pylist(), strict=True)
            ]
            found += sorted([*made, *((one.line, one.code) for one in chunk.broken)])
        return found


@settings(max_examples=600)
@given(st.text('ab," \n', max_size=60), st.integers(4, 40))
def test_the_fast_way_and_the_careful_way_read_the_same(text: str, block: int) -> None:
    data = text.encode()
    careful = parsed(data, plainly=False)
    assert parsed(data, plainly=True) == careful
    assert parsed(data, plainly=True, block=block) == careful  # wherever the blocks end


def test_ten_thousand_bad_lines_among_many(tmp_path: Path) -> None:
    bad = ["5,NYC,more", "5", '5,"NYC', "x,NYC", "5,Nowhereville"]
    lines = [bad[at // 10 % 5] if at % 10 == 0 else "5,NYC" for at in range(100_000)]
    (tmp_path / "in.csv").write_text("years,metro\n" + "\n".join(lines) + "\n")
    summary = price(tmp_path / "in.csv", tmp_path / "out.csv")
    assert (summary.rows_in, summary.rows_out) == (100_000, 90_000)
    assert summary.rejects == {
        "ragged": 4_000, "quote_not_closed": 2_000, "bad_years": 2_000, "place_not_found": 2_000,
    }  # fmt: skip
    assert [int(one["line"]) for one in rejected(tmp_path / "out.csv")] == list(
        range(2, 100_002, 10)
    )


def test_cells_over_line_ends_are_whole_wherever_the_pieces_end(tmp_path: Path) -> None:
    """Six megabytes of records of two lines, with a bad line among each thousand."""
    record = '5,"New\nYork"\n'
    lines = "".join(("5,a,b\n" if at % 1_000 == 0 else "") + record for at in range(450_000))
    (tmp_path / "in.csv").write_text("years,metro\n" + lines)
    summary = price(tmp_path / "in.csv", tmp_path / "out.parquet")
    assert summary.rows_out == 450_000
    assert summary.rejects == {"ragged": 450}
    found = [int(one["line"]) for one in rejected(tmp_path / "out.parquet")]
    assert found == [2 + at * 2_001 for at in range(450)]


# The target --------------------------------------------------------------------------------------


def test_nothing_is_overwritten_without_force_and_the_input_never(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("years\n5\n")
    target.write_text("mine")
    with pytest.raises(UsageError, match="--force"):
        price(source, target)
    assert target.read_text() == "mine"
    price(source, target, force=True)
    assert len(cells(target)) == 2
    (tmp_path / "soft.csv").symlink_to(source)
    os.link(source, tmp_path / "hard.csv")
    for name in ("in.csv", "soft.csv", "hard.csv"):
        with pytest.raises(UsageError, match="is the input itself"):
            price(source, tmp_path / name, force=True)
        with pytest.raises(UsageError, match="is the input itself"):
            price(source, target, force=True, rejects=tmp_path / name)
    with pytest.raises(UsageError, match="is the output itself"):
        price(source, target, force=True, rejects=target)
    assert source.read_text() == "years\n5\n"


def test_a_file_that_is_standard_input_is_not_overwritten_either(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("years\n5\n")
    kept = os.dup(0)
    try:
        with source.open("rb") as stream:
            os.dup2(stream.fileno(), 0)
        for output, rejects in ((source, None), (target, source)):
            with pytest.raises(UsageError) as refused:
                price(Path("-"), output, force=True, rejects=rejects)
            assert refused.value.code == "own_input"
    finally:
        os.dup2(kept, 0)
        os.close(kept)
    assert source.read_text() == "years\n5\n"


def test_a_link_stays_a_link_and_rights_stay(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("years\n5\n")
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "real.csv").chmod(0o640)
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    price(tmp_path / "in.csv", tmp_path / "link.csv", force=True)
    assert (tmp_path / "link.csv").is_symlink()
    assert len(cells(tmp_path / "real.csv")) == 2
    assert (tmp_path / "real.csv").stat().st_mode & 0o777 == 0o640


def test_rejects_of_an_earlier_run_do_not_stay(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("years\n-5\n")
    price(source, target)
    assert len(rejected(target)) == 1
    source.write_text("years\n5\n")
    with pytest.raises(UsageError, match=r"rejects\.csv is there already|--force"):
        price(source, target)
    price(source, target, force=True)
    assert not Path(f"{target}.rejects.csv").exists()


@pytest.mark.parametrize(
    ("target", "reason"),
    [("nowhere/out.csv", "no folder"), (".", "is a folder"), ("out.txt", "does not tell")],
)
def test_targets_that_cannot_be(tmp_path: Path, target: str, reason: str) -> None:
    (tmp_path / "in.csv").write_text("years\n5\n")
    with pytest.raises(MlsalaryError, match=reason):
        price(tmp_path / "in.csv", tmp_path / target, write_as="csv" if target == "." else None)


def test_a_device_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("years\n5\n")
    price(tmp_path / "in.csv", Path("/dev/null"), write_as="csv")
    assert Path("/dev/null").is_char_device()
    assert not Path("/dev/null.rejects.csv").exists()


def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    for name in ("none.csv", "none.parquet"):
        with pytest.raises(BadDataError, match="There is no file"):
            price(tmp_path / name, tmp_path / "out.csv")
    (tmp_path / "bad.parquet").write_text("no parquet")
    with pytest.raises(BadDataError, match="cannot be read"):
        price(tmp_path / "bad.parquet", tmp_path / "out.csv")


def started(
    folder: Path, *arguments: str, before: Callable[[], None] | None = None, lines: int = 400_000
) -> subprocess.Popen[str]:
    """A run over a large file, begun."""
    source = folder / "in.csv"
    if not source.exists():
        source.write_text("years,metro,note\n" + "5.5,NYC,abcdefghijklmnop\n" * lines)
    (folder / "out.csv").write_text("as it was")
    command = [
        sys.executable,
        "-m",
        "mlsalary",
        "batch",
        str(source),
        "-o",
        str(folder / "out.csv"),
    ]
    return subprocess.Popen(
        [*command, "--force", *arguments],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=before,
    )


def under_way(folder: Path, process: subprocess.Popen[str]) -> None:
    """Wait until something was written beside the target."""
    while not any(path.stat().st_size for path in folder.glob(".out.csv.*.part")):
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)


@pytest.mark.thorough(every=2)
@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_leaves_the_target_as_it_was(
    tmp_path: Path, how: signal.Signals, kind: str
) -> None:
    process = started(tmp_path, "--to", kind, lines=3_000_000)
    under_way(tmp_path, process)
    process.send_signal(how)
    _, said = process.communicate(timeout=PATIENCE)
    assert (tmp_path / "out.csv").read_text() == "as it was"
    if how == signal.SIGINT:
        assert process.returncode == 130
        assert said == "Interrupted.\n"
        assert not list(tmp_path.glob(".out.csv.*"))


def test_a_full_disk_leaves_the_target_as_it_was(tmp_path: Path) -> None:
    import resource

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (5_000_000, 5_000_000))

    process = started(tmp_path, before=little_room)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 4, said
    assert "out.csv cannot be written" in said
    assert "as it was before" in said
    assert "Traceback" not in said
    assert (tmp_path / "out.csv").read_text() == "as it was"
    assert not list(tmp_path.glob(".out.csv.*"))


# The command -------------------------------------------------------------------------------------


def command(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mlsalary", "batch", *arguments],
        input=typed, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_standard_input_and_output(tmp_path: Path) -> None:
    done = command("-", "-o", "-", typed="years,metro\n5,NYC\n-1,NYC\n")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 2
    assert "2 rows in, 1 to stdout, 1 rejected" in done.stderr
    assert "--rejects FILE" in done.stderr
    done = command(
        "-", "-o", "-", "--from", "jsonl", "--to", "jsonl", "--rejects", str(tmp_path / "no.csv"),
        typed='{"years": 5}\n{"years": -5}\n',
    )  # fmt: skip
    assert json.loads(done.stdout)["place"] == "US"
    assert len(cells(tmp_path / "no.csv")) == 2


def test_a_full_standard_output_and_one_that_closes(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("years\n" + "5\n" * 200_000)
    words = [sys.executable, "-m", "mlsalary", "batch", str(tmp_path / "in.csv"), "-o", "-"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 4
    assert done.stderr.startswith("Error: Standard output cannot be written: No space left")
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_the_summary_tells_what_happened(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("years,metro,note\n5,NYC,=1\n5,,x\n-1,,x\n5,NYC\n")
    done = command(str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"))
    assert done.stdout == ""
    assert "4 rows in, 2 to" in done.stderr
    assert "bad_years 1, ragged 1" in done.stderr or "ragged 1, bad_years 1" in done.stderr
    assert "Places: " in done.stderr
    assert "1 cell that a spreadsheet would run" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fallback", "county"], "--fallback wants state or national"),
        (["--premiums", "guess"], "no kind of premiums"),
        (["--bls", "1999"], "no BLS release"),
        (["--map", "years"], "ours=theirs"),
        (["--engine", "abacus"], 'no engine "abacus"'),
        (["--from", "xls"], 'no format "xls"'),
        (["--delimiter", ";;"], "is not a delimiter"),
    ],
)
def test_options_that_make_no_sense(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "in.csv").write_text("years\n5\n")
    done = command(str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), *arguments)
    assert done.returncode in (2, 3)
    assert said in done.stderr
    assert not (tmp_path / "out.csv").exists()


def test_a_missing_extra_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("years\n5\n")
    code = (
        "import sys; sys.modules['polars'] = None\nfrom mlsalary.cli import run; run(sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "batch", str(tmp_path / "in.csv"), "-o", "x.csv"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    said, line = done.stderr.splitlines()
    assert said.startswith("Error: This needs polars, which is not installed. ")
    assert line.endswith('[batch]"')


def test_the_example_of_the_docs(tmp_path: Path) -> None:
    """The rows in docs/batch.md give the cells that stand below them, and every place match that is
    named there exists."""
    page = (Path(__file__).resolve().parents[1] / "docs" / "batch.md").read_text(encoding="utf-8")
    source, target = tmp_path / "people.csv", tmp_path / "priced.csv"
    source.write_text(page.partition("```csv\n")[2].partition("```")[0], encoding="utf-8")
    assert command(str(source), "-o", str(target)).returncode == 0
    names, _, shown, *_, rejects, _, rejected = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("| ")
    ][:6]
    (row,) = csv.DictReader(target.read_text(encoding="utf-8").splitlines())
    for name, cell in zip(names, shown, strict=True):
        amount = name.startswith(("base_", "total_"))
        assert cell == (f"{float(row[name]):.0f}" if amount else row[name])
    rejected_rows = (tmp_path / "priced.csv.rejects.csv").read_text(encoding="utf-8")
    (row,) = csv.DictReader(rejected_rows.splitlines())
    assert [row[name] for name in rejects] == rejected
    matches = re.findall(r"^\| `(\w+)` \| ", page, re.MULTILINE)
    assert matches == [*get_args(PlaceMatch)]
    places = re.findall(r"^\| `(\w+)` \| .*: (.+?) \|$", page, re.MULTILINE)
    assert [match for match, _ in places] == matches[:4]
    for match, place in places:
        assert estimate(Profile(years=5, metro=place)).place.match == match
