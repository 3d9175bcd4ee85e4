"""Run tests against a mutant: in a child of a process that has loaded all but the program.

The files of the tree stay as they are: the child reads the one changed module from memory. What
the program keeps beside its code, it keeps in a copy.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import math
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

LOADED = (
    "pytest", "hypothesis.strategies", "numpy", "scipy.optimize", "pydantic",
    "rich.console", "rich.table", "typer", "jsonschema", "rapidfuzz", "tomlkit",
    "platformdirs", "plotille", "jinja2", "narwhals", "polars", "pyarrow",
)  # fmt: skip
"""What most tests load, and what no mutant changes."""


class Trial(NamedTuple):
    """Node IDs to run, to the first that fails, and the module to change for them, with its new
    source; without a module all of them, and nothing is changed."""

    tests: Sequence[str]
    module: str = ""
    file: str = ""
    source: str = ""


class Outcome(NamedTuple):
    """``code`` is pytest's exit code, None where it did not end in time."""

    code: int | None
    report: str


def run(
    root: Path, trials: Iterable[tuple[Any, Trial]], workers: int, patience: float = math.inf
) -> Iterator[tuple[Any, Outcome]]:
    """The outcome of each trial under its key, in the order in which they end. patience: the
    seconds after which a mutant counts as one that hangs, more than the tests may take."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for name in LOADED:
        importlib.import_module(name)
    at_work: dict[int, tuple[Any, Path, float]] = {}
    waiting = iter(trials)
    more = True
    while more or at_work:
        while more and len(at_work) < workers:
            following = next(waiting, None)
            if following is None:
                more = False
                break
            key, trial = following
            scratch = Path(tempfile.mkdtemp(prefix="mutant-"))
            until = time.monotonic() + patience
            at_work[_start(root, trial, scratch)] = key, scratch, until
        yield from _ended(at_work)


def _ended(at_work: dict[int, tuple[Any, Path, float]]) -> Iterator[tuple[Any, Outcome]]:
    for child, (key, scratch, until) in list(at_work.items()):
        pid, status = os.waitpid(child, os.WNOHANG)
        late = time.monotonic() > until
        if not pid and not late:
            continue
        if not pid:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
        del at_work[child]
        report = (scratch / "report").read_text(errors="replace")
        shutil.rmtree(scratch, ignore_errors=True)
        yield key, Outcome(None if late and not pid else os.waitstatus_to_exitcode(status), report)
    time.sleep(0.01)


def _start(root: Path, trial: Trial, scratch: Path) -> int:
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        os.setsid()
        out = os.open(scratch / "report", os.O_WRONLY | os.O_CREAT)
        for stream in (1, 2):
            os.dup2(out, stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        code = _child(root, trial, scratch)
    except BaseException:  # what a mutant raises on import included
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def _child(root: Path, trial: Trial, scratch: Path) -> int:
    import pytest

    os.chdir(root)
    os.environ["TMPDIR"] = str(scratch)
    tempfile.tempdir = None
    sys.path[:0] = [str(root / "src")]
    if trial.module:
        sys.meta_path.insert(0, _Changed(trial))
    made = importlib.import_module("mlsalary.rulebook.made")
    copy = scratch / "made"
    if made.folder().is_dir():
        shutil.copytree(made.folder(), copy)
    made.folder = lambda: copy  # type: ignore[attr-defined]
    index = importlib.import_module("mlsalary.places.index")
    if trial.file.endswith(index.MADE_BY):
        (copy / index.NAME).unlink(missing_ok=True)  # the changed code makes its own
    words = ["-q", "-rfE", "--tb=line", "--hypothesis-seed=0", f"--rootdir={root}"]
    words += ["-p", "no:cacheprovider", "-p", "no:xdist"]
    words += ["-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning"]
    words += ["-x"] if trial.module else []
    return int(pytest.main([*words, *trial.tests]))


class _Changed(importlib.abc.MetaPathFinder):
    """Finds the one changed module."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != self._trial.module:
            return None
        loader = _FromMemory(name, self._trial.file)
        loader.changed = self._trial.source
        return importlib.util.spec_from_file_location(name, self._trial.file, loader=loader)


class _FromMemory(importlib.machinery.SourceFileLoader):
    changed: str

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.changed, self.path, "exec")
