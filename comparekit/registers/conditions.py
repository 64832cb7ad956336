"""Gas registers count at the conditions in the meter; base conditions make two of them comparable."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparekit.findings import Finding, Severity
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


def usable_conditions(
    test: tuple[Array | None, Array | None], reference: tuple[Array | None, Array | None]
) -> tuple[bool, tuple[Finding, ...]]:
    """Whether both registers can be brought to base conditions, and what stands in the way.

    Each argument is (temperature, gauge pressure) at the readings, None where nothing was written.
    Temperature is needed of both; pressure of both or of neither (then it is taken as equal).
    """
    sides = {"test": test, "reference": reference}
    known = {role: _complete(t) for role, (t, _) in sides.items()}
    if not any(t is not None for t, _ in sides.values()):
        return False, ()
    for role, complete in known.items():
        if not complete:
            return False, (Finding("conditions.incomplete", Severity.CAUTION, {"role": role}),)
    with_pressure = {role for role, (_, p) in sides.items() if _complete(p)}
    if len(with_pressure) == 1:
        (missing,) = set(sides) - with_pressure
        return False, (Finding("conditions.one_pressure", Severity.CAUTION, {"role": missing}),)
    return True, (Finding("conditions.applied", Severity.NOTE),)


def _complete(values: Array | None) -> bool:
    return values is not None and values.size > 0 and bool(np.isfinite(values).all())
