"""Levels: our words, a company's own (L5, SDE II), and what such words usually mean."""

from __future__ import annotations

from mlsalary.errors import NotFoundError
from mlsalary.profile import Word
from mlsalary.reading.ladders import Ladder, common_ladder, ladder_of, levels_on, rank_on
from mlsalary.reading.meant import Meant
from mlsalary.reading.ranks import highest
from mlsalary.reading.titles import read_level_words
from mlsalary.reading.words import known_word, no_word
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import folded, quoted
from mlsalary.vocabulary import vocabulary


def read_level(text: str, company: str | None, book: Rulebook, *, own: bool = False) -> Meant[Word]:
    """The level that a word stands for: on the ladder of the company, else by itself, else as such
    a word is usually meant, else by its words for seniority: ``Senior Software Engineer II``.

    company: any name. own: whether it is told as the company's word, not ours: a company may mean
    less than we do by ``Staff``. NotFoundError ``level_not_found``, and ``level_not_covered`` for
    an intern.
    """
    ladder = ladder_of(company, book)
    meant: Meant[Word] | None = _on_ladder(text, ladder, book, own=own)
    meant = meant or known_word("level", text, book)
    if meant is not None:
        return meant
    common = common_ladder(book)
    if common is not None and (levels := levels_on(common, text, book)):
        why = f"as such a word is usually meant; {_why(company, ladder)}"
        return highest(levels, why, book)
    told = read_level_words(text, ladder, book)
    if told.refused is not None:
        raise NotFoundError("level_not_covered", f"{quoted(text)}: {told.refused}.")
    if told.level is None:
        raise no_word("level", text, book)
    return told.level


def _on_ladder(
    text: str, ladder: Ladder | None, book: Rulebook, *, own: bool
) -> Meant[Word] | None:
    """The level of a word on a company's ladder; our own keys mean what they say, unless the
    company's word is told."""
    if ladder is None:
        return None
    levels = levels_on(ladder, text, book)
    if not levels and (own or folded(text) not in vocabulary(book).levels):
        rank = rank_on(ladder, text, book)
        levels = [rank] if rank else []
    return highest(levels, f"on {ladder.called}", book) if levels else None


def _why(company: str | None, ladder: Ladder | None) -> str:
    """Why a word is not read on the ladder of the company."""
    if company is None:
        return "no company given"
    if ladder is None:
        return f"no ladder of {company} is known here"
    return f"it is not on {ladder.called}"
