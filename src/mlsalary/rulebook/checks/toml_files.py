"""The checks of the TOML files: syntax, the file's schema, rows that stand twice, names that
resolve."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mlsalary.files import toml_text
from mlsalary.rulebook.checks.known import Known, fitted_rows
from mlsalary.rulebook.checks.locate import KeyPath, line_of, lines_of
from mlsalary.rulebook.checks.problem import Problem, shown, steering, suggestion
from mlsalary.rulebook.model import FIGURES, OWN_FIGURES, UNKNOWN
from mlsalary.spelling import nearest

Fault = tuple[KeyPath, str]
Check = Callable[[dict[str, Any], Known], Iterator[Fault]]


def problems(
    path: Path, name: str, text: str, schema: type[BaseModel], known: Known
) -> list[Problem]:
    """Every fault of a TOML file, in the order of its lines."""
    try:
        table = toml_text.loads(text)
    except ValueError as error:
        return [_syntax(path, text, error)]
    if not table:
        return [Problem(path, None, "", "the file is empty; delete it, or fill it.")]
    faults = [*_schema_faults(table, schema, known)]
    faults += [*_twice(table), *_unknown_sources(table, known), *_steering(table)]
    faults += [*NAMES[name](table, known)] if name in NAMES else []
    lines = lines_of(text)
    found = [Problem(path, line_of(at, lines), _dotted(at), message) for at, message in faults]
    return sorted(found, key=lambda problem: problem.line or 0)


def _syntax(path: Path, text: str, error: Exception) -> Problem:
    said = str(error)
    if text.startswith("\ufeff"):
        return Problem(path, 1, "", "begins with a byte order mark; save it as UTF-8 without one.")
    place = re.search(r" \(at line (\d+), column \d+\)", said)
    if place is None:
        line = text.count("\n") + 1 if "end of document" in said else None
        return Problem(path, line, "", f"is not TOML: {said.removesuffix('.')}.")
    number = int(place[1])
    if said.startswith("Cannot overwrite a value"):
        lines = text.splitlines()
        key = lines[number - 1].partition("=")[0].strip() if number <= len(lines) else ""
        return Problem(path, number, key, "the key is in its table twice.")
    return Problem(path, number, "", f"is not TOML: {said[: place.start()]}.")


def _schema_faults(table: dict[str, Any], schema: type[BaseModel], known: Known) -> Iterator[Fault]:
    try:
        schema.model_validate(table, context=known)
    except ValidationError as errors:
        for error in errors.errors(include_url=False):
            yield _at(error, table), _said(error, schema)


def _at(error: ErrorDetails, table: dict[str, Any]) -> KeyPath:
    """The error's path in the file: Pydantic's, without the tags it adds for unions."""
    path: KeyPath = ()
    inside: Any = table
    for part in error["loc"]:
        # A number leads into a list, a word into a table; a union's tag leads nowhere.
        if isinstance(part, int) or (isinstance(inside, dict) and part in inside):
            inside = inside[part]
            path = (*path, part)
    if error["type"] == "missing":
        return (*path, error["loc"][-1])
    context = error.get("ctx", {})
    if error["type"] == "fault":
        return (*path, *context["path"])
    if "discriminator" in context:
        return (*path, context["discriminator"].strip("'"))
    return path


def _said(error: ErrorDetails, schema: type[BaseModel]) -> str:
    given, said, kind = error["input"], error["msg"], error["type"]
    if kind == "fault":
        return said
    if kind == "extra_forbidden":
        return f"there is no such key.{suggestion(str(error['loc'][-1]), _keys_of(schema))}"
    if kind in ("missing", "union_tag_not_found"):
        return "is missing."
    if kind == "union_tag_invalid":
        return f"{shown(error['ctx']['tag'])} is not one of {error['ctx']['expected_tags']}."
    if kind in ("model_type", "model_attributes_type"):
        return f"should be a table, not {shown(given)}."
    said = said.partition(" ")[2]  # "Input should be …", "String should match …"
    return f"{said}." if ", not " in said else f"{said}, not {shown(given)}."


def _keys_of(schema: type[BaseModel]) -> set[str]:
    described = schema.model_json_schema()
    return {
        key
        for one in (described, *described.get("$defs", {}).values())
        for key in one.get("properties", {})
    }


def _twice(table: dict[str, Any]) -> Iterator[Fault]:
    """Rows of one list that share an id or, in negotiation.toml, a key."""
    for name, rows in table.items():
        tables = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        for key in ("id", "key"):
            seen: list[Any] = []
            for index, row in enumerate(tables):
                if key in row and row[key] in seen:
                    yield (name, index, key), f"{shown(row[key])} is in another row already."
                seen += [row[key]] if key in row else []


def _unknown_sources(table: dict[str, Any], known: Known) -> Iterator[Fault]:
    """Every ``source = "…"`` and ``sources = ["…"]``, at any depth, names one of sources.toml."""
    for path, value in _leaves(table):
        keys = [part for part in path if isinstance(part, str)]
        named = keys[-1].endswith(("source", "sources")) and isinstance(value, str)
        if named and known.sources is not None and value not in known.sources:
            near = suggestion(value, known.sources)
            yield path, f"{shown(value)} is not in sources.toml.{near}"


def _steering(table: dict[str, Any]) -> Iterator[Fault]:
    for path, value in _leaves(table):
        if isinstance(value, str) and (wrong := steering(value)):
            yield path, wrong


def _leaves(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from _leaves(inside, (*path, key))
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from _leaves(inside, (*path, index))
    else:
        yield path, value


def _ids_in(csv_name: str) -> Check:
    """A check that the rows' ids are codes of a CSV file."""

    def check(table: dict[str, Any], known: Known) -> Iterator[Fault]:
        codes = known.first_cells(csv_name)
        for path, value in _leaves(table):
            if path[-1] == "id" and codes is not None and value not in codes:
                yield path, f"{shown(value)} is not in {csv_name}."

    return check


