"""How a grant is earned: its worth, its years, and the part of each year."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from mlsalary.decisions.assumptions import assumed
from mlsalary.decisions.money import Written, read_money
from mlsalary.errors import UsageError
from mlsalary.rulebook import Rulebook
from mlsalary.rules import offer as formulas
from mlsalary.spelling import one_line, quoted

LIKE = "Write it like 480000/4y."
VESTING_LIKE = "Write the per cent of each year, like 25,25,25,25 or 5,15,40,40."


def read_grant(
    equity: Written | None, vesting: str | Sequence[float] | None, book: Rulebook
) -> tuple[float, tuple[float, ...]]:
    """A grant in US dollars and what of it each year brings, in per cent that sum to 100.

    equity: ``480000/4y``, or an amount earned over the usual years. vesting: ``5,15,40,40``; left
    out, every year brings the same. UsageError ``bad_grant`` or ``bad_vesting``.
    """
    usual = assumed(book, "grant")
    if equity is None:
        if vesting is not None:
            raise UsageError(
                "bad_vesting", "A vesting schedule needs a grant. Add --equity 480000/4y."
            )
        return 0.0, _evenly(usual["years"])
    worth, years = _worth_and_years(equity, book)
    if vesting is None:
        return worth, _evenly(years or usual["years"])
    parts = _parts(vesting, usual)
    if years is not None and years != len(parts):
        raise UsageError(
            "bad_vesting",
            f"The grant runs over {years} years and the vesting schedule over {len(parts)}. "
            "Give one of the two, or make them agree.",
        )
    return worth, parts


def yearly_equity(grant: float, parts: Sequence[float], years: int) -> list[float]:
    """What the grant brings in each of so many years, US dollars: nothing once it is earned."""
    earned = [float(formulas.vested(grant, part)) for part in parts]
    return earned + [0.0] * (years - len(earned))


def _worth_and_years(equity: Written, book: Rulebook) -> tuple[float, int | None]:
    if not isinstance(equity, str):
        return read_money(equity, "The grant", book), None
    worth, slash, over = re.sub(r"\s+over\s+", "/", equity).partition("/")
    amount = read_money(worth, "The grant", book)
    if not slash:
        return amount, None
    found = re.fullmatch(r"\s*(\d{1,3})\s*(y|yrs?|years?)?\s*", over, re.ASCII | re.IGNORECASE)
    most = assumed(book, "grant")["years_most"]
    if found is None or not 1 <= int(found[1]) <= most:
        raise UsageError(
            "bad_grant",
            f"A grant is earned over 1 to {most} whole years, not {quoted(over)}. {LIKE}",
        )
    return amount, int(found[1])


def _evenly(years: int) -> tuple[float, ...]:
    return (100 / years,) * years


def _parts(vesting: str | Sequence[float], usual: dict[str, float]) -> tuple[float, ...]:
    words = re.split(r"[,/;]", vesting) if isinstance(vesting, str) else list(vesting)
    parts = [_part(word) for word in words]
    if len(parts) > usual["years_most"]:
        raise UsageError(
            "bad_vesting",
            f"A vesting schedule of {len(parts)} years is longer than {usual['years_most']}. "
            "Give one figure a year.",
        )
    whole = math.fsum(parts)
    if abs(whole - 100) > usual["slack"]:
        raise UsageError(
            "bad_vesting", f"The vesting schedule sums to {whole:g}, not to 100. {VESTING_LIKE}"
        )
    return tuple(part * 100 / whole for part in parts)


def _part(word: str | float) -> float:
    text = str(word).strip().removesuffix("%").strip()
    if isinstance(word, bool) or not re.fullmatch(r"-?\d+(\.\d+)?", text, re.ASCII):
        raise UsageError(
            "bad_vesting", f"{quoted(text)} is no year's part of a grant. {VESTING_LIKE}"
        )
    if float(text) < 0:
        raise UsageError("bad_vesting", f"No year can take {one_line(text)} % back. {VESTING_LIKE}")
    return float(text)
