"""What an estimate rests on and how far such estimates miss."""

from __future__ import annotations

from collections.abc import Sequence

from mlsalary.figures import listed, month_name, percent

OTHER_RULEBOOK = "How far such estimates miss was not measured with these figures."
GUIDE_BANDS = (
    "How far estimates miss was measured with reported pay, not for the guide's own bands."
)
PREMIUM_UNTOLD = "Reports name no specialization, so the premium's own error is not in it."


def ground(release: str, reports: int, until: str, *, later: bool) -> str:
    """release: the month of BLS's newest; until: that of the last report; later: whether the answer
    is in the money of a month after it."""
    carried = ", carried forward" if later else ""
    return (
        f"Rests on the guide, BLS {month_name(release)} and {reports:,} pay reports to "
        f"{month_name(until)}{carried}."
    )


def misses(
    own: tuple[float, float], more: tuple[float, float], names: Sequence[str], *, later: bool
) -> str:
    """The typical miss of base and total, in parts of one; more: where what is named was told too,
    which is said where it shows in one of them, and in neither for the worse."""
    said = "Typical miss on these reports: {} base, {} total".format(*map(percent, own))
    gains = [
        round(100 * miss) - round(100 * better) for miss, better in zip(own, more, strict=True)
    ]
    if names and max(gains) > 0 <= min(gains):
        said += "; with your {}, {} and {}".format(listed(names), *map(percent, more))
    return f"{said}. How pay has moved since is not in it." if later else f"{said}."


def nobody(whose: str) -> str:
    """Nobody reported pay of this level, kind of employer or company that could be scored."""
    return f"Too few people reported such pay ({whose}) to say how far estimates of it miss."
