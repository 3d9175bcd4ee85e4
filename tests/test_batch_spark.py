"""``mlsalary batch --engine spark``: the same rows, the same amounts, the same refusals."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import many_rows
import pytest
from priced_rows import BOOK, PAY, Scalar, rows

from mlsalary.batch import Job, Summary, run
from mlsalary.errors import BadDataError, UsageError
from mlsalary.frame.settings import Settings
from mlsalary.render.batch_summary import batch_summary

pl = pytest.importorskip("polars")
pytest.importorskip("pyspark")
pytest.importorskip("narwhals")

SCALAR = Scalar()


def price(source: Path, target: Path, engine: str = "spark", **options: Any) -> Summary:
    wanted = Settings(BOOK, fallback=options.pop("fallback", None))
    columns = options.pop("columns", {})
    return run(Job(str(source), str(target), wanted, columns, engine=engine, **options))


@contextmanager
def setting(spark: Any, name: str, value: str) -> Iterator[None]:
    """The session with another setting."""
    before = spark.conf.get(name)
    spark.conf.set(name, value)
    try:
        yield
    finally:
        spark.conf.set(name, before)


def cells(folder: Path) -> list[dict[str, str]]:
    """The rows of all parts, in the order of the parts."""
    found: list[dict[str, str]] = []
    for part in sorted(folder.glob("part-*.csv")):
        with part.open(encoding="utf-8", newline="") as file:
            found += csv.DictReader(file)
    return found


def written(path: Path, made: list[dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["own", *made[0]], lineterminator="\n")
        writer.writeheader()
        writer.writerows({"own": number} | row for number, row in enumerate(made))
    return path


@pytest.fixture(params=["executors", "operators"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Who prices the rows."""
    if request.param == "operators":
        monkeypatch.setattr("mlsalary.batch.spark.unable", lambda _: "they have none")
    return str(request.param)


