"""A profile that is saved once, or that the environment names, and what starts from it."""

from __future__ import annotations

import json
import os
import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest
from cli_run import Ran, run

from mlsalary import Profile, estimate
from mlsalary.cli.options import PROFILE_OPTIONS
from mlsalary.profile import FIELDS
from mlsalary.saved.start import VARIABLES

ME = ("--years", "6", "--metro", "Austin", "--spec", "llm", "--employer", "tech")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with nothing saved."""
    folder = tmp_path / "home"
    monkeypatch.setenv("MLSALARY_HOME", str(folder))
    return folder


def config(home: Path, text: str) -> None:
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(text, encoding="utf-8")


def done(*arguments: str) -> Ran:
    """A run that ends well."""
    ran = run(*arguments)
    assert (ran.code, ran.err) == (0, ""), ran.err
    return ran


def asked(*arguments: str) -> dict[str, Any]:
    """The profile that an answer is for, without what is empty."""
    profile = done(*arguments, "--json").json["profile"]
    return {name: value for name, value in profile.items() if value not in (None, [])}


def test_a_later_command_starts_from_it_and_options_override() -> None:
    done("profile", "save", *ME)
    typed = done("estimate", *ME, "--no-profile", "--json").json
    started = done("estimate", "--json").json
    assert started["base"] == typed["base"]
    assert started["profile"] == typed["profile"]
    assert [one["code"] for one in typed["warnings"] if "profile" in one["code"]] == []
    (note,) = [one for one in started["warnings"] if one["code"] == "saved_profile"]
    assert "--years 6 --metro Austin --spec llm --employer tech" in note["message"]
    elsewhere = asked("estimate", "--metro", "Denver", "--years", "9")
    assert (elsewhere["years"], elsewhere["employer"]) == (9.0, "tech")
    assert elsewhere["metro"].startswith("Denver")


@pytest.mark.parametrize(
    "line",
    ["estimate", "offer --base 210k", "offer --posted 150k-220k", "target 400k", "path", "brief"],
)
@pytest.mark.parametrize("form", ["table", "plain", "markdown"])
def test_the_headline_says_so_on_every_page(line: str, form: str) -> None:
    done("profile", "save", *ME)
    page = " ".join(done(*line.split(), "--format", form).out.split())
    assert "saved profile" in page[:180]
    assert "saved profile" not in done(*line.split(), *ME, "--no-profile", "--format", form).out


def test_a_comparison_and_offers_in_a_file_say_so(tmp_path: Path) -> None:
    done("profile", "save", *ME)
    assert "saved profile" in done("compare", "--level", "mid", "--level", "senior").out[:120]
    file = tmp_path / "two.toml"
    file.write_text('[[offer]]\nbase = "200k"\n[[offer]]\nbase = "220k"\nmetro = "Boston"\n')
    offers = done("offer", str(file), "--json").json["offers"]
    assert [one["profile"]["metro"].partition("-")[0] for one in offers] == ["Austin", "Boston"]
    assert {one["profile"]["years"] for one in offers} == {6.0}
    assert "saved profile" in done("offer", str(file)).out[:160]


def test_a_file_goes_before_what_is_saved_and_the_line_before_the_file(tmp_path: Path) -> None:
    done("profile", "save", *ME)
    file = tmp_path / "one.toml"
    file.write_text('years = 3\nstate = "NY"\n[[offer]]\nbase = "200k"\n')
    profile = asked("offer", str(file))
    assert (profile["years"], profile["state"], profile.get("metro")) == (3.0, "NY", None)
    assert asked("offer", str(file), "--years", "8")["years"] == 8.0


@pytest.mark.parametrize(
    ("saved", "given", "wanted"),
    [
        # a place that is given is the whole place
        ({"metro": "Austin"}, ("--state", "CA"), {"state": "CA"}),
        ({"state": "TX"}, ("--metro", "02139"), {"metro": "Boston-Cambridge-Newton, MA-NH"}),
        # a company tells its kind, and a kind is no company's
        ({"employer": "tech"}, ("--company", "Google"), {"company": "Google"}),
        ({"company": "Google"}, ("--employer", "startup"), {"employer": "startup"}),
        # a title tells level, role and specialization
        ({"level": "mid", "spec": "cv"}, ("--title", "Senior NLP Engineer"), {"level": "senior"}),
        # what is not touched stays
        ({"level": "senior"}, ("--years", "9"), {"level": "senior", "years": 9.0}),
    ],
)
def test_what_is_given_replaces_what_says_the_same_otherwise(
    home: Path, saved: dict[str, str], given: tuple[str, ...], wanted: dict[str, Any]
) -> None:
    lines = [f'{name} = "{value}"' for name, value in ({"years": "6"} | saved).items()]
    config(home, "[profile]\n" + "\n".join(lines))
    found = asked("estimate", *given)
    assert found.items() >= wanted.items()
    for name in saved.keys() - wanted.keys():
        assert found.get(name) not in (saved[name], [saved[name]])


def test_every_field_has_an_option_and_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "years": "6", "level": "senior", "role": "scientist", "company": "Google",
        "title": "Research Scientist", "metro": "Austin", "state": "TX", "spec": "llm,nlp",
        "degree": "phd", "employer": "top-tech", "as_of": "2026-01", "bls": "2025",
        "bands": "guide", "premiums": "measured",
    }  # fmt: skip
    assert set(values) == set(VARIABLES) == set(PROFILE_OPTIONS) == {one.name for one in FIELDS}
    for name, value in values.items():
        monkeypatch.setenv(f"MLSALARY_{name.upper()}", value)
    profile = asked("estimate")
    assert profile.pop("metro").startswith("Austin")
    assert profile.pop("spec") == ["llm", "nlp"]
    assert profile.pop("years") == 6.0
    assert profile == {name: value for name, value in values.items() if name in profile}
    assert len(profile) == len(values) - 3


def test_line_then_environment_then_file(monkeypatch: pytest.MonkeyPatch) -> None:
    done("profile", "save", *ME)
    monkeypatch.setenv("MLSALARY_YEARS", "11")
    monkeypatch.setenv("MLSALARY_METRO", "  ")  # says nothing
    assert asked("estimate")["years"] == 11.0
    assert asked("estimate")["metro"].startswith("Austin")
    assert asked("estimate", "--years", "2")["years"] == 2.0
    codes = [one["code"] for one in done("estimate", "--json").json["warnings"]]
    assert codes[:2] == ["saved_profile", "profile_variables"]
    assert "saved profile and MLSALARY variables" in " ".join(done("estimate").out.split())
    assert run("estimate", "--no-profile").code == 2  # neither years nor level


def test_premiums_that_are_typed_hold_over_those_saved() -> None:
    done("profile", "save", *ME, "--premiums", "measured")
    assert asked("estimate")["premiums"] == "measured"
    assert asked("estimate", "--premiums", "guide")["premiums"] == "guide"


def test_a_path_follows_the_years_whatever_level_is_saved() -> None:
    done("profile", "save", "--level", "senior", "--metro", "Boston")
    assert done("path").out == done("path", "--metro", "Boston", "--no-profile").out.replace(
        "Boston, MA", "Boston, MA · saved profile", 1
    )
    assert run("path", "--level", "senior").code == 2


def test_a_template_starts_from_it() -> None:
    done("profile", "save", *ME)
    head = tomllib.loads(done("offer", "--template").out)
    assert (head["years"], head["metro"], head["employer"]) == (6, "Austin", "tech")


def test_files_frames_and_python_do_not_start_from_it(tmp_path: Path) -> None:
    pl = pytest.importorskip("polars")
    done("profile", "save", *ME)
    people, priced = tmp_path / "people.csv", tmp_path / "priced.csv"
    people.write_text("years,metro\n5,Denver\n")
    assert run("batch", str(people), "-o", str(priced)).code == 0
    row = pl.read_csv(priced).row(0, named=True)
    alone = estimate(Profile(years=5, metro="Denver"))
    assert row["base_p50"] == pytest.approx(alone.base.p50, abs=1)


def test_saving_adds_and_starts_anew_and_keeps_what_people_wrote(home: Path) -> None:
    config(home, "# mine\n[profile]\nyears = 4 # soon 5\n")
    done("profile", "save", "--metro", "Austin")
    text = (home / "config.toml").read_text()
    assert "# mine" in text
    assert "# soon 5" in text
    assert tomllib.loads(text) == {"profile": {"years": 4, "metro": "Austin"}}
    done("profile", "save", "--state", "WA")
    assert tomllib.loads((home / "config.toml").read_text())["profile"] == {
        "years": 4,
        "state": "WA",
    }
    done("profile", "save", "--no-profile", "--level", "L5", "--company", "Google")
    assert tomllib.loads((home / "config.toml").read_text())["profile"] == {
        "level": "senior",  # Google's L5, which elsewhere is another level
        "company": "Google",
    }
    assert "# mine" in (home / "config.toml").read_text()


def test_the_environment_is_not_saved_unasked(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLSALARY_DEGREE", "phd")
    done("profile", "save", "--years", "6")
    assert tomllib.loads((home / "config.toml").read_text()) == {"profile": {"years": 6}}
    rows = done("profile", "--json").json["rows"]
    assert rows == [
        {"field": "years", "value": 6, "from": "your saved profile"},
        {"field": "degree", "value": "phd", "from": "MLSALARY_DEGREE"},
    ]


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (("--metro", "Springfield"), "place_ambiguous", 3),
        (("--level", "wizard"), "level_not_found", 3),
        (("--years", "soon"), "bad_years", 2),
        (("--bls", "1950"), "release_not_found", 3),
        ((), "nothing_to_save", 2),
    ],
)
def test_nothing_is_saved_that_could_not_be_priced(
    home: Path, words: tuple[str, ...], code: str, exit_code: int
) -> None:
    ran = run("profile", "save", *words, "--json")
    assert (ran.error["code"], ran.code, ran.out) == (code, exit_code, "")
    assert not home.exists()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[profile\nyears = 6", "not TOML"),
        ("[profile]\nyers = 6", "yers"),
        ("[profil]\nyears = 6", "profil"),
        ("profile = 6", "profile"),
        ("[profile]\nyears = true", "years = true"),
        ("[profile]\nyears = nan", "years = nan"),  # which never equals what was read before
        ("[profile]\nyears = 1e400", "years = inf"),
        (f"[profile]\nyears = 1{'0' * 400}", "years = 1000"),  # which no float holds
        (f"[profile]\nyears = {'[' * 400}{']' * 400}", "too deeply nested"),
        (f"[profile]\nyears = {'[' * 60_000}", "too deeply nested"),
        (f"[profile]\nyears{'.a' * 60_000} = 1", "too deeply nested"),
        ("[profile]\nspec = [1]", "spec = [1]"),
        ("[profile]\nmetro = 78701", "metro = 78701"),
        ("[profile]\nyears = 2026-01-01", "years"),
    ],
)
def test_a_file_with_a_fault_is_named_and_can_be_ignored(home: Path, text: str, named: str) -> None:
    config(home, text)
    ran = run("estimate", "--metro", "Denver")
    assert ran.code == 4
    assert str(home / "config.toml") in ran.err
    assert named in ran.err
    assert "--no-profile" in ran.err
    assert run("profile", "save", "--years", "6").code == 4
    assert (home / "config.toml").read_text() == text
    assert run("estimate", "--years", "6", "--no-profile").code == 0


def test_an_error_about_a_saved_word_says_where_it_is_from(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config(home, '[profile]\nyears = 6\nmetro = "Austn"\n')
    ran = run("estimate")
    assert ran.code == 3
    assert "--metro comes from your saved profile" in ran.err
    assert "Austin, TX" in ran.err
    shown = done("profile").out  # it is shown all the same, with what is wrong
    assert "Austn" in shown
    assert "comes from your saved profile" in shown
    monkeypatch.setenv("MLSALARY_METRO", "Bostn")
    assert "--metro comes from MLSALARY_METRO" in run("estimate").err
    assert "comes from" not in run("estimate", "--metro", "Dallsa").err


def test_clearing_forgets_and_leaves_no_empty_file(home: Path) -> None:
    done("profile", "save", *ME)
    assert done("profile", "clear", "--json").json["changed"] is True
    assert not (home / "config.toml").exists()
    assert run("estimate").code == 2
    assert done("profile", "clear", "--json").json["changed"] is False
    config(home, "# a note of mine\n[profile]\nyears = 6\n")
    done("profile", "clear")
    assert (home / "config.toml").read_text().strip() == "# a note of mine"


def test_what_is_empty_is_said_and_what_still_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Nothing is saved, and no MLSALARY_ variable is set." in done("profile", "show").out
    assert "Nothing was saved." in done("profile", "clear").out
    monkeypatch.setenv("MLSALARY_METRO", "Austin")
    shown = done("profile", "clear").out
    assert "These variables still hold:" in shown
    assert "--metro Austin" in shown
    assert "MLSALARY_METRO" in shown


def test_a_home_that_cannot_be_written_is_said(home: Path) -> None:
    home.write_text("a file where the folder should be")
    ran = run("profile", "save", "--years", "6")
    assert ran.code == 4
    assert "cannot be written" in ran.err
    assert run("estimate", "--years", "6").code == 0


@pytest.mark.skipif(os.name != "posix", reason="links are made otherwise elsewhere")
def test_a_link_to_the_configuration_stays_a_link(home: Path, tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text("[profile]\nyears = 3\n")
    home.mkdir()
    (home / "config.toml").symlink_to(kept)
    done("profile", "save", "--years", "4")
    assert stat.S_ISLNK((home / "config.toml").lstat().st_mode)
    assert tomllib.loads(kept.read_text()) == {"profile": {"years": 4}}


def test_the_configuration_stands_where_the_system_keeps_such_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import platformdirs

    monkeypatch.delenv("MLSALARY_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    for named in (None, str(tmp_path / "other"), "not/absolute"):
        if named is None:
            monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
        else:
            monkeypatch.setenv("XDG_CONFIG_HOME", named)
        file = Path(done("profile", "--json").json["file"])
        assert file == platformdirs.user_config_path("mlsalary", appauthor=False) / "config.toml"


def test_the_rows_are_the_profile() -> None:
    done("profile", "save", *ME)
    shown = done("profile", "--json").json
    assert shown["profile"] == {"years": 6, "metro": "Austin", "spec": ["llm"], "employer": "tech"}
    lines = done("profile", "--format", "csv").out.splitlines()
    assert lines[0] == "field,value,from"
    assert json.loads(done("profile", "--format", "jsonl").out.splitlines()[0])["field"] == "years"


def test_only_what_counts_is_named(tmp_path: Path) -> None:
    done("profile", "save", "--years", "6", "--level", "staff", "--metro", "Boston")
    (note,) = [one for one in done("path", "--json").json["warnings"] if "profile" in one["code"]]
    assert "--years 6" in note["message"]
    assert "--level" not in note["message"]
    file = tmp_path / "two.toml"
    file.write_text('years = 3\n[[offer]]\nbase = "200k"\n[[offer]]\nbase = "210k"\n')
    (note,) = [
        one for one in done("offer", str(file), "--json").json["warnings"] if "saved" in one["code"]
    ]
    assert "--years" not in note["message"]
    assert "--metro Boston" in note["message"]


def test_a_title_and_a_company_replace_only_what_they_tell() -> None:
    done("profile", "save", "--years", "6", "--level", "mid", "--spec", "llm", "--employer", "lab")
    found = done("estimate", "--title", "Senior ML Engineer", "--json").json
    assert found["profile"]["level"] == "senior"
    assert found["profile"]["spec"] == ["llm"]  # the title names none
    (note,) = [one for one in found["warnings"] if one["code"] == "saved_profile"]
    assert "Left out, as you gave it in another way: --level mid." in note["message"]
    assert asked("estimate", "--title", "Senior NLP Engineer")["spec"] == ["nlp"]
    assert asked("estimate", "--company", "Zzyx Corp")["employer"] == "lab"  # nobody knows it
    assert asked("estimate", "--company", "Google")["employer"] == "top-tech"
    saved = done("profile", "save", "--company", "Google", "--json").json
    assert saved["left_out"] == [
        {"field": "employer", "value": "lab", "from": "your saved profile"}
    ]
    assert "employer" not in saved["profile"]


def test_saving_says_how_it_was_read() -> None:
    saved = done("profile", "save", "--level", "L5", "--company", "Google", "--json").json
    (read,) = [one for one in saved["read"] if one["field"] == "level"]
    assert (read["typed"], read["as"]) == ("L5", "senior")
    assert 'level "L6" as staff' in done("profile", "save", "--level", "L6").out


@pytest.mark.parametrize("nothing", ["none", "N/A", ""])
def test_a_field_is_taken_out_by_what_says_nothing(home: Path, nothing: str) -> None:
    done("profile", "save", *ME)
    done("profile", "save", "--spec", nothing, "--metro", nothing)
    kept = tomllib.loads((home / "config.toml").read_text())["profile"]
    assert kept == {"years": 6, "employer": "tech"}


def test_keys_with_dots_are_the_same_table(home: Path) -> None:
    config(home, 'profile.years = 6\nprofile.metro = "Austin"\nprofile.degree = "phd"\n')
    assert asked("estimate")["degree"] == "phd"
    done("profile", "save", "--no-profile", "--level", "senior")
    assert tomllib.loads((home / "config.toml").read_text()) == {"profile": {"level": "senior"}}


def test_saving_writes_nothing_beside_a_fault(home: Path) -> None:
    text = "[profile]\nyears = 6\n[other]\nx = 1\n"
    config(home, text)
    assert run("profile", "save", "--no-profile", "--years", "7").code == 4
    assert (home / "config.toml").read_text() == text


def test_clearing_takes_away_what_is_no_profile(home: Path) -> None:
    config(home, "[profile]\nyers = 6\nmetro = 5\n")
    assert run("estimate", "--years", "5").code == 4
    assert done("profile", "clear", "--json").json["changed"] is True
    assert run("estimate", "--years", "5").code == 0


def test_a_key_that_is_there_twice_is_no_toml(home: Path) -> None:
    text = "[profile]\nyears = 6\nyears = 6\n"
    config(home, text)
    for words in (("clear",), ("save", "--metro", "Denver", "--no-profile")):
        ran = run("profile", *words, "--json")
        assert (ran.code, ran.error["code"]) == (4, "bad_config")
        assert "years" in ran.error["message"]
        assert (home / "config.toml").read_text() == text


@pytest.mark.parametrize("text", ["years = 6\n", 'years = 6\n[profile]\nmetro = "Austin"\n'])
def test_a_field_outside_the_table_is_told_where_to_stand(home: Path, text: str) -> None:
    config(home, text)
    assert "Put [profile] above it" in run("estimate").err
    if "[profile]" in text:
        assert "Put [profile] above it" in run("profile", "clear").err
    assert (home / "config.toml").read_text() == text


def test_a_link_stays_when_the_profile_goes(home: Path, tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text("[profile]\nyears = 3\n")
    home.mkdir()
    (home / "config.toml").symlink_to(kept)
    done("profile", "clear")
    assert (home / "config.toml").is_symlink()
    assert tomllib.loads(kept.read_text()) == {}


def test_nothing_changes_where_the_answer_cannot_be_written(home: Path, tmp_path: Path) -> None:
    done("profile", "save", "--years", "6")
    before = (home / "config.toml").read_text()
    for words in (("save", "--years", "9"), ("clear",)):
        ran = run("profile", *words, "-o", str(tmp_path / "nowhere" / "out.txt"))
        assert ran.code == 4
        assert (home / "config.toml").read_text() == before


def test_two_at_once_lose_nothing(home: Path) -> None:
    import subprocess
    import sys

    words = (("--years", "6"), ("--metro", "Austin"), ("--spec", "llm"), ("--degree", "phd"))
    line = (sys.executable, "-m", "mlsalary", "profile", "save")
    running = [subprocess.Popen([*line, *each], stdout=subprocess.DEVNULL) for each in words]
    assert [each.wait() for each in running] == [0, 0, 0, 0]
    assert tomllib.loads((home / "config.toml").read_text())["profile"] == {
        "years": 6,
        "metro": "Austin",
        "spec": ["llm"],
        "degree": "phd",
    }
    assert [path.name for path in home.iterdir()] == ["config.toml"]


def test_kinds_of_employer_are_ranked_without_the_company_saved() -> None:
    done("profile", "save", "--years", "6", "--company", "Google")
    cells = done("compare", "--by", "employer", "--json").json["cells"]
    assert {cell["profile"]["company"] for cell in cells} == {None}


def test_a_template_of_a_company_contradicts_itself_nowhere(tmp_path: Path) -> None:
    done("profile", "save", "--years", "6", "--company", "Google")
    file = tmp_path / "offers.toml"
    file.write_text(done("offer", "--template").out)
    codes = {one["code"] for one in done("offer", str(file), "--json").json["warnings"]}
    assert "company_overruled" not in codes
    file.write_text(f'{file.read_text()}employer = "tech"\n')  # in the second, as it was without
    codes = {one["code"] for one in done("offer", str(file), "--json").json["warnings"]}
    assert "company_overruled" in codes
