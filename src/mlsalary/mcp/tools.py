"""The six tools: what each is asked, and how the library answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from mlsalary import engine
from mlsalary.decisions.compare import compare
from mlsalary.decisions.offer import judge_offer
from mlsalary.decisions.target import target
from mlsalary.engine.accuracy import Rests
from mlsalary.errors import MlsalaryError, UsageError
from mlsalary.figures import listed
from mlsalary.mcp import arguments
from mlsalary.mcp.answers import PAGE, PUBLISHED, Answer, least_certain, output_schema
from mlsalary.mcp.arguments import Property
from mlsalary.places.resolve import resolve
from mlsalary.profile import RANKED
from mlsalary.rulebook import Rulebook
from mlsalary.tables import areas, prices
from mlsalary.tables.table import ABOUT, narrowed_by, table

RANKED_USUALLY, CELLS_MOST = 10, 50
ROWS_USUALLY, ROWS_MOST = 25, 200
"""How many cells and rows an answer has: an assistant has to read them."""
_JOB = "Describe the job by as many arguments as are known; years or level must be among them."


class Tool(NamedTuple):
    """A tool by its name.

    about: what it does, for the assistant that chooses. properties: its arguments, by a rulebook.
    required: those that must be given. contract: whose JSON it answers with. more: the JSON Schema
    of what it tells besides.
    """

    name: str
    title: str
    about: str
    properties: Callable[[Rulebook], dict[str, Property]]
    required: tuple[str, ...]
    answer: Callable[[dict[str, Any], Rulebook], Answer]
    contract: str
    more: Mapping[str, Any] = {}

    def input_schema(self, book: Rulebook) -> dict[str, Any]:
        """The JSON Schema of its arguments."""
        return {
            "type": "object",
            "properties": self.properties(book),
            "required": [*self.required],
            "additionalProperties": False,
        }

    def output_schema(self) -> dict[str, Any]:
        """The JSON Schema of its answer."""
        return output_schema(self.contract, self.more)

    def ask(self, given: Mapping[str, Any], book: Rulebook) -> Answer:
        """The answer to these arguments; an error of ours where there is none."""
        read = arguments.read(self.name, given, self.properties(book), self.required)
        return self.answer(read, book)


def _estimate(given: dict[str, Any], book: Rulebook) -> Answer:
    found = engine.estimate(book=book, **given)
    return Answer(found, Rests(found.accuracy, found.rests_on, found.left_out))


def _judge_offer(given: dict[str, Any], book: Rulebook) -> Answer:
    found = judge_offer(book=book, **given)
    priced = found.estimate
    return Answer(found, Rests(priced.accuracy, priced.rests_on, priced.left_out))


def _compare(given: dict[str, Any], book: Rulebook) -> Answer:
    given.setdefault("top", RANKED_USUALLY if "by" in given else CELLS_MOST)
    found = compare(book=book, **given)
    view = PAGE._replace(real=given.get("real", False), most=CELLS_MOST)
    return Answer(found, least_certain((found.first, *found.cells), book), view=view)


def _target(given: dict[str, Any], book: Rulebook) -> Answer:
    found = target(given.pop("amount"), book=book, **given)
    return Answer(found, least_certain([found], book), view=PAGE._replace(explain=True))


def _lookup_table(given: dict[str, Any], book: Rulebook) -> Answer:
    if given.get("query") and not given.get("name"):
        raise UsageError(
            "missing_argument",
            'lookup_table needs the name of a table to ask about, such as name="area".',
        )
    most, name = given.pop("top", ROWS_USUALLY), given.pop("name", None)
    whole = table(book, name, given.pop("query", None), **given)
    count = len(whole.rows)
    others = narrowed_by(name)
    for_others = f", or {listed(others, 'or')} for others" if others else ""
    left = (
        f"{most} of {count:,} rows shown. Give top for more, at most {ROWS_MOST}{for_others}.",
    )[: count > most]
    return Answer(whole._replace(rows=whole.rows[:most]), PUBLISHED, {"of": count}, notes=left)


def _find_place(given: dict[str, Any], book: Rulebook) -> Answer:
    found = areas.typed_place(book, given["query"])
    try:
        place = resolve(given["query"], None, book)
    except MlsalaryError as error:  # which is among the warnings
        return Answer(found, PUBLISHED, {"suggestions": [*error.suggestions], "wages": []})
    wages = areas.one_area(book, place.code)
    both = found._replace(
        sources=tuple(dict.fromkeys((*found.sources, *wages.sources))),
        warnings=tuple(dict.fromkeys((*found.warnings, *wages.warnings))),
    )
    more = {"suggestions": [], "wages": [*wages.rows]}
    return Answer(both, PUBLISHED, more, pages=(found._replace(sources=()), wages))


def _of_profile(book: Rulebook) -> dict[str, Property]:
    return arguments.profile_properties(book)


def _of_offer(book: Rulebook) -> dict[str, Property]:
    return {**arguments.offer_properties(), **_of_profile(book)}


def _of_grid(book: Rulebook) -> dict[str, Property]:
    return {
        **arguments.profile_properties(book, several=True),
        "by": arguments.word("Rank every one of this kind.", known=RANKED),
        "top": arguments.count(
            f"Keep this many cells. Default: {RANKED_USUALLY} of a ranking, else every cell.",
            CELLS_MOST,
        ),
        "real": arguments.flag("Sort by what pay buys: pay at national prices, before taxes."),
    }


def _of_target(book: Rulebook) -> dict[str, Property]:
    return {
        "amount": arguments.amount("Total compensation a year.", "300k"),
        "base": arguments.flag("Take amount for base, not for the total."),
        **_of_profile(book),
    }


def _of_table(book: Rulebook) -> dict[str, Property]:
    listed = "; ".join(f"{name} ({about})" for name, about in ABOUT.items())
    sorts = dict.fromkeys((*areas.SORTS, *prices.SORTS))
    return {
        "name": arguments.word(f"Default: list the tables. {listed}.", known=ABOUT),
        "query": arguments.word(
            "A place, for area, places and prices; a company, for companies and ladders.",
            examples=("Boise", "Google"),
        ),
        "source": arguments.word(
            "One source alone, for states and metros.", known=("guide", "bls")
        ),
        "state": arguments.word("Areas of this state alone.", examples=("CA",)),
        "sort": arguments.word(
            f"For states and metros: {', '.join(areas.SORTS)}. "
            f"For prices: {', '.join(prices.SORTS)}.",
            known=sorts,
        ),
        "top": arguments.count(f"This many rows. Default: {ROWS_USUALLY}.", ROWS_MOST),
    }


def _of_place(book: Rulebook) -> dict[str, Property]:
    about = "A metro, city, nickname, ZIP or CBSA code, or a state, as somebody writes it."
    return {"query": arguments.word(about, examples=("Bay Area", "Boise, ID", "98101"))}


TOOLS = {
    one.name: one
    for one in (
        Tool(
            "estimate",
            "Estimate pay",
            "What a machine-learning job in the United States pays: the ranges (p10 to p90) of "
            "base salary and of total compensation in a normal year, US dollars a year, each step "
            f"to them with its sources, and how far such estimates miss. {_JOB}",
            _of_profile,
            (),
            _estimate,
            "estimate",
        ),
        Tool(
            "judge_offer",
            "Judge an offer",
            "Whether one offer is low, fair or strong for the job, its percentiles among "
            "comparable people, what each year pays, and what to ask for. A part that is left out "
            f'is unknown, which is not zero: for none write "none". {_JOB}',
            _of_offer,
            ("base",),
            _judge_offer,
            "offer",
        ),
        Tool(
            "compare",
            "Compare jobs",
            "Price several profiles side by side, highest total first. A list of values makes a "
            "cell of each, several lists a grid; by ranks every metro, state, level and so on. "
            f"{_JOB}",
            _of_grid,
            (),
            _compare,
            "compare",
        ),
        Tool(
            "target",
            "Reach an amount",
            "Where an amount of pay stands among comparable people, and which single changes (of "
            f"level, place, specialization, kind of employer) would make it the median. {_JOB}",
            _of_target,
            ("amount",),
            _target,
            "target",
        ),
        Tool(
            "lookup_table",
            "Look up a table",
            "The rulebook's tables, every row with its source: wages by state and metro, levels, "
            "specializations, employers, companies and their ladders, price parities, sources. "
            "of is how many rows there are.",
            _of_table,
            (),
            _lookup_table,
            "table",
            {"of": {"type": "integer"}},
        ),
        Tool(
            "find_place",
            "Find a place",
            "Which area a place belongs to: its code, name and kind, how it was matched, the wages "
            "that BLS publishes there, and places of that name or spelled like it. Where the name "
            "could mean several, a warning says so and suggestions has them, the likeliest first.",
            _of_place,
            ("query",),
            _find_place,
            "table",
            {
                "suggestions": {"type": "array", "items": {"type": "string"}},
                "wages": {"type": "array", "items": {"type": "object"}},
            },
        ),
    )
}
"""Every tool by its name, in order."""
