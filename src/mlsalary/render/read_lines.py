"""The line on how was read what did not stand as it is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlsalary.figures import dollars
from mlsalary.render.page import Block, Paragraph
from mlsalary.results import PLACE_FIELDS, Read
from mlsalary.spelling import one_line


def read_lines(read: Sequence[Read], whose: str | None = None) -> Iterator[Block]:
    """How was read what did not stand as it is used; the place stands in the headline."""
    said = "; ".join(_read_as(one) for one in read if one.field not in PLACE_FIELDS)
    if said:
        yield Paragraph(f"Read{f' of {whose}' if whose else ''}: {said}.", "quiet")


_PLAIN_NUMBERS = ("years", "vesting")


def _read_as(one: Read) -> str:
    meant = one.as_ if isinstance(one.as_, list) else [one.as_]
    shown = (
        part
        if isinstance(part, str)
        else f"{part:.4g}"
        if one.field in _PLAIN_NUMBERS
        else dollars(part)
        for part in meant
    )
    note = f" ({one.note})" if one.note else ""
    return f'{one.field} "{one_line(one.typed)}" as {", ".join(shown) or "none"}{note}'
