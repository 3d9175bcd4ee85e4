"""The checks of data/: the shipped files are whole, and every broken one is named with its line."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from guide_figures import METROS, STATES
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mlsalary import Profile, estimate
from mlsalary.errors import BadDataError
from mlsalary.rulebook import Rulebook, shipped_folder
from mlsalary.rulebook.checks.check import CSVS, TOMLS, check_file, problems, require_valid
from mlsalary.rulebook.checks.known import Known
from mlsalary.rulebook.checks.locate import line_of, lines_of
from mlsalary.rulebook.months import today

BAD = Path(__file__).parent / "bad_data"
CASES: list[dict[str, Any]] = tomllib.loads((BAD / "cases.toml").read_text("utf-8"))["case"]
SHIPPED = shipped_folder()


def laid(folder: Path, name: str, text: str) -> Path:
    """A folder that holds one file of that name."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_data_have_no_fault() -> None:
    assert [str(problem) for problem in problems(SHIPPED)] == []


def test_every_file_that_the_guide_fills_is_shipped() -> None:
    named = {name for name in TOMLS if name.startswith("guide/")} | {
        *("sources.toml", "evidence.toml", "oews/areas.csv", "oews/wages.csv", "states.csv")
    }
    assert {name for name in named if not (SHIPPED / name).is_file()} == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_a_broken_file_is_named_with_line_key_and_reason(
    case: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / case["as"]
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(BAD / case["file"], path)
    found = problems(tmp_path)
    assert len(found) == case.get("count", 1), [str(problem) for problem in found]
    wanted = (path, case.get("line"), case.get("key", ""))
    said = [problem.message for problem in found if problem[:3] == wanted]
    assert any(all(word in one for word in case["says"]) for one in said), found


def test_every_broken_file_is_in_the_list() -> None:
    assert {path.name for path in BAD.iterdir()} - {"cases.toml"} == {c["file"] for c in CASES}


def test_an_error_names_file_line_and_key_of_every_fault(tmp_path: Path) -> None:
    rows = "".join(f'[[row]]\nid = "X{i}"\nrank = 1\nname = "N"\nmean = 1\n' for i in range(25))
    head = 'source = "guide-2026"\nunit = "usd/year"\ncitations = []\n'
    laid(tmp_path, "guide/states.toml", head + rows)
    with pytest.raises(BadDataError) as raised:
        require_valid(tmp_path)
    assert raised.value.code == "bad_rulebook"
    assert raised.value.exit_code == 4
    lines = raised.value.message.splitlines()
    assert "25 problems" in lines[0]
    assert str(tmp_path / "guide/states.toml") + ", line 5: row.id: " in lines[1]
    assert '"X0"' in lines[1]
    assert len(lines) == 1 + 20 + 1  # the head, twenty faults, and how many more
    assert lines[-1].split() == ["and", "5", "more."]


def test_an_overlay_may_hold_some_of_the_files(tmp_path: Path) -> None:
    text = (SHIPPED / "guide/states.toml").read_text("utf-8")
    _, _, _, mean = STATES[0]
    laid(tmp_path, "guide/states.toml", text.replace(f"mean = {mean}", f"mean = {mean + 1600}"))
    (tmp_path / "README.md").write_text("Mine.\n")
    (tmp_path / ".hidden").write_text("")
    assert problems(tmp_path) == []
    book = Rulebook.overlay(tmp_path)
    assert book.toml("guide/states.toml")["row"][0]["mean"] == mean + 1600
    assert book.toml("guide/metros.toml")["row"][0]["mean"] == METROS[0][1]


def test_an_overlay_is_checked_before_it_is_used(tmp_path: Path) -> None:
    laid(tmp_path, "guide/states.toml", "row = 1\n")
    with pytest.raises(BadDataError):
        Rulebook.overlay(tmp_path)


def test_a_source_of_the_overlay_resolves(tmp_path: Path) -> None:
    sources = (SHIPPED / "sources.toml").read_text("utf-8")
    mine = '\n[[source]]\nid = "mine"\ntitle = "Mine"\npublisher = "Me"\nkind = "reported"\n'
    laid(tmp_path, "sources.toml", sources + mine)
    text = (SHIPPED / "guide/states.toml").read_text("utf-8")
    laid(tmp_path, "guide/states.toml", text.replace('"guide-2026"', '"mine"'))
    assert problems(tmp_path) == []


def test_a_code_of_the_overlay_resolves(tmp_path: Path) -> None:
    laid(tmp_path, "oews/areas.csv", 'code,name,kind,state\n99999,"New Town, CA",metro,CA\n')
    text = (BAD / "unknown_metro.toml").read_text("utf-8")
    laid(tmp_path, "guide/metros.toml", text)
    assert problems(tmp_path) == []


def test_an_imported_release_is_checked_as_the_shipped_one(tmp_path: Path) -> None:
    laid(tmp_path, "oews/2024/release.toml", 'release = "2024-05"\nsource = "bls-oews-2024"\n')
    laid(tmp_path, "oews/2024/areas.csv", "code,name,kind,state\nUS,National,national,\n")
    header = (SHIPPED / "oews/wages.csv").read_text("utf-8").splitlines()[0]
    figures = "90,1.0,100000,1.0,60000,80000,100000,120000,140000,,"
    laid(tmp_path, "oews/2024/wages.csv", f"{header}\nUS,15-1252,{figures}\n")
    assert problems(tmp_path) == []
    laid(tmp_path, "oews/2024/wages.csv", f"{header}\n06,15-1252,{figures}\n")
    (found,) = problems(tmp_path)
    assert (found.line, found.key) == (2, "area")
    assert "oews/2024/areas.csv" in found.message  # California is in the shipped release only


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("guide/state.toml", "guide/states.toml"),
        ("experience.toml", "guide/experience.toml"),
        ("oews/wage.csv", "oews/wages.csv"),
    ],
)
def test_an_unknown_file_is_named_with_the_one_that_is_meant(
    name: str, meant: str, tmp_path: Path
) -> None:
    laid(tmp_path, name, "")
    (found,) = problems(tmp_path)
    assert found.path == tmp_path / name
    assert f"Did you mean {meant}?" in found.message


