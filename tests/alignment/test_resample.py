import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparekit.alignment.pair import pair_visits
from comparekit.alignment.resample import burst_volume, is_telemetry, resample_days
from comparekit.errors import UnusableLog
from comparekit.findings import Severity
from comparekit.readings.register import RegisterSeries
from comparekit.registers.clean import clean_register

MIDNIGHT = np.datetime64("2025-05-05T16:00:00", "ns")  # in Shanghai
MINUTE = np.timedelta64(60, "s")


def register(minutes, readings, role="test", start=MIDNIGHT, step=0.001, **kwargs):
    times = start + (np.asarray(minutes, float) * 60e9).astype("timedelta64[ns]")
    series = RegisterSeries(times, np.asarray(readings, float), step, **kwargs)
    return clean_register(series, role=role, overload_flow=1e6)[0]


def steady(every, days, role="test", phase=0.0, flow=0.6, first=0.0, **kwargs):
    """Readings every so many minutes of a flow that never changes [per day]."""
    minutes = np.arange(phase, days * 1440 + 0.5, every)
    return register(minutes, first + minutes / 1440 * flow, role, **kwargs)


def days(a, b, timezone="Asia/Shanghai", **kwargs):
    return resample_days(a, b, timezone=timezone, **kwargs)


def test_hourly_logs_give_the_registers_at_midnight():
    pair, findings = days(steady(60, 3), steady(60, 3, "reference", first=7.0))
    assert findings == ()
    assert ((pair.times - MIDNIGHT) / np.timedelta64(1, "D")).tolist() == [0, 1, 2, 3]
    np.testing.assert_allclose(pair.test, [0, 0.6, 1.2, 1.8])
    np.testing.assert_allclose(pair.reference - 7, pair.test)
    assert pair.test_variance.tolist() == pair.reference_variance.tolist() == [0, 0, 0, 0]
    assert pair.gaps.tolist() == [0, 0, 0, 0]


def test_between_readings_the_register_is_interpolated_and_doubted():
    pair, _ = days(steady(60, 4, phase=20), steady(60, 4, "reference", phase=35))
    assert pair.blocks == 4
    np.testing.assert_allclose(pair.test[1:-1], [0.6, 1.2, 1.8])
    assert (pair.test_variance[1:-1] > 0).all()
    assert (pair.reference_variance[1:-1] > 0).all()


def test_a_common_moment_beside_midnight_is_surer_than_interpolating_both():
    pair, _ = days(steady(60, 4, phase=7), steady(60, 4, "reference", phase=7))
    assert ((pair.times[1:-1] - MIDNIGHT) / MINUTE).tolist() == [1447, 2887, 4327]
    assert pair.test_variance.max() == pair.reference_variance.max() == 0


def test_the_steps_and_rows_are_those_of_the_readings_before():
    log = steady(60, 3, phase=20, rows=np.arange(2, 74))
    pair, _ = days(log, steady(60, 3, "reference", phase=20))
    assert pair.test_rows[1] == 2 + 24
    assert pair.reference_rows.tolist() == [-1] * 4
    assert set(pair.test_steps) == {0.001}


def test_a_midnight_in_a_gap_is_dropped_and_the_days_become_one():
    minutes = [m for m in range(20, 5 * 1440, 60) if not 1440 * 2 - 300 < m < 1440 * 2 + 180]
    gap = register(minutes, np.array(minutes) / 2400)
    pair, findings = days(gap, steady(60, 5, "reference", phase=35))
    assert pair.blocks == 4
    assert ((pair.times[1:-1] - MIDNIGHT) / MINUTE).tolist() == [1440, 4320, 5760]
    (finding,) = findings
    assert (finding.code, finding.severity) == ("alignment.gap", Severity.CAUTION)
    assert finding.context["role"] == "test"
    assert finding.context["hours"] == pytest.approx(9.0)
    assert finding.context["start"] == "2025-05-07T18:20+08:00"


def test_a_gap_by_day_costs_nothing():
    minutes = [m for m in range(0, 3 * 1440 + 1, 60) if not 1440 + 400 < m < 1440 + 1000]
    pair, findings = days(register(minutes, np.array(minutes) / 2400), steady(60, 3, "reference"))
    assert (pair.blocks, findings) == (3, ())


def test_a_register_that_stood_still_is_known_however_long_nobody_looked():
    """A pulse log: one reading a step, none at night."""
    pulses = np.concatenate([[0], *(1440 * d + np.linspace(420, 1300, 60) for d in range(4)), [5760]])
    log = register(pulses, np.append(np.arange(pulses.size - 1), pulses.size - 2) * 0.01, step=0.01)
    pair, findings = days(log, steady(60, 4, "reference"))
    assert (pair.blocks, findings) == (4, ())
    assert is_telemetry(log, steady(60, 4, "reference"))


