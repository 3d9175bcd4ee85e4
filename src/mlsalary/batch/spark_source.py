"""What Spark reads: CSV line by line, so that every bad line keeps its text and its number; JSON
and Parquet as it reads them itself."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from mlsalary.batch.delimiters import delimiter_found, said_by_file
from mlsalary.batch.formats import Format
from mlsalary.batch.job import Job
from mlsalary.batch.json_array import is_array
from mlsalary.batch.mended import is_of_rejects
from mlsalary.batch.rejects import REASONS
from mlsalary.batch.writers import COMMA
from mlsalary.errors import BadDataError
from mlsalary.frame.lookup import PREFIX

AT, TEXT, WRONG = f"{PREFIX}at", f"{PREFIX}text", f"{PREFIX}wrong"
"""Columns beside the caller's: where a row stands, and the text and the code of what is none."""
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


class Table(NamedTuple):
    """Rows of JSON or of Parquet with the caller's columns, and whether a column ``TEXT`` beside
    them has the text of what is no row."""

    rows: Any
    names: list[str]
    broken: bool


def table_of(spark: Any, job: Job, how: Format) -> Table:
    """The table that a source of JSON or of Parquet is; BadDataError when it cannot be read."""
    from pyspark.errors import AnalysisException

    try:
        rows = spark.read.parquet(job.source) if how.name == "parquet" else _json(spark, job)
    except AnalysisException as error:
        raise cannot_read(job, error) from error
    names = [name for name in rows.columns if name != TEXT]
    require_once(names, job)
    return Table(rows, names, TEXT in rows.columns)


def source_of(table: Table) -> Source:
    """The same for Spark's own operators."""
    from pyspark.sql import functions

    broken = functions.col(TEXT).isNotNull() if table.broken else functions.lit(False)
    text = functions.col(TEXT) if table.broken else functions.lit(None).cast("string")
    made = table.rows.select(
        *(functions.col(quoted_name(name)) for name in table.names),
        functions.monotonically_increasing_id().alias(AT),
        functions.when(broken, "not_json").alias(WRONG),
        text.alias(TEXT),
    )
    return Source(made, table.names, made)


def cannot_read(job: Job, error: Exception) -> BadDataError:
    """The error for a source that Spark does not read."""
    reason = str(error).splitlines()[0][:200]
    return BadDataError("cannot_read", f"{job.source} cannot be read: {reason}")


def require_once(names: Sequence[str], job: Job) -> None:
    """BadDataError for columns that are one to Spark, which takes capitals for small letters."""
    if len({name.lower() for name in names}) < len(names):
        raise BadDataError("duplicate_column", f"{job.source} has a column twice. Rename one.")


def _json(spark: Any, job: Job) -> Any:
    from pyspark.sql import functions

    lines = spark.read.text(job.source).filter(functions.length(functions.trim("value")) > 0)
    first = lines.first()
    array = first is not None and is_array(first["value"].encode())
    reading = spark.read.option("columnNameOfCorruptRecord", TEXT).option("multiLine", array)
    return reading.json(job.source)


def csv_of(spark: Any, job: Job, how: Format) -> Source:
    """Lines of CSV as Spark's own operators read them; BadDataError when they cannot be read."""
    from pyspark.errors import AnalysisException

    try:
        return _csv(spark, job, how)
    except AnalysisException as error:
        raise cannot_read(job, error) from error


def _csv(spark: Any, job: Job, how: Format) -> Source:
    from pyspark.sql import functions

    lines = spark.read.text(job.source).withColumn(AT, functions.monotonically_increasing_id())
    full = functions.length(functions.trim("value")) > 0
    head = [row["value"] for row in lines.filter(full).select("value").take(_LOOKED_AT)]
    plain = [line.removeprefix("\ufeff") for line in head]
    said = said_by_file(plain[0].encode()) if plain else None
    above, plain = ([head.pop(0)], plain[1:]) if said else ([], plain)
    if not plain:
        raise BadDataError("empty_file", f"{job.source} is empty. Add a header line.")
    sign = how.delimiter or said or delimiter_found("\n".join(plain).encode(), job.source)
    names = next(csv.reader([plain[0]], delimiter=sign))
    places = [f"c{at}" for at in range(len(names))]
    own = slice(len(REASONS) if is_of_rejects(names) else 0, None)
    require_once(names[own], job)
    schema = ", ".join(f"{place} string" for place in [*places, WRONG])
    options = csv_options(sign) | {
        "mode": "PERMISSIVE", "columnNameOfCorruptRecord": WRONG, "maxCharsPerColumn": "-1",
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
        .when(functions.col(f"cells.{WRONG}").isNotNull(), "ragged")
    )
    rows = (
        lines.filter(full & ~functions.col("value").isin(head[0], *above))
        .withColumn("cells", parsed)
        .select(
            *(
                functions.col(f"cells.{place}").alias(name)
                for place, name in zip(places[own], names[own], strict=True)
            ),
            AT,
            wrong.alias(WRONG),
            functions.col("value").alias(TEXT),
        )
    )
    return Source(rows, names[own], lines, sign)


def csv_options(sign: str) -> dict[str, str]:
    """CSV as RFC 4180 has it: a doubled quote, and blanks that belong to the cell."""
    blanks = {f"ignore{side}WhiteSpace": "false" for side in ("Leading", "Trailing")}
    return {"sep": sign, "quote": '"', "escape": '"', **blanks}


def quoted_name(name: str) -> str:
    """The name of a column as Spark reads it whatever is in it."""
    return "`" + name.replace("`", "``") + "`"
