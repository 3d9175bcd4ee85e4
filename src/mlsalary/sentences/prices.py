"""What is said of the prices of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlsalary.results import Notice

if TYPE_CHECKING:
    from mlsalary.rulebook.prices import Parity

LEFT_OUT = Notice(
    "parity_leaves_out",
    "Parities compare the prices of what consumers buy: they leave out taxes on income, and say "
    "nothing about what you save.",
)
"""What is said wherever pay stands at national prices."""


def no_parity(place: str) -> Notice:
    """The place has none, and nothing stands in."""
    return Notice("no_parity", f"No price parity is published for {place}, and none stands in.")


def stand_in(parity: Parity) -> str | None:
    """Whose prices stand in for those of a place; None where they are its own."""
    return standing_in(parity.name) if parity.stands_in else None


def standing_in(portion: str) -> str:
    """This portion of a state stands in."""
    return f"prices of {portion} stand in"
