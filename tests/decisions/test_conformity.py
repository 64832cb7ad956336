"""Decisions by ILAC-G8:09/2019 and JCGM 106:2012, 8.3; rounding of electricity errors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from comparekit.decisions.conformity import conformity_of, probability_within, rounded_half_even
from comparekit.stats.mixture import NormalMixture

ERRORS = st.floats(-0.2, 0.2)
LIMITS = st.floats(1e-4, 0.2)
UNCERTAINTIES = st.floats(0, 0.1)
INTERVALS = st.sampled_from([0.0002, 0.0005, 0.001, 0.002])  # classes 0.2, 0.5, 1, 2


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("error", "decision"),
    [
        (0.0, "pass"),
        (0.0299, "pass"),
        (0.03, "pass"),  # |e| = T - w
        (0.0301, "conditional pass"),
        (0.05, "conditional pass"),  # |e| = T
        (0.0501, "conditional fail"),
        (0.07, "conditional fail"),  # |e| = T + w
        (0.0701, "fail"),
    ],
)
def test_four_decisions_with_the_guard_band_u_and_equality_within(sign, error, decision):
    """T = 5 %, u = 1 %, w = U = 2 %; in binary 0.05 - 0.02 is above 0.03 and 0.05 + 0.02 above 0.07."""
    found = conformity_of(sign * error, limit=0.05, standard_uncertainty=0.01)
    assert found.decision == decision
    assert found.guard_band == pytest.approx(0.02)
    assert found.acceptance_limit == pytest.approx(0.03)
    assert not found.indicative


@pytest.mark.parametrize(("limit", "band"), [(0.3, 0.1), (0.1, 0.7), (0.02, 0.015), (0.015, 0.003)])
def test_binary_noise_of_the_limits_decides_nothing(limit, band):
    places = [round(limit - band, 6), limit, round(limit + band, 6)]
    found = [
        conformity_of(e, limit=limit, standard_uncertainty=0.0, guard_band=band).decision for e in places
    ]
    assert found[1:] == ["conditional pass", "conditional fail"]
    if limit > band:
        assert found[0] == "pass"


def test_simple_acceptance_knows_only_pass_and_fail():
    kinds = {
        conformity_of(e, limit=0.05, standard_uncertainty=0.01, guard_band=0.0).decision
        for e in np.linspace(-0.1, 0.1, 201)
    }
    assert kinds == {"pass", "fail"}


def test_a_guard_band_wider_than_the_limit_leaves_no_clean_pass():
    found = conformity_of(0.0, limit=0.02, standard_uncertainty=0.015)
    assert found.decision == "conditional pass"
    assert found.acceptance_limit == pytest.approx(-0.01)


@pytest.mark.parametrize(("distance", "risk"), [(1.0, 0.5), (0.0, 0.025)])
def test_false_acceptance_at_the_acceptance_limit_is_what_ilac_g8_states(distance, risk):
    """ILAC-G8:09/2019: simple acceptance up to 50 %, with w = U below 2.5 %."""
    limit, u = 0.05, 0.005
    error = limit - (1 - distance) * 2 * u
    wrong = 1 - probability_within(error, u, limit)
    assert wrong <= risk + 1e-9
    assert wrong == pytest.approx(risk, abs=0.003)


@given(ERRORS, st.floats(1e-4, 0.1), LIMITS)
def test_probability_is_that_of_the_normal_distribution(error, u, limit):
    expected = stats.norm.cdf(limit, error, u) - stats.norm.cdf(-limit, error, u)
    assert probability_within(error, u, limit) == pytest.approx(expected, abs=1e-12)


@given(ERRORS, UNCERTAINTIES, LIMITS, st.floats(1, 3))
def test_probability_is_symmetric_and_grows_with_the_limit(error, u, limit, wider):
    p = probability_within(error, u, limit)
    assert 0 <= p <= 1
    assert probability_within(-error, u, limit) == p
    assert probability_within(error, u, limit * wider) >= p - 1e-15


def test_without_uncertainty_the_probability_is_one_or_zero():
    assert [probability_within(e, 0.0, 0.02) for e in (0.02, -0.02, 0.0201)] == [1.0, 1.0, 0.0]


def test_probability_from_a_mixture_is_the_weighted_sum_of_its_components():
    mixture = NormalMixture(
        weight=np.array([0.3, 0.7]), mean=np.array([0.01, 0.03]), sd=np.array([0.004, 0.01])
    )
    found = conformity_of(0.024, limit=0.02, standard_uncertainty=0.012, cdf=mixture.cdf)
    parts = [probability_within(m, s, 0.02) for m, s in zip(mixture.mean, mixture.sd, strict=True)]
    assert found.probability == pytest.approx(0.3 * parts[0] + 0.7 * parts[1], abs=1e-12)
    assert found.decision == "conditional fail"
    draws = np.random.default_rng(4)
    pick = draws.choice(2, 200_000, p=mixture.weight)
    simulated = np.abs(draws.normal(mixture.mean[pick], mixture.sd[pick])) <= 0.02
    assert found.probability == pytest.approx(simulated.mean(), abs=0.004)


def test_an_indicative_result_says_so():
    assert conformity_of(0.0, limit=0.02, standard_uncertainty=0.001, indicative=True).indicative


@pytest.mark.parametrize(
    ("error", "interval", "rounded"),
    [  # in percent: divide by the interval, round half to even, multiply
        (0.25, 0.1, 0.2),
        (0.35, 0.1, 0.4),
        (-0.25, 0.1, -0.2),
        (1.05, 0.1, 1.0),
        (1.15, 0.1, 1.2),
        (0.29, 0.2, 0.2),
        (0.3, 0.2, 0.4),
        (0.5, 0.2, 0.4),
        (0.13, 0.02, 0.12),
        (0.15, 0.02, 0.16),
        (0.475, 0.05, 0.5),
        (0.425, 0.05, 0.4),
        (0.2500001, 0.1, 0.3),
        (0.04, 0.1, 0.0),
    ],
)
def test_errors_are_rounded_to_the_interval_with_ties_to_even(error, interval, rounded):
    assert rounded_half_even(error, interval) == rounded
    assert rounded_half_even(error / 100, interval / 100) == pytest.approx(rounded / 100, abs=1e-15)


def test_arithmetic_before_rounding_does_not_break_a_tie():
    assert (1 + 0.0025) - 1 != 0.0025
    assert rounded_half_even((1 + 0.0025) - 1, 0.001) == 0.002
    assert rounded_half_even((1 + 0.0035) - 1, 0.001) == 0.004


@given(ERRORS, INTERVALS)
def test_rounding_is_idempotent_and_moves_by_at_most_half_an_interval(error, interval):
    once = rounded_half_even(error, interval)
    assert rounded_half_even(once, interval) == once
    assert rounded_half_even(-error, interval) == -once
    assert abs(once - error) <= interval * (0.5 + 2e-9)
    assert once / interval == pytest.approx(round(once / interval), abs=1e-9)


@given(st.integers(-500, 500), INTERVALS)
def test_every_tie_goes_to_the_even_multiple(n, interval):
    assert round(rounded_half_even((n + 0.5) * interval, interval) / interval) % 2 == 0


def test_decision_and_probability_are_those_of_the_rounded_error():
    """Class 1 electricity meter: limit 1.0 %, interval 0.1 %; 1.05 % is judged as 1.0 %.

    Rounded errors keep the limit as long as the error stays below 1.05 %: half of a normal about it.
    """
    found = conformity_of(
        0.0105, limit=0.01, standard_uncertainty=0.001, guard_band=0.0, rounding_interval=0.001
    )
    assert (found.judged, found.decision) == (0.01, "pass")
    assert found.probability == pytest.approx(0.5, abs=1e-6)
    raw = conformity_of(0.0105, limit=0.01, standard_uncertainty=0.001, guard_band=0.0)
    assert (raw.judged, raw.decision) == (0.0105, "fail")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("error", {"error": np.nan}),
        ("limit", {"limit": 0.0}),
        ("standard_uncertainty", {"standard_uncertainty": -0.01}),
        ("coverage_factor", {"coverage_factor": np.inf}),
        ("guard_band", {"guard_band": -0.1}),
        ("interval", {"rounding_interval": 0.0}),
    ],
)
def test_a_number_that_means_nothing_is_named(name, values):
    arguments = {"error": 0.0, "limit": 0.02, "standard_uncertainty": 0.01} | values
    with pytest.raises(ValueError, match=name):
        conformity_of(arguments.pop("error"), **arguments)
