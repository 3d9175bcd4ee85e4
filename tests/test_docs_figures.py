"""Every figure in the documents is held by something: a script makes the page or the block, a test
asserts the sentence that it stands in, or it is an example, a name or a definition, listed here.

What a test asserts is found in its source: a string of three words or more that it says is in a
page. A figure is what is written in digits, outside code: what is counted in words is not looked
for. CHANGELOG.md is history, and left out.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from mlsalary import errors
from mlsalary.batch import blocks, csv_lines, gathered, jsonl_reader, spark_tally, workbook_writer
from mlsalary.cli import INTERRUPTED
from mlsalary.figures import month_name
from mlsalary.mcp import tools
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.checks.schema_panel import PanelFile

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import method_figures  # noqa: E402  (scripts/ is no package)
import places_abroad  # noqa: E402

BOOK = Rulebook.shipped()
MADE = {
    "docs/api.md": "scripts/api_page.py",
    "docs/data.md": "scripts/data_page.py",
    "docs/performance.md": "scripts/bench/everything.py",
}
"""Pages without a sentence of a person's, and the scripts that make them."""
NAMES = ("README.md", "CONTRIBUTING.md", "data/README.md")
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (*(ROOT / name for name in NAMES), *sorted((ROOT / "docs").glob("*.md")))
}
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"<!-- (\w+) -->.*?<!-- /\1 -->", re.DOTALL)
TYPED = re.compile(r"^ {4}(?:make|mlsalary|pip|\.venv/bin/\w+) .*", re.MULTILINE)
CODE = r"`[^`]*`"
TARGET = re.compile(r"\]\([^)]*\)")
FIGURE = re.compile(r"(?<![A-Za-z\d_])\$?\d[\d.,]*")


def said(name: str, table: str | None = None) -> str:
    """What a page says in a person's words, with code as it is, in one line; without lines to type
    and the table that begins so."""
    text = TARGET.sub("]", TYPED.sub("", BLOCK.sub("", FENCE.sub("", TEXTS[name]))))
    if table is not None:
        text = re.sub(rf"^{re.escape(table)}.*\n(?:\|.*\n)+", "", text, flags=re.MULTILINE)
    return " ".join(text.split())


# What is asserted ---------------------------------------------------------------------------------


def test_the_readme_knows_versions_and_exit_codes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    least = project["requires-python"].removeprefix(">=")
    assert f"mlsalary needs Python {least} or newer" in said("README.md")
    assert f"You need Python {least} or newer" in said("docs/index.md")
    assert f"On a machine with Python {least}" in said("CONTRIBUTING.md")
    codes = [
        errors.MlsalaryError.exit_code,
        errors.UsageError.exit_code,
        errors.NotFoundError.exit_code,
        errors.BadDataError.exit_code,
        INTERRUPTED,
    ]
    assert (
        f"Exit codes: {errors.ReaderLeft.exit_code} ok, {codes[0]} a bug, {codes[1]} a value that "
        f"an option cannot take, {codes[2]} not found or ambiguous, {codes[3]} files and data, "
        f"{codes[4]} interrupted" in said("README.md")
    )
    assert f"| {codes[4]} | interrupted |" in said("docs/errors.md")
    assert f"The exit code is {codes[3]} if the file has no rows" in said("docs/batch.md")
    assert f"no row can be used ends with exit code {codes[3]}" in said("docs/pay.md")
    assert f"says so and ends with exit code {codes[1]}" in said("docs/explorer.md")
    assert f"ends with exit code {codes[3]}, or with {codes[2]} where" in said("docs/offers.md")


def test_a_range_holds_what_its_percentiles_say() -> None:
    assert f"and {90 - 10}% between p10 and p90" in said("README.md")
    page = said("docs/range.md")
    for percent in (10, 25, 75, 90):
        assert f"| p{percent} | {percent}% earn less |" in page
    assert f"| p50, the median | {50}% earn less, {100 - 50}% earn more |" in page
    assert f"**p10 to p90** holds {90 - 10}% of people. Of the other {10 + 100 - 90}%, half" in page
    page = said("docs/method.md")
    assert f"*p10-p90* holds {90 - 10}%: one person in ten" in page
    assert f"are between p25 and p75 and {90 - 10}% between p10 and p90, with a margin" in page


