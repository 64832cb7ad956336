"""Registers that stand: what they show, and what they lose in the long run."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparekit.bench.sticking import Standstill, Sticking, Stretches, draw_stretches, held_by_volume

TIMES = np.linspace(0, 10, 1001)


def stretch(begin, end, *, loses):
    return Stretches(kind="standstill", begin=np.array(begin, float), end=np.array(end, float), loses=loses)


def test_a_register_that_jumps_is_behind_only_while_it_stands():
    shown = stretch([2, 6], [3, 8], loses=False).held(lambda t: 2 * t, TIMES)
    for at, value in ((1.0, 2.0), (2.5, 4.0), (3.0, 6.0), (7.9, 12.0), (8.0, 16.0), (9.0, 18.0)):
        assert shown[round(at * 100)] == pytest.approx(value)


def test_a_register_that_loses_never_gets_the_volume_back():
    shown = stretch([2, 6], [3, 8], loses=True).held(lambda t: 2 * t, TIMES)
    for at, value in ((1.0, 2.0), (2.5, 4.0), (3.0, 4.0), (4.0, 6.0), (7.0, 10.0), (8.0, 10.0), (10.0, 14.0)):
        assert shown[round(at * 100)] == pytest.approx(value)
    assert (np.diff(shown) >= -1e-12).all()


def test_stretches_of_time_take_their_share_of_it():
    sticking = Sticking(by="time", runs=6.0, stands=2.0, loses=True)
    held = draw_stretches(sticking, np.random.default_rng(2), days=4000)
    assert (held.begin[1:] >= held.end[:-1]).all()
    shown = held.held(lambda t: t, np.array([0.0, 4000.0]))
    assert 1 - np.diff(shown)[0] / 4000 == pytest.approx(sticking.lost_share, abs=0.01)
    assert sticking.lost_share == 0.25


def test_a_wheel_that_sticks_stands_and_then_jumps_or_has_lost():
    passed = np.array([0.0, 0.9, 1.0, 1.1, 1.25, 1.3])
    jumps = Sticking(by="volume", runs=1.0, stands=0.25, loses=False)
    loses = Sticking(by="volume", runs=1.0, stands=0.25, loses=True)
    assert held_by_volume(passed, jumps).tolist() == pytest.approx([0, 0.9, 1.0, 1.0, 1.25, 1.3])
    assert held_by_volume(passed, loses).tolist() == pytest.approx([0, 0.9, 1.0, 1.0, 1.0, 1.05])
    assert loses.lost_share == pytest.approx(0.2)
    assert jumps.lost_share == 0


@given(
    st.floats(0.01, 3), st.floats(0.01, 3), st.booleans(), st.floats(0, 0.999),
    st.lists(st.floats(0, 50), min_size=2, max_size=30),
)  # fmt: skip
def test_a_sticking_wheel_never_runs_back_or_ahead(runs, stands, loses, phase, passed):
    passed = np.sort(np.array([0.0, *passed]))
    sticking = Sticking(by="volume", runs=runs, stands=stands, loses=loses)
    shown = held_by_volume(passed, sticking, phase * (runs + stands))
    assert shown[0] == pytest.approx(0, abs=1e-9)
    assert (np.diff(shown) >= -1e-9).all()
    behind = passed - shown
    assert (behind <= (passed[-1] if loses else stands) + 1e-9).all()
    assert (behind >= -stands - 1e-9).all()  # it may begin in the middle of a stand, from which it jumps


def test_what_cannot_be_is_a_caller_s_bug():
    with pytest.raises(ValueError, match="by"):
        Sticking(by="weight", runs=1, stands=1, loses=True)
    with pytest.raises(ValueError, match="runs"):
        Sticking(by="time", runs=0, stands=1, loses=True)
    with pytest.raises(ValueError, match="rising"):
        Standstill(from_day=3, to_day=3, loses=True)
