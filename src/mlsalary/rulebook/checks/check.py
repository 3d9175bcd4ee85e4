"""Checks a data folder, the shipped one or a user's own, and names every fault with its line.

A user's folder may hold some of the files only: what they name may stand in the shipped ones.
Whoever adds a file to data/ adds its name here, with a schema.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from pydantic import BaseModel

from mlsalary.errors import BadDataError
from mlsalary.rulebook import seal, shipped_folder
from mlsalary.rulebook.checks import (
    csv_files,
    schema,
    schema_amounts,
    schema_levels,
    schema_model,
    schema_others,
    schema_panel,
    schema_places,
    schema_reading,
    schema_reported,
    schema_titles,
    schema_topics,
    schema_wages,
    schema_words,
    toml_files,
)
from mlsalary.rulebook.checks.known import Known
from mlsalary.rulebook.checks.problem import Problem, steering, suggestion

__all__ = ["CSVS", "TOMLS", "Problem", "check_file", "files", "problems", "require_valid"]

TOMLS: dict[str, type[BaseModel]] = {
    "sources.toml": schema.Sources,
    "evidence.toml": schema.Evidence,
    "guide/percentiles.toml": schema_wages.Percentiles,
    "guide/experience.toml": schema_levels.Experience,
    "guide/states.toml": schema_wages.Means,
    "guide/metros.toml": schema_wages.Means,
    "guide/specializations.toml": schema_topics.Specializations,
    "guide/compensation.toml": schema_topics.Compensation,
    "guide/benefits.toml": schema_topics.Benefits,
    "guide/career.toml": schema_levels.Career,
    "guide/outlook.toml": schema_topics.Figures,
    "guide/negotiation.toml": schema_topics.Negotiation,
    "aging.toml": schema_others.Aging,
    "limits.toml": schema_others.Limits,
    "amounts.toml": schema_amounts.Amounts,
    "decisions.toml": schema_others.Decisions,
    "panel.toml": schema_panel.PanelFile,
    "nicknames.toml": schema_others.Nicknames,
    "districts.toml": schema_places.Districts,
    "oews/release.toml": schema_others.Release,
    "model.toml": schema_model.ModelFile,
    "ladders.toml": schema_reported.Ladders,
    "reported.toml": schema_reported.ReportedPay,
    "accuracy.toml": schema_reported.AccuracyFile,
    "places.toml": schema_places.PlacesFile,
    "built.toml": schema_places.Built,
    "vocabulary.toml": schema_words.VocabularyFile,
    "reading.toml": schema_reading.ReadingFile,
    "titles.toml": schema_titles.TitlesFile,
    "companies.toml": schema_titles.CompaniesFile,
}
CSVS: dict[str, csv_files.CsvFile] = {
    "oews/areas.csv": csv_files.AREAS,
    "oews/wages.csv": csv_files.WAGE_TABLE,
    "places.csv": csv_files.PLACES,
    "zips.csv": csv_files.ZIPS,
    "former_areas.csv": csv_files.FORMER_AREAS,
    "abroad.csv": csv_files.ABROAD,
    "abroad_cities.csv": csv_files.ABROAD_CITIES,
    "county_areas.csv": csv_files.COUNTY_AREAS,
    "place_counties.csv": csv_files.PLACE_COUNTIES,
    "connecticut.csv": csv_files.CONNECTICUT,
    "states.csv": csv_files.STATES,
    "micropolitan.csv": csv_files.MICROPOLITAN,
    "prices.csv": csv_files.PRICES,
}
# An imported release stands in a folder of its own, with files as the shipped one's.
IMPORTED = re.compile(r"^oews/[^/]+/")
IGNORED = ("README.md",)
SHOWN = 20
BYTES_MOST = 32_000_000
"""Of a file; the largest that is shipped has a twentieth of that."""


def require_valid(folder: Path) -> None:
    """Raises BadDataError ``bad_rulebook`` naming file, line and key of up to twenty faults."""
    found = problems(folder)
    if not found:
        return
    what = "1 problem" if len(found) == 1 else f"{len(found)} problems"
    listed = [f"  {problem}" for problem in found[:SHOWN]]
    if len(found) > SHOWN:
        listed.append(f"  and {len(found) - SHOWN} more.")
    head = f"The rulebook in {folder} has {what}; fix the file, or leave it out:"
    raise BadDataError("bad_rulebook", "\n".join([head, *listed]))


def problems(folder: Path) -> list[Problem]:
    """Every fault of the files in ``folder``, file by file, each in the order of its lines."""
    try:
        entered = folder.is_dir()
    except OSError as error:  # a name that no system takes
        return [Problem(folder, None, "", f"cannot be read: {error.strerror}.")]
    if not entered:
        return [Problem(folder, None, "", "is not a folder.")]
    beneath = shipped_folder()
    folders = (folder,) if folder.resolve() == beneath.resolve() else (folder, beneath)
    known = Known(*folders)
    listed = files(folder)
    if not listed:
        return [Problem(folder, None, "", "contains no rulebook file; see data/README.md.")]
    if endless := [Problem(path, None, "", why) for path in listed if (why := _endless(path))]:
        return endless  # before a neighbor is read for what it names
    return [
        problem
        for path in listed
        for problem in check_file(path, path.relative_to(folder).as_posix(), known)
    ]


def _endless(path: Path) -> str | None:
    """Why a file would be read without an end; None for any other."""
    try:
        told = path.stat()
    except OSError:
        return None  # whoever reads it says why
    if not (stat.S_ISREG(told.st_mode) or stat.S_ISDIR(told.st_mode)):
        return "is a pipe or a device. Put a file in its place."
    if told.st_size > BYTES_MOST:
        return f"has {told.st_size:,} bytes; a file of a rulebook has {BYTES_MOST:,} at most."
    return None


def check_file(path: Path, name: str, known: Known) -> list[Problem]:
    """Every fault of the file at ``path``, checked as ``name`` (such as ``guide/states.toml``).

    ``known`` holds what it may name: ``Known(folder, …)``, the first folder first.
    """
    known_as = IMPORTED.sub("oews/", name)
    if known_as not in TOMLS and known_as not in CSVS:
        return [Problem(path, None, "", f"no such file belongs in a rulebook.{_nearest(name)}")]
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return [Problem(path, line, "", "is not UTF-8; save the file as UTF-8.")]
    except OSError as error:
        return [Problem(path, None, "", f"cannot be read: {error.strerror}.")]
    if not text.strip():
        return [Problem(path, None, "", "the file is empty; delete it, or fill it.")]
    if known_as in CSVS:
        found = [*_steering(path, text)]
        found += csv_files.problems(path, name, text, CSVS[known_as], known)
    else:
        found = toml_files.problems(path, name, text, TOMLS[known_as], known)
    return found or _not_as_imported(path)


def _steering(path: Path, text: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), 1):
        if wrong := steering(line):
            yield Problem(path, number, "", wrong)


def _not_as_imported(path: Path) -> list[Problem]:
    content = path.read_bytes()
    wrong = seal.fault(path, content) or seal.gone(path, content)
    return [Problem(path, None, "", wrong)] if wrong else []


def files(folder: Path) -> list[Path]:
    """The files of a rulebook's folder, in the order in which they are checked."""
    return _files(folder, folder)


def _files(folder: Path, root: Path) -> list[Path]:
    """The files of a rulebook's folder; a folder no rulebook has is named, not entered."""
    names = {*TOMLS, *CSVS}
    found: list[Path] = []
    for path in sorted(folder.iterdir()):
        name = path.relative_to(root).as_posix()
        if path.name.startswith(".") or name in IGNORED:
            continue
        inner = IMPORTED.sub("oews/", f"{name}/")
        entered = path.is_dir() and any(known.startswith(inner) for known in names)
        found += _files(path, root) if entered else [path]
    return found


def _nearest(name: str) -> str:
    """A file of the same name in another folder, else the nearest name."""
    names = [*TOMLS, *CSVS]
    base = PurePosixPath(name).name
    for one in names:
        if PurePosixPath(one).name == base:
            return f" Did you mean {one}?"
    return suggestion(name, names)
