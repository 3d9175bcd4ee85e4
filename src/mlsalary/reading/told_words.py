"""The words of a profile -> keys of a rulebook, how each was read, and what had no effect.

What is told in a field of its own holds; then a title tells level, specializations and role, and a
company the kind of employer. The readers are imported where there is something to read: most
questions are asked in keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from mlsalary.errors import NotFoundError
from mlsalary.figures import listed
from mlsalary.profile import WORDS, Profile, Word
from mlsalary.reading.meant import Meant
from mlsalary.reading.words import is_nothing, known_word, no_word
from mlsalary.results import COMPANY_UNKNOWN, Read
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import folded, quoted
from mlsalary.vocabulary import vocabulary

if TYPE_CHECKING:
    from mlsalary.reading.companies import Company
    from mlsalary.reading.titles import Title

Unread = Callable[[NotFoundError], None]
"""What becomes of an optional word that is not known: raised, or left out and remembered."""

_TEXTS = ("company", "title", *(one.name for one in WORDS[1:] if not one.several))
COMPANY_OVERRULED = "company_overruled"
TITLE_UNREAD = "title_not_read"
TITLE_OVERRULED = "title_overruled"
_TITLE = "from the title"


class Unused(NamedTuple):
    """What was told and has no effect: a code, and what it would have been."""

    code: str
    meant: str = ""


class WordsRead(NamedTuple):
    """The words of a profile as keys, by field; how they were read, where they were none already;
    and what was told and has no effect. The company is called as it is printed."""

    keys: Mapping[str, str | tuple[Word, ...] | None]
    read: tuple[Read, ...]
    unused: tuple[Unused, ...]


def read_words(
    profile: Profile, levels: Sequence[str | None], book: Rulebook, unread: Unread
) -> WordsRead:
    """The words of a profile. levels: what is told of the level, the first that can be read counts.

    NotFoundError ``level_not_covered`` for a level that is understood and has no answer.
    """
    told = {name: told_text(getattr(profile, name), book) for name in _TEXTS}
    told["spec"] = _told_specs(profile.specs, book)
    again = isinstance(profile.role, Word)  # it was read before, and may have been changed since
    company = None if again else _company(told, book)
    named = company.name if company else told["company"]
    title = None if again else _titled(told["title"], named, book)
    texts = [told_text(text, book) for text in levels]
    told["level"], level = _level(texts, named, book, unread)
    own = {"level": level, **_own_words(profile, told, book, unread)}
    if title is not None and title.refused is not None and level is None:
        raise NotFoundError(
            "level_not_covered", f"The title {quoted(told['title'])}: {title.refused}."
        )
    by_title, by_company = _of_title(title, own), _of_company(company, own)
    found = own | by_title | by_company
    sources = dict.fromkeys(by_title, "title") | dict.fromkeys(by_company, "company")
    rows = [
        row
        for name, meant in found.items()
        for row in how_read(name, told_text(told[sources.get(name, name)], book), meant)
    ]
    if named != told["company"]:
        rows.append(Read("company", told["company"] or "", named or "", None))
    keys = {name: meant.value if meant else None for name, meant in found.items()}
    usual = vocabulary(book).words["role"][0]
    keys |= {"role": keys["role"] or usual, "spec": keys["spec"] or ()}
    keys |= {"company": named, "title": told["title"]}
    unused = () if again else _unused(told, company, title, own, book)
    return WordsRead(keys, tuple(rows), tuple(unused))


def _own_words(
    profile: Profile, told: Mapping[str, str | None], book: Rulebook, unread: Unread
) -> dict[str, Meant[Any] | None]:
    """What the fields of words but the level tell themselves."""
    found: dict[str, Meant[Any] | None] = {}
    for one in WORDS[1:]:
        if not one.several:
            found[one.name] = _tried(one.name, told[one.name], book, unread)
        else:
            found[one.name] = _specs(profile.specs, book, unread) if told[one.name] else None
    return found


def _of_title(
    title: Title | None, own: Mapping[str, Meant[Any] | None]
) -> dict[str, Meant[Any] | None]:
    """What a title tells of fields that tell nothing themselves."""
    if title is None:
        return {}
    return {
        name: Meant(meant.value, f"{_TITLE}: {meant.note}" if meant.note else _TITLE)
        for name, meant in title.told()
        if own[name] is None
    }


def _of_company(
    company: Company | None, own: Mapping[str, Meant[Any] | None]
) -> dict[str, Meant[Any] | None]:
    """The kind of employer that a company tells where nothing else does."""
    if company is None or company.employer is None or own["employer"] is not None:
        return {}
    return {"employer": Meant(company.employer, company.note)}


def _unused(
    told: Mapping[str, str | None],
    company: Company | None,
    title: Title | None,
    found: Mapping[str, Meant[Any] | None],
    book: Rulebook,
) -> Iterator[Unused]:
    """What was told and has no effect. found: what the fields tell themselves."""
    if told["company"] is not None and company is None:
        yield Unused(COMPANY_UNKNOWN, _as_kind(told["company"], book))
    kind, employer = company.employer if company else None, found["employer"]
    if kind is not None and employer is not None and employer.value != kind:
        yield Unused(COMPANY_OVERRULED, str(kind))
    if title is None:
        return
    if not title.ours:
        yield Unused(TITLE_UNREAD)
    other = ["an internship"] if title.refused else []
    other += [
        word.name
        for name, meant in title.told()
        if (told_own := found[name]) is not None and told_own.value != meant.value
        for word in (meant.value if isinstance(meant.value, tuple) else (meant.value,))
    ]
    if other:
        yield Unused(TITLE_OVERRULED, listed(other))


def _as_kind(text: str, book: Rulebook) -> str:
    """The kind of employer that was written where a company is meant; else empty."""
    try:
        meant = known_word("employer", text, book)
    except NotFoundError:
        return ""
    return str(meant.value) if meant else ""


def _company(told: dict[str, str | None], book: Rulebook) -> Company | None:
    """The company that is told; a name that is told as the kind of employer is one too."""
    name, employer = told["company"], told["employer"]
    if employer is not None and known_word("employer", employer, book) is not None:
        employer = None
    if name is None and employer is None:
        return None
    from mlsalary.reading.companies import read_company

    company = None if name is None else read_company(name, book)
    other = None if employer is None else read_company(employer, book)
    if other is not None and (name is None or other == company):
        told["company"], told["employer"] = name or employer, None
        return other
    return company


def _titled(text: str | None, company: str | None, book: Rulebook) -> Title | None:
    if text is None:
        return None
    from mlsalary.reading.ladders import ladder_of
    from mlsalary.reading.titles import read_title

    return read_title(text, ladder_of(company, book), book)


def _level(
    texts: Sequence[str | None], company: str | None, book: Rulebook, unread: Unread
) -> tuple[str | None, Meant[Word] | None]:
    """The first text that means a level, and the level. Behind the first are a company's words."""
    first: NotFoundError | None = None
    for at, text in enumerate(texts):
        if text is None:
            continue
        if company is None and (plain := known_word("level", text, book)) is not None:
            return text, plain
        from mlsalary.reading.levels import read_level

        try:
            return text, read_level(text, company, book, own=at > 0)
        except NotFoundError as error:
            if error.code != "level_not_found":
                raise
            first = first or error
    if first is not None:
        unread(first)
    return None, None


