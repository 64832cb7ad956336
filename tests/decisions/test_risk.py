"""Risks of acceptance rules: JCGM 106:2012, section 9."""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from comparekit.decisions.conformity import probability_within
from comparekit.decisions.risk import (
    global_risk,
    guard_band_for_consumer,
    guard_band_for_producer,
    guarded,
    specific_consumer_risk,
)
from comparekit.stats.density import GammaDensity, NormalDensity
from comparekit.stats.interval import Interval

BEARINGS = tomllib.loads((Path(__file__).parents[1] / "reference" / "jcgm106_9_5_4.toml").read_text("utf-8"))
MOTION = GammaDensity(shape=BEARINGS["prior"]["gamma_shape"], scale=BEARINGS["prior"]["gamma_scale"])
LIMITS = Interval(**BEARINGS["tolerance"])
U = BEARINGS["measurement_u"]
WIDE = Interval(low=-2.0, high=2.0)


def test_ball_bearings_of_jcgm_106_without_a_guard_band():
    found = global_risk(MOTION, U, LIMITS, LIMITS)
    assert found.nonconforming == pytest.approx(BEARINGS["nonconforming"], rel=1e-12)
    assert found.consumer == pytest.approx(BEARINGS["consumer_risk_without_guard_band"], rel=1e-10)


def test_ball_bearings_of_jcgm_106_with_the_guard_band_for_a_wanted_risk():
    band = guard_band_for_consumer(BEARINGS["wanted_consumer_risk"], MOTION, U, LIMITS)
    assert band == pytest.approx(BEARINGS["guard_band"], abs=1e-9)
    acceptance = guarded(LIMITS, band)
    assert acceptance.high == pytest.approx(BEARINGS["acceptance_limit"], abs=1e-9)
    assert global_risk(MOTION, U, LIMITS, acceptance).consumer == pytest.approx(0.001, rel=1e-9)


def test_normal_items_agree_with_the_bivariate_normal_distribution():
    """Second route: true and measured value are jointly normal."""
    mean, sd, u = 0.1, 1.0, 0.3
    joint = stats.multivariate_normal([mean, mean], [[sd**2, sd**2], [sd**2, sd**2 + u**2]])

    def both(a, b, c, d):
        return joint.cdf([b, d], lower_limit=[a, c])

    found = global_risk(NormalDensity(mean=mean, sd=sd), u, WIDE, Interval(low=-1.8, high=1.8))
    assert found.consumer == pytest.approx(both(-40, -2, -1.8, 1.8) + both(2, 40, -1.8, 1.8), abs=1e-9)
    assert found.producer == pytest.approx(both(-2, 2, -40, -1.8) + both(-2, 2, 1.8, 40), abs=1e-9)


@pytest.mark.parametrize(
    ("prior", "draw"),
    [
        (GammaDensity(shape=0.5, scale=1.0), lambda rng, n: rng.gamma(0.5, 1.0, n)),
        (NormalDensity(mean=-1.5, sd=0.8), lambda rng, n: rng.normal(-1.5, 0.8, n)),
    ],
)
def test_simulated_items_are_wrongly_accepted_and_rejected_as_often(prior, draw):
    rng = np.random.default_rng(106)
    true = draw(rng, 400_000)
    measured = rng.normal(true, 0.3)
    good, taken = np.abs(true) <= 2, np.abs(measured) <= 1.7
    found = global_risk(prior, 0.3, WIDE, Interval(low=-1.7, high=1.7))
    assert found.consumer == pytest.approx((taken & ~good).mean(), abs=5e-4)
    assert found.producer == pytest.approx((~taken & good).mean(), abs=1.5e-3)
    assert found.accepted == pytest.approx(taken.mean(), abs=2e-3)
    assert found.nonconforming == pytest.approx((~good).mean(), abs=2e-3)


def test_a_perfect_measurement_risks_nothing_and_a_hair_of_doubt_next_to_nothing():
    exact = global_risk(MOTION, 0.0, LIMITS, LIMITS)
    assert (exact.consumer, exact.producer) == (0, 0)
    near = global_risk(MOTION, 1e-9, LIMITS, LIMITS)
    assert near.consumer + near.producer < 1e-9
    assert near.accepted == pytest.approx(exact.accepted, abs=1e-8)


def test_an_empty_acceptance_interval_rejects_everything():
    found = global_risk(MOTION, U, LIMITS, guarded(LIMITS, 1.1))
    assert (found.consumer, found.accepted) == (0, 0)
    assert found.producer == pytest.approx(1 - BEARINGS["nonconforming"])


@given(
    st.floats(-3, 3), st.floats(0.05, 3), st.floats(0, 2), st.floats(-1.5, 1.5), st.sampled_from([-2.0, None])
)
@settings(max_examples=60, deadline=None)
def test_shares_are_probabilities_that_add_up(mean, sd, u, band, low):
    tolerance = Interval(low=low, high=2.0)
    prior = NormalDensity(mean=mean, sd=sd)
    found = global_risk(prior, u, tolerance, guarded(tolerance, band))
    for share in (found.consumer, found.producer, found.nonconforming, found.accepted):
        assert -1e-12 <= share <= 1 + 1e-12
    conforming_accepted = 1 - found.nonconforming - found.producer
    assert found.accepted == pytest.approx(found.consumer + conforming_accepted, abs=1e-9)
    stricter = global_risk(prior, u, tolerance, guarded(tolerance, band + 0.1))
    assert stricter.consumer <= found.consumer + 1e-12
    assert stricter.producer >= found.producer - 1e-12


