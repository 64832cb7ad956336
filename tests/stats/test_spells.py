import numpy as np
import pytest

from comparekit.stats.spells import drawn_in


def test_a_step_between_two_levels_stays_as_it_is_to_the_day():
    y = 0.1 * np.random.default_rng(3).standard_normal(60) + 3.0 * (np.arange(60) >= 31)
    moved = np.abs(drawn_in(y) - y) > 0
    assert not moved[29:34].any()
    assert moved.mean() < 0.05


def test_a_few_days_away_are_drawn_in_and_three_weeks_are_not():
    y = 0.1 * np.random.default_rng(3).standard_normal(120)
    away, long = y.copy(), y.copy()
    away[50:54] -= 3.0
    long[50:71] -= 3.0
    assert (drawn_in(away)[50:54] > -1.0).all()
    assert (drawn_in(long)[55:66] < -2.5).all()


def test_a_steady_record_keeps_its_values():
    assert drawn_in(np.full(20, 4.0)) == pytest.approx(np.full(20, 4.0))
