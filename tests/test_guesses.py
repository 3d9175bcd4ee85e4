"""What a word that is not known may have been meant for, and when nothing is guessed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from cli_run import run

from mlsalary.errors import MlsalaryError
from mlsalary.places.resolve import resolve
from mlsalary.reading.words import no_word
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import alike, nearest

BOOK = Rulebook.shipped()
with (Path(__file__).parent / "guesses.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = [tuple(row.values()) for row in csv.DictReader(lines)]
"""Kind, typed, and what is meant: the plainest misspellings that come to mind, and words that mean
something else here."""
RIGHT = [row for row in ROWS if row[2]]
NONE = [row for row in ROWS if not row[2]]
LEAST_RIGHT, MOST_MISLED = 99, 1
COMMAND_LINES = {
    "command": ("{}", "--years", "5", "--json"),
    "option": ("estimate", "{}", "--json"),
    "format": ("estimate", "--years", "5", "--format", "{}", "--json"),
    "table": ("table", "{}", "--json"),
}


def guesses(kind: str, typed: str) -> tuple[str, ...]:
    """What the program guesses, the likeliest first."""
    if kind in COMMAND_LINES:
        ran = run(*(word.format(typed) for word in COMMAND_LINES[kind]))
        return tuple(ran.error["suggestions"])
    if kind not in ("place", "state"):
        return no_word(kind, typed, BOOK).suggestions
    try:
        resolve(typed if kind == "place" else None, typed if kind == "state" else None, BOOK)
    except MlsalaryError as error:
        return error.suggestions
    return ()


def test_the_lists_are_long_enough() -> None:
    assert len(RIGHT) >= 100
    assert len(NONE) >= 100


def test_a_misspelling_is_guessed_right() -> None:
    wrong = [
        (kind, typed, found)
        for kind, typed, meant in RIGHT
        if (found := guesses(kind, typed))[:1] != (meant,)
    ]
    assert len(RIGHT) - len(wrong) >= LEAST_RIGHT, wrong


def test_a_word_that_means_something_else_is_guessed_at_by_nobody() -> None:
    misled = [(kind, typed, found) for kind, typed, _ in NONE if (found := guesses(kind, typed))]
    assert len(misled) <= MOST_MISLED, misled


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("spec", "machine learnin"), ("state", "N/A"), ("level", "intern"), ("level", "xyz")],
)
def test_what_was_guessed_and_misled(kind: str, typed: str) -> None:
    assert guesses(kind, typed) == ()


def test_the_floor() -> None:
    assert alike("cto", ["ceo"], 1) == []  # three letters are too few
    assert alike("senoir", ["senior"], 1) == [("senior", 1)]  # two swapped are one slip
    assert nearest("rsenior", ["senior"]) == ()  # another first letter
    assert nearest("esnior", ["senior"]) == ("senior",)  # the first two swapped
    assert nearest("bachxxor", ["bachelor"]) == ("bachelor",)  # two slips in eight letters
    assert nearest("baxxxlor", ["bachelor"]) == ()  # three
