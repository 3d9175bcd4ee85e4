"""Words of seniority among the words of a title: senior, staff, head of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from mlsalary.figures import listed
from mlsalary.profile import Word
from mlsalary.reading.jobs import Job
from mlsalary.reading.meant import Meant
from mlsalary.reading.phrases import FILE, GRADES, Found, Phrases, Words, plain_words
from mlsalary.reading.role_words import role_phrases
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.model import RUNGS
from mlsalary.spelling import folded
from mlsalary.vocabulary import vocabulary

Rank = Meant[Word | None]
"""A level and its note; None for words that only look like one."""


class Said(NamedTuple):
    """A word of seniority, the level that it usually means, and its note."""

    text: str
    level: Word
    note: str | None = None


class Seniority(NamedTuple):
    """every: the words of the part that names the job. here: those of them that tell a level
    without a ladder. beside: the words of each part that is about the level alone."""

    every: tuple[Said, ...]
    here: tuple[Said, ...]
    beside: tuple[tuple[Said, ...], ...]


def seniority(parts: Sequence[Words], job: Job, book: Rulebook) -> Seniority:
    """The words of seniority of a title."""
    found = [level_phrases(book).found(words) for words in parts]
    words, every = parts[job.part], found[job.part]
    beside = (
        _said(part, _alone(part, found[number], book))
        for number, part in enumerate(parts)
        if number != job.part
    )
    return Seniority(
        _said(words, every), _said(words, _counting(words, every, job, book)), tuple(beside)
    )


def level_said(said: Sequence[Said], job: Job, book: Rulebook) -> Meant[Word] | None:
    """The level of words of seniority; of several the last in the order of titles.toml."""
    if not said:
        return None
    reading: dict[str, Any] = book.toml(FILE)["reading"]
    order: list[str] = reading["order"]
    named = [one for one in said if one.text.rpartition(" ")[2] in reading["nouns"]]
    said = [one for one in said if one.level not in RUNGS] if named else said
    most = max(said, key=lambda one: order.index(one.level))
    by_role = any(one.value.kind == "role" for one in job.named)
    if by_role and most.level in reading["with_role"]:
        level = reading["with_role"][most.level]
        return Meant(level_word(level, book), reading["with_role_note"])
    keys = sorted({str(one.level) for one in said}, key=order.index)
    several = f"the highest of {listed(keys)}" if len(keys) > 1 else None
    return Meant(most.level, several or most.note)


def rank_of(words: Words, book: Rulebook) -> tuple[tuple[str, ...], str] | None:
    """The words of seniority and the grade that a company's word for a level is made of beside a
    job, whichever: of ``senior software engineer 2`` senior and 2; None where it holds more."""
    roles = role_phrases(book).found(words)
    if len(roles) > 1:
        return None
    said = level_phrases(book).found(words)
    spans = [(one.start, one.end) for one in roles] + [(one.start, one.end) for one in said]
    covered = {at for start, end in spans for at in range(start, end)}
    rest = [at for at in range(len(words)) if at not in covered]
    grade = words[-1] if roles and rest == [roles[0].end] == [len(words) - 1] else ""
    if (rest and not grade) or (grade and not grade.isdecimal()) or not (said or grade):
        return None
    return tuple(" ".join(words[one.start : one.end]) for one in said), grade


def beside_alone(words: Words, found: Sequence[Found[Any]], book: Rulebook) -> bool:
    """Whether a part of a title says nothing but what was found in it, and where or when."""
    around: list[str] = book.toml(FILE)["reading"]["beside"]
    covered = {at for one in found for at in range(one.start, one.end)}
    return bool(found) and all(
        at in covered or word in around or word.isdecimal() for at, word in enumerate(words)
    )


def level_word(key: str, book: Rulebook) -> Word:
    """The level of this key."""
    return next(word for word in vocabulary(book).levels if word == key)


def _said(words: Words, found: Sequence[Found[Rank]]) -> tuple[Said, ...]:
    return tuple(
        Said(" ".join(words[one.start : one.end]), one.value.value, one.value.note)
        for one in found
        if one.value.value is not None
    )


def _counting(
    words: Words, found: Sequence[Found[Rank]], job: Job, book: Rulebook
) -> list[Found[Rank]]:
    """Without those that tell a level before a role alone, where none follows."""
    reading: dict[str, Any] = book.toml(FILE)["reading"]
    hanging = {*reading["before_role"]} - ({*reading["alone"]} if len(words) == 1 else set())
    last = max((one.start for one in job.named if one.value.kind == "role"), default=-1)
    return [
        one
        for one in found
        if (last >= one.end or " ".join(words[one.start : one.end]) not in hanging)
        and not (last >= one.end and one.start > 0 and words[one.end - 1] in reading["nouns"])
    ]


def _alone(words: Words, found: Sequence[Found[Rank]], book: Rulebook) -> list[Found[Rank]]:
    """Those of a part that is about the level alone, or that end with a word such as lead."""
    told = [one for one in found if one.value.value is not None]
    if beside_alone(words, told, book):
        return told
    behind: list[str] = book.toml(FILE)["reading"]["behind"]
    return [
        one
        for one in told
        if one.end == len(words) and " ".join(words[one.start : one.end]) in behind
    ]


@once_a_book
def level_phrases(book: Rulebook) -> Phrases[Rank]:
    """Words of seniority: those of the vocabulary, those of titles, and what only looks so."""
    table, known = book.toml(FILE), vocabulary(book)
    vague = {folded(word) for word in table["reading"]["vague_levels"]} | set(GRADES)
    told: Iterator[tuple[str, Rank]] = (
        (spelling, Rank(level, known.notes["level"].get(spelling)))
        for spelling, level in known.spellings["level"].items()
        if spelling not in vague
    )
    before = table["reading"]["before_role"].items()
    titled = (
        (text, str(level)) for level in known.levels for text in table["levels"].get(level, ())
    )
    phrases: Iterator[tuple[str, Rank]] = chain(
        told,
        ((text, Meant(level_word(level, book))) for text, level in chain(titled, before)),
        ((text, Meant(None)) for text in table["traps"]["levels"]),
    )
    worded = ((plain_words(text, book), meant) for text, meant in phrases)
    return Phrases((words, meant) for words, meant in worded if not any(map(str.isdecimal, words)))
