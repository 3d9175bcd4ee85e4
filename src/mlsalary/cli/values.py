"""The values that a shell can offer for an option or an argument, by the name of its parameter.

A parameter that is not here takes free text, an amount or a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from mlsalary.profile import FIELDS
from mlsalary.reading import choices as known
from mlsalary.reading.choices import Choice
from mlsalary.rulebook import Rulebook


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


Values = Callable[[Asked], Iterable[Choice]]


def offers(asked: Asked, is_file: bool) -> list[Choice] | None:
    """What may stand there, whatever it begins with; None: the name of a file."""
    values = _VALUES.get(f"{asked.verb} {asked.name}") or _VALUES.get(asked.name)
    if values is None:
        return None if is_file else []
    return [*values(asked)]


def is_known(verb: str, name: str) -> bool:
    """Whether a parameter of a command has values to offer."""
    return f"{verb} {name}" in _VALUES or name in _VALUES


def _fixed(*values: str) -> Values:
    return lambda asked: map(Choice, values)


def _field(name: str, asked: Asked) -> Iterable[Choice]:
    return known.choices(name, asked.typed, asked.given, asked.book)


def _list(values: Values, asked: Asked) -> Iterable[Choice]:
    return known.one_more(asked.typed, values(asked))


def _places(asked: Asked) -> Iterable[Choice]:
    return known.places(asked.typed, asked.book)


def _companies(asked: Asked) -> Iterable[Choice]:
    return known.companies(asked.typed, asked.book)


def _laddered(asked: Asked) -> Iterator[Choice]:
    rows = asked.book.toml("ladders.toml")["row"]
    return map(
        Choice, sorted({name for row in rows for name in row["companies"]}, key=str.casefold)
    )


def _tables(asked: Asked) -> Iterator[Choice]:
    from mlsalary.tables.table import ABOUT

    return (Choice(name, about) for name, about in ABOUT.items())


def _queries(asked: Asked) -> Iterable[Choice]:
    """What the table named before it may be asked about."""
    of_places = dict.fromkeys(("area", "places", "prices"), _places)
    known = {**of_places, "companies": _companies, "ladders": _laddered}
    values = known.get(asked.given.get("name", "").casefold())
    return values(asked) if values else ()


def _formats(asked: Asked) -> Iterator[Choice]:
    from mlsalary.render import FORMATS

    return map(Choice, FORMATS)


def _ranked(asked: Asked) -> Iterator[Choice]:
    from mlsalary.profile import RANKED

    return map(Choice, RANKED)


def _orders(asked: Asked) -> Iterator[Choice]:
    from mlsalary.tables import areas, prices

    of_prices = asked.given.get("name", "").casefold() == "prices"
    return map(Choice, prices.SORTS if of_prices else areas.SORTS)


def _columns(asked: Asked) -> Iterator[Choice]:
    from mlsalary.profile import COLUMNS

    return map(Choice, COLUMNS)


def _dialects(asked: Asked) -> Iterator[Choice]:
    from mlsalary.sql import DIALECTS

    return map(Choice, DIALECTS)


def _forms(asked: Asked) -> Iterator[Choice]:
    from mlsalary.sql import FORMS

    return map(Choice, FORMS)


def _terms(asked: Asked) -> Iterator[Choice]:
    from mlsalary.evaluation.scorecard import TERMS

    return (Choice(name, about) for name, about in TERMS.items())


def _cited(asked: Asked) -> Iterator[Choice]:
    return (Choice(name, one["title"]) for name, one in asked.book.sources.items())


def _schemas(asked: Asked) -> Iterator[Choice]:
    from mlsalary.schemas import RESULTS

    return map(Choice, (*RESULTS, "error"))


def _equity_kinds(asked: Asked) -> Iterator[Choice]:
    return map(Choice, asked.book.toml("decisions.toml")["kinds"])


def _data_actions(asked: Asked) -> Iterator[Choice]:
    from mlsalary.cli.data import ACTIONS

    return map(Choice, ACTIONS)


def _profile_actions(asked: Asked) -> Iterator[Choice]:
    from mlsalary.cli.profile import ACTIONS

    return map(Choice, ACTIONS)


def _commands(asked: Asked) -> Iterable[Choice]:
    from mlsalary.cli.completing import commands

    return commands()


_FILE_FORMATS = _fixed("csv", "xlsx", "json", "jsonl", "parquet")
"""Their own module needs Polars, which takes longer to load than a shell may wait."""

_VALUES: dict[str, Values] = {
    **{one.name: partial(_field, one.name) for one in FIELDS if one.name not in known.FREE},
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
