"""What an offer's words may hide: a part of a company, a digit that a shell took, sums in parts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cli_run import run

from mlsalary import Offer, Profile, judge_offer
from mlsalary.decisions.offer import JudgedOffer
from mlsalary.errors import UsageError
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()
SEATTLE = Profile(years=6, metro="Seattle")
AMAZON = Profile(years=6, metro="Seattle", company="Amazon", level="L6")
PART: dict[str, Any] = {"base": "150k", "bonus": "10%", "equity": "0.25%", "valuation": "120M"}


def judged(profile: Profile = SEATTLE, **words: Any) -> JudgedOffer:
    return judge_offer(Offer(profile, **words), BOOK)


def said(answer: JudgedOffer, code: str) -> str:
    return next((one.message for one in answer.warnings if one.code == code), "")


# A part of a company ------------------------------------------------------------------------------


def test_a_part_of_a_company_is_private_stock() -> None:
    answer = judged(**PART)
    # 0.25% of 120 million over four years: 75,000 a year, beside 150,000 and a bonus of 15,000
    assert (answer.liquid, answer.illiquid) == (165_000, 75_000)
    assert answer.terms.kind == "private"
    assert "add --liquid" in said(answer, "illiquid_equity")
    sold = judged(**PART, liquid=True)
    assert (sold.liquid, sold.illiquid) == (240_000, 0)
    assert judged(AMAZON, **PART).liquid == 240_000
    assert judged(Profile(years=6, company="Stripe"), **PART).liquid == 165_000


def test_a_part_as_options_is_worth_so_much_before_the_strike_price() -> None:
    answer = judged(**PART, kind="options")
    assert answer.liquid == 165_000
    assert "$300,000 before the strike price, which is not given" in said(answer, "before_strike")
    assert "listed" not in said(
        judged(Profile(years=6, employer="startup"), **PART), "illiquid_equity"
    )
    with pytest.raises(UsageError, match=r"--shares 12000 --price 18 --strike 4") as refused:
        judged(**PART, strike=4)
    assert refused.value.code == "bad_grant"


# What a shell leaves of an amount -----------------------------------------------------------------


@pytest.mark.parametrize("part", ["base", "signing", "bonus", "equity"])
@pytest.mark.parametrize("left", ["0k", "00k", "0,000", ",000", ",500", "k", "M", ".2M", "00"])
def test_what_a_shell_leaves_of_an_amount_is_refused(part: str, left: str) -> None:
    with pytest.raises(UsageError, match=r"if you typed \$, the shell took it: quote it"):
        judged(SEATTLE, **({"base": "200k"} | {part: left}))


@pytest.mark.parametrize("none", ["0", "$0", "0.00", "none", 0])
def test_none_stays_none(none: str | int) -> None:
    assert judged(base="200k", equity=none, bonus=none, signing=none).liquid == 200_000


def test_a_base_that_has_lost_a_digit_says_so() -> None:
    with pytest.raises(UsageError, match=r"If you typed \$, the shell took it"):
        judged(base="15k")
    for other in ("$15k", "7/hour"):
        with pytest.raises(UsageError) as refused:
            judged(base=other)
        assert "shell" not in refused.value.message


def test_a_grant_that_may_have_lost_a_digit_is_noted() -> None:
    # below 15% of a base of 215,000, which is 32,250
    assert "'$420k/4y'" in said(judged(base="215k", equity="20k/4y"), "small_grant")
    for grant in ("33k/4y", "$20k/4y", 20_000):
        assert not said(judged(base="215k", equity=grant), "small_grant")


# A signing bonus in parts, and a range ------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["50k over 2 years", "50k/2y", "50k over 18 months", "$50,000 for 2 yrs"]
)
def test_a_signing_bonus_in_parts_is_read_as_a_whole(typed: str) -> None:
    answer = judged(base="215k", signing=typed)
    assert answer.terms.signing == 50_000
    read = next(one for one in answer.read if one.field == "signing")
    assert (read.typed, read.note) == (typed, "comes in parts, all counted in year 1")
    with pytest.raises(UsageError, match="paid once"):
        judged(base="215k", signing="50k/yr")


@pytest.mark.parametrize(
    ("offer", "says"),
    [({"base": "130k-242k"}, "An offer has one amount"), ({"posted": "130k-242k"}, "posted")],
)
def test_a_range_in_a_file_says_where_to_place_it(
    tmp_path: Path, offer: dict[str, str], says: str
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([offer, {"base": "200k"}]))
    error = run("offer", str(path), "--years", "5", "--json").error
    assert says in error["message"]
    assert "mlsalary offer --posted 130k-242k" in error["message"]


# Sums that add up ---------------------------------------------------------------------------------


def amounts(line: str) -> list[int]:
    return [int(one.replace(",", "")) for one in re.findall(r"\$([\d,]+)", line)]


def page(*told: str, width: int = 80) -> list[str]:
    return run(*told, "--format", "table", terminal=True, width=width).out.splitlines()


JOB = ("--years", "6", "--metro", "Seattle", "--company", "Amazon", "--level", "L6")
MADE = ("--base", "215k", "--equity", "420k/4y", "--bonus", "15%", "--signing", "50k")


def test_a_grant_is_asked_for_by_whole_years() -> None:
    lines = [line for line in page("offer", *JOB, *MADE) if "percentile, $" in line]
    _, grant, a_year, bonus, _ = [0, *amounts(lines[0].partition("k ")[2])]
    assert grant == 4 * a_year
    assert a_year == bonus
    answer = judged(AMAZON, base="215k", equity="420k/4y", bonus="15%", signing="50k")
    gap = answer.estimate.total.p75 - (answer.liquid or 0)  # exact in JSON
    assert next(ask.amount for ask in answer.ask if ask.to == "p75") == pytest.approx(4 * gap)
    assert a_year == -(-gap // 100) * 100


@pytest.mark.parametrize("equity", ["420k/4y", "100k/3y", "none"])
def test_an_assumed_bonus_and_the_other_parts_make_the_total(equity: str) -> None:
    shown = page("offer", *JOB, "--base", "215,001", "--equity", equity)
    rows = [line for line in shown if re.match(r" *(\d|\d-\d|Normal) +\$", line)]
    assert rows
    for row in rows:
        *parts, total = amounts(row)
        assert sum(parts) == total
    typical = judged(AMAZON, base="215,001").assumed_bonus
    whole = page("offer", *JOB, "--base", "215,001", "--equity", equity, "--explain")
    assert f"(${typical:,.0f}) is assumed" in " ".join(" ".join(whole).split())


# Several offers -----------------------------------------------------------------------------------


def several(tmp_path: Path, **bases: str) -> str:
    """Offers without a bonus: their base and, behind a slash, what they give in equity a year."""
    rows = []
    for name, told in bases.items():
        base, _, equity = told.partition("/")
        rows.append({"name": name, "base": base, "bonus": "none"})
        rows[-1] |= {"equity": f"{equity}/yr" if equity != "0" else "none"} if equity else {}
    (tmp_path / "a.json").write_text(json.dumps(rows))
    return " ".join(" ".join(page("offer", str(tmp_path / "a.json"), "--years", "6")).split())


@pytest.mark.parametrize(
    ("bases", "says"),
    [
        # 4 x (200 + 50) = 1,000, 4 x 220 = 880 and 4 x 190 = 760 thousand
        (
            {"A": "200k/50k", "B": "190k/0", "C": "220k/0"},
            "A pays most over 4 years: $1,000,000, $120,000 more than C.",
        ),
        (
            {"A": "200k/50k", "B": "190k/0", "C": "220k"},
            "A pays $1,000,000, C at least $880,000, which is at most $120,000 less.",
        ),
        (
            {"A": "200k/50k", "C": "300k"},
            "C pays most over 4 years: at least $1,200,000, at least $200,000 more than A.",
        ),
        (
            {"A": "200k/50k", "B": "310k", "C": "300k"},
            "the equity of B and C was not given. A pays $1,000,000, B at least $1,240,000, which "
            "is at least $240,000 more.",
        ),
        ({"B": "310k", "C": "300k"}, "is open: the equity of B and C was not given."),
    ],
)
def test_which_pays_most_is_said_as_far_as_it_is_known(
    tmp_path: Path, bases: dict[str, str], says: str
) -> None:
    assert says in several(tmp_path, **bases)


def test_the_highest_is_named_and_whom_it_beats(tmp_path: Path) -> None:
    shown = several(tmp_path, A="200k/50k", B="190k/0")
    assert "A also stands highest among people in its own job by pay." in shown
    assert "Beats: within its own job and employer." in shown


def test_an_assumed_bonus_is_in_the_table_the_caption_and_json(tmp_path: Path) -> None:
    rows = [{"name": "A", "base": "200k", "equity": "none"}, {"name": "C", "base": "220k"}]
    (tmp_path / "a.json").write_text(json.dumps(rows))
    asked = ("offer", str(tmp_path / "a.json"), "--years", "6")
    shown = " ".join(" ".join(page(*asked)).split())
    assert "none was given: A and C." in shown
    answer = run(*asked, "--json").json
    typical = answer["offers"][1]["assumed_bonus"]
    last = answer["yearly"][-1]["offers"][1]
    assert last["liquid"] is None
    assert last["least"] == pytest.approx(4 * (220_000 + typical))
    assert f"${last['least'] / 1e3:.0f}k+" in shown
    assert sum(one["code"] == "bonus_assumed" for one in answer["warnings"]) == 2
    assert "\n".join(page(*asked, "--explain")).count("Bonus (typical)") == 2


# How good a percentile is -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({}, "5 points for a group, 15 to 20 at one company"),
        ({"company": "Amazon"}, "5 points for a group at Amazon"),
        ({"employer": "startup"}, "is not known"),
        ({"employer": "lab"}, "is not known"),
        ({"employer": "public-sector"}, "is not known"),
        ({"level": "director"}, "is not known"),
    ],
)
def test_how_good_a_percentile_is_is_said_where_it_was_measured(
    words: dict[str, str], says: str
) -> None:
    answer = judged(Profile(**({"years": 6, "metro": "Seattle"} | words)), base="200k")  # type: ignore[arg-type]
    note = answer.notes[0]
    assert note.code == "percentile_precision"
    assert says in note.message
    assert len(f"! {note.message}") <= 76  # one line of a terminal of 80 columns
    assert (answer.estimate.accuracy is None) == ("not known" in says)


# What says nothing, and what goes first -----------------------------------------------------------


@pytest.mark.parametrize("nothing", ["N/A", "-", "unknown", "TBD", "null", "not given", ""])
def test_a_part_of_which_nothing_is_said_is_not_zero(nothing: str) -> None:
    terms = judged(AMAZON, base="215k", equity=nothing, bonus=nothing, signing=nothing).terms
    assert (terms.grant, terms.bonus, terms.signing) == (None, None, None)


@pytest.mark.parametrize("none", ["none", "no", "0", "$0"])
def test_none_is_none(none: str) -> None:
    terms = judged(AMAZON, base="215k", equity=none, bonus=none, signing=none).terms
    assert (terms.grant, terms.bonus, terms.signing) == (0, 0, 0)


def test_an_option_goes_before_the_head_of_a_file_and_an_offer_before_both(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    rows = '[[offer]]\nbase = "200k"\n[[offer]]\nbase = "200k"\nmetro = "Denver"\n'
    file.write_text(f'years = 7\nmetro = "Seattle"\n{rows}')
    told = run("offer", str(file), "--metro", "Boise", "--json").json["offers"]
    assert [one["profile"]["metro"] for one in told] == [
        "Boise City, ID",
        "Denver-Aurora-Centennial, CO",
    ]
    assert {one["profile"]["years"] for one in told} == {7}
