"""What the name of a file to write may end in, where only one thing is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mlsalary.errors import UsageError


def require_ending(file: Path | None, what: str, endings: Sequence[str]) -> None:
    """UsageError ``bad_format`` for a name that ends as if the file held something else.

    what: what is written, at the start of a sentence. A name without an ending tells nothing.
    """
    ending = "" if file is None else file.suffix.lower()
    if ending and ending not in endings:
        from mlsalary.figures import listed

        raise UsageError(
            "bad_format",
            f"{file}: nothing here writes {ending}. {what} is written to {listed(endings, 'or')}.",
        )
