"""Rows of a log, as people or telemetry write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np

from comparekit.bench.climate import told_conditions
from comparekit.bench.installed import Registering
from comparekit.bench.logs import digits
from comparekit.bench.site import Visits
from comparekit.bench.slips import ROLES, Slipped, Visit, make_slips
from comparekit.stats.arrays import Array

if TYPE_CHECKING:
    from comparekit.bench.scenario import Reports, Scenario

Pair = tuple[Registering, Registering]
FIRST_ROW = 2  # as Excel counts: the titles are row 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One row: a visit with both readings, or one reading; test first, None for the meter not in it.

    `time` is local as written; `temperature` and `pressure` are texts, empty where not written; `moments`
    [d since the first midnight] is when the meters were truly read, which no log tells.
    """

    time: datetime
    shown: tuple[str | None, str | None]
    moments: tuple[float, float]
    temperature: tuple[str, str] = ("", "")
    pressure: tuple[str, str] = ("", "")

    @property
    def roles(self) -> tuple[str, ...]:
        """Whose readings it holds."""
        return tuple(role for role, text in zip(ROLES, self.shown, strict=True) if text is not None)


def rows_of(rows: Sequence[LogRow], role: str) -> list[int]:
    """Numbers, as Excel counts, of the rows with a reading of `role`."""
    return [FIRST_ROW + k for k, row in enumerate(rows) if role in row.roles]


def visit_rows(
    scenario: Scenario, plan: Visits, pair: Pair, rng: np.random.Generator
) -> tuple[list[LogRow], list[tuple[Slipped, tuple[int, ...]]]]:
    """What people write on their visits, with their slips, and the rows in which those stand.

    A visit that was forgotten has no row: it is given the row that stands in its place.
    """
    jitter = rng.uniform(-1, 1, scenario.days + 1) * plan.jitter / 1440
    first = np.arange(scenario.days + 1) + plan.hour / 24 + jitter
    moments = (first, first + rng.uniform(0, 1, first.size) * plan.gap / 86_400)
    shown = [_shown(one, when) for one, when in zip(pair, moments, strict=True)]
    met = [
        Visit(number=k + 1, time=_stamp(scenario, first[k], 60), shown=(shown[0][k], shown[1][k]))
        for k in range(first.size)
    ]
    written, slipped = make_slips(met, scenario.slips, rng)
    told = [_told(scenario, one, when) for one, when in zip(pair, moments, strict=True)]
    each = 1 if scenario.layout == "wide" else 2
    rows: list[LogRow] = []
    for visit in written:
        k = visit.number - 1
        both = LogRow(
            time=visit.time,
            shown=visit.shown,
            moments=(float(moments[0][k]), float(moments[1][k])),
            temperature=(told[0][0][k], told[1][0][k]),
            pressure=(told[0][1][k], told[1][1][k]),
        )
        late = _stamp(scenario, moments[1][k], 60) - met[k].time
        rows += [both] if each == 1 else _split(both, late)
    numbers = [visit.number for visit in written]
    places = []
    for slip in slipped:
        at = FIRST_ROW + each * sum(number < slip.visit for number in numbers)
        here = {"test": (at,), "reference": (at + each - 1,)}.get(slip.role, tuple(range(at, at + each)))
        places.append((slip, (at,) if slip.kind == "forgotten" else here))
    return rows, places


def report_rows(scenario: Scenario, plan: Reports, pair: Pair, rng: np.random.Generator) -> list[LogRow]:
    """What telemetry reports: all readings of the test meter, then all of the reference meter."""
    rows = []
    middle = scenario.days / 2
    for place, one in enumerate(pair):
        clock = one.installed.clock
        phase = 0.0 if plan.on_the_hour else rng.uniform(0, plan.interval_min)
        ends = clock.shown_before_jump(np.array([0.0, float(scenario.days)]), middle) * 1440
        first = np.ceil((ends[0] - phase) / plan.interval_min - 1e-9)
        due = phase + plan.interval_min * np.arange(first, np.ceil((ends[1] - phase) / plan.interval_min))
        stamps = (due + rng.uniform(0, plan.jitter_min, due.size)) / 1440
        stamps = stamps[rng.random(stamps.size) >= plan.loss]
        moments = clock.moment(stamps, middle)
        shown = _shown(one, moments)
        stamps = clock.stamp(moments, middle)
        temperature, pressure = _told(scenario, one, moments)
        for k, moment in enumerate(moments):
            row = LogRow(
                time=_stamp(scenario, stamps[k], 1),
                shown=(shown[k], shown[k]),
                moments=(float(moment), float(moment)),
                temperature=(temperature[k], temperature[k]),
                pressure=(pressure[k], pressure[k]),
            )
            rows.append(_only(row, place, timedelta()))
    return rows


def _shown(one: Registering, moments: Array) -> list[str]:
    register = one.installed.register
    passed = one.at(0, moments) - one.at(0, np.zeros(1))
    return digits(register, register.show(passed[None, :], np.array([one.installed.start]))[0])


def _told(scenario: Scenario, one: Registering, moments: Array) -> tuple[list[str], list[str]]:
    warmth = one.temperature(moments) if scenario.conditions else None
    if warmth is None:
        return [""] * moments.size, [""] * moments.size
    installed = one.installed
    if scenario.utility != "gas":
        return [f"{value:.1f}" for value in warmth], [""] * moments.size
    warmth, gauge = told_conditions(warmth, installed.pressure_kpa, installed.compensation)
    return [f"{value:.1f}" for value in warmth], [f"{gauge:.2f}"] * moments.size


def _stamp(scenario: Scenario, day: float, step_s: int) -> datetime:
    seconds = step_s * round(float(day) * 86_400 / step_s)
    return datetime.combine(scenario.first_day, time()) + timedelta(seconds=seconds)


def _split(both: LogRow, late: timedelta) -> list[LogRow]:
    return [_only(both, 0, timedelta()), _only(both, 1, late)]


def _only(row: LogRow, place: int, late: timedelta) -> LogRow:
    shown, temperature, pressure = row.shown[place], row.temperature[place], row.pressure[place]
    other = (None, shown) if place else (shown, None)
    return LogRow(
        time=row.time + late,
        shown=other,
        moments=row.moments,
        temperature=("", temperature) if place else (temperature, ""),
        pressure=("", pressure) if place else (pressure, ""),
    )
