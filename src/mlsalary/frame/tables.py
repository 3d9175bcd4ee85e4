"""The look-up tables of a rulebook: every figure and warning in them is asked of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, product
from typing import NamedTuple

from mlsalary.engine import company, employed, local, place
from mlsalary.engine.areas import areas_of, place_rules
from mlsalary.engine.case import Case
from mlsalary.engine.chain import RULES
from mlsalary.engine.level import apart, fitting_years
from mlsalary.engine.rule import Rule, Worked
from mlsalary.errors import UsageError
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.settings import Settings
from mlsalary.places.located import NATIONAL, Located
from mlsalary.profile import SINGLE, Profile
from mlsalary.reading.companies import listed
from mlsalary.reading.days import read_month
from mlsalary.results import Place
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import RUNGS, Model
from mlsalary.rulebook.oews import NATION, Area, areas
from mlsalary.rulebook.releases import newest
from mlsalary.vocabulary import vocabulary

NO_END = 1e9  # years, where a level has no most: every engine reads it, as not every one reads inf
BAD_MONTH = "bad_month"
SINCE, UNTIL = 1900, 2099
"""The years whose months a warehouse is told: others are no months there, these may be refused."""
_NOT_ASKED = Worked([1.0] + [0.0] * (len(RUNGS) - 1), 0.0, 0.0)
_EXPERIENCE = ("least", "most", "apart")
"""Of a level: the years that draw no warning, and the warning's code."""


def warnings(rule: Rule) -> str:
    """The column of a rule's warnings: codes, each with a semicolon behind it."""
    return f"{rule.name}_warnings"


def in_play(settings: Settings) -> tuple[Rule, ...]:
    """The rules that have something to say of some row, whatever stands in it."""
    return tuple(
        rule for rule in RULES if set(rule.fields) - set(SINGLE) or any(_parts(rule, settings))
    )


def word_tables(settings: Settings, rules: Sequence[Rule]) -> dict[str, Lookup]:
    """The figures of every word that these rules hang on, by name; places and months aside."""
    tables = list[Lookup]()
    by_fields: dict[tuple[str, ...], list[Rule]] = {}
    for rule in rules:
        if set(rule.fields) <= set(SINGLE):
            by_fields.setdefault(rule.fields, []).append(rule)
    tables += [_of_words(fields, some, settings) for fields, some in by_fields.items()]
    tables += [_of_specs(rule, settings) for rule in rules if rule.fields == ("spec",)]
    tables.append(_of_companies(settings))
    return {table.name: table for table in tables}


def _of_words(fields: tuple[str, ...], rules: Sequence[Rule], settings: Settings) -> Lookup:
    """Words -> what the rules that hang on them say."""
    levels = fields == ("level",)
    names = [name for rule in rules for name in _columns(rule)] + [*(_EXPERIENCE if levels else ())]
    rows = []
    for key, case in _cases(fields, settings):
        cells = [cell for rule in rules for cell in _cells(rule, case)]
        rows.append((*key, *cells, *(_experience(case) if levels else ())))
    keys = [f"{PREFIX}{field}" for field in fields]
    return Lookup.of("_".join(fields), keys, [f"{PREFIX}{name}" for name in names], rows)


def _of_specs(rule: Rule, settings: Settings) -> Lookup:
    """Which specializations, as the sum of 2 ** their place in the vocabulary -> the premium."""
    known = vocabulary(settings.book).words["spec"]
    sets = chain.from_iterable(combinations(known, n) for n in range(len(known) + 1))
    rows = []
    for specs in sets:
        mask = sum(2**place for place, spec in enumerate(known) if spec in specs)
        rows.append((mask, *_cells(rule, _case(settings, spec=specs))))
    return Lookup.of(
        rule.name, [f"{PREFIX}specs"], [f"{PREFIX}{name}" for name in _columns(rule)], rows
    )


def _of_companies(settings: Settings) -> Lookup:
    """A company, or the kind that it is known to be of -> what it does; and whether it is known."""
    rule, book = company.RULE, settings.book
    rows: list[tuple[str | float, ...]] = [("", 0, *_cells(rule, _case(settings)))]
    model = Model.of(book)
    found = {employed.own_of(one, book, model): one for one in listed(book).values()}
    for name, one in found.items():
        if name is not None:
            case = _case(settings, company=one.name, employer=one.employer)
            rows.append((name, 1, *_cells(rule, case)))
    names = [f"{PREFIX}{name}" for name in ("company_known", *_columns(rule))]
    return Lookup.of(rule.name, [f"{PREFIX}company_own"], names, rows)


