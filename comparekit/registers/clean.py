"""From readings as written to a cumulative register: the order of the steps."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparekit.findings import Finding, Severity
from comparekit.readings.log import Event
from comparekit.readings.register import RegisterSeries, Times
from comparekit.registers.exchange import Exchanges, find_exchanges
from comparekit.registers.resolution import infer_resolution
from comparekit.registers.rollover import Contexts, unwrap
from comparekit.stats.arrays import Array
from comparekit.units import find_unit

_HOUR = np.timedelta64(3_600_000_000_000, "ns")
_NOW = np.timedelta64(0, "ns")

Order = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanRegister:
    """A register in time order, in the base unit, unwrapped.

    Attributes
    ----------
    times : array of datetime64, shape (n,)
        UTC, strictly rising.
    cumulative : array, shape (n,)
        Readings [base unit] on which a rollover has been undone.
    shown : array, shape (n,)
        The same readings as the register showed them [base unit].
    steps : array, shape (n,)
        Resolution of each reading [base unit].
    segment : int array, shape (n,)
        Which physical meter a reading belongs to: counts up at every recorded exchange.
    temperature_c, pressure_kpa : array, shape (n,), or None
        Temperature [deg C] and gauge pressure [kPa] in the meter, NaN where unknown.
    flow : array, shape (n,), or None
        Flow set for the run that ends with each reading [m3/h; A], NaN where none was.
    stamp_s : float
        Step of the written times [s], 0 where they are exact.
    """

    role: str
    meter_id: str
    unit: str
    times: Times
    cumulative: Array
    shown: Array
    steps: Array
    resolution_given: bool
    rows: NDArray[np.int64] | None
    visit: NDArray[np.int64] | None
    date_only: NDArray[np.bool_] | None
    segment: NDArray[np.intp]
    temperature_c: Array | None
    pressure_kpa: Array | None
    flow: Array | None
    stamp_s: float

    def since(self, moment: np.datetime64) -> CleanRegister:
        """The same register from `moment` (UTC) on."""
        later = self.times >= moment
        arrays: dict[str, Any] = {
            name: value[later]
            for name in (field.name for field in fields(self))
            if isinstance(value := getattr(self, name), np.ndarray)
        }
        return replace(self, **arrays)


def clean_register(
    series: RegisterSeries, *, role: str, overload_flow: float, events: tuple[Event, ...] = ()
) -> tuple[CleanRegister, tuple[Finding, ...]]:
    """Order, resolution, unit, exchange, rollover: one register made trustworthy.

    Parameters
    ----------
    series : RegisterSeries
        At least one reading.
    role : str
        "test" or "reference", for the findings.
    overload_flow : float
        Largest possible flow [base unit/h].
    events : tuple of Event
        Of the log: its exchanges of this meter.

    Returns
    -------
    CleanRegister, tuple of Finding
        Findings: registers.disordered, registers.repeated, resolution.weak, resolution.mixed,
        registers.exchange, registers.exchange_incomplete, registers.rollover, registers.backward.
    """
    order, findings = _in_order(series, role)
    unit = find_unit(series.unit)
    assert unit is not None  # RegisterSeries admits known units only
    steps, doubts = _steps(series, order, role)
    times = series.times[order]
    readings = series.readings[order]
    exchanges, changed = find_exchanges(times, readings, events, role=role, meter_id=series.meter_id)
    factor = unit.factor * series.multiplier
    shown = readings * factor
    cumulative = np.empty_like(shown)
    falls: list[Finding] = []
    carried = 0.0
    for number, index in enumerate(_segments(exchanges)):
        carried += exchanges.jump[number - 1] * factor if number else 0.0
        part, found = unwrap(
            shown[index],
            np.diff(times[index]) / _HOUR,
            modulus=None if series.rollover is None else series.rollover * factor,
            overload_flow=overload_flow,
            step=steps[index] * factor,
            contexts=_contexts(series, role, order[index]),
        )
        cumulative[index] = part + carried
        carried += float(part[-1] - shown[index][-1]) if part.size else 0.0
        falls.extend(found)
    return CleanRegister(
        role=role,
        meter_id=series.meter_id,
        unit=unit.base,
        times=times,
        cumulative=cumulative,
        shown=shown,
        steps=steps * factor,
        resolution_given=series.resolution is not None,
        rows=_pick(series.rows, order),
        visit=_pick(series.visit, order),
        date_only=_pick(series.date_only, order),
        segment=exchanges.segment,
        temperature_c=_pick(series.temperature_c, order),
        pressure_kpa=_pick(series.pressure_kpa, order),
        flow=_pick(series.flow, order),
        stamp_s=series.stamp_s or 0.0,
    ), (*findings, *doubts, *changed, *falls)


def _segments(exchanges: Exchanges) -> list[Order]:
    """Indices of the readings of each physical meter, one after the other."""
    return [np.flatnonzero(exchanges.segment == k) for k in range(len(exchanges.jump) + 1)]


def _in_order(series: RegisterSeries, role: str) -> tuple[Order, list[Finding]]:
    """Indices in order of time without repeats, and what was out of place."""
    findings = []
    falls = np.flatnonzero(np.diff(series.times) < _NOW)
    if falls.size:
        details = _context(series, role, int(falls[0]) + 1)
        findings.append(Finding("registers.disordered", Severity.CAUTION, details))
    order = np.argsort(series.times, kind="stable")
    repeated = np.flatnonzero(np.diff(series.times[order]) == _NOW) + 1
    for index in repeated:
        details = _context(series, role, int(order[index]))
        if series.readings[order[index]] == series.readings[order[index - 1]]:
            findings.append(Finding("registers.repeated", Severity.NOTE, details))
        else:
            findings.append(Finding("registers.contradictory", Severity.DISQUALIFYING, details))
    return np.delete(order, repeated), findings


def _steps(series: RegisterSeries, order: Order, role: str) -> tuple[Array, list[Finding]]:
    """Resolution of each reading in the series' own unit: as given, else inferred from the digits."""
    details: dict[str, object] = {"role": role, "meter_id": series.meter_id}
    if series.resolution is None:
        guess = infer_resolution(series.readings, series.decimals)
        details |= {"step": guess.step, "unit": series.unit, "digits": guess.distinct_digits}
        weak = [Finding("resolution.weak", Severity.CAUTION, details)] if guess.weak else []
        return np.full(order.size, guess.step), weak
    steps = series.steps()[order]
    mixed = steps.size > 0 and steps.max() > steps.min()
    return steps, [Finding("resolution.mixed", Severity.NOTE, details)] if mixed else []


def _context(series: RegisterSeries, role: str, index: int) -> dict[str, object]:
    row = None if series.rows is None else int(series.rows[index])
    return {"role": role, "meter_id": series.meter_id, "row": row}


def _contexts(series: RegisterSeries, role: str, places: Order) -> Contexts:
    return lambda k: _context(series, role, int(places[k]))


def _pick(extra: NDArray[Any] | None, order: Order) -> NDArray[Any] | None:
    return None if extra is None else extra[order]
