"""Money as people write it: 190k, $190,000, 1.2M; ranges and shares of base likewise."""

from __future__ import annotations

import math
import re
import unicodedata

from mlsalary.decisions.assumptions import assumed
from mlsalary.errors import UsageError
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import quoted

Written = str | int | float
"""An amount as a person types it, or as a file holds it."""

LIKE = "Write it like 190k, $190,000 or 1.2M."
_UNITS = {"": 1, "k": 1e3, "thousand": 1e3, "m": 1e6, "mm": 1e6, "million": 1e6}
_AMOUNT = re.compile(
    r"(?:us ?\$|usd|\$)? ?"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.(?P<part>\d+))?"
    r" ?(?P<unit>k|thousand|mm?|million)? ?(?:usd|dollars|\$)?",
    re.ASCII,
)
_DASHES = str.maketrans("‐‑‒–—−", "------")


def read_money(written: Written, what: str, book: Rulebook) -> float:
    """US dollars; ``what`` names the amount in an error.

    UsageError ``bad_money`` for what is no amount, negative, absurdly high, or so low that
    thousands were meant.
    """
    limits = assumed(book, "money")
    amount = _number(written, what) if not isinstance(written, str) else _parsed(written, what)
    if amount < 0:
        raise _bad(f"{what} cannot be negative, and {quoted(written)} is. {LIKE}")
    if amount > limits["most"]:
        raise _bad(
            f"{what} {quoted(written)} is above ${limits['most']:,}, more than any pay. {LIKE}"
        )
    if 0 < amount < limits["unclear_below"]:
        raise _bad(
            f"{what} {quoted(written)} would be ${amount:,.0f}. "
            f"For thousands add a k, such as {amount:g}k."
        )
    return amount


def read_bonus(written: Written, book: Rulebook) -> tuple[float | None, float]:
    """A yearly bonus: (share of base, 0) for ``15%``, else (None, US dollars)."""
    if not (isinstance(written, str) and _folded(written).endswith("%")):
        return None, read_money(written, "The bonus", book)
    text = _folded(written).removesuffix("%").strip()
    most = assumed(book, "money")["bonus_most"]
    if not re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII) or float(text) / 100 > most:
        raise _bad(
            f"The bonus {quoted(written)} is not a share of base from 0 % to {most * 100:g} %. "
            "Write it like 15%, or in dollars like 30k."
        )
    return float(text) / 100, 0.0


def read_range(written: str, what: str, book: Rulebook) -> tuple[float, float]:
    """Two ends, such as ``130k-242k``, ``$130,000 to $242,000`` or ``130-242k``.

    UsageError ``bad_range`` when there are not two, or when they are the wrong way round.
    """
    ends = re.split(r"-| to ", _folded(written))
    if len(ends) != 2:
        raise UsageError(
            "bad_range",
            f"{what} {quoted(written)} is not a low and a high end. Write it like 130k-242k.",
        )
    low, high = (end.strip() for end in ends)
    unit = re.search(r"[a-z]+$", high)
    if unit and low[-1:].isdigit() and len(low.lstrip("$ ")) <= 3:
        low += unit[0]  # 130-242k
    bottom, top = read_money(low, f"The low end of {_lower(what)}", book), 0.0
    top = read_money(high, f"The high end of {_lower(what)}", book)
    if not 0 < bottom < top:
        raise UsageError(
            "bad_range",
            f"{what} {quoted(written)} does not rise from its first end to its second. "
            "Write the low end first, like 130k-242k.",
        )
    return bottom, top


def _number(given: float, what: str) -> float:
    try:
        amount = math.nan if isinstance(given, bool) else float(given)
    except (TypeError, ValueError, OverflowError):
        amount = math.nan
    if not math.isfinite(amount):
        raise _bad(f"{what} {quoted(given)} is not an amount of money. {LIKE}")
    return amount


def _parsed(written: str, what: str) -> float:
    text = _folded(written)
    if re.match(r"(\$ ?)?-|\(", text) and re.search(r"\d", text):
        raise _bad(f"{what} cannot be negative, and {quoted(written)} is. {LIKE}")
    found = _AMOUNT.fullmatch(text)
    # 190.000 may be a hundred and ninety dollars or thousands of them: nobody should guess.
    if found is None or (len(found["part"] or "") > 2 and not found["unit"]):
        raise _bad(f"{what} {quoted(written)} is not an amount of money. {LIKE}")
    whole = re.sub(r"[, ]", "", found["whole"])
    # Through the decimal digits, so that 1.1k is 1100 and not 1100.0000000000002.
    return float(f"{whole}.{found['part'] or 0}e{round(math.log10(_UNITS[found['unit'] or '']))}")


def _folded(written: str) -> str:
    """One spelling of dollars, digits, spaces and dashes, whatever keyboard they come from."""
    text = unicodedata.normalize("NFKC", written).translate(_DASHES).casefold()
    return " ".join(text.split())


def _lower(what: str) -> str:
    return what[:1].lower() + what[1:]


def _bad(message: str) -> UsageError:
    return UsageError("bad_money", message)
