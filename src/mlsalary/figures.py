"""How figures are written: dollars, percent, years, percentiles, lists of words; and how a result
says which of its figures are dollars."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, TypeAlias

Dollars: TypeAlias = Annotated[float, "US dollars"]
"""The type of a field that holds dollars."""


class Amount(float):
    """Dollars where no type says so: in a row that is a dictionary, in a field of any type."""

    __slots__ = ()


def dollars(amount: float | None, *, sign: bool = False) -> str:
    """``$273,400``; with ``sign`` also ``+$1,200`` and ``-$300``; a dash for None."""
    if amount is None:
        return "-"
    rounded = round(amount)
    mark = "-" if rounded < 0 else "+" if sign and rounded > 0 else ""
    return f"{mark}${abs(rounded):,}"


def hundreds(amount: float | None) -> str:
    """Dollars to the nearest hundred: an estimate has no more digits than that."""
    return dollars(None if amount is None else round(amount, -2))


def next_hundred(amount: float) -> float:
    """Dollars up to the next hundred, so that what is asked for, once granted, is enough."""
    return -(-amount // 100) * 100


def thousands(amount: float) -> str:
    """``$273k``, ``$1.2M``: for the narrowest places."""
    if abs(amount) >= 999_500:
        return f"${amount / 1e6:.2f}M"
    return f"${amount / 1e3:.0f}k"


def percent(share: float, digits: int = 0, *, sign: bool = False) -> str:
    """``25%`` for 0.25; with ``sign`` also ``+25%``."""
    text = f"{share * 100:{'+' if sign else ''}.{digits}f}%"
    return text.replace("-0%", "0%").replace("+0%", "0%") if digits == 0 else text


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def month_name(month: str) -> str:
    """``May 2025`` for 2025-05."""
    return f"{_MONTHS[int(month[5:7]) - 1]} {month[:4]}"


_LONG_NAME = 20
"""Signs of an area's name from which it is shortened: Winston-Salem, NC stays as it is."""


def short_place(name: str) -> str:
    """``San Jose, CA`` for San Jose-Sunnyvale-Santa Clara, CA; other names stay as they are."""
    name = name.replace(" nonmetropolitan area", " (nonmetro)")
    cities, comma, states = name.partition(", ")
    if len(name) <= _LONG_NAME or not comma or not states.replace("-", "").isupper():
        return name
    return f"{re.split('[-/]', cities)[0]}, {states.partition('-')[0]}"


def years(value: float) -> str:
    """``5 years``, ``1 year``, ``2.5 years``."""
    return "1 year" if value == 1 else f"{value:g} years"


def listed(words: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def ordinal(percentile: float) -> str:
    """``62nd``; the ends of the scale are not numbered: ``bottom 1%``, ``top 1%``."""
    if percentile < 1:
        return "bottom 1%"
    if percentile > 99:
        return "top 1%"
    number = round(percentile)
    teen = 10 < number % 100 < 14
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def stands(percentile: float) -> str:
    """``at the 62nd percentile``, ``in the top 1%``."""
    said = ordinal(percentile)
    return f"in the {said}" if said.endswith("%") else f"at the {said} percentile"


def capital(text: str) -> str:
    """The text with a capital letter in front."""
    return text[:1].upper() + text[1:]
