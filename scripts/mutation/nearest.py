"""The tests nearest to a mutant: those that run its statement and little else first.

They are read off a run of all tests that keeps which test ran which line, and how long each took.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from coverage import CoverageData
from sampling import Mutant

ALIKE = 3
"""Rows of one test that come before the rows of others: more of them rarely see more."""
SLOWEST = 60.0
"""Seconds assumed for a test whose time is not known."""


class Nearest:
    """The tests of a run, by what they ran.

    coverage: the file that `pytest --cov --cov-context=test` leaves. times: what `--junitxml`
    leaves, of one or more runs. known: the node IDs of today; a test that is gone is no test.
    """

    def __init__(self, coverage: Path, times: Iterable[Path], known: Iterable[str]) -> None:
        self._data = CoverageData(str(coverage))
        self._data.read()
        self._files = {_within(name): name for name in self._data.measured_files()}
        self._times = {test: each for path in times for test, each in _times(path).items()}
        self._known = set(known)
        self._reach = _reach(coverage)

    def tests(self, mutant: Mutant, seconds: float) -> list[str]:
        """Tests that run the statement of ``mutant``, and then others that run anything of its
        file: what is kept between tests is run by the first alone. Of each for at most ``seconds``,
        one test at least.
        """
        lines = self._lines(mutant.file)
        statement = range(mutant.first, mutant.last + 1)
        here = set().union(*(lines.get(line, ()) for line in statement))
        near = set().union(*lines.values()) - here
        file = Path(mutant.file)
        named = f"/test_{file.stem}", f"/test_{file.parent.name.removesuffix('s')}"
        return [*self._nearest(here, seconds, named), *self._nearest(near, seconds, named)]

    @cache  # noqa: B019 (one object for a whole run)
    def _lines(self, file: str) -> dict[int, set[str]]:
        if file not in self._files:
            return {}
        by_line = self._data.contexts_by_lineno(self._files[file])
        return {
            line: {test for name in contexts if (test := name.partition("|")[0]) in self._known}
            for line, contexts in by_line.items()
        }

    def _nearest(self, tests: set[str], seconds: float, named: Sequence[str]) -> list[str]:
        def far(test: str) -> tuple[int, int, float, str]:
            name = next((at for at, name in enumerate(named) if name in test), len(named))
            return name, self._reach.get(test, 0), self._times.get(test, SLOWEST), test

        ranked = sorted(tests, key=far)
        seen: dict[str, int] = defaultdict(int)
        turns: dict[str, int] = {}
        for test in ranked:
            function = test.partition("[")[0]
            turns[test] = seen[function] // ALIKE
            seen[function] += 1
        ranked.sort(key=lambda test: turns[test])
        chosen, spent = list[str](), 0.0
        for test in ranked:
            took = self._times.get(test, SLOWEST)
            if not chosen or spent + took <= seconds:
                chosen.append(test)
                spent += took
        return chosen


def _reach(coverage: Path) -> dict[str, int]:
    """How many files of the program each test runs something of."""
    found = defaultdict[str, int](int)
    with sqlite3.connect(coverage) as data:
        for name, files in data.execute(
            "SELECT context, COUNT(DISTINCT file_id) FROM arc JOIN context "
            "ON context.id = context_id GROUP BY context_id"
        ):
            test = name.partition("|")[0]
            found[test] = max(found[test], files)
    return found


def _within(name: str) -> str:
    """A measured file from the top of the project on."""
    return f"src/mlsalary/{name.rpartition('/src/mlsalary/')[2]}"


def _times(path: Path) -> dict[str, float]:
    """Seconds by node ID."""
    cases = ElementTree.parse(path).iter("testcase")
    return {
        f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}": float(
            case.get("time", "0")
        )
        for case in cases
    }
