"""The explorer through a whole story, by its keys and by the mouse: it shows what the library and
the commands say. Pictures of it are kept in ``__snapshots__``: ``make goldens`` renews them."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from cli_run import PATIENCE, run
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension
from textual.pilot import Pilot
from textual.widgets import DataTable, Input, OptionList, Static

from mlsalary import Profile, Rulebook, compare, estimate, judge_offer
from mlsalary.explore.app import TABS, Explorer
from mlsalary.explore.form import FIRST, Form, in_order
from mlsalary.explore.question import PLACES_MOST, Asking, Question
from mlsalary.figures import thousands
from mlsalary.places.resolve import resolve
from mlsalary.places.search import search
from mlsalary.profile import FIELDS
from mlsalary.spelling import printable

BOOK = Rulebook.shipped()
GOLDEN = Path(__file__).parent / "golden_data"
SIZES = ((80, 24), (140, 45))
PERSON = Profile(years=5, metro="San Jose", spec="llm")
Story = Callable[[Explorer, Pilot[None]], Awaitable[None]]


def told(
    story: Story,
    profile: Profile | None = None,
    size: tuple[int, int] = SIZES[0],
    asking: Asking | None = None,
) -> None:
    """Run the explorer, and the story in it."""

    async def play() -> None:
        app = Explorer(profile or Profile(), asking or Asking(BOOK))
        async with app.run_test(size=size) as pilot:
            await settled(app, pilot)
            await story(app, pilot)

    asyncio.run(play())


async def settled(app: Explorer, pilot: Pilot[None]) -> None:
    """Wait until nothing is left to be done, and no cursor blinks."""
    for one in app.screen.query(Input):
        one.cursor_blink = False
    await pilot.pause()
    while app.is_ranking:
        await pilot.pause(0.01)
    await pilot.pause()


async def typed(app: Explorer, pilot: Pilot[None], text: str) -> None:
    """Press the keys of a text."""
    names = {" ": "space", ",": "comma", "/": "slash", ".": "full_stop", "%": "percent_sign"}
    await pilot.press(*(names.get(sign, sign) for sign in text))
    await settled(app, pilot)


async def pressed(app: Explorer, pilot: Pilot[None], *keys: str) -> None:
    """Press keys by their names."""
    await pilot.press(*keys)
    await settled(app, pilot)


def shown(app: Explorer, widget: str) -> str:
    """The text of a widget."""
    found = app.screen.query_one(widget, Static).content
    return str(getattr(found, "plain", found))


def field(app: Explorer, name: str) -> str:
    """What stands in a field of the profile."""
    return app.query_one(f"#field-{name}", Input).value


def json_of(command: str) -> Any:
    """What the command that the explorer names prints as JSON."""
    program, *words = shlex.split(command)
    assert program == "mlsalary"
    ran = run(*words, "--json")
    assert ran.code == 0, ran.err
    return ran.json


def test_a_whole_story_by_the_keyboard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        assert "Fill in years" in shown(app, "#command")

        await typed(app, pilot, "5")
        nation = estimate(years=5)
        assert thousands(nation.base.p50) in shown(app, "#headlines")
        assert shown(app, "#command") == "$ mlsalary estimate --years 5"

        await pressed(app, pilot, "tab", "tab")
        await typed(app, pilot, "Mountain V")
        assert 'called "Mountain V"' in shown(app, "#command")
        assert "an earlier answer" in shown(app, "#headlines")
        names = [str(one.prompt) for one in app.query_one("#values", OptionList).options]
        assert any("Mountain View, CA" in name and "San Jose" in name for name in names)
        await pressed(app, pilot, "down", "enter")
        assert field(app, "metro") == "Mountain View, CA"
        here = estimate(years=5, metro="Mountain View, CA")
        assert thousands(here.total.p50) in shown(app, "#headlines")
        assert "earlier" not in shown(app, "#headlines")

        await typed(app, pilot, "Goog")
        await pressed(app, pilot, "down", "enter")
        await typed(app, pilot, "ll")
        await pressed(app, pilot, "down", "enter")
        assert (field(app, "company"), field(app, "spec")) == ("Google", "llm")
        profile = Profile(years=5, metro="Mountain View, CA", company="Google", spec="llm")
        answer = estimate(profile)
        assert thousands(answer.base.p50) in shown(app, "#headlines")
        assert answer.measured is not None
        assert answer.measured.said[:30] in shown(app, "#pay-blocks-page")

        await pressed(app, pilot, "f3")
        for step in answer.steps[1:]:
            assert f"x {step.factor:.2f}" in shown(app, "#steps-blocks-page")
        await pressed(app, pilot, "f4")
        assert "Other estimates of base" in shown(app, "#checks-blocks-page")
        await pressed(app, pilot, "f7")
        for source in answer.sources:
            assert source.id in shown(app, "#sources-blocks-page")

        await pressed(app, pilot, "f5")
        table = app.query_one(DataTable)
        ranked = compare(profile, by="metro", top=PLACES_MOST)
        assert [str(row.value) for row in table.rows] == [one.place.name for one in ranked.cells]
        assert f"{PLACES_MOST} of {ranked.of} metros" in shown(app, "#ranking-note")
        assert json_of(shown(app, "#command").removeprefix("$ ")) == ranked.to_dict() | {
            "schema": "mlsalary/compare/1"
        }
        await pressed(app, pilot, "down", "enter")
        second = ranked.cells[1].place.name
        assert field(app, "metro") == second

        await pressed(app, pilot, "f6")
        await typed(app, pilot, "250k")
        await pressed(app, pilot, "tab")
        await typed(app, pilot, "400k/4y")
        judged = judge_offer(
            base="250k", equity="400k/4y", years=5, metro=second, company="Google", spec="llm"
        )
        said = " ".join(shown(app, "#verdict-page").split())
        assert " ".join(judged.said.split()) in said
        command = shown(app, "#command").removeprefix("$ ")

        await pressed(app, pilot, "ctrl+s")
        assert command in shown(app, "#same")
        await pressed(app, pilot, "enter")
        assert json.loads(Path("offer.json").read_text("utf-8")) == json_of(command)
        assert json_of(command)["percentile"]["base"] == judged.percentile.base

        await pressed(app, pilot, "escape", "escape")
        assert app.focused is app.query_one("#field-degree")
        await pressed(app, pilot, "ctrl+q")

    told(story)


@pytest.mark.thorough(every=5)
@pytest.mark.parametrize(
    ("tab", "verb"),
    [("f2", "estimate"), ("f5", "compare"), ("f6", "offer")],
)
@pytest.mark.parametrize("ending", ["json", "md", "html"])
def test_what_is_saved_is_what_the_command_writes(
    tab: str, verb: str, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    commands = []

    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        await pressed(app, pilot, tab)
        if verb == "offer":
            await typed(app, pilot, "190k")
        commands.append(shown(app, "#command").removeprefix("$ "))
        await pressed(app, pilot, "ctrl+s")
        app.screen.query_one("#name", Input).value = f"here.{ending}"
        await pressed(app, pilot, "enter")

    told(story, PERSON)
    words = shlex.split(commands[0])[1:]
    assert words[0] == verb
    assert run(*words, "-o", f"there.{ending}").code == 0
    assert Path(f"here.{ending}").read_bytes() == Path(f"there.{ending}").read_bytes()


def test_a_file_is_kept_until_it_may_be_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("estimate.json").write_text("mine", "utf-8")

    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        await pressed(app, pilot, "ctrl+s", "enter")
        assert "estimate.json" in shown(app, "#said")
        assert Path("estimate.json").read_text("utf-8") == "mine"
        await pilot.click("#replace")
        app.screen.query_one("#name", Input).focus()
        await pressed(app, pilot, "enter")
        assert json.loads(Path("estimate.json").read_text("utf-8"))["place"]["code"] == "41940"

    told(story, PERSON)


@pytest.mark.thorough(every=5)
@pytest.mark.parametrize("name", ["", "pay", "pay.xlsx", "no/such/folder/pay.json", "."])
def test_a_name_that_cannot_be_written_is_refused_in_the_dialog(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        await pressed(app, pilot, "ctrl+s")
        app.screen.query_one("#name", Input).value = name
        await pressed(app, pilot, "enter")
        said = shown(app, "#said")
        assert said
        assert "Enter saves" not in said
        assert "Traceback" not in said
        await pressed(app, pilot, "escape")
        assert app.screen.query_one(Form)

    told(story, PERSON)
    assert list(tmp_path.iterdir()) == []


def test_the_mouse_does_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        await pilot.click("#field-metro")
        await typed(app, pilot, "Boston")
        await pilot.click("#values", offset=(2, 0))
        await settled(app, pilot)
        where = resolve(field(app, "metro"), None, BOOK)
        assert field(app, "metro").startswith("Boston")
        assert thousands(estimate(years=5, metro=field(app, "metro")).base.p50) in shown(
            app, "#headlines"
        )
        assert where.code == "14460"
        await pilot.click("#--content-tab-places")
        await settled(app, pilot)
        assert app.tab == "places"
        await pilot.click("#real")
        await settled(app, pilot)
        ranked = compare(years=5, metro=field(app, "metro"), by="metro", top=PLACES_MOST, real=True)
        rows = [str(row.value) for row in app.query_one(DataTable).rows]
        assert rows == [one.place.name for one in ranked.cells]
        assert "--real" in shown(app, "#command")

    told(story, Profile(years=5))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("tab", [name.lower() for name in TABS])
def test_how_it_looks(tab: str, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    pictures = []

    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        app.action_show(tab)
        if tab == "offer":
            app.query_one("#field-base", Input).value = "250k"
            app.query_one("#field-equity", Input).value = "400k/4y"
        if tab == "pay":
            app.query_one("#field-metro", Input).focus()
            app.query_one("#field-metro", Input).value = "San J"
            app.query_one("#field-metro", Input).value = "San Jose"
        await settled(app, pilot)
        pictures.append(picture(app))

    told(story, PERSON, size, Asking(Rulebook.over(GOLDEN), GOLDEN.relative_to(GOLDEN.parent)))
    assert pictures[0] == snapshot(extension_class=Pictures), "make goldens renews the pictures."


@pytest.mark.parametrize("what", ["help", "save"])
def test_how_a_dialog_looks(what: str, snapshot: SnapshotAssertion) -> None:
    pictures = []

    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        await pressed(app, pilot, "f1" if what == "help" else "ctrl+s")
        await settled(app, pilot)
        pictures.append(picture(app))

    told(story, PERSON, SIZES[0], Asking(Rulebook.over(GOLDEN)))
    assert pictures[0] == snapshot(extension_class=Pictures), "make goldens renews the pictures."


class Pictures(SingleFileSnapshotExtension):
    """A picture a file, as a browser shows it."""

    file_extension = "svg"


def picture(app: Explorer) -> bytes:
    """The screen as SVG, without fonts from elsewhere."""
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", app.export_screenshot(), flags=re.DOTALL)
    return re.sub(r"terminal-\d+", "terminal", drawn).encode()


def test_keys_that_come_at_once_go_to_the_fields_in_their_order() -> None:
    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        for key in (*"7", "tab", *"mid", "tab", *"austin", "tab", *"Meta"):
            app.simulate_key(key)
        await settled(app, pilot)
        names = ("years", "level", "metro", "company")
        assert [field(app, name) for name in names] == ["7", "mid", "austin", "Meta"]

    told(story)


def test_enter_takes_the_likeliest_where_what_is_typed_means_nothing() -> None:
    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        await pressed(app, pilot, "tab", "tab")
        await typed(app, pilot, "cuper")
        await pressed(app, pilot, "enter")
        assert field(app, "metro") == "Cupertino, CA"
        assert app.focused is app.query_one("#field-company")
        assert app.query_one("#values", OptionList).option_count > 0  # those of companies
        await pressed(app, pilot, "f6")
        assert app.query_one("#values", OptionList).option_count == 0

    told(story, Profile(years=5))


@pytest.mark.thorough("test_a_whole_story_by_the_keyboard")
def test_every_tab_is_a_key_away_from_every_other() -> None:
    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        for one in range(len(TABS)):
            for other in range(len(TABS)):
                await pressed(app, pilot, f"f{one + 2}", f"f{other + 2}")
                assert app.tab == TABS[other].lower(), (TABS[one], TABS[other])

    told(story, PERSON)


def test_a_ranking_is_never_shown_or_saved_for_another_question(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    goes_on = threading.Event()
    ranked = Question.ranking

    def slow(question: Question, book: Rulebook, *, real: bool) -> Any:
        goes_on.wait(PATIENCE)
        return ranked(question, book, real=real)

    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        await pressed(app, pilot, "f5")
        monkeypatch.setattr(Question, "ranking", slow)
        app.query_one("#field-years", Input).value = "12"
        await pilot.pause()
        assert "Ranking places for the form" in shown(app, "#ranking-note")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.screen.query(Form)  # nothing to save yet, so no dialog
        app.query_one("#field-years", Input).value = "many"
        await pilot.pause()
        assert app.query_one(DataTable).row_count == 0
        app.query_one("#field-years", Input).value = "3"
        goes_on.set()
        await settled(app, pilot)
        at_three = compare(years=3, metro="San Jose", spec="llm", by="metro", top=PLACES_MOST)
        assert app.query_one(DataTable).get_row_at(0)[2].plain.strip() == thousands(
            at_three.cells[0].base.p50
        )

    told(story, PERSON)


@pytest.mark.parametrize("size", [(40, 24), (60, 20)])
def test_what_has_the_focus_is_in_sight_on_a_narrow_screen(size: tuple[int, int]) -> None:
    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        await pressed(app, pilot, "f6")
        await typed(app, pilot, "230k")
        base = app.query_one("#field-base").region
        assert 0 <= base.y < size[1] - 2
        assert app.query_one("#verdict").region.y < size[1] - 2
        await pressed(app, pilot, "escape", "escape")
        assert 0 <= app.query_one("#field-years").region.y < size[1] - 2

    told(story, PERSON, size)


def test_the_command_gives_the_same_whatever_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLSALARY_HOME", str(tmp_path))
    assert run("profile", "save", "--years", "9", "--metro", "Austin", "--spec", "cv").code == 0

    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        assert field(app, "metro") == "Austin"
        app.query_one("#field-metro", Input).value = ""
        app.query_one("#field-spec", Input).value = ""
        await settled(app, pilot)
        own = estimate(years=9, book=Rulebook.over(GOLDEN))
        assert thousands(own.base.p50) in shown(app, "#headlines")
        assert json_of(app.same)["base"]["p50"] == own.base.p50

    asking = Asking(Rulebook.over(GOLDEN), GOLDEN, has_saved=True)
    told(story, Profile(years=9, metro="Austin", spec="cv"), asking=asking)


def test_a_command_that_has_no_answer_is_not_copied() -> None:
    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        await pressed(app, pilot, "ctrl+y")
        assert app.clipboard == app.same
        app.query_one("#field-metro", Input).value = "Nowhereville"
        await pressed(app, pilot, "ctrl+y")
        assert "Nowhereville" not in app.clipboard

    told(story, PERSON)


def test_what_would_steer_a_terminal_is_no_part_of_a_field() -> None:
    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        assert field(app, "company") == "g?]52;c;aGk=?"
        assert "\x1b" not in app.same
        app.query_one("#field-company", Input).value = "a\x9b2Jb\u202ec"
        assert field(app, "company") == "a?2Jb?c"

    told(story, Profile(years=5, company="g\x1b]52;c;aGk=\x07"))


def test_every_field_of_a_profile_has_a_line() -> None:
    assert sorted(one.name for one in in_order()) == sorted(one.name for one in FIELDS)
    assert tuple(one.name for one in in_order())[: len(FIRST)] == FIRST


def test_what_a_session_starts_with_is_filled_in_and_nothing_is_lost() -> None:
    profile = Profile(
        years="18 months",
        level="L4",
        company="Google",
        title="ML Engineer",
        state="CA",
        spec=("llm", "nlp"),
        as_of="2026-05",
        premiums="none",
    )

    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        assert app.question.profile == profile
        words = shlex.split(shown(app, "#command").removeprefix("$ "))[1:]
        assert (
            run(*words, "--json").json
            == run(
                *("estimate", "--years", "18 months", "--level", "L4", "--company", "Google"),
                *("--title", "ML Engineer", "--state", "CA", "--spec", "llm", "--spec", "nlp"),
                *("--as-of", "2026-05", "--premiums", "none", "--json"),
            ).json
        )

    told(story, profile)


HOSTILE = (
    "[bold]x[/bold]",
    "[/]",
    "[@click=app.quit]x",
    "\x1b[31mred",
    "--json",
    '"; touch x; "',
    "$(touch x)",
    "'",
    "🙂" * 60,
    "x" * 5000,
    "\u202eevil",
)


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize("name", ["years", "metro", "title"])
def test_whatever_is_typed_is_text(name: str) -> None:
    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        for text in HOSTILE:
            app.query_one(f"#field-{name}", Input).value = text
            await settled(app, pilot)
            assert "\x1b" not in shown(app, "#command"), text
            assert any(printable(text.strip()) in word for word in app.same_words), text
        for tab in ("steps", "places", "offer", "pay"):
            app.action_show(tab)
            await settled(app, pilot)
        assert app.is_running

    told(story, PERSON)


def test_a_question_without_an_answer_says_what_is_missing() -> None:
    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        app.query_one("#field-degree", Input).value = "phd"
        await settled(app, pilot)
        said = shown(app, "#command")
        assert said.startswith("! ")
        assert "Years" in said
        assert "--" not in said
        await pressed(app, pilot, "ctrl+s")
        assert app.screen.query(Form)  # nothing to save, so no dialog

    told(story)


@pytest.mark.thorough(every=4)
@pytest.mark.parametrize("size", [(40, 24), (20, 5), (1, 1), (300, 100)])
def test_any_size_is_drawn(size: tuple[int, int]) -> None:
    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        for tab in TABS:
            app.action_show(tab.lower())
            await settled(app, pilot)
        await pilot.resize_terminal(*SIZES[0])
        await settled(app, pilot)
        await pilot.resize_terminal(*size)
        await settled(app, pilot)
        assert app.is_running

    told(story, PERSON, size)


def test_forty_columns_show_the_form_and_the_answer() -> None:
    async def story(app: Explorer, pilot: Pilot[None]) -> None:
        assert app.query_one("#field-years").region.width > 0
        headlines = app.query_one("#headlines").region
        assert 0 < headlines.width <= 40
        assert headlines.bottom <= 24

    told(story, PERSON, (40, 24))


TYPED = [
    ("San Jose, CA", "41940"),
    ("Mountain View, CA", "41940"),
    ("94040", "41940"),
    ("41940", "41940"),
    ("bay area", "41860"),
    ("nyc", "35620"),
    ("California", "06"),
    ("Washington, DC", "47900"),
    ("St. Louis, MO", "41180"),
    ("Winston-Salem, NC", "49180"),
]
"""What people type, and BLS's code of the area that it means."""


@pytest.mark.parametrize(("text", "code"), TYPED)
def test_a_place_is_found_as_it_is_typed(text: str, code: str) -> None:
    begun = range(3, len(text)) if text.isascii() and not text.isdigit() else ()
    assert all(search(text[:most], BOOK, 40) for most in begun)
    assert code in {one.code for one in search(text, BOOK, 3)}


def test_every_town_is_found_by_its_name_and_state() -> None:
    rows = list(BOOK.csv("places.csv").rows())[::97]
    assert len(rows) > 400
    for _, state, code, town, _, _ in rows:
        found = search(f"{town}, {state}", BOOK, 40)
        assert code in {one.code for one in found}, (town, state)


def test_what_is_offered_means_its_area_when_it_is_typed() -> None:
    for begun in ("san", "spring", "washing", "port", "st. ", "new y", "mountain v", "ba"):
        for one in search(begun, BOOK, 40):
            assert resolve(one.name, None, BOOK).code == one.code, one
