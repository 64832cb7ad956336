"""Before anyone starts: can this week show anything, and how many days would settle the matter?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comparekit.decisions.rules import limits_of, permitted_bounds
from comparekit.protocol import SeriesProtocol
from comparekit.stats.looks import FIRST_LOOK
from comparekit.stats.prospect import HORIZON
from comparekit.studies.planning_course import MARKS, Course
from comparekit.studies.planning_result import (
    CanShow,
    CurvePoint,
    Measure,
    Needed,
    PlannedWeek,
    SeriesPlanResult,
)
from comparekit.studies.planning_rules import FIXED
from comparekit.studies.planning_weeks import DAY_TO_DAY, Setup
from comparekit.studies.series_monitoring import PLANNED_LOOKS
from comparekit.studies.truth_rate import truth_rate

RULES = ("fixed", "daily")
SEED = 20_250_506

_WEEKS = 1000  # a chance of 0.8 within 0.013
_MEASURE_WEEKS = 500  # measures are compared on the same weeks, so their differences are surer than that
_WORTH = 0.9  # a measure counts as help when it saves a tenth of the days
_LOWEST_POWER, _HIGHEST_POWER = 0.5, 0.99


def plan_series(
    *,
    test_step: float,
    reference_step: float,
    daily_use: float,
    protocol: SeriesProtocol,
    deviation: float = 0.0,
    power: float = 0.8,
    sigma: float | None = None,
    rule: str = FIXED,
    horizon: int = 120,
    seed: int = SEED,
    assumptions: tuple[str, ...] = (),
) -> SeriesPlanResult:
    """Days and volume that settle the verdict about a true deviation.

    The verdict is settled when it is *agree* or *deviate*. The intervals are those the model really
    gives: weeks of this house are drawn and put through `fit_deviation`, because the width of the
    interval depends on the days and no formula knows it beforehand.

    Parameters
    ----------
    test_step, reference_step : float
        Resolution of the readings to come [unit of the protocol], > 0.
    daily_use : float
        Mean use of a day [unit], > 0.
    protocol : SeriesProtocol
        Tolerance, planned days, time between the two readings.
    deviation : float
        True deviation of the pair [1], > -1. Zero plans for two meters that run alike; for an accusation
        give the difference that matters.
    power : float
        Wanted chance of a settled verdict, 0.5 to 0.99 [1].
    sigma : float, optional
        Standard deviation from day to day of the meters and the mix of flows [1]; what passes between
        the two readings comes on top. None: that of two sound meters.
    rule : str
        "fixed" or "daily": by which of the two the best measure is chosen. Both are always planned.
    horizon : int
        Days after which the answer is "never", from the planned number of days to 366.
    seed : int
        The same arguments and seed give the same plan.
    assumptions : tuple of str
        What was taken for granted, to be carried along.

    Returns
    -------
    SeriesPlanResult
        Read `can_show` first. It misleads where the house is used unlike assumed, and where the meters
        are worn: at low flow these differ by 0.8 % from day to day (tests/validation/README.md); then
        give `sigma`.

    Raises
    ------
    ValueError
        An argument outside its range.
    """
    sigma = DAY_TO_DAY if sigma is None else sigma
    _check(
        test_step=test_step,
        reference_step=reference_step,
        daily_use=daily_use,
        deviation=deviation,
        power=power,
        sigma=sigma,
        rule=rule,
        horizon=(horizon, max(protocol.plan.blocks, FIRST_LOOK)),
    )
    setup = Setup(
        protocol=protocol,
        blocks=protocol.plan.blocks,
        volume=daily_use,
        test_step=test_step,
        reference_step=reference_step,
        sigma=sigma,
        gap_s=protocol.plan.reading_gap_s,
        rule=PLANNED_LOOKS if protocol.plan.looks else FIXED,
    )
    on_bound = bool(np.isclose(deviation, (protocol.tolerance.low, protocol.tolerance.high), atol=1e-9).any())
    course = _course(setup, deviation, seed, horizon, _WEEKS)
    fixed, daily = _both(course, power, daily_use, on_bound, (None, None))
    week = _week(course, setup, power, seed)
    can_show = _can_show(week, power)
    measures = _measures(setup, deviation, power, seed, horizon, on_bound, fixed, daily)
    return SeriesPlanResult(
        protocol=protocol,
        test_step=test_step,
        reference_step=reference_step,
        daily_use=daily_use,
        deviation=deviation,
        power=power,
        sigma=sigma,
        rule=rule,
        horizon=horizon,
        can_show=can_show,
        fixed=fixed,
        daily=daily,
        week=week,
        measures=measures,
        best=None if can_show is CanShow.ENOUGH else _best(measures, rule),
        curve=_curve(course, power, daily_use, protocol.plan.blocks, (fixed.days, daily.days)),
        weeks=_WEEKS,
        seed=seed,
        assumptions=assumptions,
    )


def _course(setup: Setup, deviation: float, seed: int, horizon: int, weeks: int) -> Course:
    return Course(setup, deviation, np.random.default_rng(seed), horizon=horizon, most=weeks)


def _both(
    course: Course, power: float, daily_use: float, on_bound: bool, until: tuple[int | None, int | None]
) -> tuple[Needed, Needed]:
    if on_bound:
        never = Needed(days=None, volume=None, reason="tolerance")
        return never, never
    return (
        _needed(course.days_fixed(power, until[0]), daily_use),
        _needed(course.days_daily(power, until[1]), daily_use),
    )


def _needed(days: int | None, daily_use: float) -> Needed:
    if days is None:
        return Needed(days=None, volume=None, reason="horizon")
    return Needed(days=days, volume=days * daily_use)


def _week(course: Course, setup: Setup, power: float, seed: int) -> PlannedWeek:
    side = course.side(setup.blocks, FIXED, power)
    return PlannedWeek(
        days=setup.blocks,
        volume=setup.blocks * setup.volume,
        settled=side.settled,
        half_width=side.half_width,
        detectable=side.detectable,
        truth=truth_rate(setup, seed=seed),
    )


def _can_show(week: PlannedWeek, power: float) -> CanShow:
    if week.settled >= power:
        return CanShow.ENOUGH
    protocol = week.truth.setup.protocol
    _, most = permitted_bounds(*limits_of(protocol)[:2])
    return CanShow.SHORT if week.detectable is not None and week.detectable < most else CanShow.BLIND


def _measures(
    setup: Setup,
    deviation: float,
    power: float,
    seed: int,
    horizon: int,
    on_bound: bool,
    fixed: Needed,
    daily: Needed,
) -> tuple[Measure, ...]:
    finer = replace(setup, test_step=setup.test_step / 10, reference_step=setup.reference_step / 10)
    more = replace(setup, volume=2 * setup.volume)
    ways = []
    for kind, other in (("finer", finer), ("draw", more)):
        course = _course(other, deviation, seed, horizon, _MEASURE_WEEKS)
        # Neither can take longer than going on as planned: where it seems to, that is simulation error.
        found = _both(course, power, other.volume, on_bound, (fixed.days, daily.days))
        bounded = [
            own if own.days is not None or plain.days is None else _needed(plain.days, other.volume)
            for own, plain in zip(found, (fixed, daily), strict=True)
        ]
        ways.append(_measure(kind, other, bounded[0], bounded[1]))
    return (ways[0], _measure("longer", setup, fixed, daily), ways[1])


def _measure(kind: str, setup: Setup, fixed: Needed, daily: Needed) -> Measure:
    return Measure(
        kind=kind,
        test_step=setup.test_step,
        reference_step=setup.reference_step,
        daily_use=setup.volume,
        fixed=fixed,
        daily=daily,
    )


def _best(measures: tuple[Measure, ...], rule: str) -> str | None:
    """The measure with the fewest days; going on as planned unless another saves something."""
    days = {m.kind: m.fixed.days if rule == FIXED else m.daily.days for m in measures}
    longer = days.pop("longer")
    reached = {kind: n for kind, n in days.items() if n is not None}
    if not reached:
        return None if longer is None else "longer"
    kind = min(reached, key=lambda k: reached[k])
    return kind if longer is None or reached[kind] <= _WORTH * longer else "longer"


def _curve(
    course: Course, power: float, daily_use: float, planned: int, needed: tuple[int | None, int | None]
) -> tuple[CurvePoint, ...]:
    """Up to where both rules are settled, at least twice the plan, at most the horizon."""
    known = [n for n in needed if n is not None]
    last = max(2 * planned, *known) if len(known) == len(needed) else course.horizon
    last = min(last, course.horizon)
    days = sorted({m for m in MARKS if m <= last} | {planned, last, *known})
    return tuple(
        CurvePoint(
            days=n,
            volume=n * daily_use,
            fixed=course.side(n, FIXED, power),
            daily=course.side(n, "daily", power),
        )
        for n in days
    )


def _check(
    *,
    test_step: float,
    reference_step: float,
    daily_use: float,
    deviation: float,
    power: float,
    sigma: float,
    rule: str,
    horizon: tuple[int, int],
) -> None:
    above_zero = {"test_step": test_step, "reference_step": reference_step, "daily_use": daily_use}
    for name, value in above_zero.items():
        if not (np.isfinite(value) and value > 0):
            raise ValueError(f"{name}: a finite number above zero, not {value!r}")
    if not (np.isfinite(deviation) and deviation > -1):
        raise ValueError(f"deviation: a finite fraction above -1, not {deviation!r}")
    if not _LOWEST_POWER <= power <= _HIGHEST_POWER:
        raise ValueError(f"power: from {_LOWEST_POWER} to {_HIGHEST_POWER}, not {power!r}")
    if not (np.isfinite(sigma) and sigma >= 0):
        raise ValueError(f"sigma: a finite fraction, not below zero, not {sigma!r}")
    if rule not in RULES:
        raise ValueError(f"rule: one of {RULES}, not {rule!r}")
    days, least = horizon
    if not least <= days <= HORIZON:
        raise ValueError(f"horizon: from {least} to {HORIZON} days, not {days!r}")
