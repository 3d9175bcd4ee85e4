"""The rulebook as tables: every row with the source of its figures."""

from __future__ import annotations

from mlsalary.errors import NotFoundError, UsageError
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import quoted, unknown
from mlsalary.tables.result import Table

ABOUT = {
    "percentiles": "national wage percentiles of two occupations, annual and hourly",
    "experience": "base bands by level, and the BLS percentiles they are pegged to",
    "states": "annual mean wage by state, guide and BLS",
    "metros": "annual mean wage by metropolitan and nonmetropolitan area, guide and BLS",
    "specializations": "what each specialization is said to add, and what others measured",
    "compensation": "equity, totals at major employers, signing bonuses",
    "benefits": "compute credits, conferences, research time",
    "career": "the management ladder, the research track, growth claims",
    "outlook": "growth of employment, ML pay against the data-scientist median",
    "negotiation": "the seven points",
    "employers": "the kinds of employer, with examples, and how each is priced",
    "companies": "companies by name and their kind of employer: table companies [NAME]",
    "ladders": "what companies call their levels: table ladders [COMPANY]",
    "sources": "where every figure comes from",
    "area": "all occupations and percentiles of one area: table area NAME",
    "places": "what a typed place means: table places QUERY",
    "coverage": "how many areas BLS publishes, and what stands in for the others",
}


def table(
    book: Rulebook,
    name: str | None,
    query: str | None = None,
    *,
    source: str | None = None,
    state: str | None = None,
    sort: str | None = None,
    top: int | None = None,
) -> Table:
    """One table by name, or the list of them for None.

    query: a place, for ``area`` and ``places``; a company, for ``companies`` and ``ladders``. The
    other arguments are for states and metros.
    NotFoundError for a name that is not known, UsageError for what a table cannot do.
    """
    from mlsalary.tables import areas, guide, words  # the engine, for factors beside the wages

    if name is None:
        rows = tuple({"name": key, "about": text, "source": None} for key, text in ABOUT.items())
        return Table("tables", rows)
    if name not in ABOUT:
        raise unknown(NotFoundError, "table_not_found", "table", name, list(ABOUT))
    _fits(name, query, {"--source": source, "--state": state, "--sort": sort, "--top": top})
    if name in areas.KINDS:
        letters = None if state is None else areas.state_letters(book, state)
        return areas.area_table(book, name, source=source, state=letters, sort=sort, top=top)
    if name == "area":
        return areas.one_area(book, query or "")
    if name == "places":
        return areas.typed_place(book, query or "")
    if name == "employers":
        return words.employers(book)
    if name == "companies":
        return words.companies(book, query)
    if name == "ladders":
        return words.ladder_table(book, query)
    if name == "coverage":
        return areas.coverage(book)
    return guide.sources_table(book) if name == "sources" else guide.guide_table(book, name)


def _fits(name: str, query: str | None, options: dict[str, object]) -> None:
    """Refuse an argument or an option that the table would ignore."""
    asks = name in ("area", "places")
    may_ask = name in ("companies", "ladders")
    if asks and not query:
        raise UsageError("query_missing", f'Say which place, such as: table {name} "San Jose".')
    given = [option for option, value in options.items() if value is not None]
    if given and name not in ("states", "metros"):
        raise UsageError(
            "option_not_for_table",
            f"{given[0]} is for the tables states and metros, not for {name}. Leave it out.",
        )
    if query and not (asks or may_ask):
        raise UsageError(
            "query_not_for_table",
            f"The table {name} takes no further word: leave {quoted(query)} out.",
        )
