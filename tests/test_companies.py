"""Companies: their names as people write them, their kinds, and their ladders."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from cli_run import run
from hypothesis import given
from hypothesis import strategies as st

from mlsalary import Profile, Rulebook, estimate, estimate_frame
from mlsalary.errors import NotFoundError
from mlsalary.reading.companies import company_key, listed, read_company
from mlsalary.reading.ladders import ladder_of, ladders, on_ladder, rank_said
from mlsalary.reading.levels import read_level
from mlsalary.rulebook import shipped_folder
from mlsalary.vocabulary import vocabulary

BOOK = Rulebook.shipped()
KINDS = tomllib.loads((shipped_folder() / "companies.toml").read_text("utf-8"))["kinds"]
NAMES = [(name, kind) for kind, companies in KINDS.items() for name in companies]


@pytest.mark.parametrize(
    ("written", "name", "kind"),
    [
        *(("Google LLC", "Google", "top-tech"), ("google", "Google", "top-tech")),
        *(("Alphabet Inc.", "Google", "top-tech"), ("Google (Alphabet)", "Google", "top-tech")),
        *(("Facebook", "Meta", "top-tech"), ("META PLATFORMS, INC.", "Meta", "top-tech")),
        *(("AWS", "Amazon", "mega-tech"), ("Amazon.com Services LLC", "Amazon", "mega-tech")),
        *(("NVIDIA Corporation", "Nvidia", "mega-tech"), ("Apple, Inc.", "Apple", "mega-tech")),
        *(("JPMorgan", "JPMorgan Chase", "enterprise"),),
        *(("JP Morgan Chase & Co.", "JPMorgan Chase", "enterprise"),),
        *(("The Walt Disney Company", "Disney", "enterprise"),),
        *(("Johnson & Johnson", "Johnson & Johnson", "enterprise"),),
        *(("johnson and johnson", "Johnson & Johnson", "enterprise"),),
        *(("AT&T", "AT&T", "enterprise"), ("Ford Motor Company", "Ford", "enterprise")),
        *(("OpenAI", "OpenAI", "lab"), ("Anthropic, PBC", "Anthropic", "lab")),
        *(("Two Sigma Investments, LP", "Two Sigma", "top-tech"),),
        *(("IBM Corporation", "IBM", "tech"), ("Oracle America, Inc.", "Oracle", "tech")),
        *(("Stanford University", "Stanford University", "public-sector"),),
        *(("TikTok", "ByteDance", "top-tech"), ("X Corp.", "Twitter", "top-tech")),
        *(("walmart-global-tech", "Walmart", "enterprise"),),
    ],
)  # fmt: skip
def test_names_as_people_write_them(written: str, name: str, kind: str) -> None:
    found = read_company(written, BOOK)
    assert found is not None
    assert (found.name, found.employer) == (name, kind)
    assert "assumed" in found.note


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("University of Nowhere", "public-sector"),
        ("Nowhere State University", "public-sector"),
        *(("City of Springfield", "public-sector"), ("First National Bank", "enterprise")),
        *(("Nowhere Mutual Insurance Co.", "enterprise"),),
    ],
)
def test_a_name_that_tells_what_it_is(written: str, kind: str) -> None:
    found = read_company(written, BOOK)
    assert found is not None
    assert (found.name, found.employer) == (written, kind)


@pytest.mark.parametrize(
    "written",
    [
        *("Acme", "Globex LLC", "State of Mind AI", "Databank", "startup", "Confidential", "Inc."),
        *("Bank Street Software", "Food Bank of Alaska", "Hospital IQ", "College Hunks", "-"),
        *("Google (contract via Cognizant)", "Compass Group"),
    ],
)
def test_other_names_tell_nothing(written: str) -> None:
    assert read_company(written, BOOK) is None
    told = estimate(Profile(years=5, company=written))
    assert told.base == estimate(Profile(years=5)).base
    assert told.profile.employer is None


@pytest.mark.parametrize("ending", ["", ", Inc.", " LLC", " Corporation", " Ltd.", " (US)"])
def test_legal_forms_do_not_count(ending: str) -> None:
    for name, kind in NAMES:
        found = read_company(f"{name}{ending}", BOOK)
        assert found is not None, name
        assert (found.name, found.employer) == (name, kind)


def test_no_name_stands_for_two_companies() -> None:
    owners: dict[str, str] = {}
    for companies in KINDS.values():
        for name, others in companies.items():
            for written in (name, *others):
                assert owners.setdefault(company_key(written, BOOK), name) == name, written
    assert set(owners) == set(listed(BOOK))
    assert len(NAMES) >= 500


def test_every_kind_has_companies_but_the_one_that_means_two() -> None:
    assert set(KINDS) == {*vocabulary(BOOK).words["employer"]} - {"big-tech"}
    assert all(len(companies) >= 7 for companies in KINDS.values())


@given(st.text(max_size=40))
def test_any_name_is_a_company_or_none(text: str) -> None:
    found = read_company(text, BOOK)
    assert found is None or found.employer in vocabulary(BOOK).words["employer"]


# In a profile -------------------------------------------------------------------------------------


def codes(profile: Profile) -> list[str]:
    return [one.code for one in estimate(profile).warnings]


@pytest.mark.parametrize("kind", sorted(map(str, vocabulary(BOOK).words["employer"])))
def test_every_kind_has_figures_of_its_own_and_says_which_are_assumed(kind: str) -> None:
    answer = estimate(Profile(years=5, employer=kind))
    assert answer.profile.employer == kind
    assert "priced_as" not in codes(Profile(years=5, employer=kind))
    assumed = {"startup", "lab", "public-sector"}  # nobody, or too few, reported from them
    assert ("employer_assumed" in codes(Profile(years=5, employer=kind))) == (kind in assumed)


def test_a_company_tells_the_kind_of_employer() -> None:
    answer = estimate(Profile(years=5, company="AWS"))
    assert (answer.profile.company, answer.profile.employer) == ("Amazon", "mega-tech")
    rows = {one.field: (one.typed, one.as_, one.note) for one in answer.read}
    assert rows == {
        "employer": ("AWS", "mega-tech", "assumed from the company"),
        "company": ("AWS", "Amazon", None),
    }


def test_what_is_told_of_the_employer_holds() -> None:
    profile = Profile(years=5, company="Google", employer="tech")
    assert estimate(profile).base == estimate(Profile(years=5, employer="tech")).base
    assert "company_overruled" in codes(profile)
    assert "company_overruled" not in codes(Profile(years=5, company="Google", employer="top-tech"))


def test_a_company_may_be_told_as_the_employer() -> None:
    one, other = Profile(level="L5", employer="Google"), Profile(level="L5", company="Google")
    assert estimate(one).base == estimate(other).base
    assert estimate(one).profile.company == "Google"
    assert codes(one) == codes(other)


def test_an_unknown_company_is_said_and_no_error() -> None:
    assert "company_unknown" in codes(Profile(years=5, company="Acme"))
    assert "company_unknown" in codes(Profile(years=5, company="Acme", employer="startup"))
    for command in ("estimate", "brief", "path", "compare"):
        assert run(command, "--years", "5", "--company", "Acme").code == 0
    assert run("offer", "--years", "5", "--company", "Acme", "--base", "200k").code == 0


@pytest.mark.parametrize("word", ["public", "Public Company", "listed"])
def test_a_bare_public_is_ambiguous_and_says_so(word: str) -> None:
    with pytest.raises(NotFoundError) as raised:
        estimate(Profile(years=5, employer=word))
    assert raised.value.code == "employer_not_found"
    assert "public-sector" in raised.value.message
    assert set(raised.value.suggestions) == {"tech", "enterprise", "public-sector"}


# Ladders ------------------------------------------------------------------------------------------


def test_every_word_of_every_ladder_is_read_on_it() -> None:
    for ladder in ladders(BOOK).values():
        for level in vocabulary(BOOK).levels:
            for word in ladder.row.get(level, ()):
                assert on_ladder(ladder, word, BOOK) == level, (ladder.called, word)
                assert on_ladder(ladder, f" {word.upper()} ", BOOK) == level
                for company in ladder.row["companies"]:
                    assert read_level(word, company, BOOK).value == level


def test_codes_of_the_same_letters_rise_or_fall() -> None:
    """``L3`` lies no higher than ``L4`` on one ladder, or no lower: Ford's LL5 is below its LL3."""
    order = {str(level): at for at, level in enumerate(vocabulary(BOOK).levels)}
    for name, ladder in ladders(BOOK).items():
        series: dict[tuple[str, int], list[tuple[int, int]]] = {}
        for words, level in ladder.words.items():
            if len(words) == 2 and words[0].isalpha() and words[1].isdecimal():
                where = series.setdefault((words[0], len(words[1])), [])
                where.append((int(words[1]), order[level]))
        for letters, codes in series.items():
            rungs = [rung for _, rung in sorted(codes)]
            assert rungs in (sorted(rungs), sorted(rungs, reverse=True)), (name, letters)


