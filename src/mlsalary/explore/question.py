"""What stands in the form, and what the library answers; no widgets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mlsalary.errors import MlsalaryError
from mlsalary.profile import FIELDS, Profile
from mlsalary.rulebook import Rulebook

if TYPE_CHECKING:
    from mlsalary.decisions.compare import Comparison
    from mlsalary.decisions.offer import JudgedOffer
    from mlsalary.results import Estimate

PLACES_MOST = 30
"""How many places a ranking lists."""


class Asking(NamedTuple):
    """A session: the rulebook, the folder that was laid over it, and whether a saved profile or
    variables could mix with what a command is given."""

    book: Rulebook
    data: Path | None = None
    has_saved: bool = False


class Question(NamedTuple):
    """Texts as they were typed, by field of a profile and by part of an offer; nothing is empty."""

    fields: Mapping[str, str]
    parts: Mapping[str, str]

    @property
    def profile(self) -> Profile:
        """UsageError for what cannot stand in a profile."""
        return Profile(**self.fields)

    def estimate(self, book: Rulebook) -> Estimate:
        """The estimate. MlsalaryError as of ``mlsalary.estimate``."""
        from mlsalary.engine import estimate

        return estimate(self.profile, book)

    def ranking(self, book: Rulebook, *, real: bool) -> Comparison:
        """Every metro, by total or by what that buys. MlsalaryError as of ``mlsalary.compare``."""
        from mlsalary.decisions.compare import compare

        return compare(self.profile, by="metro", top=PLACES_MOST, real=real, book=book)

    def offer(self, book: Rulebook) -> JudgedOffer:
        """The verdict on the offer. MlsalaryError as of ``mlsalary.judge_offer``."""
        from mlsalary.decisions.offer import judge_offer
        from mlsalary.decisions.terms import Offer

        parts: dict[str, Any] = {
            name: True if text == ON else text for name, text in self.parts.items()
        }
        return judge_offer(Offer(self.profile, **parts), book)


ON = "\x00on"
"""What stands for a part that is ticked, which nobody can type."""


class Answer(NamedTuple):
    """What came of a question: an estimate, or what is wrong."""

    estimate: Estimate | None
    error: MlsalaryError | None

    @classmethod
    def to(cls, question: Question, book: Rulebook) -> Answer:
        """The answer; an error is one too."""
        try:
            return cls(question.estimate(book), None)
        except MlsalaryError as error:
            return cls(None, error)


def texts_of(profile: Profile) -> dict[str, str]:
    """The fields of a profile as somebody would type them, those that differ from none."""
    told = profile.to_dict()
    return {
        one.name: _text(told[one.name])
        for one in FIELDS
        if told[one.name] and told[one.name] != one.default
    } | ({"years": _text(profile.years)} if profile.years is not None else {})


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
