"""The pages of the rulebook's tables: which columns people see, and under which names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from mlsalary.figures import dollars, percent
from mlsalary.render.page import Block, Bullets, Column, Grid, Heading, Page

if TYPE_CHECKING:
    from mlsalary.tables.result import Row, Table

Shown: TypeAlias = "Callable[[Row], str]"


class Field(NamedTuple):
    """A column: its name, the cell of a row, and when it may go (rank)."""

    name: str
    shown: Shown
    numeric: bool = False
    rank: int = 0


def page(table: Table) -> Page:
    """The blocks of one table."""
    return list(_blocks(table))


def _blocks(table: Table) -> Iterator[Block]:
    title, lead, fields = _LAYOUTS[table.table]
    yield Heading(title, lead)
    yield Grid(
        "",
        [Column(field.name, field.numeric, field.rank) for field in fields],
        [[field.shown(row) for field in fields] for row in table.rows],
    )
    notes = [f"{_named(row)}: {row['note']}" for row in table.rows if row.get("note")]
    if notes:
        yield Bullets("Notes", notes)
    if table.warnings:
        yield Bullets("Worth knowing", [notice.message for notice in table.warnings])
    if table.sources and table.table != "sources":
        yield Bullets(
            "Sources",
            [
                ", ".join(each for each in (f"{s.id}: {s.title}", s.publisher, s.period) if each)
                for s in table.sources
            ],
        )


def _named(row: Row) -> str:
    names = ("title", "name", "what", "id", "typed")
    return str(next((row[name] for name in names if row.get(name)), ""))


def _text(key: str) -> Shown:
    return lambda row: "" if row.get(key) is None else str(row[key])


def _money(key: str) -> Shown:
    return lambda row: dollars(row.get(key))


def _count(key: str) -> Shown:
    return lambda row: "" if row.get(key) is None else f"{row[key]:,.0f}"


def _factor(key: str) -> Shown:
    """A factor to two decimals."""
    return lambda row: "" if row.get(key) is None else f"{row[key]:.2f}"


def _joined(key: str) -> Shown:
    return lambda row: ", ".join(row.get(key) or ())


def _span(low: str = "low", high: str = "high", open_: str = "open") -> Shown:
    """Two ends in the row's own unit: ``$100,000 - $130,000``, ``25 - 40%``, ``4 - 6 years``."""

    def shown(row: Row) -> str:
        first, last = row.get(low), row.get(high)
        if first is None and last is None:
            return "-"
        more = "+" if row.get(open_) or last is None else ""
        ends = [end for end in (first, last) if end is not None]
        said = [_in_unit(end, str(row.get("unit", "usd/year"))) for end in dict.fromkeys(ends)]
        return " to ".join(said) + more

    return shown


def _in_unit(amount: Any, unit: str) -> str:
    if isinstance(amount, str):
        return amount
    if unit == "ratio":
        return percent(amount)
    if unit == "usd/hour":
        return f"${amount:,.2f}"
    return dollars(amount) if unit.startswith("usd") else f"{amount:g} {unit}"


def _in_row_unit(key: str) -> Shown:
    return lambda row: "-" if row.get(key) is None else _in_unit(row[key], row["unit"])


def _cited(row: Row) -> str:
    """The source and the guide's own reference numbers."""
    numbers = "".join(f"[{number}]" for number in row.get("citations", ()))
    return f"{row['source']} {numbers}".strip()


def _experience_years(row: Row) -> str:
    return (
        f"{row['years_low']}-{row['years_high']}"
        if "years_high" in row
        else (f"{row['years_low']}+")
    )


def _peg(row: Row) -> str:
    low, high = row["peg_low"], row["peg_high"]
    ends = dict.fromkeys((low["percentile"], high["percentile"]))
    beyond = "beyond " if low.get("beyond") else ""
    return f"{beyond}{low['occupation']} {'-'.join(ends)}"


def _stated(row: Row) -> str:
    match row["stated"]:
        case "premium":
            return f"+{_span()(row)} on a generalist"
        case "percentiles":
            return f"{row['low']} to {row['high']} of {row['occupation']}"
        case "floor":
            return f"{dollars(row['base_low'])} or more"
        case _:
            return _span("base_low", "base_high")(row)


def _evidence(row: Row) -> str:
    """What others measured, shortest first."""
    said = []
    for found in row.get("evidence", ()):
        if found["spec"] == "*":
            continue
        effect = found.get("effect")
        ends = [effect] if effect is not None else [found["low"], found["high"]]
        amount = " to ".join(percent(end, sign=True) for end in ends)
        error = f" (se {found['standard_error'] * 100:.0f})" if "standard_error" in found else ""
        said.append(f"{amount}{error} {found['source']}")
    return "; ".join(said) or "not measured"


def _two(name: str) -> Shown:
    def shown(row: Row) -> str:
        side = row.get(name)
        return dollars(side["value"]) if side else "-"

    return shown


_CITED = Field("Source", _cited, rank=2)
_NOTHING: tuple[Field, ...] = ()
_AREA = (
    Field("#", _text("rank"), numeric=True, rank=1),
    Field("Area", _text("name")),
)
_SIDE_BY_SIDE = (
    Field("Guide", _two("guide"), numeric=True),
    Field("BLS", _two("bls"), numeric=True),
    Field("Developers", _money("developers_mean"), numeric=True, rank=2),
    Field("Data scientists", _money("scientists_mean"), numeric=True, rank=2),
    Field("Factor", _text("factor"), numeric=True, rank=1),
)
_PERCENTILES = tuple(
    Field(name, _in_row_unit(name), numeric=True) for name in ("p10", "p25", "p50", "p75", "p90")
)

