"""What to ask for: by how much one component alone would have to rise."""

from __future__ import annotations

from typing import Literal, NamedTuple

from mlsalary.decisions.assumptions import assumed, judgement
from mlsalary.decisions.terms import Terms, Year, years_shown
from mlsalary.figures import Dollars
from mlsalary.results import Estimate, Range
from mlsalary.rulebook import Rulebook
from mlsalary.rules import offer as formulas
from mlsalary.rules.operations import Floats

Component = Literal["equity", "bonus", "base"]
To = Literal["p50", "p75"]
Of = Literal["total", "base"]
_M = Floats()


class Ask(NamedTuple):
    """A rise of one component that alone brings the offer to a percentile.

    to, of: the percentile, and whether it is that of the total or, where no equity was told, of
    base. amount: US dollars in which the component is stated: equity as a whole grant, bonus and
    base a year. a_year: what it adds to a normal year. sources: whose judgment the order is.
    """

    component: Component
    to: To
    of: Of
    amount: Dollars
    a_year: Dollars
    sources: tuple[str, ...]


def asks(
    terms: Terms, normal: Year, bonus_share: float, priced: Estimate, book: Rulebook
) -> tuple[Ask, ...]:
    """What each component alone would have to rise by, up to p50 and up to p75.

    Of the total; where no equity was told base is asked for, up to the same of base. A component
    that such jobs do not pay and the offer does not have is left out, and so is equity that cannot
    be sold or that ends before a normal year is over. Nothing is asked for where an offer as good
    as stands at a percentile. bonus_share: by which the bonus follows base,
    0 where it does not.
    """
    if normal.liquid is None:
        return tuple(
            Ask("base", to, "base", gap, gap, (judgement(book),))
            for to, gap in _gaps(terms.base, priced.base, book)
        )
    parts = priced.components
    shown = years_shown(book)
    share = formulas.normal_share(terms.vesting, shown)
    lasts = formulas.years_earned(terms.vesting) >= shown
    open_to = {
        "equity": terms.liquid and lasts and bool(terms.grant or parts.equity > 0),
        "bonus": bool(terms.bonus or parts.bonus > 0),
        "base": True,
    }
    found = []
    for to, gap in _gaps(normal.liquid, priced.total, book):
        amounts = {
            "equity": formulas.grant_for(gap, share) if open_to["equity"] else 0.0,
            "bonus": gap,
            "base": formulas.base_for(gap, bonus_share),
        }
        found += [
            Ask(component, to, "total", float(amounts[component]), gap, (judgement(book),))
            for component in assumed(book, "ask")["cheapest_first"]
            if open_to[component]
        ]
    return tuple(found)


def _gaps(have: float, among: Range, book: Rulebook) -> list[tuple[To, float]]:
    """What is missing to each goal, unless it is too little to ask for."""
    least = assumed(book, "ask")["least"]
    goals: tuple[tuple[To, float], ...] = (("p50", among.p50), ("p75", among.p75))
    gaps = [(to, wanted, float(formulas.missing(wanted, have, _M))) for to, wanted in goals]
    return [(to, gap) for to, wanted, gap in gaps if gap > 0 and gap >= least * wanted]