@pytest.mark.parametrize("wanted", [0.0002, 0.005, 0.02])
def test_a_guard_band_reaches_the_risk_it_was_asked_for(wanted):
    prior = NormalDensity(mean=0.3, sd=1.0)
    band = guard_band_for_consumer(wanted, prior, 0.4, WIDE)
    assert global_risk(prior, 0.4, WIDE, guarded(WIDE, band)).consumer == pytest.approx(wanted, rel=1e-9)
    band = guard_band_for_producer(wanted, prior, 0.4, WIDE)
    assert global_risk(prior, 0.4, WIDE, guarded(WIDE, band)).producer == pytest.approx(wanted, rel=1e-9)


def test_a_guard_band_turns_outwards_where_simple_acceptance_is_stricter_than_asked():
    assert guard_band_for_consumer(0.02, MOTION, U, Interval(low=None, high=2.0)) < 0


def test_a_risk_that_no_rule_brings_is_refused_with_what_can_be_reached():
    with pytest.raises(ValueError, match=r"0 to 0\.0424"):
        guard_band_for_consumer(0.05, MOTION, U, LIMITS)


@pytest.mark.parametrize("measured", [-3.0, 1.9, 2.6, 30.0])
def test_specific_risk_of_normal_items_is_that_of_the_conjugate_posterior(measured):
    """Second route: the posterior of a normal value under a normal prior (JCGM 106, 7.3)."""
    sd, u = 1.0, 0.5
    gain = sd**2 / (sd**2 + u**2)
    mean, spread = 0.2 + gain * (measured - 0.2), u * np.sqrt(gain)
    expected = stats.norm.cdf(-2, mean, spread) + stats.norm.sf(2, mean, spread)
    found = specific_consumer_risk(measured, NormalDensity(mean=0.2, sd=sd), u, WIDE)
    assert found == pytest.approx(expected, rel=1e-8, abs=1e-14)


@pytest.mark.parametrize("shape", [0.5, 4.0])
@pytest.mark.parametrize("measured", [-0.4, 1.8, 2.4])
def test_specific_risk_of_gamma_items_agrees_with_adaptive_quadrature(shape, measured):
    def weighed(x):
        return stats.gamma.pdf(x, shape, scale=0.25) * stats.norm.pdf(measured, x, U)

    inside = (
        integrate.quad(weighed, 0, 1, epsabs=0, limit=400)[0] + integrate.quad(weighed, 1, 2, epsabs=0)[0]
    )
    outside = integrate.quad(weighed, 2, 6, epsabs=0, limit=400)[0]
    prior = GammaDensity(shape=shape, scale=0.25)
    found = specific_consumer_risk(measured, prior, U, Interval(low=None, high=2.0))
    assert found == pytest.approx(outside / (inside + outside), rel=1e-6)


def test_where_little_is_known_before_the_specific_risk_is_what_the_measurement_alone_says():
    found = specific_consumer_risk(1.8, NormalDensity(mean=0, sd=1e4), 0.3, WIDE)
    assert found == pytest.approx(1 - probability_within(1.8, 0.3, 2.0), rel=1e-4)


@pytest.mark.parametrize(
    ("density", "known"),
    [
        (NormalDensity(mean=0.3, sd=2.0), stats.norm(0.3, 2.0)),
        (GammaDensity(shape=4.0, scale=0.25), stats.gamma(4.0, scale=0.25)),
        (GammaDensity(shape=0.7, scale=2.0), stats.gamma(0.7, scale=2.0)),
    ],
)
def test_densities_agree_with_scipy_stats(density, known):
    x, p = np.array([-0.5, 1e-3, 0.4, 3.0, 9.0]), np.array([1e-12, 0.01, 0.5, 0.99])
    assert density.cdf(x) == pytest.approx(known.cdf(x), rel=1e-12)
    assert density.sf(x) == pytest.approx(known.sf(x), rel=1e-12)
    assert np.exp(density.log_density(x)) == pytest.approx(known.pdf(x), rel=1e-12)
    assert density.quantile(p) == pytest.approx(known.ppf(p), rel=1e-9)
    assert density.upper_quantile(p) == pytest.approx(known.isf(p), rel=1e-9)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("sd", lambda: NormalDensity(mean=0, sd=0)),
        ("shape", lambda: GammaDensity(shape=0, scale=1)),
        ("standard_uncertainty", lambda: global_risk(MOTION, -1, LIMITS, LIMITS)),
        ("tolerance", lambda: global_risk(MOTION, U, Interval(low=2, high=0), LIMITS)),
        ("measured", lambda: specific_consumer_risk(np.nan, MOTION, U, LIMITS)),
    ],
)
def test_a_number_that_means_nothing_is_named(name, call):
    with pytest.raises(ValueError, match=name):
        call()
