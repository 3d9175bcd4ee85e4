"""What every command hands to the renderers."""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

Scalar: TypeAlias = str | int | float | bool | None


class Result(Protocol):
    """An answer: the whole of it for JSON, or flat rows for CSV."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract of the command, plain values only."""

    def records(self) -> list[dict[str, Scalar]]:
        """The same as rows of named cells, every row with the same names."""
