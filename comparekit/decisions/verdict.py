"""The three-way verdict."""

from __future__ import annotations

from enum import StrEnum

from comparekit.stats.interval import Interval


class Verdict(StrEnum):
    """``agree``: wholly inside the tolerance. ``deviate``: wholly outside. Otherwise ``inconclusive``."""

    AGREE = "agree"
    DEVIATE = "deviate"
    INCONCLUSIVE = "inconclusive"


def decide(interval: Interval, tolerance: Interval, *, disqualified: bool) -> Verdict:
    """Where the interval of the deviation lies against the tolerance of the comparison.

    Parameters
    ----------
    interval, tolerance : Interval
        Of the deviation [1].
    disqualified : bool
        A disqualifying finding exists: no verdict, whatever the numbers say.
    """
    if disqualified:
        return Verdict.INCONCLUSIVE
    if interval.within(tolerance):
        return Verdict.AGREE
    return Verdict.DEVIATE if interval.beyond(tolerance) else Verdict.INCONCLUSIVE
