"""Small files in the shapes that people have, and what the owner of each expects."""

from __future__ import annotations

import csv
import itertools
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from cli_run import Ran, run

from mlsalary.engine import estimate
from mlsalary.profile import Profile
from mlsalary.rulebook import Rulebook

pytest.importorskip("polars")
pytest.importorskip("pyarrow")

FILES = Path(__file__).parent / "words" / "files"
BOOK = Rulebook.shipped()
AUSTIN, SAN_JOSE, CHICAGO = "12420", "41940", "16980"
PAY = ("--pay", "salary")


class Priced:
    """One run of ``batch``: what it said, the rows that came out and those that were refused."""

    def __init__(self, source: Path, target: Path, *options: str) -> None:
        self.ran: Ran = run("batch", str(source), "-o", str(target), *options)
        self.rows = self._read(target)
        self.rejects = self._read(Path(f"{target}.rejects.csv"))

    @staticmethod
    def _read(path: Path) -> list[dict[str, str]]:
        if not path.exists():
            return []
        with path.open(newline="", encoding="utf-8") as file:
            first = file.readline()
            file.seek(0)
            sign = max(",;\t", key=first.count)
            return list(csv.DictReader(file, delimiter=sign))

    def told(self, name: str) -> list[str]:
        """A column of the rows that were priced."""
        return [row[name] for row in self.rows]


@pytest.fixture
def priced(tmp_path: Path) -> Any:
    """Prices a file of the folder."""

    def price(name: str, *options: str) -> Priced:
        found = Priced(FILES / name, tmp_path / "out.csv", *options)
        assert found.ran.code == 0, found.ran.err
        return found

    return price


def worth(**profile: Any) -> float:
    """The p50 of base of one profile, in keys, to the dollar, as CSV has it."""
    return round(estimate(Profile(**profile), BOOK).base.p50)


def bases(found: Priced) -> list[float]:
    return [float(base) for base in found.told("base_p50")]


@pytest.mark.parametrize(
    ("name", "places", "read"),
    [
        ("01_space_header.csv", [SAN_JOSE, AUSTIN], "Read: years, metro from metro."),
        (
            "03_capital_headers.csv",
            [AUSTIN, SAN_JOSE],
            "Read: years, city from City, state from State.",
        ),
    ],
)
def test_headers_are_read_however_they_are_written(
    priced: Any, name: str, places: list[str], read: str
) -> None:
    found = priced(name)
    assert found.told("place") == places
    assert len(set(bases(found))) == 2
    assert read in found.ran.err.splitlines()


def test_a_column_that_mixes_thousands_and_dollars_reads_what_is_sure(priced: Any) -> None:
    found = priced("06_pay_thousands.csv", *PAY)
    ranks = dict(zip(found.told("salary"), found.told("base_percentile"), strict=True))
    assert {pay: bool(rank) for pay, rank in ranks.items()} == {
        "150": False,
        "150.000": False,
        "150000": True,
    }
    assert 'Pay: 1 read, 2 not read, such as "150" and "150.000".' in found.ran.err


