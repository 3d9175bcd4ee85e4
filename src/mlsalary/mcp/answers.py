"""How an answer is told: the object of the contract with what it rests on, and a text to read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

from mlsalary.engine.accuracy import Rests, rests_on
from mlsalary.engine.working import work
from mlsalary.errors import MlsalaryError
from mlsalary.mcp.arguments import in_arguments
from mlsalary.profile import Profile
from mlsalary.render import composed, error_json, error_text
from mlsalary.render.page import Block, Stack, Ways
from mlsalary.render.plain import write
from mlsalary.render.view import View
from mlsalary.results import Place, Result, plain
from mlsalary.rulebook import Rulebook
from mlsalary.schemas import json_schema

PUBLISHED = Rests(
    None,
    "Figures as their sources publish them and constants of the model, each row with its source: "
    "nobody's pay is estimated here, so there is no typical miss.",
)
"""What a look-up rests on."""
_LEAST_CERTAIN = "That is the least certain of these estimates."
PAGE = View(sources=True, document=True)
"""Every note and every source, without what each step rests on: a quarter of the JSON's length."""


class Answer(NamedTuple):
    """What a tool answers.

    result: whose JSON it is. rests: what it rests on, and how far it misses. more: what is told
    besides the contract, by its key. pages: the answers whose pages make the text, where that is
    not the result's alone. view: how much these show. notes: sentences for the text alone.
    """

    result: Any
    rests: Rests
    more: Mapping[str, Any] = {}
    pages: tuple[Result, ...] = ()
    view: View = PAGE
    notes: tuple[str, ...] = ()

    @property
    def content(self) -> dict[str, Any]:
        """The object of the contract, with ``accuracy``, ``rests_on`` and what is told besides."""
        beside = {"accuracy": plain(self.rests.accuracy), "rests_on": _joined(self.rests)}
        return {**self.result.to_dict(), **beside, **self.more}

    def text(self, names: Collection[str]) -> str:
        """The answer's page in plain sentences, with every warning and every source. names: of the
        arguments that there are."""
        shown = [composed(one, self.view) for one in self.pages or (self.result,)]
        pages = "\n".join(write(_without_ways(page)) for page in shown)
        warned = [f"{one.code}: {one.message}" for one in self.result.warnings]
        told = [self.rests.said, self.rests.left_out, *self.notes]
        missing = [one for one in told if one and one not in pages]
        missing += [one for one in warned if one.partition(": ")[2] not in pages]
        return in_arguments("\n\n".join([pages.rstrip("\n"), *missing]), names)


class _Priced(Protocol):
    """What has a profile, and the place that it was priced for."""

    @property
    def profile(self) -> Profile: ...
    @property
    def place(self) -> Place: ...


def least_certain(priced: Iterable[_Priced], book: Rulebook) -> Rests:
    """What these rest on; of several the one that misses most, an unknown miss before any other."""
    found = [_rests(one, book) for one in priced]
    worst = max(found, key=lambda one: one.accuracy.total if one.accuracy else float("inf"))
    alone = len({one.accuracy for one in found}) == 1
    return worst if alone else worst._replace(said=f"{worst.said} {_LEAST_CERTAIN}")


def _rests(priced: _Priced, book: Rulebook) -> Rests:
    """By the code of the area, which no other place is called."""
    profile, place = priced.profile, priced.place
    if place.kind in ("metro", "nonmetro"):
        profile = replace(profile, metro=f"cbsa:{place.code}")
    return rests_on(work(profile, book).case)


def output_schema(contract: str, more: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON Schema of ``content``: that of the contract, and what is told besides."""
    schema, estimate = json_schema(contract), json_schema("estimate")
    beside = {
        "accuracy": estimate["properties"]["accuracy"],
        "rests_on": {"type": "string"},
        **more,
    }
    return {
        **schema,
        "properties": {**schema["properties"], **beside},
        "required": [*dict.fromkeys([*schema["required"], *beside])],
        "$defs": {**schema["$defs"], "Accuracy": estimate["$defs"]["Accuracy"]},
    }


def refusal(error: MlsalaryError, names: Collection[str]) -> tuple[dict[str, Any], str]:
    """An error as the object of the contract and as a text, both of arguments, not of options."""
    message = in_arguments(error.message, names)
    suggestions = tuple(in_arguments(one, names) for one in error.suggestions)
    told = error.code, message, suggestions
    return json.loads(error_json(*told)), f"{error_text(*told)}Code: {error.code}"


def _joined(rests: Rests) -> str:
    return f"{rests.said} {rests.left_out}".rstrip()


def _without_ways(page: Iterable[Block]) -> list[Block]:
    """Options that show more of a page are the command line's."""
    kept = (
        Stack([one for one in block.paragraphs if not isinstance(one, Ways)])
        if isinstance(block, Stack)
        else block
        for block in page
    )
    return [block for block in kept if not isinstance(block, Ways)]
