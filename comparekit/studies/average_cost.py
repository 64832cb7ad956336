"""What bills cost on average: prices by tiers rise, so that is more than their average volume costs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from comparekit.tariff_curve import CostCurve

_DUST = 1e-9  # of the mean volume: a bill of nothing meets no tier


def average_cost(curves: Sequence[CostCurve], volumes: Sequence[float]) -> CostCurve:
    """Mean amount of several bills as a function of their mean volume, all growing in proportion.

    Parameters
    ----------
    curves : sequence of CostCurve
        Amount of each bill by its volume, at its own place in the cycle of tiers.
    volumes : sequence of float, of the same length
        Volume of each bill [unit], at least 0.

    Returns
    -------
    CostCurve
        At the mean of `volumes` it gives the mean of the bills' own amounts.

    Raises
    ------
    ValueError
        No bills, not as many curves as volumes, or no use at all.
    """
    if len(curves) != len(volumes) or not sum(volumes) > 0:
        raise ValueError(f"volumes: one for each of {len(curves)} curves, together above zero")
    shares = np.asarray(volumes, dtype=float) * len(volumes) / sum(volumes)
    knots = {0.0}
    for curve, share in zip(curves, shares, strict=True):
        if share > _DUST:
            knots |= {knot / share for knot in curve.volumes}
    at = np.array(sorted(knots))
    amounts = np.mean([c.at(share * at) for c, share in zip(curves, shares, strict=True)], axis=0)
    slope = float(np.mean([share * c.slope for c, share in zip(curves, shares, strict=True)]))
    return CostCurve(tuple(at.tolist()), tuple(amounts.tolist()), slope)
