"""The building blocks of the data files' schemas, and the files that are not the guide's own.

Strict: an unknown key, a number in quotes, nan or inf are faults. Money is US dollars, ratios are
plain numbers (0.25 is 25 per cent).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, Literal, NoReturn, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    create_model,
    model_validator,
)
from pydantic_core import PydanticCustomError

from mlsalary.results import Range
from mlsalary.rulebook.checks.problem import shown, suggestion


def fault(key: str | tuple[str | int, ...], message: str) -> NoReturn:
    """Refuses a table because of one of its keys, or of the key that a path leads to."""
    path = (key,) if isinstance(key, str) else key
    raise PydanticCustomError("fault", "{message}", {"message": message, "path": path})


def one_of(kind: str, *extra: str) -> Callable[[str, ValidationInfo], str]:
    """A validator for the keys of one kind of words; aliases do not count.

    The words are those of the files under check, ``known.Known``, which is the context.
    """

    def check(word: str, info: ValidationInfo) -> str:
        known = info.context.words(kind) if info.context else None
        if known is not None and word not in known and word not in extra:
            fault((), f"there is no {kind} {shown(word)}.{suggestion(word, known)}")
        return word

    return check


def written(pattern: str, what: str) -> Callable[[str], str]:
    """A validator of text that a pattern describes and ``what`` says in words."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text) or len(text) > _LONGEST_WORD:
            fault((), f"{shown(text)} is not {what}, {_LONGEST_WORD} at most.")
        return text

    return check


_LONGEST_WORD = 60
Text = Annotated[str, Field(min_length=1, max_length=600)]
Slug = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=80)]
# What people type: a key of the vocabulary.
Key = Annotated[
    str,
    AfterValidator(
        written(r"[a-z0-9]+(-[a-z0-9]+)*", "a key: small letters and digits, with hyphens between")
    ),
]
Occupation = Annotated[str, Field(pattern=r"^\d{2}-\d{4}$")]
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Date = Annotated[str, Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
# Ends far beyond any salary and any premium: a slip of the keyboard, not a figure.
Money = Annotated[float, Field(gt=0, le=1_000_000_000)]
Effect = Annotated[float, Field(gt=-1, le=10)]
Years = Annotated[float, Field(ge=0, le=80)]
Level = Annotated[str, AfterValidator(one_of("level"))]
SpecOrAny = Annotated[str, AfterValidator(one_of("spec", "*"))]
Degree = Annotated[str, AfterValidator(one_of("degree"))]
Employer = Annotated[str, AfterValidator(one_of("employer"))]
PERCENTILES = Range._fields
Percentile = Literal["p10", "p25", "p50", "p75", "p90"]
Unit = Literal["usd/year", "usd/hour", "usd once", "usd/conference", "ratio", "years"]
Citations = list[Annotated[int, Field(ge=1)]]


class Table(BaseModel):
    """Any table of a data file."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, frozen=True)


def with_every(kinds: Iterable[str], base: type[Table], field: Any) -> type[Table]:
    """The table ``base`` with such a field for each kind of words that it has no own one for."""
    more: dict[str, Any] = {kind: (field, ...) for kind in kinds if kind not in base.model_fields}
    return create_model(base.__name__.lstrip("_"), __base__=base, **more)


class Row(Table):
    """A row that may override its file's source, unit and citations."""

    source: Text | None = None
    unit: Unit | None = None
    citations: Citations | None = None
    note: Text | None = None


class File(Table):
    """The defaults at the head of a file."""

    source: Text
    unit: Unit
    citations: Citations
    note: Text | None = None


def in_order(table: BaseModel, low: str, high: str, *, open_key: str = "") -> None:
    """Refuses ends the wrong way round, and a missing high end that is not marked open."""
    bottom, top = getattr(table, low), getattr(table, high)
    if bottom is not None and top is not None and bottom > top:
        fault(low, f"is {bottom:g}, above {high} = {top:g}.")
    if bottom is None and top is not None:
        fault(low, f"is missing, though {high} is there.")
    if open_key and bottom is not None and top is None and not getattr(table, open_key):
        fault(low, f"has no {high}; add it, or {open_key} = true.")


def each_once(key: str, found: Sequence[tuple[int, str]], wanted: Iterable[str], what: str) -> None:
    """Refuses a file in which one of ``wanted`` is missing or stands twice.

    ``found`` holds the number of each row and what it has under ``key``.
    """
    for one in wanted:
        rows = [index for index, value in found if value == one]
        if not rows:
            fault(("row",), f"the {what} {one} is missing.")
        if len(rows) > 1:
            fault(("row", rows[1], key), f"the {what} {one} is there {len(rows)} times.")


class Source(Table):
    """Whom a figure is from. A key is absent where the fact is not known."""

    id: Slug
    title: Text
    publisher: Text
    url: Annotated[str, Field(pattern=r"^https?://[^\s/]+\S*$")] | None = None
    period: Text | None = None
    published: Date | None = None
    retrieved: Date | None = None
    licence: Text | None = None
    kind: Literal["statistics", "guide", "reported", "judgement"]
    cycle_months: Annotated[int, Field(ge=1, le=120)] | None = None
    note: Text | None = None


class Sources(Table):
    """sources.toml."""

    source: Annotated[list[Source], Field(min_length=1)]


class Finding(Table):
    """What somebody found a specialization to be worth, as a ratio on the generalist."""

    id: Slug
    spec: SpecOrAny
    level: Level | None = None
    finding: Text
    effect: Effect | None = None
    low: Effect | None = None
    high: Effect | None = None
    standard_error: Annotated[float, Field(gt=0, le=10)] | None = None
    held_fixed: Text | None = None
    sample: Text
    period: Text
    source: Text
    measured: bool = False
    note: Text | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        in_order(self, "low", "high")
        if (self.effect is None) == (self.low is None or self.high is None):
            fault("effect", "give either effect, or low and high.")
        if self.measured and (self.effect is None or self.standard_error is None):
            fault("measured", "needs effect and standard_error.")
        if self.measured and self.spec == "*":
            fault("measured", "needs one specialization, not *.")
        return self


class Evidence(Table):
    """evidence.toml."""

    row: Annotated[list[Finding], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_measured(self) -> Self:
        seen: set[str] = set()
        for index, row in enumerate(self.row):
            if row.measured and row.spec in seen:
                fault(("row", index, "measured"), f"another row of {row.spec} is measured already.")
            if row.measured:
                seen.add(row.spec)
        return self
