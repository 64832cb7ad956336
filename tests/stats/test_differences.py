"""Paired t and TOST, held against published numbers and scipy.stats."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from comparekit.stats.differences import equivalence, paired_t

# Bland & Altman, Lancet 327 (1986) 307, table 1: peak flow [L/min], first readings of both meters.
LARGE = np.array([494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427.0])
MINI = np.array([512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451.0])

ROWS = arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(2, 12)), elements=st.integers(-50, 50))


def test_the_mean_and_its_interval_are_those_of_the_1986_paper():
    found = paired_t(LARGE - MINI)
    assert found.pairs == 17
    assert float(found.mean) == pytest.approx(-2.1, abs=0.05)
    assert float(found.standard_error) == pytest.approx(9.4, abs=0.05)
    assert float(found.low) == pytest.approx(-22.0, abs=0.3)  # the paper rounds on the way
    assert float(found.high) == pytest.approx(17.8, abs=0.3)


@given(ROWS)
def test_every_row_is_what_scipy_says_of_it_alone(rows):
    found = paired_t(rows)
    for k, row in enumerate(rows):
        if np.ptp(row) == 0:
            assert not found.answers[k]
            assert np.isnan([found.t[k], found.p[k], found.low[k], found.high[k]]).all()
            continue
        told = stats.ttest_rel(row, np.zeros(row.size))
        ends = told.confidence_interval(0.95)
        assert found.answers[k]
        assert found.t[k] == pytest.approx(told.statistic)
        assert found.p[k] == pytest.approx(told.pvalue)
        assert (found.low[k], found.high[k]) == pytest.approx((ends.low, ends.high))


@given(ROWS, st.integers(1, 30))
def test_tost_is_two_one_sided_tests_of_scipy(rows, bound):
    found = equivalence(rows, -bound, bound)
    for k, row in enumerate(rows):
        if np.ptp(row) == 0:
            continue
        above = stats.ttest_1samp(row, -bound, alternative="greater").pvalue
        below = stats.ttest_1samp(row, bound, alternative="less").pvalue
        assert found.p[k] == pytest.approx(max(above, below))


@given(ROWS, st.integers(1, 30))
def test_tost_calls_equal_just_when_its_90_percent_interval_lies_inside(rows, bound):
    found = equivalence(rows, -bound, bound)
    near = np.minimum(np.abs(found.low + bound), np.abs(found.high - bound)) < 1e-9
    inside = (found.low > -bound) & (found.high < bound)
    assert ((found.p < 0.05) == inside)[~near].all()


def test_equal_days_give_no_t_and_a_certain_tost():
    assert not paired_t(np.zeros(7)).answers
    assert float(equivalence(np.zeros(7), -0.02, 0.02).p) == 0
    assert float(equivalence(np.full(7, 0.05), -0.02, 0.02).p) == 1
    assert np.isnan(float(equivalence(np.full(7, 0.02), -0.02, 0.02).p))


def test_the_last_bits_of_binary_fractions_are_no_scatter():
    assert not paired_t(np.array([0.3, 0.1 + 0.2, 0.3])).answers


@pytest.mark.parametrize("wrong", [[], [1.0], [1.0, np.nan], [1.0, np.inf]])
def test_too_few_or_unreal_differences_are_a_callers_bug(wrong):
    with pytest.raises(ValueError, match="differences"):
        paired_t(wrong)
    with pytest.raises(ValueError, match="differences"):
        equivalence(wrong, -1, 1)


def test_bounds_and_confidence_are_checked():
    with pytest.raises(ValueError, match="low, high"):
        equivalence([1.0, 2.0], 1, -1)
    with pytest.raises(ValueError, match="confidence"):
        paired_t([1.0, 2.0], confidence=95)
