"""What an estimate rests on and how far such estimates miss."""

from __future__ import annotations

from collections.abc import Sequence

from mlsalary.figures import listed, month_name, percent

OTHER_RULEBOOK = "How far such estimates miss was not measured with these figures."
GUIDE_BANDS = "How far they miss is measured with reported pay, not for the guide's own bands."
PREMIUM_UNTOLD = "Reports do not tell specializations: how far the premium misses is not in that."
_A_GAIN = 0.005
"""In parts of one: less is chance, and does not show."""


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
    which is said where it narrows one and widens neither."""
    base, total = map(percent, own)
    said = f"Typical miss on them {base} base, {total} total"
    gains = [miss - better for better, miss in zip(more, own, strict=True)]
    if names and max(gains) > _A_GAIN > -min(gains):
        said += f", with your {listed(names)} {percent(more[0])} and {percent(more[1])}"
    return f"{said}; what pay did since is not in that." if later else f"{said}."


def nobody(whose: str) -> str:
    """Nobody reported pay of this level, kind of employer or company that could be scored."""
    return f"Too few people reported such pay ({whose}) to say how far estimates of it miss."
