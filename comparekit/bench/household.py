"""Draws of water as events: what a household takes, when, and how fast."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from comparekit.stats.arrays import Array

#: Relative chance of a draw in each hour of the day: a morning, a noon and an evening peak.
_WAKING = (1, 1, 1, 1, 1, 3, 10, 14, 9, 6, 5, 7, 9, 6, 4, 4, 5, 8, 12, 13, 12, 10, 6, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One kind of draw.

    Parameters
    ----------
    per_day : float
        Mean number of draws a day.
    volume, flow : float
        Mean volume of a draw [m3] and mean flow [m3/h]; both lognormal.
    volume_cv, flow_cv : float
        Their coefficients of variation [1].
    hours : tuple of 24 floats
        Relative chance of a draw in each hour.
    steady : bool
        True for what runs whether or not anyone is at home: a day's activity leaves it alone.
    """

    name: str
    per_day: float
    volume: float
    flow: float
    volume_cv: float = 0.4
    flow_cv: float = 0.25
    hours: tuple[float, ...] = _WAKING
    steady: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """A set of uses, and how much whole days differ from one another.

    `day_cv` is the coefficient of variation of a day's general activity [1]; `weekend` the factor on
    two days out of seven.
    """

    name: str
    uses: tuple[Use, ...]
    day_cv: float = 0.25
    weekend: float = 1.2

    @property
    def mean_daily(self) -> float:
        """Mean volume of a weekday [m3]."""
        return sum(u.per_day * u.volume for u in self.uses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """Draws of many weeks, flat: arrays of equal length.

    `week` indexes the simulated week; `start` and `duration` are in days, `volume` in m3, `flow` in
    m3/h.
    """

    week: np.ndarray = field(repr=False)
    start: Array = field(repr=False)
    duration: Array = field(repr=False)
    volume: Array = field(repr=False)
    flow: Array = field(repr=False)


def draw_water(household: Household, rng: np.random.Generator, *, weeks: int, days: int) -> Draws:
    """Simulate `days` days of draws for each of `weeks` independent weeks.

    Draws are independent of one another given the day's activity; two running at once are metered
    each at its own flow.
    """
    activity = _lognormal(rng, 1.0, household.day_cv, (weeks, days))
    first = rng.integers(0, 7, size=(weeks, 1))
    activity *= np.where((first + np.arange(days)) % 7 >= 5, household.weekend, 1.0)
    columns: list[tuple[np.ndarray, Array, Array, Array, Array]] = []
    for use in household.uses:
        count = rng.poisson(use.per_day * (np.ones_like(activity) if use.steady else activity))
        total = int(count.sum())
        cell = np.repeat(np.arange(weeks * days), count.ravel())
        hour = rng.choice(24, size=total, p=np.array(use.hours) / sum(use.hours))
        start = cell % days + (hour + rng.random(total)) / 24
        volume = _lognormal(rng, use.volume, use.volume_cv, total)
        flow = _lognormal(rng, use.flow, use.flow_cv, total)
        columns.append((cell // days, start, volume / flow / 24, volume, flow))
    week, start, duration, volume, flow = (np.concatenate(c) for c in zip(*columns, strict=True))
    return Draws(week=week, start=start, duration=duration, volume=volume, flow=flow)


def _lognormal(rng: np.random.Generator, mean: float, cv: float, size: object) -> Array:
    s2 = np.log1p(cv * cv)
    return np.asarray(rng.lognormal(np.log(mean) - s2 / 2, np.sqrt(s2), size))  # type: ignore[call-overload]


#: Three people, 0.4 m3 a day, 3 % of it slower than 0.04 m3/h (Q2 of a Q3 2.5 R100 meter).
FAMILY = Household(
    name="family",
    uses=(
        Use(name="cistern", per_day=14, volume=0.006, flow=0.30, volume_cv=0.1),
        Use(name="end of cistern filling", per_day=14, volume=0.0003, flow=0.03, flow_cv=0.5),
        Use(name="tap", per_day=60, volume=0.0015, flow=0.15, volume_cv=0.8, flow_cv=0.5),
        Use(name="kitchen", per_day=8, volume=0.006, flow=0.30, volume_cv=0.6),
        Use(name="shower", per_day=2.5, volume=0.045, flow=0.50),
        Use(name="washing machine", per_day=0.8, volume=0.060, flow=0.60, volume_cv=0.2),
        Use(name="thin stream", per_day=8, volume=0.00125, flow=0.04, flow_cv=0.5),
    ),
)

#: Six people and a hose for the yard, 0.9 m3 a day, some days twice that.
LARGE = Household(
    name="large",
    uses=(
        Use(name="cistern", per_day=26, volume=0.005, flow=0.25, volume_cv=0.1),
        Use(name="end of cistern filling", per_day=26, volume=0.0004, flow=0.025, flow_cv=0.5),
        Use(name="tap", per_day=110, volume=0.0012, flow=0.12, volume_cv=0.8, flow_cv=0.5),
        Use(name="kitchen", per_day=14, volume=0.008, flow=0.35, volume_cv=0.6),
        Use(name="shower", per_day=5, volume=0.050, flow=0.55),
        Use(name="washing machine", per_day=1.2, volume=0.055, flow=0.70, volume_cv=0.2),
        Use(name="hose", per_day=1.0, volume=0.12, flow=0.95, volume_cv=0.7),
        Use(name="thin stream", per_day=12, volume=0.0015, flow=0.035, flow_cv=0.5),
    ),
    day_cv=0.35,
    weekend=1.3,
)

#: Two people and a cistern that seeps day and night: a fifth of 0.22 m3 a day runs at 0.022 m3/h,
#: where new meters count and worn ones stand still. A stress case: days differ by several percent.
SEEPING = Household(
    name="seeping",
    uses=(
        Use(name="cistern", per_day=9, volume=0.006, flow=0.30, volume_cv=0.1),
        Use(
            name="seeping cistern",
            per_day=24,
            volume=0.0016,
            flow=0.022,
            flow_cv=0.2,
            hours=(1,) * 24,
            steady=True,
        ),
        Use(name="tap", per_day=35, volume=0.0015, flow=0.12, volume_cv=0.8, flow_cv=0.5),
        Use(name="kitchen", per_day=4, volume=0.006, flow=0.25, volume_cv=0.6),
        Use(name="shower", per_day=1, volume=0.040, flow=0.45),
        Use(name="thin stream", per_day=6, volume=0.00125, flow=0.035, flow_cv=0.5),
    ),
    day_cv=0.35,
    weekend=1.05,
)

#: A home that cooks and heats its water with gas, 0.9 m3 a day (volumes in m3, flows in m3/h).
GAS_HOME = Household(
    name="gas home",
    uses=(
        Use(name="cooker", per_day=4, volume=0.08, flow=0.35, volume_cv=0.5),
        Use(name="simmering", per_day=3, volume=0.02, flow=0.06, volume_cv=0.5),
        Use(name="water heater", per_day=3.5, volume=0.15, flow=1.9, volume_cv=0.5),
    ),
    day_cv=0.3,
    weekend=1.15,
)

#: A flat with electricity, 7 kWh on a weekday, 8 at the weekend (volumes in kWh, flows in kW).
POWER_HOME = Household(
    name="power home",
    uses=(
        Use(name="stand-by and router", per_day=24, volume=0.03, flow=0.03, volume_cv=0.05, steady=True),
        Use(name="fridge", per_day=30, volume=0.025, flow=0.08, steady=True),
        Use(name="lights and screens", per_day=10, volume=0.12, flow=0.15),
        Use(name="cooking", per_day=3, volume=0.5, flow=1.8),
        Use(name="air conditioning", per_day=3, volume=0.8, flow=1.0, volume_cv=0.6),
        Use(name="washing", per_day=0.7, volume=0.7, flow=1.2),
    ),
    day_cv=0.25,
    weekend=1.2,
)
