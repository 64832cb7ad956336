"""A meter where it hangs: its place, its register, its clock, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from comparekit.bench.climate import COMPENSATIONS, Climate, Weather, counted_share, draw_weather
from comparekit.bench.curve import Curve
from comparekit.bench.household import Draws
from comparekit.bench.meters import BenchMeter
from comparekit.bench.site import BenchRegister
from comparekit.bench.sticking import Standstill, Sticking, Stretches, draw_stretches, held_by_volume
from comparekit.bench.timekeeping import Clock
from comparekit.stats.arrays import Array

#: What a register does when the flow turns round: mechanical ones run back, many electronic ones stand or
#: count it as forward.
REVERSE = {"back": -1.0, "stands": 0.0, "forward": 1.0}

Passing = Callable[[Array], Array]

#: Days that are simulated before and after the log, so that a clock that is off still has draws to report.
SPARE = 1

_REFERENCE_C = 20.0  # temperature at which the error curves hold [deg C]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledMeter:
    """A meter as it is installed and read.

    Parameters
    ----------
    meter_id : str
        Its number in the log.
    meter : BenchMeter
        Its error curve.
    register : BenchRegister
        Its step and modulus [unit].
    start : float
        What it stood at before the log [unit].
    climate : Climate, optional
        Temperature of meter and medium. None: the temperature at which the curve holds.
    temperature_coefficient : float
        Shift of every error for one degree above 20 deg C [1/K]. A class 2 electricity meter may have
        0.001 (IEC 62053-21, from general knowledge).
    compensation : str
        Of a gas meter: "none", "t" or "tp".
    pressure_kpa : float
        Gauge pressure of the gas in the meter [kPa]; 2 in a Chinese home, 20 before a regulator.
    reverse : str
        "back", "stands" or "forward": what it does when the flow turns round.
    sticking, standstill, clock
        What is wrong with register and clock.
    """

    meter_id: str
    meter: BenchMeter
    register: BenchRegister
    start: float = 0.0
    climate: Climate | None = None
    temperature_coefficient: float = 0.0
    compensation: str = "none"
    pressure_kpa: float = 0.0
    reverse: str = "back"
    sticking: Sticking | None = None
    standstill: Standstill | None = None
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        for name, value, words in (
            ("compensation", self.compensation, COMPENSATIONS),
            ("reverse", self.reverse, tuple(REVERSE)),
        ):
            if value not in words:
                raise ValueError(f"{name}: one of {words}, not {value!r}")

    @property
    def calm(self) -> InstalledMeter:
        """The same meter without scatter: what it does in the long run."""
        return replace(self, meter=replace(self.meter, repeatability=0.0, unsteadiness=0.0), standstill=None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Registering:
    """What one installed meter registers over several weeks that follow one another.

    Attributes
    ----------
    counted, comparable : array, shape (draws,)
        What it counts of each draw [unit], and the same at base conditions; sticking left out.
    stretches : tuple of Stretches
        Times in which it stands [d].
    weather : Weather or None
        Temperature at the meter.
    """

    installed: InstalledMeter
    draws: Draws
    length: int
    counted: Array
    comparable: Array
    stretches: tuple[Stretches, ...]
    phase: float
    weather: Weather | None

    def at(self, week: np.ndarray | int, day: Array, *, comparable: bool = False) -> Array:
        """Register before rounding [unit] at a `day` [d since the first midnight of the log] of `week`.

        With `comparable`, what it would be at base conditions.
        """
        times = np.asarray(week * self.length + SPARE + day, dtype=float)
        return self._held(times.ravel(), self.comparable if comparable else self.counted).reshape(times.shape)

    def temperature(self, day: Array) -> Array | None:
        """At the meter [deg C], at a `day` of the first week; None where nobody knows."""
        return None if self.weather is None else self.weather.at(0, day + SPARE)

    def free_of(self, kind: str) -> Registering:
        """The same meter, had its register no "sticking", or no "standstill"."""
        kept = [s for s in self.stretches if s.kind != kind]
        installed = replace(self.installed, sticking=None) if kind == "sticking" else self.installed
        return replace(self, installed=installed, stretches=tuple(kept))

    def _held(self, times: Array, counted: Array) -> Array:
        draws, meter = self.draws, self.installed.meter
        curve = Curve(
            start=draws.week * self.length + draws.start,
            duration=draws.duration,
            rate=counted / draws.duration,
        )

        def running(when: Array) -> Array:
            return curve.at(when) + 24 * meter.creep * when

        passed: Passing = running
        for stretches in self.stretches:
            passed = _standing(stretches, passed)
        sticking = self.installed.sticking
        total = passed(times)
        if sticking is None or sticking.by != "volume":
            return total
        return held_by_volume(total, sticking, self.phase)


def register_draws(
    installed: InstalledMeter,
    draws: Draws,
    rng: np.random.Generator,
    *,
    utility: str,
    first_day: date,
    weeks: int,
    length: int,
) -> Registering:
    """Let the draws of `weeks` weeks pass through a meter.

    Parameters
    ----------
    installed : InstalledMeter
        The meter.
    draws : Draws
        Times in days since `SPARE` days before the log; volumes below zero are flow that turned round.
    rng : Generator
        Source of all chance.
    utility : str
        Only gas changes its volume with temperature and pressure.
    first_day : date
        The first day of the log: it decides the season.
    weeks, length : int
        Number of weeks, and days of each with those to spare.

    The meter's unsteadiness changes with the day in which a draw begins.
    """
    meter = installed.meter
    weather = None
    if installed.climate is not None:
        before = first_day - timedelta(days=SPARE)
        weather = draw_weather(installed.climate, rng, first_day=before, weeks=weeks, days=length)
    error = meter.error(draws.flow)
    share = np.ones_like(draws.volume)
    if weather is not None:
        warmth = weather.at(draws.week, draws.start)
        drift = installed.temperature_coefficient * (warmth - _REFERENCE_C)
        error = np.where(error > -1, error + drift, error)
        if utility == "gas":
            share = counted_share(warmth, installed.pressure_kpa, installed.compensation)
    scatter = np.maximum(1 + meter.repeatability * rng.standard_normal(draws.volume.size), 0.0)
    steadiness = np.maximum(1 + meter.unsteadiness * rng.standard_normal((weeks, length + 1)), 0.0)
    turned = np.where(draws.volume < 0, -REVERSE[installed.reverse], 1.0)
    day = np.clip(draws.start.astype(int), 0, length)
    comparable = draws.volume * turned * (1 + error) * scatter * steadiness[draws.week, day]
    stretches = []
    sticking = installed.sticking
    if sticking is not None and sticking.by == "time":
        stretches.append(draw_stretches(sticking, rng, days=weeks * length))
    if (standstill := installed.standstill) is not None:
        begin = np.asarray(np.arange(weeks) * length + SPARE + standstill.from_day, dtype=float)
        end = np.asarray(begin + (standstill.to_day - standstill.from_day), dtype=float)
        stretches.append(Stretches(kind="standstill", begin=begin, end=end, loses=standstill.loses))
    turn = 0.0 if sticking is None else sticking.runs + sticking.stands
    return Registering(
        installed=installed,
        draws=draws,
        length=length,
        counted=comparable * share,
        comparable=comparable,
        stretches=tuple(stretches),
        phase=float(rng.uniform(0, turn)) if turn else 0.0,
        weather=weather,
    )


def _standing(stretches: Stretches, passed: Passing) -> Passing:
    def held(when: Array) -> Array:
        return stretches.held(passed, when)

    return held
