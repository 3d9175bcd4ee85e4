"""``estimate_frame`` on Spark: the same answers, asked lazily, and no row is moved for them, by its
executors or, where these have no mlsalary, by its own operators."""

from __future__ import annotations

import re
from typing import Any

import pytest
from frame_tables import (
    BOOK,
    WRITTEN,
    Kind,
    assert_equal,
    assert_priced,
    assert_stands_in,
    many,
    single,
    single_lazily,
    table_of,
)
from priced_rows import PAY, SAID, Scalar, rows

import mlsalary
from mlsalary.errors import BadDataError

pl = pytest.importorskip("polars")
pytest.importorskip("pyspark")

pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning"),
    pytest.mark.filterwarnings("ignore:Spark's own operators:RuntimeWarning"),
]


WAYS = ("executors", "operators")


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Who prices the rows."""
    if request.param == "operators":
        monkeypatch.setattr("mlsalary.frame.executors.unable", lambda _: "they have none")
    return str(request.param)


@pytest.fixture(scope="module")
def tables(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Kind:
    """Tables of two files each."""

    def read(table: Any) -> Any:
        folder = tmp_path_factory.mktemp("table")
        half = table.height // 2
        table[:half].write_parquet(folder / "first.parquet")
        table[half:].write_parquet(folder / "second.parquet")
        return spark.read.parquet(str(folder))

    return Kind("spark", "pyspark", read, lambda answer: pl.from_arrow(answer.toArrow()))


@pytest.fixture
def kind(tables: Kind, way: str) -> Kind:
    """The same, whoever prices them."""
    return tables._replace(reads_all=way == "executors")


@pytest.mark.thorough(every=2)
def test_many_profiles_are_priced_as_one_by_one(kind: Kind) -> None:
    """By executors every place is found; else those that are told beforehand, and other rows are
    refused. Ten thousand are priced from files: here every fourth."""
    some = many()[::4]
    of = single if kind.reads_all else single_lazily
    assert_equal(kind.priced(table_of(some), fallback=None), [of(row) for row in some], some)


@pytest.mark.thorough(every=4)
# Spark takes seconds to plan each question to its operators: of them, only what others do not ask.
@pytest.mark.parametrize(
    ("way", "written"),
    [*(("executors", written) for written in WRITTEN), ("operators", "text")],
    indirect=["way"],
)
def test_a_table_means_what_its_rows_mean_one_by_one(kind: Kind, written: str) -> None:
    assert_priced(kind, WRITTEN[written]())


@pytest.mark.parametrize("way", ["executors"], indirect=True)
def test_what_stands_in_for_an_unknown_place_is_said(kind: Kind) -> None:
    assert_stands_in(kind, "national")


@pytest.mark.thorough(every=2)
def test_a_question_is_built_without_a_job_and_answered_without_a_shuffle(
    spark: Any, kind: Kind, way: str
) -> None:
    """Of names that Spark would read as paths, with settings that hold for every row."""
    from pyspark.sql import DataFrame

    made = rows(100, seed=3, hard=False)
    renamed = {"years": "Years of Experience", "metro": "wo.wohnt", "spec": "the `field`"}
    numbered = table_of(made).rename(renamed).with_row_index("own.number")
    table = numbered.cast({"own.number": pl.Int64})
    people = kind.of(table)
    partitions = people.rdd.getNumPartitions()

    spark.sparkContext.setJobGroup(f"building by {way}", "the question")
    priced = mlsalary.estimate_frame(
        people, book=BOOK, columns=renamed, premiums="measured", bls="2025"
    )
    assert isinstance(priced, DataFrame)
    assert list(spark.sparkContext.statusTracker().getJobIdsForGroup(f"building by {way}")) == []
    assert priced.columns == [*table.columns, *PAY, *SAID]

    def moved() -> set[str]:
        plan = priced._jdf.queryExecution().executedPlan().toString()
        return set(re.findall("[A-Za-z]*Exchange|[A-Za-z]*Join|MapInArrow", plan))

    executors = way == "executors"
    assert moved() == ({"MapInArrow"} if executors else {"BroadcastExchange", "BroadcastHashJoin"})
    answers = [row.asDict() for row in priced.collect()]
    assert moved() <= {"MapInArrow", "BroadcastExchange", "ReusedExchange", "BroadcastHashJoin"}
    assert priced.rdd.getNumPartitions() == partitions

    scalar = Scalar(premiums="measured", bls="2025")
    answers.sort(key=lambda answer: answer["own.number"])
    assert_equal(pl.DataFrame(answers), [single(row, scalar) for row in made], made)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("name", ["PLACE", "Base_P50", "MLS_area"])
def test_a_name_that_would_be_added_in_any_case_is_an_error(spark: Any, name: str) -> None:
    people = spark.createDataFrame([(5, "x")], f"years int, {name} string")
    with pytest.raises(BadDataError, match=f'"{name}"') as caught:
        mlsalary.estimate_frame(people)
    assert caught.value.code == "column_taken"


def test_what_cannot_be_read_is_an_error(spark: Any) -> None:
    twice = spark.createDataFrame([(5, 6)], "years int, YEARS int")
    with pytest.raises(BadDataError, match='"YEARS" twice'):
        mlsalary.estimate_frame(twice)
    nested = spark.createDataFrame([((5,),)], "years struct<a: int>")
    with pytest.raises(BadDataError, match="neither text, numbers nor dates"):
        mlsalary.estimate_frame(nested)
