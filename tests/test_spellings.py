"""The words that are foreseen: kept or made, they are the same, and they follow every file."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("narwhals")

from mlsalary.frame import spellings
from mlsalary.frame.lookup import Lookup
from mlsalary.frame.spelled_words import spelled
from mlsalary.rulebook import Rulebook, made, shipped_folder


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders in place of the package's own and of the user's, in which nothing was made yet."""
    (tmp_path / "package").mkdir()
    monkeypatch.setattr(made, "PACKAGE", tmp_path / "package")
    monkeypatch.setenv("MLSALARY_HOME", str(tmp_path / "home"))
    return tmp_path / "package/made"


def shipped() -> Rulebook:
    return Rulebook(shipped_folder())


def few(times: list[int]) -> list[Lookup]:
    """Tables of a few rows in place of the many, and a note that they were made."""
    times.append(1)
    return [Lookup.of("few", ["mls_key"], ["mls_number"], [("é", 0.1), ("b", None)])]


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One for each time that the tables were made."""
    met = list[int]()
    monkeypatch.setattr("mlsalary.frame.spelled_words.spelled", lambda _: few(met))
    return met


def test_kept_and_made_are_the_same(package: Path) -> None:
    fresh = spelled(shipped())
    assert {"own_titles", "own_levels", "companies"} <= {one.name for one in fresh}
    for _ in range(2):  # the second time they are kept
        assert spellings.spellings(shipped()) == fresh
        assert (package / spellings.NAME).is_file()


def test_they_are_made_once_for_the_same_files_and_code(package: Path, times: list[int]) -> None:
    for _ in range(3):
        assert spellings.spellings(shipped()) == few([])
    assert len(times) == 1
    (made.PACKAGE / "other.py").write_text("pass", encoding="utf-8")
    spellings.spellings(shipped())
    assert len(times) == 2
    whole = (package / spellings.NAME).read_bytes()
    (package / spellings.NAME).write_bytes(whole.replace(b"mls_key", b"mls_kex"))
    assert spellings.spellings(shipped()) == few([])
    assert len(times) == 3


@pytest.mark.parametrize("name", spellings.MADE_FROM)
def test_another_file_makes_them_anew(tmp_path: Path, times: list[int], name: str) -> None:
    spellings.spellings(shipped())
    own = tmp_path / "own" / name
    own.parent.mkdir(parents=True)
    text = (shipped_folder() / name).read_text(encoding="utf-8")
    own.write_text(f"{text}\n# other\n", encoding="utf-8")
    for _ in range(2):
        spellings.spellings(Rulebook(tmp_path / "own", shipped_folder()))
    assert len(times) == 2
    spellings.spellings(shipped())
    assert len(times) == 2


def test_every_file_that_is_read_is_in_the_key() -> None:
    book = shipped()
    spellings.table(book)
    assert {*book._csvs, *book._tables} == {*spellings.MADE_FROM}
