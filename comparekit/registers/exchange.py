"""A meter exchanged during a log: the register goes on, the meter is another one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparekit.findings import Finding, Severity
from comparekit.readings.log import Event
from comparekit.readings.register import Times
from comparekit.stats.arrays import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanges:
    """Which physical meter each reading belongs to, and how much the readings jump where it changes.

    `segment` has shape (n,) and counts from 0; `jump` has one entry for each exchange: what to add to
    the readings after it so that the register goes on (final reading of the removed meter minus
    initial reading of the new one).
    """

    segment: NDArray[np.intp]
    jump: tuple[float, ...]


def find_exchanges(
    times: Times, readings: Array, events: tuple[Event, ...], *, role: str, meter_id: str
) -> tuple[Exchanges, tuple[Finding, ...]]:
    """Split a register at the exchanges its log records. An exchange is never guessed.

    Parameters
    ----------
    times, readings : array, shape (n,)
        In order of time; readings in the unit of the events.
    events : tuple of Event
        Of the whole log; those of kind ``exchange`` that name this role count.
    role, meter_id : str
        Whose register this is.

    Returns
    -------
    Exchanges, tuple of Finding
        Findings: registers.exchange (recorded and usable), registers.exchange_incomplete (final or
        initial reading missing, or no role: disqualifying).
    """
    segment = np.zeros(times.size, dtype=np.intp)
    jumps: list[float] = []
    findings = []
    for event in sorted(events, key=lambda e: e.time):
        if event.kind != "exchange" or event.role not in (role, None):
            continue
        details: dict[str, object] = {
            "role": role,
            "meter_id": meter_id,
            "row": event.row,
            "final": event.final,
            "initial": event.initial,
        }
        if event.role is None or event.final is None or event.initial is None:
            if role in (event.role, "test"):  # an exchange of an unnamed meter is told once
                code = "registers.exchange_incomplete"
                findings.append(Finding(code, Severity.DISQUALIFYING, details))
            continue
        after = times > event.time
        at = times == event.time
        # A reading at the very moment is the new meter's when it is nearer to its initial reading.
        new = np.abs(readings - event.initial) < np.abs(readings - event.final)
        segment[after | (at & new)] += 1
        jumps.append(event.final - event.initial)
        findings.append(Finding("registers.exchange", Severity.CAUTION, details))
    return Exchanges(segment=segment, jump=tuple(jumps)), tuple(findings)
