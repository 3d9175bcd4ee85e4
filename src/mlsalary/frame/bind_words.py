"""What the words of each row mean, by a look-up on the words that were met."""

from __future__ import annotations

from mlsalary.frame.bind import Frame, Join
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.text import col
from mlsalary.profile import WORD_COLUMNS


def bind_met_words(frame: Frame, words: Lookup, join: Join) -> Frame:
    """What the words of each row mean, by a table of those that were met."""
    typed = {f"{PREFIX}{name}_word": col(name) for name in WORD_COLUMNS}
    frame = frame.with_columns(**typed).drop(*(f"{PREFIX}{name}" for name in WORD_COLUMNS))
    return join(frame, words).drop(*typed)
