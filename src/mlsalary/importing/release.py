"""Adds a download to what is at hand of its release, and judges whether the whole makes sense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from statistics import median
from typing import Any, NamedTuple

from mlsalary.errors import BadDataError
from mlsalary.importing import CANNOT_VOUCH
from mlsalary.importing.reading import Reading
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.checks.csv_files import FIGURES
from mlsalary.rulebook.oews import NATION, SHIPPED
from mlsalary.rulebook.releases import Release
from mlsalary.rulebook.seal import sealed
from mlsalary.rulebook.wage_lines import areas_text, wage_line, wages_text

_ABSENT = dict.fromkeys(FIGURES, "no_series")
_FIRST_FIGURE = 2  # of a line of wages.csv: area and occupation stand before
_MEAN = _FIRST_FIGURE + FIGURES.index("mean")
Line = tuple[str, ...]


class Held(NamedTuple):
    """Lines of a release, by code of the area, and by area and occupation."""

    areas: dict[str, Line]
    wages: dict[tuple[str, str], Line]

    def kinds(self) -> Counter[str]:
        """How many areas of each kind."""
        return Counter(kind for _, _, kind, _ in self.areas.values())

    def mean(self, area: str, occupation: str) -> float | None:
        """The mean wage of an occupation in an area, None where there is none."""
        line = self.wages.get((area, occupation))
        return float(line[_MEAN]) if line and line[_MEAN] else None


def held(book: Rulebook, release: Release | None) -> Held:
    """The lines of a release; none for None."""
    if release is None:
        return Held({}, {})
    areas = (tuple(line) for line in book.csv(f"{release.prefix}areas.csv").rows())
    wages = (tuple(line) for line in book.csv(f"{release.prefix}wages.csv").rows())
    return Held({line[0]: line for line in areas}, {(line[0], line[1]): line for line in wages})


def shipped(book: Rulebook) -> Held:
    """The lines of the shipped release."""
    return held(book, Release("", SHIPPED, ""))


def merged(before: Held, reading: Reading, occupations: Iterable[str]) -> Held:
    """What was there, and over it what the download says.

    BadDataError ``already_imported`` when the download says nothing that is not there.
    """
    areas = {area.code: tuple(cell or "" for cell in area) for area in reading.areas.values()}
    wages = {
        key: wage_line(*key, cell.figures, cell.reasons) for key, cell in reading.cells.items()
    }
    known = areas.keys() <= before.areas.keys()
    if known and all(_same(before.wages.get(key), line) for key, line in wages.items()):
        raise BadDataError(
            "already_imported",
            f"The release of May {reading.year} is already imported, with the same figures. There "
            "is nothing to do.",
        )
    absent = {
        (code, occupation): wage_line(code, occupation, {}, _ABSENT)
        for code in areas
        for occupation in occupations
    }
    return Held(before.areas | areas, absent | before.wages | wages)


def _same(line: Line | None, other: Line) -> bool:
    """Whether two lines of wages.csv hold the same figures."""
    return line is not None and _figures(line) == _figures(other)


def _figures(line: Line) -> list[float | None]:
    cells = line[_FIRST_FIGURE : _FIRST_FIGURE + len(FIGURES)]
    return [float(cell) if cell else None for cell in cells]


def require_plausible(reading: Reading, against: Held, factor_most: float) -> None:
    """Refuse mean wages that are far from another release's: BadDataError ``implausible``.

    Each occupation is judged by the median of its ratios over the areas that both have.
    """
    ratios: dict[str, list[float]] = {}
    for (area, occupation), cell in reading.cells.items():
        other = against.mean(area, occupation)
        if other and "mean" in cell.figures:
            ratios.setdefault(occupation, []).append(float(cell.figures["mean"]) / other)
    for occupation, found in ratios.items():
        middle = median(found)
        if not 1 / factor_most <= middle <= factor_most:
            raise BadDataError(
                "implausible",
                f"The mean wages of {occupation} are {middle:.2g} times those of the shipped "
                f"release; beyond {factor_most:g} times, or one part in {factor_most:g}, they are "
                "not believed. Check that the file is what BLS gives.",
            )


def is_complete(release: Held, against: Held, occupations: Iterable[str], share: float) -> bool:
    """Whether a release covers the country as well as another one does.

    It has the nation's means, and of each kind of area at least ``share`` of the other's.
    """
    if any(release.mean(NATION, occupation) is None for occupation in occupations):
        return False
    kinds = release.kinds()
    return all(kinds[kind] >= share * number for kind, number in against.kinds().items())


def texts(release: Held, year: str, source: dict[str, Any], *, complete: bool) -> dict[str, str]:
    """The three files of an imported release, by name."""
    import tomlkit

    head = tomlkit.document()
    head.add(tomlkit.comment("Written by `mlsalary data import`."))
    head.update({"release": f"{year}-05", "source": source["id"], "complete": complete})
    head["publication"] = source
    return sealed(
        {
            "areas.csv": areas_text(release.areas.values()),
            "wages.csv": wages_text(release.wages.values()),
            "release.toml": tomlkit.dumps(head),
        }
    )


def publication(book: Rulebook, year: str, today: date) -> dict[str, Any]:
    """The source that an imported release is cited as, by the model of the shipped one's."""
    shipped_source = book.sources[book.toml(f"{SHIPPED}release.toml")["source"]]
    kept = {key: shipped_source[key] for key in ("publisher", "url", "licence", "kind")}
    return {
        "id": f"bls-oews-{year}",
        "title": f"Occupational Employment and Wage Statistics, May {year}",
        **kept,
        "period": f"{year}-05",
        "retrieved": today.isoformat(),
        "cycle_months": shipped_source["cycle_months"],
        "note": f"Imported by the user. {CANNOT_VOUCH}",
    }
