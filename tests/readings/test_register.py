import numpy as np
import pytest

from comparekit.readings.moments import in_zone
from comparekit.readings.register import RegisterSeries

DAYS = ["2025-05-06T01:00", "2025-05-07T01:00"]


def test_a_series_is_frozen_with_the_arrays_it_was_given():
    readings = np.array([1.0, 2.0])
    series = RegisterSeries(DAYS, readings, resolution=0.001, unit="m3", meter_id="old", rollover=None)
    readings[0] = 99
    assert series.readings.tolist() == [1.0, 2.0]
    with pytest.raises(ValueError, match="read-only"):
        series.readings[0] = 5
    assert len(series) == 2
    assert series.steps().tolist() == [0.001, 0.001]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"readings": [1.0]}, "equally long"),
        ({"readings": [1.0, np.inf]}, "finite"),
        ({"times": ["2025-05-06", "NaT"]}, "NaT"),
        ({"resolution": 0.0}, "resolution"),
        ({"resolution": [0.1, 0.1, 0.1]}, "resolution"),
        ({"unit": "stone"}, "stone"),
        ({"rollover": -1.0}, "rollover"),
        ({"rows": [1]}, "rows"),
        ({"temperature_c": [20.0]}, "temperature_c"),
        ({"pressure_kpa": [2.0, np.inf]}, "pressure_kpa"),
        ({"multiplier": 0.0}, "multiplier"),
        ({"stamp_s": np.nan}, "stamp_s"),
    ],
)
def test_a_callers_bug_names_argument_and_value(change, message):
    arguments = {"times": DAYS, "readings": [1.0, 2.0]} | change
    with pytest.raises(ValueError, match=message):
        RegisterSeries(**arguments)


def test_moments_are_shown_in_the_zone_asked_for():
    moment = np.datetime64("2025-05-06T01:00:00.000000000")
    assert in_zone(moment, "Asia/Shanghai").isoformat() == "2025-05-06T09:00:00+08:00"
