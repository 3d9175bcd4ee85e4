"""What a batch came to, as a document of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlsalary.render.clean import cleaned
from mlsalary.render.html import document
from mlsalary.render.pages.batch_report import page

if TYPE_CHECKING:
    from mlsalary.batch.report import BatchReport


def batch_report(report: BatchReport) -> str:
    """A report as one HTML file, which needs nothing else."""
    return document(cleaned(page(report)))
