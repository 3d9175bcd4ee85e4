"""Rows of pay that no fit has seen, read as the estimator reads them, and what is asked of each."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from mlsalary.evaluation.reported import Report, read
from mlsalary.profile import Profile
from mlsalary.rulebook import Rulebook

KINDS = ("base", "total")
Row = dict[str, str]
Change = Callable[[Row], Row | None]
"""A row as it is to be read; None leaves it out."""
Ask = Callable[[Profile], Profile]
"""What is asked of a row's profile."""


class Line(NamedTuple):
    """A line of a table. key: its name in the sentences. told: by what the rows are priced, as
    ``ask`` has it of their profiles. book: whose model prices them. kinds: of pay that they tell.
    """

    key: str
    pay: str
    told: str
    reports: Sequence[Report]
    ask: Ask
    book: Rulebook
    kinds: Sequence[str] = KINDS


def paid(path: Path, book: Rulebook, change: Change = lambda row: row) -> list[Report]:
    """What a file holds, in the money of each row's own month, in which its profile asks.

    Of a range the middle is the base. Where only a total is told, it stands for base as well.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        dated = (_readable(row) for row in csv.DictReader(stream) if row["date"])
        rows = [changed for row in dated if (changed := change(row))]
    months = [row.pop("date") for row in rows]  # without it the reader leaves the money as it is
    with TemporaryDirectory() as folder:
        copy = Path(folder, "rows.jsonl")
        copy.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        reports = read(copy, book).reports
    return [_in_month(report, months[report.line - 1]) for report in reports]


def _readable(row: Row) -> Row:
    if row["pay_min"] and row["pay_max"]:
        row["base"] = str((float(row["pay_min"]) + float(row["pay_max"])) / 2)
    row["base"] = row["base"] or row["total"]
    row["employer_tier"] = row["employer_tier"].rpartition(":")[2]  # of other:enterprise
    return row


def _in_month(report: Report, month: str) -> Report:
    """Level, role and specialization are read: the title is needed no more."""
    return report._replace(month=month, profile=replace(report.profile, title=None, as_of=month))


def where(row: Row, **begins: str) -> Row | None:
    """The row, where these columns begin so."""
    return row if all(row[name].startswith(text) for name, text in begins.items()) else None


def as_level(row: Row, level: str) -> Row | None:
    """The row at this level, where its title tells none."""
    return {**row, "level": level} if row["level"] in ("", "unspecified") else None


def as_told(profile: Profile) -> Profile:
    """All that is told."""
    return profile


def plain(profile: Profile) -> Profile:
    """All but specializations, on whose premiums the sources disagree."""
    return replace(profile, spec=())


def by_job_ads(profile: Profile) -> Profile:
    """Specializations by the premiums that job ads show."""
    return replace(profile, premiums="measured")


def by_title(profile: Profile) -> Profile:
    """What the title alone tells."""
    return replace(plain(profile), metro=None, state=None, company=None, employer=None)


def by_years(profile: Profile) -> Profile:
    """Without the level, where years are told."""
    return plain(profile if profile.years is None else replace(profile, level=None))
