"""The words of a command line, read as the options of a verb read them, before Typer does.

Typer says what is wrong in sentences of its own, and takes ``--metro --spec llm`` for a place that
is called ``--spec``. What it asks of an option is asked here of the same public attributes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mlsalary.cli import names


class Given(NamedTuple):
    """A word that was given: the option or argument that it fills (None: one too many), as what it
    was typed, its value (None: a flag), and what was given before it."""

    parameter: Any
    typed: str
    value: str | None
    before: Given | None = None


class Wrong(NamedTuple):
    """What is wrong with a line: the code of the error, the words that it is about, and what was
    given where it is about that."""

    code: str
    words: tuple[str, ...] = ()
    given: tuple[Given, ...] = ()


class Line(NamedTuple):
    """What was given, in order; the words for Typer, each option by its own name; the first fault
    that stopped the reading."""

    given: tuple[Given, ...]
    words: tuple[str, ...]
    stopped: Wrong | None

    def wrong(self, parameters: Iterable[Any]) -> Wrong | None:
        """What is wrong with it, if anything is, for a command of these parameters."""
        if self.stopped:
            return self.stopped
        if twice := self._twice():
            return Wrong("option_twice", given=twice)
        if stray := tuple(one for one in self.given if _is_stray(one)):
            return Wrong("unexpected_word", given=stray)
        filled = {id(one.parameter) for one in self.given}
        missing = [one for one in parameters if one.required and id(one) not in filled]
        return Wrong("missing_argument", tuple(map(called, missing))) if missing else None

    def _twice(self) -> tuple[Given, Given] | None:
        """Two of one option that is meant once; a flag only where the two contradict."""
        first: dict[int, Given] = {}
        for one in self.given:
            if not is_option(one.parameter) or one.parameter.multiple:
                continue
            before = first.setdefault(id(one.parameter), one)
            contradicts = (before.typed in one.parameter.opts) != (one.typed in one.parameter.opts)
            if before is not one and (one.value is not None or contradicts):
                return before, one
        return None


def called(parameter: Any) -> str:
    """A parameter as a message names it: its long name, or what stands for it in the help."""
    if is_option(parameter):
        return str(parameter.opts[-1])
    return str(parameter.metavar or parameter.name).strip("[]").upper()


def _is_stray(given: Given) -> bool:
    """Whether a word has nothing to fill, or stands behind an option's value for a file that it
    cannot be: ``--metro San Jose``."""
    if given.parameter is None or is_option(given.parameter):
        return given.parameter is None
    may_be_none = given.parameter.type.name == "path" and not given.parameter.required
    behind = given.before is not None and is_option(given.before.parameter)
    return bool(
        may_be_none and behind and not Path(given.typed).suffix and not Path(given.typed).exists()
    )


def read_line(words: Sequence[str], parameters: Sequence[Any]) -> Line:
    """What these words give to these parameters of a command."""
    return _Reader(words, parameters).read()


def is_option(parameter: Any) -> bool:
    """Whether a parameter is an option; else it is an argument, or None."""
    return parameter is not None and parameter.param_type_name == "option"


def option_names(parameters: Iterable[Any]) -> dict[str, Any]:
    """Every name of an option -> the option."""
    return {
        name: one
        for one in parameters
        if is_option(one)
        for name in (*one.opts, *one.secondary_opts)
    }


class _Reader:
    """Goes through the words once."""

    def __init__(self, words: Sequence[str], parameters: Sequence[Any]) -> None:
        self._left = deque(words)
        self._options = option_names(parameters)
        self._free = deque(one for one in parameters if not is_option(one))
        self._given: list[Given] = []
        self._words: list[str] = []

    def read(self) -> Line:
        wrong: Wrong | None = None
        while self._left and wrong is None:
            word = self._left.popleft()
            if word == "--":
                self._words += [word, *self._left]
                while self._left:
                    self._argument(self._left.popleft())
            elif word.startswith("--"):
                wrong = self._long(word)
            elif word.startswith("-") and word != "-":
                wrong = self._short(word)
            else:
                self._words.append(word)
                self._argument(word)
        return Line(tuple(self._given), tuple(self._words), wrong)

    def _argument(self, word: str) -> None:
        before = self._given[-1] if self._given else None
        filled = self._free.popleft() if self._free else None
        self._given.append(Given(filled, word, word, before))

    def _long(self, word: str) -> Wrong | None:
        typed, equals, value = word.partition("=")
        name = typed if typed in self._options else names.canonical().get(typed, typed)
        option = self._options.get(name)
        if option is None:
            return Wrong("unknown_option", (typed, *([value] if equals else list(self._left)[:1])))
        if option.is_flag and equals:
            return Wrong("unexpected_value", (typed, value))
        return self._take(option, typed, name, value if equals else None)

    def _short(self, word: str) -> Wrong | None:
        """Flags in a row, and last an option with its value behind it: ``-ofile``."""
        for at, letter in enumerate(word[1:], 2):
            option = self._options.get(f"-{letter}")
            if option is None:
                return Wrong("unknown_option", (word if at == 2 else f"-{letter}",))
            last = not option.is_flag
            wrong = self._take(option, f"-{letter}", f"-{letter}", word[at:] if last else None)
            if wrong or last:
                return wrong
        return None

    def _take(self, option: Any, typed: str, name: str, value: str | None) -> Wrong | None:
        if option.is_flag:
            self._words.append(name)
            self._given.append(Given(option, typed, None))
            return None
        if not value and not (value is not None and name.startswith("--")):
            if not self._left or self._is_an_option(self._left[0]):
                return Wrong("missing_value", (typed, *list(self._left)[:1]))
            value = self._left.popleft()
        self._words += [f"{name}={value}"] if name.startswith("--") else [name, str(value)]
        self._given.append(Given(option, typed, value))
        return None

    def _is_an_option(self, word: str) -> bool:
        """Whether a word is an option of its own, and no value."""
        name = word.partition("=")[0]
        return name in self._options or (word.startswith("--") and word != "--")
