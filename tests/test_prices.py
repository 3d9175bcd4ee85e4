"""Price parities: the digits that BEA publishes, and whose prices stand in where it has none."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli_run import run

from mlsalary.errors import BadDataError
from mlsalary.places.resolve import resolve
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import areas
from mlsalary.rulebook.prices import Parity, housing_apart, parities, parity
from mlsalary.sentences.prices import stand_in

ROOT = Path(__file__).resolve().parents[1]
BOOK = Rulebook.shipped()
SOURCE = "bea-rpp-2024"

# Typed from MARPP and PARPP of February 19, 2026, the column of 2024: all items, goods, housing,
# utilities, other services.
METROS = {
    "41940": "110.423 105.168 211.901 156.659 100.267",  # San Jose
    "12420": "98.066 93.757 120.361 82.044 96.240",  # Austin
    "38300": "94.671 100.684 71.986 107.711 97.726",  # Pittsburgh
    "35620": "112.563 110.261 148.616 127.018 105.836",  # New York
    "41860": "115.613 108.465 194.718 172.585 106.207",  # San Francisco
    "42660": "111.133 103.972 151.314 92.814 106.835",  # Seattle
    "46520": "110.961 111.562 135.538 187.263 102.898",  # Honolulu
    "17410": "93.923 93.628 79.434 95.967 98.939",  # Cleveland, Ohio
    "19430": "92.694 93.628 72.712 95.388 98.939",  # Dayton
    "14860": "106.864 97.330 150.453 147.074 102.658",  # Bridgeport
    "21420": "84.269 93.778 51.389 74.370 95.458",  # Enid
    "46300": "92.108 96.179 73.833 70.028 98.974",  # Twin Falls
    "12620": "96.508 97.171 77.688 134.759 103.191",  # Bangor
    "49740": "92.706 96.237 73.776 87.834 99.838",  # Yuma, the last one of the table
    "10180": "90.364 93.757 73.791 81.162 96.240",  # Abilene, the first one
}
STATES = {
    "06": "110.927 106.114 156.543 159.042 102.632",  # California
    "48": "97.930 98.448 100.972 88.008 97.145",  # Texas
    "11": "109.901 106.502 154.984 112.821 102.964",  # District of Columbia
    "34": "108.805 107.066 134.292 114.187 103.529",  # New Jersey
}
NONMETRO = {
    "0200006": "96.217 103.814 72.158 131.511 99.437",  # Alaska
    "0900001": "97.941 97.330 78.546 152.116 102.658",  # Connecticut
    "1500001": "106.376 111.562 103.029 203.388 102.898",  # Hawaii
    "3600001": "91.613 99.693 64.951 131.479 97.754",  # New York
}


def figures(found: Parity | None) -> str:
    assert found is not None
    assert (found.year, found.source) == (2024, SOURCE)
    five = (found.all_items, found.goods, found.housing, found.utilities, found.other_services)
    return " ".join(f"{figure:.3f}" for figure in five)


def standing(code: str, match: str = "exact") -> tuple[str, str] | None:
    found = parity(BOOK, code, match)  # type: ignore[arg-type]
    return None if found is None else (found.code, found.part)


@pytest.mark.parametrize("code", METROS)
def test_a_metro_has_the_published_figures(code: str) -> None:
    assert figures(parity(BOOK, code)) == METROS[code]
    assert standing(code) == (code, "whole")


@pytest.mark.parametrize("code", STATES)
def test_a_state_has_those_of_its_metropolitan_portion(code: str) -> None:
    assert figures(parity(BOOK, code)) == STATES[code]
    assert standing(code) == (code, "metropolitan")


@pytest.mark.parametrize("code", NONMETRO)
def test_a_nonmetropolitan_area_has_those_of_its_states_nonmetropolitan_portion(code: str) -> None:
    assert figures(parity(BOOK, code)) == NONMETRO[code]
    assert standing(code) == (code[:2], "nonmetropolitan")


def test_the_nation_is_100() -> None:
    assert figures(parity(BOOK, "US")) == "100.000 99.567 100.629 98.441 100.147"


def test_every_area_has_its_own_parity_a_stand_in_or_none() -> None:
    """387 metros are their own; 50 states and D.C. and 133 nonmetropolitan areas have stand-ins."""
    counted = Counter(
        (one.kind, found[1] if (found := standing(one.code)) else None) for one in areas(BOOK)
    )
    assert counted == {
        ("national", "whole"): 1,
        ("metro", "whole"): 387,
        ("metro", None): 6,
        ("state", "metropolitan"): 51,
        ("state", None): 3,
        ("nonmetro", "nonmetropolitan"): 133,
        ("nonmetro", None): 2,
    }
    without = {one.name for one in areas(BOOK) if standing(one.code) is None}
    assert without == {
        *("Guam", "Puerto Rico", "Virgin Islands", "Aguadilla, PR", "Arecibo, PR", "Guayama, PR"),
        *("Mayaguez, PR", "Ponce, PR", "San Juan-Bayamon-Caguas, PR"),
        *("Puerto Rico nonmetropolitan area", "Sussex Delaware nonmetropolitan area"),
    }


def test_every_figure_is_of_an_area_of_the_product() -> None:
    """387 metros, the nation, 51 metropolitan portions, and 47 nonmetropolitan ones."""
    assert Counter(one.part for one in parities(BOOK)) == {
        "whole": 388,
        "metropolitan": 51,
        "nonmetropolitan": 47,
    }
    assert {one.code for one in parities(BOOK)} <= {one.code for one in areas(BOOK)}


@pytest.mark.parametrize(
    ("typed", "whose"),
    [
        ("San Jose", ("41940", "whole")),
        ("Mountain View, CA", ("41940", "whole")),
        ("remote", ("US", "whole")),
        ("Texas", ("48", "metropolitan")),
        ("Remote, TX", ("48", "metropolitan")),
        ("Marfa, TX", ("48", "nonmetropolitan")),  # in none of its nonmetropolitan areas for sure
        ("79843", ("48", "nonmetropolitan")),
        ("cbsa:21700", ("06", "nonmetropolitan")),  # Eureka-Arcata, a micropolitan area
        ("LANL", ("35", "nonmetropolitan")),
        ("Florida Keys", ("12", "nonmetropolitan")),
        ("Empire State", ("36", "metropolitan")),
        ("Nantucket, MA", ("25", "nonmetropolitan")),
        ("Fort Monmouth, NJ", ("34", "metropolitan")),  # New Jersey has no other portion
        ("Rehoboth Beach, DE", None),
        ("San Juan, PR", None),
        ("96910", None),  # Guam
        ("St. Thomas, VI", None),
    ],
)
def test_a_typed_place_has_the_prices_of_the_area_that_prices_it(
    typed: str, whose: tuple[str, str] | None
) -> None:
    place = resolve(typed, None, BOOK)
    assert standing(place.code, place.match) == whose


def test_a_code_that_no_area_has_has_no_parity() -> None:
    assert parity(BOOK, "99999") is None


def test_what_stands_in_is_said() -> None:
    texas, austin = parity(BOOK, "48"), parity(BOOK, "12420")
    assert texas is not None
    assert stand_in(texas) == "prices of Texas (metropolitan portion) stand in"
    assert austin is not None
    assert stand_in(austin) is None


def test_an_own_folder_may_bring_other_prices(tmp_path: Path) -> None:
    text = (ROOT / "data/prices.csv").read_text("utf-8")
    (tmp_path / "prices.csv").write_text(text.replace("94.671", "94.000"))
    found = parity(Rulebook.overlay(tmp_path), "38300")
    assert found is not None
    assert (found.all_items, found.housing) == (94, 71.986)


def test_an_own_folder_that_does_not_say_so_shows_housing_as_the_shipped_one(
    tmp_path: Path,
) -> None:
    text = (ROOT / "data/decisions.toml").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("[prices]", "housing_"))]
    (tmp_path / "decisions.toml").write_text("\n".join(lines))
    assert housing_apart(Rulebook.overlay(tmp_path)) == 0.25
    (tmp_path / "decisions.toml").write_text(text.replace("apart = 0.25", "apart = 0.5"))
    assert housing_apart(Rulebook.overlay(tmp_path)) == 0.5
    (tmp_path / "decisions.toml").write_text(text.replace("apart = 0.25", "apart = -0.25"))
    with pytest.raises(BadDataError, match=r"line \d+: prices\.housing_apart: .*-0\.25"):
        Rulebook.overlay(tmp_path)


def test_a_broken_file_of_ones_own_is_refused(tmp_path: Path) -> None:
    text = (ROOT / "data/prices.csv").read_text("utf-8")
    (tmp_path / "prices.csv").write_text(text.replace("94.671", "0.000"))
    with pytest.raises(BadDataError, match=r"prices\.csv, line \d+: all_items: .*0\.000"):
        Rulebook.overlay(tmp_path)


def test_an_estimate_without_them_reads_no_prices() -> None:
    asked = "from mlsalary import Profile, estimate; estimate(Profile(years=5, metro='Austin'))"
    loaded = "import sys; print(sorted(name for name in sys.modules if 'prices' in name))"
    done = subprocess.run(
        [sys.executable, "-c", f"{asked}; {loaded}"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


# The table ---------------------------------------------------------------------------------------


def rows(*asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run("table", "prices", *asked, "--json").json["rows"]
    return found


def test_the_table_has_every_area_the_dearest_first_and_those_without_a_parity_last() -> None:
    listed = rows()
    assert {row["code"] for row in listed} == {one.code for one in areas(BOOK)}
    assert len(listed) == 583
    assert listed[0]["name"] == "San Francisco-Oakland-Fremont, CA"
    known = [row["price_parity"] for row in listed if row["price_parity"] is not None]
    assert known == sorted(known, reverse=True)
    assert [row["price_parity"] for row in listed[len(known) :]] == [None] * 11


def test_a_row_has_the_published_figures_and_says_whose_they_are() -> None:
    (row,) = rows("Nantucket, MA")
    assert row["code"] == "2500001"
    assert row["part"] == "nonmetropolitan"
    assert row["prices_of"] == "Massachusetts (nonmetropolitan portion)"
    (pittsburgh,) = rows("Pittsburgh")
    keys = ("price_parity", "goods", "housing", "utilities", "other_services")
    assert [pittsburgh[key] for key in keys] == [94.671, 100.684, 71.986, 107.711, 97.726]
    assert (pittsburgh["year"], pittsburgh["source"]) == (2024, SOURCE)


def test_a_place_without_a_parity_says_so_in_the_table() -> None:
    told = run("table", "prices", "Ponce, PR", "--json").json
    assert told["rows"][0]["price_parity"] is None
    assert told["rows"][0]["source"] == SOURCE
    assert [one["code"] for one in told["warnings"]] == ["no_parity", "parity_leaves_out"]
    assert "Ponce, PR" in told["warnings"][0]["message"]


def test_the_table_is_filtered_and_sorted() -> None:
    hawaii = rows("--state", "Hawaii", "--sort", "name")
    assert [row["name"] for row in hawaii] == [
        *("Hawaii", "Hawaii / Kauai nonmetropolitan area"),
        *("Kahului-Wailuku, HI", "Urban Honolulu, HI"),
    ]
    (first, *_) = rows("--sort", "housing", "--top", "1")
    assert first["housing"] == max(one.housing for one in parities(BOOK))
    kansas_city = next(row for row in rows("--state", "KS") if row["code"] == "28140")
    assert kansas_city["states"] == "MO;KS"


@pytest.mark.parametrize(
    ("asked", "code", "says"),
    [
        (("--source", "bls"), "option_not_for_table", "the tables states and metros, not"),
        (("--sort", "rank"), "bad_order", "parity, housing, name"),
        (("Boise", "--top", "2"), "option_not_for_table", "not for one place"),
        (("Nowheretown",), "place_not_found", "Nowheretown"),
    ],
)
def test_what_the_table_cannot_do_is_refused(asked: tuple[str, ...], code: str, says: str) -> None:
    error = run("table", "prices", *asked, "--json").error
    assert error["code"] == code
    assert says in error["message"]


def test_the_page_says_what_parities_leave_out() -> None:
    page = run("table", "prices", "--state", "HI").out
    assert "they leave out taxes on income" in page
    assert "Urban Honolulu, HI: All items 111.0, Housing 135.5, Year 2024." in page
    assert "Hawaii: All items 110.7, Housing 132.7, Stand-in metropolitan portion" in page


# The script --------------------------------------------------------------------------------------

HEAD = (
    "GeoFIPS,GeoName,Region,TableName,LineCode,IndustryClassification,Description,Unit,2023,2024\n"
)
ITEMS = (
    *("RPPs: All items ", " RPPs: Goods ", " RPPs: Services: Housing "),
    *(" RPPs: Services: Utilities ", " RPPs: Services: Other "),
)
FOOT = (
    '"Note: See the included footnote file."\n"{0}: Regional price parities by {1} "\n'
    '"Last updated: February 19, 2026-- new statistics for 2024; revised statistics for '
    '2008-2023."\n'
    '"U.S. Bureau of Economic Analysis"\n'
)


def as_published(table: str, rows: list[tuple[str, str, list[str]]]) -> str:
    """Areas as BEA writes them: line by line of each item, a blank before every quoted code."""
    lines = [
        f' "{code}","{name}", ,{table},{item},"...","{ITEMS[item - 1]}","Index",1.000,'
        f"{five[item - 1]}\n"
        for item in range(1, 6)
        for code, name, five in rows
    ]
    return HEAD + "".join(lines) + FOOT.format(table, "MSA" if table == "MARPP" else "portion")


def bea_files(folder: Path) -> tuple[Path, Path]:
    """The two tables with the figures of the shipped file."""
    with (ROOT / "data/prices.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row[0], row[1], row[2], row[3:8]) for row in csv.reader(file)][1:]
    nation = ("00000", "United States", next(row[3] for row in rows if row[0] == "US"))
    beside = ("00999", "United States (Nonmetropolitan Portion) *", ["88.699"] * 5)
    metros = [
        (code, f"{name} (Metropolitan Statistical Area)", five)
        for code, part, name, five in rows
        if part == "whole" and code != "US"
    ]
    endings = {"metropolitan": "998", "nonmetropolitan": "999"}
    portions = [
        (code + endings[part], name.replace("(m", "(M").replace("(n", "(N")[:-8] + "Portion)", five)
        for code, part, name, five in rows
        if part != "whole"
    ]
    lacking = {"10": "Delaware", "11": "District of Columbia", "34": "New Jersey"}
    lacking["44"] = "Rhode Island"
    portions += [
        (f"{code}999", f"{name} (Nonmetropolitan Portion)", ["0.000"] * 5)
        for code, name in lacking.items()
    ]
    paths = folder / "MARPP.csv", folder / "PARPP.csv"
    paths[0].write_text(as_published("MARPP", [nation, beside, *metros]), encoding="utf-8")
    paths[1].write_text(as_published("PARPP", [nation, *portions]), encoding="utf-8")
    return paths


def run_script(paths: tuple[Path, Path], folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts/build_prices.py"), *map(str, paths), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_script_makes_the_shipped_file(tmp_path: Path) -> None:
    done = run_script(bea_files(tmp_path), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "prices.csv").read_bytes() == (ROOT / "data/prices.csv").read_bytes()


def changed(old: str, new: str) -> Callable[[str], str]:
    def damage(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return damage


YUMA = ' "49740","Yuma, AZ (Metropolitan Statistical Area)", ,MARPP,5'


@pytest.mark.parametrize(
    ("table", "damage", "says"),
    [
        (0, changed("2023,2024\n", "2023,2024,2025\n"), "the last column is 2025, not 2024"),
        (0, changed("2023,2024\n", "2022,2023\n"), "has no column 2024"),
        (0, changed("GeoName", "Name"), "has no column GeoName"),
        (1, changed("February 19, 2026", "December 12, 2024"), "Last updated: February 19, 2026"),
        (0, lambda text: text[: text.index('"Note')], "no line below the figures"),
        (0, changed("94.671", "(NA)"), "38300, line 1: '(NA)' is not a figure"),
        (0, changed("94.671", "-94.671"), "38300, line 1: '-94.671' is not a figure"),
        (0, changed("94.671", "0.000"), "has not all five figures"),
        (1, changed("90.180", "0.000"), "has not all five figures"),
        (0, changed('"38300","Pitts', '"38301","Pitts'), "Pittsburgh"),
        (0, changed(YUMA, YUMA.replace("49740", "26820")), "26820, line 5: is there twice"),
        (0, changed(YUMA, YUMA.replace("P,5", "P,4")), "line 4: is RPPs: Services: Other."),
        (0, changed(" RPPs: Goods ", " RPPs: Rents "), "line 2: is RPPs: Rents."),
        (0, changed('"Index"', '"Percent"'), "is Percent of MARPP"),
        (0, lambda text: "", "has no column GeoFIPS"),
        (0, lambda text: text.replace('"49740"', '"49742"'), "49742 is Yuma, AZ"),
        (1, lambda text: text.replace("Alabama (Met", "Alaska (Met"), "01998 is Alaska (Metro"),
    ],
)
def test_the_script_refuses_a_damaged_table_with_a_sentence(
    table: int, damage: Callable[[str], str], says: str, tmp_path: Path
) -> None:
    paths = bea_files(tmp_path)
    text = paths[table].read_text("utf-8")
    paths[table].write_text(damage(text), encoding="utf-8")
    done = run_script(paths, tmp_path / "made")
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "made").exists()


def test_the_script_refuses_a_table_that_lacks_an_area(tmp_path: Path) -> None:
    for number, code in enumerate(("38300", "01999")):
        paths = bea_files(tmp_path)
        lines = paths[number].read_text("utf-8").splitlines(keepends=True)
        paths[number].write_text("".join(one for one in lines if f'"{code}"' not in one))
        assert code in run_script(paths, tmp_path / "made").stderr


def test_what_the_docs_say_of_prices_is_so() -> None:
    """By counting in the tables themselves."""
    said = " ".join((ROOT / "docs" / "method.md").read_text(encoding="utf-8").split())
    with (ROOT / "data" / "prices.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] != "US"]
    apart: dict[str, list[bool]] = {}
    for row in rows:
        housing, whole = float(row["housing"]), float(row["all_items"])
        apart.setdefault(row["part"], []).append(abs(housing / whole - 1) > 0.25)
    metros, others = apart["whole"], apart["nonmetropolitan"]
    assert f"Each of the {len(metros)} metros in the states" in said
    assert "in a third of the metros, and in two thirds of the nonmetropolitan portions" in said
    assert sum(metros) / len(metros) == pytest.approx(1 / 3, abs=0.03)
    assert sum(others) / len(others) == pytest.approx(2 / 3, abs=0.03)
    with (ROOT / "data" / "oews" / "areas.csv").open(encoding="utf-8", newline="") as file:
        kinds = {row["code"]: row["kind"] for row in csv.DictReader(file)}
    jobs = dict.fromkeys(kinds.values(), 0)
    with (ROOT / "data" / "oews" / "wages.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            jobs[kinds[row["area"]]] += int(row["employment"] or 0)
    share = jobs["nonmetro"] / (jobs["nonmetro"] + jobs["metro"])
    assert f"only {share:.0%} of the jobs that BLS counts by area are elsewhere" in said