def test_the_limits_of_files_are_those_of_the_program() -> None:
    page, limits = said("docs/batch.md"), BOOK.toml("limits.toml")["batch"]
    rows, letters = workbook_writer.ROWS_MOST, workbook_writer.LETTERS_MOST
    assert (rows, letters) == (2**20, 2**15 - 1)  # Excel's
    assert f"A sheet ends at {rows - 1:,} rows and a cell at {letters:,} letters" in page
    assert f"line breaks, up to {csv_lines.LONGEST >> 20} MB of text" in page
    assert f"A line of more than {limits['line_bytes_most'] >> 20} MB, in CSV" in page
    assert f"is rejected with its first {blocks.SHOWN:,} characters" in page
    assert f"A file of more than {limits['columns_most']:,} columns is refused" in page
    memory = limits["memory_bytes_least"] // 10**9
    assert f"must be allowed to use ({memory} GB of address space)" in page
    assert f"the keys of the first {jsonl_reader.FIRST_LINES:,} lines" in page
    assert f"the first {jsonl_reader.FIRST_LINES:,} lines do not have" in said("docs/errors.md")
    assert f"it streams in pieces of {blocks.BLOCK >> 20} MB" in page
    assert f"and the {gathered.LOWEST_KEPT} rows whose pay is the least share" in page
    task, whole = (bound >> 20 for bound in (spark_tally.TASK_CARRIES, spark_tally.ALL_CARRY))
    assert f"up to {task} MB a task and {whole} MB in all" in said("docs/scale.md")


def test_an_assistant_gets_as_much_as_its_page_says() -> None:
    page = said("docs/assistants.md")
    assert f"An answer has the first {tools.ROWS_USUALLY}, or `top` of them" in page
    assert f"of them, at most {tools.ROWS_MOST}" in page
    assert f"A ranking has {tools.RANKED_USUALLY} cells" in page
    assert f"says otherwise, at most {tools.CELLS_MOST}" in page


def test_a_shell_offers_as_many_towns_as_its_page_says() -> None:
    limits = BOOK.toml("limits.toml")["completion"]
    assert f"towns and counties of {limits['people_least']:,} people or more" in said(
        "docs/shell.md"
    )
    assert limits["letters_least"] == 3
    assert "After three letters it also offers" in said("docs/shell.md")


def test_the_readme_of_the_data_counts_right() -> None:
    page = said("data/README.md")
    hours = 52 * 40
    cent, ten = 0.005 * hours, 10 / 2
    assert f"A year's wage and {hours:,} times the hour's" in page
    assert f"may differ by {cent + ten:.2f} dollars" in page
    assert f"(half a cent x {hours:,} = {cent:.2f}) and the year to ten dollars ({ten:.2f})" in page


def test_the_arithmetic_of_examples_is_right() -> None:
    page = said("docs/scale.md")
    seconds, cores, price = 6 * 1000, 50 * 4, 0.05
    assert "--num-executors 50 --executor-cores 4" in TEXTS["docs/scale.md"]
    hours = round(seconds / 3600, 1)
    assert f"a billion take {seconds:,} core-seconds, or {hours} core-hours" in page
    assert f"on {cores} cores, as above, {seconds / cores:.0f} seconds" in page
    dollars = seconds / 3600 * price
    assert f"{seconds:,} core-seconds / {3600:,} x ${price:.2f} = ${dollars:.2f}" in page
    assert f"at {100} bytes a row, {100 * 10**9 // 10**9} GB of CSV" in page
    grant, years = 180_000, 2
    page = said("docs/offers.md")
    assert f"A grant of ${grant:,} over two years brings ${grant // years:,} in year 2" in page
    assert f"a normal year has ${grant // years // 3:,} of it" in page  # of years 2 to 4
    page = said("docs/method.md")
    assert (
        f"${200_000:,} where the parity is {125} buys what ${200_000 * 100 // 125:,} buys" in page
    )
    assert f"A factor of {1.1:.2f} adds {1.1 - 1:.0%}" in said("docs/glossary.md")


def test_the_performance_page_has_what_others_say_of_it() -> None:
    page = (ROOT / "docs/performance.md").read_text(encoding="utf-8")
    (start,) = re.findall(r"^\| `estimate --json` \| (\d+) \|", page, re.MULTILINE)
    assert round(int(start) / 1000, 1) == 0.1
    assert "starts in about a tenth of a second" in said("README.md")
    spark = re.findall(r"to Parquet \| [\d,]+ \| [\d.]+ \| ([\d.]+) \|", page)
    assert [round(float(one)) for one in spark] == [6, 6]
    assert "At six for a million rows" in said("docs/scale.md")