def test_a_column_of_thousands_is_read_as_such(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("years,metro,salary\n5,Austin,150\n5,Austin,180\n")
    (tmp_path / "dollars.csv").write_text("years,metro,salary\n5,Austin,150000\n5,Austin,180000\n")
    thousands, dollars = (
        Priced(tmp_path / name, tmp_path / f"out_{name}", *PAY)
        for name in ("in.csv", "dollars.csv")
    )
    assert thousands.told("base_percentile") == dollars.told("base_percentile")
    assert "Pay: 2 read, in thousands of dollars." in thousands.ran.err
    ranked = "base_percentile ranks it as base salary, total_percentile as total compensation."
    assert ranked in thousands.ran.err


@pytest.mark.parametrize(
    ("name", "pays"),
    [
        # the middle of each range: (150 + 180) / 2 …
        ("07_pay_ranges.csv", [165_000, 189_164, 135_000, 72_000]),
        # $99.5K; 37.50 x 2,080; 27.20 x 2,080; 3,000 x 12; 22.50 x 2,080
        ("77_linkedin_pay.csv", [99_500, 78_000, 56_576, 36_000, 46_800]),
    ],
)
def test_pay_is_read_in_every_form(
    priced: Any, tmp_path: Path, name: str, pays: list[float]
) -> None:
    found = priced(name, *PAY)
    assert len(found.rows) == len(pays)
    assert f"Pay: {len(pays)} read." in found.ran.err
    plain = tmp_path / "plain.csv"
    years = found.told("years")[0]
    rows = "".join(f"{years},Austin,{pay}\n" for pay in pays)
    plain.write_text(f"years,metro,salary\n{rows}")
    meant = Priced(plain, tmp_path / "meant.csv", *PAY)
    assert found.told("base_percentile") == meant.told("base_percentile")


@pytest.mark.parametrize(
    ("name", "degrees"),
    [
        ("14_degree_words.csv", ["masters", "bachelors", "bachelors", "phd"]),
        ("16_degree_mba.csv", ["masters"]),
    ],
)
def test_degrees_are_read(priced: Any, name: str, degrees: list[str]) -> None:
    right = [worth(years=5, metro="Austin", degree=degree) for degree in degrees]
    assert bases(priced(name)) == pytest.approx(right)


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("18_level_codes.csv", ["entry", "mid", "senior", "director"]),
        ("21_sr_dot.csv", ["senior", "senior", "entry"]),
    ],
)
def test_levels_are_read(priced: Any, name: str, levels: list[str]) -> None:
    right = [worth(level=level, metro="Austin") for level in levels]
    assert bases(priced(name)) == pytest.approx(right)


def test_levels_of_companies_are_read_and_said(priced: Any) -> None:
    found = priced("20_company_levels.csv")
    meant = [
        *(("senior", "Google", "San Jose"), ("senior", "Meta", "San Jose")),
        *(("mid", "Amazon", "Seattle"), ("senior", "Dropbox", "San Francisco")),
    ]
    right = [worth(level=level, company=company, metro=metro) for level, company, metro in meant]
    assert bases(found) == pytest.approx(right)
    assert all("level_read" in codes for codes in found.told("warnings"))


def test_missing_words_are_nothing(priced: Any) -> None:
    found = priced("23_missing_words.csv")
    assert found.told("place") == ["US"] * 4 + [AUSTIN] * 3
    assert bases(found)[6] == pytest.approx(worth(level="senior", metro="Austin"))


def test_years_in_words_are_read_and_a_spreadsheets_date_is_refused_by_name(priced: Any) -> None:
    found = priced("24_years_words.csv")
    right = [worth(years=years, metro="Austin") for years in (5, 5, 4, 5, 5, 1.5, 10, 0.5)]
    assert bases(found) == pytest.approx(right)
    (refused,) = found.rejects
    assert (refused["line"], refused["code"], refused["years"]) == ("10", "bad_years", "05-Mar")
    assert '"05-Mar" is a date, which a spreadsheet makes of a range' in refused["message"]


def test_the_way_the_work_is_done_is_no_part_of_a_place(priced: Any) -> None:
    assert priced("28_hybrid_prefix.csv").told("place") == [CHICAGO, CHICAGO]


def test_several_areas_are_an_error_of_their_own(priced: Any) -> None:
    found = priced("29_two_places.csv")
    assert found.told("place") == [AUSTIN]
    assert [row["code"] for row in found.rejects] == ["place_several"] * 2


def test_zip_codes_without_their_zeros(priced: Any) -> None:
    found = priced("35_short_zips.csv")
    places = [estimate(Profile(years=5, metro=f"zip:{code}"), BOOK).place.code
              for code in ("02139", "00501", "00601")]  # fmt: skip
    assert found.told("place") == places


