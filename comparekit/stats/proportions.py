"""Shares of a count: what so many out of so many say about the share behind them."""

from __future__ import annotations

from scipy import special

from comparekit.stats.interval import Interval


def upper_bound(found: int, tested: int, confidence: float = 0.95) -> float:
    """Exact one-sided upper bound of a share [1] after `found` out of `tested`.

    A larger share would give so few in less than ``1 - confidence`` of such samples. It holds for items
    drawn at random.

    Parameters
    ----------
    found, tested : int
        ``0 <= found <= tested``.
    confidence : float
        Between 0 and 1, both left out.

    Raises
    ------
    ValueError
        Counts or a confidence that cannot be.

    Notes
    -----
    C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404: the quantile of a beta distribution. Nothing
    tested says nothing: 1.
    """
    _check(found, tested, confidence)
    if found == tested:
        return 1.0
    return float(special.betaincinv(found + 1, tested - found, confidence))


def lower_bound(found: int, tested: int, confidence: float = 0.95) -> float:
    """Exact one-sided lower bound of a share [1]; see `upper_bound`."""
    _check(found, tested, confidence)
    return 1.0 - upper_bound(tested - found, tested, confidence) if found else 0.0


def exact_interval(found: int, tested: int, confidence: float = 0.95) -> Interval:
    """Clopper and Pearson's two-sided interval of a share [1]; see `upper_bound`."""
    one_sided = 0.5 + 0.5 * confidence
    return Interval(
        low=lower_bound(found, tested, one_sided),
        high=upper_bound(found, tested, one_sided),
        confidence=confidence,
    )


def _check(found: int, tested: int, confidence: float) -> None:
    if not 0 <= found <= tested:
        raise ValueError(f"found, tested: 0 <= found <= tested, not {found!r} of {tested!r}")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence: between 0 and 1, not {confidence!r}")
