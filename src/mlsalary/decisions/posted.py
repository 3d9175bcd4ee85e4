"""A posted salary range: where the profile lands in it, whom it is for, how wide it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple, Unpack, overload

from mlsalary import values
from mlsalary.decisions.assumptions import assumed
from mlsalary.decisions.bls_points import BlsPoint, bls_points
from mlsalary.decisions.standing import percentile
from mlsalary.engine import estimate
from mlsalary.figures import Amount, Dollars
from mlsalary.profile import Profile, ProfileFields
from mlsalary.reading.amounts import read_range
from mlsalary.reading.given import given
from mlsalary.results import Estimate, Notice, Range, Read, Source, contract, plain
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import sources_of
from mlsalary.rules import offer as formulas
from mlsalary.sentences import offer as sentences
from mlsalary.vocabulary import vocabulary


class Ends(NamedTuple):
    """The posted range, US dollars of base a year."""

    low: Dollars
    high: Dollars


class EndRanks(NamedTuple):
    """Percentiles of the two ends, 0 to 100."""

    low: float
    high: float


class Ranks(NamedTuple):
    """Percentiles of the two ends, 0 to 100.

    measured: the same by the measured premium, where that and the guide's part; else None.
    """

    low: float
    high: float
    measured: EndRanks | None


class Width(NamedTuple):
    """How wide the range is over its middle, and how wide such ranges usually are."""

    share: float
    norm_low: float
    norm_high: float
    sources: tuple[str, ...]


class Spanned(NamedTuple):
    """A level in this place and specialization. spanned: its p50 lies in the posted range."""

    level: str
    base: Range
    spanned: bool


@contract("mlsalary/posted/1")
class PostedRange(NamedTuple):
    """A posted range of base against the estimate: what ``place_posted`` gives.

    US dollars of base a year.

    profile: what was asked, with the place's own name.
    posted: low and high.
    read: how they were read where they were not given by the year.
    lands: how far through the range the profile's p25, p50 and p75 of base lie, as a percentage;
        below 0 and above 100 are outside it.
    percentile: of low and high among comparable people, 0 to 100; by the measured premium too.
    verdict: the same in a sentence.
    levels: every level here, and whether its p50 lies in the range.
    width: how wide the range is over its middle, and how wide such ranges usually are.
    bls: the two figures of BLS to bring.
    estimate: the range that the posted one is held against.
    sources: every source that is cited, once.
    warnings: those of the estimate.

    >>> from mlsalary import Profile, place_posted
    >>> found = place_posted("130-242k", Profile(years=5, metro="San Jose"))
    >>> found.posted.low, found.posted.high
    (130000.0, 242000.0)
    """

    profile: Profile
    posted: Ends
    read: tuple[Read, ...]
    lands: dict[str, float]
    percentile: Ranks
    verdict: str
    levels: tuple[Spanned, ...]
    width: Width
    bls: tuple[BlsPoint, ...]
    estimate: Estimate
    sources: tuple[Source, ...]
    warnings: tuple[Notice, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract of ``offer --posted``."""
        return dict(plain(self))

    def records(self) -> list[dict[str, Any]]:
        """One row a level."""
        return [
            {"level": one.level} | one.base._asdict() | {"spanned": one.spanned}
            for one in self.levels
        ]

    def to_frame(self, kind: values.FrameKind = "polars") -> Any:
        """The rows of ``records()`` as a Polars, pandas or PyArrow table."""
        return values.frame(self.records(), kind)


@overload
def place_posted(written: str, profile: Profile, book: Rulebook | None = None) -> PostedRange: ...
@overload
def place_posted(
    written: str, *, book: Rulebook | None = None, **fields: Unpack[ProfileFields]
) -> PostedRange: ...
def place_posted(
    written: str, profile: Profile | None = None, book: Rulebook | None = None, **fields: Any
) -> PostedRange:
    """Say where a profile lands in a posted range of base salary, such as ``130k-242k``.

    The profile is a Profile, or its fields by name. Amounts are US dollars a year. book: the
    rulebook to price by; None is the shipped one. How wide such ranges usually are is a cited
    finding; ``width.sources`` names it.

    Raises UsageError (``bad_range``, ``bad_money``) for a range that cannot be read and for a
    profile that cannot be priced, NotFoundError for a word, place or release that is not known,
    and BadDataError for a rulebook that cannot be used.

    >>> from mlsalary import place_posted
    >>> found = place_posted("130k-242k", years=5, metro="San Jose")
    >>> found.lands["p25"] < found.lands["p50"] < found.lands["p75"]  # per cent of the way
    True
    """
    profile, book = given("place_posted", profile, fields), Rulebook.given(book)
    written = values.text("The posted range", written) or ""
    low, high, note = read_range(written, "The posted range", book)
    priced = estimate(profile, book)
    other = priced.measured
    lands = {
        name: float(formulas.way_through(getattr(priced.base, name), low, high))
        for name in ("p25", "p50", "p75")
    }
    levels = tuple(_levels(profile, low, high, book))
    norm = assumed(book, "posted")["norm"]
    width = Width(
        float(formulas.range_width(low, high)), norm["low"], norm["high"], (norm["source"],)
    )
    points = bls_points(priced.place, book)
    cited = [source.id for source in priced.sources] + [norm["source"]]
    cited += [id_ for point in points for id_ in point.sources]
    return PostedRange(
        profile=priced.profile,
        posted=Ends(low, high),
        read=(Read("posted", str(written), [Amount(low), Amount(high)], note),) if note else (),
        lands=lands,
        percentile=Ranks(
            percentile(low, priced.base),
            percentile(high, priced.base),
            other and EndRanks(percentile(low, other.base), percentile(high, other.base)),
        ),
        verdict=sentences.posted_verdict(priced.base, low, high, lands["p50"])
        + (_by_measured(other.base.p50, low, high) if other else ""),
        levels=levels,
        width=width,
        bls=points,
        estimate=priced,
        sources=sources_of(book, cited),
        warnings=priced.warnings,
    )


def _by_measured(middle: float, low: float, high: float) -> str:
    return sentences.posted_measured(middle, float(formulas.way_through(middle, low, high)))


def _levels(profile: Profile, low: float, high: float, book: Rulebook) -> list[Spanned]:
    found = []
    for level in vocabulary(book).levels:
        base = estimate(replace(profile, level=level, years=None), book).base
        found.append(Spanned(level, base, low <= base.p50 <= high))
    return found
