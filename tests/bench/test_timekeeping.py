import numpy as np
import pytest

from comparekit.bench.timekeeping import Clock


def test_a_right_clock_shows_the_time():
    moments = np.array([0.0, 3.5, 7.0])
    assert Clock().is_right
    assert Clock().stamp(moments, 3.5).tolist() == moments.tolist()


def test_a_clock_ahead_stamps_later_and_gains_from_the_middle_on():
    clock = Clock(offset_min=30, drift_s_per_day=60)
    ahead = (clock.stamp(np.array([0.0, 5.0, 10.0]), 5.0) - [0, 5, 10]) * 1440
    assert ahead.tolist() == pytest.approx([25, 30, 35])


def test_a_clock_in_the_wrong_zone_is_whole_hours_off():
    assert (Clock(zone_h=-8).stamp(np.array([1.0]), 0.5)[0] - 1) * 24 == pytest.approx(-8)


def test_a_clock_that_is_set_jumps_once():
    clock = Clock(jump_day=2.0, jump_min=-15)
    assert ((clock.stamp(np.array([1.9, 2.0, 3.0]), 1.5) - [1.9, 2, 3]) * 1440).tolist() == pytest.approx(
        [0, -15, -15]
    )


def test_the_moment_of_a_stamp_leads_back():
    clock = Clock(offset_min=-7, drift_s_per_day=12, zone_h=1)
    moments = np.linspace(0, 20, 9)
    assert clock.moment(clock.stamp(moments, 10.0), 10.0) == pytest.approx(moments, abs=1e-6)
