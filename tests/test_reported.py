"""Reading reported pay: a rule a column, a reason a row that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_run import run

from mlsalary.errors import BadDataError
from mlsalary.evaluation.reported import Report, Reported, read
from mlsalary.reading.ladders import fitted_level
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()
HEADER = (
    "date,company,company_level,employer_tier,city,state,years,degree,"
    "base,equity_annual,bonus,total"
)


def laid(folder: Path, *lines: str) -> Path:
    path = folder / "reported.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def told(folder: Path, *lines: str) -> Reported:
    return read(laid(folder, *lines), BOOK)


def only(folder: Path, *lines: str) -> Report:
    (report,) = told(folder, *lines).reports
    return report


def test_every_column_of_a_row(tmp_path: Path) -> None:
    row = "2021-03,Google,L5,big_tech,Mountain View,CA,6.5,PhD,200000,100000,30000,330000"
    report = only(tmp_path, HEADER, row)
    assert report.line == 2
    assert report.profile.years == 6.5
    assert (report.profile.company, report.profile.level) == ("Google", "senior")
    # The company tells its kind; what the column says of it is kept beside.
    assert (report.profile.employer, report.employer) == ("top-tech", "big-tech")
    assert (report.profile.degree, report.profile.role, report.ml) == ("phd", "engineer", True)
    assert report.place.code == "41940"
    assert (report.rung, report.month) == ("senior", "2021-03")
    # In the money of its month.
    assert (report.base, report.equity, report.bonus) == (200_000, 100_000, 30_000)
    assert report.total == 330_000


def test_other_names_for_the_columns(tmp_path: Path) -> None:
    header = " Month ,LEVEL,Employer,place,Degree,Base,Total"
    report = only(tmp_path, header, '2025-05-17,sr,faang,"Austin, TX",MS,"$181,500",')
    assert (report.profile.level, report.rung) == ("senior", "senior")
    assert (report.profile.employer, report.profile.degree) == ("big-tech", "masters")
    assert report.place.code == "12420"
    assert (report.base, report.total, report.bonus) == (181_500, None, None)


def test_words_that_files_use(tmp_path: Path) -> None:
    lines = ("employer,degree,years,base", "other,HS,3,150000", "unknown,some college,3,150000")
    first, second = told(tmp_path, *lines).reports
    assert (first.profile.employer, first.profile.degree) == ("tech", None)
    assert (second.profile.employer, second.profile.degree) == (None, None)


def test_no_dates_and_no_place(tmp_path: Path) -> None:
    report = only(tmp_path, "years,base", "5,150000")
    assert (report.base, report.month, report.place.code) == (150_000, None, "US")


def test_blank_lines_quotes_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "reported.csv"
    path.write_bytes(b'\xef\xbb\xbfyears,base\r\n\r\n"5","150,000"\r\n')
    (report,) = read(path, BOOK).reports
    assert (report.profile.years, report.base) == (5, 150_000)


@pytest.mark.parametrize(
    ("company", "said", "level"),
    [
        ("Google", "L5", "senior"),
        ("google", "l5 Senior SWE", "senior"),
        ("Google", "L50", None),
        ("Amazon", "SDE I", "entry"),
        ("Amazon", "SDE II", "mid"),
        ("Microsoft", "63", "senior"),
        ("Facebook", "", None),
        ("Meta", "E5", "senior"),
        ("Facebook", "IC5", None),  # read elsewhere, and fitted to nowhere
        ("Amazon", "SDE2", None),
        ("AWS", "L5", None),
        ("Elsewhere Ltd", "L5", None),
    ],
)
def test_a_companys_levels_on_our_ladder(company: str, said: str, level: str | None) -> None:
    assert fitted_level(said, company, BOOK) == level


GOOD = "2021-03,Google,L5,big_tech,Mountain View,CA,6.5,PhD,200000,100000,30000,330000"


@pytest.mark.parametrize(
    ("old", "new", "reason", "says"),
    [
        ("200000", "", "no_base", "no base"),
        ("200000", "many", "bad_money", '"many"'),
        ("200000", "nan", "no_base", "no base"),
        ("200000", "€200000", "other_currency", "euros"),
        ("200000", "200000 GBP", "other_currency", "US dollars"),
        ("200000", "95", "bad_money", "95k"),  # others are in dollars, so it is not in thousands
        ("200000", "-200000", "bad_money", "negative"),
        ("200000", "90000000", "bad_money", "more than any base pay"),
        ("330000", "150000", "impossible_pay", "150,000"),
        ("330000", "30000000", "impossible_pay", "30,000,000"),
        ("330000", "lots", "bad_money", "The total"),
        ("100000", "90M", "impossible_pay", "The equity"),
        ("30000", "-1", "bad_money", "The bonus"),
        ("L5,big_tech,Mountain View,CA,6.5", ",big_tech,Mountain View,CA,", "no_years", "no years"),
        ("6.5", "some", "bad_years", '"some"'),
        ("6.5", "-1", "bad_years", "-1"),
        ("6.5", "250", "bad_years", "250"),
        ("6.5", "05-Mar", "bad_years", "date"),
        ("2021-03", "2/30/2021", "bad_month", "2/30/2021"),
        ("2021-03", "1999-03", "date_too_early", "June 2018"),
        ("2021-03", "2018-05", "date_too_early", "June 2018"),
        ("2021-03", "2028-12", "date_too_late", "November 2028"),
        ("Mountain View,CA", "Nowhere at All,CA", "place_not_found", "Nowhere at All"),
        ("Mountain View,CA", "Toronto,", "place_abroad", "Toronto"),
        ("Google", "Netflix", "excluded_company", "cash"),
        ("330000", "330000,1", "ragged", "13"),
        ("200000", "20\x000000", "nul_byte", "NUL"),
    ],
)
def test_a_row_that_cannot_be_used_is_counted_with_its_reason(
    old: str, new: str, reason: str, says: str, tmp_path: Path
) -> None:
    assert GOOD.count(old) >= 1
    found = told(tmp_path, HEADER, GOOD, GOOD.replace(old, new, 1), GOOD)
    assert len(found.reports) == 2
    ((code, rows, line, example),) = found.counted()
    assert (code, rows, line) == (reason, 1, 3)
    assert says in example


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("big_tech", "huge", "employer_not_found"), ("PhD", "wizard", "degree_not_found")],
)
def test_a_word_that_is_not_known_is_left_out_and_said(
    old: str, new: str, code: str, tmp_path: Path
) -> None:
    strange = GOOD.replace("Google", "Acme").replace(old, new)
    found = told(tmp_path, HEADER, GOOD, strange, strange)
    assert (len(found.reports), found.rejects) == (3, ())
    field = code.partition("_")[0]
    assert [getattr(one.profile, field) for one in found.reports[1:]] == [None, None]
    (notice,) = found.notices
    assert notice.code == code
    assert f'"{new}"' in notice.message
    assert "2 rows, first in line 3" in notice.message


def test_a_level_that_is_not_known_refuses_its_row_where_no_years_stand_beside_it(
    tmp_path: Path,
) -> None:
    found = told(tmp_path, "level,years,base", "wizard,5,150000", "wizard,,150000")
    assert [one.profile.level for one in found.reports] == [None]
    assert [reject.code for reject in found.rejects] == ["level_not_found"]


@pytest.mark.parametrize(
    ("company", "level", "priced", "rung"),
    [
        ("Google", "L5", "senior", "senior"),
        ("Nobody Ltd", "L5", "senior", None),  # as such a word is usually meant: nothing to fit to
        ("Facebook", "IC5", "senior", None),
        ("Nobody Ltd", "Sr.", "senior", "senior"),
        ("Google", "director", "director", None),
    ],
)
def test_a_column_of_levels(
    company: str, level: str, priced: str, rung: str | None, tmp_path: Path
) -> None:
    report = only(tmp_path, "company,level,base", f"{company},{level},150000")
    assert (report.profile.level, report.rung) == (priced, rung)


def test_titles_and_companies_tell_what_no_column_does(tmp_path: Path) -> None:
    lines = (
        "title,company,employer,base",
        '"Senior NLP Engineer, Search",Facebook,,200000',
        "Senior Data Scientist,Google LLC,tech,200000",
        "Software Engineer III,JPMorgan,,150000",
        "Software Engineer,Acme,,150000",
        "Machine Learning Intern,Google,,100000",
    )
    found = told(tmp_path, *lines)
    people = [one.profile for one in found.reports]
    assert [(one.level, one.specs, one.role, one.employer, one.company) for one in people] == [
        ("senior", ("nlp",), "engineer", "top-tech", "Meta"),
        ("senior", (), "scientist", "top-tech", "Google"),
        ("mid", (), "engineer", "enterprise", "JPMorgan Chase"),
    ]
    assert [one.employer for one in found.reports] == ["top-tech", "tech", "enterprise"]
    assert [(one.line, one.code) for one in found.rejects] == [
        (5, "no_years"),
        (6, "level_not_covered"),
    ]


def test_a_companys_own_word_tells_the_level_with_years_and_without(tmp_path: Path) -> None:
    lines = ("years,company,company_level,base", "5,Google,L6,200000", ",Google,L6,200000")
    found = [
        (one.profile.years, one.profile.level, one.rung) for one in told(tmp_path, *lines).reports
    ]
    assert found == [(5, "staff", "staff"), (None, "staff", "staff")]


def test_whose_work_is_not_machine_learning_is_said(tmp_path: Path) -> None:
    lines = (
        "years,base,ml",
        "5,150000,1",
        "5,150000,0",
        "5,150000,Yes",
        "5,150000,no",
        "5,150000,",
    )
    assert [one.ml for one in told(tmp_path, *lines).reports] == [True, False, True, False, False]


def test_all_names_of_a_company_whose_pay_is_left_out(tmp_path: Path) -> None:
    found = told(tmp_path, "years,company,base", '5,"Netflix, Inc.",400000', "5,Roku,150000")
    assert [one.code for one in found.rejects] == ["excluded_company"]


def test_pay_in_another_currency_by_its_column(tmp_path: Path) -> None:
    found = told(tmp_path, "years,base,currency", "5,150000,USD", "5,90000,EUR", "5,150000,")
    assert [report.line for report in found.reports] == [2, 4]
    assert found.counted()[0].reason == "other_currency"


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"", "empty_file", "is empty"),
        (b"\n\n", "empty_file", "is empty"),
        (b"years,base\n", "empty_file", "no rows"),
        (
            b"years,wage\n5,150000\n",
            "column_missing",
            "no column base. Its columns: years and wage",
        ),
        (b"date,base\n2025-05,150000\n", "column_missing", "no column years (or level)"),
        (b"years,base\n5,lots\n6,more\n", "no_usable_row", "2 x"),
        (b"years,base\n5,\xe9\n", "no_usable_row", "1 x"),
        (b"years,base,base\n5,1,1\n", "duplicate_column", "more than once"),
        (b"PK\x03\x04\x00\x00", "cannot_read", "Save or download it again"),
        (b"%PDF-1.7\n", "cannot_read", "is a PDF"),
        (b"\x1f\x8b\x08\x00cut off", "cannot_read", "cannot be read"),
        (b"PAR1 and nothing else", "cannot_read", "cannot be read"),
    ],
)
@pytest.mark.parametrize("verb", ["fit", "backtest"])
def test_a_file_that_cannot_be_used_ends_with_4_and_writes_nothing(
    verb: str, content: bytes, code: str, says: str, tmp_path: Path
) -> None:
    path, out = tmp_path / "reported.csv", tmp_path / "out.toml"
    path.write_bytes(content)
    ran = run(verb, str(path), "-o", str(out), "--json")
    assert (ran.code, ran.out) == (4, "")
    assert ran.error["code"] == code
    assert str(path) in ran.error["message"]
    assert says in ran.error["message"]
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadDataError) as raised:
        read(tmp_path / "nowhere.csv", BOOK)
    assert raised.value.code == "file_not_found"
