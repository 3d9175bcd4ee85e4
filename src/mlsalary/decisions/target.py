"""An amount to reach: where it stands today, and which single change would make it the median."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, Unpack, overload

from mlsalary import values
from mlsalary.decisions.compare import every
from mlsalary.decisions.real import PricesOf, Real, bought, prices_of, real_columns
from mlsalary.decisions.standing import percentile
from mlsalary.engine import employer, estimate
from mlsalary.engine.measured import by_measured
from mlsalary.engine.working import Working, work
from mlsalary.errors import UsageError
from mlsalary.figures import Dollars
from mlsalary.profile import WORDS, Profile, ProfileFields
from mlsalary.reading.amount_text import Written
from mlsalary.reading.amounts import names_base, read_money
from mlsalary.reading.given import given
from mlsalary.reading.profile import read_profile
from mlsalary.results import Notice, Place, Range, Source, contract, plain
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import sources_of
from mlsalary.rulebook.model import RUNGS
from mlsalary.sentences import reading

Of = Literal["total", "base"]
_WORDS = tuple(one.name for one in WORDS if one.name not in ("degree", "role"))
# a degree takes years, another role is another job
_KINDS = (*((name, name) for name in _WORDS), ("metro", "metro"), ("metro", "nonmetro"))
"""What is changed, and every one of which kind is tried."""
if TYPE_CHECKING:
    Field: TypeAlias = str
else:
    Field = Literal[(*_WORDS, "metro")]  # so that a schema lists them


class Change(NamedTuple):
    """One change to the profile, and the p50 that it would have, US dollars a year.

    measured: p50 by the measured premium, where that and the guide's part. assumed: whether no
    reported pay stands behind the change, such as to a kind of employer that nobody reported from.
    price_parity … real: what that pay buys in its place, as in ``Bought``.
    """

    change: str
    field: Field
    to: str
    p50: Dollars
    measured: Dollars | None
    assumed: bool
    price_parity: float | None
    housing_parity: float | None
    housing_apart: bool | None
    prices: str | None
    real: Real | None


class ByMeasured(NamedTuple):
    """Where the amount stands by the measured premium, 0 to 100, and p50 by it."""

    percentile: float
    p50: Dollars


@contract("mlsalary/target/1")
class Target(NamedTuple):
    """An amount of total compensation, or of base, against the profile today.

    What ``target`` gives. US dollars a year.

    amount: what is to be reached.
    of: ``total`` or ``base``.
    dollars: the month, YYYY-MM, in whose US dollars every amount stands.
    profile: what was asked, with the place's own name.
    place: the area whose wages are used.
    percentile: of the amount among comparable people, 0 to 100.
    p50: theirs.
    measured: both by the measured premium, where that and the guide's part; else None.
    price_parity, housing_parity, housing_apart, prices, real: what theirs buys
        in that place, as in ``Bought``.
    changes: every single change whose p50 reaches the amount, nearest first; empty where p50
        reaches it already.
    tried: how many changes were tried.
    best: the change that comes highest, reaching it or not.
    prices_of: the year of the prices, and the id of their source; None where no place has any.
    sources: every source that is cited, once.
    warnings: those of the estimate for today.

    >>> from mlsalary import Profile, target
    >>> found = target("300k", Profile(years=4, metro="Denver"))
    >>> found.amount, len(found.changes) < found.tried
    (300000.0, True)
    """

    amount: Dollars
    of: Of
    dollars: str
    profile: Profile
    place: Place
    percentile: float
    p50: Dollars
    measured: ByMeasured | None
    price_parity: float | None
    housing_parity: float | None
    housing_apart: bool | None
    prices: str | None
    real: Real | None
    changes: tuple[Change, ...]
    tried: int
    best: Change | None
    prices_of: PricesOf | None
    sources: tuple[Source, ...]
    warnings: tuple[Notice, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract of ``target``."""
        return dict(plain(self))

    def records(self) -> list[dict[str, Any]]:
        """One row a change."""
        nested = ("housing_apart", "prices", "real")
        return [
            {name: value for name, value in change._asdict().items() if name not in nested}
            | real_columns(change)
            for change in self.changes
        ]

    def to_frame(self, kind: values.FrameKind = "polars") -> Any:
        """The rows of ``records()`` as a Polars, pandas or PyArrow table."""
        return values.frame(self.records(), kind)