def test_the_first_page_of_the_method_counts_right() -> None:
    page, model = said("docs/method.md"), BOOK.toml("model.toml")
    fitted, release = model["fitted"], BOOK.toml("oews/release.toml")["release"]
    assert f"BLS wages of {month_name(release)} for every area" in page
    assert (
        f"and {fitted['rows']['base']:,} packages that people in machine learning reported from "
        f"{month_name(fitted['start'])} to {month_name(fitted['end'])}" in page
    )
    reports = sorted((row["reports"] for row in model["place"]["metro"]), reverse=True)
    assert round(10 * sum(reports[:10]) / fitted["rows"]["base"]) == 9
    assert "Nine of ten reports are from ten metros" in page


def test_the_method_names_the_months_of_its_sources() -> None:
    page, model = said("docs/method.md"), BOOK.toml("model.toml")
    sources = {row["id"]: row for row in BOOK.toml("sources.toml")["source"]}
    periods = [sources[one]["period"].split(" to ") for one in model["sources"]]
    (start, own), (_, second), (third, end) = (map(month_name, each) for each in periods)
    assert (
        f"at every kind of employer, {start} to {own}; data scientists, {own} to {second}; "
        f"software engineers at six large technology companies, {third} to {end}." in page
    )
    assert f"only to the first file, to {own}. The shipped model prices" in page
    assert f"Few packages are newer than {second}, and those are" in page
    assert f"**After {end}** no pay was reported here, and after {second} only at six" in page
    years = [f"{a[:4]}-{b[2:4]}" for a, b in periods]
    assert f"reports of data scientists, {years[1]}, and of {years[2]}, so" in page
    assert f"By group of {method_figures.LEAST} reports or more" in page
    prices = sources["bea-rpp-2024"]
    year, month, day = prices["published"].split("-")
    published = f"{month_name(f'{year}-{month}').partition(' ')[0]} {int(day)}, {year}"
    assert f"has those of {prices['period']}, published on {published}, to the digit" in page
    assert f"They are those of {prices['period']}, whatever the month" in page


def test_the_method_names_the_months_of_its_growth() -> None:
    page, aging = said("docs/method.md"), BOOK.toml("aging.toml")
    months = {
        (series, kind): [month_name(row["month"]) for row in aging[series] if row["kind"] == kind]
        for series in ("base", "beyond")
        for kind in ("fitted", "cited", "assumed")
    }
    fitted, cited = months["base", "fitted"], months["base", "cited"]
    assert f"From {cited[0]} on it is what BLS publishes" in page
    assert f"and from {cited[-2]} to {cited[-1]} the percentiles that the guide's bands" in page
    assert cited[-1] == month_name(aging["dollars"])
    assert f"After {cited[-1]} it is assumed to grow by as much each year" in page
    assert f"Before {cited[0]} it is fitted, for one month every June, together" in page
    assert {one.partition(" ")[0] for one in fitted} == {"June"}
    since, until = cited[0].split()[1], cited[-1].split()[1]
    assert f"held near the growth of {since} to {until} (3.7% a year" in page
    assert f"since few reports bridge {fitted[-1]} and {cited[0]}." in page
    beyond = months["beyond", "fitted"]
    assert f"fitted month by month from {beyond[0].split()[1]} to {beyond[-1]} around" in page
    assert f"returns to that share by {months['beyond', 'assumed'][-1]}, and stays" in page
    assert f"without it, every year before {cited[0]} is treated as the same" in page
    first = month_name(aging["base"][0]["month"])
    assert f"Months from {first} to two years beyond today are priced" in said("docs/sql.md")
    assert aging["months_ahead"] == 2 * 12
    assert f"none means {month_name(aging['dollars'])}, the month of" in said("docs/pay.md")


def test_what_is_read_is_read_by_these_figures() -> None:
    places, amounts = BOOK.toml("places.toml"), BOOK.toml("amounts.toml")
    most = round(places["ambiguity"]["people_share"], 1)
    assert f"no single one with nearly {most:.0%} of their people" in said("docs/reading.md")
    assert f"if nearly {most:.0%} of the people in places of that name" in said("docs/reading.md")
    times = {row["a_year"] for row in amounts["period"]}
    assert {52 * 40, 12, 52} <= times
    assert f"`$95/hour` (x {52 * 40:,}), `16.5k/mo` (x {12}), `3k weekly` (x {52})" in (
        said("docs/offers.md")
    )
    assert f"$72.50/hr (x {52 * 40:,}), 16.5k/mo (x {12}), $150K" in said("docs/reading.md")
    whole = amounts["pay"]["thousands"]
    assert f"and one is {whole} or more, they are read as thousands" in said("docs/pay.md")


