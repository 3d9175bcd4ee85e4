"""A file of people as exports have them, priced by ``mlsalary batch``, and what became of each.

    python scripts/messy.py [PEOPLE] [--seed N] [--keep FOLDER]

Every row that should be priced is, at the price of the same person in plain keys; every reject was
to be refused, and every row that was to be refused is a reject; every misspelled word is named in
the row's warnings. Exit code 1 where something is wrong.
"""

from __future__ import annotations

import argparse
import csv
import math
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from messy_people import COLUMNS, PLAIN, TOLD, Person, people

from mlsalary.rulebook import Rulebook

LEAST_PRICED = 0.965
_SHOWN = 10
_TENTH = 0.11
"""Percentiles that a cent an hour may move, which are written to a tenth."""
Row = Mapping[str, str]


def main(told: Sequence[str] | None = None) -> int:
    """Make, price and check; how many faults there are, 1 at most."""
    options = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    options.add_argument("people", nargs="?", type=int, default=40_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path, help="the folder to leave the files in")
    asked = options.parse_args(told)
    made = list(people(asked.people, asked.seed))
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        names = _headers(asked.seed)
        began = time.perf_counter()
        priced, rejected = _batch(folder, "messy", names, [one.cells for one in made], asked.seed)
        seconds = time.perf_counter() - began
        plain = dict(zip(PLAIN, PLAIN, strict=True))
        meant, _ = _batch(folder, "plain", plain, [one.meant for one in made], asked.seed)
    share = len(priced) / len(made)
    print(f"{len(made):,} people, {len(priced):,} priced ({share:.2%}), in {seconds:.1f} s.")
    print(f"Rejected: {dict(Counter(row['code'] for row in rejected.values()).most_common())}.")
    faults = [f"Of 100 people {100 * share:.1f} are priced."] if share < LEAST_PRICED else []
    faults += _faults(made, priced, rejected, meant)
    for fault in faults[:_SHOWN]:
        print(f"WRONG: {fault}")
    print(f"{len(faults)} faults." if faults else "Every row is what it should be.")
    return 1 if faults else 0


def _headers(seed: int) -> dict[str, str]:
    """Ours -> what the columns are called in the file: an alias of each, in the form of exports."""
    draw, aliases = Random(seed), Rulebook.shipped().toml("reading.toml")["columns"]
    forms = (str.title, str.upper, lambda name: name.replace("_", " "), str)
    return {ours: draw.choice(forms)(draw.choice(aliases[ours])) for ours in COLUMNS}


def _batch(
    folder: Path, name: str, names: Mapping[str, str], cells: Sequence[Row], seed: int
) -> tuple[dict[int, Row], dict[int, Row]]:
    """The rows that ``mlsalary batch`` prices and those that it refuses, by their number."""
    source, target = folder / f"{name}.csv", folder / f"{name}.priced.csv"
    draw, remarks = Random(seed), TOLD["words"]["remarks"]
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Person", *names.values(), "Remarks"])
        for number, row in enumerate(cells):
            writer.writerow([number, *(row[ours] for ours in names), draw.choice(remarks)])
    asked = ["batch", str(source), "-o", str(target), "--force", "--pay", names["pay"]]
    ran = subprocess.run(
        [sys.executable, "-m", "mlsalary", *asked], capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise SystemExit(f"mlsalary {' '.join(asked)} ends with {ran.returncode}:\n{ran.stderr}")
    if name == "messy":
        print(ran.stderr.rstrip())
    return _rows(target), _rows(Path(f"{target}.rejects.csv"))


def _rows(path: Path) -> dict[int, Row]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {int(row["Person"]): row for row in csv.DictReader(file)}


def _faults(
    made: Sequence[Person],
    priced: Mapping[int, Row],
    rejected: Mapping[int, Row],
    meant: Mapping[int, Row],
) -> Iterator[str]:
    """What is wrong, a sentence each; slips in places are shown apart."""
    slips = Counter[str]()
    for number, person in enumerate(made):
        row, refused = priced.get(number), rejected.get(number)
        told = {name: cell for name, cell in person.cells.items() if cell}
        if (row is None) == (refused is None):
            yield f"Row {number} is {'in both files' if row else 'lost'}: {told}"
        elif person.slip is not None and not person.refused:
            slips[_slip(person, row, refused, meant[number])] += 1
        elif refused is not None and refused["code"] not in person.refused:
            yield f"{refused['code']} refuses a row that should be priced: {told}"
        elif row is not None and person.refused:
            yield f"A row is priced that should be refused ({', '.join(person.refused)}): {told}"
        if row is not None and not person.refused:
            if unsaid := person.said - set(row["warnings"].split(";")):
                yield f"{', '.join(unsaid)} is not said, but {row['warnings']}: {told}"
            if person.slip is None:
                yield from _other_figures(row, meant[number], told)
    print(f"Slips in places: {dict(slips.most_common())}.")


def _slip(person: Person, row: Row | None, refused: Row | None, meant: Row) -> str:
    """What became of a misspelled place; one that names another place is shown."""
    if refused is not None:
        return "refused"
    if row is not None and row["place"] == meant["place"]:
        return "read all the same"
    print(f"A slip that is another place: {person.slip!r} as {person.cells['metro']!r}")
    return "another place"


def _other_figures(row: Row, meant: Row, told: Row) -> Iterator[str]:
    """Where the row says another thing than the same person in plain keys."""
    if row["place"] != meant["place"]:
        yield f"The place is {row['place']}, not {meant['place']}: {told}"
        return
    for name, most in (("base_p50", 0.01), ("total_p50", 0.01), ("base_percentile", _TENTH)):
        one, other = (float(cell[name] or "nan") for cell in (row, meant))
        if not (abs(one - other) <= most or (math.isnan(one) and math.isnan(other))):
            yield f"{name} is {one:.6g}, not {other:.6g}: {told}"
            return


if __name__ == "__main__":
    raise SystemExit(main())
