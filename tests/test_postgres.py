"""The script of ``mlsalary sql`` in a PostgreSQL of the test's own, on a socket in its folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from test_sql import MADE, as_csv, assert_like_single, script_for

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
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        pg_ctl = [str(binaries / "pg_ctl"), "-D", str(data), "-w"]
        control(*pg_ctl, "-l", str(folder / "log"), "-o", options, "start")
        try:
            psql = [str(binaries / "psql"), "-h", str(folder), "-p", port, "-U", "tester"]
            yield folder, [*psql, "-d", "postgres", "-X", "-q", "-v", "ON_ERROR_STOP=1", "--csv"]
        finally:
            control(*pg_ctl, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def test_postgres_prices_as_the_single_estimate_does(server: tuple[Path, list[str]]) -> None:
    folder, psql = server
    source, text = as_csv(MADE, folder / "in.csv"), folder / "script.sql"
    types = [f"{name} {'float8' if name == 'years' else 'text'}" for name in MADE[0]]
    load = f"CREATE TABLE postings (own text, {', '.join(types)});\n"
    copy = f"\\copy postings FROM '{source}' CSV HEADER\n"
    text.write_text(f"{load}{copy}{script_for('postgres')}", encoding="utf-8")
    ran = subprocess.run([*psql, "-f", str(text)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[:2000]
    assert_like_single(ran.stdout)
