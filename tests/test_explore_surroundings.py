"""The explorer where little is as it should be: every process here is a real one."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cli_run import PATIENCE

pexpect: Any = pytest.importorskip("pexpect", reason="pexpect, a terminal for tests, is missing")
pytest.importorskip("textual", reason="textual, which draws the explorer, is missing")

EXPLORE = (sys.executable, "-P", "-m", "mlsalary", "explore")
AUSTIN = ("--years", "5", "--metro", "Austin", "--no-profile")
QUIT, SAVE = "\x11", "\x13"
SCREEN_LEFT, CURSOR_SHOWN = "\x1b[?1049l", "\x1b[?25h"
NO_TERMINAL = (
    "Error: explore needs a terminal that it can draw on: for one answer as text, use mlsalary "
    "estimate --years 5 --metro Austin; for a browser, mlsalary explore --web"
)
WITHOUT = """
import sys
sys.modules.update(dict.fromkeys({gone!r}))
sys.argv = ["mlsalary", "explore", *{words!r}]
from mlsalary.__main__ import run
run()
"""
BROKEN = """
import sys
from mlsalary.explore.app import Explorer
def broken(*_):
    raise ValueError("broken")
Explorer.compose = broken
sys.argv = ["mlsalary", "explore"]
from mlsalary.__main__ import run
run()
"""


class Left(NamedTuple):
    """How a program that had a terminal ended, and all that it drew."""

    code: int | None
    drawn: str

    @property
    def text(self) -> str:
        """What was drawn, without what steers the terminal."""
        return re.sub(r"\x1b(?:\[[0-9;?<>=]*[a-zA-Z]|\][^\x07]*\x07)", "", self.drawn)


class Screen:
    """A program on a terminal."""

    def __init__(
        self,
        command: Sequence[str],
        size: tuple[int, int] = (24, 80),
        variables: Mapping[str, str | None] | None = None,
        folder: Path | None = None,
    ) -> None:
        own = dict.fromkeys(("COLUMNS", "LINES"))  # the size is the terminal's
        told = {**os.environ, "TERM": "xterm-256color", **own, **(variables or {})}
        self._child = pexpect.spawn(
            command[0],
            list(command[1:]),
            dimensions=size,
            env={name: value for name, value in told.items() if value is not None},
            cwd=str(folder) if folder else None,
            timeout=PATIENCE,
            encoding="utf-8",
            codec_errors="replace",
        )
        self._drawn = ""

    def shows(self, text: str) -> Screen:
        """Wait until something is drawn that holds this."""
        self._child.expect(text)
        self._drawn += self._child.before + self._child.after
        return self

    def types(self, keys: str) -> Screen:
        """Type keys."""
        self._child.send(keys)
        return self

    def receives(self, number: signal.Signals) -> Screen:
        """Send a signal."""
        self._child.kill(number)
        return self

    def is_closed(self) -> int:
        """Close the terminal's window; the exit code of what ran in it."""
        terminal = self._child.ptyproc
        terminal.fileobj.close()
        terminal.closed = self._child.closed = True
        return os.waitstatus_to_exitcode(os.waitpid(self._child.pid, 0)[1])

    def left(self) -> Left:
        """Wait for the end."""
        self._child.expect(pexpect.EOF)
        self._child.close()
        return Left(self._child.exitstatus, self._drawn + self._child.before)


# What is refused before anything is drawn ---------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "gone", "said"),
    [
        ([], ["textual"], "textual, which is not installed"),
        (["--web"], ["textual_serve"], "textual_serve, which is not installed"),
        (["--web"], ["textual", "textual_serve"], "textual and textual_serve, which are not"),
    ],
)
def test_a_missing_extra_is_one_line_that_installs_it(
    words: list[str], gone: list[str], said: str
) -> None:
    command = [sys.executable, "-c", WITHOUT.format(gone=gone, words=words)]
    ended = Screen(command, size=(24, 400)).left()
    assert ended.code == 2
    sentence, line = ended.drawn.strip().splitlines()
    assert sentence.startswith(f"Error: This needs {said}")
    assert re.fullmatch(r"  \S.*install.*\[explore\]\"?", line)


