"""What is answered: a range of base salary and of total compensation, and how it came about.

Named tuples: a data class takes five times as long to make, and every start pays for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias, TypeVar

from mlsalary.figures import Dollars
from mlsalary.profile import Profile
from mlsalary.values import FrameKind, frame

Scalar: TypeAlias = str | int | float | bool | None
Kind = TypeVar("Kind", bound=type)


class Result(Protocol):
    """An answer: the whole of it for JSON, or flat rows for CSV. Its class bears a ``contract``."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract of the command, plain values only."""

    def records(self) -> list[dict[str, Scalar]]:
        """The same as rows of named cells, every row with the same names."""


def contract(schema: str, *, apart: tuple[str, ...] = ()) -> Callable[[Kind], Kind]:
    """Name the JSON that a class of results prints: ``mlsalary/NAME/VERSION``.

    What follows the name is found by it: the page, which a notebook and a Python shell show too,
    and the JSON Schema. apart: fields that are no part of the JSON.
    """

    def named(kind: Kind) -> Kind:
        kind.SCHEMA, kind.APART = schema, apart  # type: ignore[attr-defined]
        # A named tuple has no base class of ours that could have them.
        kind._repr_html_ = _page  # type: ignore[attr-defined]
        kind.__repr__ = _in_short  # type: ignore[assignment, method-assign]
        return kind

    return named


def _page(result: Result) -> str:
    return str(_render().fragment(result))


def _in_short(result: Result) -> str:
    return str(_render().in_short(result))


def _render() -> Any:
    """What writes pages. It knows results, which must not know it: so it is found by its name, and
    only when somebody looks at an answer, for a script that prices does not."""
    return import_module("mlsalary.render")


def name_of(result: Any) -> str:
    """The middle of ``mlsalary/NAME/VERSION``, of a result or of its class."""
    return str(result.SCHEMA).split("/")[1]


def plain(value: Any) -> Any:
    """A result as dictionaries, lists and scalars: what JSON can say.

    Wherever a result of a command stands, inside another one too, its schema comes first.
    """
    if isinstance(value, Profile):
        return value.to_dict()
    if isinstance(value, tuple):
        if not hasattr(value, "_asdict"):
            return [plain(each) for each in value]
        schema, apart = getattr(value, "SCHEMA", None), getattr(value, "APART", ())
        named = {
            name.removesuffix("_"): plain(each)  # as_, which Python has a use of its own for
            for name, each in value._asdict().items()
            if name not in apart
        }
        return {"schema": schema} | named if schema else named
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return value


PLACE_FIELDS = ("metro", "state")
"""The fields whose note an answer's place has."""

COMPANY_UNKNOWN = "company_unknown"
"""The code of a company that is not listed."""
CONTESTED = "premium_contested"
"""The code of a premium that was measured otherwise."""
MEASURED_CHECK = "Premium as job ads show it"
"""The name of the cross-check that the measured premium gives."""

SAVED = "your saved profile"
"""Where a value comes from that is saved; else that is the name of a variable."""

MANY_YEARS = "many_years"
"""The code of more years than most careers have."""

GUIDE_ALONE = "Guide alone"
"""The name of the cross-check that reads the guide literally."""

Evidence = Literal["cited", "fitted", "assumed"]
PlaceKind = Literal["metro", "nonmetro", "state", "national"]
PlaceMatch = Literal["exact", "alias", "city", "zip", "state", "national"]


class Range(NamedTuple):
    """Percentiles of pay among people like this, US dollars a year, not rounded."""

    p10: Dollars
    p25: Dollars
    p50: Dollars
    p75: Dollars
    p90: Dollars


class Place(NamedTuple):
    """The area whose wages are used.

    code: five-digit CBSA, BLS's seven digits for a nonmetropolitan area, two-digit FIPS for a
    state, ``US`` for the nation. match: how the typed words led to it. note: what the reader
    should know about that, or None.
    """

    code: str
    name: str
    kind: PlaceKind
    match: PlaceMatch
    note: str | None = None


class Components(NamedTuple):
    """A normal year at p50, US dollars: ``base + equity + bonus`` is the p50 of the total.

    signing: a one-time bonus that is usual for such a job, or None. illiquid: a yearly grant that
    cannot be sold, or None. Neither is part of the total.
    """

    base: Dollars
    equity: Dollars
    bonus: Dollars
    signing: Dollars | None
    illiquid: Dollars | None


class Priced(NamedTuple):
    """What a profile is worth, without a word on why.

    dollars: the month in whose US dollars the amounts stand. profile: with the place's own name.
    levels: the probability of each level that is possible.
    """

    dollars: str
    profile: Profile
    place: Place
    levels: dict[str, float]
    base: Range
    total: Range


class Measured(NamedTuple):
    """The same profile by the premium that was measured, where that and the guide's part.

    said: both premiums, and what the measured one makes of base and total, in a sentence.
    """

    base: Range
    total: Range
    said: str


class Doubt(NamedTuple):
    """One part of the doubt about a middle.

    sd: standard deviation on the log scale; of sources that part, half of what parts them. dollars:
    half the 80% interval that this part alone would give. share: its part of the whole variance,
    0 to 1.
    """

    sd: float
    dollars: Dollars
    share: float


class Middle(NamedTuple):
    """An 80% interval for a p50 itself, and the parts of that doubt by name.

    Where sources part it runs from the lowest to the highest end of what each of them would give.
    """

    low: Dollars
    high: Dollars
    parts: dict[str, Doubt]


class Step(NamedTuple):
    """One rule at work: base p50 (or total p50) after it is ``base``.

    ``factor`` multiplies what stood before; ``low`` and ``high`` are the step's own band of
    factors. The first step, a ``Start``, has factor 1, and dollars in ``low`` and ``high``.
    ``kind`` is the weakest evidence in the step.
    """

    rule: str
    label: str
    factor: float
    low: float
    high: float
    base: Dollars
    sources: tuple[str, ...]
    kind: Evidence
    note: str | None = None


