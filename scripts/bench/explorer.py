"""Measure how long the explorer takes from a change in the form to a screen that shows the answer.

    python scripts/bench/explorer.py

Processor time, median and 9th of 10, for each tab at both sizes of its pictures, less what a turn
without a change takes, and the same as multiples of one estimate in the same run. The ranking of
places is done next to the typing.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable

from textual.pilot import Pilot
from textual.widgets import Input

from mlsalary import Profile, Rulebook, estimate
from mlsalary.explore.app import TABS, Explorer
from mlsalary.explore.question import Asking

SIZES = ((80, 24), (140, 45))
CHANGES = 40
PERSON = Profile(years=5, metro="San Jose", spec="llm", company="Google")


def main() -> None:
    """Print a row for each size and tab."""
    book = Rulebook.shipped()
    alone = statistics.median(_seconds(lambda: estimate(PERSON, book)) for _ in range(200))
    print(f"One estimate: {alone * 1000:.1f} ms of processor time.")
    for size in SIZES:
        asyncio.run(_measure(book, size, alone))


def _seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


async def _measure(book: Rulebook, size: tuple[int, int], alone: float) -> None:
    app = Explorer(PERSON, Asking(book))
    async with app.run_test(size=size) as pilot:
        for tab in (name.lower() for name in TABS):
            app.action_show(tab)
            if tab == "offer":
                app.query_one("#field-base", Input).value = "250k"
            await _settled(app, pilot)
            idle = statistics.median([await _turn(app, pilot) for _ in range(CHANGES)])
            took = [await _turn(app, pilot, str(1 + n % 20)) - idle for n in range(CHANGES)]
            middle, late = statistics.median(took), sorted(took)[round(0.9 * CHANGES)]
            print(
                f"{size[0]}x{size[1]} {tab:8} {middle * 1000:5.0f} ms, 9 of 10 within "
                f"{late * 1000:5.0f} ms; {middle / alone:5.1f} x an estimate"
            )


async def _turn(app: Explorer, pilot: Pilot[None], years: str = "") -> float:
    start = time.process_time()
    if years:
        app.query_one("#field-years", Input).value = years
    await _settled(app, pilot)
    return time.process_time() - start


async def _settled(app: Explorer, pilot: Pilot[None]) -> None:
    await pilot.pause(0)
    while app.is_ranking:
        await asyncio.sleep(0.01)
    await pilot.pause(0)


if __name__ == "__main__":
    main()
