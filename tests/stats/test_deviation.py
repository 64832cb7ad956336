"""The deviation model against dense algebra, brute-force integration and the limits it must have."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate
from scipy import stats as scipy_stats

from comparekit.stats.deviation import PRIOR_SCALE, fit_deviation

WEEK_TEST = np.array([0.41, 0.36, 0.52, 0.44, 0.30, 0.61, 0.55])
WEEK_REF = np.array([0.40, 0.37, 0.50, 0.43, 0.30, 0.60, 0.53])


def dense_fit(test, ref, d_test, d_ref, sigma):
    """Generalised least squares with the covariance written out: mean, sd of beta, log likelihood."""
    w = d_ref**2 / (d_test**2 + d_ref**2)
    m, y = w * test + (1 - w) * ref, test - ref
    n, mean = m.size, m.mean()
    differences = np.zeros((n, n + 1))
    differences[np.arange(n), np.arange(n)] = -1
    differences[np.arange(n), np.arange(n) + 1] = 1
    covariance = sigma**2 * mean * np.diag(m) + (d_test**2 + d_ref**2) / 12 * differences @ differences.T
    inverse = np.linalg.inv(covariance)
    information = m @ inverse @ m
    beta = m @ inverse @ y / information
    residual = y - beta * m
    log_likelihood = -0.5 * (
        np.linalg.slogdet(covariance)[1] + np.log(information) + residual @ inverse @ residual
    )
    return beta, 1 / np.sqrt(information), log_likelihood, w


@pytest.mark.parametrize(("d_test", "d_ref"), [(0.001, 0.001), (0.01, 0.01), (0.1, 0.001), (0.0001, 1.0)])
def test_told_sigma_equals_dense_generalised_least_squares(d_test, d_ref):
    beta, sd, _, w = dense_fit(WEEK_TEST, WEEK_REF, d_test, d_ref, 0.007)
    fit = fit_deviation(WEEK_TEST, WEEK_REF, test_step=d_test, reference_step=d_ref, sigma=0.007)
    assert fit.beta.mean[0] == pytest.approx(beta, rel=1e-9)
    assert fit.beta.sd[0] == pytest.approx(sd, rel=1e-9)
    assert float(fit.estimate) == pytest.approx(beta / (1 - w * beta), rel=1e-9)


@pytest.mark.parametrize(("d_test", "d_ref"), [(0.001, 0.001), (0.01, 0.01), (0.1, 0.01)])
def test_interval_equals_integration_over_sigma_by_quadrature(d_test, d_ref):
    """Second route: scipy.integrate over sigma of dense fits under the half-Cauchy prior."""
    grid = np.geomspace(1e-4, 0.5, 4001)
    fits = np.array([dense_fit(WEEK_TEST, WEEK_REF, d_test, d_ref, s)[:3] for s in grid])
    weight = np.exp(fits[:, 2] - fits[:, 2].max()) * scipy_stats.halfcauchy.pdf(grid, scale=PRIOR_SCALE)
    total = integrate.simpson(weight, x=grid)

    def cdf(beta):
        return integrate.simpson(weight * scipy_stats.norm.cdf(beta, fits[:, 0], fits[:, 1]), x=grid) / total

    fit = fit_deviation(WEEK_TEST, WEEK_REF, test_step=d_test, reference_step=d_ref)
    for p in (0.025, 0.16, 0.5, 0.84, 0.975):
        assert cdf(float(fit.beta.quantile(p))) == pytest.approx(p, abs=0.002)


def test_at_fine_steps_the_estimate_is_the_ratio_of_totals():
    fit = fit_deviation(WEEK_TEST, WEEK_REF, test_step=1e-7, reference_step=1e-7)
    assert float(fit.estimate) == pytest.approx(WEEK_TEST.sum() / WEEK_REF.sum() - 1, abs=1e-6)


def test_identical_readings_give_zero_with_an_interval_and_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit = fit_deviation(WEEK_REF, WEEK_REF, test_step=0.001, reference_step=0.001)
        low, high = fit.interval(0.95)
    assert float(fit.estimate) == 0.0
    assert -0.02 < low < 0 < high < 0.02
    assert low == pytest.approx(-high, rel=0.01)


def test_exchanging_the_meters_inverts_the_ratio():
    """1 + deviation of A against B is the inverse of B against A, whatever the steps."""
    for d_a, d_b in ((0.01, 0.01), (0.1, 0.001)):
        ab = fit_deviation(WEEK_TEST, WEEK_REF, test_step=d_a, reference_step=d_b)
        ba = fit_deviation(WEEK_REF, WEEK_TEST, test_step=d_b, reference_step=d_a)
        assert 1 + float(ab.quantile(0.5)) == pytest.approx(1 / (1 + float(ba.quantile(0.5))), rel=2e-3)


def test_a_batch_gives_what_each_row_gives_alone():
    rng = np.random.default_rng(3)
    ref = rng.uniform(0.2, 0.6, (5, 3, 7)).round(2)
    test = (ref * 1.02).round(2)
    whole = fit_deviation(test, ref, test_step=0.01, reference_step=0.01)
    low, high = whole.interval()
    assert low.shape == (5, 3)
    for index in np.ndindex(5, 3):
        alone = fit_deviation(test[index], ref[index], test_step=0.01, reference_step=0.01).interval()
        assert (low[index], high[index]) == pytest.approx([float(e) for e in alone], rel=1e-6)


def test_leading_blocks_count_as_if_the_log_ended_there():
    looks = np.arange(2, 8)
    many = fit_deviation(
        np.tile(WEEK_TEST, (6, 1)),
        np.tile(WEEK_REF, (6, 1)),
        test_step=0.01,
        reference_step=0.01,
        blocks=looks,
    )
    for k, n in enumerate(looks):
        one = fit_deviation(WEEK_TEST[:n], WEEK_REF[:n], test_step=0.01, reference_step=0.01)
        assert float(many.estimate[k]) == pytest.approx(float(one.estimate), rel=1e-4, abs=1e-6)
        assert float(many.quantile(0.975)[k]) == pytest.approx(float(one.quantile(0.975)), rel=0.01)


def test_a_reference_that_moved_no_more_than_its_step_has_no_ratio():
    fit = fit_deviation([0.0, 1.0, 0.0], [0.0, 1.0, 0.0], test_step=1.0, reference_step=1.0)
    assert not fit.usable
    assert np.isnan(fit.estimate)
    assert np.isnan(fit.sigma_median)


def test_an_end_without_information_is_nan_not_a_number():
    """One step of 1 m3 in three days: it cannot be told whether the test meter counts at all."""
    fit = fit_deviation([0.0, 1.0, 0.0], [0.6, 0.5, 0.6], test_step=1.0, reference_step=0.001)
    low, high = fit.interval(0.999)
    assert np.isnan(low)
    assert np.isfinite(high)


def test_mixed_readings_stand_for_the_middle_of_their_step():
    """First reading to 1 m3, last to 0.001: the truncated half cubic metre is given back."""
    steps = np.array([1.0, 0.001, 0.001])
    fit = fit_deviation([5.5, 5.0], [5.5, 5.0], test_step=steps, reference_step=0.001)
    assert float(fit.estimate) < 0  # as read, the first block is half a step too long
    assert float(fit.quantile(0.975)) > 0


@given(
    scale=st.floats(1e-3, 1e4),
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(2, 12),
    step=st.sampled_from([0.001, 0.01, 0.1]),
)
@settings(max_examples=40, deadline=None)
def test_the_unit_of_volume_does_not_matter(scale, seed, n, step):
    rng = np.random.default_rng(seed)
    ref = rng.uniform(0.3, 0.9, n)
    test = ref * (1 + rng.normal(0.01, 0.01, n))
    one = fit_deviation(test, ref, test_step=step, reference_step=step).interval()
    other = fit_deviation(
        test * scale, ref * scale, test_step=step * scale, reference_step=step * scale
    ).interval()
    assert [float(e) for e in one] == pytest.approx(
        [float(e) for e in other], rel=1e-6, abs=1e-9, nan_ok=True
    )


@given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 10), step=st.sampled_from([1e-4, 0.01, 1.0]))
@settings(max_examples=60, deadline=None)
def test_ends_enclose_the_estimate_and_widen_with_confidence(seed, n, step):
    rng = np.random.default_rng(seed)
    ref = np.diff(np.floor(np.cumsum(rng.uniform(0, 2, n + 1)) / step) * step)
    test = np.diff(np.floor(np.cumsum(rng.uniform(0, 2, n + 1)) / step) * step)
    fit = fit_deviation(test, ref, test_step=step, reference_step=step)
    inner, outer = fit.interval(0.5), fit.interval(0.95)
    ends = [float(e) for e in (outer[0], inner[0], inner[1], outer[1])]
    known = [e for e in ends if np.isfinite(e)]
    assert known == sorted(known)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"test": []}, "at least one block"),
        ({"test": [0.1, np.nan]}, "finite"),
        ({"test_step": 0.0}, "test_step"),
        ({"reference_step": [0.1, -0.1, 0.1]}, "reference_step"),
        ({"blocks": 3}, "blocks"),
    ],
)
def test_a_callers_bug_is_named(change, message):
    arguments = {"test": [0.1, 0.2], "reference": [0.1, 0.2], "test_step": 0.01, "reference_step": 0.01}
    arguments |= change
    if change.get("test") == []:
        arguments["reference"] = []
    with pytest.raises(ValueError, match=message):
        fit_deviation(arguments.pop("test"), arguments.pop("reference"), **arguments)


def test_variance_beyond_rounding_acts_like_a_coarser_step():
    """A uniform error of one step has the variance step squared over twelve (JCGM 100:2008, 4.3.7)."""
    extra = (0.05**2 - 0.01**2) / 12
    finer = fit_deviation(
        WEEK_TEST,
        WEEK_REF,
        test_step=0.01,
        reference_step=0.01,
        test_variance=extra,
        reference_variance=extra,
    )
    coarser = fit_deviation(WEEK_TEST, WEEK_REF, test_step=0.05, reference_step=0.05)
    assert [float(e) for e in finer.interval()] == pytest.approx(
        [float(e) for e in coarser.interval()], rel=1e-9
    )
