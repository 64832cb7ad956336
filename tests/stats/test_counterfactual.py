import numpy as np
import pytest
from scipy import stats

from comparekit.stats.counterfactual import OPEN_PRIOR, counterfactual
from reference.r_normals import r_normals

STEP = 3.0 * (np.arange(100) >= 70)


def test_r_numbers_are_those_of_its_documentation():
    # set.seed(1); rnorm(3), printed in countless R tutorials: -0.6264538 0.1836433 -0.8356286
    assert r_normals(1, 3) == pytest.approx([-0.6264538, 0.1836433, -0.8356286], abs=5e-8)


def test_without_a_moving_level_it_is_the_t_interval_of_two_means():
    rng = np.random.default_rng(3)
    y = rng.standard_normal(90)
    found = counterfactual(y, 60)
    plain = stats.ttest_ind(y[60:], y[:60])
    ends = plain.confidence_interval(0.95)
    width = ends.high - ends.low
    assert abs(found.effect - (y[60:].mean() - y[:60].mean())) < 0.2 * width
    # the level may wander, so the interval is the wider one, not by much
    assert 1.0 < (found.effect_at(0.975) - found.effect_at(0.025)) / width < 1.6


def test_units_only_scale_the_answer():
    y = r_normals(42, 60)
    one, other = counterfactual(y, 40), counterfactual(1000.0 * y + 5.0, 40)
    assert other.effect == pytest.approx(1000.0 * one.effect)
    assert other.effect_at(0.1) == pytest.approx(1000.0 * one.effect_at(0.1))
    assert other.mean == pytest.approx(1000.0 * one.mean + 5.0)


def test_a_series_that_wanders_is_continued_with_a_level_that_wanders():
    rng = np.random.default_rng(8)
    walk = np.cumsum(rng.standard_normal(150))
    found = counterfactual(walk, 120)
    # the mean of the next 30 values of a random walk of unit steps; the prior, worth 32 values, holds it in
    ahead = np.arange(1, 31)
    sd = np.sqrt(np.minimum.outer(ahead, ahead).mean())
    assert 0.65 < (found.effect_at(0.975) - found.effect_at(0.025)) / (3.92 * sd) < 1.1


def test_missing_values_are_passed_over_on_both_sides():
    y = r_normals(42, 100) + STEP
    y[[5, 30, 80]] = np.nan
    found = counterfactual(y, 70)
    assert found.observed == pytest.approx(np.nanmean(y[70:]))
    assert found.effect == pytest.approx(counterfactual(r_normals(42, 100) + STEP, 70).effect, rel=0.05)
    assert np.isfinite(found.mean).all() and np.isfinite(found.sd).all()


def test_a_covariate_that_never_varied_before_changes_nothing():
    y = r_normals(42, 60)
    frozen = np.concatenate([np.full(40, 7.0), np.arange(20.0)])
    plain, with_frozen = counterfactual(y, 40), counterfactual(y, 40, frozen, noise_prior=OPEN_PRIOR)
    assert with_frozen.effect == pytest.approx(plain.effect)


@pytest.mark.parametrize(
    ("y", "before", "covariates", "word"),
    [
        (np.arange(20.0), 5, None, "before"),
        (np.arange(20.0), 20, None, "before"),
        (np.arange(20.0), 10, np.ones((1, 19)), "covariates"),
        (np.arange(20.0), 10, np.full((1, 20), np.nan), "covariates"),
    ],
)
def test_what_cannot_be_continued_is_refused(y, before, covariates, word):
    with pytest.raises(ValueError, match=word):
        counterfactual(y, before, covariates)