@overload
def target(
    amount: Written, profile: Profile, *, base: bool = False, book: Rulebook | None = None
) -> Target: ...
@overload
def target(
    amount: Written,
    *,
    base: bool = False,
    book: Rulebook | None = None,
    **fields: Unpack[ProfileFields],
) -> Target: ...
def target(
    amount: Written,
    profile: Profile | None = None,
    *,
    base: bool = False,
    book: Rulebook | None = None,
    **fields: Any,
) -> Target:
    """Say where an amount of total compensation (or of base) stands, and what would reach it.

    The profile is a Profile, or its fields by name. Amounts are US dollars a year, ``300k`` or a
    number. Every other level, specialization, kind of employer and area is tried, one change at a
    time. book: the rulebook to price by; None is the shipped one. Sources are those of the
    estimate.

    Raises UsageError for an amount that cannot be read and for a profile that cannot be priced,
    NotFoundError for a word, place or release that is not known, and BadDataError for a rulebook
    that cannot be used.

    >>> from mlsalary import target
    >>> found = target("300k", years=4, metro="Denver")
    >>> all(change.p50 >= 300_000 for change in found.changes)
    True
    """
    book = Rulebook.given(book)
    heard = read_profile(given("target", profile, fields), book)
    profile = heard.profile
    written = values.amount("The target", amount) or 0
    of: Of = "base" if values.flag("base", base) or names_base(written) else "total"
    wanted = read_money(written, "The target", book)
    if wanted <= 0:
        raise UsageError("bad_money", "A target needs an amount above zero, such as 300k.")
    today = estimate(profile, book)
    pay = getattr(today, of)
    other: Range | None = today.measured and getattr(today.measured, of)
    tried = list(_tried(profile, of, today.place, book))
    reaching = [one for one in tried if one.p50 >= wanted] if pay.p50 < wanted else []
    reaching.sort(key=lambda one: one.p50)
    best = max(tried, key=lambda one: one.p50, default=None)
    changes = tuple(_change(one, of, book) for one in reaching)
    places = [today.place, *(one.worked.case.found.place for one in reaching)]
    prices = prices_of(places, book)
    cited = [source.id for source in today.sources] + ([prices.source] if prices else [])
    return Target(
        amount=wanted,
        of=of,
        dollars=today.dollars,
        profile=today.profile,
        place=today.place,
        percentile=percentile(wanted, pay),
        p50=pay.p50,
        measured=other and ByMeasured(percentile(wanted, other), other.p50),
        **bought(today.place, today.base, today.total, book)._asdict(),
        changes=changes,
        tried=len(tried),
        best=best and _change(best, of, book),
        prices_of=prices,
        sources=sources_of(book, cited),
        warnings=(*reading.notices(heard, book), *today.warnings),
    )


class _Tried(NamedTuple):
    """A profile with one change, worked through: what was changed to what, and its p50."""

    worked: Working
    field: Field
    to: str
    p50: float


def _tried(profile: Profile, of: Of, today: Place, book: Rulebook) -> Iterator[_Tried]:
    for field, kind in _KINDS:
        for change in every(kind, book):
            changed = replace(profile, **change)
            if field != "metro" and getattr(changed, field) == getattr(profile, field):
                continue
            worked = work(changed, book)
            place = worked.case.found.place
            if field == "metro" and place.code == today.code:
                continue
            to = place.name if field == "metro" else _named(change[field])
            yield _Tried(worked, field, to, getattr(worked, of).p50)


def _change(tried: _Tried, of: Of, book: Rulebook) -> Change:
    """A change with what it rests on."""
    worked, field, to, p50 = tried
    measured = by_measured(worked)
    other = getattr(measured, of).p50 if measured else None
    buys = bought(worked.case.found.place, worked.base, worked.total, book)
    return Change(f"{field} {to}", field, to, p50, other, _is_assumed(worked, field), *buys)


def _is_assumed(worked: Working, field: Field) -> bool:
    """Whether nobody's reported pay stands behind what was changed."""
    if field == "employer":
        return employer.constant(worked.case, "base").kind == "assumed"
    return field == "level" and worked.case.profile.level not in RUNGS


def _named(to: str | tuple[str, ...]) -> str:
    """What a change leads to: a word, the only one of several, or none."""
    return to if isinstance(to, str) else next(iter(to), "none")