@pytest.mark.parametrize(("first_day", "hours"), [("2025-03-29", [24, 23, 24]), ("2025-10-25", [24, 25, 24])])
def test_days_are_as_long_as_the_zone_makes_them(first_day, hours):
    start = np.datetime64(first_day + "T00:00:00", "ns") - np.timedelta64(12, "h")
    pair, _ = days(
        steady(60, 4.5, start=start), steady(60, 4.5, "reference", start=start), timezone="Europe/Berlin"
    )
    assert (np.diff(pair.times) / np.timedelta64(1, "h"))[:3].tolist() == hours


def test_a_log_of_whole_days_ends_with_its_last_hour():
    minutes = np.arange(0, 7 * 1440, 60)
    pair, _ = days(register(minutes, minutes / 2400.0), steady(60, 7, "reference"))
    assert pair.blocks == 7
    assert pair.times[-1] == MIDNIGHT + np.timedelta64(7 * 24 - 1, "h")


def test_fewer_than_two_boundaries_cannot_be_compared():
    short = np.arange(600, 1300, 60)
    for a, b in (
        (register(short, short / 1e4), register(short, short / 1e4, "reference")),
        (register([0.0], [1.0]), steady(60, 3, "reference")),
        (steady(60, 3), steady(60, 3, "reference", start=MIDNIGHT + np.timedelta64(30, "D"))),
    ):
        with pytest.raises(UnusableLog) as caught:
            days(a, b)
        assert caught.value.faults[0].code == "pairs.too_few"


def test_visits_carry_no_interpolation():
    a = register([0, 1440, 2880], [1.0, 2.0, 3.0])
    pair, _ = pair_visits(a, register([1, 1441, 2881], [1.0, 2.0, 3.0], "reference"), visit_gap_s=600)
    assert pair.test_variance.tolist() == pair.reference_variance.tolist() == [0, 0, 0]


def bursts(rng, spacing, size, count=3000, length=365):
    """Bursts of one size at independent moments, read every `spacing` minutes."""
    moments = np.sort(rng.uniform(0, length * 1440, count))
    minutes = np.arange(0, length * 1440, spacing)
    return moments, register(minutes, np.searchsorted(moments, minutes) * size, step=1e-6)


@pytest.mark.parametrize("spacing", [15, 60])
def test_the_burst_volume_is_found_at_any_spacing(spacing):
    _, log = bursts(np.random.default_rng(5), spacing, 0.02)
    assert burst_volume(log) == pytest.approx(0.02, rel=0.1)


def test_the_variance_is_that_of_the_interpolated_values():
    rng = np.random.default_rng(6)
    errors, variances = [], []
    for _ in range(40):
        moments, log = bursts(rng, 60, 0.02, count=9000)
        other = register(np.arange(-7, 365 * 1440, 60), np.arange(365 * 24 + 1) * 0.001, "reference")
        pair, _ = days(log, other, timezone="Asia/Kathmandu")  # a quarter past the hour
        at = (pair.times - MIDNIGHT) / MINUTE
        errors.append(pair.test - np.searchsorted(moments, at) * 0.02)
        variances.append(pair.test_variance)
    errors, variances = np.concatenate(errors), np.concatenate(variances)
    assert variances.max() > 0
    assert (errors**2).mean() == pytest.approx(variances.mean(), rel=0.1)


@given(st.lists(st.floats(0, 0.5), min_size=60, max_size=60), st.integers(1, 59))
def test_the_doubt_never_exceeds_that_of_one_burst(volumes, phase):
    readings = np.concatenate([[0.0], np.cumsum(volumes)])
    log = register(np.arange(61) * 60 + phase - 60, readings)
    pair, _ = days(log, steady(60, 3, "reference", phase=(phase + 30) % 60))
    inside = np.searchsorted(log.times, pair.times, side="right")
    inside = np.clip(inside, 1, 60)
    volume = log.cumulative[inside] - log.cumulative[inside - 1]
    assert (pair.test_variance <= volume**2 / 4 + 1e-12).all()
    assert (pair.test >= log.cumulative[inside - 1] - 1e-9).all()
    assert (pair.test <= log.cumulative[inside] + 1e-9).all()


def test_telemetry_is_told_from_visits():
    hourly, daily = steady(60, 3), steady(1440, 3)
    assert is_telemetry(hourly, steady(15, 3, "reference", phase=4))
    assert not is_telemetry(hourly, daily)
    assert not is_telemetry(hourly, steady(60, 1, "reference"))
    by_day = [1440 * d + h * 60 for d in range(7) for h in range(9, 20, 2)]
    people = register(by_day, np.array(by_day) / 2400)
    assert not is_telemetry(people, people)


def test_a_year_of_quarter_hours_takes_no_time():
    rng = np.random.default_rng(1)
    pair = []
    for role in ("test", "reference"):
        minutes = np.arange(35_040) * 15 + rng.uniform(0, 14, 35_040)
        pair.append(register(minutes, np.cumsum(rng.exponential(0.004, minutes.size)), role))
    took = []
    for _ in range(5):
        begin = time.perf_counter()
        days(*pair)
        took.append(time.perf_counter() - begin)
    assert min(took) < 0.1
