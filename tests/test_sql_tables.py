"""``mlsalary sql --tables``: look-ups in files, run in DuckDB, rendered as dbt does, parsed."""

from __future__ import annotations

import csv
import json
from collections.abc import Generator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cli_run import Ran, run
from priced_rows import PAY, SAID
from sql_rows import (
    BOOK,
    MADE,
    NAMES,
    SCALAR,
    assert_priced,
    statements,
    told,
    write_csv,
    write_tables,
)

from mlsalary.frame.chain import Chain
from mlsalary.frame.lookup import Lookup
from mlsalary.frame.settings import Settings
from mlsalary.profile import COLUMNS
from mlsalary.sql import DIALECTS

for module in ("ibis", "sqlglot", "narwhals", "polars", "pyarrow", "duckdb"):
    pytest.importorskip(module)

LOOKUPS = Chain.of(Settings(BOOK, fallback="national")).foreseen
MOST_BYTES = 100_000
THEIRS = "CREATE TABLE {} (theirs INTEGER)"
PAGE = " ".join((Path(__file__).parents[1] / "docs/sql.md").read_text("utf-8").split())


@pytest.fixture
def database(tmp_path: Path) -> Generator[Any]:
    """With the rows as ``postings``, and tables of somebody else's under names of ours."""
    import duckdb

    source = write_csv(tmp_path / "in.csv")
    with duckdb.connect(str(tmp_path / "mlsalary.db")) as connection:  # as people will call it
        connection.execute(
            "CREATE TABLE postings AS SELECT * REPLACE (CAST(NULLIF(years, '') AS DOUBLE) AS years)"
            f" FROM read_csv('{source}', all_varchar = true)"
        )
        for name in ("areas", "mlsalary_areas", "postings_priced"):
            connection.execute(THEIRS.format(name))
        yield connection
        for name in ("areas", "mlsalary_areas", "postings_priced"):
            assert columns_of(connection, f"FROM {name}") == ["theirs"]


def columns_of(database: Any, question: str) -> list[str]:
    return [column[0] for column in database.execute(question).description]


def rows_of(database: Any, question: str) -> list[dict[str, Any]]:
    """The answer to a question, by the names of its columns."""
    names = columns_of(database, question)
    return [dict(zip(names, row, strict=True)) for row in database.execute(question).fetchall()]


# Run in DuckDB -----------------------------------------------------------------------------------


