"""One reading with one digit read otherwise, put through the whole comparison."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from comparekit.decisions.verdict import Verdict
from comparekit.errors import UnusableLog
from comparekit.findings import Severity
from comparekit.studies.misread_digits import MisreadDigits, decimals_of
from comparekit.studies.observed import Observed
from comparekit.studies.series import compare_series

_SLIP = "transcription."


@dataclass(frozen=True, slots=True, kw_only=True)
class Misread:
    """One reading with one digit read otherwise, and what the comparison says then.

    Attributes
    ----------
    role : str
        "test" or "reference".
    row : int or None
        Row of the reading in its file.
    time : datetime64
        Of the reading, UTC.
    found, would : float
        The reading as written, and with the other digit [`unit`, as written].
    decimals : int
        Decimals it was written with.
    verdict, different
        What the whole comparison says of the changed log.
    noticed : bool
        Whether it then suspects a slip so grave that it gives no verdict.
    """

    role: str
    row: int | None
    time: np.datetime64
    found: float
    would: float
    decimals: int
    unit: str
    verdict: Verdict
    different: bool
    noticed: bool


def compared(seen: Observed, candidates: MisreadDigits, k: int) -> Misread | None:
    """What the whole comparison says with one reading changed; None where it then cannot be made."""
    place, change = candidates.places[candidates.which[k]], float(candidates.change[k])
    series = dict(seen.registers)
    own = series[place.role]
    readings = own.readings.copy()
    decimals = decimals_of(own, place.entry, change)
    found = float(readings[place.entry])
    readings[place.entry] = would = round(found + change, decimals)
    series[place.role] = replace(own, readings=readings)
    try:
        again = compare_series(
            series["test"],
            series["reference"],
            seen.protocol,
            events=seen.events,
            findings=seen.findings,
            meters=seen.meters,
            judged_before=seen.judged_before,
        )
    except UnusableLog:
        return None
    grave = [one.code for one in again.findings if one.severity is Severity.DISQUALIFYING]
    if any(not code.startswith(_SLIP) for code in grave):
        return None  # a register that runs backwards, and the like: no reading anybody would take
    return Misread(
        role=place.role,
        row=None if own.rows is None else int(own.rows[place.entry]),
        time=own.times[place.entry],
        found=found,
        would=would,
        decimals=decimals,
        unit=own.unit,
        verdict=again.verdict,
        different=again.different,
        noticed=bool(grave),
    )
