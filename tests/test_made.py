"""What is made from data/: it follows every edit, and a kept file is never believed too much."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from clone import Clone

from mlsalary.errors import BadDataError
from mlsalary.places import index, naming
from mlsalary.places.resolve import resolve
from mlsalary.rulebook import Rulebook, made, parsed, shipped_folder

PLACE = ("--metro", "Silicon Valley")
NICKNAME = '"silicon valley" = "41940"'
TOML, NAMES = parsed.NAME, index.NAME


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path / "clone")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in place of the package's own, in which nothing was made yet."""
    monkeypatch.setattr(made, "PACKAGE", tmp_path)
    return tmp_path / "made"


def test_what_is_parsed_is_what_the_files_say() -> None:
    folder = shipped_folder()
    rows = [line.split("\t") for line in parsed.entries(folder).decode().splitlines()]
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.toml")}
    assert len(files) > 20
    assert {name: json.loads(table) for name, _, table in rows} == {
        name: tomllib.loads(path.read_text(encoding="utf-8")) for name, path in files.items()
    }


def test_an_edited_nickname_takes_effect(clone: Clone) -> None:
    assert clone.estimate(*PLACE)["place"]["code"] == "41940"
    clone.edit("nicknames.toml", NICKNAME, '"silicon valley" = "42660"')
    assert clone.estimate(*PLACE)["place"]["code"] == "42660"
    clone.edit("nicknames.toml", '"silicon valley" = "42660"', '"chip valley" = "41940"')
    assert clone.estimate("--metro", "Chip Valley")["place"]["code"] == "41940"
    assert "Silicon Valley" in clone.refuse(3, "estimate", "--years", "5", *PLACE)


def test_an_edited_abbreviation_of_a_state_takes_effect(clone: Clone) -> None:
    clone.estimate(*PLACE)
    clone.edit("nicknames.toml", '"calif" = "CA"', '"kalif" = "CA"')
    assert clone.estimate("--state", "Kalif")["place"]["code"] == "06"


def test_an_edited_earlier_area_takes_effect(clone: Clone) -> None:
    clone.estimate(*PLACE)
    path = clone.data / "former_areas.csv"
    row = '99998,"Gold Gulch-Nugget, CA",41940,2009,census-delineations\n'
    path.write_text(path.read_text(encoding="utf-8") + row, encoding="utf-8")
    for typed in ("Gold Gulch-Nugget, CA", "cbsa:99998"):
        assert clone.estimate("--metro", typed)["place"]["code"] == "41940"


def test_an_edited_name_of_an_area_takes_effect(clone: Clone) -> None:
    title = clone.estimate(*PLACE)["place"]["name"]
    clone.edit("oews/areas.csv", title, "Chipville, CA")
    assert clone.estimate("--metro", "Chipville")["place"]["name"] == "Chipville, CA"


def test_an_edited_figure_takes_effect(clone: Clone) -> None:
    before = clone.estimate()["base"]["p50"]
    kept = (clone.made / TOML).read_bytes()
    clone.edit("guide/experience.toml", "base_low = 170000", "base_low = 180000")
    after = clone.estimate()["base"]["p50"]
    assert after > before
    assert (clone.made / TOML).read_bytes() != kept  # the next start is as fast as before
    assert clone.estimate()["base"]["p50"] == after


def test_a_broken_file_is_named_however_often_one_asks(clone: Clone) -> None:
    clone.estimate()
    clone.edit("limits.toml", "years_most =", "years_most")
    for _ in range(2):
        assert "limits.toml" in clone.refuse(4, "estimate", "--years", "5")


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize("name", [TOML, NAMES])
@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"41940", b"42660"),
        lambda content: b"\xff\x00" * 100,
    ],
    ids=["empty", "cut", "changed", "no text"],
)
def test_a_damaged_file_is_made_anew(clone: Clone, name: str, damage: object) -> None:
    assert callable(damage)
    answer = clone.estimate(*PLACE)
    whole = (clone.made / name).read_bytes()
    (clone.made / name).write_bytes(damage(whole))
    assert clone.estimate(*PLACE) == answer
    assert (clone.made / name).read_bytes() == whole


def test_where_nothing_can_be_kept_all_works(clone: Clone, tmp_path: Path) -> None:
    answer = clone.estimate(*PLACE)
    for path in clone.made.iterdir():
        path.unlink()
    clone.made.rmdir()
    clone.made.write_bytes(b"a file where the folder would be")
    homeless = {"HOME": str(tmp_path / "none"), "MLSALARY_HOME": "", "XDG_CACHE_HOME": ""}
    assert clone.estimate(*PLACE, **homeless) == answer
    assert not (tmp_path / "none").exists()


def test_several_processes_at_once(clone: Clone) -> None:
    words = ("estimate", "--years", "5", "--json", *PLACE)
    said = [process.communicate() for process in [clone.start(*words) for _ in range(4)]]
    assert len(set(said)) == 1
    assert said[0][1] == ""
    assert {path.name for path in clone.made.iterdir()} == {TOML, NAMES}


