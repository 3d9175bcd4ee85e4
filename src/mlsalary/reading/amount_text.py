"""The text of an amount -> its figures and what was told about them; nothing is judged here."""

from __future__ import annotations

import math
import re
from typing import Literal, NamedTuple

from mlsalary.errors import UsageError
from mlsalary.reading.amount_words import AmountWords, Period, amount_words, folded_amount
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import quoted, shell_took

Written = str | int | float
"""An amount as a person types it, or as a file holds it."""

LIKE = "Write it like 190k, $190,000 or 1.2M."
_LONGEST = 200  # a text beyond it is no amount
_TOUCHING = re.compile(r"(\d[km])(?=[a-z]{3}\b)")  # 150kCAD
_CUT = re.compile(r"0*,\d|\.\d|00+$")
_BETWEEN = re.compile(r"between (.+) and ")
_RANGE = re.compile(r"(?P<low>[^-]+?) ?(?:-|\bto\b) ?(?P<high>[^-]+)")


class Figure(NamedTuple):
    """One amount. plain: it stood without a unit."""

    amount: float
    plain: bool


class Told(NamedTuple):
    """What a text tells: two figures where it is a range, in the order written, the same one
    twice where not.

    only: which end was told, where it was one. period: how often it comes, where that is said.
    """

    low: Figure
    high: Figure
    only: Literal["least", "most"] | None
    period: Period | None

    @property
    def is_range(self) -> bool:
        """Whether both ends were told."""
        return self.low is not self.high


def told(written: Written, what: str, book: Rulebook) -> Told:
    """The amount that was written; ``what`` names it in an error.

    UsageError ``bad_money`` for what is no amount or is negative, ``other_currency``.
    """
    if not isinstance(written, str):
        figure = Figure(_number(written, what), plain=True)
        return Told(figure, figure, None, None)
    words, text = amount_words(book), folded_amount(written)
    if len(text) > _LONGEST:
        raise _no_amount(written, what)
    alone = _figure(text, "", words)  # most texts hold a figure and nothing else
    if not (alone and alone.amount) and _is_cut(text, words):
        raise bad(f"{what} {quoted(written)} lacks its first digit: {shell_took()}")
    if alone:
        return Told(alone, alone, None, None)
    if found := words.currency.search(_TOUCHING.sub(r"\1 ", text)):
        whose = words.currencies[(found.lastindex or 1) - 1]
        raise other_currency(f"{what} {quoted(written)} is in {whose}")
    if re.match(r"((us ?)?\$ ?)?-|\(", text) and re.search(r"\d", text):
        raise bad(f"{what} cannot be negative, and {quoted(written)} is. {LIKE}")
    read = _read(text, words)
    if read is None:
        raise _no_amount(written, what)
    return read


def bad(message: str) -> UsageError:
    """The error of an amount that cannot be used."""
    return UsageError("bad_money", message)


def _is_cut(text: str, words: AmountWords) -> bool:
    """Whether a shell may have left this of an amount: 0k, 0,000, 00, ``,000``, k, .2M."""
    return _CUT.match(text) is not None or text.lstrip("0") in words.units


def other_currency(said: str) -> UsageError:
    """The error of an amount that is not in US dollars."""
    return UsageError("other_currency", f"{said}, not in US dollars. Convert it first.")


def _no_amount(written: Written, what: str) -> UsageError:
    return bad(f"{what} {quoted(written)} is not an amount of money. {LIKE}")


def _number(given: float, what: str) -> float:
    try:
        amount = math.nan if isinstance(given, bool) else float(given)
    except (TypeError, ValueError, OverflowError):
        amount = math.nan
    if not math.isfinite(amount):
        raise _no_amount(given, what)
    if amount < 0:
        raise bad(f"{what} cannot be negative, and {quoted(given)} is. {LIKE}")
    return amount


def _read(text: str, words: AmountWords) -> Told | None:
    text, only, periods = _stripped(_BETWEEN.sub(r"\1 to ", text), words)
    ends = _RANGE.fullmatch(text)
    if ends is None:
        low = high = _figure(text, "", words)
    else:
        bottom, _, of_low = _stripped(ends["low"], words)
        top, _, of_high = _stripped(ends["high"], words)
        low, high = _figure(bottom, top, words), _figure(top, bottom, words)
        only, periods = None, periods | of_low | of_high
    if low is None or high is None or len(periods) > 1:
        return None
    return Told(low, high, only, next(iter(periods), None))


def _stripped(
    text: str, words: AmountWords
) -> tuple[str, Literal["least", "most"] | None, set[Period]]:
    """The text without what stands around the figures, and what that says."""
    only: Literal["least", "most"] | None = None
    periods: set[Period] = set()
    while found := words.front.match(text) or words.behind.search(text):
        text = (text[: found.start()] + text[found.end() :]).strip()
        groups = found.groupdict()
        only = "least" if groups["least"] else "most" if groups["most"] else only
        period = groups.get("each") or groups.get("alone")
        periods |= {words.periods[period]} if period else set()
    return text, only, periods


def _figure(text: str, beside: str, words: AmountWords) -> Figure | None:
    """One figure; the other end of its range lends it a unit: 130-242k."""
    found = words.number.fullmatch(text)
    if found is None:
        return None
    unit = found["unit"]
    if unit is None and len(found["whole"]) <= 3 and (other := words.number.fullmatch(beside)):
        unit = other["unit"]
    # 190.000 may be a hundred and ninety dollars or thousands of them: nobody should guess.
    if unit is None and len(found["part"] or "") == 3 and len(found["whole"]) <= 3:
        return None
    whole = re.sub(r"[, ]", "", found["whole"])
    # Through the decimal digits, so that 1.1k is 1100 and not 1100.0000000000002.
    digits = round(math.log10(words.units[unit])) if unit else 0
    amount = float(f"{whole}.{found['part'] or 0}e{digits}")
    return Figure(amount, unit is None) if math.isfinite(amount) else None
