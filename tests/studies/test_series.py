"""The series comparison as a user meets it: registers in, verdict out."""

import json
import warnings

import numpy as np
import pytest

from comparekit.errors import UnusableLog
from comparekit.findings import Finding, Severity
from comparekit.ingest.protocol_file import load_protocol
from comparekit.readings.log import Event
from comparekit.readings.register import RegisterSeries
from comparekit.studies.series import compare_series

PROTOCOL = load_protocol("water-series-7d")
DAYS = np.datetime64("2025-05-06T01:00:00") + np.arange(31) * np.timedelta64(1, "D")
VOLUMES = np.array([0.61, 0.55, 0.72, 0.48, 0.66, 0.81, 0.375])
ZERO_TEST = (Event(kind="zero_test", time=DAYS[0], row=2),)


def register(volumes, start, step=0.001, **kwargs):
    total = start + np.concatenate([[0.0], np.cumsum(volumes)])
    shown = np.floor(total / step + 1e-6) * step
    return RegisterSeries(DAYS[: total.size], shown, kwargs.pop("resolution", step), **kwargs)


def compare(test, reference, **kwargs):
    kwargs.setdefault("events", ZERO_TEST)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return compare_series(test, reference, PROTOCOL, **kwargs)


def codes(result):
    return [f.code for f in result.findings]


def test_identical_readings_agree_and_say_what_could_have_shown():
    """Huangyan. A paired t and pingouin answer NaN here, TOST p = 0, mcr an interval of zero width."""
    result = compare(register(VOLUMES, 1286.0), register(VOLUMES, 12.0))
    interval = result.deviation.interval(0.95)
    assert result.verdict == "agree"
    assert not result.different
    assert result.deviation.estimate == pytest.approx(0.0, abs=1e-12)
    assert interval.low < 0 < interval.high
    assert 0 < result.detectable < 0.02
    assert result.findings == ()


@pytest.mark.parametrize("step", [0.1, 1.0])
def test_identical_readings_on_a_coarse_register_are_inconclusive(step):
    volumes = np.full(7, 0.5)
    result = compare(register(volumes, 100.0, step), register(volumes, 40.0, step))
    assert result.verdict == "inconclusive"
    assert result.detectable > 0.02
    assert result.more_needed.days > 0


def test_window_deviation_has_the_hard_bounds_of_the_registers():
    """The example of the contract: 4.213 against 4.205 m3, closed valves, 0.001 m3 registers."""
    test = register(VOLUMES + np.array([0.008, 0, 0, 0, 0, 0, 0]), 1286.0)
    result = compare(test, register(VOLUMES, 12.0))
    assert result.volume_test == pytest.approx(4.213)
    assert result.volume_reference == pytest.approx(4.205)
    window = result.window_deviation
    assert (window.estimate, window.low, window.high) == pytest.approx((0.0019, 0.0014, 0.0024), abs=5e-5)


def test_the_gap_between_the_readings_widens_the_hard_bounds():
    """60 s at both ends and a typical draw of 0.45 m3/h: 7.5 L each (measurement model, section 4)."""
    rows = np.arange(8)
    plain = compare(register(VOLUMES, 1286.0), register(VOLUMES, 12.0))
    visits = compare(register(VOLUMES, 1286.0, visit=rows), register(VOLUMES, 12.0, visit=rows))
    wider = visits.window_deviation.high - plain.window_deviation.high
    assert wider == pytest.approx(0.015 / (4.205 - 0.001), rel=1e-3)
    assert "reading_gap" in visits.assumptions
    timing = next(row for row in visits.budget if row.source == "time between the two readings")
    mean_flow = 4.205 / (7 * 24)
    assert timing.standard_uncertainty == pytest.approx(np.sqrt(2 * mean_flow * 0.45) / 60 / 4.205, rel=1e-3)


