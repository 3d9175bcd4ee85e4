"""What one text was read as."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

Value = TypeVar("Value")


class Meant(NamedTuple, Generic[Value]):
    """value: what a text means. note: what the reader should know of how it was read, None where it
    can mean nothing else."""

    value: Value
    note: str | None = None
