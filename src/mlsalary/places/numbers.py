"""ZIP codes and the codes of areas, alone or behind words -> the area."""

from __future__ import annotations

import re

from mlsalary.errors import NotFoundError
from mlsalary.places.abroad import abroad_error
from mlsalary.places.readings import LEAD, Reading, area_states, names
from mlsalary.results import PlaceMatch
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import NATION, area, find_area
from mlsalary.spelling import quoted

ZIP = 5  # digits
_EXPLICIT = r"(?ai)(cbsa|msa|zip)(?:\s+code)?(?:\s*[:#]\s*|\s+(?=\d))(\w+(?:-\d{4})?)"
_NUMBER = r"(?a)(\d{1,7})(?:-(\d{4}))?(?:\.0)?"
# A ZIP code, of five digits or nine, at the end of the words but for the country.
_BEHIND = r"(?ai)(?:^|[\s,])(\d{5})(?:-\d{4})?(?:\.0)?(?:,?\s*(?:usa|us|united states))?$"

_OF_AREA = r"(?ai)\b(?:cbsa|msa)[\s:#]*$"


def numbered(book: Rulebook, typed: str) -> Reading | None:
    """A ZIP code or the code of an area; None when the words are no number, or one of neither.

    Five digits may be both: NotFoundError ``place_ambiguous``, unless ``zip:`` or ``cbsa:`` says
    which. ``place_abroad`` for a ZIP code that the survey leaves out.
    """
    if told := explicit(book, typed):
        return told
    number = re.fullmatch(_NUMBER, typed)
    if number is None:
        return None
    code = number[1]
    if number[2]:
        return zipped(book, code)
    if len(code) == 4:  # a spreadsheet took the leading zero
        found = zipped(book, f"0{code}")
        return found and found._replace(note=f"{code} is read as the ZIP code 0{code}")
    if len(code) != 5:
        return coded(book, code)
    by_zip, by_code = zipped(book, code), coded(book, code)
    if by_zip and by_code and is_areas(book, code):
        raise _ambiguous(code, by_zip.label, by_code.label)
    return by_zip or by_code


def is_explicit(typed: str) -> bool:
    """Whether a text says of which kind its number is, and no more."""
    return re.fullmatch(_EXPLICIT, typed) is not None


def explicit(book: Rulebook, typed: str) -> Reading | None:
    """The area of a number behind ``zip``, ``cbsa`` or ``msa``."""
    told = re.fullmatch(_EXPLICIT, typed)
    if told is None:
        return None
    kind, code = told[1].lower(), told[2].upper()
    return zipped(book, code[:5].zfill(5)) if kind == "zip" else coded(book, code)


def split_zip(typed: str) -> tuple[str, str] | None:
    """The words and the ZIP code behind them: ``Austin, TX 78701`` -> ``Austin, TX``, ``78701``;
    None for the code of an area, as in ``Austin, CBSA 12420``."""
    found = re.search(_BEHIND, typed) if len(typed) >= ZIP else None
    if found is None or re.search(_OF_AREA, typed[: found.start()]):
        return None
    return typed[: found.start()].strip(" ,"), found[1]


def zipped(book: Rulebook, code: str) -> Reading | None:
    """The area of a ZIP code of five digits."""
    rows = book.csv("zips.csv").of(code)
    if not rows:
        left_out = book.toml("places.toml")["zip"]
        if code.startswith(tuple(left_out["military"])):
            raise abroad_error(code, "a military post office abroad")
        if code in left_out["islands"]:
            raise abroad_error(code, "an island that the BLS survey leaves out")
        return None
    found = area(book, rows[0][1])
    return Reading(found.code, area_states(found), "zip", found.name, rank=LEAD)


def coded(book: Rulebook, code: str) -> Reading | None:
    """The area of a code, also of one that an earlier delineation had."""
    found = find_area(book, code)
    if found is not None:
        match: PlaceMatch = "national" if code == NATION else "exact"
        return Reading(code, area_states(found), match, found.name, rank=LEAD)
    for _, role, now, state, name in names(book, code):
        if role == "code":
            today = area(book, now)
            was = f"{code} is {name}" if state else f"{code} was {name}"
            note = f"{was}; {today.name} stands in" if state else f"{was}; today it is {today.name}"
            return Reading(now, area_states(today), "alias", today.name, None, LEAD, note)
    return None


def neighbours(book: Rulebook, code: str) -> frozenset[str]:
    """The areas of the ZIP codes with the same first three digits: those of one sorting office."""
    return frozenset(row[1] for row in book.csv("zips.csv").starting(code[:3]))


def is_areas(book: Rulebook, code: str) -> bool:
    """Whether it is the code of an area that BLS publishes or published; of a micropolitan one,
    which it never did, hardly anybody knows it."""
    earlier = (row for row in names(book, code) if row[1] == "code")
    return find_area(book, code) is not None or any(not state for *_, state, _ in earlier)


def _ambiguous(code: str, by_zip: str, by_code: str) -> NotFoundError:
    return NotFoundError(
        "place_ambiguous",
        f"{quoted(code)} is a ZIP code in {by_zip} and the code of {by_code}. "
        f"Ask for zip:{code} or cbsa:{code}.",
        (f"zip:{code}", f"cbsa:{code}"),
    )
