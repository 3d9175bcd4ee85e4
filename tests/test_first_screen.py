"""The first screen: short enough, and drawn where its figures say."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from itertools import product

import pytest
from cli_run import PATIENCE, run
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsalary import MlsalaryError, Profile, estimate
from mlsalary.cli import main
from mlsalary.cli.terminal import Terminal
from mlsalary.render import bands, terminal, text
from mlsalary.render.page import Band, Bands, Bar
from mlsalary.render.pages.estimate import notes_on
from mlsalary.results import Estimate, Range

LONG = "Sr. Staff ML Engineer, Generative AI (Remote)"
ASKED: dict[str, st.SearchStrategy[object]] = {
    "metro": st.sampled_from(
        (
            None,
            "San Jose",
            "Bozeman",
            "94105",
            "Upper Peninsula",
            "Guam",
            "Bay Area",
        )
    ),
    "spec": st.sampled_from(((), ("llm",), ("llm", "nlp"), ("rl",))),
    "degree": st.sampled_from((None, "phd")),
    "level": st.sampled_from((None, "senior", "chief")),
    "years": st.sampled_from((None, 0, 5, 60)),
    "as_of": st.sampled_from((None, "2027-06", "2021-05")),
    "premiums": st.sampled_from(("guide", "measured", "none")),
    "company": st.sampled_from((None, "Google", "Netflix", "Nobody Inc", "Jane Street")),
    "title": st.sampled_from((None, LONG)),
}


@settings(max_examples=150, deadline=None)
@given(st.builds(Profile, **ASKED))
def test_an_estimate_has_twenty_lines_at_most(profile: Profile) -> None:
    try:
        answer = estimate(profile)
    except MlsalaryError:
        return
    shown = text(answer, "table", width=80)
    assert shown.count("\n") <= 20, shown
    assert "Base salary" in shown
    # What had no room is counted, and stands behind --explain.
    assert ("more note" in shown) == (len(_notes(text(answer, "plain"))) < _all_notes(answer))


def _notes(plain: str) -> list[str]:
    """The lines between the figures and the evidence."""
    block = plain.split("\n\n")[2]
    return block[: block.index("Rests on")].splitlines()


def _all_notes(answer: Estimate) -> int:
    return len([*notes_on(answer)])


@settings(max_examples=60, deadline=None)
@given(st.builds(Profile, **ASKED | {"spec": st.just(("llm",)), "premiums": st.just("guide")}))
def test_a_contested_premium_stands_whatever_else_has_no_room(profile: Profile) -> None:
    try:
        answer = estimate(profile)
    except MlsalaryError:
        return
    notes = text(answer, "plain").split("\n\n")[2]
    assert notes.startswith("The LLM premium (+")
    assert "the guide's claim; job ads show" in notes


# Bars -----------------------------------------------------------------------------------------

PAY = Range(100_000, 140_000, 200_000, 300_000, 500_000)


def drawn(*, room: int = 88, marks: tuple[tuple[str, float], ...] = ()) -> list[str]:
    band = Band("Base salary", PAY, marks=marks)
    return [line for line, _ in bands.lines(Bands((band,), headlines=False), room)]


def test_each_sign_stands_in_the_column_of_its_amount() -> None:
    """81 columns for $400k behind the name of p10: one for each $5k, so that p25 stands 8 from the
    start, and so on."""
    named, labels = drawn(room=4 + 81 + 4)
    assert (named[:4], named[-4:]) == ("p10 ", " p90")
    bar = named[4:-4]
    assert [bar.index(sign) for sign in "├●┤"] == [0, 20, 80]
    assert [at for at, sign in enumerate(bar) if sign == "┃"] == [8, 40]
    assert set(bar[1:8] + bar[41:80]) == {"─"}
    assert set(bar[9:20] + bar[21:40]) == {"━"}
    for amount, column in (("$100k", 0), ("$140k", 8), ("$200k", 20), ("$300k", 40), ("$500k", 80)):
        start = labels.index(amount) - 4
        assert start <= column < start + len(amount)


@pytest.mark.parametrize("pay", [90_000, 100_000, 200_000, 299_000, 301_000, 500_000, 640_000])
def test_an_offer_is_drawn_on_the_side_of_each_percentile_where_it_is(pay: int) -> None:
    bar, mark, _ = drawn(marks=(("Offer", pay),))
    at = mark.index("▲")
    signs = [bar.index("├"), bar.index("┃"), bar.index("●"), bar.rindex("┃"), bar.index("┤")]
    for percentile, sign in zip(PAY, signs, strict=True):
        assert (at < sign) <= (pay < percentile)
        assert (at > sign) <= (pay > percentile)


def test_ranges_that_stand_together_have_one_scale() -> None:
    pair = Bands((Band("Base", PAY), Band("Total", Range(*(2 * p for p in PAY)))), headlines=False)
    lines = [line for line, _ in bands.lines(pair, 91)]
    # Total's p10 of $200k stands where base's median does.
    assert lines[0].index("●") == lines[2].index("├")


def test_where_all_is_one_amount_the_median_still_stands() -> None:
    flat = Bands((Band("Base", Range(*(5 * (150_000,)))),))
    lines = [line for line, _ in bands.lines(flat, 60)]
    assert any("●" in line for line in lines)
    assert any("$150k" in line for line in lines[1:])


# Widths, encodings, colors --------------------------------------------------------------------

COMMAND = ("estimate", "--years", "5", "--metro", "San Jose", "--spec", "llm")
WIDTHS = (40, 60, 80, 140)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_figure_is_cut_at_any_width(width: int) -> None:
    answer = estimate(Profile(years=5, metro="San Jose", spec="llm"))
    said = run(*COMMAND, terminal=True, width=width).out
    for amount in (answer.base.p50, answer.base.p25, answer.total.p75):
        assert f"${amount / 1000:.0f}k" in said
    explained = run(*COMMAND, "--explain", terminal=True, width=width).out
    for step in answer.steps:
        assert f"${round(step.base, -2):,.0f}" in explained
    assert ("No room here for: " in explained) == (width <= 60)


@pytest.mark.parametrize("width", [40, 50])
def test_where_columns_have_no_room_a_row_is_a_line_of_its_own(width: int) -> None:
    """No figure of the page is cut: each of them stands on the wide page too."""
    for line in (COMMAND, ("compare", "--years", "5", "--metro", "Austin", "--metro", "Boise")):
        narrow, wide = (
            run(*line, "--explain", terminal=True, width=each).out for each in (width, 140)
        )
        figures = set(re.findall(r"\$[\d,.]+[kM]?", narrow))
        assert figures <= set(re.findall(r"\$[\d,.]+[kM]?", wide))
        assert max(map(len, narrow.splitlines())) <= width
    assert "Median $" in run(*COMMAND, "--explain", terminal=True, width=width).out


def test_a_longer_bar_looks_longer() -> None:
    """In eighths of a column: 80 columns of 100, so that 1.25 is one column and 0.16 an eighth."""
    for length, signs in ((1.25, "█"), (1.41, "█▏"), (0.16, "▏"), (0.01, "▏"), (2.5, "██")):
        drawn_bar = terminal._bar(Bar(50, 50 + length, 0, 100), 80).plain
        assert drawn_bar == " " * 40 + signs


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp932", "utf-8"])
@pytest.mark.parametrize("form", ["table", "plain", "markdown"])
def test_an_output_that_is_not_utf_8_gets_ascii(encoding: str, form: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mlsalary", *COMMAND, "--format", form],
        capture_output=True,
        env={"PYTHONIOENCODING": encoding, "PATH": ""},
        timeout=PATIENCE,
        check=True,
    )
    assert done.stdout.isascii() == (encoding != "utf-8")
    assert b"$287k" in done.stdout or b"$286," in done.stdout
    assert done.stderr == b""


def luminance(color: str) -> float:
    """WCAG's relative luminance of one of xterm's 256 colors, from the cube of six steps."""
    number = int(re.fullmatch(r"color\((\d+)\)", color)[1]) - 16  # type: ignore[index]
    steps = (0, 95, 135, 175, 215, 255)
    channels = (steps[number // 36], steps[number // 6 % 6], steps[number % 6])
    linear = [
        c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4
        for c in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("color", [terminal.BLUE, terminal.GREEN, terminal.RED])
def test_a_color_parts_from_white_and_from_black(color: str) -> None:
    light = luminance(color)
    assert (1 + 0.05) / (light + 0.05) >= 4.5
    assert (light + 0.05) / (0 + 0.05) >= 4.5


@pytest.mark.parametrize("explain", [(), ("--explain",)])
def test_words_keep_the_color_of_the_terminal(explain: tuple[str, ...]) -> None:
    """A color code stands only before signs that are drawn, and none says anything alone."""
    out = run(*COMMAND, *explain, terminal=True, colour=True).out
    for code, words in re.findall(r"\x1b\[([\d;]+)m([^\x1b]*)", out):
        if code.removeprefix("1;") not in ("0", "1"):
            assert re.fullmatch(f"[ █{terminal.EIGHTHS}{bands.SIGNS}]*", words), (code, words)
    plain = re.sub(r"\x1b\[[\d;]*m", "", out)
    assert [line.rstrip() for line in plain.splitlines()] == run(
        *COMMAND, *explain, terminal=True
    ).out.splitlines()


# What else a page shows -----------------------------------------------------------------------


@pytest.mark.parametrize(("explain", "sources"), list(product((False, True), repeat=2)))
def test_steps_and_sources_stand_where_they_are_asked_for(explain: bool, sources: bool) -> None:
    asked = [*(["--explain"] if explain else []), *(["--sources"] if sources else [])]
    said = run(*COMMAND, *asked).out
    assert ("How we got the base figure" in said) == explain
    assert ("https://www.bls.gov/oes/" in said) == sources
    assert ("Why: --explain" in said) != explain
    assert ("Sources: --sources" in said) != sources
    assert run(*COMMAND, *asked, "--json").out == run(*COMMAND, "--json").out


@pytest.mark.parametrize("option", ["--explain", "--sources"])
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_rows_have_no_room_for_either(option: str, form: str) -> None:
    ran = run(*COMMAND, option, "--format", form)
    assert (ran.code, ran.out) == (2, "")
    assert option in ran.err


def test_a_format_is_known_in_any_case() -> None:
    assert run(*COMMAND, "--format", "JSON").json == run(*COMMAND, "--json").json


def test_an_error_breaks_between_words_on_a_terminal() -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    asked = ["estimate", "--years", "5", "--metro", "Springfield"]
    screen, file = Screen(), io.StringIO()
    for err in (screen, file):
        main(asked, Terminal(err, err, True, 60, False))
    broken, whole = screen.getvalue(), file.getvalue()
    assert max(map(len, broken.splitlines())) <= 60 < max(map(len, whole.splitlines()))
    assert broken.split() == whole.split()


def test_a_pager_is_used_only_if_it_is_asked_for_and_the_page_is_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paged: list[str] = []
    monkeypatch.setattr("pydoc.pager", paged.append)

    def shown(*options: str, named: bool = False, height: int = 24, tty: bool = True) -> int:
        out = io.StringIO()
        main([*COMMAND, *options], Terminal(out, out, tty, 80, False, height, named))
        paged_now, paged[:] = len(paged), []
        assert bool(out.getvalue()) != bool(paged_now)
        return paged_now

    assert shown("--explain") == 0
    assert shown("--explain", "--pager") == 1
    assert shown("--explain", named=True) == 1
    assert shown("--explain", "--no-pager", named=True) == 0
    assert shown("--pager") == 0  # it has room
    assert shown("--explain", "--pager", tty=False) == 0
    assert shown("--explain", "--pager", height=500) == 0


# What is no warning ---------------------------------------------------------------------------


def test_information_has_no_mark_of_a_warning() -> None:
    """A level that is told: the guide's own band stands there too."""
    lines = run("estimate", "--level", "senior", "--metro", "Austin", terminal=True, width=80).out
    (said,) = [line for line in lines.splitlines() if "The guide's own band" in line]
    assert "!" not in said


@pytest.mark.parametrize("verb", ["estimate", "brief"])
def test_how_a_profile_was_read_is_said_once(verb: str) -> None:
    said = run(verb, "--years", "5+", "--metro", "Austin", "--format", "plain").out
    assert said.count("at least 5 years") == 1
    assert 'Read: years "5+" as 5' in said


@pytest.mark.parametrize("word", ["Remote", "United States"])
def test_a_word_that_names_no_place_is_said_to_be_none(word: str) -> None:
    said = run("estimate", "--years", "5", "--metro", word).out
    assert f"{word}: priced as no place, the pay of a typical hub such as Austin." in said
    assert "Without a place" not in said
