"""A word is one row of data: every door knows it, and nothing else has to be touched."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from cli_run import Ran, run
from guide_bands import premium
from known_words import SPECS, VOCABULARY

from mlsalary import Offer, Profile, Rulebook, brief, compare, estimate, estimate_frame, judge_offer
from mlsalary.engine import explain
from mlsalary.errors import NotFoundError
from mlsalary.profile import FIELDS, Word, named, priced_as
from mlsalary.profile import WORDS as ASKED
from mlsalary.render import text
from mlsalary.rulebook import shipped_folder

KEYS = {one.name: VOCABULARY.words[one.name] for one in ASKED}
WORDS = [(kind, str(key)) for kind, keys in KEYS.items() for key in keys]


def asked(kind: str, word: str) -> dict[str, Any]:
    return ({} if kind == "level" else {"years": 5}) | {kind: word, "metro": "Austin"}


def options(kind: str, word: str) -> list[str]:
    return [part for name, said in asked(kind, word).items() for part in (f"--{name}", str(said))]


# Every key through every door --------------------------------------------------------------------


@pytest.mark.thorough(every=7)
@pytest.mark.parametrize(("kind", "word"), WORDS)
@pytest.mark.parametrize(
    "verb",
    [
        ["estimate"],
        ["estimate", "--explain"],
        ["compare"],
        ["compare", "--by", "employer"],
        ["target", "300k"],
        ["path"],
        ["brief"],
        ["offer", "--base", "190k", "--equity", "400k/4y", "--liquid"],
        ["offer", "--posted", "130k-242k"],
    ],
    ids=" ".join,
)
def test_every_word_is_priced_and_said_by_every_verb(verb: list[str], kind: str, word: str) -> None:
    for form in ("table", "plain", "json", "csv", "markdown"):
        if form == "csv" and "--explain" in verb:  # refused: it has no effect on rows
            continue
        ran = run(*verb, *options(kind, word), "--format", form)
        if verb == ["path"] and kind == "level":
            assert (ran.code, ran.out) == (2, "")  # a path follows the years
            continue
        assert (ran.code, ran.err) == (0, ""), ran.err
        if form == "json" and verb == ["estimate"]:
            said = ran.json["profile"][kind]
            assert said == ([word] if kind == "spec" else word)
        assert "{" not in ran.out or form == "json"
        assert "<" not in ran.out  # no object's own name


def test_every_spelling_leads_to_its_word() -> None:
    for kind, spellings in VOCABULARY.spellings.items():
        if kind == "premiums":
            continue
        for spelling, word in spellings.items():
            for typed in (spelling.upper(), f" {spelling.replace('-', '  ')} ", spelling):
                answer = estimate(Profile(**asked(kind, typed)))
                found = answer.profile.specs if kind == "spec" else (getattr(answer.profile, kind),)
                assert found == (word,), typed


def test_a_frame_and_a_file_know_every_word(tmp_path: Path) -> None:
    rows = [{"years": None} | asked(kind, word) for kind, word in WORDS]
    table = pl.DataFrame(
        [{name: row.get(name) for name in ("years", "metro", *KEYS)} for row in rows],
        schema={"years": pl.Float64} | dict.fromkeys(("metro", *KEYS), pl.String),
    )
    single = [estimate(Profile(**asked(kind, word))).base.p50 for kind, word in WORDS]
    assert estimate_frame(table)["base_p50"].to_list() == pytest.approx(single, rel=1e-9)
    lazily = estimate_frame(duckdb.from_arrow(table.to_arrow())).pl()
    assert sorted(lazily["base_p50"].to_list()) == pytest.approx(sorted(single), rel=1e-9)
    table.write_csv(tmp_path / "in.csv")
    assert run("batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv")).code == 0
    assert pl.read_csv(tmp_path / "out.csv")["base_p50"].to_list() == [*map(round, single)]


def test_help_errors_completion_and_schema_name_every_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run("estimate", "--help")
    shown = " ".join(capsys.readouterr().out.replace("│", " ").split())
    schema = json.loads(run("schema", "estimate").out)
    fields = schema["$defs"]["Profile"]["properties"]
    for kind, keys in KEYS.items():
        listed = [str(key) for key in keys]
        assert VOCABULARY.listed(kind) in shown
        error = run("estimate", "--years", "5", f"--{kind}", "zzzz", "--json").error
        assert ", ".join(listed) in error["message"]
        examples = fields[kind]["examples"]
        assert examples == ([listed] if kind == "spec" else listed)


def test_the_options_the_schema_and_the_columns_are_those_of_a_profile() -> None:
    from mlsalary.cli.options import PROFILE_OPTIONS

    names = [one.name for one in FIELDS]
    assert list(PROFILE_OPTIONS) == names
    assert list(Profile(years=5).to_dict()) == names
    schema = json.loads(run("schema", "estimate").out)
    assert list(schema["$defs"]["Profile"]["properties"]) == names


# Words of one's own ------------------------------------------------------------------------------

SPEC = """
[[row]]
id = "forecasting"
title = "Autonomous forecasting"
stated = "premium"
unit = "ratio"
low = 0.30
high = 0.30
statement = "Thirty per cent."
source = "mlsalary-judgement"
"""
EMPLOYER = """
[employer.family-office]
base = { value = 0.25, kind = "assumed" }
spread = { value = 1, kind = "assumed" }
beyond_spread = { value = 0.3, kind = "assumed" }
share = { value = 2, kind = "assumed" }
illiquid = { value = 0, kind = "assumed" }

