"""The words for a role as they stand in titles."""

from __future__ import annotations

from mlsalary.profile import Word
from mlsalary.reading.phrases import FILE, Phrases, Words, plain_words
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.vocabulary import vocabulary


@once_a_book
def role_phrases(book: Rulebook) -> Phrases[Word]:
    """Every word for a role, of the vocabulary and of titles."""
    table, known = book.toml(FILE)["jobs"], vocabulary(book)
    titled = ((text, role) for role in known.words["role"] for text in table.get(role, ()))
    spelled = known.spellings["role"].items()
    return Phrases((plain_words(text, book), role) for text, role in (*spelled, *titled))


def is_job_rank(words: Words, book: Rulebook) -> bool:
    """Whether a job is a rank at some companies, and is called so at any rank elsewhere: MTS."""
    return " ".join(words) in book.toml(FILE)["reading"]["job_ranks"]


def is_job_alone(words: Words, book: Rulebook) -> bool:
    """Whether words say a job and nothing of its rank: ``software engineer``, ``swe 2`` not."""
    return [(one.start, one.end) for one in role_phrases(book).found(words)] == [(0, len(words))]
