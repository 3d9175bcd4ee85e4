"""A vesting schedule as people write it: 5,15,40,40, or 25 25 25 25, or 33.3/33.3/33.3."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from mlsalary.errors import UsageError
from mlsalary.reading.amount_words import folded_amount
from mlsalary.spelling import one_line, quoted

LIKE = "Write the per cent of each year, like 25,25,25,25 or 5,15,40,40."


class Vesting(NamedTuple):
    """What each year brings of a grant, in per cent that sum to 100; note: what was rounded."""

    parts: tuple[float, ...]
    note: str | None


def read_vesting(vesting: str | Sequence[float], years_most: int) -> Vesting:
    """A schedule, whose figures may miss 100 by what their last digits round.

    UsageError ``bad_vesting``.
    """
    words = _split(vesting) if isinstance(vesting, str) else [str(part) for part in vesting]
    parts = [_part(word) for word in words]
    if len(parts) > years_most:
        raise UsageError(
            "bad_vesting",
            f"A vesting schedule of {len(parts)} years is longer than {years_most}. "
            "Give one figure a year.",
        )
    whole = math.fsum(parts)
    if whole <= 0 or abs(whole - 100) > math.fsum(_rounded_by(word) for word in words) + 1e-9:
        raise UsageError(
            "bad_vesting", f"The vesting schedule sums to {whole:g}, not to 100. {LIKE}"
        )
    note = f"the figures sum to {whole:g}, read as 100" if abs(whole - 100) > 1e-9 else None
    return Vesting(tuple(part * 100 / whole for part in parts), note)


def _split(text: str) -> list[str]:
    """5,15,40,40; with blanks, slashes or hyphens between, and with or without per cent signs."""
    plain = re.sub(r" ?%", "", folded_amount(text))
    return re.split(r" ?[,;/] ?| |(?<=\d)-(?=\d)", plain)


def _part(word: str) -> float:
    if not re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", word, re.ASCII):
        raise UsageError("bad_vesting", f"{quoted(word)} is no year's part of a grant. {LIKE}")
    if float(word) < 0:
        raise UsageError("bad_vesting", f"No year can take {one_line(word)}% back. {LIKE}")
    return float(word)


def _rounded_by(word: str) -> float:
    """Half of what the last digit counts: 33.3 stands for 33.25 to 33.35."""
    return 0.5 * 10.0 ** -len(word.partition(".")[2].partition("e")[0])
