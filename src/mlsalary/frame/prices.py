"""The pay of a table at national prices, by the parity of each row's place."""

from __future__ import annotations

from typing import get_args

import narwhals as nw

from mlsalary.frame.bind import Frame, Join
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.pricing import Columns, with_codes
from mlsalary.frame.text import col
from mlsalary.results import PlaceMatch
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.oews import areas
from mlsalary.rulebook.prices import parity
from mlsalary.rules.parity import at_national_prices

PARITIES = ("price_parity", "housing_parity")
REAL_PAY = ("real_base_p50", "real_total_p50")
REAL = (*PARITIES, *REAL_PAY)
NO_PARITY = "no_parity"
STAND_IN = "prices_stand_in"
CODES = (NO_PARITY, STAND_IN)
"""What ``warnings`` says of a place without a parity, and of one that has another's."""
_STANDS_IN, _SAID = "stands_in", f"{PREFIX}prices_said"


@once_a_book
def prices(book: Rulebook) -> Lookup:
    """An area and how words led to it -> its parities, and whether they stand in (1) or not; no row
    where it has none."""
    rows = [
        (area.code, match, found.all_items, found.housing, int(found.stands_in))
        for area in areas(book)
        for match in get_args(PlaceMatch)
        if (found := parity(book, area.code, match))
    ]
    keys = [f"{PREFIX}{name}" for name in ("place", "place_match")]
    names = [f"{PREFIX}{name}" for name in (*PARITIES, _STANDS_IN)]
    return Lookup.of("prices", keys, names, rows, numbers=names[:-1], integers=names[-1:])


def with_parities(frame: Frame, table: Lookup, join: Join) -> Frame:
    """The frame with ``PARITIES``, null where a place has none, and warnings that say so."""
    frame = join(frame, table)
    apart = nw.when(col(_STANDS_IN) == 1).then(nw.lit(f"{STAND_IN};")).otherwise(nw.lit(""))
    none = nw.when(col(PARITIES[0]).is_null()).then(nw.lit(f"{NO_PARITY};")).otherwise(apart)
    frame = frame.with_columns(**{_SAID: none}).drop(f"{PREFIX}{_STANDS_IN}")
    return with_codes(frame, _SAID).drop(_SAID)


def with_real(frame: Frame, m: Columns) -> Frame:
    """The priced frame with ``REAL_PAY``: US dollars a year at the nation's prices."""
    level = m.col(PARITIES[0])
    real = {name: at_national_prices(m.col(name.removeprefix("real_")), level) for name in REAL_PAY}
    return frame.with_columns(**{f"{PREFIX}{name}": one for name, one in real.items()})