def test_an_unknown_folder_is_named_and_not_entered(tmp_path: Path) -> None:
    laid(tmp_path, "photos/2024/beach.jpg", "")
    (found,) = problems(tmp_path)
    assert found.path == tmp_path / "photos"
    assert "no such file" in found.message


def test_a_folder_that_is_none_and_one_that_is_empty(tmp_path: Path) -> None:
    assert "not a folder" in problems(tmp_path / "nowhere")[0].message
    assert "no rulebook file" in problems(tmp_path)[0].message


def test_a_folder_in_place_of_a_file_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").mkdir()
    (found,) = problems(tmp_path)
    assert found.path == tmp_path / "sources.toml"
    assert "cannot be read" in found.message


@pytest.mark.parametrize(("hour", "fits"), [(49.55, True), (49.54, True), (49.56, False)])
def test_the_hour_agrees_with_the_year_within_the_rounding_of_both(
    hour: float, fits: bool, tmp_path: Path
) -> None:
    # 103,050 may be anything from 103,045 to 103,055 before rounding, an hour of 49.541 to 49.546,
    # and a cent's half either way: 49.55 is 14 dollars off (15.4 allowed), 49.56 is 35.
    text = (SHIPPED / "guide/percentiles.toml").read_text("utf-8")
    assert text.count("p25 = 49.55") == 1
    laid(tmp_path, "guide/percentiles.toml", text.replace("p25 = 49.55", f"p25 = {hour}"))
    assert (problems(tmp_path) == []) is fits


def test_a_crlf_table_is_read_like_any_other(tmp_path: Path) -> None:
    text = "state,fips,name\r\nCA,06,California\r\nTX,48,Texas\r\n"
    (tmp_path / "states.csv").write_bytes(text.encode())
    assert problems(tmp_path) == []


