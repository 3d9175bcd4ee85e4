"""What a shell may offer, in the way that its script reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from mlsalary.cli.typed_line import Typed
from mlsalary.reading.choices import Choice

_PLAIN = re.compile(r"[\w,.:/@%+=-]*", re.ASCII)
"""What bash takes as it stands."""
_IN_DOUBLE = re.compile(r"[\"\\$`]")


def _for_bash(offers: Sequence[Choice], head: str, typed: Typed) -> Iterator[str]:
    """What bash puts in place of the part of the word that it replaces, in quotes where one of them
    needs some: it neither quotes nor escapes by itself."""
    there = typed.word[typed.settled :]
    rests = [f"{head}{one.value}"[typed.settled :] for one in offers]
    is_special = [_PLAIN.fullmatch(rest) is None for rest in rests]
    for rest, special in zip(rests, is_special, strict=True):
        if typed.quote == "'":
            yield rest.replace("'", "'\\''")
        elif typed.quote:
            yield _escaped(rest)
        elif special or (there and any(is_special)):  # all, or they would share no beginning
            yield f'"{_escaped(rest)}"'
        else:
            yield rest


def _escaped(text: str) -> str:
    """A text within double quotes."""
    return _IN_DOUBLE.sub(r"\\\g<0>", text)


def _for_zsh(offers: Sequence[Choice], head: str, typed: Typed) -> Iterator[str]:
    """The value without what stands before it, tab, the line that shows it; the value alone where
    none has a description."""
    width = max((len(one.value) for one in offers), default=0)
    are_described = any(one.about for one in offers)
    for one in offers:
        shown = f"{one.value:{width}}  -- {one.about}" if one.about else one.value
        yield f"{one.value}\t{shown}" if are_described else one.value


def _for_fish(offers: Sequence[Choice], head: str, typed: Typed) -> Iterator[str]:
    """The whole word, tab, description."""
    for one in offers:
        yield f"{head}{one.value}\t{one.about}" if one.about else f"{head}{one.value}"


WAYS: dict[str, Callable[[Sequence[Choice], str, Typed], Iterator[str]]] = {
    "bash": _for_bash,
    "zsh": _for_zsh,
    "fish": _for_fish,
}
"""How each shell is answered."""
