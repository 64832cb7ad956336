"""Years of a household's daily use, with what moves it: season, weather, absences, leaks, people who move."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np

from comparekit.readings.usage import DAILY, UsageSeries, day_starts, usage_series
from comparekit.stats.arrays import Array

_YEAR = 365.2425  # [d]
_WARMEST = 205  # day of the year, late July


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """Water that runs day and night: from one day until before another [d from the replacement], [unit/d]."""

    begins: int
    ends: int
    volume: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UseScenario:
    """A household over some years. Days are counted from the replacement; the first day after it is 0.

    Attributes
    ----------
    before, after : int
        Days on either side.
    mean : float
        Long-run use [unit/d] before anything changes.
    scatter, correlation : float
        Standard deviation of the logarithm of a day's use [1] and its correlation from day to day.
    season, season_day : float
        Amplitude of the yearly wave of that logarithm [1], and the day of the year of its top.
    per_degree : float
        Change of that logarithm for each degree of heating below 18 °C [1/K].
    absences : float
        Spells of 2 to 5 days a year in which nearly nothing is used.
    meter : float
        Factor of what is registered from the replacement on: what the exchange itself did.
    moves : tuple of (int, float)
        Days on which the household's own use changes, and by which factor.
    leaks : tuple of Leak
    first_day : str
        Date of the replacement.
    neighbours : int
        Households that share season and weather and nothing else.
    """

    before: int = 365
    after: int = 90
    mean: float = 0.45
    scatter: float = 0.35
    correlation: float = 0.0
    season: float = 0.0
    season_day: float = 200.0
    per_degree: float = 0.0
    absences: float = 0.0
    meter: float = 1.0
    moves: tuple[tuple[int, float], ...] = ()
    leaks: tuple[Leak, ...] = ()
    first_day: str = "2025-04-01"
    neighbours: int = 0
    unit: str = "m3"
    timezone: str = field(default="Asia/Shanghai")

    @property
    def replaced(self) -> np.datetime64:
        """Moment of the replacement: the midnight at which day 0 begins, UTC."""
        moment: np.datetime64 = self._midnights()[self.before]
        return moment

    def _midnights(self) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
        days = np.datetime64(self.first_day, "D") + np.arange(-self.before, self.after + 1)
        return day_starts(days, ZoneInfo(self.timezone))


def simulate_use(scenario: UseScenario, rng: np.random.Generator) -> UsageSeries:
    """Daily use as its register shows it, with temperature where the household follows it.

    Neighbours stand in columns ``control 1`` and so on, temperature in ``temperature_c``.
    """
    day = np.arange(-scenario.before, scenario.after)
    dates = np.datetime64(scenario.first_day, "D") + day
    of_year = (dates - dates.astype("datetime64[Y]")).astype(float)
    temperature = _temperature(of_year, rng)
    common = scenario.season * np.cos(2 * np.pi * (of_year - scenario.season_day) / _YEAR)
    common = common + scenario.per_degree * np.maximum(18.0 - temperature, 0.0)
    use = _household(scenario, common, rng)
    for begins, factor in scenario.moves:
        use = np.where(day >= begins, use * factor, use)
    for leak in scenario.leaks:
        use = use + np.where((day >= leak.begins) & (day < leak.ends), leak.volume, 0.0)
    use = np.where(day >= 0, use * scenario.meter, use)
    covariates: dict[str, Array] = {}
    if scenario.per_degree:
        covariates["temperature_c"] = np.round(temperature, 1)
    for number in range(1, scenario.neighbours + 1):
        covariates[f"control {number}"] = np.round(_household(scenario, common, rng), 3)
    midnights = scenario._midnights()
    return usage_series(
        midnights[:-1],
        midnights[1:],
        np.round(use, 3),
        covariates=covariates,
        unit=scenario.unit,
        timezone=scenario.timezone,
        kind=DAILY,
    )


def _household(scenario: UseScenario, common: Array, rng: np.random.Generator) -> Array:
    """Use of one household without changes of its own [unit/d]; its mean is that of the scenario."""
    n = common.size
    noise = rng.standard_normal(n)
    for k in range(1, n):
        fresh = np.sqrt(1 - scenario.correlation**2) * noise[k]
        noise[k] = scenario.correlation * noise[k - 1] + fresh
    use = scenario.mean * np.exp(scenario.scatter * noise - 0.5 * scenario.scatter**2 + common)
    away = np.zeros(n, dtype=bool)
    for _ in range(rng.poisson(scenario.absences * n / _YEAR)):
        begins = int(rng.integers(n))
        away[begins : begins + int(rng.integers(2, 6))] = True
    return np.asarray(np.where(away, 0.02 * scenario.mean, use))


def _temperature(of_year: Array, rng: np.random.Generator) -> Array:
    """Daily means of a place with cold winters [degC]."""
    noise = rng.standard_normal(of_year.size)
    for k in range(1, noise.size):
        noise[k] = 0.7 * noise[k - 1] + np.sqrt(1 - 0.7**2) * noise[k]
    return np.asarray(17.0 + 11.0 * np.cos(2 * np.pi * (of_year - _WARMEST) / _YEAR) + 3.0 * noise)
