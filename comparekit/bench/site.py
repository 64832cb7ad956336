"""Two meters in series at a household, visited once a day: what has passed, and what is read."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from comparekit.bench.household import Draws, Household, draw_water
from comparekit.bench.meters import BenchMeter
from comparekit.stats.arrays import Array

_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """When people read: about the same hour every day, one register after the other.

    `hour` of the day, `jitter` [min] either way, `gap` [s] between the two registers at most
    (uniform, test register first).
    """

    hour: float = 9.0
    jitter: float = 20.0
    gap: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What the meters had registered at each visit, before any register rounds it.

    Attributes
    ----------
    test, reference : array, shape (weeks, days + 1)
        Registered volume since the first midnight [m3].
    times : array, shape (weeks, days + 1)
        Time of the test reading [days since the first midnight].
    """

    test: Array
    reference: Array
    times: Array


def run_site(
    household: Household,
    test: BenchMeter,
    reference: BenchMeter,
    rng: np.random.Generator,
    *,
    weeks: int,
    days: int,
    visits: Visits | None = None,
) -> Passed:
    """Let `weeks` independent weeks of `days` blocks pass through both meters.

    Returns
    -------
    Passed
        At days + 1 visits. The same weeks can then be shown by registers of any step.
    """
    plan = Visits() if visits is None else visits
    draws = draw_water(household, rng, weeks=weeks, days=days + 1)
    jitter = rng.uniform(-1, 1, (weeks, days + 1)) * plan.jitter / 1440
    times = np.arange(days + 1) + plan.hour / 24 + jitter
    later = times + rng.uniform(0, 1, times.shape) * plan.gap / _SECONDS
    return Passed(
        test=_registered(draws, test, times, rng),
        reference=_registered(draws, reference, later, rng),
        times=times,
    )


def _registered(draws: Draws, meter: BenchMeter, times: Array, rng: np.random.Generator) -> Array:
    weeks, visits = times.shape
    error = meter.error(draws.flow)
    volume = draws.volume * (1 + error)
    scatter = 1 + meter.repeatability * rng.standard_normal(volume.size)
    volume = volume * np.maximum(scatter, 0.0)
    # Visits come once a day: a draw lies before or after the visit of its own calendar day.
    day = draws.start.astype(int)
    block = day + (draws.start >= times[draws.week, day])
    until = np.where(block < visits, times[draws.week, np.minimum(block, visits - 1)], np.inf)
    late = np.clip((draws.start + draws.duration - until) / draws.duration, 0.0, 1.0)
    cell = draws.week * (visits + 2) + block
    size = weeks * (visits + 2)
    passed = np.bincount(cell, volume * (1 - late), size) + np.bincount(cell + 1, volume * late, size)
    blocks = passed.reshape(weeks, visits + 2)[:, :visits]
    steadiness = 1 + meter.unsteadiness * rng.standard_normal(blocks.shape)
    return np.cumsum(blocks * np.maximum(steadiness, 0.0), axis=1) + 24 * meter.creep * times


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchRegister:
    """A register that shows whole steps and starts over at its modulus (both [m3])."""

    step: float
    modulus: float = 10_000.0

    def show(self, passed: Array, start: Array | float = 0.0) -> Array:
        """Readings [m3] after `passed` has been registered on top of `start`; truncated."""
        # The small share of a step keeps a value that lies on a step from falling below it.
        steps = np.floor((passed + np.asarray(start)[..., None]) / self.step + 1e-6)
        return np.asarray(np.mod(steps * self.step, self.modulus))


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a simulation knows and a comparison must find.

    `deviation`: long-run V_test / V_ref - 1 [1]. `sigma`: day-to-day standard deviation of the
    difference at the visits as they are made, sqrt(E[w**2]) / E[v] [1]: scatter of the meters, flow
    mix, and what passes between the two readings. `volume_cv`: of a block's volume [1].
    """

    deviation: float
    sigma: float
    volume_cv: float


def long_run(
    household: Household,
    test: BenchMeter,
    reference: BenchMeter,
    rng: np.random.Generator,
    *,
    days: int = 20_000,
    visits: Visits | None = None,
) -> Truth:
    """Long-run deviation and day-to-day sigma of two meters at this household.

    The deviation comes from the curves alone, so that scatter and reading do not blur it.
    """
    curves = [replace(meter, repeatability=0.0, unsteadiness=0.0) for meter in (test, reference)]
    weeks = max(days // 50, 1)
    exact = Visits(gap=0.0, jitter=0.0)
    calm = run_site(household, curves[0], curves[1], rng, weeks=weeks, days=50, visits=exact)
    deviation = float(np.diff(calm.test).sum() / np.diff(calm.reference).sum() - 1)
    real = run_site(household, test, reference, rng, weeks=weeks, days=50, visits=visits)
    v = np.diff(real.reference)
    w = np.diff(real.test) - (1 + deviation) * v
    return Truth(
        deviation=deviation,
        sigma=float(np.sqrt((w**2).mean()) / v.mean()),
        volume_cv=float(v.std() / v.mean()),
    )
