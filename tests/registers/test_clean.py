import numpy as np
import pytest

from comparekit.findings import Severity
from comparekit.readings.log import Event
from comparekit.readings.register import RegisterSeries
from comparekit.registers.clean import clean_register
from comparekit.registers.resolution import infer_resolution

DAYS = np.datetime64("2025-05-06T01:00") + np.arange(5) * np.timedelta64(1, "D")


def series(readings, **kwargs):
    times = kwargs.pop("times", DAYS[: len(readings)])
    kwargs.setdefault("resolution", 0.001)
    return RegisterSeries(times, readings, rows=np.arange(2, 2 + len(readings)), **kwargs)


def clean(s):
    return clean_register(s, role="test", overload_flow=3.125)


def codes(findings):
    return [(f.code, f.context.get("row")) for f in findings]


def test_a_clean_register_has_no_finding():
    register, findings = clean(series([1.0, 1.5, 2.25]))
    assert findings == ()
    assert register.cumulative.tolist() == [1.0, 1.5, 2.25]


def test_a_physically_possible_fall_is_a_rollover():
    register, findings = clean(series([9998.5, 9999.4, 0.3, 1.2], rollover=10_000))
    assert codes(findings) == [("registers.rollover", 4)]
    assert np.diff(register.cumulative) == pytest.approx([0.9, 0.9, 0.9])
    assert register.shown.tolist() == [9998.5, 9999.4, 0.3, 1.2]


def test_a_modulus_that_is_not_given_is_the_next_power_of_ten():
    register, findings = clean(series([99_999.0, 1.0]))
    assert codes(findings) == [("registers.rollover", 3)]
    assert findings[0].context["given"] is False
    assert np.diff(register.cumulative) == pytest.approx([2.0])


def test_a_fall_no_rollover_can_explain_is_disqualifying_and_stays():
    register, findings = clean(series([1234.5, 1034.6, 1035.0], rollover=10_000))
    assert codes(findings) == [("registers.backward", 3)]
    assert findings[0].severity is Severity.DISQUALIFYING
    assert register.cumulative.tolist() == [1234.5, 1034.6, 1035.0]


def test_rows_out_of_order_are_reported_and_put_in_order():
    register, findings = clean(series([1.0, 3.0, 2.0], times=DAYS[[0, 2, 1]]))
    assert codes(findings) == [("registers.disordered", 4)]
    assert register.cumulative.tolist() == [1.0, 2.0, 3.0]
    assert register.rows.tolist() == [2, 4, 3]


def test_a_repeated_reading_counts_once_and_a_contradicting_one_disqualifies():
    _, same = clean(series([1.0, 2.0, 2.0], times=DAYS[[0, 1, 1]]))
    assert [(f.code, f.severity) for f in same] == [("registers.repeated", Severity.NOTE)]
    _, other = clean(series([1.0, 2.0, 2.5], times=DAYS[[0, 1, 1]]))
    assert [(f.code, f.severity) for f in other] == [("registers.contradictory", Severity.DISQUALIFYING)]


def test_units_are_converted_exactly():
    register, _ = clean(series([1000.0, 2000.0], unit="L", resolution=1.0))
    assert register.unit == "m3"
    assert register.cumulative.tolist() == [1.0, 2.0]
    assert register.steps.tolist() == [0.001, 0.001]
    register, _ = clean(series([0.0, 264.172], unit="gal", resolution=0.001))
    assert register.cumulative[1] == pytest.approx(1.0, abs=1e-6)  # 264.172 US gallons, one m3 (NIST SP 811)


@pytest.mark.parametrize(
    ("readings", "decimals", "step"),
    [
        ([12.345, 13.001, 14.2], [3, 3, 3], 0.001),
        ([12.30, 13.00, 14.20], [2, 2, 2], 0.1),
        ([12, 13, 20], [0, 0, 0], 1.0),
        ([100, 200, 400], None, 100.0),
        ([0.1, 0.2, 0.3], None, 0.1),
        ([1234567.89, 1234568.01], [2, 2], 0.01),
    ],
)
def test_resolution_is_the_largest_power_of_ten_but_no_finer_than_printed(readings, decimals, step):
    guess = infer_resolution(np.array(readings, float), None if decimals is None else np.array(decimals))
    assert guess.step == pytest.approx(step)


def test_few_distinct_last_digits_make_the_guess_a_caution():
    _, findings = clean(series([1.0, 2.0, 3.0], resolution=None))
    assert [(f.code, f.severity) for f in findings] == [("resolution.weak", Severity.CAUTION)]
    _, findings = clean(series([1.1, 2.2, 3.3, 4.4, 5.6], resolution=None))
    assert findings[0].context["digits"] == 5


def exchange(day, final, initial, role="test"):
    return Event(kind="exchange", time=DAYS[day], row=9, role=role, final=final, initial=initial)


def test_the_register_goes_on_across_a_recorded_exchange():
    s = series([9998.0, 9998.5, 0.4, 1.0], times=DAYS[[0, 1, 3, 4]])
    events = (exchange(2, 9999.1, 0.0),)
    register, findings = clean_register(s, role="test", overload_flow=3.125, events=events)
    assert codes(findings) == [("registers.exchange", 9)]  # no rollover is guessed across it
    assert register.segment.tolist() == [0, 0, 1, 1]
    assert np.diff(register.cumulative) == pytest.approx([0.5, 0.6 + 0.4, 0.6])


def test_an_exchange_of_the_other_meter_changes_nothing_here():
    register, findings = clean_register(
        series([1.0, 2.0]), role="test", overload_flow=3.125, events=(exchange(1, 5.0, 0.0, "reference"),)
    )
    assert findings == ()
    assert register.segment.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("final", "initial", "role"), [(None, 0.0, "test"), (5.0, None, "test"), (5.0, 0.0, None)]
)
def test_an_exchange_without_its_readings_or_its_meter_is_not_guessed(final, initial, role):
    events = (exchange(1, final, initial, role),)
    _, findings = clean_register(series([1.0, 2.0, 3.0]), role="test", overload_flow=3.125, events=events)
    assert [(f.code, f.severity) for f in findings] == [
        ("registers.exchange_incomplete", Severity.DISQUALIFYING)
    ]


def test_a_reading_at_the_moment_of_exchange_belongs_to_the_meter_it_is_nearer_to():
    s = series([1.0, 2.0, 100.0, 101.0])
    register, _ = clean_register(s, role="test", overload_flow=3.125, events=(exchange(2, 2.6, 100.0),))
    assert register.segment.tolist() == [0, 0, 1, 1]
    assert np.diff(register.cumulative) == pytest.approx([1.0, 0.6, 1.0])


def test_the_ratio_of_instrument_transformers_multiplies_readings_steps_and_modulus():
    s = series([99.9, 0.1], resolution=0.1, unit="kWh", multiplier=40.0, rollover=100.0)
    register, findings = clean_register(s, role="test", overload_flow=40.0)
    assert register.shown.tolist() == pytest.approx([3996.0, 4.0])
    assert register.steps.tolist() == pytest.approx([4.0, 4.0])
    assert np.diff(register.cumulative) == pytest.approx([8.0])
    assert codes(findings) == [("registers.rollover", 3)]
