"""Rows for a warehouse to price, and what its answer must be."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from priced_rows import BOOK as BOOK
from priced_rows import NOTHING, PAY, SAID, Scalar, rows

import mlsalary
from mlsalary.files.folder import write_files
from mlsalary.frame.settings import Settings
from mlsalary.render.sql_files import load_text, query_text
from mlsalary.render.sql_script import sql_script
from mlsalary.sql import script
from mlsalary.sql.stored import Stored, stored

SCALAR = Scalar()
ROW = dict.fromkeys(rows(1, seed=0)[0], "") | {"years": 5.0}
ODD = [  # as warehouses have them and the rows of priced_rows do not
    ROW | {"years": math.nan, "level": "senior"},
    ROW | {"years": math.nan},
    ROW | {"zip": "NaN", "state": "TX"},
    ROW | {"years": math.inf},
    ROW | {"years": 1e8},
    ROW | {"years": 1e-7},
    ROW | {"as_of": "2026-03-01"},
    ROW | {"as_of": "2026-03-01 12:30:00.000 UTC"},
    ROW | {"as_of": "2026-13-01"},
    ROW | {"as_of": "1900-01-01"},
    ROW | {"metro": "O'Fallon, MO"},
    ROW | {"city": "Coeur d'Alene", "state": "ID"},
    ROW | {"metro": "a\\'); DROP TABLE postings; --"},
]
MADE = [*rows(300, seed=6, hard=False), *rows(500, seed=7), *ODD]
NAMES = ["own", *MADE[0]]


@cache
def script_text(dialect: str, table: str = "postings") -> str:
    """As ``mlsalary sql`` prints it."""
    return sql_script(script(dialect, table, Settings(BOOK, fallback="national")), "0")


def write_csv(path: Path, made: Sequence[dict[str, Any]] = MADE) -> Path:
    """The rows, with a column ``own`` that tells them apart."""
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, ["own", *made[0]])
        writer.writeheader()
        writer.writerows({"own": f"row {number}"} | row for number, row in enumerate(made))
    return path


def told(row: dict[str, Any]) -> dict[str, Any]:
    """The row as a single estimate must be told: NaN is nothing, a date is its month, months are
    written as ISO 8601 has them, and the first level that says something counts."""
    told = dict(row)
    if row["years"] is not None and math.isnan(row["years"]):
        told["years"] = None
    if row["zip"] == "NaN":
        told["zip"] = ""
    if row["level"].strip() not in NOTHING:
        told["company_level"] = ""
    if "/" in row["as_of"]:
        told["as_of"] = "2025-13"
    if re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}", row["as_of"]):
        told["as_of"] = row["as_of"][:7]
    return told


@cache
def by_polars(fallback: str) -> list[dict[str, Any]]:
    """The same rows, asked of another engine."""
    import polars as pl

    kinds = {name: pl.Float64 if name == "years" else pl.String for name in MADE[0]}
    lazy = pl.LazyFrame([told(row) for row in MADE], schema=kinds)
    priced = mlsalary.estimate_frame(lazy, book=BOOK, fallback=fallback).collect()
    made: list[dict[str, Any]] = priced.to_dicts()
    return made


def assert_priced(got: Sequence[dict[str, Any]], fallback: str = "national") -> None:
    """``MADE`` as a warehouse gives it back, in any order, as text or numbers.

    What a single estimate prices or refuses, the warehouse must price and refuse alike. Places
    that cannot be told beforehand fall back: to the state as a single estimate knows it, to the
    nation as another engine says.
    """
    by_own = {row["own"]: row for row in got}
    assert len(by_own) == len(got) == len(MADE)
    for number, (row, frame) in enumerate(zip(MADE, by_polars(fallback), strict=True)):
        priced, single = by_own[f"row {number}"], SCALAR.of(told(row))
        assert amounts(priced) == amounts(frame), row
        assert said(priced) == said(frame), row
        refusal = single.get("refused", "")
        if "place_not_found" in priced["warnings"]:
            assert refusal.startswith("place_") or row["metro"] == "North of Boston", row
            if priced["place_match"] == "state":
                assert amounts(priced) == amounts(SCALAR.of(told(row) | only_state(row))), row
        elif refusal:
            assert not any(amounts(priced)), row
            assert priced["warnings"] == refusal or refusal.startswith("place_"), row
        else:
            assert amounts(priced) == amounts(single), row
            assert said(priced) == said(single), row


def only_state(row: dict[str, Any]) -> dict[str, Any]:
    """The place of a row but for its state, asked for or typed behind a comma."""
    state = row["state"] or row["metro"].rpartition(",")[2]
    return {"metro": "", "zip": "", "city": "", "state": state}


def amounts(priced: dict[str, Any]) -> list[int | None]:
    """To the dollar."""
    texts = (str(priced[name] or "") for name in PAY)
    return [round(float(text)) if text else None for text in texts]


def said(priced: dict[str, Any]) -> list[str]:
    """Place, match and warnings."""
    return [priced[name] or "" for name in SAID]


def write_tables(folder: Path, dialect: str, form: str, table: str = "postings") -> Stored:
    """The files of ``mlsalary sql --tables FOLDER --as FORM``, those that were there replaced."""
    asked = Settings(BOOK, fallback="national")
    made = stored(dialect, table, asked, folder, form)
    texts = {"price.sql": query_text(made, "0")}
    if form != "dbt":
        texts["load.sql"] = load_text(made, "0", folder)
    files = {**made.files, **{name: text.encode() for name, text in texts.items()}}
    write_files({str(folder / name): content for name, content in files.items()}, replace=True)
    return made


def statements(path: Path) -> list[str]:
    """Those of a file, without its comments above them."""
    text = re.sub(r"\A(--.*\n)+\n", "", path.read_text("utf-8"))
    return [one for one in text.split(";\n") if one.strip()]
