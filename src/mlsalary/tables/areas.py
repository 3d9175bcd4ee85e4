"""States, metros and single areas: the guide's figure beside the BLS one."""

from __future__ import annotations

from collections import Counter
from math import exp
from typing import Any

from mlsalary.engine.areas import DEVELOPERS, SCIENTISTS, PlaceRules
from mlsalary.errors import NotFoundError, UsageError
from mlsalary.results import Notice
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import guide_rows, sources_of
from mlsalary.rulebook.model import Model
from mlsalary.rulebook.oews import Area, Wage, areas, find_area, wages
from mlsalary.rulebook.releases import newest
from mlsalary.spelling import one_of
from mlsalary.tables.result import Row, Table

KINDS = {"states": ("state",), "metros": ("metro", "nonmetro")}
SORTS = ("rank", "name", "mean", "guide", "bls", "factor", "employment")
_DESCENDING = SORTS[2:]


def area_table(
    book: Rulebook,
    name: str,
    *,
    source: str | None = None,
    state: str | None = None,
    sort: str | None = None,
    top: int | None = None,
) -> Table:
    """``states`` or ``metros``: by default the guide's areas first, then the others by BLS wage.

    source: ``guide`` or ``bls`` alone. state: two letters; metros whose title names it. sort: one
    of SORTS. top: so many rows. NotFoundError for a source that is not known,
    UsageError for an order.
    """
    if source is not None:
        source = one_of(NotFoundError, "source_not_found", "source", source, ("guide", "bls"))
    if sort is not None:
        sort = one_of(UsageError, "bad_order", "order", sort, SORTS)
    rows = _rows(book, name, source)
    if state is not None:
        rows = [row for row in rows if state in row["states"].split(";")]
    rows.sort(key=lambda row: _order(row, sort or "rank"))
    release = newest(book)
    cited = sources_of(book, _cited(book, name, source, release.source))
    warnings = (RETRIEVED,) if source != "guide" else ()
    return Table(name, tuple(rows[:top]), cited, warnings)


RETRIEVED = Notice(
    "bls_after_retrieval",
    "BLS cannot vouch for the data or analyses derived from them after they have been retrieved "
    "from BLS.gov.",
)


def state_letters(book: Rulebook, typed: str) -> str:
    """Two letters of a state by its name or letters; NotFoundError when there is none."""
    from mlsalary.places.resolve import resolve

    return resolve(None, typed, book).state or ""


def _rows(book: Rulebook, name: str, source: str | None) -> list[Row]:
    guide = {row["id"]: row for row in guide_rows(book, name)}
    if source == "guide":
        return [
            {"rank": row["rank"], "code": id_, "name": row["name"], "states": _states(row["name"])}
            | {
                key: row[key]
                for key in ("mean", "unit", "source", "citations", "note")
                if key in row
            }
            for id_, row in guide.items()
        ]
    release = newest(book)
    places = PlaceRules(book, Model.of(book))
    found = []
    for area in areas(book, release.prefix):
        if area.kind not in KINDS[name]:
            continue
        key = area.state if area.kind == "state" else area.code
        here = wages(book, area.code, release.prefix)
        row = _bls_row(area, here)
        if source == "bls":
            row |= {"mean": _mean(here), "source": release.source}
        else:
            cited = guide.get(key or "")
            row["rank"] = cited["rank"] if cited else None
            row["guide"] = _guide_side(cited) if cited else None
            row["bls"] = {"value": _mean(here), "source": release.source}
            row["factor"] = round(exp(places.factor(places.evidence(area.code, area.state))), 4)
            if cited and "note" in cited:
                row["note"] = cited["note"]
        found.append(row)
    return found


def _guide_side(cited: Row) -> Row:
    return {"value": cited["mean"], "source": cited["source"], "name": cited["name"]} | {
        "citations": cited["citations"]
    }


def _bls_row(area: Area, here: dict[str, Wage]) -> Row:
    developers, scientists = here.get(DEVELOPERS), here.get(SCIENTISTS)
    jobs = [wage.employment for wage in (developers, scientists) if wage and wage.employment]
    states = area.state or "" if area.kind != "metro" else _states(area.name)
    return {
        "rank": None,
        "code": area.code,
        "name": area.name,
        "kind": area.kind,
        "states": states,
        "developers_mean": developers.mean if developers else None,
        "scientists_mean": scientists.mean if scientists else None,
        "employment": sum(jobs) if jobs else None,
        "flags": ";".join(
            f"{wage.occupation}:{flag}"
            for wage in (developers, scientists)
            if wage
            for flag in wage.flags
        ),
    }


