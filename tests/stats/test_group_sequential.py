import numpy as np
import pytest
from scipy import stats

from comparekit.stats.group_sequential import spending_tails


def test_boundaries_are_those_of_the_published_tables():
    """Five equal looks, two-sided 5 %: DeMets & Lan, Statist. Med. 13 (1994) 1341, O'Brien-Fleming type."""
    z = stats.norm.isf(spending_tails([0.2, 0.4, 0.6, 0.8, 1.0]) / 2)
    assert z == pytest.approx([4.877, 3.357, 2.680, 2.290, 2.031], abs=0.002)


def test_one_look_is_an_ordinary_interval():
    assert spending_tails([1.0]) == pytest.approx([0.05])


def test_the_truth_is_left_out_at_any_look_as_often_as_promised():
    """Simulated Brownian scores at seven daily looks."""
    rng = np.random.default_rng(1)
    tails = spending_tails(np.arange(1, 8) / 7)
    score = np.cumsum(rng.standard_normal((100_000, 7)), axis=1) / np.sqrt(np.arange(1, 8))
    missed = (np.abs(score) > stats.norm.isf(tails / 2)).any(axis=1).mean()
    assert missed == pytest.approx(0.05, abs=0.003)


def test_the_last_look_costs_little():
    """Measurement model, section 7: about 1.07 times the fixed interval at the planned end."""
    z = stats.norm.isf(spending_tails(np.arange(3, 8) / 7)[-1] / 2)
    assert 1.0 < z / 1.96 < 1.1


@pytest.mark.parametrize("fractions", [[], [0.5], [0.5, 0.4, 1.0], [0.0, 1.0]])
def test_fractions_must_rise_to_one(fractions):
    with pytest.raises(ValueError, match="fractions"):
        spending_tails(fractions)
