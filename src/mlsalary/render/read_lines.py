"""The line on how was read what did not stand as it is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlsalary.figures import dollars
from mlsalary.render.page import Paragraph
from mlsalary.results import PLACE_FIELDS, Read
from mlsalary.spelling import one_line


def read_lines(read: Sequence[Read], whose: str | None = None) -> Iterator[Paragraph]:
    """How was read what did not stand as it is used; the place stands in the headline. What tells
    several fields, such as a title, is shown once."""
    by_text: dict[str, list[Read]] = {}
    for one in read:
        if one.field not in PLACE_FIELDS:
            by_text.setdefault(one.typed, []).append(one)
    said = "; ".join(_read_as(some) for some in by_text.values())
    if said:
        yield Paragraph(f"Read{f' of {whose}' if whose else ''}: {said}.", "quiet")


_PLAIN_NUMBERS = ("years", "vesting")


def _read_as(some: Sequence[Read]) -> str:
    typed = f'"{one_line(some[0].typed)}"'
    notes = dict.fromkeys(one.note for one in some if one.note)
    more = [note for note in notes if not any(other.startswith(f"{note}:") for other in notes)]
    note = f" ({', '.join(more)})" if more else ""
    if len(some) == 1:
        return f"{some[0].field} {typed} as {_meant(some[0])}{note}"
    return f"{typed} as {', '.join(f'{one.field} {_meant(one)}' for one in some)}{note}"


def _meant(one: Read) -> str:
    meant = one.as_ if isinstance(one.as_, list) else [one.as_]
    shown = (
        part
        if isinstance(part, str)
        else f"{part:.4g}"
        if one.field in _PLAIN_NUMBERS
        else dollars(part)
        for part in meant
    )
    return ", ".join(shown) or "none"
