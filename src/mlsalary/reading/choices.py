"""What may stand in a field of a profile, for a shell or a form to offer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from mlsalary.profile import FIELDS
from mlsalary.rulebook import Rulebook
from mlsalary.vocabulary import vocabulary


class Choice(NamedTuple):
    """A value, and what it is, where its name does not say that."""

    value: str
    about: str = ""


FREE = ("years", "title")
"""The fields that any text may fill."""


def choices(field: str, typed: str, given: Mapping[str, str], book: Rulebook) -> Iterable[Choice]:
    """What may stand in a field where ``typed`` stands so far, whatever it begins with; nothing
    where any text may. given: what stands in the other fields."""
    if field == "level":
        return levels(given.get("company"), book)
    if field == "spec":
        return one_more(typed, words("spec", book))
    if field == "metro":
        return places(typed, book)
    if field == "state":
        return states(typed, book)
    if field == "company":
        return companies(typed, book)
    if field == "bls":
        return releases(book)
    if field == "as_of":
        return [Choice("now")]
    kind = next((one.vocabulary for one in FIELDS if one.name == field), None)
    return words(kind, book) if kind else ()


def words(kind: str, book: Rulebook) -> Iterator[Choice]:
    """The words of a kind."""
    for word in vocabulary(book).words[kind]:
        yield Choice(str(word), word.name if word.name != word else "")


def one_more(typed: str, values: Iterable[Choice]) -> Iterator[Choice]:
    """Values with commas between: what is typed before the last comma stays before each."""
    *told, last = typed.casefold().replace(";", ",").split(",")
    before = typed[: len(typed) - len(last.lstrip())]
    known = {one.strip() for one in told}
    for one in values:
        if one.value.casefold() not in known:
            yield Choice(f"{before}{one.value}", one.about)


def levels(company: str | None, book: Rulebook) -> Iterator[Choice]:
    """The words of the company's ladder, then those that hold for all."""
    if company:
        from mlsalary.reading.ladders import ladder_of

        ladder = ladder_of(company, book)
        for level in vocabulary(book).levels if ladder else ():
            yield from (Choice(word, level.name) for word in ladder.row.get(level, ()))  # type: ignore[union-attr]
    yield from words("level", book)


def places(typed: str, book: Rulebook) -> Iterator[Choice]:
    """Places that begin so."""
    from mlsalary.places.beginnings import places_beginning

    for name, area in places_beginning(typed, book):
        yield Choice(name, "" if area == name else area)


def states(typed: str, book: Rulebook) -> Iterator[Choice]:
    """States by their names; by their letters too, once something is typed."""
    rows = [*book.csv("states.csv").rows()]
    yield from sorted(Choice(name, letters) for letters, _, name in rows)
    if typed:
        yield from (Choice(letters, name) for letters, _, name in rows)


def companies(typed: str, book: Rulebook) -> Iterable[Choice]:
    """Companies by the name in print; by their other names where none begins so."""
    listed = {
        name: (kind, others)
        for kind, companies in book.toml("companies.toml")["kinds"].items()
        for name, others in companies.items()
    }
    start = typed.casefold()
    if any(name.casefold().startswith(start) for name in listed):
        return (Choice(name, listed[name][0]) for name in sorted(listed, key=str.casefold))
    return (Choice(other, name) for name, (_, others) in listed.items() for other in others)


def releases(book: Rulebook) -> Iterator[Choice]:
    """The releases that are there, by their years."""
    from mlsalary.rulebook import releases as known

    return (Choice(year, one.month) for year, one in known.releases(book).items())
