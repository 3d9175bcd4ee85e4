"""A typed word -> its key."""

from __future__ import annotations

from collections.abc import Iterable

from mlsalary.errors import NotFoundError
from mlsalary.profile import Word
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import folded, nearest, quoted
from mlsalary.vocabulary import KINDS, vocabulary


def word(kind: str, text: str, book: Rulebook) -> Word:
    """The word that ``text`` stands for among those of ``kind`` (``vocabulary.KINDS``).

    Case, spaces, hyphens and underscores do not matter. NotFoundError, with the nearest words,
    when there is none.
    """
    known = vocabulary(book)
    found = known.spellings[kind].get(folded(text))
    if found is None:
        raise NotFoundError(
            f"{kind}_not_found",
            f"There is no {KINDS[kind]} {quoted(text)}. Known: {', '.join(known.words[kind])}.",
            nearest(folded(text), known.spellings[kind]),
        )
    return found


def specializations(texts: Iterable[str], book: Rulebook) -> tuple[Word, ...]:
    """Each specialization once, in the order of the vocabulary.

    An empty text and "generalist" mean none.
    """
    known = vocabulary(book)
    found = {word("spec", text, book) for text in texts if folded(text) not in known.generalist}
    return tuple(one for one in known.words["spec"] if one in found)
