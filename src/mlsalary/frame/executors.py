"""What Spark's executors can do: whether they price rows themselves, and how they are asked to.

An executor that has mlsalary, from the same files, and Polars, Narwhals and PyArrow prices rows as
tables in memory are priced, batch by batch, where they are.
"""

from __future__ import annotations

import contextlib
import pickle
import re
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from mlsalary.frame.executing import fingerprint, run
from mlsalary.spelling import one_line

_able: set[str] = set()
_LOCAL = re.compile(r"local(?:\[|$)")
_SHOWN = 200  # characters of why they cannot


def unable(spark: Any) -> str | None:
    """Why the executors of this session cannot price rows, None where they can.

    Asked once a session, in a job of its own that meets no row of the caller's.
    """
    session = _name(spark)
    if session in _able:
        return None
    reasons: list[str] = []
    # Of another thread: the caller's own group of jobs stays as it is.
    asking = threading.Thread(target=lambda: reasons.extend(_asked(spark)))
    asking.start()
    asking.join()
    reason = next(filter(None, reasons), None)
    if reason is None:
        _able.add(session)
    return reason


def by_operators(reason: str) -> str:
    """What is said where Spark's own operators price instead. reason: why the executors cannot."""
    return (
        "Spark's own operators price these rows, in some ten times the processor time, because its "
        f"executors cannot: {reason}. docs/scale.md says how they get mlsalary."
    )


def mapped(rows: Any, schema: Any, work: Callable[..., Any], *told: Any) -> Any:
    """Spark's rows as executors make them: ``work(*told, batches)`` gives batches of Arrow, of this
    schema of Spark's."""
    return _mapped(rows, partial(run, pickle.dumps(partial(work, *told))), schema)


def _mapped(rows: Any, function: Callable[..., Any], schema: Any) -> Any:
    with _own_python(rows.sparkSession), warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of pandas, which is not used here
        plain = rows.toDF(*(f"column_{at}" for at in range(len(rows.columns))))
        return plain.mapInArrow(function, schema)  # which takes a dot in a name for a path


def _asked(spark: Any) -> list[str]:
    """What each of as many tasks as run at once says, empty where nothing is missing."""
    tasks = _at_once(spark)
    try:
        rows = spark.range(0, tasks, 1, tasks)
        answers = _mapped(rows, _question(*fingerprint()), "reason string").collect()
    except Exception as error:  # of Spark, of its gateway, of Python over there: whatever it is
        return [last_line(error)]
    return [row["reason"] for row in answers]


def _question(version: str, files: str) -> Callable[..., Any]:
    """Asks an executor what it lacks. Nothing of ours is loaded before it is looked for, so this
    travels as code."""

    def asked(batches: Any) -> Any:
        import sys

        import pyarrow

        reason = ""
        try:
            import narwhals  # noqa: F401
            import polars  # noqa: F401

            from mlsalary.frame.executing import fingerprint

            there = fingerprint()
            if there[0] != version:
                reason = f"mlsalary {there[0]} is there, and {version} is here"
            elif there[1] != files:
                reason = f"mlsalary {version} is there with other files than here"
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            for name in [one for one in sys.modules if one.partition(".")[0] == "mlsalary"]:
                del sys.modules[name]  # a process that is asked again looks for it again
        for _ in batches:
            pass
        yield pyarrow.RecordBatch.from_pydict({"reason": [reason]})

    return asked


@contextlib.contextmanager
def _own_python(spark: Any) -> Iterator[None]:
    """On this machine alone, executors run the Python that runs here, whatever PATH has."""
    context = _context(spark)
    if context is None or not _LOCAL.match(context.master):
        yield
        return
    before, context.pythonExec = context.pythonExec, sys.executable
    try:
        yield
    finally:
        context.pythonExec = before


def _context(spark: Any) -> Any | None:
    """None for a session of Spark Connect, which has none."""
    return getattr(spark, "_sc", None)


def _name(spark: Any) -> str:
    context = _context(spark)
    return str(spark.session_id if context is None else context.applicationId)


def _at_once(spark: Any) -> int:
    context = _context(spark)
    return 1 if context is None else int(context.defaultParallelism)


def last_line(error: Exception) -> str:
    """Of a traceback of Python's, what it ends with."""
    lines = [line.strip() for line in str(error).splitlines()]
    named = [line for line in lines if line.partition(":")[0].endswith(("Error", "Exception"))]
    return one_line((named or lines or [type(error).__name__])[-1], _SHOWN)
