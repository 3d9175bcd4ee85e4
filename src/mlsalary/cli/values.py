"""The values that a shell can offer for an option or an argument, by the name of its parameter.

A parameter that is not here takes free text, an amount or a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from mlsalary.rulebook import Rulebook
from mlsalary.vocabulary import vocabulary


class Offer(NamedTuple):
    """A value, and what it is, where its name does not say that."""

    value: str
    about: str = ""


class Asked(NamedTuple):
    """The parameter that is completed: of which command, its name, the beginning of its value, and
    what the line gives to others before it."""

    verb: str
    name: str
    typed: str
    given: Mapping[str, str]

    @property
    def book(self) -> Rulebook:
        """The rulebook that ``--data`` names. Unchecked: what is wrong with it offers nothing."""
        folder = self.given.get("data")
        return Rulebook.shipped() if folder is None else Rulebook.over(Path(folder).expanduser())


Values = Callable[[Asked], Iterable[Offer]]


def offers(asked: Asked, is_file: bool) -> list[Offer] | None:
    """What may stand there, whatever it begins with; None: the name of a file."""
    values = _VALUES.get(f"{asked.verb} {asked.name}") or _VALUES.get(asked.name)
    if values is None:
        return None if is_file else []
    return [*values(asked)]


def is_known(verb: str, name: str) -> bool:
    """Whether a parameter of a command has values to offer."""
    return f"{verb} {name}" in _VALUES or name in _VALUES


def _fixed(*values: str) -> Values:
    return lambda asked: map(Offer, values)


def _words(kind: str, asked: Asked) -> Iterator[Offer]:
    for word in vocabulary(asked.book).words[kind]:
        yield Offer(str(word), word.name if word.name != word else "")


def _list(values: Values, asked: Asked) -> Iterator[Offer]:
    """Values with commas between: what is typed before the last comma stays before each."""
    *told, last = asked.typed.casefold().replace(";", ",").split(",")
    before = asked.typed[: len(asked.typed) - len(last.lstrip())]
    known = {one.strip() for one in told}
    for one in values(asked):
        if one.value.casefold() not in known:
            yield Offer(f"{before}{one.value}", one.about)


def _levels(asked: Asked) -> Iterator[Offer]:
    """The words of the company's ladder, then those that hold for all."""
    if company := asked.given.get("company"):
        from mlsalary.reading.ladders import ladder_of

        ladder = ladder_of(company, asked.book)
        for level in vocabulary(asked.book).levels if ladder else ():
            yield from (Offer(word, level.name) for word in ladder.row.get(level, ()))  # type: ignore[union-attr]
    yield from _words("level", asked)


def _places(asked: Asked) -> Iterator[Offer]:
    from mlsalary.places.beginnings import places_beginning

    for name, area in places_beginning(asked.typed, asked.book):
        yield Offer(name, "" if area == name else area)


def _states(asked: Asked) -> Iterator[Offer]:
    rows = [*asked.book.csv("states.csv").rows()]
    yield from sorted(Offer(name, letters) for letters, _, name in rows)
    if asked.typed:
        yield from (Offer(letters, name) for letters, _, name in rows)


def _companies(asked: Asked) -> Iterator[Offer]:
    """Companies by the name in print; by their other names where none begins so."""
    listed = {
        name: (kind, others)
        for kind, companies in asked.book.toml("companies.toml")["kinds"].items()
        for name, others in companies.items()
    }
    start = asked.typed.casefold()
    if any(name.casefold().startswith(start) for name in listed):
        return (Offer(name, listed[name][0]) for name in sorted(listed, key=str.casefold))
    return (Offer(other, name) for name, (_, others) in listed.items() for other in others)


def _laddered(asked: Asked) -> Iterator[Offer]:
    rows = asked.book.toml("ladders.toml")["row"]
    return map(Offer, sorted({name for row in rows for name in row["companies"]}, key=str.casefold))


def _tables(asked: Asked) -> Iterator[Offer]:
    from mlsalary.tables.table import ABOUT

    return (Offer(name, about) for name, about in ABOUT.items())


