"""The script of ``mlsalary sql``: run in DuckDB against the single estimate, parsed for others."""

from __future__ import annotations

import re
from collections.abc import Generator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cli_run import run
from pinned_data import ROOT
from priced_rows import PAY, SAID, Scalar
from sql_rows import (
    BOOK,
    MADE,
    NAMES,
    ROW,
    SCALAR,
    amounts,
    assert_priced,
    said,
    script_text,
    write_csv,
)

from mlsalary.errors import UsageError
from mlsalary.frame.lookup import Lookup
from mlsalary.frame.places import spelled
from mlsalary.frame.settings import Settings
from mlsalary.profile import COLUMNS
from mlsalary.render.sql_script import sql_script
from mlsalary.sql import DIALECTS, LASTING, script, table_parts

for module in ("ibis", "sqlglot", "narwhals", "polars", "pyarrow", "duckdb"):
    pytest.importorskip(module)

Row = dict[str, Any]


@pytest.fixture
def database() -> Generator[Any]:
    import duckdb

    with duckdb.connect() as connection:
        yield connection


def answer(database: Any, text: str) -> list[Row]:
    """The rows of a script's last statement."""
    found = database.execute(text)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def load(database: Any, path: Path) -> None:
    database.execute(
        "CREATE TABLE postings AS SELECT * REPLACE (CAST(NULLIF(years, '') AS DOUBLE) AS years)"
        f" FROM read_csv('{path}', all_varchar = true)"
    )


# Run ---------------------------------------------------------------------------------------------


def test_duckdb_prices_as_the_single_estimate_does_also_in_a_second_run(
    database: Any, tmp_path: Path
) -> None:
    load(database, write_csv(tmp_path / "in.csv"))
    for _ in range(2):
        got = answer(database, script_text("duckdb"))
        assert_priced(got)
        assert list(got[0]) == [*NAMES, *PAY, *SAID]


def test_duckdb_leaves_a_table_of_somebody_else_alone_under_a_name_of_ours(
    database: Any, tmp_path: Path
) -> None:
    load(database, write_csv(tmp_path / "in.csv"))
    database.execute("CREATE TABLE mlsalary_areas AS SELECT 7 AS own")
    for _ in range(2):
        assert_priced(answer(database, script_text("duckdb")))
    assert answer(database, "FROM memory.main.mlsalary_areas") == [{"own": 7}]


def test_where_only_states_stand_in_other_unknown_places_are_refused(
    database: Any, tmp_path: Path
) -> None:
    load(database, write_csv(tmp_path / "in.csv"))
    asked = script("duckdb", "postings", Settings(BOOK, fallback="state"))
    got = answer(database, sql_script(asked, "0"))
    assert_priced(got, "state")
    unknown = [row for row in got if row["metro"] == "Nowhereville"]
    assert "place_not_found" in {row["warnings"] for row in unknown}
    assert not any(any(amounts(row)) for row in unknown)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the command prints, with the places that are known already."""
    known = spelled(BOOK)
    monkeypatch.setattr("mlsalary.frame.chain.spelled", lambda _: known)

    def print_(*options: str) -> str:
        ran = run("sql", "--dialect", "duckdb", *options)
        assert (ran.code, ran.err) == (0, "")
        return ran.out

    return print_


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize(
    "setting", [{"bls": "2025"}, {"premiums": "measured"}, {"premiums": "none"}]
)
def test_the_settings_of_a_profile_hold_for_every_row(
    printed: Any, database: Any, tmp_path: Path, setting: dict[str, str]
) -> None:
    made = MADE[:50]
    load(database, write_csv(tmp_path / "in.csv", made))
    single = Scalar(**setting)
    assert any(amounts(single.of(row)) != amounts(SCALAR.of(row)) for row in made)
    options = (f"--{name}={value}" for name, value in setting.items())
    for priced in answer(database, printed("--table", "postings", *options)):
        row = made[int(priced["own"].removeprefix("row "))]
        assert amounts(priced) == amounts(single.of(row)), row
        assert said(priced) == said(single.of(row)), row


def test_columns_of_other_names_and_types_and_a_pay(printed: Any, database: Any) -> None:
    """Years as text, a place as a number, a moment in time, an amount as people write it."""
    single = SCALAR.of(ROW | {"years": 7.0, "zip": "02139", "as_of": "2023-01", "spec": "llm"})
    pays = {
        f"${single['base_p25']:,.2f}": ("base", 25),
        f"{single['base_p50']}": ("base", 50),
        f"{single['total_p90']}": ("total", 90),
        "1": ("base", None),
        "1e99": ("total", None),
        "NaN": ("base", None),
        "by agreement": ("base", None),
    }
    database.execute(
        'CREATE TABLE people ("Base ""Salary""" TEXT, "select" TEXT, born TIMESTAMP, zip INTEGER,'
        " spec TEXT, metro TEXT)"
    )
    for pay in pays:
        moment = "2023-01-31 08:00:00"
        database.execute(
            "INSERT INTO people VALUES (?, ' 7 ', ?, 2139, 'llm', 'Boise')", [pay, moment]
        )
    got = answer(
        database,
        printed(
            "--table=main.people", "--columns=zip,spec", "--map=as_of=born",
            '--map=years="select"', '--pay=Base "Salary"',
        ),
    )  # fmt: skip
    assert len(got) == len(pays)
    for row in got:
        assert (row["select"], row["zip"], row["metro"]) == (" 7 ", 2139, "Boise")
        assert amounts(row) == amounts(single)
        name, percentile = pays[row['Base "Salary"']]
        unread = [] if percentile is not None or row['Base "Salary"'] == "NaN" else ["pay_not_read"]
        codes = ";".join([*unread, single["warnings"]])
        assert said(row) == said(single | {"warnings": codes})
        found = row[f"{name}_percentile"]
        assert found == (None if percentile is None else pytest.approx(percentile, abs=1e-4))


