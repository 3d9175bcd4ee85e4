"""What runs inside Spark's executors. Loads nothing heavy by itself."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    import pyarrow as pa

_AT_ONCE = 1 << 16
"""Rows that are priced together: Spark's own batches are too small for what each costs."""


def run(packed: bytes, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Batches as the packed work makes them. Spark runs a process for every core: each is to keep
    to one, which Polars is told before it is loaded."""
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    work = pickle.loads(packed)
    yield from work(batches)


def together(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The same rows in larger tables."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(one.num_rows for one in held) >= _AT_ONCE:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)


def of_columns(columns: list[Any], names: list[str]) -> Iterator[pa.RecordBatch]:
    """A table of these columns as Spark takes it. Spark's text is short."""
    import pyarrow as pa

    short = [
        one.cast(pa.string()) if pa.types.is_large_string(one.type) else one for one in columns
    ]
    yield from pa.table(short, names=names).combine_chunks().to_batches()


@cache
def fingerprint() -> tuple[str, str]:
    """The version of the package here, and one sum of its code and its data."""
    from mlsalary import __version__
    from mlsalary.shipped import package_folder, shipped_folder

    total = 0
    for folder, kinds in ((package_folder(), (".py",)), (shipped_folder(), (".toml", ".csv"))):
        for path in sorted(folder.rglob("*")):
            if path.suffix in kinds:
                total = crc32(path.relative_to(folder).as_posix().encode(), total)
                total = crc32(path.read_bytes(), total)
    return __version__, f"{total:08x}"
