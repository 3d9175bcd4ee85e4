"""Reads data/: the one place that knows where the files lie.

Shipped files are checked where they are made (a test and ``mlsalary data check``) and are read
here without another check, each only when a question needs it. A user's own files are always
checked before they are used.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from zlib import crc32

from mlsalary import values
from mlsalary.errors import BadDataError, unreadable
from mlsalary.rulebook import parsed, seal
from mlsalary.rulebook.sorted_csv import SortedCsv
from mlsalary.shipped import shipped_folder as shipped_folder
from mlsalary.spelling import one_line

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Rulebook:
    """The figures and words to price with: files of data/, each from the first folder that has it.

    ``shipped()`` is what comes with the package, ``overlay(FOLDER)`` the same with your own files
    over it. Figures are read when a question needs them; their units and sources are in the
    files (data/README.md).

    folders: where files are looked for, in order.
    sources: every source by its id.
    imported: the BLS releases in addition to the shipped one.
    memory: what was looked up already; private.

    Raises BadDataError for a file that is missing, damaged or invalid, and names it, and UsageError
    for what is not a path.

    >>> from mlsalary import Profile, Rulebook, estimate
    >>> person, book = Profile(years=5, metro="San Jose"), Rulebook.shipped()
    >>> estimate(person, book) == estimate(person)
    True
    >>> {source.id for source in estimate(person, book).sources} <= set(book.sources)
    True
    """

    sorted_csv: type[SortedCsv] = SortedCsv
    """What looks rows up in a CSV file."""

    def __init__(self, *folders: Path | str) -> None:
        self.folders = tuple(values.folder("The folder of a Rulebook", one) for one in folders)
        self._tables: dict[str, dict[str, Any]] = {}
        self._csvs: dict[str, SortedCsv] = {}
        self._sums: dict[str, int] = {}  # of the TOML files
        self.memory: dict[Hashable, Any] = {}
        self._carried: Mapping[str, bytes] = {}
        self._travels = True

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process gets the content of the files that its package does not bring itself."""
        from mlsalary.rulebook.carrying import carried

        if not self._travels:
            raise TypeError("a Rulebook with a table replaced stays in its process")
        return _of_carried, (carried(self),)

    @classmethod
    def shipped(cls) -> Rulebook:
        """The rulebook that comes with the package, and beneath it what the user imported.

        One for all calls, so that a figure is read once: its files stay as they are while the
        program runs, but for a release that is imported meanwhile.
        """
        imported = _imported()
        return _shared((shipped_folder(), *imported), _imported_files(imported))

    @classmethod
    def given(cls, book: object) -> Rulebook:
        """The rulebook that a caller gives, the shipped one for None; UsageError otherwise."""
        if book is None:
            return cls.shipped()
        if not isinstance(book, Rulebook):
            raise values.wrong("book", 'a Rulebook, such as Rulebook.overlay("FOLDER")', book)
        return book

    @classmethod
    def overlay(cls, folder: Path | str) -> Rulebook:
        """The shipped rulebook with the files of ``folder`` laid over it, checked first.

        Raises BadDataError naming file, line and key of the first fault.
        """
        from mlsalary.rulebook.checks.check import (
            require_valid,  # Pydantic: only for a user's own data
        )

        own = values.folder("The folder of a Rulebook", folder)
        require_valid(own)
        return cls.over(own)

    @classmethod
    def over(cls, folder: Path) -> Rulebook:
        """The same without a check, for whoever has made it."""
        return cls(folder, shipped_folder(), *_imported())

    def __repr__(self) -> str:
        return f"<Rulebook: {', over '.join(map(str, self.folders))}>"

    def path(self, name: str) -> Path:
        """Where ``name`` (such as ``guide/states.toml``) is read from; BadDataError if nowhere."""
        if values.name("The name of a file", name) in self._carried:
            return Path(name)
        for folder in self.folders:
            path = folder / values.name("The name of a file", name)
            with suppress(OSError):  # no system has a file of such a name, or nobody may look
                if path.is_file():
                    return path
        looked = ", ".join(one_line(folder) for folder in self.folders)
        raise BadDataError(
            "file_missing",
            f"{one_line(name)} is not in {looked}. Reinstall mlsalary, or put the file back.",
        )

    def toml(self, name: str) -> dict[str, Any]:
        """The parsed TOML file ``name``, read once."""
        if values.name("The name of a file", name) not in self._tables:
            path, content = self._content(name)
            if wrong := seal.fault(path, content):
                raise BadDataError("release_unreadable", f"{path} {wrong}")
            known = parsed.table(name, content)
            self._tables[name] = _parse(path, content) if known is None else known
            self._sums[name] = crc32(content)
        return self._tables[name]

    def read(self, name: str) -> bytes:
        """The bytes of a file as they stand now; OSError where they cannot be read."""
        carried = self._carried.get(name)
        return self.path(name).read_bytes() if carried is None else carried

    def _content(self, name: str) -> tuple[Path, bytes]:
        path = self.path(name)
        try:
            return path, self.read(name)
        except OSError as error:
            message = f"{path} cannot be read: {error.strerror}. Check who may read it."
            raise BadDataError(unreadable(error), message) from error

    def replaced(self, name: str, table: dict[str, Any]) -> Rulebook:
        """The same rulebook with other content of the TOML file ``name``."""
        other = Rulebook(*self.folders)
        other._travels = False
        other._tables, other._csvs = {**self._tables, name: table}, self._csvs
        other._sums = {**self._sums, name: crc32(repr(table).encode())}
        return other

    def csv(self, name: str) -> SortedCsv:
        """The sorted CSV file ``name``, opened once."""
        if values.name("The name of a file", name) not in self._csvs:
            path, content = self._content(name)
            if wrong := seal.fault(path, content):
                raise BadDataError("release_damaged", f"{path} {wrong}")
            self._csvs[name] = self.sorted_csv(path, content)
        return self._csvs[name]

    def sum(self, name: str) -> str:
        """The CRC-32 of a file of the rulebook, of the very content that is used."""
        if not values.name("The name of a file", name).endswith(".toml"):
            return f"{crc32(self.csv(name).content):08x}"
        self.toml(name)
        return f"{self._sums[name]:08x}"

    def forget(self, prefix: str) -> None:
        """Read the files whose names begin so anew when they are asked for."""
        for kept in (self._tables, self._csvs, self._sums):
            for name in [name for name in kept if name.startswith(prefix)]:
                del kept[name]

    @cached_property
    def sources(self) -> dict[str, dict[str, Any]]:
        """Every source by its id: those of sources.toml in its order, then those that an imported
        release brings with it."""
        found = {row["id"]: row for row in self.toml("sources.toml")["source"]}
        for prefix in self.imported:
            brought = self.toml(f"{prefix}release.toml").get("publication", {})
            if "id" in brought:
                found.setdefault(brought["id"], brought)
        return found

    @cached_property
    def imported(self) -> tuple[str, ...]:
        """Where the releases beside the shipped one stand, each such as ``oews/2026/``."""
        found = {
            path.parent.name
            for folder in self.folders
            # What is hidden is not checked, so it is not used.
            for path in (folder / "oews").glob("[!.]*/release.toml")
        } | {name.split("/")[1] for name in self._carried if name.endswith("/release.toml")}
        return tuple(f"oews/{name}/" for name in sorted(found))


