"""Typed words -> look-up tables of the texts that a table holds, each read once."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Any

from mlsalary.engine.employed import own_company
from mlsalary.errors import NotFoundError
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.settings import Settings
from mlsalary.profile import SINGLE, WORDS, Profile
from mlsalary.reading.told_words import WordsRead, read_words
from mlsalary.results import guessed
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model
from mlsalary.vocabulary import vocabulary

TEXTS = (*(column for one in WORDS for column in one.columns), "company", "title")
"""The columns that say what somebody is."""
LEVELS = WORDS[0].columns
"""Those that say what level, the first that can be read counts."""
_KEPT_MOST = 1_000_000


SAID = ("words_read", "words_left", "level_unread", "words_refused")
"""Codes, empty where there are none: of words that can mean several things, and of what was left
out or has no effect, each with a semicolon behind it; of a level that cannot be read; and of what
keeps the row from being priced."""
NAMES = (*SINGLE, "company_own", "specs", *SAID)
"""What a row's words mean. company_own: the company, where it has effects of its own. specs: the
sum of 2 ** the place in the vocabulary of each."""
Meanings = tuple[str | int, ...]


class WordsMet:
    """The words of a table, each combination of them read once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._met: dict[tuple[str, ...], Meanings] = {}

    def lookup(self, rows: Iterable[Sequence[str]]) -> Lookup:
        """A table of these rows of ``TEXTS``, keyed by all of them."""
        table = [(*row, *self._words(tuple(row))) for row in rows]
        names = [f"{PREFIX}{name}" for name in NAMES]
        return Lookup.of("words_met", keyed(TEXTS), names, table, integers=[f"{PREFIX}specs"])

    def _words(self, texts: tuple[str, ...]) -> Meanings:
        if texts not in self._met:
            if len(self._met) >= _KEPT_MOST:
                self._met.clear()
            self._met[texts] = _read(dict(zip(TEXTS, texts, strict=True)), self._settings)
        return self._met[texts]


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
