"""Lines, calls and damaged files that nobody should give the program end as docs/testing.md says.

The same few hundred in each run, so that what fails has to do with what changed; ``make fuzz``
tries a million others.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

pytest.importorskip("polars", reason="Polars, which the extra batch installs, is missing")
pytest.importorskip("python_calamine", reason="calamine, which the extra xlsx installs, is missing")
pytest.importorskip("mcp_types", reason="the SDK, which the extra mcp installs, is missing")

from fuzzing import calls, files, lines, oracle
from fuzzing.damage import DAMAGES
from fuzzing.junk import WORDS
from fuzzing.room import Room, Tried, surroundings
from fuzzing.table import commands

from mlsalary.cli import VERBS
from mlsalary.mcp.tools import TOOLS

sys.path.append(str(Path(__file__).resolve().parents[1] / "scripts"))
import fuzz

same = settings(derandomize=True, database=None)
chances = st.integers(0, 2**32).map(Random)  # even, unlike Hypothesis' own: weights hold
FINE = Tried(("estimate", "--json"), 0, '{"a": 1}\n', "", "", {}, {})
REFUSED = '{"schema": "mlsalary/error/1", "code": "CODE", "message": "m", "suggestions": []}\n'
SUMMARY = "3 rows in, 1 to out.csv, 1 rejected, in 0.1 s.\n"


def test_the_page_says_how_much_is_tried() -> None:
    page, contributing = (
        " ".join((fuzz.ROOT / name).read_text(encoding="utf-8").split())
        for name in ("docs/testing.md", "CONTRIBUTING.md")
    )
    usually = fuzz.USUALLY
    assert usually["lines"] == 1_000_000
    by_tools, damaged = (f"{usually[kind]:,}" for kind in ("calls", "files"))
    assert (
        f"a million command lines, {by_tools} calls of an assistant's tools and {damaged}" in page
    )
    assert f"try a million command lines and {damaged} damaged files" in contributing
    assert f"{len(DAMAGES) - 1} kinds of damage" in page
    assert f"each file of figures up to {files.LARGEST // 1_000} KB" in page
    assert f"{fuzz.MEMORY / 1e9:g} GB of address space" in page
    longest = max(len(word) for word in WORDS)
    assert f"half signs, {longest:,} letters, 400 digits, NaN)" in page
    assert "9" * 400 in WORDS
    right, *wrong = oracle.ENDS
    assert f"The exit code is {right}, {wrong[0]}, {wrong[1]} or {wrong[2]}, and an" in page


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    made = Room(tmp_path_factory.mktemp("fuzz") / "room")
    with surroundings(made):
        yield made


@settings(same, max_examples=120)
@given(chances)
def test_any_line(room: Room, random: Random) -> None:
    words = lines.line(random)
    note(repr(words))
    room.tidy()
    assert oracle.faults(room.attempt(words, b"years\n5\n")) == []


@settings(same, max_examples=60)
@given(chances)
def test_any_call_of_a_tool(random: Random) -> None:
    tool, arguments = calls.call(random)
    note(f"{tool} {arguments}")
    assert calls.outcome(tool, arguments)[1] == []


@settings(same, max_examples=30)
@given(chances)
def test_any_damaged_file(room: Room, random: Random) -> None:
    made = files.case(random)
    note(f"{made.damage} {made.words} {made.content[:2_000]!r}")
    room.tidy()
    tried = files.attempt(room, made)
    assert oracle.faults(tried) + files.faults(room, made, tried) == []


@pytest.mark.parametrize("kind", files.kinds())
def test_a_sound_file_of_each_kind_is_read(room: Room, kind: str) -> None:
    one = files.kinds()[kind]
    words = tuple(one.name if word == "IN" else word for word in one.lines[0])
    room.tidy()
    tried = files.attempt(room, files.Case(kind, "sound", one.name, one.content(), words))
    assert (tried.code, oracle.faults(tried)) == (0, [])


def test_every_command_option_tool_kind_and_damage_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random, typed = Random(1), set[tuple[str, str]]()
    monkeypatch.setattr(lines, "SLOW", {})
    for _ in range(6_000):
        verb, *words = lines.line(random) or ("",)
        typed |= {(verb, word.partition("=")[0]) for word in words}
    assert {one.verb for one in commands()} == set(VERBS)
    for command in commands():
        for option in command.options:
            assert any((command.verb, name) in typed for name in option.names), option
    assert {calls.call(random)[0] for _ in range(100)} == set(TOOLS)
    made = [files.case(random) for _ in range(1_500)]
    assert {one.damage for one in made} == set(DAMAGES)
    assert {one.kind for one in made} == set(files.kinds())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": 1, "out": ""}, "exit code 1"),
        ({"err": "Error: internal error: KeyError: 'a'"}, "bug: "),
        ({"escaped": "Hung: 60 s"}, "escaped: Hung"),
        ({"out": "{"}, "no JSON on stdout"),
        ({"out": '{"a": NaN}'}, "no JSON on stdout"),
        ({"out": '"\x1b[31m"'}, "stdout has Cc"),
        ({"err": "Wrote a\u202eb.\n"}, "stderr has Cf"),
        ({"code": 2, "err": REFUSED.replace("CODE", "usage")}, "an error, and something on stdout"),
        ({"code": 2, "out": "", "err": "Error: m\n"}, "no object of an error"),
        ({"code": 2, "out": "", "err": REFUSED}, "undocumented: CODE"),
        ({"code": 3, "out": "", "err": REFUSED.replace("CODE", "usage")}, "undocumented: usage"),
        ({"words": ("table",), "code": 2, "out": "", "err": "m\n"}, "no error said"),
        ({"after": {"here/.out.part": (1, 1, 1)}}, "changed without being named"),
        (
            {
                "code": 2,
                "out": "",
                "err": REFUSED.replace("CODE", "usage"),
                "before": {"here/a": (1, 1, 1)},
            },
            "an error, and changed: here/a",
        ),
        ({"words": ("batch",), "out": "", "err": SUMMARY}, "rows lost"),
    ],
)
def test_what_is_wrong_is_seen(wrong: dict[str, Any], said: str) -> None:
    assert oracle.faults(FINE) == []
    assert any(fault.startswith(said) for fault in oracle.faults(FINE._replace(**wrong)))


def test_a_row_that_is_gone_is_seen(room: Room) -> None:
    made = files.Case("csv", "sound", "in.csv", b"years,note\n5,mark01x\n", ("batch", "in.csv"))
    tried = FINE._replace(words=made.words, err=SUMMARY)
    assert files.faults(room, made, tried) == ["a row is lost: csv"]


class Dying(fuzz.Worker):
    """The first of its kind dies over the first try."""

    are_given = 0

    def give(self, batch: tuple[str, int], numbers: list[int]) -> None:
        super().give(batch, numbers)
        Dying.are_given += 1
        if Dying.are_given == 1:
            self.process.kill()


def test_a_run_outlives_a_process_that_dies_and_goes_on_where_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fuzz, "Worker", Dying)
    told = ["--processes", "1", "--calls", "0", "--files", "0", "--folder", str(tmp_path)]
    assert fuzz.main([*told, "--lines", "5"]) == 1
    said = capsys.readouterr().out
    assert "4 lines tried" in said
    assert "1  the process ended with -9" in said
    state = json.loads((tmp_path / "seed-1/state.json").read_text())
    assert (sum(state["counts"].values()), state["died"]["lines"]) == (4, [0])
    (case,) = tmp_path.glob("seed-1/the-process-ended-with-9-*.json")
    assert "--again lines:0" in case.read_text()
    left = fuzz.Run(tmp_path, 1, {"lines": 8, "calls": 0, "files": 0})._numbers("lines", 0)
    assert left == [5, 6, 7]