# Parsed ------------------------------------------------------------------------------------------


LITERAL = r"(?:NULL|'(?:[^'\\]|''|\\.)*'|-?[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?)"
LITERALS = rf"\({LITERAL}(?:, {LITERAL})*\)"
ROWS = re.compile(rf"(?<=VALUES\n)(?:{LITERALS},\n)*{LITERALS}(?=;?$)", re.MULTILINE)


def thinned(text: str) -> str:
    """The script with the first and the last rows of each table alone, where all of them are rows
    of literals: a parser takes seconds for the hundred thousand that are alike."""

    def few(found: re.Match[str]) -> str:
        rows = found[0].split("\n")
        return "\n".join([*rows[:3], *rows[-3:]] if len(rows) > 6 else rows)

    return ROWS.sub(few, text)


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_statement_parses_and_finds_the_tables_and_columns_it_names(dialect: str) -> None:
    """Where names are folded as the dialect folds them: Snowflake makes plain ones capitals."""
    import sqlglot
    from sqlglot import exp
    from sqlglot.optimizer.normalize_identifiers import normalize_identifiers
    from sqlglot.optimizer.qualify import qualify

    fold: Any = partial(normalize_identifiers, dialect=dialect)
    text = thinned(script_text(dialect))
    assert len(text) < 400_000  # else rows are written in another way, and some may not parse
    statements = [fold(one) for one in sqlglot.parse(text, read=dialect) if one]
    settings = [one.sql(dialect, comments=False) for one in statements if isinstance(one, exp.Set)]
    assert settings == (["SET jit = off"] if dialect == "postgres" else [])
    *lookups, query = statements[len(settings) :]
    assert not [one for one in statements if isinstance(one, exp.Command)]  # not understood
    known: dict[str, Any] = {}
    for one in lookups:
        table = one.find(exp.Table).name
        if isinstance(one, exp.Create) and one.kind == "SCHEMA":
            assert dialect in LASTING
        elif isinstance(one, exp.Create):
            known[table] = dict.fromkeys(columns_of(one), "text")
        else:
            assert isinstance(one, exp.Drop) or table in known, one.sql()[:80]
    for table in query.find_all(exp.Table):
        if table.db:  # where the look-ups are, of which no other table is named
            assert table.db == {"trino": "mlsalary_tables", "postgres": "pg_temp"}[dialect]
            table.set("db", None)
    postings = fold(exp.to_table("postings")).name
    steps = {step.alias for step in query.ctes}
    assert len(steps) == len(query.ctes)
    read = {table.name for table in query.find_all(exp.Table) if not table.find_ancestor(exp.Hint)}
    assert read - steps == {postings, *known}
    known[postings] = {fold(exp.column(name)).name: "text" for name in ("own", *COLUMNS)}
    whole = qualify(query, dialect=dialect, schema=known)  # raises for a column that is nowhere
    passed = ["*"] if dialect == "spark" else list(known[postings])  # there a row is one value
    assert whole.named_selects == [*passed, *(fold(exp.column(one)).name for one in (*PAY, *SAID))]


def test_postgres_keeps_the_patterns_of_a_row_compiled() -> None:
    """It keeps 32 (MAX_CACHED_RES of regexp.c). Rows go one by one through steps that only add
    columns: with more patterns on their way, each would be compiled again for every row. 20,000
    rows through 32 patterns took a quarter of a second, through 33 more than two. Joins wait for
    all rows beside them."""
    import sqlglot
    from sqlglot import exp

    text = script("postgres", "postings", Settings(BOOK)).query
    query: Any = sqlglot.parse_one(text, read="postgres")
    on_the_way: dict[str, set[str]] = {}
    for step in query.ctes:
        way = step.alias.rstrip("_0123456789")
        found = step.this.find_all(exp.RegexpReplace, exp.RegexpLike)
        on_the_way.setdefault(way, set()).update(one.expression.name for one in found)
    assert {"mlsalary_who", "mlsalary_where", "mlsalary_priced"} <= on_the_way.keys()
    for patterns in on_the_way.values():
        assert len(patterns) <= 32


