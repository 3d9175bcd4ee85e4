"""What a wheel brings ready-made: the build asks for it, nothing else does."""

from __future__ import annotations

from pathlib import Path

from mlsalary.frame import aliases, spellings
from mlsalary.places import index, naming
from mlsalary.rulebook import Rulebook, made, parsed, shipped_folder
from mlsalary.sql import packed_places


def write_all(folder: Path) -> list[Path]:
    """Write every file that is made from the package's own data into ``folder``."""
    book = Rulebook(shipped_folder())
    places = aliases.table(book)
    contents = {
        parsed.NAME: (parsed.KEY, parsed.entries(shipped_folder())),
        index.NAME: (index.made_from(book), naming.index(book)),
        aliases.NAME: (aliases.made_from(book), places),
        packed_places.NAME: (
            packed_places.made_from(book),
            packed_places.written(aliases.read(places)),
        ),
        spellings.NAME: (spellings.made_from(book), spellings.table(book)),
    }
    for name, (key, content) in contents.items():
        (folder / name).write_bytes(made.sealed(key, content))
    return [folder / name for name in contents]
