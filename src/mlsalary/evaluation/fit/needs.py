"""What a group of constants needs of the reports, and what it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mlsalary.errors import BadDataError
from mlsalary.evaluation.fit.columns import KINDS, Columns
from mlsalary.evaluation.fit.result import Need


def needs(columns: Columns, settings: Mapping[str, Any]) -> list[Need]:
    """Every group with its usable rows: of reports of machine learning, but for companies."""
    least, ours = settings["least"], columns.take(columns.ml)
    placed = np.array([len(code) != len("US") for code, _ in ours.areas])[ours.area]
    total = ~np.isnan(ours.total)
    paid = total & ~np.isnan(ours.bonus)

    def of_two_kinds(rows: Any) -> int:
        kinds = [int((rows & ours.of("employer", kind)).sum()) for kind in KINDS]
        return sorted(kinds)[-2]

    roles = [int(ours.of("role", role).sum()) for role in ours.words["role"] if role]
    return [
        Need("base", "spread.start, spread.rise", "have years and base", len(ours), least["base"]),
        Need(
            "levels",
            "levels.*, spread.beside, doubt.level",
            "have a level that ladders.toml knows",
            int((ours.rung >= 0).sum()),
            least["levels"],
        ),
        Need(
            "place",
            "place.reference, place.elasticity, place.elsewhere",
            "have a metro or a county",
            int(placed.sum()),
            least["place"],
        ),
        Need(
            "degree",
            "degree.phd, degree.bachelors, total.degree.phd",
            "are from people with a PhD",
            int(ours.of("degree", "phd").sum()),
            least["degree"],
        ),
        Need(
            "role",
            "role.scientist, total.role.scientist",
            "are from engineers or scientists, whichever are fewer",
            min(roles) if len(roles) > 1 else 0,
            least["role"],
        ),
        Need(
            "employer",
            "employer.*",
            f"are from the second most frequent of {', '.join(KINDS)}",
            of_two_kinds(np.ones(len(ours), bool)),
            least["employer"],
        ),
        Need(
            "company",
            "company",
            "are from a company with enough reports",
            int((columns.company > 0).sum()),
            settings["fit"]["least_company"],
        ),
        Need(
            "total",
            "total.share, total.place_elasticity, employer.*.beyond_spread",
            "have a total",
            int(total.sum()),
            least["total"],
        ),
        Need(
            "bonus",
            "employer.*.bonus_part",
            "have a bonus and a total, at the second most frequent kind of employer",
            of_two_kinds(paid),
            least["bonus"],
        ),
    ]


def kept(found: list[Need], areas: int, least_areas: int, without_years: int = 0) -> frozenset[str]:
    """The groups that the reports say nothing of, which stay as they are. without_years: reports
    that were left out because they tell none.

    BadDataError when a group has some rows and too few, and for base when it has too few.
    """
    short = [need for need in found if need.lacking and (need.usable or need.group == "base")]
    placed = any(need.group == "place" and need.usable for need in found)
    if short or (placed and areas < least_areas):
        lines = [f"  {_said(need)}" for need in found]
        if placed:
            lacking = max(0, least_areas - areas)
            lines.append(f"  place.elasticity: {areas} areas, {_lacks(lacking)}.")
        if without_years:
            lines.append(
                f"  {without_years:,} more rows have no years, so nothing is fitted to them."
            )
        raise BadDataError(
            "too_little_data",
            "\n".join(["There are too few rows to fit the constants. Usable rows of each:", *lines])
            + "\nGive more rows, or leave the column out to keep its constants as they are.",
        )
    return frozenset(need.group for need in found if not need.usable)


def _said(need: Need) -> str:
    rows = "1 row" if need.usable == 1 else f"{need.usable:,} rows"
    return f"{need.constants}: {rows} {need.rows_that}, {_lacks(need.lacking)}."


def _lacks(lacking: int) -> str:
    return f"{lacking:,} too few" if lacking else "enough"
