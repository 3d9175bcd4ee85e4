"""Imported files that were damaged since are not used: named in one line, with the way out."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from cli_run import run
from official_workbooks import nation, official, row, written

from mlsalary.importing import import_release, store
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.checks.check import problems
from mlsalary.rulebook.releases import releases
from mlsalary.rulebook.seal import sealed
from mlsalary.rulebook.sorted_csv import SortedCsv

FILES = ("areas.csv", "wages.csv", "release.toml")
ASKED = ("estimate", "--level", "senior", "--state", "CA", "--bls", "2026", "--json")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("MLSALARY_HOME", str(folder))
    return folder


@pytest.fixture
def release(home: Path, tmp_path: Path) -> Path:
    """The folder of an imported release."""
    rows = [nation(), nation(OCC_CODE="15-2051"), row(), row(OCC_CODE="15-2051")]
    file = written(tmp_path / "state_M2026_dl.xlsx", official("state_M2026_dl", rows))
    return import_release(file, date(2027, 6, 1)).folder


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "a digit": lambda content: content.replace(b"6", b"5", 1),
    "every 0": lambda content: content.replace(b"0", b"2"),
    "cut in half": lambda content: content[: len(content) // 2],
    "the last line": lambda content: content[: content[:-1].rindex(b"\n") + 1],
    "the last byte": lambda content: content[:-1],
    "a line twice": lambda content: content + content[content[:-1].rindex(b"\n") + 1 :],
    "line ends": lambda content: content.replace(b"\n", b"\r\n"),
    "empty": lambda content: b"",
    "zeros": lambda content: bytes(len(content)),
    "no text": lambda content: content.replace(b"a", b"\xff", 1),
}


@pytest.mark.thorough(every=4)
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_not_used(name: str, damage: str, release: Path, home: Path) -> None:
    assert run(*ASKED).code == 0
    content = (release / name).read_bytes()
    (release / name).write_bytes(DAMAGES[damage](content))
    if name != "areas.csv":  # which no estimate reads
        said = run(*ASKED)
        assert (said.code, said.out) == (4, "")
        assert said.error["code"] in ("release_damaged", "release_unreadable", "bad_toml")
        assert str(release / name) in said.error["message"]
        assert "\n" not in said.error["message"]
    assert release / name in {problem.path for problem in problems(home / "rulebook")}
    (release / name).write_bytes(content)
    assert run(*ASKED).code == 0
    assert problems(home / "rulebook") == []


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_gone(name: str, release: Path) -> None:
    (release / name).unlink()
    checked = run("data", "check", "--json")
    assert checked.code == 4
    assert str(release) in checked.error["message"]
    assert "import the release again" in checked.error["message"]
    if name == "wages.csv":
        assert run(*ASKED).code == 4
    if name == "release.toml":  # then there is no such release
        assert run(*ASKED).code == 3


def test_no_flipped_bit_changes_an_answer(release: Path) -> None:
    usual = run(*ASKED).out
    chance = random.Random(10)
    for name in ("wages.csv", "release.toml"):
        content = (release / name).read_bytes()
        for _ in range(40):
            flipped = bytearray(content)
            flipped[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            (release / name).write_bytes(flipped)
            said = run(*ASKED)
            assert said.code == 4, flipped
            assert str(release) in said.error["message"]
        (release / name).write_bytes(content)
    assert run(*ASKED).out == usual


def test_a_damaged_release_that_nobody_asks_for_stops_nobody(release: Path) -> None:
    usual = run("estimate", "--level", "senior", "--state", "CA", "--json").out
    wages = release / "wages.csv"
    wages.write_bytes(wages.read_bytes()[:-5])
    said = run("estimate", "--level", "senior", "--state", "CA", "--json")
    assert (said.code, said.out) == (0, usual)


def test_nothing_is_built_upon_it(release: Path, tmp_path: Path) -> None:
    wages = release / "wages.csv"
    wages.write_bytes(wages.read_bytes().replace(b"180000", b"180001", 1))
    before = {path.name: path.read_bytes() for path in release.iterdir()}
    again = [row(AREA="01", AREA_TITLE="Alabama", PRIM_STATE="AL")]
    file = written(tmp_path / "2" / "state_M2026_dl.xlsx", official("state_M2026_dl", again))
    said = run("data", "import", str(file), "--json")
    assert (said.code, said.error["code"]) == (4, "release_damaged")
    assert str(wages) in said.error["message"]
    assert "import the release again" in said.error["message"]
    assert {path.name: path.read_bytes() for path in release.iterdir()} == before


def test_a_folder_of_ones_own_may_be_edited(release: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    for name in FILES:
        content = (release / name).read_bytes().replace(b"180000", b"190000")
        written(own / "oews/2026" / name, content)
    assert run(*ASKED, "--data", str(own)).code == 0
    assert run("data", "check", str(own)).code == 0


def put(home: Path, number: int) -> None:
    """A release that says ``number`` in each of its files takes the place of the other one."""
    texts = {
        "areas.csv": f"code,name\n06,{number}\n",
        "wages.csv": f"area,occupation,mean\n06,15-1252,{number}\n",
        "release.toml": f'release = "2026-05"\nsource = "{number}"\n',
    }
    with store.turn(home) as staging:
        store.replace(home, staging, "oews/2026", sealed(texts), lambda: None)


def says(book: Rulebook) -> set[str]:
    """The numbers in the files of the release."""
    found = releases(book)["2026"]
    assert found.prefix == "oews/2026/"
    (area,) = book.csv("oews/2026/areas.csv").rows()
    (wage,) = book.csv("oews/2026/wages.csv").rows()
    return {area[1], wage[2], found.source}


def test_a_release_that_came_and_went_between_two_files_is_not_mixed_in(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(home, 0)
    read = Rulebook.csv
    swapped: list[str] = []

    def csv(book: Rulebook, name: str) -> SortedCsv:
        if swapped or not name.startswith("oews/2026"):
            return read(book, name)
        swapped.append(name)
        put(home, 1)
        table = read(book, name)
        put(home, 0)
        return table

    monkeypatch.setattr(Rulebook, "csv", csv)
    assert says(Rulebook.shipped()) == {"0"}
    assert swapped == ["oews/2026/areas.csv"]


def test_a_reader_finds_one_release_whole_while_others_take_its_place(home: Path) -> None:
    """Not the areas of one and the wages of the next, nor none."""
    done = threading.Event()

    def keep_putting() -> None:
        number = 0
        while not done.is_set():
            number = 1 - number
            put(home, number)

    put(home, 0)
    other = threading.Thread(target=keep_putting)
    other.start()
    try:
        for _ in range(150):
            assert len(says(Rulebook.shipped())) == 1
    finally:
        done.set()
        other.join()
