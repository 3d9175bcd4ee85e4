"""Each source with its age, and whether a folder of data is sound: what ``mlsalary data`` says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from mlsalary.figures import capital
from mlsalary.importing import CANNOT_VOUCH, Imported
from mlsalary.places.built import outdated
from mlsalary.results import Notice, Source, contract, plain
from mlsalary.rulebook import Rulebook, shipped_folder
from mlsalary.rulebook.citing import sources_of
from mlsalary.rulebook.home import imported_folder
from mlsalary.rulebook.oews import NATION, SHIPPED, wages
from mlsalary.rulebook.releases import Release, newest, releases

Row = dict[str, Any]
_MONTH = re.compile(r"(?<!\d)(\d{4})(?:-(0[1-9]|1[0-2]))?(?:-(\d{2}))?(?!-?\d)")
_KEPT = (
    "title",
    "publisher",
    "kind",
    "period",
    "published",
    "retrieved",
    "licence",
    "cycle_months",
)
# BLS publishes a release about a year, which is one cycle, after the month that it describes: an
# age that counts from the period starts one cycle early.
_CYCLES_FROM = {"published": 1, "period": 2}


@contract("mlsalary/data/1")
class DataReport(NamedTuple):
    """What one action says, in rows.

    action: ``list``, ``check``, ``import`` or ``diff``. A row is a source, a folder that was
    checked, a kind of area of which figures were imported, or a profile under two rulebooks.
    summary: of a diff, None of the others.
    """

    action: str
    rows: tuple[Row, ...]
    sources: tuple[Source, ...] = ()
    warnings: tuple[Notice, ...] = ()
    summary: Row | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract of ``data``."""
        return dict(plain(self))

    def records(self) -> list[Row]:
        """The rows, which all have the same names; what a row lists is one text."""
        return [{name: _cell(value) for name, value in row.items()} for row in self.rows]


def status(book: Rulebook, today: date) -> DataReport:
    """Every source with its period, age and licence; a warning for each that is out of date.

    The age in whole months counts from the day of publication, else from the end of the period.
    """
    brought = {one.source for one in releases(book).values() if one.prefix != SHIPPED}
    rows = [_row(one, today, imported=one["id"] in brought) for one in book.sources.values()]
    warnings = [_stale(row, rows, book) for row in rows if row["out_of_date"]]
    warnings += [_incomplete(one, book) for one in releases(book).values() if not one.complete]
    return DataReport("list", tuple(rows), sources_of(book, book.sources), tuple(warnings))


def checked(folder: Path | None) -> DataReport:
    """What ``folder`` holds is sound: how many files; for None the shipped and the imported data.

    BadDataError ``bad_rulebook`` names the first faults, ``rulebook_unpriced`` a question that
    files without a fault leave open.
    """
    from mlsalary.rulebook.checks.check import files, require_valid
    from mlsalary.tables.panel import require_priced

    imported = imported_folder()
    added = [imported] if imported and files(imported) else []
    folders = [shipped_folder(), *added] if folder is None else [folder]
    warnings = {}
    for one in folders:
        require_valid(one)
        book = Rulebook.over(one)
        require_priced(book, one)
        if wrong := outdated(book):
            warnings[wrong] = Notice("places_outdated", f"{capital(wrong)}.")
    return DataReport(
        "check",
        tuple({"folder": str(one), "files": len(files(one)), "faults": 0} for one in folders),
        warnings=tuple(warnings.values()),
    )


def report_of(done: Imported) -> DataReport:
    """What an import did, by kind of area."""
    book = Rulebook.shipped()
    rows = tuple(
        {
            "release": f"{done.year}-05",
            "kind": kind,
            "areas_read": done.read[kind],
            "areas_at_hand": done.held[kind],
            "folder": str(done.folder),
            "source": done.source,
        }
        for kind in ("national", "state", "metro", "nonmetro")
    )
    release = releases(book)[done.year]
    warnings = [] if release.complete else [_incomplete(release, book)]
    warnings.append(Notice("bls_after_retrieval", CANNOT_VOUCH))
    return DataReport("import", rows, sources_of(book, [done.source]), tuple(warnings))


def _cell(value: Any) -> Any:
    """Of the steps that moved: ``place 1.16 to 1.28; company 1 to 0.96``."""
    if not isinstance(value, list):
        return value
    return "; ".join(f"{one['rule']} {one['before']:.6g} to {one['after']:.6g}" for one in value)


def age_in_months(day: str, today: date) -> int | None:
    """Whole months from the last month that ``day`` names to today; None when that is to come.

    day: ``2026-05-15``, ``2025-05``, ``2018-06 to 2021-08``; a year alone counts to its end.
    """
    ages = [_age(match, today) for match in _MONTH.finditer(day)]
    return ages[-1] if ages and ages[-1] >= 0 else None


def _age(match: re.Match[str], today: date) -> int:
    year, month, day = match.groups()
    months = (today.year - int(year)) * 12 + today.month - int(month or 12)
    return months - (today.day < int(day or 1))


def _row(source: dict[str, Any], today: date, *, imported: bool) -> Row:
    counted_from = next((key for key in ("published", "period") if key in source), None)
    age = age_in_months(source[counted_from], today) if counted_from else None
    cycle = source.get("cycle_months")
    due = cycle * _CYCLES_FROM[counted_from] if cycle and counted_from else None
    return {
        "source": source["id"],
        **{key: source.get(key) for key in _KEPT},
        "age_months": age,
        "age_counts_from": counted_from if age is not None else None,
        "out_of_date": age is not None and due is not None and age > due,
        "imported": imported,
        "note": source.get("note"),
    }


def _stale(row: Row, rows: list[Row], book: Rulebook) -> Notice:
    newer = next(_newer(row, rows), None)
    if newer:
        way_out = f"The newer {newer} is available."
    elif row["source"] in {release.source for release in releases(book).values()}:
        way_out = "A newer release may be out: add it with `mlsalary data import FILE`."
    else:
        url = book.sources[row["source"]].get("url")
        way_out = f"Newer figures may be out{f', see {url}' if url else ''}."
    since = "was published" if row["age_counts_from"] == "published" else "describes a time"
    return Notice(
        "source_out_of_date",
        f"{row['source']} {since} {row['age_months']} months ago, and its publisher renews it "
        f"every {row['cycle_months']}. {way_out}",
    )


def _newer(row: Row, rows: list[Row]) -> Iterator[str]:
    """Sources of the same series, ``bls-oews-YYYY``, of a later year, the latest first."""
    series, _, year = row["source"].rpartition("-")
    for other in sorted((one["source"] for one in rows), reverse=True):
        name, _, its_year = other.rpartition("-")
        if name == series and its_year.isdigit() and its_year > year:
            yield other


def _incomplete(release: Release, book: Rulebook) -> Notice:
    year, stem = release.year, f"oesm{release.year[2:]}"
    has_nation = bool(wages(book, NATION, release.prefix))
    nation = "" if has_nation else f" --bls {year} needs the first of them."
    return Notice(
        "release_incomplete",
        f"Only part of the BLS release of May {year} was imported. Place wages stay those of May "
        f"{newest(book).year} until {stem}nat.zip, {stem}st.zip and {stem}ma.zip are all there."
        f"{nation}",
    )
