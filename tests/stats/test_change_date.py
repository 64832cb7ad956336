import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from comparekit.stats.change_date import (
    CORRELATION_WEIGHTS,
    CORRELATIONS,
    EFFECT_WEIGHTS,
    EFFECTS,
    change_date,
)


def record(n=30, at=18, size=2.0, seed=1):
    rng = np.random.default_rng(seed)
    return rng.standard_normal(n) + size * (np.arange(n) >= at)


def by_integration(y):
    """The same posterior by brute force: dense covariances, sigma by quadrature, a wide level."""
    n = y.size
    apart = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))

    def marginal(step):
        total = 0.0
        for phi, w in zip(CORRELATIONS, CORRELATION_WEIGHTS, strict=True):
            noise = float(phi) ** apart if phi else np.eye(n)
            sizes = (
                zip(EFFECTS, EFFECT_WEIGHTS, strict=True)
                if step is not None
                else ((0.0, sum(EFFECT_WEIGHTS)),)
            )
            for kappa, v in sizes:
                covariance = noise + 1e6 * np.ones((n, n))
                if step is not None:
                    covariance = covariance + kappa**2 * np.outer(step, step)
                inner = stats.multivariate_normal(np.zeros(n), covariance, allow_singular=True)

                def density(log_sigma, inner=inner):
                    sigma = np.exp(log_sigma)
                    return np.exp(inner.logpdf(y / sigma) - n * log_sigma + log_sigma + 40)

                # flat level: its prior width scales with sigma, so one sigma is put back
                total += w * v * integrate.quad(density, -3, 3, epsabs=0, epsrel=1e-5, limit=200)[0]
        return total

    weights = np.array([marginal((np.arange(n) >= k).astype(float)) for k in range(1, n)])
    return weights / weights.sum(), weights.mean() / (weights.mean() + marginal(None))


def test_the_posterior_is_that_of_brute_force_integration():
    y = record(n=7, at=4, size=3.0)
    probability, changed = by_integration(y)
    found = change_date(y)
    assert float(found.changed) == pytest.approx(changed, rel=2e-3)
    expected = changed * probability + (1 - changed) / probability.size
    assert found.probability == pytest.approx(expected, rel=5e-3)


def test_a_clear_step_is_found_to_the_day_and_its_set_is_small():
    found = change_date(record(n=60, at=37, size=5.0))
    assert int(found.most_probable) == 37
    assert float(found.changed) > 0.999
    assert found.credible_set().sum() <= 3 and found.credible_set()[36]


def test_a_record_without_a_change_says_nothing_of_a_date():
    found = change_date(np.random.default_rng(4).standard_normal(80))
    assert float(found.changed) < 0.5
    assert found.credible_set().all()


def test_a_step_in_what_is_known_is_no_step():
    y = record(n=60, at=20, size=4.0)
    known = (np.arange(60) >= 20).astype(float)[None]
    assert float(change_date(y).changed) > 0.99
    assert float(change_date(y, known=known).changed) < 0.6


def test_a_slow_drift_that_correlation_explains_is_told_with_less_certainty():
    rng = np.random.default_rng(2)
    noise = rng.standard_normal(120)
    for k in range(1, 120):
        noise[k] = 0.6 * noise[k - 1] + 0.8 * noise[k]
    step = 1.5 * (np.arange(120) >= 60)
    independent = change_date(rng.standard_normal(120) + step)
    correlated = change_date(noise + step)
    assert correlated.credible_set().sum() > independent.credible_set().sum()


def test_probability_near_a_place_adds_up():
    found = change_date(record())
    parts = found.changed * found.probability[..., 17 - 1 - 3 : 17 - 1 + 4].sum()
    assert float(found.near(17, 3)) == pytest.approx(float(parts))


def test_many_records_at_once_are_as_each_alone():
    rows = np.stack([record(seed=k) for k in range(4)])
    together = change_date(rows)
    for k in range(4):
        assert together.probability[k] == pytest.approx(change_date(rows[k]).probability)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.01, 100), st.floats(-50, 50))
def test_unit_and_zero_do_not_matter(seed, unit, zero):
    y = record(n=12, at=6, size=1.0, seed=seed)
    assert change_date(unit * y + zero).probability == pytest.approx(change_date(y).probability, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_read_backwards_a_change_lies_at_the_mirrored_place(seed):
    y = record(n=14, at=6, size=1.5, seed=seed)
    assert change_date(y[::-1]).probability[::-1] == pytest.approx(change_date(y).probability, abs=1e-9)


def test_too_few_or_missing_values_are_refused():
    for y in ([1.0, 2.0, 3.0], [1.0, 2.0, np.nan, 3.0, 4.0]):
        with pytest.raises(ValueError, match="y:"):
            change_date(y)
