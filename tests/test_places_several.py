"""A place beside the way the work is done, several places in one text, and what is neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsalary.errors import MlsalaryError, NotFoundError
from mlsalary.frame.places import TEXTS, PlacesMet
from mlsalary.frame.settings import Settings
from mlsalary.places.located import NATIONAL
from mlsalary.places.resolve import resolve
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()
AUSTIN, BOSTON, CHICAGO, DALLAS = "12420", "14460", "16980", "19100"
SAN_FRANCISCO, SAN_JOSE, SEATTLE = "41860", "41940", "42660"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *(("Hybrid - Chicago, IL", CHICAGO), ("Hybrid – Chicago, IL", CHICAGO)),
        *(("Chicago, IL (Hybrid)", CHICAGO), ("Chicago, IL - Remote", CHICAGO)),
        *(("Chicago, IL, Remote", CHICAGO), ("On-site - Boston, MA", BOSTON)),
        *(("In-person: Boston, MA", BOSTON), ("Boston, MA [onsite]", BOSTON)),
        *(("WFH - Boston, MA", BOSTON), ("HYBRID - BOSTON, MA", BOSTON)),
        *(("Austin, TX or Remote", AUSTIN), ("Remote or Austin, TX", AUSTIN)),
        *(("Seattle, WA & Remote", SEATTLE), ("Remote; Seattle, WA", SEATTLE)),
        *(("Remote\nAustin, TX", AUSTIN), ("Remote, TX", "48"), ("Remote - California", "06")),
        *(("Boston, MA; United States", BOSTON), ("Austin, TX, US; Remote, US", AUSTIN)),
        *(("Remote in USA; Austin, TX", AUSTIN), ("Office - Chicago, IL", CHICAGO)),
        *(("Texas or Remote", "48"), ("Remote or Texas", "48"), ("Hybrid (Georgia)", "13")),
        *(("Remote - Georgia", "13"), ("Remote, OR", "41"), ("Remote - 02139", BOSTON)),
    ],
)
def test_the_way_the_work_is_done_does_not_move_the_place(typed: str, code: str) -> None:
    assert resolve(typed, None, BOOK).code == code


@pytest.mark.parametrize(
    "typed",
    [
        *("Remote", "WFH", "Anywhere", "REMOTE (US) / HYBRID", "Nationwide", "Remote worker"),
        *("Work from home", "Fully Remote", "Remote, Anywhere"),
        *("Remote/Hybrid", "Hybrid/Remote", "Remote or Hybrid"),
        *("Hybrid or Remote", "Remote-Hybrid"),
        *("Remote / On-site", "Remote or on-site", "Remote (US)", "Remote - US", "Remote, USA"),
        *("United States (Remote)", "USA - Remote", "Hybrid; Remote", "Remote;"),
    ],
)
def test_no_place_beside_it_is_the_nation(typed: str) -> None:
    assert resolve(typed, None, BOOK)._replace(note=None) == NATIONAL


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("San Jose, CA; Sunnyvale, CA", SAN_JOSE),
        ("San Francisco, CA | Oakland, CA", SAN_FRANCISCO),
        ("Boston, MA / Cambridge, MA", BOSTON),
        ("Dallas, TX • Plano, TX", DALLAS),
        ("Austin, TX; Austin, TX", AUSTIN),
        ("Dallas and Fort Worth, TX", DALLAS),
        ("Dallas/Fort Worth", DALLAS),
    ],
)
def test_places_in_one_area_are_that_area(typed: str, code: str) -> None:
    assert resolve(typed, None, BOOK).code == code


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Austin, TX / Dallas, TX", ["Austin", "Dallas"]),
        ("New York, NY or San Francisco, CA", ["New York", "San Francisco"]),
        ("San Francisco; New York; Remote", ["San Francisco", "New York"]),
        ("Portland, OR or Portland, ME", ["Portland-Vancouver", "Portland-South Portland"]),
        ("California / Texas", ["California", "Texas"]),
        ("Seattle, WA & Austin, TX", ["Seattle", "Austin"]),
    ],
)
def test_places_in_several_areas_are_refused_with_their_names(typed: str, names: list[str]) -> None:
    with pytest.raises(NotFoundError) as raised:
        resolve(typed, None, BOOK)
    assert raised.value.code == "place_several"
    assert [
        found[: len(name)] for found, name in zip(raised.value.suggestions, names, strict=True)
    ] == names
    assert all(name in raised.value.message for name in names)


@pytest.mark.parametrize(
    "typed",
    [
        *("Remote - London", "London or Remote", "Boston or London"),
        *("Berlin; Austin, TX", "Remote - EU"),
        *("Remote, Canada", "Hybrid - Toronto", "Berlin / Remote", "Remote - Springfield", "A&M"),
        *("Chicago, IL or Nowhereville", "Remote - Xyzzy", "Hybrid and happy", "Sydney | Remote"),
    ],
)
def test_nothing_is_priced_of_which_a_part_is_no_place(typed: str) -> None:
    with pytest.raises(NotFoundError) as raised:
        resolve(typed, None, BOOK)
    assert raised.value.code in ("place_not_found", "place_abroad", "place_ambiguous")


def test_how_it_was_read_is_said() -> None:
    assert resolve("Hybrid - Chicago, IL", None, BOOK).note == (
        '"Hybrid - Chicago, IL" is read as Chicago, IL'
    )
    assert resolve("Hybrid (Georgia)", None, BOOK).note == '"Hybrid (Georgia)" is read as Georgia'


def test_the_state_beside_it_holds() -> None:
    assert resolve("Hybrid - Portland", "ME", BOOK).code == resolve("Portland, ME", None, BOOK).code
    assert resolve("Remote / Hybrid", "TX", BOOK).code == "48"


places = st.sampled_from(("Austin, TX", "Boston, MA", "Chicago, IL", "02139", "San Jose", "Ohio"))
modes = st.sampled_from(tuple(BOOK.toml("places.toml")["several"]["anywhere"]))
signs = st.sampled_from(("; ", " | ", " / ", " • ", " & ", " or ", " and "))
sure = st.sampled_from((";", "; ", " | ", " • ", "\n"))  # in no name of a place


@given(places, modes, signs, st.booleans())
def test_any_place_with_any_mode_is_the_place(place: str, mode: str, sign: str, last: bool) -> None:
    alone = resolve(place, None, BOOK).code
    for written in (mode, mode.upper(), mode.title()):
        pair = (place, written) if last else (written, place)
        for between in (sign, " - ", " – "):
            assert resolve(between.join(pair), None, BOOK).code == alone
        assert resolve(f"{place} ({written})", None, BOOK).code == alone


@given(modes, modes, signs)
def test_modes_alone_are_the_nation(one: str, other: str, sign: str) -> None:
    assert resolve(f"{one}{sign}{other}".title(), None, BOOK)._replace(note=None) == NATIONAL


@given(st.lists(places, min_size=2, max_size=4), sure)
def test_places_are_one_area_or_refused(listed: list[str], sign: str) -> None:
    codes = {resolve(place, None, BOOK).code for place in listed}
    try:
        assert {resolve(sign.join(listed), None, BOOK).code} == codes
    except NotFoundError as error:
        code = error.code
        assert len(codes) > 1, code


near = st.text("RemotHybid OrAus,TX/;|&()-", max_size=20)


@given(st.one_of(st.text(max_size=40), near))
def test_any_text_is_a_place_or_an_error_of_ours(typed: str) -> None:
    try:
        found = resolve(typed, None, BOOK, hints=False).code
    except MlsalaryError as error:
        found = error.code
    assert found


def test_what_a_table_keeps_of_a_refused_place_is_the_error_without_its_calls() -> None:
    met = PlacesMet(Settings(BOOK))
    refusal = met.found(tuple("Nowheresville" if name == "metro" else "" for name in TEXTS)).refusal
    assert refusal is not None
    assert refusal.code == "place_not_found"
    assert (refusal.__traceback__, refusal.__context__, refusal.__cause__) == (None, None, None)
