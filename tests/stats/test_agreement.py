"""Limits of agreement against the papers; their intervals against the noncentral t and by counting."""

import numpy as np
import pytest
from scipy import stats

from comparekit.stats.agreement import limit_factors, limits_of_agreement
from stats.test_differences import LARGE, MINI

# One-limit factors by scipy 1.17.1: nct.ppf(p, df=n-1, nc=1.96*sqrt(n))/sqrt(n), p = 0.025 and 0.975.
FACTORS = {
    5: (0.9231910463826452, 5.975018532911159),
    17: (1.315058515086845, 3.1483237931505874),
    30: (1.4503765758937877, 2.756636471675873),
    100: (1.6590957303839773, 2.341911622161559),
    1000: (1.8578348170615988, 2.070083798698813),
}


def test_the_limits_are_those_of_the_1986_paper():
    found = limits_of_agreement(LARGE - MINI, multiplier=2)
    assert found.bias == pytest.approx(-2.1, abs=0.05)
    assert found.standard_deviation == pytest.approx(38.8, abs=0.05)
    assert (found.low, found.high) == pytest.approx((-79.7, 75.5), abs=0.3)  # Lancet 327 (1986) 307


def test_the_papers_rough_intervals_lie_about_the_exact_ones():
    found = limits_of_agreement(LARGE - MINI, multiplier=2)
    # The paper: -114.3 to -45.1 and 40.9 to 110.1 by sqrt(3 s2 / n); exact ones lean outwards.
    assert (found.low_interval.low, found.low_interval.high) == pytest.approx((-114.3, -45.1), abs=14)
    assert found.low_interval.low < -114.3
    assert found.low_interval.high < -45.1
    assert found.high_interval.high - found.bias == pytest.approx(found.bias - found.low_interval.low)


@pytest.mark.parametrize("pairs", FACTORS)
def test_the_factors_are_those_of_the_noncentral_t(pairs):
    assert limit_factors(pairs) == pytest.approx(FACTORS[pairs])
    told = stats.nct.ppf([0.05, 0.95], pairs - 1, 1.96 * np.sqrt(pairs)) / np.sqrt(pairs)
    assert limit_factors(pairs, confidence=0.9) == pytest.approx(told)


def test_the_interval_of_a_limit_holds_the_true_limit_in_95_of_100_samples():
    rng = np.random.default_rng(1986)
    samples = rng.normal(3.0, 2.0, (4000, 7))
    held = [
        found.high_interval.low <= 3.0 + 1.96 * 2.0 <= found.high_interval.high
        for found in map(limits_of_agreement, samples)
    ]
    assert np.mean(held) == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / 4000))


@pytest.mark.parametrize("wrong", [[1.0, 2.0], [1.0, np.nan, 2.0], [[1.0, 2.0, 3.0]]])
def test_too_few_or_unreal_differences_are_a_callers_bug(wrong):
    with pytest.raises(ValueError, match="differences"):
        limits_of_agreement(wrong)


@pytest.mark.parametrize(
    "arguments", [{"pairs": 2}, {"pairs": 5, "multiplier": 0}, {"pairs": 5, "confidence": 1.0}]
)
def test_arguments_are_checked(arguments):
    with pytest.raises(ValueError, match=r"pairs|multiplier|confidence"):
        limit_factors(**arguments)
