"""Specializations as people list them: "LLM; CV", "GenAI/NLP", "RAG and agents"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mlsalary.profile import Word
from mlsalary.reading.words import known_word
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import folded
from mlsalary.vocabulary import vocabulary

PARTED = (r"[,;|]", r"[/+&()]|\s+and\s+|\s+[-–—]\s+")
"""What parts the words of a list, and what may also stand within one: C++, speech and audio."""

AROUND = " \t\n[]'\""
"""What a list of a program has around its words: ['nlp', 'cv']."""


class Specs(NamedTuple):
    """value: each specialization once, in the order of the vocabulary. note: how a word that does
    not quite mean its own was read. unknown: the words that mean none."""

    value: tuple[Word, ...]
    note: str | None
    unknown: tuple[str, ...]


def read_specs(texts: Iterable[str], book: Rulebook) -> Specs:
    """Each specialization that the texts name; a whole text counts before its parts."""
    known = vocabulary(book)
    found, notes, unknown = set[Word](), list[str](), list[str]()
    for text in texts:
        for part in _parts(text, book):
            if (meant := known_word("spec", part, book)) is not None:
                found.add(meant.value)
            elif folded(part) not in known.generalist | known.nothing:
                unknown.append(part)
            if note := known.notes["spec"].get(folded(part)):
                notes.append(f"{part}: {note}")
    ordered = tuple(one for one in known.words["spec"] if one in found)
    return Specs(ordered, "; ".join(dict.fromkeys(notes)) or None, tuple(unknown))


def _parts(text: str, book: Rulebook) -> Iterator[str]:
    for part in _split([text], PARTED, book):
        if plain := part.strip(AROUND):
            yield plain


def _split(texts: Iterable[str], signs: Sequence[str], book: Rulebook) -> Iterator[str]:
    """The texts; each that is no word as it stands is parted at the first sign, then the next."""
    known = vocabulary(book)
    for text in texts:
        whole = folded(text.strip(AROUND))
        if (
            not signs
            or whole in known.spellings["spec"]
            or whole in known.generalist | known.nothing
        ):
            yield text
        else:
            yield from _split(re.split(signs[0], text, flags=re.IGNORECASE), signs[1:], book)