def _occupations(table: dict[str, Any], known: Known) -> Iterator[Fault]:
    for path, value in _leaves(table):
        known_ones = known.occupations
        if path[-1] == "occupation" and known_ones is not None and value not in known_ones:
            yield path, f"{shown(value)} has no yearly row in guide/percentiles.toml."


def _nicknames(table: dict[str, Any], known: Known) -> Iterator[Fault]:
    """Areas are codes of oews/areas.csv, states the letters of states.csv."""
    for part, file in (("areas", "oews/areas.csv"), ("states", "states.csv")):
        codes = known.first_cells(file)
        for path, value in _leaves(table.get(part, {}), (part,)):
            if codes is not None and path[-1] != "note" and value not in codes:
                yield path, f"{shown(value)} is not a code in {file}."


def _territories(table: dict[str, Any], known: Known) -> Iterator[Fault]:
    """They are letters of states.csv."""
    states, oews = known.first_cells("states.csv"), table.get("oews")
    told = oews.get("territories", []) if isinstance(oews, dict) else []
    for path, letters in _leaves(told, ("oews", "territories")):
        if states is not None and letters not in states:
            yield path, f"{shown(letters)} is not a code in states.csv."


def _districts(table: dict[str, Any], known: Known) -> Iterator[Fault]:
    """Cities are places of places.csv, codes those of oews/areas.csv; no state has a name twice in
    different cities."""
    cities, alone, regions = (
        part if isinstance(part := table.get(name), dict) else {}
        for name in ("districts", "alone", "regions")
    )
    listed = [(("districts", city), city) for city in cities]
    for path, city in [*listed, *((("alone", name), city) for name, city in alone.items())]:
        if known.towns is not None and str(city) not in known.towns:
            yield path, f"{shown(city)} is not a place in places.csv."
    met: dict[tuple[str, str], str] = {}
    for city, parts in cities.items():
        for name in parts if isinstance(parts, list) else ():
            at = str(name).casefold(), city[-2:]
            if (other := met.setdefault(at, city)) != city:
                yield ("districts", city), f"{shown(name)} is under {other} too."
    codes = known.first_cells("oews/areas.csv")
    for name, row in regions.items():
        code = row.get("code") if isinstance(row, dict) else None
        if codes is not None and str(code) not in codes:
            yield ("regions", name), f"{shown(code)} is not a code in oews/areas.csv."


