"""What a rule is handed: one profile, bound to the words and the figures of a rulebook."""

from __future__ import annotations

from typing import NamedTuple

from mlsalary.places.located import NATIONAL, Located
from mlsalary.profile import Profile
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import RUNGS, Model


class Case(NamedTuple):
    """A profile whose words are keys of the rulebook, and the place that it names.

    model: the rulebook's own constants, or those that are tried in its place.
    """

    profile: Profile
    book: Rulebook
    model: Model
    found: Located = NATIONAL

    @property
    def levels(self) -> tuple[str, ...]:
        """The level that counts on each rung of the individual ladder: the rung's own, or the given
        one on all of them, so that it does not matter how the years would share a person out."""
        given = self.profile.level
        return RUNGS if given is None else (given,) * len(RUNGS)
