"""A vesting schedule as people write it: 5,15,40,40, or 33.3/33.3/33.3, or its years: 4, 4y."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from mlsalary.errors import UsageError
from mlsalary.reading.amount_words import folded_amount
from mlsalary.spelling import one_line, quoted

LIKE = "Write the percent of each year, like 5,15,40,40, or the years alone, like 4y."
_MONTHS_A_YEAR = 12


_TIME = re.compile(r"(?P<count>\d{1,3}) ?(?P<unit>y|yrs?|years?|mo|mos|months?)?", re.ASCII)


class Vesting(NamedTuple):
    """What each year brings of a grant, in per cent that sum to 100; note: how that was read."""

    parts: tuple[float, ...]
    note: str | None


def read_vesting(vesting: str | float | Sequence[float], years_most: int) -> Vesting:
    """A schedule, whose figures may miss 100 by what their last digits round, or as many years,
    each alike.

    UsageError ``bad_vesting``.
    """
    if isinstance(vesting, int | float):
        vesting = f"{vesting:g}"
    if isinstance(vesting, str) and (years := _years(vesting, years_most)):
        return Vesting((100 / years,) * years, None)
    words = _split(vesting) if isinstance(vesting, str) else [str(part) for part in vesting]
    parts = [_part(word) for word in words]
    if len(parts) > years_most:
        raise UsageError(
            "bad_vesting",
            f"A vesting schedule has {years_most} years at most, not {len(parts)}. "
            "Give one figure a year.",
        )
    whole = math.fsum(parts)
    if whole <= 0 or abs(whole - 100) > math.fsum(_rounded_by(word) for word in words) + 1e-9:
        raise UsageError(
            "bad_vesting", f"The vesting schedule adds up to {whole:g}%, not to 100%. {LIKE}"
        )
    note = f"the figures sum to {whole:g}, read as 100" if abs(whole - 100) > 1e-9 else None
    return Vesting(tuple(part * 100 / whole for part in parts), note)


def _years(text: str, most: int) -> int | None:
    """4, 4y, 4 years, 48 months: no share of a grant that stands alone is so small."""
    found = _TIME.fullmatch(folded_amount(text))
    if found is None:
        return None
    count = int(found["count"])
    if (found["unit"] or "").startswith("m"):
        count = count // _MONTHS_A_YEAR if count % _MONTHS_A_YEAR == 0 else 0
    if 1 <= count <= most:
        return count
    if found["unit"]:
        raise UsageError(
            "bad_vesting",
            f"A grant is earned over 1 to {most} whole years, not {quoted(text)}. {LIKE}",
        )
    return None


def _split(text: str) -> list[str]:
    """5,15,40,40; with blanks, slashes or hyphens between, and with or without per cent signs."""
    plain = re.sub(r" ?%", "", folded_amount(text))
    return re.split(r" ?[,;/] ?| |(?<=\d)-(?=\d)", plain)


def _part(word: str) -> float:
    if not re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", word, re.ASCII):
        raise UsageError("bad_vesting", f"{quoted(word)} is not a year's part of a grant. {LIKE}")
    if float(word) < 0:
        raise UsageError(
            "bad_vesting", f"A year cannot vest less than nothing: {one_line(word)}%. {LIKE}"
        )
    return float(word)


def _rounded_by(word: str) -> float:
    """Half of what the last digit counts: 33.3 stands for 33.25 to 33.35."""
    return 0.5 * 10.0 ** -len(word.partition(".")[2].partition("e")[0])
