"""Words as they were typed: shown in a message, and what they may have been meant for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple, TypeVar

from mlsalary.errors import MlsalaryError
from mlsalary.shipped import shipped_folder

_LIMITS = "limits.toml"
_LONGEST = 60
_SHOWN = 3

AnError = TypeVar("AnError", bound=MlsalaryError)


def printable(text: str) -> str:
    """A line without what would steer a terminal or turn its letters around: line breaks and tabs
    become blanks; escapes, marks of direction and other unseen signs become question marks."""
    if text.isprintable():
        return text
    signs = (c if c.isprintable() else " " if c.isspace() else "?" for c in text)
    return "".join(signs).strip()


def one_line(text: object, longest: int = _LONGEST) -> str:
    """What somebody typed or a file holds, fit for a message: one printable line, not too long."""
    line = " ".join(printable(str(text)).split())
    return line if len(line) <= longest else f"{line[:longest]}…"


def quoted(text: object) -> str:
    """The same in double quotes."""
    return f'"{one_line(text)}"'


_GAPS = str.maketrans("_-‐‑‒–—−", " " * 8)
_DROPPED = str.maketrans("", "", ".'’‘`´")


@lru_cache(maxsize=16_384)  # each row of a table asks a dozen times, mostly for the same words
def folded(text: str) -> str:
    """A word as its spellings are kept: small letters, one hyphen for each gap, no dots and
    apostrophes: ``Ph.D.`` is ``phd``, ``Master’s Degree`` is ``masters-degree``."""
    return "-".join(text.casefold().translate(_DROPPED).translate(_GAPS).split())


class _Floor(NamedTuple):
    """Below which nothing is guessed; figures of data/limits.toml.

    letters_least: of a word that is guessed at. letters_a_slip: in so many one slip is forgiven,
    and one in any shorter word.
    """

    letters_least: int
    letters_a_slip: int


@cache
def _floor() -> _Floor:
    import tomllib  # 3 ms, only when a word is not known

    text = (shipped_folder() / _LIMITS).read_text(encoding="utf-8")
    return _Floor(**tomllib.loads(text)["guesses"])


def alike(
    typed: str, known: Iterable[str], limit: int, *, any_start: bool = False
) -> list[tuple[str, int]]:
    """The words spelled most like ``typed``, the likest first, each with its slips: letters too
    many, too few, wrong or swapped.

    A guess has a floor, for one that misleads is worse than none: a word of few letters, too many
    slips, or another first letter (unless ``any_start``) make none.
    """
    from rapidfuzz import process  # 9 ms, only when a word is not known
    from rapidfuzz.distance import OSA

    typed, floor = typed[:_LONGEST], _floor()
    if len(typed) < floor.letters_least:
        return []
    most = max(1, len(typed) // floor.letters_a_slip)
    words = [word for word in known if any_start or _starts_alike(typed, word)]
    found = process.extract(typed, words, scorer=OSA.distance, limit=limit, score_cutoff=most)
    return [(word, int(slips)) for word, slips, _ in found]


def _starts_alike(typed: str, word: str) -> bool:
    """Whether both begin with one letter, or with the same two in another order."""
    return typed[:1] == word[:1] or typed[:2] == word[1::-1]


def nearest(
    typed: str, known: Iterable[str] | Mapping[str, str], limit: int = _SHOWN
) -> tuple[str, ...]:
    """What may have been meant: words of ``known`` or, of a mapping, what they stand for."""
    found = alike(typed.casefold(), known, 3 * limit)
    meant = (known[word] if isinstance(known, Mapping) else word for word, _ in found)
    return tuple(dict.fromkeys(meant))[:limit]


def one_of(error: type[AnError], code: str, what: str, typed: str, known: Sequence[str]) -> str:
    """The word of ``known`` that somebody typed, in whatever case; the error of ``unknown`` where
    it is none."""
    found = {word.casefold(): word for word in known}.get(typed.strip().casefold())
    if found is None:
        raise unknown(error, code, what, typed, known)
    return found


def unknown(
    error: type[AnError], code: str, what: str, typed: str, known: Sequence[str]
) -> AnError:
    """An error that names a word which is none of ``known``, and those that come near it, or else
    those that it shortens."""
    return error(
        code,
        f"There is no {what} {quoted(typed)}. Known: {', '.join(known)}.",
        nearest(typed, known) or _shortened(typed, known),
    )


def _shortened(typed: str, known: Sequence[str]) -> tuple[str, ...]:
    """The words that begin as ``typed`` does, one or several: spec, specs."""
    start = typed.casefold().removesuffix("s")
    if len(start) < _floor().letters_least:
        return ()
    return tuple(word for word in known if word.casefold().startswith(start))[:_SHOWN]


def shell_took(like: str = "$50k") -> str:
    """What to do where a shell may have read ``$4`` of ``$420k`` as a name of its own."""
    return f"if you typed $, the shell took it: quote it, '{like}'."
