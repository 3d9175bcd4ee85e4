"""What was told and has no effect, in a sentence each."""

from __future__ import annotations

from collections.abc import Iterable

from mlsalary.figures import listed
from mlsalary.profile import Profile, named
from mlsalary.reading.profile import ProfileRead
from mlsalary.reading.told_words import TITLE_UNREAD, Unused
from mlsalary.results import PLACE_FIELDS, Notice, Read
from mlsalary.spelling import quoted


def unused(one: Unused, profile: Profile, near: Iterable[str] = ()) -> Notice:
    """The warning on what was told and has no effect. near: companies that may have been meant."""
    title, company = quoted(profile.title), quoted(profile.company)
    kind, meant = named(profile.employer or ""), listed([*near], "or")
    says = {
        "company_unknown": f"The company {company} is not in the list; its kind of employer is "
        + (f"what was told: {kind}." if kind else "unknown. Tell it with --employer.")
        + (f" Did you mean {meant}?" if meant else ""),
        "company_overruled": f"{profile.company} is listed as {one.meant}; the kind that was told "
        f"holds: {profile.employer}.",
        "title_not_read": f"Nothing is read from the title {title}: it names no job in machine "
        "learning, data science or software. Check that it is such a job.",
        "title_overruled": f"The title {title} says {one.meant}; what was told holds.",
    }
    return Notice(one.code, says[one.code])


def no_level(read: ProfileRead) -> str:
    """Why a title tells no level, as the end of a sentence; nothing where none is told."""
    if not read.profile.title:
        return ""
    other = any(one.code == TITLE_UNREAD for one in read.unused)
    why = "names no job in machine learning, data science or software" if other else "tells none"
    return f", and the title {quoted(read.profile.title)} {why}"


def guesses(read: Iterable[Read]) -> tuple[Notice, ...]:
    """Of each field that can mean several things."""
    return tuple(guess(one) for one in read if one.note and one.field not in PLACE_FIELDS)


def notices(heard: ProfileRead) -> tuple[Notice, ...]:
    """What the reader should know of how a profile was read."""
    return (
        *guesses(heard.read),
        *(unused(one, heard.profile) for one in heard.unused),
    )


def guess(read: Read) -> Notice:
    """How a field was read that can mean several things, for an answer that has no list of them."""
    meant = ", ".join(read.as_) if isinstance(read.as_, list) else read.as_
    return Notice(
        f"{read.field}_read", f"{quoted(read.typed)} is read as {meant or 'none'}: {read.note}."
    )
