"""Names of places packed: one row for an area and its state, two fifths of the text.

A row has sections with ``|`` between. A section begins with three characters. Of ZIP codes they are
the first three digits. Else the first is a letter for how its names match, and the others stand
behind each of them, its state, or ``--`` for nothing. Then come the names with commas between; a
``+`` behind one says that it means the same alone. The commonest pieces of all this are one
character each.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from string import ascii_lowercase
from typing import Any

from mlsalary.frame import aliases
from mlsalary.frame.kept import kept
from mlsalary.frame.lookup import Lookup
from mlsalary.rulebook import Rulebook
from mlsalary.sql.ddl import NAMED
from mlsalary.sql.packing import PACKED, each, in_dialect, one_of

NAME = "packed_places"
SECTIONS = "sections"
_BETWEEN, _COMMA, _ALONE, _NOTHING = "|", ",", "+", "--"
_HEAD, _TAIL = 3, 3  # characters: of a section before its names, of a state behind a name
_AT_ONCE = 10  # pieces: SQL that is nested deeper is too deep for some who read it
_DIGITS, _ZIP = 5, "zip"
PIECES = {
    "A": " county",
    "B": "+,",
    "C": " airport",
    "D": "ville",
    "E": "on",
    "F": "er",
    "G": " area,",
    "H": "an",
    "I": "in",
    "J": "or",
    "K": "ar",
    "L": "st",
    "M": "al",
    "N": "en",
    "O": ",3",
    "P": ",4",
    "Q": ",2",
    "R": "greatF ",
    "S": ",5",
    "T": "e,",
    "U": ",1",
    "V": "e ",
    "W": "el",
    "X": "ill",
    "Y": ",6",
    "Z": "ro",
    "#": ",0",
    "(": "metZpoli",
    ")": ",c",
    "*": ",7",
    "/": "la",
    "=": " city",
    "@": "th",
    "[": "s,",
    "]": "re",
    "^": "le",
    "~": "ch",
    ".": "E,",
    "_": "wood",
}
"""A character that is in no name, and what it stands for, which may hold those before it."""


def kept_places(book: Rulebook) -> Lookup:
    """The aliases of a rulebook, packed."""
    content = json.loads(kept(book, made_from(book), aliases.files(book), table))
    name, keys, columns, types = content
    return Lookup(name, tuple(keys), columns, types)


def table(book: Rulebook) -> bytes:
    """The same as JSON, made anew."""
    return written(aliases.aliases(book))


def written(places: Lookup) -> bytes:
    """The same of these aliases."""
    found = packed_places(places)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def made_from(book: Rulebook) -> str:
    """The key that they are kept by."""
    return aliases.made_from(book, NAME)


def packed_places(places: Lookup) -> Lookup:
    """The look-up with one row for each area and state."""
    names, *values = places.columns.values()
    key, *others = places.columns
    letters = _letters(places)
    zips = letters.get(_ZIP)
    meant = dict(zip(names, zip(*values, strict=True), strict=True))
    # a word of two letters stands behind, as a state's do
    stated = {name for name in names if name[-_TAIL:-2] == " " and name[-2:].isalpha()}
    said = dict[str, str]()  # what means the same alone -> the name with a state that says so
    for name in stated:
        alone = name[:-_TAIL]
        if alone not in stated and meant.get(alone) == meant[name]:
            said[alone] = max(name, said.get(alone, name))
    areas = defaultdict[Any, Any](lambda: defaultdict(list))
    of = {one: (areas[one[:-1]], letters[one[-1]]) for one in dict.fromkeys(meant.values())}
    for name, meaning in meant.items():
        sections, letter = of[meaning]
        if name in stated:
            alone = name[:-_TAIL]
            marked = said.get(alone) == name
            sections[letter + name[-2:]].append(alone + _ALONE if marked else alone)
        elif letter == zips and len(name) == _DIGITS and name.isdecimal():
            sections[name[:_HEAD]].append(name[_HEAD:])
        elif name not in said:
            sections[letter + _NOTHING].append(name)
    texts = (
        _BETWEEN.join(head + _COMMA.join(some) for head, some in sections.items())
        for sections in areas.values()
    )
    whole = "\n".join(texts)
    for character, piece in PIECES.items():
        whole = whole.replace(piece, character)
    rows = [(text, *place) for text, place in zip(whole.split("\n"), areas, strict=True)]
    return Lookup.of(f"{PACKED}{places.name}", [key], others[:-1], rows)


def unpacked_places(
    places: Lookup, dialect: str, named: Callable[[str], Any]
) -> list[tuple[str, str]]:
    """Steps, each with its name, that give the look-up as it was; the last bears its name.

    named: the name of a look-up -> its table.
    """
    key, *others, match = (f'"{name}"' for name in places.columns)
    values = ", ".join(f"p.{name}" for name in others)
    pieces = list(reversed(PIECES.items()))
    steps, source = list[tuple[str, str]](), named(f"{PACKED}{places.name}").sql("trino")
    for start in range(0, len(pieces), _AT_ONCE):
        text = f"p.{key}"
        for character, piece in pieces[start : start + _AT_ONCE]:
            text = f"REPLACE({text}, '{character}', '{piece}')"
        written = f"written_{len(steps) + 1}"
        steps.append((written, f"SELECT {text} AS {key}, {values} FROM {source} AS p"))
        source = f'"{NAMED}{written}"'
    one = one_of("s")
    sections = (
        f"SELECT SUBSTRING({one}, 1, 1) AS form, SUBSTRING({one}, 2, 2) AS state,"
        f" SUBSTRING({one}, {_HEAD + 1}) AS names, {values}"
        f" FROM {source} AS p {each(f'p.{key}', _BETWEEN, 's')}"
    )
    name = one_of("k")
    bare = f"REPLACE({name}, '{_ALONE}', '')"
    told = "".join(f" WHEN '{one}' THEN '{how}'" for how, one in _letters(places).items())
    rest = (
        f"{values}, CASE p.form{told} ELSE '{_ZIP}' END AS {match}"
        f' FROM "{NAMED}{SECTIONS}" AS p {each("p.names", _COMMA, "k")}'
    )
    names = (
        f"SELECT CASE WHEN p.form <= '9' THEN CONCAT(p.form, p.state, {name})"
        f" WHEN p.state = '{_NOTHING}' THEN {bare} ELSE CONCAT({bare}, ' ', p.state) END AS {key},"
        f" {rest} UNION ALL SELECT {bare} AS {key}, {rest} WHERE {name} LIKE '%{_ALONE}'"
    )
    steps += [(SECTIONS, sections), (places.name, names)]
    return [(f"{NAMED}{name}", in_dialect(step, dialect)) for name, step in steps]


def _letters(places: Lookup) -> dict[str, str]:
    """How a name matches -> its letter."""
    *_, matches = places.columns.values()
    return dict(zip(sorted(set(matches)), ascii_lowercase, strict=False))
