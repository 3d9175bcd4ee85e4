"""The tables of what was measured, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from measured import (
    MILLION,
    CallRow,
    Check,
    FileRow,
    FrameRow,
    GrowthRow,
    LoopRow,
    PlaceRow,
    ScriptRow,
    SparkRow,
    StartRow,
    WarehouseRow,
)

RIGHT = "---:"


def missed(checks: Sequence[Check]) -> str:
    """The bounds that were not kept, one line each."""
    if not checks:
        return "Every bound was kept."
    every = (f"- {one.what}: {one.form.format(one.found)}, {one.limit}" for one in checks)
    return "\n".join(["Bounds missed:", "", *every])


def files(rows: Sequence[FileRow]) -> str:
    """One line a kind of file."""
    heads = ["kind", "rows", "rows a second", "share of the floor", "of the same unrefused"]
    heads += ["bound", "processor s a million", "peak MB", "floor's peak MB"]
    return table(heads, map(_file, rows))


def _file(row: FileRow) -> list[str]:
    check, share, whole = row.check, f"{row.share:.0%}", ""
    if check and row.whole:
        whole = str(check)
    elif check:
        share = str(check)
    return [
        row.name, f"{row.rows:,}", f"{row.speed:,.0f}", share, whole, _limit(check),
        f"{row.processor:.2f}", str(row.memory), f"{row.floor.megabytes:,.0f}",
    ]  # fmt: skip


def growth(rows: Sequence[GrowthRow]) -> str:
    """One line a file, each kind with multiples of its first."""
    first: dict[str, GrowthRow] = {}
    lines = []
    for row in rows:
        least = first.setdefault(row.of, row)
        lines.append([
            f"{row.number:,} {row.of}", f"{row.rows:,}",
            f"{row.seconds:.2f}", f"{row.processor:.2f}",
            f"{row.processor / least.processor:.2f}x", str(row.memory),
            f"{row.cost.megabytes / least.cost.megabytes:.2f}x",
        ])  # fmt: skip
    heads = ["file", "rows", "seconds a million", "processor s a million", "multiple"]
    return table([*heads, "peak MB", "multiple"], lines)


def frames(rows: Sequence[FrameRow], others: Sequence[LoopRow]) -> str:
    """Frames, and the other ways below them."""
    return f"{frame_table(rows)}\n\n{loops(others, rows)}"


def frame_table(rows: Sequence[FrameRow]) -> str:
    """One line a library and kind."""
    heads = ["table", "rows", "first call", "bound", "second call", "multiple"]
    lines = []
    for row in rows:
        a_million, check = MILLION / row.rows, row.check
        lines.append([
            f"{row.library}, {row.kind}", f"{row.rows:,}",
            str(check) if check else f"{row.first * a_million:.2f}", _limit(check),
            f"{row.second * a_million:.2f}",
            f"{(row.first / row.rows) / (rows[0].first / rows[0].rows):.2f}x",
        ])  # fmt: skip
    return table(heads, lines)


def loops(rows: Sequence[LoopRow], beside: Sequence[FrameRow]) -> str:
    """One line a way."""
    frame = beside[0].first / beside[0].rows
    lines = []
    for row in rows:
        if row.processor is None:
            lines.append([row.name, f"{row.rows:,}", "not installed", ""])
        else:
            each = row.processor / row.rows
            taken = [f"{each * MILLION:,.2f}", f"{each / frame:,.2f}x"]
            lines.append([row.name, f"{row.rows:,}", *taken])
    return table(["way", "rows measured", "processor s a million", "multiple"], lines)


def calls(rows: Sequence[CallRow]) -> str:
    """One line a call, with multiples of the first."""
    return table(
        ["call", "microseconds", "multiple"],
        ([one.name, f"{one.seconds * MILLION:,.0f}", f"{one.seconds / rows[0].seconds:.2f}x"]
         for one in rows),
    )  # fmt: skip


def places(rows: Sequence[PlaceRow]) -> str:
    """One line a text."""
    return table(
        ["place", "microseconds", "of an estimate"],
        ([one.typed, f"{one.found * MILLION:,.0f}", f"{one.found / one.told:.2f}x"]
         for one in rows),
    )  # fmt: skip


def starts(rows: Sequence[StartRow]) -> str:
    """One line a command."""
    lines = []
    for one in rows:
        found = str(one.check) if one.check else f"{one.times:.1f}x"
        taken = f"{one.seconds * 1000:.0f}"
        lines.append([f"`{one.name}`", taken, found, _limit(one.check)])
    return table(["command", "milliseconds", "multiple", "bound"], lines)


def spark(rows: Sequence[SparkRow]) -> str:
    """One line a format, with multiples of Polars."""
    lines = []
    for row in rows:
        polars, check = row.polars.processor / row.rows * MILLION, row.check
        lines.append([
            row.name, f"{row.rows:,}", f"{row.ten.processor:.1f}", str(check), _limit(check),
            f"{polars:.2f}", f"{row.processor / polars:.1f}x",
        ])  # fmt: skip
    heads = ["format", "rows", "start", "Spark", "bound", "Polars", "multiple"]
    return table(heads, lines)


def warehouses(rows: Sequence[WarehouseRow]) -> str:
    """One line a kind of table."""
    lines = []
    for row in rows:
        a_million, postgres = MILLION / row.rows, row.postgres
        lines.append([
            row.name, f"{row.rows:,}", f"{row.duckdb.processor * a_million:.2f}",
            f"{postgres.processor * a_million:.2f}" if postgres else "not installed",
            f"{row.times:.1f}x" if row.times is not None else "",
        ])  # fmt: skip
    return table(["table", "rows", "DuckDB", "PostgreSQL", "multiple"], lines)


def scripts(rows: Sequence[ScriptRow]) -> str:
    """One line a dialect."""
    heads = ["dialect", "seconds to write", "bound", "processor s", "kB"]
    return table(heads, (
        [row.dialect, str(row.check), _limit(row.check), f"{row.written.processor:.2f}",
         f"{row.size / 1000:,.0f}"]
        for row in rows
    ))  # fmt: skip


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1) -> str:
    """Lines under heads; all but so many columns on the left are figures."""
    lines = [heads, ["---"] * left + [RIGHT] * (len(heads) - left), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _limit(check: Check | None) -> str:
    return check.limit if check else ""
