"""``estimate_frame`` on Spark: the same answers, asked lazily, and no row is moved for them."""

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
    single_of_many_lazily,
    table_of,
)
from priced_rows import PAY, SAID, Scalar, rows

import mlsalary
from mlsalary.errors import BadDataError

pl = pytest.importorskip("polars")
pytest.importorskip("pyspark")

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning")


@pytest.fixture(scope="module")
def kind(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Kind:
    """Tables of two files each."""

    def read(table: Any) -> Any:
        folder = tmp_path_factory.mktemp("table")
        half = table.height // 2
        table[:half].write_parquet(folder / "first.parquet")
        table[half:].write_parquet(folder / "second.parquet")
        return spark.read.parquet(str(folder))

    return Kind("spark", "pyspark", read, lambda answer: pl.from_arrow(answer.toArrow()))


def test_ten_thousand_profiles_are_priced_as_one_by_one(kind: Kind) -> None:
    """Where the place is told beforehand; else the row is refused."""
    assert_equal(kind.priced(table_of(many()), fallback=None), single_of_many_lazily(), many())


@pytest.mark.parametrize("way", WRITTEN)
def test_a_table_means_what_its_rows_mean_one_by_one(kind: Kind, way: str) -> None:
    assert_priced(kind, WRITTEN[way]())


def test_what_stands_in_for_an_unknown_place_is_said(kind: Kind) -> None:
    assert_stands_in(kind, "national")


def test_a_question_is_built_without_a_job_and_answered_without_a_shuffle(
    spark: Any, kind: Kind
) -> None:
    """Of names that Spark would read as paths, with settings that hold for every row."""
    from pyspark.sql import DataFrame

    made = rows(100, seed=3, hard=False)
    renamed = {"years": "Years of Experience", "metro": "wo.wohnt", "spec": "the `field`"}
    numbered = table_of(made).rename(renamed).with_row_index("own.number")
    table = numbered.cast({"own.number": pl.Int64})
    people = kind.of(table)
    partitions = people.rdd.getNumPartitions()

    spark.sparkContext.setJobGroup("building", "the question")
    priced = mlsalary.estimate_frame(
        people, book=BOOK, columns=renamed, premiums="measured", bls="2025"
    )
    assert isinstance(priced, DataFrame)
    assert list(spark.sparkContext.statusTracker().getJobIdsForGroup("building")) == []
    assert priced.columns == [*table.columns, *PAY, *SAID]

    def moved() -> set[str]:
        plan = priced._jdf.queryExecution().executedPlan().toString()
        return set(re.findall("[A-Za-z]*Exchange|[A-Za-z]*Join", plan))

    assert moved() == {"BroadcastExchange", "BroadcastHashJoin"}
    answers = [row.asDict() for row in priced.collect()]
    assert moved() <= {"BroadcastExchange", "ReusedExchange", "BroadcastHashJoin"}  # as it was run
    assert priced.rdd.getNumPartitions() == partitions

    scalar = Scalar(premiums="measured", bls="2025")
    answers.sort(key=lambda answer: answer["own.number"])
    assert_equal(pl.DataFrame(answers), [single(row, scalar) for row in made], made)


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
