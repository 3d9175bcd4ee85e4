"""The guide's seven points, filled in for one profile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from mlsalary.figures import dollars, hundreds, month_name, percent, short_place, years
from mlsalary.results import Estimate
from mlsalary.sentences.offer import share

if TYPE_CHECKING:
    from mlsalary.decisions.bls_points import BlsPoint
    from mlsalary.decisions.offer import JudgedOffer
    from mlsalary.decisions.standing import Standing


ESTIMATE, BLS, GUIDE, ADS = "(est)", "(BLS)", "(guide)", "(ads)"
"""Marks behind a figure, which the end of the page resolves."""


class Facts(NamedTuple):
    """What the points are filled in with.

    bls: the floor and the aim. with_llm, without_llm: p50 of base with the guide's premium for
    LLMs added, and without any specialization. guide_llm: that premium, ends as shares;
    measured_llm: what job ads show, with its source, or None. figures: the guide's figures of a
    point, by its key. perks: rows of the guide's benefits by id. guide: the guide's source id;
    priced: those that the estimate's total rests on. private: whether the employer may be a
    company that is not listed.
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
    private: bool


Said = tuple[str, tuple[str, ...]]


def filled(key: str, facts: Facts) -> Said:
    """What one point means for this profile, and the sources of the figures in it."""
    return _POINTS[key](facts) if key in _POINTS else ("", ())


def _classifications(facts: Facts) -> Said:
    floor, aim = facts.bls
    here, there = short_place(floor.place), short_place(aim.place)
    where = f"for {here}, " if here == there else ""
    named = (f" ({here})", f" ({there})") if here != there else ("", "")
    low, high = f"{dollars(floor.low)}{named[0]}", f"{_upper(aim)}{named[1]}"
    as_of = f"{where}in {month_name(floor.dollars)} dollars {BLS}"
    base = facts.offer.terms.base if facts.offer else 0.0
    if above_bls(base, facts.bls):
        return (
            f"Your base is above both, {low} and {high}, {as_of}: use them only as a floor.",
            floor.sources,
        )
    if base > aim.low:
        high = f"above your base, up to {dollars(aim.high)}{named[1]}"
    return f"Floor {low}, aim {high}, {as_of}.", floor.sources


def above_bls(base: float, bls: tuple[BlsPoint, BlsPoint]) -> bool:
    """Whether a base is above the floor and the whole aim, whose upper end may not be published."""
    floor, aim = bls
    return base > max(floor.low, aim.high or aim.low)


def _upper(aim: BlsPoint) -> str:
    if aim.high is None:
        return f"{dollars(aim.low)} and more"
    return f"{dollars(aim.low)} to {dollars(aim.high)}"


def _impact(facts: Facts) -> Said:
    total = facts.estimate.total
    return (
        f"From the median to the 75th percentile is {hundreds(total.p75 - total.p50)} a year "
        f"{ESTIMATE}: show work worth a multiple of it. What it changed: …… (from …… to ……).",
        facts.priced,
    )


def _llm(facts: Facts) -> Said:
    low, high = facts.guide_llm
    claim = f"{percent(low)} to {percent(high)} {GUIDE}"
    ads = ""
    cited: tuple[str, ...] = (facts.guide,)
    if facts.measured_llm:
        effect, source = facts.measured_llm
        ads = f"; job ads show {percent(effect, sign=True)} {ADS}, so lead with what you ran"
        cited = (facts.guide, source)
    profile, now = facts.estimate.profile, facts.estimate.base.p50
    if "llm" in profile.specs and profile.premiums == "guide":
        said = (
            f"Priced in at {claim}: base {hundreds(now)}, not {hundreds(facts.without_llm)} "
            f"{ESTIMATE}"
        )
    elif facts.with_llm > now:
        said = (
            f"Not priced in: at {claim} base would be {hundreds(facts.with_llm)}, not "
            f"{hundreds(now)} {ESTIMATE}"
        )
    else:
        said = (
            f"It adds nothing here: {claim} is less than your own premium, and they do not add up"
        )
    return f"{said}{ads}.", (*cited, *facts.priced)


def _equity(facts: Facts) -> Said:
    said, cited = _grants(facts)
    lead = "" if facts.private else "Get the vesting and later grants (refreshers) in writing. "
    return f"{lead}{said}{_signing(facts.offer)}", cited