def test_the_long_run_interval_is_not_clipped_by_the_bounds_of_the_window():
    rng = np.random.default_rng(4)
    unsteady = VOLUMES * (1 + 0.01 * rng.standard_normal(7))
    result = compare(register(unsteady, 1286.0), register(VOLUMES, 12.0))
    interval = result.deviation.interval(0.95)
    assert interval.low < result.window_deviation.low
    assert interval.high > result.window_deviation.high


def test_a_fast_meter_deviates_and_both_may_still_comply():
    result = compare(register(VOLUMES * 1.05, 1286.0), register(VOLUMES, 12.0))
    assert result.verdict == "deviate"
    assert result.different
    assert not result.permitted.exceeded
    assert (result.permitted.low, result.permitted.high) == pytest.approx((-0.143, 0.158), abs=5e-4)
    assert result.permitted.certainty == "unconfirmed"
    assert result.more_needed is None


def test_a_meter_that_reads_a_fifth_high_is_beyond_what_two_complying_meters_show():
    result = compare(register(VOLUMES * 1.22, 1286.0), register(VOLUMES, 12.0))
    assert result.permitted.exceeded


def test_a_deviation_on_the_tolerance_is_never_settled():
    result = compare(register(VOLUMES * 1.02, 1286.0, 1e-4), register(VOLUMES, 12.0, 1e-4))
    assert result.verdict == "inconclusive"
    assert result.more_needed.days is None
    assert result.more_needed.volume is None


def test_one_block_leaves_the_hard_bounds_only():
    result = compare(register(VOLUMES[:1], 1286.0), register(VOLUMES[:1], 12.0))
    assert result.verdict == "inconclusive"
    assert result.deviation.interval(0.95).low is None
    assert result.deviation.standard_uncertainty is None
    assert result.window_deviation.high > 0
    assert "window.one_block" in codes(result)


def test_no_ratio_where_the_reference_moved_no_more_than_its_step():
    idle = np.array([0.0, 0.0, 0.0006, 0.0])
    result = compare(register(idle, 1286.0), register(idle, 12.0))
    assert result.verdict == "inconclusive"
    assert result.deviation.estimate is None
    assert result.window_deviation.estimate is None
    assert "window.no_volume" in codes(result)
    json.dumps(result.to_dict(), allow_nan=False)


def test_one_register_standing_while_the_other_runs_is_a_finding():
    stuck = VOLUMES.copy()
    stuck[2:5] = 0.0
    result = compare(register(stuck, 1286.0), register(VOLUMES, 12.0))
    standing = next(f for f in result.findings if f.code == "registers.standing")
    assert standing.context["role"] == "test"
    assert standing.context["blocks"] == 3


def test_days_that_differ_more_than_meters_do_raise_a_finding():
    jump = VOLUMES * np.array([1.05, 0.95, 1.04, 0.94, 1.06, 0.97, 1.0])
    assert "window.unsteady" in codes(compare(register(jump, 1286.0), register(VOLUMES, 12.0)))


def test_a_log_without_zero_test_says_so_and_a_failed_one_disqualifies():
    pair = register(VOLUMES, 1286.0), register(VOLUMES, 12.0)
    assert codes(compare(*pair, events=())) == ["protocol.zero_test_missing"]
    failed = compare(*pair, events=(Event(kind="zero_test_failed", time=DAYS[0], row=2),))
    assert failed.verdict == "inconclusive"
    assert failed.more_needed is None


def test_no_number_can_hide_a_disqualifying_finding():
    grave = (Finding("registers.backward", Severity.DISQUALIFYING, {"role": "test", "row": 4}),)
    result = compare(register(VOLUMES, 1286.0), register(VOLUMES, 12.0), findings=grave)
    assert result.verdict == "inconclusive"


def test_less_than_two_steps_a_day_is_said():
    result = compare(register(VOLUMES, 1286.0, 1.0), register(VOLUMES, 12.0, 1.0))
    assert "blocks.coarse" in codes(result)


