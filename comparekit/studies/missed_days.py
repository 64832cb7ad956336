"""Days without a reading in a comparison that otherwise has one every day."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from comparekit.findings import Finding, Severity
from comparekit.readings.intervals import PairedIntervals
from comparekit.readings.moments import in_zone

_DAY = np.timedelta64(86_400_000_000_000, "ns")
_DAILY = (0.75, 1.5)  # [d]: the usual block of a log that is read every day
_LONG = 1.5  # [d]: a block of this length holds the use of more than a day
_MOST_DATES = 31  # named one by one; what is longer is no lapse


def missed_days(pair: PairedIntervals, timezone: str) -> list[Finding]:
    """One note, ``window.missed_days``, with the dates on which nobody read; none for a weekly log.

    Nothing is lost for the total, but the volume of such a block belongs to several days.
    """
    lengths = np.diff(pair.times) / _DAY
    if lengths.size < 2 or not _DAILY[0] <= float(np.median(lengths)) <= _DAILY[1]:
        return []
    dates = []
    for k in np.flatnonzero(lengths >= _LONG).tolist():
        first, last = (in_zone(time, timezone).date() for time in pair.times[k : k + 2])
        dates += [first + timedelta(days=n) for n in range(1, (last - first).days)]
    if not dates or len(dates) > _MOST_DATES:
        return []
    details = {"days": len(dates), "dates": [date.isoformat() for date in dates]}
    return [Finding("window.missed_days", Severity.NOTE, details)]
