"""Profiles as tables of every kind, and what the single estimate says of each row."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from functools import cache
from statistics import NormalDist
from typing import Any, NamedTuple

import pytest
from priced_rows import BOOK as BOOK
from priced_rows import NOTHING, PAY, SAID, Scalar, rows

import mlsalary
from mlsalary.engine.areas import place_rules
from mlsalary.frame.spelled_words import foreseen_titles
from mlsalary.rulebook.oews import NATION
from mlsalary.spelling import folded

pl = pytest.importorskip("polars")
pytest.importorskip("narwhals")
pytest.importorskip("pyarrow")

SCALAR = Scalar()
FORESEEN = {folded(title) for title in foreseen_titles(BOOK)}
NUMBER = "own number"  # a column of the caller's, which tells the rows apart again

Row = dict[str, Any]


class Kind(NamedTuple):
    """A kind of table: from Polars, and back. needs: the library that it belongs to. reads_all:
    whether it reads all that a single estimate does, not only what is told beforehand."""

    name: str
    needs: str
    of: Callable[[Any], Any]
    back: Callable[[Any], Any]
    reads_all: bool = False

    def priced(self, table: Any, **options: Any) -> Any:
        """A Polars table priced as this kind, in its own order again."""
        pytest.importorskip(self.needs)
        numbered = table.with_row_index(NUMBER).with_columns(pl.col(NUMBER).cast(pl.Int64))
        answer = self.back(mlsalary.estimate_frame(self.of(numbered), book=BOOK, **options))
        assert answer.columns[: table.width + 1] == numbered.columns
        return answer.sort(NUMBER).drop(NUMBER)


def _duckdb(table: Any) -> Any:
    import duckdb

    return duckdb.connect().from_arrow(table.to_arrow())


def _ibis(table: Any) -> Any:
    import duckdb
    import ibis

    connection = duckdb.connect()
    connection.register("people", table.to_arrow())
    return ibis.duckdb.from_connection(connection).table("people")


PANDAS = Kind("pandas", "pandas", lambda table: table.to_pandas(), pl.from_pandas, reads_all=True)
POLARS = Kind("polars", "polars", lambda table: table, lambda table: table, reads_all=True)
PYARROW = Kind("pyarrow", "pyarrow", lambda table: table.to_arrow(), pl.from_arrow, reads_all=True)
POLARS_LAZY = Kind("polars lazy", "polars", lambda t: t.lazy(), lambda t: t.collect())
DUCKDB = Kind("duckdb", "duckdb", _duckdb, lambda relation: relation.pl())
IBIS = Kind("ibis", "ibis", _ibis, lambda table: table.to_polars())

IN_MEMORY = (PANDAS, POLARS, PYARROW)
LAZY = (POLARS_LAZY, DUCKDB, IBIS)


# Ibis 12 calls what DuckDB 2 is about to drop.
_IBIS_WARNS = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
_IN_FULL = pytest.mark.thorough(
    "test_an_engine_asked_lazily_does_so_where_the_place_is_told_beforehand"
)


def each(kinds: Sequence[Kind], *, in_full: Sequence[Kind] = (IBIS,)) -> pytest.MarkDecorator:
    """A test for each kind of table. in_full: those that take seconds for it and are thorough."""
    marked = [
        pytest.param(
            kind,
            id=kind.name,
            marks=[_IBIS_WARNS] * (kind is IBIS) + [_IN_FULL] * (kind in in_full),
        )
        for kind in kinds
    ]
    return pytest.mark.parametrize("kind", marked)


def table_of(made: Sequence[Row]) -> Any:
    """Rows of ``priced_rows`` as a Polars table: years numbers, all else text."""
    kinds = {name: pl.Float64 if name == "years" else pl.String for name in made[0]}
    return pl.DataFrame(made, schema=kinds)


@cache
def many() -> list[Row]:
    """Ten thousand profiles, half of them with words and places that may be refused: each word
    stands there 300 times or more, each place 100 times."""
    hard = rows(5_000, seed=21, titles=True)
    return hard + rows(5_000, seed=22, hard=False, titles=True)


@cache
def single_of_many() -> list[Row]:
    """What a table in memory must say of each of ``many``, once a process."""
    return [single(row) for row in many()]


@cache
def single_of_many_lazily() -> list[Row]:
    """What an engine that is asked lazily must say of each of ``many``."""
    return [single_lazily(row) for row in many()]


def single(row: Row, scalar: Scalar = SCALAR) -> Row:
    """What the single estimate says of a row; one that it refuses has the code as its warning."""
    answer = scalar.of(row)
    if "refused" in answer:
        return dict.fromkeys((*PAY, *SAID)) | {"warnings": answer["refused"]}
    return answer


def single_lazily(row: Row) -> Row:
    """The same where only the places that are told beforehand are known, ``North of`` is not, where
    months are written as ISO 8601 has them, the commonest titles alone are known, and the first
    level that says something counts."""
    if row["metro"].startswith("North of"):
        row = row | {"metro": "Nowhereville"}
    unforeseen = row["title"] and folded(row["title"]) not in FORESEEN
    if unforeseen:
        row = row | {"title": "of no job"}
    if "/" in row["as_of"]:
        row = row | {"as_of": "2025-13"}
    if row["level"].strip() not in NOTHING:
        row = row | {"company_level": ""}
    answer = single(row)
    said = answer["warnings"] or ""
    if said.startswith("place_"):
        return answer | {"warnings": "place_not_found"}
    if unforeseen:
        return answer | {"warnings": said.replace("title_not_read", "title_not_foreseen")}
    return answer


def plain(**columns: Any) -> Row:
    """A row of ``priced_rows``: what is not named is empty."""
    return dict.fromkeys(rows(1, seed=0)[0], "") | {"years": None} | columns


def assert_equal(priced: Any, expected: Sequence[Row], made: Sequence[Row]) -> None:
    """Amounts within 1e-9 before rounding and equal to the dollar after it; words equal. Of a row
    that is refused only the amounts, which are null, and the code count."""
    assert priced.height == len(expected)
    for name in PAY:
        got, wanted = priced[name].to_list(), [answer[name] for answer in expected]
        for amount, right, row in zip(got, wanted, made, strict=True):
            if right is None:
                assert amount is None, (name, row)
            else:
                assert amount is not None, (name, row)
                assert math.isclose(amount, right, rel_tol=1e-9), (name, row, amount, right)
                assert round(amount) == round(right), (name, row, amount, right)
    for name in SAID:
        got, wanted = priced[name].to_list(), [answer[name] for answer in expected]
        for said, right, answer, row in zip(got, wanted, expected, made, strict=True):
            if answer["base_p50"] is not None or name == "warnings":
                assert said == right, (name, row, said, right)


def assert_ranked(priced: Any, pays: Sequence[float | None], made: Sequence[Row]) -> None:
    """Each pay stands where the single estimate's distribution puts it; none stands nowhere."""
    normal = NormalDist()
    for got, pay, row in zip(priced.iter_rows(named=True), pays, made, strict=True):
        answer = single(row)
        for name in ("base", "total"):
            rank = got[f"{name}_percentile"]
            p10, p50, p90 = (answer[f"{name}_{percentile}"] for percentile in ("p10", "p50", "p90"))
            if pay is None or p50 is None:
                assert rank is None, row
            else:
                side = math.log(p90 / p50) if pay > p50 else math.log(p50 / p10)
                spreads = math.log(pay / p50) / (side / normal.inv_cdf(0.9))
                assert rank == pytest.approx(100 * normal.cdf(spreads), abs=1e-4), row


