"""A file or a folder of any Hadoop file system, priced by Spark where it lies.

The rows are never shuffled: look-ups are broadcast, and the only thing that travels before is the
set of distinct place texts, which the driver looks up as a single estimate would.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Any, get_args

import narwhals as nw

from mlsalary.batch.decimals import comma_in
from mlsalary.batch.digits import RANK_DECIMALS, short_ranks, whole_dollars
from mlsalary.batch.formats import Format, read_format, written_format
from mlsalary.batch.job import STANDARD, Job, Summary
from mlsalary.batch.reasons import Reasons
from mlsalary.batch.rejects import cells_of, encoded, header
from mlsalary.batch.spark_files import Files, session
from mlsalary.batch.spark_rejects import rejects_of
from mlsalary.batch.spark_source import WRONG, csv_options, quoted_name, source_of
from mlsalary.batch.writers import COMMA
from mlsalary.errors import UsageError
from mlsalary.extras import need
from mlsalary.files.spreadsheet import HARMLESS, RUNS, guarded
from mlsalary.frame.chain import Chain, Met, own
from mlsalary.frame.columns import added_columns, columns_of
from mlsalary.frame.kinds import join_of
from mlsalary.frame.lookup import PREFIX
from mlsalary.frame.places import TEXTS, PlacesMet
from mlsalary.frame.pricing import PAY, RANKS
from mlsalary.frame.readable import with_lists_joined
from mlsalary.frame.settings import Settings
from mlsalary.frame.tables import months
from mlsalary.frame.words import TEXTS as WORD_TEXTS
from mlsalary.frame.words import WordsMet
from mlsalary.frame.years import YEARS, in_words, years_met
from mlsalary.results import PlaceMatch

_MATCHES: tuple[str, ...] = get_args(PlaceMatch)
_AT_ONCE = 100_000  # rejects that are held in memory


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
        raise UsageError(
            "bad_encoding",
            "Spark reads only UTF-8. Save the file as UTF-8, or use --engine polars.",
        )
    began = time.monotonic()
    if job.skip_lines or job.sheet is not None:
        raise UsageError(
            "bad_engine", "Spark skips no lines and reads no workbooks. Use --engine polars."
        )
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

    source = source_of(spark, files, job, reads)
    told = columns_of(source.names, job.columns, job.pay, job.settings, folds=True)
    listed, found = with_lists_joined(nw.from_native(source.rows), told.found)
    rows, pay = listed.to_native(), dict(told.pay)
    if source.decimal_comma:
        rows, found, pay = _with_points(rows, dict(found), pay)
    places = PlacesMet(job.settings)
    frame = with_estimates(rows, found, job.settings, places, pay, told.each)
    counts = [functions.count(functions.lit(1)).alias("rows")]
    good = (functions.col(f"{PREFIX}refused") == "") & functions.col(WRONG).isNull()
    for match in _MATCHES:
        here = functions.when(good & (functions.col(f"{PREFIX}place_match") == match), 1)
        counts.append(functions.count(here).alias(match))
    seen = Observation()
    added = added_columns(pay)
    priced = (
        frame.observe(seen, *counts)
        .filter(good)
        .select(
            *(functions.col(quoted_name(name)) for name in source.names),
            *(_digits(name, writes, asked=job.rounds).alias(name) for name in added),
        )
    )
    summary = Summary(columns=told)
    with files.replacing(job.target, force=job.force) as partial:
        _write(priced, partial, writes, source.names, exact=job.exact)
    told = seen.get
    summary.rows_in = int(told["rows"])
    summary.matches.update({match: int(told[match]) for match in _MATCHES if told[match]})
    summary.rows_out = sum(summary.matches.values())
    if summary.rows_out < summary.rows_in:
        bad = frame.filter(~good)
        rejects = rejects_of(bad, source, found, Reasons(job.settings, places))
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


def _digits(name: str, how: Format, *, asked: bool) -> Any:
    """A column of the estimate as ``digits.py`` has it written."""
    from pyspark.sql import functions

    column = functions.col(f"{PREFIX}{name}")
    if name in PAY and whole_dollars(how, asked=asked):
        return functions.rint(column).cast("bigint")
    if name in RANKS and short_ranks(how):
        return functions.rint(column * 10**RANK_DECIMALS) / 10**RANK_DECIMALS
    return column


def with_estimates(
    rows: Any,
    found: Mapping[str, str],
    settings: Settings,
    places: PlacesMet,
    pay: Mapping[str, str],
    each: str = "",
) -> Any:
    """The Spark rows with every column ``mls_`` of an estimate; found, pay: ours -> theirs; each:
    how often pay comes, a year if empty."""
    chain = Chain.of(settings)
    frame: Any = chain.asked(nw.from_native(rows), found)
    join, seen = join_of(frame), _distinct(frame)
    met = Met(
        WordsMet(settings).lookup(seen["words"]),
        months(settings.book, filter(None, seen["months"])),
        years_met(seen["years"], settings.book) if seen["years"] else None,
    )
    frame = join(chain.with_persons(frame, join, met), places.lookup(seen["places"]))
    return chain.with_ranks(chain.with_estimates(frame, join), pay, each).to_native()


def _with_points(
    rows: Any, found: dict[str, str], pay: dict[str, str]
) -> tuple[Any, dict[str, str], dict[str, str]]:
    """The rows with what decimals.py makes of them beside, and where to find ours and the pay."""
    from pyspark.sql import functions

    read = {**found, **pay}
    cells = {
        ours: functions.regexp_replace(quoted_name(theirs), comma_in(ours), "$1.$2")
        for ours, theirs in read.items()
    }
    beside = {ours: f"{PREFIX}points_{ours}" for ours in read}
    rows = rows.withColumns({beside[ours]: cell for ours, cell in cells.items()})
    return rows, {one: beside[one] for one in found}, {one: beside[one] for one in pay}


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


def _write(rows: Any, path: str, how: Format, texts: Iterable[str], *, exact: bool) -> None:
    writer = (rows if exact or how.name != "csv" else _guarded(rows, texts)).write.mode("append")
    if how.packed:
        writer = writer.option("compression", how.packed)
    if how.name == "csv":
        writer.options(**csv_options(how.delimiter or COMMA), header=True, emptyValue="").csv(path)
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
            cell = functions.col(quoted_name(name))
            runs = cell.rlike(RUNS) & ~cell.rlike(HARMLESS)
            safe = functions.concat(functions.lit("'"), cell)
            rows = rows.withColumn(name, functions.when(runs, safe).otherwise(cell))
    return rows.toDF(*(guarded(name) for name in rows.columns))
