"""Job titles: the level, the specializations and the role that "Sr. ML Engineer II, NLP" tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from mlsalary.profile import Word
from mlsalary.reading.jobs import Job, is_other_trade, read_job
from mlsalary.reading.ladders import Ladder
from mlsalary.reading.meant import Meant
from mlsalary.reading.phrases import FILE, Phrases, Words, plain_words, segments
from mlsalary.reading.ranks import not_covered, own_ranks, read_rank
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.vocabulary import vocabulary

_KEPT_MOST = 100_000


class Title(NamedTuple):
    """What a title tells; nothing at all where it is no job of ours.

    ours: whether it is one. level, specs, role: None where it tells none. refused: why such a job
    is not covered, None where it is.
    """

    ours: bool
    level: Meant[Word] | None = None
    specs: Meant[tuple[Word, ...]] | None = None
    role: Meant[Word] | None = None
    refused: str | None = None

    def told(self) -> Iterator[tuple[str, Meant[Any]]]:
        """The fields of a profile that it tells."""
        for name, meant in (("level", self.level), ("spec", self.specs), ("role", self.role)):
            if meant is not None:
                yield name, meant


def read_title(text: str, ladder: Ladder | None, book: Rulebook) -> Title:
    """What the title of a job tells. ladder: of the company, where it has one.

    A file says the same title in many rows, beside other words: each is read once.
    """
    kept = _met(book)
    key = text, "" if ladder is None else str(ladder.row["id"])
    if key not in kept:
        if len(kept) >= _KEPT_MOST:
            kept.clear()
        kept[key] = _read(text, ladder, book)
    return kept[key]


@once_a_book
def _met(book: Rulebook) -> dict[tuple[str, str], Title]:
    return {}


def _read(text: str, ladder: Ladder | None, book: Rulebook) -> Title:
    parts = segments(text, book)
    ranks = [own_ranks(words, ladder) for words in parts]
    job = read_job(parts, ranks, book)
    if job.part < 0:
        return Title(ours=False)
    return Title(
        ours=True,
        level=read_rank(parts, job, ranks, ladder, book),
        specs=_specs(parts, book),
        role=Meant(job.role) if job.role else None,
        refused=not_covered(parts, job, book),
    )


def read_level_words(text: str, ladder: Ladder | None, book: Rulebook) -> Title:
    """What a text that was told as a level tells of it, job or not: ``Senior/Staff``."""
    told = read_title(text, ladder, book)
    parts = segments(text, book)
    if told.ours or not parts or is_other_trade(parts, book):
        return told
    job = Job(0, None, ())
    ranks = [own_ranks(words, ladder) for words in parts]
    level = read_rank(parts, job, ranks, ladder, book)
    return Title(ours=False, level=level, refused=not_covered(parts, job, book))


def _specs(parts: list[Words], book: Rulebook) -> Meant[tuple[Word, ...]] | None:
    """The specializations that a title names, in the order of the vocabulary."""
    known, phrases = vocabulary(book), _spec_words(book)
    found = [one.value for words in parts for one in phrases.found(words) if one.value.value]
    named = {one.value for one in found}
    ordered = tuple(spec for spec in known.words["spec"] if spec in named)
    notes = dict.fromkeys(one.note for one in found if one.note)
    return Meant(ordered, "; ".join(notes) or None) if ordered else None


@once_a_book
def _spec_words(book: Rulebook) -> Phrases[Meant[Word | None]]:
    table, known = book.toml(FILE), vocabulary(book)
    vague = table["reading"]["vague_specs"]
    told = [
        (text, Meant[Word | None](spec, known.notes["spec"].get(text)))
        for text, spec in known.spellings["spec"].items()
        if text not in vague
    ]
    traps = [(text, Meant[Word | None](None)) for text in table["traps"]["specs"]]
    return Phrases((plain_words(text, book), meant) for text, meant in (*told, *traps))
