"""A profile in the words that were typed -> the same in keys of a rulebook, and how it was read.

The readers are imported where there is something to read: most questions are asked in keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from mlsalary.errors import NotFoundError
from mlsalary.profile import WORDS, Profile, Word
from mlsalary.reading.meant import Meant
from mlsalary.reading.words import is_nothing, known_word, no_word, word
from mlsalary.results import Read
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import folded
from mlsalary.vocabulary import vocabulary

Unread = Callable[[NotFoundError], None]
"""What becomes of an optional word that is not known: raised, or left out and remembered."""

_TEXTS = ("company", "title", *(one.name for one in WORDS[1:] if not one.several))
_DIGITS = 3  # of plain years, which need no reader
ROLE_UNPRICED = "role_not_priced"
COMPANY_UNUSED = "company_not_used"
TITLE_UNREAD = "title_not_read"
TITLE_ROLE_ONLY = "title_role_only"


class WordsRead(NamedTuple):
    """The words of a profile as keys, by field; how they were read, where they were none already;
    and the codes of what was told and has no effect."""

    keys: Mapping[str, Word | tuple[Word, ...] | None]
    read: tuple[Read, ...]
    unused: tuple[str, ...]


class ProfileRead(NamedTuple):
    """The profile whose words, years and month are bound; the place stays as typed."""

    profile: Profile
    read: tuple[Read, ...]
    unused: tuple[str, ...]


def bound(profile: Profile, book: Rulebook) -> Profile:
    """The profile whose words are keys that ``book`` has figures for; the place stays as typed.

    NotFoundError for the first word that is not known, UsageError for years or a month that are
    none.
    """
    return read_profile(profile, book).profile


def read_profile(profile: Profile, book: Rulebook) -> ProfileRead:
    """The same, with how it was read."""
    years, month = _years(profile, book), _month(profile, book)
    words = read_words(profile, (profile.level,), book, _raised)
    premiums = word("premiums", profile.premiums, book)
    keys: dict[str, Any] = {**words.keys, "premiums": premiums}
    read = replace(profile, years=years.value, as_of=month.value, **keys)
    typed = profile.years if isinstance(profile.years, str) else None
    said = [
        *_said("years", _told(typed, book), years),
        *words.read,
        *_said("as_of", _told(profile.as_of, book), month),
    ]
    return ProfileRead(read, tuple(said), words.unused)


def read_words(
    profile: Profile, levels: Sequence[str | None], book: Rulebook, unread: Unread
) -> WordsRead:
    """The words of a profile. levels: what is told of the level, the first that can be read counts.

    NotFoundError ``level_not_covered`` for a level that is understood and has no answer.
    """
    told = {name: _told(getattr(profile, name), book) for name in _TEXTS}
    company, title = told["company"], told["title"]
    told["level"], level = _level([_told(text, book) for text in levels], company, book, unread)
    found: dict[str, Meant[Any] | None] = {"level": level}
    for one in WORDS[1:]:
        if one.several:
            told[one.name] = _told("; ".join(profile.specs), book)
            found[one.name] = _specs(profile.specs, book, unread)
        else:
            found[one.name] = _tried(one.name, told[one.name], book, unread)
    titled = None if title is None else _titled(title, book)
    if found["role"] is None and titled is not None:
        found["role"], told["role"] = Meant(titled, "from the title"), title
    keys = {name: meant.value if meant else None for name, meant in found.items()}
    usual = vocabulary(book).words["role"][0]
    return WordsRead(
        keys=keys | {"role": keys["role"] or usual},
        read=tuple(row for name, meant in found.items() for row in _said(name, told[name], meant)),
        unused=tuple(_unused(profile, told, titled, keys["role"] or usual, book)),
    )


def _unused(
    profile: Profile,
    told: Mapping[str, str | None],
    titled: Word | None,
    role: Word,
    book: Rulebook,
) -> Iterator[str]:
    """What was told and has no effect; a profile that was read before has said it."""
    level_read, role_read = isinstance(profile.level, Word), isinstance(profile.role, Word)
    company, title = told["company"], told["title"]
    if role != vocabulary(book).words["role"][0]:
        yield ROLE_UNPRICED
    if company is not None and not (level_read or _is_own(told["level"], company, book)):
        yield COMPANY_UNUSED
    if title is None or role_read:
        return
    if titled is None:
        yield TITLE_UNREAD
    elif known_word("role", title, book) is None:
        yield TITLE_ROLE_ONLY


def _years(profile: Profile, book: Rulebook) -> Meant[float | None]:
    if not isinstance(profile.years, str):
        return Meant(profile.years)
    if profile.years.isascii() and profile.years.isdecimal() and len(profile.years) <= _DIGITS:
        return Meant(float(profile.years))
    from mlsalary.reading.years import read_years

    if is_nothing(profile.years, book):
        return Meant(None)
    return Meant(*read_years(profile.years, book))


def _month(profile: Profile, book: Rulebook) -> Meant[str | None]:
    text = _told(profile.as_of, book)
    if text is None:
        return Meant(None)
    from mlsalary.reading.days import read_month

    return Meant(*read_month(text, book))


def _level(
    texts: Sequence[str | None], company: str | None, book: Rulebook, unread: Unread
) -> tuple[str | None, Meant[Word] | None]:
    """The first text that means a level, and the level."""
    first: NotFoundError | None = None
    for text in filter(None, texts):
        from mlsalary.reading.levels import read_level

        try:
            return text, read_level(text, company, book)
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


def _titled(title: str, book: Rulebook) -> Word | None:
    from mlsalary.reading.roles import role_in_title

    return role_in_title(title, book)


def _specs(texts: Sequence[str], book: Rulebook, unread: Unread) -> Meant[tuple[Word, ...]]:
    plain = [known_word("spec", text, book) for text in texts]
    if all(meant is not None and meant.note is None for meant in plain):
        found = {meant.value for meant in plain if meant}
        return Meant(tuple(one for one in vocabulary(book).words["spec"] if one in found))
    from mlsalary.reading.specs import read_specs

    specs = read_specs(texts, book)
    for unknown in specs.unknown:
        unread(no_word("spec", unknown, book))
    return Meant(specs.value, specs.note)


def _is_own(level: str | None, company: str, book: Rulebook) -> bool:
    from mlsalary.reading.levels import companys_own

    return level is not None and companys_own(level, company, book) is not None


def _told(text: str | None, book: Rulebook) -> str | None:
    """A text that says something."""
    return None if text is None or is_nothing(text, book) else text.strip()


def _said(field: str, typed: str | None, meant: Meant[Any] | None) -> Iterator[Read]:
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


def _raised(error: NotFoundError) -> None:
    raise error
