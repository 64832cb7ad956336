from dataclasses import replace

import numpy as np
import pytest

from comparekit.bench.years import Leak, UseScenario, simulate_use
from comparekit.readings.usage import DAILY, READINGS
from comparekit.studies.use_dates import AT, ELSEWHERE, OPEN, use_dates
from studies.use_records import WATER, bills_about

REPLACED = np.datetime64("2025-03-31T16:00", "ns")


def dates(scenario, seed=1):
    return use_dates(simulate_use(scenario, np.random.default_rng(seed)), scenario.replaced, WATER)


def days_off(shift, scenario, day):
    return abs((shift.date - scenario.replaced) / np.timedelta64(1, "D") - day)


def test_a_change_at_the_replacement_is_found_there():
    scenario = UseScenario(before=300, after=60, meter=0.45, scatter=0.3)
    found = dates(scenario)
    (shift,) = found.shifts
    assert found.relation == AT
    assert days_off(shift, scenario, 0) <= 3
    assert shift.factor == pytest.approx(0.45, rel=0.15)


def test_a_leak_repaired_two_weeks_before_is_not_laid_to_the_meter():
    scenario = UseScenario(
        before=300, after=60, scatter=0.3, leaks=(Leak(begins=-300, ends=-14, volume=0.5),)
    )
    found = dates(scenario)
    assert found.relation == ELSEWHERE
    assert days_off(found.shifts[0], scenario, -14) <= 3


def test_several_changes_are_told_each_with_its_date():
    scenario = UseScenario(before=250, after=100, scatter=0.25, moves=((-150, 2.5), (20, 0.4)))
    found = dates(scenario)
    assert len(found.shifts) == 2
    assert days_off(found.shifts[0], scenario, -150) <= 3 and days_off(found.shifts[1], scenario, 20) <= 3
    assert found.shifts[0].factor == pytest.approx(2.5, rel=0.25)
    assert found.shifts[1].factor == pytest.approx(0.4, rel=0.25)


def test_nothing_happened_and_nothing_is_told():
    found = dates(UseScenario(before=200, after=60, season=0.1, absences=6.0), seed=3)
    assert found.shifts == () and found.relation == OPEN
    assert found.probability.sum() == pytest.approx(1.0)


def test_bills_know_no_day():
    found = use_dates(bills_about(REPLACED, [310, 390, 350, 400, 300, 310, 170]), REPLACED, WATER)
    assert found.relation == OPEN and found.step_days == 30


def test_four_bills_say_nothing_of_a_date():
    assert use_dates(bills_about(REPLACED, [10, 12, 11, 5]), REPLACED, WATER) is None


def test_readings_a_week_apart_know_the_week_though_the_hour_wanders():
    rates = np.r_[np.full(20, 0.3), np.full(12, 0.6)] + 0.01 * np.random.default_rng(1).standard_normal(32)
    usage = bills_about(REPLACED, rates, days=7, first_after=17)
    minutes = np.random.default_rng(2).integers(0, 50, 33).astype("timedelta64[m]")
    ends = np.append(usage.start, usage.end[-1]) + minutes
    found = use_dates(replace(usage, start=ends[:-1], end=ends[1:], kind=READINGS), REPLACED, WATER)
    assert found.relation == ELSEWHERE
    assert [round((s.date - REPLACED) / np.timedelta64(1, "D") / 7) for s in found.shifts] == [5]


def test_a_small_change_at_the_replacement_is_never_said_to_lie_elsewhere():
    # the set of dates is then wide and holds the replacement: not knowing is no alibi
    for seed in range(6):
        scenario = UseScenario(before=400, after=200, meter=0.92, scatter=0.2, correlation=0.3)
        assert dates(scenario, seed).relation in (AT, OPEN)


def test_a_journey_that_begins_at_the_replacement_is_not_laid_to_it():
    replaced = np.datetime64("2025-03-31T16:00", "ns")
    days = 0.5 * np.exp(0.2 * np.random.default_rng(6).standard_normal(160))
    days[120:136] = 0.0
    usage = replace(bills_about(replaced, days, days=1, first_after=40), kind=DAILY)
    assert use_dates(usage, replaced, WATER).relation == OPEN
    days[120:] *= 0.0
    days[120:] += 0.25 * np.exp(0.2 * np.random.default_rng(7).standard_normal(40))
    usage = replace(bills_about(replaced, days, days=1, first_after=40), kind=DAILY)
    assert use_dates(usage, replaced, WATER).relation == AT
