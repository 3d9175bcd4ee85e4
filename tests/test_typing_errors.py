"""What people type wrongly at a command line, and what each says: the thing, the reason, the way
out."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from cli_run import run

from mlsalary.cli import VERBS, build, names
from mlsalary.cli.words import is_option, option_names, read_line

# Arguments, exit code, code, and what the message has to name.
TYPED: list[tuple[tuple[str, ...], int, str, tuple[str, ...]]] = [
    (("estmate", "--years", "5"), 2, "unknown_command", ('"estmate"', "mlsalary --help")),
    (("Estimate", "--years", "5"), 2, "unknown_command", ('"Estimate"', "estimate, offer")),
    (("5", "years"), 2, "unknown_command", ('"5"', "Commands:")),
    (("--years", "5"), 2, "unknown_option", ("--years", "mlsalary estimate --years 5")),
    (
        ("--json", "estimate", "--years", "5"),
        2,
        "unknown_option",
        ("after the command", "mlsalary estimate --json --years 5"),
    ),
    (("--versoin",), 2, "unknown_option", ("--versoin", "mlsalary --help")),
    (("estimate", "--yers", "5"), 2, "unknown_option", ("--yers", "estimate --help")),
    (("estimate", "--as_of", "2025-05"), 2, "unknown_option", ("--as_of",)),
    (("estimate", "--deg", "phd"), 2, "unknown_option", ("--deg",)),
    (
        ("estimate", "--base", "190k"),
        2,
        "unknown_option",
        ("--base", "belongs to mlsalary offer"),
    ),
    (
        ("estimate", "--salary", "190k"),
        2,
        "unknown_option",
        ("--salary", "mlsalary offer --base 190k"),
    ),
    (("brief", "--pay", "190k"), 2, "unknown_option", ("--pay", "Use --base 190k")),
    (
        ("estimate", "--rsu", "400k/4y"),
        2,
        "unknown_option",
        ("--rsu", "mlsalary offer --equity 400k/4y"),
    ),
    (("offer", "--options", "0.25%"), 2, "unknown_option", ("Use --equity 0.25%",)),
    (("estimate", "--skills", "llm"), 2, "unknown_option", ("--skills", "Use --spec llm")),
    (("estimate", "--remote"), 2, "unknown_option", ("--remote", "for the nation", "--metro")),
    (("batch", "in.csv", "--format", "table"), 2, "unknown_option", ("--to csv", "--to parquet")),
    (("batch", "in.csv", "--json"), 2, "unknown_option", ("--to json", "-o priced.json")),
    (("batch", "in.csv", "--csv"), 2, "unknown_option", ("--to csv", "-o priced.csv")),
    (("estimate", "-x"), 2, "unknown_option", ("-x", "estimate --help")),
    (("estimate", "--years"), 2, "missing_value", ("--years 5", "5, 5+, 3-5")),
    (("estimate", "--state"), 2, "missing_value", ("such as --state CA", "two letters")),
    (
        ("estimate", "--metro", "--spec", "llm"),
        2,
        "missing_value",
        ("--metro", "--spec is another option", "city"),
    ),
    (("estimate", "--years", "5", "-o"), 2, "missing_value", ("-o", "file")),
    (
        ("estimate", "--years", "5", "--metro", "San", "Jose"),
        2,
        "unexpected_word",
        ('unexpected word "Jose"', 'quote it, --metro "San Jose"'),
    ),
    (
        ("estimate", "--metro", "San", "Jose", "CA", "--years", "5"),
        2,
        "unexpected_word",
        ('"Jose"', '--metro "San Jose CA"'),
    ),
    (
        ("offer", "--base", "190k", "--metro", "San", "Jose"),
        2,
        "unexpected_word",
        ('"Jose"', '--metro "San Jose"'),
    ),
    (("table", "area", "San", "Jose"), 2, "unexpected_word", ('"Jose"', '"San Jose"')),
    (
        ("estimate", "--years", "5", "Boston"),
        2,
        "unexpected_word",
        ('"Boston"', "--metro Boston"),
    ),
    (("estimate", "5"), 2, "unexpected_word", ('"5"', "--years 5")),
    (
        ("estimate", "--years", "5", "--metro", "Austin", "Senior ML engineer"),
        2,
        "unexpected_word",
        ("which option it is", '--title "Senior ML engineer"'),
    ),
    (
        ("estimate", "5", "San", "Jose", "llm"),
        2,
        "unexpected_word",
        ("name the options: ", '--years 5 --metro "San Jose" --spec llm.'),
    ),
    (
        ("profile", "save", "6", "Austin"),
        2,
        "unexpected_word",
        ('unexpected word "6"', "name the options: --years 6 --metro Austin."),
    ),
    (("profile", "save", "senior"), 2, "unexpected_word", ("--level senior",)),
    (("path", "--seniority", "mid"), 2, "unknown_option", ("mlsalary estimate --level mid",)),
    (
        ("target", "300k", "--base", "215k", "--years", "5"),
        2,
        "unexpected_word",
        ("--base takes no value in target", '"215k"', "mlsalary offer --base 215k"),
    ),
    (("target", "300k", "215k", "--foo", "1"), 2, "unknown_option", ("no option --foo",)),
    (
        ("target", "300k", "--years", "5", "o3.toml"),
        2,
        "unexpected_word",
        ("target takes no file", '"o3.toml"', "mlsalary offer o3.toml"),
    ),
    (
        ("estimate", "--metro", "Austin", "in.csv"),
        2,
        "unexpected_word",
        ("estimate takes no file", "mlsalary batch in.csv -o priced.csv"),
    ),
    (
        ("table", "metros", "San Jose"),
        2,
        "query_not_for_table",
        ('mlsalary table area "San Jose"',),
    ),
    (
        ("compare", "--by", "level", "--by", "metro"),
        2,
        "option_twice",
        ("compare --by metro --level mid --level senior",),
    ),
    (
        ("compare", "--years", "5", "--metro", "Austin,Pittsburgh"),
        3,
        "place_several",
        ('--metro "Austin-Round Rock-San Marcos, TX" --metro "Pittsburgh, PA"',),
    ),
    (
        ("equity",),
        2,
        "unknown_command",
        ("--equity is an option of offer or brief",),
    ),
    (("Metro",), 2, "unknown_command", ("estimate, offer, compare and others",)),
    (("estimate", "--years", "5", "--json=yes"), 2, "unexpected_value", ("--json", '"=yes"')),
    (("target", "--years", "5"), 2, "missing_argument", ("AMOUNT", "mlsalary target 300k")),
    (("sql",), 2, "missing_argument", ("--dialect and --table", "--dialect duckdb")),
    (("batch", "in.csv"), 2, "missing_argument", ("--output", "-o priced.csv")),
    (
        ("estimate", "--years", "x"),
        2,
        "bad_years",
        ('--years wants a number, such as 5 or 6.5; you wrote "x"',),
    ),
    (("compare", "--years", "5", "--top", "x"), 2, "bad_number", ("--top", "1 or more", '"x"')),
    (("compare", "--years", "5", "--top", "0"), 2, "bad_number", ("--top", "1 or more", '"0"')),
    (("estimate", "--as-of", "May"), 2, "bad_month", ("--as-of", '"May"', "2025-05")),
    (
        ("estimate", "--years", "5", "--years", "6"),
        2,
        "option_twice",
        ("--years", "mlsalary compare --years … --years …"),
    ),
    (
        ("estimate", "--yoe", "5", "--years", "6"),
        2,
        "option_twice",
        ("--yoe and --years are one option", "mlsalary compare"),
    ),
    (
        ("estimate", "--years", "5", "-o", "a.md", "--output", "b.md"),
        2,
        "option_twice",
        ("-o and --output",),
    ),
    (
        ("offer", "--base", "190k", "--liquid", "--illiquid"),
        2,
        "option_twice",
        ("--liquid and --illiquid",),
    ),
    (("estimate", "--years", "5", "--format", "pdf"), 2, "bad_format", ('"pdf"', "json")),
    (
        ("brief", "--base", "250k", "offer.toml"),
        2,
        "unexpected_word",
        ("brief takes no file", "mlsalary offer offer.toml"),
    ),
    (
        ("estimate", "--metro", "San", "Jose", "--years", "5", "Boston"),
        2,
        "unexpected_word",
        ('"Jose"', '--metro "San Jose"'),
    ),
    (("sql", "--dialect", "oracle", "--table", "t"), 2, "bad_dialect", ('"oracle"', "duckdb")),
]
SUGGESTED = {
    "--yers": "--years",
    "--as_of": "--as-of",
    "--deg": "--degree",
    "estmate": "estimate",
    "Estimate": "estimate",
    "--versoin": "--version",
}
"""What was typed, and what is suggested first."""


@pytest.mark.parametrize(
    ("typed", "exit_code", "code", "named"), TYPED, ids=[" ".join(row[0]) for row in TYPED]
)
def test_what_is_typed_wrongly(
    typed: tuple[str, ...], exit_code: int, code: str, named: tuple[str, ...]
) -> None:
    ran = run(*typed)
    assert (ran.code, ran.out) == (exit_code, "")
    in_json = "--json" in typed
    assert ran.err.startswith("{" if in_json else "Error: ")
    assert all(part in ran.err for part in named), ran.err
    if in_json:
        return  # one object already
    words = (*typed, "--json")
    if typed[-1] not in ("--years", "-o") and typed[0] not in ("sql", "batch"):
        error = run(*words).error
        assert (error["schema"], error["code"]) == ("mlsalary/error/1", code)
        for wrong in SUGGESTED.keys() & set(typed):
            assert error["suggestions"][0] == SUGGESTED[wrong]


def test_the_ending_that_a_command_does_not_write(tmp_path: Path) -> None:
    ran = run("compare", "--years", "5", "-o", str(tmp_path / "st.xlsx"))
    assert ran.code == 2
    assert "compare does not write .xlsx. End it in .json, .jsonl, .csv" in ran.err


def test_an_argument_of_a_few_words_holds_no_sentence() -> None:
    """Only an amount, a place, a company and a file are quoted to hold more words than one."""
    group = typer.main.get_command(build(VERBS))
    free = {"AMOUNT", "PLACE|COMPANY", "IN"}
    tried = set()
    for verb, command in group.commands.items():  # type: ignore[attr-defined]
        arguments = [one for one in command.params if not is_option(one)]
        if not arguments or arguments[-1].type.name == "path":
            continue
        tried.add(arguments[-1].metavar)
        said = run(verb, *("x" for _ in arguments), "y").err
        assert 'There is an unexpected word "y": ' in said
        assert ("quote it" in said) == (arguments[-1].metavar in free), verb
    assert tried == free | {"ACTION", "NAME"}


def test_the_list_is_long_enough() -> None:
    assert len(TYPED) >= 30


@pytest.mark.parametrize("verb", ["estimate", "target", "path", "offer", "brief", "compare"])
def test_other_names_of_options(verb: str) -> None:
    amount = {"target": ("300k",), "offer": ("--base", "190k")}.get(verb, ())
    plain = run(verb, *amount, "--years", "5", "--metro", "Austin", "--json")
    assert plain.code == 0, plain.err
    for years, metro in (("--yoe", "--city"), ("--experience", "--location"), ("--yoe", "--zip")):
        place = "78701" if metro == "--zip" else "Austin"  # downtown Austin
        asked = run(verb, *amount, years, "5", f"{metro}={place}", "--json")
        assert asked.code == 0, asked.err
        if metro != "--zip":
            assert asked.out == plain.out


def test_other_names_fill_in_what_rows_do_not_say(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("employer\nstartup\n", encoding="utf-8")
    ran = run("batch", str(source), "-o", str(target), "--yoe", "5", "--location", "Austin")
    assert ran.code == 0, ran.err
    assert "12420" in target.read_text(encoding="utf-8")  # Austin's CBSA code


def test_help_names_the_other_names_and_lists_each_option_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("estimate", "--help").code == 0
    page = capsys.readouterr().out
    said = " ".join(page.replace("│", " ").split())
    assert "Also --yoe, --experience." in said
    assert "Also --location, --city, --zip." in said
    assert not any(line.split()[1:2] == ["--yoe"] for line in page.splitlines())


def test_help_is_shown_however_wrong_the_rest_is(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in (("--yers", "5", "--help"), ("--metro", "San", "Jose", "-h")):
        assert run("estimate", *wrong).code == 0
        assert "Usage: mlsalary estimate" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["JSON", "Json", "Markdown", "CSV", "PLAIN"])
def test_formats_are_read_in_any_case(form: str) -> None:
    asked = ("estimate", "--years", "5", "--format")
    assert run(*asked, form).out == run(*asked, form.lower()).out != ""


def test_an_error_is_json_whatever_the_case_of_the_format() -> None:
    assert run("estimate", "--yers", "5", "--format", "JSON").error["code"] == "unknown_option"
    assert run("estimate", "--yers", "5", "--format=Json").error["code"] == "unknown_option"


@pytest.mark.thorough(every=2)
@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        (("table", "STATES", "--source", "BLS", "--sort", "Mean"), ("states", "bls", "mean")),
        (("compare", "--years", "5", "--by", "Level"), ("level",)),
        (("estimate", "--years", "5", "--bands", "Guide", "--premiums", "None"), ()),
        (("schema", "Estimate"), ("estimate",)),
        (("data", "Check"), ("check",)),
    ],
)
def test_words_are_read_in_any_case(typed: tuple[str, ...], plain: tuple[str, ...]) -> None:
    """plain: the words that are typed in another case; none: all of them."""
    lower = tuple(word.lower() if not plain or word.lower() in plain else word for word in typed)
    assert run(*typed) == run(*lower)
    assert run(*typed).code == 0


def test_the_words_are_read_as_typer_reads_them() -> None:
    """Of lines that are right, what we read is what reaches the command."""
    group = typer.main.get_command(build(VERBS))
    command = group.commands["offer"]  # type: ignore[attr-defined]
    lines = [
        ["--base", "190k", "--years=5", "-ofile.md", "--liquid"],
        ["offers.toml", "--json", "-o", "-"],
        ["--spec", "llm", "--spec=cv", "--illiquid", "--", "-odd.toml"],
        ["--years", "-3", "--base", ""],
    ]
    for line in lines:
        ours = read_line(line, command.params)
        values, left, order = command.make_parser(command.context_class(command)).parse_args(
            list(line)
        )
        assert ours.wrong(command.params) is None
        assert left == []
        options = list(option_names(command.params).values())
        assert [one.parameter for one in ours.given if one.parameter in options] == [
            one for one in order if one in options
        ]
        for name, value in values.items():
            told = [one.value for one in ours.given if one.parameter.name == name]
            if value is not None and not isinstance(value, bool):
                assert told == (value if isinstance(value, list) else [value])


def test_the_other_names_are_nobodys_own() -> None:
    """No command has an option of its own under another name, or under one that is pointed to."""
    group = typer.main.get_command(build(VERBS))
    for verb, command in group.commands.items():  # type: ignore[attr-defined]
        own = option_names(command.params)
        assert not own.keys() & names.canonical().keys(), verb
        for option in own:
            instead = names.instead_of(option, verb)
            assert instead is None or option in ("--pay", "--format"), (verb, option)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("offer --base 190k --ask", "the answer always has what to ask for"),
        ("offer --posting 130k-242k", "Use --posted 130k-242k"),
        ("estimate --job-ad 130k-242k", "Use mlsalary offer --posted 130k-242k"),
        ("path --years 5 --until 10", "a path has an end of its own"),
        ("offer --base 190k --refreshers 50k", "Later grants are not covered"),
        ("estimate --tc 300k", "mlsalary target 300k"),
        ("offer --base 190k --versus 200k", "mlsalary offer --template -o offers.toml"),
        ("compare --offer 190k --offer 200k", "mlsalary offer --template -o offers.toml"),
        ("offer a.toml b.toml", 'leave "b.toml" out'),
        ("compare a.toml b.json", 'leave "b.json" out'),
        ("brief a.toml b.toml", "Then: mlsalary offer a.toml"),
    ],
)
def test_what_newcomers_try_is_answered_with_a_way(line: str, said: str) -> None:
    ran = run(*line.split())
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize("word", ["manager", "team lead", "intermediate"])
def test_a_level_for_a_role_is_pointed_to_its_option(word: str) -> None:
    ran = run("estimate", "--years", "5", "--role", word)
    assert ran.code == 3
    way = f'--level "{word}"' if " " in word else f"--level {word}"
    assert f"It is a level: {way}." in ran.err
    assert run("estimate", "--years", "5", "--level", word).code == 0


def test_what_is_pointed_to_is_there() -> None:
    group = typer.main.get_command(build(VERBS))
    commands = group.commands  # type: ignore[attr-defined]
    for tried in ("salary", "stock", "rsu", "skills", "skill", "seniority", "education", "job"):
        instead = names.instead_of(f"--{tried}", "estimate")
        assert instead is not None
        for verb in instead.commands or ("estimate",):
            assert instead.option in option_names(commands[verb].params)
    assert names.instead_of("--remote", "estimate") is not None
    assert names.instead_of("--frobnicate", "estimate") is None