@pytest.mark.parametrize(
    ("name", "years"), [("37_semicolon.csv", 1), ("37_tab.csv", 5), ("43_decimal_comma.csv", 2.5)]
)
def test_delimiters_and_decimal_commas_are_found(priced: Any, name: str, years: float) -> None:
    found = priced(name)
    assert bases(found) == pytest.approx([worth(years=years, metro="Austin, TX")])


@pytest.mark.parametrize(("name", "count"), [("39_array.json", 1), ("39_array.jsonl", 2)])
def test_arrays_are_read(priced: Any, name: str, count: int) -> None:
    assert len(priced(name).rows) == count


def test_dates_are_months(priced: Any) -> None:
    right = worth(years=5, metro="Austin", as_of="2025-05")
    assert bases(priced("45_dates.csv")) == pytest.approx([right] * 3)


def test_a_file_in_which_every_degree_is_written_out(priced: Any) -> None:
    assert len(priced("46_all_bad.csv").rows) == 2


def test_years_of_experience_and_location(priced: Any) -> None:
    found = priced("53_yoe.csv")
    assert found.told("place") == [AUSTIN]
    assert "Read: years from Years of Experience, metro from Location." in found.ran.err


def test_a_workbook_gives_the_same(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    book = xlsxwriter.Workbook(tmp_path / "people.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Years of Experience", "Location"])
    sheet.write_row(1, 0, [5, "Austin"])
    book.close()
    found = Priced(tmp_path / "people.xlsx", tmp_path / "out.csv")
    assert found.told("place") == [AUSTIN]
    assert bases(found) == pytest.approx([worth(years=5, metro="Austin")])


def test_postings_with_years_for_all_of_them(priced: Any) -> None:
    found = priced("71_postings.csv", *PAY, "--years", "5")
    right = [
        worth(years=5, role=role, metro=metro)
        for role, metro in (("engineer", "Austin"), ("scientist", "Boston"))
    ]
    assert bases(found) == pytest.approx(right)
    assert [bool(rank) for rank in found.told("base_percentile")] == [True, False]
    assert "Filled in where a row is empty: years 5.0." in found.ran.err


def test_offers_one_level_down_are_found() -> None:
    ran = run("offer", str(FILES / "64_offers.json"), "--years", "7", "--json")
    assert ran.code == 0, ran.err
    assert [one["name"] for one in json.loads(ran.out)["offers"]] == ["A", "B"]


# A whole file, and what is said of it ------------------------------------------------------------


