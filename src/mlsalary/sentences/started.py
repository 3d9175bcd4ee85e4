"""What an answer says of a question that started from a saved profile or the environment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from mlsalary.errors import MlsalaryError
from mlsalary.figures import listed
from mlsalary.results import SAVED, Notice
from mlsalary.spelling import one_line, quoted

if TYPE_CHECKING:
    from mlsalary.saved.start import Start

FROM_SAVED = "saved_profile"
"""The code of the note that a question started from a saved profile."""
FROM_VARIABLES = "profile_variables"
"""The code of the note that it started from variables of the environment."""
STARTED = {FROM_SAVED: "saved profile", FROM_VARIABLES: "MLSALARY variables"}
"""The codes of both, and what each says in short."""
_WAY_OUT = "--no-profile ignores it."


def notices(start: Start) -> Iterator[Notice]:
    """Which options were filled in, and from where."""
    saved = [name for name, origin in start.origins.items() if origin == SAVED]
    others = [name for name in start.origins if name not in saved]
    left = " ".join(f"{called(name)} {shown(value)}" for name, value in start.left_out.items())
    left_out = f"Left out, as you gave it in another way: {left}. " if left else ""
    if saved:
        yield Notice(FROM_SAVED, f"From {SAVED}: {_options(saved, start)}. {left_out}{_WAY_OUT}")
    if others:
        from_ = listed([start.origins[name] for name in others])
        said = f"From {from_}: {_options(others, start)}. {'' if saved else left_out}{_WAY_OUT}"
        yield Notice(FROM_VARIABLES, said)


def noted(result: Any, notices: Iterable[Notice]) -> Any:
    """The result with these notices before its own."""
    if hasattr(result, "warnings"):
        return result._replace(warnings=(*notices, *result.warnings))
    return result._replace(estimate=noted(result.estimate, notices))


def started(result: Any) -> tuple[Any, tuple[Notice, ...]]:
    """The result without the notices on what the question started from, and those."""
    if not hasattr(result, "warnings"):
        estimate = getattr(result, "estimate", None)
        if estimate is None:
            return result, ()
        inner, notices = started(estimate)
        return result._replace(estimate=inner), notices
    notices = tuple(one for one in result.warnings if one.code in STARTED)
    others = tuple(one for one in result.warnings if one.code not in STARTED)
    return (result._replace(warnings=others) if notices else result), notices


def called(field: str) -> str:
    """The option of a field."""
    return f"--{field.replace('_', '-')}"


def blamed(error: MlsalaryError, start: Start) -> MlsalaryError:
    """The error, with where the word comes from that it quotes, if nobody typed that."""
    for name, value in start.values.items():
        words = value if isinstance(value, list | tuple) else [value]
        if any(_is_about(error, word) for word in words):
            told = f"{error.message} {called(name)} comes from {start.origins[name]}"
            way_out = "see mlsalary profile, or add --no-profile"
            return type(error)(error.code, f"{told}: {way_out}.", error.suggestions)
    return error


def _is_about(error: MlsalaryError, word: object) -> bool:
    """Whether an error names this word: in quotes, or as a number of years."""
    plain = f"{word:g}" if isinstance(word, float) else one_line(word)
    return quoted(word) in error.message or f"{plain} years " in error.message


def _options(names: Iterable[str], start: Start) -> str:
    return " ".join(f"{called(name)} {shown(start.values[name])}" for name in names)


def shown(value: object) -> str:
    """A value of a profile as one would type it."""
    if isinstance(value, list | tuple):
        return ",".join(map(one_line, value))
    import shlex  # only where a profile is saved

    text = f"{value:g}" if isinstance(value, float) else one_line(value)
    return f'"{text}"' if shlex.quote(text) != text else text
