"""``mlsalary explore``: a profile on the left, its answer on the right, as one types.

Everything that is shown is what the library says; nothing is computed here.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from mlsalary.explore.ending import when_asked_to_end
from mlsalary.profile import Profile
from mlsalary.rulebook import Rulebook

if TYPE_CHECKING:
    from mlsalary.explore.app import Explorer


def run(
    profile: Profile, book: Rulebook, data: Path | None, *, fresh: bool, ascii_only: bool = False
) -> None:
    """Run the explorer in this terminal, or for the browser that started it, until it is left.

    profile: what the form starts with. data: the folder that was laid over the rulebook. fresh:
    that nothing is saved which a command would start from. ascii_only: for a terminal that says no
    other signs.
    """
    from mlsalary.explore.app import Explorer
    from mlsalary.explore.question import Asking

    explorer = Explorer(profile, Asking(book, data, has_saved=not fresh), ascii_only=ascii_only)
    explorer.error_console.quiet = True  # Textual would print what is raised here
    was_asked = asyncio.run(_shown(explorer))
    if was_asked:
        raise KeyboardInterrupt
    if explorer._exception is not None:
        raise explorer._exception


async def _shown(explorer: Explorer) -> bool:
    """Show it until it is left; whether that was asked for from outside."""
    requests: list[str] = []

    def end() -> None:
        requests.append("end")
        explorer.exit()

    when_asked_to_end(end)
    await explorer.run_async()
    return bool(requests)