@pytest.mark.thorough("test_operators_accept_and_refuse_what_the_other_engine_does")
@pytest.mark.usefixtures("way")
def test_every_row_of_many_parts_is_what_the_single_estimate_says(
    tmp_path: Path, spark: Any
) -> None:
    count, parts = many_rows.PROFILES, 16
    made = many_rows.write(tmp_path / "in.csv", count)
    size = -(-(tmp_path / "in.csv").stat().st_size // parts)
    with setting(spark, "spark.sql.files.maxPartitionBytes", str(size)):
        summary = price(tmp_path / "in.csv", tmp_path / "out", write_as="parquet")
    assert len(list((tmp_path / "out").glob("part-*"))) == parts
    rejects = tmp_path / "out.rejects.csv"
    many_rows.assert_as_alone(made, count, summary, tmp_path / "out", rejects)


@pytest.mark.thorough("test_no_row_is_shuffled_by_executors")
def test_no_row_is_shuffled_by_operators(tmp_path: Path, spark: Any) -> None:
    from mlsalary.batch.spark_operators import with_estimates
    from mlsalary.frame.places import PlacesMet

    source = written(tmp_path / "in.csv", rows(50, seed=2))
    table = spark.read.csv(str(source), header=True)
    found = {name: name for name in table.columns if name != "own"}
    settings = Settings(BOOK, fallback=None)
    priced = with_estimates(table, found, settings, PlacesMet(settings), {})
    plan = priced._jdf.queryExecution().executedPlan().toString()
    assert "BroadcastHashJoin" in plan
    assert "SortMergeJoin" not in plan
    assert "Exchange" not in plan.replace("BroadcastExchange", "")


@pytest.mark.thorough(every=2)
@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("name", ["in.csv", "in.parquet"])
def test_no_row_is_shuffled_by_executors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The plan of what is written: a scan, and the executors."""
    from mlsalary.batch.spark_writing import write as real

    plans = []

    def write(made: Any, *told: Any, **how: Any) -> None:
        plans.append(made._jdf.queryExecution().executedPlan().toString())
        real(made, *told, **how)

    monkeypatch.setattr("mlsalary.batch.spark_executors.write", write)
    source = written(tmp_path / "in.csv", rows(50, seed=2))
    pl.read_csv(source, infer_schema=False).write_parquet(tmp_path / "in.parquet")
    price(tmp_path / name, tmp_path / "out", write_as="parquet")
    (plan,) = plans
    assert plan.count("MapInArrow") == 1
    assert "Exchange" not in plan
    assert "Join" not in plan


@pytest.mark.usefixtures("spark")
def test_it_accepts_and_refuses_what_the_other_engine_does(tmp_path: Path) -> None:
    """Row for row, and the rejects byte for byte."""
    made = rows(600, seed=12)
    source = written(tmp_path / "in.csv", made)
    with source.open("a", encoding="utf-8") as file:
        file.write('5\n"7,NYC\n\n,,,,,,,,,,\n')
    theirs = price(source, tmp_path / "theirs.csv", "polars", pay="years", fallback="state")
    ours = price(source, tmp_path / "ours", write_as="csv", pay="years", fallback="state")
    for name in ("rows_in", "rows_out", "rejects", "matches", "warned", "pays", "pays_unread"):
        assert getattr(ours, name) == getattr(theirs, name), name
    with (tmp_path / "theirs.csv").open(encoding="utf-8", newline="") as file:
        wanted = list(csv.DictReader(file))
    found = cells(tmp_path / "ours")
    assert list(found[0]) == list(wanted[0])
    for got, row in zip(found, wanted, strict=True):
        for name, cell in row.items():
            assert got[name] == cell, name  # whole dollars and tenths of a percentile too
    assert rejects_of(tmp_path / "ours") == (tmp_path / "theirs.csv.rejects.csv").read_bytes()


def rejects_of(target: Path) -> bytes:
    parts = sorted(target.with_name(f"{target.name}.rejects.csv").glob("part-*.csv"))
    return b"".join(part.read_bytes() for part in parts)


@pytest.mark.thorough(every=2)
@pytest.mark.parametrize("told", [64 << 20, 0])
def test_cells_that_run_over_line_ends_are_read_as_elsewhere(
    tmp_path: Path, spark: Any, monkeypatch: pytest.MonkeyPatch, told: int
) -> None:
    """Cut into parts anywhere, also within such a cell; told: bytes of rejects that the driver
    holds, and reads again beyond."""
    monkeypatch.setattr("mlsalary.batch.spark_tally.ALL_CARRY", told)
    lines = ["years,metro,note"]
    for at in range(400):
        lines.append(
            f'{at % 30},{"Austin" if at % 7 else "Nowhereville"},"a {at},\n""b"" \r\n5,NYC,c"'
        )
        lines.append(f"{at % 30},NYC,plain" + ("" if at % 50 else ",ragged,more"))
    lines += ['9,NYC,"open', "8,NYC,fine"]
    source = tmp_path / "in.csv"
    source.write_bytes("\n".join(lines).encode())
    theirs = price(source, tmp_path / "theirs.parquet", "polars")
    with setting(spark, "spark.sql.files.maxPartitionBytes", "1000"):
        ours = price(source, tmp_path / "ours", write_as="parquet")
    assert (ours.rows_in, ours.rows_out) == (theirs.rows_in, theirs.rows_out)
    assert ours.rejects == theirs.rejects
    found = pl.read_parquet(tmp_path / "ours" / "part-*")
    assert found.equals(pl.read_parquet(tmp_path / "theirs.parquet"))
    assert rejects_of(tmp_path / "ours") == (tmp_path / "theirs.parquet.rejects.csv").read_bytes()


@pytest.mark.thorough("test_operators_accept_and_refuse_what_the_other_engine_does")
@pytest.mark.usefixtures("spark")
def test_operators_refuse_a_file_of_such_cells_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlsalary.batch.spark.unable", lambda _: "they have none")
    source = tmp_path / "in.csv"
    source.write_text('years,metro,note\n5,NYC,"a\n7,Austin,b"\n')
    with pytest.raises(BadDataError, match=r"a quote is open at the end of .5,NYC") as caught:
        price(source, tmp_path / "out", write_as="csv")
    assert caught.value.code == "quoted_line_end"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


@pytest.mark.usefixtures("spark")
def test_operators_accept_and_refuse_what_the_other_engine_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it is said who priced the rows, and why."""
    monkeypatch.setattr("mlsalary.batch.spark.unable", lambda _: "they have none")
    source = written(tmp_path / "in.csv", rows(600, seed=12))
    theirs = price(source, tmp_path / "theirs.csv", "polars", fallback="state")
    ours = price(source, tmp_path / "ours", write_as="csv", fallback="state")
    assert "its executors cannot: they have none" in batch_summary(ours, "ours", "2026-11")
    assert "executors" not in batch_summary(theirs, "theirs.csv", "2026-11")
    for name in ("rows_in", "rows_out", "rejects", "matches"):
        assert getattr(ours, name) == getattr(theirs, name), name
    with (tmp_path / "theirs.csv").open(encoding="utf-8", newline="") as file:
        assert cells(tmp_path / "ours") == list(csv.DictReader(file))
    assert rejects_of(tmp_path / "ours") == (tmp_path / "theirs.csv.rejects.csv").read_bytes()


@pytest.mark.parametrize("name", ["in.csv", "in.parquet"])
def test_parts_come_to_the_report_of_the_other_engine(
    tmp_path: Path, spark: Any, name: str
) -> None:
    """With the numbers of their lines, which count through all parts."""
    from mlsalary.batch.report import report_of

    table = [{"pay": 90_000 + 37 * at, **row} for at, row in enumerate(rows(900, seed=21))]
    source = written(tmp_path / "in.csv", table)
    pl.read_csv(source, infer_schema=False).write_parquet(
        tmp_path / "in.parquet", row_group_size=100
    )
    source = tmp_path / name
    found = {}
    size = str(source.stat().st_size // 5)
    with setting(spark, "spark.sql.files.maxPartitionBytes", size):
        for engine in ("polars", "spark"):
            target = str(tmp_path / engine)
            job = Job(
                *(str(source), target, Settings(BOOK), {}),
                write_as="parquet",
                engine=engine,
                pay="pay",
                gathers=True,
            )
            found[engine] = report_of(job, run(job))
    ours, theirs = found["spark"], found["polars"]
    assert ours.lowest
    assert ours.refused
    if name == "in.csv":
        assert len(list((tmp_path / "spark").glob("part-*"))) > 1
    for field in ours._fields:
        if field not in ("target", "engine", "summary"):
            assert getattr(ours, field) == getattr(theirs, field), field


@pytest.mark.usefixtures("spark")
def test_operators_make_no_report_and_write_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlsalary.batch.spark.unable", lambda _: "they have none")
    source = written(tmp_path / "in.csv", rows(5, seed=12))
    with pytest.raises(UsageError, match="Use --engine polars, or leave") as raised:
        price(source, tmp_path / "out", write_as="csv", gathers=True)
    assert raised.value.code == "bad_engine"
    assert {one.name for one in tmp_path.iterdir()} == {"in.csv"}


@pytest.mark.usefixtures("spark")
def test_a_folder_of_files_is_one_table(tmp_path: Path) -> None:
    """Each with a header, a mark at its beginning and line ends of Windows; lines are counted
    through."""
    folder = tmp_path / "in"
    folder.mkdir()
    texts = {"a.csv": "5,NYC\r\nx,Austin\r\n", "b.csv": "7,Austin\r\n"}
    for name, text in texts.items():
        (folder / name).write_bytes(b"\xef\xbb\xbf" + f"years,metro\r\n{text}".encode())
    summary = price(folder, tmp_path / "out", write_as="csv", read_as="csv")
    assert (summary.rows_in, summary.rows_out) == (3, 2)
    assert {row["years"] for row in cells(tmp_path / "out")} == {"5", "7"}
    (refused,) = cells(tmp_path / "out.rejects.csv")
    assert (refused["years"], refused["code"]) == ("x", "bad_years")


@pytest.mark.usefixtures("spark")
def test_figures_of_pay_are_thousands_in_all_parts_or_in_none(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.csv").write_text("years,pay\n5,180\n")
    (folder / "b.csv").write_text("years,pay\n5,180000\n")
    summary = price(folder, tmp_path / "out", write_as="csv", read_as="csv", pay="pay")
    assert not summary.thousands
    assert (summary.pays, summary.pays_unread) == (1, 1)


@pytest.mark.thorough("test_parts_come_to_the_report_of_the_other_engine")
def test_executors_without_mlsalary_are_asked_and_get_it_as_an_archive(
    tmp_path: Path, spark: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Python that has all but mlsalary; then a wheel on the way of ``--py-files``."""
    import site
    import subprocess
    import sys

    from mlsalary.frame import executors

    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare)], check=True)
    (there,) = (bare / "lib").glob("python*/site-packages")
    packages = [path for path in site.getsitepackages() if Path(path).is_dir()]
    (there / "all.pth").write_text("\n".join(packages) + "\n")
    monkeypatch.setattr(executors, "_able", set())
    monkeypatch.setattr("sys.executable", str(bare / "bin" / "python"))
    reason = executors.unable(spark)
    assert reason is not None
    assert "No module named 'mlsalary" in reason

    archive = tmp_path / "mlsalary.zip"
    _write_archive(archive)
    context = spark.sparkContext
    before = list(context._python_includes)
    try:
        context.addPyFile(str(archive))
        assert executors.unable(spark) is None
        (tmp_path / "in.csv").write_text("years,metro\n5,North of Boston\n")
        price(tmp_path / "in.csv", tmp_path / "out", write_as="csv")
        (row,) = cells(tmp_path / "out")
        single = SCALAR.of({"years": 5.0, "metro": "North of Boston"})
        assert row["base_p50"] == str(round(single["base_p50"]))
    finally:
        context._python_includes[:] = before


def _write_archive(path: Path) -> None:
    """The package as a wheel has it: its code, and its data within."""
    import zipfile

    from mlsalary.shipped import package_folder, shipped_folder

    with zipfile.ZipFile(path, "w") as archive:
        for one in package_folder().rglob("*.py"):
            archive.write(one, f"mlsalary/{one.relative_to(package_folder())}")
        for one in shipped_folder().rglob("*.*"):
            archive.write(one, f"mlsalary/data/{one.relative_to(shipped_folder())}")


@pytest.mark.usefixtures("spark")
def test_json_lines_and_parquet(tmp_path: Path) -> None:
    lines = ['{"years": 5, "metro": "NYC", "own": "a"}', "{no", '{"years": -1, "own": "b"}']
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n")
    summary = price(tmp_path / "in.jsonl", tmp_path / "out", write_as="jsonl")
    assert (summary.rows_in, summary.rows_out) == (3, 1)
    assert summary.rejects == {"not_json": 1, "bad_years": 1}
    (part,) = (tmp_path / "out").glob("part-*.json")
    got, single = json.loads(part.read_text()), SCALAR.of({"years": 5.0, "metro": "NYC"})
    assert got["own"] == "a"
    assert [round(got[name]) for name in PAY] == [round(single[name]) for name in PAY]

    pl.DataFrame(
        {"years": [5, None], "zip": [95112, 2139], "level": [None, "senior"]}
    ).write_parquet(tmp_path / "in.parquet")
    summary = price(tmp_path / "in.parquet", tmp_path / "packed", write_as="parquet")
    assert summary.matches == {"zip": 2}
    listed = pl.DataFrame({"years": [5, -1], "spec": [["llm", "cv"], ["llm"]]})
    listed.write_parquet(tmp_path / "listed.parquet")
    summary = price(tmp_path / "listed.parquet", tmp_path / "listed", write_as="parquet")
    assert summary.rejects == {"bad_years": 1}
    again = pl.read_parquet(tmp_path / "listed" / "part-*")
    assert again["spec"].to_list() == [["llm", "cv"]]
    wanted = SCALAR.of({"years": 5.0, "spec": "llm;cv"})["base_p50"]
    assert round(again["base_p50"][0]) == round(wanted)
    assert pl.read_parquet(tmp_path / "packed" / "part-*")["zip"].to_list() == [95112, 2139]


@pytest.mark.usefixtures("spark")
def test_the_target_is_whole_or_as_it_was(tmp_path: Path) -> None:
    source = written(tmp_path / "in.csv", rows(5, seed=1, hard=False))
    with pytest.raises(BadDataError, match="There is no file"):
        price(tmp_path / "none.csv", tmp_path / "out", write_as="csv")
    with pytest.raises(UsageError, match="is the input itself"):
        price(source, source, write_as="csv", force=True)
    with pytest.raises(UsageError, match="is the output"):
        price(source, tmp_path / "out", write_as="csv", rejects=tmp_path / "out")
    with pytest.raises(UsageError, match="standard input"):
        price(source, Path("-"), write_as="csv")
    price(source, tmp_path / "out", write_as="csv")
    before = sorted(path.name for path in (tmp_path / "out").iterdir())
    with pytest.raises(UsageError, match="--force"):
        price(source, tmp_path / "out", write_as="csv")
    (tmp_path / "bad.csv").write_text("name,shoe\nx,5\n")
    with pytest.raises(BadDataError, match="needs a column years, level or title"):
        price(tmp_path / "bad.csv", tmp_path / "out", write_as="csv", force=True)
    (tmp_path / "bad.csv").write_text("years,Place\n5,NYC\n")
    with pytest.raises(BadDataError, match='a column "Place" already'):  # Spark folds names
        price(tmp_path / "bad.csv", tmp_path / "out", write_as="csv", force=True)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == before
    price(source, tmp_path / "out", write_as="csv", force=True)
    assert len(cells(tmp_path / "out")) == 5
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.csv", "in.csv", "out"]


@pytest.mark.usefixtures("spark")
def test_other_delimiters_and_cells_that_would_run(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text('years|note|x\n5|=1+1|"a|b"\n6|"q""q"|-5\n')
    price(tmp_path / "in.csv", tmp_path / "out", write_as="csv", delimiter="|")
    found = cells(tmp_path / "out")
    assert [(row["note"], row["x"]) for row in found] == [("'=1+1", "a|b"), ('q"q', "-5")]


def test_without_java_there_is_one_sentence(tmp_path: Path) -> None:
    import subprocess
    import sys

    (tmp_path / "in.csv").write_text("years\n5\n")
    words = ["batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out"), "--to", "csv"]
    done = subprocess.run(
        [sys.executable, "-m", "mlsalary", *words, "--engine", "spark"],
        env={"PATH": str(tmp_path), "JAVA_HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "Spark needs Java 17 or newer" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("spark")
def test_what_is_found_and_mended_is_what_the_other_engine_finds(tmp_path: Path) -> None:
    """A semicolon, a decimal comma, pay, rejects that are run again."""
    lines = ["sep=;", "years;metro;pay;code", "2,5;Austin;150000,5;a", "x;Austin;;=1", "5;NYC", ""]
    (tmp_path / "in.csv").write_text("\n".join(lines))

    def told(source: Path, name: str) -> tuple[list[list[str]], list[list[str]]]:
        theirs = price(source, tmp_path / f"{name}.csv", "polars", pay="pay")
        ours = price(source, tmp_path / name, write_as="csv", pay="pay")
        assert ours.rejects == theirs.rejects
        assert list(ours.rejects) == ["bad_years", "ragged"][: len(ours.rejects)]
        assert (ours.rows_in, ours.rows_out) == (theirs.rows_in, theirs.rows_out)
        (part,) = (tmp_path / name).glob("part-*.csv")
        (refused,) = (tmp_path / f"{name}.rejects.csv").glob("part-*.csv")
        both = []
        for one, other, sign in (
            (part, tmp_path / f"{name}.csv", ","),
            (refused, tmp_path / f"{name}.csv.rejects.csv", ";"),
        ):
            rows = [_rows(path, sign) for path in (one, other)]
            assert [len(row) for row in rows[0]] == [len(row) for row in rows[1]]
            assert [row[:2] for row in rows[0]] == [row[:2] for row in rows[1]]
            both.append(rows[0])
        return both[0], both[1]

    priced, refused = told(tmp_path / "in.csv", "first")
    assert [row[:4] for row in priced[1:]] == [["2,5", "Austin", "150000,5", "a"]]
    assert float(priced[1][-2]) > 0  # the pay was read
    assert refused[0] == ["line", "code", "message", "years", "metro", "pay", "code"]
    assert [[row[0], row[1], *row[3:]] for row in refused[1:]] == [
        ["4", "bad_years", "x", "Austin", "", "'=1"],
        ["5", "ragged", "5;NYC", "", "", ""],
    ]

    from mlsalary.batch.rejects import encoded

    refused[1][3], refused[2][3:5] = "7,5", ["5", "NYC"]
    (tmp_path / "mended.csv").write_bytes(encoded(refused, ";", exact=True))
    price(tmp_path / "mended.csv", tmp_path / "again", write_as="csv")
    (part,) = (tmp_path / "again").glob("part-*.csv")
    assert [row[:4] for row in _rows(part, ",")[1:]] == [
        ["7,5", "Austin", "", "'=1"],
        ["5", "NYC", "", ""],
    ]


def _rows(path: Path, sign: str) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=sign))


@pytest.mark.usefixtures("spark")
def test_an_array_of_json_and_what_spark_cannot(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text(
        '[{"years": 5, "own": "a"},\n {"years": -1, "spec": ["llm", "cv"]}]'
    )
    summary = price(tmp_path / "in.json", tmp_path / "out", write_as="jsonl")
    assert (summary.rows_out, summary.rejects) == (1, {"bad_years": 1})
    (part,) = (tmp_path / "out").glob("part-*.json")
    assert json.loads(part.read_text())["own"] == "a"
    (rejects,) = (tmp_path / "out.rejects.csv").glob("part-*.csv")
    assert dict(zip(*_rows(rejects, ","), strict=True))["spec"] == "llm;cv"
    for name, options in (("a.xlsx", {}), ("a.csv", {"sheet": "x"}), ("a.csv", {"skip_lines": 1})):
        with pytest.raises(UsageError, match="Spark"):
            price(tmp_path / name, tmp_path / "none", write_as="csv", **options)
    with pytest.raises(UsageError, match="Spark"):
        price(tmp_path / "in.json", tmp_path / "out.json")
    for twice in ('{"years": 5, "years": 6}', '{"years": 5, "own": {"a": 1, "a": 2}}'):
        (tmp_path / "twice.jsonl").write_text(f'{{"years": 5}}\n{twice}\n')
        with pytest.raises(BadDataError, match="already exists"):
            price(tmp_path / "twice.jsonl", tmp_path / "none", write_as="csv")
    assert not (tmp_path / "none").exists()
