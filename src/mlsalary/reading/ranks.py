"""The level that a title tells: by the company's own words, by seniority, by a code, by a grade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mlsalary.figures import listed
from mlsalary.profile import Word
from mlsalary.reading.jobs import Job, read_job
from mlsalary.reading.ladders import Ladder, Rank, common_ladder, in_title
from mlsalary.reading.meant import Meant
from mlsalary.reading.phrases import FILE, GRADES, Found, Phrases, Words, plain_words, segments
from mlsalary.reading.role_words import is_job_rank
from mlsalary.reading.seniority import (
    Said,
    Seniority,
    beside_alone,
    level_phrases,
    level_said,
    seniority,
)
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.spelling import folded
from mlsalary.vocabulary import vocabulary


def read_rank(
    parts: Sequence[Words],
    job: Job,
    ranks: Sequence[Sequence[Found[Word]]],
    ladder: Ladder | None,
    book: Rulebook,
) -> Meant[Word] | None:
    """The level that a title tells, None where it tells none.

    ranks: where codes of the company's own ladder stand in each part.
    """
    said, grades = seniority(parts, job, book), _grades(parts[job.part], job, book)
    if ladder is not None:
        codes, jobs = list[Word](), list[Word]()
        for number, words in enumerate(parts):
            for one in _placed(ranks[number], number, words, job, book):
                by_job = is_job_rank(words[one.start : one.end], book)
                (jobs if by_job else codes).append(one.value)
        # a rank that is called by the job holds where no word of seniority stands beside it
        own = codes or _own_rank(said, grades, ladder) or ([] if said.here else jobs)
        if own:
            return highest(own, f"on {ladder.called}", book)
    beside = [one for part in said.beside for one in part]
    alone = not job.named  # a level and no job: each part may be meant
    told = level_said([*said.here, *beside] if alone else said.here or beside, job, book)
    return told or _code(parts, job, book) or _graded(grades, book)


def highest(levels: Sequence[Word], note: str, book: Rulebook) -> Meant[Word]:
    """The highest of the levels that a text names: ``L4/L5``."""
    order = vocabulary(book).levels
    found = sorted(set(levels), key=order.index)
    several = f"the highest of {listed([str(one) for one in found])}, " if len(found) > 1 else ""
    return Meant(found[-1], f"{several}{note}")


def own_ranks(words: Words, ladder: Ladder | None) -> list[Found[Word]]:
    """Where codes of a company's own ladder stand in a part of a title."""
    return [] if ladder is None else in_title(ladder, words)


def not_covered(parts: Sequence[Words], job: Job, book: Rulebook) -> str | None:
    """Why a job of such a title is not covered: an internship. A part beside the job counts where
    it is about that alone."""
    for number, words in enumerate(parts):
        found = _uncovered(book).found(words)
        around: list[Found[Any]] = [*found, *level_phrases(book).found(words)]
        ends = bool(found) and found[-1].end == len(words)
        if found and (
            _is_the_job(found, job)
            if number == job.part
            else ends or beside_alone(words, around, book)
        ):
            return found[0].value
    return None


def _is_the_job(found: Sequence[Found[str]], job: Job) -> bool:
    """Whether what is not covered is the job, and no word before it: intern programs engineer."""
    roles = [one for one in job.named if one.value.kind == "role"]
    beside = any(one.start == found[-1].end for one in roles)
    return not roles or beside or found[-1].end >= roles[-1].end


def _own_rank(said: Seniority, grades: Sequence[str], ladder: Ladder) -> list[Word]:
    """The level of words of seniority and of a grade on a company's own ladder."""
    ways = _ways(said, grades)
    return next(([ladder.ranks[way]] for way in ways if way in ladder.ranks), [])


def _ways(said: Seniority, grades: Sequence[str]) -> list[Rank]:
    """How a ladder may call the rank of a title, the first that it knows counts."""
    grade = grades[-1] if grades else ""
    ways = [(_texts(part), "") for part in said.beside if part]
    return [*ways, (_texts(said.every), grade), (_texts(said.every), "")]