def _grants(facts: Facts) -> Said:
    offer, parts = facts.offer, facts.estimate.components
    if offer is not None and offer.terms.grant and not offer.terms.liquid:
        return (
            f"{hundreds(offer.illiquid)} a year of this offer cannot be sold. Ask for all shares "
            "outstanding, strike price, last valuation, preferences, and time to exercise.",
            (),
        )
    if offer is not None and offer.terms.grant:
        return _grant(offer, offer.terms.grant), ()
    if parts.illiquid:
        return (
            f"Such jobs come with some {hundreds(parts.illiquid)} a year in stock that cannot be "
            f"sold {ESTIMATE}: count it apart.",
            facts.priced,
        )
    if not parts.equity:
        return f"Such jobs come with no equity {ESTIMATE}.", facts.priced
    untold = "This offer's equity was not given. " if offer and offer.terms.grant is None else ""
    return (
        f"{untold}At the median equity is {hundreds(parts.equity)} of a normal year {ESTIMATE}. "
        "Compare grants by the year.",
        facts.priced,
    )


def _grant(offer: JudgedOffer, grant: float) -> str:
    """What the offer's grant brings by the year."""
    span, first = years(len(offer.terms.vesting)), offer.first_year.equity or 0.0
    if len(set(offer.terms.vesting)) == 1:
        brings = f"{dollars(first)} a year over {span}"
    else:
        brings = f"{dollars(first)} in the first year of {span}; ask to even it out at signing"
    return f"The grant of {dollars(grant)} brings {brings}. Ask what later grants usually add."


def _signing(offer: JudgedOffer | None) -> str:
    """What the signing bonus makes of the first year."""
    if offer is None or not offer.terms.signing:
        return ""
    signing = f" The signing bonus of {dollars(offer.terms.signing)} is paid once"
    if offer.liquid is None:
        return f"{signing}: it is in no normal year."
    return (
        f"{signing}: the first year brings {dollars(offer.first_year.liquid)}, a normal one "
        f"{dollars(offer.liquid)}."
    )


def push(base: float, total: float, part: str) -> str:
    """Where base stands well and the total does not: the part to ask for, percentiles 0 to 100."""
    ask = {"equity": "equity is not: ask for the grant", "bonus": "the bonus is not: ask for it"}
    if base > 75:
        return f"Base is strong ({share(base)}), {ask[part]}."
    return (
        f"Base stands above the total ({share(base)} and {share(total)}): ask for the "
        f"{'grant' if part == 'equity' else part}, not for base."
    )


def _end_to_end(facts: Facts) -> Said:
    phd = " Lead with what ran, not what was published."
    return (
        f"Whoever can is in the upper quarter: {hundreds(facts.estimate.total.p75)} and more in "
        f"total {ESTIMATE}. Have one example ready, from notebook to load and result."
        + (phd if facts.estimate.profile.degree == "phd" else ""),
        facts.priced,
    )


def _competing(facts: Facts) -> Said:
    total, offer = facts.estimate.total, facts.offer
    if offer is None:
        return (
            f"A total of {hundreds(total.p75)} or more a year is in the upper quarter {ESTIMATE}: "
            "name such an offer, in its parts.",
            facts.priced,
        )
    worth = max(total.p50, offer.liquid or 0.0)
    return (
        f"This one beats {_beats(offer.percentile)} {ESTIMATE}. Another above {hundreds(worth)} in "
        "a normal year is worth naming, in its parts.",
        facts.priced,
    )


def _beats(at: Standing) -> str:
    """How many it beats, by each premium where sources part."""
    own, of_base = (at.base, " in base") if at.total is None else (at.total, "")
    said = f"{share(own)} of comparable people{of_base}"
    if at.measured is None:
        return said
    other = at.measured.base if at.measured.total is None else at.measured.total
    return f"{said}, {share(other)} by the premium in job ads"


def _compute(facts: Facts) -> Said:
    compute, *_ = facts.figures["compute-and-publication"]
    return (
        f"Compute: {_span(compute)} a year; a conference: {_span(facts.perks['conference'])} "
        f"{GUIDE}. Get both in writing.",
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
