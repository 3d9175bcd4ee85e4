"""How fast the scripts of ``mlsalary sql`` price a table, by database, and what they are to write.

    python scripts/bench/warehouses.py --rows 200000 --turns 3

The table is there already; a script makes its look-ups and keeps what it priced. PostgreSQL uses
one processor, so DuckDB does too. Medians of the turns are compared.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import tables
from in_postgres import MISSING, PROGRAMS, Postgres
from measured import Cost, ScriptRow, WarehouseRow
from processes import SQL, cost, middle, options, say, script

from mlsalary.frame.settings import Settings
from mlsalary.rulebook import Rulebook
from mlsalary.sql import DIALECTS
from mlsalary.sql import script as priced_by

KINDS = {
    "few": "few distinct rows",
    "years": "all years distinct, 50 places",
    "places": "all years distinct, 40,000 places",
}
READ = ("years", "metro", "spec")
_TABLE = "id bigint, years double precision, metro text, spec text, note text"


def measure(rows: int, turns: int) -> list[WarehouseRow]:
    """Each kind, priced by each database in turns."""
    with TemporaryDirectory(prefix="mlsalary-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        ways: dict[str, Callable[[Path, str], Callable[[], Cost]]] = {"DuckDB": _duckdb}
        if PROGRAMS:
            (folder / "postgres").mkdir()
            ways["PostgreSQL"] = _Postgres(folder / "postgres").table
        else:
            say(MISSING)
        return [_kind(folder, kind, rows, turns, ways) for kind in KINDS]


def _kind(
    folder: Path,
    kind: str,
    rows: int,
    turns: int,
    ways: dict[str, Callable[[Path, str], Callable[[], Cost]]],
) -> WarehouseRow:
    say(f"makes {rows:,} rows: {kind}")
    source = folder / f"{kind}.csv"
    cost(script("made_files.py", kind, rows, source))
    priced = {name: way(source, kind) for name, way in ways.items()}
    taken: dict[str, list[Cost]] = {name: [] for name in ways}
    for turn in range(turns):
        for name, price in priced.items():
            say(f"warehouses, turn {turn + 1} of {turns}: {KINDS[kind]}, {name}")
            taken[name].append(price())
    postgres = middle(taken["PostgreSQL"]) if "PostgreSQL" in taken else None
    return WarehouseRow(KINDS[kind], rows, middle(taken["DuckDB"]), postgres)


def _duckdb(source: Path, kind: str) -> Callable[[], Cost]:
    """What prices the file's table in DuckDB."""
    database, load, price = (source.with_suffix(end) for end in (".db", ".load.sql", ".duckdb.sql"))
    read = f"COPY {kind} FROM '{source}' (HEADER, QUOTE '\"', ESCAPE '\"')"
    load.write_text(f"CREATE TABLE {kind} ({_TABLE});\n{read};\n", encoding="utf-8")
    price.write_text("".join(f"{one};\n" for one in _statements("duckdb", kind)), "utf-8")
    cost(script("in_duckdb.py", database, load, 1))
    return lambda: cost(script("in_duckdb.py", database, price, 1))


class _Postgres:
    def __init__(self, folder: Path) -> None:
        self._folder, self._database = folder, Postgres(folder)

    def table(self, source: Path, kind: str) -> Callable[[], Cost]:
        """What prices the file's table in PostgreSQL."""
        made = [f"CREATE TABLE {kind} ({_TABLE})", f"COPY {kind} FROM '{source}' CSV HEADER"]
        self._database.run(self._script(f"{kind}.load", [*made, f"ANALYZE {kind}"]))
        counted = self._folder / f"{kind}.rows"
        count = f"COPY (SELECT (SELECT count(*) FROM priced) = count(*) FROM {kind}) TO '{counted}'"
        command = self._database.command(
            self._script(kind, [*_statements("postgres", kind), count])
        )

        def price() -> Cost:
            counted.unlink(missing_ok=True)
            taken = cost(command)
            if not counted.exists() or counted.read_text(encoding="utf-8") != "t\n":
                raise SystemExit(f"PostgreSQL did not price the table {kind}.")
            return taken

        return price

    def _script(self, name: str, statements: list[str]) -> Path:
        path = self._folder / f"{name}.sql"
        path.write_text("".join(f"{one};\n\n" for one in statements), encoding="utf-8")
        path.chmod(0o644)
        return path


def _statements(dialect: str, table: str) -> list[str]:
    """All of a script, which leaves a table ``priced``."""
    columns = {name: name for name in READ}
    made = priced_by(dialect, table, Settings(Rulebook.shipped()), columns)
    drop = "DROP TABLE IF EXISTS priced"
    return [*made.lookups, drop, f"CREATE TABLE priced AS {made.query}"]


def measure_scripts(turns: int) -> list[ScriptRow]:
    """Each dialect's script for a table with all columns, written by the command."""
    rows = []
    with TemporaryDirectory() as name:
        for dialect in DIALECTS:
            say(f"scripts: {dialect}")
            path = Path(name) / f"{dialect}.sql"
            words = ["--dialect", dialect, "--table", "people", "-o", str(path), "--force"]
            taken = middle([cost([*SQL, *words]) for _ in range(turns)])
            rows.append(ScriptRow(dialect, taken, path.stat().st_size))
    return rows


if __name__ == "__main__":
    asked = options(__doc__).parse_args()
    print(tables.warehouses(measure(asked.rows, asked.turns)))
    print(f"\n{tables.scripts(measure_scripts(asked.turns))}")
