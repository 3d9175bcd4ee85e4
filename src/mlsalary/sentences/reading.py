"""What was told and has no effect, in a sentence each."""

from __future__ import annotations

from collections.abc import Iterable

from mlsalary.profile import Profile, named
from mlsalary.reading.profile import ProfileRead
from mlsalary.results import PLACE_FIELDS, Notice, Read
from mlsalary.spelling import quoted


def unused(code: str, profile: Profile) -> Notice:
    """The warning of one of the codes of ``reading.profile``."""
    says = {
        "role_not_priced": f"The role {named(profile.role or '')} has no figures of its own and "
        "is priced as an engineer.",
        "company_not_used": f"The company {quoted(profile.company)} moves nothing: a company only "
        "tells what its own words for levels mean, such as L5. Tell its kind with --employer.",
        "title_not_read": f"No role is read from the title {quoted(profile.title)}: it names no "
        "engineer and no scientist. Check that it is such a job.",
        "title_role_only": f"Of the title {quoted(profile.title)} only the role is read. Tell the "
        "level with --level, a specialization with --spec.",
    }
    return Notice(code, says[code])


def guesses(read: Iterable[Read]) -> tuple[Notice, ...]:
    """Of each field that can mean several things."""
    return tuple(guess(one) for one in read if one.note and one.field not in PLACE_FIELDS)


def notices(heard: ProfileRead) -> tuple[Notice, ...]:
    """What the reader should know of how a profile was read."""
    return (
        *guesses(heard.read),
        *(unused(code, heard.profile) for code in heard.unused),
    )


def guess(read: Read) -> Notice:
    """How a field was read that can mean several things, for an answer that has no list of them."""
    meant = ", ".join(read.as_) if isinstance(read.as_, list) else read.as_
    return Notice(
        f"{read.field}_read", f"{quoted(read.typed)} is read as {meant or 'none'}: {read.note}."
    )