def columns_of(creation: Any) -> list[str]:
    """The columns of a table that is made, or of a view of VALUES."""
    from sqlglot import exp

    if isinstance(creation.this, exp.Schema):
        return [column.name for column in creation.this.expressions]
    return [column.name for column in creation.expression.find(exp.Values).args["alias"].columns]


SIZES = re.compile(r"^\| (\w+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|$", re.MULTILINE)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_script_is_longer_than_warehouses_take_and_the_docs_know_its_size(dialect: str) -> None:
    """BigQuery takes a megabyte, of a script as of a statement."""
    script_ = script_text(dialect)
    statements = [one.encode() for one in script_.split(";\n")]
    query = statements[-2]
    sizes = [len(script_.encode()), len(query), max(map(len, statements))]
    assert sizes[0] < 1_000_000
    assert sizes[1] < 100_000
    assert sizes[2] < (1_000_000 if dialect == "spark" else 300_000)
    table = {name: told for name, *told in SIZES.findall((ROOT / "docs/sql.md").read_text("utf-8"))}
    assert table[dialect] == [f"{round(size / 1000):,}" for size in sizes]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_text_is_quoted_as_the_dialect_quotes_it(dialect: str) -> None:
    import sqlglot
    from sqlglot import exp

    from mlsalary.sql.ddl import creations

    names = ["coeur d'alene", "o'fallon; --", "a\\b", "a\\'b"]
    lookup = Lookup.of("names", ["mls_key"], ["mls_code"], [(name, "") for name in names])
    *_, made = creations(lookup, dialect)
    values = [one.this for one in sqlglot.parse_one(made, read=dialect).find_all(exp.Literal)]
    assert [one for one in values if one] == names
    backslash = dialect in ("bigquery", "spark", "snowflake")  # the first two have no other way
    assert ("'coeur d\\'alene'" if backslash else "'coeur d''alene'") in made


def test_duckdb_reads_quoted_text_as_it_was(database: Any) -> None:
    from mlsalary.sql.ddl import creations

    names = ["o'fallon; --", "a\\b", "a\\'b"]
    for one in creations(
        Lookup.of("names", ["mls_key"], [], [(name,) for name in names]), "duckdb"
    ):
        database.execute(one)
    assert [row["mls_key"] for row in answer(database, "FROM mlsalary_names")] == names


# The command -------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["a; DROP TABLE b", 'a"b', "", "a..b", "a.b.c.d", "a b", "a\n"])
def test_what_is_no_name_is_refused(table: str) -> None:
    with pytest.raises(UsageError, match="not a table name"):
        table_parts(table)


@pytest.mark.parametrize(
    ("code", "option", "named"),
    [
        (2, "--dialect=mysql", "mysql"),
        (2, "--table=a b", '"a b" is not a table name'),
        (2, "--columns=years,shoe", "shoe"),
        (2, "--map=shoe=size", "shoe"),
        (2, "--map=years", "ours=theirs"),
        (2, "--map=years=a\nb", "is not the name of a column"),
        (2, "--pay=", "is not the name of a column"),
        (2, "--columns=metro", "--map years=YOE"),
        (2, "--fallback=city", "--fallback wants state or national"),
        (3, "--bls=1999", "1999"),
        (2, "--premiums=all", "all"),
    ],
)
def test_the_command_refuses_what_it_does_not_know(code: int, option: str, named: str) -> None:
    usual = [one for one in ("--dialect=duckdb", "--table=t") if one[:6] != option[:6]]
    ran = run("sql", *usual, option)
    assert (ran.code, ran.out) == (code, "")
    assert named in ran.err


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_script_says_what_it_is(dialect: str) -> None:
    heading = script_text(dialect).partition("\n\n")[0]
    assert all(line.startswith("-- ") and len(line) < 100 for line in heading.splitlines())
    for word in ("postings", dialect, "years, level, company_level", "base_p10", "guide"):
        assert word in heading
    lasting = dialect in LASTING
    assert ("stay, in the schema mlsalary_tables" if lasting else "temporary") in heading


def test_lasting_look_ups_are_in_a_schema_of_our_own() -> None:
    """Trino has nothing temporary: what is dropped there must be ours."""
    import sqlglot
    from sqlglot import exp

    made = [
        sqlglot.parse_one(one, read="trino")
        for one in thinned(script_text("trino")).split(";\n")[:-2]
    ]
    tables = [table for one in made for table in one.find_all(exp.Table)]
    assert {table.db or table.name for table in tables} == {"mlsalary_tables"}
    assert {type(one) for one in made} == {exp.Create, exp.Drop, exp.Insert}
