"""What holds for every test: whose data it sees, where it runs, and when it may be skipped.

Nothing may be skipped where everything is there: MLSALARY_NO_SKIP=1 makes a skip a failure, but for
want of the reported pay, which is private.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Generator
from pathlib import Path
from typing import Any, TypeVar

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two workers' threads would wait in turns

import pytest
from hypothesis import HealthCheck, settings

from mlsalary.saved.start import VARIABLES

REPORTED_PAY = "MLSALARY_REPORTED_PAY"
MORE_REPORTED_PAY = f"{REPORTED_PAY}_ALSO"
FIRST = ("spark", "test_backtest.py", "test_fit.py", "test_frame_many.py")
"""The groups that take longest. They start first, so that both workers are busy to the end."""

# No test fails for a slow machine.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

pytest_plugins = ["spark_session", "tiers"]
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def pytest_configure() -> None:
    """What a test starts heeds signals, even where this run was told to ignore some: by nohup, or
    as a shell's background job. It inherits that they are ignored, but no handler of ours."""
    for name in ("SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


@pytest.fixture(scope="session", autouse=True)
def nothing_imported(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """An empty folder in place of the user's own, and nothing in the environment."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MLSALARY_HOME", str(tmp_path_factory.mktemp("home") / "empty"))
        for variable in VARIABLES.values():
            patched.delenv(variable, raising=False)
        yield


@pytest.fixture(scope="session")
def reported_pay() -> Path:
    """The private file of reported pay."""
    if REPORTED_PAY not in os.environ:
        pytest.skip(f"{REPORTED_PAY} names no file of reported pay")
    return Path(os.environ[REPORTED_PAY])


@pytest.fixture(scope="session")
def more_reported_pay() -> list[Path]:
    """The further files that the shipped model is fitted to, in the order of the fit."""
    if MORE_REPORTED_PAY not in os.environ:
        pytest.skip(f"{MORE_REPORTED_PAY} names no files of reported pay")
    return [Path(name) for name in os.environ[MORE_REPORTED_PAY].split(os.pathsep)]


def group_of(nodeid: str) -> str:
    """A file is a group, whose set-ups are made once; all that asks for Spark is one more, since
    each Java machine takes seconds to start."""
    file = nodeid.partition("::")[0].rpartition("/")[2]
    return "spark" if "spark" in nodeid else file


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {group: place for place, group in enumerate(FIRST)}
    items.sort(key=lambda item: order.get(group_of(item.nodeid), len(FIRST)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """``--dist loadfile`` by these groups."""
    from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

    if config.getvalue("dist") != "loadfile":
        return None
    scheduler = LoadFileScheduling(config, log)
    scheduler._split_scope = group_of
    return scheduler


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _not_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _not_skipped((yield))


def _not_skipped(report: Report) -> Report:
    """The report, failed where it is skipped and may not be."""
    if not report.skipped or hasattr(report, "wasxfail") or not os.environ.get("MLSALARY_NO_SKIP"):
        return report
    why = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
    if REPORTED_PAY not in why:
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {why}"
    return report
