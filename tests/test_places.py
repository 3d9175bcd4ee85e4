"""Typed places: a list checked by hand against the names of BLS, the rules, and what must hold."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pinned_data import ROOT

from mlsalary.errors import BadDataError, MlsalaryError, NotFoundError, UsageError
from mlsalary.places.country import require_ours
from mlsalary.places.describe import describe
from mlsalary.places.located import NATIONAL
from mlsalary.places.names import LONGEST, key, title_states
from mlsalary.places.naming import FORMER, title_city_names
from mlsalary.places.resolve import resolve
from mlsalary.rulebook import Rulebook, shipped_folder
from mlsalary.rulebook.oews import area, areas
from mlsalary.rulebook.sorted_csv import SortedCsv
from mlsalary.spelling import one_line
from mlsalary.tables.areas import one_area

BOOK = Rulebook.shipped()
TYPED = list(csv.DictReader((ROOT / "tests/places_typed.csv").read_text("utf-8").splitlines()))


@pytest.mark.parametrize("row", TYPED, ids=[row["typed"] for row in TYPED])
def test_typed(row: dict[str, str]) -> None:
    place = resolve(row["typed"], None, BOOK)
    assert (place.code, place.match) == (row["code"], row["match"])


def test_the_list_is_long_enough() -> None:
    assert len({row["typed"] for row in TYPED}) >= 150


def test_every_area_resolves_to_itself_by_code_and_by_name() -> None:
    for one in areas(BOOK):
        assert resolve(f"cbsa:{one.code}", None, BOOK).code == one.code
        if one.name in ("New York", "Washington", "District of Columbia"):  # alone, the metro
            continue
        assert resolve(one.name, None, BOOK).code == one.code, one
        if one.state:
            assert resolve(one.name, one.state, BOOK).code == one.code, one


def test_every_state_resolves_to_itself_by_name_and_by_letters() -> None:
    for letters, fips, name in BOOK.csv("states.csv").rows():
        assert resolve(None, name, BOOK).code == fips
        assert resolve(None, letters.lower(), BOOK).code == fips


def test_every_zip_code_resolves_to_its_area() -> None:
    metros = {one.code for one in areas(BOOK)} | {row[0] for row in BOOK.csv(FORMER).rows()}
    for zip_code, code in BOOK.csv("zips.csv").rows():
        for typed in (f"zip:{zip_code}", zip_code)[: 1 if zip_code in metros else 2]:
            place = resolve(typed, None, BOOK)
            assert (place.code, place.match) == (code, "zip")


def test_five_digits_that_are_a_zip_code_and_an_areas_code_are_ambiguous() -> None:
    zips = {row[0] for row in BOOK.csv("zips.csv").rows()}
    both = [one.code for one in areas(BOOK) if one.code in zips]
    assert len(both) == 177
    for code in both:
        with pytest.raises(NotFoundError) as raised:
            resolve(code, None, BOOK)
        assert raised.value.code == "place_ambiguous"
        assert raised.value.suggestions == (f"zip:{code}", f"cbsa:{code}")
        assert resolve(f"cbsa:{code}", None, BOOK).code == code
        assert resolve(f"zip: {code}", None, BOOK).match == "zip"


def test_every_city_with_its_state_resolves_to_its_area() -> None:
    for _, state, code, name, _, county in list(BOOK.csv("places.csv").rows())[::37]:
        place = resolve(", ".join(filter(None, (name, county, state))), None, BOOK)
        assert place.code == code, (name, county, state)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Downtown Kansas City", "28140"),
        ("Kansas City metro area", "28140"),
        ("Greater Jersey City Area", "35620"),
        ("Oklahoma City area", "36420"),
        ("Iowa City Metropolitan Area", "26980"),
        ("Greater Salt Lake City Area", "41620"),
        ("Chicago area hybrid", "16980"),
        ("Boston city", "14460"),
    ],
)
def test_what_stands_around_a_name_is_dropped_and_no_more(typed: str, code: str) -> None:
    assert resolve(typed, None, BOOK).code == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Austin, TX 78701", "12420"),
        ("Jersey City, NJ 07302", "35620"),
        ("Kansas City, KS 64106", "28140"),
        ("Washington, DC 20005-1234, USA", "47900"),
        ("Austin, TX 87701", None),
        ("Jersey City, NJ 70302", None),
        ("New York, NY 02139", None),
    ],
)
def test_a_zip_code_holds_where_the_state_beside_it_agrees(typed: str, code: str | None) -> None:
    if code is not None:
        assert resolve(typed, None, BOOK).code == code
        return
    with pytest.raises(NotFoundError) as raised:
        resolve(typed, None, BOOK)
    assert raised.value.code == "place_not_found"


def test_a_table_of_an_area_takes_its_code_and_no_zip_code() -> None:
    assert {row["area"] for row in one_area(BOOK, "33460").rows} == {"33460"}  # Minneapolis
    assert {row["area"] for row in one_area(BOOK, "zip:33460").rows} == {"33100"}  # Lake Worth


@pytest.mark.parametrize("nowhere", [None, "", " ", "remote", "Remote", "US", "united states"])
def test_no_place_is_the_nation(nowhere: str | None) -> None:
    assert resolve(nowhere, None, BOOK) == NATIONAL
    assert resolve(nowhere, "", BOOK) == NATIONAL


def test_a_national_question_reads_no_table_of_places() -> None:
    class NoTables(Rulebook):
        def csv(self, name: str) -> SortedCsv:
            raise AssertionError(name)

    assert resolve("remote", None, NoTables(*BOOK.folders)) == NATIONAL


@pytest.mark.parametrize(
    ("state", "code", "letters"),
    [("CA", "06", "CA"), ("ca", "06", "CA"), ("New York", "36", "NY"), ("d.c.", "11", "DC")],
)
def test_state_alone(state: str, code: str, letters: str) -> None:
    place = resolve(None, state, BOOK)
    assert (place.code, place.kind, place.match) == (code, "state", "state")
    assert place.state == letters
    assert resolve("remote", state, BOOK).code == code


@pytest.mark.parametrize(
    ("metro", "state", "code", "letters"),
    [
        ("Portland", "ME", "38860", "ME"),
        ("Portland", "Oregon", "38900", "OR"),
        ("Springfield", "MO", "44180", "MO"),
        ("Kansas City", "KS", "28140", "KS"),
        ("Kansas City", "MO", "28140", "MO"),
        ("London", "KY", "21", "KY"),
        ("Washington", "WA", "53", "WA"),
        ("New York", "NY", "35620", "NY"),
        ("California", "MD", "30500", "MD"),
        ("98052", "WA", "42660", "WA"),
        ("cbsa:28140", "KS", "28140", "KS"),
        ("Texas", "TX", "48", "TX"),
    ],
)
def test_the_state_tells_namesakes_apart(metro: str, state: str, code: str, letters: str) -> None:
    place = resolve(metro, state, BOOK)
    assert (place.code, place.state) == (code, letters)


@pytest.mark.parametrize(
    ("metro", "state"),
    [("Austin", "CA"), ("Bay Area", "TX"), ("94043", "NY"), ("Texas", "CA"), ("cbsa:41940", "WA")],
)
def test_contradictions(metro: str, state: str) -> None:
    with pytest.raises(UsageError) as caught:
        resolve(metro, state, BOOK)
    assert caught.value.code == "place_contradiction"


@pytest.mark.parametrize(
    ("typed", "some"),
    [
        ("Springfield", "Springfield, IL"),
        ("Arlington", "Arlington, VA"),
        ("Wilmington", "Wilmington, DE"),
        ("Pasadena", "Pasadena, TX"),
        ("Eureka", "Eureka, CA"),
        ("Glendale", "Glendale, AZ"),
    ],
)
def test_ambiguous(typed: str, some: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        resolve(typed, None, BOOK)
    assert caught.value.code == "place_ambiguous"
    assert some in caught.value.suggestions
    for label in caught.value.suggestions:
        resolve(label, None, BOOK)


@pytest.mark.parametrize(
    ("typed", "code", "passed_over"),
    [
        ("Portland", "38900", "Portland, ME"),
        ("Columbus", "18140", "Columbus, GA"),
        ("Manhattan", "35620", "Manhattan, KS"),
        ("Newark", "35620", "Newark, DE"),
        ("Rochester", "40380", "Rochester, MN"),
    ],
)
def test_a_note_names_what_was_passed_over(typed: str, code: str, passed_over: str) -> None:
    place = resolve(typed, None, BOOK)
    assert place.code == code
    assert passed_over in str(place.note)
    assert resolve(passed_over, None, BOOK).code != code


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("Washington", "--state WA"),
        ("District of Columbia", "--state DC"),
        ("LA", "Louisiana"),
        ("Bay Area", "41940"),
        ("cbsa:17460", "Cleveland-Elyria, OH"),
        ("Boston-Cambridge-Nashua, MA-NH", "earlier"),
        ("Eureka, CA", "outside every metropolitan area"),
        ("2139", "02139"),
        ("cbsa:21700", "micropolitan"),
    ],
)
def test_notes(typed: str, word: str) -> None:
    assert word in str(resolve(typed, None, BOOK).note)


@pytest.mark.parametrize(
    "typed",
    [
        *("London", "Toronto", "Bangalore", "Berlin", "Vancouver", "Paris, France", "India"),
        *("Vancouver, BC", "Zürich", "London, UK", "Tel Aviv", "São Paulo", "09012", "96950"),
    ],
)
def test_abroad(typed: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        resolve(typed, None, BOOK)
    assert caught.value.code == "place_abroad"


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("Toronto", "in Canada"),
        ("Vancouver, BC", "in Canada"),
        ("Ontario, Canada", "in Canada"),
        ("London ON", "in Canada"),
        ("Toronto ON M5V 2T6", "in Canada"),
        ("Bangalore", "in India"),
        ("Paris, France", "in France"),
        ("Zürich", "in Switzerland"),
        ("Sydney NSW", "in Australia"),
        ("New South Wales", "in Australia"),
        ("Port Moresby, Papua New Guinea", "in Papua New Guinea"),
        ("Nassau, The Bahamas", "in the Bahamas"),
        ("London, UK", "in the United Kingdom"),
        ("Cambridge CB2 1TN", "in the United Kingdom"),
        ("London (England)", "in the United Kingdom"),
        ("India", "abroad"),
        ("The Bahamas", "abroad"),
        ("the united kingdom", "abroad"),
        ("Remote - UK", "abroad"),
        ("Papua New Guinea", "abroad"),
        ("09012", "a military post office abroad"),
    ],
)
def test_where_abroad_is_said(typed: str, where: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        resolve(typed, None, BOOK)
    assert f'" is {where}; mlsalary covers the US only.' in caught.value.message


@pytest.mark.parametrize(
    ("typed", "state"),
    [("London, KY", "KY"), ("Paris, TX", "TX"), ("Vancouver, WA", "WA"), ("Berlin, NH", "NH")],
)
def test_namesakes_of_places_abroad(typed: str, state: str) -> None:
    assert resolve(typed, None, BOOK).state == state


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Sprngfield", "Springfield, IL"),
        ("Sprngfield, MO", "Springfield, MO"),
        ("Seatle", "Seattle, WA"),
        ("San Fransisco", "San Francisco, CA"),
        ("Pittsburg, PA", "Pittsburgh, PA"),
        ("Albuqerque", "Albuquerque, NM"),
        ("Wisconsn", "Wisconsin"),
    ],
)
def test_typing_errors_get_suggestions(typed: str, meant: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        resolve(typed, None, BOOK)
    assert caught.value.code == "place_not_found"
    assert meant in caught.value.suggestions


@pytest.mark.parametrize("typed", ["x" * 10_000, "\x00\x1b[31m", "💰", "…", "99999", "cbsa:", "-1"])
def test_nonsense_is_not_found(typed: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        resolve(typed, None, BOOK)
    assert caught.value.code == "place_not_found"
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 300


def test_an_unknown_state() -> None:
    with pytest.raises(NotFoundError) as caught:
        resolve(None, "Calfornia", BOOK)
    assert (caught.value.code, caught.value.suggestions) == ("place_not_found", ("California",))


WORDS = st.one_of(
    st.text(max_size=200),
    st.text("abcdefgST ,.-0123456789:", max_size=30),
    st.sampled_from([row["typed"] for row in TYPED]).flatmap(
        lambda typed: st.text(" ,.-éA1", max_size=3).map(lambda more: typed + more)
    ),
)


@given(WORDS, st.one_of(st.none(), st.text(max_size=20), st.sampled_from(["CA", "Ohio", "xx"])))
def test_whatever_is_typed_ends_in_a_place_or_an_error_of_ours(
    typed: str, state: str | None
) -> None:
    refused: MlsalaryError | None = None
    try:
        place = resolve(typed, state, BOOK)
    except MlsalaryError as error:
        refused = error
    if refused:
        assert refused.code.startswith("place_")
        assert refused.message.isprintable()
    else:
        nation = place._replace(note=None) == NATIONAL
        assert nation or area(BOOK, place.code).name == place.name


@given(st.sampled_from([row["typed"] for row in TYPED]), st.sampled_from([str.upper, str.lower]))
def test_case_and_spaces_do_not_matter(typed: str, case: object) -> None:
    assert callable(case)
    place = resolve(typed, None, BOOK)
    changed = resolve(f"  {case(typed)} ".replace(" ", "  "), None, BOOK)
    assert changed.code == place.code


@given(st.text())
def test_a_key_is_stable_and_plain(text: str) -> None:
    once = key(text)
    assert key(once) == once
    assert once.isascii()
    assert once == " ".join(once.split()).lower()
    assert one_line(text).isprintable()


@pytest.mark.parametrize(
    ("title", "states"),
    [
        ("Kansas City, MO-KS", ("MO", "KS")),
        ("Washington-Arlington-Alexandria, DC-VA-MD-WV", ("DC", "VA", "MD", "WV")),
        ("Alabama", ()),
        ("MO-KS", ()),
        ("Somewhere, MO-K", ()),
        ("Somewhere, MO-K5", ()),
        ("Somewhere, mo", ()),
        ("Somewhere, ÄÖ", ()),
        ("Northwest Alabama, nonmetropolitan area", ()),
    ],
)
def test_the_states_in_a_title(title: str, states: tuple[str, ...]) -> None:
    assert title_states(title) == states


@pytest.mark.parametrize(
    ("title", "cities"),
    [
        ("Dallas-Fort Worth-Arlington, TX", ["Dallas", "Fort Worth", "Arlington"]),
        ("Winston-Salem, NC", ["Winston-Salem"]),
        ("Nashville-Davidson--Murfreesboro--Franklin, TN",
         ["Nashville", "Davidson", "Murfreesboro", "Franklin"]),
        ("Louisville/Jefferson County, KY-IN", ["Louisville", "Jefferson County"]),
        ("Abilene, TX", ["Abilene"]),
    ],
)  # fmt: skip
def test_the_cities_in_a_title(title: str, cities: list[str]) -> None:
    hyphenated = BOOK.toml("places.toml")["titles"]["hyphenated"]
    assert title_city_names(title, hyphenated) == cities


LONG = (
    "San Jose, CA (hybrid, three days a week in the office on North First Street, relocation "
    "assistance offered, no visa sponsorship, full time)"
)


def test_a_text_of_twice_the_longest_name_is_still_read_and_no_longer_one() -> None:
    assert LONGEST < len(LONG) <= 2 * LONGEST
    assert resolve(LONG, None, BOOK).code == "41940"
    with pytest.raises(NotFoundError, match="No place in the United States is called"):
        resolve(LONG + LONG[12:], None, BOOK)


def test_the_first_name_that_is_spelled_alike_is_the_one_that_is_asked_about() -> None:
    with pytest.raises(NotFoundError, match=r"Did you mean San Jose, CA\?") as raised:
        resolve("San Jse", None, BOOK)
    assert raised.value.suggestions[0] == "San Jose, CA"
    assert len(raised.value.suggestions) == 5


def laid_over(folder: Path, name: str, content: str) -> Rulebook:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(content, encoding="utf-8")
    return Rulebook(folder, shipped_folder())


def test_a_place_that_was_sorted_into_other_areas_says_so(tmp_path: Path) -> None:
    head, *rows = (ROOT / "data/oews/areas.csv").read_text("utf-8").splitlines()
    more = "\n".join([head, *sorted([*rows, '99001,"Newtown, CA",metro,CA'])])
    book = laid_over(tmp_path, "oews/areas.csv", f"{more}\n")
    for typed in ("Palo Alto, CA", "94301"):  # a town and a ZIP code are sorted into areas
        assert (resolve(typed, None, book).note or "").startswith("places.csv and zips.csv were")
    for typed in ("cbsa:41940", "San Jose-Sunnyvale-Santa Clara, CA", "California"):
        assert resolve(typed, None, book).note is None
    noted = resolve("1242", None, book).note or ""  # one note does not hide the other
    assert noted.startswith("1242 is read as the ZIP code 01242; places.csv")


def test_a_place_in_an_area_that_is_gone_is_an_error_of_the_rulebook(tmp_path: Path) -> None:
    lines = (ROOT / "data/oews/areas.csv").read_text("utf-8").splitlines(keepends=True)
    fewer = "".join(line for line in lines if not line.startswith("26420,"))
    book = laid_over(tmp_path, "oews/areas.csv", fewer)
    with pytest.raises(BadDataError, match=r"^Places\.csv and zips\.csv were built") as raised:
        resolve("77002", None, book)  # of Houston
    assert raised.value.code == "places_outdated"
    with pytest.raises(NotFoundError):
        resolve("Nowhereville", None, book)


def test_a_rulebook_may_say_what_the_country_is_called(tmp_path: Path) -> None:
    places = (ROOT / "data/places.toml").read_text("utf-8")
    more = laid_over(tmp_path / "more", "places.toml", places.replace('  "us",', '  "here",'))
    require_ours("Here", more)
    none = laid_over(tmp_path / "none", "places.toml", places.replace("[country]", "[left_out]"))
    require_ours("USA", none)  # what is left out is the shipped rulebook's
    for book in (none, BOOK):
        with pytest.raises(NotFoundError, match="The country is"):
            require_ours("Here", book)


def test_describe_lists_twenty_at_most() -> None:
    assert len(describe("Franklin", BOOK).neighbours) == 20
    assert len(describe("Franklin", BOOK, 40).neighbours) > 20


def test_describe_shows_namesakes_and_neighbours() -> None:
    found = describe("Springfield", BOOK)
    assert found.place is None
    assert found.error is not None
    assert ("Springfield, MO", "44180", "Springfield, MO") in found.neighbours
    found = describe("Sprngfield", BOOK)
    assert "Springfield, MA" in [row.label for row in found.neighbours]
    found = describe("NYC", BOOK)
    assert found.place is not None
    assert found.place.code == "35620"


def test_a_laid_over_nickname_counts(tmp_path: Path) -> None:
    (tmp_path / "nicknames.toml").write_text('[areas]\n"ai alley" = "41860"\n')
    place = resolve("AI Alley", None, Rulebook(tmp_path, *BOOK.folders))
    assert (place.code, place.match) == ("41860", "alias")


def test_a_known_place_imports_nothing_heavy() -> None:
    code = (
        "import sys; from mlsalary.places.resolve import resolve;"
        "from mlsalary.rulebook import Rulebook;"
        "resolve('Portland', None, Rulebook.shipped());"
        "print([m for m in ('rapidfuzz', 'pydantic', 'rich', 'typer') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
