"""The lines of the index of names, made from the files that a person edits."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from mlsalary.errors import BadDataError
from mlsalary.places.names import key, title_cities, title_states
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import Area, areas
from mlsalary.spelling import quoted

HEADER = ("key", "role", "code", "states", "name")
FORMER = "former_areas.csv"
DISTRICTS = "districts.toml"
Row = Sequence[str]


def index(book: Rulebook) -> bytes:
    """The index, its lines in the order of their bytes."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(_rows(book))
    lines = sorted(set(out.getvalue().encode().splitlines(keepends=True)))
    return ",".join(HEADER).encode() + b"\n" + b"".join(lines)


def outside(book: Rulebook) -> dict[str, str]:
    """State letters -> the code for its places outside every metro: its nonmetropolitan area where
    it has exactly one, else the state."""
    nonmetro = defaultdict(list)
    for one in areas(book):
        if one.kind == "nonmetro" and one.state:
            nonmetro[one.state].append(one.code)
    return {
        state: nonmetro[state][0] if len(nonmetro[state]) == 1 else fips
        for state, fips, _ in book.csv("states.csv").rows()
    }


def _rows(book: Rulebook) -> Iterator[Row]:
    by_code = {one.code: one for one in areas(book)}
    yield from _of_today(by_code.values(), book.toml("places.toml")["titles"]["hyphenated"])
    yield from _nicknames(book, by_code)
    yield from _earlier(book, by_code)
    yield from _joined(book)
    yield from _districts(book)


def _districts(book: Rulebook) -> Iterator[Row]:
    """Parts of cities and of states, with the area of the city; those that are known without their
    state are nicknames."""
    table = book.toml(DISTRICTS)
    for city, parts in table["districts"].items():
        code, state = _home(book, city)
        for name in parts:
            yield key(name), "district", code, state, f"{name}, {state}"
    for name, city in table["alone"].items():
        yield key(name), "nickname", _home(book, city)[0], "", ""
    for name, row in table["regions"].items():
        yield name, "district", row["code"], "-".join(row["states"]), name
        if row.get("alone"):
            yield name, "nickname", row["code"], "", ""


def _home(book: Rulebook, city: str) -> tuple[str, str]:
    """The area and the state of ``Boston, MA``."""
    name, _, state = city.rpartition(", ")
    rows = book.csv("places.csv").starting(f"{key(name)},{state},")
    if not rows:
        said = f"{book.path(DISTRICTS)}: {quoted(city)} is not a place in places.csv. Fix the line."
        raise BadDataError("bad_rulebook", said)
    return max(rows, key=lambda row: int(row[4]))[2], state


def _joined(book: Rulebook) -> Iterator[Row]:
    """The letters of names of several words: ``elsegundo`` is ``el segundo``."""
    for name in {row[0] for row in book.csv("places.csv").rows()}:
        if " " in name:
            yield name.replace(" ", ""), "joined", "", "", name


def _of_today(published: Iterable[Area], hyphenated: Sequence[str]) -> Iterator[Row]:
    for one in published:
        states = "-".join(title_states(one.name) or filter(None, [one.state]))
        if one.kind == "state":
            for text in (one.name, one.state or ""):
                yield key(text), "state", one.code, states, one.name
        elif one.kind != "national":  # the vocabulary says what means the nation
            yield key(title_cities(one.name)), "name", one.code, states, one.name
        if one.kind == "metro":
            first, *rest = map(key, title_city_names(one.name, hyphenated))
            yield first, "lead", one.code, states, one.name
            for count in range(1, len(rest)):
                yield " ".join([first, *rest[:count]]), "lead", one.code, states, one.name
            for city in rest:
                yield city, "principal", one.code, states, one.name


def _nicknames(book: Rulebook, by_code: dict[str, Area]) -> Iterator[Row]:
    table = book.toml("nicknames.toml")
    of_state = {one.state: one for one in by_code.values() if one.kind == "state"}
    for text, letters in table.get("states", {}).items():
        if letters not in of_state:
            raise _no_state(book, "nicknames.toml", letters)
        yield key(text), "state", of_state[letters].code, letters, of_state[letters].name
    for text, row in table.get("areas", {}).items():
        code, note = (row, "") if isinstance(row, str) else (row["code"], row["note"])
        yield key(text), "nickname", code, "", " ".join(note.split())


def _earlier(book: Rulebook, by_code: dict[str, Area]) -> Iterator[Row]:
    """Earlier titles and codes, and micropolitan areas, which BLS folds into the rest of their
    state."""
    current = {(key(title_cities(one.name)), one.code) for one in by_code.values()}
    known = set(by_code)
    earlier = sorted({(code, now, name) for code, name, now, *_ in book.csv(FORMER).rows()})
    for _, now, name in earlier:
        title = key(title_cities(name))
        if (title, now) not in current:
            yield title, "former", now, "-".join(title_states(name)), name
    for code, now, name in earlier:
        if code not in known:
            known.add(code)
            yield code, "code", now, "", name
    rest = outside(book)
    for code, state in book.csv("micropolitan.csv").rows():
        if state not in rest:
            raise _no_state(book, "micropolitan.csv", state)
        if code not in known:
            yield code, "code", rest[state], state, "a micropolitan area"


def title_city_names(title: str, hyphenated: Sequence[str]) -> list[str]:
    """``Dallas-Fort Worth-Arlington, TX`` -> Dallas, Fort Worth, Arlington. hyphenated: the names
    that have a hyphen of their own."""
    cities = re.sub(r"--|/", "-", title_cities(title))
    for name in hyphenated:
        cities = cities.replace(name, name.replace("-", "\0"))
    return [part.replace("\0", "-") for part in cities.split("-")]


def _no_state(book: Rulebook, name: str, letters: str) -> BadDataError:
    said = f"{book.path(name)}: {quoted(letters)} is not a state that has figures. Fix the line."
    return BadDataError("bad_rulebook", said)