class Written(NamedTuple):
    """A table as people write it, the row of plain text that each of its rows means, and what
    each row's column ``pay`` means."""

    table: Any
    meant: list[Row]
    pays: list[float | None]


_NAN, _INF = float("nan"), float("inf")


def _floats() -> Written:
    """Numbers as pandas leaves them where some are missing."""
    table = pl.DataFrame(
        {
            "years": [5.0, _NAN, None, 7.5, -0.0, _INF, -_INF, 60.0],
            "level": [None, "mid", "SR", "", None, None, None, None],
            "zip": [95112.0, _NAN, None, 2139.0, 94105.0, 94105.0, None, None],
            "pay": [200_000.0, _NAN, None, _INF, -_INF, 200_000.0, -1.0, 250_000.0],
            "as_of": [dt.date(2026, 3, 31), None, dt.date(2020, 7, 1)] + [None] * 5,
            "spec": [["llm", "computer vision"], [], None, ["nlp"], [], [], [], ["quantum"]],
        },
        schema_overrides={"spec": pl.List(pl.String), "level": pl.Categorical},
    )
    meant = [
        plain(years=5.0, zip="95112", as_of="2026-03", spec="llm;cv"),
        plain(level="mid"),
        plain(level="senior", as_of="2020-07"),
        plain(years=7.5, zip="02139", spec="nlp"),
        plain(years=0.0, zip="94105"),
        plain(years=_INF),
        plain(years=-_INF),
        plain(years=60.0, spec="quantum"),
    ]
    return Written(table, meant, [200_000.0, *[None] * 6, 250_000.0])


