"""The verdict of a bench rests on its worst flow, never on an average over what one chose to pass."""

from datetime import date

import pytest

from comparekit.findings import Severity
from comparekit.i18n.catalog import LANGUAGES
from comparekit.wording.verdict import case_of, headline, next_step
from studies.runs_at_flows import POWER, bench, codes, plates

LARGE = [(0.04, 0.03)] * 3 + [(0.75, 0.1)] * 3 + [(2.4, 1.0)] * 3


def test_a_small_flow_that_fails_is_not_outweighed_by_much_water_at_a_large_one():
    """−9 % at 0.04 m3/h; over all the water −0.3 %: the average would agree."""
    result = bench(LARGE, {0.04: -0.09}, step=1e-5)
    assert abs(result.deviation.estimate) < 0.02
    assert (str(result.verdict), result.different, result.permitted.exceeded) == ("deviate", True, True)
    assert result.conformity.decision == "fail"
    assert case_of(result) == "points_beyond"
    for language in LANGUAGES:
        assert "0.04 m³/h" in headline(result, language)


def test_a_difference_that_two_complying_meters_can_show_at_that_flow_is_no_more_than_that():
    """In service ±4 %, new ±2 %: −3.5 % may be two complying meters, beyond the tolerance of ±2 % or not."""
    result = bench(LARGE, {0.04: -0.035}, step=1e-5)
    assert (str(result.verdict), result.permitted.exceeded) == ("deviate", False)
    assert result.conformity.decision in ("pass", "conditional pass")


def test_points_that_all_agree_agree():
    result = bench(LARGE, 0.003, step=1e-5)
    assert str(result.verdict) == "agree"
    assert result.more_needed is None
    assert case_of(result) == "points_agree"


def test_an_open_point_leaves_the_verdict_open_and_counts_no_runs():
    """−2.0 % sits on the tolerance: no number of runs is promised to settle it."""
    result = bench(LARGE, {0.04: -0.02}, step=1e-5)
    assert str(result.verdict) == "inconclusive"
    assert result.more_needed is None
    assert "次试验（再用" not in headline(result, "zh")
    assert next_step(result, "zh")


def test_a_register_that_stands_at_a_flow_is_the_clearest_failure_there_is():
    result = bench(LARGE, {0.04: -1.0}, step=1e-4)
    point = result.points[0]
    assert (point.deviation, point.error, point.low) == (-1.0, -1.0, -1.0)
    assert -1 < point.high < -0.99
    assert point.conformity.decision == "fail"
    assert point.conformity.probability < 1e-6
    assert (str(result.verdict), result.conformity.decision) == ("deviate", "fail")


def test_a_log_that_cannot_be_used_says_nothing_of_the_old_meter():
    from comparekit.readings.log import Event
    from comparekit.studies.series import compare_series
    from studies.runs_at_flows import START, THREE, WATER, registers

    failed = (Event(kind="zero_test_failed", time=START, row=2),)
    result = compare_series(*registers(THREE, -0.03), WATER, meters=plates(), events=failed)
    assert any(f.severity is Severity.DISQUALIFYING for f in result.findings)
    assert result.test_error is None
    assert result.conformity is None
    assert all(p.error is None and p.conformity is None for p in result.points)


def test_a_standard_past_its_verification_decides_nothing():
    from dataclasses import replace

    meters = plates()
    late = replace(meters, reference=replace(meters.reference, valid_to=date(2025, 5, 1)))
    result = bench(LARGE, -0.01, meters=late)
    assert result.conformity.indicative
    assert "meters.expired" in codes(result)


def test_runs_that_scatter_more_than_was_validated_are_told_and_decide_nothing():
    result = bench(LARGE, -0.01, scatter=0.03)
    assert "runs.unsteady" in codes(result)
    assert result.conformity.indicative


@pytest.mark.parametrize(("step", "told"), [(1e-4, False), (1e-3, True)])
def test_runs_of_too_few_steps_are_told(step, told):
    """231 steps a run: 0.0231 m3 at 0.1 L, 0.231 m3 at 1 L."""
    assert ("runs.few_steps" in codes(bench(LARGE, 0.0, step=step))) is told


def test_electricity_is_judged_on_the_rounded_error_with_its_own_probability():
    """Class 2 is rounded to 0.2 %: +2.08 % becomes +2.0 %, within ±2.0 %; the chance is that of < 2.1 %."""
    runs = [(5.0, 5.0)] * 3
    meters = plates(certificate=((1.0, 0.0), (5.0, 0.0), (20.0, 0.0)), expanded=0.0005)
    from dataclasses import replace

    plate = dict(accuracy_class="2", q3=None, ratio_r=None, currents=(5.0, 60.0))
    meters = replace(meters, test=replace(meters.test, **plate), reference=replace(meters.reference, **plate))
    result = bench(runs, 0.0208, meters=meters, protocol=POWER, unit="kWh", step=1e-4)
    (point,) = result.points
    assert point.conformity.judged == pytest.approx(0.02)
    assert point.conformity.decision in ("pass", "conditional pass")
    assert point.conformity.probability > 0.5
