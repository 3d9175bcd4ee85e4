"""The formulas, one by one: examples worked by hand, and the same on floats, arrays and columns."""

from __future__ import annotations

import ast
import inspect
import math
from collections.abc import Iterator
from pathlib import Path
from statistics import NormalDist
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsalary import rules
from mlsalary.rules import aging, bind, doubt, facts, middles, offer, operations, parity, spread
from mlsalary.rules.facts import BY_LEVEL, FACTORS, Curve, Facts, Part, Told
from mlsalary.rules.operations import Floats

M = Floats()
LN2 = 0.6931471805599453
NORMAL = NormalDist()
MODULES = (aging, bind, doubt, facts, middles, offer, operations, parity, spread)


def near(value: float) -> Any:
    return pytest.approx(value, rel=1e-12, abs=1e-12)


# Levels and bands --------------------------------------------------------------------------------


def test_level_shares_are_an_ordered_logit_in_the_log_of_one_year_more() -> None:
    # Slope 1 and no years: reached = ln 1 = 0. Cuts at -ln 2, 0 and ln 2: P(at most) is
    # 1 / (1 + exp(0 - cut)) = 1 / (1 + 2), 1 / 2, 1 / (1 + 1/2) = 1/3, 1/2, 2/3.
    found = middles.level_shares(0.0, 1.0, [-LN2, 0.0, LN2], M)
    assert found == pytest.approx([1 / 3, 1 / 6, 1 / 6, 1 / 3])
    # One year, slope 1: reached = ln 2, so that at the cut ln 2 half are below.
    assert middles.level_shares(1.0, 1.0, [LN2], M) == pytest.approx([0.5, 0.5])
    assert sum(middles.level_shares(7.3, 2.0, [0.8, 3.7, 6.0], M)) == near(1)


def test_mixed_is_the_mean_by_probability() -> None:
    assert middles.mixed([0.25, 0.75], [100.0, 200.0]) == 175.0


def test_a_band_has_its_geometric_middle_and_a_spread_of_which_it_is_the_middle_half() -> None:
    # sqrt(100 x 400) = 200. p75 of the standard normal is 0.6745: ln(400 / 100) is twice that.
    assert math.exp(middles.middle_log(100.0, 400.0, M)) == near(200)
    assert spread.band_spread(100.0, 400.0, M) == near(2 * LN2 / (2 * NORMAL.inv_cdf(0.75)))


def test_a_bands_end_moves_as_its_peg_did() -> None:
    assert middles.pegged(130_000.0, 100_000.0, 105_000.0) == near(136_500)


def test_a_premium_in_dollars_is_a_factor_on_the_generalists_middle() -> None:
    # The generalist's middle is sqrt(100 x 225) = 150.
    assert middles.premium_of_band(180.0, 210.0, 100.0, 225.0) == pytest.approx([1.2, 1.4])


# Places ------------------------------------------------------------------------------------------


def test_a_place_follows_its_wage_to_the_power_of_the_elasticity() -> None:
    # Twice the wage at elasticity 1/2: the factor is the square root of 2.
    assert middles.place_log(math.log(200.0), math.log(100.0), 0.5) == near(LN2 / 2)


def test_two_occupations_are_blended_as_a_weighted_geometric_mean() -> None:
    # 100 ^ 0.25 x 400 ^ 0.75 = 100 x 4 ^ 0.75 = 282.84…
    assert math.exp(middles.blended_log(100.0, 400.0, 0.25, M)) == near(100 * 4**0.75)


def test_a_missing_occupation_stands_to_the_other_as_in_the_nation() -> None:
    assert middles.stand_in(150.0, 100.0, 80.0) == 120.0
    # Between 1 and 4 with the mean 2: the gap is 1 and the room 2, so 1 x 2 / 3 above the mean.
    assert middles.drawn_log(3.0, 1.0, 2.0, 4.0, M) == near(2 + 2 / 3)
    assert middles.drawn_log(-1.0, 1.0, 2.0, 4.0, M) == near(2 - 3 / 4)  # gap 3, room 1
    assert middles.drawn_log(2.5, 1.0, 2.0, 4.0, M) == near(2.4)  # gap 0.5, room 2: 1 / 2.5 above
    assert middles.drawn_log(2.0, 1.0, 2.0, 4.0, M) == 2.0
    assert middles.drawn_log(9.0, 2.0, 2.0, 2.0, M) == 2.0
    assert middles.drawn_log(2.0, 2.0, 2.0, 2.0, M) == 2.0  # no gap and no room


