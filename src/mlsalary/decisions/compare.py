"""Profiles side by side: a grid of them, or every place, level … of a kind, ranked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, Unpack, overload

from mlsalary import engine, values
from mlsalary.decisions.assumptions import assumed
from mlsalary.decisions.real import Bought, PricesOf, Real, bought, prices_of, real_columns
from mlsalary.engine.working import Known, Working, work, work_read
from mlsalary.errors import UsageError
from mlsalary.figures import Dollars
from mlsalary.places.readings import area_states
from mlsalary.places.resolve import resolve
from mlsalary.profile import RANKED, SINGLE, Choices, Profile
from mlsalary.reading.given import NAMES, not_one, require_known, require_one
from mlsalary.reading.profile import ProfileRead, read_profile
from mlsalary.results import (
    Estimate,
    Notice,
    Place,
    Priced,
    Range,
    Source,
    contract,
    pay_columns,
    plain,
)
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import sources_of
from mlsalary.rulebook.oews import areas
from mlsalary.rulebook.releases import newest
from mlsalary.rules import offer as formulas
from mlsalary.sentences import compare as sentences
from mlsalary.sentences import reading
from mlsalary.sentences.prices import LEFT_OUT
from mlsalary.spelling import one_of
from mlsalary.vocabulary import vocabulary

if TYPE_CHECKING:
    By: TypeAlias = str
else:
    By = Literal[RANKED]  # so that a schema lists them


class Gap(NamedTuple):
    """What parts an amount from the first cell's: US dollars, and per cent of the first's."""

    dollars: Dollars
    percent: float


class Difference(NamedTuple):
    """What parts two p50, of base and of the total."""

    base: Gap
    total: Gap


class Cell(NamedTuple):
    """One profile, priced in the US dollars of the month ``dollars``.

    price_parity … real: what that buys in its place, as in ``Bought``. real_difference: what parts
    it from the first at national prices; None where one of the two has no parity.
    """

    profile: Profile
    place: Place
    base: Range
    total: Range
    difference: Difference
    dollars: str
    price_parity: float | None
    housing_parity: float | None
    housing_apart: bool | None
    prices: str | None
    real: Real | None
    real_difference: Difference | None


@contract("mlsalary/compare/1", apart=("notes", "top", "given"))
class Comparison(NamedTuple):
    """Cells by the p50 of their total, highest first: what ``compare`` gives. US dollars a year.

    dollars: the month, YYYY-MM, in whose US dollars the first cell stands, as all others do where
        no month was asked for; each cell names its own.
    ranked: the kind that is ranked, or None.
    order: by which p50 the cells stand, highest first: ``total``, or ``real``, that of the total at
        national prices; cells without a parity then come last, those by ``total``.
    first: the cell that the differences are taken to: the first profile given or, where every one
        of a kind is ranked and none was given, the highest.
    of: how many cells there were before the top ones were kept.
    cells: each with its profile, place, base, total and the difference to the first.
    prices_of: the year of the prices, and the id of their source; None where no place has any.
    sources: every source that is cited, once.
    warnings: each once; of many of one kind the first, and how many more there are.
    notes: what there is to know of each cell, in their order; not in JSON.
    top: how many cells were asked for; not in JSON.
    given: the profiles that were given, each ranked over every one of the kind; not in JSON.

    >>> from mlsalary import Profile, compare
    >>> found = compare(Profile(years=5), by="level", top=3)
    >>> len(found.cells), found.of > 3, found.ranked
    (3, True, 'level')
    """

    dollars: str
    ranked: By | None
    order: Literal["total", "real"]
    first: Cell
    of: int
    cells: tuple[Cell, ...]
    prices_of: PricesOf | None
    sources: tuple[Source, ...]
    warnings: tuple[Notice, ...]
    notes: tuple[tuple[Notice, ...], ...] = ()
    top: int | None = None
    given: tuple[Profile, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract of ``compare``."""
        return dict(plain(self))

    def records(self) -> list[dict[str, Any]]:
        """One row a cell, with the columns of a batch and the differences."""
        return [
            cell.profile.to_dict()
            | {"spec": ";".join(cell.profile.specs)}
            | pay_columns(cell.base, cell.total)
            | {"place": cell.place.code, "place_match": cell.place.match}
            | {"dollars": cell.dollars}
            | real_columns(cell)
            | {
                f"{name}_difference_{unit}": amount
                for name, gap in cell.difference._asdict().items()
                for unit, amount in gap._asdict().items()
            }
            for cell in self.cells
        ]

    def to_frame(self, kind: values.FrameKind = "polars") -> Any:
        """The rows of ``records()`` as a Polars, pandas or PyArrow table."""
        return values.frame(self.records(), kind)


