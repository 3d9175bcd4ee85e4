"""The places that are foreseen: kept or made, they are the same, and they follow every file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("narwhals")

from mlsalary.frame import aliases, kept
from mlsalary.frame.foreseen import Alias, foreseen
from mlsalary.frame.lookup import Lookup
from mlsalary.frame.places import spelled
from mlsalary.rulebook import Rulebook, made, shipped_folder
from mlsalary.vocabulary import vocabulary

ROWS = [Alias("nyc", "35620", "NY", "-NY-NJ-", "alias"), Alias("us", "US", "", "--", "national")]


class Foreseen:
    """A few places in place of a hundred thousand, and how often they were resolved."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, book: Rulebook) -> Iterator[Alias]:
        self.times += 1
        return iter(ROWS)


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> Foreseen:
    few = Foreseen()
    monkeypatch.setattr(aliases, "foreseen", few)
    return few


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in place of the package's own, in which nothing was made yet."""
    (tmp_path / "package").mkdir()
    monkeypatch.setattr(made, "PACKAGE", tmp_path / "package")
    return tmp_path / "package/made"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder of the user."""
    monkeypatch.setenv("MLSALARY_HOME", str(tmp_path / "home"))
    return tmp_path / "home/cache"


def shipped() -> Rulebook:
    return Rulebook(shipped_folder())


def over(folder: Path, name: str, content: str) -> Rulebook:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(content, encoding="utf-8")
    return Rulebook(folder, shipped_folder())


def nicknames(code: str) -> str:
    return f'[areas]\n"ai alley" = "{code}"\n'


def rows_of(lookup: Lookup) -> list[tuple[Any, ...]]:
    assert set(lookup.types.values()) == {"text"}
    assert lookup.keys == ("mls_key",)
    return lookup.rows


def test_kept_and_made_are_the_same() -> None:
    book = shipped()
    fresh = list(foreseen(book))
    assert len(fresh) > 100_000
    for _ in range(2):  # the second time it is kept for sure
        assert rows_of(aliases.aliases(shipped())) == fresh


def test_it_is_made_once(package: Path, cache: Path, resolved: Foreseen) -> None:
    assert [rows_of(aliases.aliases(shipped())) for _ in range(3)] == [ROWS] * 3
    assert resolved.times == 1
    assert (package / aliases.NAME).is_file()
    assert not cache.exists()


@pytest.mark.parametrize("damage", [b"", b"x" * 100, b"place_aliases"])
def test_a_damaged_table_is_made_anew(
    package: Path, cache: Path, resolved: Foreseen, damage: bytes
) -> None:
    aliases.aliases(shipped())
    whole = (package / aliases.NAME).read_bytes()
    for broken in (damage, whole[:-20], whole.replace(b"35620", b"35621")):
        (package / aliases.NAME).write_bytes(broken)
        assert rows_of(aliases.aliases(shipped())) == ROWS
        assert (package / aliases.NAME).read_bytes() == whole
    assert resolved.times == 4


def test_a_package_that_is_read_only_leaves_it_to_the_user(
    package: Path, cache: Path, resolved: Foreseen
) -> None:
    package.write_bytes(b"a file where the folder would be")
    assert [rows_of(aliases.aliases(shipped())) for _ in range(2)] == [ROWS] * 2
    assert resolved.times == 1
    assert len(list(cache.iterdir())) == 1


def test_where_nothing_can_be_kept_it_is_made_each_time(
    package: Path, cache: Path, resolved: Foreseen, monkeypatch: pytest.MonkeyPatch
) -> None:
    package.write_bytes(b"a file where the folder would be")
    cache.parent.write_bytes(b"likewise")
    assert [rows_of(aliases.aliases(shipped())) for _ in range(2)] == [ROWS] * 2
    monkeypatch.setattr(kept, "cache_folder", lambda: None)  # as without a home
    assert rows_of(aliases.aliases(shipped())) == ROWS
    assert resolved.times == 3


def test_what_is_laid_over_is_kept_among_the_users_own(
    package: Path, cache: Path, resolved: Foreseen, tmp_path: Path
) -> None:
    aliases.aliases(shipped())
    whole = (package / aliases.NAME).read_bytes()
    for code in ("41860", "41940", "41860"):
        aliases.aliases(over(tmp_path / "own", "nicknames.toml", nicknames(code)))
    assert resolved.times == 3  # the shipped one, and the two of the user
    assert len(list(cache.iterdir())) == 2
    assert (package / aliases.NAME).read_bytes() == whole


def test_of_the_users_own_only_the_latest_are_kept(
    package: Path, cache: Path, resolved: Foreseen, tmp_path: Path
) -> None:
    for number in range(kept.KEPT_MOST + 3):
        book = over(tmp_path / "own", "nicknames.toml", f'[areas]\n"n{number}" = "41860"\n')
        aliases.aliases(book)
        for path in cache.iterdir():  # as if an hour went by
            then = path.stat().st_mtime - 3600
            os.utime(path, (then, then))
    assert len(list(cache.iterdir())) == kept.KEPT_MOST
    aliases.aliases(book)
    assert resolved.times == kept.KEPT_MOST + 3


def test_other_code_makes_it_anew(
    package: Path, cache: Path, resolved: Foreseen, monkeypatch: pytest.MonkeyPatch
) -> None:
    aliases.aliases(shipped())
    (made.PACKAGE / "other.py").write_text("pass", encoding="utf-8")
    aliases.aliases(shipped())
    assert resolved.times == 2


def test_factors_are_never_kept(
    package: Path, cache: Path, resolved: Foreseen, tmp_path: Path
) -> None:
    """Other constants share the places, and have factors of their own."""
    text = (shipped_folder() / "model.toml").read_text(encoding="utf-8")
    line = next(one for one in text.splitlines() if one.startswith("elasticity"))
    other = text.replace(line, line.replace("value = 0.", "value = 0.1"))
    assert other != text
    before = spelled(shipped())
    after = spelled(over(tmp_path / "own", "model.toml", other))
    assert resolved.times == 1
    assert before.aliases == after.aliases
    assert before.areas != after.areas


@pytest.mark.thorough("test_kept_and_made_are_the_same")
def test_every_file_that_is_read_is_in_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """But for those that say nothing of what a place means: other words, ages of the data."""
    words = Rulebook(shipped_folder())
    vocabulary(words)
    book = shipped()
    aliases.table(book)
    read = {*book._csvs, *book._tables} - {*words._tables}
    assert "places.csv" in read
    assert read <= {*aliases.MADE_FROM, "oews/release.toml", "built.toml"}
    assert vocabulary(book).nowhere == tuple(book.toml("vocabulary.toml")["nowhere"])
