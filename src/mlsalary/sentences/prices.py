"""What is said of the prices of a place."""

from __future__ import annotations

from mlsalary.rulebook.prices import Parity

LEFT_OUT = (
    "Parities compare the prices of what consumers buy: they leave out taxes on income, and say "
    "nothing about what you save."
)


def prices_note(place: str, parity: Parity | None) -> str | None:
    """Whose prices stand in for those of a place, or that it has none; None for its own."""
    if parity is None:
        return f"no parity: BEA publishes none for {place}"
    return f"prices of {parity.name} stand in" if parity.stands_in else None
