"""From what every rule says to what is priced: the one way for a profile and for a table of them.

Arithmetic only: no figure stands here and nothing is looked up. Every argument is a float, or a
column of floats; ``m`` brings exp, log and where for the one or the other.
"""

from __future__ import annotations

from mlsalary.rules.facts import BY_LEVEL, FACTORS, Facts, Part, Told, told
from mlsalary.rules.middles import beside_log, climbed, level_shares, mixed
from mlsalary.rules.operations import product_of, sum_of
from mlsalary.rules.spread import widened, years_spread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlsalary.rules.facts import Curve
    from mlsalary.rules.operations import Maths, Value


def gather(
    parts: Mapping[str, Part],
    curve: Curve,
    said: Told,
    m: Maths,
    shares: Sequence[Value] | None = None,
) -> Facts:
    """The facts of these parts. shares: P(level) where something else than the years tells it."""
    found = level_shares(said.years, curve.slope, curve.cuts, m) if shares is None else shares
    of_years = years_spread(climbed(parts, found), curve.start, curve.rise)
    of_years = of_years * product_of(told(parts, "base_of_years"))
    of_band, of_both = (
        sum_of([mixed(found, spreads) for spreads in told(parts, piece)])
        for piece in ("spread", "spread_beside")
    )
    of_people = product_of(told(parts, "base_factor"))
    of_band = of_band * product_of(told(parts, "band_factor"))
    of_level = m.where(said.beside, of_both * of_people, of_band)
    wider = sum_of(told(parts, "beyond_spread"))
    wider_beside = wider * product_of(told(parts, "beyond_beside"))
    return Facts(
        shares=found,
        parts=parts,
        beside=m.where(said.beside, beside_log(parts, said.years, m), 0.0),
        base_core=m.where(said.alone, of_years * of_people, of_level),
        beyond=m.where(said.beside, wider_beside, wider),
        together=together_of(said, m),
    )


def together_of(said: Told, m: Maths) -> Value:
    """How far what widens a spread goes along with it: see ``Facts``."""
    return m.where(said.alone, 0.0, m.where(said.beside, 0.0, 1.0))


def joined(parts: Mapping[str, Part], together: Value) -> Part:
    """What these parts say, as one part that gives the same: to be found once for all rows that
    differ in their years alone. together: of ``Facts``."""
    return Part(**{piece: _joined(piece, told(parts, piece), together) for piece in Part._fields})


def _joined(piece: str, values: Sequence[Value], together: Value) -> Value:
    if len(values) < 2:
        return values[0] if values else None
    if piece in BY_LEVEL:
        return [sum_of(levels) for levels in zip(*values, strict=True)]
    if piece == "widens":
        return widened(values[0], values[1:], together)
    return product_of(values) if piece in FACTORS else sum_of(values)
