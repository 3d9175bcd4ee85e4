"""Tables of made people, by kind, and files of them.

    python scripts/bench/made_files.py KIND ROWS OUT [COUNT]

OUT is CSV, JSON lines or Parquet, by its ending. COUNT is of places, people or columns passed
through, for the kinds that have so many.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from mlsalary.rulebook import Rulebook

NINE = ["San Jose", "Seattle", "NYC", "Austin", "95112", "Bay Area", "Boston, MA", "Denver"]
NINE += ["Chicago"]
UNKNOWN = ["Atlantis", "Nowheresville", "Mordor, ME", "Xyzzy", "Gotham"]
SPECS = ["llm", None, "cv;nlp"]
MOST_YEARS = 30
MANY_PLACES = 40_000
MANY_COLUMNS = 100
NOTES = 1_000

PEOPLE: dict[str, Sequence[str | None]] = {
    "title": [
        " ".join(filter(None, (rank, field, job)))
        for rank in ("", "Junior", "Senior", "Staff", "Principal", "Lead")
        for field in ("ML", "Machine Learning", "NLP", "Computer Vision", "LLM", "AI", "Data")
        for job in ("Engineer", "Scientist", "Research Scientist", "Researcher", "Developer")
    ],
    "company": ["Google", "Meta", "Amazon", "Apple", "Netflix", *(f"Firm {n}" for n in range(25))],
    "spec": SPECS,
    "degree": ["phd", "ms", "bs", None],
    "employer": ["tech", "startup", None],
}
"""Words of the columns whose combinations are the distinct people: some 200,000."""


def table(kind: str, rows: int, count: int | None = None) -> pl.DataFrame:
    """So many rows of a kind; the same each time."""
    years = _years(rows) if kind in ("years", "places", "people") else _tenths(rows)
    if kind == "years":
        metro = _drawn(_towns()[:50], rows, seed=2)
    elif kind == "places":
        metro = _drawn(_places(count or MANY_PLACES), rows, seed=2)
    else:
        metro = _drawn(NINE, rows, seed=2)
    number = pl.int_range(rows, eager=True)
    note = "note " + (number % NOTES).cast(pl.String)
    columns = {"id": number, "years": years, "metro": metro, "spec": _drawn(SPECS, rows, seed=3)}
    made = pl.DataFrame(columns | {"note": note})
    if kind == "refused":
        lost = number.shuffle(seed=4) % 10 == 0
        made = made.with_columns(metro=_drawn(UNKNOWN, rows, seed=5).zip_with(lost, metro))
    elif kind == "pay":
        made = made.with_columns(salary=number.shuffle(seed=4) % 300_000 + 90_000)
    elif kind == "wide":
        passed = [note, number % NOTES, years]
        more = range((count or MANY_COLUMNS) - 2)  # id and note pass through too
        made = made.with_columns(passed[each % 3].alias(f"more{each}") for each in more)
    elif kind == "people":
        people = _people(count or NOTES)
        each = number.shuffle(seed=4) % people.height
        made = made.drop("spec").with_columns(people[each].get_columns())
    return made


def _drawn(texts: Sequence[str | None], rows: int, seed: int) -> pl.Series:
    return pl.Series(texts, dtype=pl.String).sample(rows, with_replacement=True, seed=seed)


def _tenths(rows: int) -> pl.Series:
    tenths = pl.int_range(MOST_YEARS * 10 + 1, eager=True)
    return (tenths.sample(rows, with_replacement=True, seed=1) / 10).round(1)


def _years(rows: int) -> pl.Series:
    """Each different from all others."""
    return (pl.int_range(rows, eager=True).shuffle(seed=1) * MOST_YEARS / rows).round(6)


def _towns() -> list[str]:
    """All towns with their states, in an order of no meaning."""
    rows = Rulebook.shipped().csv("places.csv").rows()
    towns = sorted({f"{row[3]}, {row[1]}" for row in rows})
    random.Random(3).shuffle(towns)
    return towns


def _places(count: int) -> list[str]:
    zips = [row[0] for row in Rulebook.shipped().csv("zips.csv").rows()]
    return [*_towns(), *zips][:count]


def _people(count: int) -> pl.DataFrame:
    """So many different combinations of the words."""
    every = 1
    for words in PEOPLE.values():
        every *= len(words)
    rest = pl.Series(random.Random(5).sample(range(every), count))
    found = {}
    for name, words in PEOPLE.items():
        found[name] = pl.Series(words, dtype=pl.String)[rest % len(words)]
        rest //= len(words)
    return pl.DataFrame(found)


def write(made: pl.DataFrame, path: Path) -> None:
    """Writes CSV, JSON lines or Parquet, by the ending."""
    if path.suffix == ".csv":
        made.write_csv(path)
    elif path.suffix == ".jsonl":
        made.write_ndjson(path)
    else:
        made.write_parquet(path)


if __name__ == "__main__":
    kind, rows, path, *count = sys.argv[1:]
    write(table(kind, int(rows), *map(int, count)), Path(path))
