"""A career from now on: pay by years, the guide's claim on growth, and the ladders beyond."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple, Unpack, overload

from mlsalary import values
from mlsalary.decisions.assumptions import assumed
from mlsalary.decisions.real import PricesOf, Real, bought, prices_of, real_columns
from mlsalary.engine import estimate, price
from mlsalary.profile import Profile, ProfileFields
from mlsalary.reading.given import given
from mlsalary.reading.profile import read_profile
from mlsalary.results import (
    Notice,
    Place,
    Priced,
    Range,
    Source,
    contract,
    plain,
)
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import guide_rows, sources_of
from mlsalary.rules import offer as formulas
from mlsalary.sentences import offer as sentences
from mlsalary.sentences import reading


class PathRow(NamedTuple):
    """Pay at so many years of experience, US dollars a year.

    levels: the probability of each. price_parity … real: what that pay buys in the place, as in
    ``Bought``.
    """

    years: float
    base: Range
    total: Range
    levels: dict[str, float]
    price_parity: float | None
    housing_parity: float | None
    housing_apart: bool | None
    prices: str | None
    real: Real | None


class Growth(NamedTuple):
    """By which share the p50 of base grows from no experience to so many years."""

    years: float
    share: float


class Claim(NamedTuple):
    """The guide's claim on growth from entry to senior, next to what the model says.

    Shares of base. modelled: at the years that the guide names. reached: the first whole years at
    which the model's p50 has grown by the guide's low and high share, None where not ``within``.
    """

    years_low: float
    years_high: float
    low: float
    high: float
    modelled: tuple[Growth, ...]
    reached: tuple[int | None, int | None]
    within: int
    note: str | None
    sources: tuple[str, ...]


class Rung(NamedTuple):
    """A step of a ladder beyond the levels of experience, here; ranges None where nobody says."""

    ladder: str
    title: str
    level: str | None
    base: Range | None
    total: Range | None
    note: str | None
    sources: tuple[str, ...]


@contract("mlsalary/path/1")
class Path(NamedTuple):
    """Pay from now on, a row a year, in today's dollars: growth of pay over time is left out.

    What ``path`` gives. US dollars a year.

    dollars: the month, YYYY-MM, in whose US dollars every amount stands.
    profile: what was asked, with the place's own name.
    place: the area whose wages are used.
    rows: base, total and the probability of each level, by years of experience.
    claim: the guide's claim on growth from entry to senior, next to what the model says.
    ladders: the steps beyond the levels of experience.
    prices_of: the year of the prices, and the id of their source; None where the place has none.
    sources: every source that is cited, once.
    warnings: of the first row's estimate, and of a level that was left aside.

    >>> from mlsalary import Profile, path
    >>> rows = path(Profile(years=3, metro="Boston")).rows
    >>> rows[0].years, rows[1].years
    (3.0, 4.0)
    """

    dollars: str
    profile: Profile
    place: Place
    rows: tuple[PathRow, ...]
    claim: Claim
    ladders: tuple[Rung, ...]
    prices_of: PricesOf | None
    sources: tuple[Source, ...]
    warnings: tuple[Notice, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract of ``path``."""
        return dict(plain(self))

    def records(self) -> list[dict[str, Any]]:
        """One row a year, percentiles and levels as columns."""
        from mlsalary.results import pay_columns

        levels = dict.fromkeys(level for row in self.rows for level in row.levels)
        return [
            {"years": row.years}
            | pay_columns(row.base, row.total)
            | real_columns(row)
            | {f"p_{level}": row.levels.get(level, 0.0) for level in levels}
            for row in self.rows
        ]

    def to_frame(self, kind: values.FrameKind = "polars") -> Any:
        """The rows of ``records()`` as a Polars, pandas or PyArrow table."""
        return values.frame(self.records(), kind)


@overload
def path(profile: Profile, book: Rulebook | None = None) -> Path: ...
@overload
def path(*, book: Rulebook | None = None, **fields: Unpack[ProfileFields]) -> Path: ...
def path(profile: Profile | None = None, book: Rulebook | None = None, **fields: Any) -> Path:
    """Follow a career: base and total by years of experience, from the profile's own to twenty.

    The profile is a Profile, or its fields by name. Amounts are US dollars a year, of today. A
    level in the profile is left aside, with a warning: a path follows the years, from 0 where none
    are given. book: the rulebook to price by; None is the shipped one. The claim on growth and the
    ladders are the salary guide's, and cite it.

    Raises NotFoundError for a word, place or release that is not known, UsageError for a profile
    that cannot be priced, and BadDataError for a rulebook that cannot be used.

    >>> from mlsalary import path
    >>> rows = path(metro="Boston").rows
    >>> rows[0].base.p50 < rows[-1].base.p50
    True
    """
    book = Rulebook.given(book)
    heard = read_profile(given("path", profile, fields), book)
    profile = heard.profile
    length = assumed(book, "path")
    start = profile.experience or 0.0
    person = replace(profile, level=None, years=start)
    most = book.toml("limits.toml")["years_most"]
    end = min(max(length["to_years"], start + length["years_least"]), max(most, start))
    first = estimate(person, book)
    answers = [_at(person, start + step, book) for step in range(int(end - start) + 1)]
    claim, ladders = _claim(person, book), _ladders(person, book)
    cited = [source.id for source in first.sources]  # the same at all years
    prices = prices_of([first.place], book)
    cited += [prices.source] if prices else []
    cited += [id_ for rung in ladders for id_ in rung.sources] + list(claim.sources)
    aside = (sentences.level_left_aside(profile.level),) if profile.level else ()
    return Path(
        dollars=first.dollars,
        profile=replace(first.profile, years=profile.experience),
        place=first.place,
        rows=tuple(
            PathRow(
                start + step,
                one.base,
                one.total,
                one.levels,
                *bought(one.place, one.base, one.total, book),
            )
            for step, one in enumerate(answers)
        ),
        claim=claim,
        ladders=ladders,
        prices_of=prices,
        sources=sources_of(book, cited),
        warnings=(*reading.notices(heard, book), *aside, *first.warnings),
    )


def _at(person: Profile, years: float, book: Rulebook) -> Priced:
    return price(replace(person, years=years), book)


def _claim(person: Profile, book: Rulebook) -> Claim:
    rows = {row["id"]: row for row in guide_rows(book, "career")}
    years, share = rows["entry-to-senior-years"], rows["entry-to-senior-growth"]
    entry = _at(person, 0, book).base.p50

    def grown(after: float) -> float:
        return float(formulas.growth(_at(person, after, book).base.p50, entry))

    within = int(assumed(book, "path")["to_years"])
    growths = [grown(after) for after in range(within + 1)]
    reached = [
        next((after for after, grew in enumerate(growths) if grew >= share[end]), None)
        for end in ("low", "high")
    ]
    return Claim(
        years["low"],
        years["high"],
        share["low"],
        share["high"],
        tuple(Growth(years[end], grown(years[end])) for end in ("low", "high")),
        (reached[0], reached[1]),
        within,
        share.get("note"),
        (str(share["source"]),),
    )


def _ladders(person: Profile, book: Rulebook) -> tuple[Rung, ...]:
    rungs = []
    for row in guide_rows(book, "career"):
        if row["track"] == "growth":
            continue
        level = row.get("level")
        priced = price(replace(person, level=level, years=None), book) if level else None
        rungs.append(
            Rung(
                row["track"],
                row["title"],
                level,
                priced.base if priced else None,
                priced.total if priced else None,
                row.get("note"),
                (row["source"],),
            )
        )
    return tuple(rungs)
