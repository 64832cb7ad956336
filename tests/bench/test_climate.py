"""Temperature at the meter, and the gas law: sensitivities of the fact sheet (20 deg C, 101.325 kPa)."""

from datetime import date

import numpy as np
import pytest

from comparekit.bench.climate import Climate, counted_share, draw_weather, told_conditions


@pytest.mark.parametrize(
    ("temperature", "gauge", "base_per_counted"),
    [(20, 0, 0.0), (10, 0, 0.035), (30, 0, -0.033), (20, 2, 0.020), (21, 0, -0.0034)],
)
def test_a_plain_meter_counts_gas_as_cold_and_as_compressed_as_it_is(temperature, gauge, base_per_counted):
    """10 deg C: one counted cubic metre is 3.5 % more gas; 30 deg C: 3.3 % less; 2 kPa: 2.0 % more."""
    counted = counted_share(np.array([float(temperature)]), gauge, "none")[0]
    assert 1 / counted - 1 == pytest.approx(base_per_counted, abs=5e-4)


def test_a_compensated_meter_counts_base_volume():
    cold = np.array([-5.0, 35.0])
    assert counted_share(cold, 2.0, "tp").tolist() == [1.0, 1.0]
    assert counted_share(cold, 2.0, "t") == pytest.approx(1 / 1.0197, abs=1e-4)  # (101.325 + 2) / 101.325


@pytest.mark.parametrize(
    ("compensation", "told"), [("none", (5.0, 2.0)), ("t", (20.0, 2.0)), ("tp", (20.0, 0.0))]
)
def test_a_log_tells_at_what_conditions_a_register_counts(compensation, told):
    temperature, gauge = told_conditions(np.array([5.0]), 2.0, compensation)
    assert (temperature[0], gauge) == told


def weather(climate, day=date(2025, 7, 19), weeks=1):
    return draw_weather(climate, np.random.default_rng(1), first_day=day, weeks=weeks, days=10)


def test_july_afternoons_are_warmest_and_january_nights_coldest():
    climate = Climate(mean_c=17, season_c=12, day_c=4)
    assert weather(climate).at(0, np.array([15 / 24]))[0] == pytest.approx(33, abs=0.1)
    assert weather(climate, date(2026, 1, 17)).at(0, np.array([3 / 24]))[0] == pytest.approx(1, abs=0.1)


def test_a_year_of_days_has_the_mean_and_the_weather_its_spread():
    climate = Climate(mean_c=17, season_c=12, day_c=4, weather_c=2)
    year = np.mean(
        [weather(climate, date(2025, m, 15), 400).at(0, np.linspace(0, 9.9, 100)) for m in range(1, 13)]
    )
    assert year == pytest.approx(17, abs=0.5)
    midnights = weather(Climate(mean_c=5, weather_c=2), weeks=2000).at(np.arange(2000), np.full(2000, 3.0))
    assert (midnights.mean(), midnights.std()) == (pytest.approx(5, abs=0.2), pytest.approx(2, rel=0.1))
    minutes = weather(climate).at(0, np.linspace(0, 9, 5000))
    assert np.abs(np.diff(minutes)).max() < 0.1  # no jump at midnight
