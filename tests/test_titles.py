"""Job titles: level, specializations and role, from titles in the wording of job boards."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pytest
from cli_run import run
from hypothesis import given
from hypothesis import strategies as st

from mlsalary import Profile, estimate
from mlsalary.errors import NotFoundError, UsageError
from mlsalary.reading.ladders import ladder_of
from mlsalary.reading.phrases import plain_words
from mlsalary.reading.titles import read_title
from mlsalary.rulebook import Rulebook
from mlsalary.vocabulary import vocabulary

BOOK = Rulebook.shipped()
ROOT = Path(__file__).parents[1]
TITLES = list(csv.DictReader((ROOT / "tests/job_titles.csv").read_text("utf-8").splitlines()))
"""Titles with what a careful reader takes from each, told by hand."""
OTHERWISE = {"Research Intern - Large Language Models": "no role, of a job that is not covered"}
"""What the reader takes from a title instead."""


class Told(NamedTuple):
    """What a title tells, as ``job_titles.csv`` has it."""

    level: str
    spec: str
    role: str
    ours: str


def told(title: str, company: str = "") -> Told:
    found = read_title(title, ladder_of(company or None, BOOK), BOOK)
    level = "intern" if found.refused else str(found.level.value) if found.level else ""
    specs = ";".join(found.specs.value) if found.specs else ""
    role = str(found.role.value) if found.role else ""
    return Told(level, specs, role, "yes" if found.ours else "no")


def meant(row: dict[str, str]) -> Told:
    return Told(row["level"], row["spec"], row["role"], row["ours"])


def test_titles_of_job_boards() -> None:
    assert len(TITLES) >= 300
    wrong = {
        row["title"]: (told(row["title"], row["company"]), meant(row))
        for row in TITLES
        if told(row["title"], row["company"]) != meant(row)
    }
    assert wrong.keys() == OTHERWISE.keys(), wrong


def test_a_field_may_stand_before_what_one_is_in_it() -> None:
    assert told("Machine Learning, Manager") == ("lead", "", "", "yes")
    assert told("Machine Learning") == ("", "", "", "no")


def test_a_field_of_scientists_tells_the_role_where_no_noun_does() -> None:
    assert told("Applied AI & Data Science Lead") == ("lead", "", "scientist", "yes")
    assert told("Applied AI Lead") == ("lead", "", "", "yes")


def test_no_title_is_read_as_a_level_that_it_does_not_tell() -> None:
    silent = [row for row in TITLES if not row["level"]]
    assert len(silent) >= 100
    assert [row["title"] for row in silent if told(row["title"], row["company"]).level] == []


@pytest.mark.parametrize(
    ("title", "company", "level"),
    [
        ("Software Engineer III, AI/ML", "", "senior"),
        ("Software Engineer III, AI/ML", "Google", "mid"),
        ("Software Engineer III", "JPMorgan Chase", "mid"),
        ("Applied AI ML Associate", "JPMorgan", "mid"),
        ("Machine Learning Associate", "LinkedIn", ""),
        ("Associate Machine Learning Engineer", "LinkedIn", "entry"),
        ("Vice President, Machine Learning Engineer", "Goldman Sachs", "senior"),
        ("Vice President, Machine Learning Engineer", "", "senior"),
        ("Vice President of Machine Learning", "", "vp"),
        ("Machine Learning Engineer (L5)", "Google", "senior"),
        ("Machine Learning Engineer (L5)", "Amazon", "mid"),
        ("Machine Learning Engineer, E6", "Meta", "staff"),
        ("L4 Engineer", "Google", "mid"),
        ("L5 Engineer, Infrastructure team", "Google", "senior"),
        ("Engineer, L6 team", "Google", ""),
        ("ML Engineer L5 team", "Google", ""),
        ("Senior Analyst, Machine Learning", "Goldman Sachs", "mid"),
        ("Senior Analyst, Machine Learning", "", ""),
        *(("Data Scientist, M", "Expedia", ""), ("ML Engineer, 5A", "Uber", "senior")),
        ("Data Scientist 63", "Microsoft", ""),  # a figure alone is a level where it is told as one
        ("Data Scientist II", "Google", "entry"),
        ("Machine Learning Engineer 2", "Amazon", "mid"),
        ("Senior Machine Learning Engineer", "Google", "senior"),
        ("Senior Member of Technical Staff", "", "senior"),
        ("Member of Technical Staff", "OpenAI", ""),
        ("Software Engineer, Machine Learning", "LinkedIn", ""),  # many levels bear the name
    ],
)
def test_what_a_company_means_by_its_words(title: str, company: str, level: str) -> None:
    assert told(title, company).level == level


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Engineer II", ("engineer", "2")),
        ("Engineer Level II", ("engineer", "2")),
        ("Level IV Engineer, Level 4", ("4", "engineer", "l", "4")),
        ("II Level", ("2", "l")),
        ("L5", ("l", "5")),
    ],
)
def test_a_level_before_a_roman_figure_says_nothing(text: str, words: tuple[str, ...]) -> None:
    assert plain_words(text, BOOK) == words


def test_two_spellings_of_a_title_have_the_same_words() -> None:
    assert plain_words("Sr. SDE-II", BOOK) == plain_words("senior SDE 2", BOOK)


@pytest.mark.parametrize(
    ("title", "level"),
    [
        *(("Engineer I, ML", "entry"), ("ML Engineer 2", "mid"), ("AI Engineer II/III", "senior")),
        *(("ML Engineer IV", "staff"), ("Senior ML Engineer II", "senior")),
        *(("ML Engineer - 3 openings", ""), ("ML Engineer 2-4 years", "")),
        *(("ML Engineer 6065064", ""), ("ML Engineer, Class of 2026", "")),
        *(("Machine Learning Engineer, II", "mid"), ("MLE 3", "senior"), ("SWE-2", "mid")),
        *(
            ("Software Engineer I/O", ""),
            ("Software Engineer V&V", ""),
            ("Engineer, Level II", "mid"),
            ("ML Engineer Level II", "mid"),
        ),
        ("Data Engineer I, II, or III", "senior"),
        *(("ML Engineer 0", ""), ("ML Engineer 7", "")),
        *(("Head of AI (Sales Engineer)", "director"), ("Director of AI (Recruiter)", "director")),
    ],
)
def test_grades(title: str, level: str) -> None:
    assert told(title).level == level


def test_of_several_grades_the_highest_counts_and_it_says_so() -> None:
    level = read_title("AI Engineer II/III", None, BOOK).level
    assert level == ("senior", "the highest of II and III")
    level = read_title("AI Engineer III", None, BOOK).level
    assert level is not None
    assert "highest" not in str(level.note)


@pytest.mark.parametrize(
    "title",
    [
        *("Registered Nurse", "Account Executive, AI", "Sales Engineer - Machine Learning"),
        *("AI Product Manager", "Technical Recruiter, Machine Learning Engineers"),
        *("Data Scientist Recruiter", "Machine Learning Engineer Trainer"),
        *("Principal Investigator, AI", "Staffing Coordinator", "Lead Generation Specialist"),
        *("Chief of Staff to the CTO", "Director of Sales, AI", "Senior Accountant", "Teacher"),
        *(
            "Principal Engineer, Structural",
            "Engineering Manager - Mechanical",
            "Staff Scientist, Biology",
        ),
        *("Research Scientist, Immunology", "VP of Engineering (HVAC Manufacturing)"),
        *("Civil Engineer II", "Data Entry Clerk", "Dean of Engineering", "", "—", "2026"),
    ],
)
def test_other_jobs_tell_nothing(title: str) -> None:
    assert told(title) == Told("", "", "", "no")


@pytest.mark.parametrize(
    "title",
    [
        *("Tag Manager Software Engineer", "Keyless Entry Software Engineer"),
        *("Mid Cap Equities Data Scientist", "Principal Trading Software Engineer"),
        *("Lead Service Line Data Scientist", "L7 Proxy Software Engineer"),
        *("Software Engineer, L4 Autonomy", "Data Scientist, Level 3 Communications"),
        *("ML Engineer reporting to the CTO", "Data Scientist at Principal Financial Group"),
        *("Software Engineer, Intern Programs", "Software Engineer, New Grad Recruiting Tools"),
        *("Founding Machine Learning Engineer", "Member of Technical Staff", "AI Fellow"),
    ],
)
def test_words_that_tell_no_level(title: str) -> None:
    for company in ("", "Google", "Waymo"):
        assert told(title, company).level == ""
        assert told(title, company).ours == "yes"


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Graduate Intern Data Scientist",
            "R&D Intern - Data Scientist",
            "PhD Research Intern, NLP",
        ),
        *("Technical Intern - Machine Learning Engineer", "Student Trainee (Data Scientist)"),
        *("Internship: Data Science", "Machine Learning Co-op, Summer 2026"),
    ],
)
def test_internships(title: str) -> None:
    assert told(title).level == "intern"


@pytest.mark.parametrize(
    ("title", "spec"),
    [
        *(("AI Agent Engineer", "llm"), ("Software Engineer, Agents", "llm")),
        *(("Datadog Agent Software Engineer", ""), ("Data Scientist, Agent Performance", "")),
        *(("Causal Inference Data Scientist", ""), ("ML Engineer, Inference", "mlops")),
        *(("CV Parsing Engineer", ""), ("ML Engineer (CV)", "cv")),
        *(("Speech Therapy Data Scientist", ""), ("Vision Benefits ML Engineer", "")),
        *(("Platform Engineer", ""), ("ML Platform Engineer", "mlops")),
        *(("LLM Inference Engineer", "llm"), ("GenAI & NLP Scientist", "llm;nlp")),
    ],
)  # fmt: skip
def test_specializations_and_their_false_friends(title: str, spec: str) -> None:
    assert told(title).spec == spec


ANYTHING = st.text(max_size=60) | st.lists(
    st.sampled_from(
        [word for row in TITLES[:120] for word in row["title"].split()] + [",", "-", "(", "II", "|"]
    ),
    max_size=12,
).map(" ".join)


@given(ANYTHING)
def test_any_title_can_be_read(title: str) -> None:
    known = vocabulary(BOOK)
    for company in (None, "Google", "Goldman Sachs"):
        found = read_title(title, ladder_of(company, BOOK), BOOK)
        assert found.level is None or found.level.value in known.levels
        assert found.role is None or found.role.value in known.words["role"]
        assert found.specs is None or set(found.specs.value) <= set(known.words["spec"])
        if not found.ours:
            assert (found.level, found.specs, found.role, found.refused) == (None,) * 4


@given(st.sampled_from(TITLES), st.sampled_from([str.upper, str.lower, str.title]))
def test_case_does_not_count(row: dict[str, str], written: object) -> None:
    assert callable(written)
    assert told(written(row["title"]), row["company"]) == told(row["title"], row["company"])


@given(st.sampled_from(TITLES))
def test_brackets_and_blanks_around_do_not_count(row: dict[str, str]) -> None:
    title, company = row["title"], row["company"]
    assert told(f"  {title}  (Remote) ", company) == told(title, company)
    assert told(f"{title} | Austin, TX", company) == told(title, company)


# In a profile -------------------------------------------------------------------------------------


def test_a_title_tells_what_is_not_told() -> None:
    title = "Sr. Machine Learning Engineer, LLM Inference"
    answer = estimate(Profile(title=title, company="Google", metro="Mountain View, CA"))
    profile = answer.profile
    assert (profile.level, profile.specs, profile.role) == ("senior", ("llm",), "engineer")
    assert (profile.employer, profile.company) == ("top-tech", "Google")
    rows = {one.field: one for one in answer.read}
    assert (rows["level"].typed, rows["level"].as_) == (title, "senior")
    assert rows["spec"].as_ == ["llm"]
    assert all(rows[field].note == "from the title" for field in ("level", "spec", "role"))
    same = Profile(level="senior", spec="llm", company="Google", metro="Mountain View, CA")
    assert answer.base == estimate(same).base
    assert answer.total == estimate(same).total


def test_what_is_told_holds_against_the_title() -> None:
    title = "Principal NLP Scientist"
    answer = estimate(Profile(level="mid", spec="cv", role="engineer", title=title))
    profile = answer.profile
    assert (profile.level, profile.specs, profile.role) == ("mid", ("cv",), "engineer")
    (said,) = (one.message for one in answer.warnings if one.code == "title_overruled")
    assert "staff or principal, natural language processing and scientist" in said
    none = estimate(Profile(level="mid", spec="none", title=title)).profile
    assert none.specs == ()


def test_a_title_that_is_no_job_of_ours_is_a_warning() -> None:
    answer = estimate(Profile(years=5, title="Registered Nurse"))
    (warning,) = (one for one in answer.warnings if one.code == "title_not_read")
    assert '"Registered Nurse"' in warning.message
    assert answer.base == estimate(Profile(years=5)).base
    with pytest.raises(UsageError, match="does not name a job in machine learning"):
        estimate(Profile(title="Registered Nurse"))
    with pytest.raises(UsageError, match='"ML Engineer" does not name a level'):
        estimate(Profile(title="ML Engineer"))


@pytest.mark.parametrize("title", ["Machine Learning Intern", "Data Science Co-op", "AI Trainee"])
def test_internships_are_refused_unless_a_level_is_told(title: str) -> None:
    with pytest.raises(NotFoundError, match="internships") as raised:
        estimate(Profile(years=1, title=title))
    assert raised.value.code == "level_not_covered"
    assert estimate(Profile(level="entry", title=title)).profile.level == "entry"


def test_the_command_line() -> None:
    title = "Sr. Machine Learning Engineer II, LLM Inference (Remote)"
    ran = run("estimate", "--title", title, "--company", "Google LLC", "--json")
    assert ran.code == 0
    assert [row["field"] for row in ran.json["read"]] == [
        *("level", "role", "spec", "employer", "company")
    ]
    page = run("estimate", "--title", title, "--company", "Google LLC", "--format", "plain")
    said = f'"{title}" as level senior, role engineer, spec llm (from the title)'
    assert said in " ".join(page.out.split())
    refused = run("estimate", "--title", "ML Intern", "--json")
    assert (refused.code, refused.error["code"]) == (3, "level_not_covered")
