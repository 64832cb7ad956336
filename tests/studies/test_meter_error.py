"""The error of the test meter, (1 + deviation)(1 + reference error) - 1, against Monte Carlo."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparekit.stats.deviation import fit_deviation
from comparekit.stats.interval import Interval
from comparekit.studies.meter_error import error_cdf, error_guard_band, error_interval, error_uncertainty
from comparekit.studies.reference_error import CERTIFICATE, WITHIN_LIMITS, ReferenceError

DRAWS = 400_000


def certified(estimate, u):
    return ReferenceError(basis=CERTIFICATE, estimate=estimate, parts={"certificate": u})


def posterior(blocks, step, deviation=0.03, sigma=0.004):
    rng = np.random.default_rng(5)
    reference = rng.uniform(0.3, 0.6, blocks)
    test = reference * (1 + deviation + sigma * rng.standard_normal(blocks))
    return fit_deviation(np.round(test, 6), np.round(reference, 6), test_step=step, reference_step=step)


@cache
def drawn(blocks, step, estimate, u):
    """Errors drawn from what is known of both meters: the definition, without any formula in between."""
    rng = np.random.default_rng(8)
    fit = posterior(blocks, step)
    which = rng.choice(fit.sigma.size, size=DRAWS, p=fit.beta.weight)
    beta = fit.beta.mean[which] + fit.beta.sd[which] * rng.standard_normal(DRAWS)
    deviation = beta / (1 - fit.reference_weight * beta)
    return (1 + deviation) * (1 + estimate + u * rng.standard_normal(DRAWS)) - 1


CASES = [
    (30, 0.0001, 0.004, 0.0015),
    (7, 0.001, -0.006, 0.003),
    (7, 0.01, 0.004, 0.001),
    (3, 0.001, 0.02, 0.004),
]


@pytest.mark.parametrize(("blocks", "step", "estimate", "u"), CASES)
def test_the_interval_is_that_of_the_product(blocks, step, estimate, u):
    fit, reference, errors = posterior(blocks, step), certified(estimate, u), drawn(blocks, step, estimate, u)
    low, high = (float(end) for end in fit.interval(0.95))
    found = error_interval(float(fit.estimate), Interval(low=low, high=high), reference)
    expected = np.quantile(errors, [0.025, 0.975])
    assert [found.low, found.high] == pytest.approx(expected, abs=0.03 * np.ptp(expected))


@pytest.mark.parametrize(("blocks", "step", "estimate", "u"), CASES)
def test_the_distribution_is_that_of_the_product(blocks, step, estimate, u):
    fit, errors = posterior(blocks, step), drawn(blocks, step, estimate, u)
    for probability in (0.001, 0.025, 0.2, 0.5, 0.9, 0.975, 0.999):
        x = float(np.quantile(errors, probability))
        tolerance = 0.02 * min(probability, 1 - probability) + 0.004
        assert error_cdf(fit, certified(estimate, u), x) == pytest.approx(probability, abs=tolerance)


def test_the_combined_uncertainty_is_that_of_the_product():
    fit, errors = posterior(30, 0.0001), drawn(30, 0.0001, 0.004, 0.0015)
    u = error_uncertainty(float(fit.estimate), float(fit.standard_uncertainty), certified(0.004, 0.0015))
    half = float(np.diff(np.quantile(errors, [0.158655, 0.841345]))[0]) / 2
    assert u == pytest.approx(half, rel=0.02)


def test_a_reference_meter_that_reads_high_makes_the_test_meter_high_too():
    """1.04 times 1.01 is 1.0504."""
    exact = Interval(low=0.04, high=0.04)
    found = error_interval(0.04, exact, certified(0.01, 0.0))
    assert (found.low, found.high) == pytest.approx((0.0504, 0.0504))


def test_without_a_certificate_both_bounds_are_taken_whole():
    """From 1.03 times 0.98 to 1.05 times 1.02, by hand."""
    reference = ReferenceError(basis=WITHIN_LIMITS, estimate=0.0, parts={}, limit=0.02)
    found = error_interval(0.04, Interval(low=0.03, high=0.05), reference)
    assert (found.low, found.high) == pytest.approx((0.0094, 0.071))


@given(
    st.floats(-0.3, 0.3),
    st.floats(0.0001, 0.2),
    st.floats(0.0001, 0.2),
    st.floats(-0.05, 0.05),
    st.floats(0.0, 0.02),
)
def test_the_interval_holds_the_estimate_and_is_no_narrower_than_the_deviation_alone(
    deviation, below, above, estimate, u
):
    ends = Interval(low=deviation - below, high=deviation + above)
    found = error_interval(deviation, ends, certified(estimate, u))
    error = (1 + deviation) * (1 + estimate) - 1
    assert found.low <= error <= found.high
    assert error - found.low >= (1 + estimate) * below - 1e-12
    assert found.high - error >= (1 + estimate) * above - 1e-12


@pytest.mark.parametrize(
    "reference",
    [certified(0.001, 0.002), ReferenceError(basis=WITHIN_LIMITS, estimate=0.0, parts={}, limit=0.02)],
)
def test_an_end_that_is_not_known_stays_unknown(reference):
    found = error_interval(0.04, Interval(low=None, high=0.05), reference)
    assert found.low is None and found.high > 0.05
    assert error_guard_band(found, 0.001) is None


def test_the_distribution_rises_and_is_empty_where_nothing_can_be():
    fit, reference = posterior(3, 0.01), certified(0.003, 0.002)
    steps = [error_cdf(fit, reference, x) for x in np.linspace(-0.99, 5.0, 60)]
    assert np.all(np.diff(steps) >= 0)
    assert steps[0] < 1e-3 and steps[-1] > 0.99


def test_the_guard_band_is_the_wider_of_two_standard_uncertainties_and_the_interval():
    assert error_guard_band(Interval(low=-0.03, high=0.01), 0.004) == pytest.approx(0.02)
    assert error_guard_band(Interval(low=-0.03, high=0.01), 0.0105) == pytest.approx(0.021)
