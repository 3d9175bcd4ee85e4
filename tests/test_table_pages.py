"""The rulebook's tables as people see them: no column twice, and notes and sources on request."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from cli_run import run
from guide_figures import METROS, PERCENTILES, STATES

from mlsalary.tables.table import ABOUT

QUERIES = {"area": ("San Jose",), "places": ("Springfield",), "companies": ("Google",)}
NAMES = [(name, *QUERIES.get(name, ())) for name in ABOUT]


def screen(*asked: str, width: int = 80) -> list[str]:
    return run("table", *asked, "--format", "table", terminal=True, width=width).out.splitlines()


def cells(*asked: str) -> tuple[list[str], list[list[str]]]:
    """The names of the columns and the rows, as Markdown has them: exactly, whatever the width."""
    lines = run("table", *asked, "--format", "markdown").out.splitlines()
    pipes = [
        [cell.strip() for cell in line[1:-1].replace("\\#", "#").split("|")]
        for line in lines
        if line.startswith("|")
    ]
    return pipes[0], pipes[2:]


@pytest.mark.parametrize("asked", NAMES, ids=" ".join)
def test_no_column_says_what_another_says(asked: tuple[str, ...]) -> None:
    if asked == ("coverage",):  # two grids of counts
        return
    names, rows = cells(*asked)
    assert len(set(names)) == len(names)
    columns = list(zip(*rows, strict=True))
    if len(rows) > 3:
        assert len(set(columns)) == len(columns)
    assert all(any(cell not in ("", "-") for cell in column) for column in columns)


@pytest.mark.parametrize("asked", NAMES, ids=" ".join)
@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_no_number_is_cut(asked: tuple[str, ...], width: int) -> None:
    lines = screen(*asked, width=width)
    assert max(map(len, lines)) <= width
    _, rows = cells(*asked) if asked != ("coverage",) else ([], [])
    whole = {cell for row in rows for cell in row if cell.startswith("$") and " " not in cell}
    shown = {word for line in lines for word in line.split() if word.startswith("$")}
    if whole:
        assert {word for word in shown if word.endswith(("0", "5"))} <= whole | {
            word for row in rows for cell in row for word in cell.split()
        }


@pytest.mark.parametrize("asked", NAMES, ids=" ".join)
def test_sources_and_notes_are_for_who_asks(asked: tuple[str, ...]) -> None:
    page, explained, cited = (
        run("table", *asked, *more).out for more in ((), ("--explain",), ("--sources",))
    )
    answer = run("table", *asked, "--json").json
    notes = [row["note"] for row in answer["rows"] if row.get("note")]
    for source in answer["sources"] if asked[0] != "sources" else []:
        assert f"- {source['id']}: {source['title']}" not in page
        assert f"- {source['id']}: {source['title']}" in cited
        assert "Sources: --sources" in page
    if asked[0] != "places":
        assert all(note.rstrip(".") not in page for note in notes)
    assert all(note.rstrip(".") in explained for note in notes)


def test_states_beside_the_guide_and_the_json() -> None:
    names, rows = cells("states")
    assert names == ["Area", "Guide rank", "Guide", "Developers", "Data scientists", "Factor"]
    for row, (rank, name, _, mean) in zip(rows, STATES, strict=False):
        assert row[:3] == [name, str(rank), f"${mean:,}"]
    told: list[dict[str, Any]] = run("table", "states", "--json").json["rows"]
    assert len(told) == len(rows)
    for row, one in zip(rows, told, strict=True):
        assert row[0] == one["name"]
        for cell, key in zip(row[3:5], ("developers_mean", "scientists_mean"), strict=True):
            assert cell == ("-" if one[key] is None else f"${one[key]:,.0f}")
        assert row[5] == f"{one['factor']:.2f}"


def test_metros_have_short_names_on_the_page_and_full_ones_elsewhere() -> None:
    _, rows = cells("metros", "--top", "8")
    assert [row[1:3] for row in rows] == [
        [str(rank), f"${mean:,}"] for rank, (_, mean, _) in enumerate(METROS, 1)
    ][:8]
    assert rows[0][0] == "San Jose, CA"
    full = "San Jose-Sunnyvale-Santa Clara, CA"
    assert full in run("table", "metros", "--top", "8", "--explain").out
    out = run("table", "metros", "--top", "8", "--format", "csv").out
    assert next(csv.DictReader(io.StringIO(out)))["name"] == full


@pytest.mark.parametrize("source", ["guide", "bls"])
def test_one_source_alone_has_no_empty_columns(source: str) -> None:
    names, _ = cells("states", "--source", source)
    wanted = ["Guide rank", "Guide"] if source == "guide" else ["Developers", "Data scientists"]
    assert names == ["Area", *wanted]


def test_percentiles_of_a_year_and_of_an_hour() -> None:
    names, rows = cells("percentiles")
    assert names == ["Occupation", "p10", "p25", "Median", "p75", "p90"]
    figures = [kind for occupation in PERCENTILES.values() for kind in occupation.values()]
    for row, found in zip(rows, figures, strict=True):
        hourly = row[0].endswith(", hourly")
        assert row[1:] == [f"${one:,.2f}" if hourly else f"${one:,}" for one in found.values()]


@pytest.mark.parametrize(
    "asked",
    [one for one in NAMES if one[0] not in ("ladders", "metros", "prices", "sources", "states")],
)
def test_a_table_fits_on_one_screen(asked: tuple[str, ...]) -> None:
    assert len(screen(*asked)) <= 34


def test_the_coverage_adds_up() -> None:
    told = run("table", "coverage", "--json").json["rows"]
    page = run("table", "coverage").out
    for kind in ("state", "metro", "nonmetro"):
        count = {(row["of"], row["what"]): row["count"] for row in told if row["kind"] == kind}
        published, missing = (count["15-1252", what] for what in ("published", "missing"))
        assert f"{kind}: Occupation developers, Published {published}, Missing {missing}" in page
        both = count["place", "priced by both occupations"]
        one = count["place", "priced by one occupation"]
        assert f"{kind}: Both {both}, One occupation {one}" in page


def test_an_area_says_whose_wages_it_has_none_of() -> None:
    page = run("table", "area", "Hanford, CA").out
    assert page.startswith("Wages in Hanford-Corcoran, CA.")
    assert "no wage here for researchers, developers or data scientists." in page
    page = run("table", "area", "Berkeley").out
    assert "Read as Berkeley, CA" in page
    assert page.count("BLS cannot vouch") == 1


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("table", "spec"), "Did you mean specializations?"),
        (("table", "Specs"), "Did you mean specializations?"),
        (("table", "comp"), "Did you mean compensation or companies?"),
        (("sql", "--dialect", "post", "--table", "t"), "Did you mean postgres?"),
    ],
)
def test_a_shortened_word_leads_to_the_whole_ones(arguments: tuple[str, ...], meant: str) -> None:
    assert meant in run(*arguments).err
    assert "Did you mean" not in run("table", "spe").err, "too few letters for a guess"


def test_the_list_of_tables_reads_as_sentences() -> None:
    lines = run("table", "--format", "plain").out.splitlines()
    said = {name: f"{name}: Holds {about.rstrip('.')}." for name, about in ABOUT.items()}
    assert [line for line in lines if line.partition(":")[0] in ABOUT] == list(said.values())


@pytest.mark.parametrize("arguments", [("data",), ("table", "states")])
def test_the_line_below_a_heading_begins_with_a_capital(arguments: tuple[str, ...]) -> None:
    assert run(*arguments, "--format", "plain").out.splitlines()[1][0].isupper()