def _integers() -> Written:
    """Years by the year, pay by the cent."""
    table = pl.DataFrame(
        {
            "years": [5, None, 0, 61, -1],
            "level": [None, "senior", "mid", "mid", None],
            "degree": ["phd", None, "bs", None, None],
            "zip": [95112, 2139, None, None, None],
            "pay": [200_000, 0, -5, 100_000, None],
            "as_of": [dt.datetime(2026, 3, 31, 23, 59), None, dt.datetime(2020, 7, 1), None, None],
        },
        schema_overrides={"years": pl.Int8, "zip": pl.Int32, "level": pl.Enum(["mid", "senior"])},
    ).cast({"pay": pl.Decimal(12, 2)})
    meant = [
        plain(years=5.0, zip="95112", degree="phd", as_of="2026-03"),
        plain(level="senior", zip="02139"),
        plain(years=0.0, level="mid", degree="bs", as_of="2020-07"),
        plain(years=61.0, level="mid"),
        plain(years=-1.0),
    ]
    return Written(table, meant, [200_000.0, None, None, 100_000.0, None])


def _text() -> Written:
    years = {"5": 5.0, ".5": 0.5, "6e1": 60.0, " 5 ": 5.0, "+5": 5.0, "5.": 5.0, "\t5\n": 5.0,
             "": None}  # fmt: skip
    years |= {"nan": None, "N/A": None, "5 years": 5.0, "5yrs": 5.0}
    bad = ["many", "-1", "61", "1e999", "inf", "5,5", "0x10", "9" * 400, "05-Mar"]
    months = {month: month for month in ("1999-01", "2025-13", "May", "2026-03")}
    months |= {"2025-05-01": "2025-05", "2026-03-31 10:00": "2026-03", "unknown": ""}
    pays = {"$200,000": 200_000.0, " 200000.00 ": 200_000.0, "1e999": None, "much": None, "": None}
    written: list[Row] = [
        *({"years": text, "as_of": "", "pay": ""} for text in (*years, *bad)),
        *({"years": "5", "as_of": month, "pay": ""} for month in months),
        *({"years": "5", "as_of": "", "pay": pay} for pay in pays),
    ]
    meant = [
        *(plain(years=number) for number in years.values()),
        *(plain(years=-1.0) for _ in bad),
        *(plain(years=5.0, as_of=month) for month in months.values()),
        *(plain(years=5.0) for _ in pays),
    ]
    told = [pays.get(row["pay"]) for row in written]
    return Written(pl.DataFrame(written), meant, told)


WRITTEN = {"floats": _floats, "integers": _integers, "text": _text}


def assert_priced(kind: Kind, written: Written) -> None:
    """The table says of each row what the single estimate says of what the row means."""
    priced = kind.priced(written.table, pay="pay")
    expected = [
        _without_pay(single(row), cell) if pay is None else single(row)
        for row, cell, pay in zip(written.meant, written.table["pay"], written.pays, strict=True)
    ]
    assert_equal(priced, expected, written.meant)
    assert_ranked(priced, written.pays, written.meant)