def test_a_bls_wage_is_brought_to_the_guides_scale() -> None:
    # 4 times the nation's at slope 1/2: twice the nation's on the scale, 2 x 140 = 280.
    assert math.exp(middles.on_guide_scale_log(2 * LN2, math.log(140.0), 0.5)) == near(280)


def test_two_sources_are_weighted() -> None:
    assert middles.weighted(1.0, 3.0, 0.75) == 1.5


def test_reports_are_shrunk_toward_the_prior() -> None:
    # 30 reports of 0.2 against 0.1 counted as 10: (30 x 0.2 + 10 x 0.1) / 40 = 0.175.
    assert middles.pooled(0.1, 0.2, 30.0, 10.0) == near(0.175)


# Base, total and spread --------------------------------------------------------------------------


def test_a_rules_effect_is_its_log_and_its_logs_by_level() -> None:
    assert middles.effect(Part(log=0.1), [0.5, 0.5]) == 0.1
    assert middles.effect(Part(by_level=[0.2, 0.4]), [0.5, 0.5]) == near(0.3)
    assert middles.effect(Part(log=0.1, by_level=[0.2, 0.4]), [0.5, 0.5]) == near(0.4)
    assert middles.effect(Part(widens=0.1), [0.5, 0.5]) == 0


def test_what_is_paid_beyond_base_is_bonus_and_equity() -> None:
    assert middles.bonus_of(0.4, 0.25) == near(0.1)
    assert middles.equity_of(0.4, 0.25) == near(0.3)
    assert middles.ratio(0.3, 0.1) == near(1.4)


def test_pay_beyond_base_follows_the_place_more_than_base() -> None:
    # A place of factor 2 at elasticity 2: the shares are four times as large.
    assert middles.tilt_log(LN2, 2.0) == near(2 * LN2)
    assert middles.with_factor(0.1, 2 * LN2, M) == near(0.4)


def test_base_climbs_by_the_mean_of_its_logs_less_that_of_the_lowest_level() -> None:
    # A quarter of 0.4 is 0.1 above the first's 0; of the other 0.25 x 0.5 + 0.75 x 0.3 - 0.3 = 0.05
    one, other = Part(by_level=[0.0, 0.4]), Part(log=9.0, by_level=[0.3, 0.5])
    assert middles.climbed({"one": one}, [0.75, 0.25]) == near(0.1)
    assert middles.climbed({"one": one, "other": other}, [0.75, 0.25]) == near(0.15)
    assert middles.climbed({"other": other}, [1.0, 0.0]) == 0


def test_years_beside_a_level_count_from_its_usual_ones() -> None:
    # 0.05 for each in ln(1 + years): three years are ln 4, twice the usual ln 2
    parts = {"years": Part(a_log_year=0.05, at_usual=0.05 * LN2), "place": Part(log=1.0)}
    assert middles.beside_log(parts, 3.0, M) == near(0.05 * LN2)
    assert middles.beside_log(parts, 1.0, M) == 0
    assert middles.beside_log(parts, 0.0, M) == near(-0.05 * LN2)
    assert middles.beside_log({"place": Part(log=1.0)}, 3.0, M) == 0


def test_the_spread_of_years_widens_with_what_base_has_climbed() -> None:
    assert spread.years_spread(0.0, 0.125, 0.25) == 0.125
    assert spread.years_spread(0.4, 0.125, 0.25) == near(0.225)


@given(st.floats(0, 2), st.floats(0, 2), st.floats(0.01, 1), st.floats(0, 1 / 1.2816))
def test_no_percentile_falls_while_base_climbs(
    one: float, other: float, start: float, rise: float
) -> None:
    lower, higher = (
        spread.percentiles(climbed, spread.years_spread(climbed, start, rise), M)
        for climbed in sorted((one, other))
    )
    assert all(more >= less * (1 - 1e-9) for less, more in zip(lower, higher, strict=True))


def test_a_spread_is_widened_by_terms() -> None:
    # Going along with it: 0.3 + 0.1 + 0.05 = 0.45
    assert spread.widened(0.3, [0.1, 0.05], 1.0) == near(0.45)
    # Apart from it: 0.3, 0.4 and 1.2 make 0.5 and 1.3
    assert spread.widened(0.3, [0.4, 1.2]) == near(1.3)
    # Half together: 0.09 + 2 x 0.5 x 0.3 x 0.4 + 0.16 = 0.37
    assert spread.widened(0.3, [0.4], 0.5) == near(math.sqrt(0.37))
    assert spread.widened(0.2, []) == 0.2


