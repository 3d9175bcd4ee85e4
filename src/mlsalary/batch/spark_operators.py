"""Rows that Spark's own operators price, where its executors have no mlsalary.

Look-ups are broadcast, and the only thing that travels before is the set of distinct place texts,
which the driver looks up as a single estimate would.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import narwhals as nw

from mlsalary.batch.decimals import comma_in
from mlsalary.batch.digits import RANK_DECIMALS, short_ranks, whole_dollars
from mlsalary.batch.formats import Format
from mlsalary.batch.job import Job, Summary
from mlsalary.batch.reasons import Reasons
from mlsalary.batch.spark_files import Files
from mlsalary.batch.spark_rejects import rejects_of
from mlsalary.batch.spark_source import TEXT, WRONG, Source, quoted_name
from mlsalary.batch.spark_writing import write, write_rejects
from mlsalary.errors import BadDataError
from mlsalary.frame.chain import Chain, Met, own
from mlsalary.frame.columns import columns_of
from mlsalary.frame.kinds import join_of
from mlsalary.frame.lookup import PREFIX
from mlsalary.frame.places import TEXTS, PlacesMet
from mlsalary.frame.prices import CODES, REAL_PAY
from mlsalary.frame.pricing import PAY, RANKS
from mlsalary.frame.readable import with_lists_joined
from mlsalary.frame.settings import Settings
from mlsalary.frame.tables import months
from mlsalary.frame.words import WordsMet
from mlsalary.frame.years import YEARS, in_words, years_met
from mlsalary.profile import WORD_COLUMNS
from mlsalary.results import PlaceMatch
from mlsalary.spelling import one_line, quoted

_MATCHES: tuple[str, ...] = get_args(PlaceMatch)
_OPEN = "quote_not_closed"
_SHOWN = 60  # characters of a line
# One method for all of the arithmetic is longer than Java compiles, and would be interpreted: in
# pieces the same rows take three fifths of the time.
_IN_PIECES = {"spark.sql.codegen.wholeStage": "false"}


def priced_by_operators(
    source: Source, files: Files, job: Job, writes: Format, refused: str
) -> Summary:
    """What ``run_spark`` does, by Spark's own operators."""
    from pyspark.sql import Observation, functions

    columns = columns_of(source.names, job.columns, job.pay, job.settings, folds=True)
    listed, found = with_lists_joined(nw.from_native(source.rows), columns.found)
    rows, pay = listed.to_native(), dict(columns.pay)
    if source.decimal_comma:
        rows, found, pay = _with_points(rows, dict(found), pay)
    places = PlacesMet(job.settings)
    frame = with_estimates(rows, found, job.settings, places, pay, columns.each)
    counts = [functions.count(functions.lit(1)).alias("rows")]
    counts.append(functions.count(functions.when(functions.col(WRONG) == _OPEN, 1)).alias(_OPEN))
    good = (functions.col(f"{PREFIX}refused") == "") & functions.col(WRONG).isNull()
    for match in _MATCHES:
        here = functions.when(good & (functions.col(f"{PREFIX}place_match") == match), 1)
        counts.append(functions.count(here).alias(match))
    warned = functions.split(functions.col(f"{PREFIX}warnings"), ";")
    for code in CODES if job.settings.real else ():
        here = functions.when(good & functions.array_contains(warned, code), 1)
        counts.append(functions.count(here).alias(code))
    seen = Observation()
    priced = (
        frame.observe(seen, *counts)
        .filter(good)
        .select(
            *(functions.col(quoted_name(name)) for name in source.names),
            *(_digits(name, writes, asked=job.rounds).alias(name) for name in columns.added),
        )
    )
    summary = Summary(columns=columns)
    with files.setting(_IN_PIECES):
        with files.replacing(job.target, force=job.force) as partial:
            write(priced, partial, writes, source.names, exact=job.exact)
            told = seen.get
            if told[_OPEN]:
                raise _open(source, job)
        summary.rows_in = int(told["rows"])
        summary.matches.update({match: int(told[match]) for match in _MATCHES if told[match]})
        summary.prices.update({code: int(told[code]) for code in CODES if code in told})
        summary.rows_out = sum(summary.matches.values())
        rejects = None
        if summary.rows_out < summary.rows_in:
            bad = frame.filter(~good)
            rejects = rejects_of(bad, source, found, Reasons(job.settings, places))
        write_rejects(rejects, summary, files, job, refused, source.names, source.delimiter)
    return summary


def _open(source: Source, job: Job) -> BadDataError:
    """The error for a file whose quoted cells run on over line ends: half a row could be priced as
    if it were one."""
    from pyspark.sql import functions

    found = source.rows.filter(functions.col(WRONG) == _OPEN).select(TEXT).first()
    line = quoted(one_line(found[TEXT], _SHOWN)) if found else "a line"
    return BadDataError(
        "quoted_line_end",
        f"{job.source}: a quote is open at the end of {line}. Spark's own operators read line by "
        "line, so nothing was written. Give the executors mlsalary (docs/scale.md), or use "
        "--engine polars.",
    )


def _digits(name: str, how: Format, *, asked: bool) -> Any:
    """A column of the estimate as ``digits.py`` has it written."""
    from pyspark.sql import functions

    column = functions.col(f"{PREFIX}{name}")
    if name in (*PAY, *REAL_PAY) and whole_dollars(how, asked=asked):
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
        functions.collect_set(functions.struct(*own(WORD_COLUMNS))).alias("words"),
        functions.collect_set(f"{PREFIX}as_of").alias("months"),
        functions.collect_set(f"{PREFIX}odd").alias("years"),
    ).first()
    rows_of = {name: [tuple(one) for one in found[name]] for name in ("places", "words")}
    return rows_of | {"months": list(found["months"]), "years": list(found["years"])}
