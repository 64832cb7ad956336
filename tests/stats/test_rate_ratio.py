import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from comparekit.stats.earlier_change import SIZE, earlier_changes
from comparekit.stats.mid_period import FURTHER, SCATTER
from comparekit.stats.mid_period import SIZE as SPREAD
from comparekit.stats.rate_ratio import (
    CORRELATION_WEIGHTS,
    CORRELATIONS,
    SIGMA_SCALE,
    rate_ratio,
)


def months(before, after):
    n = before + after
    days = np.full(n, 30.0)
    return (np.arange(n) >= before).astype(float), days, 30.0 * np.arange(n) + 15.0


def ends(mixture):
    return float(mixture.quantile(0.025)), float(mixture.quantile(0.975))


def test_with_many_months_it_is_the_t_interval_of_two_means_somewhat_widened_for_correlation():
    rng = np.random.default_rng(8)
    after, days, middle = months(120, 80)
    y = 0.2 * rng.standard_normal(200)
    low, high = ends(rate_ratio(y, after, days=days, middle=middle))
    plain = stats.ttest_ind(y[120:], y[:120]).confidence_interval(0.95)
    assert 1.0 <= (high - low) / (plain.high - plain.low) < 1.4


def test_three_bills_and_one_by_brute_force(monkeypatch):
    # dense Gaussian densities, sigma, correlation and the ratio on grids, every earlier step and spell
    monkeypatch.setattr("comparekit.stats.earlier_change.FEWEST", 3)
    earlier = earlier_changes(3, 4)
    changes = [
        (np.exp(earlier.none), np.zeros(4)),
        *zip(np.exp(earlier.log_prior), earlier.rows, strict=True),
    ]
    assert [row.tolist() for row in earlier.rows] == [[0, 1, 1, 1], [0, 0, 1, 1], [0, 1, 0, 0]]
    after, days, middle = months(3, 1)
    y = np.log(np.array([11.0, 12.5, 10.4, 6.1]))
    apart = np.abs(np.subtract.outer(np.arange(4), np.arange(4)))
    ratios = np.linspace(-3, 2, 801)
    density = np.zeros(ratios.size)
    for phi, w in zip(CORRELATIONS, CORRELATION_WEIGHTS, strict=True):
        noise = float(phi) ** apart if phi else np.eye(4)
        for sigma in np.geomspace(0.005, 3.0, 32):
            prior = sigma / (1 + (sigma / SIGMA_SCALE) ** 2)
            rows = y[None] - ratios[:, None] * after[None]
            for v, row in changes:
                covariance = sigma**2 * noise + 100.0 * np.ones((4, 4))  # an open level
                covariance += SIZE**2 * np.outer(row, row)
                inner = stats.multivariate_normal(np.zeros(4), covariance)
                density += v * w * prior * np.exp(inner.logpdf(rows))
    total = np.cumsum(density) / density.sum()
    low, high = ratios[np.searchsorted(total, [0.025, 0.975])]
    found = ends(rate_ratio(y, after, days=days, middle=middle))
    assert found == pytest.approx((low, high), abs=0.02)


def test_a_season_that_cannot_be_seen_widens_the_interval_and_one_that_can_is_taken_out():
    rng = np.random.default_rng(6)
    after, days, middle = months(8, 1)
    short = 0.02 * rng.standard_normal(9)
    plain, fenced = (
        ends(rate_ratio(short, after, days=days, middle=middle, season_spread=s)) for s in (None, 0.106)
    )
    assert fenced[1] - fenced[0] > 1.2 * (plain[1] - plain[0])
    after, days, middle = months(27, 3)
    wave = 0.4 * np.cos(2 * np.pi * middle / 365.2425) + 0.05 * rng.standard_normal(30)
    low, high = ends(rate_ratio(wave, after, days=days, middle=middle, season_spread=0.5))
    assert low < 0.0 < high and high - low < 0.25


def test_weather_that_explains_the_fall_leaves_no_change():
    rng = np.random.default_rng(5)
    after, days, middle = months(20, 6)
    cold = np.where(after > 0, 2.0, 12.0) + rng.standard_normal(26)
    y = 0.05 * cold + 0.03 * rng.standard_normal(26)
    without = ends(rate_ratio(y, after, days=days, middle=middle))
    with_cold = ends(rate_ratio(y, after, days=days, middle=middle, covariates=cold))
    assert without[1] < 0
    assert with_cold[0] < 0 < with_cold[1]


def test_a_long_bill_weighs_more_than_a_short_one():
    after = np.array([0.0, 0.0, 0.0, 1.0])
    days = np.array([5.0, 30.0, 30.0, 30.0])
    middle = np.array([2.5, 20.0, 50.0, 80.0])
    y = np.array([1.0, 0.0, 0.0, 0.0])
    even = float(rate_ratio(y, after, days=np.full(4, 30.0), middle=middle, one_state=True).quantile(0.5))
    weighed = float(rate_ratio(y, after, days=days, middle=middle, one_state=True).quantile(0.5))
    assert even < -0.1 < weighed < 0.1


def within(share, whole_after, y, **others):
    """Periods before, one with the change in it, and so many wholly after."""
    n = len(y)
    after = np.concatenate([np.zeros(n - 1 - whole_after), [share], np.ones(whole_after)])
    return rate_ratio(y, after, days=np.full(n, 30.0), middle=30.0 * np.arange(n) + 15.0, **others)


