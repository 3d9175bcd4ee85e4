"""Which columns of a table are read, as what, and which are not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from mlsalary.errors import BadDataError, NotFoundError, UsageError
from mlsalary.frame import plain_pay as pays
from mlsalary.frame.lookup import PREFIX
from mlsalary.frame.places import TEXTS as PLACES
from mlsalary.frame.places import is_state
from mlsalary.frame.prices import REAL
from mlsalary.frame.pricing import PAY, RANKS, SAID
from mlsalary.frame.settings import Settings
from mlsalary.profile import COLUMNS
from mlsalary.reading.amounts import read_interval
from mlsalary.reading.headers import FILE as READING
from mlsalary.reading.headers import Holds, plain_name, read_headers
from mlsalary.reading.words import is_nothing
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import one_line, quoted

_ENDS = ("pay_min", "pay_max")


class Columns(NamedTuple):
    """found: ours -> theirs, of ``profile.COLUMNS``; pay: likewise, of ``plain_pay.COLUMNS``.
    likely: columns that look like one of ours and are not read, theirs -> ours; others: the rest.
    each: how often pay comes by the name of its column, "hourly"; else empty. added: the columns
    that are added."""

    found: dict[str, str]
    pay: dict[str, str]
    likely: Mapping[str, str]
    others: tuple[str, ...]
    each: str = ""
    added: tuple[str, ...] = ()

    @property
    def tells_place(self) -> bool:
        """Whether any column says where."""
        return not set(PLACES).isdisjoint(self.found)

    @property
    def read(self) -> dict[str, str]:
        """All of them, ours -> theirs."""
        return self.found | self.pay


def never(theirs: str, ours: str) -> bool:
    """Of an engine that does not tell beforehand what a column holds."""
    return False


def columns_of(
    names: Sequence[str],
    told: Mapping[str, str],
    pay: str | None,
    settings: Settings,
    holds: Holds = never,
    *,
    folds: bool = False,
) -> Columns:
    """What the columns of these names are.

    told: ours -> theirs, or theirs -> ours, where they are named. pay: the column of pay, two of
    them with a comma between, or ``pay`` for whichever is there; None: none is read. holds: asked
    for aliases that mean a field only by what they hold. folds: whether names that differ in case
    alone are one to the engine.

    UsageError when a column is named that is not there, BadDataError when the table lacks one that
    is needed, may mean one thing twice, or has one that would be added.
    """
    told = _told(told, names)
    told, of_pay = (
        {ours: theirs for ours, theirs in told.items() if (ours in pays.COLUMNS) == is_pay}
        for is_pay in (False, True)
    )
    if of_pay and not pay:
        raise UsageError(
            "option_without_effect",
            f"--map {next(iter(of_pay))}=… is for pay, which is not read. {_pay_option(of_pay)}",
        )
    given = _pay_columns(pay, names, settings.book, of_pay, holds) if pay else {}
    headers = read_headers(names, COLUMNS, settings.book, told, holds)
    found = {name: headers.found[name] for name in COLUMNS if name in headers.found}
    defaults = dict(settings.defaults)
    if not {"years", "level", "company_level", "title"} & {*found, *defaults}:
        raise BadDataError("column_missing", _missing(names, headers.likely))
    added = _added(given, settings)
    _require_free(names, added, folds=folds)
    used = set(given.values())
    likely = {name: ours for name, ours in headers.likely.items() if name not in used}
    others = tuple(name for name in headers.others if name not in used)
    each = "" if "interval" in given else _each(given.values(), settings.book)
    return Columns(found, given, likely, others, each, added)


def holding(values: Callable[[str], Iterable[object]], book: Rulebook) -> Holds:
    """Whether all that a column holds can be a field of ours. values: what stands in it."""

    def holds(theirs: str, ours: str) -> bool:
        told = [str(value) for value in values(theirs) if value is not None]
        said = [text for text in told if not is_nothing(text, book)]
        return bool(said) and all(_can_be(ours, text, book) for text in said)

    return holds


def _can_be(ours: str, text: str, book: Rulebook) -> bool:
    """Whether a text can be what a field of ours holds."""
    if ours == "state":
        return is_state(text, book)
    if ours == "country":
        return len(text) == len("US") and text.isalpha()  # ISO 3166 has two letters
    try:
        read_interval(text, book)
    except UsageError:
        return False
    return True


def _added(pay: Mapping[str, str], settings: Settings) -> tuple[str, ...]:
    """The names of the columns that are added, with the ranks of a pay where one is read, and with
    pay at national prices where it is asked for."""
    return (*PAY, *SAID, *(RANKS if pay else ()), *(REAL if settings.real else ()))


def _told(told: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    """Ours -> theirs, whichever way round they were named."""
    found = {}
    for ours, theirs in told.items():
        known = (*COLUMNS, *pays.COLUMNS)
        if ours not in known and theirs in known and ours in names:
            ours, theirs = theirs, ours  # YOE=years
        if ours not in known:
            raise UsageError(
                "unknown_column",
                f"{quoted(ours)} is not one of our columns. Known: {', '.join(known)}.",
            )
        found[ours] = theirs and _named(theirs, ours, names)
    return found


def _named(theirs: str, ours: str, names: Sequence[str]) -> str:
    """A column that is named, to the letter or but for its case, blanks and signs."""
    if theirs in names:
        return theirs
    alike = [name for name in names if plain_name(name) == plain_name(theirs)]
    if len(alike) != 1:
        raise NotFoundError(
            "column_not_found",
            f"There is no column {quoted(theirs)} (for {ours}). {_there(names)}",
        )
    return alike[0]


def _pay_columns(
    pay: str, names: Sequence[str], book: Rulebook, told: Mapping[str, str], holds: Holds
) -> dict[str, str]:
    """The columns of pay, and of how often it comes and in which money."""
    low, comma, high = pay.partition(",")
    if comma and pay not in names:
        ends = zip(_ENDS, (low, high), strict=True)
        found = {ours: _named(name.strip(), ours, names) for ours, name in ends}
    elif set(told) & {"pay", *_ENDS}:
        found = {ours: told[ours] for ours in ("pay", *_ENDS) if ours in told}
    elif pay == "pay" and pay not in names:
        found = _pay_by_alias(names, book)
    else:
        found = {"pay": _named(pay, "pay", names)}
    rest = [name for name in names if name not in found.values()]
    beside = ("interval",) if _are_dollars(found.values(), book) else ("interval", "currency")
    also = {ours: told[ours] for ours in ("interval", "currency") if ours in told}
    return found | read_headers(rest, beside, book, also, holds).found


def _each(names: Iterable[str], book: Rulebook) -> str:
    """How often pay comes by the names of its columns: Hourly Rate."""
    words = book.toml(READING)["pay"].get("by_the", ())
    return next((word for name in names for word in words if word in plain_name(name)), "")


def _are_dollars(names: Iterable[str], book: Rulebook) -> bool:
    """Whether the names of these columns say that they are US dollars: salary_in_usd."""
    words = book.toml(READING)["pay"]["in_dollars"]
    return all(any(word in plain_name(name) for word in words) for name in names)


def _pay_by_alias(names: Sequence[str], book: Rulebook) -> dict[str, str]:
    found = read_headers(names, ("pay",), book).found or read_headers(names, _ENDS, book).found
    if not found:
        raise NotFoundError("column_not_found", f"There is no pay column. {_there(names)}")
    return found


def _pay_option(told: Mapping[str, str]) -> str:
    """What reads the pay that ``--map`` names."""
    if "pay" in told:
        return f"Use --pay {quoted(told['pay'])} instead."
    if set(_ENDS) <= told.keys():
        return f"Use --pay {quoted(','.join(told[end] for end in _ENDS))} instead."
    return "Add --pay pay."


def _missing(names: Sequence[str], likely: Mapping[str, str]) -> str:
    """What to say of a table that tells no experience."""
    near = "".join(f" {quoted(name)} looks like {ours}." for name, ours in likely.items())
    other = next((one_line(name) for name in names if name and name not in likely), "YOE")
    shown = f'"years={other}"' if " " in other else f"years={other}"
    return (
        f"An estimate needs a column years, level or title. {_there(names)}{near} Say which one it "
        f"is with --map, such as --map {shown}, or give --years or --level for all rows."
    )


def _require_free(names: Sequence[str], added: Sequence[str], *, folds: bool) -> None:
    for name in names:
        plain = str(name).casefold() if folds else str(name)
        if plain in added or plain.startswith(PREFIX):
            raise BadDataError(
                "column_taken",
                f"There is a column {quoted(name)} already, which would be added. "
                "Rename or drop it.",
            )


def _there(names: Sequence[str]) -> str:
    listed = ", ".join(map(one_line, names[:20])) + (", …" if len(names) > 20 else "")
    above = " If lines stand above the header, --skip-lines passes over them."
    return f"There are: {listed}.{above if '' in names else ''}"