@settings(max_examples=60)
@example(name="aging.toml", blob=b"\r\0")  # a carriage return alone ends a line of text too
@given(
    name=st.sampled_from(sorted([*TOMLS, *CSVS])),
    blob=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)),
)
def test_no_content_of_a_file_breaks_the_check(
    name: str, blob: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / "file"
    path.write_bytes(blob)
    lines = blob.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    for problem in check_file(path, name, Known(SHIPPED)):
        assert problem.path == path
        assert problem.message
        assert problem.line is None or 1 <= problem.line <= lines


GUIDE_LINES = [
    (name, number)
    for name in sorted(TOMLS)
    if (SHIPPED / name).is_file()
    for number, line in enumerate((SHIPPED / name).read_text("utf-8").splitlines())
    if " = " in line and not line.startswith("#")
]
JUNK = [
    "-1",
    "0",
    "1e300",
    "nan",
    "true",
    '""',
    '"x"',
    "[]",
    "[[1]]",
    "{}",
    "{ id = [] }",
    "1979-05-27",
]


@pytest.mark.parametrize(
    "series",
    [
        *("1", "[1]", "{ month = [] }", "[[]]", '[{ kind = "fitted" }]'),
        *('[{ month = [], kind = "fitted" }]', '[{ month = 2021-06-01, kind = "fitted" }]'),
    ],
)
def test_a_series_of_another_shape_is_a_fault(series: str, tmp_path: Path) -> None:
    text = (SHIPPED / "aging.toml").read_text("utf-8")
    head, _, rest = text.partition("[[base]]")
    beyond = rest[rest.index("[[beyond]]") :]
    laid(tmp_path, "aging.toml", f"{head}base = {series}\n{beyond}")
    found = problems(tmp_path)
    assert found
    assert all(problem.key.startswith("base") for problem in found), found
    # The other way round: model.toml beside such a series.
    shutil.copy(SHIPPED / "model.toml", tmp_path / "model.toml")
    assert problems(tmp_path) == found


@pytest.mark.parametrize("junk", ["-1", "[[1]]", '["XX"]', "{}"])
def test_territories_are_letters_of_states(junk: str, tmp_path: Path) -> None:
    text = (SHIPPED / "places.toml").read_text("utf-8")
    text = re.sub(r"^territories = .*$", f"territories = {junk}", text, flags=re.MULTILINE)
    laid(tmp_path, "places.toml", text)
    assert {problem.key.partition("[")[0] for problem in problems(tmp_path)} == {"oews.territories"}


@pytest.mark.thorough("test_territories_are_letters_of_states")
@settings(max_examples=80)
@given(place=st.sampled_from(GUIDE_LINES), junk=st.sampled_from(JUNK))
def test_no_value_in_place_of_another_breaks_the_check(
    place: tuple[str, int], junk: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name, number = place
    lines = (SHIPPED / name).read_text("utf-8").splitlines()
    lines[number] = f"{lines[number].partition(' = ')[0]} = {junk}"
    folder = laid(tmp_path_factory.mktemp("any"), name, "\n".join(lines) + "\n")
    for problem in problems(folder):
        assert problem.path == folder / name
        assert problem.message


LOCATED = '''# a comment with [[row]]
head = "it's [one] # not two"
list = [
  1, # one
  2,
]
text = """
[[row]]
inside = 1
"""

[[row]]
id = "a"
"quoted key" = 1
dotted.key = 2

[[row.figures]]
low = 1

  [[row]]
  id = "b"
  [[row.figures]]
  low = 1
  [[row.figures]]
  low = 2
[plain.table]
key = { inner = 1 }
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("head",), 2),
        (("list",), 3),
        (("list", 1), 3),
        (("text",), 7),
        (("row", 0), 12),
        (("row", 0, "id"), 13),
        (("row", 0, "quoted key"), 14),
        (("row", 0, "dotted", "key"), 15),
        (("row", 0, "figures", 0, "low"), 18),
        (("row", 1, "id"), 21),
        (("row", 1, "figures", 0, "low"), 23),
        (("row", 1, "figures", 1, "low"), 25),
        (("row", 1, "absent"), 20),
        (("plain", "table", "key", "inner"), 27),
        (("absent",), None),
    ],
)
def test_the_line_of_a_key(path: tuple[str | int, ...], line: int | None) -> None:
    assert line_of(path, lines_of(LOCATED)) == line


def test_one_rulebook_serves_all_calls_until_an_imported_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLSALARY_HOME", str(tmp_path))
    release = tmp_path / "rulebook/oews/2026/release.toml"
    release.parent.mkdir(parents=True)
    release.write_text('release = "2026-05"\n')
    first = Rulebook.shipped()
    assert Rulebook.shipped() is first
    (release.parent / "gone.csv").symlink_to(tmp_path / "nowhere")  # as a file that just vanished
    assert Rulebook.shipped() is first
    os.utime(release, (1, 1))
    assert Rulebook.shipped() is not first


def test_a_rulebook_of_ones_own_prices_alike_in_another_process(tmp_path: Path) -> None:
    """Its files travel; those of the package are there already."""
    import pickle
    import subprocess
    import sys

    aging = (shipped_folder() / "aging.toml").read_text(encoding="utf-8")
    month = today(Rulebook.shipped())
    (tmp_path / "aging.toml").write_text(
        aging.replace(f'today = "{month}"', 'today = "2026-05"'), encoding="utf-8"
    )
    own, person = Rulebook.overlay(tmp_path), Profile(years=5, metro="San Jose", spec="llm")
    code = (
        "import pickle, sys; from mlsalary import estimate;"
        "person, book = pickle.load(sys.stdin.buffer); print(repr(estimate(person, book).base.p50))"
    )
    there = [
        float(
            subprocess.run(
                [sys.executable, "-c", code],
                input=pickle.dumps((person, book)),
                capture_output=True,
                check=True,
            ).stdout
        )
        for book in (own, Rulebook.shipped())
    ]
    assert there == [estimate(person, own).base.p50, estimate(person).base.p50]
    assert there[0] != there[1]


def test_a_rulebook_with_a_table_replaced_does_not_travel() -> None:
    import pickle

    book = Rulebook.shipped()
    with pytest.raises(TypeError, match="stays in its process"):
        pickle.dumps(book.replaced("aging.toml", dict(book.toml("aging.toml"))))