def test_the_total_spreads_wider_by_what_is_paid_beyond_base() -> None:
    assert spread.total_spread(0.3, 0.5, 0.4) == near(0.5)
    assert spread.total_spread(0.3, 0.0, 0.4) == 0.3
    assert spread.total_spread(0.3, 0.5, 0.0) == 0.3


@given(st.floats(0.01, 1), st.floats(0, 1 / 1.2816), st.floats(0, 2))
def test_base_stays_below_the_total_at_both_ends(base: float, beyond: float, ratio: float) -> None:
    whole = spread.percentiles(ratio, spread.total_spread(base, beyond, ratio), M)
    alone = spread.percentiles(0.0, base, M)
    assert all(less <= more * (1 + 1e-9) for less, more in zip(alone, whole, strict=True))


def test_percentiles_are_those_of_a_log_normal() -> None:
    found = spread.percentiles(math.log(100.0), 0.3, M)
    wanted = [100 * math.exp(0.3 * NORMAL.inv_cdf(p)) for p in (0.1, 0.25, 0.5, 0.75, 0.9)]
    assert found == pytest.approx(wanted, rel=1e-12)


def test_two_pieces_have_a_spread_each_and_one_middle() -> None:
    # 0.5 x 0.3 = 0.15 below, 2 x 0.3 = 0.6 above.
    found = spread.percentiles(math.log(100.0), 0.3, M, facts.Skew(0.5, 2.0))
    lower = [100 * math.exp(0.15 * NORMAL.inv_cdf(p)) for p in (0.1, 0.25, 0.5)]
    upper = [100 * math.exp(0.6 * NORMAL.inv_cdf(p)) for p in (0.75, 0.9)]
    assert found == pytest.approx([*lower, *upper], rel=1e-12)


def test_far_out_all_of_a_normal_lies_on_one_side() -> None:
    assert [spread.rank_of(z, M) for z in (-9.0, -5.3, 5.3, 9.0)] == [0, 0, 100, 100]
    arrays = pytest.importorskip("mlsalary.evaluation.fit.columns").M
    np = pytest.importorskip("numpy")
    with np.errstate(all="raise"):  # a square of 1e200 is no float
        assert spread.rank_of(np.array([-1e200, 1e200]), arrays).tolist() == [0, 100]


@given(st.floats(-8, 8))
def test_a_rank_is_the_part_of_a_normal_that_lies_below(z: float) -> None:
    wanted = 100 * NORMAL.cdf(z)
    assert spread.rank_of(z, M) == pytest.approx(wanted, abs=1e-5)  # 7.5e-8, in per cent
    pay = math.exp(0.4 * z)
    low, high = (math.exp(0.4 * NORMAL.inv_cdf(part)) for part in (0.25, 0.75))
    assert spread.spreads_above(pay, low, 1.0, high, M) == pytest.approx(z)
    assert spread.percentile_rank(pay, low, 1.0, high, M) == pytest.approx(wanted, abs=1e-5)


@given(st.floats(-4, 4), st.floats(0.2, 3), st.floats(0.2, 3))
def test_a_rank_goes_by_the_piece_on_its_side(z: float, below: float, above: float) -> None:
    """Each percentile of two pieces ranks as itself, and so does all that lies between."""
    skew = facts.Skew(below, above)
    found = spread.percentiles(math.log(100.0), 0.3, M, skew)
    _, low, middle, high, _ = found
    ranks = [spread.percentile_rank(pay, low, middle, high, M) for pay in found]
    assert ranks == pytest.approx([10, 25, 50, 75, 90], abs=1e-4)
    pay = 100 * math.exp(0.3 * z * (below if z < 0 else above))
    wanted = 100 * NORMAL.cdf(z)
    assert spread.percentile_rank(pay, low, middle, high, M) == pytest.approx(wanted, abs=1e-4)


# Doubt -------------------------------------------------------------------------------------------


def test_independent_doubts_add_as_squares() -> None:
    assert doubt.combined([0.03, 0.04]) == near(0.05)
    assert doubt.share_of(0.03, 0.05) == near(0.36)