def _tried(field: str, text: str | None, book: Rulebook, unread: Unread) -> Meant[Word] | None:
    """The word that a field of one word holds."""
    if text is None:
        return None
    try:
        return _reader(field)(text, book)
    except NotFoundError as error:
        unread(error)
        return None


def _reader(field: str) -> Callable[[str, Rulebook], Meant[Word]]:
    """How the words of a field are read: by their spellings, or by a reader of its own."""
    if field == "degree":
        from mlsalary.reading.degrees import read_degree

        return read_degree
    if field == "role":
        from mlsalary.reading.roles import read_role

        return read_role
    return lambda text, book: _spelled(field, text, book)


def _spelled(field: str, text: str, book: Rulebook) -> Meant[Word]:
    found = known_word(field, text, book)
    if found is None:
        raise no_word(field, text, book)
    return found


def _told_specs(texts: Sequence[str], book: Rulebook) -> str | None:
    """The texts, where they tell specializations or that there are none."""
    said = [text for text in texts if folded(text) not in vocabulary(book).untold]
    return "; ".join(said) or None


def _specs(texts: Sequence[str], book: Rulebook, unread: Unread) -> Meant[tuple[Word, ...]] | None:
    """The specializations that are told; None where none of the words is known."""
    plain = [known_word("spec", text, book) for text in texts]
    if all(meant is not None and meant.note is None for meant in plain):
        found = {meant.value for meant in plain if meant}
        return Meant(tuple(one for one in vocabulary(book).words["spec"] if one in found))
    from mlsalary.reading.specs import read_specs

    specs = read_specs(texts, book)
    for unknown in specs.unknown:
        unread(no_word("spec", unknown, book))
    return None if specs.unknown and not specs.value else Meant(specs.value, specs.note)


def told_text(text: str | None, book: Rulebook) -> str | None:
    """A text that says something."""
    return None if text is None or is_nothing(text, book) else text.strip()


def how_read(field: str, typed: str | None, meant: Meant[Any] | None) -> Iterator[Read]:
    """The row on a field, where what was typed is not what it was read as."""
    if meant is None or not typed:
        return
    value = meant.value
    plain = [str(one) for one in value] if isinstance(value, tuple) else value
    same = [folded(part) for part in typed.split(";")] if isinstance(plain, list) else folded(typed)
    same_words = isinstance(plain, list) and sorted(plain) == sorted(same)
    if meant.note is None and (plain == same or same_words or _is_number(typed)):
        return
    yield Read(field, typed, str(plain) if isinstance(plain, Word) else plain, meant.note)


def _is_number(typed: str) -> bool:
    try:
        float(typed)
    except ValueError:
        return False
    return True
