"""The schema of the words: vocabulary.toml."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from mlsalary.rulebook.checks.schema import Key, Table, Text, fault, with_every, written
from mlsalary.rulebook.model import FIGURES, RUNGS
from mlsalary.spelling import folded

# One word of a list: what parts the words of a list can stand in none.
Spelling = Annotated[
    str,
    AfterValidator(written(r"[^,;|/]+", "a word for a list: no commas, semicolons, bars, slashes")),
]


class WordRow(Table):
    """A word: its key, its names, what else people write for it."""

    id: Key
    name: Text
    short: Text | None = None
    aliases: list[Spelling] = Field(default_factory=list)


class PricedRow(WordRow):
    """A word that may be priced by the figures of another one of its kind."""

    like: Key | None = None


class _VocabularyFile(Table):
    """vocabulary.toml, but for the words of the fields that have nothing else of their own."""

    source: Text
    generalist: Annotated[list[Spelling], Field(min_length=1)]
    nowhere: Annotated[list[Text], Field(min_length=1)]
    level: list[WordRow]

    @model_validator(mode="after")
    def _ladder(self) -> Self:
        found = tuple(row.id for row in self.level[: len(RUNGS)])
        if found != RUNGS:
            fault(("level",), f"should begin with {', '.join(RUNGS)}, not {', '.join(found)}.")
        return self

    @model_validator(mode="after")
    def _each_spelling_once(self) -> Self:
        for kind in FIGURES:
            none = self.generalist if kind == "spec" else ()
            seen = {folded(word): ("generalist", -1) for word in none}
            for index, row in enumerate(getattr(self, kind)):
                for spelling in (row.id, *row.aliases):
                    whose, at = seen.setdefault(folded(spelling), (row.id, index))
                    if at != index:
                        key = "aliases" if spelling in row.aliases else "id"
                        fault((kind, index, key), f"{spelling} stands for {whose} already.")
        return self


VocabularyFile = with_every(FIGURES, _VocabularyFile, list[PricedRow])
