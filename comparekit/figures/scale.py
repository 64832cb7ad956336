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


def percent_ticks(low: float, high: float, most: int = 7, *, signed: bool = True) -> tuple[Tick, ...]:
    """Round places between `low` and `high` [1], labelled in percent, zero among them."""
    places, decimals = _round_places(100 * low, 100 * high, most)
    return tuple(Tick(value=p / 100, text=_percent(p, decimals, signed)) for p in places)


def amount_ticks(high: float, most: int = 6) -> tuple[Tick, ...]:
    """Round amounts from zero to `high`, labelled as plain numbers."""
    places, decimals = _round_places(0.0, high, most)
    return tuple(Tick(value=p, text=f"{p:.{decimals}f}" if p else "0") for p in places)


def flow_ticks(low: float, high: float, most: int = 6) -> tuple[Tick, ...]:
    """Places 1, 2, 5, 10, ... from `low` to `high` for an axis by ratios; fewer where they are many."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for steps in (_STEPS, (1.0, 3.0), (1.0,)):
        places = [s * 10.0**power for power in range(first, last + 1) for s in steps]
        shown = [p for p in places if low <= p <= high]
        if len(shown) <= most:
            break
    return tuple(Tick(value=p, text=f"{p:.10g}") for p in shown)


def exact_percent(fraction: float, *, signed: bool = True) -> str:
    """A number of the rules, which has no uncertainty, as percent: all its digits and no more."""
    percent = 100 * fraction
    sign = "−" if percent < 0 else "+" if signed and percent > 0 else ""
    return f"{sign}{abs(percent):.10g} %"


def _round_places(low: float, high: float, most: int) -> tuple[list[float], int]:
    """About `most` round numbers from `low` to `high`, and the decimals they need."""
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((s * power for s in _STEPS if s * power >= rough), 10 * power)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [k * step for k in range(first, last + 1)], decimals


def _percent(percent: float, decimals: int, signed: bool) -> str:
    if percent == 0:
        return "0 %"
    sign = "−" if percent < 0 else "+" if signed else ""
    return f"{sign}{abs(percent):.{decimals}f} %"


def thinned(count: int, most: int = 7) -> tuple[int, ...]:
    """Which of 1, 2, ..., `count` to label so that labels do not run into each other; the last always."""
    every = max(1, math.ceil(count / most))
    return tuple(range(count, 0, -every))[::-1]