_LAYOUTS: dict[str, tuple[str, str, tuple[Field, ...]]] = {
    "tables": (
        "Tables",
        "mlsalary table NAME prints one",
        (Field("Name", _text("name")), Field("What it holds", _text("about"))),
    ),
    "percentiles": (
        "National wage percentiles",
        "as the guide quotes BLS",
        (
            Field("Occupation", _text("title")),
            Field("Unit", _text("unit"), rank=1),
            *_PERCENTILES,
            _CITED,
        ),
    ),
    "experience": (
        "Base salary by level",
        "the guide's bands and the BLS percentiles they move with",
        (
            Field("Level", _text("id")),
            Field("Years", _experience_years),
            Field("Base", _span("base_low", "base_high"), numeric=True),
            Field("Pegged to", _peg, rank=1),
            Field("Total, major employers", _span("total_low", "total_high", "total_open"), rank=2),
            _CITED,
        ),
    ),
    "states": ("States", "annual mean wage, US dollars", (*_AREA, *_SIDE_BY_SIDE)),
    "metros": ("Metropolitan areas", "annual mean wage, US dollars", (*_AREA, *_SIDE_BY_SIDE)),
    "specializations": (
        "Specializations",
        "the guide's claim, and what others measured",
        (
            Field("Key", _text("id")),
            Field("The guide says", _stated),
            Field("Others measured", _evidence, rank=1),
            _CITED,
        ),
    ),
    "compensation": (
        "Total compensation",
        "beyond base, in the guide's figures",
        (Field("What", _text("what")), Field("Amount", _span(), numeric=True), _CITED),
    ),
    "benefits": (
        "Benefits",
        "in the guide's figures",
        (
            Field("What", _text("what")),
            Field("Amount", _span(), numeric=True),
            Field("Unit", _text("unit"), rank=1),
            _CITED,
        ),
    ),
    "career": (
        "Career",
        "ladders and growth, in the guide's figures",
        (
            Field("Step", _text("title")),
            Field("Track", _text("track"), rank=1),
            Field(
                "Figure",
                lambda row: (
                    _span("base_low", "base_high")(row) if "base_low" in row else _span()(row)
                ),
                numeric=True,
            ),
            _CITED,
        ),
    ),
    "outlook": (
        "Outlook",
        "in the guide's figures",
        (Field("What", _text("what")), Field("Figure", _span(), numeric=True), _CITED),
    ),
    "negotiation": (
        "Negotiation",
        "the guide's seven points",
        (Field("#", _text("id"), numeric=True), Field("Point", _text("point")), _CITED),
    ),
    "area": (
        "Wages in one area",
        "BLS OEWS, US dollars a year",
        (
            Field("Occupation", _text("occupation")),
            Field("Jobs", _count("employment"), numeric=True, rank=2),
            Field("Mean", _money("mean"), numeric=True),
            Field("RSE %", _text("mean_rse"), numeric=True, rank=1),
            *(Field(p, _money(p), numeric=True) for p in ("p10", "p25", "p50", "p75", "p90")),
            Field("Flags", _joined("flags"), rank=1),
            Field("Missing", _joined("missing"), rank=2),
        ),
    ),
    "places": (
        "Places",
        "what the words mean, then their neighbors in spelling",
        (
            Field("Typed", _text("typed")),
            Field("Code", _text("code")),
            Field("Area", _text("area")),
            Field("Match", _text("match"), rank=1),
            Field("Note", _text("note"), rank=2),
        ),
    ),
    "coverage": (
        "Coverage",
        "what BLS publishes, and what stands in where it does not",
        (
            Field("Kind of area", _text("kind")),
            Field("Occupation", _text("of")),
            Field("What", _text("what")),
            Field("Areas", _count("count"), numeric=True),
        ),
    ),
    "employers": (
        "Kinds of employer",
        "what each does to base and to pay beyond base, beside an employer of unknown kind",
        (
            Field("Key", _text("employer")),
            Field("Means", _text("about")),
            Field("Examples", _joined("examples"), rank=1),
            Field("Base x", _factor("base"), numeric=True),
            Field("Beyond base x", _factor("beyond_base"), numeric=True),
            Field("Factors are", _text("factors"), rank=1),
        ),
    ),
    "companies": (
        "Companies",
        "the kind of employer of each, judged from public knowledge",
        (
            Field("Company", _text("company")),
            Field("Kind", _text("employer")),
            Field("Also called", _joined("also"), rank=1),
            Field("Ladder", _text("ladder"), rank=2),
            Field("Reports", _text("reports"), numeric=True),
            Field("Beyond base x", _factor("beyond_base"), numeric=True, rank=1),
        ),
    ),
    "ladders": (
        "Ladders",
        "what companies call the levels",
        (
            Field("Companies", _joined("companies")),
            Field("Level", _text("level")),
            Field("Their words", _joined("words")),
            Field("Evidence", _text("evidence"), rank=1),
        ),
    ),
    "sources": (
        "Sources",
        "",
        (
            Field("Id", _text("source")),
            Field("Title", _text("title")),
            Field("Period", _text("period"), rank=1),
            Field("Kind", _text("kind"), rank=1),
            Field("Licence", _text("licence"), rank=2),
        ),
    ),
}
