"""scripts/external_checks.py: pay that no fit has seen, beside the estimate; and what the page says
of it. The rows here are made."""

from __future__ import annotations

import csv
import math
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mlsalary.engine import price
from mlsalary.evaluation.reported import Report, read
from mlsalary.profile import Profile
from mlsalary.rulebook import Rulebook

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
import external_checks as checks  # noqa: E402  (scripts/ is no package)
import external_pay as pay  # noqa: E402
import external_scores as scores  # noqa: E402
import method_figures as figures  # noqa: E402

BOOK = Rulebook.shipped()
PAGE = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
COLUMNS = (
    "date", "title", "company", "employer_tier", "city", "state", "years", "level",
    "company_level", "ml", "spec", "base", "total", "pay_min", "pay_max",
)  # fmt: skip
SENIOR = {"date": "2024-06", "title": "Machine Learning Engineer", "level": "senior"}


def written(folder: Path, *rows: Mapping[str, object]) -> Path:
    path = folder / "pay.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, COLUMNS, restval="")
        table.writeheader()
        table.writerows(rows)
    return path


def line(rows: Sequence[Report], ask: pay.Ask = pay.plain, key: str = "x") -> pay.Line:
    return pay.Line(key, "made", "level", rows, ask, BOOK, ("base",))


def median_of(**told: object) -> float:
    return price(Profile(**told), BOOK).base.p50  # type: ignore[arg-type]


# Rows --------------------------------------------------------------------------------------------


def test_the_middle_of_a_range_is_held_against_base_in_the_money_of_its_month(
    tmp_path: Path,
) -> None:
    then, later = (median_of(level="senior", as_of=month) for month in ("2024-06", "2025-06"))
    assert then != later
    path = written(
        tmp_path,
        # 0.6 and 1.4 of the median: the middle is the median.
        SENIOR | {"pay_min": 0.6 * then, "pay_max": 1.4 * then},
        # The middle is 0.8 of it: the estimate lies 1 / 0.8 - 1 = 25% above.
        SENIOR | {"date": "2025-06", "pay_min": 0.7 * later, "pay_max": 0.9 * later},
    )
    assert scores.off(line(pay.paid(path, BOOK)), "base") == pytest.approx([0, 25])


def test_specializations_are_left_out_unless_they_are_asked_for(tmp_path: Path) -> None:
    base = median_of(level="senior", as_of="2024-06")
    rows = pay.paid(written(tmp_path, SENIOR | {"base": base, "spec": "llm"}), BOOK)
    assert scores.off(line(rows), "base") == pytest.approx([0])
    for ask, premiums in ((pay.as_told, "guide"), (pay.by_job_ads, "measured")):
        whole = median_of(level="senior", as_of="2024-06", spec="llm", premiums=premiums)
        assert scores.off(line(rows, ask), "base") == pytest.approx([100 * (whole / base - 1)])


def test_what_a_row_tells_is_what_it_is_priced_by(tmp_path: Path) -> None:
    told = {"company": "Google", "company_level": "L4", "level": "", "years": 2}
    row = SENIOR | told | {"city": "Seattle", "state": "WA", "total": 300000}
    (report,) = pay.paid(written(tmp_path, row), BOOK)
    assert (report.base, report.total) == (300000, 300000)  # in its own money
    whole = report.profile
    assert (whole.level, whole.years, whole.company) == ("mid", 2, "Google")
    assert (whole.metro, whole.as_of, whole.title) == ("Seattle", "2024-06", None)
    assert pay.by_years(whole) == replace(whole, level=None)
    bare = pay.by_title(whole)
    assert (bare.level, bare.company, bare.employer, bare.metro) == ("mid", None, None, None)
    assert pay.by_years(replace(whole, years=None)).level == "mid"


