"""The page of several offers: what each pays in which year, and how each stands in its own job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from mlsalary.figures import hundreds, listed, thousands
from mlsalary.render.page import Bands, Block, Column, Grid, Heading, Page, Paragraph, Stack
from mlsalary.render.pages.closing import closing
from mlsalary.render.pages.estimate import heading, place_note, profile_title
from mlsalary.render.pages.offer import offer_bands, standing_grid
from mlsalary.render.pages.offer_parts import echo, years_grid
from mlsalary.render.pages.real import NONE, cited_by, real_notes
from mlsalary.render.read_lines import read_lines
from mlsalary.render.view import FIRST_SCREEN, View
from mlsalary.results import CONTESTED
from mlsalary.sentences.offer import share

if TYPE_CHECKING:
    from mlsalary.decisions.offer import JudgedOffer
    from mlsalary.decisions.offers import OfferComparison, Sums


def page(result: OfferComparison, view: View = FIRST_SCREEN) -> Page:
    """The blocks of the page."""
    return list(_blocks(result, view))


def _blocks(result: OfferComparison, view: View) -> Iterator[Block]:
    yield _heading(result, view)
    yield Paragraph(_verdict(result), "strong")
    if view.document:
        yield _ranges(result)
    real = _shows_real(result, view)
    yield _table(result, real=real)
    yield Stack([Paragraph(_offered(one, result)) for one in result.offers])
    if view.explain:
        for one in result.offers:
            yield Heading(one.name or "", rank=2)
            yield Paragraph(one.said)
            yield standing_grid(one)
            yield years_grid(one, whole=True)
    noted = [Paragraph(text, "note") for text in _notes(result, view, real=real)]
    read = [
        line
        for one in result.offers
        for line in read_lines((*one.estimate.read, *one.read), one.name)
    ]
    if read or noted:
        yield Stack((*read, *noted))
    yield from closing(view, cited_by(result.offers, result.sources, real=real))


def _ranges(result: OfferComparison) -> Bands:
    """Each offer in the range of its own job: of the total, or of base where that is judged."""
    bands = [offer_bands(one).bands[-1] for one in result.offers]
    named = zip(result.offers, bands, strict=True)
    return Bands([replace(band, short=one.name or "") for one, band in named], headlines=False)


def _shows_real(result: OfferComparison, view: View) -> bool:
    """Whether what pay buys stands beside it: always where offers are in several places."""
    return view.real or len({one.estimate.place.code for one in result.offers}) > 1


def _heading(result: OfferComparison, view: View) -> Heading:
    """What all the jobs share, and whose dollars they are in."""
    shared = [part for part in _job(result.offers[0]) if _shared(part, result)]
    money = {heading(one.estimate).lead for one in result.offers}
    title = view.job(" · ".join((f"{len(result.offers)} offers", *shared)))
    return Heading(title, money.pop() if len(money) == 1 else "")


def _job(offer: JudgedOffer) -> list[str]:
    return profile_title(offer.profile).split(" · ")


def _shared(part: str, result: OfferComparison) -> bool:
    return all(part in _job(one) for one in result.offers)


def _verdict(result: OfferComparison) -> str:
    """Which pays most, as far as that can be said, and which stands highest in its own job."""
    by = "pay" if all(one.liquid is not None for one in result.yearly[-1].offers) else "base"
    also = "also " if result.best_standing == _surely_best(result) else ""
    return (
        f"{_pays_most(result)} {result.best_standing} {also}stands highest among people in its "
        f"own job by {by}."
    )


def _ranked(result: OfferComparison) -> tuple[list[Sums], list[Sums]]:
    """What they pay in all, the most first: those whose equity was given, and the others."""
    offers = sorted(result.yearly[-1].offers, key=lambda one: one.least, reverse=True)
    told = [one for one in offers if one.liquid is not None]
    return told, [one for one in offers if one.liquid is None]


def _surely_best(result: OfferComparison) -> str | None:
    """The one that pays most whatever was not given; None where that is open."""
    told, untold = _ranked(result)
    if not untold:
        return told[0].name
    alone = len(untold) == 1 and bool(told) and untold[0].least > told[0].least
    return untold[0].name if alone else None


def _pays_most(result: OfferComparison) -> str:
    told, untold = _ranked(result)
    best, span = _surely_best(result), f"over {result.yearly[-1].year} years"
    if best is not None:
        first, second, *_ = sorted((*told, *untold), key=lambda one: one.least, reverse=True)
        least = "at least " if untold else ""
        more = hundreds(first.least - second.least)
        return (
            f"{best} pays most {span}: {least}{hundreds(first.least)}, {least}{more} more than "
            f"{second.name}."
        )
    open_ = f"Which pays most {span} is open: the equity of {listed([u.name for u in untold])} was"
    if not told:
        return f"{open_} not given."
    first, other = told[0], untold[0]
    apart = first.least - other.least
    way = "less" if apart >= 0 else "more"
    return (
        f"{open_} not given. {first.name} pays {hundreds(first.least)}, {other.name} at least "
        f"{hundreds(other.least)}, which is at {'most' if apart >= 0 else 'least'} "
        f"{hundreds(abs(apart))} {way}."
    )


def _table(result: OfferComparison, *, real: bool) -> Grid:
    years = [one.year for one in result.yearly]
    rows, sentences = [], []
    for place, offer in enumerate(result.offers):
        each, whole = _paid(result, place)
        at, verdict, ask = _judged(offer)
        buys = _buys(offer)
        rows.append((offer.name or "", *each, whole, *((buys,) if real else ()), at, verdict, ask))
        said = ", ".join(f"year {year} {paid}" for year, paid in zip(years, each, strict=True))
        more = "" if ask == "-" else f", {ask} a year to the 75th percentile"
        bought = f"; a normal year buys {buys}" if real and buys != NONE else ""
        sentences.append(
            f"{offer.name}: {verdict}, beats {at}{more}; {said}; together {whole}{bought}."
        )
    untold = any(one.liquid is None for one in result.offers)
    typical = [one.name or "" for one in result.offers if one.assumed_bonus]
    captions = [
        "Liquid pay by year. Beats: within its own job and employer.",
        "+: at least, for equity was not given and base alone is judged." if untold else "",
        "Buys: a normal year at national prices, before taxes." if real else "",
        f"With the typical bonus, as none was given: {listed(typical)}." if typical else "",
    ]
    return Grid(
        "",
        (
            Column("Offer"),
            *(
                Column(f"Year {year}", numeric=True, rank=0 if year == 1 else 5 if year > 4 else 3)
                for year in years
            ),
            Column("Sum", numeric=True),
            *((Column("Buys", numeric=True, rank=1),) if real else ()),
            Column("Beats", numeric=True),
            Column("Verdict"),
            Column("To 75th/yr", numeric=True, rank=4),
        ),
        rows,
        sentences=sentences,
        caption="\n".join(one for one in captions if one),
    )


def _buys(offer: JudgedOffer) -> str:
    """What a normal year buys; at least that of base, where equity was not given."""
    real = offer.real_offer
    if real is None:
        return NONE
    return f"{thousands(real.base)}+" if real.liquid is None else thousands(real.liquid)


def _paid(result: OfferComparison, place: int) -> tuple[list[str], str]:
    """Each year's liquid pay, and all of them; at least that, where equity was not given."""
    sums = [one.offers[place] for one in result.yearly]
    plus = "" if sums[-1].liquid is not None else "+"
    until = [0.0, *(one.least for one in sums)]
    each = [after - before for before, after in pairwise(until)]
    return [f"{thousands(amount)}{plus}" for amount in each], f"{thousands(until[-1])}{plus}"