def test_two_sources_doubt_half_of_what_parts_them() -> None:
    assert doubt.disagreement(0.1, 0.3, M) == near(0.1)
    assert doubt.disagreement(0.3, 0.1, M) == near(0.1)


def test_an_error_of_a_figure_is_relative_as_one_of_its_log() -> None:
    assert doubt.relative_error(3.0, 150.0) == near(0.02)
    assert doubt.counted(0.02, 0.25) == near(0.005)


def test_a_sampling_error_reaches_the_factor_by_elasticity_and_weight() -> None:
    assert doubt.sampling_doubt(0.02, 0.5, 0.3) == near(0.003)


def test_a_fitted_line_is_doubted_more_the_farther_from_its_reference() -> None:
    # Factor log 0.2 at elasticity 0.5: the wage lies 0.4 from the reference. An error of 0.1 of the
    # elasticity moves it by 0.04, one of 0.06 of ln reference by 0.03: sqrt(0.0025) is 0.05.
    assert doubt.line_doubt(0.2, 0.5, 0.1, 0.06, 1.0) == near(0.05)
    assert doubt.line_doubt(0.2, 0.5, 0.1, 0.06, 0.4) == near(0.02)


def test_eighty_per_cent_lie_within_a_middles_interval() -> None:
    reach = NORMAL.inv_cdf(0.9) * 0.1
    assert doubt.around_log(1.0, 0.1) == pytest.approx([1 - reach, 1 + reach])
    assert doubt.around(math.log(100.0), 0.1, M) == pytest.approx(
        [100 / math.exp(reach), 100 * math.exp(reach)]
    )
    assert doubt.in_dollars(100.0, 0.1, M) == near(100 * math.expm1(reach))


# Aging -------------------------------------------------------------------------------------------


def test_between_two_months_aging_is_a_geometric_mean() -> None:
    # Halfway between 1 and 4 lies 2; a quarter of the way from 1 to 16 lies 2, too.
    assert math.exp(aging.between_log(math.log(1.0), math.log(4.0), 0.5)) == near(2.0)
    assert math.exp(aging.between_log(math.log(1.0), math.log(16.0), 0.25)) == near(2.0)
    assert aging.between_log(0.3, 9.0, 0.0) == 0.3
    assert aging.between_log(0.3, 9.0, 1.0) == 9.0


def test_beyond_the_last_month_pay_grows_by_the_same_factor_each_year() -> None:
    # Two years at 10% after a level of 0.8: 0.8 x 1.21 = 0.968.
    assert math.exp(aging.grown_log(math.log(0.8), 1.1, 2.0, M)) == near(0.968)
    assert aging.grown_log(0.3, 1.1, 0.0, M) == 0.3
    assert aging.aging_doubt(0.01, 2.5) == near(0.025)


# Offers ------------------------------------------------------------------------------------------


def test_what_an_offer_brings() -> None:
    assert offer.vested(400_000.0, 15.0) == 60_000
    assert offer.normal_equity(400_000.0, 0.25) == 100_000
    assert offer.bonus_share(30_000.0, 200_000.0) == near(0.15)
    assert offer.bonus_paid(200_000.0, 0.15) == near(30_000)
    assert offer.paid(200_000.0, 100_000.0, 30_000.0, 20_000.0) == 350_000
    assert offer.a_month(120_000.0) == 10_000
    assert offer.a_year(72.5, 2_080.0) == 150_800
    assert offer.by_the(104_000.0, 2_080.0) == 50
    assert offer.growth(150.0, 120.0) == near(0.25)


def test_what_equity_is_worth() -> None:
    assert offer.shares_worth(12_000.0, 18.0) == 216_000
    assert offer.options_worth(12_000.0, 18.0, 4.0, M) == 168_000  # 12,000 x 14
    assert offer.options_worth(12_000.0, 4.0, 18.0, M) == 0  # nobody exercises these
    assert offer.part_of_company(500_000_000.0, 0.1) == near(500_000)


def test_a_normal_year_of_a_grant_is_its_average_or_that_of_the_years_after_the_first() -> None:
    assert offer.normal_share([5.0, 15.0, 40.0, 40.0], 4) == 0.25
    assert offer.normal_share([20.0] * 5, 4) == near(0.2)
    # Two years: 50% in the second of years 2 to 4, nothing in the other two: a sixth a year.
    assert offer.normal_share([50.0, 50.0], 4) == near(0.5 / 3)
    # Three: 40 + 20 of the years after the first, over three years.
    assert offer.normal_share([40.0, 40.0, 20.0], 4) == near(0.6 / 3)
    assert offer.normal_share([100.0], 4) == 0
    # A schedule that is written with empty years at its end is as short as it pays.
    assert offer.normal_share([50.0, 50.0, 0.0, 0.0], 4) == near(0.5 / 3)
    assert offer.normal_share([0.0, 0.0, 0.0, 100.0], 4) == 0.25
    assert offer.years_earned([50.0, 50.0, 0.0, 0.0]) == 2
    assert offer.years_earned([0.0, 0.0]) == 0


