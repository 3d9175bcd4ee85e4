"""Score the estimate on pay that its fit has not seen, and rewrite what docs/method.md says of it.

    python scripts/external_checks.py [FOLDER]

FOLDER, else the one that MLSALARY_NEWER_PAY names, holds public files of pay, a row a report, an ad
or a filing; MLSALARY_REPORTED_PAY names the first file of the fit, for the noise floor and for a
model that has seen no other. Their columns are date, title, company, employer_tier, city, state,
years, level, company_level, ml, spec, base, total, pay_min and pay_max, US dollars a year in the
money of ``date``, in which each row is priced. No row leaves these files, nor a median of few rows,
nor of averages by employer an employer. Without files the page stays as it is.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from math import sqrt
from pathlib import Path

from external_pay import (
    KINDS,
    Line,
    Row,
    as_level,
    as_told,
    by_job_ads,
    by_title,
    by_years,
    paid,
    plain,
    where,
)
from external_scores import ALIKE, Measure, alike, measure, noise, quantiles, table
from method_figures import PAGE, REPORTED_PAY, rewritten

from mlsalary.evaluation.fit.fitting import model_table
from mlsalary.evaluation.reported import Report, read
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import FILE, RUNGS

SAID = Path(__file__).with_suffix(".toml")
NEWER_PAY = "MLSALARY_NEWER_PAY"
BASE, TOTAL = KINDS[:1], KINDS[1:]
BOARDS = {
    "aimarketpulse, 2025-26": "adverts-aimarketpulse-2025-2026.csv",
    "LinkedIn, 2024": "adverts-linkedin-2024.csv",
    "Google Jobs, 2023": "adverts-googlejobs-2023.csv",
}
BETWEEN = ("mid", "senior")  # what a title without a level is priced as


def levels(
    key: str,
    pay: str,
    told: str,
    reports: Sequence[Report],
    book: Rulebook,
    kinds: Sequence[str] = KINDS,
) -> list[Line]:
    """A line for all, and one a level."""
    lines = [Line(key, pay, told, reports, plain, book, kinds)]
    for level in RUNGS:
        part = [report for report in reports if report.profile.level == level]
        lines.append(Line(f"{key}_{level}", pay, f"the same, {level}", part, plain, book, kinds))
    return lines


def untold(paths: Iterable[Path], key: str, pay: str, told: str, book: Rulebook) -> Iterator[Line]:
    """Titles without a level, as each that they may mean."""
    for level in BETWEEN:
        rows = [row for path in paths for row in paid(path, book, partial(as_level, level=level))]
        yield Line(f"{key}_{level}", pay, f"{told}; no level, as {level}", rows, plain, book, BASE)


def filings(folder: Path, book: Rulebook) -> Iterator[Line]:
    """H-1B filings, whose place is a state."""
    path, pay = folder / "h1b-fy2024.csv", "H-1B filings, 2023"
    rows = paid(path, book)
    yield from levels("filings", pay, "level, state, employer", rows, book, BASE)
    yield Line("filings_title", pay, "the same people, title alone", rows, by_title, book, BASE)
    yield from untold([path], "filings_as", pay, "state, employer", book)


def ads(folder: Path, book: Rulebook) -> Iterator[Line]:
    """Middles of advertised ranges."""
    wanted = partial(where, title="Machine Learning Engineer")
    rows = paid(folder / "adverts-aijobsnet-2022-2025.csv", book, wanted)
    rows = [row for row in rows if str(row.month) >= "2024"]
    yield from levels("board", "aijobs.net, 2024-25", "level", rows, book, BASE)
    told = {pay: paid(folder / name, book) for pay, name in BOARDS.items()}
    for pay, rows in told.items():
        yield from levels(pay, pay, "level, place, employer", rows, book, BASE)
    three, paths = "these three", [folder / name for name in BOARDS.values()]
    rows = [row for part in told.values() for row in part]
    yield Line("told", three, "level, place, employer", rows, plain, book, BASE)
    yield from untold(paths, "as", three, "place, employer", book)
    llm, pay = [row for row in rows if "llm" in row.profile.specs], f"{three}: LLM"
    for key, premium, ask in (
        ("llm", "no premium", plain),
        ("llm_measured", "the premium of job ads", by_job_ads),
        ("llm_guide", "the guide's premium", as_told),
    ):
        yield Line(key, pay, f"level, place, employer, {premium}", llm, ask, book, BASE)
    yield from laboratory(folder / "adverts-labs-2026.csv", book)


def laboratory(path: Path, book: Rulebook) -> Iterator[Line]:
    """Ranges that one laboratory posts; its titles tell no level."""

    def posted(row: Row, ml: str) -> Row | None:
        found = where(row, date="2026-01", ml=ml)
        return found and as_level(found, "senior")

    told = "place, employer; no level, as senior"
    for ml, who in (("1", "machine learning"), ("0", "other engineers")):
        rows = paid(path, book, partial(posted, ml=ml))
        yield Line(f"lab_{ml}", f"an AI lab, 2026: {who}", told, rows, plain, book, BASE)


def reports(folder: Path, book: Rulebook, early: Rulebook) -> Iterator[Line]:
    """Reported pay. early: with a model that has seen the first file alone."""
    for key, name, who in (
        ("late", "levels-bigtech-2023-2024.csv", "machine learning, 2023-24"),
        ("soon", "levels-us-ds-2021-2022.csv", "data scientists, 2021-22"),
    ):
        rows, pay = paid(folder / name, book, partial(where, ml="1")), f"{who}; early model"
        yield Line(key, pay, "company, level, years, place", rows, plain, early)
        yield Line(f"{key}_years", pay, "company, years, place", rows, by_years, early)
    for ml, who in (("1", "machine learning, 2024"), ("0", "other software engineers, 2024")):
        rows = paid(folder / "levels-us-swe-2024-12.csv", book, partial(where, ml=ml))
        yield Line(f"new_{ml}", who, "company, level, years", rows, plain, book, TOTAL)
    rows = paid(folder / "levels-swe-0-3y-2022.csv", book, partial(as_level, level="entry"))
    pay = "software engineers to 3 years, 2022"
    yield Line("young", pay, "company, place, as entry", rows, plain, book)
    for place in sorted({row.place.name for row in rows}):
        part = [row for row in rows if row.place.name == place]
        yield Line(f"young_{place}", pay, f"the same, {place}", part, plain, book)


def averages(folder: Path, book: Rulebook) -> list[Line]:
    """Averages by employer and level, where the company's word for it is read."""
    rows = paid(folder / "levels-level-averages-2022-06.csv", book)
    return levels("averages", "averages, 2022", "company, level", rows, book)


