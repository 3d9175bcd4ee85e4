"""Specializations as people list them: "LLM; CV", "GenAI/NLP", "RAG and agents"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mlsalary.profile import Word
from mlsalary.reading.words import known_word
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import folded
from mlsalary.vocabulary import vocabulary

PARTED = r"\s*[,;/|+&]\s*|\s+and\s+|\s+[-–—]\s+"


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
    whole = folded(text)
    known = vocabulary(book)
    if whole in known.spellings["spec"] or whole in known.generalist:
        yield text
        return
    yield from filter(str.strip, re.split(PARTED, text, flags=re.IGNORECASE))