def _judged(offer: JudgedOffer) -> tuple[str, str, str]:
    """Whom it beats, its verdict, and what a year of it lacks to the 75th percentile."""
    at = offer.percentile.base if offer.percentile.total is None else offer.percentile.total
    lacks = next((ask.a_year for ask in offer.ask if ask.to == "p75"), None)
    return share(at), offer.verdict, "-" if lacks is None else f"+{thousands(lacks)}"


def _offered(offer: JudgedOffer, result: OfferComparison) -> str:
    """The offer as it was read, with what its job has of its own."""
    name = (offer.name or "").casefold()
    own = [part for part in _job(offer) if not _shared(part, result) and part.casefold() != name]
    return f"{offer.name}{f' ({listed(own)})' if own else ''}: {echo(offer.terms)}"


def _notes(result: OfferComparison, view: View, *, real: bool) -> Sequence[str]:
    """The warnings of the offers, but for what the table's own lines say; with --explain what is in
    no figure too."""
    said = {"equity_not_told", "bonus_assumed", CONTESTED}
    places = dict.fromkeys(place_note(one.estimate) for one in result.offers)
    bought = _bought_notes(result) if real else []
    found = [note for note in (*bought, _by_job_ads(result), *places) if note]
    found += [one.message for one in result.warnings if one.code not in said or view.explain]
    if view.explain:
        found += dict.fromkeys(one.message for offer in result.offers for one in offer.notes)
    return found


def _bought_notes(result: OfferComparison) -> list[str]:
    known = next((one for one in result.offers if one.prices_of), result.offers[0])
    return real_notes([(one.estimate.place, one) for one in result.offers], known)


def _by_job_ads(result: OfferComparison) -> str:
    """Whom each offer beats by the premium that job ads show, where the guide's is contested."""
    beats = [
        f"{one.name} beats {share(other.base if other.total is None else other.total)}"
        for one in result.offers
        if (other := one.percentile.measured)
    ]
    return f"The guide's premiums count here; by those in job ads {listed(beats)}." if beats else ""
