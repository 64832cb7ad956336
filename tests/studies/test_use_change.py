from dataclasses import replace

import numpy as np
import pytest

from comparekit.bench.years import UseScenario, simulate_use
from comparekit.readings.usage import DAILY
from comparekit.studies.use_blocks import use_blocks
from comparekit.studies.use_change import LEVELS, season_unseen, use_change
from studies.use_records import DAY, GAS, WATER, bills_about

REPLACED = np.datetime64("2025-03-31T16:00", "ns")


def evidence(usage, replaced=REPLACED, protocol=WATER):
    return {e.level: e for e in use_change(use_blocks(usage, replaced), protocol)}


def test_huangyan_five_bills_and_one_show_a_change():
    # 300 to 400 yuan from November to March, 170 in April: ten typical practices, practice 5
    found = evidence(bills_about(REPLACED, [310, 390, 350, 400, 300, 170]))["periods"]
    assert found.season == "prior"
    assert found.interval().high < 1.0
    # the last bill before was low, and what it says of the next one counts a little
    assert 170 / 350 < found.estimate < 170 / 300


def test_three_bills_and_one_within_their_scatter_show_none():
    found = evidence(bills_about(REPLACED, [10.0, 12.0, 9.0, 11.0]))["periods"]
    assert found.interval().low < 1.0 < found.interval().high


def test_two_bills_are_too_few():
    assert use_change(use_blocks(bills_about(REPLACED, [10.0, 5.0]), REPLACED), WATER) == ()


def test_the_same_months_of_the_year_before_are_compared_when_there_are_any():
    months = 0.3 * np.cos(2 * np.pi * np.arange(26) / 12) + 0.03 * np.random.default_rng(2).standard_normal(
        26
    )
    rates = np.exp(months)
    rates[24:] *= 0.7
    found = evidence(bills_about(REPLACED, rates, days=30.44, first_after=2))
    assert found["same_months"].before == 4 and found["same_months"].season == "none"
    assert found["periods"].season == "seen"
    for level in ("same_months", "periods"):
        assert found[level].interval().low < 0.7 < found[level].interval().high < 1.0


def test_a_mild_winter_is_told_from_a_change_by_the_weather():
    scenario = UseScenario(before=250, after=80, per_degree=0.05, scatter=0.2, first_day="2025-03-15")
    usage = simulate_use(scenario, np.random.default_rng(11))
    found = evidence(usage, scenario.replaced)
    assert found["weather"].columns == ("heating_degrees", "cooling_degrees")
    assert found["weather"].interval().low < 1.0 < found["weather"].interval().high
    assert found["periods"].interval().half_width > found["weather"].interval().half_width


def test_neighbours_take_season_and_weather_out_at_once():
    scenario = UseScenario(
        before=300, after=60, season=0.15, per_degree=0.03, neighbours=3, meter=0.8, scatter=0.2
    )
    found = evidence(simulate_use(scenario, np.random.default_rng(4)), scenario.replaced)
    assert next(iter(found)) == "controls"
    assert found["controls"].interval().low < 0.8 < found["controls"].interval().high < 1.0


def test_every_level_stands_in_the_order_of_its_strength():
    scenario = UseScenario(before=400, after=60, per_degree=0.02, neighbours=2)
    found = use_change(use_blocks(simulate_use(scenario, np.random.default_rng(3)), scenario.replaced), WATER)
    assert [e.level for e in found] == [level for level in LEVELS if level in {e.level for e in found}]
    assert {e.level for e in found} == set(LEVELS)


def test_a_bill_across_the_replacement_is_used_with_its_share():
    usage = bills_about(REPLACED + 10 * DAY, [0.5, 0.5, 0.5, 0.4, 0.35], first_after=1)
    found = evidence(usage)["periods"]
    assert found.before == 3 and found.after == 2


