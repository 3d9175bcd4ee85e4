"""Which of several namesakes is meant: by the rule of data/places.toml, or an error."""

from __future__ import annotations

from collections.abc import Sequence

from mlsalary.errors import NotFoundError
from mlsalary.places.readings import LEAD, TOWN, Reading
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import area, wages
from mlsalary.spelling import quoted

OCCUPATIONS = ("15-1252", "15-2051")
LISTED = 8


def choose(
    book: Rulebook, typed: str, readings: Sequence[Reading], asked: str | None = None
) -> Reading:
    """The one reading that is meant.

    A leading city or nickname goes before other cities of a metro's title, those before towns. Of
    several sizeable ones the one whose area dwarfs each other's in software developers and data
    scientists is taken, and its note names the others; a town must be the largest of its name as
    well. Raises NotFoundError ``place_ambiguous``, also when a sizeable namesake of lower rank is
    as likely.
    """
    if asked and (here := [one for one in readings if asked in one.states]):
        readings = here
    codes = _by_code(readings)
    if len(codes) == 1:
        return codes[0]
    rule = book.toml("places.toml")["ambiguity"]
    rank = max(one.rank for one in codes)
    peers = [one for one in codes if one.rank == rank]
    running = _sizeable(peers, rule["sizeable_share"])
    jobs = {one.code: _jobs(book, one) for one in running}
    first, *others = sorted(running, key=lambda one: -jobs[one.code])
    clear = not others or (
        jobs[first.code] > 0
        and all(jobs[first.code] >= rule["dwarfs"] * jobs[one.code] for one in others)
        and (rank > TOWN or _known_town(first, others, rule["sizeable_zips"]))
    )
    below = _rivals(codes, first, rule["sizeable_zips"], rule["rival_share"])
    many = rule["dwarfs"] if rank == LEAD else 1
    rivals = [one for one in below if _jobs(book, one) >= many * jobs[first.code]]
    if not clear or rivals:
        raise _ambiguous(book, typed, [*rivals, first, *others])
    small = [one for one in peers if rank and one not in running]
    known = _rivals(codes, first, rule["sizeable_zips"], rule["sizeable_share"])
    return first._replace(note=first.note or _passed_over(first, others, [*small, *known]))


def _by_code(readings: Sequence[Reading]) -> list[Reading]:
    """One reading an area: the one that leads, then the largest."""
    best: dict[str, Reading] = {}
    for one in readings:
        held = best.get(one.code)
        if held is None or (one.rank, one.size or 0) > (held.rank, held.size or 0):
            best[one.code] = one if held is None else one._replace(note=one.note or held.note)
    return list(best.values())


def _sizeable(readings: Sequence[Reading], share: float) -> list[Reading]:
    largest = max((one.size or 0 for one in readings), default=0)
    return [one for one in readings if one.size is None or one.size >= share * largest]


def _rivals(codes: Sequence[Reading], first: Reading, zips: float, share: float) -> list[Reading]:
    """Namesakes of lower rank with that share of the first's ZIP codes; none of a nickname."""
    if first.size is None:
        return []
    least = max(zips, share * first.size)
    return [one for one in codes if one.rank < first.rank and (one.size or 0) >= least]


def _known_town(town: Reading, others: Sequence[Reading], zips: int) -> bool:
    """It has several ZIP codes and more than each namesake: not one village of many."""
    size = town.size or 0
    return size >= zips and all(size > (one.size or 0) for one in others)


def _jobs(book: Rulebook, reading: Reading) -> float:
    """Software developers and data scientists in the metro; 0 for a town outside every metro,
    which the figure of its whole state would make larger than it is."""
    if area(book, reading.code).kind != "metro":
        return 0.0
    cells = wages(book, reading.code)
    return sum(cells[one].employment or 0.0 for one in OCCUPATIONS if one in cells)


def _passed_over(taken: Reading, dwarfed: Sequence[Reading], less: Sequence[Reading]) -> str | None:
    if not dwarfed and not less:
        return None
    rest = "; ".join(one.label for one in [*dwarfed, *less][:LISTED])
    why = ", which has by far the most software and data jobs of that name" if dwarfed else ""
    return f"read as {taken.label}{why}; for another one, ask for {rest}"


def _ambiguous(book: Rulebook, typed: str, readings: Sequence[Reading]) -> NotFoundError:
    labels = [one.label for one in readings[:LISTED]]
    listed = "; ".join(
        label if (name := area(book, one.code).name) == label else f"{label} ({name})"
        for label, one in zip(labels, readings, strict=False)
    )
    more = f", and {len(readings) - LISTED} more" if len(readings) > LISTED else ""
    return NotFoundError(
        "place_ambiguous",
        f"{quoted(typed)} could be {listed}{more}. Add the state.",
        labels,
    )
