"""The three-way verdict about the meter in a study of use before and after a replacement."""

from __future__ import annotations

from enum import StrEnum

from comparekit.stats.interval import Interval


class MeterShare(StrEnum):
    """What can be said of the meter, whatever the bills did.

    ``no-concern``: it can explain at most the tolerance. ``deviate``: it is shown to deviate by more.
    ``inconclusive``: neither, or nobody compared or verified it.
    """

    NO_CONCERN = "no-concern"
    DEVIATE = "deviate"
    INCONCLUSIVE = "inconclusive"


def decide_meter_share(
    deviation: Interval | None, tolerance: Interval, *, disqualified: bool = False
) -> MeterShare:
    """Where the interval of the suspect meter's deviation lies against the tolerance.

    Parameters
    ----------
    deviation : Interval or None
        Of the suspect meter [1], from a series comparison or a verification; None without either. Bills
        alone say nothing about a meter: they never reach this function as anything but None.
    tolerance : Interval
        Of the protocol [1].
    disqualified : bool
        A finding forbids every verdict.
    """
    if deviation is None or disqualified:
        return MeterShare.INCONCLUSIVE
    if deviation.within(tolerance):
        return MeterShare.NO_CONCERN
    return MeterShare.DEVIATE if deviation.beyond(tolerance) else MeterShare.INCONCLUSIVE
