from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparekit.bench.slips import (
    KINDS,
    Slip,
    Visit,
    drums_only,
    lost_point,
    make_slips,
    swapped_digits,
    wrong_digit,
)

VISITS = [
    Visit(
        number=k + 1,
        time=datetime(2025, 5, 6, 9) + timedelta(days=k),
        shown=(f"{1286 + k}.240", f"{12 + k}.240"),
    )
    for k in range(8)
]


def rng(seed=1):
    return np.random.default_rng(seed)


readings = st.decimals(0, 99_999, places=3).map(str)


@given(readings, st.integers(0, 99))
def test_a_wrong_digit_is_one_other_digit(shown, seed):
    written = wrong_digit(shown, rng(seed))
    assert len(written) == len(shown)
    assert sum(a != b for a, b in zip(shown, written, strict=True)) == 1
    assert float(written) != float(shown)


@given(readings, st.integers(0, 99))
def test_swapped_digits_are_the_same_digits(shown, seed):
    written = swapped_digits(shown, rng(seed))
    assert sorted(written) == sorted(shown)
    assert written.index(".") == shown.index(".")
    assert (written == shown) == (len(set(shown) - {"."}) == 1)


def test_a_point_is_lost_and_pointers_are_left_out():
    assert lost_point("1286.240", rng()) == "1286240"
    assert drums_only("1286.240", rng()) == "1286"
    assert drums_only("1286", rng()) == "1286"


def test_each_slip_is_told_with_what_was_meant():
    written, (slip,) = make_slips(VISITS, [Slip(kind="wrong_digit", visit=3, role="reference")], rng())
    assert (slip.kind, slip.visit, slip.role, slip.meant) == ("wrong_digit", 3, "reference", "14.240")
    assert written[2].shown == ("1288.240", slip.written)
    assert [v for v in written if v.number != 3] == [v for v in VISITS if v.number != 3]


def test_whole_visits_are_crossed_forgotten_or_dated_wrongly():
    slips = [
        Slip(kind="swapped_meters", visit=2),
        Slip(kind="forgotten", visit=4),
        Slip(kind="wrong_day", visit=6),
    ]
    written, done = make_slips(VISITS, slips, rng())
    assert [v.number for v in written] == [1, 2, 3, 5, 6, 7, 8]
    assert written[1].shown == ("13.240", "1287.240")
    assert abs(written[4].time - VISITS[5].time) == timedelta(days=1)
    assert [s.kind for s in done] == ["swapped_meters", "forgotten", "wrong_day"]
    assert done[1].meant == "1289.240 / 15.240" and done[1].written == ""


def test_slips_that_may_fall_anywhere_fall_inside_on_different_visits():
    for seed in range(30):
        _, done = make_slips(
            VISITS, [Slip(kind="wrong_digit"), Slip(kind="forgotten"), Slip(kind="lost_point")], rng(seed)
        )
        places = [slip.visit for slip in done]
        assert len(set(places)) == 3 and not {1, 8} & set(places)


def test_a_slip_on_a_forgotten_visit_was_never_made():
    _, done = make_slips(VISITS, [Slip(kind="forgotten", visit=4), Slip(kind="lost_point", visit=4)], rng())
    assert [slip.kind for slip in done] == ["forgotten"]


def test_an_unknown_slip_is_a_caller_s_bug():
    assert len(KINDS) == 7
    with pytest.raises(ValueError, match="kind"):
        Slip(kind="coffee stain")
    with pytest.raises(ValueError, match="role"):
        Slip(kind="lost_point", role="third")