def _without_pay(answer: Row, cell: object) -> Row:
    """The same with the warning for a pay that cannot be read; nothing is none."""
    nothing = cell is None or cell == "" or cell != cell
    if nothing or answer["base_p50"] is None:
        return answer
    return answer | {"warnings": ";".join(filter(None, ["pay_not_read", answer["warnings"]]))}


UNKNOWN = [  # metro, state, and the state that may stand in
    ("Nowhereville", "TX", "TX"),
    ("Nowhereville, TX", "", "TX"),
    ("San Jose", "TX", "TX"),  # a contradiction
    ("Nowhereville", "", None),
    ("Paris, France", "", None),
    ("Springfield", "", None),  # many of them
    ("San Jose", "Cascadia", None),
    ("", "Cascadia", None),
]

REFUSED = {"level": "intern", "as_of": "2025-13", "years": -1.0}
UNREAD = {"level": "wizard", "degree": "diploma", "employer": "guild", "spec": "llm;quantum",
          "role": "nurse"}  # fmt: skip
"""Optional words that nobody knows, with the years beside them."""


def assert_stands_in(kind: Kind, fallback: str | None) -> None:
    """What stands in for a place that is not known pays what it does, and is told; a row that is
    refused for another reason is refused whatever stands in."""
    made = [plain(years=5.0, metro=metro, state=state) for metro, state, _ in UNKNOWN]
    wrong = [plain(years=5.0, metro="Nowhereville") | {name: REFUSED[name]} for name in REFUSED]
    priced = kind.priced(table_of(made + wrong), fallback=fallback)
    amounts, said = priced.select(PAY).rows(), priced.select(SAID).rows()
    for at, (row, (_, _, state)) in enumerate(zip(made, UNKNOWN, strict=True)):
        code = single(row)["warnings"] if kind.reads_all else "place_not_found"
        assert code.startswith("place_")
        if fallback and state:
            right = single(plain(years=5.0, state=state))
            assert said[at] == (right["place"], "state", code)
            assert amounts[at] == pytest.approx([right[name] for name in PAY], rel=1e-9)
        elif fallback == "national":
            right = single(plain(years=5.0))
            assert said[at] == (right["place"], "national", code)
            assert amounts[at][2] == pytest.approx(national_mean() * right["base_p50"], rel=1e-9)
        else:
            assert (*amounts[at], *said[at]) == (None,) * 12 + (code,)
    for at, row in enumerate(wrong, start=len(made)):
        assert amounts[at] == (None,) * 10
        assert said[at][2] == single(row)["warnings"]


def assert_strict(kind: Kind) -> None:
    """With ``strict`` an optional word that is not known refuses its row, with its own code; else
    it is left out, and the row is priced as without it."""
    made = [plain(years=5.0) | {name: word} for name, word in UNREAD.items()]
    made.append(plain(years=-1.0, level="mid"))
    codes = [f"{name}_not_found" for name in UNREAD] + ["bad_years"]
    strictly = kind.priced(table_of(made), strict=True)
    assert strictly["warnings"].to_list() == codes
    assert strictly.select(PAY).rows() == [(None,) * 10] * len(made)
    meant = [plain(years=5.0)] * len(UNREAD) + [plain(level="mid")]
    meant[list(UNREAD).index("spec")] = plain(years=5.0, spec="llm")
    priced = kind.priced(table_of(made))
    for got, row, code in zip(priced.iter_rows(named=True), meant, codes, strict=True):
        right = single(row)
        assert [got[name] for name in PAY] == pytest.approx([right[n] for n in PAY], rel=1e-9)
        assert got["warnings"] == ";".join(filter(None, [code, right["warnings"]]))


def national_mean() -> float:
    """What an area that pays as the nation does on average pays, as a part of the hubs' pay."""
    rules = place_rules(BOOK)
    return math.exp(rules.factor(rules.evidence(NATION, None)))