def test_what_is_missing_to_an_amount_and_what_would_bring_it() -> None:
    assert offer.missing(300.0, 280.0, M) == 20
    assert offer.missing(300.0, 320.0, M) == 0
    assert offer.missing(300.0, 0.0, M) == 300
    assert offer.base_for(23_000.0, 0.15) == near(20_000)  # 20,000 and 15 % of it are 23,000
    assert offer.grant_for(23_000.0, 0.25) == 92_000
    assert offer.whole_grant(23_000.0, 4.0) == 92_000
    assert offer.average(92_000.0, 4.0) == 23_000


def test_a_posted_range_has_a_width_and_a_way_through_it() -> None:
    assert offer.range_width(80.0, 120.0) == near(0.4)  # 40 over a middle of 100
    assert offer.range_width(2.0, 3.0) == near(0.4)  # 1 over a middle of 2.5
    assert offer.way_through(110.0, 80.0, 120.0) == 75


# Rules together ----------------------------------------------------------------------------------


def test_pieces_are_collected_rule_by_rule() -> None:
    parts = {"one": Part(log=1.0), "two": Part(widens=0.1), "three": Part(log=2.0)}
    assert facts.told(parts, "log") == [1.0, 2.0]
    assert facts.told(parts, "beyond") == []


def test_sums_products_and_pairs() -> None:
    assert operations.sum_of([1.0, 2.0, 4.0]) == 7
    assert operations.product_of([2.0, 3.0, 4.0]) == 24
    assert (operations.sum_of([]), operations.product_of([])) == (0, 1)
    assert operations.pairs([1, 2, 3]) == [(1, 2), (2, 3)]
    assert operations.pairs_of([1, 2, 3], [4, 5]) == [(1, 4), (2, 5)]


# Two levels, told by one cut at ln 2: at one year either is as likely (see above). From 100 to 400
# base climbs ln 4, so by ln 2 at one year: the spread is 0.1 + 0.3 / ln 2 x ln 2 = 0.4.
CURVE = Curve(1.0, [LN2], 0.1, 0.3 / LN2)
PARTS = {
    "level": Part(by_level=[math.log(100.0), math.log(400.0)], spread=[0.1, 0.3]),
    "years": Part(a_log_year=0.5, at_usual=0.5 * LN2, spread_beside=[0.2, 0.4], beyond_beside=0.5),
    "place": Part(log=LN2, beyond=2 * LN2, base_of_years=1.5),
    "employer": Part(
        log=0.0,
        band_factor=0.8,
        base_factor=0.5,
        beyond_spread=0.5,
        equity=[0.1, 0.2],
        bonus=[0.05, 0.05],
    ),
    "premium": Part(log=math.log(1.25), widens=0.4),
}
BY_YEARS = Told(1.0, alone=True, beside=False)
BY_LEVEL_ALONE = Told(0.0, alone=False, beside=False)
BY_BOTH = Told(3.0, alone=False, beside=True)


def test_facts_tell_levels_and_spreads_from_the_years() -> None:
    found = bind.gather(PARTS, CURVE, BY_YEARS, M)
    assert found.shares == pytest.approx([0.5, 0.5])
    # Half as much again in this place, half of it at this kind of employer.
    assert found.base_core == near(0.4 * 1.5 * 0.5)
    assert (found.beside, found.beyond, found.together) == (0, 0.5, 0)


def test_facts_of_a_level_alone_have_the_spread_of_its_band() -> None:
    found = bind.gather(PARTS, CURVE, BY_LEVEL_ALONE, M, [1.0, 0.0])
    assert found.shares == [1.0, 0.0]
    assert found.base_core == near(0.1 * 0.8)  # neither the place nor the people count
    assert (found.beside, found.beyond, found.together) == (0, 0.5, 1)


