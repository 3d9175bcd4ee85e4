"""What companies call their levels: data/ladders.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from mlsalary.profile import Word
from mlsalary.reading.companies import company_key, read_company
from mlsalary.reading.phrases import Found, Phrases, Words, plain_words
from mlsalary.reading.role_words import is_job_alone, is_job_rank
from mlsalary.reading.seniority import rank_of
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.spelling import folded
from mlsalary.vocabulary import vocabulary

FILE = "ladders.toml"
COMMON = "common"
FITTED = "fitted"


Rank = tuple[tuple[str, ...], str]
"""Words of seniority, and a grade or none."""


class Ladder(NamedTuple):
    """A company's words for the levels, or those that several share.

    called: the ladder in a sentence. words: its words as they are compared. codes: those that say a
    level in a title and are no rank beside a job. ranks: words of seniority and a grade, ``senior``
    and 2, whatever the job: who calls an engineer so calls a scientist so. row: as the file has it.
    """

    called: str
    words: Phrases[Word]
    codes: Phrases[Word]
    ranks: Mapping[Rank, Word]
    row: Mapping[str, Any]


def ladder_of(company: str | None, book: Rulebook) -> Ladder | None:
    """The ladder of a company, whatever it is called; None where it has none."""
    if company is None:
        return None
    listed = read_company(company, book)
    id_ = _by_company(book).get(company_key(listed.name if listed else company, book))
    return None if id_ is None else _by_id(book, id_)


@once_a_book
def common_ladder(book: Rulebook) -> Ladder | None:
    """What such words usually mean, where no company is told."""
    row = book.toml(FILE).get(COMMON)
    return None if row is None else _ladder(row, book)


def on_ladder(ladder: Ladder, text: str, book: Rulebook) -> Word | None:
    """The level that a text means on a ladder; None where the ladder does not say.

    ``L5 Senior`` is L5, but ``SDE I`` is not the beginning of ``SDE II``, nor L5 of L50; ``5``
    alone is the one word with this figure. Words of several levels, ``L3-L4``, say none.
    """
    levels = set(levels_on(ladder, text, book))
    return levels.pop() if len(levels) == 1 else None


def levels_on(ladder: Ladder, text: str, book: Rulebook) -> list[Word]:
    """The levels of a text that begins with a word of the ladder: several for ``L4/L5``."""
    words = plain_words(text, book)
    found = [one for one in ladder.words.found(words) if not _goes_on(one, words)]
    if found:
        return [one.value for one in found] if found[0].start == 0 else []
    bare = words[1:] if words[:1] == ("l",) else words
    if len(bare) == 1 and bare[0].isdecimal() and bare[0] in text:  # no Roman figure
        meant = set(_by_figure(ladder, bare[0], book))
        return list(meant) if len(meant) == 1 else []
    return []


def rank_on(ladder: Ladder, text: str, book: Rulebook) -> Word | None:
    """The level of words of seniority and a grade: ``Staff``, ``III``, ``Senior Engineer 2``."""
    rank = rank_said(text, book)
    return None if rank is None else ladder.ranks.get(rank)


def rank_said(text: str, book: Rulebook) -> Rank | None:
    """The rank that a text is, None where it holds more; a Roman figure alone is a grade."""
    words = plain_words(text, book)
    if len(words) == 1 and words[0].isdecimal():
        return None if words[0] in text else ((), words[0])
    return rank_of(words, book)


def in_title(ladder: Ladder, words: Words) -> list[Found[Word]]:
    """Codes of a ladder within a part of a title."""
    return [one for one in ladder.codes.found(words) if not _goes_on(one, words)]


def _says_rank(said: Words, book: Rulebook) -> bool:
    """Whether a word says a level in a title too. A lone letter or figure there is none, nor is a
    job without a rank: not every ``Engineer`` has the level of that name."""
    if len(said) == 1 and (len(said[0]) == 1 or said[0].isdecimal()):
        return False
    return is_job_rank(said, book) or not is_job_alone(said, book)


def _goes_on(one: Found[Word], words: Words) -> bool:
    """Whether what stands behind a word makes it another: a figure, or a letter behind a figure."""
    behind = words[one.end : one.end + 2]
    if not behind or behind[0].isdecimal():
        return bool(behind)
    letter = len(behind[0]) == 1 and not (behind[1:] and behind[1].isdecimal())
    return letter and words[one.end - 1].isdecimal()


def _by_figure(ladder: Ladder, figure: str, book: Rulebook) -> Iterator[Word]:
    """The levels whose word is a code with this figure; ``SDE 3`` is none, but a job's grade."""
    for words, level in ladder.words.items():
        if words[1:] == (figure,) and words[0].isalpha() and not is_job_alone(words[:1], book):
            yield level


@once_a_book
def ladders(book: Rulebook) -> dict[str, Ladder]:
    """Each ladder by its id."""
    return {row["id"]: _by_id(book, row["id"]) for row in book.toml(FILE)["row"]}


@once_a_book
def _by_id(book: Rulebook, id_: str) -> Ladder:
    """One ladder: a question names one company, and to read them all takes 20 ms."""
    return next(_ladder(row, book) for row in book.toml(FILE)["row"] if row["id"] == id_)


@once_a_book
def _by_company(book: Rulebook) -> dict[str, str]:
    """The id of the ladder of each company."""
    return {
        company_key(company, book): row["id"]
        for row in book.toml(FILE)["row"]
        for company in row["companies"]
    }


def _ladder(row: Mapping[str, Any], book: Rulebook) -> Ladder:
    whose = row["companies"][0] if "companies" in row else ""
    called = f"the usual ladder of {row['shared']}" if "shared" in row else f"{whose}'s ladder"
    words = [
        (plain_words(word, book), level)
        for level in vocabulary(book).levels
        for word in row.get(level, ())
    ]
    ranked = [(rank_of(said, book), level) for said, level in words]
    levels: dict[Any, set[Word]] = {}
    for rank, level in ranked:
        levels.setdefault(rank, set()).add(level)
    ranks = {rank: level for rank, level in ranked if rank is not None and len(levels[rank]) == 1}
    codes = [
        (said, level)
        for (said, level), (rank, _) in zip(words, ranked, strict=True)
        if rank is None and _says_rank(said, book)
    ]
    return Ladder(called, Phrases(words), Phrases(codes), ranks, row)


def fitted_level(text: str, company: str, book: Rulebook) -> str | None:
    """The level for a fit: words and names that the constants were checked against alone count."""
    ladder = ladder_of(company, book)
    if ladder is None or ladder.row["evidence"] != FITTED:
        return None
    unchecked = {folded(word) for word in ladder.row.get("unchecked", ())}
    listed = read_company(company, book)
    if not unchecked.isdisjoint((folded(company), folded(listed.name if listed else company))):
        return None
    named = {
        level
        for level in vocabulary(book).levels
        for word in ladder.row.get(level, ())
        if folded(word) not in unchecked and _begins(text.strip(), word)
    }
    others = on_ladder(ladder, text, book)
    return str(others) if named == {others} else None


def _begins(text: str, word: str) -> bool:
    """Whether a text begins with a word as it is printed, and with no further grade behind."""
    return re.match(rf"{re.escape(word)}(?![0-9iv])", text, re.IGNORECASE) is not None
