"""Kinds of employer, companies and their ladders: the words of the rulebook as tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from math import exp

from mlsalary.errors import NotFoundError
from mlsalary.profile import Word, priced_as
from mlsalary.reading.companies import FILE as COMPANIES
from mlsalary.reading.companies import company_key, near_companies, read_company
from mlsalary.reading.ladders import FILE as LADDERS
from mlsalary.reading.ladders import ladder_of, ladders
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import sources_of
from mlsalary.rulebook.model import UNKNOWN, Model
from mlsalary.spelling import nearest, quoted
from mlsalary.tables.result import Row, Table
from mlsalary.vocabulary import FILE as VOCABULARY
from mlsalary.vocabulary import vocabulary

_EXAMPLES = 6


def employers(book: Rulebook) -> Table:
    """The kinds of employer: what each is, examples, by whose figures it is priced, and its factors
    on base and on pay beyond base, beside an employer of unknown kind."""
    source = book.toml(VOCABULARY)["source"]
    about = {row["id"]: row.get("about") for row in book.toml(VOCABULARY)["employer"]}
    kinds = book.toml(COMPANIES)["kinds"]
    rows = tuple(
        {
            "employer": str(kind),
            "name": kind.name,
            "about": about.get(kind),
            "examples": list(islice(kinds.get(kind, ()), _EXAMPLES)),
            "companies": len(kinds.get(kind, ())),
            "priced_as": _like(kind),
            **_factors(kind, Model.of(book)),
            "evidence": book.toml(COMPANIES)["evidence"],
            "source": source,
        }
        for kind in vocabulary(book).words["employer"]
    )
    return Table("employers", rows, sources_of(book, [source, *Model.of(book).sources]))


def _factors(kind: Word, model: Model) -> Row:
    """Factors on base and on what is paid beyond it, and what they rest on."""
    base = model.constant(f"employer.{priced_as(kind)}.base")
    share, mean = (model.value(f"employer.{one}.share") for one in (priced_as(kind), UNKNOWN))
    return {"base": exp(base.value), "beyond_base": share / mean, "factors": base.kind}


def _like(kind: Word) -> str | None:
    other = priced_as(kind)
    return None if other == kind else str(other)


def companies(book: Rulebook, query: str | None) -> Table:
    """Every company that is listed, its kind of employer and its ladder; query: those alone whose
    name holds it, or the one that it is a name of. NotFoundError where there is none."""
    rows = [
        _company_row(name, kind, others, book)
        for kind, listed in book.toml(COMPANIES)["kinds"].items()
        for name, others in listed.items()
    ]
    if query is not None:
        rows = _asked(rows, query, book)
    return Table("companies", tuple(rows), sources_of(book, [book.toml(COMPANIES)["source"]]))


def _company_row(name: str, kind: str, others: Sequence[str], book: Rulebook) -> Row:
    table, ladder = book.toml(COMPANIES), ladder_of(name, book)
    return {
        "company": name,
        "employer": kind,
        "also": list(others),
        "ladder": ladder.row["id"] if ladder else None,
        **_own(name, Model.of(book)),
        "evidence": table["evidence"],
        "source": table["source"],
    }


def _own(name: str, model: Model) -> Row:
    """What a company's own reports say beside its kind, as factors on base by level and on what is
    paid beyond it; None where they are too few."""
    row = model.company(name)
    if row is None:
        return {"reports": None, "base": None, "beyond_base": None}
    base = {level: exp(log) for level, log in row["base"].items()}
    return {"reports": row["reports"], "base": base, "beyond_base": exp(row["beyond"])}


def _asked(rows: Sequence[Row], query: str, book: Rulebook) -> list[Row]:
    """The company of this name, listed or not, and those whose name holds it."""
    found, key = read_company(query, book), company_key(query, book)
    some = [
        row
        for row in rows
        if (found is not None and row["company"] == found.name)
        or any(key and key in company_key(name, book) for name in (row["company"], *row["also"]))
    ]
    if found is not None and all(row["company"] != found.name for row in some):
        some.insert(0, _company_row(found.name, str(found.employer), (), book))
    if not some:
        raise NotFoundError(
            "company_not_found",
            f"There is no company {quoted(query)} in the list.",
            near_companies(query, book),
        )
    return some


def ladder_table(book: Rulebook, query: str | None) -> Table:
    """What companies call the levels, a row a ladder and level; query: a company, for its ladder.

    NotFoundError where it has none.
    """
    source = book.toml(LADDERS)["source"]
    wanted = list(ladders(book).values())
    if query is not None:
        company = read_company(query, book)
        ladder = ladder_of(company.name if company else query, book)
        if ladder is None:
            names = {name.casefold(): name for one in wanted for name in one.row["companies"]}
            raise NotFoundError(
                "ladder_not_found", f"No ladder of {quoted(query)} is known.", nearest(query, names)
            )
        wanted = [ladder]
    rows = tuple(
        {
            "ladder": one.row["id"],
            "companies": list(one.row["companies"]),
            "level": str(level),
            "words": list(one.row[level]),
            "evidence": one.row["evidence"],
            "source": source,
        }
        for one in wanted
        for level in vocabulary(book).levels
        if one.row.get(level)
    )
    return Table("ladders", rows, sources_of(book, [source]))
