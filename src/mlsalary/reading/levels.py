"""Levels: our words, a company's own (L5, SDE II), and what such words usually mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from mlsalary.profile import Word
from mlsalary.reading.meant import Meant
from mlsalary.reading.words import known_word, no_word
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.model import RUNGS
from mlsalary.spelling import folded
from mlsalary.vocabulary import vocabulary

FILE = "ladders.toml"
COMMON = "common"


def read_level(text: str, company: str | None, book: Rulebook) -> Meant[Word]:
    """The level that a word stands for: on the ladder of the company, else by itself, else as such
    a word is usually meant.

    NotFoundError ``level_not_found``, and ``level_not_covered`` for an intern.
    """
    own = companys_own(text, company, book)
    if own is not None:
        return own
    found = known_word("level", text, book)
    if found is not None:
        return found
    common = book.toml(FILE).get(COMMON)
    if common is not None and (level := on_ladder(common, text)):
        return Meant(_word(level, book), f"as such a word is usually meant; {_why(company, book)}")
    grade = _grade(text, book)
    if grade is None:
        raise no_word("level", text, book)
    return grade


def _why(company: str | None, book: Rulebook) -> str:
    """Why a word is not read on the ladder of the company."""
    if company is None:
        return "no company told"
    ladder = ladder_of(company, book)
    if ladder is None:
        return f"no ladder of {company} is known here"
    return f"it is not on {ladder.get('name', company)}'s ladder"


def _grade(text: str, book: Rulebook) -> Meant[Word] | None:
    """The level of ``Software Engineer II``: a plain role, and a grade in Roman figures."""
    role, _, grade = folded(text).rpartition("-")
    if not role or set(grade) - set("iv") or known_word("role", role, book) is None:
        return None
    return known_word("level", grade, book)


def companys_own(text: str, company: str | None, book: Rulebook) -> Meant[Word] | None:
    """The level that a word stands for on the ladder of the company; None where it says nothing."""
    ladder = ladder_of(company, book) if company else None
    level = on_ladder(ladder, text) if ladder else None
    if ladder is None or level is None:
        return None
    return Meant(_word(level, book), f"on {ladder.get('name', company)}'s ladder")


def checked_level(text: str, company: str, book: Rulebook) -> str | None:
    """The same for a fit: a name and a word that were checked against reported pay alone count."""
    ladder = ladder_of(company, book)
    if ladder is None:
        return None
    unchecked = ladder.get("unchecked", ())
    if folded(company) in map(folded, unchecked):
        return None
    kept = {level: [word for word in ladder[level] if word not in unchecked] for level in RUNGS}
    return on_ladder(kept, text)


def ladder_of(company: str, book: Rulebook) -> Mapping[str, Any] | None:
    """The row of a company, whatever it is called; None where there is none."""
    return _ladders(book).get(folded(company))


def on_ladder(ladder: Mapping[str, Any], said: str) -> str | None:
    """The rung that a company's own word stands for, None where its ladder does not say.

    "L5 Senior" is L5, but "SDE I" is not the beginning of "SDE II" or "SDE IV", nor "L5" of "L50".
    Words of several rungs, "L3-L4", say none.
    """
    begun, named = "", set[str]()
    for level in RUNGS:
        for word in ladder[level]:
            pattern = rf"(?<![a-z0-9]){re.escape(word)}(?![0-9iv])"
            for found in re.finditer(pattern, said.strip(), re.IGNORECASE):
                named.add(level)
                begun = begun or ("" if found.start() else level)
    return begun if begun and named == {begun} else None


@once_a_book
def _ladders(book: Rulebook) -> dict[str, Mapping[str, Any]]:
    return {
        folded(name): row
        for row in book.toml(FILE)["row"]
        for name in (row["id"], *row.get("aliases", ()))
    }


def foreseen(book: Rulebook) -> Iterable[tuple[str, str, str]]:
    """Every company's name and word as they are folded, and the level: what a table can join. No
    company is the usual meaning."""
    rows: dict[str, Mapping[str, Any]] = dict(_ladders(book))
    if COMMON in book.toml(FILE):
        rows[""] = book.toml(FILE)[COMMON]
    for company, row in rows.items():
        yield from ((company, folded(word), level) for level in RUNGS for word in row[level])


def _word(key: str, book: Rulebook) -> Word:
    return next(word for word in vocabulary(book).levels if word == key)
