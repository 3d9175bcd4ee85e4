"""The package out of an archive, as Spark hands it to its workers."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from mlsalary import shipped


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "job"
    folder.mkdir()
    path = folder / "program.zip"
    with zipfile.ZipFile(path, "w") as files:
        files.writestr("mlsalary/data/limits.toml", "most = 1\n")
    return path


@pytest.fixture
def in_the_archive(archive: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package as Python sees it there: its folder is no folder of the disk."""
    monkeypatch.setattr(shipped, "__file__", str(archive / "mlsalary/shipped.py"))
    for known in (shipped.package_folder, shipped.shipped_folder):
        monkeypatch.setattr(shipped, known.__name__, known.__wrapped__)
    return archive


def test_it_is_unpacked_beside_the_archive_once(in_the_archive: Path) -> None:
    data = shipped.shipped_folder()
    assert (data / "limits.toml").read_text() == "most = 1\n"
    unpacked = data.parents[1]
    assert unpacked.parent == in_the_archive.parent
    (data / "mark").write_text("the same folder")
    assert (shipped.shipped_folder() / "mark").exists()
    assert sorted(in_the_archive.parent.iterdir()) == sorted([in_the_archive, unpacked])


def test_another_archive_of_the_name_is_unpacked_anew(in_the_archive: Path) -> None:
    before = shipped.shipped_folder()
    with zipfile.ZipFile(in_the_archive, "w") as files:
        files.writestr("mlsalary/data/limits.toml", "most = 2, and longer\n")
    after = shipped.shipped_folder()
    assert after != before
    assert (after / "limits.toml").read_text() == "most = 2, and longer\n"


def test_of_two_processes_the_faster_one_leaves_the_folder(
    in_the_archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(made: Path, to: Path) -> Path:
        shutil.copytree(made, to)
        (to / "first").touch()
        raise OSError("Directory not empty")

    monkeypatch.setattr(Path, "rename", late)
    unpacked = shipped.shipped_folder().parents[1]
    assert (unpacked / "first").exists()
    assert sorted(in_the_archive.parent.iterdir()) == sorted([in_the_archive, unpacked])


def test_where_nothing_may_be_written_it_is_unpacked_elsewhere(
    in_the_archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    data = shipped.shipped_folder()
    assert data.is_relative_to(tmp_path)
    assert not data.is_relative_to(in_the_archive.parent)
    assert (data / "limits.toml").is_file()
