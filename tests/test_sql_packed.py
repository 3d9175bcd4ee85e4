"""Look-ups that a script keeps packed: what its query unpacks is what they were."""

from __future__ import annotations

from typing import Any

import pytest
from sql_rows import BOOK

from mlsalary.frame import aliases
from mlsalary.frame.chain import Chain
from mlsalary.frame.lookup import Lookup
from mlsalary.frame.settings import Settings
from mlsalary.sql.ddl import NAMED, creations, home
from mlsalary.sql.packed_places import PIECES, kept_places, packed_places
from mlsalary.sql.packed_places import made_from as packed_made_from
from mlsalary.sql.packing import can_pack, packed
from mlsalary.sql.packs import unpacked

for module in ("ibis", "sqlglot", "narwhals", "polars", "pyarrow", "duckdb"):
    pytest.importorskip(module)

TABLES = Chain.of(Settings(BOOK)).foreseen


def written(table: Lookup) -> Lookup:
    """As a script keeps it."""
    if table.name == "aliases":
        return packed_places(table)
    return packed(table) if can_pack(table) else table


def unpacked_by_duckdb(tables: dict[str, Lookup]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each look-up that was packed, by its name."""
    import duckdb

    steps = list(unpacked(tables, "duckdb", home("duckdb")))
    text = ", ".join(f'"{name}" AS ({step})' for name, step in steps)
    with duckdb.connect() as database:
        for table in tables.values():
            for statement in creations(written(table), "duckdb"):
                database.execute(statement)
        return {
            name.removeprefix(NAMED): database.execute(
                f'WITH {text} SELECT * FROM "{name}"'
            ).fetchall()
            for name, _ in steps
        }


def in_order(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=repr)


def test_every_row_comes_back_as_it_was() -> None:
    found = unpacked_by_duckdb(TABLES)
    assert {"aliases", "own_levels", "own_titles", "months", "companies"} <= set(found)
    assert len(found["aliases"]) > 100_000
    for name in TABLES.keys() & found.keys():
        assert in_order(found[name]) == in_order(TABLES[name].rows), name


def test_places_of_every_sort_come_back() -> None:
    rows = [
        ("newport", "1", "RI", "-RI-", "city"),
        ("newport ri", "1", "RI", "-RI-", "city"),  # the same as alone
        ("newport ky", "2", "KY", "-KY-OH-", "city"),
        ("newport oh", "1", "RI", "-RI-", "city"),  # the same once more
        ("santa fe", "3", "NM", "-NM-", "exact"),  # no state
        ("santa fe nm", "3", "NM", "-NM-", "exact"),
        ("02139", "1", "RI", "-RI-", "zip"),
        ("zip 10540", "1", "RI", "-RI-", "zip"),
        ("10540", "4", "", "--", "exact"),
        ("us", "US", "", "--", "national"),
    ]
    names = ["mls_code", "mls_first_state", "mls_states", "mls_match"]
    table = Lookup.of("aliases", ["mls_key"], names, rows)
    assert in_order(unpacked_by_duckdb({"aliases": table})["aliases"]) == in_order(rows)


def test_no_name_of_a_place_holds_what_stands_for_pieces() -> None:
    letters = set("".join(TABLES["aliases"].columns["mls_key"]))
    assert not letters & {*PIECES, *"|,+-"}


def test_two_keys_and_an_empty_one() -> None:
    rows = [("", word, level) for word in ("", "a", "b c") for level in ("x",)]
    rows += [("l", word, "y") for word in ("", "a", "b c")]
    table = Lookup.of("words", ["mls_ladder", "mls_word"], ["mls_level"], rows)
    assert len(packed(table).rows) == 2
    assert in_order(unpacked_by_duckdb({"words": table})["words"]) == in_order(rows)


def test_keys_that_hold_what_stands_between_are_left_as_they_are() -> None:
    rows = [(word, "y") for word in ("a|b", "a", "b", "c")]
    assert not can_pack(Lookup.of("words", ["mls_word"], ["mls_level"], rows))


def test_places_are_kept_packed_by_the_key_of_all_that_they_are_made_from() -> None:
    assert kept_places(BOOK) == packed_places(TABLES["aliases"])
    name, said = packed_made_from(BOOK).split(" ", 1)
    assert (name, said) == ("packed_places", aliases.made_from(BOOK).split(" ", 1)[1])