class Start(Step):
    """The first step: its band is in dollars."""

    __slots__ = ()
    low: Dollars
    high: Dollars


class Crosscheck(NamedTuple):
    """Another figure for the same job, US dollars a year; None where a percentile is not known."""

    name: str
    p25: Dollars | None
    p50: Dollars | None
    p75: Dollars | None
    sources: tuple[str, ...]
    note: str | None = None


class Source(NamedTuple):
    """Where figures come from. ``period`` is what they describe."""

    id: str
    title: str
    publisher: str | None
    period: str | None
    url: str | None


class Read(NamedTuple):
    """How a field was read that was not typed as a key. ``as_`` is its key or amount, a list where
    it holds several (``as`` in JSON); note: why, None where it can mean nothing else."""

    field: str
    typed: str
    as_: Any
    note: str | None


class Notice(NamedTuple):
    """Something the reader should know: ``code`` is stable, ``message`` is for people."""

    code: str
    message: str


class Accuracy(NamedTuple):
    """The typical miss (the median of the absolute errors, in parts of one) for such inputs, and
    the reports that it was measured on, to which month."""

    base: float
    total: float
    reports: int
    until: str


@contract("mlsalary/estimate/2", apart=("rests_on", "left_out"))
class Estimate(NamedTuple):
    """The answer for one profile: what ``estimate`` gives. US dollars a year, not rounded.

    dollars: the month, YYYY-MM, in whose US dollars every amount stands.
    profile: what was asked, in keys, with the place's own name.
    read: how what was typed was read, a row for each field that was not typed as a key.
    place: the area whose wages are used.
    levels: the probability of each level that is possible; they add up to 1.
    base, total: p10, p25, p50, p75 and p90 of base salary and of total compensation.
    measured: both by the measured premium, where that and the guide's part; else None.
    components: what the p50 of the total is made of.
    middle: the 80% interval of the p50 of base itself, and what makes it uncertain.
    total_middle: the same of the total.
    steps: the rules that lead to the p50 of base, in order, each with its sources.
    total_steps: those that lead from there to the p50 of the total.
    crosschecks: other figures for the same job.
    sources: every source that is cited, once.
    accuracy: how far such answers miss; None where nobody reported the like.
    rests_on: the evidence and that in sentences, with what else would narrow it; not in JSON.
    left_out: what that typical miss leaves out, in sentences, or nothing; not in JSON.
    warnings: what the reader should know, each with a stable ``code``.

    >>> from mlsalary import Profile, estimate
    >>> answer = estimate(Profile(years=5, metro="San Jose"))
    >>> answer.place.code, answer.dollars[:4].isdigit()
    ('41940', True)
    >>> {step.kind for step in answer.steps} <= {"cited", "fitted", "assumed"}
    True
    >>> answer.to_dict()["schema"], answer.to_frame()["base_p50"][0] == answer.base.p50
    ('mlsalary/estimate/2', True)
    """

    dollars: str
    profile: Profile
    read: tuple[Read, ...]
    place: Place
    levels: dict[str, float]
    base: Range
    total: Range
    measured: Measured | None
    components: Components
    middle: Middle
    total_middle: Middle
    steps: tuple[Step, ...]
    total_steps: tuple[Step, ...]
    crosschecks: tuple[Crosscheck, ...]
    sources: tuple[Source, ...]
    accuracy: Accuracy | None
    rests_on: str
    left_out: str
    warnings: tuple[Notice, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values only, keys in the order of the contract, numbers not rounded."""
        return dict(plain(self))

    def records(self) -> list[dict[str, Any]]:
        """The estimate as one flat row, with the columns of a batch."""
        asked = self.profile.to_dict() | {"spec": ";".join(self.profile.specs)}
        place = {"place": self.place.code, "place_match": self.place.match}
        codes = [*guessed(self.read), *(notice.code for notice in self.warnings)]
        warned = {"warnings": ";".join(codes)}
        return [asked | pay_columns(self.base, self.total) | place | warned]

    def to_frame(self, kind: FrameKind = "polars") -> Any:
        """The rows of ``records()`` as a Polars, pandas or PyArrow table."""
        return frame(self.records(), kind)


def guessed(read: Iterable[Read]) -> list[str]:
    """The code of every field, but for the place, that was read in one of several ways."""
    return [f"{one.field}_read" for one in read if one.note and one.field not in PLACE_FIELDS]


class SpreadPart(NamedTuple):
    """What one rule does to p75 less p25 of base and of the total, US dollars; below 0 narrows."""

    rule: str
    base: Dollars
    total: Dollars


@contract("mlsalary/estimate/2")
class Explained(NamedTuple):
    """An estimate to be shown with every step in dollars (``--explain``); the JSON is the same.

    spread: which rule owns how much of the middle half's width; the parts add up to it.
    """

    estimate: Estimate
    spread: tuple[SpreadPart, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The estimate's."""
        return self.estimate.to_dict()

    def records(self) -> list[dict[str, Any]]:
        """The estimate's."""
        return self.estimate.records()

    def to_frame(self, kind: FrameKind = "polars") -> Any:
        """The rows of ``records()`` as a Polars, pandas or PyArrow table."""
        return frame(self.records(), kind)


def pay_columns(base: Range, total: Range) -> dict[str, float]:
    """The ten percentiles under the names that files carry: base_p10 … total_p90."""
    return {
        f"{name}_{percentile}": amount
        for name, pay in (("base", base), ("total", total))
        for percentile, amount in pay._asdict().items()
    }
