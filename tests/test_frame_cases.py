"""What rows have in common is found once and forgotten without a trace; years are columns."""

from __future__ import annotations

from typing import Any

import pytest
from frame_tables import BOOK, POLARS, assert_equal, many, plain, single, table_of
from hypothesis import example, given, settings
from hypothesis import strategies as st
from priced_rows import LEVELS

import mlsalary
from mlsalary.errors import UsageError
from mlsalary.profile import FIELDS
from mlsalary.reading.words import is_nothing
from mlsalary.reading.years import read_years

pl = pytest.importorskip("polars")
pytest.importorskip("narwhals")

from mlsalary.frame import cases, distinct, rows, words  # noqa: E402
from mlsalary.frame.distinct import Meanings, numbered  # noqa: E402
from mlsalary.frame.rows import Pricer  # noqa: E402
from mlsalary.frame.settings import Settings, checked_defaults  # noqa: E402
from mlsalary.frame.years import Years, YearsMet  # noqa: E402

# Distinct rows -----------------------------------------------------------------------------------


def assert_numbered(table: Any) -> None:
    """Equal rows, and no others, have one number, and one of each stands where it is said to."""
    number, stands = numbered(table)
    rows = table.rows()
    at = stands.to_list()
    assert [rows[at[each]] for each in number] == rows
    assert len(at) == len(set(rows))


def test_equal_rows_have_one_number() -> None:
    texts = {"one": ["a", None, "a", "a", ""], "two": ["x", "y", "y", "x", "y"]}
    assert_numbered(pl.DataFrame(texts))
    assert_numbered(pl.DataFrame(texts).clear())


@pytest.mark.parametrize("columns", [1, 2, 9])  # 1,000 ** 9 > 2 ** 64
def test_any_number_of_columns_is_numbered(columns: int) -> None:
    texts = [str(value % 1_000) for value in range(3_000)]
    assert_numbered(pl.DataFrame({f"column {at}": texts for at in range(columns)}))
    other = [f"{value // 3}" for value in range(3_000)]
    assert_numbered(pl.DataFrame({"one": texts, "two": other}))


