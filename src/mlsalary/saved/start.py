"""Where a question starts from: the environment's variables, and beneath them the saved profile."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any, NamedTuple

from mlsalary.errors import MlsalaryError
from mlsalary.profile import FIELDS, Profile
from mlsalary.results import SAVED
from mlsalary.rulebook import Rulebook
from mlsalary.saved.config import saved_values

VARIABLES = {one.name: f"MLSALARY_{one.name.upper()}" for one in FIELDS}
"""Field of a profile -> the variable of the environment that fills it."""
_SAME_AS: Mapping[str, tuple[str, ...]] = {
    "metro": ("state",),
    "state": ("metro",),
    "employer": ("company",),
}
"""Field -> what it replaces besides itself. A place that is given is the whole place: Boston is not
in a saved Texas."""
_TELLING = ("title", "company")
_TOLD = ("level", "role", "spec", "employer")
"""Fields that may tell others, and those."""


class Start(NamedTuple):
    """values: field -> what fills it where nothing else is given. origins: field -> where that is
    from, ``SAVED`` or a variable. left_out: what is not used, as a field that is given says it in
    another way."""

    values: Mapping[str, Any]
    origins: Mapping[str, str]
    left_out: Mapping[str, Any] = MappingProxyType({})

    def beneath(self, given: Mapping[str, Any], book: Rulebook) -> Start:
        """What is left of it where these fields are given."""
        others = said_by(given, self.values, book) - given.keys()
        kept = self.only(self.values.keys() - given.keys() - others)
        left_out = {name: self.values[name] for name in others & self.values.keys()}
        return kept._replace(left_out={**self.left_out, **left_out})

    def in_use(self, profile: Mapping[str, Any]) -> set[str]:
        """The fields that a profile has from here."""
        return {name for name, value in self.values.items() if profile[name] == value}

    def only(self, names: Collection[str]) -> Start:
        """These fields of it."""
        kept = {name: value for name, value in self.values.items() if name in names}
        return self._replace(values=kept, origins={name: self.origins[name] for name in kept})


NOTHING = Start({}, {})


def start(book: Rulebook) -> Start:
    """What this user's questions start from. BadDataError for a configuration with a fault."""
    told = from_environment(os.environ)
    beneath = saved().beneath(told.values, book)
    return Start({**beneath.values, **told.values}, {**beneath.origins, **told.origins})


def saved() -> Start:
    """What is saved alone. BadDataError for a configuration with a fault."""
    values = saved_values()
    return Start(values, dict.fromkeys(values, SAVED))


def from_environment(environment: Mapping[str, str]) -> Start:
    """What the variables say; an empty one says nothing."""
    values = {
        name: environment[variable]
        for name, variable in VARIABLES.items()
        if environment.get(variable, "").strip()
    }
    return Start(values, {name: VARIABLES[name] for name in values})


def said_by(given: Mapping[str, Any], asked: Collection[str], book: Rulebook) -> set[str]:
    """What these fields say besides themselves, as far as it is among ``asked``: a title its level,
    a listed company its kind."""
    found = {other for name in given for other in _SAME_AS.get(name, ())}
    telling = {name: given[name] for name in _TELLING if name in given}
    if telling and not set(_TOLD).isdisjoint(asked):
        from mlsalary.reading.profile import read_profile

        with suppress(MlsalaryError):  # whoever prices it says what is wrong with it
            read = read_profile(Profile(**telling), book).profile
            found |= {name for name in _TOLD if getattr(read, name)}
    return found & set(asked)
