"""Charts on a terminal: every mark where its figures say, and the figures where none can stand."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import made_reports as made
import pytest
from cli_run import run
from hypothesis import given
from hypothesis import strategies as st

from mlsalary.cli import main
from mlsalary.cli.terminal import Terminal
from mlsalary.evaluation import backtest as scoring
from mlsalary.evaluation.reported import read
from mlsalary.render import charts, terminal
from mlsalary.render.axes import money_axis
from mlsalary.render.look_alikes import in_ascii
from mlsalary.render.page import Axis, Chart, Column, Grid, Point, Series, Stroke
from mlsalary.render.pages.charting import Pay, side_by_side
from mlsalary.results import Range
from mlsalary.rulebook import Rulebook

ESTIMATE = ("estimate", "--years", "5", "--metro", "San Jose", "--spec", "llm")
PATH = ("path", "--metro", "Boston")
METROS = ("--metro", "Austin", "--metro", "Seattle", "--metro", "Boise")
COMPARE = ("compare", "--years", "5", *METROS)
BASE, TOTAL, BOTH = "●■◆"
WIDTHS = (40, 60, 80, 140)


@pytest.fixture(scope="module")
def backtest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, ...]]:
    """The reports are scored once; each run asks for those scores."""
    folder = tmp_path_factory.mktemp("charts")
    reports = made.written(folder / "reported.csv", made.rows(300))
    overlay = made.quick(folder / "quick")
    book = Rulebook.overlay(Path(overlay))
    answer = scoring.backtest(read(reports, book), book)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scoring, "backtest", lambda *_: answer)
        yield ("backtest", str(reports), "--data", overlay)


@pytest.fixture(params=["estimate", "path", "compare", "backtest"])
def asked(request: pytest.FixtureRequest, backtest: tuple[str, ...]) -> tuple[str, ...]:
    known = {"estimate": ESTIMATE, "path": PATH, "compare": COMPARE, "backtest": backtest}
    return known[request.param]


def shown(*arguments: str, width: int = 80, colour: bool = False) -> str:
    ran = run(*arguments, "--chart", terminal=True, width=width, colour=colour)
    assert ran.code == 0, ran.err
    return ran.out


class Drawn(NamedTuple):
    """A chart read off a page: its lines within the axes, the words before each, the columns of
    the ticks across with their words."""

    lines: list[str]
    words: list[str]
    ticks: dict[int, str]

    def marks(self, *signs: str) -> list[tuple[int, int]]:
        """(line, column) of each such sign."""
        return [
            (number, column)
            for number, line in enumerate(self.lines)
            for column, sign in enumerate(line)
            if sign in signs
        ]

    def column(self, amount: float) -> float:
        """Where an amount of dollars stands, by the first and the last tick across."""
        (first, low), *_, (last, high) = self.ticks.items()
        return first + (amount - dollars(low)) / (dollars(high) - dollars(low)) * (last - first)

    def line(self, value: float, read: Any) -> float:
        """Where a value stands, by the words of the lowest and the highest tick up."""
        at = [(number, read(word)) for number, word in enumerate(self.words) if word]
        (top, high), *_, (bottom, low) = at
        return float(bottom - (value - low) / (high - low) * (bottom - top))


def drawn(page: str) -> Drawn:
    lines = page.splitlines()
    floor = next(number for number, line in enumerate(lines) if line.lstrip().startswith("└"))
    gutter = lines[floor].index("└") + 1
    top = floor
    while len(lines[top - 1]) >= gutter and lines[top - 1][gutter - 1] in "│┤":
        top -= 1
    below = lines[floor + 1]
    ticks = {}
    for found in re.finditer(r"\S+", below[gutter:]):
        under = [
            at
            for at, sign in enumerate(lines[floor][gutter:])
            if sign in "┬▲" and found.start() <= at <= found.end()
        ]
        ticks[under[0] if len(under) == 1 else _nearest(under, found)] = found[0]
    within = [line[gutter:] for line in lines[top:floor]]
    return Drawn(within, [line[: gutter - 1].strip() for line in lines[top:floor]], ticks)


def _nearest(columns: Sequence[int], found: re.Match[str]) -> int:
    return min(columns, key=lambda at: abs(at - (found.start() + found.end()) / 2))


def dollars(word: str) -> float:
    """``$287k``, ``$1.38M``."""
    number, unit = re.fullmatch(r"\$([\d.]+)([kM]?)", word).groups()  # type: ignore[union-attr]
    return float(number) * {"": 1, "k": 1e3, "M": 1e6}[unit]


# Where marks stand ----------------------------------------------------------------------------


def dots_of(sign: str) -> int:
    """The dots of a sign, a bit each; 0 for other signs."""
    return ord(sign) - 0x2800 if 0x2800 <= ord(sign) <= 0x28FF else 0


def made_chart(points: Sequence[Point], strokes: Sequence[Stroke] = ()) -> Chart:
    """A chart of 101 columns for 0 to 100 and a line for each of 0 to 10, on 105 columns."""
    return Chart(
        "Made",
        Axis(0, 100, [(0, "0"), (100, "100")]),
        Axis(0, 10, [(0, "0"), (10, "10")]),
        [Series("all", "●", points, strokes)],
        lines=11,
    )


def signs_of(chart: Chart, room: int = 105) -> list[str]:
    return ["".join(sign.text for sign in line) for line in charts.lines(chart, room)]


@given(st.integers(0, 1000), st.integers(0, 100))
def test_a_point_stands_in_the_column_and_the_line_of_its_values(x: int, y: int) -> None:
    """In tenths; those in the middle between two columns may stand in either."""
    lines = signs_of(made_chart([Point(x / 10, y / 10)]))
    ((line, column),) = [
        (number, line.index("●") - 4) for number, line in enumerate(lines) if "●" in line
    ]
    assert abs(column - x / 10) <= 0.5
    assert abs(10 - line - y / 10) <= 0.5


def test_a_line_passes_through_its_points() -> None:
    """Straight from corner to corner: in the middle column it is in the middle line."""
    diagonal = Stroke([Point(0, 0), Point(100, 10)])
    lines = signs_of(made_chart([], [diagonal]))
    filled = [
        {column - 4 for column, sign in enumerate(line) if dots_of(sign)} for line in lines[:11]
    ]
    assert {0} <= filled[10]
    assert {50} <= filled[5]
    assert {100} <= filled[0]
    assert all(
        abs(column - 10 * (10 - number)) <= 6
        for number, columns in enumerate(filled)
        for column in columns
    )


def test_a_dotted_line_has_gaps() -> None:
    flat = [Point(0, 5), Point(100, 5)]
    solid, dotted = (
        signs_of(made_chart([], [Stroke(flat, dotted=one)]))[5] for one in (False, True)
    )
    dots = [sum(dots_of(sign).bit_count() for sign in line) for line in (solid, dotted)]
    assert dots[0] == 201  # from the middle of the first column to that of the last
    assert dots[1] == 50


def test_an_estimate_is_drawn_where_its_percentiles_are() -> None:
    answer = run(*ESTIMATE, "--json").json
    for width in (60, 80, 140):
        chart = drawn(shown(*ESTIMATE, width=width))
        for pay, mark in (("base", BASE), ("total", TOTAL)):
            marks = chart.marks(mark)
            assert [chart.words[line] for line, _ in marks] == ["90%", "75%", "50%", "25%", "10%"]
            amounts = [answer[pay][name] for name in ("p90", "p75", "p50", "p25", "p10")]
            for (line, column), amount in zip(marks, amounts, strict=True):
                assert abs(chart.column(amount) - column) <= 1
                assert f"${amount / 1000:.0f}k" in chart.lines[line]


def test_a_path_is_drawn_where_its_years_and_medians_are() -> None:
    rows = run(*PATH, "--json").json["rows"]
    for width in (60, 80, 140):
        chart = drawn(shown(*PATH, width=width))
        (first, _), *_, (last, _) = chart.ticks.items()
        heights = {
            column: {
                line for line, signs in enumerate(chart.lines) if signs[column : column + 1].strip()
            }
            for column in range(last + 1)
        }
        marks = {BASE: chart.marks(BASE, BOTH), TOTAL: chart.marks(TOTAL, BOTH)}
        for row in rows:
            column = first + row["years"] / 20 * (last - first)
            for pay, mark in (("base", BASE), ("total", TOTAL)):
                line = chart.line(row[pay]["p50"], dollars)
                near = heights[int(column)] | heights[min(int(column) + 1, last)]
                assert any(abs(one - line) <= 0.7 for one in near)
                if row["years"] % 5 == 0:
                    assert [
                        1 for a, b in marks[mark] if abs(a - line) <= 0.5 and abs(b - column) <= 0.5
                    ]
        assert len(marks[BASE]) == len(marks[TOTAL]) == 5
        for pay in ("base", "total"):
            assert f" ${rows[-1][pay]['p50'] / 1000:.0f}k" in "\n".join(chart.lines)


def test_a_path_marks_the_years_of_another_likeliest_level() -> None:
    rows = run(*PATH, "--json").json["rows"]
    likeliest = [max(row["levels"], key=row["levels"].get) for row in rows]
    turns = [at for at in range(1, 21) if likeliest[at] != likeliest[at - 1]]
    page = shown(*PATH)
    (floor,) = [line for line in page.splitlines() if line.lstrip().startswith("└")]
    start = floor.index("└") + 1
    wide = floor[start:].rindex("┬")
    assert [round((at.start() - start) / wide * 20) for at in re.finditer("▲", floor)] == turns
    said = [likeliest[0], *(f"{likeliest[at]} from year {at}" for at in turns)]
    assert f"Most likely level, ▲ where it changes: {', '.join(said)}." in " ".join(page.split())


def test_a_comparison_is_drawn_where_its_medians_and_middle_halves_are() -> None:
    cells = run(*COMPARE, "--json").json["cells"]
    for width in (60, 80, 140):
        chart = drawn(shown(*COMPARE, width=width))
        assert len(chart.lines) == len(cells)
        for number, cell in enumerate(cells):
            name, base, total = re.split(r"  +", chart.words[number])
            assert name.split(",")[0] in cell["place"]["name"]
            line = chart.lines[number]
            for pay, mark, word, half in (
                ("base", BASE, base, 0b00011011),  # the upper dots of a sign
                ("total", TOTAL, total, 0b11100100),
            ):
                middle = chart.column(cell[pay]["p50"])
                assert word == f"${cell[pay]['p50'] / 1000:.0f}k"
                assert abs(line.index(mark) - middle) <= 1
                at = [
                    column
                    for column, sign in enumerate(line)
                    if sign == mark or dots_of(sign) & half
                ]
                assert abs(at[0] - chart.column(cell[pay]["p25"])) <= 1
                assert abs(at[-1] - chart.column(cell[pay]["p75"])) <= 1


def test_a_backtest_is_drawn_where_its_reports_are(backtest: tuple[str, ...]) -> None:
    found = run(*backtest, "--json").json["reliability"]
    chart = drawn(shown(*backtest))
    (first, low), *_, (last, high) = chart.ticks.items()
    assert (low, high) == ("p10", "p90")
    for pay, mark in (("base", BASE), ("total", TOTAL)):
        marks = sorted((column, line) for line, column in chart.marks(mark, BOTH))
        for one in found:
            column = first + (one["percentile"] - 10) / 80 * (last - first)
            line = chart.line(one[pay], lambda word: float(word.rstrip("%")))
            assert any(abs(column - a) <= 1 and abs(line - b) <= 0.5 for a, b in marks)


def test_two_series_in_one_place_have_a_mark_that_says_so() -> None:
    alike = [Series("base", BASE, [Point(1, 1)]), Series("total", TOTAL, [Point(1, 1)])]
    apart = [alike[0], Series("total", TOTAL, [Point(9, 9)])]
    for series, both in ((alike, True), (apart, False)):
        ends = Axis(0, 10, [(0, "0"), (10, "10")])
        grid = Grid("", (Column("a"),), [("1",)], chart=Chart("Made", ends, ends, series, lines=5))
        page = terminal.write([grid], width=80, colour=False)
        assert (f"{BOTH} both" in page) == both
        assert page.count(BOTH) == 2 * both
        assert page.count(BASE) == page.count(TOTAL) == 1 + (not both)


def test_words_cover_no_mark() -> None:
    """They stand on the other side of their point where a mark is in the way, and nowhere where
    marks are on both."""
    points = [Point(40, 5, "first"), Point(47, 5, "second"), Point(90, 5, "third")]
    line = signs_of(made_chart(points))[5]
    assert line.count("●") == 3
    assert re.search(r"first ●  +● second +● third *$", line)
    crowded = [Point(at, 5, "words") for at in (40, 44, 48)]
    line = signs_of(made_chart(crowded))[5]
    assert re.search(r"words ● +● +● words *$", line)


def test_a_path_dots_the_outer_ends_of_the_middle_halves() -> None:
    """Those between the medians would run into one another: nothing is drawn there."""
    rows = run(*PATH, "--json").json["rows"]
    for width in (60, 80, 140):
        page = shown(*PATH, width=width)
        assert "dotted: base p25, total p75" in " ".join(page.split())
        chart = drawn(page)
        (first, _), *_, (last, _) = chart.ticks.items()
        outer = 0
        for row in rows:
            column = round(first + row["years"] / 20 * (last - first))
            lines = {
                name: chart.line(amount, dollars)
                for name, amount in (
                    ("low", row["base"]["p25"]),
                    ("base", row["base"]["p50"]),
                    ("total", row["total"]["p50"]),
                    ("high", row["total"]["p75"]),
                )
            }
            for line, signs in enumerate(chart.lines):
                sign = signs[column : column + 1] or " "
                if lines["total"] + 1.1 < line < lines["base"] - 1.1:
                    assert not dots_of(sign)
                outer += bool(dots_of(sign)) and (
                    line < lines["total"] - 1.1 or line > lines["base"] + 1.1
                )
                if dots_of(sign):
                    assert lines["high"] - 1.1 < line < lines["low"] + 1.1
        assert outer > 3


def test_what_an_axis_marks_is_said() -> None:
    for width in (60, 80, 140):
        page = " ".join(shown(*PATH, width=width).split())
        assert "Most likely level, ▲ where it changes: entry, mid from year" in page
    without = shown("path", "--years", "60")
    assert "▲" not in without


def pay_of(base: float, total: float, far: float) -> Pay:
    """Halves of a tenth about each median; far: the p75 of the total."""
    return Pay(
        *(
            Range(at * 0.8, at * 0.9, at, end, end * 1.1)
            for at, end in ((base, base * 1.1), (total, far))
        )
    )


def test_one_long_line_takes_no_room_from_the_other_rows() -> None:
    few = ("chief", pay_of(500_000, 1_000_000, 2_900_000))
    many = [
        ("mid", pay_of(160_000, 200_000, 230_000)),
        ("entry", pay_of(140_000, 170_000, 190_000)),
    ]
    chart = side_by_side("Level", [few, *many])
    assert chart.x.high == 1_000_000
    assert "► beyond the axis" in chart.key
    *rows, _, _ = signs_of(chart, 80)[1:]
    assert ["►" in row for row in rows] == [True, False, False]
    assert rows[0].endswith("■►")  # the median is at the very end of the axis


@pytest.mark.parametrize("far", [1_100_000, 1_490_000])
def test_a_line_that_is_not_much_longer_is_drawn_in_full(far: float) -> None:
    chart = side_by_side("Level", [("vp", pay_of(500_000, 1_000_000, far))])
    assert chart.x.high >= far
    assert not any("►" in word for word in (*chart.key, *signs_of(chart, 80)))


def test_levels_are_drawn_as_far_as_their_medians_go() -> None:
    cells = run("compare", "--years", "5", "--by", "level", "--json").json["cells"]
    page = shown("compare", "--years", "5", "--by", "level")
    chart = drawn(page)
    *_, (_, high) = chart.ticks.items()
    beyond = [cell["total"]["p75"] > dollars(high) for cell in cells]
    assert ["►" in line for line in chart.lines] == beyond
    assert any(beyond)
    assert "► beyond the axis" in page


# Axes -----------------------------------------------------------------------------------------


@given(st.lists(st.integers(20_000, 4_000_000), min_size=1, max_size=9), st.integers(3, 9))
def test_an_axis_of_dollars_holds_all_and_says_what_its_ticks_are(
    amounts: list[int], most: int
) -> None:
    axis = money_axis(amounts, most)
    assert axis.low <= min(amounts) <= max(amounts) <= axis.high
    assert 2 <= len(axis.ticks) <= most
    assert [axis.low, axis.high] == [axis.ticks[0][0], axis.ticks[-1][0]]
    for amount, word in axis.ticks:
        assert dollars(word) == pytest.approx(amount, rel=0.01)
    steps = {int(b[0] - a[0]) for a, b in zip(axis.ticks, axis.ticks[1:], strict=False)}
    assert len(steps) == 1
    assert str(steps.pop()).rstrip("0") in ("1", "2", "5")


def test_ticks_that_have_no_room_go_evenly() -> None:
    ticks = [(at, f"${at}00k") for at in range(11)]
    chart = Chart("Made", Axis(0, 10, ticks), Axis(0, 1, [(0, "0")]), [], lines=2)
    # A word takes 5 columns and one between; 3 stand before the drawing.
    for room, every in ((100, 1), (50, 2), (30, 3)):
        assert (room - 4) / 10 * every >= 6 > (room - 4) / 10 * (every - 1)
        *_, floor, words = signs_of(chart, room)
        assert re.findall(r"\S+", words) == [word for _, word in ticks[::every]]
        assert floor.count("┬") == len(ticks[::every])


# Terminals ------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("explain", [(), ("--explain",)])
def test_no_line_is_broader_than_the_terminal(
    asked: tuple[str, ...], width: int, explain: tuple[str, ...]
) -> None:
    page = shown(*asked, *explain, width=width)
    assert max(map(len, page.splitlines())) <= width
    assert ("└" in page) == (width >= 60)
    assert ("No room here for the chart: it takes 60 columns." in " ".join(page.split())) == (
        width < 60
    )


def test_columns_of_one_name_that_have_no_room_are_told_apart() -> None:
    for asked in (COMPARE, PATH):
        page = " ".join(shown(*asked, width=40).split())
        assert "No room here for: p25 to p75 of base, p25 to p75 of total" in page


@pytest.mark.parametrize("width", [60, 80, 140])
def test_a_chart_has_fifteen_lines_at_most(asked: tuple[str, ...], width: int) -> None:
    """From its title to the words under its axis."""
    lines = shown(*asked, width=width).splitlines()
    titles = ("How many comparable", "Pay by years", "Median pay", "Reports below each")
    (first,) = [n for n, line in enumerate(lines) if line.strip().startswith(titles)]
    (floor,) = [n for n, line in enumerate(lines) if line.strip().startswith("└")]
    assert floor + 2 - first <= 15


def test_a_page_with_a_chart_fits_a_screen_of_24_lines(asked: tuple[str, ...]) -> None:
    """But for its title, which says again what was asked."""
    assert len(shown(*asked).splitlines()) <= 24 + 1


def test_a_chart_is_drawn_in_ascii_where_there_is_nothing_else(asked: tuple[str, ...]) -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii", newline="")
    assert main([*asked, "--chart"], Terminal(out, io.StringIO(), True, 80, False)) == 0
    out.flush()
    page, wanted = raw.getvalue().decode("ascii"), shown(*asked)
    assert [len(line) for line in page.splitlines()] == [len(one) for one in wanted.splitlines()]
    for sign, plain in ((BASE, "o"), (TOTAL, "x"), ("┤", "+"), ("└", "+")):
        places = [
            (n, at.start())
            for n, line in enumerate(wanted.splitlines())
            for at in re.finditer(sign, line)
        ]
        assert places
        assert {page.splitlines()[n][at] for n, at in places} == {plain}
    for n, line in enumerate(wanted.splitlines()):
        for at, sign in enumerate(line):
            if dots_of(sign):
                assert page.splitlines()[n][at] in ".':"


@pytest.mark.parametrize(
    ("dots", "plain"),
    [((1,), "'"), ((2, 5), "'"), ((3,), "."), ((7, 8), "."), ((1, 8), ":"), ((), " ")],
)
def test_signs_of_dots_look_alike_in_ascii(dots: tuple[int, ...], plain: str) -> None:
    """Dots are numbered as in Unicode: 1 2 3 7 down the left, 4 5 6 8 down the right."""
    sign = chr(0x2800 + sum(1 << (dot - 1) for dot in dots))
    assert in_ascii(sign) == plain


def test_only_what_is_drawn_has_a_color(asked: tuple[str, ...]) -> None:
    coloured = shown(*asked, colour=True)
    codes = set()
    for code, signs in re.findall(r"\x1b\[([\d;]+)m([^\x1b]*)", coloured):
        if code not in ("0", "1"):
            codes.add(code)
            assert all(sign in " ●■█" or dots_of(sign) for sign in signs), signs
    assert {"38;5;63", "38;5;29"} <= codes  # terminal.BLUE and GREEN, whose contrast is tested
    plain = re.sub(r"\x1b\[[\d;]*m", "", coloured)
    assert [line.rstrip() for line in plain.splitlines()] == shown(*asked).splitlines()


def test_a_chart_knows_nothing_of_the_one_before() -> None:
    first = shown(*ESTIMATE)
    shown(*COMPARE, width=60)
    shown(*PATH, width=140)
    assert shown(*ESTIMATE) == first


# Without a drawing ----------------------------------------------------------------------------


def hundreds(pay: dict[str, float], *names: str) -> set[str]:
    return {f"${round(pay[name], -2):,.0f}" for name in names}


def figures(text: str) -> set[str]:
    return set(re.findall(r"\$[\d,]+", text))


def test_plain_text_says_the_figures_that_a_chart_draws() -> None:
    answer = run(*ESTIMATE, "--json").json
    said = run(*ESTIMATE, "--chart").out
    for pay in ("base", "total"):
        assert hundreds(answer[pay], *answer[pay]) <= figures(said)
    assert said == run(*ESTIMATE).out
    for verb, rows in ((PATH, "rows"), (COMPARE, "cells")):
        answer = run(*verb, "--json").json
        for form in ("plain", "markdown"):
            said = run(*verb, "--chart", "--format", form).out
            for row in answer[rows]:
                for pay in ("base", "total"):
                    wanted = hundreds(row[pay], "p25", "p50", "p75")
                    assert wanted <= figures(said), (verb, form)


def test_plain_text_says_the_reliability(backtest: tuple[str, ...]) -> None:
    for form in ("plain", "markdown"):
        ran = run(*backtest, "--chart", "--format", form)
        for one in run(*backtest, "--json").json["reliability"]:
            assert all(f"{one[pay]:.1f}%" in ran.out for pay in ("base", "total"))
        assert not re.search("[●■◆└\u2800-\u28ff]", ran.out)


def test_without_the_library_the_figures_stand_there(
    asked: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "plotille", None)
    page = " ".join(shown(*asked).split())
    assert "The chart takes plotille, which is not installed: pip install plotille" in page
    assert "└" not in page
    assert "┤" in page or "p25 to p75" in page or "Below" in page


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_what_holds_figures_refuses_a_chart_before_anything_is_read(form: str) -> None:
    for asked in (ESTIMATE, PATH, COMPARE, ("backtest", "nowhere.csv")):
        ran = run(*asked, "--chart", "--format", form)
        assert (ran.code, ran.out) == (2, "")
        said = ran.err if form == "csv" else ran.error["message"]
        assert f"--chart has no effect on {form}" in said
        if form != "csv":
            assert ran.error["code"] == "option_without_effect"


def test_verbs_without_a_chart_do_not_know_the_option() -> None:
    for asked in (("target", "300k", "--years", "4"), ("table",), ("brief", "--years", "5")):
        ran = run(*asked, "--chart")
        assert ran.code == 2
        assert "--chart" in ran.err


def test_a_chart_of_a_ranking_has_twenty_rows() -> None:
    for top in ((), ("--top", "30")):
        page = shown("compare", "--years", "5", "--by", "metro", *top)
        assert len(drawn(page).lines) == 20
        assert re.search(r"20 of \d+ shown; --top \d+ without --chart shows all\.", page)


def test_names_that_leave_no_room_stand_in_a_table() -> None:
    names = Axis(0, 1, [(0, "x" * 90), (1, "y" * 30)])
    chart = Chart("Made", Axis(0, 1, [(0, "0"), (1, "1")]), names, [], lines=2)
    grid = Grid("", (Column("a"),), [("figures",)], chart=chart)
    page = terminal.write([grid], width=140, colour=False)
    assert "No room for the chart next to names that long." in page
    assert "figures" in page


def test_all_of_one_amount_can_be_drawn() -> None:
    page = shown("path", "--years", "60")
    chart = drawn(page)
    assert len(chart.marks(BASE)) == len(chart.marks(TOTAL)) == 1
    one = shown("compare", "--years", "5")
    assert len(drawn(one).marks(BASE)) == 1
