"""The pages of the rulebook's tables: which columns people see, and under which names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from mlsalary.figures import capital, listed
from mlsalary.render.page import Block, Bullets, Column, Grid, Heading, Page, Paragraph
from mlsalary.render.pages import table_cells as cells
from mlsalary.render.pages.closing import closing
from mlsalary.render.pages.table_cells import Shown
from mlsalary.render.view import FIRST_SCREEN, View

if TYPE_CHECKING:
    from mlsalary.tables.result import Row, Table

When: TypeAlias = Literal["always", "first", "explain", "sources"]


class Field(NamedTuple):
    """A column: its name, the cell of a row, when it may go (rank), and on which view it stands."""

    name: str
    shown: Shown
    numeric: bool = False
    rank: int = 0
    when: When = "always"


class Layout(NamedTuple):
    """A table for people: title, what stands beneath, columns, and whether its notes are answers
    that stand on its first screen."""

    title: str
    lead: str
    fields: tuple[Field, ...]
    notes_first: bool = False


def page(table: Table, view: View = FIRST_SCREEN) -> Page:
    """The blocks of one table."""
    return list(_blocks(table, view))


def _blocks(table: Table, view: View) -> Iterator[Block]:
    layout = _LAYOUTS[table.table]
    title = layout.title.format(**table.rows[0]) if table.table == "area" else layout.title
    yield Heading(title, capital(layout.lead))
    if table.table == "coverage":
        yield from _coverage(table.rows)
    elif table.table == "area":
        yield from _area(layout.fields, table.rows, view)
    else:
        yield _grid(layout.fields, table.rows, view)
    notes = [
        f"{name}: {row['note'].rstrip('.')}."
        for row in table.rows
        if row.get("note")
        for name in [_named(row)]
    ]
    if notes and (view.explain or layout.notes_first):
        yield Bullets("Notes", notes)
    for notice in table.warnings:
        said = f"{capital(notice.message.rstrip('.'))}."
        yield Paragraph(said, "quiet" if notice.code in _ALWAYS else "note")
    explains = (
        table.table == "area"
        or bool(notes and not layout.notes_first)
        or any(field.when == "explain" for field in layout.fields)
    )
    sources = table.sources if table.table != "sources" else ()
    yield from closing(view, sources, why="More" if explains else "")


def _grid(fields: Sequence[Field], rows: Sequence[Row], view: View) -> Grid:
    """The columns that this view asks for, without those that say nothing."""
    asked = ["always", "explain" if view.explain else "first"]
    if view.sources or len({row.get("source") for row in rows}) > 1:
        asked.append("sources")
    table = [
        (field, shown)
        for field in fields
        if field.when in asked
        for shown in [[field.shown(row) for row in rows]]
        if not rows or any(cell not in ("", "-") for cell in shown)
    ]
    return Grid(
        "",
        [Column(field.name, field.numeric, field.rank) for field, _ in table],
        list(zip(*(shown for _, shown in table), strict=True)),
    )


def _area(fields: Sequence[Field], rows: Sequence[Row], view: View) -> Iterator[Block]:
    """The occupations that BLS has a wage of there, and which others it asked about."""
    known = [row for row in rows if any(row[p] is not None for p in ("mean", "p50"))]
    if known:
        yield _grid(fields, known, FIRST_SCREEN)
    if view.explain:
        yield _grid((fields[0], *_SURE), rows, view)
    if missing := [cells.OCCUPATIONS[row["occupation"]] for row in rows if row not in known]:
        yield Paragraph(f"BLS publishes no wage here for {listed(missing, 'or')}.")


def _coverage(rows: Sequence[Row]) -> Iterator[Grid]:
    """What BLS publishes of each occupation, and what a place is priced by: a row each, counts as
    columns."""
    for title, is_place in (("What BLS publishes", False), ("What a place is priced by", True)):
        some = [row for row in rows if (row["of"] == "place") is is_place]
        counted: dict[tuple[str, str], dict[str, int]] = {}
        for row in some:
            counted.setdefault((row["kind"], row["of"]), {})[row["what"]] = row["count"]
        names = sorted({row["what"] for row in some}, key=_COUNTED.index)
        leads = [Column("Areas")] if is_place else [Column("Areas"), Column("Occupation")]
        yield Grid(
            title,
            [
                *leads,
                *(
                    Column(_HEADS.get(name, name), numeric=True, rank=rank)
                    for rank, name in enumerate(names)
                ),
            ],
            [
                (
                    *([kind] if is_place else [kind, cells.OCCUPATIONS[of]]),
                    *(str(found.get(name, 0)) for name in names),
                )
                for (kind, of), found in counted.items()
            ],
        )


_COUNTED = (
    *("published", "missing", "collapsed", "large_error", "percentile missing"),
    *("priced by both occupations", "priced by one occupation"),
    *("priced by its state", "priced by its nation"),
)
_HEADS = {
    "published": "Published",
    "missing": "Missing",
    "collapsed": "Collapsed",
    "large_error": "Large RSE",
    "percentile missing": "Percentile missing",
    "priced by both occupations": "Both",
    "priced by one occupation": "One occupation",
    "priced by its state": "Its state",
    "priced by its nation": "The nation",
}


def _named(row: Row) -> str:
    names = ("title", "name", "what", "id", "typed")
    return str(next((row[name] for name in names if row.get(name)), ""))


_ALWAYS = ("bls_after_retrieval", "parity_leaves_out")
"""Codes of what is said beside figures whatever they are."""
_CITED = Field("Source", cells.cited, rank=2, when="sources")
_WHAT = Field("What", cells.text("what"))
_AREA = (
    Field("Area", cells.place("name"), when="first"),
    Field("Area", cells.text("name"), when="explain"),
    Field("Guide rank", cells.text("rank"), numeric=True, rank=1),
    Field("Guide", cells.guide_mean, numeric=True),
    Field("Developers", cells.money("developers_mean"), numeric=True),
    Field("Data scientists", cells.money("scientists_mean"), numeric=True, rank=2),
    Field("Factor", cells.factor("factor"), numeric=True, rank=1),
    Field("Jobs", cells.count("employment"), numeric=True, rank=3, when="explain"),
)
_SURE = (
    Field("Jobs", cells.count("employment"), numeric=True),
    Field("RSE of the mean, %", cells.text("mean_rse"), numeric=True, rank=1),
    Field("Flags", cells.joined("flags"), rank=2),
    Field("Missing", cells.joined("missing"), rank=2),
)
"""Columns on how sure BLS is of the wages of an area."""
_MEANS = "mean wage per year: guide, and BLS by occupation; factor on base salary"
_P = (
    ("p10", "p10", 2),
    ("p25", "p25", 1),
    ("p50", "Median", 0),
    ("p75", "p75", 1),
    ("p90", "p90", 2),
)
"""A percentile, its name for people, and when its column may go."""
_GUIDE = "in the guide's figures"
_ENDS, _BASE = ("low", "high"), ("base_low", "base_high")

_LAYOUTS: dict[str, Layout] = {
    "tables": Layout(
        "Tables",
        "one of them: mlsalary table NAME",
        (Field("Name", cells.text("name")), Field("Holds", cells.text("about"))),
    ),
    "percentiles": Layout(
        "National wage percentiles",
        "in US dollars a year or an hour, as the guide quotes BLS",
        (
            Field("Occupation", cells.titled),
            *(Field(name, cells.in_row_unit(p), numeric=True, rank=rank) for p, name, rank in _P),
            _CITED,
        ),
    ),
    "experience": Layout(
        "Base salary by level",
        "US dollars a year: the guide's bands",
        (
            Field("Level", cells.text("id")),
            Field("Years", cells.experience_years),
            Field("Base", cells.span("base_low", "base_high"), numeric=True),
            Field(
                "Total, major employers",
                lambda row: (
                    cells.span("total_low", "total_high", "total_open")(row)
                    if "total_low" in row
                    else "-"
                ),
                numeric=True,
                rank=1,
            ),
            Field("Moves with BLS's", cells.peg, rank=2, when="explain"),
            _CITED,
        ),
    ),
    "states": Layout("States", _MEANS, _AREA),
    "metros": Layout("Metropolitan and nonmetropolitan areas", _MEANS, _AREA),
    "specializations": Layout(
        "Specializations",
        "base, or a premium on a generalist's; what others measured of it",
        (
            Field("Key", cells.text("id")),
            Field("The guide says", cells.stated),
            Field("Others measured", partial(cells.evidence, errors=False), when="first"),
            Field("Others measured", partial(cells.evidence, errors=True), when="explain"),
            _CITED,
        ),
    ),
    "compensation": Layout(
        "Total compensation",
        f"beyond base, a year where nothing else is said, {_GUIDE}",
        (_WHAT, Field("Amount", cells.span(), numeric=True), _CITED),
    ),
    "benefits": Layout(
        "Benefits",
        f"a year where nothing else is said, {_GUIDE}",
        (_WHAT, Field("Amount", cells.span(), numeric=True), _CITED),
    ),
    "career": Layout(
        "Career",
        f"ladders and growth of base, {_GUIDE}",
        (
            Field("Step", cells.text("title")),
            Field("Track", cells.text("track"), rank=1),
            Field(
                "Base or growth",
                lambda row: cells.span(*_BASE if "base_low" in row else _ENDS)(row),
                numeric=True,
            ),
            _CITED,
        ),
    ),
    "outlook": Layout(
        "Outlook", _GUIDE, (_WHAT, Field("Figure", cells.span(), numeric=True), _CITED)
    ),
    "negotiation": Layout(
        "Negotiation",
        "the guide's seven points",
        (Field("No.", cells.text("id"), numeric=True), Field("Point", cells.text("point")), _CITED),
    ),
    "area": Layout(
        "Wages in {name}",
        "BLS OEWS, per year",
        (
            Field("Occupation", cells.occupation("occupation")),
            Field("Mean", cells.money("mean"), numeric=True, rank=3),
            *(Field(name, cells.money(p), numeric=True, rank=rank) for p, name, rank in _P),
        ),
    ),
    "places": Layout(
        "Places",
        "what the words mean, then others that are spelled like them",
        (
            Field("Typed", cells.text("typed")),
            Field("Code", cells.text("code")),
            Field("Area", cells.text("area")),
            Field(
                "Match",
                lambda row: "similar name" if row["match"] == "neighbour" else str(row["match"]),
                rank=1,
            ),
        ),
        notes_first=True,
    ),
    "coverage": Layout(
        "Coverage", "how many areas BLS publishes, and what stands in elsewhere", ()
    ),
    "prices": Layout(
        "Price parities",
        "what consumers' purchases cost in an area (US = 100)",
        (
            Field("Area", cells.place("name"), when="first"),
            Field("Area", cells.text("name"), when="explain"),
            Field("All items", cells.index("price_parity"), numeric=True),
            Field("Housing", cells.index("housing"), numeric=True),
            Field("Goods", cells.index("goods"), numeric=True, rank=2, when="explain"),
            Field("Utilities", cells.index("utilities"), numeric=True, rank=2, when="explain"),
            Field("Other", cells.index("other_services"), numeric=True, rank=2, when="explain"),
            Field("Stand-in", cells.stand_in, rank=1),
            Field("Year", cells.text("year"), numeric=True, rank=3),
        ),
    ),
    "employers": Layout(
        "Kinds of employer",
        "factors on base and on pay beyond base, compared with an employer of unknown kind",
        (
            Field("Key", cells.text("employer")),
            Field("Base x", cells.factor("base"), numeric=True),
            Field("Beyond base x", cells.factor("beyond_base"), numeric=True),
            Field("Factors are", cells.text("factors"), rank=1),
            Field("Such as", cells.employer, rank=2, when="first"),
            Field("Means", cells.text("about"), when="explain"),
        ),
    ),
    "companies": Layout(
        "Companies",
        "the kind of employer of each, judged from public knowledge",
        (
            Field("Company", cells.text("company")),
            Field("Kind", cells.text("employer")),
            Field("Reports", cells.text("reports"), numeric=True, rank=2),
            Field("Beyond base x", cells.factor("beyond_base"), numeric=True, rank=2),
            Field("Also called", cells.joined("also"), rank=1, when="explain"),
            Field("Ladder", cells.text("ladder"), rank=2, when="explain"),
        ),
    ),
    "ladders": Layout(
        "Ladders",
        "what companies call the levels",
        (
            Field("Companies", cells.joined("companies", 1), when="first"),
            Field("Companies", cells.joined("companies"), when="explain"),
            Field("Level", cells.text("level")),
            Field("Their words", cells.joined("words", 4), when="first"),
            Field("Their words", cells.joined("words"), when="explain"),
            Field("Evidence", cells.text("evidence"), rank=1),
        ),
    ),
    "sources": Layout(
        "Sources",
        "",
        (
            Field("Id", cells.text("source")),
            Field("Title", cells.text("title")),
            Field("Period", cells.text("period"), rank=1),
            Field("Kind", cells.text("kind"), rank=1, when="explain"),
            Field("License", cells.text("licence"), rank=2, when="explain"),
        ),
    ),
}
