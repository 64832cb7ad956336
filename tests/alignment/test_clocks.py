import numpy as np
import pytest

from comparekit.alignment.clocks import estimate_clocks, shift_clock
from comparekit.bench.household import FAMILY
from comparekit.bench.meters import GOOD, NEW
from comparekit.bench.site import BenchRegister
from comparekit.bench.telemetry import telemeter
from comparekit.findings import Severity
from comparekit.readings.register import RegisterSeries
from comparekit.registers.clean import clean_register

MIDNIGHT = np.datetime64("2025-05-05T16:00:00", "ns")


def logs(seed=1, *, offset=0.0, drift=0.0, days=14, every=15, step=0.001):
    register = BenchRegister(step=step)
    log = telemeter(
        FAMILY,
        GOOD,
        NEW,
        np.random.default_rng(seed),
        days=days,
        interval_min=every,
        jitter_min=1.0,
        offset_min=offset,
        drift_s_per_day=drift,
        loss=0.01,
        test_register=register,
        reference_register=register,
    )
    return clean(log.test, "test"), clean(log.reference, "reference")


def clean(series, role):
    return clean_register(series, role=role, overload_flow=3.125)[0]


def codes(findings):
    return [f.code for f in findings]


@pytest.mark.parametrize("offset", [-25.0, -3.0, 11.0, 28.0])
def test_an_offset_is_found_and_reported_beyond_half_an_interval(offset):
    clocks, findings = estimate_clocks(*logs(offset=offset))
    assert clocks.usable
    assert clocks.offset_min == pytest.approx(offset, abs=1.5)
    assert clocks.offset_low < clocks.offset_min < clocks.offset_high
    assert codes(findings) == (["clocks.offset"] if abs(offset) > 8 else [])
    assert all(f.severity is Severity.CAUTION for f in findings)


@pytest.mark.parametrize("hours", [-8, 1, 7])
def test_another_time_zone_shows_as_whole_hours(hours):
    clocks, findings = estimate_clocks(*logs(2, offset=60.0 * hours + 2, every=60))
    assert codes(findings) == ["clocks.zone"]
    assert findings[0].context["hours"] == hours
    assert clocks.offset_min == pytest.approx(60 * hours + 2, abs=12)


def test_a_drift_is_found_over_a_month():
    clocks, findings = estimate_clocks(*logs(3, drift=40.0, days=30))
    assert clocks.drift_s_per_day == pytest.approx(40, abs=5)
    assert "clocks.drift" in codes(findings)


def test_hourly_readings_tell_minutes():
    clocks, _ = estimate_clocks(*logs(4, offset=20.0, every=60))
    assert clocks.offset_low < 20 < clocks.offset_high
    assert clocks.offset_high - clocks.offset_low < 20


def test_turning_the_logs_around_turns_the_offset_around():
    test, reference = logs(5, offset=12.0)
    there, back = estimate_clocks(test, reference)[0], estimate_clocks(reference, test)[0]
    assert there.offset_min == pytest.approx(-back.offset_min, abs=0.5)


def test_a_shifted_clock_agrees():
    test, reference = logs(6, offset=-22.0, drift=15.0, days=30)
    clocks, _ = estimate_clocks(test, reference)
    again, findings = estimate_clocks(shift_clock(test, clocks), reference)
    assert again.offset_min == pytest.approx(0, abs=0.5)
    assert again.drift_s_per_day == pytest.approx(0, abs=3)
    assert findings == ()


def test_steady_flow_says_nothing_about_clocks():
    minutes = np.arange(0, 10 * 1440, 15)
    times, readings = MIDNIGHT + minutes * np.timedelta64(60, "s"), np.floor(minutes / 2) / 1000
    pair = [clean(RegisterSeries(times, readings, 0.001), role) for role in ("test", "reference")]
    clocks, findings = estimate_clocks(*pair)
    assert not clocks.usable
    assert findings == ()
    with pytest.raises(ValueError, match="usable"):
        shift_clock(pair[0], clocks)


def test_logs_of_different_flows_have_no_common_clock():
    clocks, findings = estimate_clocks(logs(7)[0], logs(8)[1])
    assert not clocks.usable
    assert findings == ()


def test_daily_short_or_separate_logs_are_not_usable():
    days = MIDNIGHT + np.arange(20) * np.timedelta64(1, "D")
    daily = clean(RegisterSeries(days, np.arange(20) * 0.4, 0.001), "test")
    one = clean(RegisterSeries(days[:1], [1.0], 0.001), "test")
    late = clean(RegisterSeries(days + np.timedelta64(90, "D"), np.arange(20) * 0.4, 0.001), "reference")
    for a, b in ((daily, daily), (one, daily), (daily, late), logs(9, days=1)):
        clocks, findings = estimate_clocks(a, b)
        assert not clocks.usable
        assert np.isnan(clocks.offset_min)
        assert findings == ()
