"""A place beside the way the work is done (``Hybrid - Chicago, IL``), or several in one text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from mlsalary.errors import MlsalaryError, NotFoundError
from mlsalary.places.located import NATIONAL, Located
from mlsalary.places.names import LONGEST, key
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import quoted

Resolve = Callable[[str | None, str | None, Rulebook], Located]
FILE = "places.toml"


def parted(typed: str, state: str | None, book: Rulebook, resolve: Resolve) -> Located | None:
    """The area of a text that is no place as it stands; None where its parts are none either.

    resolve: finds the area of one place. NotFoundError ``place_several`` where the parts lie in
    several areas.
    """
    if len(typed) > 2 * LONGEST:
        return None
    told = book.toml(FILE).get("several") or Rulebook.shipped().toml(FILE)["several"]
    modes = frozenset(told["modes"])
    places = list(dict.fromkeys(filter(None, _places(typed, told["parted"], modes))))
    if not places:
        return resolve(None, state, book)  # nothing but the way the work is done
    if places == [typed.strip()]:
        return None
    try:
        found = [(place, resolve(place, state, book)) for place in places]
    except MlsalaryError:
        return None
    found = [one for one in found if one[1].code != NATIONAL.code] or found
    if len({area.code for _, area in found}) > 1:
        listed = list(dict.fromkeys(area.name for _, area in found))
        raise NotFoundError(
            "place_several",
            f"{quoted(typed)} names several areas: {'; '.join(listed)}. Ask for one of them.",
            listed,
        )
    place, area = found[0]
    note = f"{quoted(typed)} is read as {place}"
    return area._replace(note="; ".join(filter(None, [note, area.note])))


def _places(typed: str, signs: list[str], modes: frozenset[str]) -> Iterator[str]:
    """The places that a text lists, each without the way the work is done."""
    pattern = "|".join(rf"(?<!,){re.escape(sign)}" for sign in signs)  # "Portland, OR" is one
    for part in re.split(pattern, typed, flags=re.IGNORECASE):
        pieces = re.split(r"\s+[-–—]\s+|\s*[()\[\]:]\s*|\s*,\s*", part)
        rest = part
        for piece in pieces:
            if key(piece) in modes:
                rest = _without(rest, piece)
        yield rest.strip() if rest == part else rest.strip(" ()[]")


def _without(text: str, piece: str) -> str:
    """The text less a piece and the signs around it."""
    around = r"[\s,:()\[\]–—-]*"
    found = re.search(rf"(^|{around}){re.escape(piece)}({around}|$)", text)
    if found is None:
        return text
    before, behind = text[: found.start()], text[found.end() :]
    return f"{before}, {behind}" if before.strip() and behind.strip() else before + behind
