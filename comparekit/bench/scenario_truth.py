"""What is true of a simulated log: the long run, the window, and every fault that was put into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from comparekit.bench.installed import SPARE, Registering
from comparekit.bench.log_rows import LogRow, Pair, rows_of
from comparekit.bench.passage import pass_through
from comparekit.bench.site import Visits
from comparekit.bench.slips import ROLES
from comparekit.stats.arrays import Array

if TYPE_CHECKING:
    from comparekit.bench.scenario import Scenario

LONG_RUN_DAYS = 10_000
_AT_ONCE = 4_000  # days that are simulated at a time
_READ_AT = 9.0  # hour at which telemetry is looked at for the day-to-day sigma


@dataclass(frozen=True, slots=True, kw_only=True)
class LongRun:
    """What a scenario's meters do in the long run, at this home, in this season.

    `deviation`: V_test / V_ref - 1 [1] of the registers, or of the base volumes where the log tells
    temperatures. `sigma`: day-to-day standard deviation of the difference at the visits [1]. `volume_cv`:
    of a day's volume [1]. `unregistered`: share of the volume that runs below each meter's starting flow
    [1], test and reference.
    """

    deviation: float
    sigma: float
    volume_cv: float
    unregistered: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectedFault:
    """One thing that is wrong with a log.

    Attributes
    ----------
    kind : str
        A slip of `comparekit.bench.slips`, or sticking, standstill, creep, conditions,
        temperature_drift, reverse_flow, clock_offset, clock_drift, clock_zone, clock_jump.
    role : str
        "test", "reference", or empty for both.
    rows : tuple of int
        Rows of the file, as Excel counts; of a fault that lasts, the first and the last it shows in.
    meant, written : str
        Of a slip: what should stand there, and what does.
    amount : float or None
        Volume that was lost, crept or ran backwards [unit]; shift of the error [1]; of clocks minutes, hours
        of the zone, or seconds a day.
    """

    kind: str
    role: str
    rows: tuple[int, ...]
    meant: str = ""
    written: str = ""
    amount: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioTruth:
    """What is true of one log.

    `volumes` [unit] are what both meters registered from the first to the last reading (telemetry: from
    the first to the last midnight), before rounding and slips; at base conditions where the log tells
    temperatures. `window_deviation` is their ratio less one, None without volume.
    """

    long_run: LongRun
    volumes: tuple[float, float]
    window_deviation: float | None
    faults: tuple[InjectedFault, ...]


def long_run_truth(scenario: Scenario, rng: np.random.Generator, *, days: int = LONG_RUN_DAYS) -> LongRun:
    """Simulate `days` days of a scenario's weeks, all on the dates of its log.

    The deviation comes from the error curves, so that scatter and reading do not blur it; what happens
    once only (a standstill, a slip) is no part of the long run.
    """
    per_week = scenario.days + 2 * SPARE
    weeks = max(_AT_ONCE // per_week, 1)
    parts = max(round(days / (weeks * per_week)), 1)
    totals, slow, blocks = np.zeros(2), np.zeros(2), []
    for _ in range(parts):
        calm = pass_through(_calm(scenario), rng, weeks=weeks)
        totals += [_total(one, weeks, scenario) for one in calm]
        slow += [_slow_share(one) / parts for one in calm]
        steady = replace(
            scenario,
            test=replace(scenario.test, standstill=None),
            reference=replace(scenario.reference, standstill=None),
        )
        blocks.append(_blocks(steady, pass_through(steady, rng, weeks=weeks), rng, weeks))
    deviation = float(totals[0] / totals[1] - 1)
    test, reference = (np.concatenate([part[k] for part in blocks]) for k in (0, 1))
    w = test - (1 + deviation) * reference
    return LongRun(
        deviation=deviation,
        sigma=float(np.sqrt((w**2).mean()) / reference.mean()),
        volume_cv=float(reference.std() / reference.mean()),
        unregistered=(float(slow[0]), float(slow[1])),
    )


def faults_of(scenario: Scenario, pair: Pair, rows: Sequence[LogRow]) -> tuple[InjectedFault, ...]:
    """What is wrong with registers, clocks and conditions, as it shows in the rows of a log."""
    found: list[InjectedFault] = []
    for place, one in enumerate(pair):
        role = ROLES[place]
        numbers = rows_of(rows, role)
        moments = np.array([row.moments[place] for row in rows if role in row.roles])
        whole = (numbers[0], numbers[-1])
        for kind, amount in _lasting(scenario, one):
            found.append(InjectedFault(kind=kind, role=role, rows=whole, amount=amount))
        found += _stuck(one, role, numbers, moments)
        clock = one.installed.clock
        for kind, amount in (
            ("clock_offset", clock.offset_min),
            ("clock_drift", clock.drift_s_per_day),
            ("clock_zone", clock.zone_h),
        ):
            if amount and scenario.telemetry:
                found.append(InjectedFault(kind=kind, role=role, rows=whole, amount=amount))
        after = [number for number, moment in zip(numbers, moments, strict=True) if moment >= clock.jump_day]
        if clock.jump_min and scenario.telemetry and after:
            jumped = (after[0], after[-1])
            found.append(InjectedFault(kind="clock_jump", role=role, rows=jumped, amount=clock.jump_min))
    if scenario.backflow is not None:
        volume = pair[0].draws.volume[_in_log(pair[0], scenario)]
        whole = (2, 1 + len(rows))
        turned = float(-volume[volume < 0].sum())
        found.append(InjectedFault(kind="reverse_flow", role="", rows=whole, amount=turned))
    return tuple(found)


def _calm(scenario: Scenario) -> Scenario:
    return replace(scenario, test=scenario.test.calm, reference=scenario.reference.calm)


def _total(one: Registering, weeks: int, scenario: Scenario) -> float:
    """Registered in all weeks [unit], sticking taken at its long-run share."""
    sticking = one.installed.sticking
    kept = 1 - (sticking.lost_share if sticking is not None else 0.0)
    counted = (one.comparable if scenario.conditions else one.counted).sum()
    return kept * float(counted + 24 * one.installed.meter.creep * weeks * one.length)


def _slow_share(one: Registering) -> float:
    volume, flow = np.abs(one.draws.volume), one.draws.flow
    return float(volume[flow < one.installed.meter.curve[0][0]].sum() / volume.sum())


def _blocks(scenario: Scenario, pair: Pair, rng: np.random.Generator, weeks: int) -> tuple[Array, Array]:
    """Daily increments of both, at visits as they are made."""
    shape = (weeks, scenario.days + 1)
    plan = scenario.reading
    hour, jitter, gap = (
        (plan.hour, plan.jitter, plan.gap) if isinstance(plan, Visits) else (_READ_AT, 0.0, 0.0)
    )
    first = np.arange(shape[1]) + hour / 24 + rng.uniform(-1, 1, shape) * jitter / 1440
    later = first + rng.uniform(0, 1, shape) * gap / 86_400
    week = np.arange(weeks)[:, None]
    test, reference = (
        np.diff(one.at(week, when, comparable=scenario.conditions), axis=1)
        for one, when in zip(pair, (first, later), strict=True)
    )
    return test, reference


def _in_log(one: Registering, scenario: Scenario) -> np.ndarray:
    return np.asarray((one.draws.start >= SPARE) & (one.draws.start < SPARE + scenario.days))


def _lasting(scenario: Scenario, one: Registering) -> list[tuple[str, float]]:
    """Kind and amount of what is wrong all the time."""
    installed, found = one.installed, []
    if installed.meter.creep:
        found.append(("creep", 24 * installed.meter.creep * scenario.days))
    if one.weather is None:
        return found
    here = _in_log(one, scenario)
    counted, comparable = float(one.counted[here].sum()), float(one.comparable[here].sum())
    if scenario.utility == "gas" and comparable > 0 and not np.allclose(one.counted, one.comparable):
        found.append(("conditions", counted / comparable - 1))
    if installed.temperature_coefficient:
        warmth = one.weather.at(one.draws.week[here], one.draws.start[here])
        shift = installed.temperature_coefficient * (warmth - 20.0)
        found.append(("temperature_drift", float(np.average(shift, weights=np.abs(one.draws.volume[here])))))
    return found


def _stuck(one: Registering, role: str, numbers: list[int], moments: Array) -> list[InjectedFault]:
    installed = one.installed
    order = np.argsort(moments, kind="stable")
    found = []
    for kind in ("sticking", "standstill"):
        if getattr(installed, kind) is None:
            continue
        free = one.free_of(kind).at(0, moments)
        behind = free - one.at(0, moments)
        change = np.abs(behind - behind[order[0]]) > 1e-9
        lost = float(behind[order[-1]] - behind[order[0]])
        shows = [number for number, stands in zip(numbers, change, strict=True) if stands]
        rows = (shows[0], shows[-1]) if shows else ()
        found.append(InjectedFault(kind=kind, role=role, rows=rows, amount=lost))
    return found
