"""What must hold of every try, however it ends."""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from fuzzing.room import Tried
from mlsalary.cli.output import wants_json

sys.path.append(str(Path(__file__).resolve().parents[2] / "scripts"))
import errors_page

KEYS = ["schema", "code", "message", "suggestions"]
KEPT = ("nothing_priced", "too_many_rejects")
"""Errors of ``batch`` after the files are written, which stay: the rejects say what to fix."""
_NUMBER_OF_ERROR = re.compile(r"\d+|0x[0-9a-f]+|'[^']*'|\"[^\"]*\"")
_SUMMARY = re.compile(r"^([\d,]+) rows? in, ([\d,]+) to .*, ([\d,]+) rejected, in ", re.MULTILINE)
_HELP = {"--help", "-h", "--version", "-V", "--install-completion", "--show-completion", "help"}
_FILES = ("offer", "estimate", "path", "profile", "compare", "brief", "target")
"""Commands that may read words from a file: what is wrong with one of those is bad data."""
_RAW = ("batch", "sql", "fit")
"""Commands whose standard output may be what a file would hold."""


@cache
def documented() -> dict[str, frozenset[int]]:
    """Every code of an error in docs/errors.md -> its exit code."""
    return dict(errors_page.found().errors)


ENDS = (0, 2, 3, 4)
"""The exit codes of a command that nobody interrupts."""


def faults(tried: Tried) -> list[str]:
    """What is wrong with it, each in a few words that are the same for the same fault."""
    if tried.escaped:
        return [f"escaped: {_general(tried.escaped)}"]
    return list(_faults(tried))


def error_of(tried: Tried) -> dict[str, Any]:
    """The object of the error on stderr; nothing where there is none."""
    try:
        found = json.loads(tried.err)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _faults(tried: Tried) -> Iterator[str]:
    if "internal error" in tried.err or "Traceback" in tried.err:
        yield f"bug: {_general(tried.err)}"
    elif tried.code not in ENDS:
        yield f"exit code {tried.code}"
    elif tried.code:
        yield from _refusal(tried)
    else:
        yield from _answer(tried)
    yield from _steering(tried)
    yield from _files(tried)
    yield from _rows(tried)


def _refusal(tried: Tried) -> Iterator[str]:
    keeps = "priced" in tried.err or "rejected" in tried.err
    if tried.out and not keeps:
        yield "an error, and something on stdout"
    if not wants_json(tried.words):
        if not (tried.err.startswith("Error: ") or (keeps and "\nError: " in tried.err)):
            yield f"no error said: {_general(tried.err)[:40]}"
        return
    said = error_of(tried)
    if not said and not keeps:
        yield f"no object of an error on stderr: {_general(tried.err)[:40]}"
    elif said:
        if list(said) != KEYS or not said["message"].strip():
            yield "an error without its keys"
        ends = documented().get(said["code"], frozenset())
        if tried.code not in ends and not (ends and tried.code == 4 and tried.words[0] in _FILES):
            yield f"undocumented: {said['code']} with exit code {tried.code}"


def _answer(tried: Tried) -> Iterator[str]:
    if "Error: " in tried.err:
        yield "an error with exit code 0"
    if not wants_json(tried.words) or not _HELP.isdisjoint(tried.words):
        return
    is_lines = any(word.casefold().strip().endswith("jsonl") for word in tried.words[1:])
    whole = tried.out.split("\n") if is_lines and "--json" not in tried.words else [tried.out]
    try:
        for one in filter(None, whole):
            json.loads(one, parse_constant=_no_number)
    except ValueError:
        yield "no JSON on stdout"


def _no_number(name: str) -> None:
    raise ValueError(name)


def _steering(tried: Tried) -> Iterator[str]:
    shown = [("stderr", tried.err)]
    verb = tried.words[0] if tried.words else ""
    if verb not in _RAW and "csv" not in "".join(tried.words).casefold():
        shown.append(("stdout", tried.out))
    for name, text in shown:
        if found := steers(text):
            yield f"{name} has {unicodedata.category(found)} {found!r}"


def steers(text: str) -> str:
    """The first sign in a text that a terminal acts upon or that is not seen; empty for none."""
    if text.replace("\n", "").isprintable():
        return ""
    unseen = ("Cc", "Cf", "Zl", "Zp", "Cs")
    return next((s for s in text if s != "\n" and unicodedata.category(s) in unseen), "")


def _files(tried: Tried) -> Iterator[str]:
    """Nothing changed where there is an error; else only what the line names, and the home."""
    changed = {
        name
        for name in tried.before.keys() | tried.after.keys()
        if tried.before.get(name) != tried.after.get(name)
    }
    if not changed:
        return
    keeps = tried.code == 4 and "rejected" in tried.err
    if tried.code and not keeps:
        yield f"an error, and changed: {_general(min(changed))}"
        return
    named = [*_named(tried.words)]
    for name in sorted(changed):
        if not name.startswith("home/") and not any(_is_of(name.rstrip("/"), one) for one in named):
            yield f"changed without being named: {_general(name)}"
            return


def _named(words: tuple[str, ...]) -> Iterator[str]:
    for word in words:
        for one in (word, word.partition("=")[2], word[2:]):
            if one and "\0" not in one:
                yield os.path.normpath(f"here/{one}")
                yield os.path.normpath(f"here/{one.rpartition('.')[0]}.rejects.csv")
                yield os.path.normpath(f"here/{one}.rejects.csv")


def _is_of(name: str, named: str) -> bool:
    return name == named or name.startswith(f"{named}/") or f"{named}/".startswith(f"{name}/")


def _rows(tried: Tried) -> Iterator[str]:
    """Rows in = rows out + rejects."""
    if found := _SUMMARY.search(tried.err):
        came, went, refused = (int(number.replace(",", "")) for number in found.groups())
        if came != went + refused:
            yield "rows lost"


def _general(text: str) -> str:
    """A message without what differs from try to try."""
    return _NUMBER_OF_ERROR.sub("_", " ".join(text.split()))[:160]
