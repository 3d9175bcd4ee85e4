"""Nothing goes out and nothing is left: every command without a network, watched by Python and,
where it lets us ask, cut off by the kernel. What docs/privacy.md says is what is seen here."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import closed_run
import pytest

from mlsalary.cli import VERBS
from mlsalary.cli.examples import EXAMPLES
from mlsalary.rulebook import made
from mlsalary.saved.start import VARIABLES

for library in ("textual", "mcp", "matplotlib", "polars", "scipy", "aiohttp", "textual_serve"):
    pytest.importorskip(library, reason=f"{library}, which a command needs, is missing")

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
KEPT = ("FOLDER/home/.config/mlsalary", "FOLDER/home/.cache/mlsalary", "FOLDER/work", "FOLDER/tmp")
"""The user's folders of the program, where a user works, and where the system wants what is
temporary."""
WRITTEN = {
    "batch": {"priced.csv", "priced.csv.rejects.csv"},
    "brief": {"brief.html"},
    "fit": {"model.toml"},
    "sql": {"price.sql", "lookups"},
}
"""What the lines of EXAMPLES name after -o and --tables."""


@pytest.fixture(scope="module")
def denied(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the examples come to without a network, in a home that is empty."""
    folder = tmp_path_factory.mktemp("denied")
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    own = {
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "1",
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [sys.executable, closed_run.__file__, str(folder), "--denied"]
    done = subprocess.run(command, env=kept | own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_command_is_tried(denied: Any) -> None:
    tried = {line.split()[1] for line in denied["lines"] if line.startswith("mlsalary ")}
    assert tried == set(VERBS)
    assert "explore, used" in denied["lines"]


def test_no_command_asks_for_a_network(denied: Any) -> None:
    assert denied["network"] == []


def test_a_command_without_a_network_does_what_it_does_with_one(
    denied: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLSALARY_HOME", str(tmp_path / "home"))
    monkeypatch.syspath_prepend(ROOT / "scripts")
    for line, usual in closed_run.examples(most=1, of_the_long=1):
        said = re.escape("FOLDER/home/.config/mlsalary"), str(tmp_path / "home")
        closed = {key: _as(value, *said) for key, value in denied["lines"][line].items()}
        assert closed == usual._asdict(), line


def _as(value: Any, pattern: str, name: str) -> Any:
    return re.sub(pattern, name, value) if isinstance(value, str) else value


def test_the_lines_end_as_they_should(denied: Any) -> None:
    """All well, but for one that reads a download, two that need a screen, and a server that is
    asked to end."""
    ended = {line: done["code"] for line, done in denied["lines"].items() if done["code"]}
    assert ended == {
        EXAMPLES["data"][2].line: 4,
        EXAMPLES["explore"][0].line: 2,
        EXAMPLES["explore"][1].line: 2,
        EXAMPLES["explore"][2].line: 130,
    }


def test_nothing_is_written_but_what_is_asked_for(denied: Any) -> None:
    """A clone makes files beside its code, once: a wheel brings them."""
    beside = str(made.folder())
    places = (*KEPT, *((beside,) if made.can_keep() else ()))
    strange = [
        path
        for path in denied["writes"]
        if path not in ("FOLDER/home/.config", "FOLDER/home/.cache", os.devnull)
        and not any(Path(path).is_relative_to(place) for place in places)
    ]
    assert strange == []
    assert denied["left"] == []


def test_a_folder_that_one_works_in_gets_the_output_alone(denied: Any) -> None:
    import command_pages

    for verb, three in EXAMPLES.items():
        lying = {**command_pages.FILES.get(verb, {}), **closed_run.ALSO.get(verb, {})}
        for example in three:
            found = denied["lines"].get(example.line, {"files": {}})["files"]
            new = {Path(name).parts[0] for name in found.keys() - lying.keys()}
            assert new <= WRITTEN.get(verb, set()), example.line
    assert set(denied["lines"]["explore, used"]["files"]) == {"saved_estimate.json"}


def test_the_programs_that_are_started_are_those_of_the_page(denied: Any) -> None:
    """One of ours, for workbooks, and one by which matplotlib lists the fonts of the system."""
    ours = [words for _, *words in denied["started"] if "mlsalary.importing" in " ".join(words)]
    others = {words[0] for _, *words in denied["started"]} - {sys.executable}
    assert len(ours) == 1
    assert others <= set(re.findall(r"`([\w-]+)`", _section("What it starts")))


def test_nothing_of_pickle_is_read(denied: Any) -> None:
    assert denied["unpacked"] == []


def test_the_variables_that_are_read_are_those_of_the_page(denied: Any) -> None:
    named = set(re.findall(r"`(_?[A-Z]\w*)`", _section("What it reads")))
    assert set(denied["variables"]) | set(_variables_of_the_code()) <= named | {*VARIABLES.values()}


def _section(title: str) -> str:
    return PAGE.split(f"## {title}\n")[1].split("\n## ")[0]


def _variables_of_the_code() -> Iterator[str]:
    """Every name that the source asks the environment for."""
    for path in sorted((ROOT / "src" / "mlsalary").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for of, name in _asked(node):
                if ast.unparse(of).split(".")[-1] not in ("environ", "environment"):
                    continue
                if isinstance(name, ast.Constant):
                    yield str(name.value)
                elif isinstance(name, ast.Name) and name.id.isupper():
                    yield getattr(import_module(module.removesuffix(".__init__")), name.id)


def _asked(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(node, ast.Subscript):
        yield node.value, node.slice
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        yield node.func.value, node.args[0]


# What would be seen, if it were there -------------------------------------------------------------

GOES_OUT = """
import json, os, socket, subprocess, sys, urllib.request
from pathlib import Path
sys.path[:0] = sys.argv[1:]
import closed_run
watch = closed_run.Watch(denies=True)
watch.begin()
def tried(call):
    try:
        call()
    except OSError:
        return 'refused'
    return 'done'
with socket.socket() as one:
    said = [
        tried(lambda: one.connect(('192.0.2.1', 80))),
        tried(lambda: socket.getaddrinfo('example.org', 80)),
        tried(lambda: one.bind(('0.0.0.0', 0))),
        tried(lambda: urllib.request.urlopen('http://192.0.2.1/')),
        tried(lambda: one.bind(('127.0.0.1', 0))),
    ]
Path('here').mkdir()
Path('here/a').write_text('')
os.rename('here/a', 'here/b')
subprocess.run([sys.executable, '-c', ''])
watch.is_on = False
print(json.dumps([said, sorted(map(os.path.basename, watch.writes)), len(watch.started)]))
"""


def test_what_goes_out_is_seen_and_refused(tmp_path: Path) -> None:
    folder = str(Path(closed_run.__file__).parent)
    command = [sys.executable, "-c", GOES_OUT, folder]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    said, written, started = json.loads(done.stdout)
    assert said == ["refused"] * 4 + ["done"]
    assert written == ["a", "b", "here"]
    assert started == 1
