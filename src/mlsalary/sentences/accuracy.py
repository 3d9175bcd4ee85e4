"""What an estimate rests on and how far such estimates miss."""

from __future__ import annotations

from collections.abc import Sequence

from mlsalary.figures import listed, month_name, percent

OTHER_RULEBOOK = "How far it misses was not measured with these figures."
GUIDE_BANDS = "How far it misses was not measured for the guide's own bands."
PREMIUM_UNTOLD = "Reports name no specialization, so the premium's own error is not in it."


def ground(release: str, reports: int, until: str, *, later: bool) -> str:
    """release: the month of BLS's newest; until: that of the last report; later: whether the answer
    is in the money of a month after it."""
    carried = ", carried forward" if later else ""
    return (
        f"Rests on the guide, BLS {month_name(release)} and {reports:,} pay reports to "
        f"{month_name(until)}{carried}."
    )


def misses(own: tuple[float, float], more: tuple[float, float], names: Sequence[str]) -> str:
    """The typical miss of base and total, in parts of one; more: where what is named was told too,
    which is said where it shows in one of them, and in neither for the worse."""
    said = "Typical miss {} base, {} total".format(*map(percent, own))
    gains = [
        round(100 * miss) - round(100 * better) for miss, better in zip(own, more, strict=True)
    ]
    if names and max(gains) > 0 <= min(gains):
        said += " ({}, {} if you add {})".format(*map(percent, more), listed(names))
    return f"{said}."


def left_out(*, later: bool, claimed: bool) -> str:
    """What the typical miss leaves out. later: whether the answer is in the money of a month after
    the last report; claimed: whether a premium is in it."""
    said = ["The typical miss is measured on these reports."] if later or claimed else []
    said += ["How pay has moved since is not in it."] if later else []
    said += [PREMIUM_UNTOLD] if claimed else []
    return " ".join(said)


def nobody(whose: str) -> str:
    """Nobody reported pay of this level, kind of employer or company that could be scored."""
    return f"How far it misses is not known: too few reports ({whose})."
