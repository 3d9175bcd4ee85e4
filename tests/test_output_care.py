"""`-o` with care: what is there is left alone unless --force, and what was written is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import made_reports as made
import pytest
from cli_run import PATIENCE, Ran, run

from mlsalary import engine

YEARS = ("--years", "5")
NOWHERE = ("--metro", "Xyzzyville")
OFFER = ("--base", "190k", "--equity", "none", "--bonus", "none")


class Case(NamedTuple):
    """A command that writes: its words, the file, how many rows it says, and a question of the
    same command that cannot be answered. needs: the libraries that it asks for; prints: whether
    it prints beside what it writes."""

    asked: Sequence[str]
    file: str
    rows: int | None = None
    wrong: Sequence[str] = ()
    needs: Sequence[str] = ()
    prints: bool = False


CASES = {
    "estimate": Case(("estimate", *YEARS), "pay.md", wrong=("estimate", *YEARS, *NOWHERE)),
    "estimate as CSV": Case(("estimate", *YEARS), "pay.csv", rows=1),
    "compare": Case(
        ("compare", *YEARS, "--metro", "Austin", "--metro", "Boise"),
        "two.csv",
        rows=2,
        wrong=("compare", *YEARS, *NOWHERE),
    ),
    "path": Case(("path", *YEARS), "years.txt", wrong=("path", *NOWHERE)),
    "target": Case(("target", "300k", *YEARS), "reach.json", wrong=("target", "300", *YEARS)),
    "offer": Case(("offer", *YEARS, *OFFER), "offer.md", wrong=("offer", *YEARS, "--base", "?")),
    # As many years as vesting usually has, four, and the normal year.
    "offer as lines": Case(("offer", *YEARS, *OFFER), "offer.jsonl", rows=5),
    "posted": Case(("offer", *YEARS, "--posted", "130k-242k"), "posted.json"),
    "template": Case(("offer", "--template"), "offers.toml"),
    "brief": Case(("brief", *YEARS), "brief.md", wrong=("brief", *YEARS, *NOWHERE)),
    "table": Case(("table", "outlook"), "outlook.md", wrong=("table", "outlok")),
    "data": Case(("data",), "data.json", wrong=("data", "check", "nowhere")),
    "data diff": Case(("data", "diff", "shipped"), "diff.md", wrong=("data", "diff", "nowhere")),
    "sql": Case(
        ("sql", "--dialect", "duckdb", "--table", "people", "--columns", "years"),
        "price.sql",
        wrong=("sql", "--dialect", "oracle", "--table", "people"),
        needs=("ibis", "sqlglot", "polars"),
    ),
    "backtest": Case(
        ("backtest", "IN"), "scores.md", wrong=("backtest", "nowhere.csv"), needs=("polars",)
    ),
    "fit": Case(
        ("fit", "IN", "--data", "QUICK"),
        "model.toml",
        wrong=("fit", "nowhere.csv"),
        needs=("scipy", "polars"),
        prints=True,
    ),
}
WRONG = {name: case for name, case in CASES.items() if case.wrong}


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What stands for a file in a case -> the file."""
    folder = tmp_path_factory.mktemp("made")
    reports = made.written(folder / "reported.csv", made.rows(700))
    return {"IN": str(reports), "QUICK": made.quick(folder / "quick")}