@pytest.mark.parametrize(
    ("company", "word", "level"),
    [
        *(("Netflix", "L5", "senior"), ("Uber", "L5A", "senior"), ("Uber", "L5B", "staff")),
        *(("Amazon", "SDE 2", "mid"), ("Amazon", "Software Development Engineer II", "mid")),
        *(("Amazon", "l 4", "entry"), ("Amazon", "Level 6", "senior"), ("Amazon", "5", "mid")),
        *(("Apple", "4", "senior"), ("Google", "T3", "entry"), ("Oracle", "IC-3", "mid")),
        *(("JPMorgan", "VP", "senior"), ("Goldman Sachs", "Associate", "mid")),
        *(("Morgan Stanley", "Executive Director", "staff"), ("Citi", "C13", "senior")),
        ("Capital One", "Principal Associate", "mid"),
        *(("IBM", "Band 8", "senior"), ("Qualcomm", "Senior Engineer", "mid")),
        *(("Salesforce", "Senior", "senior"), ("Salesforce", "Sr", "mid")),  # our key, their word
        *(("Google", "L4/L5", "senior"), ("Google", "L4 L3", "mid")),
    ],
)  # fmt: skip
def test_words_of_ladders(company: str, word: str, level: str) -> None:
    assert read_level(word, company, BOOK).value == level