[employer.family-office.bonus_part]
entry = { value = 1, kind = "assumed" }
mid = { value = 1, kind = "assumed" }
senior = { value = 1, kind = "assumed" }
staff = { value = 1, kind = "assumed" }
"""
DEGREE = 'nanodegree = { value = -0.05, kind = "assumed" }\n'
MADE_UP = [
    ("spec", "forecasting"),
    ("employer", "family-office"),
    ("employer", "studio"),
    ("degree", "nanodegree"),
    ("level", "greenhorn"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a row more for each: a specialization and an employer with figures of their
    own, an employer like another one, a degree, and another name of a level."""
    made = tmp_path_factory.mktemp("own")
    (made / "guide").mkdir()
    shipped = shipped_folder()
    for name in ("guide/specializations.toml", "model.toml", "vocabulary.toml"):
        shutil.copy(shipped / name, made / name)
    with (made / "guide/specializations.toml").open("a") as file:
        file.write(SPEC)
    model = (made / "model.toml").read_text()
    model = model.replace("[degree]\n", f"[degree]\n{DEGREE}") + EMPLOYER
    (made / "model.toml").write_text(model)
    words = (made / "vocabulary.toml").read_text()
    words = words.replace('"junior", "new-grad"', '"greenhorn", "junior", "new-grad"')
    words += '\n[[employer]]\nid = "studio"\nname = "AI studio"\nlike = "big-tech"\n'
    (made / "vocabulary.toml").write_text(words)
    return made


def told(folder: Path, *words: str) -> Ran:
    return run(*words, "--data", str(folder))


def test_the_folder_passes_the_check(folder: Path) -> None:
    assert run("data", "check", str(folder)).code == 0


def test_what_they_are_worth_follows_from_their_rows(folder: Path) -> None:
    book = Rulebook.overlay(folder)
    plain = estimate(Profile(years=5), book).base.p50

    def times(**words: str) -> float:
        return estimate(Profile(years=5, **words), book).base.p50 / plain

    assert times(spec="forecasting") == pytest.approx(1.30)
    assert times(employer="Family Office") == pytest.approx(2.718281828459045**0.25)
    assert times(degree="nanodegree") == pytest.approx(2.718281828459045**-0.05)
    assert times(employer="studio") == times(employer="big-tech")
    junior = estimate(Profile(level="greenhorn"), book)
    assert junior.profile.level == "entry"
    likened = estimate(Profile(years=5, employer="studio"), book)
    assert [notice.code for notice in likened.warnings] == ["priced_as"]
    assert "AI studio" in likened.warnings[0].message
    assert likened.profile.employer == "studio"
    assert likened.components.signing is not None  # as of big technology companies


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize(("kind", "word"), MADE_UP)
def test_a_word_of_ones_own_is_known_at_every_door(folder: Path, kind: str, word: str) -> None:
    asking = options(kind, word)
    for verb in (
        ["estimate"],
        ["estimate", "--explain"],
        ["compare"],
        ["compare", "--by", "metro", "--top", "3"],
        ["target", "400k"],
        *([["path"]] if kind != "level" else []),
        ["brief"],
        ["offer", "--base", "190k", "--equity", "100k", "--liquid"],
        ["offer", "--posted", "130k-242k"],
    ):
        for form in ("table", "json"):  # the others show the same blocks and the same rows
            ran = told(folder, *verb, *asking, "--format", form)
            assert (ran.code, ran.err) == (0, ""), (verb, form, ran.err)
    refused = told(folder, "estimate", "--years", "5", f"--{kind}", f"{word}s", "--json")
    assert refused.error["suggestions"] == ["entry" if kind == "level" else word]


