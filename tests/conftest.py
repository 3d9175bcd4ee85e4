"""Nothing may be skipped where everything is there: MLSALARY_NO_SKIP=1 makes a skip a failure.

And no test sees what the person who runs it has imported.
"""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest


@pytest.fixture(scope="session", autouse=True)
def nothing_imported(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """An empty data folder in place of the user's own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MLSALARY_HOME", str(tmp_path_factory.mktemp("home") / "empty"))
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("MLSALARY_NO_SKIP"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"
    return report
