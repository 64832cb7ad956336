"""Flow zones and years of life from the plate; expected values from the fact sheet's ready tables."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparekit.ingest.limits_file import load_limits
from comparekit.limits import years_between
from comparekit.readings.meter import Meter


def zones(utility, accuracy_class, **plate):
    table = load_limits(utility)
    return table.zones_of(Meter(**plate), table.of_class(accuracy_class))


@pytest.mark.parametrize(
    ("q3", "ratio_r", "q1", "q2", "q4"),
    [
        (2.5, 80, 0.03125, 0.050, 3.125),
        (2.5, 100, 0.025, 0.040, 3.125),
        (2.5, 160, 0.015625, 0.025, 3.125),
        (4.0, 80, 0.050, 0.080, 5.0),
        (4.0, 100, 0.040, 0.064, 5.0),
    ],
)
def test_flows_of_a_water_meter_from_q3_and_r(q3, ratio_r, q1, q2, q4):
    found = zones("water", "2", q3=q3, ratio_r=ratio_r)
    assert (found.smallest, found.transition, found.largest) == pytest.approx((q1, q2, q4))


def test_an_old_plate_says_its_flows_by_size_and_class():
    found = zones("water", "2", plate="N1.5", old_class="B")
    assert (found.smallest, found.transition, found.largest) == pytest.approx((0.03, 0.12, 3.0))


def test_a_gas_meter_by_its_size_and_a_lower_smallest_flow_of_its_own():
    assert zones("gas", "1.5", plate="G2.5").smallest == 0.025
    assert zones("gas", "1.5", plate="G2.5").transition == pytest.approx(0.4)
    assert zones("gas", "1.0", plate="G2.5").transition == pytest.approx(0.8)
    assert zones("gas", "1.5", plate="G2.5", q_min=0.016).smallest == 0.016


def test_an_electricity_meter_by_its_currents():
    found = zones("electricity", "2", currents=(5.0, 60.0))
    assert (found.smallest, found.transition, found.largest) == pytest.approx((0.25, 0.5, 60))


def test_zones_are_closed_below_and_nothing_holds_under_the_smallest_flow():
    found = zones("water", "2", q3=2.5, ratio_r=100)
    assert [found.zone(q) for q in (0.0249, 0.025, 0.039, 0.04, 2.5)] == [
        None, "lower", "lower", "upper", "upper",
    ]  # fmt: skip


@pytest.mark.parametrize("utility", ["water", "gas", "electricity"])
def test_a_plate_that_says_too_little_gives_no_zones(utility):
    table = load_limits(utility)
    assert table.zones_of(Meter(), table.classes[0]) is None


@pytest.mark.parametrize(
    ("utility", "plate", "years"),
    [
        ("water", {"dn": 15, "q3": 2.5}, 6),
        ("water", {"dn": 40, "q3": 10}, 4),
        ("water", {"dn": 80, "q3": 40}, 2),
        ("gas", {"medium": "natural"}, 10),
        ("gas", {"medium": "lpg"}, 6),
        ("electricity", {"technology": "static"}, 8),
        ("electricity", {"technology": "induction"}, 10),
    ],
)
def test_years_of_life_by_plate(utility, plate, years):
    assert load_limits(utility).life_of(Meter(**plate)).years == years


@pytest.mark.parametrize("utility", ["water", "gas", "electricity"])
def test_nobody_guesses_the_years_of_a_plate_that_does_not_say(utility):
    assert load_limits(utility).life_of(Meter()) is None


def test_years_between_are_counted_by_the_calendar():
    assert years_between(date(2018, 3, 1), date(2024, 3, 1)) == 6
    assert years_between(date(2018, 3, 2), date(2024, 3, 1)) == pytest.approx(6 - 1 / 366, abs=1e-3)
    assert years_between(date(2020, 2, 29), date(2024, 2, 28)) == pytest.approx(4 - 1 / 365, abs=1e-2)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_years_between_never_stray_from_days_over_365_25(one, other):
    start, end = sorted((one, other))
    assert years_between(start, end) == pytest.approx((end - start).days / 365.25, abs=0.01)
