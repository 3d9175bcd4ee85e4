"""What is written appears whole or not at all, wherever it goes, and nobody's file is lost."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cli_run import run

from mlsalary import files
from mlsalary.errors import BadDataError, MlsalaryError, UsageError
from mlsalary.files import claim

ASKED = ("estimate", "--years", "5", "--json")
SOURCE = "years,metro\n5,NYC\n-1,NYC\n6,Boston\n"
FAULTS = (errno.ENOSPC, errno.EACCES, errno.EIO, errno.EINTR)


def names(folder: Path) -> set[str]:
    """What lies in a folder, hidden files too."""
    return {path.name for path in folder.iterdir()}


def saved(name: Path | str, text: str = "new", *, replace: bool = True) -> None:
    """Write it as every command does."""
    files.write_text(str(name), text, replace=replace)


def refused(name: Path | str, *, replace: bool = True) -> str:
    """The message of an error that writing there ends in."""
    with pytest.raises(MlsalaryError) as raised:
        saved(name, replace=replace)
    assert "\n" not in raised.value.message
    return raised.value.message


# Rights, links


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o755])
def test_rights_stay(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "a.json"
    target.write_text("old")
    target.chmod(mode)
    saved(target)
    assert (target.read_text(), stat.S_IMODE(target.stat().st_mode)) == ("new", mode)


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_a_new_file_has_the_rights_that_the_mask_leaves(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        saved(tmp_path / "a")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o666 & ~mask


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="asks for root")
def test_the_owner_stays(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_text("old")
    os.chown(target, 1234, 4321)
    saved(target)
    assert (target.stat().st_uid, target.stat().st_gid) == (1234, 4321)


def test_links_are_followed_and_stay(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "real").write_text("old")
    (tmp_path / "one").symlink_to("folder/real")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    (tmp_path / "to_nothing").symlink_to("folder/made")
    saved(tmp_path / "two")
    saved(tmp_path / "to_nothing", replace=False)
    assert (tmp_path / "folder" / "real").read_text() == "new"
    assert (tmp_path / "folder" / "made").read_text() == "new"
    assert all((tmp_path / name).is_symlink() for name in ("one", "two", "to_nothing"))
    (tmp_path / "circle").symlink_to("circle")
    assert "cannot be written" in refused(tmp_path / "circle")


# What is no plain file


def test_devices_are_written_to_and_stay(tmp_path: Path) -> None:
    for name in ("/dev/null", "/dev/zero"):
        saved(name)
        saved(name, replace=False)
        assert Path(name).is_char_device()
    (tmp_path / "link").symlink_to("/dev/null")
    saved(tmp_path / "link")
    assert Path("/dev/null").is_char_device()
    assert "No space left" in refused("/dev/full")
    assert names(tmp_path) == {"link"}


def test_a_pipe_with_a_name_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text()))
    reader.start()
    saved(pipe)
    reader.join(10)
    assert got == ["new"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("mode", ["w", "a"])
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link"])
def test_a_descriptor_is_written_to_where_it_stands(tmp_path: Path, name: str, mode: str) -> None:
    out = tmp_path / "out"
    out.write_text("before\n")
    (tmp_path / "link").symlink_to("/dev/stdout")
    code = f"from mlsalary.files import write_text; write_text({name!r}, 'new', replace=False)"
    with out.open(mode) as stream:
        subprocess.run([sys.executable, "-c", code], stdout=stream, check=True, cwd=tmp_path)
    assert out.read_text() == ("new" if mode == "w" else "before\nnew")


@pytest.mark.parametrize("number", ["9999", "9" * 11, "9" * 400])
def test_a_descriptor_that_nobody_opened_is_said(number: str) -> None:
    with pytest.raises(BadDataError) as caught:
        saved(Path(f"/dev/fd/{number}"))
    assert caught.value.code == "cannot_write"


def test_a_process_substitution_is_written_to(tmp_path: Path) -> None:
    if not shutil.which("bash"):
        pytest.skip("asks for bash")
    os.mkfifo(tmp_path / "written")
    asked = f"{sys.executable} -m mlsalary estimate --years 5 -o >(cat > got; echo > written)"
    subprocess.run(["bash", "-c", f"{asked} && read < written"], cwd=tmp_path, check=True)
    assert "5 years" in (tmp_path / "got").read_text()


def test_folders_and_names_that_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "is a folder" in refused(tmp_path)
    assert "There is no folder" in refused(tmp_path / "no" / "a")
    assert "There is no folder" in refused(f"{tmp_path}/a/")
    assert "shorter name" in refused(tmp_path / ("a" * 256))
    assert "shorter name" in refused("a" * 5000)
    saved(tmp_path / ("ü" * 127))
    saved(tmp_path / ("a" * 255))
    assert len(names(tmp_path)) == 2
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert "was deleted" in refused("a")
    saved(tmp_path / "whole path")


# A name that appears


WAYS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "links": lambda patched: None,
    "renaming": lambda patched: patched.setattr(claim, "_by_link", unsupported),
    "neither": lambda patched: (
        patched.setattr(claim, "_by_link", unsupported),
        patched.setattr(claim, "_by_renaming", unsupported),
    )[0],
}


def unsupported(*_: object) -> None:
    """As a file system says that has no such thing."""
    raise OSError(errno.EOPNOTSUPP, "Operation not supported")


@pytest.mark.parametrize("way", WAYS)
def test_a_name_is_claimed_and_never_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    WAYS[way](monkeypatch)
    saved(tmp_path / "free", replace=False)
    assert (tmp_path / "free").read_text() == "new"
    for made in ("file", "folder", "link"):
        target = tmp_path / made
        drafts = files.Drafts()
        drafts.open(str(target), replace=False).write(b"mine")
        if made == "file":
            target.write_text("theirs")
        elif made == "folder":
            target.mkdir()
        else:
            target.symlink_to("nowhere")
        with pytest.raises(UsageError, match="appeared"):
            drafts.place()
        drafts.discard()
    assert (tmp_path / "file").read_text() == "theirs"
    assert names(tmp_path) == {"free", "file", "folder", "link"}


@pytest.mark.parametrize("way", WAYS)
def test_of_many_that_write_there_one_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    WAYS[way](monkeypatch)
    target, ready = tmp_path / "out", threading.Barrier(8)
    ends: list[str] = []

    def one(number: int) -> None:
        try:
            with files.drafts() as drafts:
                drafts.open(str(target), replace=False).write(b"%d" % number * 1000)
                ready.wait(10)
            ends.append(str(number))
        except UsageError as error:
            ends.append(error.code)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends)[1:] == ["file_exists"] * 7
    assert target.read_text() == sorted(ends)[0] * 1000
    assert names(tmp_path) == {"out"}


# Faults


CALLS = ("open", "fdopen", "write", "fsync", "chmod", "link", "replace", "rename")


class Failing:
    """A stream that fails where a disk does."""

    def __init__(self, stream: Any, code: int) -> None:
        self._stream, self._code = stream, code

    def write(self, data: bytes) -> int:
        raise OSError(self._code, os.strerror(self._code))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextlib.contextmanager
def failing(call: str, code: int, at: Path) -> Iterator[None]:
    """That call fails on everything in the folder ``at``, and works elsewhere."""
    before = getattr(os, "fdopen" if call == "write" else call)

    def fail(*arguments: Any, **named: Any) -> Any:
        if call == "write":
            return Failing(before(*arguments, **named), code)
        if call in ("fdopen", "fsync") or str(arguments[0]).startswith(str(at)):
            raise OSError(code, os.strerror(code))
        return before(*arguments, **named)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fdopen" if call == "write" else call, fail)
        yield


@pytest.mark.parametrize("code", FAULTS)
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("verb", ["estimate", "batch"])
def test_a_fault_leaves_everything_as_it_was(
    tmp_path: Path, verb: str, call: str, code: int
) -> None:
    folder, source = tmp_path / "out", tmp_path / "in.csv"
    source.write_text(SOURCE)
    target = folder / "a.csv"
    asked = {
        "estimate": ("estimate", "--years", "5", "-o", str(target), "--force"),
        "batch": ("batch", str(source), "-o", str(target), "--force"),
    }[verb]
    for is_there in (True, False):
        folder.mkdir()
        if is_there:
            target.write_text("old")
            Path(f"{target}.rejects.csv").write_text("old rejects")
        before = {path.name: path.read_text() for path in folder.iterdir()}
        with failing(call, code, folder):
            ran = run(*asked)
        after = {path.name: path.read_text() for path in folder.iterdir()}
        if ran.code:
            assert after == before
            assert (ran.code, ran.err.count("\n")) == (4, 1)
            assert os.strerror(code) in ran.err
        else:  # no such call was needed
            assert call in ("link", "chmod", "rename", "replace")
            assert after["a.csv"] != before.get("a.csv")
            assert not any(name.endswith(".part") for name in after)
        shutil.rmtree(folder)


@pytest.mark.parametrize("call", ["link", "replace"])
def test_the_second_file_failing_takes_back_the_first(tmp_path: Path, call: str) -> None:
    """The output and its rejects appear together: of another run each would be wrong."""
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(SOURCE)
    force = call == "replace"
    if force:
        target.write_text("old")
        Path(f"{target}.rejects.csv").write_text("old rejects")
    before = {path.name: path.read_text() for path in tmp_path.iterdir()}
    works, done = getattr(os, call), []

    def fails_at_the_second(*arguments: Any) -> Any:
        if Path(arguments[1]) == target:
            done.append(True)
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return works(*arguments)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, call, fails_at_the_second)
        ran = run("batch", str(source), "-o", str(target), *(["--force"] if force else []))
    assert (ran.code, done) == (4, [True])
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == before


def test_an_interruption_at_every_call_leaves_old_or_new(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out" / "a.csv"
    source.write_text(SOURCE)
    new = tmp_path / "new.csv"
    assert run("batch", str(source), "-o", str(new)).code == 0
    expected = {"old": "old rejects", new.read_text(): Path(f"{new}.rejects.csv").read_text()}
    for call in ("open", "fsync", "chmod", "link", "replace"):
        for is_after in (False, True):
            target.parent.mkdir()
            target.write_text("old")
            Path(f"{target}.rejects.csv").write_text("old rejects")
            works = getattr(os, call)

            def interrupted(
                *arguments: Any, works: Any = works, is_after: bool = is_after, **named: Any
            ) -> Any:
                if is_after:
                    works(*arguments, **named)
                raise KeyboardInterrupt

            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(os, call, interrupted)
                ran = run("batch", str(source), "-o", str(target), "--force")
            assert ran.code == 130
            texts = {path.name: path.read_text() for path in target.parent.iterdir()}
            assert set(texts) == {"a.csv", "a.csv.rejects.csv"}, (call, is_after)
            assert texts["a.csv.rejects.csv"] == expected[texts["a.csv"]], (call, is_after)
            shutil.rmtree(target.parent)


# batch


def test_a_device_for_rejects_is_never_taken_away(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("years\n5\n")
    (tmp_path / "link").symlink_to("/dev/null")
    for name in ("/dev/null", str(tmp_path / "link")):
        ran = run(
            "batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "o.csv"), "--rejects", name,
            "--force",
        )  # fmt: skip
        assert ran.code == 0
    assert Path("/dev/null").is_char_device()
    assert (tmp_path / "link").is_symlink()


def test_rejects_that_appear_during_a_run_without_force_stay(tmp_path: Path) -> None:
    drafts = files.Drafts()
    drafts.open(str(tmp_path / "out"), replace=False).write(b"out")
    drafts.open(str(tmp_path / "rejects"), replace=False).write(b"mine")
    (tmp_path / "rejects").write_text("theirs")
    with pytest.raises(UsageError, match="appeared"):
        drafts.place()
    drafts.discard()
    assert names(tmp_path) == {"rejects"}
    assert (tmp_path / "rejects").read_text() == "theirs"


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "csv.gz"])
def test_a_batch_into_a_named_pipe(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "in.csv").write_text(SOURCE)
    pipe = tmp_path / f"pipe.{suffix}"
    os.mkfifo(pipe)
    assert run("batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / f"as.{suffix}")).code == 0
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    ran = run("batch", str(tmp_path / "in.csv"), "-o", str(pipe))
    reader.join(20)
    assert ran.code == 0
    assert len(got[0]) == (tmp_path / f"as.{suffix}").stat().st_size
    assert pipe.is_fifo()