def test_one_neighbour_alone_does_not_outrank_the_record_itself():
    scenario = UseScenario(before=200, after=60, neighbours=1)
    assert (
        next(iter(evidence(simulate_use(scenario, np.random.default_rng(4)), scenario.replaced))) == "periods"
    )


def test_fees_and_counts_explain_nothing():
    fee = np.array([10.0, 12.0, 9.0, 6.0])
    blocks = use_blocks(
        bills_about(REPLACED, [10.0, 12.0, 9.0, 6.0], covariates={"污水处理费": fee}), REPLACED
    )
    assert [one.level for one in use_change(blocks, WATER)] == ["periods"]
    assert [f.code for f in blocks.findings] == ["replacement.columns_unused"]


def test_bills_of_nothing_have_no_ratio():
    blocks = use_blocks(bills_about(REPLACED, [10.0, 12.0, 9.0, 0.0]), REPLACED)
    assert use_change(blocks, WATER) == ()


def test_tenants_who_came_in_autumn_are_not_compared_with_those_before_them():
    scenario = UseScenario(before=450, after=100, scatter=0.2, moves=((-180, 0.5),), meter=0.7)
    found = evidence(simulate_use(scenario, np.random.default_rng(6)), scenario.replaced)
    # the same months of the year before, and what would have gone on, are of other people
    assert list(found) == ["periods"]
    ends = found["periods"].interval()
    assert ends.low < 0.7 < ends.high < 0.9


def test_the_first_winter_of_a_home_that_heats_is_no_change():
    """0.5 m3 a day, 0.35 m3 more for each kelvin below 15 deg C; April to December, nothing changed."""
    gas = bills_about(REPLACED, np.array([15, 16, 15, 16, 16, 15, 16, 41, 108]) / 30.4, days=30.4)
    assert evidence(gas, protocol=GAS)["periods"].interval().low < 1.0
    of_one_year = bills_about(
        REPLACED, np.array([108, 41, 16, 15, 16, 15, 16, 16, 15, 41, 60, 80, 108]) / 30.4
    )
    assert evidence(of_one_year, protocol=GAS)["periods"].interval().high < 4.0  # that winter was seen


def test_weeks_without_anybody_are_left_out_and_a_home_left_for_good_has_no_ratio():
    days = 0.5 * np.exp(0.1 * np.random.default_rng(4).standard_normal(140))
    week_away, mostly_away = days.copy(), days.copy()
    week_away[105:112] = 0.0
    mostly_away[105:126] = 0.0
    found = evidence(replace(bills_about(REPLACED, week_away, days=1, first_after=35), kind=DAILY))["periods"]
    assert found.interval().low < 1.0 < found.interval().high and found.after == 4
    assert evidence(replace(bills_about(REPLACED, mostly_away, days=1, first_after=35), kind=DAILY)) == {}


def gas_about(replaced, before, after):
    """Months of a home that heats, 31 days each; 0.8 times as much since the replacement."""
    k = np.arange(-before, after)
    months = 0.8 * np.cos(2 * np.pi * k / 11.78) + 0.05 * np.random.default_rng(4).standard_normal(k.size)
    rates = np.exp(months) * np.where(k >= 0, 0.8, 1.0)
    return use_blocks(bills_about(replaced, rates, days=31, first_after=after), replaced)


def test_a_strong_season_is_told_by_the_same_months_before_the_periods():
    blocks = gas_about(REPLACED, 15, 4)
    first, second = use_change(blocks, GAS)
    assert (first.level, second.level) == ("same_months", "periods")
    # months differ five times over: that is no scatter of theirs
    assert 0.55 < first.interval().low < 0.8 < first.interval().high < 1.1
    assert [one.level for one in use_change(blocks, WATER)] == ["periods", "same_months"]


@pytest.mark.parametrize(("before", "unseen"), [(9, True), (12, False), (20, False)])
def test_the_time_of_year_after_the_replacement_is_seen_only_if_it_lies_before_it_as_well(before, unseen):
    assert season_unseen(gas_about(REPLACED, before, 2)) is unseen
