"""``batch --report``: whether its file may be written, and the writing of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mlsalary.cli.endings import require_ending
from mlsalary.cli.terminal import CURRENT
from mlsalary.spelling import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlsalary.batch import Job, Summary

_ENDINGS = (".html", ".htm")


@contextmanager
def reported(file: Path | None, job: Job) -> Iterator[Callable[[Summary], None]]:
    """What writes the report of a job; its file appears when the block ends well.

    Refuses, before a row is read, what cannot be written: UsageError for another ending, for the
    input, the output or its rejects, and for a file that is there (without ``--force``);
    BadDataError for a folder that is not, or cannot be written to.
    """
    if file is None:
        yield lambda summary: None
        return
    require_ending(file, "The report", _ENDINGS)
    from mlsalary.batch.rejects import rejects_path
    from mlsalary.files import drafts, is_straight, require_apart, require_free

    name = str(file)
    require_free(name, job.source, force=job.force)
    require_apart(name, job.target, "the output", "--report")
    if refused := rejects_path(job):
        require_apart(name, refused, "the file of rejects", "--report")
    with drafts() as files:
        stream = files.open(name, replace=job.force)

        def write(summary: Summary) -> None:
            from mlsalary.batch.report import report_of
            from mlsalary.render.batch_report import batch_report
            from mlsalary.rulebook.home import keep_fonts_here

            keep_fonts_here()
            stream.write(batch_report(report_of(job, summary)).encode("utf-8", "replace"))

        yield write
    if not is_straight(name):
        CURRENT.get().stderr.write(f"Wrote {printable(name)}.\n")