def test_facts_of_years_beside_a_level_have_the_spread_of_its_people() -> None:
    found = bind.gather(PARTS, CURVE, BY_BOTH, M, [0.0, 1.0])
    assert found.base_core == near(0.4 * 0.5)
    # Three years are ln 4, the usual are ln 2: 0.5 x ln 2 more. Beyond base half as wide.
    assert (found.beside, found.beyond, found.together) == (near(0.5 * LN2), near(0.25), 0)


def test_the_price_is_what_all_rules_say_together() -> None:
    found = bind.gather(PARTS, CURVE, BY_YEARS, M)
    base, base_spread, total, total_spread = middles.price(found, M)
    # sqrt(100 x 400) = 200, twice for the place, a quarter more for the premium: 500.
    assert math.exp(base) == near(500)
    # 0.4 x 1.5 x 0.5 = 0.3 among people after these years, and the premium's own 0.4
    assert base_spread == near(0.5)
    # Equity (0.1 + 0.2) / 2 and bonus 0.05, four times each in this place: 0.6 and 0.2.
    assert middles.beyond_base(found, M) == (near(0.6), near(0.2))
    assert math.exp(total) == near(500 * 1.8)
    assert total_spread == near(0.5 + 0.5 * math.log(1.8))


def test_the_price_of_a_level_alone_and_beside_years() -> None:
    found = bind.gather(PARTS, CURVE, BY_LEVEL_ALONE, M, [0.0, 1.0])
    base, base_spread, total, total_spread = middles.price(found, M)
    # 400, twice and a quarter more; the band's 0.3 x 0.8 and the premium's 0.4 add up
    assert (math.exp(base), base_spread) == (near(1000), near(0.64))
    # Equity 0.2 and bonus 0.05, four times
    assert (math.exp(total), total_spread) == (near(2000), near(0.64 + 0.5 * LN2))
    found = bind.gather(PARTS, CURVE, BY_BOTH, M, [0.0, 1.0])
    base, base_spread, total, total_spread = middles.price(found, M)
    # Half of ln 2 more for the years; 0.4 x 0.5 and 0.4 in quadrature
    assert (math.exp(base), base_spread) == (near(1000 * math.sqrt(2)), near(math.sqrt(0.2)))
    assert (math.exp(total), total_spread) == (
        near(2000 * math.sqrt(2)),
        near(math.sqrt(0.2) + 0.25 * LN2),
    )


def test_what_is_paid_in_cash_instead_of_equity_is_a_bonus() -> None:
    cash = {**PARTS, "company": Part(log=0.0, cash=0.75)}
    found = bind.gather(cash, CURVE, BY_YEARS, M)
    # Of the equity of 0.6 a quarter is left; the bonus of 0.2 has the rest
    assert middles.beyond_base(found, M) == (near(0.15), near(0.65))
    assert middles.price(found, M)[2] == near(math.log(900))


# The same text on floats, arrays and columns -----------------------------------------------------

FEW = st.floats(0.05, 1.5)


@st.composite
def parts_and_told(draw: st.DrawFn) -> tuple[dict[str, Part], Told]:
    """Parts of four rules with every piece there is, at some years, alone or beside a level."""
    found = {}
    for number, name in enumerate(("level", "place", "employer", "other")):
        pieces: dict[str, Any] = {}
        for piece in Part._fields:
            if number and draw(st.booleans()):
                continue
            pieces[piece] = [draw(FEW) for _ in range(2)] if piece in BY_LEVEL else draw(FEW)
        found[name] = Part(**pieces)
    alone = draw(st.booleans())
    return found, Told(draw(st.floats(0, 40)), alone, not alone and draw(st.booleans()))


