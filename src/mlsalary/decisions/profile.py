"""The profile that a user saves, for later commands to start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal, NamedTuple

from mlsalary import engine
from mlsalary.errors import MlsalaryError, UsageError
from mlsalary.profile import FIELDS, WORDS, Profile
from mlsalary.reading.profile import ProfileRead, read_profile
from mlsalary.reading.words import is_nothing
from mlsalary.results import SAVED, Notice, Read, Source, contract, plain
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import RUNGS
from mlsalary.saved import config
from mlsalary.saved.start import NOTHING, Start, saved, start
from mlsalary.sentences.started import blamed

_AS_KEYS = ("years", *(one.name for one in WORDS))
"""The fields that are saved as they were read: in another company's words, L5 is another level."""
_OWN = Profile().to_dict()


class Saved(NamedTuple):
    """One field of a profile: its value, and where that is from: the saved profile, or a variable
    of the environment."""

    field: str
    value: Any
    from_: str


@contract("mlsalary/profile/1")
class SavedProfile(NamedTuple):
    """What later commands start from.

    action: what was done: show, save or clear. file: the configuration that it stands in, or would
    stand in. profile: the fields that are filled, each by its name. rows: the same with where each
    is from. place: the name of the area, or None. changed: whether the file is another one now.
    read: how was read what is saved in keys. left_out: what was saved and is no longer, as what is
    saved now says it in another way.
    """

    action: Literal["show", "save", "clear"]
    file: str
    profile: dict[str, Any]
    rows: tuple[Saved, ...]
    place: str | None
    changed: bool
    read: tuple[Read, ...] = ()
    left_out: tuple[Saved, ...] = ()
    sources: tuple[Source, ...] = ()
    warnings: tuple[Notice, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract of ``profile``."""
        return dict(plain(self))

    def records(self) -> list[dict[str, Any]]:
        """A row a field; several words are one text."""
        return [
            {"field": row.field, "value": _cell(row.value), "from": row.from_} for row in self.rows
        ]


def show(book: Rulebook) -> SavedProfile:
    """What questions start from now, with a warning where that cannot be priced. BadDataError for
    a configuration with a fault."""
    began = start(book)
    if not began.values:
        return _of("show", began, None, changed=False)
    try:
        return _of("show", began, _priced_place(Profile(**began.values), book), changed=False)
    except MlsalaryError as error:
        wrong = Notice(error.code, blamed(error, began).message)
        return _of("show", began, None, changed=False)._replace(warnings=(wrong,))


def save(given: Mapping[str, Any], book: Rulebook, *, anew: bool = False) -> SavedProfile:
    """Save what is given over what is saved already, or ``anew`` in its place.

    Nothing is written of a profile that could not be priced: UsageError and NotFoundError as of
    an estimate; UsageError ``nothing_to_save`` for no field at all. A word that says that there is
    nothing, such as ``none``, takes its field out.
    """
    if not given:
        raise UsageError(
            "nothing_to_save",
            "Say what to save, such as: mlsalary profile save --years 6 --metro Austin",
        )
    while True:
        before = NOTHING if anew else saved()
        kept = before.beneath(given, book)
        try:
            place, heard = _read(kept, given, book)
        except MlsalaryError as error:
            raise blamed(error, kept) from error
        changed = config.save(_filled(heard, kept, given), None if anew else before.values)
        if changed is not None:
            break
    shown = _of("save", start(book), place, changed=changed)
    read = tuple(one for one in heard.read if one.field in given)
    left_out = tuple(Saved(name, value, SAVED) for name, value in kept.left_out.items())
    return shown._replace(read=read, left_out=left_out)


def _read(kept: Start, given: Mapping[str, Any], book: Rulebook) -> tuple[str | None, ProfileRead]:
    """The place of the profile that is to be saved, and how it is read."""
    said = {name: value for name, value in given.items() if not _says_nothing(value, book)}
    asked = Profile(**{**kept.values, **said})
    return _priced_place(asked, book), read_profile(asked, book)


def _filled(heard: ProfileRead, kept: Start, given: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the file: words as they were read, the rest as it was typed."""
    typed, keys = {**kept.values, **given}, heard.profile.to_dict()
    values = {name: keys[name] if name in _AS_KEYS else typed[name] for name in typed}
    return {
        name: _plain(value)
        for name, value in values.items()
        if value not in (None, "", []) and value != _OWN[name] and keys[name] is not None
    }


def clear(book: Rulebook) -> SavedProfile:
    """Forget what is saved."""
    changed = config.clear()
    return _of("clear", start(book), None, changed=changed)


def _of(
    action: Literal["show", "save", "clear"], began: Start, place: str | None, *, changed: bool
) -> SavedProfile:
    order = [one.name for one in FIELDS if one.name in began.values]
    rows = tuple(Saved(name, began.values[name], began.origins[name]) for name in order)
    return SavedProfile(
        action,
        str(config.config_file()),
        {row.field: row.value for row in rows},
        rows,
        place,
        changed,
    )


def _priced_place(profile: Profile, book: Rulebook) -> str | None:
    """The name of the area that the profile is priced in; None for the nation. Of a profile that
    tells no level yet, any would do."""
    tells = profile.years is not None or profile.level or profile.title
    priced = engine.estimate(profile if tells else replace(profile, level=RUNGS[0]), book)
    return None if priced.place.kind == "national" else priced.place.name


def _says_nothing(value: Any, book: Rulebook) -> bool:
    """Whether what is given for a field says that there is nothing: ``""``, ``none``, ``N/A``."""
    texts = value if isinstance(value, list | tuple) else [value]
    return all(not isinstance(text, float) and is_nothing(str(text), book) for text in texts)


def _plain(value: Any) -> Any:
    """As TOML holds it: a key is a text, a whole number of years has no point."""
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return str(value)


def _cell(value: Any) -> Any:
    return ";".join(value) if isinstance(value, list) else value
