"""Salary estimates for machine-learning engineers in the United States, with their sources.

    >>> from mlsalary import estimate
    >>> answer = estimate(years=5, metro="San Jose", spec="llm")
    >>> answer.base.p25 < answer.base.p50 < answer.base.p75  # US dollars a year
    True

A notebook shows an answer as the page of the command, and ``answer.to_frame()`` is a table of it.

``help(mlsalary.estimate)``, and likewise for each name of ``dir(mlsalary)``, says its units and
errors and has an example. ``__version__`` is the version that is installed. Names are imported on
first use, so that a script pays for what it touches.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlsalary.decisions.brief import Brief as Brief
    from mlsalary.decisions.brief import brief as brief
    from mlsalary.decisions.compare import Comparison as Comparison
    from mlsalary.decisions.compare import compare as compare
    from mlsalary.decisions.offer import JudgedOffer as JudgedOffer
    from mlsalary.decisions.offer import judge_offer as judge_offer
    from mlsalary.decisions.offers import OfferComparison as OfferComparison
    from mlsalary.decisions.offers import compare_offers as compare_offers
    from mlsalary.decisions.path import Path as Path
    from mlsalary.decisions.path import path as path
    from mlsalary.decisions.posted import PostedRange as PostedRange
    from mlsalary.decisions.posted import place_posted as place_posted
    from mlsalary.decisions.target import Target as Target
    from mlsalary.decisions.target import target as target
    from mlsalary.decisions.terms import Offer as Offer
    from mlsalary.engine import estimate as estimate
    from mlsalary.errors import BadDataError as BadDataError
    from mlsalary.errors import ColumnWarning as ColumnWarning
    from mlsalary.errors import MlsalaryError as MlsalaryError
    from mlsalary.errors import NotFoundError as NotFoundError
    from mlsalary.errors import UsageError as UsageError
    from mlsalary.frame import estimate_frame as estimate_frame
    from mlsalary.profile import Profile as Profile
    from mlsalary.results import Estimate as Estimate
    from mlsalary.rulebook import Rulebook as Rulebook

_HOMES = {
    "estimate": "mlsalary.engine",
    "Estimate": "mlsalary.results",
    "estimate_frame": "mlsalary.frame",
    "compare": "mlsalary.decisions.compare",
    "Comparison": "mlsalary.decisions.compare",
    "Offer": "mlsalary.decisions.terms",
    "judge_offer": "mlsalary.decisions.offer",
    "JudgedOffer": "mlsalary.decisions.offer",
    "compare_offers": "mlsalary.decisions.offers",
    "OfferComparison": "mlsalary.decisions.offers",
    "place_posted": "mlsalary.decisions.posted",
    "PostedRange": "mlsalary.decisions.posted",
    "target": "mlsalary.decisions.target",
    "Target": "mlsalary.decisions.target",
    "path": "mlsalary.decisions.path",
    "Path": "mlsalary.decisions.path",
    "brief": "mlsalary.decisions.brief",
    "Brief": "mlsalary.decisions.brief",
    "Profile": "mlsalary.profile",
    "Rulebook": "mlsalary.rulebook",
    "MlsalaryError": "mlsalary.errors",
    "NotFoundError": "mlsalary.errors",
    "UsageError": "mlsalary.errors",
    "BadDataError": "mlsalary.errors",
    "ColumnWarning": "mlsalary.errors",
}

__all__ = sorted([*_HOMES, "__version__"])


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("mlsalary")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'mlsalary' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
