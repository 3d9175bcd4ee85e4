"""Which names are those of workbooks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

READ_ALONE = (".xls", ".xlsm", ".xlsb", ".ods")
"""Endings of workbooks that are read and never written."""
_ENDINGS = (".xlsx", *READ_ALONE)


def modules(
    read: Iterable[tuple[str, str | None]], written: tuple[str, str | None] | None = None
) -> list[str]:
    """What files need of the extra ``xlsx``, each a name and the format that was asked for."""
    reader = ["python_calamine"] if any(_is_workbook(*one) for one in read) else []
    return reader + (["xlsxwriter"] if written and _is_workbook(*written) else [])


def _is_workbook(name: str, asked: str | None) -> bool:
    return (f".{asked}" if asked else Path(name).suffix).lower() in _ENDINGS
