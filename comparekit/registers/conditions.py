"""Gas registers count at the conditions in the meter; base conditions make two of them comparable."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from comparekit.findings import Finding, Severity
from comparekit.readings.meter import Compensation
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
    test: CleanRegister,
    reference: CleanRegister,
    base: BaseConditions,
    compensation: tuple[Compensation | None, Compensation | None] = (None, None),
) -> tuple[CleanRegister, CleanRegister, tuple[Finding, ...]]:
    """Both registers at base conditions, or both as they are, and why.

    Temperature is needed at every reading of both; pressure of both or of neither (then it is taken
    as equal). Half a correction would be worse than none. What a meter brings to base conditions by
    itself is left to it.

    Parameters
    ----------
    test, reference : CleanRegister
        In one unit.
    base : BaseConditions
        What is converted to.
    compensation : pair
        Of the test and the reference meter, None where unknown, which is taken as none.

    Returns
    -------
    CleanRegister, CleanRegister, tuple of Finding
        Findings: conditions.applied, conditions.applied_pressure (both meters compensate temperature),
        conditions.applied_to_plain, conditions.incomplete, conditions.one_pressure,
        conditions.pressure_incomplete; conditions.air_pressure: one meter alone compensates pressure,
        so that the assumed pressure of the air bears on the deviation;
        conditions.not_comparable (disqualifying): one meter compensates what the other does not, and it
        was not written down, so that several percent apart both could be right.
    """
    both = (test, reference)
    own = tuple(Compensation.NONE if one is None else one for one in compensation)
    if own[0] != own[1]:
        return _by_different_means(both, own, base)
    warm = own[0] is Compensation.NONE
    open_to = ("temperature_c", "pressure_kpa") if warm else ("pressure_kpa",)
    told = [getattr(register, name) is not None for register in both for name in open_to]
    if own[0] is Compensation.BOTH or not any(told):
        return test, reference, ()
    pressed = [_complete(register.pressure_kpa) for register in both]
    lacking = [register.role for register in both if warm and not _complete(register.temperature_c)]
    if lacking:
        found = (Finding("conditions.incomplete", Severity.CAUTION, {"role": lacking[0]}),)
        return test, reference, found
    partly = [r.role for r in both if r.pressure_kpa is not None and not _complete(r.pressure_kpa)]
    patchy = [Finding("conditions.pressure_incomplete", Severity.CAUTION, {"role": role}) for role in partly]
    if not warm and not any(pressed):
        return test, reference, tuple(patchy[:1])
    if pressed[0] != pressed[1]:
        details = {"role": both[pressed.index(False)].role}
        return test, reference, (Finding("conditions.one_pressure", Severity.CAUTION, details),)
    first, second = (_corrected(register, base, own[0], with_pressure=all(pressed)) for register in both)
    code = "conditions.applied" if warm else "conditions.applied_pressure"
    return first, second, (Finding(code, Severity.NOTE), *patchy[:1])


def _by_different_means(
    both: tuple[CleanRegister, CleanRegister], own: tuple[Compensation, ...], base: BaseConditions
) -> tuple[CleanRegister, CleanRegister, tuple[Finding, ...]]:
    """Each register corrected for what its meter leaves open; what is needed has to be written down."""
    pressed = all(_complete(register.pressure_kpa) for register in both)
    for register, one in zip(both, own, strict=True):
        needs = []
        if one is Compensation.NONE and not _complete(register.temperature_c):
            needs.append("temperature")
        # Without a meter that compensates pressure it may be taken as equal in both.
        if Compensation.BOTH in own and one is not Compensation.BOTH and not _complete(register.pressure_kpa):
            needs.append("pressure")
        if needs:
            details = {"role": register.role, "missing": needs}
            return *both, (Finding("conditions.not_comparable", Severity.DISQUALIFYING, details),)
    first, second = (
        _corrected(register, base, one, with_pressure=pressed or Compensation.BOTH in own)
        for register, one in zip(both, own, strict=True)
    )
    findings = [Finding("conditions.applied_to_plain", Severity.NOTE)]
    if Compensation.BOTH in own:
        # Only one side was measured against the real air pressure: what is assumed of it does not cancel.
        details = {"atmosphere": f"{base.atmosphere_kpa:g}"}
        findings.append(Finding("conditions.air_pressure", Severity.CAUTION, details))
    return first, second, tuple(findings)


def _corrected(
    register: CleanRegister, base: BaseConditions, own: Compensation, *, with_pressure: bool
) -> CleanRegister:
    """What the meter leaves open; a pressure that was not written down is taken as that of the air."""
    if own is Compensation.BOTH:
        return register
    size = register.times.size
    warm = register.temperature_c if own is Compensation.NONE else None
    temperature = np.full(size, base.temperature_c) if warm is None else warm
    gauge = register.pressure_kpa if with_pressure else None
    pressure = np.zeros(size) if gauge is None else gauge
    # The steps stay those that were read: a few percent of a rounding error change nothing.
    cumulative = to_base(register.cumulative, temperature, pressure, base)
    return replace(register, cumulative=cumulative)


def _complete(values: Array | None) -> bool:
    return values is not None and values.size > 0 and bool(np.isfinite(values).all())