def _mean(here: dict[str, Wage]) -> float | None:
    """The mean of software developers, or of data scientists where BLS has only theirs."""
    means = [here[code].mean for code in (DEVELOPERS, SCIENTISTS) if code in here]
    return next((mean for mean in means if mean is not None), None)


def _states(title: str) -> str:
    return title.rpartition(", ")[2].replace("-", ";")


def _order(row: Row, sort: str) -> tuple[bool, Any, float]:
    """Missing figures last; a rank's ties by BLS wage, highest first."""
    bls = (row.get("bls") or {}).get("value") or row.get("mean") or 0.0
    figure = {
        "mean": bls,
        "bls": bls,
        "guide": (row.get("guide") or {}).get("value") or row.get("mean"),
    }.get(sort, row.get(sort))
    if figure is None:
        return True, 0.0, -bls
    return False, -figure if sort in _DESCENDING else figure, -bls


def _cited(book: Rulebook, name: str, source: str | None, release: str) -> list[str]:
    guide = str(book.toml(f"guide/{name}.toml")["source"])
    if source == "guide":
        return [guide]
    if source == "bls":
        return [release]
    return [guide, release, *Model.of(book).sources]


def one_area(book: Rulebook, query: str) -> Table:
    """``area NAME``: every occupation there, percentiles, errors, flags, what is missing."""
    from mlsalary.places.resolve import resolve

    release = newest(book)
    own = find_area(book, query.strip(), release.prefix)  # digits are a code here, no ZIP code
    place = resolve(f"cbsa:{own.code}" if own else query, None, book)
    rows = [
        {"area": place.code, "name": place.name}
        | {key: value for key, value in wage._asdict().items() if key not in ("missing", "flags")}
        | {"missing": list(wage.missing), "flags": list(wage.flags), "source": release.source}
        for wage in wages(book, place.code, release.prefix).values()
    ]
    notes = [Notice("place_note", place.note)] if place.note else []
    return Table("area", tuple(rows), sources_of(book, [release.source]), (*notes, RETRIEVED))


def typed_place(book: Rulebook, query: str) -> Table:
    """``places QUERY``: what the words mean, and what is spelled nearly like them."""
    from mlsalary.places.describe import describe

    found, source = describe(query, book), newest(book).source
    rows: list[Row] = []
    if found.place is not None:
        place = found.place
        rows.append(
            {"typed": query, "code": place.code, "area": place.name, "kind": place.kind}
            | {"match": place.match, "note": place.note, "source": source}
        )
    rows += [
        {"typed": one.label, "code": one.code, "area": one.area, "kind": None}
        | {"match": "neighbour", "note": None, "source": source}
        for one in found.neighbours
    ]
    refused = [Notice(found.error.code, found.error.message)] if found.error else []
    return Table("places", tuple(rows), sources_of(book, [source]), tuple(refused))


def coverage(book: Rulebook) -> Table:
    """``coverage``: how many areas BLS publishes, collapses, leaves out, and what stands in."""
    release = newest(book)
    places = PlaceRules(book, Model.of(book))
    counts: dict[tuple[str, str], Counter[str]] = {}
    for area in areas(book, release.prefix):
        here = wages(book, area.code, release.prefix)
        for occupation, wage in here.items():
            counts.setdefault((area.kind, occupation), Counter()).update(_counted(wage))
        counts.setdefault((area.kind, "place"), Counter()).update(_priced(places, area))
    order = {kind: number for number, kind in enumerate(("national", "state", "metro", "nonmetro"))}
    rows = tuple(
        {"kind": kind, "what": what, "count": number, "of": occupation, "source": release.source}
        for (kind, occupation), counter in sorted(
            counts.items(), key=lambda item: (order[item[0][0]], item[0][1])
        )
        for what, number in sorted(counter.items())
    )
    return Table("coverage", rows, sources_of(book, [release.source]), (RETRIEVED,))


def _counted(wage: Wage) -> list[str]:
    said = ["published" if wage.mean is not None else "missing"]
    if wage.mean is not None and any(getattr(wage, p) is None for p in ("p10", "p50", "p90")):
        said.append("percentile missing")
    return said + list(wage.flags)


def _priced(places: PlaceRules, area: Area) -> list[str]:
    known = places.evidence(area.code, area.state)
    if known.stand_in is not None:
        return [f"priced by its {known.stand_in.kind.replace('national', 'nation')}"]
    return ["priced by one occupation" if known.one_occupation else "priced by both occupations"]