# Sentences ---------------------------------------------------------------------------------------


def said(text: str, lines: Iterable[Line]) -> str:
    """What stands beneath a table, with the figures of its lines."""
    words = dict[str, str]()
    for line in lines:
        for kind in line.kinds:
            key, found = line.key + ("_total" if kind == "total" else ""), measure(line, kind)
            words |= {key: side(found), f"verdict_{key}": verdict(found)}
            words[f"miss_{key}"] = f"{found.mdape:.0f}%"
    return text.format_map(words)


def side(found: Measure) -> str:
    """On which side of the pay the estimate lies, and how far."""
    size = f"{abs(found.median):.0f}%"
    if size == "0%":
        return "about equal to"
    return f"{size} {'above' if found.median > 0 else 'below'}"


def verdict(found: Measure) -> str:
    """Whether more than chance parts them."""
    if found.low <= 0 <= found.high:
        return "no clear error"
    return "too high" if found.low > 0 else "too low"


def alike_said(text: str, reported: Sequence[Report]) -> str:
    """How far those who are most alike lie apart."""
    shared = list(ALIKE)[-1]
    _, base, total = alike(reported, shared)
    return text.format(
        shared=" and ".join(shared.rsplit(", ", 1)),
        base=base,
        total=total,
        base_least=base / sqrt(2),
        total_least=total / sqrt(2),
    )


# Page --------------------------------------------------------------------------------------------


def blocks(folder: Path, first: Path, book: Rulebook) -> Iterator[tuple[str, str]]:
    """Names and bodies of the marked blocks of the page."""
    texts = tomllib.loads(SAID.read_text(encoding="utf-8"))
    seen = read(first, book).reports
    yield "alike", alike_said(texts["alike"], seen)
    yield "noise", noise(seen)
    early = book.replaced(FILE, model_table(seen, book))
    for name, lines, tabled in (
        ("filings", [*filings(folder, book)], table),
        ("ads", [*ads(folder, book)], table),
        ("reports", [*reports(folder, book, early)], table),
        ("averages", averages(folder, book), quantiles),
    ):
        yield name, f"{tabled(lines)}\n{said(texts['beneath'][name], lines)}"


def main(arguments: Sequence[str]) -> None:
    """Rewrite the blocks, or say why they stay."""
    folder, first = (*arguments, os.environ.get(NEWER_PAY))[0], os.environ.get(REPORTED_PAY)
    if not folder or not first:
        missing = NEWER_PAY if first else REPORTED_PAY
        print(f"The external checks in {PAGE.name} stay as they are: {missing} names no file.")
        return
    page = PAGE.read_text(encoding="utf-8")
    for name, body in blocks(Path(folder), Path(first), Rulebook.shipped()):
        page = rewritten(page, name, body)
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
