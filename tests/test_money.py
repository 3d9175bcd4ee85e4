"""The money of a month: two dated series, and the month in whose dollars every answer is.

The figures of both series are read from the files; what the published ones stand for is worked out
here from BLS's figures and the guide's, in its second typing.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import math
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist, geometric_mean
from typing import Any

import pytest
from cli_run import Ran, run
from guide_figures import PERCENTILES
from pinned_data import ROOT
from priced_rows import BOOK

from mlsalary import Estimate, Profile, estimate
from mlsalary.errors import UsageError
from mlsalary.reading import days

AGING: dict[str, Any] = tomllib.loads((ROOT / "data/aging.toml").read_text("utf-8"))
MODEL: dict[str, Any] = tomllib.loads((ROOT / "data/model.toml").read_text("utf-8"))
OWN, TODAY = "2025-05", "2026-11"
"""The month of BLS's newest release, in whose money the constants stand, and today's."""
YEARS_SINCE = 18 / 12
"""From the one to the other."""
FIRST, LAST, TOO_EARLY, TOO_LATE = "2018-06", "2028-11", "2018-05", "2028-12"
"""The first month of the series, the last that may be asked for, and those beyond."""
Z75, Z90 = (NormalDist().inv_cdf(share) for share in (0.75, 0.9))
SENIOR = Profile(level="senior", metro="Seattle", employer="mega-tech")


def asked(month: str | None, profile: Profile = SENIOR) -> Estimate:
    """The estimate in the money of a month."""
    return estimate(replace(profile, as_of=month), BOOK)


def growth(month: str) -> float:
    """The factor on base from the constants' money to a month's."""
    return asked(month).base.p50 / asked(OWN).base.p50


def beyond(month: str) -> float:
    """What is paid beyond base, as a share of it."""
    answer = asked(month)
    return answer.total.p50 / answer.base.p50 - 1


def fitted(series: str, month: str) -> float:
    return math.exp(MODEL["growth"][series][month]["value"])


def told(series: str) -> dict[str, float]:
    """Month -> what stood there where 1 stands in ``OWN``."""
    return {
        row["month"]: row["paid"] if "paid" in row else fitted(series, row["month"])
        for row in AGING[series]
    }


# The published rows ------------------------------------------------------------------------------


def test_base_of_may_2022_is_bls_mean_of_developers_then_and_now() -> None:
    # 132,930 in May 2022 and 148,100 in May 2025.
    assert told("base")["2022-05"] == round(132_930 / 148_100, 4)


def test_base_of_may_2024_is_what_the_bands_pegs_grew_by() -> None:
    """Both ends of four levels' bands: entry and mid at p50 and p75 of their occupation, senior and
    staff at p90 of developers."""
    with (ROOT / "data/oews/wages.csv").open(encoding="utf-8", newline="") as file:
        now = {row["occupation"]: row for row in csv.DictReader(file) if row["area"] == "US"}
    pegs = [
        *(("15-2051", "p50"), ("15-2051", "p75"), ("15-1252", "p50"), ("15-1252", "p75")),
        *[("15-1252", "p90")] * 4,
    ]
    year = geometric_mean(
        float(now[occupation][peg]) / PERCENTILES[occupation]["annual"][peg]
        for occupation, peg in pegs
    )
    assert AGING["growth"] == round(year, 4) == 1.0234
    assert told("base")["2024-05"] == round(1 / year, 4)
    rows = BOOK.toml("guide/experience.toml")["row"]
    ends = [
        (row[end]["occupation"], row[end]["percentile"])
        for row in rows
        if "degree" not in row
        for end in ("peg_low", "peg_high")
    ]
    assert ends == pegs


@pytest.mark.parametrize("month", told("base"))
def test_base_stands_in_each_month_where_its_row_says(month: str) -> None:
    assert growth(month) == pytest.approx(told("base")[month], rel=1e-9)


@pytest.mark.parametrize("month", [one for one in told("beyond") if one >= FIRST])
def test_what_is_paid_beyond_base_stands_in_each_month_where_its_row_says(month: str) -> None:
    assert beyond(month) / beyond(OWN) == pytest.approx(told("beyond")[month], rel=1e-9)


# Between, after and before -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "middle", "after"),
    [
        ("2018-06", "2018-12", "2019-06"),
        ("2022-05", "2023-05", "2024-05"),
        ("2024-05", "2024-11", "2025-05"),
    ],
)
def test_base_halfway_between_two_rows_is_their_geometric_mean(
    before: str, middle: str, after: str
) -> None:
    series = told("base")
    wanted = math.sqrt(series[before] * series[after])
    assert growth(middle) == pytest.approx(wanted, rel=1e-9)


def test_a_quarter_of_the_way_from_one_row_to_the_next() -> None:
    # November 2022 is 6 months of the 24 from May 2022 to May 2024.
    series = told("base")
    wanted = series["2022-05"] ** 0.75 * series["2024-05"] ** 0.25
    assert growth("2022-11") == pytest.approx(wanted, rel=1e-9)


def test_beyond_base_halfway_between_two_rows_is_their_geometric_mean() -> None:
    series = told("beyond")
    wanted = math.sqrt(series["2022-01"] * series["2024-01"])
    assert beyond("2023-01") / beyond(OWN) == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize(("month", "years"), [("2025-06", 1 / 12), (TODAY, 1.5), (LAST, 3.5)])
def test_after_the_last_row_base_grows_and_the_share_beyond_it_stands(
    month: str, years: float
) -> None:
    assert growth(month) == pytest.approx(1.0234**years, rel=1e-9)
    assert beyond(month) == pytest.approx(beyond(OWN), rel=1e-9)


def test_the_step_says_from_which_money_to_which_and_how_sure() -> None:
    (step,) = (one for one in asked(None).steps if one.rule == "aging")
    assert step.label == "Adjusted from May 2025 to November 2026"
    assert step.factor == pytest.approx(1.0234**1.5)
    # Two points a year: 0.03 after a year and a half.
    ends = [step.factor * math.exp(sign * 0.02 * YEARS_SINCE) for sign in (-1, 1)]
    assert [step.low, step.high] == pytest.approx(ends)
    assert asked(None).middle.parts["aging"].sd == pytest.approx(0.03)
    assert set(step.sources) == {"mlsalary-judgement", "guide-2026", "bls-oews-2025"}


def test_no_step_where_the_money_is_the_constants_own() -> None:
    answer = asked(OWN)
    assert "aging" not in {step.rule for step in answer.steps}
    assert "aging" not in answer.middle.parts


@pytest.mark.parametrize(
    ("month", "kind", "sources"),
    [
        ("2022-05", "cited", {"bls-oews-2022", "bls-oews-2025"}),
        ("2023-01", "cited", {"bls-oews-2022", "bls-oews-2025", "guide-2026"}),
        ("2019-06", "fitted", {"reported-pay", "reported-pay-2022", "reported-pay-2024"}),
        ("2027-06", "assumed", {"mlsalary-judgement", "bls-oews-2025", "guide-2026"}),
    ],
)
def test_a_step_cites_what_its_month_rests_on(month: str, kind: str, sources: set[str]) -> None:
    (step,) = (one for one in asked(month).steps if one.rule == "aging")
    assert (step.kind, set(step.sources)) == (kind, sources)


@pytest.mark.parametrize(
    ("month", "warned"),
    [(None, False), (OWN, False), ("2026-10", False), (TODAY, False), ("2026-12", True)],
)
def test_a_warning_stands_only_where_the_month_is_still_to_come(
    month: str | None, warned: bool
) -> None:
    codes = {notice.code for notice in asked(month).warnings}
    assert ("beyond_newest_release" in codes) == warned


# Today's dollars at every door -------------------------------------------------------------------


def money(document: Any) -> Any:
    """A JSON answer without how its month was asked for."""
    if isinstance(document, dict):
        return {
            key: money(value) for key, value in document.items() if key not in ("as_of", "read")
        }
    if isinstance(document, list):
        return [money(each) for each in document if not _is_how(each)]
    return document


def _is_how(each: Any) -> bool:
    return isinstance(each, dict) and each.get("code") == "as_of_read"


DOORS = {
    "estimate": ("--years=5", "--metro=Austin"),
    "compare": ("--years=5", "--metro=Austin", "--metro=Boise"),
    "offer": ("--years=5", "--metro=Austin", "--base=180k", "--equity=200k/4y"),
    "target": ("300k", "--years=5", "--metro=Austin"),
    "path": ("--years=5", "--metro=Austin"),
    "brief": ("--years=5", "--metro=Austin"),
}


def answered(door: str, *more: str) -> Any:
    ran = run(door, *DOORS[door], *more, "--json")
    assert ran.code == 0, ran.err
    return ran.json


@pytest.mark.parametrize("door", DOORS)
def test_an_answer_is_in_todays_dollars(door: str) -> None:
    usual = answered(door)
    assert f'"dollars": "{TODAY}"' in json.dumps(usual)
    for month in (TODAY, "now"):
        assert money(answered(door, "--as-of", month)) == money(usual)
    assert money(answered(door, "--as-of", OWN)) != money(usual)


def test_one_file_one_table_and_one_script_say_what_the_single_estimate_says(
    tmp_path: Path,
) -> None:
    """A row without a month is in today's dollars; "now" is today's, too."""
    pl = pytest.importorskip("polars")
    from mlsalary import estimate_frame

    single = {month: asked(month, Profile(years=5, metro="Austin")) for month in (None, OWN)}
    assert single[None].dollars == TODAY
    rows = [("", None), (TODAY, None), ("now", None), (OWN, OWN)]
    table = pl.DataFrame(
        {
            "years": [5.0] * len(rows),
            "metro": ["Austin"] * len(rows),
            "as_of": [text or None for text, _ in rows],
        }
    )
    wanted = [[*single[month].base, *single[month].total] for _, month in rows]

    framed = estimate_frame(table, book=BOOK)
    table.write_csv(tmp_path / "in.csv")
    ran = run("batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "--exact")
    assert ran.code == 0, ran.err
    filed = pl.read_csv(tmp_path / "out.csv")
    whole = [[*map(round, amounts)] for amounts in wanted]  # as CSV has them
    for found, right in ((framed, wanted), (filed, whole)):
        amounts = found.select(pl.col("^(base|total)_p\\d+$")).rows()
        for got, expected in zip(amounts, right, strict=True):
            assert got == pytest.approx(expected, rel=1e-9)

    no_month = estimate_frame(table.drop("as_of").head(1), book=BOOK)
    assert no_month["base_p50"][0] == pytest.approx(single[None].base.p50, rel=1e-9)


def test_a_script_is_in_todays_dollars_and_says_so() -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("sqlglot")
    from mlsalary.frame.settings import Settings
    from mlsalary.render.sql_script import sql_script
    from mlsalary.sql import script

    columns = {name: name for name in ("years", "metro", "as_of")}
    text = sql_script(script("duckdb", "postings", Settings(BOOK), columns), "0")
    assert TODAY in text.partition("CREATE")[0]
    single = {month: asked(month, Profile(years=5, metro="Austin")) for month in (None, OWN)}
    with duckdb.connect() as database:
        database.execute("CREATE TABLE postings (own TEXT, years DOUBLE, metro TEXT, as_of TEXT)")
        for at, month in enumerate((None, TODAY, OWN, TOO_EARLY, TOO_LATE)):
            database.execute("INSERT INTO postings VALUES (?, 5, 'Austin', ?)", [str(at), month])
        found = database.execute(text)
        keys = [column[0] for column in found.description]
        rows = [dict(zip(keys, row, strict=True)) for row in found.fetchall()]
    got = {row["own"]: row for row in rows}
    for own, month in (("0", None), ("1", None), ("2", OWN)):
        assert round(float(got[own]["total_p90"])) == round(single[month].total.p90)
    assert [got[own]["base_p50"] for own in ("3", "4")] == [None, None]
    assert [got[own]["warnings"] for own in ("3", "4")] == ["as_of_too_early", "as_of_too_late"]


def test_the_docs_name_the_months() -> None:
    """Whose money answers are in, and that of the constants."""
    today, dollars = (
        datetime.date.fromisoformat(f"{AGING[key]}-01").strftime("%B %Y")
        for key in ("today", "dollars")
    )
    assert f"now {today}) unless `--as-of`" in (ROOT / "README.md").read_text("utf-8")
    assert f"none means {dollars}" in (ROOT / "docs/pay.md").read_text("utf-8")


# Too far -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("month", "code", "says"),
    [
        (TOO_EARLY, "as_of_too_early", "June 2018"),
        (TOO_LATE, "as_of_too_late", "November 2028"),
    ],
)
def test_a_month_too_far_off_is_refused(door: str, month: str, code: str, says: str) -> None:
    ran: Ran = run(door, *DOORS[door], "--as-of", month, "--json")
    assert (ran.code, ran.out, ran.error["code"]) == (2, "", code)
    assert says in ran.error["message"]


@pytest.mark.parametrize("month", [FIRST, LAST])
def test_the_outermost_months_are_answered(month: str) -> None:
    assert asked(month).dollars == month


def test_files_and_tables_refuse_such_a_month_by_its_code(tmp_path: Path) -> None:
    pl = pytest.importorskip("polars")
    from mlsalary import estimate_frame

    months = [FIRST, TOO_EARLY, LAST, TOO_LATE]
    codes = ["as_of_too_early", "as_of_too_late"]
    table = pl.DataFrame({"level": ["senior"] * 4, "as_of": months})
    framed = estimate_frame(table, book=BOOK)
    assert framed["base_p50"].is_null().to_list() == [False, True, False, True]
    assert [framed["warnings"][at] for at in (1, 3)] == codes
    assert "beyond_newest_release" in framed["warnings"][2]

    table.write_csv(tmp_path / "in.csv")
    ran = run("batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"))
    assert ran.code == 0, ran.err
    rejects = (tmp_path / "out.csv.rejects.csv").read_text("utf-8")
    rejected = [(row["line"], row["code"]) for row in csv.DictReader(io.StringIO(rejects))]
    assert rejected == [("3", codes[0]), ("5", codes[1])]


# Never the clock ---------------------------------------------------------------------------------


class NoClock(datetime.date):
    """A calendar without a clock."""

    @classmethod
    def today(cls) -> Any:
        raise AssertionError("the clock was asked")


@pytest.mark.parametrize("written", ["now", "today", "yesterday", "3 days ago", "1 year ago"])
def test_no_clock_is_asked(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = days.read_month(written, BOOK)
    monkeypatch.setattr(days, "date", NoClock)
    monkeypatch.setattr(datetime, "date", NoClock)
    again = days.read_month(written, BOOK.replaced("aging.toml", AGING))
    assert again == wanted


def test_only_the_age_of_a_source_is_told_by_the_clock() -> None:
    folder = ROOT / "src/mlsalary"
    clocks = re.compile(r"\b(date\.today|datetime\.(now|utcnow)|time\.(time|localtime|gmtime))\(")
    asking = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if "made" not in path.parts and clocks.search(path.read_text("utf-8"))
    }
    assert asking == {"cli/data.py"}


@pytest.mark.parametrize(
    ("today", "written", "month"),
    [
        ("2026-02", "now", "2026-02"),
        ("2026-02", "27 days ago", "2026-02"),  # February 28 less 27 days
        ("2026-02", "28 days ago", "2026-01"),
        ("2028-02", "28 days ago", "2028-02"),  # a leap year's, from the 29th
        ("2026-12", "1 year ago", "2025-12"),
        ("2025-05", "yesterday", "2025-05"),
    ],
)
def test_the_rulebooks_today_counts(today: str, written: str, month: str) -> None:
    book = BOOK.replaced("aging.toml", AGING | {"today": today})
    assert days.read_month(written, book).value == month


def test_another_today_moves_every_answer_and_how_far_ahead_may_be_asked() -> None:
    book = BOOK.replaced("aging.toml", AGING | {"today": "2026-05"})
    answer = estimate(SENIOR, book)
    assert answer.dollars == "2026-05"
    assert answer.base.p50 / asked(OWN).base.p50 == pytest.approx(1.0234)
    assert estimate(replace(SENIOR, as_of="2028-05"), book).dollars == "2028-05"
    with pytest.raises(UsageError) as raised:
        estimate(replace(SENIOR, as_of="2028-06"), book)
    assert raised.value.code == "as_of_too_late"


# The two pieces of the total ---------------------------------------------------------------------


def constant(name: str) -> float:
    section, key = name.split(".")
    return float(MODEL[section][key]["value"])


PEOPLE = [
    {"level": "senior", "employer": "top-tech"},
    {"years": 3.0, "metro": "Boise"},
    {"level": "vp", "as_of": "2019-01"},
    {"level": "mid", "years": 4.0, "spec": ("llm",), "degree": "phd"},
]


@pytest.mark.parametrize("words", PEOPLE)
def test_the_total_spreads_in_two_pieces_and_base_in_one(words: dict[str, Any]) -> None:
    answer = estimate(Profile(**words), BOOK)
    wanted = constant("spread.total_above") / constant("spread.total_below")
    for high, low in (("p90", "p10"), ("p75", "p25")):
        for pay, ratio in ((answer.total, wanted), (answer.base, 1.0)):
            above = math.log(getattr(pay, high) / pay.p50)
            below = math.log(pay.p50 / getattr(pay, low))
            assert above / below == pytest.approx(ratio, rel=1e-9)
    for one, other in ((answer.total.p90, answer.total.p75), (answer.total.p10, answer.total.p25)):
        reach = math.log(one / answer.total.p50) / math.log(other / answer.total.p50)
        assert reach == pytest.approx(Z90 / Z75, rel=1e-9)


# How well the middles are known ------------------------------------------------------------------


def test_both_middles_by_hand() -> None:
    """A level alone, nowhere: the error of what is reported there, that it is of another time, and
    that its money is carried on. The total's time and what is paid beyond base are less certain."""
    reported = MODEL["levels"]["reported"]["senior"]["error"]
    aging = 0.02 * YEARS_SINCE
    doubt, more = constant("doubt.era"), constant("doubt.era_total")
    answer = estimate(Profile(level="senior"), BOOK)
    of_base = {"era": doubt, "reported_level": reported, "aging": aging}
    of_total = of_base | {"era": more, "beyond": constant("doubt.beyond")}
    for middle, p50, parts in (
        (answer.middle, answer.base.p50, of_base),
        (answer.total_middle, answer.total.p50, of_total),
    ):
        variance = sum(sd**2 for sd in parts.values())
        reach = Z90 * math.sqrt(variance)
        assert middle.low == pytest.approx(p50 * math.exp(-reach), rel=1e-9)
        assert middle.high == pytest.approx(p50 * math.exp(reach), rel=1e-9)
        assert {name: part.sd for name, part in middle.parts.items()} == pytest.approx(parts)
        for name, sd in parts.items():
            part = middle.parts[name]
            assert part.share == pytest.approx(sd**2 / variance)
            assert part.dollars == pytest.approx(p50 * math.expm1(Z90 * sd))