def test_rows_of_the_file_can_be_traced_from_every_block():
    rows = np.arange(2, 10)
    result = compare(register(VOLUMES, 1286.0, rows=rows), register(VOLUMES, 12.0, rows=rows))
    assert result.blocks[0].rows == (2, 3, 2, 3)
    assert result.blocks[-1].readings[1] == pytest.approx(1290.205)
    assert sum(block.test for block in result.blocks) == pytest.approx(result.volume_test)


def test_registers_in_different_units_compare_in_the_protocols_unit():
    litres = RegisterSeries(DAYS[:8], register(VOLUMES, 1286.0).readings * 1000, 1.0, unit="L")
    result = compare(litres, register(VOLUMES, 12.0))
    assert result.unit == "m3"
    assert result.volume_test == pytest.approx(4.205)
    with pytest.raises(ValueError, match="kWh"):
        compare(RegisterSeries(DAYS[:3], [1.0, 2.0, 3.0], 0.1, unit="kWh"), register(VOLUMES, 12.0))


def test_a_single_common_visit_cannot_be_compared():
    one = RegisterSeries(DAYS[:1], [5.0], 0.001)
    with pytest.raises(UnusableLog):
        compare(one, register(VOLUMES, 12.0))


def test_shares_of_the_budget_add_to_one():
    result = compare(register(VOLUMES * 1.01, 1286.0, 0.01), register(VOLUMES, 12.0, 0.001))
    rows = [row for row in result.budget if row.quantity == "deviation"]
    assert sum(row.share for row in rows) == pytest.approx(1.0)
    assert rows[0].standard_uncertainty > rows[1].standard_uncertainty


def test_wear_shows_as_dependence_on_the_days_volume():
    """Constant loss of 20 L a day: the smaller the day, the larger the share that is lost."""
    result = compare(register(VOLUMES - 0.02, 1286.0), register(VOLUMES, 12.0))
    assert result.flow_dependence > 0.9


def test_an_exchange_compares_the_longest_stretch_between_the_same_two_meters():
    exchanged = Event(kind="exchange", time=DAYS[2] + np.timedelta64(3, "h"), row=5, role="reference",
                      final=13.3, initial=0.0)  # fmt: skip
    test = register(VOLUMES, 1286.0)
    reference = register(VOLUMES, 12.0).readings.copy()
    reference[3:] += 0.0 - 13.3
    result = compare(test, RegisterSeries(DAYS[:8], reference, 0.001), events=(*ZERO_TEST, exchanged))
    assert codes(result) == ["registers.exchange", "alignment.stretch"]
    assert result.window.blocks == 4
    assert result.window.start == DAYS[3]
    assert result.verdict == "agree"


@pytest.mark.parametrize("factor", [1.2, 1.5, 0.7])
def test_a_meter_that_truly_differs_is_no_slip_of_the_pen(factor):
    result = compare(register(VOLUMES * factor, 1286.0), register(VOLUMES, 12.0))
    assert not [code for code in codes(result) if code.startswith("transcription")]
    assert result.verdict == "deviate"


def test_a_meter_that_stops_is_told_as_standing_not_as_mistyped():
    stopped = VOLUMES.copy()
    stopped[4:] = 0.0
    found = codes(compare(register(stopped, 1286.0), register(VOLUMES, 12.0)))
    assert "registers.standing" in found
    assert not [code for code in found if code.startswith("transcription")]


def test_the_bounds_of_a_register_that_runs_backwards_stay_in_order():
    backwards = RegisterSeries(DAYS[:8], 1300.0 - np.concatenate([[0.0], np.cumsum(VOLUMES)]), 0.001)
    result = compare(backwards, register(VOLUMES, 12.0))
    assert "registers.backward" in codes(result)
    assert result.verdict == "inconclusive"
    assert result.window_deviation.low <= result.window_deviation.high


