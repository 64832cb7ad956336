import numpy as np
import pytest
from scipy import stats

from comparekit.stats.counterfactual import OPEN_PRIOR, counterfactual
from reference.r_normals import r_normals

STEP = 3.0 * (np.arange(100) >= 70)
# R CausalImpact 1.4.1 with bsts 0.9.10 on these series, as the fixtures of bsts-causalimpact (MIT) have it:
# average effect, ends of its 95 % interval. The series are rnorm(100) of set.seed(42), 43 and 44.
ALONE = (2.9022749034, 2.3957227451, 3.3938780734)
WITH_COVARIATES = (2.8858699154, 2.4680288425, 3.2974320329)


def held_against(found, published):
    mean, low, high = published
    assert found.effect == pytest.approx(mean, rel=0.05)
    for probability, end in ((0.025, low), (0.975, high)):
        assert abs(found.effect_at(probability) - end) < 0.15 * (high - low)


def test_r_numbers_are_those_of_its_documentation():
    # set.seed(1); rnorm(3), printed in countless R tutorials: -0.6264538 0.1836433 -0.8356286
    assert r_normals(1, 3) == pytest.approx([-0.6264538, 0.1836433, -0.8356286], abs=5e-8)


def test_the_effect_is_that_of_r_causalimpact():
    held_against(counterfactual(1.0 + r_normals(42, 100) + STEP, 70), ALONE)


def test_the_effect_with_two_covariates_is_that_of_r_causalimpact():
    covariates = np.stack([r_normals(43, 100), r_normals(44, 100)])
    y = 1.0 + covariates[0] + 0.5 * covariates[1] + r_normals(42, 100) + STEP
    held_against(counterfactual(y, 70, covariates), WITH_COVARIATES)


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


def test_missing_values_are_passed_over_on_both_sides():
    y = r_normals(42, 100) + STEP
    y[[5, 30, 80]] = np.nan
    found = counterfactual(y, 70)
    assert found.observed == pytest.approx(np.nanmean(y[70:]))
    assert found.effect == pytest.approx(ALONE[0], rel=0.1)
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
