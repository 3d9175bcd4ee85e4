"""The schema of panel.toml: profiles as one would type them, a key a field of a profile."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, create_model, model_validator

from mlsalary.profile import FIELDS, Asked
from mlsalary.rulebook.checks.schema import Table, Text, Years, fault

LEVEL_TOLD = ("years", "level", "title")
"""A profile needs one of them."""


class _PanelRow(Table):
    """A profile."""

    @model_validator(mode="after")
    def _priceable(self) -> Self:
        if all(getattr(self, name) is None for name in LEVEL_TOLD):
            fault(LEVEL_TOLD[0], f"is missing; give one of {', '.join(LEVEL_TOLD)}.")
        return self


def _typed(one: Asked) -> Any:
    if one.name == "years":
        return Years | None
    return Annotated[list[Text], Field(min_length=1)] | None if one.several else Text | None


_COLUMNS: dict[str, Any] = {one.name: (_typed(one), None) for one in FIELDS}
PanelRow: type[Table] = create_model("PanelRow", __base__=_PanelRow, **_COLUMNS)


class PanelFile(Table):
    """panel.toml."""

    source: Text
    row: Annotated[list[PanelRow], Field(min_length=1, max_length=100)]  # type: ignore[valid-type]
