"""The formulas: arithmetic only, for one profile and for a table of them alike.

No figure stands here and nothing is looked up. Money is US dollars a year. What ends in ``_log`` is
a natural logarithm; a *spread* is the standard deviation of log pay among people who share the
profile. What an offer brings is asked of ``rules.offer`` itself, which an estimate needs not.
"""

from __future__ import annotations

from mlsalary.rules.aging import aged_between_log, aged_beyond_log, aged_log, aging_doubt
from mlsalary.rules.bind import gather
from mlsalary.rules.doubt import (
    around,
    around_log,
    combined,
    counted,
    disagreement,
    in_dollars,
    line_doubt,
    relative_error,
    sampling_doubt,
    share_of,
)
from mlsalary.rules.facts import told
from mlsalary.rules.middles import (
    beyond_base,
    blended_log,
    bonus_of,
    effect,
    equity_of,
    level_shares,
    middle_log,
    mixed,
    on_guide_scale_log,
    pegged,
    place_log,
    pooled,
    premium_of_band,
    price,
    ratio,
    stand_in,
    tilt_log,
    weighted,
    with_factor,
)
from mlsalary.rules.operations import pairs, pairs_of, product_of, sum_of
from mlsalary.rules.spread import (
    Z75,
    Z90,
    along,
    band_spread,
    core_spread,
    percentile_rank,
    percentiles,
    rank_of,
    spreads_above,
    total_spread,
    widened,
)

__all__ = [
    "Z75",
    "Z90",
    "aged_between_log",
    "aged_beyond_log",
    "aged_log",
    "aging_doubt",
    "along",
    "around",
    "around_log",
    "band_spread",
    "beyond_base",
    "blended_log",
    "bonus_of",
    "combined",
    "core_spread",
    "counted",
    "disagreement",
    "effect",
    "equity_of",
    "gather",
    "in_dollars",
    "level_shares",
    "line_doubt",
    "middle_log",
    "mixed",
    "on_guide_scale_log",
    "pairs",
    "pairs_of",
    "pegged",
    "percentile_rank",
    "percentiles",
    "place_log",
    "pooled",
    "premium_of_band",
    "price",
    "product_of",
    "rank_of",
    "ratio",
    "relative_error",
    "sampling_doubt",
    "share_of",
    "spreads_above",
    "stand_in",
    "sum_of",
    "tilt_log",
    "told",
    "total_spread",
    "weighted",
    "widened",
    "with_factor",
]
