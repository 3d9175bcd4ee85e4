"""The formulas: arithmetic only, for one profile and for a table of them alike.

No figure stands here and nothing is looked up. Money is US dollars a year. What ends in ``_log`` is
a natural logarithm; a *spread* is the standard deviation of log pay among people who share the
profile. What an offer brings is asked of ``rules.offer`` itself, which an estimate needs not.
"""

from __future__ import annotations

from mlsalary.rules.doubt import (
    combined as combined,
)
from mlsalary.rules.doubt import (
    disagreement as disagreement,
)
from mlsalary.rules.operations import (
    pairs as pairs,
)
from mlsalary.rules.operations import (
    pairs_of as pairs_of,
)
from mlsalary.rules.price import (
    base_log as base_log,
)
from mlsalary.rules.price import (
    beyond_base as beyond_base,
)
from mlsalary.rules.price import (
    blended_log as blended_log,
)
from mlsalary.rules.price import (
    bonus_of as bonus_of,
)
from mlsalary.rules.price import (
    equity_of as equity_of,
)
from mlsalary.rules.price import (
    level_shares as level_shares,
)
from mlsalary.rules.price import (
    middle_log as middle_log,
)
from mlsalary.rules.price import (
    mixed as mixed,
)
from mlsalary.rules.price import (
    on_guide_scale_log as on_guide_scale_log,
)
from mlsalary.rules.price import (
    pegged as pegged,
)
from mlsalary.rules.price import (
    place_log as place_log,
)
from mlsalary.rules.price import (
    pooled as pooled,
)
from mlsalary.rules.price import (
    premium_of_band as premium_of_band,
)
from mlsalary.rules.price import (
    price as price,
)
from mlsalary.rules.price import (
    ratio as ratio,
)
from mlsalary.rules.price import (
    stand_in as stand_in,
)
from mlsalary.rules.price import (
    tilted as tilted,
)
from mlsalary.rules.price import (
    weighted as weighted,
)
from mlsalary.rules.spread import (
    Z75 as Z75,
)
from mlsalary.rules.spread import (
    Z90 as Z90,
)
from mlsalary.rules.spread import (
    along as along,
)
from mlsalary.rules.spread import (
    band_spread as band_spread,
)
from mlsalary.rules.spread import (
    base_spread as base_spread,
)
from mlsalary.rules.spread import (
    percentile_rank as percentile_rank,
)
from mlsalary.rules.spread import (
    percentiles as percentiles,
)
from mlsalary.rules.spread import (
    rank_of as rank_of,
)
from mlsalary.rules.spread import (
    spreads_above as spreads_above,
)
from mlsalary.rules.spread import (
    total_spread as total_spread,
)