def local_table(settings: Settings) -> Lookup:
    """A metro or a state, a kind of employer there and whether a company tells it -> what they do
    together, where that is reported."""
    rule, book = local.RULE, settings.book
    rows, cases = [], list(_cases(("employer",), settings))
    for found in _local_areas(book):
        place = Located(found.code, found.name, found.kind, "exact", found.state)
        for (kind,), case in cases:
            part, kinds = None, tuple[str, ...]()
            for known in (0, 1):
                here, before = case._replace(found=place), kinds
                kinds = employed.kinds_of(here, known=bool(known))
                if kinds != before:
                    part = employed.local_part(here, known=bool(known))
                if part is not None:
                    rows.append((found.code, kind, known, *rule.numbers(part), ""))
    names = [f"{PREFIX}{name}" for name in _columns(rule)]
    keys = [f"{PREFIX}{name}" for name in ("place", "employer", "company_known")]
    return Lookup.of(rule.name, keys, names, rows, numbers=names[:-1], integers=keys[-1:])


def _local_areas(book: Rulebook) -> list[Area]:
    """The metros of whose kinds of employer something is known, and the states around them."""
    hubs = {code for code, _ in Model.of(book).local}
    known = areas(book, newest(book).prefix)
    return [
        one
        for one in known
        if one.code in hubs
        or (one.kind == "state" and hubs & {each.code for each in areas_of(book, one.state)})
    ]


def months(book: Rulebook, asked: Iterable[str] | None = None) -> Lookup:
    """A month as it is written -> what aging says. None: YYYY-MM from ``SINCE`` to ``UNTIL``.

    For a text that is no month there is no factor, and the warnings hold the error's code.
    """
    (rule,) = (rule for rule in RULES if rule.fields == ("as_of",))
    if asked is None:
        years = range(SINCE, UNTIL + 1)
        asked = [f"{year}-{month:02}" for year in years for month in range(1, 13)]
    settings = Settings(book)
    rows: list[tuple[str | float | None, ...]] = [("", "", *_cells(rule, _case(settings)))]
    for text in asked:
        try:
            month, note = read_month(text, book)
            guess = "as_of_read;" if note else ""
            rows.append((text, guess, *_cells(rule, _case(settings, as_of=month))))
        except UsageError as error:
            rows.append((text, "", *(None for _ in rule.columns), error.code))
    names = ["as_of_read", *_columns(rule)]
    return Lookup.of("months", [f"{PREFIX}as_of"], [f"{PREFIX}{name}" for name in names], rows)


def _columns(rule: Rule) -> tuple[str, ...]:
    return (*rule.columns, warnings(rule))


def _cells(rule: Rule, case: Case) -> list[float | str]:
    """What a rule says of one case: its numbers, and the codes of its warnings."""
    part = rule.part(case)
    term = rule.term(case, part, _NOT_ASKED) if part else None
    warned = "".join(f"{notice.code};" for notice in term.warnings) if term else ""
    return [*rule.numbers(part), warned]


def _case(settings: Settings, **words: object) -> Case:
    asked = {"bls": settings.bls, "bands": settings.bands, "premiums": settings.premiums}
    profile = Profile(**asked, **words)  # type: ignore[arg-type]
    return Case(profile, settings.book, Model.of(settings.book))


def _cases(fields: Sequence[str], settings: Settings) -> Iterator[tuple[tuple[str, ...], Case]]:
    """Every combination of words, and none, with its keys."""
    words = vocabulary(settings.book).words
    for key in product(*((None, *words[field]) for field in fields)):
        named = dict(zip(fields, key, strict=True))
        yield tuple(str(word or "") for word in key), _case(settings, **named)


def _parts(rule: Rule, settings: Settings) -> Iterator[bool]:
    """Whether the rule has a part, for every combination of its words."""
    return (rule.part(case) is not None for _, case in _cases(rule.fields, settings))


def _experience(case: Case) -> tuple[float, float, str]:
    level = case.profile.level
    least, most = fitting_years(case.book, level)
    told = Profile(years=0, level=level)
    code = f"{apart(told, case.book).code};" if level in RUNGS else ""
    return float(least), float(min(most, NO_END)), code


class PlaceFacts(NamedTuple):
    """What a place does, as ``engine.place`` says it in numbers, and its warnings."""

    place_log: float
    place_beyond: float
    place_base_of_years: float
    place_warnings: str


def place_facts(book: Rulebook, place: Place, state: str | None) -> PlaceFacts:
    """Of a place as an estimate names it, and the state that stands in for it."""
    case = Case(Profile(), book, Model.of(book), Located(*place[:4], state=state))
    return _place_facts(case)


def _place_facts(case: Case) -> PlaceFacts:
    rule = place.RULE
    return PlaceFacts._make(_cells(rule, case))


def nation_stands_in(book: Rulebook) -> PlaceFacts:
    """Of a place of which nothing is known, not even its state: the national mean, not 1."""
    rules = place_rules(book)
    log = rules.factor(rules.evidence(NATION, None))
    part = place.part_at(log, NATIONAL.code, Model.of(book))
    return PlaceFacts._make([*place.RULE.numbers(part), ""])
