"""The profile on the left: a line for each field, and beneath them what may stand in the one that
is being typed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Focus
from textual.message import Message
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from mlsalary.decisions.offer_fields import EXAMPLES
from mlsalary.explore.entry import Entry
from mlsalary.explore.labels import label
from mlsalary.explore.text import choice
from mlsalary.profile import FIELDS, Asked
from mlsalary.reading.choices import Choice, choices
from mlsalary.rulebook import Rulebook

FIRST = ("years", "level", "metro", "company", "spec", "degree")
"""The fields that most people fill, in this order; the others follow in theirs."""
LISTED = 40
"""How many values a list offers."""


def in_order() -> list[Asked]:
    """The fields of the form, from its top."""
    known = {one.name: one for one in FIELDS}
    return [known[name] for name in FIRST] + [one for one in FIELDS if one.name not in FIRST]


def offered(field: str, typed: str, others: Mapping[str, str], book: Rulebook) -> list[Choice]:
    """The values that begin as is typed so far, of places all that are found."""
    if field == "metro":
        from mlsalary.places.search import search

        return [
            Choice(one.name, one.area if one.area != one.name else "")
            for one in search(typed, book, LISTED)
        ]
    start = typed.casefold()
    known = choices(field, typed, others, book)
    return [one for one in known if one.value.casefold().startswith(start)][:LISTED]


class Field(Entry):
    """A line to type in. Up and down go through what is offered, enter takes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "offer(1)", "Next value", show=False),
        Binding("up", "offer(-1)", "Value before", show=False),
        Binding("escape", "leave", "To the answer", show=False),
    ]

    class Asked(Message):
        """The field got the focus: what may stand in it is wanted."""

        def __init__(self, field: Field) -> None:
            super().__init__()
            self.field = field

    class Step(Message):
        """Another of the values is wanted."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Left(Message):
        """The answer is wanted, not the form."""

    def on_focus(self, event: Focus) -> None:
        self.post_message(self.Asked(self))

    def action_offer(self, by: int) -> None:
        """Go up or down in the list of values."""
        self.post_message(self.Step(by))

    def action_leave(self) -> None:
        """Go to the tabs."""
        self.post_message(self.Left())


class Line(Horizontal):
    """A field with its name before it."""

    def __init__(self, name: str, text: str, called: str, hint: str = "") -> None:
        super().__init__(classes="line")
        self._label = Label(called, markup=False)
        self.field = Field(
            text,
            name=name,
            id=f"field-{name}",
            placeholder=hint,
            compact=True,
        )

    def compose(self) -> ComposeResult:
        yield self._label
        yield self.field


class Form(Vertical):
    """The fields of a profile and the values of the one that has the focus."""

    class Changed(Message):
        """Something else is asked now."""

    def __init__(self, texts: Mapping[str, str], book: Rulebook) -> None:
        super().__init__(id="form")
        self._book = book
        self._told = texts
        self._field: Field | None = None
        self._choices: list[Choice] = []
        self.is_refused = False
        """Whether what is typed has no answer."""

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="lines", can_focus=False):
            for one in in_order():
                told = self._told.get(one.name, "")
                yield Line(one.name, told, label(one.name), hint=_hint(one))
        yield OptionList(id="values", compact=True, markup=False)

    def on_mount(self) -> None:
        self._values.can_focus = False
        self.focus_again()

    @property
    def texts(self) -> dict[str, str]:
        """What is filled in, by field, in the order of the profile."""
        typed = {one.name or "": one.value.strip() for one in self.query(Field)}
        return {one.name: typed[one.name] for one in FIELDS if typed[one.name]}

    def fill(self, field: str, text: str) -> None:
        """Put a text into a field."""
        self.query_one(f"#field-{field}", Field).value = text

    def offer_nothing(self) -> None:
        """Take the list away, as nobody types here."""
        self._values.clear_options()
        self._choices = []

    def focus_again(self) -> None:
        """Go back to the field that was left."""
        (self._field or self.query(Field).first()).focus()

    @property
    def _values(self) -> OptionList:
        return self.query_one("#values", OptionList)

    @on(Field.Asked)
    def _offer(self, event: Field.Asked) -> None:
        event.stop()
        self._field = event.field
        self._list()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input is self._field and event.input.has_focus:
            self._list()
        self.post_message(self.Changed())

    def _list(self) -> None:
        """Show what may stand in the field that has the focus."""
        field, values = self._field, self._values
        values.clear_options()
        if field is None or field.name is None:
            return
        others = {name: text for name, text in self.texts.items() if name != field.name}
        found = offered(field.name, field.value.strip(), others, self._book)
        values.add_options([Option(choice(*one)) for one in found])
        self._choices = found

    @on(Field.Step)
    def _step(self, event: Field.Step) -> None:
        event.stop()
        values = self._values
        if values.option_count:
            at = values.highlighted
            first = 0 if event.by > 0 else values.option_count - 1
            values.highlighted = first if at is None else (at + event.by) % values.option_count

    @on(Input.Submitted)
    def _taken(self, event: Input.Submitted) -> None:
        event.stop()
        at = self._values.highlighted
        if at is None and self.is_refused and self._choices:
            at = 0  # what is typed means nothing by itself: the likeliest does
        if at is not None and event.input is self._field:
            self._take(at)
        self.screen.focus_next()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option_index)
        self.focus_again()

    def _take(self, at: int) -> None:
        if self._field is not None:
            self._field.value = self._choices[at].value
            self._field.cursor_position = len(self._field.value)


def _hint(one: Asked) -> str:
    """What holds where nothing is told, or what could be."""
    if one.default or one.vocabulary:
        return one.default or one.unsaid
    return f"e.g. {EXAMPLES[one.name]}"
