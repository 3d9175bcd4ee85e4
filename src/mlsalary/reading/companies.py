"""Companies: their names as people write them, and what kind of employer each is."""

from __future__ import annotations

import re
from typing import NamedTuple

from mlsalary.profile import Word
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.company_names import bare_name, endings_pattern, name_key
from mlsalary.spelling import folded, nearest
from mlsalary.vocabulary import vocabulary

FILE = "companies.toml"
_KEPT_MOST = 100_000
_ENDS = ("begins", "ends")
_BRACKETS = re.compile(r"\s*\([^()]*\)")


class Company(NamedTuple):
    """name: as it is printed. employer: its kind, None where it is not known. note: how that is
    known."""

    name: str
    employer: Word | None
    note: str = "assumed from the company"


def read_company(text: str, book: Rulebook) -> Company | None:
    """The company of this name: one that is listed, or one whose name tells what it is, such as a
    university; None for any other, and where somebody else is said to employ."""
    met = _met(book)
    if text not in met:
        if len(met) >= _KEPT_MOST:
            met.clear()
        met[text] = _read(text, book)
    return met[text]


@once_a_book
def _met(book: Rulebook) -> dict[str, Company | None]:
    """A file names the same companies in many rows."""
    return {}


def _read(text: str, book: Rulebook) -> Company | None:
    said = bare_name(text, endings(book)).split("-")
    if not set(book.toml(FILE)["elsewhere"]).isdisjoint(said):
        return listed(book).get(company_key(text, book))
    if (found := _of_name(text, book)) is not None:
        return found
    return _by_name(text, book)


def _of_name(text: str, book: Rulebook) -> Company | None:
    """The listed company of a name as it stands, without what is in brackets or a domain's end, or
    of two names with a slash between."""
    ways = [text, _BRACKETS.sub("", text), text.casefold().removesuffix(".com")]
    for written in dict.fromkeys(ways):
        if (found := listed(book).get(company_key(written, book))) is not None:
            return found
    names = {listed(book).get(company_key(name, book)) for name in text.split("/")}
    return names.pop() if len(names) == 1 else None


def _by_name(text: str, book: Rulebook) -> Company | None:
    """The company that a name tells by what it begins or ends with."""
    said = f"-{bare_name(text, endings(book))}-"
    for kind, begins, ends in _telling(book):
        if said.startswith(begins) or said.endswith(ends):
            return Company(text, kind, "assumed from its name")
    return None


def near_companies(text: str, book: Rulebook) -> tuple[str, ...]:
    """Listed companies whose names come near to a text."""
    names = {key: company.name for key, company in listed(book).items()}
    return nearest(company_key(text, book), names)


def company_key(text: str, book: Rulebook) -> str:
    """A name as names are looked up: ``The Walt Disney Company`` is ``waltdisney``."""
    return name_key(text, endings(book))


@once_a_book
def endings(book: Rulebook) -> str:
    """A pattern for the legal forms at the end of a name."""
    return endings_pattern(book.toml(FILE)["endings"])


@once_a_book
def listed(book: Rulebook) -> dict[str, Company]:
    """Each company that is listed, by every name of it as names are compared."""
    kinds = {str(kind): kind for kind in vocabulary(book).words["employer"]}
    found = dict[str, Company]()
    for kind, companies in book.toml(FILE)["kinds"].items():
        for name, others in companies.items():
            company = Company(name, kinds.get(kind))
            for written in (name, *others):
                found.setdefault(company_key(written, book), company)
    return found


@once_a_book
def _telling(book: Rulebook) -> list[tuple[Word, tuple[str, ...], tuple[str, ...]]]:
    """Kinds of employer, and what a name begins or ends with that tells each."""
    kinds = {str(kind): kind for kind in vocabulary(book).words["employer"]}
    told = book.toml(FILE).get("by_name", {})
    return [
        (kinds[kind], *(tuple(f"-{folded(one)}-" for one in names[end]) for end in _ENDS))  # type: ignore[misc]
        for kind, names in told.items()
        if kind in kinds
    ]