def concerned(
    title: str, some: Mapping[str, Ladder], book: Rulebook
) -> Iterator[tuple[str, Ladder]]:
    """The ladders, by their ids, that may say another level of a title than none does."""
    parts = segments(title, book)
    job = read_job(parts, [[] for _ in parts], book)
    ways: list[Rank] = []
    if job.part >= 0:
        ways = _ways(seniority(parts, job, book), _grades(parts[job.part], job, book))
    for name, ladder in some.items():
        codes = any(ladder.codes.may_stand(words) for words in parts)
        if codes or any(way in ladder.ranks for way in ways):
            yield name, ladder


def _texts(said: Sequence[Said]) -> tuple[str, ...]:
    return tuple(one.text for one in said)


def _code(parts: Sequence[Words], job: Job, book: Rulebook) -> Meant[Word] | None:
    """The level of a code that usually means one, L5 or IC4, beside the job or in a part alone."""
    ladder = common_ladder(book)
    if ladder is None:
        return None
    letters = set(book.toml(FILE)["reading"]["codes"])
    found = {
        one.value
        for number, words in enumerate(parts)
        for one in _placed(in_title(ladder, words), number, words, job, book)
        if letters.intersection(words[one.start : one.end])
    }
    return highest([*found], "as such a word is usually meant", book) if found else None


def _placed(
    codes: Sequence[Found[Word]], number: int, words: Words, job: Job, book: Rulebook
) -> Iterator[Found[Word]]:
    """The codes of a part of a title that tell a level: beside the job, or in a part alone."""
    traps = {at for one in _trap_codes(book).found(words) for at in range(one.start, one.end)}
    for one in codes:
        here = number == job.part
        placed = _beside_job(one, words, job) if here else beside_alone(words, [one], book)
        if placed and one.start not in traps:
            yield one


def _beside_job(one: Found[Word], words: Words, job: Job) -> bool:
    """Whether a code stands right before the job, ends its part or is the job: an analyst."""
    jobs = [named for named in job.named if named.value.kind in ("role", "neutral", "topic")]
    return one.end == len(words) or any(
        one.end == named.start or one.start <= named.start < one.end for named in jobs
    )


def _grades(words: Words, job: Job, book: Rulebook) -> list[str]:
    """The figures behind the job: of ``Engineer II/III`` 2 and 3."""
    units: list[str] = book.toml(FILE)["reading"]["no_grade"]
    for one in job.named:
        at = one.end
        while at < len(words) and words[at].isdecimal() and 0 < int(words[at]) <= len(GRADES):
            at += 1
        if at == one.end or (one.value.kind == "topic" and at < len(words)):
            continue
        behind = words[at] if at < len(words) else ""
        grades = list(words[one.end : at])
        other = behind in units or behind.isdecimal() or len(behind) == 1  # I-95, I/O
        if not other and len({*grades}) == len(grades):  # and no V&V
            return grades
    return []


def _graded(grades: Sequence[str], book: Rulebook) -> Meant[Word] | None:
    """The level of a grade; of several the highest."""
    known = vocabulary(book)
    roman = [GRADES[int(grade) - 1] for grade in grades]
    level = known.spellings["level"].get(roman[-1]) if roman else None
    if level is None:
        return None
    several = f"the highest of {' and '.join(one.upper() for one in roman)}"
    return Meant(level, several if len(roman) > 1 else known.notes["level"].get(roman[-1]))


@once_a_book
def _uncovered(book: Rulebook) -> Phrases[str]:
    table = book.toml(FILE)
    vague = {folded(word) for word in table["reading"]["vague_not_covered"]}
    return Phrases(
        (plain_words(text, book), why)
        for text, why in vocabulary(book).not_covered["level"].items()
        if text not in vague
    )


@once_a_book
def _trap_codes(book: Rulebook) -> Phrases[None]:
    return Phrases((plain_words(text, book), None) for text in book.toml(FILE)["traps"]["codes"])
