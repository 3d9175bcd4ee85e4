"""The rulebook as tables: every row with the source of its figures."""

from __future__ import annotations

from mlsalary.errors import NotFoundError, UsageError
from mlsalary.figures import listed
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import one_line, one_of, quoted
from mlsalary.tables.result import Table

ABOUT = {
    "percentiles": "national wages of two occupations, a year and an hour",
    "experience": "base by level, and the BLS percentiles it moves with",
    "states": "mean wage by state, guide and BLS",
    "metros": "mean wage by metro and nonmetropolitan area, guide and BLS",
    "specializations": "what each is said to add, and what others measured",
    "compensation": "equity, totals at major employers, signing bonuses",
    "benefits": "compute credits, conferences, research time",
    "career": "the management ladder, the research track, growth claims",
    "outlook": "employment growth, ML pay compared with data scientists'",
    "negotiation": "the guide's seven points",
    "employers": "the kinds of employer, and how each is priced",
    "companies": "companies and their kind of employer: companies [NAME]",
    "ladders": "what companies call their levels: ladders [COMPANY]",
    "sources": "where every figure comes from",
    "area": "all wages in one area: area NAME",
    "places": "what a typed place means: places QUERY",
    "prices": "price parities by area, and whose stand in: prices [PLACE]",
    "coverage": "how many areas BLS publishes, and what stands in",
}

_OF_AREAS = ("states", "metros")
_TAKEN_BY = {
    "--source": _OF_AREAS,
    **dict.fromkeys(("--state", "--sort", "--top"), (*_OF_AREAS, "prices")),
}
"""The tables that take an option."""
_MAY_ASK = ("companies", "ladders", "prices")
"""The tables that may be asked about one thing."""


def narrowed_by(name: str | None) -> tuple[str, ...]:
    """The arguments by which a table shows other rows, those of one thing first."""
    asks = ("query",) if name in _MAY_ASK else ()
    return asks + tuple(option[2:] for option in ("--state", "--sort") if name in _TAKEN_BY[option])


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

    query: a place, for ``area``, ``places`` and ``prices``; a company, for ``companies`` and
    ``ladders``. source is for states and metros, the others are for these and prices.
    NotFoundError for a name that is not known, UsageError for what a table cannot do.
    """
    from mlsalary.tables import (
        areas,
        guide,
        prices,
        words,
    )  # the engine, for factors beside the wages

    options: dict[str, object] = {
        "--source": source,
        "--state": state,
        "--sort": sort,
        "--top": top,
    }
    if name is None:
        _fits("the list of them", None, options)
        rows = tuple({"name": key, "about": text, "source": None} for key, text in ABOUT.items())
        return Table("tables", rows)
    name = one_of(NotFoundError, "table_not_found", "table", name, list(ABOUT))
    _fits(name, query, options)
    letters = None if state is None else areas.state_letters(book, state)
    if name in areas.KINDS:
        return areas.area_table(book, name, source=source, state=letters, sort=sort, top=top)
    if name == "prices":
        return prices.price_table(book, query, state=letters, sort=sort, top=top)
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
    may_ask = name in _MAY_ASK
    if asks and not query:
        raise UsageError("missing_argument", f'Say which place, such as: table {name} "San Jose".')
    for option in (option for option, value in options.items() if value is not None):
        takers = _TAKEN_BY[option]
        if name not in takers:
            raise UsageError(
                "option_not_for_table",
                f"{option} is for the tables {listed(takers)}, not for {name}. Leave it out.",
            )
        if query and may_ask:
            raise UsageError(
                "option_not_for_table",
                f"{option} is for all of {name}, not for one place. Leave one of them out.",
            )
    if query and not (asks or may_ask):
        shown = f'"{one_line(query)}"' if " " in query else one_line(query)
        one_area = f" For one area: mlsalary table area {shown}" if name in _OF_AREAS else ""
        raise UsageError(
            "query_not_for_table",
            f"The table {name} takes no further word: leave {quoted(query)} out.{one_area}",
        )
