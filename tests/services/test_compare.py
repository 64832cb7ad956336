import numpy as np
import pytest

import comparekit as ck
from comparekit.services.stories import run_story, story_folder, story_names

HEADER = "meter_id,time,reading,unit,resolution\n"


def long_log(tmp_path, unit="m3", ids=("A1", "B2")):
    rows = [
        f"{meter},2025-05-{day:02d} 09:00,{100 * k + 0.6 * day:.3f},{unit},0.001"
        for day in range(6, 14)
        for k, meter in enumerate(ids, 1)
    ]
    path = tmp_path / "log.csv"
    path.write_text(HEADER + "\n".join(rows), encoding="utf-8")
    return path


def test_a_log_without_roles_needs_to_be_told_the_test_meter(tmp_path):
    path = long_log(tmp_path)
    with pytest.raises(ck.UnusableLog) as caught:
        ck.compare_log(path)
    assert caught.value.faults[0].code == "roles.unknown"
    assert caught.value.faults[0].found == "A1, B2"
    result = ck.compare_log(path, test_meter="B2")
    assert (result.test.meter_id, result.reference.meter_id) == ("B2", "A1")
    assert result.verdict == "agree"


def test_a_log_that_calls_it_the_new_meter_is_not_compared_the_other_way_round():
    log = story_folder("worn_low_flow") / "log.csv"
    with pytest.raises(ck.UnusableLog) as caught:
        ck.compare_log(log, test_meter="N0032")
    assert [(f.code, f.found, f.expected) for f in caught.value.faults] == [
        ("roles.contradict", "N0032", "A1786")
    ]
    assert ck.compare_log(log, test_meter="A1786").verdict == run_story("worn_low_flow").verdict


def test_nothing_given_or_cubic_metres_alone_counts_as_water_and_says_so(tmp_path):
    result = ck.compare_log(long_log(tmp_path), test_meter="A1")
    assert result.protocol.id == "water-series-7d"
    assert result.assumptions[0] == "utility_water"


def test_kilowatt_hours_count_as_electricity(tmp_path):
    result = ck.compare_log(long_log(tmp_path, unit="kWh"), test_meter="A1")
    assert result.protocol.id == "electricity-series-7d"
    assert result.assumptions[0] == "utility_from_unit"
    assert result.unit == "kWh"


def test_a_protocol_for_another_unit_is_refused(tmp_path):
    with pytest.raises(ck.UnusableLog) as caught:
        ck.compare_log(long_log(tmp_path, unit="kWh"), test_meter="A1", protocol_id="water-series-7d")
    assert {f.code for f in caught.value.faults} == {"unit.not_of_protocol"}


def test_the_python_of_the_readme_runs():
    days = ["2025-05-06T01:00", "2025-05-07T01:00", "2025-05-08T01:00", "2025-05-09T01:00"]
    test = ck.RegisterSeries(days, [1286.240, 1287.269, 1288.015, 1288.402], resolution=0.001, meter_id="old")
    reference = ck.RegisterSeries(days, [12.240, 13.268, 14.015, 14.403], resolution=0.001, meter_id="new")
    result = ck.compare_series(test, reference)
    assert result.verdict == "agree"
    assert result.deviation.estimate == pytest.approx(2.162 / 2.163 - 1, abs=2e-4)
    assert np.isfinite(result.deviation.interval(0.95).high)
    assert result.to_dict()["schema"] == "comparekit.series/1"


def test_stories_are_found_by_name():
    assert {"huangyan_7_days", "fast_5_percent", "worn_low_flow", "coarse_register"} <= set(story_names())
    assert run_story("coarse_register").verdict == "inconclusive"
    with pytest.raises(ck.CompareKitError, match=r"story\.unknown"):
        story_folder("no_such")
