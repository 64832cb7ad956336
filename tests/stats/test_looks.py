import numpy as np
import pytest

from comparekit.stats.deviation import fit_deviation
from comparekit.stats.looks import (
    PEAK_TAIL,
    boundary_interval,
    boundary_tail,
    e_interval,
    e_value,
    planned_tails,
)

TEST = np.array([0.41, 0.36, 0.52, 0.44, 0.30, 0.61, 0.55])
REF = np.array([0.40, 0.37, 0.50, 0.43, 0.30, 0.60, 0.53])


def fit(blocks=7, step=0.01):
    return fit_deviation(TEST, REF, test_step=step, reference_step=step, blocks=blocks)


def test_the_boundary_is_wider_than_the_fixed_interval_and_narrower_than_twice_that():
    for n in (3, 5, 7):
        fixed, daily = fit(n).interval(0.95), boundary_interval(fit(n), n)
        assert daily[0] < fixed[0] < fixed[1] < daily[1]
    assert (daily[1] - daily[0]) / (fixed[1] - fixed[0]) < 2.0


def test_the_boundary_spends_most_about_the_seventh_day():
    tails = boundary_tail(np.arange(3, 31))
    assert tails.argmax() == 7 - 3
    assert (np.diff(tails[:5]) > 0).all()
    assert (np.diff(tails[4:]) < 0).all()
    assert tails.max() == PEAK_TAIL[0.95] < 0.05


def test_many_looks_at_once_are_as_each_alone():
    counts = np.arange(3, 8)
    rows = np.broadcast_to(TEST, (5, 7)), np.broadcast_to(REF, (5, 7))
    together = boundary_interval(
        fit_deviation(*rows, test_step=0.01, reference_step=0.01, blocks=counts), counts
    )
    for k, n in enumerate(counts):
        assert together[0][k] == pytest.approx(float(boundary_interval(fit(n), n)[0]))
        assert together[1][k] == pytest.approx(float(boundary_interval(fit(n), n)[1]))


def test_planned_looks_spend_less_than_the_whole_error():
    assert planned_tails([7]) == pytest.approx([0.04])
    tails = planned_tails([3, 5, 7])
    assert (np.diff(tails) > 0).all()
    assert tails[-1] < 0.04 < tails.sum() < 0.05


def test_only_calibrated_confidences_are_offered():
    assert set(PEAK_TAIL) == {0.90, 0.95, 0.99}
    with pytest.raises(ValueError, match="confidence"):
        boundary_interval(fit(), 7, 0.5)


def test_the_e_interval_holds_just_the_values_with_less_evidence_than_twenty():
    posterior = fit()
    low, high = e_interval(posterior)
    assert float(e_value(posterior, float(low))) == pytest.approx(20, rel=1e-3)
    assert float(e_value(posterior, float(high))) == pytest.approx(20, rel=1e-3)
    assert float(e_value(posterior, float(posterior.estimate))) < 1
    assert float(e_value(posterior, 0.5)) > 1000


def test_the_e_value_is_a_fair_bet_when_sigma_comes_from_the_prior():
    """Its mean under the truth is at most one (here: one, up to simulation error) at every look.

    Second route: Monte Carlo under the model's own prior, rounding as in the model.
    """
    rng = np.random.default_rng(7)
    runs, n, truth = 4000, 5, 0.01
    sigma = np.clip(np.abs(0.011 * np.tan(np.pi * (rng.random(runs) - 0.5))), 1e-4, 0.5)[:, None]
    v = np.full((runs, n), 0.5)
    beta = truth / (1 + 0.5 * truth)
    errors = rng.normal(0, np.sqrt(2) * 0.01 / np.sqrt(12), (runs, n + 1))
    y = beta * v + sigma * 0.5 * rng.standard_normal((runs, n)) + np.diff(errors)
    posterior = fit_deviation(v + y / 2, v - y / 2, test_step=0.01, reference_step=0.01)
    e = e_value(posterior, truth)
    assert (e >= 20).mean() < 0.05
    assert np.minimum(e, 100).mean() < 1.15


def test_without_a_ratio_there_is_no_evidence_and_no_interval():
    idle = fit_deviation([0.0, 1.0, 0.0], [0.0, 1.0, 0.0], test_step=1.0, reference_step=1.0)
    assert float(e_value(idle, 0.0)) == 0.0
    assert np.isnan(e_interval(idle)[0])
    assert np.isnan(boundary_interval(idle, 3)[1])
