"""A run of the bench that visitors play with: what the registers show, and what may be said day by day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from comparekit.bench.curve import Curve
from comparekit.bench.household import Draws, draw_water
from comparekit.bench.installed import SPARE, InstalledMeter, Registering, register_draws
from comparekit.bench.open_day import HOMES, NEW_METER, OLD, Condition, OpenDayChoice
from comparekit.bench.site import BenchRegister
from comparekit.decisions.rules import tolerance_interval
from comparekit.decisions.verdict import decide
from comparekit.findings import disqualifies
from comparekit.protocol import SeriesProtocol
from comparekit.readings.register import RegisterSeries
from comparekit.stats.arrays import Array
from comparekit.stats.interval import Interval
from comparekit.studies.series import compare_series
from comparekit.studies.series_result import SeriesResult

#: Pictures a day: a quarter of an hour each.
FRAMES = 96

#: Finest thing the drums are drawn to [m3]: a tenth of the last digit, so that it is seen to turn.
DRAWN_TO = 0.0001

_FIRST_DAY = date(2025, 5, 6)
_HOUR = 9.0  # at which the taps are opened, and both registers are read every day, at the same moment
_START = np.datetime64("2025-05-06T01:00", "ns")  # the same hour, UTC
_DAY = np.timedelta64(86_400_000_000_000, "ns")
_WRITTEN = "transcription."  # findings about what people write down
_MODULUS = 100_000.0  # five black drums [m3]
_OLD_STOOD, _NEW_STOOD = (400.0, 3000.0), (0.5, 9.0)  # what the registers may show at the start [m3]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OpenDayRun:
    """One run, whole.

    Attributes
    ----------
    choice : OpenDayChoice
        What was asked for.
    old, new : int array, shape (days * FRAMES + 1,)
        What each register shows at every frame, in units of `DRAWN_TO`.
    flow : array, shape (days * FRAMES,)
        Mean flow between two frames [m3/h].
    readings : pair of arrays, shape (days + 1,)
        What is read off the old and the new register at the start and after each day [m3].
    results : tuple of SeriesResult
        What may be said after each day, 1 to `days`, by somebody who looks every day.
    intervals : tuple of Interval
        The 95 % interval under daily looks after each day [1], on which its verdict rests.
    truth : float
        Long-run deviation [1].
    """

    choice: OpenDayChoice
    old: np.ndarray = field(repr=False)
    new: np.ndarray = field(repr=False)
    flow: Array = field(repr=False)
    readings: tuple[Array, Array] = field(repr=False)
    results: tuple[SeriesResult, ...] = field(repr=False)
    intervals: tuple[Interval, ...] = field(repr=False)
    truth: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Course:
    """Registers before they are read; shapes as in `OpenDayRun`, volumes [m3]."""

    old: Array
    new: Array
    flow: Array


def run_open_day(choice: OpenDayChoice, protocol: SeriesProtocol) -> OpenDayRun:
    """Let the water of so many days run through both meters, and compare after each of them.

    Parameters
    ----------
    choice : OpenDayChoice
        Meters, home, reading, length and seed; they decide everything. The same seed gives the same draws
        whatever the meters.
    protocol : SeriesProtocol
        The rules; of days, for water.
    """
    course = _course(choice)
    readings = (_read(course.old, choice.step), _read(course.new, choice.step))
    results = tuple(_after(day, readings, choice.step, protocol) for day in range(1, choice.days + 1))
    return OpenDayRun(
        choice=choice,
        old=_drawn(course.old),
        new=_drawn(course.new),
        flow=course.flow,
        readings=readings,
        results=results,
        intervals=tuple(result.deciding_interval for result in results),
        truth=choice.truth,
    )


def last_result(choice: OpenDayChoice, protocol: SeriesProtocol) -> SeriesResult:
    """What `run_open_day` says after the last day, alone."""
    course = _course(choice)
    readings = (_read(course.old, choice.step), _read(course.new, choice.step))
    return _after(choice.days, readings, choice.step, protocol)


def _course(choice: OpenDayChoice) -> _Course:
    # One source of chance each: another meter must not change what the home draws.
    home, old, new = (np.random.default_rng([choice.seed, k]) for k in range(3))
    length = choice.days + 2 * SPARE
    draws = draw_water(HOMES[choice.home], home, weeks=1, days=length)
    stood = home.uniform(*_OLD_STOOD), home.uniform(*_NEW_STOOD)
    times = np.arange(choice.days * FRAMES + 1) / FRAMES + _HOUR / 24
    registered = [
        _registered(_installed(condition, start), draws, rng, length, times)
        for condition, start, rng in (
            (OLD[choice.old], stood[0], old),
            (NEW_METER[choice.new], stood[1], new),
        )
    ]
    taps = Curve(start=draws.start - SPARE, duration=draws.duration, rate=draws.volume / draws.duration)
    flow = np.diff(taps.at(times)) * FRAMES / 24
    return _Course(old=registered[0], new=registered[1], flow=np.maximum(flow, 0.0))


def _installed(condition: Condition, start: float) -> InstalledMeter:
    return InstalledMeter(
        meter_id="",
        meter=condition.meter,
        register=BenchRegister(step=DRAWN_TO, modulus=_MODULUS),
        start=start,
        sticking=condition.sticking,
    )


def _registered(
    installed: InstalledMeter, draws: Draws, rng: np.random.Generator, length: int, times: Array
) -> Array:
    """What the register stands at [m3] at each of `times` [d], before anything is rounded."""
    passing: Registering = register_draws(
        installed, draws, rng, utility="water", first_day=_FIRST_DAY, weeks=1, length=length
    )
    passed = passing.at(0, times)
    return np.asarray(installed.start + passed - passed[0])


def _drawn(stands: Array) -> np.ndarray:
    return np.round(BenchRegister(step=DRAWN_TO, modulus=_MODULUS).show(stands) / DRAWN_TO).astype(int)


def _read(stands: Array, step: float) -> Array:
    """Readings after each day, truncated to `step` [m3]: digits that stand there, as people read them."""
    shown = BenchRegister(step=step, modulus=_MODULUS).show(stands[::FRAMES])
    return np.asarray(np.round(shown, 3))


def _after(day: int, readings: tuple[Array, Array], step: float, protocol: SeriesProtocol) -> SeriesResult:
    times = _START + np.arange(day + 1) * _DAY
    old, new = (
        RegisterSeries(times, shown[: day + 1], resolution=step, rollover=_MODULUS) for shown in readings
    )
    # They look every day, so no day is the one look at the planned end.
    result = compare_series(old, new, protocol, judged_before=True)
    # Nobody wrote these digits down, so nobody can have written them down wrongly.
    findings = tuple(f for f in result.findings if not f.code.startswith(_WRITTEN))
    verdict = decide(
        result.deciding_interval, tolerance_interval(protocol), disqualified=disqualifies(findings)
    )
    return replace(result, findings=findings, verdict=verdict)