def test_seven_blocks_over_many_weeks_are_said_to_be_uneven():
    weekly = np.datetime64("2025-05-06T01:00:00") + np.arange(8) * np.timedelta64(7, "D")
    readings = 12.0 + np.concatenate([[0.0], np.cumsum(VOLUMES)])
    pair = [RegisterSeries(weekly, readings + start, 0.001) for start in (1274.0, 0.0)]
    assert "window.uneven" in codes(compare(*pair))
    assert "window.uneven" not in codes(compare(register(VOLUMES, 1286.0), register(VOLUMES, 12.0)))


def test_a_reading_wrong_by_many_digits_ends_in_a_verdict_not_in_a_crash():
    """Found by mutated logs: the slope then reaches the end of its range."""
    wild = register(VOLUMES, 1286.0).readings.copy()
    wild[-1] = 9.9e27
    result = compare(RegisterSeries(DAYS[:8], wild, 0.001), register(VOLUMES, 12.0))
    json.dumps(result.to_dict(), allow_nan=False)


@pytest.mark.parametrize(
    ("factor", "role", "times"), [(1000, "test", 1000), (10.4, "test", 10), (0.01, "reference", 100)]
)
def test_registers_a_power_of_ten_apart_were_read_in_two_units_and_give_no_verdict(factor, role, times):
    days = np.datetime64("2025-05-06T01:00") + np.arange(8) * np.timedelta64(1, "D")
    passed = np.array([0.0, 0.41, 0.83, 1.22, 1.7, 2.1, 2.44, 2.9]) + 5
    test = RegisterSeries(days, np.round(passed * factor, 5), resolution=0.001 * min(factor, 1))
    reference = RegisterSeries(days, passed, resolution=0.001)
    result = compare_series(test, reference, load_protocol("water-series-7d"))
    (found,) = [f for f in result.findings if f.code == "window.unit_suspected"]
    assert (found.context["role"], found.context["times"]) == (role, times)
    assert result.verdict == "inconclusive"


@pytest.mark.parametrize("factor", [0.63, 1.3, 2.0, 5.0, 7.0])
def test_meters_that_merely_differ_much_are_not_called_two_units(factor):
    days = np.datetime64("2025-05-06T01:00") + np.arange(8) * np.timedelta64(1, "D")
    passed = np.array([0.0, 0.41, 0.83, 1.22, 1.7, 2.1, 2.44, 2.9])
    test = RegisterSeries(days, passed * factor, resolution=0.001)
    result = compare_series(
        test, RegisterSeries(days, passed, resolution=0.001), load_protocol("water-series-7d")
    )
    assert "window.unit_suspected" not in codes(result)


def test_whole_litres_taken_for_cubic_metres_are_noticed_however_coarse_they_look():
    days = np.datetime64("2025-05-06T01:00") + np.arange(8) * np.timedelta64(1, "D")
    passed = np.array([0.0, 0.41, 0.83, 1.22, 1.7, 2.1, 2.44, 2.9])
    test = RegisterSeries(days, 3471.206 + passed, resolution=0.001)
    reference = RegisterSeries(days, np.round(412 + 1000 * passed), resolution=1)
    result = compare_series(test, reference, load_protocol("water-series-7d"))
    (found,) = [f for f in result.findings if f.code == "window.unit_suspected"]
    assert (found.context["role"], found.context["times"]) == ("reference", 1000)
    assert result.verdict == "inconclusive"


def test_days_on_which_nobody_read_are_named():
    left_out = np.delete(np.arange(8), [2, 5, 6])
    days = np.datetime64("2025-05-06T01:00") + np.arange(8) * np.timedelta64(1, "D")
    passed = np.array([0.0, 0.41, 0.83, 1.22, 1.7, 2.1, 2.44, 2.9])
    old, new = (
        RegisterSeries(days[left_out], (start + passed)[left_out], resolution=0.001) for start in (12.0, 3.0)
    )
    result = compare_series(old, new, load_protocol("water-series-7d"))
    (found,) = [f for f in result.findings if f.code == "window.missed_days"]
    assert found.context["dates"] == ["2025-05-08", "2025-05-11", "2025-05-12"]
    assert [round(b.days) for b in result.blocks if b.several_days] == [2, 3]