@pytest.mark.parametrize("words", PEOPLE)
def test_the_middles_follow_from_their_parts(words: dict[str, Any]) -> None:
    """But for a premium that two sources part on, which pulls one end."""
    answer = estimate(Profile(**words), BOOK)
    for middle, pay in ((answer.middle, answer.base), (answer.total_middle, answer.total)):
        sds = [part.sd for name, part in middle.parts.items() if not name.startswith("premium_")]
        reach = Z90 * math.sqrt(sum(sd**2 for sd in sds))
        least, most = pay.p50 * math.exp(-reach), pay.p50 * math.exp(reach)
        assert middle.high == pytest.approx(most, rel=1e-9)
        if len(sds) == len(middle.parts):
            assert middle.low == pytest.approx(least, rel=1e-9)
        else:
            assert middle.low < least
    own, whole = (
        {name: part.sd for name, part in middle.parts.items()}
        for middle in (answer.middle, answer.total_middle)
    )
    assert (own["era"], whole["era"]) == (constant("doubt.era"), constant("doubt.era_total"))
    assert whole.keys() - own.keys() == {"beyond"}
    assert all(whole[name] == sd for name, sd in own.items() if name != "era")


def test_a_month_of_the_command_line_is_no_fault_of_a_file(tmp_path: Path) -> None:
    offers, people = tmp_path / "of.toml", tmp_path / "in.csv"
    offers.write_text('[[offer]]\nname = "A"\nbase = 190000\nyears = 5\n', encoding="utf-8")
    people.write_text("years\n5\n", encoding="utf-8")
    for line in (
        ("offer", str(offers), "--as-of", "2017-01"),
        ("batch", str(people), "-o", str(tmp_path / "out.csv"), "--as-of", "2028-12"),
    ):
        ran = run(*line)
        assert ran.code == 2, ran.err
        assert "of.toml" not in ran.err
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("columns", "option", "said"),
    [
        ("years\n5\n", (), "Amounts are in November 2026 dollars."),
        ("years,as_of\n5,2024-05\n", (), "dollars where as_of names no month."),
        ("years\n5\n", ("--as-of", "2024-05"), None),
    ],
)
def test_a_batch_says_whose_dollars_its_amounts_are(
    columns: str, option: tuple[str, ...], said: str | None, tmp_path: Path
) -> None:
    people = tmp_path / "in.csv"
    people.write_text(columns, encoding="utf-8")
    ran = run("batch", str(people), "-o", str(tmp_path / "out.csv"), *option)
    assert ran.code == 0
    assert said in ran.err if said else "Amounts are in" not in ran.err
