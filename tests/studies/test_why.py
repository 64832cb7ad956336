"""The spreadsheet's answers about known weeks, and how often they are wrong."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy import stats

from comparekit.services.stories import run_story
from comparekit.studies.planning_weeks import Setup
from comparekit.studies.truth_rate import setup_of
from comparekit.studies.why import daily_shares, first_accusation, has_other_methods, other_methods
from comparekit.studies.why_bench import why_bench
from figures.series_cases import PROTOCOL, fast, identical, stopped, two_days, unusable


@cache
def bench(step, sigma=0.003):
    return why_bench(
        Setup(
            protocol=PROTOCOL,
            blocks=7,
            volume=0.4,
            test_step=step,
            reference_step=step,
            sigma=sigma,
            gap_s=0.0,
        )
    )


def test_equal_readings_leave_a_t_test_speechless_and_tost_certain():
    methods = other_methods(identical())
    assert methods.no_answer
    assert methods.accused_on is None
    assert float(methods.equivalence.p) == 0
    assert methods.agreement.low == methods.agreement.high == 0


def test_the_t_test_is_scipys_of_the_daily_volumes():
    result = fast()
    test, reference = (np.array([getattr(b, name) for b in result.blocks]) for name in ("test", "reference"))
    methods = other_methods(result)
    told = stats.ttest_rel(test, reference)
    ends = told.confidence_interval(0.95)
    assert float(methods.t.t) == pytest.approx(told.statistic, rel=1e-6)
    assert float(methods.t.p) == pytest.approx(told.pvalue, rel=1e-6)
    assert float(methods.t.low) == pytest.approx(ends.low / reference.mean(), rel=1e-6)
    assert methods.fixed == result.deviation.interval(0.95)
    assert methods.watched == result.monitoring_interval(0.95)


def test_two_good_meters_are_accused_on_the_way():
    result = run_story("two_good_meters_30_days")
    volumes = [(b.test, b.reference) for b in result.blocks]
    days = [n for n in range(3, 31) if stats.ttest_rel(*zip(*volumes[:n], strict=True)).pvalue < 0.05]
    assert other_methods(result).accused_on == days[0]
    assert not result.different


def test_residues_of_binary_fractions_are_no_differences():
    readings = np.array([1286.24, 1287.269, 1287.89, 1288.359])
    shares = daily_shares(np.diff(readings), np.diff(readings - 1274.0), 0.001)
    assert (shares == 0).all()
    assert first_accusation(shares) is None


def test_there_is_nothing_to_compare_without_three_days_and_some_use():
    assert has_other_methods(stopped())
    for result in (two_days(), unusable(), run_story("certificate_on_the_bench")):
        assert not has_other_methods(result)
        with pytest.raises(ValueError, match="three days"):
            other_methods(result)


def test_looking_daily_accuses_equal_meters_far_more_often_than_the_comparison_does():
    """Measurement model, section 7: at most 5 % over 30 looks; the t-test was found at 0.27."""
    counts = bench(0.0001)
    assert counts.accused_t > 0.15
    assert counts.accused_ours <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / counts.weeks)


def test_at_fine_steps_the_t_interval_of_a_fast_meter_is_several_times_too_wide():
    """Measurement model, section 2: at 0.001 m³ and 5 %, 1.00 and ±2.0 % against 0.97 and ±0.44 %."""
    apart = bench(0.001).apart
    assert apart.t.share > 0.99
    assert apart.t.half_width > 3 * apart.ours.half_width
    assert apart.ours.share > 0.93


def test_at_a_whole_cubic_metre_the_t_test_is_often_silent_or_wrong():
    """Measurement model, section 2: no answer in 20 % of weeks, 0.80 of the weeks hold the truth."""
    equal = bench(1.0).equal
    assert equal.t.silent > 0.1
    assert (1 - equal.t.silent) * equal.t.share < 0.9
    assert equal.ours.share > 0.93


def test_the_same_seed_counts_the_same():
    setup = setup_of(fast())
    assert why_bench(setup, weeks=50, looks=5) == why_bench(setup, weeks=50, looks=5)


@pytest.mark.parametrize("wrong", [{"blocks": 2}, {"looks": 2}, {"looks": 31}])
def test_too_few_days_or_too_many_looks_are_a_callers_bug(wrong):
    setup = replace(setup_of(fast()), blocks=wrong.pop("blocks", 7))
    with pytest.raises(ValueError, match=r"setup|looks"):
        why_bench(setup, **wrong)
