"""How much of an answer a page shows; apart from the blocks, which JSON has no need of."""

from __future__ import annotations

from typing import NamedTuple


class View(NamedTuple):
    """How much of an answer a page shows: the first screen, and what was asked for beside it.

    explain: every step, and what is uncertain. sources: where each figure comes from.
    """

    explain: bool = False
    sources: bool = False


FIRST_SCREEN = View()