def test_the_readme_of_the_data_names_its_bounds() -> None:
    page = said("data/README.md")
    (rows,) = (
        one.max_length
        for one in PanelFile.model_fields["row"].metadata
        if hasattr(one, "max_length")
    )
    assert f"Your own may have up to {rows} rows" in page
    large, namesake = places_abroad.LARGE, places_abroad.NAMESAKE
    assert f"has cities of {large:,} people or more, and of {namesake:,} if a US place" in page


# What is held, and the rest ----------------------------------------------------------------------

ANYWHERE = (
    r"\b(?:UTF|utf|latin|ISO|H|CC0|CC BY|CRC)[- ][\d.]+B?",  # standards, visas, licenses
    r"\b15-\d{4}\b",  # occupations
    r"\b(?:Java|Spark|PostgreSQL|dbt) [\d.]*\d",  # whose versions are those that are installed
    r"\b\d+th percentile",
    r"(?<!\S)\d\. (?=[*`A-Z])",  # the number of a line
    r"\b127\.0\.0\.1",
    r"\| [01234] (?=\|)",  # exit codes, which scripts/errors_page.py reads from the source
    r"\b(?:guide|bls|bea|census|levels|lightcast|pwc)[a-z-]*-\d{4}(?:q\d)?",  # sources
    r"\b80% interval",
    r"\bcost 100 in the United States",  # by the definition of a parity
    r"\bln\(1 \+ years\)",
)
"""What is written in digits and is no figure, on any page."""
EXAMPLES = {
    "CONTRIBUTING.md": ("Modules near 150 lines",),
    "data/README.md": (
        "(0.25 is 25%)",
        "that of the constants, is 1;",
        "`people` is 0 if nobody counted them",
        "Rhode Island (0.000 in its table)",
    ),
    "docs/assistants.md": ("195k and 400k of stock",),
    "docs/batch.md": (
        "by a ZIP code: 78701",
        "in each, 0 to 100, using",
        "the United States are 100)",
        "the amount x 100 /",
        "priced for the nation, at 100.",
        "`2,5` is 2.5",
        "5.0 is 5,",
    ),
    "docs/errors.md": (
        'write 5, 6.5, 5+, 3-5 or "18 months"',
        "write the year and month: 2025-05",
        "write 190k, $190,000 or 1.2M",
        "write the lower amount first: 130k-242k",
        "write 5% or 100",
        "such as 3-5",
    ),
    "docs/explorer.md": ("a form with 5 years",),
    "docs/glossary.md": ("the price parity of its place, times 100.",),
    "docs/method.md": (
        "base x (1 + equity + bonus)",
        "10 n / (n + 10)",
        "pay x 100 / parity",
        "shrunk toward 1 with",
        "reports of 2020 differ from those of 2021",
        "in late 2023, machine learning",
        "level, June 2022, priced",
        "held at 1 or more, and elasticities above 0,",
        "capped base pay until 2022",
    ),
    "docs/offers.md": (
        "ends before year 4 is not paid",
        "the average of years 2 to 4.",
        "nothing in years 3 and 4,",
        "counts whole in year 1,",
    ),
    "docs/pay.md": ("| 1 or yes if", "+40% means that p90 is 40% above p10"),
    "docs/questions.md": (
        "Does $210k in Austin buy more than $260k in San Jose?",
        "(US = 100)",
        "$150k to $220k. Is that a good range?",
        "get me to $400k?",
    ),
    "docs/range.md": ('likely (80%) …"', "A typical miss of 10% means", "within 10% of our median"),
    "docs/reading.md": (
        '5, 5.5, "5 years", 5+, "10 or more", 3-5 (its midpoint), "18 months", "<1"; "05-Mar",',
        "makes of 3-5, is refused",
        '2025-05, "May 2025", 5/1/2025, a spreadsheet\'s number, "3 days ago"',
        '$185k, "USD 150,000", $72.50/hr',
        "16.5k/mo (x",
        '$150K-$180K (its midpoint), "up to $180k"',
    ),
    "docs/rule.md": ("(5% less: ln 0.95 = -0.0513)",),
    "docs/scale.md": ("spot capacity in 2025 (insert your own price)",),
    "docs/sql.md": ("`total_percentile`, 0 to 100.",),
    "docs/testing.md": (
        "every Python from 3.11 to 3.14 that",
        "passed so on Python 3.11, 3.13 and 3.14, on Linux",
        "Python 3.12 has not been tried",
        "The first run on Python 3.13 found",
        "alone run 95.6% of its 6,170 branches",
        "With seed 24 and 300 faults a package it came to",
        "the engine came to 87.7%, the places to 90.0%, the decisions to 90.3% and the reading",
        "with seed 25, to 82.0%",
        "121 characters of a place for 120",
        "The whole run of seed 1 met the last six 34 times",
        "`years` with 400 digits in",
    ),
}
"""What people may type, what is so by definition, and when something was: nothing to compute."""
TABLES = {
    "docs/testing.md": ("| Package | Mutants |", "test_docs_figures.py"),
    "docs/batch.md": ("| name | base_p25 |", "test_batch.py"),
    "docs/sql.md": ("| dialect | script | query |", "test_sql.py"),
}
"""Tables of figures that a test compares: how each begins, and that test."""


