"""The words that a rulebook knows: data/vocabulary.toml, and whatever else it has figures for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mlsalary.profile import FIELDS, Word
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.model import FIGURES, RUNGS, UNKNOWN
from mlsalary.rulebook.model import FILE as MODEL
from mlsalary.spelling import folded

FILE = "vocabulary.toml"
KINDS = {one.vocabulary: one.called for one in FIELDS if one.vocabulary}
"""The kinds of words, and what each is called."""
OF_OURS = {
    kind: tuple(Word(key, key) for key in keys)
    for kind, keys in (
        ("premiums", ("guide", "measured", "none")),
        ("bands", ("reported", "guide")),
    )
}
"""The kinds whose words are ours alone: no file adds to them."""


class Vocabulary(NamedTuple):
    """The words of each kind by their key, in order, and what is written for them.

    spellings: by kind, every way to write a word, folded as ``folded`` does, to the word.
    notes: by kind, those spellings that do not quite mean their word, and why they are read so.
    not_covered: by kind, what is understood and has no answer, and why.
    ambiguous: by kind, what may mean several words, and which.
    generalist, nowhere, nothing: what is written for no specialization, for no place, and for
    nothing at all in any field.
    """

    words: Mapping[str, tuple[Word, ...]]
    spellings: Mapping[str, Mapping[str, Word]]
    notes: Mapping[str, Mapping[str, str]]
    not_covered: Mapping[str, Mapping[str, str]]
    ambiguous: Mapping[str, Mapping[str, str]]
    generalist: frozenset[str]
    nowhere: tuple[str, ...]
    nothing: frozenset[str]

    @property
    def levels(self) -> tuple[Word, ...]:
        """Every level: the rungs that years lead through, then management."""
        return self.words["level"]

    @property
    def management(self) -> tuple[Word, ...]:
        """The levels that no years lead to."""
        return self.levels[len(RUNGS) :]

    @property
    def untold(self) -> frozenset[str]:
        """What is written where nothing is told of specializations, not even that none is."""
        return self.nothing - (self.generalist - {""})

    def listed(self, kind: str) -> str:
        """The keys of a kind for a help text, the two ladders parted by a semicolon."""
        ladders = (self.levels[: len(RUNGS)], self.management)
        parts = ladders if kind == "level" else (self.words[kind],)
        return "; ".join(", ".join(part) for part in parts)


@once_a_book
def vocabulary(book: Rulebook) -> Vocabulary:
    """The vocabulary of a rulebook."""
    table = book.toml(FILE)
    rows = {kind: list(_rows(book, table, kind)) for kind in KINDS if kind not in OF_OURS}
    words = {kind: tuple(_words(rows[kind], dict(_with_figures(book, kind)))) for kind in rows}
    spellings = {kind: dict(_spelled(words[kind], rows[kind])) for kind in rows}
    words |= OF_OURS
    spellings |= {kind: {str(word): word for word in own} for kind, own in OF_OURS.items()}
    notes: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    unsaid = {"", *map(folded, table["generalist"])}
    for guess in table.get("guess", ()):
        for spelling in map(folded, guess["spelled"]):
            if spelling in spellings[guess["of"]]:
                continue  # a word of its own in this rulebook
            notes[guess["of"]][spelling] = guess["note"]
            if guess["word"]:
                spellings[guess["of"]][spelling] = _word(words, guess)
            else:
                unsaid.add(spelling)
    apart = {name: _apart(table.get(name, ()), spellings) for name in ("not_covered", "ambiguous")}
    nothing = frozenset(("", *map(folded, table.get("nothing", ()))))
    return Vocabulary(
        words,
        spellings,
        notes,
        apart["not_covered"],
        apart["ambiguous"],
        frozenset(unsaid),
        tuple(table["nowhere"]),
        nothing,
    )


def _apart(
    rows: Sequence[Mapping[str, Any]], spellings: Mapping[str, Mapping[str, Word]]
) -> dict[str, dict[str, str]]:
    """By kind, spellings that stand for no word, and why; one that a rulebook knows is a word."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for row in rows:
        own = spellings[row["of"]]
        found[row["of"]] |= {
            spelling: row["why"] for spelling in map(folded, row["spelled"]) if spelling not in own
        }
    return found


def _word(words: Mapping[str, Sequence[Word]], guess: Mapping[str, Any]) -> Word:
    return next(word for word in words[guess["of"]] if word == guess["word"])


def _words(rows: Sequence[Mapping[str, Any]], figured: Mapping[str, str]) -> Iterator[Word]:
    """The words of these rows; one that has figures of its own is priced by them."""
    plain = {row["id"]: Word(row["id"], row["name"], row.get("short", "")) for row in rows}
    plain[UNKNOWN] = Word(UNKNOWN, "employer of unknown kind")
    for row in rows:
        like = None if row["id"] in figured else plain.get(row.get("like", ""))
        word = plain[row["id"]]
        yield Word(word, word.name, word.short, like) if like else word


def _spelled(
    words: Sequence[Word], rows: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, Word]]:
    for word, row in zip(words, rows, strict=True):
        for spelling in (word, *row.get("aliases", ())):
            yield folded(spelling), word


def _rows(book: Rulebook, table: dict[str, Any], kind: str) -> Iterator[Mapping[str, Any]]:
    """The rows of a kind, then a bare one for each further key that has figures."""
    rows: list[dict[str, Any]] = table.get(kind, [])
    if kind == "role" and not rows:  # a vocabulary that is older than roles
        rows = Rulebook.shipped().toml(FILE)[kind]
    yield from rows
    told = {row["id"] for row in rows}
    for key, name in _with_figures(book, kind):
        if key not in told:
            yield {"id": key, "name": name}


def _with_figures(book: Rulebook, kind: str) -> Iterator[tuple[str, str]]:
    """Keys that the rulebook has figures for, and a name for each."""
    if kind == "spec":
        for row in book.toml("guide/specializations.toml")["row"]:
            yield row["id"], row["title"]
    elif FIGURES.get(kind) == MODEL:
        for key in book.toml(MODEL)[kind]:
            if key != UNKNOWN:
                yield key, key.replace("-", " ")
