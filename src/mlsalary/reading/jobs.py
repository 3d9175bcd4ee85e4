"""Whether a title is a job of ours, which part of it names the job, and in which role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Literal, NamedTuple

from mlsalary.profile import Word
from mlsalary.reading.phrases import FILE, Found, Phrases, Words, plain_words
from mlsalary.reading.role_words import role_phrases
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.vocabulary import vocabulary


class Named(NamedTuple):
    """What a phrase of a title says of the job.

    kind: ``role`` with its word, another job in spite of such a word (``other``), a noun of another
    ``trade``, a ``field`` of one, a noun that is ours beside a topic (``neutral``), a ``topic``,
    and a post that needs none (``post``).
    """

    kind: Literal["role", "other", "trade", "field", "neutral", "topic", "post"]
    role: Word | None = None


class Job(NamedTuple):
    """The part of a title that names a job of ours, by its number; its role, None where it names
    none; and the words of it that say what the job is: a grade may stand behind them."""

    part: int
    role: Word | None
    named: Sequence[Found[Named]]


def read_job(parts: Sequence[Words], ranks: Sequence[Sequence[Found[Word]]], book: Rulebook) -> Job:
    """The job that the parts of a title name; its part is -1 where it is none of ours.

    ranks: where words of the company's own ladder stand in each part; an analyst of such a rank is
    not of another trade.
    """
    phrases = _phrases(book)
    found = [
        list(_ranked(phrases.found(words), ranks[number])) for number, words in enumerate(parts)
    ]
    job = _job(parts, found, book)
    return _OTHER if job.part >= 0 and _is_strange(parts, found, book) else job


def _job(parts: Sequence[Words], found: Sequence[Sequence[Found[Named]]], book: Rulebook) -> Job:
    for number, named in enumerate(found):
        if _is_headed(named):
            return _without_role(found)
        nouns = [one.value for one in named if one.value.kind in ("role", "other", "trade", "post")]
        if not nouns:
            continue
        if nouns[0].kind == "post":
            return Job(number, None, named)
        roles = [one.role for one in nouns if one.kind == "role"]
        other = nouns[-1].kind == "trade" or any(one.kind == "other" for one in nouns)
        other = other or not roles or _of_another_field(parts[number], found, number, book)
        return _OTHER if other else Job(number, roles[0], named)
    return _without_role(found)


def _of_another_field(
    words: Words, found: Sequence[Sequence[Found[Named]]], number: int, book: Rulebook
) -> bool:
    """Whether the only role is a bare scientist, of whatever science, and no topic is ours."""
    bare = book.toml(FILE)["jobs"]["bare"]
    roles = [one for one in found[number] if one.value.kind == "role"]
    plain = len(roles) == 1 and " ".join(words[roles[0].start : roles[0].end]) in bare
    return plain and all(one.value.kind != "topic" for some in found for one in some)


def _is_strange(
    parts: Sequence[Words], found: Sequence[Sequence[Found[Named]]], book: Rulebook
) -> bool:
    """Whether a title names a field of other engineers, and of ours only what they have too:
    ``Principal Engineer, Structural``."""
    if not any(_strange(book).found(words) for words in parts):
        return False
    said = {
        " ".join(parts[number][one.start : one.end])
        for number, some in enumerate(found)
        for one in some
        if one.value.kind in ("role", "topic", "post")
    }
    return said <= {*book.toml(FILE)["jobs"]["general"]}


@once_a_book
def _strange(book: Rulebook) -> Phrases[None]:
    return Phrases((plain_words(text, book), None) for text in book.toml(FILE)["jobs"]["strange"])


def _is_headed(named: Sequence[Found[Named]]) -> bool:
    """Whether a part names the head of a field that is ours, and no role or trade: whatever trade
    stands behind it, in brackets, is not the job."""
    kinds = [one.value.kind for one in named]
    about = [kind for kind in kinds if kind in ("field", "topic")]
    nouns = {"role", "other", "trade", "post"}.intersection(kinds)
    return not nouns and "neutral" in kinds and about[-1:] == ["topic"]


def _without_role(found: Sequence[Sequence[Found[Named]]]) -> Job:
    """The job of a title that names no role: a manager, a lead, a head of a field that is ours."""
    waiting, topical = -1, False
    role = _role_of_field(found)
    for number, named in enumerate(found):
        kinds = [one.value.kind for one in named]
        about = [kind for kind in kinds if kind in ("field", "topic")]
        if about and about[-1] == "field":
            return _OTHER
        topical = topical or "topic" in kinds
        if "neutral" in kinds and waiting < 0:
            waiting = number
        if waiting >= 0 and topical:
            return Job(waiting, role, found[waiting])
    return _OTHER


def _role_of_field(found: Sequence[Sequence[Found[Named]]]) -> Word | None:
    """The role that a later part or a field names: a data science intern is a scientist."""
    named = [one.value for some in found for one in some]
    roles = [one.role for one in named if one.kind == "role"]
    fields = [one.role for one in named if one.kind == "topic" and one.role]
    return next(iter((*roles, *fields)), None)


def is_other_trade(parts: Sequence[Words], book: Rulebook) -> bool:
    """Whether a text names another trade or job anywhere."""
    found = (one.value.kind for words in parts for one in _phrases(book).found(words))
    return any(kind in ("trade", "field", "other") for kind in found)


_OTHER = Job(-1, None, ())


def _ranked(found: Sequence[Found[Named]], ranks: Sequence[Found[Word]]) -> Iterator[Found[Named]]:
    for one in found:
        own = any(rank.start <= one.start < rank.end for rank in ranks)
        known = own and one.value.kind == "trade"
        yield one._replace(value=Named("neutral")) if known else one


@once_a_book
def _phrases(book: Rulebook) -> Phrases[Named]:
    table, known, roles = book.toml(FILE)["jobs"], vocabulary(book), role_phrases(book)
    of_role = {
        text: word for word in known.words["role"] for text in table["topic_roles"].get(word, ())
    }
    topics = Phrases(
        (plain_words(text, book), Named("topic", of_role.get(text)))
        for text in (*known.spellings["spec"], *table["topics"], *of_role)
    )
    alone = [plain_words(text, book) for text in (*known.not_covered["level"], *table["neutral"])]
    plain = chain(
        topics.items(),
        ((words, Named("post" if topics.found(words) else "neutral")) for words in alone),
    )
    rest = chain(
        ((text, Named("field")) for text in table["fields"]),
        ((text, Named("trade")) for text in table["trades"]),
        ((text, Named("post")) for text in table["posts"]),
        ((text, Named("other")) for text in table["others"]),
    )
    return Phrases(
        (
            *((words, named) for words, named in plain if not roles.found(words)),
            *((words, Named("role", role)) for words, role in roles.items()),
            *((plain_words(text, book), named) for text, named in rest),
        )
    )