def _both(*checks: Check) -> Check:
    """Several checks as one."""

    def check(table: dict[str, Any], known: Known) -> Iterator[Fault]:
        for each in checks:
            yield from each(table, known)

    return check


def _pegs_kept(table: dict[str, Any], known: Known) -> Iterator[Fault]:
    """Every occupation that a band is pegged to has its yearly percentiles here."""
    lost = known.pegged - (known.occupations or known.pegged)
    if lost:
        yield ("row",), f"the yearly percentiles of {', '.join(sorted(lost))} are missing."


def _priced_words(table: dict[str, Any], known: Known) -> Iterator[Fault]:
    """A word has figures of its own, or another's: as the files under check would be used."""
    lost = (known.figures("level") or frozenset()) - (known.words("level") or frozenset())
    if lost and known.words("level"):
        yield ("level",), f"{', '.join(sorted(lost))} of guide/career.toml is missing."
    for kind in FIGURES:
        with_figures = known.figures(kind)
        for index, row in enumerate(table.get(kind, ())):
            if not isinstance(row, dict) or with_figures is None:
                continue
            like, key = row.get("like"), row.get("id")
            if not isinstance(key, str) or not isinstance(like, str | None):
                continue  # its schema says so
            if like is None and key not in with_figures:
                said = f"{shown(key)} has no figures in {FIGURES[kind]}; give it some"
                yield (kind, index, "id"), f'{said}, or price it as another with like = "…".'
            mixed = kind == "employer" and like == UNKNOWN
            if like is not None and like not in with_figures and not mixed:
                near = suggestion(like, with_figures)
                said = f"{shown(like)} has no figures in {FIGURES[kind]}."
                yield (kind, index, "like"), f"{said}{near}"


def _listed_companies(*inside: str) -> Check:
    """A check that every company under a key of this name, or of these, stands in
    companies.toml."""

    def check(table: dict[str, Any], known: Known) -> Iterator[Fault]:
        listed = {name.casefold(): name for name in known.companies or ()}
        for path, name in _leaves(table):
            if _plain(path)[-len(inside) :] == inside and listed and name not in listed.values():
                near = nearest(str(name), listed, limit=1)
                said = f" Did you mean {near[0]}?" if near else ""
                yield path, f"{shown(name)} is not in companies.toml.{said}"

    return check


def _plain(path: KeyPath) -> tuple[str, ...]:
    return tuple(part for part in path if isinstance(part, str))


def _known_kinds(*path: str, kind: str) -> Check:
    """A check that the keys of a table are words of a kind."""

    def check(table: dict[str, Any], known: Known) -> Iterator[Fault]:
        words = known.words(kind)
        inside: Any = table
        for part in path:
            inside = inside.get(part, {}) if isinstance(inside, dict) else {}
        for key in inside if isinstance(inside, dict) else ():
            if words is not None and key not in words:
                near = suggestion(key, words)
                yield (*path, key), f"there is no {kind} {shown(key)} in this rulebook.{near}"

    return check


