"""What of a rulebook another process lacks: its files but for those that come with the package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mlsalary.shipped import shipped_folder

if TYPE_CHECKING:
    from mlsalary.rulebook import Rulebook

_KINDS = (".toml", ".csv")
_RELEASES = "oews/*/*"  # a folder of one's own may hold some that the package has not


def carried(book: Rulebook) -> Mapping[str, bytes]:
    """The content of each such file, by its name, as it is used.

    Raises BadDataError for one that cannot be read, as whoever asks for it first would.
    """
    names = dict.fromkeys(
        path.relative_to(folder).as_posix()
        for folder, within in [
            (shipped_folder(), "**/*"),
            *((one, _RELEASES) for one in book.folders),
        ]
        for path in sorted(folder.glob(within))
        if path.suffix in _KINDS
    )
    own = (name for name in names if not book.path(name).is_relative_to(shipped_folder()))
    return {name: _content(book, name) for name in own}


def _content(book: Rulebook, name: str) -> bytes:
    if not name.endswith(".toml"):
        return book.csv(name).content
    book.toml(name)  # whether it is whole
    return book.read(name)