@pytest.mark.parametrize("word", ["L5a", "L5 B", "L50", "L5 0", "L5 0 team"])
def test_another_word_begins_so(word: str) -> None:
    with pytest.raises(NotFoundError, match="There is no level"):
        read_level(word, "Google", BOOK)


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        *(("Staff", (("staff",), "")), ("III", ((), "3")), ("Software Engineer II", ((), "2"))),
        ("Sr. Software Engineer 2", (("senior",), "2")),
        *(("3", None), ("Software Engineer", None), ("Senior Software Engineer X", None)),
        *(("Odd Software Engineer 2", None), ("Software Engineer 2 Odd", None)),
        ("Software Engineer, Data Scientist 2", None),
    ],
)
def test_a_rank_is_words_of_seniority_and_a_grade_beside_one_job(
    text: str, rank: tuple[tuple[str, ...], str] | None
) -> None:
    assert rank_said(text, BOOK) == rank


@pytest.mark.parametrize("name", ["Google", "Goldman Sachs"])
def test_whose_ladder_it_was_is_said(name: str) -> None:
    ladder = ladder_of(name, BOOK)
    assert ladder is not None
    word = ladder.row["mid"][0]
    assert ladder.called in str(read_level(word, name, BOOK).note)


def test_ladders_of_the_banks_are_called_so() -> None:
    assert "banks" in str(read_level("Associate", "Morgan Stanley", BOOK).note)
    assert "LinkedIn" in str(read_level("Associate", None, BOOK).note)


# Tables, files, frames ----------------------------------------------------------------------------


def test_the_table_of_employers() -> None:
    rows = {row["employer"]: row for row in run("table", "employers", "--json").json["rows"]}
    assert list(rows) == [str(kind) for kind in vocabulary(BOOK).words["employer"]]
    assert all(row["about"] and row["evidence"] == "assumed" for row in rows.values())
    assert all(row["examples"] for name, row in rows.items() if name != "big-tech")
    assert all(row["priced_as"] is None for row in rows.values())
    assert "Google" in run("table", "employers").out


def test_the_table_of_companies() -> None:
    every = run("table", "companies", "--json").json["rows"]
    assert {(row["company"], row["employer"]) for row in every} == set(NAMES)
    (meta,) = run("table", "companies", "facebook", "--json").json["rows"]
    assert (meta["company"], meta["employer"], meta["ladder"]) == ("Meta", "top-tech", "facebook")
    missing = run("table", "companies", "Goggle", "--json")
    assert (missing.code, missing.error["code"]) == (3, "company_not_found")
    assert "Google" in missing.error["suggestions"]


def test_the_table_of_ladders() -> None:
    rows = run("table", "ladders", "Facebook", "--json").json["rows"]
    assert [row["level"] for row in rows][:4] == ["entry", "mid", "senior", "staff"]
    assert rows[0]["words"][0] == "E3"
    assert {row["evidence"] for row in run("table", "ladders", "--json").json["rows"]} == {
        *("fitted", "checked", "assumed")
    }
    assert run("table", "ladders", "Acme").code == 3


