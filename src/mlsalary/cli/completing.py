"""What a shell offers behind <TAB>: the parameter that the cursor stands in, and its values.

Loaded only where a shell asks, which it does with the line up to the cursor.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TextIO

import typer
from typer.main import get_command

from mlsalary.cli import VERBS, build, names, values
from mlsalary.cli.answers import WAYS
from mlsalary.cli.typed_line import read_typed
from mlsalary.cli.values import Asked
from mlsalary.cli.words import is_option, option_names, read_line
from mlsalary.reading.choices import Choice

BREAKS = "_MLSALARY_BREAKS"
"""The variable in which bash says what parts a word for it."""
FILES = ":files"
"""What tells a script to offer the names of files."""
_FILE_METAVARS = ("FILE", "IN", "OUT", "FOLDER")
_MARKUP = re.compile(r"(?<!\\)\[/?\w+\]|\\(?=\[)")
_LONGEST = 70
"""Letters of a description that a shell has room for."""


def answer(shell: str, line: str, out: TextIO) -> None:
    """Write what ``shell`` offers for a line, in the way that its script reads it; nothing where
    that cannot be told."""
    try:
        typed = read_typed(line, os.environ.get(BREAKS, ""))
        head, offers = offered(typed.words[1:], typed.word)
        lines = [FILES] if offers is None else [*WAYS[shell](offers, head, typed)]
    except Exception:  # a message in the middle of a line that somebody types helps nobody
        if os.environ.get("MLSALARY_DEBUG"):
            raise
        return
    out.write("".join(f"{one}\n" for one in lines))


def offered(words: Sequence[str], typed: str) -> tuple[str, list[Choice] | None]:
    """What may follow these words in place of ``typed``: the beginning of it that stays as it is,
    ``--metro=``, and what may stand behind that; None: the name of a file."""
    if not words:
        return "", _begun(typed, _program_options() if typed.startswith("-") else commands())
    verb = words[0]
    if verb not in VERBS:
        return "", []
    command: Any = get_command(build([verb])).commands[verb]  # type: ignore[attr-defined]
    parameters = command.get_params(typer.Context(command))
    given = read_line(words[1:], parameters).given
    options, literal = option_names(parameters), "--" in words
    behind = None if literal else _option(options, words[-1])
    name, equals, value = typed.partition("=")
    if behind is not None and not behind.is_flag:
        parameter, head, value = behind, "", typed
    elif equals and not literal and _option(options, name) is not None:
        parameter, head = _option(options, name), f"{name}="
    elif typed.startswith("-") and typed != "-" and not literal:
        return "", _option_offers(options, given, typed)
    elif behind is None and words[-1].startswith("--") and "=" not in words[-1] and not literal:
        return "", []  # behind an option that there is not
    else:
        filled = {id(one.parameter) for one in given}
        free = [one for one in parameters if not is_option(one) and id(one) not in filled]
        if not free:
            return "", [] if typed or literal else _option_offers(options, given, "--")
        parameter, head, value = free[0], "", typed
    told = {one.parameter.name: one.value for one in given if one.parameter and one.value}
    asked = Asked(verb, str(parameter.name), value, told)
    offers = values.offers(asked, _names_a_file(parameter))
    return head, None if offers is None else _begun(value, offers)


def commands() -> list[Choice]:
    """Each command, and what it does."""
    found: Any = get_command(build(VERBS)).commands  # type: ignore[attr-defined]
    return [Choice(name, one.get_short_help_str(_LONGEST)) for name, one in found.items()]


def _begun(typed: str, offers: Iterable[Choice]) -> list[Choice]:
    """Those that begin with what was typed, in any case, each once. All begin as the first does, or
    a shell would take the letters back that they do not share."""
    start, size = typed.casefold(), len(typed)
    kept = [one for one in offers if one.value.casefold().startswith(start)]
    alike = (one._replace(value=kept[0].value[:size] + one.value[size:]) for one in kept)
    return [*{one.value: one for one in reversed([*alike])}.values()][::-1]


def _option(options: dict[str, Any], name: str) -> Any:
    """The option of this name or other name, None if there is none."""
    return options.get(name) or options.get(names.canonical().get(name, ""))


def _option_offers(options: dict[str, Any], given: Iterable[Any], typed: str) -> list[Choice]:
    """The names of options that may still be given; the other names only where no name begins
    so."""
    done = {id(one.parameter) for one in given if not getattr(one.parameter, "multiple", False)}
    left = {
        name: one
        for name, one in options.items()
        if name.startswith("--") and not one.hidden and id(one) not in done
    }
    others = {name: left[option] for name, option in names.canonical().items() if option in left}
    known = left if any(name.startswith(typed) for name in left) else others
    return _begun(typed, (Choice(name, _said(one.help)) for name, one in known.items()))


def _program_options() -> Iterator[Choice]:
    program: Any = get_command(build([next(iter(VERBS))]))
    options = option_names(program.get_params(typer.Context(program)))
    for name, one in options.items():
        if name.startswith("--") and not one.hidden:
            yield Choice(name, _said(one.help))


def _names_a_file(parameter: Any) -> bool:
    metavar = str(parameter.metavar or "").strip("[]")
    return parameter.type.name == "path" or metavar in _FILE_METAVARS


def _said(help_: str | None) -> str:
    """The first sentence of a help text, without markup and its full stop."""
    plain = _MARKUP.sub("", " ".join((help_ or "").split()))
    return plain.partition(". ")[0].removesuffix(".")