def test_duckdb_loads_the_files_and_prices_as_the_single_estimate_does_twice(
    database: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "it's [a] folder *"
    write_tables(folder, "duckdb", "query")
    (query,) = statements(folder / "price.sql")
    for _ in range(2):
        for statement in statements(folder / "load.sql"):
            database.execute(statement)
        got = rows_of(database, query)
        assert_priced(got)
        assert list(got[0]) == [*NAMES, *PAY, *SAID]
    database.execute(f"CREATE TABLE kept AS {query}")
    assert_priced(rows_of(database, "FROM kept"))


def test_a_view_in_duckdb_outlives_its_second_making(database: Any, tmp_path: Path) -> None:
    made = write_tables(tmp_path / "files", "duckdb", "view")
    for _ in range(2):
        for name in ("load.sql", "price.sql"):
            for statement in statements(tmp_path / "files" / name):
                database.execute(statement)
    assert made.name == "postings_priced"
    assert_priced(rows_of(database, "FROM mlsalary_tables.postings_priced"))


# dbt ---------------------------------------------------------------------------------------------


def test_a_model_of_dbt_prices_from_its_seeds(database: Any, tmp_path: Path) -> None:
    """Seeds as dbt loads them: where a cell is empty or says null there is nothing, and every
    column has the type that the properties say."""
    jinja2 = pytest.importorskip("jinja2")
    made = write_tables(tmp_path / "project", "duckdb", "dbt")
    types = seed_types(tmp_path / "project" / "seeds" / "mlsalary_seeds.yml")
    assert set(types) == {f"mlsalary_{name}" for name in LOOKUPS}
    database.execute("CREATE SCHEMA seeds")
    for name, kinds in types.items():
        with (tmp_path / "project" / "seeds" / f"{name}.csv").open(newline="") as file:
            header, *rows = csv.reader(file)
        assert header == list(kinds)
        typed = ", ".join(f'"{column}" {kind}' for column, kind in kinds.items())
        database.execute(f"CREATE TABLE seeds.{name} ({typed})")
        load_as_agate(database, f"seeds.{name}", rows)
    asked: set[str] = set()

    def ref(name: str) -> str:
        asked.add(name)
        return f'"seeds"."{name}"' if name in types else f'"{name}"'

    model = (tmp_path / "project" / "price.sql").read_text("utf-8")
    rendered = jinja2.Environment().from_string(model).render(ref=ref)
    assert asked == {"postings", *types}
    assert made.name == "mlsalary_postings_priced"
    assert_priced(rows_of(database, rendered))


def seed_types(path: Path) -> dict[str, dict[str, str]]:
    """Seed -> column -> type, from the properties: each column once, in a line of its own."""
    found: dict[str, dict[str, str]] = {}
    for line in path.read_text("utf-8").splitlines():
        key, colon, value = line.strip().partition(": ")
        if key == "- name":
            found[value] = {}
        elif colon and value.startswith('"'):
            list(found.values())[-1][key] = json.loads(value)
    return found


def load_as_agate(database: Any, table: str, rows: list[list[str]]) -> None:
    """Of a column whose type is told dbt reads text, and takes these for nothing."""
    import duckdb
    import polars as pl

    cells = [[None if one.strip().lower() in ("", "null") else one for one in row] for row in rows]
    kinds = {f"c{number}": pl.String for number in range(len(rows[0]))}
    lines = pl.DataFrame(cells, schema=kinds, orient="row").to_arrow()
    assert isinstance(database, duckdb.DuckDBPyConnection)
    database.register("lines", lines)
    database.execute(f"INSERT INTO {table} SELECT * FROM lines")


def test_no_text_in_a_seed_is_nothing_and_every_text_comes_back(database: Any) -> None:
    from sqlglot import exp

    from mlsalary.sql import dbt

    texts = ["", "null", "NULL", "~", "~x", "00501", "a"]
    lookup = Lookup.of("names", ["mls_key"], [], [(text,) for text in texts])
    cells = dbt.seed(lookup).columns["mls_key"]
    assert not {"", "null"} & {cell.lower() for cell in cells}
    assert cells[-2:] == ["00501", "a"]
    database.execute("CREATE TABLE seed (mls_key TEXT)")
    database.executemany("INSERT INTO seed VALUES (?)", [[cell] for cell in cells])
    read = exp.select("*").from_(dbt.seeds({"names": lookup})("names")).sql("duckdb")
    asked = read.replace("{{ ref('mlsalary_names') }}", "seed")
    assert [row["mls_key"] for row in rows_of(database, asked)] == texts


# The files ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=DIALECTS)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A dialect and a folder in which its view is."""
    folder = tmp_path_factory.mktemp("files") / "o'clock now"
    return request.param, folder, write_tables(folder, request.param, "view", "hr.postings")


@pytest.mark.thorough(every=3)
def test_the_files_hold_the_look_ups_to_the_letter(written: Any) -> None:
    import duckdb
    import polars as pl

    dialect, folder, made = written
    assert len(made.files) == made.lookups == len(LOOKUPS)
    for name, lookup in LOOKUPS.items():
        path = folder / (f"{name}/{name}" if dialect == "trino" else name)
        if dialect == "postgres":  # an empty text is in quotes, a number that is none is not
            kinds = {"text": "TEXT", "integer": "BIGINT", "number": "DOUBLE"}
            types = {column: kinds[kind] for column, kind in lookup.types.items()}
            csv_file = str(path.with_suffix(".csv"))
            read = duckdb.read_csv(csv_file, columns=types, allow_quoted_nulls=False, header=True)
            assert read.fetchall() == lookup.rows, name
        else:
            assert pl.read_parquet(path.with_suffix(".parquet")).equals(lookup.polars()), name


def test_the_page_knows_how_large_the_files_are(written: Any) -> None:
    dialect, _, made = written
    size = sum(map(len, made.files.values())) / 1e6
    if dialect == "postgres":
        assert f"megabytes of Parquet or {size:.1f} of CSV" in PAGE
    else:
        assert f"All of them are {size:.1f} megabytes of Parquet" in PAGE
    longest = max(len(lookup.rows) for lookup in LOOKUPS.values())
    assert f"The largest seed has {round(longest, -3):,} rows" in PAGE
    assert f"the query alone, less than {MOST_BYTES // 1000} kilobytes" in PAGE


def test_the_page_knows_with_how_many_rows_warehouses_are_tried() -> None:
    refused = sum("refused" in SCALAR.of(told(row)) for row in MADE)
    assert f"*Run* means: some {round(len(MADE), -2)} rows as people write them" in PAGE
    assert f"some {round(refused, -2)} of which a single estimate refuses" in PAGE


@pytest.mark.thorough(every=3)
def test_every_statement_of_the_files_parses_and_names_what_is_there(written: Any) -> None:
    import sqlglot
    from sqlglot import exp
    from sqlglot.optimizer.normalize_identifiers import normalize_identifiers
    from sqlglot.optimizer.qualify import qualify

    dialect, folder, made = written
    fold: Any = partial(normalize_identifiers, dialect=dialect)
    loads = [one for one in statements(folder / "load.sql") if not one.startswith("\\copy")]
    parsed = [fold(sqlglot.parse_one(one, read=dialect)) for one in loads]
    told = [one for one in parsed if not isinstance(one, exp.Command)]
    schema = fold(exp.to_identifier("mlsalary_tables")).name
    loaded = {one.find(exp.Table).name for one in told if one.find(exp.Table)}
    assert set(LOOKUPS) <= loaded
    (statement,) = statements(folder / "price.sql")
    view = fold(sqlglot.parse_one(statement, read=dialect))
    assert (view.kind, view.args["replace"]) == ("VIEW", True)
    assert (view.this.db, view.this.name.lower()) == (schema, made.name)
    query, postings = view.expression, fold(exp.to_table("hr.postings"))
    known: Any = {schema: {name: dict(one.types) for name, one in LOOKUPS.items()}}
    for columns in known[schema].values():
        columns |= dict.fromkeys(columns, "text")
    columns = {fold(exp.column(name)).name: "text" for name in ("own", *COLUMNS)}
    known[postings.db] = {postings.name: columns}
    steps = {step.alias for step in query.ctes}
    read = {
        (table.db, table.name)
        for table in query.find_all(exp.Table)
        if not table.find_ancestor(exp.Hint) and (table.db or table.name not in steps)
    }
    assert read == {(postings.db, postings.name), *((schema, name) for name in LOOKUPS)}
    qualify(query, dialect=dialect, schema=known)  # raises for a column that is nowhere


def test_nothing_but_our_schema_is_made_or_dropped(written: Any) -> None:
    _, folder, _ = written
    for name in ("load.sql", "price.sql"):
        for statement in statements(folder / name):
            first, *_ = statement.splitlines()
            if first.startswith(
                ("CREATE", "DROP", "TRUNCATE", "\\copy", "LOAD", "COPY", "ANALYZE")
            ):
                assert " mlsalary_tables" in first, first


def test_who_has_not_run_it_says_so(written: Any) -> None:
    dialect, folder, _ = written
    for name in ("load.sql", "price.sql"):
        comments = (folder / name).read_text("utf-8").partition("\n\n")[0]
        is_tried = dialect in ("duckdb", "postgres", "spark")
        assert ("Parsed only, never run" in comments) != is_tried


def test_the_query_has_no_line_end_that_editors_and_dbt_would_change(written: Any) -> None:
    _, folder, _ = written
    assert b"\r" not in (folder / "price.sql").read_bytes()


@pytest.mark.thorough(every=3)
def test_the_query_is_short(written: Any) -> None:
    """A view is a SELECT with a line above it; a model says what its seeds are, which is longer."""
    dialect, folder, _ = written
    assert len((folder / "price.sql").read_bytes()) < MOST_BYTES
    write_tables(folder, dialect, "dbt")
    assert len((folder / "price.sql").read_bytes()) < MOST_BYTES


# The command -------------------------------------------------------------------------------------


def asked(*options: str) -> Ran:
    """For a table with one of the columns, in DuckDB if nothing else is said."""
    dialect = () if any(one.startswith("--dialect") for one in options) else ("--dialect=duckdb",)
    return run("sql", "--table=hr.postings", "--columns=years", *dialect, *options)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command runs, with places that are known already."""
    from mlsalary.frame.places import spelled

    known = spelled(BOOK)
    monkeypatch.setattr("mlsalary.frame.chain.spelled", lambda _: known)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names_in(folder: Path) -> set[str]:
    """Every file and folder in it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_the_folder_and_those_above_it_are_made(folder: Path) -> None:
    ran = asked("--tables=new/deep")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith(f"Wrote to new/deep: {len(LOOKUPS)} look-up tables (")
    files = {*(f"{name}.parquet" for name in LOOKUPS), "load.sql", "price.sql"}
    assert names_in(folder) == {"new", "new/deep", *(f"new/deep/{name}" for name in files)}
    load = (folder / "new/deep/load.sql").read_text("utf-8")
    assert f"read_parquet('{folder}/new/deep/areas.parquet')" in load


def test_a_project_of_dbt_gets_a_model_and_seeds(folder: Path) -> None:
    ran = asked("--tables=project", "--as=DBT")
    assert (ran.code, ran.out) == (0, "")
    assert "Next: dbt seed, then dbt run." in ran.err
    seeds = {*(f"mlsalary_{name}.csv" for name in LOOKUPS), "mlsalary_seeds.yml"}
    model = "models/mlsalary_hr_postings_priced.sql"
    assert names_in(folder / "project") == {
        "models", "seeds", model, *(f"seeds/{name}" for name in seeds)
    }  # fmt: skip
    text = (folder / "project" / model).read_text("utf-8")
    assert "FROM {{ source('hr', 'postings') }} AS t" in text
    assert not text.rstrip().endswith(";")


def test_the_query_goes_where_it_is_told_to(folder: Path) -> None:
    assert asked("--tables=files", "-o", "other.sql").code == 0
    assert "price.sql" not in names_in(folder / "files")
    ran = asked("--tables=files", "-o", "-", "--force")
    assert ran.code == 0
    assert ran.out == (folder / "other.sql").read_text("utf-8")


def test_nothing_is_replaced_unasked_and_nothing_is_left_of_a_run_that_fails(folder: Path) -> None:
    """One of the files is somebody's: the others are not written either."""
    (folder / "files").mkdir()
    (folder / "files" / "areas.parquet").write_text("mine")
    for name in ("areas.parquet", "load.sql", "price.sql"):
        (folder / "files" / name).write_text("mine")
        ran = asked("--tables=files")
        assert (ran.code, ran.out) == (2, "")
        assert f"files/{name} already exists" in ran.err
        assert names_in(folder / "files") == {name}
        (folder / "files" / name).unlink()
    (folder / "files" / "price.sql").write_text("mine")
    (folder / "files" / "notes.txt").write_text("mine")
    assert asked("--tables=files", "--force").code == 0
    assert (folder / "files" / "price.sql").read_text("utf-8") != "mine"
    assert (folder / "files" / "notes.txt").read_text("utf-8") == "mine"


def test_a_folder_that_was_made_goes_when_the_files_cannot_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "taken.sql").write_text("mine")
    ran = asked("--tables=new/deep", "-o", "nowhere/price.sql")
    assert ran.code == 4
    assert names_in(folder) == {"taken.sql"}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    ran = asked("--tables=new/deep")
    assert ran.code == 4
    assert "No space left on device" in ran.err
    assert names_in(folder) == {"taken.sql"}