def text(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "in.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_no_row_priced_is_an_error_and_the_rejects_are_kept(tmp_path: Path) -> None:
    found = Priced(text(tmp_path, "years,metro\nmany,Austin\nfew,Boston\n"), tmp_path / "out.csv")
    assert found.ran.code == 4
    assert "No row was priced (2 in). The most common reason is bad_years (2)." in found.ran.err
    assert [row["years"] for row in found.rejects] == ["many", "few"]


@pytest.mark.parametrize(("most", "code"), [("50%", 0), ("49%", 4), ("1", 0), ("0", 4)])
def test_more_rejects_than_allowed_are_an_error(tmp_path: Path, most: str, code: int) -> None:
    source = text(tmp_path, "years,metro\n5,Austin\nfew,Boston\n")
    found = Priced(source, tmp_path / "out.csv", "--max-rejects", most)
    assert found.ran.code == code
    assert len(found.rows) == 1
    assert ("1 of 2 rows were rejected, more than --max-rejects" in found.ran.err) == (code == 4)


@pytest.mark.parametrize("wrong", ["many", "101%", "1.5", "-1", ""])
def test_what_is_no_number_of_rejects(tmp_path: Path, wrong: str) -> None:
    source = text(tmp_path, "years,metro\n5,Austin\n")
    ran = run(
        "batch", str(source), "-o", str(tmp_path / "o.csv"), f"--max-rejects={wrong}", "--json"
    )
    assert ran.code == 2


def test_unknown_optional_words_are_left_out_or_strictly_refused(tmp_path: Path) -> None:
    source = text(tmp_path, "years,metro,degree,spec\n5,Austin,diploma,llm;quantum\n")
    found = Priced(source, tmp_path / "out.csv")
    assert bases(found) == pytest.approx([worth(years=5, metro="Austin", spec="llm")])
    assert found.told("warnings")[0].startswith("spec_not_found;degree_not_found")
    assert "degree_not_found 1, premium_contested 1, spec_not_found 1" in found.ran.err
    strictly = Priced(source, tmp_path / "strict.csv", "--strict")
    assert strictly.ran.code == 4
    assert [row["code"] for row in strictly.rejects] == ["spec_not_found"]


def test_what_fills_in_stands_only_where_a_row_says_nothing(tmp_path: Path) -> None:
    content = "level,metro,state\n,,\nsenior,,\n,Boston,\n,,TX\n"
    found = Priced(
        text(tmp_path, content), tmp_path / "out.csv",
        "--years", "3", "--level", "mid", "--metro", "Austin", "--employer", "tech",
    )  # fmt: skip
    right = [
        worth(years=3, level=level, employer="tech", **place)
        for level, place in (
            ("mid", {"metro": "Austin"}),
            ("senior", {"metro": "Austin"}),
            ("mid", {"metro": "Boston"}),
            ("mid", {"state": "TX"}),
        )
    ]
    assert bases(found) == pytest.approx(right)


@pytest.mark.parametrize(
    ("option", "word", "code"),
    [("--level", "wizard", 3), ("--years", "many", 2), ("--metro", "Nowhereville", 3)],
)
def test_what_fills_in_is_checked_before_a_row_is_read(
    tmp_path: Path, option: str, word: str, code: int
) -> None:
    source = text(tmp_path, "years,metro\n5,Austin\n")
    ran = run("batch", str(source), "-o", str(tmp_path / "out.csv"), option, word)
    assert (ran.code, (tmp_path / "out.csv").exists()) == (code, False)


def test_two_columns_for_one_thing_are_an_error_that_names_the_way_out(tmp_path: Path) -> None:
    source = text(tmp_path, "YOE,experience,metro\n5,6,Austin\n")
    target = tmp_path / "out.csv"
    ran = run("batch", str(source), "-o", str(target))
    assert ran.code == 4
    assert '"YOE" and "experience" may each be years.' in ran.err
    assert "--map" in ran.err
    told = Priced(source, target, "--map", "years=YOE")
    assert bases(told) == pytest.approx([worth(years=5, metro="Austin")])
    assert (
        "Not read, though the name looks like one of ours: "
        "experience (years: --map years=experience)." in told.ran.err
    )


def test_a_region_is_a_state_only_where_it_holds_states(tmp_path: Path) -> None:
    states = Priced(text(tmp_path, "years,region\n5,TX\n5,Ohio\n5,\n"), tmp_path / "a.csv")
    assert states.told("place") == ["48", "39", "US"]
    others = Priced(text(tmp_path, "years,region\n5,TX\n5,EMEA\n"), tmp_path / "b.csv")
    assert others.told("place") == ["US", "US"]
    assert "No column says where" in others.ran.err
    assert "looks like one of ours: region (state: --map state=region)." in others.ran.err


def test_ends_of_pay_with_interval_and_currency(tmp_path: Path) -> None:
    content = (
        "years,metro,min_amount,max_amount,interval,currency\n"
        "5,Austin,150000,180000,yearly,USD\n"
        "5,Austin,60,80,hourly,USD\n"
        "5,Austin,150000,180000,yearly,EUR\n"
        "5,Austin,,,,\n"
    )
    found = Priced(text(tmp_path, content), tmp_path / "out.csv", "--pay", "pay")
    plain = "years,metro,pay\n5,Austin,165000\n5,Austin,145600\n"  # 70 x 2,080
    (tmp_path / "plain.csv").write_text(plain)
    meant = Priced(tmp_path / "plain.csv", tmp_path / "m.csv", "--pay", "pay")
    ranks = found.told("base_percentile")
    assert ranks[:2] == meant.told("base_percentile")
    assert ranks[2:] == ["", ""]
    assert ["pay_not_read" in codes for codes in found.told("warnings")] == [
        False,
        False,
        True,
        False,
    ]
    assert "Pay: 2 read, 1 not read" in found.ran.err


@pytest.mark.parametrize("option", ["--years", "--metro", "--base"])
def test_an_option_given_twice_is_an_error(option: str) -> None:
    verb = ("offer", "--years", "5") if option == "--base" else ("estimate",)
    ran = run(*verb, option, "5", option, "6", "--json")
    assert ran.code == 2
    assert ran.error["code"] == "option_twice"
    assert option in ran.error["message"]


def test_what_may_be_repeated_is_not() -> None:
    assert run("estimate", "--years", "5", "--spec", "llm", "--spec", "cv").code == 0
    assert run("compare", "--years", "5", "--metro", "Austin", "--metro", "Boston").code == 0


def test_a_pay_that_is_in_dollars_by_its_name_needs_no_currency(tmp_path: Path) -> None:
    content = (
        "experience_level,salary,salary_currency,salary_in_usd\n"
        "SE,150000,EUR,165000\nSE,165000,USD,165000\n"
    )
    found = Priced(text(tmp_path, content), tmp_path / "out.csv", "--pay", "salary_in_usd")
    ranks = found.told("base_percentile")
    assert ranks[0] == ranks[1] != ""
    other = Priced(text(tmp_path, content), tmp_path / "b.csv", "--pay", "salary")
    assert [bool(rank) for rank in other.told("base_percentile")] == [False, True]


def test_another_country_is_abroad_whatever_stands_beside_it(tmp_path: Path) -> None:
    content = (
        "YOE,City,Country\n5,Cambridge,United Kingdom\n5,San Jose,Costa Rica\n5,Remote,India\n"
        "5,Austin,US\n5,,USA\n5,Austin,\n"
    )
    found = Priced(text(tmp_path, content), tmp_path / "out.csv", "--fallback", "national")
    assert found.told("place") == [AUSTIN, "US", AUSTIN]
    assert [row["code"] for row in found.rejects] == ["place_abroad"] * 3


def test_rejects_that_are_run_again_as_they_are_stay_rejects(tmp_path: Path) -> None:
    source = text(tmp_path, 'id,years,metro\n2,7,"Boston, MA"\n3,6,Seattle,x\n4,5,Austin\n')
    first = Priced(source, tmp_path / "a.csv", "--years", "4")
    assert [row["code"] for row in first.rejects] == ["ragged"]
    again = Priced(tmp_path / "a.csv.rejects.csv", tmp_path / "b.csv", "--years", "4")
    assert (again.ran.code, again.rows) == (4, [])
    assert [(row["code"], row["id"]) for row in again.rejects] == [("ragged", "3,6,Seattle,x")]


def test_commas_behind_the_last_cell_are_no_cells(tmp_path: Path) -> None:
    found = Priced(text(tmp_path, "years,metro\n5,Austin,\n6,Seattle,,\n"), tmp_path / "out.csv")
    assert len(found.rows) == 2


def test_a_file_without_rows_is_an_error(tmp_path: Path) -> None:
    found = Priced(text(tmp_path, "years,metro\n"), tmp_path / "out.csv")
    assert (found.ran.code, found.rows) == (4, [])


def test_pay_by_the_hour_as_its_column_says_and_figures_that_may_be_so(tmp_path: Path) -> None:
    hourly = Priced(
        text(tmp_path, "years,metro,Hourly Rate\n5,Austin,72\n"), tmp_path / "a.csv",
        "--pay", "Hourly Rate",
    )  # fmt: skip
    (tmp_path / "plain.csv").write_text("years,metro,pay\n5,Austin,149760\n")  # 72 x 2,080
    plain = Priced(tmp_path / "plain.csv", tmp_path / "b.csv", "--pay", "pay")
    assert hourly.told("base_percentile") == plain.told("base_percentile")
    assert "Pay: 1 read, each hourly." in hourly.ran.err
    unclear = text(tmp_path, "years,metro,salary\n5,Austin,72\n5,Austin,85\n")
    found = Priced(unclear, tmp_path / "c.csv", *PAY)
    assert found.told("base_percentile") == ["", ""]


def test_ends_of_pay_that_make_no_range(tmp_path: Path) -> None:
    content = (
        "years,min_salary,max_salary\n5,180000,150000\n5,150000,1500000\n5,0,150000\n5,150000,\n"
    )
    found = Priced(text(tmp_path, content), tmp_path / "out.csv", "--pay", "pay")
    ranks = found.told("base_percentile")
    assert ranks[:2] == ["", ""]
    assert ranks[2] == ranks[3] != ""


def test_a_column_of_pay_can_be_named_with_map(tmp_path: Path) -> None:
    source = text(tmp_path, "years,salary,base_pay\n5,90000,150000\n")
    target = tmp_path / "out.csv"
    refused = run("batch", str(source), "-o", str(target), "--pay", "pay")
    assert refused.code == 4
    assert "pay=salary" in refused.err
    found = Priced(source, target, "--pay", "pay", "--map", "pay=base_pay")
    assert "pay from base_pay" in found.ran.err
    idle = run("batch", str(source), "-o", str(tmp_path / "b.csv"), "--map", "pay=base_pay")
    assert (idle.code, 'Use --pay "base_pay" instead' in idle.err) == (2, True)


def test_a_column_of_pay_that_is_not_read_is_named_with_its_option(tmp_path: Path) -> None:
    source = text(tmp_path, "years,Base Salary\n5,150000\n")
    target = tmp_path / "out.csv"
    unread = Priced(source, target)
    assert 'Base Salary (pay: --pay "Base Salary").' in unread.ran.err
    told = Priced(source, tmp_path / "b.csv", "--pay", "Base Salary")  # what it says works
    assert "pay from Base Salary" in told.ran.err
    ends = Priced(text(tmp_path, "years,min_salary,max_salary\n5,1,2\n"), tmp_path / "c.csv")
    assert ends.ran.err.count("--pay min_salary,max_salary") == 2


def test_headers_in_another_language_are_answered_with_map(tmp_path: Path) -> None:
    source = text(tmp_path, "Berufserfahrung,Ort,Firma\n5,Austin,Google\n")
    ran = run("batch", str(source), "-o", str(tmp_path / "out.csv"))
    assert ran.code == 4
    assert '"Firma" looks like company.' in ran.err
    assert "--map years=Berufserfahrung" in ran.err


def test_lines_that_are_not_utf_8_are_answered_with_encoding(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes("years,note\n5,M\u00fcnchen\n5,Austin\n".encode("cp1252"))
    told = Priced(source, tmp_path / "out.csv")
    assert "not_utf8 1" in told.ran.err
    assert "--encoding cp1252" in told.ran.err
    mended = Priced(source, tmp_path / "b.csv", "--encoding", "cp1252")
    assert "2 to " in mended.ran.err
    assert "--encoding" not in mended.ran.err


def test_counts_of_a_summary_have_one_order() -> None:
    """By how many, then by name, whatever the order in which they were counted."""
    from mlsalary.render.batch_summary import _counted

    wanted = "zip 3, alias 1, city 1, exact 1"
    for names in itertools.permutations(("exact", "city", "alias")):
        assert _counted(Counter([*names, *(3 * ["zip"])])) == wanted
