"""A row of a file of reported pay -> a report, or the reason why it is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from mlsalary.engine.money import aged
from mlsalary.errors import BadDataError, NotFoundError, UsageError
from mlsalary.evaluation.reported import RULES, Reject, Report, counted
from mlsalary.evaluation.reported.sums import Paid, Sums
from mlsalary.evaluation.reported.table import PayTable
from mlsalary.evaluation.scorecard import Rejected
from mlsalary.frame.places import COUNTRY, TEXTS, place_text
from mlsalary.places.country import require_ours
from mlsalary.places.located import Located
from mlsalary.places.resolve import resolve
from mlsalary.profile import Profile, Word
from mlsalary.reading.companies import read_company
from mlsalary.reading.days import read_month
from mlsalary.reading.ladders import fitted_level
from mlsalary.reading.told_words import read_words
from mlsalary.reading.words import is_nothing, known_word
from mlsalary.reading.years import read_years
from mlsalary.results import Notice
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import RUNGS, Model
from mlsalary.spelling import folded, quoted

_WORDS = ("level", "title", "company", "role", "spec", "degree", "employer", "company_level")


class _Words(NamedTuple):
    """Keys of the rulebook by field, and the words that are not known."""

    keys: Mapping[str, Any]
    unread: tuple[NotFoundError, ...]


class RowReader:
    """Turns the rows of one file into reports; every text is read once."""

    def __init__(self, table: PayTable, book: Rulebook) -> None:
        self._book, self._rules, self._model = book, book.toml(RULES), Model.of(book)
        self._sums = Sums({name: table.texts[name].to_list() for name in table.texts.columns}, book)
        self._dated = "date" in table.texts.columns
        self._places: dict[tuple[str, ...], tuple[str, Located]] = {}
        self._words_met: dict[tuple[object, ...], _Words] = {}
        self._yes = frozenset(map(folded, self._rules["words"]["yes"]))
        self._left = list[Reject]()

    def report(self, line: int, row: Mapping[str, str]) -> Report:
        """One row as a report; an error of ours where it cannot be used."""
        self._require_comparable(row.get("company", ""))
        month = self._month(row)
        paid = self._sums.read(row)
        years = self._years(row.get("years", ""))
        words = self._words(row)
        level = words.keys["level"]
        if years is None and level is None:
            unread = (error for error in words.unread if error.code.startswith("level"))
            raise next(unread, _no_years(row.get("title", "")))
        typed, place = self._place(row)
        self._left += [Reject(line, error.code, error.message) for error in words.unread]
        told: Word | None = words.keys["employer"]
        listed = read_company(row.get("company", ""), self._book)
        keys = {**words.keys, "employer": (listed.employer if listed else None) or told}
        return Report(
            line,
            Profile(years=years, metro=typed or None, state=row.get("state") or None, **keys),
            told,
            place,
            self._rung(row, level),
            month,
            self._is_ml(row),
            *paid,
        )

    def notices(self) -> tuple[Notice, ...]:
        """How was read what can mean several things, and the words that were left out."""
        left = counted(tuple(self._left))
        notices = [Notice(one.reason, f"{one.example} {_left_out(one)}") for one in left]
        if self._sums.thousands:
            said = ", ".join(name for name in Paid._fields if name in self._sums.thousands)
            notices.insert(
                0,
                Notice(
                    "in_thousands",
                    "Every base is too small to be in dollars, so these are read as thousands: "
                    f"{said}.",
                ),
            )
        return tuple(notices)

    def _require_comparable(self, company: str) -> None:
        """Refuses a company whose pay is not like that of others."""
        listed = read_company(company, self._book)
        name = listed.name if listed else company
        reason = self._rules["exclude"].get(name.casefold())
        if reason:
            raise BadDataError("excluded_company", f"{name} {reason}.")

    def _month(self, row: Mapping[str, str]) -> str | None:
        """The month of the row, None where it tells none."""
        if not self._dated or is_nothing(row["date"], self._book):
            return None
        month = read_month(row["date"], self._book).value
        try:
            aged(self._book, self._model, month)
        except UsageError as error:
            raise BadDataError(error.code.replace("as_of", "date"), error.message) from error
        return month

    def _years(self, text: str) -> float | None:
        if is_nothing(text, self._book):
            return None
        years = read_years(text, self._book).value
        if years > self._book.toml("limits.toml")["years_most"]:
            raise BadDataError("bad_years", f"{years:g} years is more than a working life.")
        return years

    def _words(self, row: Mapping[str, str]) -> _Words:
        said = tuple(row.get(name, "") for name in _WORDS)
        if said not in self._words_met:
            told = {name: row.get(name) or None for name in _WORDS}
            levels = [told.pop("level"), told.pop("company_level")]
            for kind in ("degree", "employer"):
                told[kind] = self._meant(kind, told[kind] or "")
            unread = list[NotFoundError]()
            profile = Profile(**told)  # type: ignore[arg-type]
            keys = read_words(profile, levels, self._book, unread.append).keys
            self._words_met[said] = _Words(keys, tuple(unread))
        return self._words_met[said]

    def _is_ml(self, row: Mapping[str, str]) -> bool:
        """Whether the work is machine learning: without a column it all is."""
        return "ml" not in row or folded(row["ml"]) in self._yes

    def _meant(self, kind: str, said: str) -> str | None:
        words = {folded(word): meant for word, meant in self._rules["words"][kind].items()}
        return words.get(folded(said), said) or None

    def _place(self, row: Mapping[str, str]) -> tuple[str, Located]:
        texts = tuple(row.get(name, "") for name in TEXTS)
        if texts not in self._places:
            require_ours(texts[COUNTRY], self._book)
            typed = place_text(texts, self._book)
            self._places[texts] = typed, resolve(typed, texts[-1], self._book)
        return self._places[texts]

    def _rung(self, row: Mapping[str, str], level: str | None) -> str | None:
        """The level by its own word, or by a word of the company's that a fit may build on."""
        said, company = row.get("level", ""), row.get("company", "")
        if said and level is not None and known_word("level", said, self._book) is not None:
            return str(level) if level in RUNGS else None
        words = (said, row.get("company_level", ""))
        found = (fitted_level(word, company, self._book) for word in words if word)
        return next(filter(None, found), None)


def _no_years(title: str) -> BadDataError:
    titled = f", and the title {quoted(title)} does not name a level" if title else ""
    return BadDataError("no_years", f"There are no years and no level{titled}.")


def _left_out(word: Rejected) -> str:
    if word.rows == 1:
        return f"It was ignored in line {word.line:,}."
    return f"Such words were ignored in {word.rows:,} rows, first in line {word.line:,}."