def test_rows_that_are_not_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        SENIOR | {"base": 200000, "date": ""},
        SENIOR | {"base": 210000, "company": "Netflix"},
        SENIOR | {"base": 220000, "level": "unspecified"},
        SENIOR | {"base": 230000, "employer_tier": "other:enterprise", "ml": "1"},
    )
    (report,) = pay.paid(path, BOOK)
    assert (report.base, report.profile.employer) == (230000, "enterprise")
    assert pay.where({"ml": "1", "date": "2024-06"}, ml="1", date="2024")
    assert pay.where({"ml": "0", "date": "2024-06"}, ml="1", date="2024") is None
    (untold,) = pay.paid(path, BOOK, lambda row: pay.as_level(row, "mid"))
    assert (untold.base, untold.profile.level) == (220000, "mid")


# Scores ------------------------------------------------------------------------------------------


def test_a_measure_by_hand(tmp_path: Path) -> None:
    base = median_of(level="senior", as_of="2024-06")
    rows = [SENIOR | {"base": base / (1 + off / 100)} for off in (-30, -10, 4, 6, 20)]
    one = scores.measure(line(pay.paid(written(tmp_path, *rows), BOOK)), "base")
    assert one.median == pytest.approx(4)
    assert one.mdape == pytest.approx(10)  # of 4, 6, 10, 20 and 30
    assert -30 <= one.low < 4 < one.high <= 20


def test_people_of_one_employer_are_drawn_together(tmp_path: Path) -> None:
    rows = [SENIOR | {"base": 200000, "company": name} for name in (*"ABCDE", *"AB")]
    found = pay.paid(written(tmp_path, *rows, SENIOR | {"base": 200000}), BOOK)
    assert scores.clusters(found) == [[0, 5], [1, 6], [2], [3], [4], [7]]
    assert scores.clusters(found[:4]) == [[0], [1], [2], [3]]  # of four, too few to draw
    assert scores.employers(found) == 5


def test_an_interval_by_hand() -> None:
    """Of two parts, one of three rows at 0 and one of a row at 9, a sample is the first alone, both
    or the second alone in 1, 2 and 1 of 4 cases: the medians are 0, 0 and 9."""
    found, parts = np.array([0.0, 0.0, 0.0, 9.0]), [[0, 1, 2], [3]]
    assert scores._interval(found, parts, 400, 1) == (0.0, 9.0)


def test_few_rows_make_no_line(tmp_path: Path) -> None:
    rows = [SENIOR | {"base": 200000 + number} for number in range(scores.LEAST)]
    found = pay.paid(written(tmp_path, *rows), BOOK)
    for made in (scores.table, scores.quantiles):
        many, few = line(found), line(found[1:])._replace(pay="fewer", told="fewer")
        both = [one._replace(kinds=("base", "total")) for one in (many, few)]
        both = [
            one._replace(reports=[row._replace(total=3e5) for row in one.reports]) for one in both
        ]
        assert made(both).count("\n") == 3
        assert "fewer" not in made(both)


def test_how_far_people_who_are_alike_lie_apart(tmp_path: Path) -> None:
    person = {
        "title": "Software Engineer", "company": "Google", "employer_tier": "big_tech",
        "company_level": "L4", "city": "Seattle", "state": "WA",
    }  # fmt: skip
    path = written(
        tmp_path,
        person | {"years": 3, "base": 100000, "total": 150000},
        person | {"years": 4, "base": 110000, "total": 180000},
        person | {"years": 6, "base": 500000, "total": 600000},  # no other of five to seven years
        person | {"years": 4, "base": 150000, "total": 210000, "company_level": "L5"},
        person | {"years": 4, "base": 300000, "total": 400000, "city": "Austin", "state": "TX"},
    )
    found = read(path, BOOK).reports
    pairs, base, total = scores.alike(found, "years, metro, company, level")
    assert pairs == 1
    assert base == pytest.approx(100 * math.log(1.1))
    assert total == pytest.approx(100 * math.log(1.2))
    # Whatever the level, of 100, 110 and 150: the middle one of ln 1.1, 1.36 and 1.5.
    pairs, base, _ = scores.alike(found, "years, metro, company")
    assert pairs == 3
    assert base == pytest.approx(100 * math.log(150 / 110))
    row = scores.noise(found).splitlines()[-1]
    assert row.endswith("| 1 | 9.5 | 6.7 | 18.2 | 12.9 |")  # 9.53 and 18.23, over the root of 2


# Page --------------------------------------------------------------------------------------------


