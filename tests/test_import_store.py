"""An import is all or nothing: whatever fails or interrupts it, at every step that it takes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from cli_run import PATIENCE
from official_workbooks import nation, official, row, written

from mlsalary.errors import BadDataError
from mlsalary.importing import store
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.releases import releases
from mlsalary.rulebook.seal import sealed

NAME = "oews/2026"
TEXTS = {
    "areas.csv": "code\nold\n",
    "wages.csv": "area\nold\n",
    "release.toml": 'release = "2026-05"\nsource = "old"\n',
}
OLD = sealed(TEXTS)
NEW = sealed({name: text.replace("old", "new") for name, text in TEXTS.items()})
STEPS = ("rename", "mkdir", "fsync", "open", "unlink", "rmdir", "write")
Fault = Callable[[], None]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("MLSALARY_HOME", str(folder))
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)  # 3 ms each, a thousand times
    return folder


@pytest.fixture(params=[True, False], ids=["swapped", "renamed twice"])
def swaps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the system can swap two folders in one step."""
    if not request.param:
        monkeypatch.setattr(store, "exchange", lambda one, other: False)
    return bool(request.param)


def put(home: Path, files: dict[str, str]) -> None:
    with store.turn(home) as staging:
        store.replace(home, staging, NAME, files, lambda: None)


def refusal(home: Path, files: dict[str, str]) -> str | None:
    """What an import that cannot write says; None when it went through."""
    try:
        put(home, files)
    except BadDataError as error:
        said = error
    else:
        return None
    assert said.code == "cannot_write"
    assert "Input/output error" in said.message
    return said.message


def read() -> dict[str, str] | None:
    """What a reader finds of the release, None for no release."""
    book = Rulebook.shipped()
    if not book.imported:
        return None
    prefix = releases(book)["2026"].prefix
    return {name: book.path(prefix + name).read_text(encoding="utf-8") for name in OLD}


def at_call(
    monkeypatch: pytest.MonkeyPatch, step: str, number: int, fault: Fault, *, after: bool, last: int
) -> list[str]:
    """Make the calls ``number`` to ``last`` of a step fail, before or after they did their work.

    The list grows by one entry a call.
    """
    calls: list[str] = []

    def failing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            calls.append(str(args))
            wrong = number <= len(calls) <= last
            if wrong and not after:
                fault()
            done = real(*args, **options)
            if wrong and after:
                fault()
            return done

        return call

    if step == "write":
        monkeypatch.setattr(store, "_write", failing(store._write))
    else:
        monkeypatch.setattr(os, step, failing(getattr(os, step)))
    return calls


def disk_fault() -> None:
    raise OSError(5, "Input/output error")


