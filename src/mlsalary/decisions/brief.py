"""One page for a negotiation: the range, the figures to bring, the offer, the seven points."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple, Unpack, overload

from mlsalary import values
from mlsalary.decisions.assumptions import assumed
from mlsalary.decisions.bls_points import BlsPoint, bls_points
from mlsalary.decisions.offer import JudgedOffer, judge_offer
from mlsalary.decisions.terms import Offer
from mlsalary.engine import estimate
from mlsalary.engine.specialization import guide_premium, measured_premium
from mlsalary.errors import UsageError
from mlsalary.profile import Profile, ProfileFields, priced_as
from mlsalary.reading.given import given
from mlsalary.reading.profile import bound
from mlsalary.results import Estimate, Notice, Source, contract, plain
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import guide_rows, sources_of
from mlsalary.sentences import reading
from mlsalary.sentences.brief import Facts, filled, push
from mlsalary.vocabulary import vocabulary


class BriefPoint(NamedTuple):
    """One of the guide's seven points. point: in general; said: for this profile. applies: whether
    the point is for such an employer; where not, only what is said holds."""

    id: int
    key: str
    point: str
    said: str
    sources: tuple[str, ...]
    applies: bool = True


@contract("mlsalary/brief/1")
class Brief(NamedTuple):
    """What to take to a negotiation: what ``brief`` gives. US dollars a year.

    profile: what was asked, with the place's own name.
    estimate: the range for it.
    bls: the two figures of BLS to bring, the floor and the aim.
    offer: your offer, judged; None where none was given.
    push: which part to ask for, in a sentence, where base stands far better than the total; else
        None.
    points: the guide's seven points, in general and for this profile.
    sources: every source that is cited, once.
    warnings: those of the estimate, or of the judged offer.

    >>> from mlsalary import Profile, brief
    >>> page = brief(Profile(years=5, metro="Austin"))
    >>> len(page.points), page.offer is None
    (7, True)
    """

    profile: Profile
    estimate: Estimate
    bls: tuple[BlsPoint, BlsPoint]
    offer: JudgedOffer | None
    push: str | None
    points: tuple[BriefPoint, ...]
    sources: tuple[Source, ...]
    warnings: tuple[Notice, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract of ``brief``."""
        return dict(plain(self))

    def records(self) -> list[dict[str, Any]]:
        """One row a point."""
        return [point._asdict() | {"sources": ";".join(point.sources)} for point in self.points]

    def to_frame(self, kind: values.FrameKind = "polars") -> Any:
        """The rows of ``records()`` as a Polars, pandas or PyArrow table."""
        return values.frame(self.records(), kind)


