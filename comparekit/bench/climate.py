"""Temperature at a meter over the day and the year, and what it does to what the meter registers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from comparekit.registers.conditions import BaseConditions, base_factor
from comparekit.stats.arrays import Array

#: Gas in China is sold at 20 deg C and 101.325 kPa; a gauge reading is held against the same pressure.
BASE = BaseConditions(temperature_c=20.0, pressure_kpa=101.325, atmosphere_kpa=101.325)

COMPENSATIONS = ("none", "t", "tp")

_WARMEST_DAY = 200.0  # of the year: 19 July; the air lags behind the sun by about a month
_WARMEST_HOUR = 15.0
_YEAR = 365.25  # [d]


@dataclass(frozen=True, slots=True, kw_only=True)
class Climate:
    """Temperature at one place [deg C].

    Parameters
    ----------
    mean_c : float
        Mean over the year.
    season_c, day_c : float
        Half the swing between July and January, and between afternoon and night.
    weather_c : float
        Standard deviation of what one day differs from the season.

    In Hangzhou the air has a mean of 17, 12 and 4 degrees of swing; a stairwell follows the season and
    hardly the day; a kitchen stays near 20 (orders of magnitude, from general knowledge).
    """

    mean_c: float
    season_c: float = 0.0
    day_c: float = 0.0
    weather_c: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weather:
    """A climate come true over several simulated weeks.

    `departures`, shape (weeks, days + 1): of each midnight from what the season makes of it [deg C].
    """

    climate: Climate
    first_day: date
    departures: Array

    def at(self, week: np.ndarray | int, day: Array) -> Array:
        """Temperature [deg C] at `day`, in days since the first midnight of a week."""
        climate, days = self.climate, self.departures.shape[1] - 1
        since = np.clip(day, 0.0, days)
        k = np.minimum(since.astype(int), days - 1)
        before, after = self.departures[week, k], self.departures[week, k + 1]
        of_year = self.first_day.timetuple().tm_yday - 1 + day
        return np.asarray(
            climate.mean_c
            + climate.season_c * np.cos(2 * np.pi * (of_year - _WARMEST_DAY) / _YEAR)
            + climate.day_c * np.cos(2 * np.pi * (day - _WARMEST_HOUR / 24))
            + before
            + (since - k) * (after - before)
        )


def draw_weather(
    climate: Climate, rng: np.random.Generator, *, first_day: date, weeks: int, days: int
) -> Weather:
    """Let a climate come true for `weeks` weeks of `days` days that all begin on `first_day`."""
    departures = climate.weather_c * rng.standard_normal((weeks, days + 1))
    return Weather(climate=climate, first_day=first_day, departures=departures)


def counted_share(temperature_c: Array, gauge_kpa: float, compensation: str) -> Array:
    """What a gas meter counts of one unit of base volume [1].

    A plain meter ("none") counts the gas as it is: cold gas is dense and counts for less, 3.4 % at 10 deg
    C. A meter compensated for temperature ("t") still counts at its own pressure; one for both ("tp")
    counts base volume.
    """
    if compensation == "tp":
        return np.ones_like(temperature_c)
    there = np.full_like(temperature_c, BASE.temperature_c) if compensation == "t" else temperature_c
    return 1 / base_factor(there, np.full_like(there, gauge_kpa), BASE)


def told_conditions(temperature_c: Array, gauge_kpa: float, compensation: str) -> tuple[Array, float]:
    """Temperature [deg C] and gauge pressure [kPa] at which a register counts, as a log has to tell them.

    For a compensated register those are the base conditions, whatever the gas is at.
    """
    if compensation == "none":
        return temperature_c, gauge_kpa
    base = np.full_like(temperature_c, BASE.temperature_c)
    return base, gauge_kpa if compensation == "t" else BASE.pressure_kpa - BASE.atmosphere_kpa
