"""A bar on a terminal's stderr: rows, their rate, and the time that is left."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import TextIO


@contextlib.contextmanager
def shown(source: str, stderr: TextIO) -> Iterator[Callable[[int, int], None]]:
    """What to call with the bytes and the rows read so far; it does nothing off a terminal."""
    if not stderr.isatty():
        yield lambda read, rows: None
        return
    from rich.console import Console  # 40 ms, on a terminal only
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    size = os.path.getsize(source) if os.path.isfile(source) else None  # noqa: PTH202, PTH113
    columns = (
        BarColumn(),
        TextColumn("{task.fields[rows]:,} rows"),
        TextColumn("{task.fields[rate]:,.0f} rows/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(file=stderr), transient=True) as bar:
        task = bar.add_task("", total=size, rows=0, rate=0.0)

        def advance(read: int, rows: int) -> None:
            elapsed = bar.tasks[0].elapsed or 1e-9
            bar.update(task, completed=read, rows=rows, rate=rows / elapsed)

        yield advance