def test_a_word_of_ones_own_is_in_the_tables_and_the_rankings(folder: Path) -> None:
    rows = told(folder, "table", "specializations", "--json").json["rows"]
    assert [row["id"] for row in rows][-1] == "forecasting"
    for by, word in (
        ("spec", ["forecasting"]),
        ("employer", "family-office"),
        ("degree", "nanodegree"),
    ):
        cells = told(folder, "compare", "--years", "5", "--by", by, "--json").json["cells"]
        assert word in [cell["profile"][by] for cell in cells]
    changes = told(folder, "target", "230k", "--years", "3", "--as-of", "2025-05", "--json").json[
        "changes"
    ]
    assert {"employer family-office", "employer studio"} <= {change["change"] for change in changes}


@pytest.mark.thorough("test_a_word_of_ones_own_is_known_at_every_door")
def test_words_of_ones_own_in_frames_files_and_sql(folder: Path, tmp_path: Path) -> None:
    book = Rulebook.overlay(folder)
    rows = [{"years": None} | asked(kind, word) for kind, word in MADE_UP]
    names = ("years", "metro", *KEYS)
    table = pl.DataFrame(
        [{name: row.get(name) for name in names} for row in rows],
        schema={"years": pl.Float64} | dict.fromkeys(names[1:], pl.String),
    )
    single = [estimate(Profile(**asked(kind, word)), book).total.p50 for kind, word in MADE_UP]
    assert estimate_frame(table, book=book)["total_p50"].to_list() == pytest.approx(single)
    lazily = estimate_frame(table.lazy(), book=book).collect()
    assert lazily["total_p50"].to_list() == pytest.approx(single)
    table.write_csv(tmp_path / "in.csv")
    priced = told(folder, "batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"))
    assert priced.code == 0, priced.err
    assert pl.read_csv(tmp_path / "out.csv")["total_p50"].to_list() == [*map(round, single)]
    script = told(
        folder, "sql", "--dialect", "duckdb", "--table", "people", "--columns", ",".join(names)
    ).out
    with duckdb.connect() as connection:
        connection.register("people", table.to_arrow())
        statements = [one for one in script.split(";\n") if one.strip()]
        for statement in statements[:-1]:
            connection.execute(statement)
        found = connection.sql(statements[-1]).pl()
    assert sorted(found["total_p50"].to_list()) == pytest.approx(sorted(single))


def test_without_the_folder_the_words_are_not_known(folder: Path) -> None:
    for kind, word in MADE_UP:
        with pytest.raises(NotFoundError, match=f"{word}"):
            estimate(Profile(**asked(kind, word)))


# A rulebook that would fail later ----------------------------------------------------------------


def damaged(folder: Path, tmp_path: Path, name: str, old: str, new: str) -> str:
    """What the check says of the folder with one text changed."""
    other = tmp_path / "damaged"
    shutil.copytree(folder, other)
    text = (other / name).read_text()
    assert old in text
    (other / name).write_text(text.replace(old, new))
    ran = run("data", "check", str(other), "--json")
    assert ran.code == 4
    return str(ran.error["message"])


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("vocabulary.toml", 'like = "big-tech"', 'like = "bigtec"', '"bigtec" has no figures'),
        ("vocabulary.toml", 'like = "big-tech"\n', "", '"studio" has no figures in model.toml'),
        ("vocabulary.toml", '"genai"', '"vision"', "vision means llm already"),
        ("vocabulary.toml", '"genai"', '"Computer  Vision"', "means llm already"),
        ("vocabulary.toml", '"genai"', '"None"', "None means generalist already"),
        ("vocabulary.toml", '"genai"', '"a,b"', '"a,b" is not a word for a list: no commas'),
        ("vocabulary.toml", 'id = "studio"', 'id = "Lab X"', '"Lab X" is not a key: small letters'),
        ("vocabulary.toml", 'id = "mid"', 'id = "middle"', "should begin with entry, mid"),
        (
            "vocabulary.toml",
            'id = "vp"',
            'id = "veep"',
            '"veep" has no figures in guide/career.toml',
        ),
        ("vocabulary.toml", 'id = "llm"', 'id = "LLM"', "is not a key"),
        ("vocabulary.toml", 'id = "llm"', "id = []", "spec.id: should be a valid string, not []"),
        ("vocabulary.toml", 'like = "big-tech"', "like = {}", "should be a valid string, not {}"),
        (
            "vocabulary.toml",
            '[[level]]\nid = "chief"',
            '[[other]]\nid = "chief"',
            "chief of guide/",
        ),
        ("model.toml", "[employer.startup", "[employer.start", "the employer startup is missing"),
        ("model.toml", "[employer.unknown", "[employer.anyone", "the employer unknown is missing"),
        ("model.toml", "masters = ", "mastery = ", "the degree masters is missing"),
        ("guide/specializations.toml", 'id = "rl"', 'id = "rlx"', "the spec rl is missing"),
        (
            "guide/specializations.toml",
            "typical_base_low = 1",
            "typical_base_low = 0.1",
            "cannot be priced by it: its base salary is $",
        ),
    ],
)
def test_a_word_without_figures_or_with_two_meanings_is_a_fault(
    folder: Path, tmp_path: Path, name: str, old: str, new: str, says: str
) -> None:
    shutil.copytree(shipped_folder() / "guide", tmp_path / "guide")
    assert says in damaged(folder, tmp_path, name, old, new)


