"""The schema of the words: vocabulary.toml."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from mlsalary.profile import FIELDS
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
    about: Text | None = None


class PricedRow(WordRow):
    """A word that may be priced by the figures of another one of its kind."""

    like: Key | None = None


class Guess(Table):
    """What is written for a word without quite meaning it; an empty word is none."""

    of: Key
    word: Key | Literal[""]
    spelled: Annotated[list[Spelling], Field(min_length=1)]
    note: Text


class NotCovered(Table):
    """What is understood and has no answer."""

    of: Key
    spelled: Annotated[list[Spelling], Field(min_length=1)]
    why: Text


class Ambiguous(NotCovered):
    """What may mean several words."""


class Instead(Table):
    """What people try that is no option: the option that does it, or why there is none."""

    tried: Annotated[list[Text], Field(min_length=1)]
    of: list[Key] = Field(default_factory=list)
    option: Text | None = None
    commands: list[Key] = Field(default_factory=list)
    example: Text | None = None
    why: Text | None = None

    @model_validator(mode="after")
    def _one_way_out(self) -> Self:
        if (self.option is None) == (self.why is None):
            fault("option", "or why: give one of them, not both.")
        return self


class OptionNames(Table):
    """Other names of options, and what is none."""

    also: dict[Key, list[Text]] = Field(default_factory=dict)
    instead: list[Instead] = Field(default_factory=list)

    @model_validator(mode="after")
    def _each_name_once(self) -> Self:
        fields = {one.name for one in FIELDS}
        seen = set(fields)
        for field, names in self.also.items():
            if field not in fields:
                fault(("also", field), f"is not one of {', '.join(sorted(fields))}.")
            for name in names:
                if name in seen:
                    fault(("also", field), f"{name} is the name of an option already.")
                seen.add(name)
        for index, row in enumerate(self.instead):
            for name in row.tried:
                if name in seen:
                    fault(("instead", index, "tried"), f"{name} stands for an option already.")
                seen.add(name)
        return self


class _VocabularyFile(Table):
    """vocabulary.toml, but for the words of the fields that have nothing else of their own."""

    source: Text
    generalist: Annotated[list[Spelling], Field(min_length=1)]
    nowhere: Annotated[list[Text], Field(min_length=1)]
    nothing: list[Text] = Field(default_factory=list)
    level: list[WordRow]
    role: list[WordRow] = Field(default_factory=list)
    ambiguous: list[Ambiguous] = Field(default_factory=list)
    guess: list[Guess] = Field(default_factory=list)
    not_covered: list[NotCovered] = Field(default_factory=list)
    options: OptionNames | None = None

    @model_validator(mode="after")
    def _ladder(self) -> Self:
        found = tuple(row.id for row in self.level[: len(RUNGS)])
        if found != RUNGS:
            fault(("level",), f"should begin with {', '.join(RUNGS)}, not {', '.join(found)}.")
        return self

    @model_validator(mode="after")
    def _each_spelling_once(self) -> Self:
        for kind in (*FIGURES, "role"):
            none = self.generalist if kind == "spec" else ()
            seen = {folded(word): ("generalist", -1) for word in none}
            for index, row in enumerate(getattr(self, kind)):
                for spelling in (row.id, *row.aliases):
                    whose, at = seen.setdefault(folded(spelling), (row.id, index))
                    if at != index:
                        key = "aliases" if spelling in row.aliases else "id"
                        fault((kind, index, key), f"{spelling} means {whose} already.")
            for name in ("ambiguous", "guess", "not_covered"):
                self._once_more(
                    kind, name, {spelling: whose for spelling, (whose, _) in seen.items()}
                )
        return self

    def _once_more(self, kind: str, name: str, seen: dict[str, str]) -> None:
        """Refuses a guess, or what is not covered, that stands for a word of its kind already."""
        for index, row in enumerate(getattr(self, name)):
            for spelling in row.spelled if row.of == kind else ():
                if folded(spelling) in seen:
                    whose = seen[folded(spelling)]
                    fault((name, index, "spelled"), f"{spelling} means {whose} already.")

    @model_validator(mode="after")
    def _guesses_of_words(self) -> Self:
        kinds = (*FIGURES, "role")
        for name in ("ambiguous", "guess", "not_covered"):
            for index, row in enumerate(getattr(self, name)):
                if row.of not in kinds:
                    fault((name, index, "of"), f"{row.of} is not one of {', '.join(kinds)}.")
        for index, row in enumerate(self.guess):
            known = {one.id for one in getattr(self, row.of)}
            if row.word not in known and (row.word or row.of != "spec"):
                fault(
                    ("guess", index, "word"),
                    f'"{row.word}" is not the key of a {row.of} in this file.',
                )
        return self


VocabularyFile = with_every(FIGURES, _VocabularyFile, list[PricedRow])
