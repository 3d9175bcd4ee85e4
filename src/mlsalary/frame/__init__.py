"""A table of profiles: facts bound by joins on small look-up tables, priced by the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlsalary import values
from mlsalary.errors import UsageError
from mlsalary.extras import need_all
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
    real: bool = False,
    pay: str | None = None,
    defaults: Mapping[str, object] | None = None,
) -> Any:
    """Price a table: the same kind of table with an estimate in every row, lazy if it is lazy.

    Needs the extra ``batch``. Returns as many rows as it gets, with thirteen more columns. Figures
    and sources are those of ``estimate`` for each row.

    df: a pandas, Polars (eager or lazy), PyArrow, DuckDB, PySpark or Ibis table with any of the
    columns of ``profile.COLUMNS``, whatever their case, spaces and punctuation, or under an alias
    such as YOE or Location; ``columns`` maps our names to the table's, such as
    ``{"years": "Tenure"}``, and to "" for none. ``spec`` may hold several, separated by semicolons
    or in a list. NaN counts as empty. All other columns and the order of a table in memory stay as
    they are. ColumnWarning if no column says where, and for one that looks like ours but is not
    read.

    Added: base_p10 … base_p90 and total_p10 … total_p90, US dollars a year; place (its code),
    place_match, and warnings (codes, separated by semicolons). ``pay``, the name of a pay column,
    of two as "low,high", or "pay" for whichever is there, also adds base_percentile and
    total_percentile: the percentile of that pay in each, 0 to 100. A table in memory, and one
    of PySpark as above, reads pay in all its forms ($185k, 95/hour, a range by its midpoint);
    others read US dollars a year.
    defaults: fields of a profile and the values to fill in where a row says nothing.

    fallback: what replaces an unknown place: "national" (the row's state if there is one, or else
    the nation), "state" or None for nothing. place_match and warnings say so.
    strict: whether an unknown word for a specialization, a degree, a role, a kind of employer or a
    level given with years refuses its row; otherwise it is ignored, and warnings says so.
    real: whether to add, behind all others, price_parity and housing_parity (what consumers'
    purchases and housing cost in the place; the United States are 100), real_base_p50 and
    real_total_p50 (US dollars a year at national prices, before taxes). They are empty where the
    place has no parity, and warnings then says ``no_parity``; it says ``prices_stand_in`` where the
    prices are those of a portion of the state.
    A row that cannot be priced has no amounts, and warnings holds the code of the error.

    A table in memory accepts every place text that a single estimate does, and so does one of
    PySpark whose executors have mlsalary. Other lazy engines join the texts that can be listed in
    advance: titles, towns with and without their state, ZIP codes, nicknames; making that table
    takes some seconds, and it is kept. RuntimeWarning where Spark's executors have no mlsalary, so
    that its own operators price the rows.

    Raises UsageError for something that is not a table, for a column that is named but missing and
    for an extra that is not installed; NotFoundError for an unknown release, bands or premiums; and
    BadDataError if there are neither years nor level, or if a column would be overwritten, is there
    twice, or holds neither text, numbers nor dates.

    >>> import polars
    >>> from mlsalary import estimate_frame
    >>> people = polars.DataFrame({"YOE": ["1 year", "5+"], "Location": ["Boston", "Austin"]})
    >>> priced = estimate_frame(people)
    >>> (priced["base_p25"] < priced["base_p50"]).all(), priced["place"].to_list()
    (True, ['14460', '12420'])
    """
    book = Rulebook.given(book)
    names = {
        ours: values.text(f"columns[{ours!r}]", theirs) or ""
        for ours, theirs in values.pairs("columns", columns).items()
    }
    filling = values.pairs("defaults", defaults)
    bls, fallback, pay = (
        values.text(name, told)
        for name, told in (("bls", bls), ("fallback", fallback), ("pay", pay))
    )
    premiums = values.text("premiums", premiums) or "guide"
    bands = values.text("bands", bands) or "reported"
    strict, real = values.flag("strict", strict), values.flag("real", real)
    need_all(batch=("narwhals", "polars", "pyarrow"))
    from mlsalary.frame.native import estimate_native  # Narwhals and Polars, 200 ms
    from mlsalary.frame.settings import Settings, checked_defaults
    from mlsalary.reading.words import word

    if fallback not in (None, "state", "national"):
        raise UsageError(
            "bad_fallback", f'fallback is "state", "national" or None, not {fallback!r}.'
        )
    of_guide, of_levels = word("premiums", premiums, book), word("bands", bands, book)
    defaults_ = checked_defaults(book, filling)
    settings = Settings(book, bls, of_guide, fallback, strict, defaults_, of_levels, real)
    return estimate_native(df, settings, names, pay)
