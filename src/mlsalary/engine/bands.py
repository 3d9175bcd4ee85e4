"""The guide's bands of base by level, pegged to BLS percentiles, and what is reported over them."""

from __future__ import annotations

from typing import Any, NamedTuple

from mlsalary import rules
from mlsalary.engine.case import Case
from mlsalary.engine.releases import peg
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.citing import guide_rows
from mlsalary.rulebook.model import RUNGS, Constant
from mlsalary.rules.operations import Floats
from mlsalary.vocabulary import vocabulary


class Band(NamedTuple):
    """A level's base band, US dollars a year."""

    low: float
    high: float

    @property
    def middle_log(self) -> float:
        """ln of its geometric middle."""
        return float(rules.middle_log(self.low, self.high, Floats()))

    @property
    def spread(self) -> float:
        """The spread of which it is the middle half."""
        return float(rules.band_spread(self.low, self.high, Floats()))


@once_a_book
def band_rows(book: Rulebook) -> dict[str, dict[str, Any]]:
    """The guide's band of every level, in the order of the vocabulary."""
    rows = [row for row in guide_rows(book, "experience") if "degree" not in row]
    rows += [row for row in guide_rows(book, "career") if row.get("level")]
    by_level = {row["level"]: row for row in rows}
    return {level: by_level[level] for level in vocabulary(book).levels}


@once_a_book
def bands(book: Rulebook, release: str | None = None) -> dict[str, Band]:
    """The band of every level, each end moved with its peg to another BLS release.

    Management has no peg of its own and moves as staff does.
    """
    rows = band_rows(book)
    top = rows[RUNGS[-1]]
    return {level: _moved(book, row, top, release) for level, row in rows.items()}


@once_a_book
def degree_bands(book: Rulebook, degree: str | None, release: str | None = None) -> dict[str, Band]:
    """The guide's own bands of a degree, by level; for most degrees it has none."""
    rows = [row for row in guide_rows(book, "experience") if row.get("degree", "") == degree]
    return {row["level"]: _moved(book, row, row, release) for row in rows}


def correction(case: Case, level: str) -> Constant | None:
    """ln of what is reported at a level over the guide's middle; None where nobody reported."""
    return case.model.constant(f"levels.reported.{level}") if level in RUNGS else None


@once_a_book
def guide_source(book: Rulebook) -> str:
    """The source of the guide's bands."""
    return str(book.toml("guide/experience.toml")["source"])


def _moved(book: Rulebook, row: dict[str, Any], top: dict[str, Any], release: str | None) -> Band:
    if release is None:
        return Band(row["base_low"], row["base_high"])
    ends = []
    for end in ("low", "high"):
        tie = row.get(f"peg_{end}", top[f"peg_{end}"])
        now = peg(book, release, tie["occupation"], tie["percentile"])
        then = peg(book, None, tie["occupation"], tie["percentile"])
        ends.append(float(rules.pegged(row[f"base_{end}"], then, now)))
    return Band(*ends)
