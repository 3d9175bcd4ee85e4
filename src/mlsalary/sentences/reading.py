"""What was told and has no effect, in a sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mlsalary.figures import listed
from mlsalary.profile import Profile, named
from mlsalary.reading.profile import ProfileRead
from mlsalary.reading.told_words import TITLE_UNREAD, Unused
from mlsalary.results import COMPANY_UNKNOWN, PLACE_FIELDS, Notice, Read
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import quoted

_KIND_UNKNOWN = "so its kind of employer is unknown. Give it with --employer."
_OTHER_JOB = "does not name a job in machine learning, data science or software"


def unused(one: Unused, profile: Profile, near: Iterable[str] = ()) -> Notice:
    """The warning on what was told and has no effect. near: companies that may have been meant."""
    title, company = quoted(profile.title), quoted(profile.company)
    kind, meant = named(profile.employer or ""), listed([*near], "or")
    if one.code == COMPANY_UNKNOWN and one.meant:
        done = f"Your kind of employer is used: {kind}" if kind else f"Use --employer {one.meant}"
        return Notice(one.code, f"{company} is a kind of employer, not a company. {done}.")
    says = {
        "company_unknown": f"The company {company} is not in our list, "
        + (f"so your kind of employer is used: {kind}." if kind else _KIND_UNKNOWN)
        + (f" Did you mean {meant}?" if meant else ""),
        "company_overruled": f"{profile.company} is listed as {one.meant}, but you gave "
        f"{profile.employer}, which is used.",
        "title_not_read": f"The title {title} does not name a job in machine learning, data "
        "science or software, so it is ignored. Check that it is such a job.",
        "title_overruled": f"The title {title} says {one.meant}, but what you gave is used.",
    }
    return Notice(one.code, says[one.code])


def ignored(heard: ProfileRead, book: Rulebook) -> Iterator[Notice]:
    """What was told and has no effect; of a company that is not listed those that come near."""
    for one in heard.unused:
        near: tuple[str, ...] = ()
        if one.code == COMPANY_UNKNOWN and heard.profile.company:
            from mlsalary.reading.companies import near_companies

            near = near_companies(heard.profile.company, book)
        yield unused(one, heard.profile, near)


def no_level(read: ProfileRead) -> str:
    """Why a title tells no level, as the end of a sentence; nothing where none is told."""
    if not read.profile.title:
        return ""
    other = any(one.code == TITLE_UNREAD for one in read.unused)
    why = _OTHER_JOB if other else "does not name a level"
    return f", and the title {quoted(read.profile.title)} {why}"


def guesses(read: Iterable[Read]) -> tuple[Notice, ...]:
    """Of each field that can mean several things."""
    return tuple(guess(one) for one in read if one.note and one.field not in PLACE_FIELDS)


def notices(heard: ProfileRead, book: Rulebook) -> tuple[Notice, ...]:
    """What the reader should know of how a profile was read."""
    return (*guesses(heard.read), *ignored(heard, book))


def guess(read: Read) -> Notice:
    """How a field was read that can mean several things, for an answer that has no list of them."""
    meant = ", ".join(read.as_) if isinstance(read.as_, list) else read.as_
    if isinstance(meant, float):
        meant = f"{meant:g}"
    return Notice(
        f"{read.field}_read", f"{quoted(read.typed)} is read as {meant or 'none'}: {read.note}."
    )
