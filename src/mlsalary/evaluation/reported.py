"""Reads a file of reported pay: one package a row, in CSV with a header.

What each column may be called, the words in it and the bounds of sensible pay stand in
``data/reported.toml``; the rules, column by column:

- **date** (or month): YYYY-MM, or a day of it. Pay is brought from that month's money to the
  model's along ``data/aging.toml``. Without the column pay is taken to be in the model's money.
- **years**: total years of experience; **level**: a level of ours. A row needs one of the two.
- **company**, **company_level**: the employer's own word, put on our ladder by
  ``data/ladders.toml``. It tells ``fit`` who stands where; ``backtest`` does not look at it.
  Some companies are left out altogether.
- **metro** (or place, city, zip) and **state**: as in a profile; both empty is the nation.
- **employer** (or employer_tier) and **degree**: as in a profile, and the words of reported.toml.
- **base**, **equity** (or equity_annual), **bonus**, **total**: US dollars a year, digits with or
  without ``$`` and thousands separators. Base is needed. An empty total is not scored.
- **currency**: empty or USD.

A row that cannot be used is rejected with a reason; a file in which no row can be used is an
error.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mlsalary.engine.aging import aged
from mlsalary.errors import BadDataError, MlsalaryError, UsageError
from mlsalary.evaluation.scorecard import Rejected
from mlsalary.places.located import Located
from mlsalary.places.resolve import resolve
from mlsalary.profile import Profile
from mlsalary.reading.levels import checked_level
from mlsalary.reading.profile import bound
from mlsalary.reading.words import word
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import RUNGS
from mlsalary.spelling import one_line, quoted

RULES = "reported.toml"
NEEDED = ("base",)
_CURRENCY = re.compile(r"[€£¥₹₩₽]|\b(EUR|GBP|INR|CAD|AUD|CHF|JPY|CNY|SEK|PLN)\b", re.IGNORECASE)
_SHOWN = 5
_CELL = 20  # characters of a cell that a message shows


class Report(NamedTuple):
    """One reported package, US dollars a year in the money of the model.

    profile: what a backtest asks for. place: the area that its words mean. rung: the level on the
    individual ladder where the file tells it, None where not. month: YYYY-MM, None where unknown.
    """

    line: int
    profile: Profile
    place: Located
    rung: str | None
    month: str | None
    base: float
    equity: float | None
    bonus: float | None
    total: float | None


class Reject(NamedTuple):
    """A row that cannot be used: its line in the file, a stable code and the reason."""

    line: int
    code: str
    message: str


class Reported(NamedTuple):
    """What a file holds. ``columns`` are the things it has a column for; ``digest`` is SHA-256."""

    reports: tuple[Report, ...]
    rejects: tuple[Reject, ...]
    columns: frozenset[str]
    digest: str

    def counted(self) -> tuple[Rejected, ...]:
        """Rejected rows by reason, the most frequent first."""
        counts = Counter(reject.code for reject in self.rejects)
        first = {reject.code: reject for reject in reversed(self.rejects)}
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return tuple(
            Rejected(code, rows, first[code].line, first[code].message) for code, rows in ordered
        )


def read(path: Path, book: Rulebook) -> Reported:
    """The reported pay in the file at ``path``.

    BadDataError when it cannot be read, is no CSV, lacks a column or holds no usable row.
    """
    content = _content(path)
    rows = _rows(path, content)
    if not rows:
        raise BadDataError("empty_file", f"{path} is empty. Give a CSV file with a header.")
    reader = _Reader(path, rows[0][1], book)
    reports, rejects = [], []
    for line, cells in rows[1:]:
        try:
            reports.append(reader.report(line, cells))
        except MlsalaryError as error:
            rejects.append(Reject(line, error.code, error.message))
    digest = hashlib.sha256(content).hexdigest()
    found = Reported(tuple(reports), tuple(rejects), frozenset(reader.at), digest)
    if not reports:
        raise _nothing_usable(path, found)
    return found


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        content.decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadDataError(
            "cannot_read", f"{path} cannot be read: {reason}. Check the name."
        ) from error
    except UnicodeDecodeError as error:
        raise BadDataError(
            "not_utf8", f"{path} is not UTF-8 text (byte {error.start}). Save it as CSV, UTF-8."
        ) from error
    if b"\0" in content:
        raise BadDataError("not_csv", f"{path} is not text. Save it as CSV, UTF-8.")
    return content


def _rows(path: Path, content: bytes) -> list[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line it ends in."""
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    try:
        return [(lines.line_num, row) for row in lines if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BadDataError(
            "not_csv", f"{path}, line {lines.line_num}: {error}. Save it as CSV, UTF-8."
        ) from error


def _nothing_usable(path: Path, found: Reported) -> BadDataError:
    if not found.rejects:
        return BadDataError(
            "empty_file", f"{path} has a header and no rows. Give a file with reported pay."
        )
    said = [f"{one.rows} x {one.example}" for one in found.counted()[:_SHOWN]]
    return BadDataError("no_usable_row", f"{path}: no row can be used. " + " ".join(said))


class _Reader:
    """Turns the rows of one file into reports."""

    def __init__(self, path: Path, header: Sequence[str], book: Rulebook) -> None:
        self.book = book
        self.rules = book.toml(RULES)
        self.at = self._columns(header)
        self.width = len(header)
        self._places: dict[tuple[str, str], Located] = {}
        missing = [name for name in NEEDED if name not in self.at]
        if not {"years", "level"} & self.at.keys():
            missing.append("years (or level)")
        if missing:
            shown = ", ".join(name.strip()[:30] for name in header[:20]) or "nothing"
            raise BadDataError(
                "missing_columns",
                f"{path} has no column {' and no '.join(missing)}. Its header: {shown}. "
                "Name the columns date, years, metro, employer, degree, base, total.",
            )

    def _columns(self, header: Sequence[str]) -> dict[str, int]:
        names = [name.strip().casefold() for name in header]
        return {
            thing: next(names.index(name) for name in known if name in names)
            for thing, known in self.rules["columns"].items()
            if any(name in names for name in known)
        }

    def report(self, line: int, cells: Sequence[str]) -> Report:
        """One row as a report; an error of ours where it cannot be used."""
        if len(cells) > self.width:
            raise BadDataError(
                "too_many_cells",
                f"Line {line} has {len(cells)} cells, the header {self.width}. Quote the commas.",
            )
        row = {thing: cells[at].strip() if at < len(cells) else "" for thing, at in self.at.items()}
        self._not_excluded(row.get("company", ""))
        self._in_dollars(row.get("currency", ""))
        month, factor = self._age(row, line)
        pay = {name: self._number(row, name, line) for name in ("base", "equity", "bonus", "total")}
        base = self._sensible(pay, line)
        profile = Profile(
            years=self._years(row, line),
            level=row.get("level") or None,
            metro=row.get("metro") or None,
            state=row.get("state") or None,
            degree=self._word("degree", row),
            employer=self._word("employer", row),
        )
        profile = bound(profile, self.book)
        if profile.experience is None and profile.level is None:
            raise BadDataError("no_years", f"Line {line} has neither years nor a level.")
        aged_pay = {name: None if v is None else v * factor for name, v in pay.items()}
        return Report(
            line=line,
            profile=profile,
            place=self._place(row),
            rung=self._rung(profile, row),
            month=month,
            base=base * factor,
            equity=aged_pay["equity"],
            bonus=aged_pay["bonus"],
            total=aged_pay["total"],
        )

    def _not_excluded(self, company: str) -> None:
        reason = self.rules["exclude"].get(company.casefold())
        if reason:
            raise BadDataError("excluded_company", f"{company} {reason}.")

    def _in_dollars(self, currency: str) -> None:
        if currency.casefold() not in ("", "usd", "$", "us$"):
            raise BadDataError(
                "other_currency", f"Pay in {one_line(currency, _CELL)}, not in US dollars."
            )

    def _age(self, row: dict[str, str], line: int) -> tuple[str | None, float]:
        if "date" not in row:
            return None, 1.0
        month = row["date"][:7]
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month, re.ASCII):
            raise BadDataError(
                "bad_month", f"The date {quoted(row['date'])} in line {line} is not YYYY-MM."
            )
        try:
            return month, math.exp(-aged(self.book, month).log)
        except UsageError as error:
            raise BadDataError("date_too_early", error.message) from error

    def _number(self, row: dict[str, str], name: str, line: int) -> float | None:
        said = row.get(name, "")
        if not said:
            return None
        if _CURRENCY.search(said):
            raise BadDataError(
                "other_currency", f"{name} {one_line(said, _CELL)} is not in US dollars."
            )
        try:
            figure = float(said.removeprefix("$").replace(",", ""))
        except ValueError:
            figure = math.nan
        if not math.isfinite(figure) or "_" in said:
            raise BadDataError(
                "not_a_number", f"{quoted(said)} in line {line} is not a number of {name}."
            )
        return figure

    def _sensible(self, pay: dict[str, float | None], line: int) -> float:
        base, total = pay["base"], pay["total"]
        read = self.rules["read"]
        if base is None:
            raise BadDataError("no_base", f"Line {line} has no base.")
        if not read["base_least"] <= base <= read["base_most"]:
            raise BadDataError(
                "impossible_pay",
                f"A base of {base:,.0f} in line {line} is not a year's pay of a full-time job.",
            )
        for name in ("equity", "bonus"):
            if (pay[name] or 0.0) < 0:
                raise BadDataError("impossible_pay", f"The {name} in line {line} is below zero.")
        if total is not None and not base <= total <= read["total_most"]:
            raise BadDataError(
                "impossible_pay",
                f"A total of {total:,.0f} beside a base of {base:,.0f} in line {line}.",
            )
        return base

    def _years(self, row: dict[str, str], line: int) -> float | None:
        years = self._number(row, "years", line)
        most = self.book.toml("limits.toml")["years_most"]
        if years is not None and not 0 <= years <= most:
            raise BadDataError("bad_years", f"{years:g} years in line {line} is no working life.")
        return years

    def _word(self, kind: str, row: dict[str, str]) -> str | None:
        said = row.get(kind, "")
        meant = self.rules["words"][kind].get(said.casefold(), said)
        return word(kind, meant, self.book) if meant else None

    def _place(self, row: dict[str, str]) -> Located:
        asked = row.get("metro", ""), row.get("state", "")
        if asked not in self._places:
            self._places[asked] = resolve(*asked, self.book)
        return self._places[asked]

    def _rung(self, profile: Profile, row: dict[str, str]) -> str | None:
        if profile.level is not None:
            return profile.level if profile.level in RUNGS else None
        return checked_level(row.get("company_level", ""), row.get("company", ""), self.book)
