"""Made-up people as exports have them, each with what is meant and what should become of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from messy_slips import misspelled, typed_wrong

TOLD: dict[str, Any] = tomllib.loads(Path(__file__).with_name("messy.toml").read_text("utf-8"))
COLUMNS = (
    *("years", "level", "company", "title", "metro", "zip", "spec", "degree", "employer", "as_of"),
    "pay",
)
"""What the people say of themselves, in our names."""
PLAIN = (*COLUMNS, "role")
"""What is said of them in plain keys."""

PLACE_REFUSED = frozenset(("place_not_found", "place_ambiguous", "place_abroad", "place_several"))
_SHORTEST = 4
"""Letters of a word that may be misspelled."""


@dataclass
class Person:
    """cells: as written. meant: the same in keys and plain figures. refused: the codes by one of
    which the row must be refused, none where it must be priced. said: codes that must stand in its
    warnings. slip: what was misspelled of its place, with which it may or may not be one."""

    cells: dict[str, str]
    meant: dict[str, str]
    refused: frozenset[str] = frozenset()
    said: set[str] = field(default_factory=set)
    slip: str | None = None


def people(count: int, seed: int) -> Iterator[Person]:
    """So many people; the same seed makes the same."""
    draw = Random(seed)
    for _ in range(count):
        yield _person(draw)


def _person(draw: Random) -> Person:
    person = Person(dict.fromkeys(COLUMNS, ""), dict.fromkeys(PLAIN, ""))
    _experience(draw, person)
    for name in ("degree", "employer", "spec"):
        key = draw.choice(["", *TOLD[name]])
        _put(person, name, draw.choice(TOLD[name][key]) if key else _nothing(draw), key)
        if key and draw.random() < 0.05:
            _misspell(draw, person, name)
    _title(draw, person)
    _kind_of_employer(person)
    _place(draw, person)
    _month(draw, person)
    _pay(draw, person)
    return person


def _put(person: Person, name: str, cell: str, meant: str = "") -> None:
    person.cells[name], person.meant[name] = cell, meant


def _nothing(draw: Random) -> str:
    return str(draw.choice(TOLD["words"]["nothing"]))


def _misspell(draw: Random, person: Person, name: str) -> None:
    """A slip in an optional word by which it is none; short words stay, and what means nothing."""
    cell = person.cells[name]
    if len(cell) < _SHORTEST or person.meant[name] == "none":
        return
    if wrong := misspelled(draw, name, cell, person.cells["company"]):
        _put(person, name, wrong)
        person.said = person.said - {f"{name}_read"} | {f"{name}_not_found"}


# Years and level ----------------------------------------------------------------------------------


def _experience(draw: Random, person: Person) -> None:
    kind = draw.random()
    _put(person, "years", _nothing(draw))
    if kind < 0.008:  # a third of them have a title that tells a level
        _put(person, "level", _nothing(draw))
        person.refused = frozenset(("years_or_level",))
    elif kind < 0.010:
        person.cells["years"] = draw.choice(TOLD["years"]["spreadsheet"])
        person.refused = frozenset(("bad_years",))
    elif kind < 0.012:
        person.cells["level"] = draw.choice(["Intern", "Internship", "internship"])
        person.refused = frozenset(("level_not_covered",))
    elif kind < 0.35:
        _level(draw, person)
    else:
        _years(draw, person)
        if kind < 0.75:
            _level(draw, person)
            if draw.random() < 0.05:
                _misspell(draw, person, "level")


def _years(draw: Random, person: Person) -> None:
    n, m, kind = draw.randrange(1, 21), draw.randrange(1, 5), draw.choice(_KINDS_OF_YEARS)
    cell = draw.choice(TOLD["years"][kind]).format(n=n, m=n + m, months=12 * n + 6)
    meant = {"middle": n + m / 2, "months": n + 0.5, "half": 0.5}.get(kind, float(n))
    _put(person, "years", cell, repr(meant))
    if kind in ("least", "middle") or cell.startswith(("<", "less", "Less")):
        person.said.add("years_read")


_KINDS_OF_YEARS = ("same", "same", "same", "same", "least", "middle", "months", "half")


def _level(draw: Random, person: Person) -> None:
    own = draw.random() < 0.3
    if own:
        company = draw.choice(TOLD["company"])
        person.cells["company"] = draw.choice(company["names"])
        ladder = {rung: company[rung] for rung in TOLD["common"]}
    else:
        person.cells["company"] = draw.choice([_nothing(draw), draw.choice(_COMPANIES)])
        ladder = TOLD["common"] if draw.random() < 0.2 else TOLD["level"]
    key = draw.choice(list(ladder))
    _put(person, "level", draw.choice(ladder[key]), key)
    if ladder is TOLD["common"]:
        person.said.add("level_read")


_COMPANIES: Sequence[str] = TOLD["words"]["companies"]


def _title(draw: Random, person: Person) -> None:
    kind = draw.random()
    if kind < 0.6:
        title = draw.choice(TOLD["title"])
        person.cells["title"] = title["text"]
        _told_by_title(person, title)
    elif kind < 0.65:
        person.cells["title"] = draw.choice(TOLD["words"]["other_titles"])
        person.said.add("title_not_read")


def _told_by_title(person: Person, title: dict[str, str]) -> None:
    """A title tells what no column does; a word that nobody knows tells nothing."""
    if "level" in title and not person.meant["level"] and "level_not_covered" not in person.refused:
        person.meant["level"] = title["level"]
        person.said.add("level_read")
        if "bad_years" in person.refused:
            person.said.add("bad_years")
        person.refused = frozenset()
    if "spec" in title and not person.meant["spec"] and person.cells["spec"].lower() != "none":
        person.meant["spec"] = title["spec"]
        person.said.add("spec_read")
    person.meant["role"] = title.get("role", "")


def _kind_of_employer(person: Person) -> None:
    """A company tells it where no column does, and what it pays itself."""
    company = person.cells["company"]
    if company in _COMPANIES:
        person.said.add("company_unknown")
    kinds = {name: one["kind"] for one in TOLD["company"] for name in one["names"]}
    called = {name: one["names"][0] for one in TOLD["company"] for name in one["names"]}
    person.meant["company"] = called.get(company, "")
    if company in kinds and not person.meant["employer"]:
        person.meant["employer"] = kinds[company]
        person.said.add("employer_read")


# Places -------------------------------------------------------------------------------------------


def _place(draw: Random, person: Person) -> None:
    kind, (city, state, letters, zip_code, code, alone) = draw.random(), draw.choice(_CITIES)
    known = {"city": city, "state": state, "letters": letters, "zip": zip_code, "code": code}
    if kind < 0.01:
        person.cells["metro"] = draw.choice(TOLD["places"]["abroad"])
        person.refused |= PLACE_REFUSED
        return
    if kind < 0.012:
        other = draw.choice([one for one in _CITIES if one[4] != code])
        sign = draw.choice(["; ", " or ", " | "])  # Washington / Baltimore is one market
        person.cells["metro"] = f"{city}, {letters}{sign}{other[0]}, {other[2]}"
        person.refused |= PLACE_REFUSED
        return
    if kind < 0.15:
        person.cells["metro"] = draw.choice(TOLD["places"]["nation"])
        return
    if kind < 0.25:
        state, letters = draw.choice(TOLD["places"]["states"])
        form = draw.choice(TOLD["places"]["state"])
        _put(person, "metro", form.format(state=state, letters=letters), state)
    elif kind < 0.35:
        person.meant["metro"] = f"cbsa:{code}"
        lost = draw.random() < 0.5  # as a spreadsheet writes a number
        person.cells["zip"] = zip_code.lstrip("0") if lost else zip_code
        return
    else:
        forms = TOLD["places"]["alone" if alone and kind < 0.55 else "in_state"]
        _put(person, "metro", draw.choice(forms).format(**known), f"cbsa:{code}")
    if draw.random() < 0.0125:  # of the four fifths that come here
        person.slip = person.cells["metro"]
        person.cells["metro"] = typed_wrong(draw, person.slip)
        person.refused |= PLACE_REFUSED if person.refused else frozenset()


_CITIES: Sequence[tuple[str, str, str, str, str, bool]] = TOLD["places"]["cities"]


# Month and pay ------------------------------------------------------------------------------------


def _month(draw: Random, person: Person) -> None:
    if draw.random() < 0.5:
        person.cells["as_of"] = _nothing(draw)
        return
    day = date(draw.choice([2023, 2024, 2025]), draw.randrange(1, 13), draw.randrange(1, 29))
    serial = (day - date(1899, 12, 30)).days
    forms = (
        *(f"{day:%Y-%m}", f"{day}", f"{day:%B %Y}", f"{day.month}/{day.day}/{day.year}"),
        *(f"{day:%b %d, %Y}", f"{day:%d-%b-%Y}", f"{day} 11:02:10", f"{day}T00:00:00Z"),
        *(f"{serial}", f"{day:%Y}", f"{day:%b-%y}"),
    )
    cell = draw.choice(forms)
    _put(person, "as_of", cell, f"{day:%Y}-07" if cell == f"{day:%Y}" else f"{day:%Y-%m}")


def _pay(draw: Random, person: Person) -> None:
    if draw.random() < 0.1:
        unread = draw.choice(["nothing", "other"])
        person.cells["pay"] = draw.choice(TOLD["pay"][unread]).format(k=150, dollars=150_000)
        person.said |= {"pay_not_read"} if unread == "other" else set()
        return
    k, half = draw.randrange(90, 400), draw.randrange(5, 20)
    low, high = k - half, k + half
    figures = {"dollars": 1000 * k, "k": k, "hour": 1000 * k / 2080, "month": k / 12}
    figures |= {"low": 1000 * low, "high": 1000 * high, "lowk": low, "highk": high}
    _put(person, "pay", draw.choice(TOLD["pay"]["read"]).format(**figures), str(1000 * k))
