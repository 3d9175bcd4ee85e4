"""``estimate_frame``: what it reads, what it gives back and what it refuses, table by table."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest
from frame_tables import (
    BOOK,
    DUCKDB,
    IBIS,
    IN_MEMORY,
    LAZY,
    PANDAS,
    POLARS,
    WRITTEN,
    Kind,
    assert_equal,
    assert_priced,
    assert_stands_in,
    assert_strict,
    each,
    plain,
    single,
    table_of,
)
from priced_rows import PAY, SAID, Scalar, rows

import mlsalary
from mlsalary import Profile, estimate
from mlsalary.errors import BadDataError, MlsalaryError, NotFoundError, UsageError

pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")

ADDED = [*PAY, *SAID]
EVERY = (*IN_MEMORY, *LAZY)
SLOW = (DUCKDB, IBIS)
"""What takes seconds to plan a question, however few the rows."""
QUICK = [kind for kind in EVERY if kind not in SLOW]


# What is given back ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "index", ["default", "named", "repeated", "two levels", "empty"], ids=lambda name: str(name)
)
def test_a_pandas_table_keeps_its_index_its_columns_and_their_types(index: str) -> None:
    pd = pytest.importorskip("pandas")
    df = pd.DataFrame(
        {
            "who": pd.Categorical(["b", "a", None, "b"], categories=["b", "a", "c"], ordered=True),
            "years": pd.array([5, None, 7, 2], dtype="Int64"),
            7: [1, 2, 3, 4],
            "level": pd.array(["mid", "senior", None, pd.NA], dtype="string"),
            "mixed": pd.Series([1, "two", None, [3]], dtype=object),
            "when": pd.to_datetime(["2025-05-01", None, "2024-02-29", "2025-01-01"], utc=True),
            "metro": pd.Categorical(["NYC", None, "Boston, MA", "NYC"]),
            "seen": pd.array([True, None, False, True], dtype="boolean"),
            "pay": pd.array([1.5, None, 2.5, 3.5], dtype="float32"),
        }
    )
    df.attrs["source"] = "a survey"
    df.columns.name = "fields"
    indexes = {
        "default": df.index,
        "named": pd.Index([3, 1, 2, 0], name="number"),
        "repeated": pd.Index(["x", "y", "x", "x"]),
        "two levels": pd.MultiIndex.from_tuples([(1, "a"), (1, "a"), (0, "b"), (2, "c")]),
    }
    df = df.iloc[:0] if index == "empty" else df.set_axis(indexes[index])
    before = df.copy(deep=True)
    priced = mlsalary.estimate_frame(df)
    pd.testing.assert_frame_equal(df, before)  # the caller's own is left alone
    assert list(priced.columns) == [*df.columns, *ADDED]
    pd.testing.assert_frame_equal(priced[list(df.columns)], df)
    assert priced.attrs == {"source": "a survey"}
    assert {str(priced[name].dtype) for name in PAY} == {"float64"}
    if index != "empty":
        meant = [
            plain(years=5.0, level="mid", metro="NYC"),
            plain(level="senior"),
            plain(years=7.0, metro="Boston, MA"),
            plain(years=2.0, metro="NYC"),
        ]
        assert_equal(pl.from_pandas(priced[ADDED]), [single(row) for row in meant], meant)


def test_a_pyarrow_table_keeps_its_types_and_what_is_written_beside_them() -> None:
    places = pa.chunked_array([["NYC"], [], ["Boston, MA", None]]).dictionary_encode()
    fields = [
        pa.field("years", pa.int8(), metadata={"unit": "years"}),
        pa.field("metro", places.type),
        pa.field("tags", pa.list_(pa.int32())),
        pa.field("id", pa.int64(), nullable=False),
    ]
    years = pa.chunked_array([pa.array([5, None], pa.int8()), pa.array([2], pa.int8())])
    columns = [years, places, pa.array([[1], None, []], fields[2].type), pa.array([1, 2, 3])]
    table = pa.table(columns, schema=pa.schema(fields, metadata={"made by": "us"}))
    priced = mlsalary.estimate_frame(table)
    assert isinstance(priced, pa.Table)
    assert priced.column_names == ["years", "metro", "tags", "id", *ADDED]
    kept = priced.select(table.column_names)
    assert kept.equals(table, check_metadata=True)
    assert priced.schema.metadata == {b"made by": b"us"}
    meant = [plain(years=5.0, metro="NYC"), plain(metro="Boston, MA"), plain(years=2.0)]
    assert_equal(pl.from_arrow(priced), [single(row) for row in meant], meant)


def test_a_polars_table_keeps_its_order_and_types() -> None:
    from polars.testing import assert_frame_equal

    table = pl.DataFrame(
        {
            "id": [3, 1, 2],
            "years": pl.Series([5, None, 61], dtype=pl.UInt8),
            "level": pl.Series(["mid", "senior", None], dtype=pl.Enum(["mid", "senior"])),
            "employer": pl.Series(["tech", None, "tech"], dtype=pl.Categorical),
            "tags": [[1], None, []],
        }
    )
    for priced in (
        mlsalary.estimate_frame(table),
        mlsalary.estimate_frame(table.lazy(), book=BOOK).collect(),
    ):
        assert priced.columns == [*table.columns, *ADDED]
        assert_frame_equal(priced.select(table.columns), table)
        meant = [
            plain(years=5.0, level="mid", employer="tech"),
            plain(level="senior"),
            plain(years=61.0, employer="tech"),
        ]
        assert_equal(priced, [single(row) for row in meant], meant)


@each(EVERY, in_full=LAZY[1:])
def test_a_table_without_rows_gains_its_columns(kind: Kind) -> None:
    priced = kind.priced(table_of(rows(1, seed=1)).clear(), pay="years")
    assert priced.height == 0
    assert priced.columns[-len(ADDED) - 2 :] == [*ADDED, "base_percentile", "total_percentile"]
    if kind is not PANDAS:  # whose text column without a row Polars cannot tell from others
        said = {priced.schema[name] for name in SAID}
        assert said == {pl.String}
    assert {priced.schema[name] for name in PAY} == {pl.Float64}


@each(EVERY, in_full=LAZY[1:])
def test_amounts_are_numbers_even_where_no_row_can_be_priced(kind: Kind) -> None:
    pytest.importorskip(kind.needs)
    table = kind.of(pl.DataFrame({"level": ["wizard", "shaman"]}))
    priced = mlsalary.estimate_frame(table, book=BOOK)
    if kind is PANDAS:
        assert {str(priced[name].dtype) for name in PAY} == {"float64"}
    answer = kind.back(priced)
    assert answer["base_p50"].to_list() == [None, None]
    assert answer["warnings"].to_list() == ["level_not_found"] * 2


# How people write it -----------------------------------------------------------------------------


@each(QUICK)
@pytest.mark.parametrize("way", WRITTEN)
def test_a_table_means_what_its_rows_mean_one_by_one(kind: Kind, way: str) -> None:
    assert_priced(kind, WRITTEN[way]())


@each(SLOW, in_full=SLOW)
@pytest.mark.parametrize("way", ["integers", "text"])  # test_frame_many.py has floats
def test_a_question_to_a_database_means_so_too(kind: Kind, way: str) -> None:
    assert_priced(kind, WRITTEN[way]())


@each(
    [*IN_MEMORY, *LAZY[:2]], in_full=LAZY[1:]
)  # Ibis itself does not read back columns of no type
def test_a_column_of_nulls_alone_is_nothing(kind: Kind) -> None:
    table = pl.DataFrame({"years": [5, 7], "level": [None, None], "metro": [None, None]})
    meant = [plain(years=5.0), plain(years=7.0)]
    assert_equal(kind.priced(table), [single(row) for row in meant], meant)


def test_pandas_columns_of_several_kinds_of_values_are_read() -> None:
    pd = pytest.importorskip("pandas")
    df = pd.DataFrame(
        {
            "years": pd.Series(["5", 7, 2.5, Decimal("3"), None, pd.NA], dtype=object),
            "zip": pd.Series([95112, "02139", 2139.0, None, float("nan"), pd.NA], dtype=object),
            "level": pd.Series([None, float("nan"), pd.NA, "", "mid", "senior"], dtype=object),
            "as_of": pd.PeriodIndex(["2025-05", "2026-03", None, "2020-07", None, None], freq="M"),
        }
    )
    meant = [
        plain(years=5.0, zip="95112", as_of="2025-05"),
        plain(years=7.0, zip="02139", as_of="2026-03"),
        plain(years=2.5, zip="02139"),
        plain(years=3.0, as_of="2020-07"),
        plain(level="mid"),
        plain(level="senior"),
    ]
    priced = mlsalary.estimate_frame(df)
    pd.testing.assert_frame_equal(priced[list(df.columns)], df)
    assert_equal(pl.from_pandas(priced[ADDED]), [single(row) for row in meant], meant)


# What may be asked for ---------------------------------------------------------------------------


@each(EVERY, in_full=LAZY[1:])
def test_names_premiums_and_a_release_hold_for_every_row(kind: Kind) -> None:
    made = rows(300, seed=3, hard=False)
    renamed = {"years": "Years of Experience", "metro": "wo.wohnt", "spec": 'the "field"'}
    table = table_of(made).rename(renamed).with_columns(years=pl.lit("not these"))
    priced = kind.priced(table, columns=renamed, premiums="measured", bls="2025")
    scalar = Scalar(premiums="measured", bls="2025")
    assert_equal(priced, [single(row, scalar) for row in made], made)
    assert priced.columns == [*table.columns, *ADDED]


@pytest.mark.parametrize(
    "settings", [{"premiums": "none"}, {"premiums": "measured"}, {"bls": "2025"}]
)
def test_a_setting_is_heard(settings: dict[str, str]) -> None:
    made = rows(300, seed=4, hard=False)
    scalar = Scalar(**settings)
    expected = [single(row, scalar) for row in made]
    assert_equal(POLARS.priced(table_of(made), **settings), expected, made)
    assert expected != [single(row) for row in made]


# What stands in for a place ----------------------------------------------------------------------


@each(EVERY, in_full=LAZY[1:])
def test_a_word_that_nobody_knows_is_left_out_or_refuses_its_row(kind: Kind) -> None:
    assert_strict(kind)


@each(QUICK)
@pytest.mark.parametrize("fallback", [None, "state", "national"])
def test_what_stands_in_for_an_unknown_place_is_said(kind: Kind, fallback: str | None) -> None:
    assert_stands_in(kind, fallback)


@each(SLOW, in_full=SLOW)
def test_a_database_says_what_stands_in_for_an_unknown_place(kind: Kind) -> None:
    assert_stands_in(kind, "national")


# What is refused ---------------------------------------------------------------------------------


def refusal(error: type[MlsalaryError], code: str, **what: Any) -> MlsalaryError:
    df = what.pop("df")
    with pytest.raises(error) as caught:
        mlsalary.estimate_frame(df, **what)
    assert caught.value.code == code
    return caught.value


@each(EVERY)
def test_a_table_that_cannot_be_priced_is_an_error(kind: Kind) -> None:
    pytest.importorskip(kind.needs)

    def table(**columns: Any) -> Any:
        return kind.of(pl.DataFrame(columns))

    missing = refusal(BadDataError, "column_missing", df=table(tenure=[5], metro=["NYC"]))
    assert "tenure, metro" in str(missing)
    for name in ADDED:
        taken = refusal(BadDataError, "column_taken", df=table(years=[5], **{name: ["x"]}))
        assert f'"{name}"' in str(taken)
    refusal(BadDataError, "column_taken", df=table(years=[5], mls_place=["x"]))
    ranked = table(years=[5], base_percentile=[5.0])
    assert mlsalary.estimate_frame(ranked, book=BOOK) is not None
    refusal(BadDataError, "column_taken", df=ranked, pay="years")
    five = table(years=[5])
    refusal(UsageError, "unknown_column", df=five, columns={"shoe": "years"})
    gone = refusal(NotFoundError, "column_not_found", df=five, columns={"years": "YOE"})
    assert '"YOE" (for years)' in str(gone)
    refusal(NotFoundError, "column_not_found", df=five, pay="salary")
    refusal(UsageError, "bad_fallback", df=five, fallback="moon")
    refusal(UsageError, "bad_premiums", df=five, premiums="huge")
    refusal(NotFoundError, "release_not_found", df=five, bls="2001")
    for wrong in ([{"a": 5}], [[5]], [b"5"]):
        kept = refusal(BadDataError, "column_kind", df=table(years=wrong))
        assert '"years"' in str(kept)


@pytest.mark.parametrize("pay", ["Lowest,Highest", "lowest, HIGHEST"])
def test_the_ends_of_a_band_are_ranked_by_their_middle(pay: str) -> None:
    here = {"years": [5.0, 3.0], "metro": ["NYC", "Tulsa"]}
    ends = pl.DataFrame({**here, "Lowest": [100_000, 90_000], "Highest": [200_000, 100_000]})
    middles = pl.DataFrame({**here, "paid": [150_000, 95_000]})
    ranks = mlsalary.estimate_frame(middles, pay="paid")["base_percentile"]
    assert mlsalary.estimate_frame(ends, pay=pay)["base_percentile"].to_list() == ranks.to_list()


@pytest.mark.parametrize(
    ("columns", "way"),
    [
        ({"pay": "Paid"}, 'Use --pay "Paid" instead.'),
        ({"pay_min": "Lowest", "pay_max": "Highest"}, 'Use --pay "Lowest,Highest" instead.'),
        ({"interval": "per"}, "Add --pay pay."),
    ],
)
def test_columns_of_pay_that_is_not_read_are_an_error(columns: dict[str, str], way: str) -> None:
    names = ("years", "Paid", "Lowest", "Highest", "per")
    table = pl.DataFrame({name: [5] for name in names})
    refused = refusal(UsageError, "option_without_effect", df=table, columns=columns)
    assert str(refused).endswith(way)


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        (["DE", "FR"], "place_abroad"),
        (["US", None], None),
        (["lives here", "FR"], None),  # not all of them are letters of a country
    ],
)
@pytest.mark.filterwarnings("ignore::mlsalary.errors.ColumnWarning")
def test_a_residence_is_a_country_where_it_holds_letters_of_countries(
    values: list[str | None], refused: str | None
) -> None:
    table = pl.DataFrame({"years": [5, 5], "employee_residence": values})
    priced = mlsalary.estimate_frame(table)
    nation = estimate(Profile(years=5)).base.p50
    if refused:
        assert priced["warnings"].to_list() == [refused] * 2
        assert priced["base_p50"].to_list() == [None, None]
    else:
        assert priced["base_p50"].to_list() == pytest.approx([nation, nation])


@each(EVERY)
def test_specializations_in_lists_are_those_of_a_text(kind: Kind) -> None:
    pytest.importorskip(kind.needs)
    years = {"years": [5, 5, 3]}
    texts = kind.priced(pl.DataFrame({**years, "spec": ["llm;nlp", "cv", None]}))
    lists = kind.priced(pl.DataFrame({**years, "spec": [["llm", "nlp"], ["cv"], None]}))
    assert lists["spec"].to_list() == [["llm", "nlp"], ["cv"], None]
    assert lists.select(ADDED).equals(texts.select(ADDED))
    assert texts["base_p50"][0] > estimate(Profile(years=5)).base.p50
    wrong = kind.of(pl.DataFrame({**years, "spec": [[1], [2], [3]]}))
    assert '"spec"' in str(refusal(BadDataError, "column_kind", df=wrong))


@each(LAZY[1:])
def test_names_that_an_engine_cannot_tell_apart_are_an_error(kind: Kind) -> None:
    pytest.importorskip(kind.needs)
    for name in ("WARNINGS", "Base_P50", "MLS_area"):
        df = kind.of(pl.DataFrame({"years": [5], name: ["x"]}))
        assert f'"{name}"' in str(refusal(BadDataError, "column_taken", df=df))


@each([*IN_MEMORY, LAZY[0]])
def test_names_that_differ_in_case_are_two_where_that_is_so(kind: Kind) -> None:
    table = pl.DataFrame({"years": [5], "Years": [9], "BASE_P50": ["x"], "MLS_area": ["y"]})
    meant = [plain(years=5.0)]
    priced = kind.priced(table)
    assert_equal(priced, [single(meant[0])], meant)
    assert priced.row(0)[:4] == (5, 9, "x", "y")


def test_a_name_that_stands_twice_is_an_error() -> None:
    pd = pytest.importorskip("pandas")
    twice = pd.DataFrame([[5, 1, 2]], columns=["years", "a", "a"])
    assert "'a'" in str(refusal(BadDataError, "duplicate_column", df=twice))
    refusal(BadDataError, "duplicate_column", df=pa.table([[5], [1], [2]], ["years", "a", "a"]))


@pytest.mark.parametrize(
    "thing", [None, 5, "people.csv", {"years": [5]}, [{"years": 5}], pl.Series([5])], ids=repr
)
def test_what_is_no_table_is_an_error(thing: Any) -> None:
    error = refusal(UsageError, "frame_kind", df=thing)
    assert type(thing).__name__ in str(error)
    assert "pandas, Polars, PyArrow, DuckDB, PySpark or Ibis" in str(error)


# What is loaded ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("program", "absent"),
    [
        ("import mlsalary; mlsalary.estimate_frame", ["polars", "narwhals", "pyarrow"]),
        (
            "import mlsalary, polars as pl; mlsalary.estimate_frame(pl.DataFrame({'years': [5]}))",
            [],
        ),
    ],
    ids=["named", "asked"],
)
def test_a_library_is_loaded_only_for_a_table_of_its_own(program: str, absent: list[str]) -> None:
    listed = f"import sys\n{program}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", listed], capture_output=True, text=True, check=True
    )
    others = {"pandas", "pyspark", "duckdb", "ibis", "sqlglot", *absent}
    assert not others & set(done.stdout.split())