@overload
def brief(profile: Profile, offer: Offer | None = None, book: Rulebook | None = None) -> Brief: ...
@overload
def brief(
    *, offer: Offer | None = None, book: Rulebook | None = None, **fields: Unpack[ProfileFields]
) -> Brief: ...
def brief(
    profile: Profile | None = None,
    offer: Offer | None = None,
    book: Rulebook | None = None,
    **fields: Any,
) -> Brief:
    """Prepare a negotiation: the range, the figures to bring, your offer, seven points.

    The profile is a Profile, or its fields by name; left out, it is the offer's. Amounts are
    US dollars a year. offer: of the same profile, or None. book: the rulebook to price by; None is
    the shipped one. The points are the salary guide's, the two figures to bring are published by
    BLS; each names its source.

    Raises UsageError for an offer of another profile or one that cannot be read, and for a profile
    that cannot be priced, NotFoundError for a word, place or release that is not known, and
    BadDataError for a rulebook that cannot be used.

    >>> from mlsalary import Offer, Profile, brief
    >>> person = Profile(years=5, metro="Austin")
    >>> page = brief(person, Offer(person, base="170k"))
    >>> page.bls[0].low < page.estimate.total.p50, page.offer.terms.base
    (True, 170000.0)
    """
    if offer is not None and not isinstance(offer, Offer):
        raise values.wrong("offer", "an Offer", offer)
    if offer is not None and profile is None and not fields:
        profile = offer.profile
    profile, book = given("brief", profile, fields), Rulebook.given(book)
    if offer is not None and offer.profile != profile:
        raise UsageError(
            "other_profile", "The offer is for another profile. Brief for that profile instead."
        )
    priced = estimate(profile, book)
    profile = bound(profile, book)
    judged = judge_offer(offer, book) if offer is not None else None
    facts = _facts(profile, priced, judged, book)
    points = []
    for row in guide_rows(book, "negotiation"):
        said, cited = filled(row["key"], facts)
        points.append(
            BriefPoint(
                row["id"],
                row["key"],
                row["point"],
                said,
                tuple(dict.fromkeys((row["source"], *cited))),
                facts.private or row["key"] != "equity-terms",
            )
        )
    ids = [source.id for source in (judged or priced).sources]
    ids += [id_ for point in points for id_ in point.sources]
    ids += [id_ for figure in facts.bls for id_ in figure.sources]
    return Brief(
        profile=priced.profile,
        estimate=priced,
        bls=facts.bls,
        offer=judged,
        push=_push(judged, book) if judged else None,
        points=tuple(points),
        sources=sources_of(book, ids),
        warnings=(*reading.guesses(priced.read), *(judged or priced).warnings),
    )


def _facts(profile: Profile, priced: Estimate, judged: JudgedOffer | None, book: Rulebook) -> Facts:
    # the vocabulary's word, which knows its name: what is looked up by it is kept for all answers
    llm = next(word for word in vocabulary(book).words["spec"] if word == "llm")
    with_llm = replace(profile, spec=(*profile.specs, llm), premiums="guide")
    steps = (*priced.steps, *priced.total_steps)
    measured, stated = measured_premium(book, llm), guide_premium(book, llm)
    return Facts(
        estimate=priced,
        offer=judged,
        bls=bls_points(priced.place, book),
        with_llm=estimate(with_llm, book).base.p50,
        without_llm=estimate(replace(profile, spec=()), book).base.p50,
        guide_llm=(stated.low - 1, stated.high - 1),
        measured_llm=(measured.low - 1, measured.sources[0]) if measured else None,
        figures={row["key"]: row.get("figures", []) for row in guide_rows(book, "negotiation")},
        perks={row["id"]: row for row in guide_rows(book, "benefits")},
        guide=stated.sources[0],
        priced=tuple(dict.fromkeys(id_ for step in steps for id_ in step.sources)),
        private=_may_be_private(profile, judged, book),
    )


def _may_be_private(profile: Profile, judged: JudgedOffer | None, book: Rulebook) -> bool:
    """Whether the employer may be a company whose stock is not listed."""
    if judged is not None and judged.terms.grant and not judged.terms.liquid:
        return True
    kind = profile.employer and priced_as(profile.employer)
    return kind is None or kind in assumed(book, "unlisted")["may_be"]


def _push(judged: JudgedOffer, book: Rulebook) -> str | None:
    """Which part to ask for, where base stands far better than the total, which is not strong."""
    base, total = judged.percentile.base, judged.percentile.total
    if total is None or total > 75:
        return None
    apart = base - total >= assumed(book, "push")["points_apart"]
    usual, normal = judged.estimate.components, judged.normal_year
    bonus = normal.bonus if judged.assumed_bonus is None else judged.assumed_bonus
    lacks = {"equity": usual.equity - (normal.equity or 0.0), "bonus": usual.bonus - (bonus or 0.0)}
    asked = {ask.component for ask in judged.ask}
    open_to = [part for part in lacks if part in asked and lacks[part] > 0]
    if not (base > 75 or apart) or not open_to:
        return None
    return push(base, total, max(open_to, key=lambda part: lacks[part]))
