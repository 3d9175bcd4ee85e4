"""What the pages of tables show of a row: one function a kind of cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from mlsalary.figures import dollars, percent, short_place

if TYPE_CHECKING:
    from mlsalary.tables.result import Row

Shown: TypeAlias = "Callable[[Row], str]"

OCCUPATIONS = {
    "15-1221": "researchers",
    "15-1252": "developers",
    "15-2051": "data scientists",
    "place": "any place",
}
"""What an occupation is called where room is short, by its SOC code."""
_UNITS = {"usd/hour": "an hour", "usd/conference": "a conference", "usd once": "once"}
"""What is said behind an amount that is not one of a year."""


def text(key: str) -> Shown:
    """What stands there, or nothing."""
    return lambda row: "" if row.get(key) is None else str(row[key])


def money(key: str) -> Shown:
    """US dollars."""
    return lambda row: dollars(row.get(key))


def count(key: str) -> Shown:
    """A number of people, reports or areas."""
    return lambda row: "" if row.get(key) is None else f"{row[key]:,.0f}"


def factor(key: str) -> Shown:
    """A factor to two decimals."""
    return lambda row: "" if row.get(key) is None else f"{row[key]:.2f}"


def index(key: str) -> Shown:
    """An index of which the nation's is 100, or a dash."""
    return lambda row: "-" if row.get(key) is None else f"{row[key]:.1f}"


def stand_in(row: Row) -> str:
    """The part of the state whose prices stand in for an area's own, or that none does."""
    if row["part"] is None:
        return "no parity"
    return "" if row["part"] == "whole" else f"{row['part']} portion"


def joined(key: str, most: int | None = None) -> Shown:
    """Words, the first few where not all are asked for."""

    def shown(row: Row) -> str:
        words = list(row.get(key) or ())
        more = len(words) - most if most is not None else 0
        return ", ".join([*words[:most], f"{more} more"] if more > 0 else words)

    return shown


def place(key: str) -> Shown:
    """The short name of an area."""
    return lambda row: short_place(str(row[key]))


def occupation(key: str) -> Shown:
    """Who is meant by a SOC code."""
    return lambda row: OCCUPATIONS.get(str(row[key]), str(row[key]))


def span(low: str = "low", high: str = "high", open_: str = "open") -> Shown:
    """Two ends in the row's own unit: ``$100,000 to $130,000``, ``4 to 6 years``."""

    def shown(row: Row) -> str:
        ends = [end for end in (row.get(low), row.get(high)) if end is not None]
        if not ends:
            return "no figure"
        more = "+" if row.get(open_) or row.get(high) is None else ""
        unit = str(row.get("unit", "usd/year"))
        said = " to ".join(_bare(end, unit) for end in dict.fromkeys(ends)) + more
        behind = "" if isinstance(ends[0], str) else _UNITS.get(unit, _own(unit))
        return f"{said} {behind}".strip()

    return shown


def _own(unit: str) -> str:
    """A unit that is said as it stands, such as years."""
    return "" if unit == "ratio" or unit.startswith("usd") else unit


def _bare(amount: Any, unit: str) -> str:
    if isinstance(amount, str):
        return amount
    if unit == "ratio":
        return percent(amount)
    if unit == "usd/hour":
        return f"${amount:,.2f}"
    return dollars(amount) if unit.startswith("usd") else f"{amount:g}"


def in_row_unit(key: str) -> Shown:
    """An amount of a year or of an hour."""
    return lambda row: "-" if row.get(key) is None else _bare(row[key], row["unit"])


def titled(row: Row) -> str:
    """An occupation, and whether its wages are those of an hour."""
    return f"{row['title']}, hourly" if row["unit"] == "usd/hour" else str(row["title"])


def cited(row: Row) -> str:
    """The source and the guide's own reference numbers."""
    numbers = "".join(f"[{number}]" for number in row.get("citations", ()))
    return f"{row['source']} {numbers}".strip()


def experience_years(row: Row) -> str:
    """The years of a level."""
    return (
        f"{row['years_low']} to {row['years_high']}"
        if "years_high" in row
        else f"{row['years_low']}+"
    )


def peg(row: Row) -> str:
    """The percentiles of BLS that a band moves with: ``p50 to p75, developers``."""
    low, high = row["peg_low"], row["peg_high"]
    ends = dict.fromkeys((low["percentile"], high["percentile"]))
    beyond = "beyond " if low.get("beyond") else ""
    return f"{beyond}{' to '.join(ends)}, {OCCUPATIONS[low['occupation']]}"


def stated(row: Row) -> str:
    """What the guide says of a specialization, in the form that it says it."""
    match row["stated"]:
        case "premium":
            return f"+{span()(row)}"
        case "percentiles":
            return f"{row['low']} to {row['high']}, {OCCUPATIONS[row['occupation']]}"
        case "floor":
            return f"{dollars(row['base_low'])} or more"
        case _:
            return span("base_low", "base_high")(row)


def evidence(row: Row, *, errors: bool) -> str:
    """What others measured, with the standard error in points where it is asked for."""
    said = []
    for found in row.get("evidence", ()):
        if found["spec"] == "*":
            continue
        effect = found.get("effect")
        ends = [effect] if effect is not None else [found["low"], found["high"]]
        amount = " to ".join(percent(end, sign=True) for end in ends)
        error = found.get("standard_error") if errors else None
        within = f" (standard error {error * 100:.0f})" if error is not None else ""
        said.append(f"{amount}{within} {found['source']}")
    return "; ".join(said) or "not measured"


def guide_mean(row: Row) -> str:
    """The guide's mean, beside that of BLS or alone."""
    side = row.get("guide")
    if side:
        return dollars(side["value"])
    return dollars(row["mean"]) if "mean" in row and "developers_mean" not in row else "-"


def employer(row: Row) -> str:
    """An example of a kind of employer and how many more there are, or what it is."""
    if not row["examples"]:
        return str(row["about"]).partition(",")[0]
    return f"{row['examples'][0]} and {row['companies'] - 1} more"
