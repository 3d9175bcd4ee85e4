"""A file or a folder of any Hadoop file system, priced by Spark where it lies.

The rows are never shuffled: look-ups are broadcast, and the only thing that travels before is the
set of distinct place texts, which the driver looks up as a single estimate would.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple, get_args

import narwhals as nw

from mlsalary.batch.decimals import comma_in
from mlsalary.batch.delimiters import delimiter_found, said_by_file
from mlsalary.batch.formats import Format, read_format, written_format
from mlsalary.batch.job import STANDARD, Job, Reject, Summary
from mlsalary.batch.json_array import is_array
from mlsalary.batch.mended import is_of_rejects
from mlsalary.batch.reasons import Reasons
from mlsalary.batch.rejects import REASONS, cells_of, encoded, header
from mlsalary.batch.spark_files import Files, session
from mlsalary.batch.writers import COMMA
from mlsalary.errors import BadDataError, UsageError
from mlsalary.extras import need
from mlsalary.frame.chain import Chain, Met, own
from mlsalary.frame.kinds import join_of
from mlsalary.frame.lookup import PREFIX
from mlsalary.frame.native import found_columns
from mlsalary.frame.places import TEXTS, PlacesMet
from mlsalary.frame.pricing import PAY, RANKS, SAID
from mlsalary.frame.readable import with_lists_joined
from mlsalary.frame.settings import Settings
from mlsalary.frame.tables import months
from mlsalary.frame.words import TEXTS as WORD_TEXTS
from mlsalary.frame.words import WordsMet
from mlsalary.frame.years import YEARS, in_words, years_met
from mlsalary.profile import COLUMNS
from mlsalary.results import PlaceMatch
from mlsalary.spreadsheet import HARMLESS, RUNS, guarded

_AT, _TEXT, _WRONG = f"{PREFIX}at", f"{PREFIX}text", f"{PREFIX}wrong"
_MATCHES: tuple[str, ...] = get_args(PlaceMatch)
_AT_ONCE = 100_000  # rejects that are held in memory
_LOOKED_AT = 200  # lines

# A cell of CSV: quoted, and whatever follows the closing quote; or not quoted. Possessive, because
# Java's expressions would otherwise need as much stack as the cell is long.
_CELL = '(?:"[^"]*+(?:""[^"]*+)*+"[^{0}]*+|[^"{0}][^{0}]*+|)'


class Source(NamedTuple):
    """What was read: rows, the caller's columns among them, where a row stands, and the code and
    the text of a line that is none (null where nothing is wrong). lines: all of the file's.
    delimiter: of CSV, and so of the rejects."""

    rows: Any
    names: list[str]
    lines: Any | None
    delimiter: str = COMMA

    @property
    def decimal_comma(self) -> bool:
        """As csv_reader.py has it."""
        return self.delimiter == ";"


def run_spark(job: Job) -> Summary:
    """``batch.run`` by Spark: the target and the rejects are folders of parts.

    UsageError where Java or PySpark is missing, and for standard input and output.
    """
    need("pyspark", "spark")
    if STANDARD in (job.source, job.target, str(job.rejects)):
        raise UsageError(
            "bad_engine", "Spark reads and writes files, not standard input and output."
        )
    if job.encoding.lower() not in ("utf-8", "utf8"):
        raise UsageError("bad_encoding", "Spark reads UTF-8 alone here. Use another --engine.")
    began = time.monotonic()
    if job.skip_lines or job.sheet is not None:
        raise UsageError("bad_engine", "Spark skips no lines and reads no workbooks. Use polars.")
    reads = read_format(job.source, job.read_as, job.delimiter)
    writes = written_format(job.target, job.write_as)
    for name, how in ((job.source, reads), (job.target, writes)):
        if how.name == "xlsx" or (how.name == "json" and how is writes):
            raise UsageError(
                "bad_engine",
                f"{name}: Spark reads and writes .csv, .jsonl and .parquet. Use --engine polars.",
            )
    with session(job.master) as spark:
        files = Files(spark)
        refused = str(job.rejects or f"{job.target}.rejects.csv")
        files.require_apart(refused, job.target)
        for path in (job.target, refused):
            files.require_free(path, job.source, force=job.force)
        summary = _priced(spark, files, job, reads, writes, refused)
    summary.seconds = time.monotonic() - began
    return summary


def _priced(
    spark: Any, files: Files, job: Job, reads: Format, writes: Format, refused: str
) -> Summary:
    from pyspark.sql import Observation, functions

    source = _source(spark, files, job, reads)
    given = found_columns(source.names, job.columns, job.pay, folds=True)
    listed, found = with_lists_joined(nw.from_native(source.rows), given)
    rows, pay = listed.to_native(), job.pay
    if source.decimal_comma:
        rows, found, pay = _with_points(rows, found, pay)
    places = PlacesMet(job.settings)
    frame = with_estimates(rows, found, job.settings, places, pay)
    counts = [functions.count(functions.lit(1)).alias("rows")]
    good = (functions.col(f"{PREFIX}refused") == "") & functions.col(_WRONG).isNull()
    for match in _MATCHES:
        here = functions.when(good & (functions.col(f"{PREFIX}place_match") == match), 1)
        counts.append(functions.count(here).alias(match))
    seen = Observation()
    added = [*PAY, *SAID, *(RANKS if job.pay else ())]
    priced = (
        frame.observe(seen, *counts)
        .filter(good)
        .select(
            *(functions.col(_quoted(name)) for name in source.names),
            *(functions.col(f"{PREFIX}{name}").alias(name) for name in added),
        )
    )
    summary = Summary()
    with files.replacing(job.target, force=job.force) as partial:
        _write(priced, partial, writes, source.names, exact=job.exact)
    told = seen.get
    summary.rows_in = int(told["rows"])
    summary.matches.update({match: int(told[match]) for match in _MATCHES if told[match]})
    summary.rows_out = sum(summary.matches.values())
    if summary.rows_out < summary.rows_in:
        bad = frame.filter(~good)
        rejects = _rejects(bad, source, found, Reasons(job.settings, places))
        with files.replacing(refused, force=job.force) as folder, files.open(folder) as stream:
            head: list[Sequence[str]] = [header(source.names)]
            while some := list(islice(rejects, _AT_ONCE)):
                summary.rejects.update(one.code for one in some)
                rows = chain(head, cells_of(some, len(source.names)))
                stream.write(bytearray(encoded(rows, source.delimiter, exact=job.exact)))
                head = []
        summary.rejects_in = refused
    elif job.force:
        files.remove(refused)
    return summary


def with_estimates(
    rows: Any, found: Mapping[str, str], settings: Settings, places: PlacesMet, pay: str | None
) -> Any:
    """The Spark rows with every column ``mls_`` of an estimate; found: ours -> theirs."""
    chain = Chain.of(settings)
    frame: Any = chain.asked(nw.from_native(rows), found)
    join, seen = join_of(frame), _distinct(frame)
    met = Met(
        WordsMet(settings).lookup(seen["words"]),
        months(settings.book, filter(None, seen["months"])),
        years_met(seen["years"], settings.book) if seen["years"] else None,
    )
    frame = join(chain.with_persons(frame, join, met), places.lookup(seen["places"]))
    return chain.with_estimates(frame, pay).to_native()


def _with_points(
    rows: Any, found: Mapping[str, str], pay: str | None
) -> tuple[Any, Mapping[str, str], str | None]:
    """The rows with what decimals.py makes of them beside, and where to find ours and the pay."""
    from pyspark.sql import functions

    def put(ours: str, theirs: str) -> str:
        nonlocal rows
        name = f"{PREFIX}points_{ours}"
        cell = functions.regexp_replace(_quoted(theirs), comma_in(ours), "$1.$2")
        rows = rows.withColumn(name, cell)
        return name

    read = {ours: put(ours, theirs) for ours, theirs in found.items()}
    return rows, read, put("pay", pay) if pay else None


def _distinct(frame: Any) -> dict[str, list[Any]]:
    """The distinct texts of places, of words and of months, and years that are more than digits."""
    from pyspark.sql import functions

    texts = frame.collect_schema()[YEARS] == nw.String
    odd = nw.when(in_words()).then(nw.col(YEARS)) if texts else nw.lit(None, nw.String)
    rows = frame.with_columns(mls_odd=odd).to_native()
    found = rows.agg(
        functions.collect_set(functions.struct(*own(TEXTS))).alias("places"),
        functions.collect_set(functions.struct(*own(WORD_TEXTS))).alias("words"),
        functions.collect_set(f"{PREFIX}as_of").alias("months"),
        functions.collect_set(f"{PREFIX}odd").alias("years"),
    ).first()
    rows_of = {name: [tuple(one) for one in found[name]] for name in ("places", "words")}
    return rows_of | {"months": list(found["months"]), "years": list(found["years"])}


def _source(spark: Any, files: Files, job: Job, how: Format) -> Source:
    from pyspark.errors import AnalysisException
    from pyspark.sql import functions

    files.require_there(job.source)
    try:
        if how.name == "csv":
            return _csv(spark, job, how)
        rows = spark.read.parquet(job.source) if how.name == "parquet" else _json(spark, job)
    except AnalysisException as error:
        reason = str(error).splitlines()[0][:200]
        raise BadDataError("cannot_read", f"{job.source} cannot be read: {reason}") from error
    names = [name for name in rows.columns if name != _TEXT]
    if len({name.lower() for name in names}) < len(names):
        raise BadDataError("duplicate_column", f"{job.source} has a column twice. Rename one.")
    broken = functions.col(_TEXT).isNotNull() if _TEXT in rows.columns else functions.lit(False)
    text = functions.col(_TEXT) if _TEXT in rows.columns else functions.lit(None).cast("string")
    made = rows.select(
        *(functions.col(_quoted(name)) for name in names),
        functions.monotonically_increasing_id().alias(_AT),
        functions.when(broken, "not_json").alias(_WRONG),
        text.alias(_TEXT),
    )
    return Source(made, names, made)


def _json(spark: Any, job: Job) -> Any:
    from pyspark.sql import functions

    lines = spark.read.text(job.source).filter(functions.length(functions.trim("value")) > 0)
    first = lines.first()
    array = first is not None and is_array(first["value"].encode())
    reading = spark.read.option("columnNameOfCorruptRecord", _TEXT).option("multiLine", array)
    return reading.json(job.source)


def _csv(spark: Any, job: Job, how: Format) -> Source:
    """Line by line, so that every bad line keeps its text and its number."""
    import csv

    from pyspark.sql import functions

    lines = spark.read.text(job.source).withColumn(_AT, functions.monotonically_increasing_id())
    full = functions.length(functions.trim("value")) > 0
    head = [row["value"] for row in lines.filter(full).select("value").take(_LOOKED_AT)]
    plain = [line.removeprefix("\ufeff") for line in head]
    said = said_by_file(plain[0].encode()) if plain else None
    above, plain = ([head.pop(0)], plain[1:]) if said else ([], plain)
    if not plain:
        raise BadDataError("empty_file", f"{job.source} is empty: give it a header line.")
    sign = how.delimiter or said or delimiter_found("\n".join(plain).encode(), job.source)
    names = next(csv.reader([plain[0]], delimiter=sign))
    places = [f"c{at}" for at in range(len(names))]
    own = slice(len(REASONS) if is_of_rejects(names) else 0, None)
    if len({name.lower() for name in names[own]}) < len(names[own]):
        raise BadDataError("duplicate_column", f"{job.source} has a column twice. Rename one.")
    schema = ", ".join(f"{place} string" for place in [*places, _WRONG])
    options = _csv_options(sign) | {
        "mode": "PERMISSIVE", "columnNameOfCorruptRecord": _WRONG, "maxCharsPerColumn": "-1",
    }  # fmt: skip
    parsed = functions.from_csv(functions.col("value"), schema, options)
    delimiter = re.escape(sign)
    cell = _CELL.format(delimiter)
    closed = ~functions.col("value").contains('"') | functions.col("value").rlike(
        f"^{cell}(?:{delimiter}{cell})*+$"
    )
    wrong = (
        functions.when(functions.col("value").contains("\0"), "nul_byte")
        .when(functions.col("value").contains("\ufffd"), "not_utf8")
        .when(~closed, "quote_not_closed")
        .when(functions.col(f"cells.{_WRONG}").isNotNull(), "ragged")
    )
    rows = (
        lines.filter(full & ~functions.col("value").isin(head[0], *above))
        .withColumn("cells", parsed)
        .select(
            *(
                functions.col(f"cells.{place}").alias(name)
                for place, name in zip(places[own], names[own], strict=True)
            ),
            _AT,
            wrong.alias(_WRONG),
            functions.col("value").alias(_TEXT),
        )
    )
    return Source(rows, names[own], lines, sign)


def _csv_options(sign: str) -> dict[str, str]:
    """CSV as RFC 4180 has it: a doubled quote, and blanks that belong to the cell."""
    blanks = {f"ignore{side}WhiteSpace": "false" for side in ("Leading", "Trailing")}
    return {"sep": sign, "quote": '"', "escape": '"', **blanks}


_MESSAGES = {
    "nul_byte": "The line holds a NUL byte. Save the file as plain text.",
    "not_utf8": "The line is not UTF-8. Save the file as UTF-8.",
    "quote_not_closed": "A quote opens a cell and none closes it on the line, where Spark ends it.",
    "ragged": "The line has not as many cells as the header.",
    "not_json": "The line is no JSON object.",
}


def _rejects(
    bad: Any, source: Source, found: Mapping[str, str], reasons: Reasons
) -> Iterator[Reject]:
    """The refused rows, in order, with the numbers of their lines."""
    from pyspark.sql import functions

    starts = _starts(source.lines)
    inputs = {ours: f"in_{ours}" for ours in found if ours in COLUMNS}
    columns = [
        functions.trim(functions.col(_quoted(found[ours])).cast("string")).alias(name)
        for ours, name in inputs.items()
    ]
    kinds = dict(bad.dtypes)
    own = [
        _as_cell(name, kinds[name]).alias(f"own_{place}") for place, name in enumerate(source.names)
    ]
    for row in bad.select(_AT, _WRONG, _TEXT, *columns, *own).toLocalIterator():
        line = starts[row[_AT] >> 33] + (row[_AT] & (1 << 33) - 1) + 1
        if row[_WRONG] is not None:
            yield Reject(line, row[_WRONG], _MESSAGES[row[_WRONG]], (row[_TEXT] or "",))
        else:
            texts = {ours: row[name] or "" for ours, name in inputs.items()}
            cells = tuple(cell or "" for cell in row[-len(own) :])
            yield Reject(line, *reasons.of(texts), cells)


def _as_cell(name: str, kind: str) -> Any:
    """A column as the cells of a file of rejects, to be read again."""
    from pyspark.sql import functions

    column = functions.col(_quoted(name))
    if kind == "array<string>":
        return functions.array_join(column, ";")
    if kind.startswith(("array", "map", "struct")):
        return functions.to_json(column)
    return column.cast("string")


def _starts(lines: Any) -> dict[int, int]:
    """How many lines stand before each partition's first."""
    from pyspark.sql import functions

    counted = lines.groupBy(functions.shiftright(_AT, 33).alias("part")).count().collect()
    starts, before = {}, 0
    for part, count in sorted((row["part"], row["count"]) for row in counted):
        starts[part] = before
        before += count
    return starts


def _write(rows: Any, path: str, how: Format, texts: Iterable[str], *, exact: bool) -> None:
    writer = (rows if exact or how.name != "csv" else _guarded(rows, texts)).write.mode("append")
    if how.packed:
        writer = writer.option("compression", how.packed)
    if how.name == "csv":
        writer.options(**_csv_options(how.delimiter or COMMA), header=True, emptyValue="").csv(path)
    elif how.name == "jsonl":
        writer.option("ignoreNullFields", False).json(path)
    else:
        writer.parquet(path)


def _guarded(rows: Any, names: Iterable[str]) -> Any:
    """As guard.py guards cells; the names of columns stand in the first line."""
    from pyspark.sql import functions

    kinds = dict(rows.dtypes)
    for name in names:
        if kinds[name] == "string":
            cell = functions.col(_quoted(name))
            runs = cell.rlike(RUNS) & ~cell.rlike(HARMLESS)
            safe = functions.concat(functions.lit("'"), cell)
            rows = rows.withColumn(name, functions.when(runs, safe).otherwise(cell))
    return rows.toDF(*(guarded(name) for name in rows.columns))


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
