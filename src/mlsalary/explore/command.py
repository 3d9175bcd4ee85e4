"""The command that gives the same answer as the form."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence

from mlsalary.explore.question import ON, Asking, Question
from mlsalary.extras.installation import in_shell


def words(verb: str, question: Question, asking: Asking, *more: str) -> list[str]:
    """The words of ``mlsalary VERB`` with what was typed; the offer's parts for ``offer`` alone."""
    found = ["mlsalary", verb, *_options(question.fields)]
    if verb == "offer":
        found += _options(question.parts)
    found += more
    if asking.data is not None:
        found += _option("data", str(asking.data))
    return [*found, "--no-profile"] if asking.has_saved else found


def line(words: Sequence[str]) -> str:
    """The words as a shell reads them."""
    return " ".join(word if shlex.quote(word) == word else in_shell(word) for word in words)


def _options(texts: Mapping[str, str]) -> Iterator[str]:
    for name, text in texts.items():
        yield from _option(name.replace("_", "-"), text)


def _option(name: str, text: str) -> list[str]:
    if text == ON:
        return [f"--{name}"]
    return [f"--{name}={text}"] if text.startswith("-") else [f"--{name}", text]
