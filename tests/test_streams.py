"""Streams that are closed, full, read by nobody, or that lack signs: one line or none, no trace."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_run import PATIENCE

from mlsalary.cli.streams import LOOK_ALIKES, write_exactly
from mlsalary.render.look_alikes import in_ascii

PROGRAM = f"{sys.executable} -m mlsalary"
ESTIMATE = "estimate --years 5 --metro Boston"
WRITES = {
    "estimate": ESTIMATE,
    "json": f"{ESTIMATE} --json",
    "version": "--version",
    "help": "--help",
    "help of a verb": "batch --help",
    "schema": "schema offer",
    "table": "table metros",
    "csv": "table metros --format csv",
    "batch": "batch in.csv -o -",
}
"""Verbs and all that they write to stdout through."""


def shell(command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A command line of the shell, with ``mlsalary`` for the program."""
    (folder / "in.csv").write_text("years,metro\n5,NYC\n-1,NYC\n")
    return subprocess.run(
        ["bash", "-c", command.replace("mlsalary", PROGRAM)],
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize("asked", WRITES.values(), ids=WRITES)
@pytest.mark.parametrize("where", [">&-", "> /dev/full"])
def test_stdout_that_takes_nothing(tmp_path: Path, asked: str, where: str) -> None:
    ran = shell(f"mlsalary {asked} {where}", tmp_path)
    assert (ran.returncode, ran.stderr.count(b"\n")) == (4, 1)
    assert b"Standard output cannot be written" in ran.stderr


@pytest.mark.parametrize("asked", WRITES.values(), ids=WRITES)
def test_a_reader_that_leaves_is_no_error(tmp_path: Path, asked: str) -> None:
    (tmp_path / "big.csv").write_text("years\n" + "5\n" * 100_000)
    asked = asked.replace("in.csv", "../big.csv")
    (tmp_path / "run").mkdir()
    ran = shell(f"mlsalary {asked} | head -n 0; exit ${{PIPESTATUS[0]}}", tmp_path / "run")
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_a_reader_that_leaves_a_batch_midway(tmp_path: Path) -> None:
    (tmp_path / "big.csv").write_text("years\n" + "5\n" * 200_000)
    for target in ("-", "/dev/stdout --to csv", ">(head -n 1) --to csv"):
        ran = shell(
            f"mlsalary batch big.csv -o {target} | head -n 1; exit ${{PIPESTATUS[0]}}", tmp_path
        )
        assert (ran.returncode, ran.stderr) == (0, b""), target
        assert ran.stdout.startswith(b"years,base_p10"), target


@pytest.mark.parametrize("where", ["2>&-", "2> /dev/full"])
def test_stderr_that_takes_nothing_changes_no_answer(tmp_path: Path, where: str) -> None:
    as_ever = shell(f"mlsalary {ESTIMATE}", tmp_path).stdout
    ran = shell(f"mlsalary {ESTIMATE} {where}", tmp_path)
    assert (ran.returncode, ran.stdout) == (0, as_ever)
    for asked, code in (("estimate --metro Xyzzy --years 5", 3), ("estimate --no", 2)):
        assert shell(f"mlsalary {asked} {where}", tmp_path).returncode == code
    ran = shell(f"mlsalary batch in.csv -o out.csv {where}", tmp_path)
    assert ran.returncode == 0
    assert (tmp_path / "out.csv").read_text().count("\n") == 2


def test_all_streams_closed(tmp_path: Path) -> None:
    ran = shell("mlsalary batch in.csv -o out.csv <&- >&- 2>&-", tmp_path)
    assert ran.returncode == 0
    assert (tmp_path / "out.csv").read_text().count("\n") == 2
    assert (tmp_path / "in.csv").read_text() == "years,metro\n5,NYC\n-1,NYC\n"


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_stdin_closed(tmp_path: Path, form: str) -> None:
    ran = shell(f"mlsalary batch - --from {form} -o out.csv <&-", tmp_path)
    assert (ran.returncode, ran.stderr.count(b"\n")) == (4, 1)
    assert b"Standard input cannot be read" in ran.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"in.csv"}


ENCODINGS = ("ascii", "cp1252", "latin-1", "cp437", "utf-8", "utf-16", "ascii:strict")


