"""A file or a folder of any Hadoop file system, priced by Spark where it lies.

The rows are never shuffled: look-ups are broadcast, and the only thing that travels before is the
set of distinct place texts, which the driver looks up as a single estimate would.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple, get_args

import narwhals as nw

from mlsalary.batch.formats import Format, format_of
from mlsalary.batch.job import STANDARD, Job, Reject, Summary
from mlsalary.batch.reasons import Reasons
from mlsalary.batch.rejects import HEADER
from mlsalary.batch.spark_files import Files, session
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

# A cell of CSV: quoted, and whatever follows the closing quote; or not quoted. Possessive, because
# Java's expressions would otherwise need as much stack as the cell is long.
_CELL = '(?:"[^"]*+(?:""[^"]*+)*+"[^{0}]*+|[^"{0}][^{0}]*+|)'


class Source(NamedTuple):
    """What was read: rows, the caller's columns among them, where a row stands, its original
    text, and the code of what is wrong with it (null where nothing is)."""

    rows: Any
    names: list[str]
    lines: Any | None


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
    reads = format_of(job.source, job.read_as, job.delimiter)
    writes = format_of(job.target, job.write_as)
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
    rows, found = with_lists_joined(nw.from_native(source.rows), given)
    places = PlacesMet(job.settings)
    frame = with_estimates(rows.to_native(), found, job.settings, places, job.pay)
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
        with files.replacing(refused, force=job.force) as partial:
            while some := list(islice(rejects, _AT_ONCE)):
                summary.rejects.update(one.code for one in some)
                kinds = "line bigint, code string, message string, text string"
                table = spark.createDataFrame(some, kinds).coalesce(1)
                _write(table, partial, Format("csv", None, ","), HEADER[-2:], exact=job.exact)
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
    text = functions.to_json(functions.struct(*(_quoted(name) for name in names)))
    whole = functions.coalesce(functions.col(_TEXT), text) if _TEXT in rows.columns else text
    made = rows.select(
        *(functions.col(_quoted(name)) for name in names),
        functions.monotonically_increasing_id().alias(_AT),
        functions.when(broken, "not_json").alias(_WRONG),
        whole.alias(_TEXT),
    )
    return Source(made, names, made)


def _json(spark: Any, job: Job) -> Any:
    return spark.read.option("columnNameOfCorruptRecord", _TEXT).json(job.source)


def _csv(spark: Any, job: Job, how: Format) -> Source:
    """Line by line, so that every bad line keeps its text and its number."""
    import csv

    from pyspark.sql import functions

    lines = spark.read.text(job.source).withColumn(_AT, functions.monotonically_increasing_id())
    full = functions.length(functions.trim("value")) > 0
    first = lines.filter(full).select("value").first()
    if first is None:
        raise BadDataError("empty_file", f"{job.source} is empty: give it a header line.")
    header = first["value"]
    names = next(csv.reader([header.removeprefix("\ufeff")], delimiter=how.delimiter))
    if len({name.lower() for name in names}) < len(names):
        raise BadDataError("duplicate_column", f"{job.source} has a column twice. Rename one.")
    places = [f"c{at}" for at in range(len(names))]
    schema = ", ".join(f"{place} string" for place in [*places, _WRONG])
    options = _csv_options(how) | {
        "mode": "PERMISSIVE", "columnNameOfCorruptRecord": _WRONG, "maxCharsPerColumn": "-1",
    }  # fmt: skip
    parsed = functions.from_csv(functions.col("value"), schema, options)
    delimiter = re.escape(how.delimiter)
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
        lines.filter(full & (functions.col("value") != header))
        .withColumn("cells", parsed)
        .select(
            *(functions.col(f"cells.{p}").alias(n) for p, n in zip(places, names, strict=True)),
            _AT,
            wrong.alias(_WRONG),
            functions.col("value").alias(_TEXT),
        )
    )
    return Source(rows, names, lines)


def _csv_options(how: Format) -> dict[str, str]:
    """CSV as RFC 4180 has it: a doubled quote, and blanks that belong to the cell."""
    blanks = {f"ignore{side}WhiteSpace": "false" for side in ("Leading", "Trailing")}
    return {"sep": how.delimiter, "quote": '"', "escape": '"', **blanks}


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
    for row in bad.select(_AT, _WRONG, _TEXT, *columns).toLocalIterator():
        line = starts[row[_AT] >> 33] + (row[_AT] & (1 << 33) - 1) + 1
        if row[_WRONG] is not None:
            yield Reject(line, row[_WRONG], _MESSAGES[row[_WRONG]], row[_TEXT] or "")
        else:
            texts = {ours: row[name] or "" for ours, name in inputs.items()}
            yield Reject(line, *reasons.of(texts), row[_TEXT] or "")


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
        writer.options(**_csv_options(how), header=True, emptyValue="").csv(path)
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
