import warnings

import numpy as np
import pytest

from comparekit.stats.deviation import fit_deviation
from comparekit.stats.prospect import blocks_to_settle, detectable_deviation, equal_blocks_spread

STEPS = {"test_step": 0.1, "reference_step": 0.1}
BOUNDS = {"low": -0.02, "high": 0.02}


@pytest.mark.parametrize("n", [1, 3, 7, 30, 366])
@pytest.mark.parametrize("sigma", [1e-4, 0.003, 0.05])
def test_closed_form_of_equal_blocks_equals_the_model(n, sigma):
    v = np.full(n, 0.4)
    model = fit_deviation(v, v, test_step=0.01, reference_step=0.1, sigma=sigma).beta.sd[0]
    closed = equal_blocks_spread(np.array([n]), np.array([sigma]), 0.4, 0.01, 0.1)[0, 0]
    assert closed == pytest.approx(model, rel=1e-6)


def week(deviation, seed=1, n=7, step=0.1):
    rng = np.random.default_rng(seed)
    passed = np.concatenate([[0], np.cumsum(rng.uniform(0.3, 0.7, n))])
    test, ref = (
        np.diff(np.floor((passed * k + start) / step) * step)
        for k, start in ((1 + deviation, 3.33), (1.0, 7.77))
    )
    return test, ref


def settle(fit, estimate, blocks=7, volume=0.5):
    return blocks_to_settle(fit, estimate=estimate, volume=volume, blocks=blocks, **STEPS, **BOUNDS)


def test_a_deviation_on_the_bound_is_never_settled():
    fit = fit_deviation(*week(0.02), **STEPS)
    assert settle(fit, 0.02) is None


def test_the_nearer_to_the_bound_the_longer_it_takes():
    fit = fit_deviation(*week(0.0), **STEPS)
    days = [settle(fit, delta) for delta in (0.0, 0.01, 0.015)]
    assert all(d is not None and d > 7 for d in days)
    assert days == sorted(days)


def test_what_is_detectable_is_about_one_point_four_half_widths():
    """Measurement model, section 6: for a normal estimate 1 + 0.8416 / 1.96 half-widths."""
    assert detectable_deviation(1.96, 1.0) / 1.96 == pytest.approx(1.43, abs=0.005)


def test_the_detectable_deviation_is_detected_in_about_eight_of_ten():
    """Simulated: 0.01 m3 registers, 7 days, days that differ by 0.5 %."""
    rng = np.random.default_rng(5)
    weeks, n, d = 1500, 7, 0.01

    def weeks_with(delta):
        v = rng.uniform(0.3, 0.7, (weeks, n))
        passed = [
            np.cumsum(np.c_[rng.uniform(0, 9, weeks), x], axis=1)
            for x in (v * (1 + delta + 0.005 * rng.standard_normal(v.shape)), v)
        ]
        return [np.diff(np.floor(p / d) * d) for p in passed]

    equal = fit_deviation(*weeks_with(0.0), test_step=d, reference_step=d)
    low, high = equal.interval()
    detectable = [
        detectable_deviation(h, u) for h, u in zip((high - low) / 2, equal.standard_uncertainty, strict=True)
    ]
    low, high = fit_deviation(
        *weeks_with(float(np.median(detectable))), test_step=d, reference_step=d
    ).interval()
    assert 0.74 <= float(((low > 0) | (high < 0)).mean()) <= 0.9


def test_a_step_far_coarser_than_the_block_gives_the_limit_without_a_warning():
    """Rounding alone: the information is n (n + 1)(n + 2) / 12 over the variance of one boundary."""
    n, d = 7, 1e6
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        spread = equal_blocks_spread(np.array([n]), np.array([1e-4]), 0.4, d, d)[0, 0]
    boundary = 2 * d**2 / 12 / 0.4**2
    assert spread == pytest.approx(np.sqrt(boundary / (n * (n + 1) * (n + 2) / 12)), rel=1e-9)
