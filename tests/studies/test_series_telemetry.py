"""Telemetry through the whole comparison: days of the protocol's zone, clocks compared, bounds that hold."""

from dataclasses import replace

import numpy as np
import pytest

from comparekit.bench.household import FAMILY
from comparekit.bench.meters import FAST, NEW
from comparekit.bench.site import BenchRegister, long_run
from comparekit.bench.telemetry import telemeter
from comparekit.ingest.protocol_file import load_protocol
from comparekit.studies.series import compare_series

PROTOCOL = load_protocol("water-series-7d")
LITRES = BenchRegister(step=0.001)


def telemetry(offset_min=0.0, days=10, interval_min=15.0, seed=4):
    return telemeter(
        FAMILY, FAST, NEW, np.random.default_rng(seed), days=days, interval_min=interval_min,
        jitter_min=1.0, offset_min=offset_min, drift_s_per_day=0.0, loss=0.01, test_register=LITRES,
        reference_register=LITRES,
    )  # fmt: skip


def test_blocks_are_the_days_of_the_protocols_zone():
    log = telemetry()
    result = compare_series(log.test, log.reference, PROTOCOL)
    starts = [block.start + np.timedelta64(8, "h") for block in result.blocks[1:]]
    near_midnight = [abs((s - s.astype("datetime64[D]") + np.timedelta64(12, "h")) % np.timedelta64(24, "h")
                         - np.timedelta64(12, "h")) for s in starts]  # fmt: skip
    assert max(near_midnight) <= np.timedelta64(90, "m")
    assert result.verdict == "deviate"
    truth = long_run(FAMILY, FAST, NEW, np.random.default_rng(0), days=4000).deviation
    assert result.deviation.interval(0.95).low < truth < result.deviation.interval(0.95).high


def test_the_hard_bounds_hold_what_the_meters_registered():
    for seed in range(6):
        log = telemetry(seed=seed)
        window = compare_series(log.test, log.reference, PROTOCOL).window_deviation
        assert window.low <= log.window_deviation <= window.high


def test_a_clock_that_is_off_is_reported_and_corrected_only_where_the_protocol_says_so():
    log = telemetry(offset_min=25.0)
    reported = compare_series(log.test, log.reference, PROTOCOL)
    offset = next(f for f in reported.findings if f.code == "clocks.offset")
    assert offset.context["low"] < 25.0 < offset.context["high"]
    applied = compare_series(
        log.test, log.reference, replace(PROTOCOL, plan=replace(PROTOCOL.plan, clocks="apply"))
    )
    as_is, corrected = reported.deviation.interval(0.95), applied.deviation.interval(0.95)
    assert corrected.half_width < as_is.half_width


def test_clocks_that_agree_give_no_finding():
    log = telemetry(offset_min=0.0)
    codes = [f.code for f in compare_series(log.test, log.reference, PROTOCOL).findings]
    assert not [code for code in codes if code.startswith("clocks")]


@pytest.mark.parametrize("interval_min", [15.0, 60.0])
def test_the_budget_names_the_interpolation(interval_min):
    log = telemetry(interval_min=interval_min)
    result = compare_series(log.test, log.reference, PROTOCOL)
    sources = {row.source: row for row in result.budget}
    assert sources["interpolation between readings"].standard_uncertainty > 0
    assert sum(row.share for row in result.budget if row.quantity == "deviation") == pytest.approx(1.0)


def test_a_clock_left_uncorrected_widens_the_hard_bounds():
    log = telemetry(offset_min=25.0)
    reported = compare_series(log.test, log.reference, PROTOCOL).window_deviation
    applied = compare_series(
        log.test, log.reference, replace(PROTOCOL, plan=replace(PROTOCOL.plan, clocks="apply"))
    ).window_deviation
    assert reported.high - reported.low > applied.high - applied.low
    assert reported.low <= log.window_deviation <= reported.high
