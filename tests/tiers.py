"""Two tiers of tests: quick ones, for every commit, and thorough ones, for a release.

A thorough test shows in full, and in seconds, what a quick one shows in part: each engine on each
kind of table, the shipped model fitted again. ``@pytest.mark.thorough("test_that_is_quick")`` names
that one; ``@pytest.mark.thorough(every=10)`` leaves every tenth case of a test quick.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--tier", choices=("quick", "thorough"), help="run these tests alone")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "thorough(quick, every): shows in full what the test named quick, or every so many of its "
        "own cases, shows in part",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    tier = config.getoption("tier")
    if tier is None:
        return
    late = thorough(items)
    left = {item for item in items if (item in late) != (tier == "thorough")}
    config.hook.pytest_deselected(items=[*left])
    items[:] = [item for item in items if item not in left]


def thorough(items: Sequence[pytest.Item]) -> set[pytest.Item]:
    """Those of the tests that are thorough."""
    found, cases = set(), Counter[str]()
    for item in items:
        mark = item.get_closest_marker("thorough")
        if mark is None:
            continue
        function = item.nodeid.partition("[")[0]
        every = mark.kwargs.get("every")
        if every is None or cases[function] % every:
            found.add(item)
        cases[function] += 1
    return found