@pytest.mark.parametrize(
    ("code", "options", "named"),
    [
        (2, ["--as=view"], "--as view needs --tables FOLDER"),
        (2, ["--as=dbt"], "--as dbt needs --tables FOLDER"),
        (2, ["--as=table", "--tables=new"], 'There is no form "table". Known: query, view, dbt.'),
        (2, ["--tables="], "--tables wants a folder"),
        (2, ["--tables=a\nb"], "a sign that cannot be seen"),
        (4, ["--tables=file"], "file is a file. Name a folder."),
        (4, ["--tables=file/below"], "file/below cannot be written"),
        (2, ["--tables=.", "-o", "load.sql"], "is one of the other files"),
        (2, ["--tables=new", "--as=dbt", "--table=a.hr.people"], "Give hr.people"),
        (2, ["--tables=new", "--as=dbt", "--map=years={{ x }}"], "dbt would take"),
        (2, ["--tables=new", "--as=view", "--dialect=snowflake", "--table=t"], "--table hr.t"),
        (2, ["--tables=new", "--as=view", "--dialect=bigquery", "--table=t"], "--table hr.t"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    folder: Path, code: int, options: list[str], named: str
) -> None:
    (folder / "file").write_text("mine")
    usual = [] if any(one.startswith("--table=") for one in options) else ["--table=hr.postings"]
    dialect = [] if any(one.startswith("--dialect") for one in options) else ["--dialect=duckdb"]
    ran = run("sql", "--columns=years", *usual, *dialect, *options)
    assert (ran.code, ran.out) == (code, "")
    assert named in ran.err
    assert names_in(folder) == {"file"}
