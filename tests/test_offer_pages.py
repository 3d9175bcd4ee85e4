"""The pages of an offer, of several, of a posted range, and the file to start from."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from itertools import product
from pathlib import Path

import pytest
from cli_run import run

from mlsalary import Offer, Profile
from mlsalary.decisions.offer_fields import PARTS
from mlsalary.decisions.offer_file import KEYS

ASKED = ("offer", "--years", "5", "--metro", "San Jose", "--spec", "llm")
MADE = ("--base", "250k", "--equity", "400k/4y", "--bonus", "15%", "--signing", "40k")
THREE = """
years = 7
metro = "Seattle"
[[offer]]
name = "Listed"
base = "195k"
equity = "480000/4y"
vesting = [5, 15, 40, 40]
bonus = "15%"
signing = "40k"
employer = "big-tech"
[[offer]]
name = "Startup"
base = "180k"
shares = 12000
price = 18
strike = 4
employer = "startup"
[[offer]]
name = "Call"
base = "230k"
"""


def page(*arguments: str, width: int = 80) -> list[str]:
    ran = run(*arguments, "--format", "table", terminal=True, width=width)
    assert ran.code == 0, ran.err
    return ran.out.splitlines()


@pytest.mark.parametrize(
    "who", [(), ("--company", "Amazon", "--level", "L6"), ("--employer", "startup")]
)
@pytest.mark.parametrize("spec", [(), ("--spec", "llm")])
def test_every_first_screen_of_an_offer_fits(who: tuple[str, ...], spec: tuple[str, ...]) -> None:
    """Whatever of it is given: what has no room is counted and stands behind --explain."""
    asked = ("offer", "--years", "6", "--metro", "Seattle", "--base", "215k", *who, *spec)
    grants = [("--equity", "400k/4y"), ("--equity", "100k/1y"), ("--equity", "120k/yr"), ()]
    for grant, bonus, signing in product(
        grants, [("--bonus", "15%"), ()], [("--signing", "40k"), ()]
    ):
        lines = page(*asked, *grant, *bonus, *signing)
        assert len(lines) <= 24, "\n".join(lines)


def test_the_first_screen_of_an_offer_fits_a_terminal() -> None:
    lines = page(*ASKED, *MADE)
    assert len(lines) <= 24
    echo = "$250,000 base, $400,000/4y equity, 15% bonus, $40,000 signing"
    assert lines[0].strip() == f"Offer: {echo}"
    assert "San Jose, CA" in lines[1]
    assert "dollars" in lines[1]
    assert lines[3].strip().startswith("Fair: beats ")


@pytest.mark.parametrize(
    ("told", "echo"),
    [
        ((), "$95,000 base, equity not given, bonus not given"),
        (("--equity", "none", "--bonus", "0"), "$95,000 base, no equity, no bonus"),
        (("--equity", "90k/1y", "--bonus", "12.5%"), "$90,000/1y equity, 12.5% bonus"),
        (("--equity", "1M", "--vesting", "5,15,40,40"), "$1,000,000/4y equity (5-15-40-40%)"),
        (("--shares", "1k", "--price", "9", "--strike", "4"), "$5,000/4y options"),
    ],
)
def test_the_first_line_is_the_offer_as_it_was_read(told: tuple[str, ...], echo: str) -> None:
    assert echo in page(*ASKED, "--base", "95,000", *told)[0]


def test_the_mark_of_an_offer_stands_where_the_offer_does() -> None:
    """The mark's column, of those from p10 to p90 on the bar above, is the offer's amount."""
    answer = run(*ASKED, *MADE, "--json").json
    lines = page(*ASKED, *MADE)
    for name, pay, offered in (
        ("Base", answer["estimate"]["base"], 250_000),
        ("Total", answer["estimate"]["total"], 387_500),
    ):
        place = next(n for n, line in enumerate(lines) if line.strip().startswith(f"{name}  "))
        bar, mark = lines[place], lines[place + 1]
        first, last = bar.index("\u251c"), bar.index("\u2524")
        dollars_a_column = (pay["p90"] - pay["p10"]) / (last - first)
        at = pay["p10"] + (mark.index("\u25b2") - first) * dollars_a_column
        assert at == pytest.approx(offered, abs=1.5 * dollars_a_column)


def test_years_that_are_alike_stand_in_one_row_and_explain_shows_each() -> None:
    first = "\n".join(page(*ASKED, *MADE))
    assert re.search(r"2-4 +\$250,000 +\$100,000 +\$37,500 +- +\$387,500", first)
    assert "Data scientists" not in first
    whole = "\n".join(page(*ASKED, *MADE, "--explain"))
    assert re.search(r"3 +\$250,000 +\$100,000", whole)
    for part in ("Where it stands", "Data scientists", "uncertain", "Later grants", "month"):
        assert part in whole
    assert "bls.gov" not in whole
    assert "bls.gov" in "\n".join(page(*ASKED, *MADE, "--sources"))


def test_a_grant_that_ends_shows_the_year_that_is_judged() -> None:
    told = ("--base", "250k", "--equity", "300k/2y", "--bonus", "none")
    shown = "\n".join(page(*ASKED, *told))
    # 150,000 in year 2 and nothing in years 3 and 4: 50,000 on average
    assert re.search(r"Normal +\$250,000 +\$50,000 +- +\$300,000", shown)


def test_the_ask_is_by_the_year_and_on_the_whole_grant() -> None:
    answer = run(*ASKED, *MADE, "--json").json
    equity = next(ask for ask in answer["ask"] if ask["component"] == "equity")
    assert equity["amount"] == pytest.approx(4 * equity["a_year"])
    year = -(-equity["a_year"] // 100) * 100
    up = [f"{amount:,.0f}" for amount in (4 * year, year)]
    assert any(f"+${up[0]}" in line and f"(${up[1]})" in line for line in page(*ASKED, *MADE))
    told = ("--base", "700k", "--equity", "none", "--bonus", "none")
    strong = " ".join(" ".join(page(*ASKED, *told)).split())
    assert "You are above the 75th percentile of the total already" in strong
    assert "no ask suggested" in strong


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_no_page_is_wider_than_the_terminal(width: int, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(THREE)
    for told in (MADE, ("--base", "250k"), ("--posted", "150k-250k"), (str(tmp_path / "a.toml"),)):
        for more in ((), ("--explain",)):
            assert max(map(len, page(*ASKED, *told, *more, width=width))) <= width


@pytest.mark.parametrize(
    ("whose", "kind"),
    [
        (("--company", "a startup"), ("--shares", "12000", "--price", "18", "--strike", "4")),
        (("--employer", "startup"), ("--shares", "12000", "--price", "18", "--strike", "4")),
        (("--employer", "startup"), ("--equity", "200k")),
        (("--company", "Nobody Ltd"), ("--equity", "200k", "--illiquid")),
    ],
)
def test_a_first_screen_says_that_a_grant_is_in_no_percentile(
    whose: tuple[str, ...], kind: tuple[str, ...]
) -> None:
    """Before the bonus that is assumed, and with what the judgment lacks: the kind of employer."""
    asked = ("offer", "--years", "6", "--metro", "San Francisco", "--base", "190k", *whose, *kind)
    lines = page(*asked)
    assert len(lines) <= 24
    shown = " ".join(" ".join(lines).split())
    assert "counted apart, not in the percentile." in shown
    assert ("Give it with --employer." in shown) == ("--company" in whose)
    head = next(line for line in lines if line.strip().startswith("Year "))
    assert re.search(r"With equity +Liquid$", head)
    assert not re.search("Total", head)
    paid = run(*asked, "--json").json["liquid"]
    assert f"Offer ${paid:,.0f} liquid beats" in shown


@pytest.mark.parametrize(
    ("told", "worth", "kind", "years"),
    [
        # 12,000 x (18 - 4); 0.2% of 500 million; 12,000 x 18
        (("12000 options", "--price", "18", "--strike", "4"), 168_000, "options", 4),
        (("12,000 ISOs over 5 years", "--price", "18", "--strike", "4"), 168_000, "options", 5),
        (("0.2% options", "--valuation", "500M"), 1_000_000, "options", 4),
        (("0.2% in options/3y", "--valuation", "500M"), 1_000_000, "options", 3),
        (("12000 shares", "--price", "18"), 216_000, "rsu", 4),
    ],
)
def test_a_grant_told_in_shares_or_options_is_read_as_that(
    told: tuple[str, ...], worth: float, kind: str, years: int
) -> None:
    terms = run(*ASKED, "--base", "190k", "--equity", *told, "--json").json["terms"]
    assert (terms["grant"], terms["kind"], len(terms["vesting"])) == (worth, kind, years)


def test_a_grant_in_shares_needs_what_its_error_says_and_no_more() -> None:
    asked = (*ASKED, "--base", "190k", "--equity", "12000 options")
    ran = run(*asked)
    assert ran.code == 2
    assert "Add --price 18, and --strike 4 for options." in ran.err
    assert run(*asked, "--price", "18", "--strike", "4").code == 0


def test_an_ask_of_base_that_is_told_by_the_hour_is_said_by_the_hour() -> None:
    asked = ("offer", "--years", "6", "--metro", "Denver", "--equity", "none", "--bonus", "none")
    for typed, times, name in (("95/hour", 2080, "an hour"), ("800/day", 260, "a day")):
        answer = run(*asked, "--base", typed, "--json").json
        gap = answer["estimate"]["total"]["p50"] - answer["terms"]["base"]
        lines = page(*asked, "--base", typed)
        year, each = -(-gap // 100) * 100, -(-gap // times)
        shown = " ".join(" ".join(lines).split())
        assert f"${year:,.0f} a year more is ${each:,.0f} {name}." in shown
        first = next(line for line in lines if line.strip().startswith(("! ", "Read")))
        assert first.strip().startswith("! Full-time, all year.")
    assert "a year more is" not in " ".join(page(*asked, "--base", "900/hour"))


def test_nothing_is_asked_for_where_an_offer_is_as_good_as_there() -> None:
    """Bases on both sides of what is too little, one hundredth, below each goal."""
    asked = (*ASKED, "--equity", "none", "--bonus", "none")
    total = run(*asked, "--base", "250k", "--json").json["estimate"]["total"]
    for goal, name in (("p50", "the median"), ("p75", "the 75th percentile")):
        near, far = (f"${total[goal] * share:.0f}" for share in (0.992, 0.988))
        told = run(*asked, "--base", near, "--json").json["ask"]
        assert goal not in {ask["to"] for ask in told}
        shown = " ".join(" ".join(page(*asked, "--base", near)).split())
        assert f" at {name}" in shown
        assert "above the 75th" not in shown
        assert goal in {ask["to"] for ask in run(*asked, "--base", far, "--json").json["ask"]}
        assert f" at {name}" not in " ".join(" ".join(page(*asked, "--base", far)).split())


def test_three_offers_stand_in_one_table_of_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(THREE)
    lines = page("offer", str(tmp_path / "a.toml"))
    assert len(lines) <= 30
    listed = next(line for line in lines if re.match(r" +Listed +\$", line))
    # 195,000 + 29,250, and 5, 15, 40, 40% of 480,000, and 40,000 in the first year
    for cell in ("$288k", "$296k", "$416k", "$1.42M", "fair"):
        assert cell in listed
    call = next(line for line in lines if re.match(r" +Call +\$", line))
    assert call.count("+ ") >= 5  # at least so much: its equity was not given
    shown = " ".join(" ".join(lines).split())
    assert "at least, for equity was not given" in shown
    assert "none was given: Startup and Call" in shown


def test_offers_show_whom_each_beats_by_the_premium_in_job_ads(tmp_path: Path) -> None:
    """As each does alone; without a premium that is contested, nothing of it."""
    (tmp_path / "a.toml").write_text(THREE)
    asked = ("offer", str(tmp_path / "a.toml"))
    answer = run(*asked, "--spec", "llm", "--json").json
    shown = " ".join(" ".join(page(*asked, "--spec", "llm")).split())
    for one in answer["offers"]:
        at = one["percentile"]["measured"]
        beats = at["base"] if at["total"] is None else at["total"]
        assert f"{one['name']} beats {beats:.0f}%" in shown
    assert "those in job ads" in shown
    assert "job ads" not in "\n".join(page(*asked))


def test_a_posted_range_fits_a_screen() -> None:
    lines = page(*ASKED, "--posted", "150k-250k")
    assert len(lines) <= 20
    assert "Whom it is for" in "\n".join(page(*ASKED, "--posted", "150k-250k", "--explain"))


@pytest.mark.parametrize(
    ("posted", "says"),
    [
        (
            "60k-61k",
            [
                *("Below the market", "below the median for comparable people"),
                *("comparable people's p25 above it, median above it, p75 above it", "no level"),
                "2% of its midpoint wide, less than the usual",  # 1 over a middle of 60.5
            ],
        ),
        ("900k-990k", ["Above the market", "p25 below it, median below it", "no level here"]),
        ("160k-240k", ["Within the market", "40% of its midpoint wide, as usual"]),
        ("100k-300k", ["100% of its midpoint wide, more than the usual"]),
    ],
)
def test_a_posted_range_is_placed_and_its_width_judged(posted: str, says: list[str]) -> None:
    ran = run("offer", "--years", "5", "--posted", posted, "--explain")
    shown = " ".join(ran.out.split())
    assert [each for each in says if each not in shown] == [], shown


def test_a_brief_explained_has_the_standing_and_the_notes_of_its_offer() -> None:
    asked = ("brief", "--years", "5", "--metro", "Austin", "--base", "250k", "--equity", "400k/4y")
    short, whole = (run(*asked, *more).out for more in ((), ("--explain",)))
    for part in ("Where it stands", "Later grants (refreshers) are in no figure"):
        assert part in whole
        assert part not in short


def test_a_brief_says_what_was_offered() -> None:
    shown = "\n".join(page("brief", *ASKED[1:], *MADE))
    assert "The offer: $250,000 base, $400,000/4y equity" in shown


# The file to start from ---------------------------------------------------------------------------


def test_the_template_is_read_back_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "offers.toml"
    assert run("offer", "--template", "-o", str(path)).out == ""
    text = path.read_text(encoding="utf-8")
    assert run("offer", "--template").out == text
    answer = run("offer", str(path), "--json").json
    told = tomllib.loads(text)
    assert answer["offers"][0]["profile"]["years"] == told["years"]
    assert [one["name"] for one in answer["offers"]] == [one["name"] for one in told["offer"]]
    first, second = (one["terms"] for one in answer["offers"])
    assert (first["base"], first["grant"], first["bonus_share"]) == (250_000, 400_000, 0.15)
    assert (second["grant"], second["bonus"], second["signing"]) == (0, None, None)


def test_the_template_has_every_key_and_each_of_its_examples_is_good(tmp_path: Path) -> None:
    text = run("offer", "--template").out
    head, first, _ = text.split("[[offer]]")
    keys = re.findall(r"^(?:# )?(\w+) = ", head, re.MULTILINE)
    assert keys == [field.name for field in fields(Profile)]
    own = re.findall(r"^(?:# )?(\w+) = ", first, re.MULTILINE)
    assert set(own) | set(keys) == set(KEYS)
    assert {part.name for part in PARTS} == {
        field.name for field in fields(Offer) if field.name not in ("profile", "name")
    }
    beside = {
        "shares": "price = 18\n",
        "price": "shares = 10\n",
        "strike": "shares = 10\nprice = 18\n",
        "valuation": 'equity = "0.1%"\n',
        "vesting": 'equity = "400k"\n',
    }
    for key, line in re.findall(r"^# ((\w+) = .*)$", head + first, re.MULTILINE):
        name, line = line, key
        path = tmp_path / "one.toml"
        shared = name in keys
        offer = f'[[offer]]\nbase = "250k"\n{"" if shared else line}\n{beside.get(name, "")}'
        path.write_text(f"{line if shared else ''}\n{offer}")
        ran = run("offer", str(path), "--years", "5", "--json")
        assert ran.code == 0, f"{line}: {ran.err}"


def test_the_template_takes_the_job_that_is_told_and_nothing_else() -> None:
    text = run("offer", "--template", "--years", "7", "--metro", "New York", "--spec", "cv").out
    told = tomllib.loads(text)
    assert (told["years"], told["metro"], told["spec"]) == (7, "New York", ["cv"])
    hidden = run("offer", "--template", "--metro", "a\u2028b\u202ec\x7f").out
    assert tomllib.loads(hidden)["metro"] == "a b?c?"
    for more in (("--base", "200k"), ("x.toml",), ("--posted", "1k-2k"), ("--json",)):
        ran = run("offer", "--template", *more)
        assert (ran.code, ran.out) == (2, "")
