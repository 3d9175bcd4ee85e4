"""Messages that name the command line's options, for doors that have none."""

from __future__ import annotations

import re
from collections.abc import Callable

_OPTION = re.compile(r"--([a-z]+(?:-[a-z]+)*)")


def renamed(text: str, called: Callable[[str], str | None]) -> str:
    """The text with each option under another name: ``called("as_of")`` for ``--as-of``; an option
    that has none there stays as it is."""
    return _OPTION.sub(lambda found: called(found[1].replace("-", "_")) or found[0], text)
