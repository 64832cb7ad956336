"""What part of an axis to show, and where to label it."""

from __future__ import annotations

import math

from comparekit.figures.data import Tick

_STEPS = (1.0, 2.0, 5.0)
_WIDEST = 20.0  # times the tolerance: beyond it nobody could see the tolerance band any more
_MARGIN = 0.12  # of the range, above and below


def deviation_range(tolerance: tuple[float, float], ends: tuple[float | None, ...]) -> tuple[float, float]:
    """Range of deviations [1] that shows the tolerance and, as far as sensible, every end.

    Parameters
    ----------
    tolerance : pair of float
        Always wholly visible.
    ends : tuple of float or None
        Ends of the final interval and its estimate; None asks for nothing. What is further out than
        20 tolerances is left to be cut at the frame.
    """
    widest = _WIDEST * max(abs(bound) for bound in tolerance)
    wanted = [min(max(end, -widest), widest) for end in ends if end is not None]
    low, high = min(0.0, tolerance[0], *wanted), max(0.0, tolerance[1], *wanted)
    margin = _MARGIN * (high - low)
    return low - margin, high + margin


def percent_ticks(low: float, high: float, most: int = 7) -> tuple[Tick, ...]:
    """Round places between `low` and `high` [1], labelled in signed percent, zero among them."""
    rough = (high - low) * 100 / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((s * power for s in _STEPS if s * power >= rough), 10 * power)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    first, last = math.ceil(low * 100 / step - 1e-9), math.floor(high * 100 / step + 1e-9)
    return tuple(Tick(value=k * step / 100, text=_signed(k * step, decimals)) for k in range(first, last + 1))


def exact_percent(fraction: float, *, signed: bool = True) -> str:
    """A number of the rules, which has no uncertainty, as percent: all its digits and no more."""
    percent = 100 * fraction
    sign = "−" if percent < 0 else "+" if signed and percent > 0 else ""
    return f"{sign}{abs(percent):.10g} %"


def _signed(percent: float, decimals: int) -> str:
    if percent == 0:
        return "0 %"
    sign = "+" if percent > 0 else "−"
    return f"{sign}{abs(percent):.{decimals}f} %"


def thinned(count: int, most: int = 7) -> tuple[int, ...]:
    """Which of 1, 2, ..., `count` to label so that labels do not run into each other; the last always."""
    every = max(1, math.ceil(count / most))
    return tuple(range(count, 0, -every))[::-1]