def test_a_bill_across_the_replacement_is_a_mixture_of_both_rates():
    noise = 0.02 * np.random.default_rng(7).standard_normal(9)
    y = np.log([1, 1, 1, 1, 1, 0.5 + 0.5 * 0.4, 0.4, 0.4, 0.4]) + noise
    assert float(within(0.5, 3, y).quantile(0.5)) == pytest.approx(np.log(0.4), abs=0.04)
    # alone: (18.4 - 0.7 * 10) / 0.3 = 38 a month instead of 10
    alone = np.log([10.0, 10.1, 9.9, 10.0, 10.0, 18.4])
    assert float(np.exp(within(0.3, 0, alone).quantile(0.5))) == pytest.approx(3.8, rel=0.06)


def test_a_mixed_bill_by_brute_force():
    # the joint density on grids, dense: ratio, sigma and correlation; the level open
    share, y = 1 / 3, np.log(np.array([10.0, 11.5, 9.0, 10.4, 13.0, 12.0]))
    apart = np.abs(np.subtract.outer(np.arange(6), np.arange(6)))
    ratios = np.linspace(-4, 4, 801)
    moved = np.zeros((ratios.size, 6))
    moved[:, 4], moved[:, 5] = np.log(1 - share + share * np.exp(ratios)), ratios
    density = np.zeros(ratios.size)
    for phi, w in zip(CORRELATIONS, CORRELATION_WEIGHTS, strict=True):
        noise = float(phi) ** apart if phi else np.eye(6)
        for sigma in np.geomspace(0.005, 3.0, 32):
            prior = sigma / (1 + (sigma / SIGMA_SCALE) ** 2)
            prior *= np.exp(-0.5 * FURTHER * (SCATTER / sigma) ** 2)
            inner = stats.multivariate_normal(np.zeros(6), sigma**2 * noise + 100.0)
            density += w * prior * np.exp(inner.logpdf(y[None] - moved) - 0.5 * (ratios / SPREAD) ** 2)
    total = np.cumsum(density) / density.sum()
    low, high = ratios[np.searchsorted(total, [0.025, 0.975])]
    assert ends(within(share, 1, y)) == pytest.approx((low, high), abs=0.02)


def test_bills_alike_by_chance_lay_no_change_on_a_third_of_one():
    # 10, 9, 10, 10, 10 m3 over 31, 28, 31, 30 and 31 days are nearly one rate; 12 is two units more
    rates = np.array([10, 9, 10, 10, 10, 12]) / np.array([31, 28, 31, 30, 31, 30])
    low, high = ends(within(1 / 3, 0, np.log(rates), season_spread=0.106))
    assert low < 0.0 < high


@settings(max_examples=30, deadline=None)
@given(st.floats(-3, 3), st.integers(0, 10_000))
def test_the_unit_of_use_does_not_matter(shift, seed):
    after, days, middle = months(4, 2)
    y = 0.1 * np.random.default_rng(seed).standard_normal(6)
    one = ends(rate_ratio(y, after, days=days, middle=middle, season_spread=0.1))
    other = ends(rate_ratio(y + shift, after, days=days, middle=middle, season_spread=0.1))
    assert one == pytest.approx(other, abs=1e-4)


def test_many_households_at_once_are_as_each_alone():
    after, days, middle = months(5, 2)
    rows = 0.1 * np.random.default_rng(1).standard_normal((3, 7))
    together = rate_ratio(rows, after, days=days, middle=middle).quantile(0.9)
    alone = [float(rate_ratio(row, after, days=days, middle=middle).quantile(0.9)) for row in rows]
    assert together == pytest.approx(alone, rel=1e-5)


def test_tenants_who_came_half_a_year_before_are_not_what_the_change_is_held_against():
    rng = np.random.default_rng(3)
    after, days, middle = months(18, 4)
    y = 0.05 * rng.standard_normal(22) + np.log(0.6) * (np.arange(22) >= 11) + np.log(0.7) * after
    low, high = ends(rate_ratio(y, after, days=days, middle=middle))
    assert low < np.log(0.7) < high < np.log(0.85)
    one_low, one_high = ends(rate_ratio(y, after, days=days, middle=middle, one_state=True))
    assert one_high - one_low > 1.5 * (high - low)


def test_a_leak_of_one_month_does_not_move_the_change_nor_widen_it_much():
    rng = np.random.default_rng(9)
    after, days, middle = months(12, 4)
    quiet = 0.05 * rng.standard_normal(16) + np.log(0.7) * after
    calm = ends(rate_ratio(quiet, after, days=days, middle=middle))
    low, high = ends(rate_ratio(quiet + 0.8 * (np.arange(16) == 5), after, days=days, middle=middle))
    assert low < np.log(0.7) < high
    assert high - low < 1.3 * (calm[1] - calm[0])


@pytest.mark.parametrize("before", [1, 5])
def test_a_short_record_has_no_room_for_an_earlier_change(before):
    after, days, middle = months(before, 3)
    y = 0.1 * np.random.default_rng(2).standard_normal(before + 3) - 0.3 * after
    both = [ends(rate_ratio(y, after, days=days, middle=middle, one_state=o)) for o in (True, False)]
    assert both[0] == pytest.approx(both[1], abs=1e-5)


@pytest.mark.parametrize("after", [[0, 0, 0, 0], [1, 1, 1, 1], [0, 0, 1]])
def test_a_record_without_both_sides_is_refused(after):
    with pytest.raises(ValueError, match=r"after|log_rate"):
        rate_ratio(np.zeros(4), after, days=np.full(4, 30.0), middle=np.arange(4.0))
