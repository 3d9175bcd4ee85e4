"""The guide's seven points, filled in for one profile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from mlsalary.figures import dollars, hundreds, percent, stands
from mlsalary.results import Estimate

if TYPE_CHECKING:
    from mlsalary.decisions.bls_points import BlsPoint
    from mlsalary.decisions.offer import JudgedOffer, Standing


class Facts(NamedTuple):
    """What the points are filled in with.

    bls: the floor and the aim. with_llm, without_llm: p50 of base with the guide's premium for
    LLMs added, and without any specialization. guide_llm: that premium, ends as shares;
    measured_llm: what job ads show, with its source, or None. figures: the guide's figures of a
    point, by its key. perks: rows of the guide's benefits by id. guide: the guide's source id;
    priced: those that the estimate's total rests on.
    """

    estimate: Estimate
    offer: JudgedOffer | None
    bls: tuple[BlsPoint, BlsPoint]
    with_llm: float
    without_llm: float
    guide_llm: tuple[float, float]
    measured_llm: tuple[float, str] | None
    figures: dict[str, list[dict[str, Any]]]
    perks: dict[str, dict[str, Any]]
    guide: str
    priced: tuple[str, ...]

    @property
    def cited(self) -> str:
        """The estimate's sources, as they stand behind a figure."""
        return f"[{', '.join(self.priced)}]"


Said = tuple[str, tuple[str, ...]]


def filled(key: str, facts: Facts) -> Said:
    """What one point means for this profile, and the sources of the figures in it."""
    return _POINTS[key](facts) if key in _POINTS else ("", ())


def _classifications(facts: Facts) -> Said:
    floor, aim = facts.bls
    top = f"to {dollars(aim.high)}" if aim.high else "and more"
    quoted = facts.figures["two-classifications"]
    here = floor.place == aim.place
    said = (
        f"Bring {dollars(floor.low)}, the median of data scientists"
        f"{'' if here else f' ({floor.place})'}, as the floor, and {dollars(aim.low)} {top}, "
        f"software developers' p75 to p90{'' if here else f' ({aim.place})'}, as the aim"
        f"{f', both for {aim.place}' if here else ''} [{floor.sources[0]}]. The guide quotes the "
        f"nation: {' and '.join(_span(one) for one in quoted)} [{facts.guide}]."
    )
    return said, (*floor.sources, facts.guide)


def _impact(facts: Facts) -> Said:
    total = facts.estimate.total
    gap = total.p75 - total.p50
    return (
        f"From the middle to p75 is {hundreds(gap)} a year {facts.cited}. Name a change in "
        "revenue, cost or use that your work made and that is worth a multiple of it: ____ went "
        "from ____ to ____.",
        facts.priced,
    )


def _llm(facts: Facts) -> Said:
    low, high = facts.guide_llm
    claim = f"the guide's {low * 100:.0f} to {high * 100:.0f}% [{facts.guide}]"
    ads = ""
    cited: tuple[str, ...] = (facts.guide,)
    if facts.measured_llm:
        effect, source = facts.measured_llm
        ads = (
            f" Job ads show {percent(effect, sign=True)} with the level held fixed [{source}], so "
            "bring what you have run in production, not the title."
        )
        cited = (facts.guide, source)
    profile, now = facts.estimate.profile, facts.estimate.base.p50
    if "llm" in profile.specs and profile.premiums == "guide":
        said = (
            f"Priced in: base p50 {hundreds(now)} against {hundreds(facts.without_llm)} for a "
            f"generalist {facts.cited}, by {claim}."
        )
    elif facts.with_llm > now:
        said = (
            f"Not priced in. If you have run LLMs in production, say so: with {claim} base p50 "
            f"would be {hundreds(facts.with_llm)} instead of {hundreds(now)} {facts.cited}."
        )
    else:
        said = (
            f"It adds nothing here: your own premium is above {claim}, and the two do not add up."
        )
    return said + ads, (*cited, *facts.priced)


