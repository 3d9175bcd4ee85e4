"""What a shell or a form offers for a field of a profile, before anybody picks what begins so."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from pinned_data import ROOT

from mlsalary.reading.choices import choices
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()
VOCABULARY: dict[str, Any] = tomllib.loads((ROOT / "data/vocabulary.toml").read_text("utf-8"))

COMPANIES: dict[str, Any] = tomllib.loads((ROOT / "data/companies.toml").read_text("utf-8"))[
    "kinds"
]


def offered(field: str, typed: str = "", **given: str) -> list[tuple[str, str]]:
    return [(one.value, one.about) for one in choices(field, typed, given, BOOK)]


@pytest.mark.parametrize("field", ["role", "level", "spec", "degree", "employer"])
def test_a_word_is_explained_by_its_name_where_that_says_more(field: str) -> None:
    rows = VOCABULARY[field]
    told = {row["id"]: row["name"] for row in rows if row["name"] != row["id"]}
    assert offered(field) == [(row["id"], told.get(row["id"], "")) for row in rows]
    assert told or field == "role"


def test_the_words_of_a_companys_ladder_come_first() -> None:
    ours = offered("level")
    assert offered("level", company="Nobody Inc.") == ours
    google = offered("level", company="Google")
    assert google[-len(ours) :] == ours
    assert google[:2] == [("L3", "entry-level"), ("SWE II", "entry-level")]
    assert ("L5", "senior") in google


def test_one_more_specialization_stands_behind_the_others() -> None:
    assert offered("spec", "LLM, ")[0] == ("LLM, cv", "computer vision")
    assert [value for value, _ in offered("spec", "cv;nlp;")] == [
        *("cv;nlp;llm", "cv;nlp;mlops", "cv;nlp;rl"),
    ]


def test_a_company_is_explained_by_its_kind_and_another_name_by_the_company() -> None:
    by_name = offered("company", "goo")
    assert dict(by_name) == {name: kind for kind, names in COMPANIES.items() for name in names}
    assert by_name == sorted(by_name, key=lambda one: one[0].casefold())
    assert ("AWS", "Amazon") in offered("company", "aws")  # no company is called so in print


def test_states_by_their_letters_once_something_is_typed() -> None:
    by_name = offered("state")
    assert by_name[:2] == [("Alabama", "AL"), ("Alaska", "AK")]
    assert by_name == sorted(by_name)
    by_letters = offered("state", "w")[len(by_name) :]
    assert offered("state", "w")[: len(by_name)] == by_name
    assert ("WA", "Washington") in by_letters
    assert len(by_letters) == len(by_name)


def test_an_area_is_told_of_a_place_that_is_called_otherwise() -> None:
    found = dict(offered("metro", "Akron"))
    assert found["Akron, OH"] == ""  # the area is called so
    assert dict(offered("metro", "Tacoma"))["Tacoma, WA"] == "Seattle-Tacoma-Bellevue, WA"


def test_the_rest() -> None:
    assert offered("years") == offered("title") == []
    assert offered("as_of") == [("now", "")]
    assert [value for value, _ in offered("bands")] == ["reported", "guide"]
    assert offered("bls")[-1] == ("2025", "2025-05")
