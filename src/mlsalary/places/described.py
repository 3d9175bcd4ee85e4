"""One place as it is written, by its pieces: states behind or in front, brackets, a ZIP code.

Pieces that are no place are left out where the rest is one for sure (asides.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from mlsalary.errors import NotFoundError
from mlsalary.places import refusals
from mlsalary.places.abroad import abroad_error, foreign_piece, within
from mlsalary.places.asides import is_abroad_too, is_known, may_be_a_place
from mlsalary.places.located import NATIONAL
from mlsalary.places.loose import Found, Names
from mlsalary.places.names import key
from mlsalary.places.numbers import explicit, neighbours, zipped
from mlsalary.places.pieces import Bare, Description, bared, described
from mlsalary.places.readings import TOWN, Reading, Words, area_states, called, letters
from mlsalary.places.single import lists_cities, named
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import NATION, area

NOWHERE = Reading(NATION, (), "national", NATIONAL.name)


class Text(NamedTuple):
    """What was typed, the state that is asked for beside it, and whether suggestions are wanted."""

    book: Rulebook
    typed: str
    asked: str | None
    hints: bool


class _Item(NamedTuple):
    """A piece, what is left of it step by step, the state that it is, if it is one, and whether it
    is no more than that: ``California Area`` is more."""

    text: str
    left: Sequence[Bare]
    state: str | None
    exactly: bool

    @property
    def bare(self) -> str:
        """The least that is left of it, if anything is."""
        return self.left[-1].text


class Places:
    """The places of one text."""

    def __init__(self, text: Text) -> None:
        self.text, self.book = text, text.book
        self.names = Names(text.book, text.asked)
        self.told = self.names.told

    def described(self, told: Description) -> Found | None:
        """The place of pieces that commas, dashes and brackets part."""
        every = [*map(self._item, told.pieces)]
        items = [one for one in every if one.state or one.bare]
        found, refused = None, None
        try:
            found = self._paired(items) if items else None
        except NotFoundError as error:
            if error.code == "place_several" or not (told.brackets or told.zips):
                raise
            refused = error  # a bracket or a ZIP code may say which of many places is meant
        for inner in told.brackets:
            found = self._bracketed(found, inner, items)
        for code in told.zips:
            try:
                found = self._with_zip(code, found, items)
            except NotFoundError as error:
                raise (refused if refused and refused.code == "place_abroad" else error) from None
        if found is None and items:
            raise refused or self._unread(items)
        if found and found.wide and any(one.left[-1].near and not one.bare for one in every):
            raise self._unread(every)  # "Downtown, CA" is not all of the state
        nation = found is None and any(
            one.left[-1].nation and not one.left[-1].near for one in every
        )
        codes = _codes([found] if found else [])
        if told.but and (nation or may_be_a_place(self.book, told.but, codes)):
            raise self._unread([self._item(told.but)])
        return Found(NOWHERE, NATIONAL.name, True) if nation else found

    def _item(self, text: str) -> _Item:
        left = bared(text, self.told)
        states = ((letters(self.book, key(one.text)), not one.near) for one in left if one.text)
        state, exactly = next((one for one in states if one[0]), (None, False))
        if not exactly and called(self.book, Words(key(text))):
            state = None  # "Oklahoma City" is a name of its own, "California Area" is not
        return _Item(text, left, state, exactly)

    # -- pieces in their order -------------------------------------------------------------------

    def _paired(self, items: Sequence[_Item]) -> Found | None:
        """The one area that the pieces mean together; None where they are not enough for it."""
        if len(items) == 1:
            return self.names.alone(items[0].text) or self._state(items[0])
        places, rest = self._pairs(items)
        if not places and all(one.exactly for one in rest):
            states = [one for one in map(self._state, rest) if one]
            self.require_one_area(states)
            return states[0]
        loose, unread = self._alone(items, rest, places)
        self._require_no_list(loose, items)
        places = _without_details([*places, *loose])
        if not places:
            return None
        self._require_asides(unread, places, items)
        self.require_one_area(places)
        return min(places, key=lambda one: one.at)

    def _alone(
        self, items: Sequence[_Item], rest: Sequence[_Item], places: Sequence[Found]
    ) -> tuple[list[Found], list[_Item]]:
        """Pieces that are a place without a state of their own, and those that are none."""
        states = {one.state for one in rest if one.state}
        states |= {state for one in places for state in one.reading.states}
        loose: list[Found] = []
        unread: list[_Item] = []
        last = self._sure_last(items) if rest and not places else None
        for item in sorted(rest, key=lambda one: bool(one.state)):
            at = items.index(item)
            lost = item.exactly and unread and not places  # "Bufallo, NY": no place, but a state
            behind = items[at + 1] if at + 1 < len(items) else None
            if behind and behind.state and behind in rest:
                lost = lost or not self._lists_cities(item, behind)  # "Philadelphia, LA"
                states = states if lost else set()
            within = self._within(item, last) if last and item is not items[-1] else None
            found = within or (None if lost else self._unstated(item, sorted(states), places))
            if found and self._is_short(item) and found.reading.code not in _codes(places):
                found = None  # "Jelgava, LV"
            if found:
                loose.append(found._replace(at=at))
            else:
                unread.append(item)
        return loose, unread

    def _sure_last(self, items: Sequence[_Item]) -> Found | None:
        """The last piece, where it is a city that needs no state: ``Capitol Hill, Seattle``."""
        with suppress(NotFoundError):
            found = self.names.alone(items[-1].text)
            return found if found and found.sure and not found.wide else None
        return None

    def _within(self, item: _Item, city: Found) -> Found | None:
        """A part of a city by its name, or a town in its area."""
        here = (self.names.in_state(item.text, state) for state in city.reading.states)
        return next((one for one in here if one and one.reading.code == city.reading.code), None)

    def _pairs(self, items: Sequence[_Item]) -> tuple[list[Found], list[_Item]]:
        """Pieces that are a place with the state behind or before it, and the rest."""
        places, rest, at = [], [], 0
        while at < len(items):
            here, behind = items[at], items[at + 1] if at + 1 < len(items) else None
            found = None
            ahead = items[at + 2] if at + 2 < len(items) else None
            state = ahead.state if ahead and ahead.exactly and behind and behind.exactly else None
            if state and self.names.in_state(items[at + 1].text, state):
                behind = None  # "Georgetown, Washington, DC"
            if behind is not None and behind.state and not self._lists_cities(here, behind):
                found = self.names.in_state(here.text, behind.state)
            if found is None and behind is not None and here.state:
                found = self.names.in_state(behind.text, here.state)
            if found is None:
                rest.append(here)
                at += 1
            else:
                places.append(found._replace(at=at))
                at += 2
        return places, rest

    def _lists_cities(self, here: _Item, behind: _Item) -> bool:
        return lists_cities(self.book, key(here.bare), key(behind.bare))

    def _state(self, item: _Item) -> Found | None:
        if item.state is None or not item.exactly:
            return None
        return Found(named(self.book, item.state, self.text.asked), item.bare or item.text, True)

    def _unstated(
        self, item: _Item, states: Iterable[str], places: Sequence[Found]
    ) -> Found | None:
        """A piece without a state of its own: where the others are, else by itself."""
        beside = self.names.among(item.left, {one.reading.code for one in places})
        in_states = (self.names.in_state(item.text, state) for state in states)
        if found := beside or next(filter(None, in_states), None):
            return found
        if any(map(str.isdecimal, item.text)):
            return None  # a street, a floor, a suite
        try:
            found = self.names.alone(item.text)
        except NotFoundError as error:
            if error.code != "place_abroad":
                return None
            if country := foreign_piece(self.book, item.text):
                raise self._abroad(country) from None
            raise
        return None if found and found.wide else found

    def _require_asides(
        self, unread: Sequence[_Item], places: Sequence[Found], items: Sequence[_Item]
    ) -> None:
        """Raises unless what is no place may be left out: a name of a building, a street, a
        company beside a place that is sure; never what may be a further place."""
        sure = any(one.sure for one in places)
        abroad = any(is_abroad_too(self.book, one) for one in places)
        for item in unread:
            number = item.text.isdecimal() and item is not items[0]  # "Columbus, 08"
            not_sure = not sure or item.exactly or number or (abroad and not number)
            if not_sure or may_be_a_place(self.book, item.bare, _codes(places)):
                raise self._unread(items if item.state else [item])

    def _is_short(self, item: _Item) -> bool:
        """Two letters beside other pieces are a land or a state, hardly a nickname."""
        return len(item.bare) == 2 and item.state is None

    def _require_no_list(self, loose: Sequence[Found], items: Sequence[_Item]) -> None:
        """Raises ``place_several`` where a town in front of a sure place is too well known to be a
        part of it: Boise, Corpus Christi."""
        kept = _without_details(loose)
        for one in (one for one in loose if one not in kept and is_known(self.book, one)):
            if not self.names.among(items[one.at].left, _codes(kept)):
                self.require_one_area([one, *kept])

    # -- a bracket, a ZIP code -------------------------------------------------------------------

    def _bracketed(self, found: Found | None, inner: str, items: Sequence[_Item]) -> Found | None:
        """What a bracket adds: the state, the place where nothing else tells one, or an aside.

        NotFoundError where it tells a place elsewhere, or one abroad.
        """
        words = inner.split()
        while words and key(words[0]) in self.told.instead:
            words = words[1:]
        inner = " ".join(words)
        piece = self._item(inner)
        if not piece.bare and not piece.state:
            return found
        if piece.state and piece.exactly and items:
            stated = self.names.in_state(items[0].text, piece.state) if len(items) == 1 else None
            if stated is None and (found is None or piece.state not in found.reading.states[:1]):
                raise self._unread(items)  # "Austin (CA)"
            return stated or found
        other = self._inner(inner, found, items)
        if other is None or other.reading.code == NATION:
            return found
        if not items:
            self.require_one_area([found, other] if found else [other])
            return found or other
        if (found is None or not found.sure) and (
            one := self.names.among(items[0].left, {other.reading.code})
        ):
            return one
        if (
            found
            and is_known(self.book, other)
            and not self.told.seats.intersection(key(inner).split())
        ):
            self.require_one_area([found, other])
        return found

    def _inner(self, inner: str, found: Found | None, items: Sequence[_Item]) -> Found | None:
        """The place in a bracket: in the states beside it, else by itself."""
        states = {one.state for one in items if one.state} | set(
            found.reading.states if found else ()
        )
        beside = (self.names.in_state(inner, state) for state in sorted(states))
        if here := next(filter(None, beside), None):
            return here
        told = described(inner)
        if told.zips and not told.pieces:
            return self._with_zip(told.zips[0], found, items)
        if coded := explicit(self.book, inner):
            return Found(coded, inner, True)
        if country := foreign_piece(self.book, inner):
            raise self._abroad(country)
        try:
            return self.described(told)
        except NotFoundError as error:
            abroad_too = found is not None and is_abroad_too(self.book, found)
            if error.code in ("place_abroad", "place_several") or not items or abroad_too:
                raise
            return None

    def _with_zip(self, code: str, found: Found | None, items: Sequence[_Item]) -> Found:
        """A ZIP code holds where it agrees with the place or the state beside it."""
        reading = zipped(self.book, code)
        if reading is None:
            codes = neighbours(self.book, code)
            near = {state for one in codes for state in area_states(area(self.book, one))}
            if found and (found.reading.code in codes or near.intersection(found.reading.states)):
                return found
            if not items:
                raise refusals.not_found(self.book, self.text.typed)
            raise refusals.disagreeing(self.text.typed, f"{code} is not a ZIP code there")
        if not items and found:  # two ZIP codes
            self.require_one_area([found, Found(reading, code, True)])
        if found and items and found.reading.code != reading.code:
            town = f"{found.words} itself is in {area(self.book, found.reading.code).name}"
            reading = reading._replace(note=f"read by the ZIP code {code}; {town}")
        if not items or (found and self._agrees(found, reading)):
            return Found(reading, f"{found.words} {code}" if found else f"ZIP code {code}", True)
        if found is None and (one := self.names.among(items[0].left, {reading.code})):
            return one
        if found is None and self._ends_in(items, reading.code):
            return Found(reading, f"ZIP code {code}", True)
        raise refusals.disagreeing(self.text.typed, f"{code} is in {reading.label}")

    def _agrees(self, found: Found, by_zip: Reading) -> bool:
        """Whether a ZIP code lies in the place's area, or, of a town in no metro's title, in the
        state that is written with it: its post may come from the next area."""
        if found.reading.code == by_zip.code:
            return True
        town = found.sure and "," in found.words and found.reading.rank == TOWN
        return town and found.reading.states[0] in by_zip.states

    def _ends_in(self, items: Sequence[_Item], code: str) -> bool:
        """Whether the last words of an address name a place in the area of its ZIP code."""
        words = key(" ".join(one.text for one in items)).split()
        return any(
            one.code == code
            for count in range(1, min(4, len(words)) + 1)
            for one in called(self.book, Words(" ".join(words[-count:])))
        )

    # -- errors ----------------------------------------------------------------------------------

    def _abroad(self, country: str) -> NotFoundError:
        typed = self.text.typed
        return abroad_error(typed, within(self.book, typed, country))

    def _unread(self, items: Sequence[_Item]) -> NotFoundError:
        unstated = [one for one in items if not one.state] or items
        names = [one.bare or one.text for one in unstated]
        return refusals.unread(
            self.book, self.text.typed, names, self.text.asked, hints=self.text.hints
        )

    def require_one_area(self, places: Sequence[Found]) -> None:
        if len({one.reading.code for one in places}) > 1:
            raise refusals.several(self.book, self.text.typed, [one.reading for one in places])


def _codes(places: Iterable[Found]) -> set[str]:
    return {one.reading.code for one in places}


def _without_details(places: Sequence[Found]) -> list[Found]:
    """Without towns of no state in front of a sure place: Union Square, New York City."""
    last = max((one.at for one in places if one.sure), default=-1)
    return [one for one in places if one.sure or one.at > last]