def _of_carried(files: Mapping[str, bytes]) -> Rulebook:
    """The package's own rulebook here, with these files over it."""
    return _over_shipped(tuple(files.items())) if files else _shared((shipped_folder(),), ())


@lru_cache(maxsize=4)
def _over_shipped(files: tuple[tuple[str, bytes], ...]) -> Rulebook:
    book = Rulebook(shipped_folder())
    book._carried = dict(files)
    return book


@lru_cache(maxsize=1)
def _shared(folders: tuple[Path, ...], files: tuple[tuple[str, int, int], ...]) -> Rulebook:
    return Rulebook(*folders)


def _imported_files(folders: Iterable[Path]) -> tuple[tuple[str, int, int], ...]:
    """The files of the imported releases as they stand now: path, when written, which file."""
    found = []
    for folder in folders:
        for path in sorted((folder / "oews").glob("*/*")):
            with suppress(OSError):  # an import may be replacing it: whoever reads it says so
                told = path.stat()
                found.append((str(path), told.st_mtime_ns, told.st_ino))
    return tuple(found)


def _imported() -> tuple[Path, ...]:
    from mlsalary.rulebook.home import imported_folder

    folder = imported_folder()
    return () if folder is None else (folder,)


def _parse(path: Path, content: bytes) -> dict[str, Any]:
    import tomllib  # 5 ms, only for a file that changed since it was parsed

    try:
        table = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadDataError("bad_toml", f"{path}: {error}. Fix the file.") from error
    if path.is_relative_to(shipped_folder()):
        parsed.renew(shipped_folder())
    return table


_UNASKED = object()


def once_a_book(
    function: Callable[Concatenate[Rulebook, _P], _T],
) -> Callable[Concatenate[Rulebook, _P], _T]:
    """Remember what ``function`` reads from a rulebook, whose files do not change beneath it.

    A thousand estimates then read each figure once. The answer is shared: nobody may change it.
    """

    @wraps(function)
    def remembered(book: Rulebook, /, *args: _P.args, **options: _P.kwargs) -> _T:
        key = (function, args, *options.items()) if options else (function, args)
        answer: _T = book.memory.get(key, _UNASKED)
        if answer is _UNASKED:
            answer = book.memory[key] = function(book, *args, **options)
        return answer

    return remembered
