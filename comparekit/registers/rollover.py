"""Registers that start over at their modulus."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from comparekit.findings import Finding, Severity
from comparekit.stats.arrays import Array

Contexts = Callable[[int], dict[str, object]]

_SMALLEST_MODULUS = 10_000.0  # four integer digits: the least a household register has


def unwrap(
    readings: Array,
    hours: Array,
    *,
    modulus: float | None,
    overload_flow: float,
    step: Array,
    contexts: Contexts,
) -> tuple[Array, tuple[Finding, ...]]:
    """Cumulative readings in which a rollover no longer falls back.

    A fall is a rollover only when the volume that must then have passed is physically possible:
    at most the overload flow for the time between. Every other fall stays, as a disqualifying finding.

    Parameters
    ----------
    readings : array, shape (n,)
        In time order, one unit.
    hours : array, shape (n - 1,)
        Time between neighbouring readings [h].
    modulus : float or None
        First value the register cannot show. None: the next power of ten above the readings.
    overload_flow : float
        Largest possible flow [unit/h].
    step : array, shape (n,)
        Resolution of each reading.
    contexts : callable
        Index of a reading -> context of a finding about it.
    """
    span = modulus or _next_modulus(float(readings.max(initial=0.0)))
    increments = np.diff(readings)
    findings = []
    shift = np.zeros_like(readings)
    for k in np.flatnonzero(increments < 0):
        wrapped = increments[k] + span
        details = contexts(int(k) + 1) | {
            "before": float(readings[k]),
            "after": float(readings[k + 1]),
        }
        if 0 <= wrapped <= overload_flow * hours[k] + step[k] and readings[k] < span:
            shift[k + 1 :] += span
            details |= {"modulus": span, "given": modulus is not None}
            findings.append(Finding("registers.rollover", Severity.NOTE, details))
        else:
            findings.append(Finding("registers.backward", Severity.DISQUALIFYING, details))
    return readings + shift, tuple(findings)


def _next_modulus(largest: float) -> float:
    return float(max(_SMALLEST_MODULUS, 10.0 ** np.ceil(np.log10(max(largest, 1.0) * (1 + 1e-12)))))
