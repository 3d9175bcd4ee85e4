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
)

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
    source, answers = write_csv(folder / "in.csv"), [folder / "first.csv", folder / "again.csv"]
    types = ", ".join(f"{name} {'float8' if name == 'years' else 'text'}" for name in NAMES)
    text = f"CREATE TABLE postings ({types});\n\\copy postings FROM '{source}' CSV HEADER\n"
    for path in answers:
        text += f"\\o {path}\n{script_text('postgres')}"
    ran(server, "postings", text)
    for path in answers:
        assert_priced(read(path))


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