def body_of(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", PAGE, re.DOTALL)
    assert found, name
    return found[1]


def medians(name: str, column: int = 4) -> dict[tuple[str, str], float]:
    """Of the lines of a table on the page, by whose pay it is and what is told."""
    rows = [row.strip("|").split("|") for row in body_of(name).splitlines() if row[:1] == "|"]
    cells = [[cell.strip() for cell in row] for row in rows[2:]]
    return {(row[0], row[1]): float(row[column] or "nan") for row in cells}


@pytest.fixture(scope="module")
def newer_pay(reported_pay: Path) -> Path:
    """The folder of pay that is only checked against."""
    if checks.NEWER_PAY not in os.environ:
        pytest.skip(f"{checks.NEWER_PAY}, beside {figures.REPORTED_PAY}, names no folder")
    return Path(os.environ[checks.NEWER_PAY])


def test_the_blocks_are_the_scripts(newer_pay: Path, reported_pay: Path) -> None:
    for name, body in checks.blocks(newer_pay, reported_pay, BOOK):
        assert figures.block(name, body) in PAGE, f"{name}: make figures"


def test_a_sentence_has_the_figures_of_its_line() -> None:
    said = " ".join(body_of("filings").split())
    whole = medians("filings")["H-1B filings, 2023", "level, state, employer"]
    assert f"is {abs(whole):.0f}% {'below' if whole < 0 else 'above'} the filed base" in said
    assert checks.side(scores.Measure(-4.4, -9, 1, 5)) == "4% below"
    assert checks.side(scores.Measure(0.4, -1, 1, 5)) == "about equal to"
    assert checks.verdict(scores.Measure(-4.4, -9, 1, 5)) == "no clear error"
    assert checks.verdict(scores.Measure(-4.4, -9, -1, 5)) == "too low"
    assert checks.verdict(scores.Measure(4.4, 1, 9, 5)) == "too high"


def test_what_a_manager_should_learn_follows_from_the_figures() -> None:
    ads, three = medians("ads"), "these three"
    told = ads[three, "level, place, employer"]
    assert abs(told) < 5 < abs(ads["aijobs.net, 2024-25", "level"])
    no_level = "place, employer; no level, as"
    assert ads[three, f"{no_level} mid"] < 0 < ads[three, f"{no_level} senior"]
    llm = {key[1].rpartition(", ")[2]: off for key, off in ads.items() if key[0].endswith("LLM")}
    assert llm["the guide's premium"] > 10
    assert abs(llm["no premium"]) < 10 > abs(llm["the premium of job ads"])
    assert medians("reports", 9)["machine learning, 2024", "company, level, years"] > 20
    young = [off for (who, _), off in medians("reports").items() if "3 years" in who]
    assert abs(young[0]) < 5  # "you can use it as it is"
    soon = medians("reports")[
        "data scientists, 2021-22; early model", "company, level, years, place"
    ]
    assert abs(soon) < 5
    assert "not an estimate for other kinds of work" in " ".join(body_of("reports").split())
    assert medians("reports", 7)["other software engineers, 2024", "company, level, years"] > 10
    end = BOOK.toml("model.toml")["fitted"]["end"]
    assert end == "2024-05"  # "has seen these reports, but nothing since"; and on the first page
    assert "to May 2024" in " ".join(PAGE.split())


def test_averages_name_no_company() -> None:
    said = f"{body_of('averages')} {body_of('noise')} {body_of('alike')}"
    kinds = BOOK.toml("companies.toml")["kinds"].values()
    named = [name for kind in kinds for name in kind if re.search(rf"\b{re.escape(name)}\b", said)]
    assert named == []


def test_which_way_it_errs_is_said_on_the_first_page() -> None:
    filings, ads = medians("filings"), medians("ads")
    (entry, staff) = (
        filings["H-1B filings, 2023", f"the same, {level}"] for level in ("entry", "staff")
    )
    assert entry < -5 < 5 < staff
    assert ads["aijobs.net, 2024-25", "level"] < -5
    assert (
        "Too low at entry and where neither place nor employer is given, too high for staff"
        in " ".join(PAGE.split())
    )
