"""The script of ``mlsalary sql`` in a PostgreSQL of the test's own, on a socket in its folder."""

from __future__ import annotations

import csv
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from sql_rows import (
    BOOK,
    NAMES,
    ROW,
    SCALAR,
    amounts,
    assert_priced,
    said,
    script_text,
    write_csv,
    write_tables,
)

from mlsalary.frame.chain import Chain
from mlsalary.frame.settings import Settings
from mlsalary.render.sql_script import sql_script
from mlsalary.sql import script

for module in ("ibis", "sqlglot", "narwhals", "polars", "pyarrow"):
    pytest.importorskip(module)

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))


@pytest.fixture(scope="module")
def server() -> Generator[tuple[Path, list[str]]]:
    """A folder that the server may read, and the psql command line."""
    if not SERVERS:
        pytest.skip("PostgreSQL is not installed")
    binaries, root = SERVERS[-1].parent, os.geteuid() == 0
    folder = Path(tempfile.mkdtemp(prefix="mlsalary-pg-", dir="/tmp"))
    if root:
        shutil.chown(folder, "postgres")
    as_user = ["runuser", "-u", "postgres", "--"] if root else []
    data = folder / "data"

    def control(*words: str) -> None:
        subprocess.run([*as_user, *words], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    try:
        control(str(binaries / "initdb"), "-D", str(data), "-U", "tester", "-A", "trust", "-EUTF8")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c jit=off"
        pg_ctl = [str(binaries / "pg_ctl"), "-D", str(data), "-w"]
        control(*pg_ctl, "-l", str(folder / "log"), "-o", options, "start")
        try:
            psql = [str(binaries / "psql"), "-h", str(folder), "-p", port, "-U", "tester"]
            yield folder, [*psql, "-d", "postgres", "-X", "-q", "-v", "ON_ERROR_STOP=1", "--csv"]
        finally:
            control(*pg_ctl, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def ran(server: tuple[Path, list[str]], name: str, text: str) -> None:
    folder, psql = server
    path = folder / f"{name}.sql"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run([*psql, "-f", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[:2000]


def read(path: Path) -> list[dict[str, Any]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_postgres_prices_as_the_single_estimate_does_and_again(
    server: tuple[Path, list[str]],
) -> None:
    folder, _ = server
    answers, text = [folder / "first.csv", folder / "again.csv"], loaded(folder, "postings")
    for path in answers:
        text += f"\\o {path}\n{script_text('postgres')}"
    ran(server, "postings", text)
    for path in answers:
        assert_priced(read(path))


THEIRS = """
CREATE SCHEMA theirs;
SET search_path = theirs, pg_temp;
CREATE TABLE mlsalary_areas (own int); INSERT INTO mlsalary_areas VALUES (7);
CREATE TABLE areas (own int); INSERT INTO areas VALUES (7);
CREATE TABLE postings_priced (own int); INSERT INTO postings_priced VALUES (7);
"""
"""Tables of somebody else's under names of ours, found before temporary ones."""


def test_postgres_leaves_the_tables_of_others_alone(server: tuple[Path, list[str]]) -> None:
    folder, _ = server
    answers = [folder / "beside.csv", folder / "beside again.csv"]
    text = f"{THEIRS}{loaded(folder, 'theirs.postings')}"
    for path in answers:
        text += f"\\o '{path}'\n{script_text('postgres')}"
    ran(server, "beside", f"{text}{theirs_are_there(folder)}")
    for path in answers:
        assert_priced(read(path))
    assert_theirs(folder)


def test_postgres_loads_the_files_and_makes_the_view_twice(
    server: tuple[Path, list[str]],
) -> None:
    """The second run finds the view there, which reads the tables that are loaded anew."""
    folder, _ = server
    files = folder / "it's a folder"
    text = f"DROP SCHEMA IF EXISTS theirs CASCADE;{THEIRS}{loaded(folder, 'theirs.postings')}"
    for form in ("view", "view", "query"):
        write_tables(files, "postgres", form)
        for name in ("load", "price"):
            shutil.copy(files / f"{name}.sql", folder / f"{name} {form}.sql")
        text += f"\\i '{folder}/load {form}.sql'\n\\o '{folder}/{form}.csv'\n"
        text += f"\\i '{folder}/price {form}.sql'\n\\o\n"
    text += f"\\o '{folder}/view.csv'\nSELECT * FROM mlsalary_tables.postings_priced;\n"
    text += f"\\o '{folder}/made.csv'\nSELECT table_schema, count(*) FROM information_schema.tables"
    text += " WHERE table_schema LIKE 'mlsalary%' GROUP BY 1;\n"
    ran(server, "files", f"{text}{theirs_are_there(folder)}")
    for name in ("query", "view"):
        assert_priced(read(folder / f"{name}.csv"))
    assert_theirs(folder)
    lookups = len(list(files.glob("*.csv")))
    assert read(folder / "made.csv") == [
        {"table_schema": "mlsalary_tables", "count": str(lookups + 1)}  # the view
    ]


def test_the_files_are_loaded_to_the_letter_or_not_at_all(server: tuple[Path, list[str]]) -> None:
    """Empty text is text, a number that is none is NULL; without a file all stays."""
    folder, _ = server
    files = folder / "exact"
    write_tables(files, "postgres", "query")
    ask = (
        "SELECT (SELECT count(*) FROM mlsalary_tables.states WHERE mls_fips = '') AS texts,"
        " (SELECT count(*) FROM mlsalary_tables.months WHERE mls_aging_log IS NULL) AS nothing,"
        " (SELECT count(*) FROM mlsalary_tables.aliases WHERE mls_key = '00501') AS zips;\n"
    )
    lookups = Chain.of(Settings(BOOK, fallback="national")).foreseen
    text = f"\\i '{files}/load.sql'\n\\o '{folder}/exact.csv'\n{ask}\\o\n"
    ran(server, "exact", text)
    (files / "states.csv").write_text('"mls_state_key","mls_letters","mls_fips"\n')
    (files / "aliases.csv").unlink()
    with pytest.raises(AssertionError, match=r"aliases\.csv: No such file"):
        ran(server, "gone", f"\\i '{files}/load.sql'\n")
    ran(server, "after", f"\\o '{folder}/after.csv'\n{ask}")
    fips, logs = lookups["states"].columns["mls_fips"], lookups["months"].columns["mls_aging_log"]
    expected = {"texts": str(fips.count("")), "nothing": str(logs.count(None)), "zips": "1"}
    assert read(folder / "exact.csv") == read(folder / "after.csv") == [expected]


def loaded(folder: Path, table: str) -> str:
    """Commands that make a table of the rows."""
    source = write_csv(folder / "in.csv")
    types = ", ".join(f"{name} {'float8' if name == 'years' else 'text'}" for name in NAMES)
    return f"CREATE TABLE {table} ({types});\n\\copy {table} FROM '{source}' CSV HEADER\n"


def theirs_are_there(folder: Path) -> str:
    """Commands that ask what the tables of others hold."""
    asked = " UNION ALL ".join(
        f"SELECT '{name}' AS name, theirs.{name}.* FROM theirs.{name}"
        for name in ("mlsalary_areas", "areas", "postings_priced")
    )
    return f"\\o\n\\o '{folder}/theirs.csv'\n{asked};\n"


def assert_theirs(folder: Path) -> None:
    assert {row["name"]: row["own"] for row in read(folder / "theirs.csv")} == dict.fromkeys(
        ("mlsalary_areas", "areas", "postings_priced"), "7"
    )


def test_types_and_numbers_at_which_postgres_would_stop(server: tuple[Path, list[str]]) -> None:
    """Dates; years as text that no double can hold; pay so small or large that exp() gives out."""
    folder, _ = server
    load = """CREATE TABLE typed (own text, years text, as_of date, zip integer, pay numeric);
        INSERT INTO typed VALUES ('plain', '5', '2026-03-01', 2139, 2e5),
        ('big', '1e999', NULL, NULL, 1e99), ('small', '1e-999', NULL, NULL, 1e-99),
        ('late', '5', '2023-01-31', 95112, NULL);
    """
    columns = {name: name for name in ("years", "as_of", "zip")}
    priced = sql_script(script("postgres", "typed", Settings(BOOK), columns, "pay"), "0")
    ran(server, "typed", f"{load}\n\\o {folder / 'typed.csv'}\n{priced}")
    got = {row["own"]: row for row in read(folder / "typed.csv")}
    for own, month, zip_code in (("plain", "2026-03", "02139"), ("late", "2023-01", "95112")):
        single = SCALAR.of(ROW | {"as_of": month, "zip": zip_code})
        assert amounts(got[own]) == amounts(single)
        assert said(got[own]) == said(single)
    assert 0 < float(got["plain"]["base_percentile"]) < 100
    assert got["late"]["base_percentile"] == ""
    assert {own: row["warnings"] for own, row in got.items() if not row["base_p50"]} == {
        "big": "bad_years",
        "small": "bad_years",
    }
