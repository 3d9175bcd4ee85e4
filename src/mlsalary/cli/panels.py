"""The panels of a help page and what stands first in them: who is asked about, what the verb does,
by which figures, how the answer is printed."""

from __future__ import annotations

from typing import Any

PROFILE = "Profile"
OFFER = "Offer"
FILLING = "For rows that do not say"
FILE_FORMAT = "File format"
ENGINE = "Engine"
FIGURES = "Figures"
OUTPUT = "Output"

_ORDER = {
    PROFILE: 0,
    OFFER: 1,
    None: 2,  # and a verb's own panels
    FILLING: 3,
    FILE_FORMAT: 4,
    ENGINE: 5,
    FIGURES: 6,
    OUTPUT: 7,
}
_SAID_FIRST = ("years", "metro", "spec", "level", "company", "title", "employer")
"""The options of a profile that most people give; the others follow."""


def place(parameter: Any) -> tuple[int, int]:
    """Where a parameter stands on the page, to sort by; those of one place keep their order."""
    panel, name = getattr(parameter, "rich_help_panel", None), parameter.name
    within = _SAID_FIRST.index(name) if name in _SAID_FIRST else len(_SAID_FIRST)
    return _ORDER.get(panel, _ORDER[None]), within
