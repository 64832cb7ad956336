"""Studies of replacements to draw, made by the real study from bills and days written here."""

from __future__ import annotations

from functools import cache

import numpy as np

from comparekit.bench.years import Leak, UseScenario, simulate_use
from comparekit.ingest.replacement_file import load_replacement_protocol
from comparekit.readings.usage import BILLS, usage_series
from comparekit.studies.bridge_evidence import MeterEvidence
from comparekit.studies.bridge_inputs import Uncertain
from comparekit.studies.replacement import Prices, study_replacement
from comparekit.studies.replacement_result import ReplacementResult

_DAY = np.timedelta64(1, "D")
_WATER = load_replacement_protocol("water-replacement")
#: Midnight of 1 June 2025 in Shanghai.
REPLACED = np.datetime64("2025-05-31T16:00:00", "ns")
_SEEN = MeterEvidence(
    suspect="old", deviation=Uncertain(estimate=0.01, low=-0.005, high=0.025), basis="series"
)


@cache
def bills(*, compared: bool = True) -> ReplacementResult:
    """Five bills of 30 days of 90, 81, 99, 84 and 96 m³, then one of 45; 4 yuan each."""
    ends = REPLACED + 30 * _DAY * np.arange(-5, 2)
    usage = usage_series(ends[:-1], ends[1:], np.array([90.0, 81, 99, 84, 96, 45]), kind=BILLS)
    meter = _SEEN if compared else None
    return study_replacement(usage, REPLACED, _WATER, meter=meter, prices=Prices(price=4.0))


@cache
def leak() -> ReplacementResult:
    """Days; a leak that was repaired 16 days before the replacement."""
    scenario = UseScenario(
        before=200, after=60, mean=0.5, scatter=0.2, leaks=(Leak(begins=-200, ends=-16, volume=0.5),)
    )
    usage = simulate_use(scenario, np.random.default_rng(3))
    return study_replacement(usage, usage.start[200] + np.timedelta64(12, "h"), _WATER)


def fall() -> ReplacementResult:
    """Days; use fell with the replacement, and before it was of one state."""
    scenario = UseScenario(before=200, after=60, mean=0.5, scatter=0.2, meter=0.7)
    usage = simulate_use(scenario, np.random.default_rng(3))
    return study_replacement(usage, usage.start[200] + np.timedelta64(12, "h"), _WATER)
