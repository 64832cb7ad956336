"""Two meters in series that report by themselves: dense, uneven, each by its own clock."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparekit.bench.curve import Curve
from comparekit.bench.household import Draws, Household, draw_water
from comparekit.bench.meters import BenchMeter
from comparekit.bench.site import BenchRegister
from comparekit.readings.register import RegisterSeries, Times
from comparekit.stats.arrays import Array

_DAY_NS = 86_400_000_000_000
_SPARE_DAYS = 1  # on both sides, so that a clock that is off still has draws to report


@dataclass(frozen=True, slots=True, kw_only=True)
class Telemetry:
    """Two telemetry logs and what is true of them.

    Attributes
    ----------
    test, reference : RegisterSeries
        Readings [m3] with the stamps of each meter's own clock, UTC to the second.
    offset_min : float
        Test clock minus reference clock in the middle of the log [min].
    drift_s_per_day : float
        How fast the test clock gains on the reference clock [s/d].
    window_deviation : float
        V_test / V_ref - 1 of what both meters registered from the first to the last day [1].
    """

    test: RegisterSeries
    reference: RegisterSeries
    offset_min: float
    drift_s_per_day: float
    window_deviation: float


def telemeter(
    household: Household,
    test: BenchMeter,
    reference: BenchMeter,
    rng: np.random.Generator,
    *,
    days: int,
    interval_min: float,
    jitter_min: float,
    offset_min: float,
    drift_s_per_day: float,
    loss: float,
    test_register: BenchRegister,
    reference_register: BenchRegister,
    phases_min: tuple[float, float] | None = None,
    first_day: np.datetime64 | None = None,
) -> Telemetry:
    """Let `days` days pass through both meters and report their registers.

    Parameters
    ----------
    household : Household
        Who draws.
    test, reference : BenchMeter
        The two meters.
    rng : Generator
        Source of all chance.
    days : int
        Length of the log [d].
    interval_min, jitter_min : float
        Each meter reports every `interval_min`, late by up to `jitter_min` (uniform); the stamp says
        when it did, by the meter's own clock.
    offset_min, drift_s_per_day : float
        Test clock minus reference clock in the middle of the log [min], and its gain [s/d]. The
        reference clock is right.
    loss : float
        Share of the readings that never arrive, each by itself [1].
    test_register, reference_register : BenchRegister
        What the meters show.
    phases_min : pair of float, optional
        When each meter first reports after midnight of its own clock [min]. None: anywhere in the
        interval. (0, 0) is what most loggers do: on the hour, each by its own clock.
    first_day : datetime64, optional
        Midnight at which the log begins, UTC; by default 2025-05-05T16:00, midnight in China.

    Returns
    -------
    Telemetry
        One run; a simulation calls it once a run.
    """
    draws = draw_water(household, rng, weeks=1, days=days + 2 * _SPARE_DAYS)
    middle = _SPARE_DAYS + days / 2
    first = np.datetime64("2025-05-05T16:00:00") if first_day is None else first_day
    series: list[RegisterSeries] = []
    totals: list[float] = []
    for meter, register, clock in (
        (test, test_register, (offset_min, drift_s_per_day)),
        (reference, reference_register, (0.0, 0.0)),
    ):
        phase = rng.uniform(0, interval_min) if phases_min is None else phases_min[len(series)]
        due = np.arange(phase / 1440, days, interval_min / 1440)
        stamps = _SPARE_DAYS + due + rng.uniform(0, jitter_min, due.size) / 1440
        stamps = np.unique(np.round(stamps * 86_400) / 86_400)
        stamps = stamps[rng.random(stamps.size) >= loss]
        offset, drift = clock[0] / 1440, clock[1] / 86_400
        true = middle + (stamps - middle - offset) / (1 + drift)
        edges = np.array([_SPARE_DAYS, _SPARE_DAYS + days], float)
        passed = registered_at(draws, meter, np.concatenate([true, edges]), rng)
        series.append(
            RegisterSeries(
                _moments(first, stamps - _SPARE_DAYS),
                register.show(passed[:-2], rng.uniform(0, 1000)),
                register.step,
                meter_id=("test", "reference")[len(series)],
                rollover=register.modulus,
            )
        )
        totals.append(float(passed[-1] - passed[-2]))
    return Telemetry(
        test=series[0],
        reference=series[1],
        offset_min=offset_min,
        drift_s_per_day=drift_s_per_day,
        window_deviation=totals[0] / totals[1] - 1,
    )


def registered_at(draws: Draws, meter: BenchMeter, times: Array, rng: np.random.Generator) -> Array:
    """Volume [m3] `meter` has registered of one week's `draws` at each of `times` [d], any order.

    A draw registers evenly while it runs. The meter's unsteadiness changes with the day in which a
    draw begins.
    """
    volume = draws.volume * (1 + meter.error(draws.flow))
    volume = volume * np.maximum(1 + meter.repeatability * rng.standard_normal(volume.size), 0.0)
    day = draws.start.astype(int)
    steadiness = 1 + meter.unsteadiness * rng.standard_normal(int(day.max(initial=0)) + 1)
    rate = volume * np.maximum(steadiness, 0.0)[day] / draws.duration
    curve = Curve(start=draws.start, duration=draws.duration, rate=rate)
    return curve.at(times) + 24 * meter.creep * times


def _moments(first: np.datetime64, days: Array) -> Times:
    nanoseconds = np.round(days * _DAY_NS).astype("timedelta64[ns]")
    return np.asarray(first.astype("datetime64[ns]") + nanoseconds)
