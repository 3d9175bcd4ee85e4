"""A typed word -> its key."""

from __future__ import annotations

from mlsalary.errors import NotFoundError, UsageError
from mlsalary.profile import Word
from mlsalary.reading.meant import Meant
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import folded, nearest, quoted, unknown
from mlsalary.vocabulary import KINDS, OF_OURS, vocabulary


def word(kind: str, text: str, book: Rulebook) -> Word:
    """The word that ``text`` stands for among those of ``kind`` (``vocabulary.KINDS``).

    Case, spaces, hyphens, underscores, dots and apostrophes do not matter. NotFoundError, with the
    nearest words, when there is none; UsageError for a kind whose words are ours alone: nobody
    looks them up.
    """
    found = known_word(kind, text, book)
    if found is None and kind in OF_OURS:
        raise unknown(UsageError, f"bad_{kind}", KINDS[kind], text, OF_OURS[kind])
    if found is None:
        raise no_word(kind, text, book)
    return found.value


def known_word(kind: str, text: str, book: Rulebook) -> Meant[Word] | None:
    """The word of this very spelling; None where there is none.

    NotFoundError ``KIND_not_covered`` for what is understood and has no answer.
    """
    known, spelled = vocabulary(book), folded(text)
    if spelled in known.not_covered[kind]:
        why = known.not_covered[kind][spelled]
        raise NotFoundError(f"{kind}_not_covered", f"{quoted(text)}: {why}.")
    found = known.spellings[kind].get(spelled)
    return None if found is None else Meant(found, known.notes[kind].get(spelled))


def no_word(kind: str, text: str, book: Rulebook) -> NotFoundError:
    """The error for a word that is not known, with the nearest that are."""
    known = vocabulary(book)
    if (which := known.ambiguous[kind].get(folded(text))) is not None:
        return NotFoundError(
            f"{kind}_not_found",
            f"{quoted(text)} may mean several kinds of {KINDS[kind]}: {which}. Say which it is.",
            [word for word in known.words[kind] if word in which],
        )
    instead = " A company that is not listed goes with --company." if kind == "employer" else ""
    if kind == "role" and folded(text) in known.spellings["level"]:
        instead = f" It is a level: --level {quoted(text) if ' ' in text else text}."
    return NotFoundError(
        f"{kind}_not_found",
        f"There is no {KINDS[kind]} {quoted(text)}. Known: {', '.join(known.words[kind])}."
        f"{instead}",
        nearest(folded(text), known.spellings[kind]),
    )


def is_nothing(text: str, book: Rulebook) -> bool:
    """Whether a text says that there is nothing to say: empty, N/A, unknown …"""
    return folded(text) in vocabulary(book).nothing