def _equity(facts: Facts) -> Said:
    offer, parts = facts.offer, facts.estimate.components
    if offer is not None and offer.terms.grant and not offer.terms.liquid:
        return (
            f"{hundreds(offer.illiquid)} a year of this offer cannot be sold. Ask for the number "
            "of shares and of all shares, the strike price, the last valuation, the liquidation "
            "preferences, and how long you may exercise after leaving.",
            (),
        )
    if offer is not None and offer.terms.grant:
        years = len(offer.terms.vesting)
        first, average = offer.first_year.equity, offer.normal_year.equity
        schedule = f"{dollars(average)} a year over {years} years"
        if first != average:
            schedule = (
                f"{dollars(first)} in the first year against {dollars(average)} in an average one "
                f"of {years}; ask for a signing bonus that evens it out"
            )
        return (
            f"The grant of {dollars(offer.terms.grant)} brings {schedule}. "
            "Ask what later grants usually add, since none is counted here.",
            (),
        )
    if parts.illiquid:
        return (
            f"Such a job comes with some {hundreds(parts.illiquid)} a year in stock that cannot "
            f"be sold {facts.cited}. Ask for strike price, vesting and liquidation preferences, "
            "and count it apart.",
            facts.priced,
        )
    return (
        f"At p50 equity is {hundreds(parts.equity)} of a normal year {facts.cited}. Compare "
        "grants by what a year brings, not by their whole worth, and ask for the vesting schedule.",
        facts.priced,
    )


def _end_to_end(facts: Facts) -> Said:
    total = facts.estimate.total
    phd = " With a PhD, lead with what ran, not with what was published."
    return (
        f"Someone who takes a model all the way to a service belongs in the upper quarter: "
        f"{hundreds(total.p75)} and more in total, {hundreds(total.p90)} at p90 {facts.cited}. "
        "Have one example ready, from notebook to load and result."
        + (phd if facts.estimate.profile.degree == "phd" else ""),
        facts.priced,
    )


def _competing(facts: Facts) -> Said:
    total = facts.estimate.total
    if facts.offer is None:
        return (
            f"A total of {hundreds(total.p75)} or more in a normal year is in the upper quarter "
            f"{facts.cited}: name such an offer openly, in its parts.",
            facts.priced,
        )
    liquid = facts.offer.liquid
    upper = (
        "" if liquid > total.p75 else f"; above {hundreds(total.p75)} it is in the upper quarter"
    )
    return (
        f"This offer stands {_stands(facts.offer.percentile)} {facts.cited}. Another one "
        f"above {hundreds(max(total.p50, liquid))} in a normal year is worth naming, in its "
        f"parts{upper}.",
        facts.priced,
    )


def _stands(at: Standing) -> str:
    """Where the normal year stands, by each premium where sources part."""
    if at.measured is None:
        return stands(at.total)
    return f"{stands(at.total)}, {stands(at.measured.total)} by the premium that job ads show,"


def _compute(facts: Facts) -> Said:
    compute, *_ = facts.figures["compute-and-publication"]
    credits_, talks = facts.perks["compute-credits"], facts.perks["conference"]
    return (
        f"Training compute: {_span(compute)} a year, by the guide's section on negotiation, and "
        f"{_span(credits_)} by the one on benefits; a conference {_span(talks)} "
        f"[{facts.guide}]. None of it is salary. Have the right to publish written down.",
        (facts.guide,),
    )


def _span(row: dict[str, Any]) -> str:
    more = " or more" if row.get("open") else ""
    low, high = dollars(row["low"]), dollars(row["high"])
    return f"{low}{more}" if low == high else f"{low} to {high}{more}"


_POINTS: dict[str, Callable[[Facts], Said]] = {
    "two-classifications": _classifications,
    "business-impact": _impact,
    "llm-premium": _llm,
    "equity-terms": _equity,
    "research-to-production": _end_to_end,
    "competing-offers": _competing,
    "compute-and-publication": _compute,
}
