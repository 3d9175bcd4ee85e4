"""The program: the form on the left, the answer on the right, as wide as the screen allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus, Resize
from textual.widget import Widget
from textual.widgets import DataTable, Footer, Static, TabbedContent, TabPane, Tabs

from mlsalary.errors import MlsalaryError
from mlsalary.explore import command, pages
from mlsalary.explore.form import Field, Form
from mlsalary.explore.help import Help
from mlsalary.explore.offer_tab import OfferTab
from mlsalary.explore.page_view import PageView
from mlsalary.explore.places_tab import PlacesTab
from mlsalary.explore.question import PLACES_MOST, Answer, Asking, Question, texts_of
from mlsalary.explore.save import Save
from mlsalary.explore.text import headlines
from mlsalary.places.search import search
from mlsalary.profile import Profile
from mlsalary.render import bands
from mlsalary.results import Result
from mlsalary.spelling import printable

if TYPE_CHECKING:
    from mlsalary.decisions.compare import Comparison

TABS = ("Pay", "Steps", "Checks", "Places", "Offer", "Sources")
_WRITERS = {
    "pay": pages.pay,
    "steps": pages.steps,
    "checks": pages.checks,
    "sources": pages.sources,
}
_NAMELESS, _ZIP = "qzx", "00000"
"""What no place is called, so that all names are looked through."""
_STALE = "  (an earlier answer)"
_NOTHING = "Fill in years, a level or a title. The answer follows as you type; F1 is help."


class Explorer(App[None]):
    """A profile and its answer, side by side."""

    CSS_PATH = "explore.tcss"
    TITLE = "mlsalary"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-usual"), (110, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help"),
        # At once, or keys that follow go where the focus was.
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
        Binding("ctrl+s", "save", "Save"),
        Binding("ctrl+y", "copy", "Copy command"),
        *(
            Binding(f"f{number}", f"show('{name.lower()}')", name, show=False)
            for number, name in enumerate(TABS, 2)
        ),
        Binding("escape", "return", "Back to the form", show=False),
        Binding("pagedown", "scroll(1)", "Scroll down", show=False),
        Binding("pageup", "scroll(-1)", "Scroll up", show=False),
        Binding("ctrl+q", "quit", "Quit", priority=True),
    ]

    def __init__(self, profile_: Profile, asking: Asking, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.ascii_only = ascii_only
        self.animation_level = "none"  # a change is there at once, over a slow line too
        self._start = texts_of(profile_)
        self._asking = asking
        self.question = Question(self._start, {})
        self._answer = Answer(None, None)
        self._result: Result | None = None
        self.is_ranking = False
        self._by_real = False

    def compose(self) -> ComposeResult:
        with Horizontal(id="desk"):
            yield Form(self._start, self._asking.book)
            with Vertical(id="answer"):
                yield Static(id="headlines", markup=False)
                with TabbedContent(initial="pay"):
                    for name in TABS:
                        with TabPane(name, id=name.lower()):
                            yield self._content(name.lower())
        yield Static(id="command", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    @staticmethod
    def _content(tab: str) -> Widget:
        if tab == "places":
            return PlacesTab()
        return OfferTab() if tab == "offer" else PageView(f"{tab}-blocks")

    def on_mount(self) -> None:
        self.ask()
        self._read_names()

    @work(thread=True)
    def _read_names(self) -> None:
        """Read the names of all places while nobody waits for them."""
        for typed in (_NAMELESS, _ZIP):
            search(typed, self._asking.book, 1)

    @property
    def tab(self) -> str:
        """The name of the tab that is shown."""
        return self.query_one(TabbedContent).active

    @on(Form.Changed)
    @on(OfferTab.Changed)
    def ask(self) -> None:
        """Answer what stands in the form now."""
        fields = self.query_one(Form).texts
        self.question = Question(fields, self.query_one(OfferTab).texts)
        answer = Answer.to(self.question, self._asking.book)
        if answer.estimate is not None:
            self._answer = answer
        else:
            self._answer = Answer(self._answer.estimate, answer.error)
        self.query_one(Form).is_refused = answer.error is not None
        self._show()

    @on(TabbedContent.TabActivated)
    def _turned(self) -> None:
        self._show()

    def _show(self) -> None:
        """Show the answer in the tab that can be seen, and the command that gives it."""
        estimate, error = self._answer
        self._show_headlines()
        self._result = estimate if error is None else None
        tab = self.tab
        if tab == "places":
            self._start_ranking(self.query_one(PlacesTab))
        elif tab == "offer":
            self._judge()
        elif estimate is not None:
            self.query_one(f"#{tab}-blocks", PageView).show(_WRITERS[tab](estimate))
        self._show_command()

    def _show_headlines(self) -> None:
        estimate, error = self._answer
        widget = self.query_one("#headlines", Static)
        room = self.query_one("#answer").content_region.width
        widget.display = estimate is not None
        if estimate is not None and room:
            lines = bands.headlines(pages.headlines(estimate).bands, room)
            widget.update(headlines(lines, _STALE if error is not None else ""))

    def _judge(self) -> None:
        view = self.query_one("#verdict", PageView)
        self._result = None
        if self._answer.error is not None:
            view.show(pages.said(f"! {pages.refusal(self._answer.error)}"))
            return
        if "base" not in self.question.parts:
            view.show(pages.said("Fill in what you were offered, base first."))
            return
        try:
            judged = self.question.offer(self._asking.book)
        except MlsalaryError as error:
            view.show(pages.said(f"! {pages.refusal(error)}"))
        else:
            self._result = judged
            view.show(pages.offer(judged))

    def _start_ranking(self, places: PlacesTab) -> None:
        self._result, self._by_real = None, places.real
        if self._answer.error is not None:
            places.refuse(pages.refusal(self._answer.error))
            return
        places.wait()
        if not self.is_ranking:
            self.is_ranking = True
            self._rank()

    @work(thread=True)
    def _rank(self) -> None:
        """Rank the places next to the typing, until the ranking is that of what stands there."""
        is_current = False
        while not is_current:
            question, real = self.question, self._by_real
            try:
                found, reason = question.ranking(self._asking.book, real=real), ""
            except MlsalaryError as error:
                found, reason = None, pages.refusal(error)
            is_current = self.call_from_thread(self._ranked, (question, real), found, reason)

    def _ranked(self, asked: tuple[Question, bool], found: Comparison | None, reason: str) -> bool:
        """Show a ranking, unless another is wanted by now."""
        if self.tab == "places" and asked != (self.question, self._by_real):
            return False
        self.is_ranking = False
        if self.tab == "places" and self._answer.error is None:
            self._result = found
            places = self.query_one(PlacesTab)
            places.refuse(reason) if found is None else places.show(found)
        return True

    @property
    def same_words(self) -> list[str]:
        """The words of the command that gives the answer of this tab."""
        verb = self.verb
        more = [] if verb != "compare" else ["--by", "metro", "--top", str(PLACES_MOST)]
        if verb == "compare" and self._by_real:
            more.append("--real")
        return command.words(verb, self.question, self._asking, *more)

    @property
    def same(self) -> str:
        """That command as a shell reads it."""
        return command.line(self.same_words)

    @property
    def verb(self) -> str:
        """The verb of that command."""
        is_offer = self.tab == "offer" and "base" in self.question.parts
        return {"places": "compare"}.get(self.tab, "offer" if is_offer else "estimate")

    def _show_command(self) -> None:
        error = self._answer.error
        said = f"$ {printable(self.same)}"
        if not self.question.fields:
            said = _NOTHING
        elif error is not None:
            said = f"! {pages.refusal(error)}"
        self.query_one("#command", Static).update(said)

    @on(PlacesTab.Reordered)
    def _reordered(self) -> None:
        self._show()

    @on(PlacesTab.Chosen)
    def _chosen(self, event: PlacesTab.Chosen) -> None:
        self.query_one(Form).fill("metro", event.place)
        self.notify(f"The place is {event.place} now.")

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Offer values to the field that has the focus alone, and bring it into sight."""
        if len(self.screen_stack) > 1:
            return
        form = self.query_one(Form)
        if self.focused is None or form not in self.focused.ancestors:
            form.offer_nothing()
            self._scroll_to(self.query_one(TabbedContent))
        else:
            self._scroll_to(form)

    def _scroll_to(self, widget: Widget) -> None:
        """Where form and answer stand one above the other, show this one."""
        desk = self.query_one("#desk")
        if desk.max_scroll_y:
            desk.scroll_to_widget(widget, top=True, animate=False, force=True)

    @on(Field.Left)
    def _left(self) -> None:
        self.query_one(Tabs).focus()

    def on_resize(self, event: Resize) -> None:
        self.call_after_refresh(self._show_headlines)

    def action_show(self, tab: str) -> None:
        """Turn to a tab, and into it where there is something to fill in or to choose."""
        if not isinstance(self.focused, Field):
            self.query_one(Tabs).focus()  # what is hidden keeps no focus
        self.query_one(TabbedContent).active = tab
        self._scroll_to(self.query_one(TabbedContent))
        if tab == "places":
            self.query_one(DataTable).focus()
        elif tab == "offer":
            self.query_one(OfferTab).query(Field).first().focus()

    def action_return(self) -> None:
        """Go back to the form."""
        self.query_one(Form).focus_again()

    def action_scroll(self, by: int) -> None:
        """Scroll the page of the tab, wherever the focus is."""
        for view in self.query(PageView):
            if view.is_on_screen:
                view.scroll_relative(y=by * (view.size.height - 1), animate=False)

    def action_help(self) -> None:
        """Show the help."""
        self.push_screen(Help())

    def action_save(self) -> None:
        """Ask where to save the answer of this tab."""
        if self._result is None:
            self.notify("There is no answer to save yet.", severity="warning")
            return
        self.push_screen(Save(self._result, self.verb, self.same), self._saved)

    def _saved(self, said: str | None) -> None:
        if said:
            self.notify(said)

    def action_copy(self) -> None:
        """Copy the command."""
        if self._answer.error is not None:
            self.notify("There is no answer yet, so no command to copy.", severity="warning")
            return
        self.copy_to_clipboard(self.same)
        self.notify("Sent the command to the clipboard, if the terminal has one.")