def interrupt() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.usefixtures("swaps")
def test_a_fault_at_every_step(
    step: str, lasting: bool, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in count(1):
        put(home, OLD)
        with monkeypatch.context() as patched:
            last = 10_000 if lasting else number
            calls = at_call(patched, step, number, disk_fault, after=False, last=last)
            said = refusal(home, NEW)
            assert read() == (NEW if said is None else OLD)
            if said is not None:
                unchanged = (home / "rulebook" / NAME).is_dir()
                assert ("Nothing was changed" in said) == unchanged, said
        put(home, NEW)
        put(home, OLD)
        assert read() == OLD
        assert sorted(path.name for path in home.iterdir()) == ["rulebook"]
        assert [path.name for path in (home / "rulebook/oews").iterdir()] == ["2026"]
        if len(calls) < number:
            return


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.usefixtures("swaps")
def test_an_interrupt_at_every_step(
    step: str, after: bool, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in count(1):
        put(home, OLD)
        with monkeypatch.context() as patched:
            calls = at_call(patched, step, number, interrupt, after=after, last=number + 1)
            try:
                put(home, NEW)
            except KeyboardInterrupt:
                assert read() in (OLD, NEW)
            else:
                assert read() == NEW
        put(home, NEW)
        assert read() == NEW
        assert sorted(path.name for path in home.iterdir()) == ["rulebook"]
        if len(calls) < number:
            return


@pytest.mark.parametrize("step", STEPS)
def test_a_fault_in_the_first_import_of_all(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in count(1):
        home = tmp_path / f"{step}{number}"
        monkeypatch.setenv("MLSALARY_HOME", str(home))
        with monkeypatch.context() as patched:
            calls = at_call(patched, step, number, disk_fault, after=False, last=number)
            said = refusal(home, NEW)
        assert read() == (NEW if said is None else None)
        assert "Nothing was changed" in (said or "Nothing was changed")
        put(home, NEW)
        assert read() == NEW
        if len(calls) < number:
            return


def test_what_a_killed_import_left_is_put_right(home: Path) -> None:
    """As on a system that cannot swap folders, killed between the two renames."""
    put(home, OLD)
    there = home / "rulebook" / NAME
    there.rename(there.with_name("2026.before"))
    written(home / "importing/rulebook/oews/2026/wages.csv", b"half a fi")
    written(home / "importing.lock", b"")
    assert read() == OLD
    with pytest.raises(BadDataError), store.turn(home) as staging:
        raise BadDataError("refused", "This import comes to nothing.")
    assert read() == OLD
    assert there.is_dir()
    assert not staging.exists()
    assert sorted(path.name for path in home.iterdir()) == ["rulebook"]


def test_killed_after_the_second_rename_the_new_release_stays(home: Path) -> None:
    put(home, OLD)
    there = home / "rulebook" / NAME
    there.rename(there.with_name("2026.before"))
    for name, text in NEW.items():
        written(there / name, text.encode())
    assert read() == NEW
    with store.turn(home):
        assert read() == NEW
        assert [path.name for path in there.parent.iterdir()] == ["2026"]


def test_only_one_is_in_and_a_dead_one_is_not(home: Path) -> None:
    with store.turn(home):
        with pytest.raises(BadDataError) as raised, store.turn(home):
            pass
        assert raised.value.code == "import_under_way"
        assert str(home) in raised.value.message
    hold = (
        "import sys, time; from pathlib import Path; from mlsalary.importing import store\n"
        f"with store.turn(Path({str(home)!r})): print('in', flush=True); time.sleep(600)"
    )
    other = subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "in\n"
    with pytest.raises(BadDataError, match="is running"), store.turn(home):
        pass
    other.kill()
    other.communicate()
    assert (home / "importing.lock").exists()
    put(home, NEW)
    assert sorted(path.name for path in home.iterdir()) == ["rulebook"]


ENDS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]
HEARD = "import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL)"  # nohup lets it be ignored


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize("sent", ENDS, ids=lambda number: number.name)
@pytest.mark.parametrize("swapping", [True, False], ids=["swapped", "renamed twice"])
def test_a_signal_while_it_is_put_there(
    sent: signal.Signals, swapping: bool, tmp_path: Path, home: Path
) -> None:
    """A real process, stopped by a real signal once the new release is about to be put there."""
    name = "state_M2026_dl"
    first = written(tmp_path / "1" / f"{name}.xlsx", official(name, [row(), nation()]))
    second = written(tmp_path / "2" / f"{name}.xlsx", official(name, [row(A_MEAN=181_000)]))
    assert subprocess.run(importing(first), check=False).returncode == 0
    before = read()
    slow = (
        "import time; from pathlib import Path; from mlsalary.importing import store\n"
        "real_rename = Path.rename\n"
        "def pause(): print('now', flush=True); time.sleep(600)\n"
        "def rename(*args): Path.rename = real_rename; real_rename(*args); pause()\n"
        "def swap(*args): pause()\n"
        f"if {swapping}: store.exchange = swap\n"
        "else: store.exchange = lambda *args: False; Path.rename = rename\n"
    )
    stopped = subprocess.Popen(
        importing(second, slow), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert stopped.stdout is not None
    assert stopped.stdout.readline() == "now\n"
    stopped.send_signal(sent)
    _, said = stopped.communicate(timeout=PATIENCE)
    assert read() == before
    if sent == signal.SIGKILL:
        assert stopped.returncode == -signal.SIGKILL
    else:
        assert (stopped.returncode, said) == (130, "Interrupted.\n")
        assert sorted(path.name for path in home.iterdir()) == ["rulebook"]
    assert subprocess.run(importing(second), check=False).returncode == 0
    assert read() not in (None, before)
    assert sorted(path.name for path in home.iterdir()) == ["rulebook"]


def importing(file: Path, first: str = "") -> list[str]:
    """The command line of an import, which runs ``first`` before."""
    program = f"{HEARD}\n{first}\nfrom mlsalary.__main__ import run\nrun()"
    return [sys.executable, "-c", program, "data", "import", str(file), "--format", "json"]


@pytest.mark.thorough("test_a_signal_while_it_is_put_there")
def test_signals_at_random_moments(tmp_path: Path, home: Path) -> None:
    name = "state_M2026_dl"
    means = (180_000, 181_000)
    files = [
        written(tmp_path / str(mean) / f"{name}.xlsx", official(name, [row(A_MEAN=mean)]))
        for mean in means
    ]
    whole = []
    for file in files:
        assert subprocess.run(importing(file), check=False).returncode == 0
        whole.append(read())
    for number in range(8):
        running = subprocess.Popen(importing(files[0]), stderr=subprocess.PIPE)
        time.sleep(0.03 * number + 0.05)
        running.send_signal(ENDS[number % len(ENDS)])
        running.communicate(timeout=PATIENCE)
        assert read() in whole
        subprocess.run(importing(files[1]), check=False, capture_output=True)
        assert read() == whole[1]


def test_an_interrupt_that_a_library_makes_another_error_of(tmp_path: Path, home: Path) -> None:
    """Pydantic does, where it builds a validator."""
    name = "state_M2026_dl"
    file = written(tmp_path / f"{name}.xlsx", official(name, [row()]))
    struck = (
        "import os, signal; from mlsalary.importing import store\n"
        "def swallowed(home):\n"
        "    try: os.kill(os.getpid(), signal.SIGTERM); [None for _ in range(10 ** 6)]\n"
        "    except KeyboardInterrupt: raise ValueError('built no validator')\n"
        "store.turn = swallowed"
    )
    done = subprocess.run(importing(file, struck), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "Interrupted.\n")


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="signals of POSIX")
def test_a_terminal_that_closes_interrupts_once() -> None:
    """It sends several requests: the tidying after the first one is not struck by the others."""
    code = (
        f"import os; {HEARD}; from mlsalary.cli import signals\n"
        "signals.end_as_interrupted()\n"
        "ask = lambda name: (os.kill(os.getpid(), name), [None for _ in range(10 ** 6)])\n"
        "try: ask(signal.SIGHUP)\n"
        "except KeyboardInterrupt: ask(signal.SIGTERM); ask(signal.SIGINT); print('tidied')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "tidied\n", "")


def test_a_request_that_comes_when_all_is_done_changes_no_code() -> None:
    code = (
        "import atexit, os, signal, sys; from mlsalary.cli import signals\n"
        "signals.end_as_interrupted(); signals.ignore()\n"
        "atexit.register(os.kill, os.getpid(), signal.SIGTERM); sys.exit(3)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (3, "")
