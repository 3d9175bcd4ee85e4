"""Levels, degrees, specializations and roles as people write them, and their false friends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from known_words import LEVELS, SPECS, VOCABULARY

from mlsalary.errors import NotFoundError, UsageError
from mlsalary.profile import WORDS, Profile
from mlsalary.reading.degrees import read_degree
from mlsalary.reading.levels import read_level
from mlsalary.reading.profile import read_profile
from mlsalary.reading.roles import read_role
from mlsalary.reading.specs import read_specs
from mlsalary.reading.words import is_nothing
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()
anything = st.text(max_size=40)


# Levels -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "level"),
    [
        *(("Sr.", "senior"), ("Sr", "senior"), ("SENIOR", "senior"), ("Senior level", "senior")),
        *(("Jr.", "entry"), ("junior", "entry"), ("new grad", "entry"), ("Entry level", "entry")),
        *(("EN", "entry"), ("MI", "mid"), ("SE", "senior"), ("EX", "director"), ("ex", "director")),
        *(("Mid-level", "mid"), ("mid level", "mid"), ("midlevel", "mid"), ("Staff", "staff")),
        *(("Principal", "staff"), ("Sr. Staff", "staff"), ("Distinguished", "staff")),
        *(("engineering manager", "lead"), ("Team Lead", "lead"), ("tech lead", "lead")),
        *(("Director", "director"), ("head of", "director"), ("Head of AI", "director")),
        *(("VP", "vp"), ("Vice President", "vp"), ("CTO", "chief"), ("C-level", "chief")),
    ],
)
def test_levels_in_words_that_mean_nothing_else(written: str, level: str) -> None:
    assert read_level(written, None, BOOK) == (level, None)


@pytest.mark.parametrize(
    ("written", "level", "says"),
    [
        ("Associate", "mid", "LinkedIn"),
        ("Mid-Senior level", "senior", "mid"),
        ("Executive", "director", "above"),
        ("I", "entry", "first of three"),
        ("II", "mid", "second of three"),
        ("III", "senior", "third of three"),
        ("Software Engineer I", "entry", "first of three"),
        ("Software Engineer II", "mid", "second of three"),
        ("ML Engineer III", "senior", "third of three"),
        ("Data Scientist IV", "staff", "above the third"),
        ("SDE II", "mid", "second of three"),
        *((word, "entry", "no company given") for word in ("IC1", "L3", "E3", "ICT2")),
        *((word, "mid", "no company given") for word in ("IC2", "IC3", "L4", "E4")),
        *((word, "senior", "no company given") for word in ("IC4", "L5", "e5", "ICT4")),
        *((word, "staff", "no company given") for word in ("IC5", "IC7", "L6", "L8", "E8")),
        ("L5 Senior", "senior", "no company given"),
    ],
)  # fmt: skip
def test_levels_that_can_mean_several_things_are_said(written: str, level: str, says: str) -> None:
    value, note = read_level(written, None, BOOK)
    assert value == level
    assert says in str(note)


@pytest.mark.parametrize(
    ("company", "written", "level"),
    [
        *(("Google", "L3", "entry"), ("google", "L5", "senior"), ("Alphabet", "L6", "staff")),
        *(("Amazon", "L4", "entry"), ("Amazon", "L5", "mid"), ("AWS", "L6", "senior")),
        *(("Amazon", "SDE I", "entry"), ("Amazon", "SDE II", "mid"), ("Amazon", "SDE3", "senior")),
        *(("Amazon", "SDE II (L5)", "mid"), ("Amazon.com, Inc.", "L6", "senior")),
        *(("Meta", "E5", "senior"), ("Facebook", "IC3", "entry")),
        *(("Meta Platforms", "E6", "staff"),),
        *(("Microsoft", "64", "senior"), ("Microsoft", "61", "mid"), ("MSFT", "65", "staff")),
        *(("Apple", "ICT4", "senior"), ("Google LLC", "L5", "senior")),
        *(("Apple Inc.", "ICT2", "entry"),),
    ],
)  # fmt: skip
def test_a_companys_own_levels(company: str, written: str, level: str) -> None:
    value, note = read_level(written, company, BOOK)
    assert value == level
    assert str(note).endswith("'s ladder")
    assert "usually" not in str(note)


# A word that is ours by another spelling is the company's where it has a ladder.
@pytest.mark.parametrize(
    ("company", "written", "level"),
    [
        *((None, "SWE II", "mid"), ("Nobody Inc", "SWE II", "mid"), ("Google", "SWE II", "entry")),
        *((None, "Vice President", "vp"), ("Goldman Sachs", "Vice President", "senior")),
        *(("Goldman Sachs", "vp", "senior"), ("Google", "senior", "senior")),
    ],
)
def test_the_level_of_a_profile(company: str | None, written: str, level: str) -> None:
    asked = Profile(level=written, company=company)
    assert read_profile(asked, BOOK).profile.level == level


@pytest.mark.parametrize(
    ("company", "written", "level", "says"),
    [
        ("Nobody Inc", "L5", "senior", "no ladder of Nobody Inc is known here"),
        ("Microsoft", "IC3", "mid", "it is not on Microsoft's ladder"),
        ("Amazon", "SDE IV", "staff", "above the third"),
    ],
)
def test_words_that_are_not_on_the_companys_ladder(
    company: str, written: str, level: str, says: str
) -> None:
    value, note = read_level(written, company, BOOK)
    assert value == level
    assert says in str(note)


@pytest.mark.parametrize(
    ("written", "level"),
    [
        *(("Senior Software Engineer II", "senior"), ("Senior/Staff", "staff")),
        *(("Staff Machine Learning Engineer", "staff"), ("Associate Director", "director")),
        *(("Senior SDE", "senior"), ("Principal MTS", "staff"), ("Mid - Senior", "senior")),
        *(("Software Engineering Manager", "lead"), ("Head of AI Research", "director")),
        *(("ML Engineer II", "mid"), ("Jr ML Engineer", "entry"), ("Level 4", "mid")),
        *(("L3-L4", "mid"), ("L5/L6", "staff"), ("Level II", "mid"), ("Level III", "senior")),
    ],
)
def test_levels_in_the_words_of_a_title(written: str, level: str) -> None:
    assert read_level(written, None, BOOK).value == level


@pytest.mark.parametrize("written", ["mid,senior", "senior; mid", "Mid / Senior", "mid or senior"])
def test_of_several_levels_the_highest_is_meant_and_it_says_so(written: str) -> None:
    assert read_level(written, None, BOOK) == ("senior", "the highest of mid and senior")


@pytest.mark.parametrize("company", ["Amazon", "Nobody Inc", None])
def test_plain_words_need_no_ladder(company: str | None) -> None:
    assert read_level("Senior", company, BOOK) == ("senior", None)


@pytest.mark.parametrize("written", ["intern", "Internship", "Trainee", "co-op", "Student"])
def test_interns_are_understood_and_not_covered(written: str) -> None:
    with pytest.raises(NotFoundError, match="internships") as raised:
        read_level(written, None, BOOK)
    assert raised.value.code == "level_not_covered"


@pytest.mark.parametrize(
    ("company", "written"),
    [
        *((None, word) for word in ("member of technical staff", "MTS")),
        *((None, word) for word in ("staffing", "Staffing lead")),
        *((None, word) for word in ("lead generation", "Lead Generation Specialist", "leading")),
        *((None, word) for word in ("L10", "L50", "E55", "IC10", "64", "Level 1")),
        *((None, word) for word in ("Sales Engineer II",)),
        *((None, word) for word in ("Principal Investigator", "Seniority", "senor citizen")),
        *((None, word) for word in ("", "5", "XV")),
        *((None, word) for word in ("Michigan", "seniors", "Software Engineer, MI")),
        *((None, word) for word in ("headcount", "EE")),
        *(("Microsoft", "640"), ("Amazon", "SDE IIII"), ("Amazon", "XSDE I")),
    ],
)  # fmt: skip
def test_false_friends_are_no_levels(company: str | None, written: str) -> None:
    with pytest.raises(NotFoundError) as raised:
        read_level(written, company, BOOK)
    assert raised.value.code == "level_not_found"


# Degrees ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("degree", "ways"),
    [
        ("bachelors", ("Bachelor's Degree", "Bachelor’s degree", "B.S.", "BS")),
        ("bachelors", ("B.A.", "BA", "BSc")),
        ("bachelors", ("B.Tech", "B.E.", "BEng", "Bachelors", "bachelor", "Undergraduate")),
        ("bachelors", ("Bachelor of Science in Statistics", "BS, Computer Science", "BSc (Hons)")),
        ("bachelors", ("Bachelor’s degree (B.A., B.S., B.Eng., etc.)", "BS or equivalent")),
        ("masters", ("Master's Degree", "Master’s", "M.S.", "MS", "MSc", "M.Sc.", "MEng", "MBA")),
        ("masters", ("Masters", "M.Tech", "MA")),
        ("masters", ("MSc Computer Science", "MS in CS", "Master of Arts")),
        ("masters", ("Master’s degree (M.A., M.S., M.Eng., MBA, etc.)", "Graduate degree")),
        ("phd", ("Ph.D.", "PhD", "phd", "Doctorate", "Doctoral degree", "Doctor of Philosophy")),
        ("phd", ("PhD in Machine Learning", "Ph.D. in Physics, MIT", "DPhil", "PhD (Statistics)")),
    ],
)  # fmt: skip
def test_degrees_in_words_that_mean_nothing_else(degree: str, ways: Sequence[str]) -> None:
    for written in ways:
        assert read_degree(written, BOOK) == (degree, None), written


@pytest.mark.parametrize(
    ("written", "degree"),
    [
        *(("BS/MS", "masters"), ("BS + MS", "masters"), ("Bachelor's or Master's", "masters")),
        *(("B.S., Ph.D.", "phd"), ("PhD and MBA", "phd")),
        *(("MS & PhD", "phd"), ("BA; MA", "masters")),
    ],
)  # fmt: skip
def test_of_several_degrees_the_highest(written: str, degree: str) -> None:
    assert read_degree(written, BOOK) == (degree, "the highest of several")


@pytest.mark.parametrize(
    "written",
    [
        *("some college", "High School", "high school diploma", "Associate's Degree", "No degree"),
        *("Some college, no degree", "Associate degree (A.A., A.S., etc.)", "GED", "bootcamp"),
        "Some college/university study without earning a bachelor’s degree",
    ],
)
def test_less_than_a_bachelors_degree_is_priced_as_one_and_said(written: str) -> None:
    value, note = read_degree(written, BOOK)
    assert value == "bachelors"
    assert "less than a bachelor's degree" in str(note)


@pytest.mark.parametrize(
    "written",
    [
        *("MS Excel", "MS Office, MS Excel", "MS SQL Server"),
        *("MS Project", "BA analyst", "BE able"),
        *("BA (business analyst)", "Scrum Master", "Mastercard", "LLM", "baseball", "bass", "msn"),
        *("PhD preferred", "PhD required", "PhD student", "PhD candidate", "Ph.D. (ABD)", "no PhD"),
        *("PhD, in progress", "PhD (expected 2026)", "PhD, ABD", "Masters (ongoing)", "not a PhD"),
        *("Bachelor's (dropped out)", "Master's degree not completed", "without a bachelor's"),
        *("Professional degree (JD, MD, Ph.D, Ed.D, etc.)", "I prefer not to answer", "other", ""),
        *("MD", "JD", "certified", "5", "MIT", "No formal education past high school"),
    ],
)  # fmt: skip
def test_false_friends_are_no_degrees(written: str) -> None:
    with pytest.raises(NotFoundError) as raised:
        read_degree(written, BOOK)
    assert raised.value.code == "degree_not_found"


# Specializations ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "specs"),
    [
        *(("LLM", ["llm"]), ("GenAI", ["llm"])),
        *(("Generative AI (LLMs)", ["llm"]), ("RAG", ["llm"])),
        *(("agents", ["llm"]), ("diffusion", ["llm"])),
        *(("Computer Vision", ["cv"]), ("NLU", ["nlp"])),
        *(("inference", ["mlops"]), ("training platform", ["mlops"]), ("MLOps", ["mlops"])),
        *(("RLHF", ["rl"]), ("reinforcement learning", ["rl"]), ("fine-tuning", ["llm"])),
        *((f"LLM{sign}CV", ["llm", "cv"]) for sign in ("; ", ",", "/", " | ", "+", " and ", " & ")),
        *(("NLP, LLM; mlops", ["llm", "nlp", "mlops"]), ("['nlp', 'cv']", ["cv", "nlp"])),
        *(("Deep Learning, Computer Vision", ["cv"]), ("LLM, LLM, genai", ["llm"])),
        *(("machine learning", []), ("ML", []), ("AI", [])),
        *(("generalist", []), ("", []), (";;", [])),
        *(("N/A", []), ("none", []), ("unknown", [])),
    ],
)  # fmt: skip
def test_specializations(written: str, specs: list[str]) -> None:
    assert read_specs([written], BOOK) == (tuple(specs), None, ())


@pytest.mark.parametrize(
    ("written", "specs", "says"),
    [
        ("speech", ["nlp"], "speech"),
        ("LLM; speech and audio", ["llm", "nlp"], "speech and audio"),
        ("text-to-speech", ["nlp"], "text-to-speech"),
        ("pytorch", [], "a tool"),
        ("Python, C++, LLM", ["llm"], "C++: a tool"),
    ],
)
def test_words_that_are_nearly_a_specialization_are_said(
    written: str, specs: list[str], says: str
) -> None:
    value, note, unknown = read_specs([written], BOOK)
    assert (value, unknown) == (tuple(specs), ())
    assert says in str(note)


@pytest.mark.parametrize(
    "written", ["recsys", "search", "robotics", "vision insurance", "insurance agents", "chess"]
)
def test_what_none_of_the_five_holds_is_unknown(written: str) -> None:
    assert read_specs([f"LLM; {written}"], BOOK) == (("llm",), None, (written,))


@given(st.lists(st.sampled_from(sorted(VOCABULARY.spellings["spec"])), min_size=1, max_size=4))
def test_any_list_of_known_words_is_read_whole(words: list[str]) -> None:
    meant = {VOCABULARY.spellings["spec"][word] for word in words}
    ordered = tuple(spec for spec in SPECS if spec in meant)
    for sign in (";", ", ", " | ", "; "):
        value, _, unknown = read_specs([sign.join(words).upper()], BOOK)
        assert (value, unknown) == (ordered, ())
    assert read_specs(words, BOOK).value == ordered


@given(st.lists(anything, max_size=3))
def test_any_list_is_specializations_and_words_that_are_none(texts: list[str]) -> None:
    found = read_specs(texts, BOOK)
    assert set(found.value) <= set(SPECS)
    assert all(word.strip() for word in found.unknown)
    assert read_specs(found.value, BOOK) == (found.value, None, ())


# Employers ----------------------------------------------------------------------------------------


def employer(text: str) -> tuple[str, bool]:
    """The key, and whether it is said how it was read."""
    read = read_profile(Profile(years=5, employer=text), BOOK)
    return str(read.profile.employer), any(one.note for one in read.read)


@pytest.mark.parametrize(
    ("written", "key", "said"),
    [
        *(("Big Tech", "big-tech", False), ("FAANG", "big-tech", False)),
        *(("BIG_TECH", "big-tech", False),),
        *(("tech company", "tech", False), ("Start-up", "startup", False)),
        *(("Non-tech", "enterprise", False), ("bank", "enterprise", False)),
        *(("AI lab", "lab", False), ("top tech", "top-tech", False), ("quant", "top-tech", False)),
        *(("mega-tech", "mega-tech", False), ("private", "startup", False)),
        *(("Government", "public-sector", False), ("university", "public-sector", False)),
        *(("Google", "top-tech", True), ("JPMorgan", "enterprise", True)),
    ],
)
def test_kinds_of_employers(written: str, key: str, said: bool) -> None:
    assert employer(written) == (key, said)


@pytest.mark.parametrize("written", ["Public", "public company", "listed", "Acme", "tech support"])
def test_what_is_no_kind_of_employer(written: str) -> None:
    with pytest.raises(NotFoundError) as raised:
        employer(written)
    assert raised.value.code == "employer_not_found"


# All kinds ----------------------------------------------------------------------------------------

KINDS = [one.name for one in WORDS if not one.several]


def value_of(kind: str, text: str) -> str:
    if kind == "level":
        return read_level(text, None, BOOK).value
    readers = {"degree": read_degree, "role": read_role}
    return str(readers[kind](text, BOOK).value)


@pytest.mark.parametrize("kind", ["level", "degree", "role"])
@given(st.data())
def test_every_spelling_in_any_case_gives_its_word(kind: str, data: st.DataObject) -> None:
    spelling, word = data.draw(st.sampled_from(sorted(VOCABULARY.spellings[kind].items())))
    gap = data.draw(st.sampled_from(("-", " ", "_", "  ", "–")))
    for written in (spelling, spelling.upper(), f" {spelling.title()} ", f"{spelling}."):
        assert value_of(kind, written.replace("-", gap)) == word
    assert value_of(kind, str(word)) == word


@pytest.mark.parametrize("kind", ["level", "degree", "role"])
@given(anything)
def test_any_text_is_a_word_or_an_error_of_ours(kind: str, text: str) -> None:
    try:
        found = value_of(kind, text)
    except NotFoundError as error:
        found, code = "", error.code
    assert found or code in (f"{kind}_not_found", f"{kind}_not_covered")
    assert not found or value_of(kind, found) == found


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            " ",
            "N/A",
            "NA",
            "n/a",
            "nan",
            "NaN",
            "null",
            "None",
            "-",
            "--",
            "unknown",
            "Unknown",
        ),
        *("not specified", "Not Specified", "not applicable", "Not Applicable", "#N/A"),
    ],
)
def test_nothing(written: str) -> None:
    assert is_nothing(written, BOOK)
    told = dict.fromkeys(("level", "degree", "employer", "company", "title", "role"), written)
    read = read_profile(Profile(years=5, spec=written, as_of=written, **told), BOOK)
    nothing_told = Profile(years=5, company=written, title=written)  # they stay as typed
    assert read == read_profile(nothing_told, BOOK)
    assert (read.profile.level, read.profile.specs, read.profile.degree) == (None, (), None)
    assert (read.read, read.unused) == ((), ())


@pytest.mark.parametrize("written", ["0", "no", "nowhere", "Nan Inc", "none given yet", "?!"])
def test_something(written: str) -> None:
    assert not is_nothing(written, BOOK)


texts = st.one_of(
    st.none(),
    anything,
    st.sampled_from(
        ("L5", "Sr.", "BS/MS", "5+ yrs", "May 2025", "Google", "LLM; CV", "ML Engineer")
    ),
)
FIELDS = ("years", "level", "degree", "employer", "company", "title", "role", "spec", "as_of")


@given(st.fixed_dictionaries({**dict.fromkeys(FIELDS, texts), "spec": anything}))
def test_a_profile_that_was_read_is_read_again_as_itself(told: dict[str, Any]) -> None:
    try:
        once = read_profile(Profile(**told), BOOK)
    except (NotFoundError, UsageError):
        return
    twice = read_profile(once.profile, BOOK)
    assert twice.profile == once.profile
    assert set(once.profile.specs) <= set(SPECS)
    assert once.profile.level in {None, *LEVELS}