@pytest.mark.thorough("test_one_profile_a_table_and_a_warehouse_agree_to_the_dollar")
@settings(max_examples=8, deadline=None)  # each is a question of a second to a table
@given(parts_and_told())
def test_floats_arrays_and_columns_say_the_same(case: tuple[dict[str, Part], Told]) -> None:
    np, pl, nw = (pytest.importorskip(name) for name in ("numpy", "polars", "narwhals"))
    from mlsalary.evaluation.fit.columns import Arrays
    from mlsalary.frame.pricing import Columns

    parts, said = case
    alone = middles.price(bind.gather(parts, CURVE, said, M), M)

    def each(change: Any) -> dict[str, Part]:
        return {
            name: Part(
                *(
                    value
                    and ([change(v) for v in value] if isinstance(value, list) else change(value))
                    for value in part
                )
            )
            for name, part in parts.items()
        }

    arrays = each(lambda value: np.full(3, value))
    many = Told(*(np.full(3, one) for one in said))
    rows = middles.price(bind.gather(arrays, CURVE, many, Arrays()), Arrays())
    for one, many in zip(alone, rows, strict=True):
        assert many == pytest.approx(np.full(3, one), rel=1e-12)
    frame = nw.from_native(pl.DataFrame({"years": [said.years] * 2}))
    lits = each(nw.lit)
    columns = Columns(nw)
    asked = Told(nw.col("years"), nw.lit(said.alone), nw.lit(said.beside))
    found = bind.gather(lits, CURVE, asked, columns)
    made = frame.select(
        **{f"c{n}": value for n, value in enumerate(middles.price(found, columns))}
    ).row(0)
    assert made == pytest.approx(alone, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(parts_and_told())
def test_parts_that_are_joined_say_what_they_say_one_by_one(
    case: tuple[dict[str, Part], Told],
) -> None:
    parts, said = case
    whole = bind.joined(parts, bind.together_of(said, M))
    found = [bind.gather(some, CURVE, said, M) for some in (parts, {"all": whole})]
    one_by_one, at_once = (middles.price(facts, M) for facts in found)
    assert at_once == pytest.approx(one_by_one, rel=1e-12, abs=1e-12)
    assert middles.beyond_base(found[1], M) == pytest.approx(middles.beyond_base(found[0], M))


def test_logs_add_up_factors_multiply_and_premiums_widen_as_their_bands_go_together() -> None:
    parts = {
        "one": Part(log=1.0, by_level=[1.0, 2.0], base_factor=2.0, widens=3.0),
        "two": Part(log=0.5, by_level=[0.5, 0.25], base_factor=3.0, widens=4.0),
    }
    assert (bind.joined(parts, 0.0), bind.joined(parts, 1.0)) == tuple(
        Part(log=1.5, by_level=[1.5, 2.25], base_factor=6.0, widens=near(wide))
        for wide in (5.0, 7.0)  # the root of 3 x 3 + 4 x 4; 3 + 4
    )
    assert bind.joined({}, 0.0) == Part()


def test_bands_go_together_where_a_level_alone_is_given() -> None:
    told = (BY_YEARS, BY_LEVEL_ALONE, BY_BOTH)
    assert [bind.together_of(said, M) for said in told] == [0.0, 1.0, 0.0]


# Prices ------------------------------------------------------------------------------------------


def test_pay_at_national_prices_buys_there_what_it_buys_here() -> None:
    # Where all costs a quarter more, $250,000 buys what $200,000 buys at the nation's prices.
    assert parity.at_national_prices(250_000.0, 125.0) == near(200_000)
    assert parity.at_national_prices(90_000.0, 90.0) == near(100_000)
    assert parity.at_national_prices(123_456.0, 100.0) == near(123_456)


def test_a_part_differs_from_the_whole_on_either_side_by_more_than_the_share() -> None:
    # A quarter of 80 is 20: from 60 to 100 it does not.
    told = [parity.differs(part, 80.0, 0.25) for part in (59.9, 60.0, 80.0, 100.0, 100.1)]
    assert told == [True, False, False, False, True]


# Nothing is left out -----------------------------------------------------------------------------


def formulas(module: ModuleType) -> Iterator[str]:
    """The public functions of a module of the rules."""
    for name, thing in vars(module).items():
        own = inspect.isfunction(thing) and thing.__module__ == module.__name__
        if own and not name.startswith("_"):
            yield name


def test_every_formula_has_an_example_here() -> None:
    tree = ast.parse(Path(__file__).read_text(encoding="utf-8"))
    used = {
        (node.func.value.id, node.func.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
    }
    for module in MODULES:
        short = module.__name__.rpartition(".")[2]
        assert {(short, name) for name in formulas(module)} <= used


def test_every_module_of_the_rules_is_among_them() -> None:
    folder = Path(inspect.getfile(rules)).parent
    assert {path.stem for path in folder.glob("*.py")} == {
        "__init__",
        *(module.__name__.rpartition(".")[2] for module in MODULES),
    }


def test_every_piece_of_a_part_is_a_field_of_it() -> None:
    assert set(Part._fields) >= BY_LEVEL | FACTORS | set(facts.OF_SPREAD)
    assert isinstance(bind.gather(PARTS, CURVE, BY_YEARS, M), Facts)
