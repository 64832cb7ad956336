"""Gas that heats is told from water by how use swings with the season; a changed meter is no season."""

import numpy as np
import pytest

from comparekit.readings.usage import usage_series
from comparekit.services.replacement import compare_replacement
from comparekit.studies.use_blocks import use_blocks
from comparekit.studies.winter_swing import HEATS, winter_swing
from studies.use_records import DAY, bills_about

REPLACED = np.datetime64("2025-03-31T16:00", "ns")


def monthly(swing, step=1.0, months=14, after=3, seed=0):
    """Bills whose use in mid-winter is `swing` times that in mid-summer, changed by `step` with the meter."""
    day = REPLACED + ((np.arange(-(months - after), after) + 0.5) * 30.4 * 86_400e9).astype("timedelta64[ns]")
    year = 2 * np.pi * ((day - np.datetime64("2000-01-20")) / DAY) / 365.25
    rates = np.exp(0.5 * np.log(swing) * np.cos(year) + 0.1 * np.random.default_rng(seed).normal(size=months))
    rates[-after:] *= step
    return bills_about(REPLACED, rates, days=30.4, first_after=after)


@pytest.mark.parametrize("swing", [6.0, 12.0])
def test_heating_is_seen_and_its_size_is_about_right(swing):
    found = winter_swing(use_blocks(monthly(swing), REPLACED), REPLACED)
    assert found is not None and found[1] > HEATS and found[0] == pytest.approx(swing, rel=0.3)


def test_water_is_never_taken_for_gas_whatever_the_meter_did():
    for seed in range(20):
        for swing, step, after in ((0.7, 1.0, 3), (1.3, 0.4, 2), (1.0, 0.3, 6), (1.2, 2.5, 7)):
            found = winter_swing(use_blocks(monthly(swing, step, after=after, seed=seed), REPLACED), REPLACED)
            assert found is None or found[1] < HEATS


def test_ten_months_or_the_weather_are_needed():
    assert winter_swing(use_blocks(monthly(8.0, months=9), REPLACED), REPLACED) is None
    days = np.arange(-80, 40)
    warmth = 10 + 0.15 * days + np.random.default_rng(1).normal(0, 3, days.size)
    start = REPLACED + days * DAY
    usage = usage_series(start, start + DAY, np.exp(1 - 0.09 * warmth), covariates={"temperature_c": warmth})
    found = winter_swing(use_blocks(usage, REPLACED), REPLACED)
    assert found is not None and found[1] > HEATS


def test_cubic_metres_that_swing_like_heating_are_not_silently_water():
    result = compare_replacement(monthly(8.0), "2025-04-01")
    assert "utility_water" in result.assumptions
    assert "replacement.looks_like_gas" in [finding.code for finding in result.findings]
    for known in (
        compare_replacement(monthly(8.0), "2025-04-01", "燃气"),
        compare_replacement(monthly(1.1), "2025-04-01"),
    ):
        assert "replacement.looks_like_gas" not in [finding.code for finding in known.findings]
    assert compare_replacement(monthly(8.0), "2025-04-01", "gas").protocol.id == "gas-replacement"