@pytest.mark.thorough(every=4)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("form", ["table", "plain", "markdown", "csv", "json"])
def test_an_encoding_that_lacks_signs(tmp_path: Path, encoding: str, form: str) -> None:
    (tmp_path / "a.json").write_text('[{"name": "Zürich → “ü” 日本 🙂", "base": 1e5, "years": 5}]')
    ran = shell(f"mlsalary offer a.json --format {form} 1>out", tmp_path, PYTHONIOENCODING=encoding)
    assert (ran.returncode, ran.stderr) == (0, b"")
    text = (tmp_path / "out").read_bytes().decode(encoding.split(":")[0])
    assert len(text) > 100
    if form == "json":
        read_back = json.dumps(json.loads(text), ensure_ascii=False)
        assert '"name": "Zürich → “ü” 日本 🙂"' in read_back


@pytest.mark.thorough(every=4)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("form", ["html", "svg"])
def test_what_says_that_it_is_in_utf_8_is(tmp_path: Path, encoding: str, form: str) -> None:
    pytest.importorskip("matplotlib")
    asked = f"mlsalary {ESTIMATE} --format {form}"
    ran = shell(asked, tmp_path, PYTHONIOENCODING=encoding)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "UTF-8" in ran.stdout.decode("utf-8")[:200].upper()
    assert " · " in ran.stdout.decode("utf-8")


def test_a_locale_without_signs(tmp_path: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    for asked in (f"{ESTIMATE} --format table", "--help", "offer --help", "schema", "table metros"):
        ran = shell(f"mlsalary {asked}", tmp_path, **plain)
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert ran.stdout.isascii()
    ran = shell("mlsalary estimate --years 5 --metro 'Zürichhh'", tmp_path, **plain)
    assert (ran.returncode, ran.stdout) == (3, b"")
    assert ran.stderr.isascii()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_what_a_machine_reads_is_exact_in_any_encoding(encoding: str) -> None:
    """A sign that looks alike would be another key of a table, another value of a constant."""
    text = "SELECT 'Cañon–日'; -- 'x'\n"
    out = io.TextIOWrapper(io.BytesIO(), encoding, LOOK_ALIKES, newline="")
    write_exactly(out, text)
    out.flush()
    assert out.buffer.getvalue().decode() == text


def test_what_looks_alike() -> None:
    assert in_ascii("Zürich · 5–6 … “Łódź” ━━● ½ 日") == 'Zurich - 5-6 ... "Lodz" ==o 1/2 ?'


def test_rejects_to_stdout_touch_no_file(tmp_path: Path) -> None:
    (tmp_path / "-").write_text("mine")
    ran = shell("mlsalary batch in.csv -o out.csv --rejects -", tmp_path)
    assert ran.returncode == 0
    assert ran.stdout.startswith(b"line,code,message,years,metro\n3,bad_years,")
    ran = shell("printf 'years\\n5\\n' | mlsalary batch - -o o2.csv --rejects -", tmp_path)
    assert (ran.returncode, ran.stdout) == (0, b"")
    for both in ("-o - --rejects -", "-o /dev/stdout --to csv --rejects -"):
        ran = shell(f"mlsalary batch in.csv {both}", tmp_path)
        assert (ran.returncode, ran.stdout) == (2, b"")
        assert b"is the output itself" in ran.stderr
    assert (tmp_path / "-").read_text() == "mine"


def test_a_hyphen_is_stdout_for_every_verb(tmp_path: Path) -> None:
    for asked in (ESTIMATE, f"{ESTIMATE} --json", "brief --years 5"):
        as_ever = shell(f"mlsalary {asked}", tmp_path).stdout
        assert shell(f"mlsalary {asked} -o -", tmp_path).stdout == as_ever
    assert {path.name for path in tmp_path.iterdir()} == {"in.csv"}


def test_the_input_is_never_added_to_itself(tmp_path: Path) -> None:
    for target in ("-", "/dev/stdout --to csv"):
        ran = shell(f"mlsalary batch in.csv -o {target} >> in.csv", tmp_path)
        assert (ran.returncode, b"input itself" in ran.stderr) == (2, True)
        assert (tmp_path / "in.csv").read_text() == "years,metro\n5,NYC\n-1,NYC\n"
