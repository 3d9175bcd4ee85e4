"""Typed words -> look-up tables of the texts that a table holds, each read once."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Any

from mlsalary.engine.employed import own_company
from mlsalary.errors import NotFoundError
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.settings import Settings
from mlsalary.profile import SINGLE, WORD_COLUMNS, WORDS, Profile
from mlsalary.reading.companies import read_company
from mlsalary.reading.ladders import ladder_of
from mlsalary.reading.titles import Title, read_title
from mlsalary.reading.told_words import WordsRead, read_words
from mlsalary.reading.words import is_nothing
from mlsalary.results import guessed
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model
from mlsalary.vocabulary import vocabulary

_KEPT_MOST = 100_000
_EMPLOYER, _COMPANY, _TITLE = (
    WORD_COLUMNS.index(name) for name in ("employer", "company", "title")
)
LEVELS = WORDS[0].columns
"""Those that say what level, the first that can be read counts."""

SAID = ("words_read", "words_left", "level_unread", "words_refused")
"""Codes, empty where there are none: of words that can mean several things, and of what was left
out or has no effect, each with a semicolon behind it; of a level that cannot be read; and of what
keeps the row from being priced."""
NAMES = (*SINGLE, "company_own", "specs", *SAID)
"""What a row's words mean. company_own: the company, where it has effects of its own. specs: the
sum of 2 ** the place in the vocabulary of each."""
Meanings = tuple[str | int, ...]


class WordsMet:
    """What the words of a table mean. Rows that say the same are read once, however they say it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._met: dict[tuple[str, ...], Meanings] = {}
        self._titles: dict[Title, str] = {}
        self._companies: dict[str, str | None] = {}
        self._unlisted = ""

    def lookup(self, rows: Iterable[Sequence[str]]) -> Lookup:
        """A table of these rows of ``WORD_COLUMNS``, each distinct, keyed by all of them."""
        table = [(*row, *self._words(self._likewise(tuple(row)))) for row in rows]
        names = [f"{PREFIX}{name}" for name in NAMES]
        return Lookup.of(
            "words_met", keyed(WORD_COLUMNS), names, table, integers=[f"{PREFIX}specs"]
        )

    def _words(self, texts: tuple[str, ...]) -> Meanings:
        if texts not in self._met:
            if len(self._met) >= _KEPT_MOST:
                self._met.clear()
            self._met[texts] = _read(dict(zip(WORD_COLUMNS, texts, strict=True)), self._settings)
        return self._met[texts]

    def _likewise(self, row: tuple[str, ...]) -> tuple[str, ...]:
        """The row with the first company and the first title met that tell the same: of a million
        titles a few are left. Where a company has words of its own, its row stays as it is."""
        company, title = self._company(row[_COMPANY]), row[_TITLE]
        if company is None or self._company(row[_EMPLOYER]) is None:
            return row
        if title and not is_nothing(title, self._settings.book):
            told = read_title(title, None, self._settings.book)
            if len(self._titles) >= _KEPT_MOST:
                self._titles.clear()
            title = self._titles.setdefault(told, title)
        return (*row[:_COMPANY], company, title)

    def _company(self, text: str) -> str | None:
        """A company that tells the same as this one, None for one that has a ladder."""
        if text not in self._companies:
            if len(self._companies) >= _KEPT_MOST:
                self._companies.clear()
            self._companies[text] = self._company_like(text)
        return self._companies[text]

    def _company_like(self, text: str) -> str | None:
        book = self._settings.book
        if not text or is_nothing(text, book):
            return text
        if ladder_of(text, book) is not None:
            return None
        if read_company(text, book) is None:
            self._unlisted = self._unlisted or text
            return self._unlisted
        return text


def keyed(names: Iterable[str]) -> list[str]:
    """The columns that hold what was typed for these."""
    return [f"{PREFIX}{name}_word" for name in names]


def profile_of(told: dict[str, str]) -> Profile:
    """The profile of a row's words, the level aside."""
    words: dict[str, Any] = {
        name: text or None for name, text in told.items() if name not in LEVELS
    }
    return Profile(**words | {"spec": told["spec"]})


def _read(told: dict[str, str], settings: Settings) -> Meanings:
    left = list[str]()

    def unread(error: NotFoundError) -> None:
        if settings.strict:
            raise error
        left.append(error.code)

    levels = [told[name] or None for name in LEVELS]
    try:
        words = read_words(profile_of(told), levels, settings.book, unread)
    except NotFoundError as error:
        return (*("" for _ in SINGLE), "", 0, "", "", "", error.code)
    unread_level = (code for code in left if code.startswith("level"))
    return (
        *(str(words.keys[name] or "") for name in SINGLE),
        _own_company(words, settings.book),
        mask_of(words.keys["spec"] or (), settings.book),
        codes(guessed(words.read)),
        codes([*dict.fromkeys(left), *(one.code for one in words.unused)]),
        next(unread_level, ""),
        "",
    )


def _own_company(words: WordsRead, book: Rulebook) -> str:
    company, employer = words.keys["company"], words.keys["employer"]
    return own_company(company, employer, book, Model.of(book)) or ""


def mask_of(specs: Container[str], book: Rulebook) -> int:
    """Specializations as one number: the sum of 2 ** the place of each in the vocabulary."""
    order = vocabulary(book).words["spec"]
    return sum(2**place for place, spec in enumerate(order) if spec in specs)


def codes(given: Iterable[str]) -> str:
    """Codes, each with a semicolon behind it."""
    return "".join(f"{code};" for code in given)
