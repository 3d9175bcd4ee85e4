"""The schemas of titles.toml, how job titles are read, and of companies.toml."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mlsalary.rulebook.checks.schema import Key, Table, Text, fault
from mlsalary.rulebook.company_names import endings_pattern, name_key

Words = Annotated[list[Text], Field(min_length=1)]


class Parts(Table):
    """What parts a title, and what stands around its words."""

    between: Words
    cut: Words
    either: Words
    dotted: Words
    before_grade: Words
    level: Words


class Meanings(Table):
    """What decides between several readings of a title."""

    vague_levels: list[Text]
    vague_not_covered: list[Text]
    vague_specs: list[Text]
    before_role: dict[Text, Key]
    alone: list[Text]
    with_role: dict[Key, Key]
    with_role_note: Text
    codes: Words
    nouns: Words
    job_ranks: list[Text]
    order: Annotated[list[Key], Field(min_length=1)]
    beside: Words
    behind: Words
    no_grade: Words


class Traps(Table):
    """What looks like a word of ours and is none."""

    levels: list[Text]
    codes: list[Text]
    specs: list[Text]


class JobWords(Table):
    """Which titles are a job of ours."""

    others: Words
    trades: Words
    fields: Words
    neutral: Words
    topics: Words
    posts: Words
    bare: list[Text]
    general: list[Text]
    strange: list[Text]
    topic_roles: dict[Key, Words]
    engineer: list[Text] = Field(default_factory=list)
    scientist: list[Text] = Field(default_factory=list)


class Foreseen(Table):
    """Titles that engines which read no text know beforehand."""

    jobs: Words
    before: Words
    behind: Words
    whole: list[Text]


class TitlesFile(Table):
    """titles.toml; that its levels are words of vocabulary.toml is checked apart."""

    source: Text
    parts: Parts
    short: dict[Text, Words]
    levels: dict[Key, list[Text]]
    reading: Meanings
    traps: Traps
    jobs: JobWords
    foreseen: Foreseen


class Telling(Table):
    """What a name begins or ends with that tells its kind."""

    begins: list[Text]
    ends: list[Text]


class CompaniesFile(Table):
    """companies.toml; that its kinds are words of vocabulary.toml is checked apart."""

    source: Text
    evidence: Literal["assumed"]
    endings: Words
    elsewhere: list[Text]
    cash: list[Text] = Field(default_factory=list)
    bonus: list[Text] = Field(default_factory=list)
    by_name: dict[Key, Telling] = Field(default_factory=dict)
    kinds: dict[Key, dict[Text, list[Text]]]

    @model_validator(mode="after")
    def _listed(self) -> Self:
        listed = {company for companies in self.kinds.values() for company in companies}
        for key in ("cash", "bonus"):
            for company in getattr(self, key):
                if company not in listed:
                    fault(key, f"{company} has no kind: give it a line of its own under [kinds].")
        return self

    @model_validator(mode="after")
    def _each_name_once(self) -> Self:
        seen, endings = dict[str, str](), endings_pattern(self.endings)
        for kind, companies in self.kinds.items():
            for company, others in companies.items():
                for name in (company, *others):
                    whose = seen.setdefault(name_key(name, endings), company)
                    if whose != company:
                        fault(("kinds", kind, company), f"{name} means {whose} already.")
        return self