def _queries(asked: Asked) -> Iterable[Offer]:
    """What the table named before it may be asked about."""
    of_places = dict.fromkeys(("area", "places", "prices"), _places)
    known = {**of_places, "companies": _companies, "ladders": _laddered}
    values = known.get(asked.given.get("name", "").casefold())
    return values(asked) if values else ()


def _releases(asked: Asked) -> Iterator[Offer]:
    from mlsalary.rulebook.releases import releases

    return (Offer(year, one.month) for year, one in releases(asked.book).items())


def _formats(asked: Asked) -> Iterator[Offer]:
    from mlsalary.render import FORMATS

    return map(Offer, FORMATS)


def _ranked(asked: Asked) -> Iterator[Offer]:
    from mlsalary.profile import RANKED

    return map(Offer, RANKED)


def _orders(asked: Asked) -> Iterator[Offer]:
    from mlsalary.tables import areas, prices

    of_prices = asked.given.get("name", "").casefold() == "prices"
    return map(Offer, prices.SORTS if of_prices else areas.SORTS)


def _columns(asked: Asked) -> Iterator[Offer]:
    from mlsalary.profile import COLUMNS

    return map(Offer, COLUMNS)


def _dialects(asked: Asked) -> Iterator[Offer]:
    from mlsalary.sql import DIALECTS

    return map(Offer, DIALECTS)


def _forms(asked: Asked) -> Iterator[Offer]:
    from mlsalary.sql import FORMS

    return map(Offer, FORMS)


def _terms(asked: Asked) -> Iterator[Offer]:
    from mlsalary.evaluation.scorecard import TERMS

    return (Offer(name, about) for name, about in TERMS.items())


def _cited(asked: Asked) -> Iterator[Offer]:
    return (Offer(name, one["title"]) for name, one in asked.book.sources.items())


def _schemas(asked: Asked) -> Iterator[Offer]:
    from mlsalary.schemas import RESULTS

    return map(Offer, (*RESULTS, "error"))


def _equity_kinds(asked: Asked) -> Iterator[Offer]:
    return map(Offer, asked.book.toml("decisions.toml")["kinds"])


def _data_actions(asked: Asked) -> Iterator[Offer]:
    from mlsalary.cli.data import ACTIONS

    return map(Offer, ACTIONS)


def _profile_actions(asked: Asked) -> Iterator[Offer]:
    from mlsalary.cli.profile import ACTIONS

    return map(Offer, ACTIONS)


def _commands(asked: Asked) -> Iterable[Offer]:
    from mlsalary.cli.completing import commands

    return commands()


_FILE_FORMATS = _fixed("csv", "xlsx", "json", "jsonl", "parquet")
"""Their own module needs Polars, which takes longer to load than a shell may wait."""

_VALUES: dict[str, Values] = {
    **{kind: partial(_words, kind) for kind in ("role", "degree", "employer", "bands", "premiums")},
    "level": _levels,
    "spec": partial(_list, partial(_words, "spec")),
    "company": _companies,
    "metro": _places,
    "state": _states,
    "bls": _releases,
    "as_of": _fixed("now"),
    "format_": _formats,
    "by": _ranked,
    "kind": _equity_kinds,
    "dialect": _dialects,
    "as_": _forms,
    "columns": partial(_list, _columns),
    "fallback": _fixed("state", "national"),
    "engine": _fixed("polars", "spark"),
    "from_": _FILE_FORMATS,
    "to": _FILE_FORMATS,
    "encoding": _fixed("utf-8", "cp1252", "utf-16"),
    "delimiter": _fixed("comma", "semicolon", "tab", "pipe"),
    "without": _terms,
    "host": _fixed("127.0.0.1", "0.0.0.0"),
    "cites": _cited,
    "table name": _tables,
    "table query": _queries,
    "table source": _fixed("guide", "bls"),
    "table sort": _orders,
    "data action": _data_actions,
    "profile action": _profile_actions,
    "help action": _fixed(),  # a second word of help is taken, and changes nothing
    "schema command": _schemas,
    "help command": _commands,
}
"""``COMMAND PARAMETER``, or a parameter that means the same in every command."""
