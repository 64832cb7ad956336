"""Days without a visit in a log that otherwise has one every day."""

from __future__ import annotations

import numpy as np

from comparekit.findings import Finding, Severity
from comparekit.registers.clean import CleanRegister

_DAY = np.timedelta64(86_400_000_000_000, "ns")
_FEWEST_GAPS = 4  # before that nothing is usual yet
_DAILY = (0.75, 1.5)  # [d]
_MISSED = 1.75  # [d]: somebody late by less than this has not left out a day


def gap_findings(register: CleanRegister) -> tuple[Finding, ...]:
    """One ``registers.gap`` for each pause of a register otherwise read daily.

    Parameters
    ----------
    register : CleanRegister
        In order of time.

    Returns
    -------
    tuple of Finding
        Notes. `row` is the first reading after the pause, `days` the visits left out. Nothing is lost
        for the total; but a block of three days says less about steadiness than three of one day.
    """
    days = np.diff(register.times) / _DAY
    if days.size < _FEWEST_GAPS or not _DAILY[0] <= float(np.median(days)) <= _DAILY[1]:
        return ()
    return tuple(
        Finding(
            "registers.gap",
            Severity.NOTE,
            {
                "role": register.role,
                "meter_id": register.meter_id,
                "row": None if register.rows is None else int(register.rows[k + 1]),
                "days": round(float(days[k])) - 1,
            },
        )
        for k in np.flatnonzero(days > _MISSED).tolist()
    )