# The words themselves ----------------------------------------------------------------------------


def test_a_word_equals_its_key_and_survives_a_pickle() -> None:
    import pickle

    nlp = Word("nlp", "language")
    word = Word("llm", "large language models", "LLM", like=nlp)
    again = pickle.loads(pickle.dumps(word))
    assert (again, again.name, again.short, again.like) == ("llm", word.name, "LLM", "nlp")
    assert named(priced_as(again)) == "language"
    assert json.dumps({"spec": word}) == '{"spec": "llm"}'
    assert hash(word) == hash("llm")


def test_a_page_says_the_short_names() -> None:
    for kind, keys in KEYS.items():
        for key in keys:
            said = text(estimate(Profile(**asked(kind, key))), "plain").splitlines()[0]
            assert key.short.casefold() in said.casefold()
    assert "LLM" in text(explain(Profile(years=5, spec="genai")), "plain").splitlines()[0]


def test_python_binds_words_where_they_are_used() -> None:
    profile = Profile(years=5, spec="GenAI; computer vision", employer="FAANG", degree="Ph.D.")
    assert profile.spec == ("GenAI", " computer vision")
    for answer in (
        estimate(profile).profile,
        compare(profile).first.profile,
        judge_offer(Offer(profile, 190_000)).profile,
        brief(profile).profile,
    ):
        assert (answer.specs, answer.employer, answer.degree) == (("llm", "cv"), "big-tech", "phd")


def test_the_shipped_words_are_those_of_the_guide() -> None:
    rows = tomllib.loads((shipped_folder() / "guide/specializations.toml").read_text())["row"]
    assert {row["id"] for row in rows} == {str(key) for key in SPECS}


def test_a_figure_names_the_source_that_stands_beside_it(tmp_path: Path) -> None:
    """A constant of the model, a premium and a band that are not the guide's do not cite it."""
    for name, old, new in [
        ("model.toml", 'masters = { value = 0.0, kind = "assumed" }',
         'masters = { value = 0.1, kind = "cited", source = "reported-pay" }'),
        ("guide/specializations.toml", 'id = "llm"', 'id = "llm"\nsource = "aimarketpulse"'),
        ("guide/experience.toml", 'id = "senior"', 'id = "senior"\nsource = "bls-oews-2025"'),
    ]:  # fmt: skip
        text = (shipped_folder() / name).read_text()
        assert text.count(old) == 1, name
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text.replace(old, new))
    asked = Profile(level="senior", degree="masters", spec="llm")
    steps = {step.rule: step for step in estimate(asked, Rulebook.overlay(str(tmp_path))).steps}
    assert (steps["degree"].sources, steps["degree"].kind) == (("reported-pay",), "cited")
    assert steps["specialization"].sources[0] == "aimarketpulse"
    low, high = premium("llm")
    said = f"aimarketpulse x {low:.2f} to {high:.2f}"
    assert str(steps["specialization"].note).startswith(said)
    assert steps["level"].sources == ("bls-oews-2025",)
    assert str(steps["level"].note).startswith("The band of bls-oews-2025, $")