def grid(choices: Mapping[str, Sequence[Any]], book: Rulebook | None = None) -> list[Profile]:
    """Every combination of the choices, keyed by the names of a profile's fields, in order.

    UsageError when there are more than may be compared.
    """
    given = {name: some for name, some in choices.items() if some}
    _not_too_many(prod(map(len, given.values())), Rulebook.given(book))
    return [
        Profile(**dict(zip(given, combination, strict=True)))
        for combination in product(*given.values())
    ]


@overload
def compare(
    profiles: Profile | Iterable[Profile],
    *,
    by: By | None = None,
    top: int | None = None,
    real: bool = False,
    book: Rulebook | None = None,
) -> Comparison: ...
@overload
def compare(
    *,
    by: By | None = None,
    top: int | None = None,
    real: bool = False,
    book: Rulebook | None = None,
    **fields: Unpack[Choices],
) -> Comparison: ...
def compare(
    profiles: Profile | Iterable[Profile] | None = None,
    *,
    by: By | None = None,
    top: int | None = None,
    real: bool = False,
    book: Rulebook | None = None,
    **fields: Any,
) -> Comparison:
    """Price profiles side by side, sorted by total compensation, with the difference to the first.

    The profiles are one or several, or the fields of one by name; of a field that is a list each
    value makes a cell, and several such fields a grid. Amounts are US dollars a year. by: rank
    every one of a kind, of ``profile.RANKED`` (such as metro or level), for each profile. top: keep
    so many. real: sort by what pay buys, the total at national prices; what has no parity comes
    last. book: the rulebook to price by; None is the shipped one. Sources are those of the
    estimates and of the prices.

    Raises UsageError for no profile, for more cells than data/decisions.toml allows, for a kind
    that cannot be ranked and for a profile that cannot be priced, NotFoundError for a word, place
    or release that is not known, and BadDataError for a rulebook that cannot be used.

    >>> from mlsalary import Profile, compare
    >>> cells = compare(years=5, metro=["Austin", "Boston"]).cells
    >>> cells[0].total.p50 >= cells[1].total.p50
    True
    >>> cells == compare([Profile(years=5, metro=city) for city in ("Austin", "Boston")]).cells
    True
    """
    book, top, real = Rulebook.given(book), values.count("top", top), values.flag("real", real)
    typed = _profiles(profiles, fields, book)
    if by is not None:
        by = one_of(UsageError, "bad_ranking", "ranking by", values.text("by", by) or "", RANKED)
    heard = [read_profile(profile, book) for profile in typed]
    given = [one.profile for one in heard]
    if not given:
        raise UsageError("nothing_to_compare", "There is no profile to compare. Add --years 5.")
    if by == "state":
        given = [_in_its_state(one, book) for one in given]
    asked = given if by is None else _of_kind(given, by, book)
    _not_too_many(len(asked), book)
    worked = _worked(asked, by, book)
    priced = [engine.priced(each) for each in worked]
    buys = [bought(one.place, one.base, one.total, book) for one in priced]
    rank = _by_real if real else _by_total
    order = sorted(range(len(priced)), key=lambda n: rank(priced[n], buys[n]))
    given_first = by is None or _says(given[0], by, book)
    first = engine.price(given[0], book) if given_first else priced[order[0]]
    first_buys = bought(first.place, first.base, first.total, book)
    found = [(first, first_buys), *((priced[n], buys[n]) for n in order[:top])]
    cells = tuple(_cell(one, what, first, first_buys) for one, what in found)
    of = prices_of((cell.place for cell in cells), book)
    shown = [engine.told(worked[number]) for number in order[:top]]
    return Comparison(
        dollars=first.dollars,
        ranked=by,
        order="real" if real else "total",
        first=cells[0],
        of=len(priced),
        cells=cells[1:],
        prices_of=of,
        sources=sources_of(
            book,
            {source.id for one in shown for source in one.sources} | ({of.source} if of else set()),
        ),
        warnings=tuple(
            _warnings(heard, cells, shown, book, alone=by is None and len(given) == 1, real=real)
        ),
        notes=tuple(one.warnings for one in shown),
        top=top,
        given=tuple(given),
    )


def _profiles(profiles: object, fields: Mapping[str, Any], book: Rulebook) -> list[Profile]:
    """The profiles that are compared: those given, or the grid of their fields."""
    if profiles is None:
        require_known("compare", fields, NAMES)
        return grid({name: _choices(name, told) for name, told in fields.items()}, book)
    require_one("compare", "Profiles", fields)
    found = [profiles] if isinstance(profiles, Profile) else profiles
    if isinstance(found, Iterable) and not isinstance(found, str):
        found = values.several("compare", found, "Profiles")
        strange = [one for one in found if not isinstance(one, Profile)]
        if not strange:
            return found
        raise not_one("compare", "Profiles", strange[0])
    raise not_one("compare", "Profiles", profiles)