def in_pipes(*words: str, **closed: Any) -> tuple[int, str, str]:
    """How the explorer ends without a terminal: code, stdout, stderr."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    done = subprocess.run([*EXPLORE, *words], text=True, check=False, **{**streams, **closed})
    return done.returncode, done.stdout or "", done.stderr or ""


@pytest.mark.parametrize("words", [(), AUSTIN])
def test_a_pipe_is_one_sentence_with_two_ways_out(words: tuple[str, ...]) -> None:
    assert in_pipes(*words) == (2, "", f"{NO_TERMINAL}\n")


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_stream_that_is_closed_or_a_file_is_no_terminal(number: int, tmp_path: Path) -> None:
    line = '"$0" -P -m mlsalary explore 3>"$1"'
    for way in (f"{number}>&-", f"{number}{'<' if number == 0 else '>'}/dev/null"):
        said = tmp_path / "said"
        command = ["sh", "-c", f"{line} {way} {'2>&3' if number != 2 else ''}", sys.executable]
        ended = Screen([*command, str(said)]).left()
        assert ended.code == 2
        assert SCREEN_LEFT not in ended.drawn
        assert said.read_text(encoding="utf-8") == (f"{NO_TERMINAL}\n" if number != 2 else "")


def test_a_terminal_that_only_prints_is_refused() -> None:
    ended = Screen(EXPLORE, variables={"TERM": "dumb"}).left()
    assert ended.code == 2
    assert " ".join(ended.drawn.split()) == NO_TERMINAL


def test_there_is_no_json() -> None:
    code, out, err = in_pipes("--json")
    assert (code, out) == (2, "")
    assert '"code": "unknown_option"' in err


# What it holds out --------------------------------------------------------------------------------


def quits(screen: Screen) -> Left:
    """How a screen is left with its own key."""
    ended = screen.types(QUIT).left()
    assert ended.code == 0, ended.text
    assert SCREEN_LEFT in ended.drawn
    assert ended.drawn.rindex(CURSOR_SHOWN) > ended.drawn.index("Years")
    assert "Traceback" not in ended.text
    return ended


@pytest.mark.thorough(every=4)
@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"TERM": None},
        {"TERM": "vt100"},
        {"COLORTERM": "truecolor"},
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"LANG": None, "LC_ALL": None},
    ],
    ids=str,
)
def test_a_terminal_of_any_kind(variables: dict[str, str | None]) -> None:
    quits(Screen([*EXPLORE, *AUSTIN], variables=variables).shows("mlsalary estimate"))


def test_an_encoding_without_lines_gets_ascii() -> None:
    variables = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    ended = quits(Screen([*EXPLORE, *AUSTIN], variables=variables).shows("mlsalary estimate"))
    assert ended.text.isascii()
    assert r"\u" not in ended.text
    assert "|" in ended.text


def test_no_color_is_no_color() -> None:
    ended = quits(
        Screen([*EXPLORE, *AUSTIN], variables={"NO_COLOR": "1"}).shows("mlsalary estimate")
    )
    greys = {*range(232, 256), 16, 231, 59, 102, 145, 188}
    used = {int(one) for one in re.findall(r"[34]8;5;(\d+)", ended.drawn)}
    assert used
    assert used <= greys


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize("size", [(24, 40), (50, 40), (24, 30)])
def test_a_narrow_terminal_takes_an_answer(size: tuple[int, int]) -> None:
    screen = Screen([*EXPLORE, "--metro", "Austin", "--no-profile"], size=size).shows("Years")
    quits(screen.types("5").shows(r"\$\d+k"))


@pytest.mark.thorough(every=4)
@pytest.mark.parametrize("size", [(5, 20), (2, 20), (24, 8), (1, 80)])
def test_a_terminal_that_is_too_small_is_no_crash(size: tuple[int, int]) -> None:
    screen = Screen([*EXPLORE, *AUSTIN], size=size).shows(re.escape("\x1b[?2004h"))
    ended = screen.types(f"\t\t5{QUIT}").left()
    assert ended.code == 0, ended.text
    assert SCREEN_LEFT in ended.drawn
    assert "Traceback" not in ended.text


def test_a_home_that_cannot_be_written_to(tmp_path: Path) -> None:
    """A folder of the system in which not even root can make anything."""
    folders = dict.fromkeys(
        ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"),
        "/proc/self/none",
    )
    screen = Screen(
        [*EXPLORE, "--metro", "Austin"],
        variables={**folders, "MLSALARY_HOME": None},
        folder=tmp_path,
    )
    quits(screen.shows("Years").types("5").shows(r"\$\d+k"))
    assert [*tmp_path.iterdir()] == []


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_request_to_end_gives_the_terminal_back(number: signal.Signals) -> None:
    screen = Screen([*EXPLORE, *AUSTIN]).shows("mlsalary estimate")
    ended = screen.receives(number).left()
    assert ended.code == 130
    assert SCREEN_LEFT in ended.drawn
    assert ended.text.endswith("Interrupted.\r\n")
    assert "Traceback" not in ended.text


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize("when", ["Years", "Sources", "mlsalary estimate"])
def test_a_window_that_is_closed_ends_it(when: str) -> None:
    assert Screen([*EXPLORE, *AUSTIN]).shows(when).is_closed() == 130


def test_a_bug_is_one_line_and_the_terminal_is_given_back() -> None:
    ended = Screen([sys.executable, "-c", BROKEN], size=(24, 200)).left()
    assert ended.code == 1
    assert "Error: internal error: ValueError: broken. Please report it" in ended.text
    assert SCREEN_LEFT in ended.drawn
    assert "Traceback" not in ended.text
