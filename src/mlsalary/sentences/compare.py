"""What a comparison says of many cells at once."""

from __future__ import annotations

from collections.abc import Sequence

from mlsalary.results import Notice


def together(notices: Sequence[Notice], cells: int) -> tuple[Notice, ...]:
    """Each warning once; of many of one kind the first, and how many more there are."""
    by_code: dict[str, list[str]] = {}
    for notice in notices:
        by_code.setdefault(notice.code, []).append(notice.message)
    found = []
    for code, messages in by_code.items():
        unique = list(dict.fromkeys(messages))
        more = len(unique) - 1
        likewise = f" Likewise {more} other{'s' if more > 1 else ''} of the {cells}."
        found.append(Notice(code, unique[0] + (likewise if more else "")))
    return tuple(found)


def one_profile() -> Notice:
    """A comparison of one has nothing to compare it with."""
    return Notice(
        "one_profile",
        "Only one profile: give an option twice to compare, such as --metro Austin --metro Boise, "
        "or rank every metro with --by metro.",
    )


def places_differ() -> Notice:
    """Dollars buy less in one place than in another."""
    return Notice(
        "before_prices_and_taxes",
        "Prices and taxes differ between places too: these amounts are as paid, before both.",
    )


def months_differ() -> Notice:
    """Amounts side by side in the money of several months."""
    return Notice(
        "months_differ",
        "Each amount is in its own month's dollars: inflation is not taken out.",
    )