def _choices(name: str, told: object) -> list[Any]:
    """The values of one field: those of a list, or the only one; none where nothing is said."""
    told = values.plain(told)
    if told is None or isinstance(told, str | int | float):
        return [] if told is None else [told]
    return values.several(name, told)


def _worked(asked: Sequence[Profile], by: str | None, book: Rulebook) -> list[Working]:
    """The profiles worked through; what rules say of several alike is asked once."""
    known: Known = {}
    if by in ("metro", "state"):  # only their places are others than when they were read
        return [work_read(ProfileRead(one, (), ()), one, book, known) for one in asked]
    return [work(one, book, known) for one in asked]


def _by_total(one: Priced, _: Bought) -> tuple[float, ...]:
    return (-one.total.p50,)


def _by_real(one: Priced, buys: Bought) -> tuple[float, ...]:
    """What has no parity comes last."""
    if buys.real is None:
        return 1, *_by_total(one, buys)
    return 0, -buys.real.total.p50


def _cell(one: Priced, buys: Bought, first: Priced, first_buys: Bought) -> Cell:
    there, then = buys.real, first_buys.real
    return Cell(
        one.profile,
        one.place,
        one.base,
        one.total,
        _difference(one, first),
        one.dollars,
        *buys,
        _difference(there, then) if there and then else None,
    )


def _difference(one: Priced | Real, first: Priced | Real) -> Difference:
    return Difference(_gap(one.base, first.base), _gap(one.total, first.total))


def _warnings(
    heard: Sequence[ProfileRead],
    cells: Sequence[Cell],
    shown: Sequence[Estimate],
    book: Rulebook,
    *,
    alone: bool,
    real: bool,
) -> Iterator[Notice]:
    """What was told and read otherwise, what cannot be compared, and what the estimates say."""
    yield from dict.fromkeys(notice for one in heard for notice in reading.notices(one, book))
    if alone:
        yield sentences.one_profile()
    if len({cell.dollars for cell in cells}) > 1:
        yield sentences.months_differ()
    if real:
        yield LEFT_OUT
    elif len({cell.place.code for cell in cells}) > 1:
        yield sentences.places_differ()
    yield from sentences.together([one for each in shown for one in each.warnings], len(shown))


def _not_too_many(cells: int, book: Rulebook) -> None:
    most = assumed(book, "compare")["cells_most"]
    if cells > most:
        raise UsageError(
            "too_many_cells",
            f"That is {cells:,} combinations, more than {most:,}. "
            "Give fewer values of some option; for a whole file there is mlsalary batch.",
        )


def every(kind: str, book: Rulebook, state: str | None = None) -> list[dict[str, Any]]:
    """What of a profile to replace for every one of a kind; ``nonmetro`` is a kind here too.

    state: metros that lie in it, at least in part; None is everywhere.
    """
    if kind in ("metro", "nonmetro", "state"):
        found = [area for area in areas(book, newest(book).prefix) if area.kind == kind]
        if kind == "state":
            return [{"metro": None, "state": area.state} for area in found]
        letters = resolve(None, state, book).state
        return [
            {"metro": f"cbsa:{area.code}", "state": letters}
            for area in found
            if letters is None or letters in area_states(area)
        ]
    words = vocabulary(book).words[kind]
    if kind in SINGLE:
        return [{kind: word} for word in words]
    return [{kind: ()}, *({kind: (word,)} for word in words)]


def _in_its_state(profile: Profile, book: Rulebook) -> Profile:
    """The profile in the state of its metro, which a ranking of states is compared with."""
    place = resolve(profile.metro, profile.state, book) if profile.metro else None
    return replace(profile, metro=None, state=place.state) if place else profile


def _of_kind(given: Sequence[Profile], by: str, book: Rulebook) -> list[Profile]:
    """Every one of a kind for each profile. UsageError where they name several of the kind."""
    named = {getattr(one, by) for one in given if _says(one, by, book)}
    if len(named) > 1:
        raise UsageError(
            "bad_ranking",
            f"--by {by} ranks every {by} against one, and you gave {len(named)}. Give one, or "
            "leave --by out to compare just those.",
        )
    return list(
        dict.fromkeys(
            replace(one, **change) for one in given for change in every(by, book, one.state)
        )
    )


def _says(profile: Profile, by: str, book: Rulebook) -> bool:
    """Whether the profile itself names one of the kind that is ranked."""
    if by == "metro" and profile.metro:
        return profile.metro.casefold() not in vocabulary(book).nowhere
    return bool(getattr(profile, by))


def _gap(pay: Range, first: Range) -> Gap:
    return Gap(pay.p50 - first.p50, 100 * float(formulas.growth(pay.p50, first.p50)))