def test_only_the_same_key_finds_what_was_kept(package: Path) -> None:
    path = package / "thing"
    assert made.read(path, "thing 1") is None
    assert made.keep(path, "thing 1", b"line\nline")
    assert made.read(path, "thing 1") == b"line\nline"
    assert made.read(path, "thing") is None
    assert made.read(path, "thing 2") is None
    assert made.keep(path, "thing 2", b"")
    assert made.read(path, "thing 2") == b""
    assert [one.name for one in package.iterdir()] == ["thing"]


def test_the_index_says_the_same_kept_or_made(package: Path) -> None:
    texts = []
    for _ in range(2):
        book = Rulebook(shipped_folder())
        texts.append(index.area_names(book).content)
        assert (package / NAMES).is_file()
    assert texts[0] == texts[1] == naming.index(Rulebook(shipped_folder()))


def test_all_code_that_is_named_is_there() -> None:
    assert all((made.PACKAGE / name).is_file() for name in index.MADE_BY)


def test_the_index_of_other_code_is_not_used(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.area_names(Rulebook(shipped_folder()))
    before = (package / NAMES).read_bytes()
    monkeypatch.setattr(made, "sum_of_code", lambda _: "0")
    index.area_names(Rulebook(shipped_folder()))
    assert (package / NAMES).read_bytes() != before


def test_what_is_laid_over_counts_and_is_not_kept(package: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "nicknames.toml").write_text('[areas]\n"ai alley" = "41860"\n[states]\n"kalif" = "CA"\n')
    book = Rulebook(own, shipped_folder())
    assert index.area_names(book).starting("ai alley,")[0][2] == "41860"
    assert index.area_names(book).starting("kalif,")[0][2] == "06"
    assert not package.exists()


def test_a_table_in_place_of_a_file_has_a_sum_of_its_own() -> None:
    book = Rulebook(shipped_folder())
    other = book.replaced("nicknames.toml", {"areas": {"ai alley": "41860"}})
    assert other.sum("nicknames.toml") != book.sum("nicknames.toml")
    assert index.area_names(other).starting("ai alley,")
    assert not index.area_names(book).starting("ai alley,")


def test_a_nickname_of_no_state_is_named(tmp_path: Path) -> None:
    (tmp_path / "nicknames.toml").write_text('[areas]\n[states]\n"kalif" = "XX"\n')
    with pytest.raises(BadDataError, match=r'nicknames\.toml: "XX" is not a state'):
        index.area_names(Rulebook(tmp_path, shipped_folder()))


def test_places_sorted_into_other_areas_say_what_to_run(clone: Clone) -> None:
    """Which area a town lies in takes a download to tell."""
    town = ("--metro", "Palo Alto, CA")
    assert clone.estimate(*town)["place"]["note"] is None
    path = clone.data / "oews/areas.csv"
    lines = [*path.read_text(encoding="utf-8").splitlines(), '99001,"Newtown, CA",metro,CA']
    path.write_text("\n".join([lines[0], *sorted(lines[1:])]) + "\n", encoding="utf-8")
    assert "run `python scripts/build_places.py`" in clone.estimate(*town)["place"]["note"]
    assert "build_places.py" in clone.estimate("--metro", "94301")["place"]["note"]
    assert clone.estimate("--metro", "Newtown, CA")["place"]["code"] == "99001"
    (warning,) = json.loads(clone.run("data", "check", "--json"))["warnings"]
    assert warning["code"] == "places_outdated"
    assert "`python scripts/build_places.py`" in clone.run("data", "check")


def test_a_place_in_an_area_that_is_gone_says_what_to_run(clone: Clone) -> None:
    path = clone.data / "oews/areas.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(one for one in lines if not one.startswith("26420,")), "utf-8")
    said = clone.refuse(4, "estimate", "--years", "5", "--metro", "77002")
    assert "run `python scripts/build_places.py`" in said


def test_a_title_that_is_spelled_anew_needs_no_download(clone: Clone) -> None:
    clone.edit("oews/areas.csv", "San Jose-Sunnyvale-Santa Clara, CA", "San José-Sunnyvale, CA")
    assert clone.estimate("--metro", "Palo Alto, CA")["place"]["note"] is None
    assert json.loads(clone.run("data", "check", "--json"))["warnings"] == []


def test_an_edited_threshold_of_the_survey_takes_effect(clone: Clone) -> None:
    rows = ("table", "area", "Abilene, TX", "--json")
    before = {row["occupation"]: row for row in json.loads(clone.run(*rows))["rows"]}
    error = before["15-1252"]["mean_rse"]
    assert "large_error" not in before["15-1252"]["flags"]
    clone.edit("places.toml", "large_error_percent = 10.0", f"large_error_percent = {error - 0.1}")
    after = {row["occupation"]: row for row in json.loads(clone.run(*rows))["rows"]}
    assert "large_error" in after["15-1252"]["flags"]


@pytest.mark.parametrize("written", ["N. Mex.", "n mex", "W Va", "north mex"])
def test_an_abbreviation_of_a_state_is_compared_as_all_names_are(
    tmp_path: Path, written: str
) -> None:
    state = "WV" if "Va" in written else "NM"
    (tmp_path / "nicknames.toml").write_text(f'[areas]\n[states]\n"{written}" = "{state}"\n')
    book = Rulebook(tmp_path, shipped_folder())
    assert resolve(None, written, book).state == state
    assert resolve(None, written.upper(), book).state == state