@cache
def strings_asserted() -> list[tuple[str, str]]:
    """Every test's source, and a pattern for each string that it says is in something; what is
    filled in may be anything short."""
    found = []
    for path in sorted((ROOT / "tests").glob("test_*.py")):
        source = path.read_text(encoding="utf-8")
        if ".md" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In):
                found.append((source, pattern_of(node.left)))
    return [(source, pattern) for source, pattern in found if pattern.count(" ") >= 2]


def pattern_of(string: ast.expr) -> str:
    """Of a string or an f-string; nothing of another expression."""
    parts = string.values if isinstance(string, ast.JoinedStr) else [string]
    texts = []
    for one in parts:
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            texts.append(re.escape(one.value).replace(r"\ ", " "))
        elif isinstance(one, ast.FormattedValue):
            texts.append("[^|;:]{1,20}?")
    return "".join(texts)


def left(name: str) -> list[str]:
    """The figures of a page that nothing holds, each with what stands around it."""
    table, _ = TABLES.get(name, (None, ""))
    text = said(name, table)
    asserted = [pattern for source, pattern in strings_asserted() if Path(name).name in source]
    held = [*asserted, *ANYWHERE, *map(re.escape, EXAMPLES.get(name, ())), CODE]
    spans = [found.span() for one in held for found in re.finditer(one, text)]
    return [
        text[max(0, found.start() - 40) : found.end() + 40]
        for found in FIGURE.finditer(text)
        if not any(begin <= found.start() < end for begin, end in spans)
    ]


@pytest.mark.parametrize("name", sorted(TEXTS.keys() - MADE.keys()))
def test_every_figure_is_held(name: str) -> None:
    assert left(name) == [], "assert it in a test, or list it here as an example"


def test_the_versions_of_python_that_are_named_are_those_that_were_tried() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ends = [re.search(r" (3\.\d+)$", one) for one in project["classifiers"]]
    *first, last = [found[1] for found in ends if found]
    assert f"passed so on Python {', '.join(first)} and {last}, on Linux" in said("docs/testing.md")


def test_of_ten_mutants_nine_are_killed() -> None:
    """The table of docs/testing.md: what was killed and what survived is all that was tried."""
    rows = re.findall(r"^\| (\w+) \| ([\d |.]+) \|$", (ROOT / "docs/testing.md").read_text(), re.M)
    tried = {name: [float(cell) for cell in cells.split(" | ")] for name, cells in rows}
    nearest = tomllib.loads((ROOT / "scripts/mutation/tests.toml").read_text("utf-8"))
    assert tried.keys() == nearest.keys() - {"module"}
    for mutants, killed, on_import, survived, percent in tried.values():
        assert (mutants, on_import <= killed) == (killed + survived, True)
        assert percent == round(100 * killed / mutants, 1) >= 90


def test_what_is_listed_is_there() -> None:
    for name, phrases in EXAMPLES.items():
        assert [one for one in phrases if one not in said(name)] == []
    for name, (begin, test) in TABLES.items():
        assert begin in said(name)
        assert Path(name).name in (ROOT / "tests" / test).read_text("utf-8")
    for name, script in MADE.items():
        assert (ROOT / script).is_file()
        assert name in TEXTS


def test_a_new_figure_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TEXTS, "docs/pay.md", "Read by 41,000 people, $7 each; `--top 3` and p25.")
    assert len(left("docs/pay.md")) == 2