class Lengths:
    """A meaning of text: how long it is. Notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str | None] = []

    def __call__(self, texts: Any) -> Any:
        """What these distinct texts mean."""
        self.asked += texts.to_series().to_list()
        return texts.select(length=pl.first().str.len_chars())


def test_each_text_is_asked_about_once_and_equal_meanings_share_a_number() -> None:
    lengths = Lengths()
    met = Meanings(["word", "other"], lengths)
    numbers = [
        met.numbers(pl.DataFrame({"word": words})).to_list()
        for words in (["ab", "cd", None, "e", "ab"], ["f", "ab", None])
    ]
    meant = [[met.table["length"][number] for number in some] for some in numbers]
    assert meant == [[2, 2, None, 1, 2], [1, 2, None]]
    assert met.table.height == 3
    assert len(lengths.asked) == 5
    assert set(lengths.asked) == {"ab", "cd", None, "e", "f"}


def test_texts_that_are_forgotten_mean_the_same_when_they_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(distinct, "_TEXTS_KEPT", 1)
    lengths = Lengths()
    met = Meanings(["word"], lengths)
    for _ in range(2):
        assert met.numbers(pl.DataFrame({"word": ["ab", "e"]})).to_list() == [0, 1]
    assert sorted(filter(None, lengths.asked)) == ["ab", "ab", "e", "e"]


def test_a_table_that_has_none_of_the_columns_means_one_thing() -> None:
    met = Meanings(["word"], Lengths())
    assert met.numbers(pl.DataFrame({"other": ["a", "b"]})).to_list() == [0, 0]


# Years -------------------------------------------------------------------------------------------


def read(texts: list[str | None]) -> Years:
    """Years as they stand in a column of text, nothing filled in."""
    pricer = Pricer(Settings(BOOK))
    met: YearsMet = pricer._cases._years
    return met.read(pl.DataFrame({"years": texts}, schema={"years": pl.String}))


def as_alone(text: str) -> tuple[float | None, bool]:
    """What the single estimate reads: the years, none below zero where it refuses; and whether
    they can mean several things."""
    if is_nothing(text, BOOK):
        return None, False
    try:
        years, note = read_years(text, BOOK)
    except UsageError:
        return -1.0, False
    return float(years), bool(note)


@settings(max_examples=300)
@given(
    st.lists(
        st.text("0123456789.,eE+- xXinfa_", max_size=7)
        | st.floats(0, 70).map(str)
        | st.sampled_from(["5+", "3-5 years", "18 months", "n/a", "-", "NaN", "inf", "1e400"]),
        min_size=1,
        max_size=8,
    )
)
@example(["5e001", "1e-300", "0" * 99 + "5", "0" * 120 + "5", " 5", "5 ", "+5", "1_0", "٣", "5f"])
def test_years_as_text_are_what_the_single_estimate_reads(texts: list[str]) -> None:
    found = read([*texts, None])
    expected = [*map(as_alone, texts), (None, False)]
    assert list(zip(found.number, found.guessed, strict=True)) == expected


def test_a_default_fills_in_for_years_however_they_stand_there() -> None:
    pricer = Pricer(Settings(BOOK, defaults=(("years", "7"),)))
    for column in ([None, "n/a", "3"], [None, float("nan"), 3.0]):
        table = pl.DataFrame({"years": column}, strict=False)
        _, years = pricer._cases.of(table)
        assert years.to_list() == [7.0, 7.0, 3.0]
    _, years = pricer._cases.of(pl.DataFrame({"metro": ["Austin"]}))
    assert years.to_list() == [7.0]


@pytest.mark.parametrize("text", [" ", "n/a"])
@pytest.mark.parametrize("field", [one.name for one in FIELDS if one.columns])
def test_a_default_that_says_nothing_fills_in_nothing(field: str, text: str) -> None:
    assert checked_defaults(BOOK, {field: text}) == ()


def test_years_that_say_nothing_leave_each_row_its_own() -> None:
    table = pl.DataFrame({"years": ["5", ""], "metro": ["Austin", "Austin"]})
    priced = mlsalary.estimate_frame(table, defaults={"years": " ", "as_of": "n/a"})
    assert priced["base_p50"].to_list() == mlsalary.estimate_frame(table)["base_p50"].to_list()


def test_what_is_said_of_years_turns_where_the_single_estimate_turns() -> None:
    """On each turn, next to it and between, with every level; as numbers and as text."""
    pricer = Pricer(Settings(BOOK))
    levels = pricer._chain.tables["level"].columns
    turns = {*pricer._chain.turns, *levels["mls_least"], *levels["mls_most"]}
    turns = {turn for turn in turns if 0 <= turn < 100}
    assert {0.0, 3.0, 50.0, 60.0} <= turns
    near = [turn + beside for turn in turns for beside in (-(2**-20), 0, 2**-20)]
    made = [
        plain(years=years, level=level, metro="Austin")
        for years in [*near, 1e6]
        for level in sorted(set(LEVELS))
    ]
    expected = [single(row) for row in made]
    numbers = table_of(made)
    assert_equal(POLARS.priced(numbers), expected, made)
    texts = numbers.with_columns(pl.Series("years", [repr(row["years"]) for row in made]))
    assert_equal(POLARS.priced(texts), expected, made)


# Words -------------------------------------------------------------------------------------------

JOBS = ["ML Engineer", "Senior ML Engineer", "Staff Applied Scientist, NLP", "Data Scientist II",
        "Account executive", "ML Intern", "L5", "senior", "llm", "n/a", ""]  # fmt: skip
EMPLOYED = ["Acme", "Initech", "Google", "Stanford University", "Zillow", "bank", "n/a", ""]


def test_titles_and_companies_that_tell_the_same_are_read_once_and_as_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = list[tuple[str, str]]()
    read_one: Any = words._read

    def noted(told: dict[str, str], settings: Settings) -> Any:
        asked.append((told["company"], told["title"]))
        return read_one(told, settings)

    monkeypatch.setattr(words, "_read", noted)
    made = [
        plain(years=5.0, title=f"{job} - Team {team}", company=company, level=level)
        for job in JOBS
        for company in [*EMPLOYED, *(f"Start-up {team}" for team in range(3))]
        for level in ("", "senior")
        for team in range(3)
    ]
    assert_equal(POLARS.priced(table_of(made)), [single(row) for row in made], made)
    unlisted = {one for one in asked if one[0].startswith("Start-up")}
    assert not unlisted  # Acme was met before, and tells as little
    assert len({title for company, title in asked if company == "Acme"}) <= len(JOBS)
    assert len([one for one in asked if one[0] == "Google"]) == len(JOBS) * 2 * 3  # has a ladder


# Pieces ------------------------------------------------------------------------------------------


def priced_in_pieces(size: int) -> Any:
    """``many`` rows, some at a time."""
    pricer = Pricer(Settings(BOOK, fallback="national"))
    table = table_of(many())
    return pl.concat([pricer.price(some) for some in table.iter_slices(size)])


@pytest.mark.thorough("test_titles_and_companies_that_tell_the_same_are_read_once_and_as_alone")
def test_the_size_of_the_pieces_and_what_was_forgotten_between_them_change_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = priced_in_pieces(len(many()))
    assert priced_in_pieces(700).equals(whole)
    monkeypatch.setattr(distinct, "_TEXTS_KEPT", 20)
    monkeypatch.setattr(cases, "_KEPT", 50)
    assert priced_in_pieces(700).equals(whole)
    monkeypatch.setattr(rows, "_AT_ONCE", 333)
    assert priced_in_pieces(len(many())).equals(whole)
    for few in (0.0, 1e9):  # no row, and every row, is priced with those that are like it
        monkeypatch.setattr(rows, "_FEW", few)
        assert priced_in_pieces(700).equals(whole)


def test_pay_is_read_and_ranked_whatever_the_size_of_the_slices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pays = ["$150k", "n/a", "200,000", "a lot", "95/hour", None, "150000"] * 3
    table = pl.DataFrame({"years": [5.0] * len(pays), "metro": "Austin", "pay": pays})
    whole = Pricer(Settings(BOOK)).price(table)
    assert whole["warnings"].str.contains("pay_not_read").sum() == 3
    assert whole["total_percentile"].null_count() == 3 * 3  # of n/a, a lot and nothing
    monkeypatch.setattr(rows, "_AT_ONCE", 4)
    pricer = Pricer(Settings(BOOK))
    assert pricer.price(table).equals(whole)
    assert pricer.pays.last is not None
    assert pricer.pays.last.amount.count() == 3 * 4


def test_columns_may_change_their_type_from_piece_to_piece() -> None:
    pricer = Pricer(Settings(BOOK))
    pieces = [
        {"years": ["5", "6"], "zip": ["95112", None], "as_of": ["2025-03", None]},
        {"years": [5, 6], "zip": [95112, None], "as_of": [None, None]},
        {"years": [5.0, 6.0], "zip": [95112.0, float("nan")], "as_of": ["2025-03", ""]},
        {"years": [None, None], "zip": [None, None], "as_of": ["2025-03", None]},
    ]
    first, second, third, nothing = (pricer.price(pl.DataFrame(one)) for one in pieces)
    assert first.equals(third)
    assert second.equals(mlsalary_alone([5, 6], ["95112", None]))
    assert nothing["refused"].to_list() == ["years_or_level", "years_or_level"]


def mlsalary_alone(years: list[float], zips: list[str | None]) -> Any:
    """The same rows priced by themselves."""
    return Pricer(Settings(BOOK)).price(pl.DataFrame({"years": years, "zip": zips}))


def test_no_rows_and_no_columns_but_one_are_priced() -> None:
    empty = mlsalary.estimate_frame(pl.DataFrame({"years": []}, schema={"years": pl.Float64}))
    assert empty.height == 0
    assert empty["base_p50"].dtype == pl.Float64
