"""One rule body for one row and for many: ten thousand profiles against the single estimate, and
every way to name a place against the places of the engines that are asked lazily."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from frame_tables import (
    BOOK,
    DUCKDB,
    IBIS,
    IN_MEMORY,
    LAZY,
    POLARS,
    POLARS_LAZY,
    Kind,
    assert_equal,
    each,
    many,
    single_of_many,
    single_of_many_lazily,
    table_of,
)
from priced_rows import PAY, SAID

import mlsalary
from mlsalary.frame.chain import Chain
from mlsalary.frame.settings import Settings
from mlsalary.places.index import area_names

pl = pytest.importorskip("polars")


@each(IN_MEMORY)
def test_a_table_in_memory_accepts_and_refuses_what_a_single_estimate_does(kind: Kind) -> None:
    assert_equal(kind.priced(table_of(many()), fallback=None), single_of_many(), many())


@each(LAZY)
def test_an_engine_asked_lazily_does_so_where_the_place_is_told_beforehand(kind: Kind) -> None:
    assert_equal(kind.priced(table_of(many()), fallback=None), single_of_many_lazily(), many())


# Places that are told beforehand -----------------------------------------------------------------


def place_texts(count: int) -> list[tuple[str, str, str]]:
    """Metro or city, ZIP and state as people write them, right and wrong."""
    dice = random.Random(8)
    towns = dice.sample(list(BOOK.csv("places.csv").rows()), count)
    states = [(row[1], row[2]) for row in BOOK.csv("states.csv").rows()]
    texts = []
    for _, letters, _, town, *_ in towns:
        other, named = dice.choice(states)
        texts += [
            (town, "", ""), (town, "", letters), (f"{town}, {letters}", "", ""),
            (town.upper(), "", named), (f"{town}, {other}", "", ""),
            (f"{town}, {named}", "", letters),
        ]  # fmt: skip
    areas = list(area_names(BOOK).rows())
    titles = {name for name, role, *_ in areas if role in ("name", "former")}  # without hyphens
    for name, role, _, there, title in areas:
        if role in ("name", "former"):
            texts += [(title, "", ""), (title.rpartition(",")[0], "", there[:2])]
        elif role in ("lead", "principal", "nickname") and name not in titles:
            beside = (*there.split("-"), dice.choice(states)[0])
            texts += [(name, "", letters) for letters in beside]
    for code, *_ in dice.sample(list(BOOK.csv("zips.csv").rows()), count):
        texts += [("", code, ""), ("", f"{code}-1234", ""), ("", code, dice.choice(states)[0])]
    texts += [("", f"{dice.randrange(100_000):05}", "") for _ in range(count)]
    texts += [text for letters, name in states for text in ((letters, "", ""), ("", "", name))]
    return texts


# Names that stand both for a metro or a nickname and for a town in a state of that metro.
NAMESAKES = [
    ("Newark", "NY"), ("Newark", "NJ"), ("Brooklyn", "NY"), ("NYC", "NY"), ("Redmond", "WA"),
    ("Redmond", "OR"), ("Arlington", "MD"), ("Arlington", "VA"), ("Allentown", "NJ"),
    ("Allentown", "PA"), ("Ashland", "WV"), ("Ashland", "KY"), ("Camden", "DE"), ("Camden", "NJ"),
    ("Washington", "WV"), ("Washington", "DC"), ("Washington", "WA"), ("Bluff City", "TN"),
    ("Westwood", "CA"), ("Kansas City", "KS"), ("Kansas City", "MO"), ("Warwick", "MA"),
]  # fmt: skip


def test_no_place_is_taken_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lazy engine may not know what a single estimate does, but it never knows better."""
    monkeypatch.setattr("mlsalary.frame.places.HINTED", 0)
    texts = place_texts(2_000) + [(town, "", state) for town, state in NAMESAKES]
    table = pl.DataFrame(texts, schema=["metro", "zip", "state"], orient="row")
    table = table.with_columns(years=pl.lit(5.0))
    right, got = (kind.priced(table, fallback=None) for kind in (POLARS, POLARS_LAZY))
    names = ["base_p50", "total_p10", *SAID]
    wrong, untold, known = [], [], 0
    for text, one, other in zip(
        texts, right.select(names).rows(), got.select(names).rows(), strict=True
    ):
        known += one[0] is not None
        if other[0] is None:
            untold += [text] if one[0] is not None else []
        elif other != one:
            wrong.append((text, one, other))
    assert not wrong
    assert known > 10_000
    assert len(untold) < known / 100, untold
    assert all("," in text or state for text, _, state in untold), untold


