"""What others wrote and is shown again steers no terminal, no page and no spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from pathlib import Path

import polars as pl
import pytest
from cli_run import Ran, run
from markdown_it import MarkdownIt

from mlsalary.batch.guard import guarded as guarded_rows
from mlsalary.files.spreadsheet import guarded
from mlsalary.render.markdown import escaped

NASTY = {
    "escape": "\x1b[31mred\x1b[0m",
    "title of the window": "\x1b]0;owned\x07",
    "C1": "\x9b31mred",
    "right to left": "abc\u202edef",
    "isolates": "\u2066abc\u2069\u200f",
    "unseen": "a\u200bb\ufeffc\u2060",
    "new line": "a\nError: all is lost",
    "return": "safe\rOWNED",
    "line separators": "a\u2028b\u2029c\x85d\x0be\x0cf",
    "tab and null": "a\tb\x00c\x08\x7f",
}
MARKUP = {
    "link": "[a](javascript:alert(1))",
    "picture": "![a](http://x/y.png)",
    "script": "<script>alert(1)</script>",
    "comment": "<!-- a",
    "heading": "# Heading",
    "quotation": "> said",
    "code": "`rm -rf`",
    "fence": "```sh",
    "cells": "a | b | c",
    "stress": "**a** _b_ ~~c~~ *d*",
    "items": "- a",
    "numbers": "1. a",
    "entity": "&lt;b&gt;&#42;",
    "backslash": "a\\",
    "rule": "---",
    "automatic link": "<http://x>",
    "definition": "[a]: http://x",
    "of Rich": "[bold red]a[/bold red] [/]",
}
FORMULAS = (
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\n", "\tx",
    "＝1+1", "＋1", "－2+3", "＠SUM(A1)", " =1+1", "\u00a0=1", "\ufeff=1", "\u200b@x", "\x00=1",
    "-5\n=1",
)  # fmt: skip
HARMLESS = ("-5", "+1.5e3", "-", "--", "-12,500.75", "a=b", "", "+3%", "-.5", " -5", "a\n=1", "'=1")


def steers(text: str) -> list[str]:
    """Signs in it that a terminal acts upon, or that are not seen."""
    return [s for s in text if s != "\n" and unicodedata.category(s) in ("Cc", "Cf", "Zl", "Zp")]


def offers(folder: Path, *names: str) -> str:
    """A file of offers under these names."""
    made = [{"name": name, "base": 190_000 + at, "years": 5} for at, name in enumerate(names)]
    (folder / "offers.json").write_text(json.dumps(made))
    return str(folder / "offers.json")


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
@pytest.mark.parametrize("form", ["table", "plain", "markdown"])
def test_names_of_offers_steer_nothing(tmp_path: Path, nasty: str, form: str) -> None:
    for names in ((nasty,), (nasty, "Other"), (f"{nasty}1", f"{nasty}2")):
        ran = run("offer", offers(tmp_path, *names), "--format", form)
        plain = run("offer", offers(tmp_path, *("x" * len(n) for n in names)), "--format", form)
        assert (ran.code, steers(ran.out)) == (0, [])
        if form != "table":  # where lines are broken by their breadth
            assert ran.out.count("\n") == plain.out.count("\n")


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_json_keeps_a_name_and_shows_nothing_that_steers(tmp_path: Path, nasty: str) -> None:
    for form in ("json", "jsonl"):
        ran = run("offer", offers(tmp_path, nasty, "Other"), "--format", form)
        assert steers(ran.out) == []
        first = json.loads(ran.out if form == "json" else ran.out.splitlines()[0])
        assert (
            nasty in (first.get("offer"), first["offers"][0].get("name"))
            if (form == "json")
            else nasty in first.values()
        )


def one_line(ran: Ran, code: int) -> None:
    """An error of one line that steers nothing."""
    assert (ran.code, ran.err.count("\n"), steers(ran.err)) == (code, 1, [])


@pytest.mark.parametrize("nasty", [v.replace("\x00", "") for v in NASTY.values()], ids=NASTY)
def test_messages_steer_nothing(tmp_path: Path, nasty: str) -> None:
    (tmp_path / "in.csv").write_text("years\n5\n")
    source, name = str(tmp_path / "in.csv"), str(tmp_path / nasty.replace("/", ""))
    years = ("estimate", "--years", "5")
    one_line(run(*years, "--metro", nasty), 3)
    one_line(run(*years, "--spec", nasty), 3)
    for option in ("--format", "--as-of", "--premiums", f"--{nasty}"):
        assert steers(run(*years, option, nasty).err) == []
    one_line(run(*years, nasty), 2)
    one_line(run("offer", f"{name}.json"), 4)
    one_line(run("batch", f"{name}.csv", "-o", str(tmp_path / "o.csv")), 4)
    one_line(run("batch", source, "-o", f"{name}/o.csv"), 4)
    one_line(run(*years, "-o", f"{name}/o.json"), 4)
    one_line(run("backtest", f"{name}.csv"), 4)
    ran = run("batch", source, "-o", f"{name}.csv")
    assert (ran.code, steers(ran.err)) == (0, [])
    assert Path(f"{name}.csv").exists()
    one_line(run("batch", source, "-o", f"{name}.csv"), 2)
    assert steers(run("estimate", "--years", "5", "--data", name).err) == []
    ran = run(*years, "--metro", nasty, "--json")
    assert (steers(ran.err), ran.err.count("\n")) == ([], 1)


@pytest.mark.parametrize("nasty", [v.replace("\x00", "") for v in NASTY.values()], ids=NASTY)
def test_headers_of_a_foreign_file_steer_nothing(tmp_path: Path, nasty: str) -> None:
    source = tmp_path / "in.csv"
    for names in ([nasty, nasty, "years", "years"], [nasty, "x"]):
        with source.open("w", newline="") as file:
            csv.writer(file).writerows([names, ["5"] * len(names)])
        ran = run("batch", str(source), "-o", str(tmp_path / "o.csv"), "--force")
        assert steers(ran.err) == []
        ran = run("batch", str(source), "-o", str(tmp_path / "o2.csv"), "--map", f"years={nasty}x")
        assert (ran.code != 0, steers(ran.err)) == (True, [])


# Markdown


@pytest.mark.parametrize("markup", MARKUP.values(), ids=MARKUP)
def test_markdown_shows_a_name_as_it_is(tmp_path: Path, markup: str) -> None:
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    [only] = [token for token in reader.parse(escaped(markup)) if token.type == "inline"]
    shown = [(child.type, child.content) for child in only.children or []]
    assert shown == [("text", markup)]
    pages = [
        [token.type for token in reader.parse(run(
            "offer", offers(tmp_path, *names), "--format", "markdown"
        ).out)]
        for names in ((markup, f"{markup} 2"), ("x", "x 2"))
    ]  # fmt: skip
    assert pages[0] == pages[1]


@pytest.mark.parametrize("markup", MARKUP.values(), ids=MARKUP)
def test_a_page_on_a_terminal_shows_a_name_as_it_is(tmp_path: Path, markup: str) -> None:
    ran = run("offer", offers(tmp_path, markup, "Other"), terminal=True, width=140, colour=True)
    assert ran.code == 0
    assert markup in ran.out


# Spreadsheets


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_gets_an_apostrophe_wherever_it_stands(tmp_path: Path, cell: str) -> None:
    assert guarded(cell) == f"'{cell}"
    rows, touched = guarded_rows(pl.DataFrame({"a": [cell, "x"]}))
    assert (rows["a"].to_list(), touched) == ([f"'{cell}", "x"], 1)
    kinds = pl.Series([cell, "x"], dtype=pl.Categorical)
    assert guarded_rows(pl.DataFrame({"a": kinds}))[0]["a"].to_list() == [f"'{cell}", "x"]
    out = run("offer", offers(tmp_path, cell, "Other"), "--format", "csv").out
    assert f"'{cell}" in next(iter(csv.DictReader(io.StringIO(out, newline="")))).values()


@pytest.mark.parametrize("cell", HARMLESS)
def test_what_is_no_formula_stays(cell: str) -> None:
    assert guarded(cell) == cell
    assert guarded_rows(pl.DataFrame({"a": [cell]}))[0]["a"].to_list() == [cell]


def test_heads_of_columns_and_rejects_are_guarded_too(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.csv"
    heads = [cell for cell in FORMULAS if "\x00" not in cell]
    rows = [{"years": 5, **dict.fromkeys(heads, "x")}, {"years": -1, **dict.fromkeys(heads, "x")}]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert run("batch", str(source), "-o", str(target)).code == 0
    with target.open(newline="", encoding="utf-8") as file:
        assert next(csv.reader(file))[1 : 1 + len(heads)] == [f"'{head}" for head in heads]
    assert run("batch", str(source), "-o", str(target), "--exact", "--force").code == 0
    with target.open(newline="", encoding="utf-8") as file:
        assert next(csv.reader(file))[1 : 1 + len(heads)] == heads
    plain = tmp_path / "in.csv"
    plain.write_text("note,years\n=1+1,-5\n=1+1,5\n")
    assert run("batch", str(plain), "-o", str(tmp_path / "o.csv")).code == 0
    with Path(f"{tmp_path / 'o.csv'}.rejects.csv").open(newline="") as file:
        found = [(row["note"], row["years"]) for row in csv.DictReader(file)]
    assert found == [("'=1+1", "-5")]
