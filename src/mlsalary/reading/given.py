"""What a caller in Python asks about: a Profile, or its fields by name; never both."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from mlsalary import values
from mlsalary.errors import UsageError
from mlsalary.figures import listed
from mlsalary.profile import FIELDS, Profile
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import folded, nearest, quoted
from mlsalary.vocabulary import FILE

NAMES = tuple(one.name for one in FIELDS)


def given(function: str, profile: object, fields: Mapping[str, Any]) -> Profile:
    """The profile that ``function`` was asked about.

    UsageError for both, for a field that there is not, and for what is not a Profile.
    """
    require_known(function, fields, NAMES)
    if profile is None:
        return Profile(**fields)
    if not isinstance(profile, Profile):
        raise not_one(function, "a Profile", profile)
    require_one(function, "a Profile", fields)
    return profile


def require_known(function: str, fields: Collection[str], known: Collection[str]) -> None:
    """UsageError ``unknown_field`` for the first that is not known, with what may be meant."""
    for name in fields:
        if name not in known:
            meant = nearest(name, known) or _meant(name)
            hint = f" Did you mean {listed(meant, 'or')}?" if meant else ""
            raise UsageError(
                "unknown_field", f"{function} has no field {quoted(name)}.{hint}", meant
            )


def require_one(function: str, kind: str, fields: Collection[str]) -> None:
    """UsageError ``given_twice`` where fields stand beside what they are the fields of."""
    if fields:
        names = listed([*fields])
        raise UsageError(
            "given_twice",
            f"{function} was given {kind} and {names}: give {kind} or fields by name, not both.",
        )


def not_one(function: str, kind: str, value: object) -> UsageError:
    """The error of a value that stands where a Profile or an Offer does."""
    what = f"{kind}, or fields by name such as years=5"
    return UsageError("bad_argument", f"{function} takes {what}, not {values.kind(value)}.")


def _meant(name: str) -> tuple[str, ...]:
    """The field whose option has this other name."""
    also: Mapping[str, list[str]] = Rulebook.shipped().toml(FILE).get("options", {}).get("also", {})
    return tuple(field for field, others in also.items() if folded(name) in others)
