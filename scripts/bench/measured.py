"""What is measured: plain values, each with the ratios that follow from it and its bounds."""

from __future__ import annotations

from typing import NamedTuple

MILLION = 1_000_000


class Cost(NamedTuple):
    """Of one process: wall seconds, processor seconds, and peak memory in megabytes."""

    seconds: float
    processor: float
    megabytes: float


class Check(NamedTuple):
    """A value with its bound, a least value or (by default) a most; ``form`` says how to print."""

    what: str
    found: float
    bound: float
    form: str
    least: bool = False

    @property
    def missed(self) -> bool:
        """Whether the bound is not kept."""
        return self.found < self.bound if self.least else self.found > self.bound

    @property
    def limit(self) -> str:
        """The bound in words."""
        return f"at {'least' if self.least else 'most'} {self.form.format(self.bound)}"

    def __str__(self) -> str:
        shown = self.form.format(self.found)
        return f"**{shown}, missed**" if self.missed else shown


MOST_MEGABYTES = 600


def memory_check(what: str, cost: Cost) -> Check:
    """Peak memory with its bound."""
    return Check(f"{what}, peak MB", cost.megabytes, MOST_MEGABYTES, "{:,.0f}")


MOST_SECONDS = 2.0
"""To write a script of SQL."""


class FileRow(NamedTuple):
    """A kind of file, priced and by the floor; ``whole`` is the same file without refusals."""

    name: str
    rows: int
    priced: Cost
    floor: Cost
    least: float | None = None
    whole: Cost | None = None

    @property
    def speed(self) -> float:
        """Rows a second."""
        return self.rows / self.priced.seconds

    @property
    def share(self) -> float:
        """Of the floor's speed."""
        return self.floor.seconds / self.priced.seconds

    @property
    def processor(self) -> float:
        """Processor seconds for a million rows."""
        return self.priced.processor / self.rows * MILLION

    @property
    def check(self) -> Check | None:
        """The share of the floor, or of the same file without refusals, if it has a bound."""
        if self.least is None:
            return None
        share, of = self.share, "share of the floor"
        if self.whole:
            share, of = self.whole.seconds / self.priced.seconds, "share of the same unrefused"
        return Check(f"{self.name}, {of}", share, self.least, "{:.0%}", True)

    @property
    def memory(self) -> Check:
        """Peak memory."""
        return memory_check(self.name, self.priced)


class GrowthRow(NamedTuple):
    """A file with so many (``number``) of something (``of``)."""

    of: str
    number: int
    rows: int
    cost: Cost

    @property
    def seconds(self) -> float:
        """Wall seconds for a million rows."""
        return self.cost.seconds / self.rows * MILLION

    @property
    def processor(self) -> float:
        """Processor seconds for a million rows."""
        return self.cost.processor / self.rows * MILLION

    @property
    def memory(self) -> Check:
        """Peak memory."""
        return memory_check(f"{self.number:,} {self.of}", self.cost)


class FrameRow(NamedTuple):
    """A frame of a library: processor seconds of the first and of the second call."""

    library: str
    kind: str
    rows: int
    first: float
    second: float
    most: float | None = None

    @property
    def check(self) -> Check | None:
        """Processor seconds of the first call for a million rows, if they have a bound."""
        if self.most is None:
            return None
        found = self.first / self.rows * MILLION
        return Check(f"{self.library}, {self.kind}, processor s", found, self.most, "{:.2f}")


class LoopRow(NamedTuple):
    """Another way to the same rows, in processor seconds; None: what it needs is not installed."""

    name: str
    rows: int
    processor: float | None


class CallRow(NamedTuple):
    """One call in Python, in seconds."""

    name: str
    seconds: float


class PlaceRow(NamedTuple):
    """Seconds to find a place, and of an estimate without one."""

    typed: str
    found: float
    told: float


class StartRow(NamedTuple):
    """A command, in seconds, and a bare interpreter."""

    name: str
    seconds: float
    bare: float
    most: float | None = None

    @property
    def times(self) -> float:
        """As a multiple of the bare interpreter's."""
        return self.seconds / self.bare

    @property
    def check(self) -> Check | None:
        """The multiple, if it has a bound."""
        if self.most is None:
            return None
        return Check(self.name, self.times, self.most, "{:.1f}x")


class SparkRow(NamedTuple):
    """A format, priced by Spark's executors and by Polars; ``ten``: ten rows by Spark."""

    name: str
    rows: int
    spark: Cost
    ten: Cost
    polars: Cost
    most: float

    @property
    def processor(self) -> float:
        """Spark's processor seconds for a million rows, beyond its start."""
        return (self.spark.processor - self.ten.processor) / self.rows * MILLION

    @property
    def check(self) -> Check:
        """Those, with their bound."""
        return Check(f"Spark, {self.name}, processor s", self.processor, self.most, "{:.1f}")


class WarehouseRow(NamedTuple):
    """A kind of table, priced by the scripts for DuckDB and for PostgreSQL, if that is there."""

    name: str
    rows: int
    duckdb: Cost
    postgres: Cost | None

    @property
    def times(self) -> float | None:
        """PostgreSQL's processor seconds, in DuckDB's."""
        return None if self.postgres is None else self.postgres.processor / self.duckdb.processor


class ScriptRow(NamedTuple):
    """A dialect's script: what it costs to write, and its size in bytes."""

    dialect: str
    written: Cost
    size: int

    @property
    def check(self) -> Check:
        """Its seconds, start of the process included, with their bound."""
        return Check(f"SQL for {self.dialect}, s", self.written.seconds, MOST_SECONDS, "{:.2f}")


class Results(NamedTuple):
    """All of one run; ``million`` is the sentence on a million rows compared, if it was asked."""

    machine: dict[str, str]
    files: list[FileRow]
    growth: list[GrowthRow]
    frames: list[FrameRow]
    loops: list[LoopRow]
    calls: list[CallRow]
    places: list[PlaceRow]
    starts: list[StartRow]
    spark: list[SparkRow]
    warehouses: list[WarehouseRow]
    scripts: list[ScriptRow]
    million: str = ""

    @property
    def missed(self) -> list[Check]:
        """The bounds that were not kept."""
        checks = [one.check for one in self.files] + [one.memory for one in self.files]
        checks += [one.memory for one in self.growth]
        checks += [one.check for one in self.frames] + [one.check for one in self.starts]
        checks += [one.check for one in self.spark] + [one.check for one in self.scripts]
        return [one for one in checks if one and one.missed]
