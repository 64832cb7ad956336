import numpy as np
import pytest

from comparekit.alignment.pair import pair_visits
from comparekit.errors import UnusableLog
from comparekit.readings.register import RegisterSeries
from comparekit.registers.clean import clean_register

START = np.datetime64("2025-05-06T01:00:00")


def register(minutes, readings, role="test", **kwargs):
    times = START + np.array(minutes) * np.timedelta64(60, "s")
    series = RegisterSeries(times, readings, 0.001, **kwargs)
    return clean_register(series, role=role, overload_flow=3.125)[0]


def pair(a, b, gap=600):
    return pair_visits(a, b, visit_gap_s=gap)


def test_readings_within_ten_minutes_are_one_visit():
    a = register([0, 1440, 2880], [1.0, 2.0, 3.0])
    b = register([2, 1449, 2891], [5.0, 6.0, 7.0], "reference")
    pairs, findings = pair(a, b)
    assert pairs.blocks == 1
    assert pairs.gaps.tolist() == [120.0, 540.0]
    assert [f.code for f in findings] == ["alignment.unpaired"]
    assert findings[0].context["readings"] == 2


def test_each_reading_belongs_to_one_visit_the_nearest():
    a = register([0, 4, 1440], [1.0, 1.1, 2.0])
    b = register([3, 1441], [5.0, 6.0], "reference")
    pairs, _ = pair(a, b)
    assert pairs.test.tolist() == [1.1, 2.0]


def test_rows_of_a_wide_log_are_visits_whatever_their_times():
    a = register([0, 1440], [1.0, 2.0], visit=[0, 1])
    b = register([30, 1500], [5.0, 6.0], "reference", visit=[0, 1])
    pairs, _ = pair(a, b)
    assert np.isnan(pairs.gaps).all()
    assert pairs.blocks == 1


def test_visits_less_than_a_day_apart_are_joined_and_the_last_is_kept():
    a = register([0, 700, 1440, 2000, 2900, 3300], [0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
    pairs, findings = pair(a, register([0, 700, 1440, 2000, 2900, 3300], [0.0] * 6, "reference"))
    assert pairs.test.tolist() == [0.0, 2.0, 5.0]
    assert [(f.code, f.context["visits"]) for f in findings] == [("alignment.joined", 3)]


def test_a_log_within_an_hour_is_one_block():
    a = register([0, 20, 50], [0.0, 0.1, 0.2])
    pairs, _ = pair(a, register([0, 20, 50], [0.0, 0.1, 0.2], "reference"))
    assert pairs.test.tolist() == [0.0, 0.2]


def test_fewer_than_two_common_visits_cannot_be_compared():
    with pytest.raises(UnusableLog) as caught:
        pair(register([0, 1440], [0.0, 1.0]), register([0, 1500], [0.0, 1.0], "reference"))
    assert caught.value.faults[0].code == "pairs.too_few"
    assert caught.value.faults[0].found == "1"
