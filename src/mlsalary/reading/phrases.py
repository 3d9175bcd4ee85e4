"""The plain words of a title or of a company's level, and phrases found among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from mlsalary.rulebook import Rulebook, once_a_book

FILE = "titles.toml"
Value = TypeVar("Value")
Words = tuple[str, ...]

GRADES = ("i", "ii", "iii", "iv", "v", "vi")
"""Grades as they are written behind a job."""
_SIGNS = r"[,;:|()\[\]{}<>•·*!?–—]+|\s-+|-+\s"
_DROPPED = str.maketrans("", "", ".'’‘`´")
_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"([a-z]+)(\d{1,3})([a-z]?)")
_ROMAN = {roman: str(figure) for figure, roman in enumerate(GRADES, 1)}


class Found(NamedTuple, Generic[Value]):
    """Where a phrase stands, from the first word to the one behind the last, and what it means."""

    start: int
    end: int
    value: Value


class Phrases(Generic[Value]):
    """Phrases of plain words, and what each means; the longest at a place counts."""

    def __init__(self, meant: Iterable[tuple[Words, Value]]) -> None:
        self._by_first: dict[str, list[tuple[Words, Value]]] = {}
        for words, value in dict(one for one in meant if one[0]).items():
            self._by_first.setdefault(words[0], []).append((words, value))
        for phrases in self._by_first.values():
            phrases.sort(key=lambda one: -len(one[0]))

    def found(self, words: Words) -> list[Found[Value]]:
        """Every phrase among the words, from left to right; none overlaps another."""
        found: list[Found[Value]] = []
        at, by_first = 0, self._by_first
        while at < len(words):
            for phrase, value in by_first.get(words[at], ()):
                end = at + len(phrase)
                if words[at:end] == phrase:
                    found.append(Found(at, end, value))
                    at = end
                    break
            else:
                at += 1
        return found

    def may_stand(self, words: Words) -> bool:
        """Whether any phrase may be among the words."""
        return not self._by_first.keys().isdisjoint(words)

    def items(self) -> Iterator[tuple[Words, Value]]:
        """Every phrase and what it means."""
        for phrases in self._by_first.values():
            yield from phrases


def plain_words(text: str, book: Rulebook) -> Words:
    """The words of a text in small letters, each by its one short form: ``Sr. SDE-II`` and ``Senior
    Software Engineer 2`` are the same."""
    return _shortened(_split(text.casefold(), book), _short(book))


def segments(title: str, book: Rulebook) -> list[Words]:
    """The plain words of each part of a title, between commas, brackets, bars, dashes and words
    such as at. A part that is a Roman figure alone belongs to the one before."""
    signs = _signs(book)
    parts: list[list[str]] = []
    said = signs.either.sub(r"\1 or ", signs.cut.sub("", title.casefold()))
    for part in signs.between.split(said):
        if not (words := list(_split(part, book))):
            continue
        *before, last = part.split()
        if parts and last in _ROMAN and signs.grade.issuperset(before):
            parts[-1] += words[-1:]
        else:
            parts.append(words)
    return [_shortened(words, _short(book)) for words in parts]


class _Signs(NamedTuple):
    """between: what parts a title. cut: what is about somebody else's job, to the end. either: a
    level with a slash between it and another. dotted: short forms whose dot may touch the next
    word. level: words before a grade. grade: those, and others before a Roman figure alone."""

    between: re.Pattern[str]
    cut: re.Pattern[str]
    either: re.Pattern[str]
    dotted: re.Pattern[str]
    level: frozenset[str]
    grade: frozenset[str]


@once_a_book
def _signs(book: Rulebook) -> _Signs:
    words: Mapping[str, Sequence[str]] = book.toml(FILE)["parts"]
    between, cut, levels, dotted = (
        "|".join(words[name]) for name in ("between", "cut", "either", "dotted")
    )
    return _Signs(
        re.compile(rf"{_SIGNS}|\s(?:{between})\s"),
        re.compile(rf"\b(?:{cut})\b.*", re.DOTALL),
        re.compile(rf"\b({levels})\.?\s*/\s*(?=(?:{levels})\b)"),
        re.compile(rf"\b({dotted})\.(?=\w)"),
        frozenset(words["level"]),
        frozenset((*words["level"], *words["before_grade"])),
    )


def _split(text: str, book: Rulebook) -> Iterator[str]:
    """Letters and figures apart, ``l5`` as ``l``, ``5``; Roman figures as figures, without the
    level that may stand before them: level II is grade 2, and no L2."""
    signs = _signs(book)
    words = _WORD.findall(signs.dotted.sub(r"\1 ", text).translate(_DROPPED))
    for at, word in enumerate(words):
        if word in signs.level and at + 1 < len(words) and words[at + 1] in _ROMAN:
            continue
        code = _CODE.fullmatch(word)
        yield from filter(None, code.groups()) if code else (_ROMAN.get(word, word),)


def _shortened(words: Iterable[str], short: Phrases[Words]) -> Words:
    said = tuple(words)
    kept: list[str] = []
    at = 0
    for one in short.found(said):
        kept += [*said[at : one.start], *one.value]
        at = one.end
    return (*kept, *said[at:])


@once_a_book
def _short(book: Rulebook) -> Phrases[Words]:
    forms: Mapping[str, Sequence[str]] = book.toml(FILE)["short"]
    return Phrases(
        (tuple(_split(written, book)), tuple(word.split()))
        for word, ways in forms.items()
        for written in ways
    )
