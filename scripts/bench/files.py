"""How fast ``mlsalary batch`` prices files, by kind, as shares of the floor in the same run.

    python scripts/bench/files.py --rows 200000 --turns 3

Every kind is priced and read by the floor in each turn; medians of the turns are compared.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import tables
from measured import Cost, FileRow
from processes import BATCH, cost, middle, options, say, script


class Kind(NamedTuple):
    """A file that is priced; ``of_whole``: its bound is a share of the same file unrefused."""

    name: str
    made: str
    read: str = ".csv"
    written: str = ".parquet"
    options: tuple[str, ...] = ()
    least: float | None = None
    of_whole: bool = False


WHOLE = Kind("few distinct rows", "few", least=0.36)
KINDS = (
    WHOLE,
    Kind("all years distinct, 50 places", "years", least=0.28),
    Kind("all years distinct, 40,000 places", "places", least=0.16),
    Kind("few distinct, a tenth refused", "refused", least=0.80, of_whole=True),
    Kind("few distinct, with `--pay`", "pay", options=("--pay", "salary")),
    Kind("few distinct, 100 columns passed through", "wide"),
    Kind("few distinct, CSV to CSV", "few", written=".csv"),
    Kind("few distinct, JSON lines to JSON lines", "few", ".jsonl", ".jsonl"),
    Kind("few distinct, Parquet to Parquet", "few", ".parquet"),
)


def measure(rows: int, turns: int) -> list[FileRow]:
    """Each kind, in turns with its floor."""
    taken: dict[Kind, list[tuple[Cost, Cost]]] = {kind: [] for kind in KINDS}
    with TemporaryDirectory() as name:
        folder = Path(name)
        for kind in KINDS:
            source = _source(folder, kind)
            if not source.exists():
                say(f"makes {rows:,} rows: {source.name}")
                cost(script("made_files.py", kind.made, rows, source))
        for turn in range(turns):
            for kind in KINDS:
                say(f"files, turn {turn + 1} of {turns}: {kind.name}")
                taken[kind].append(_turn(folder, kind))
    middles = {kind: _middles(turns) for kind, turns in taken.items()}
    whole = middles[WHOLE][0]
    return [
        FileRow(kind.name, rows, *middles[kind], kind.least, whole if kind.of_whole else None)
        for kind in KINDS
    ]


def _source(folder: Path, kind: Kind) -> Path:
    return folder / f"{kind.made}{kind.read}"


def _turn(folder: Path, kind: Kind) -> tuple[Cost, Cost]:
    source, target = str(_source(folder, kind)), str(folder / f"out{kind.written}")
    os.sync()  # nobody waits for the disk on account of what was written before
    floor = cost(script("floor.py", source, target))
    return cost([*BATCH, source, "-o", target, "--force", *kind.options]), floor


def _middles(turns: list[tuple[Cost, Cost]]) -> tuple[Cost, Cost]:
    return middle([priced for priced, _ in turns]), middle([floor for _, floor in turns])


if __name__ == "__main__":
    asked = options(__doc__).parse_args()
    print(tables.files(measure(asked.rows, asked.turns)))
