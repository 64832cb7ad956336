import numpy as np
import pytest

from comparekit.bench.years import UseScenario, simulate_use
from comparekit.readings.usage import usage_series
from comparekit.studies.use_blocks import is_control, use_blocks
from studies.use_records import DAY, bills_about

REPLACED = np.datetime64("2025-04-01T16:00", "ns")


def test_weeks_are_counted_from_the_replacement_both_ways_and_none_holds_it():
    scenario = UseScenario(before=70, after=30)
    blocks = use_blocks(simulate_use(scenario, np.random.default_rng(1)), scenario.replaced)
    assert set(blocks.after) == {0.0, 1.0}
    assert (blocks.after == 0).sum() == 10 and (blocks.after == 1).sum() == 4
    assert blocks.middle[10] == pytest.approx(3.5) and blocks.middle[9] == pytest.approx(-3.5)


def test_the_day_of_the_replacement_is_left_out():
    scenario = UseScenario(before=70, after=30)
    usage = simulate_use(scenario, np.random.default_rng(1))
    noon = scenario.replaced + 12 * np.timedelta64(3_600_000_000_000, "ns")
    blocks = use_blocks(usage, noon)
    assert blocks.days.sum() == 70 + 28 and set(blocks.after) == {0.0, 1.0}


def test_few_days_are_taken_one_by_one():
    scenario = UseScenario(before=10, after=5)
    blocks = use_blocks(simulate_use(scenario, np.random.default_rng(1)), scenario.replaced)
    assert blocks.rate.size == 15 and blocks.length == 1.0


def test_estimated_bills_are_joined_with_the_next_read_one():
    usage = bills_about(REPLACED, [0.5, 0.1, 0.9, 0.4], estimated=np.array([False, True, False, False]))
    blocks = use_blocks(usage, REPLACED)
    assert blocks.rate == pytest.approx([0.5, 0.5, 0.4])
    assert blocks.days == pytest.approx([30, 60, 30])
    assert [f.code for f in blocks.findings] == ["replacement.estimated_joined"]


def test_a_bill_across_the_replacement_carries_its_share():
    blocks = use_blocks(bills_about(REPLACED + 10 * DAY, [0.5, 0.5, 0.4]), REPLACED)
    assert blocks.after == pytest.approx([0.0, 1 / 3, 1.0])


def test_weeks_without_use_are_told_and_do_not_become_minus_infinity():
    volume = np.full(80, 0.5)
    volume[20:34] = 0.0
    start = REPLACED + np.arange(-60, 20) * DAY
    blocks = use_blocks(usage_series(start, start + DAY, volume), REPLACED)
    assert (blocks.rate > 0).all()
    (finding,) = blocks.findings
    assert finding.code == "replacement.idle_blocks" and finding.context["count"] >= 1


def test_columns_of_neighbours_are_told_from_what_moves_use():
    assert is_control("邻居1") and is_control("Control 2") and not is_control("temperature_c")
    scenario = UseScenario(before=70, after=14, per_degree=0.01, neighbours=2)
    blocks = use_blocks(simulate_use(scenario, np.random.default_rng(2)), scenario.replaced)
    assert set(blocks.controls) == {"control 1", "control 2"}
    assert set(blocks.covariates) == {"temperature_c"}


def test_a_column_with_gaps_is_left_out_and_said_so():
    column = np.array([1.0, np.nan, 3.0, 4.0])
    blocks = use_blocks(bills_about(REPLACED, [0.5, 0.5, 0.5, 0.4], covariates={"人口": column}), REPLACED)
    assert not blocks.covariates
    assert [f.code for f in blocks.findings] == ["replacement.covariate_incomplete"]