ROWS: dict[str, list[Any]] = {
    "title": [
        *("Senior Machine Learning Engineer", "ML Engineer II", "Software Engineer III", "Nurse"),
        *(
            "Data Scientist",
            "Sr. NLP Search Engineer",
            "Machine Learning Intern",
            "Engineering Manager",
        ),
    ],
    "company": ["Google LLC", "Acme", "JPMorgan", "AWS", "MIT", "", "Meta", "Stripe, Inc."],
    "company_level": ["", "", "", "L6", "", "IC4", "", ""],
    "years": [None, None, None, None, 3.0, None, 2.0, None],
    "employer": ["", "startup", "", "", "", "bank", "", "tech"],
    "metro": ["Austin"] * 8,
}
LEVELS = ["senior", "mid", "mid", "senior", None, "senior", "level_not_covered", "lead"]
SCIENTIST = 4
EMPLOYERS = [
    *("top-tech", "startup", "enterprise", "mega-tech", "public-sector", "enterprise", None, "tech")
]


def expected() -> list[float]:
    """What the keys are worth that a careful reader would take from each row; nan where refused."""
    worth = list[float]()
    for at, (level, employer) in enumerate(zip(LEVELS, EMPLOYERS, strict=True)):
        if level == "level_not_covered":
            worth.append(math.nan)
            continue
        spec = "nlp" if "NLP" in ROWS["title"][at] else ()
        told = Profile(
            years=ROWS["years"][at],
            level=level,
            role="scientist" if at == SCIENTIST else "engineer",
            company=ROWS["company"][at],
            spec=spec,
            employer=employer,
            metro="Austin",
        )
        worth.append(estimate(told).base.p50)
    return worth


def same(left: list[float], right: list[float]) -> bool:
    return left == pytest.approx(right, rel=1e-9, nan_ok=True)


def test_a_frame_and_a_file_read_titles_and_companies(tmp_path: Path) -> None:
    table = pl.DataFrame(ROWS)
    priced = estimate_frame(table)
    assert same(priced["base_p50"].fill_null(math.nan).to_list(), expected())
    table.write_csv(tmp_path / "in.csv")
    ran = run("batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"))
    assert ran.code == 0
    out = pl.read_csv(tmp_path / "out.csv")
    assert out["base_p50"].to_list() == [round(one) for one in expected() if one > 0]
    rejects = pl.read_csv(tmp_path / "out.csv.rejects.csv")
    assert rejects["code"].to_list() == ["level_not_covered"]


@pytest.mark.thorough("test_a_frame_and_a_file_read_titles_and_companies")
def test_an_engine_that_reads_no_text_knows_the_commonest_titles() -> None:
    foreseen = [at for at, title in enumerate(ROWS["title"]) if title != "Sr. NLP Search Engineer"]
    table = pl.DataFrame(ROWS).with_row_index("at")
    lazily = estimate_frame(duckdb.from_arrow(table.to_arrow())).pl().sort("at")
    got, wanted = lazily["base_p50"].fill_null(math.nan).to_list(), expected()
    assert same([got[at] for at in foreseen], [wanted[at] for at in foreseen])
    said = estimate_frame(table)["warnings"].to_list()
    alike = [at for at in foreseen if "title_not_read" not in (said[at] or "")]
    assert [lazily["warnings"][at] for at in alike] == [said[at] for at in alike]
    (other,) = set(range(table.height)) - set(foreseen)
    assert "title_not_foreseen" in lazily["warnings"][other]


def test_a_file_of_titles_alone_needs_no_years(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        "title,company\nSenior ML Engineer,Google\nML Engineer,Acme\nNurse,Acme\n"
    )
    ran = run("batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"))
    assert ran.code == 0
    assert pl.read_csv(tmp_path / "out.csv").height == 1
    codes = pl.read_csv(tmp_path / "out.csv.rejects.csv")["code"].to_list()
    assert codes == ["years_or_level", "years_or_level"]


# Slips --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ticker", "name"),
    [("amzn", "Amazon"), ("MSFT", "Microsoft"), ("goog", "Google"), ("nvda", "Nvidia")],
)
def test_a_ticker_is_a_company(ticker: str, name: str) -> None:
    assert estimate(Profile(years=5, company=ticker)).profile.company == name


@pytest.mark.parametrize(("typed", "option"), [("startup", "startup"), ("Big Tech", "big-tech")])
def test_a_kind_of_employer_is_no_company(typed: str, option: str) -> None:
    said = run("estimate", "--years", "5", "--company", typed).out
    assert f"not a company. Use --employer {option}." in said


def test_a_company_that_comes_near_is_named_on_the_first_screen() -> None:
    for verb in (("estimate",), ("compare", "--by", "level"), ("path",), ("target", "300k")):
        said = run(*verb, "--years", "5", "--company", "Goggle", terminal=True, width=200).out
        assert said.count("Did you mean Google?") == 1, verb
