"""A file of people as exports have them: every row is priced as it is meant, or rightly refused."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace

import pytest
from pinned_data import ROOT

sys.path.insert(0, str(ROOT / "scripts"))

import messy  # isort: skip
from messy_people import PLACE_REFUSED, Person, people  # isort: skip

PERSON = Person(
    {"years": "5+", "metro": "Remote"}, {"years": "5.0", "metro": ""}, said={"years_read"}
)
ROW = {"place": "US", "warnings": "years_read;", "base_p50": "1.0", "total_p50": "2.0"}
ROW |= {"base_percentile": ""}


def test_two_thousand_people(capsys: pytest.CaptureFixture[str]) -> None:
    code = messy.main(["2000"])
    printed = capsys.readouterr().out
    assert code == 0, printed
    assert printed.endswith("Every row is what it should be.\n")


def test_the_same_seed_makes_the_same_people() -> None:
    assert list(people(50, 1)) == list(people(50, 1))
    assert list(people(50, 1)) != list(people(50, 2))


def test_so_many_are_made_wrong() -> None:
    """5 % slips in optional words, 1 % in places, 1 % abroad, 0.5 % without years and level."""
    made, every = list(people(20_000, 3)), 20_000
    abroad = [one for one in made if one.refused & PLACE_REFUSED and one.slip is None]
    assert 0.003 < sum("years_or_level" in one.refused for one in made) / every < 0.007
    assert 0.008 < len(abroad) / every < 0.016  # with those of several areas
    assert 0.007 < sum(one.slip is not None for one in made) / every < 0.013
    wrong = Counter(code for one in made for code in one.said if code.endswith("_not_found"))
    for name in ("degree", "employer", "spec", "level"):
        told = sum(one.cells[name] != "" for one in made)
        assert 0.01 < wrong[f"{name}_not_found"] / told < 0.06, name


def faults(
    person: Person = PERSON,
    priced: dict[str, str] | None = ROW,
    refused: dict[str, str] | None = None,
) -> list[str]:
    rows, rejects = ({0: row} if row else {} for row in (priced, refused))
    return list(messy._faults([person], rows, rejects, {0: ROW}))


def test_a_row_as_it_should_be_is_no_fault() -> None:
    assert faults() == []
    lost = replace(PERSON, refused=frozenset(("years_or_level",)))
    assert faults(lost, None, {"code": "years_or_level"}) == []


@pytest.mark.parametrize(
    ("person", "priced", "refused", "says"),
    [
        (PERSON, None, None, "lost"),
        (PERSON, ROW, {"code": "bad_years"}, "both files"),
        (PERSON, None, {"code": "bad_years"}, "bad_years refuses"),
        (replace(PERSON, refused=PLACE_REFUSED), ROW, None, "should be refused"),
        (replace(PERSON, refused=PLACE_REFUSED), None, {"code": "bad_years"}, "bad_years refuses"),
        (PERSON, {**ROW, "warnings": "spec_read;"}, None, "years_read is not said"),
        (PERSON, {**ROW, "place": "41860"}, None, "The place is 41860, not US"),
        (PERSON, {**ROW, "base_p50": "1.5"}, None, "base_p50 is 1.5, not 1"),
        (PERSON, {**ROW, "base_percentile": "50"}, None, "base_percentile is 50, not nan"),
    ],
)
def test_what_is_wrong_is_found(
    person: Person, priced: dict[str, str] | None, refused: dict[str, str] | None, says: str
) -> None:
    (fault,) = faults(person, priced, refused)
    assert says in fault


def test_slips_in_places_are_shown_apart(capsys: pytest.CaptureFixture[str]) -> None:
    slip = Person({"metro": "Huston"}, {"metro": "Houston"}, slip="Houston")
    assert faults(slip, {**ROW, "place": "28"}) == []
    assert faults(slip, None, {"code": "place_not_found"}) == []
    printed = capsys.readouterr().out
    assert "A slip that is another place: 'Houston' as 'Huston'" in printed
    assert "{'refused': 1}" in printed
