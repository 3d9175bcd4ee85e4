"""What a group of constants needs of the reports, and what it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mlsalary.errors import BadDataError
from mlsalary.evaluation.fit.columns import KINDS, Columns
from mlsalary.evaluation.fit.result import Need


def needs(columns: Columns, least: Mapping[str, int]) -> list[Need]:
    """Every group with its usable rows."""
    kinds = [
        columns.of_employer(kind) if kind in columns.employers else np.zeros(len(columns), bool)
        for kind in KINDS
    ]
    phd = [number for number, degree in enumerate(columns.degrees) if degree == "phd"]
    placed = np.array([len(code) != len("US") for code, _ in columns.areas])[columns.area]
    total = ~np.isnan(columns.total)
    paid = total & ~np.isnan(columns.bonus)

    def of_each_kind(rows: Any) -> int:
        return min(int((rows & kind).sum()) for kind in kinds)

    return [
        Need("base", "spread.base", "tell years and base", len(columns), least["base"]),
        Need(
            "levels",
            "levels.*, doubt.level, doubt.band",
            "tell a level that ladders.toml knows",
            int((columns.rung >= 0).sum()),
            least["levels"],
        ),
        Need(
            "place",
            "place.reference, place.elasticity, place.elsewhere",
            "tell a metro or a county",
            int(placed.sum()),
            least["place"],
        ),
        Need(
            "degree",
            "degree.phd",
            "are from people with a PhD",
            int(np.isin(columns.degree, phd).sum()),
            least["degree"],
        ),
        Need(
            "employer",
            "employer.big-tech, employer.tech, employer.unknown",
            "are from the rarer of big-tech and tech",
            of_each_kind(np.ones(len(columns), bool)),
            least["employer"],
        ),
        Need(
            "total",
            "total.share, total.place_elasticity, spread.total",
            "tell a total",
            int(total.sum()),
            least["total"],
        ),
        Need(
            "bonus",
            "employer.*.bonus_part",
            "tell a bonus and a total, of the rarer kind of employer",
            of_each_kind(paid),
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
            lines.append(f"  {without_years:,} more rows tell no years: nothing is fitted to them.")
        raise BadDataError(
            "too_little_data",
            "\n".join(["There are too few rows to fit the constants. Usable rows of each:", *lines])
            + "\nGive more rows, or leave the column out: its constants then stay as they are.",
        )
    return frozenset(need.group for need in found if not need.usable)


def _said(need: Need) -> str:
    rows = "1 row" if need.usable == 1 else f"{need.usable:,} rows"
    return f"{need.constants}: {rows} {need.rows_that}, {_lacks(need.lacking)}."


def _lacks(lacking: int) -> str:
    return f"{lacking:,} too few" if lacking else "enough"
