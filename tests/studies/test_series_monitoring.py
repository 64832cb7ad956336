"""Which interval decides: the fixed one at the planned end only, the one for daily looks on any other day."""

from dataclasses import replace

import numpy as np
import pytest

from comparekit.ingest.protocol_file import load_protocol
from comparekit.readings.register import RegisterSeries
from comparekit.stats.looks import planned_tails
from comparekit.studies.series import compare_series

PROTOCOL = load_protocol("water-series-7d")
DAYS = np.datetime64("2025-05-06T01:00:00") + np.arange(41) * np.timedelta64(1, "D")
VOLUMES = np.random.default_rng(2).uniform(0.3, 0.8, 40).round(3)


def compare(blocks, factor=1.0, protocol=PROTOCOL, **kwargs):
    def register(scale, start):
        total = start + np.concatenate([[0.0], np.cumsum(VOLUMES[:blocks] * scale)])
        return RegisterSeries(DAYS[: blocks + 1], np.floor(total / 0.001 + 1e-6) * 0.001, 0.001)

    return compare_series(register(factor, 90.0), register(1.0, 5.0), protocol, **kwargs)


def with_looks(*looks):
    return replace(PROTOCOL, plan=replace(PROTOCOL.plan, looks=looks))


def test_the_planned_number_of_blocks_rests_on_the_fixed_interval():
    result = compare(7)
    assert result.basis == "fixed"
    assert result.deciding_interval == result.deviation.interval(0.95)
    assert result.monitoring.looks == 7
    assert result.monitoring_interval(0.95).half_width > result.deviation.interval(0.95).half_width


@pytest.mark.parametrize("blocks", [3, 4, 6, 8, 20, 30])
def test_any_other_number_rests_on_the_interval_for_daily_looks(blocks):
    result = compare(blocks)
    assert result.basis == "monitoring"
    assert result.monitoring.rule == "boundary"
    assert result.deciding_interval == result.monitoring_interval(0.95)


def test_a_second_look_at_a_judged_comparison_is_no_longer_fixed():
    assert compare(7, judged_before=True).basis == "monitoring"


@pytest.mark.parametrize("blocks", [1, 2])
def test_before_three_blocks_there_is_nothing_to_decide(blocks):
    result = compare(blocks, factor=1.3)
    assert result.monitoring is None
    assert result.to_dict()["monitoring"] is None
    assert result.verdict == "inconclusive"
    assert not result.different
    assert (result.monitoring_interval().low, result.monitoring_interval().high) == (None, None)


def test_past_thirty_looks_the_e_process_takes_over():
    result = compare(35)
    assert result.monitoring.rule == "e-process"
    assert result.monitoring_interval(0.95).low < 0 < result.monitoring_interval(0.95).high


def test_a_fast_meter_is_called_early_and_says_so():
    result = compare(3, factor=1.05)
    assert result.verdict == "deviate"
    assert result.different
    assert result.more_needed is None


def test_planned_looks_spend_their_error_and_unplanned_ones_fall_back():
    protocol = with_looks(3, 5, 7)
    tails = planned_tails([3, 5, 7])
    at_end = compare(7, protocol=protocol)
    assert at_end.basis == "monitoring"  # the error was spent on the looks before
    assert at_end.monitoring.rule == "planned looks"
    expected = at_end.deviation.interval(1 - tails[-1])
    assert at_end.monitoring_interval(0.95).low == pytest.approx(expected.low)
    assert compare(4, protocol=protocol).monitoring.rule == "e-process"


def test_more_needed_goes_by_the_rule_people_will_look_with():
    """On daily looks the wait is longer than one look at the planned end would need."""
    result = compare(4, factor=1.018)
    assert result.verdict == "inconclusive"
    assert result.more_needed.days >= 1


def test_a_confidence_that_was_not_calibrated_is_refused():
    with pytest.raises(ValueError, match="confidence"):
        compare(5).monitoring_interval(0.8)
