"""What an offer may say, for options, files and the template of a file; apart from those that read
it, so that a command line starts without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from json import dumps
from typing import Any, NamedTuple

from mlsalary.profile import FIELDS
from mlsalary.spelling import printable


class Part(NamedTuple):
    """A key of an offer: what it takes, and an example; flag: whether it is true or false; called:
    what is typed behind its option."""

    name: str
    help: str
    example: str
    called: str = "AMOUNT"
    flag: bool = False


PARTS = (
    Part("base", "Base a year: 190k, or $95/hour.", "250k"),
    Part(
        "equity",
        "The grant and its years: 480000/4y, 400k/48mo, 120k/yr, or none. Or a part of the "
        "company, with a valuation: 0.1%.",
        "400k/4y",
        "GRANT",
    ),
    Part("bonus", "Bonus a year: 15% of base, 30k, or none.", "15%", "BONUS"),
    Part("signing", "Signing bonus, once: 40k, or none.", "40k"),
    Part(
        "vesting",
        "Percent of the grant each year: 5,15,40,40. Or its years: 4y. Default: evenly.",
        "5,15,40,40",
        "PERCENTS",
    ),
    Part("kind", "rsu, options, or private (stock of an unlisted company).", "private", "KIND"),
    Part("liquid", "Whether the equity can be sold as it vests.", "true", flag=True),
    Part(
        "shares",
        "Shares instead of equity, with a price; over the usual years, or as vesting says.",
        "12000",
        "COUNT",
    ),
    Part("price", "What a share is worth.", "18"),
    Part("strike", "What a share costs you: with it they are options.", "4"),
    Part("valuation", "What the company is worth: 500M.", "500M"),
)
"""The keys of an offer beside its name, in the order in which people tell them."""

EXAMPLES = {
    "years": "5",
    "level": "senior",
    "role": "engineer",
    "company": "Google",
    "title": "Senior ML Engineer",
    "metro": "San Jose, CA",
    "state": "CA",
    "spec": "llm",
    "degree": "masters",
    "employer": "big-tech",
    "as_of": "now",
    "bls": "2025",
    "bands": "reported",
    "premiums": "guide",
}
"""A value of each field of a profile."""
_TOLD = ("base", "equity", "bonus", "signing")
"""What the template's first offer tells; the other keys stand beneath it as comments."""
_HEAD = """\
# Offers to compare: fill in what you were offered, then run  mlsalary offer FILE
# What is left out is not zero: leave its line out. For none write "none".
# The job up here holds for every offer; an offer may say otherwise.
"""
_SECOND = """
[[offer]]
name = "Second"
base = "230k"
equity = "none"
employer = "tech"
"""
_KIND = 'employer = "tech"\n'
"""What a company that holds for every offer would contradict."""
_NUMBERS = ("years", "shares", "price", "strike")
_WIDTH = 30


def template(told: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """A file of offers to start from, TOML. told: fields of a profile that were given; words: what
    the help of a field lists, by its kind."""
    given = {name: value for name, value in told.items() if value}
    shown = given or {name: EXAMPLES[name] for name in ("years", "metro")}
    lines = [_HEAD, *_fields(shown, words), "\n[[offer]]", 'name = "First"']
    lines += [_line(one.name, one.example, one.help) for one in PARTS if one.name in _TOLD]
    lines += [
        _line(one.name, one.example, one.help, "# ") for one in PARTS if one.name not in _TOLD
    ]
    second = _SECOND if "company" not in given else _SECOND.replace(_KIND, "")
    return "\n".join(lines) + "\n" + second


def _fields(shown: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    for one in FIELDS:
        said = one.said(words.get(one.vocabulary or "", ""))
        aside = "" if one.name in shown else "# "
        yield _line(one.name, shown.get(one.name, EXAMPLES[one.name]), said, aside)


def _line(name: str, value: Any, said: str, aside: str = "") -> str:
    """One key with its value, and what it takes."""
    plain = value == "true" or (name in _NUMBERS and str(value).isdecimal())
    written = value if plain else printable(dumps(value, ensure_ascii=False))
    return f"{f'{aside}{name} = {written}':{_WIDTH}}  # {said}"
