"""What tools may be asked: one table of properties a tool, for its schema and to read by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from mlsalary import values
from mlsalary.decisions.offer_fields import EXAMPLES, PARTS, Part
from mlsalary.errors import UsageError
from mlsalary.figures import listed
from mlsalary.profile import FIELDS, Asked
from mlsalary.reading.given import require_known
from mlsalary.rulebook import Rulebook
from mlsalary.sentences.options import renamed
from mlsalary.spelling import printable, quoted
from mlsalary.vocabulary import Vocabulary, vocabulary

Property = dict[str, Any]
Properties = Mapping[str, Property]

_SAID_SO = {"true": True, "yes": True, "false": False, "no": False}
_LONGEST, _MOST = 1_000, 100
"""Signs of a text, and values of a list, that a call may hold: more is no question about pay."""
_TEXT: Property = {"type": "string", "maxLength": _LONGEST}
_NUMBER: Property = {"type": "number"}


def profile_properties(book: Rulebook, *, several: bool = False) -> dict[str, Property]:
    """The fields of a profile. several: a list stands for a choice of values."""
    words = vocabulary(book)
    return {one.name: _field(one, words, several) for one in FIELDS}


def _field(one: Asked, words: Vocabulary, several: bool) -> Property:
    known = [str(word) for word in words.words[one.vocabulary]] if one.vocabulary else []
    about = in_arguments(one.said(words.listed(one.vocabulary) if one.vocabulary else ""), _FIELDS)
    example = EXAMPLES[one.name]
    alone = [_TEXT, _NUMBER] if example.isdecimal() or "zip" in one.columns else [_TEXT]
    if several or one.several:
        about += " In a list, each is a choice" if several else " In a list, all of them hold."
        alone.append(_list_of(*alone))
    if several:
        about += f'; "{",".join(known[:2])}" is one with both.' if one.several else "."
    return {"description": about, **_one_of(*alone), "examples": known or [example]}


def offer_properties() -> dict[str, Property]:
    """The parts of an offer."""
    return {part.name: _part(part) for part in PARTS}


def _part(part: Part) -> Property:
    if part.flag:
        return flag(part.help)
    if part.called == "KIND":
        return word(part.help, examples=[part.example])
    more = [_list_of(_NUMBER)] if part.called == "PERCENTS" else []
    return amount(part.help, part.example, *more)


def _one_of(*kinds: Property) -> Property:
    return kinds[0] if len(kinds) == 1 else {"anyOf": [*kinds]}


def _list_of(*kinds: Property) -> Property:
    return {"type": "array", "items": _one_of(*kinds), "maxItems": _MOST}


def amount(about: str, example: str, *more: Property) -> Property:
    """A number, or a text as people write it; more: what else it may be."""
    return {"description": about, **_one_of(_TEXT, _NUMBER, *more), "examples": [example]}


def word(about: str, *, known: Collection[str] = (), examples: Collection[str] = ()) -> Property:
    """A text; known: all that it may be."""
    told: Property = {"description": about, **_TEXT}
    told |= {"enum": [*known]} if known else {}
    return told | ({"examples": [*examples]} if examples else {})


def flag(about: str) -> Property:
    """True or false."""
    return {"description": about, "type": "boolean"}


def count(about: str, most: int) -> Property:
    """A whole number from 1 to ``most``."""
    return {"description": about, "type": "integer", "minimum": 1, "maximum": most}


def read(
    tool: str, given: Mapping[str, Any], properties: Properties, required: Collection[str]
) -> dict[str, Any]:
    """The arguments of a call as the library takes them; null is not given.

    UsageError for an argument that the tool has not, for one that is missing, and for a value that
    is not of its kind.
    """
    require_known(tool, given, tuple(properties))
    clean = {name: _clean(name, value) for name, value in given.items()}
    told = {name: _read(name, value, properties[name]) for name, value in clean.items()}
    found = {name: value for name, value in told.items() if value is not None}
    if missing := [name for name in required if name not in found]:
        such = ", ".join(f"{name}={quoted(properties[name]['examples'][0])}" for name in missing)
        raise UsageError(
            "missing_argument", f"{tool} also needs {listed(missing)}, such as {such}."
        )
    return found


def _clean(name: str, value: Any) -> Any:
    """The value with each text on one line and without signs that nobody sees, which an answer
    would hand on. UsageError for more than a question about pay can hold."""
    if isinstance(value, str):
        _not_beyond(name, len(value), _LONGEST, "signs")
        return " ".join(printable(value).split())
    if isinstance(value, list):
        _not_beyond(name, len(value), _MOST, "values")
        return [_clean(name, one) for one in value]
    return value


def _not_beyond(name: str, count: int, most: int, of: str) -> None:
    if count > most:
        raise UsageError(
            "bad_argument", f"{name} has {count:,} {of}, more than {most:,}. Give less of it."
        )


def _read(name: str, value: Any, about: Property) -> Any:
    """A value of a kind that is ours to read; the library reads what may be of several."""
    reader = _READERS.get(about.get("type", ""))
    return value if value is None or reader is None else reader(name, value, about)


def _text(name: str, value: Any, about: Property) -> str | None:
    return values.text(name, value)


def _flag(name: str, value: Any, about: Property) -> bool:
    told = _SAID_SO.get(value.strip().casefold(), value) if isinstance(value, str) else value
    return values.flag(name, told)


def _count(name: str, value: Any, about: Property) -> int:
    most = about["maximum"]
    try:
        number = int(value) if isinstance(value, str) or value == int(value) else 0
    except (ValueError, TypeError, OverflowError):  # a word, a list, an endless number
        number = 0
    if isinstance(value, bool) or not 1 <= number <= most:
        raise UsageError(
            "bad_number",
            f"{name} wants a whole number from 1 to {most}; you wrote {quoted(value)}.",
        )
    return number


_READERS: Mapping[str, Callable[[str, Any, Property], Any]] = {
    "string": _text,
    "boolean": _flag,
    "integer": _count,
}


def in_arguments(text: str, names: Collection[str]) -> str:
    """What the library says of options, said of arguments: ``--as-of`` is `as_of`.

    names: of the arguments that there are; any other option stays one of the command line.
    """
    return renamed(text, lambda name: f"`{name}`" if name in names else None)


_FIELDS = frozenset(one.name for one in FIELDS)
