"""The schema of amounts.toml: how amounts of money are read."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from mlsalary.rulebook.checks.schema import Money, Table, Text, fault, in_order, written

# As ``reading`` folds a text before it looks for them.
Word = Annotated[str, AfterValidator(written(r"[^A-Z\s]+( [^A-Z\s]+)*", "a word in small letters"))]
Words = Annotated[list[Word], Field(min_length=1)]
Power = Annotated[int, Field(ge=10)]


class PayBounds(Table):
    """What a year of full-time work can pay."""

    least: Money
    most: Money
    widest: Annotated[float, Field(gt=1)] = 5
    thousands: Annotated[float, Field(gt=0)] = 100

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self, "least", "most")
        return self


class SumBounds(Table):
    """Which sums are taken for a slip of the keyboard."""

    most: Money
    unclear_below: Annotated[float, Field(gt=0, le=50_000)]
    bonus_most: Annotated[float, Field(gt=0, le=100)]
    valuation_most: Annotated[float, Field(gt=0)]


class PeriodRow(Table):
    """How often an amount comes in a year, and what is written for that."""

    name: Text
    a_year: Annotated[int, Field(ge=1, le=10_000)]
    behind: Words
    alone: Words


class Ends(Table):
    """Words by which one end of a range is told."""

    least_front: Words
    least_behind: Words
    most_front: Words
    most_behind: Words


class Aside(Table):
    """Words that say nothing about the amount."""

    front: Words
    behind: Words


class ShareWords(Table):
    """Words around a share of base."""

    percent: Words
    front: Words
    behind: Words
    of: Words
    whose: Words


class EquityWords(Table):
    """Words around a grant."""

    stock: Words
    shares: Words
    options: Words
    over: Words
    years: list[str]
    months: Words


class OfferKeys(Table):
    """What else the keys of an offers file may be called."""

    base: Words
    equity: Words
    bonus: Words
    signing: Words
    price: Words
    strike: Words


class Amounts(Table):
    """amounts.toml."""

    source: Text
    dollars: Words
    nothing: list[str]
    none: Words
    pay: PayBounds
    sum: SumBounds
    units: Annotated[dict[Word, Power], Field(min_length=1)]
    period: Annotated[list[PeriodRow], Field(min_length=1)]
    ends: Ends
    aside: Aside
    currencies: Annotated[dict[Text, Words], Field(min_length=1)]
    bonus: ShareWords
    equity: EquityWords
    keys: OfferKeys

    @model_validator(mode="after")
    def _units_are_powers_of_ten(self) -> Self:
        for word, times in self.units.items():
            if set(str(times)[1:]) != {"0"} or str(times)[0] != "1":
                fault(("units", word), f"is {times}, not a power of ten.")
        return self

    @model_validator(mode="after")
    def _each_period_once(self) -> Self:
        seen: dict[str, int] = {}
        for index, row in enumerate(self.period):
            for key in ("behind", "alone"):
                for word in getattr(row, key):
                    if seen.setdefault(word, index) != index:
                        fault(("period", index, key), f"{word} is in another period already.")
        return self
