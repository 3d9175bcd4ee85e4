"""Typed words -> look-up tables: of the texts that a table holds, or of every spelling foreseen.

The latter is for engines that are asked once and do not tell their texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mlsalary.errors import NotFoundError
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.settings import Settings
from mlsalary.profile import SINGLE, WORDS, Profile
from mlsalary.reading.levels import foreseen
from mlsalary.reading.profile import ROLE_UNPRICED, read_words
from mlsalary.results import guessed
from mlsalary.rulebook import Rulebook
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
NAMES = (*SINGLE, "specs", *SAID)
"""What a row's words mean. specs: the sum of 2 ** the place in the vocabulary of each."""
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
        return (*("" for _ in SINGLE), 0, "", "", "", error.code)
    order = vocabulary(settings.book).words["spec"]
    unread_level = (code for code in left if code.startswith("level"))
    return (
        *(str(words.keys[name] or "") for name in SINGLE),
        sum(2**place for place, spec in enumerate(order) if spec in (words.keys["spec"] or ())),
        codes(guessed(words.read)),
        codes([*dict.fromkeys(left), *words.unused]),
        next(unread_level, ""),
        "",
    )


def codes(given: Iterable[str]) -> str:
    """Codes, each with a semicolon behind it."""
    return "".join(f"{code};" for code in given)


def spelled(book: Rulebook) -> list[Lookup]:
    """The tables of an engine that is asked once: how people write a word of one kind -> its key,
    null for what has no answer, and codes; and companies' own words for the levels."""
    kinds = [_spellings(book, one.name) for one in WORDS if not one.several]
    return [_own_levels(book), *kinds]


def _spellings(book: Rulebook, kind: str) -> Lookup:
    known = vocabulary(book)
    usual = known.words["role"][0]
    rows = dict.fromkeys(known.nothing, ("", "", "", ""))
    if kind == "level":
        rows |= {
            word: (level, "level_read;", "", "")
            for company, word, level in foreseen(book)
            if not company
        }
    for word, key in known.spellings[kind].items():
        guess = f"{kind}_read;" if word in known.notes[kind] else ""
        idle = f"{ROLE_UNPRICED};" if kind == "role" and key != usual else ""
        rows[word] = (str(key), guess, idle, "")
    for word in known.not_covered[kind]:
        rows[word] = ("", "", "", f"{kind}_not_covered")
    names = [f"{PREFIX}{kind}_{name}" for name in ("key", "read", "left", "refused")]
    plain = ((word, *cells) for word, cells in rows.items())
    return Lookup.of(f"{kind}_words", keyed([kind]), names, plain)


def _own_levels(book: Rulebook) -> Lookup:
    rows = [row for row in foreseen(book) if row[0]]
    return Lookup.of("own_levels", keyed(["company", "level"]), [f"{PREFIX}own_level"], rows)
