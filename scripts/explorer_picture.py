"""Draw docs/explorer.svg: the explorer as a terminal shows it, with a profile filled in.

python scripts/explorer_picture.py
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from textual.widgets import Input

from mlsalary.explore.app import Explorer
from mlsalary.explore.question import Asking
from mlsalary.profile import Profile
from mlsalary.rulebook import Rulebook

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "explorer.svg"
PERSON = Profile(years=5, metro="San Jose, CA", spec="llm")
SIZE = (124, 30)


def picture() -> str:
    """The screen as SVG.

    Each run of signs is stretched to its columns, so that lines join in whatever font there is; no
    font is loaded from elsewhere.
    """
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", asyncio.run(_screen()), flags=re.DOTALL)
    named = re.sub(r"terminal-\d+", "explorer", drawn)
    signs = named.replace(" textLength=", ' lengthAdjust="spacingAndGlyphs" textLength=')
    return "".join(f"{each}\n" for each in map(str.strip, signs.splitlines()) if each)


async def _screen() -> str:
    app = Explorer(PERSON, Asking(Rulebook.shipped()))
    async with app.run_test(size=SIZE) as pilot:
        for one in app.screen.query(Input):
            one.cursor_blink = False
        await pilot.pause()
        return app.export_screenshot()


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