def test_a_look_up_says_one_thing_of_one_key() -> None:
    tables = Chain(Settings(BOOK)).foreseen
    assert {"level_words", "level_employer", "specialization", "months", "areas"} <= set(tables)
    for table in tables.values():
        keys = list(zip(*(table.columns[key] for key in table.keys), strict=True))
        assert len(set(keys)) == len(keys), table.name
        assert None not in {part for key in keys for part in key}, table.name


# Lazy stays lazy ---------------------------------------------------------------------------------


def test_polars_computes_nothing_before_it_is_asked() -> None:
    seen = []

    def read(table: Any) -> Any:
        seen.append(table.height)
        return table

    table = pl.LazyFrame({"years": [5, 7]}).map_batches(read, schema={"years": pl.Int64})
    priced = mlsalary.estimate_frame(table, book=BOOK)
    assert isinstance(priced, pl.LazyFrame)
    assert not seen
    assert priced.collect().height == 2
    assert seen == [2]


def test_duckdb_computes_nothing_before_it_is_asked() -> None:
    duckdb = pytest.importorskip("duckdb")
    fails = (
        "SELECT CAST(range AS DOUBLE) AS years, CASE WHEN range = 3 THEN error('read') END AS own"
    )
    with duckdb.connect() as connection:
        priced = mlsalary.estimate_frame(connection.sql(f"{fails} FROM range(5)"))
        assert isinstance(priced, duckdb.DuckDBPyRelation)
        with pytest.raises(duckdb.Error, match="read"):
            priced.fetchall()


@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
def test_ibis_computes_nothing_before_it_is_asked() -> None:
    duckdb, ibis = pytest.importorskip("duckdb"), pytest.importorskip("ibis")
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE VIEW people AS SELECT CAST(range AS DOUBLE) AS years, "
            "CASE WHEN range = 3 THEN error('read') END::INTEGER AS own FROM range(5)"
        )
        people = ibis.duckdb.from_connection(connection).table("people")
        priced = mlsalary.estimate_frame(people, book=BOOK)
        assert isinstance(priced, ibis.Table)
        with pytest.raises(duckdb.Error, match="read"):
            priced.to_polars()


@pytest.mark.thorough("test_duckdb_computes_nothing_before_it_is_asked")
def test_duckdb_tables_of_any_name_are_left_alone() -> None:
    duckdb = pytest.importorskip("duckdb")
    names = ("arrow", "caller", "lookup", "rows")
    with duckdb.connect() as connection:
        for name in names:
            connection.execute(f"CREATE TABLE {name} AS SELECT 5 AS years, '{name}' AS own")
        for name in ("lookup", "rows"):
            priced = mlsalary.estimate_frame(connection.table(name), book=BOOK)
            assert priced.project("years, own, place").fetchall() == [(5, name, "US")]
        there = connection.execute("SELECT table_name FROM information_schema.tables").fetchall()
        assert {name for (name,) in there} == set(names)


@each([DUCKDB, IBIS])
def test_rows_and_other_columns_stay_as_they_were(kind: Kind) -> None:
    table = pl.DataFrame(
        {
            "own text": ["a", None, "", "ü"],
            "years": [5, 5, 7, 5],
            "whole": pl.Series([1, None, 3, -4], dtype=pl.Int16),
            "metro": ["Kansas City", "NYC", None, "Kansas City"],
            "day": [dt.date(2025, 5, 1), None, dt.date(1900, 1, 1), dt.date(9999, 12, 31)],
            "tags": [["x"], [], None, ["y", "z"]],
        }
    )
    priced = kind.priced(table)
    assert priced.select(table.columns).equals(table)
    assert priced.select(table.columns).schema == table.schema
    assert priced.select(PAY).null_count().row(0) == (0,) * 10
