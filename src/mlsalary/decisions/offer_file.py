"""Offers from a TOML or JSON file, in the words of the command line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from mlsalary.decisions.offer import judge_offer
from mlsalary.decisions.terms import Offer
from mlsalary.errors import BadDataError, MlsalaryError, NotFoundError, UsageError
from mlsalary.files import toml_text
from mlsalary.files.objects import once
from mlsalary.profile import Profile
from mlsalary.reading.amount_words import FILE
from mlsalary.reading.profile import bound
from mlsalary.rulebook import Rulebook
from mlsalary.saved.start import NOTHING, Start
from mlsalary.spelling import folded, nearest, one_line, quoted

PROFILE_KEYS = tuple(field.name for field in fields(Profile))
OFFER_KEYS = tuple(field.name for field in fields(Offer) if field.name != "profile")
KEYS = (*OFFER_KEYS, *PROFILE_KEYS)
_Kinds = tuple[tuple[type, ...], str]
_AMOUNT: _Kinds = ((str, int, float), "an amount like 190k or 190000")
_KINDS: dict[str, _Kinds] = {
    "base": _AMOUNT,
    "equity": _AMOUNT,
    "bonus": _AMOUNT,
    "signing": _AMOUNT,
    "shares": _AMOUNT,
    "price": _AMOUNT,
    "strike": _AMOUNT,
    "valuation": _AMOUNT,
    "years": ((int, float, str), "a number, or text like 5+"),
    "liquid": ((bool,), "true or false"),
    "vesting": ((str, int, list), "text like 5,15,40,40, a list of numbers, or years like 4"),
    "spec": ((str, list), "text, or a list of texts"),
}
_LISTS = ("offer", "offers")
_FORMS = (
    "Give [[offer]] tables in TOML, or in JSON a list of objects, alone or as "
    '{"offers": [{"base": "190k"}, {"base": "200k", "equity": "400k/4y"}]}.'
)
_TEXT: _Kinds = ((str,), "text in quotes")


def read_offers(
    path: Path, profile: Profile, book: Rulebook, start: Start = NOTHING
) -> tuple[Offer, ...]:
    """The offers of a file: ``[[offer]]`` tables, or a JSON list of objects, alone or beneath
    ``offers``.

    Keys are those of ``Offer`` and ``Profile``, or the names of data/amounts.toml for them; at
    the head of a file, beside ``offer``, those of a profile hold for every offer, and what
    ``profile`` says overrides them, but for what it has from ``start``. Raises BadDataError
    naming file, offer and key, and NotFoundError for a place or word not known.
    """
    bound(profile, book)  # what the file is not to blame for
    aliases = _aliases(book)
    head, tables = _head_and_tables(path, [a for a, key in aliases.items() if key == "base"])
    _known(head, PROFILE_KEYS, f"{path}, at its head")
    _of_their_kind(head, f"{path}, at its head")
    usual = Profile().to_dict()
    said = {key: value for key, value in profile.to_dict().items() if value != usual[key]}
    given = {key: value for key, value in said.items() if key not in start.values}
    shared = head | given
    return tuple(
        _offer(table, shared, start, number, path, book) for number, table in enumerate(tables, 1)
    )


def _offer(
    table: dict[str, Any],
    shared: dict[str, Any],
    start: Start,
    number: int,
    path: Path,
    book: Rulebook,
) -> Offer:
    table = {key: value for key, value in table.items() if value is not None}  # JSON's null
    name = str(table.get("name") or f"Offer {number}")
    where = f"{path}, {name if 'name' in table else f'offer {number}'}"
    table = _in_our_keys(table, _aliases(book), where)
    _known(table, KEYS, where)
    _of_their_kind(table, where)
    if "base" not in table:
        raise BadDataError("bad_offer", f"{where}: base is missing. Add base = 195000.")
    try:
        asked = shared | {key: table[key] for key in PROFILE_KEYS if key in table}
        asked = {**start.beneath(asked, book).values, **asked}
        own = {key: table[key] for key in OFFER_KEYS if key in table} | {"name": name}
        offer = Offer(Profile(**asked), **own)
        judge_offer(offer, book)
    except NotFoundError as error:
        raise NotFoundError(error.code, f"{where}: {error.message}", error.suggestions) from error
    except MlsalaryError as error:
        raise BadDataError(error.code, f"{where}: {error.message}", error.suggestions) from error
    return offer


def _head_and_tables(
    path: Path, aliases: Iterable[str]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    found = _parsed(path)
    if isinstance(found, list):
        found = {"offer": found}
    head = dict(found) if isinstance(found, dict) else {}
    named = [key for key in _LISTS if key in head]
    tables = head.pop(named[0]) if len(named) == 1 else None
    if not named and head.keys() & {"base", *aliases}:
        head, tables = {}, [head]
    if not isinstance(tables, list) or not tables or not all(isinstance(t, dict) for t in tables):
        raise BadDataError("bad_offer", f"{path} holds no offers. {_FORMS}")
    return head, tables


def _parsed(path: Path) -> Any:
    if path.suffix.lower() not in (".toml", ".json") and path.exists():
        raise UsageError(
            "bad_format",
            f"{path} is neither .toml nor .json. Offers are read from those two; "
            "mlsalary offer --template writes one.",
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise BadDataError(
            "file_not_found",
            f"There is no file {path}. Check its name, or give one offer by its options: "
            "mlsalary offer --base 190k --equity 400k/4y.",
        ) from error
    except OSError as error:
        raise BadDataError(
            "cannot_read", f"{path} cannot be read: {error.strerror}. Check its name."
        ) from error
    except UnicodeDecodeError as error:
        raise BadDataError("bad_offer", f"{path} is not UTF-8. Save it as UTF-8.") from error
    try:
        if path.suffix.lower() == ".json":
            return json.loads(text, object_pairs_hook=once)
        return toml_text.loads(text)
    except (ValueError, RecursionError) as error:
        kind = path.suffix.lower()[1:].upper()
        raise BadDataError("bad_offer", f"{path} is not {kind}: {error}. Fix the file.") from error


def _aliases(book: Rulebook) -> dict[str, str]:
    """What else a key of an offer may be called -> the key."""
    keys: dict[str, list[str]] = book.toml(FILE)["keys"]
    return {alias: key for key, found in keys.items() for alias in found}


def _in_our_keys(table: dict[str, Any], aliases: Mapping[str, str], where: str) -> dict[str, Any]:
    """The table under the keys of an offer; each is given once."""
    ours: dict[str, Any] = {}
    for key, value in table.items():
        plain = folded(key).replace("-", "_")
        known = aliases.get(plain, plain if plain in KEYS else key)
        if known in ours:
            raise BadDataError(
                "bad_offer", f"{where}: {key} and another key both give the {known}. Leave out one."
            )
        ours[known] = value
    return ours


def _known(table: dict[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in table:
        if key == "posted":
            raise BadDataError(
                "unknown_key",
                f"{where}: a file holds offers, not posted ranges. To place one: "
                f"mlsalary offer --posted {one_line(str(table[key]))}.",
            )
        if key not in known:
            raise BadDataError(
                "unknown_key",
                f"{where}: there is no key {quoted(key)}. Known: {', '.join(known)}.",
                nearest(key, known),
            )


def _of_their_kind(table: dict[str, Any], where: str) -> None:
    """Refuse a value that no amount, word or list of its key can be."""
    for key, value in table.items():
        kinds, said = _KINDS.get(key, _TEXT)
        listed = value if isinstance(value, list) else []
        inner = (str,) if key == "spec" else (int, float)
        fits = isinstance(value, kinds) and all(isinstance(each, inner) for each in listed)
        if not fits or (isinstance(value, bool) and bool not in kinds):
            raise BadDataError(
                "bad_value", f"{where}: {key} should be {said}, not {one_line(repr(value))}."
            )
