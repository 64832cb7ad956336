"""The largest difference of two meters within their limits: figures of the measurement model, section 6."""

from dataclasses import replace

import pytest

from comparekit.readings.meter import Meter, Meters
from studies.runs_at_flows import THREE, WATER, bench, plates


def limits_of(*, runs, test, reference):
    return bench(runs, meters=Meters(test=Meter(**test), reference=Meter(**reference))).permitted


R100 = {"accuracy_class": "2", "q3": 2.5, "ratio_r": 100}
OLD, NEW = R100 | {"in_service": True}, R100 | {"in_service": False}


def test_nothing_below_q2_in_service_against_new():
    """Class 2 water: -5.9 ... +6.1 %."""
    found = limits_of(runs=THREE, test=OLD, reference=NEW)
    assert found.basis == "volume shares"
    assert (found.low, found.high) == pytest.approx((-0.0588, 0.0612), abs=5e-5)


def test_with_twenty_three_percent_below_q2():
    """-7.9 ... +8.3 %: M 5.38 % and 2.69 %."""
    found = limits_of(runs=[(0.03, 0.023)] * 2 + [(0.75, 0.077)] * 2, test=OLD, reference=NEW)
    assert found.basis == "volume shares"
    assert (found.low, found.high) == pytest.approx((-0.079, 0.083), abs=5e-4)


def test_without_plates_the_lower_zone_holds_for_everything():
    """At worst -14 ... +16 %."""
    found = bench(THREE, meters=Meters()).permitted
    assert found.basis == "both zones"
    assert (found.low, found.high) == pytest.approx((-0.143, 0.158), abs=5e-4)


@pytest.mark.parametrize(
    ("runs", "test", "reference"),
    [
        (THREE, {"accuracy_class": "2"}, NEW),  # no zones of the old meter
        (THREE, OLD, {"accuracy_class": "2"}),
        ([*THREE, (None, 0.02)], OLD, NEW),  # a run whose flow nobody wrote down
        ([(0.02, 0.02)] * 2 + THREE, OLD, NEW),  # below Q1 no limit holds
        ([(3.3, 0.1)] * 2 + THREE, OLD, NEW),  # above Q4 neither
    ],
)
def test_where_a_zone_is_not_known_the_wider_bound_is_taken(runs, test, reference):
    found = limits_of(runs=runs, test=test, reference=reference)
    assert (found.basis, found.high) == ("both zones", pytest.approx(0.158, abs=5e-4))


def test_the_two_meters_have_each_their_own_zones():
    """At 0.03 m3/h an R100 meter is in its lower zone, an R160 meter in its upper one: 10 and 2 %."""
    found = limits_of(runs=[(0.03, 0.02)] * 3, test=OLD, reference=NEW | {"ratio_r": 160})
    assert (found.low, found.high) == pytest.approx((0.9 / 1.02 - 1, 1.1 / 0.98 - 1))


@pytest.mark.parametrize(("error", "exceeded"), [(0.0, False), (0.055, False), (0.08, True), (-0.08, True)])
def test_beyond_the_bound_at_least_one_meter_is_outside_its_limits(error, exceeded):
    assert bench(THREE, error, meters=plates()).permitted.exceeded is exceeded


def test_it_is_as_sure_as_the_weakest_of_its_numbers():
    assert limits_of(runs=THREE, test=OLD, reference=NEW).certainty == "unconfirmed"  # in service
    assert limits_of(runs=THREE, test=NEW, reference=NEW).certainty == "confirmed"
    one = replace(WATER, limits=WATER.table.of_class("1"))
    assert (
        bench(
            THREE, meters=plates(test={"accuracy_class": None, "in_service": False}), protocol=one
        ).permitted.certainty
        == "unconfirmed"
    )
