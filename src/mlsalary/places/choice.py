"""Which of several namesakes is meant: by the rule of data/places.toml, or an error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mlsalary.errors import NotFoundError
from mlsalary.places.readings import LEAD, TOWN, Reading
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import area, wages
from mlsalary.spelling import quoted

OCCUPATIONS = ("15-1252", "15-2051")
LISTED = 8
NAMED = 3


def choose(
    book: Rulebook, typed: str, readings: Sequence[Reading], asked: str | None = None
) -> Reading:
    """The one reading that is meant.

    A leading city or nickname comes before other cities of a metro's title, those before towns. Of
    several, the one is taken in whose area most who live in places of that name do, by the share
    that the rule names, or, of cities in titles, the one whose area dwarfs each other's in software
    developers and data scientists; its note names the others. Raises NotFoundError
    ``place_ambiguous``, also when a sizeable namesake of lower rank is as likely.
    """
    if asked and (here := [one for one in readings if asked in one.states]):
        readings = here
    codes = _by_code(readings)
    if len(codes) == 1:
        return codes[0]
    rule = book.toml("places.toml")["ambiguity"]
    rank = max(one.rank for one in codes)
    peers = [one for one in codes if one.rank == rank]
    if (most := _most_people(codes, rule["people_share"])) in peers:
        return _noted(most, [], codes, rule["noted_share"])
    running = _sizeable(peers, rule["sizeable_share"])
    jobs = {one.code: _jobs(book, one) for one in running}
    first, *others = sorted(running, key=lambda one: (-jobs[one.code], -(one.people or 0)))
    clear = not others or (
        rank > TOWN
        and jobs[first.code] > 0
        and all(jobs[first.code] >= rule["dwarfs"] * jobs[one.code] for one in others)
    )
    below = _rivals(codes, first, rule["rival_share"])
    many = rule["dwarfs"] if rank == LEAD else 1
    rivals = [one for one in below if _jobs(book, one) >= many * jobs[first.code]]
    if not clear or rivals or rank == TOWN:
        raise _ambiguous(book, typed, codes if rank == TOWN else [*rivals, first, *others])
    return _noted(first, others, codes, rule["noted_share"])


def _by_code(readings: Sequence[Reading]) -> list[Reading]:
    """One reading an area, with the people of all: the one that leads, then the largest."""
    best: dict[str, Reading] = {}
    people = Counter({one.code: 0 for one in readings})
    for one in readings:
        people[one.code] += one.people or 0
        held = best.get(one.code)
        if held is None or (one.rank, one.people or 0) > (held.rank, held.people or 0):
            best[one.code] = one if held is None else one._replace(note=one.note or held.note)
    every = [
        one if one.people is None else one._replace(people=people[one.code])
        for one in best.values()
    ]
    return sorted(every, key=lambda one: -(one.people or 0))


def _most_people(codes: Sequence[Reading], share: float) -> Reading | None:
    """The area with that share of all people in places of the name; None of uncounted ones."""
    if any(one.people is None for one in codes):
        return None
    first, total = codes[0], sum(one.people or 0 for one in codes)
    return first if total and (first.people or 0) >= share * total else None


def _sizeable(readings: Sequence[Reading], share: float) -> list[Reading]:
    largest = max((one.people or 0 for one in readings), default=0)
    return [one for one in readings if one.people is None or one.people >= share * largest]


def _rivals(codes: Sequence[Reading], first: Reading, share: float) -> list[Reading]:
    """Namesakes of lower rank with that share of the first's people; none of a nickname."""
    if not first.people:
        return []
    least = share * first.people
    return [one for one in codes if one.rank < first.rank and (one.people or 0) >= least]


def _jobs(book: Rulebook, reading: Reading) -> float:
    """Software developers and data scientists in the metro; 0 for a town outside every metro,
    which the figure of its whole state would make larger than it is."""
    if area(book, reading.code).kind != "metro":
        return 0.0
    cells = wages(book, reading.code)
    return sum(cells[one].employment or 0.0 for one in OCCUPATIONS if one in cells)


def _noted(
    taken: Reading, dwarfed: Sequence[Reading], codes: Sequence[Reading], share: float
) -> Reading:
    """The same with what it was taken before; of small namesakes nobody needs to hear."""
    least = share * (taken.people or 0)
    known = [one for one in codes if one.people and one.people >= least and one is not taken]
    known = known if taken.people else []  # a nickname is no place's name
    rest = list(dict.fromkeys(one.label for one in (*dwarfed, *known)))[:NAMED]
    if taken.note or not rest:
        return taken
    why = (
        "which has by far the most software and data jobs of that name"
        if dwarfed
        else "where most people in places of that name live"
    )
    said = f"read as {taken.label}, {why}; for another one, ask for {'; '.join(rest)}"
    return taken._replace(note=said)


def _ambiguous(book: Rulebook, typed: str, readings: Sequence[Reading]) -> NotFoundError:
    labels = list(dict.fromkeys(one.label for one in readings))[:LISTED]
    areas = {one.label: area(book, one.code).name for one in reversed(readings)}
    listed = "; ".join(
        label if areas[label] == label else f"{label} ({areas[label]})" for label in labels
    )
    more = f", and {len(readings) - LISTED} more" if len(readings) > LISTED else ""
    missing = "state" if len({one.states[:1] for one in readings}) > 1 else "county"
    return NotFoundError(
        "place_ambiguous",
        f"{quoted(typed)} could be {listed}{more}. Add the {missing}.",
        labels,
    )