@pytest.fixture(autouse=True)
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, where everything is written under its bare name."""
    folder = tmp_path / "there"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def ran(case: Case, words: dict[str, str], *more: str) -> Ran:
    for library in case.needs:
        pytest.importorskip(library)
    return run(*(words.get(word, word) for word in case.asked), *more)


@pytest.mark.parametrize("name", CASES)
def test_it_says_what_it_wrote_and_overwrites_only_with_force(
    name: str, words: dict[str, str], there: Path
) -> None:
    case = CASES[name]
    file = there / case.file
    written = {None: "", 1: " (1 row)"}.get(case.rows, f" ({case.rows} rows)")
    line = f"Wrote {case.file}{written}.\n"
    first = ran(case, words, "-o", case.file)
    assert (first.code, bool(first.out)) == (0, case.prints), first.err
    assert first.err.count(line) == first.err.count("Wrote") == 1
    whole = file.read_bytes()
    assert whole
    if name in ("estimate", "compare"):
        assert first.err == line  # nothing else to say

    file.write_text("mine")
    refused = ran(case, words, "-o", case.file)
    assert (refused.code, refused.out) == (2, "")
    assert f"{case.file} already exists" in refused.err
    assert "--force" in refused.err
    assert "Wrote" not in refused.err
    assert file.read_text() == "mine"

    again = ran(case, words, "-o", case.file, "--force")
    assert (again.code, again.err.count(line)) == (0, 1)
    assert file.read_bytes() == whole
    assert names(there) == [case.file]


@pytest.mark.parametrize("name", WRONG)
def test_the_refusal_comes_before_any_work(name: str, words: dict[str, str], there: Path) -> None:
    case = WRONG[name]._replace(asked=WRONG[name].wrong)
    wrong = ran(case, words, "-o", case.file)
    assert wrong.code in (2, 3, 4), wrong.err
    assert "already exists" not in wrong.err
    assert names(there) == []
    (there / case.file).write_text("mine")
    assert "already exists" in ran(case, words, "-o", case.file).err
    kept = ran(case, words, "-o", case.file, "--force")
    assert (kept.code, kept.err) == (wrong.code, wrong.err)
    assert (there / case.file).read_text() == "mine"


def test_the_refusal_is_an_object_for_scripts() -> None:
    Path("pay.json").write_text("mine")
    refused = run("estimate", *YEARS, "--json", "-o", "pay.json")
    assert (refused.code, refused.out, refused.error["code"]) == (2, "", "file_exists")


def test_a_file_that_appears_in_the_meantime_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, there: Path
) -> None:
    estimate = engine.estimate

    def slow(*asked: Any) -> Any:
        (there / "pay.md").write_text("theirs")
        return estimate(*asked)

    monkeypatch.setattr(engine, "estimate", slow)
    late = run("estimate", *YEARS, "-o", "pay.md")
    assert (late.code, late.out) == (2, "")
    assert "pay.md already exists" in late.err
    assert names(there) == ["pay.md"]
    assert Path("pay.md").read_text() == "theirs"


# Its own input -----------------------------------------------------------------------------------


def test_what_is_read_is_not_overwritten_even_with_force(words: dict[str, str]) -> None:
    offers = [{"name": "A", "base": "190k"}, {"name": "B", "base": "200k"}]
    Path("offers.json").write_text(json.dumps(offers))
    reports = Path(words["IN"]).read_bytes()
    Path("pay.csv").write_bytes(reports)
    Path("later.csv").write_bytes(reports)
    Path("model.toml").symlink_to("pay.csv")
    asked: list[tuple[str, ...]] = [("offer", "offers.json", *YEARS, "-o", "offers.json")]
    try:
        import polars  # noqa: F401
        import scipy  # noqa: F401
    except ImportError:
        assert not os.environ.get("MLSALARY_NO_SKIP")
    else:
        asked += [
            ("backtest", "pay.csv", "-o", "pay.csv"),
            ("backtest", "pay.csv", "--also", "later.csv", "-o", "later.csv"),
            ("fit", "pay.csv", "-o", "model.toml"),
        ]
    for line in asked:
        for force in ((), ("--force",)):
            refused = run(*line, *force)
            assert (refused.code, refused.out) == (2, ""), line
            assert f"{line[-1]} is the input itself" in refused.err
    assert json.loads(Path("offers.json").read_text()) == offers
    assert Path("pay.csv").read_bytes() == Path("later.csv").read_bytes() == reports


# What is no file ---------------------------------------------------------------------------------


def process(*asked: str, **streams: Any) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "mlsalary", *asked]
    return subprocess.run(
        words, capture_output=True, text=True, check=False, timeout=PATIENCE, **streams
    )


@pytest.mark.parametrize("asked", [("estimate", *YEARS, "--json"), ("offer", "--template")])
def test_devices_and_standard_output_ask_for_nothing_and_say_nothing(asked: list[str]) -> None:
    told = run(*asked).out
    for name, written in (("-", told), ("/dev/stdout", told), ("/dev/null", "")):
        done = process(*asked, "-o", name)
        assert (done.returncode, done.stdout, done.stderr) == (0, written, ""), name


def test_a_pipe_is_written_to_and_stays(there: Path) -> None:
    os.mkfifo(there / "pipe.json")
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(Path("pipe.json").read_text()))
    reader.start()
    done = run("estimate", *YEARS, "-o", "pipe.json")
    reader.join(PATIENCE)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert read == [run("estimate", *YEARS, "--json").out]
    assert (there / "pipe.json").is_fifo()


def test_a_name_is_said_as_a_terminal_may_be_sent_it(there: Path) -> None:
    name = "pay\x1b[31m.md"
    said = run("estimate", *YEARS, "-o", name).err
    assert (said.count("\n"), said.startswith("Wrote pay")) == (1, True)
    assert said.removesuffix("\n").isprintable()
    assert names(there) == [name]


# Without a file to force --------------------------------------------------------------------------


@pytest.mark.parametrize("asked", [("estimate", *YEARS), ("table", "outlook")])
def test_force_without_a_file_does_no_harm(asked: list[str]) -> None:
    """A script may always say --force, whether or not it names a file: there is nothing that it
    would overwrite, and the answer is the same."""
    assert run(*asked, "--force") == run(*asked)
    assert run(*asked, "--force", "-o", "-") == run(*asked)


def test_a_template_may_be_forced_too() -> None:
    assert run("offer", "--template", "--force") == run("offer", "--template")


def test_batch_says_it_in_its_own_summary(there: Path) -> None:
    pytest.importorskip("polars")
    (there / "in.csv").write_text("years\n5\n")
    done = run("batch", "in.csv", "-o", "out.csv")
    assert done.err.startswith("1 row in, 1 to out.csv")
    assert "Wrote" not in done.err
    assert "already exists" in run("batch", "in.csv", "-o", "out.csv").err


def test_it_is_told_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("estimate", "sql", "fit", "offer", "backtest", "data", "batch"):
        run(verb, "--help")
        assert "--force" in capsys.readouterr().out, verb
