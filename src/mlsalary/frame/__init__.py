"""A table of profiles: facts bound by joins on small look-up tables, priced by the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlsalary.errors import UsageError
from mlsalary.extras import need
from mlsalary.rulebook import Rulebook


def estimate_frame(
    df: Any,
    *,
    book: Rulebook | None = None,
    columns: Mapping[str, str] | None = None,
    bls: str | None = None,
    premiums: str = "guide",
    bands: str = "reported",
    fallback: str | None = None,
    strict: bool = False,
    pay: str | None = None,
    defaults: Mapping[str, object] | None = None,
) -> Any:
    """Price a table: the same kind of table with an estimate on every row, lazy where it is lazy.

    Needs ``pip install "mlsalary[batch]"``. As many rows come back as went in, thirteen columns
    wider. Figures and sources are those of ``estimate`` for each row.

    df: a pandas, Polars (eager or lazy), PyArrow, DuckDB, PySpark or Ibis table with any of the
    columns of ``profile.COLUMNS``, whatever their case, blanks and signs, or under an alias such as
    YOE or Location; ``columns`` maps our names to the table's, such as ``{"years": "Tenure"}``, and
    to "" for none. ``spec`` may hold several, separated by semicolons or in a list. A number that
    is none (NaN) is nothing. All other columns and the order of a table in memory stay as they are.
    ColumnWarning where no column says where, and for one that looks like ours and is not read.

    Added: base_p10 … base_p90 and total_p10 … total_p90, US dollars a year; place (its code),
    place_match, and warnings (codes, separated by semicolons); with ``pay``, the name of a column
    of pay, of two as "low,high", or "pay" for whichever is there, also base_percentile and
    total_percentile: where that pay stands among each, 0 to 100. A table in memory reads pay in
    all its forms ($185k, 95/hour, a range by its middle), others read US dollars a year.
    defaults: fields of a profile and what stands in them where a row says nothing.

    fallback: what stands in for a place that is not known: "national" (the row's state where
    there is one, else the nation), "state" or None: nothing does. place_match and warnings say so.
    strict: whether a word that is not known of a specialization, a degree, a role, a kind of
    employer or, beside years, a level refuses its row; else it is left out, and warnings says so.
    A row that cannot be priced has no amounts, and warnings holds the error's code.

    A table in memory accepts every place text that a single estimate does. An engine that is
    asked lazily joins the texts that can be told beforehand: titles, towns with and without their
    state, ZIP codes, nicknames; making that table takes some seconds, and it is kept.

    Raises UsageError for what is no table, for a column that is named and not there and for an
    extra that is not installed, NotFoundError for a release, bands or premiums that are not
    known, and
    BadDataError when neither years nor level is there, when a column would be overwritten, stands
    twice, or holds neither text, numbers nor dates.

    >>> import polars
    >>> from mlsalary import estimate_frame
    >>> people = polars.DataFrame({"YOE": ["1 year", "5+"], "Location": ["Boston", "Austin"]})
    >>> priced = estimate_frame(people)
    >>> (priced["base_p25"] < priced["base_p50"]).all(), priced["place"].to_list()
    (True, ['14460', '12420'])
    """
    need("narwhals", "batch")
    need("polars", "batch")
    need("pyarrow", "batch")
    from mlsalary.frame.native import estimate_native  # Narwhals and Polars, 200 ms
    from mlsalary.frame.settings import Settings, checked_defaults
    from mlsalary.reading.words import word

    if fallback not in (None, "state", "national"):
        raise UsageError(
            "bad_fallback", f'fallback is "state", "national" or None, not {fallback!r}.'
        )
    book = book or Rulebook.shipped()
    filling = checked_defaults(book, defaults or {})
    of_guide, of_levels = word("premiums", premiums, book), word("bands", bands, book)
    settings = Settings(book, bls, of_guide, fallback, strict, filling, of_levels)
    return estimate_native(df, settings, dict(columns or {}), pay)
