"""Whether a record has use on both sides of a replacement."""

from __future__ import annotations

import numpy as np

from comparekit.errors import CompareKitError
from comparekit.readings.moments import in_zone
from comparekit.readings.usage import UsageSeries


def both_sides(usage: UsageSeries, replaced: np.datetime64, told: str) -> None:
    """Raise ``replacement.outside`` where a side has no use: what is there, and from when to when.

    Parameters
    ----------
    usage : UsageSeries
        The record.
    replaced : datetime64
        When the meter was replaced, UTC.
    told : str
        The same as somebody wrote it.
    """
    known = np.isfinite(usage.volume)
    before, after = known & (usage.end <= replaced), known & (usage.end > replaced)
    if before.any() and after.any():
        return
    context: dict[str, object] = {
        "found": told,
        "before": int(before.sum()),
        "after": int((known & (usage.start >= replaced)).sum()),
    }
    if not len(usage):
        raise CompareKitError("replacement.outside", **context, first="–", last="–")
    days = {"first": usage.start.min(), "last": usage.end.max()}
    context |= {name: str(in_zone(moment, usage.timezone).date()) for name, moment in days.items()}
    raise CompareKitError("replacement.outside", **context)