def _title_levels(table: dict[str, Any], known: Known) -> Iterator[Fault]:
    """What titles.toml makes of a word is a level, and each level has its place in the order."""
    levels, reading = known.words("level"), table.get("reading", {})
    if levels is None or not isinstance(reading, dict):
        return
    order = reading.get("order")
    named = [("order", order if isinstance(order, list) else levels)]
    for key in ("before_role", "with_role"):
        some = reading.get(key)
        named.append((key, list(some.values()) if isinstance(some, dict) else []))
    for key, words in named:
        for word in words:
            if isinstance(word, str) and word not in levels:
                near = suggestion(word, levels)
                yield ("reading", key), f"there is no level {shown(word)} in this rulebook.{near}"
    lost = ", ".join(sorted(levels - {str(word) for word in named[0][1]}))
    if lost:
        yield ("reading", "order"), f"the level {lost} is missing."


def _figures_kept(*kinds: str) -> Check:
    """A check that a file has figures for every word that needs its own."""

    def check(table: dict[str, Any], known: Known) -> Iterator[Fault]:
        for kind in kinds:
            there = known.figures(kind)
            lost = ", ".join(sorted(known.unlike(kind) - there)) if there is not None else ""
            if lost:
                yield (kind,) if kind in table else ("row",), f"the {kind} {lost} is missing."

    return check


def _fitted_months(table: dict[str, Any], known: Known) -> Iterator[Fault]:
    """Every fitted row of a series has its constant in model.toml."""
    for series in ("base", "beyond"):
        there = known.grown(series)
        if there is None:
            continue
        for index, month in fitted_rows(table, series):
            if month not in there:
                path = (series, index, "month")
                yield path, f"{month} has no growth.{series}.{month} in model.toml."


def _same_month(table: dict[str, Any], known: Known) -> Iterator[Fault]:
    """The constants are in the money in which aging.toml states its series."""
    month = known.dollars
    if month is not None and table.get("dollars") != month:
        yield ("dollars",), f"is {shown(table.get('dollars'))}, and {month} in aging.toml."


def _months_kept(table: dict[str, Any], known: Known) -> Iterator[Fault]:
    """The constants of every month that aging.toml leaves to it."""
    for series in ("base", "beyond"):
        growth = table.get("growth")
        there = growth.get(series) if isinstance(growth, dict) else None
        if not isinstance(there, dict):
            continue  # its schema says so
        lost = ", ".join(sorted(known.left_to_fit(series) - there.keys()))
        if lost:
            yield ("growth", series), f"{lost} is missing, which aging.toml leaves to it."


def _kept_sources(table: dict[str, Any], known: Known) -> Iterator[Fault]:
    """A sources.toml laid over another keeps its ids: the files beneath name them."""
    beneath = Known(*known.folders[1:]).sources
    here = known.sources
    if beneath is not None and here is not None:
        lost = ", ".join(sorted(beneath - here))
        if lost:
            yield ("source",), f"missing, though other files of the rulebook may name them: {lost}."


def _dotted(path: KeyPath) -> str:
    """``row.2.p50`` without the numbers, which the line says better."""
    return ".".join(_plain(path))


NAMES: dict[str, Check] = {
    "sources.toml": _kept_sources,
    "nicknames.toml": _nicknames,
    "districts.toml": _districts,
    "places.toml": _territories,
    "vocabulary.toml": _priced_words,
    "aging.toml": _fitted_months,
    "guide/metros.toml": _ids_in("oews/areas.csv"),
    "guide/states.toml": _ids_in("states.csv"),
    "guide/percentiles.toml": _pegs_kept,
    "guide/career.toml": _figures_kept("level"),
    "guide/experience.toml": _occupations,
    "guide/specializations.toml": _both(_occupations, _figures_kept("spec")),
    "model.toml": _both(
        _figures_kept(*OWN_FIGURES), _listed_companies("company", "name"), _months_kept, _same_month
    ),
    "ladders.toml": _listed_companies("companies"),
    "titles.toml": _both(_known_kinds("levels", kind="level"), _title_levels),
    "companies.toml": _both(
        _known_kinds("kinds", kind="employer"), _known_kinds("by_name", kind="employer")
    ),
}
