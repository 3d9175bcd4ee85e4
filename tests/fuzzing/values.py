"""Values that the options and arguments of a command take."""

from __future__ import annotations

import shlex
from collections import defaultdict
from functools import cache
from random import Random

from fuzzing import junk, room
from fuzzing.table import Parameter, commands
from mlsalary.cli import faults, values
from mlsalary.cli.examples import EXAMPLES
from mlsalary.cli.words import read_line

TEXTS = (
    *("5", "6.5", "3-5", "18 months", "5+", "12", "0", "60", "190k", "$190,000", "1.2M", "250000"),
    *("130k-242k", "400k/4y", "400000", "10%", "0.15"),
    *("20k", "25,25,25,25", "5,15,40,40", "2025-05"),
    *("May 2025", "now", "none", "L5", "Senior ML Engineer"),
    *("Staff Research Scientist II", "Google"),
    *("San Jose", "Austin, TX", "New York", "Springfield"),
    *("94043", "cbsa:38300", "London", "remote"),
    *("hr.postings", "years,metro,spec", "years=YOE"),
    *("metro=Location", "metro", "base", "low,high"),
    *("5%", "100", "comma", "llm,nlp", "local[2]", "utf-16", "latin-1", "Sheet1", "10000", "4.20"),
)  # fmt: skip
"""What people write somewhere, whether or not it belongs here."""
NUMBERS = ("0", "1", "5", "10", "100", "-1", "007", "+3", "3.5", "99999999999999999999", "2", "5")
PLACES = (
    *("San Jose", "Austin", "NYC", "Bay Area", "Boise"),
    *("94043", "cbsa:38300", "TX", "Guam", "remote"),
    *("Springfield, MO", "Washington", "Portland, ME"),
    *("San Jose, CA", "St. Louis", "3100001", "UK"),
    *("Research Triangle", "DC", "Anchorage", "near Denver", "Austin or Dallas", "USA", "Toronto"),
)  # fmt: skip

_READS = {
    "batch": ("people.csv", "people.jsonl"),
    "backtest": ("pay.csv", "pay.csv"),
    "fit": ("pay.csv", "pay.csv"),
    "offer": ("offers.toml", "offers.json"),
}
_WRITES = {
    "batch": ("out.csv", "out.jsonl", "out.json", "out.parquet", "-"),
    "sql": ("out.sql", "-"),
    "fit": ("out.toml", "-"),
}
"""Files that a command can use: most of those that lie there are for others."""


def value(random: Random, verb: str, one: Parameter, wildness: float) -> str:
    """A value for a parameter: one that it takes, or with this chance a slip of one, one that
    belongs elsewhere, or a hostile one."""
    if random.random() >= wildness:
        return _sound(random, verb, one)
    which = random.randrange(3)
    if which == 0:
        return junk.slip(random, _sound(random, verb, one))
    return junk.word(random) if which == 1 else random.choice(TEXTS)


def _sound(random: Random, verb: str, one: Parameter) -> str:
    if one.takes == "path":
        return random.choice(_paths(verb, one))
    if one.takes == "number":
        return random.choice(NUMBERS)
    return random.choice(_texts(verb, one.name))


def _paths(verb: str, one: Parameter) -> tuple[str, ...]:
    if one.name == "output" or one.metavar == "OUT":
        return _WRITES.get(verb, ()) * 4 + room.OUTPUTS
    if one.name in ("rejects", "report"):
        return ("bad.csv", "report.html", "-", "folder", "taken.csv", "new/bad.csv")
    if one.metavar == "FOLDER":
        return ("book", "folder", "nowhere", "new") if one.name == "data" else ("new", "folder", "")
    return _READS.get(verb, ()) * 6 + room.INPUTS


@cache
def _texts(verb: str, name: str) -> tuple[str, ...]:
    """What the shell would be offered for it, what the examples of the help give to it, what an
    error names; else what people write somewhere."""
    if name == "metro":
        return PLACES
    if name == "query":
        return (*PLACES, "Google", "Meta", "Amazon")
    asked = values.Asked(verb, name, "", {})
    found = [one.value for one in values.offers(asked, False) or ()]
    found = [one for one in found if one.casefold() != "spark"] or found
    found += _examples()[verb, name] or _examples()["", name]
    if (usual := faults._VALUES.get(name)) is not None:
        found.append(usual)
    return tuple(dict.fromkeys(found)) or TEXTS


@cache
def _examples() -> dict[tuple[str, str], list[str]]:
    """Command and parameter -> its values in the examples of the help; no command: in those of any
    command."""
    found = defaultdict[tuple[str, str], list[str]](list)
    for command in commands():
        for example in EXAMPLES.get(command.verb, ()):
            for one in read_line(shlex.split(example.line)[2:], command.raw).given:
                if one.parameter is not None and one.value is not None:
                    for verb in (command.verb, ""):
                        found[verb, one.parameter.name].append(one.value)
    return found
