"""Gas registers count at the conditions in the meter; base conditions make two of them comparable."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from comparekit.findings import Finding, Severity
from comparekit.registers.clean import CleanRegister
from comparekit.stats.arrays import Array

_ZERO_C = 273.15  # [K]


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseConditions:
    """Base conditions, and the air pressure that a gauge reading is held against.

    `temperature_c` [deg C], `pressure_kpa` [kPa absolute], `atmosphere_kpa` [kPa absolute].
    """

    temperature_c: float
    pressure_kpa: float
    atmosphere_kpa: float


def base_factor(temperature_c: Array, gauge_kpa: Array, base: BaseConditions) -> Array:
    """Base volume of one unit of registered volume [1].

    Parameters
    ----------
    temperature_c : array
        Gas temperature in the meter [deg C].
    gauge_kpa : array
        Gauge pressure in the meter [kPa].
    base : BaseConditions
        What is converted to.

    Notes
    -----
    Ideal gas, ``(p_gauge + p_atm) / p_base * T_base / T``: at household pressure compressibility
    changes nothing that a register shows. One degree between two meters is 0.34 %, 200 Pa 0.2 %.
    """
    pressure = (gauge_kpa + base.atmosphere_kpa) / base.pressure_kpa
    return np.asarray(pressure * (_ZERO_C + base.temperature_c) / (_ZERO_C + temperature_c))


def to_base(cumulative: Array, temperature_c: Array, gauge_kpa: Array, base: BaseConditions) -> Array:
    """Cumulative register at base conditions; each increment takes the mean factor of its two ends."""
    factor = base_factor(temperature_c, gauge_kpa, base)
    increments = np.diff(cumulative) * 0.5 * (factor[:-1] + factor[1:])
    return np.concatenate([cumulative[:1], cumulative[0] + np.cumsum(increments)])


def at_base_conditions(
    test: CleanRegister, reference: CleanRegister, base: BaseConditions
) -> tuple[CleanRegister, CleanRegister, tuple[Finding, ...]]:
    """Both registers at base conditions, or both as they are, and why.

    Temperature is needed at every reading of both; pressure of both or of neither (then it is taken
    as equal). Half a correction would be worse than none.

    Returns
    -------
    CleanRegister, CleanRegister, tuple of Finding
        Findings: conditions.applied, conditions.incomplete, conditions.one_pressure.
    """
    both = (test, reference)
    if all(register.temperature_c is None for register in both):
        return test, reference, ()
    for register in both:
        if not _complete(register.temperature_c):
            details = {"role": register.role}
            return test, reference, (Finding("conditions.incomplete", Severity.CAUTION, details),)
    pressed = [_complete(register.pressure_kpa) for register in both]
    if pressed[0] != pressed[1]:
        details = {"role": both[pressed.index(False)].role}
        return test, reference, (Finding("conditions.one_pressure", Severity.CAUTION, details),)
    first, second = (_corrected(register, base, with_pressure=all(pressed)) for register in both)
    return first, second, (Finding("conditions.applied", Severity.NOTE),)


def _corrected(register: CleanRegister, base: BaseConditions, *, with_pressure: bool) -> CleanRegister:
    assert register.temperature_c is not None
    gauge = register.pressure_kpa if with_pressure else None
    pressure = np.zeros(register.times.size) if gauge is None else gauge
    # The steps stay those that were read: a few percent of a rounding error change nothing.
    cumulative = to_base(register.cumulative, register.temperature_c, pressure, base)
    return replace(register, cumulative=cumulative)


def _complete(values: Array | None) -> bool:
    return values is not None and values.size > 0 and bool(np.isfinite(values).all())
