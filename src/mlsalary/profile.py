"""What is asked: one person's job."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from mlsalary import vocabulary as words
from mlsalary.errors import UsageError
from mlsalary.spelling import quoted


@dataclass(frozen=True, slots=True)
class Profile:
    """A job to price. Everything may be left out except one of ``years`` and ``level``.

    years: total years of experience, 0 or more.
    level: entry, mid, senior, staff, or lead, director, vp, chief; aliases such as "junior" hold.
    metro: a metro, a city ("Mountain View, CA"), a nickname, a ZIP or a CBSA code.
    state: a name or two letters.
    spec: specializations: llm, cv, nlp, mlops, rl; one text or several.
    degree: bachelors, masters or phd. None: unknown.
    employer: big-tech, tech, startup or enterprise. None: unknown.
    as_of: the month, "YYYY-MM", in whose dollars the answer is wanted. None: the newest release.
    bls: the BLS release that the bands are pegged to. None: the guide's own.
    premiums: "guide", "measured" or "none".

    Raises NotFoundError for a word that is not known and UsageError for years or a month that
    make no sense.
    """

    years: float | None = None
    level: str | None = None
    metro: str | None = None
    state: str | None = None
    spec: tuple[str, ...] | str | Iterable[str] = ()
    degree: str | None = None
    employer: str | None = None
    as_of: str | None = None
    bls: str | None = None
    premiums: str = "guide"

    def __post_init__(self) -> None:
        settle = object.__setattr__
        settle(self, "years", _years(self.years))
        for kind in ("level", "degree", "employer", "premiums"):
            given = getattr(self, kind)
            settle(self, kind, None if given is None else words.canonical(kind, given))
        settle(self, "spec", words.specs(self.spec))
        settle(self, "as_of", _month(self.as_of))

    @property
    def specs(self) -> tuple[str, ...]:
        """The keys of the specializations, which ``spec`` may spell in many ways."""
        return words.specs(self.spec)

    def to_dict(self) -> dict[str, Any]:
        """The profile as plain values, specializations as a list."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        return plain | {"spec": list(self.specs)}


def _years(given: float | None) -> float | None:
    if given is None:
        return None
    years = float(given)
    if not math.isfinite(years) or years < 0:
        raise UsageError(
            "bad_years",
            f"{given} years is not an amount of experience. "
            "Give 0 or more, in digits, such as --years 5.",
        )
    return years


def _month(given: str | None) -> str | None:
    if given is None:
        return None
    year, _, month = given.partition("-")
    fits = len(year) == 4 and len(month) == 2 and (year + month).isdecimal()
    if not (fits and given.isascii() and 1 <= int(month) <= 12):
        raise UsageError(
            "bad_month", f"{quoted(given)} is not a month. Write it YYYY-MM, such as 2025-05."
        )
    return given
