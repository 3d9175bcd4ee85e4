"""model.toml as text: constants rounded to what they are known to, comments, no row of data."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from mlsalary.results import Evidence

_DIGITS = 3  # of a value without a standard error
_ERROR_DIGITS = 2
_LEAST_ERROR = (
    1e-3  # of a value: below it the constant does not vary: it is a measure that others are told in
)

HEAD = """\
# The constants of the rules, written by `mlsalary fit`: to change one, fit again, or lay a file of
# your own over this one. A constant is { value, error, kind }: its standard error where it has one
# (over bootstrap samples of the reports), and fitted (unless said), cited or assumed. What is
# assumed is carried over from the file before. Logs are natural; a spread is the standard deviation
# of log pay among people.
"""
COMMENTS = {
    "fitted": """\
# What the constants were fitted to: usable reports behind each group, their months, the SHA-256 of
# the file. kept: groups of which the file said nothing, and which stand as before.""",
    "levels": """\
# P(level at most k) = 1 / (1 + exp(slope x ln(1 + years) - up_to_k)).""",
    "place": """\
# ln factor = elasticity x ln(wage / reference), in US dollars on the guide's scale. The wage is the
# guide's, counted guide_weight, and BLS's; one alone where the other has none. BLS's is bls_scale x
# (wage / the nation's) ^ bls_slope, of software developers, counted developers_weight, and data
# scientists. elsewhere: ln factor for areas that are none of the metros below.""",
    "place.metro": """\
# Metros with least_reports or more: the ln factor that they report and its standard error. Used is
# its mean with the one above, `reports` against `pooling`.""",
    "doubt": """\
# Standard deviations of ln p50: of the middle that years give, of what stands in for a metro's
# wage; band: half of what parts a level's band and the pay reported at that level.""",
    "spread": """\
# By level; years alone lie in straight lines between the levels' usual years, times `elsewhere`
# where the area is none of the metros above, or not told.""",
    "total": """\
# What is paid beyond base, as a share of base, at big technology companies where the place's factor
# is 1; it grows with the place's factor to the power of place_elasticity.""",
    "degree": """\
# ln of the factor on base. The PhD at entry is the guide's own band, whatever stands here.""",
    "employer.unknown": """\
# base: ln of the factor on base. spread, total_spread: factors on the spreads. share: factor on
# what is paid beyond base. bonus_part: the bonus in that. illiquid: a yearly grant that cannot be
# sold, in shares of the level's. Unknown is the mix of big-tech and tech in the reports.""",
}


class Head(NamedTuple):
    """What a model was fitted to."""

    dollars: str
    sources: tuple[str, ...]
    rows: Mapping[str, int]
    start: str
    end: str
    digest: str
    kept: tuple[str, ...]

    @classmethod
    def of(cls, table: dict[str, Any]) -> Head:
        """The head of a model that is there."""
        told = table["fitted"]
        return cls(
            table["dollars"],
            tuple(table["sources"]),
            told["rows"],
            told["start"],
            told["end"],
            told["digest"],
            tuple(told["kept"]),
        )


def filled(
    before: dict[str, Any],
    values: Mapping[str, float],
    errors: Mapping[str, float],
    metros: list[dict[str, Any]],
    head: Head,
) -> dict[str, Any]:
    """The table of a model: ``before`` with these values, rounded, and these metros."""
    told = {
        "rows": dict(head.rows),
        "start": head.start,
        "end": head.end,
        "digest": head.digest,
        "kept": list(head.kept),
    }
    table: dict[str, Any] = {"dollars": head.dollars, "sources": list(head.sources), "fitted": told}
    for section, inside in before.items():
        if section not in table:
            table[section] = _changed(section, inside, values, errors)
    if "place" not in head.kept:
        place = {name: each for name, each in table["place"].items() if name != "metro"}
        table["place"] = place | {"metro": [_rounded_row(row) for row in metros]}
    return table


def _changed(name: str, here: Any, values: Mapping[str, float], errors: Mapping[str, float]) -> Any:
    if not isinstance(here, dict):
        return here
    if "value" in here:
        if name not in values:
            return here
        return _rounded(values[name], errors.get(name, 0.0))
    return {key: _changed(f"{name}.{key}", each, values, errors) for key, each in here.items()}


def _rounded_row(row: dict[str, Any]) -> dict[str, Any]:
    rounded = _rounded(row["log_factor"], row["error"])
    return row | {"log_factor": rounded["value"], "error": rounded["error"]}


def _rounded(value: float, error: float) -> dict[str, float]:
    """A constant: its standard error to two digits and itself to the last of them.

    What varies less on another machine's arithmetic than between samples of people is not written.
    """
    if error <= _LEAST_ERROR * abs(value):
        return {"value": _to(value, _last_digit(value, _DIGITS))}
    last = _last_digit(error, _ERROR_DIGITS)
    return {"value": _to(value, last), "error": _to(error, last)}


def _last_digit(value: float, digits: int) -> int:
    """The decimal place, counted after the point, of a number's last significant digit."""
    return digits - 1 - math.floor(math.log10(abs(value))) if value else 0


def _to(value: float, decimals: int) -> float:
    return round(value, decimals) + 0.0 if decimals > 0 else round(round(value, decimals))


def constants(
    table: dict[str, Any], name: str = ""
) -> Iterator[tuple[str, float, float | None, Evidence]]:
    """Every constant of a model: dotted name, value, standard error, kind."""
    for key, each in table.items():
        dotted = f"{name}.{key}" if name else key
        if isinstance(each, dict) and "value" in each:
            yield dotted, each["value"], each.get("error"), each.get("kind", "fitted")
        elif isinstance(each, dict) and dotted != "fitted":
            yield from constants(each, dotted)


def text(table: dict[str, Any]) -> str:
    """The file."""
    lines = [HEAD.rstrip()]
    lines += [
        f"{key} = {_literal(each)}" for key, each in table.items() if not isinstance(each, dict)
    ]
    for key, each in table.items():
        if isinstance(each, dict):
            lines += _section(key, each)
    return "\n".join(lines) + "\n"


def _section(name: str, table: dict[str, Any]) -> Iterator[str]:
    """A table: its own entries first, then the tables in it, then its rows."""
    own = {key: each for key, each in table.items() if _is_entry(each)}
    yield ""
    if name in COMMENTS:
        yield COMMENTS[name]
    if own or name in COMMENTS:
        yield f"[{name}]"
        yield from (f"{key} = {_literal(each)}" for key, each in own.items())
    for key, each in table.items():
        if isinstance(each, dict) and key not in own:
            yield from _section(f"{name}.{key}", each)
        elif isinstance(each, list) and key not in own:
            yield from _rows(f"{name}.{key}", each)


def _is_entry(each: Any) -> bool:
    """Whether it is written on one line: a constant, a scalar, a plain list or a plain table."""
    if isinstance(each, dict):
        return not any(isinstance(inside, dict) for inside in each.values())
    return not (isinstance(each, list) and any(isinstance(one, dict) for one in each))


def _rows(name: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield ""
        if not number and name in COMMENTS:
            yield COMMENTS[name]
        yield f"[[{name}]]"
        yield from (f"{key} = {_literal(each)}" for key, each in row.items())


def _literal(value: Any) -> str:
    """A TOML value on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_literal(each)}" for key, each in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_literal(each) for each in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value)
