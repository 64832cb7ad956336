"""Does an error conform to its limit? Probability, guard band and the four-way decision."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from scipy.special import ndtr

from comparekit.stats.arrays import Array

#: What binary arithmetic may add to a decimal number, relative: 0.05 - 0.02 is not 0.03.
_BINARY_NOISE = 1e-12
#: An error comes from several such steps; in rounding intervals.
_TIE_DIGITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformity:
    """How an error stands against its maximum permissible error `limit` [1], both ways.

    `probability` that the error lies within the limit (JCGM 106); `guard_band` w [1] and
    `acceptance_limit` = limit - w; `decision`: "pass", "conditional pass", "conditional fail" or "fail"
    (ILAC-G8:09/2019, non-binary rule). `indicative`: from a mixed week, where the limit is
    volume-weighted, so nothing is decided. `judged`: the error the decision was made on [1], rounded where
    the regulation rounds before judging (electricity).
    """

    judged: float
    limit: float
    probability: float
    guard_band: float
    acceptance_limit: float
    decision: str
    indicative: bool = False


def conformity_of(
    error: float,
    *,
    limit: float,
    standard_uncertainty: float,
    cdf: Callable[[float], float | Array] | None = None,
    coverage_factor: float = 2.0,
    guard_band: float | None = None,
    rounding_interval: float | None = None,
    indicative: bool = False,
) -> Conformity:
    """Hold an error against its limit.

    Parameters
    ----------
    error : float
        Estimate of the error [1].
    limit : float
        Maximum permissible error [1], both ways, above zero.
    standard_uncertainty : float
        Of `error` [1], zero or above.
    cdf : callable, optional
        Distribution function of the error, given what was measured: `cdf(x)` is the probability of an
        error of at most `x` [1]. Without it the error is taken as normal.
    coverage_factor : float
        k of the guard band k * `standard_uncertainty`.
    guard_band : float, optional
        w [1] itself, where a rule other than w = U was agreed; 0 is simple acceptance.
    rounding_interval : float, optional
        The error is rounded to this interval [1] before it is judged, half to even; the probability is
        then that of a rounded error within the limit.
    indicative : bool
        Nothing is decided: the limit is only an average one.

    Returns
    -------
    Conformity
        A "pass" accepts wrongly in less than 2.5 % of cases at w = U, k = 2; a "conditional" decision
        in up to 50 %. The probability misleads where the uncertainty leaves something out, such as the
        reference meter's own error.

    Raises
    ------
    ValueError
        A limit not above zero, an uncertainty, factor or guard band below zero, a number not finite.

    Notes
    -----
    Probability of conformity: JCGM 106:2012, 8.3. Guard band w = U and the four decisions:
    ILAC-G8:09/2019, non-binary statement with guard band. Equality counts as within.
    """
    band = coverage_factor * standard_uncertainty if guard_band is None else guard_band
    if not math.isfinite(error):
        raise ValueError(f"error: a finite number, not {error}")
    if not (math.isfinite(limit) and limit > 0):
        raise ValueError(f"limit: a finite number above zero, not {limit}")
    for name, value in (
        ("standard_uncertainty", standard_uncertainty),
        ("coverage_factor", coverage_factor),
        ("guard_band", band),
    ):
        if not (math.isfinite(value) and value >= 0):
            raise ValueError(f"{name}: a finite number, zero or above, not {value}")
    # What is rounded before it is judged keeps the limit up to half an interval beyond it.
    reach = limit + 0.5 * (rounding_interval or 0.0)
    judged = error if rounding_interval is None else rounded_half_even(error, rounding_interval)
    return Conformity(
        judged=judged,
        limit=limit,
        probability=(
            probability_within(error, standard_uncertainty, reach) if cdf is None else _mass(cdf, reach)
        ),
        guard_band=band,
        acceptance_limit=limit - band,
        decision=_decision(abs(judged), limit, band),
        indicative=indicative,
    )


def probability_within(error: float, standard_uncertainty: float, limit: float) -> float:
    """Probability that a normally distributed error lies between -`limit` and +`limit`.

    All three [1]. Phi((T - e) / u) - Phi((-T - e) / u), JCGM 106:2012, 8.3; with u = 0, one or zero.
    """
    distance = abs(error)  # by symmetry; keeps both terms out of the tail where they cancel
    if standard_uncertainty == 0:
        return float(_at_most(distance, limit, limit))
    above = float(ndtr((limit - distance) / standard_uncertainty))
    return above - float(ndtr((-limit - distance) / standard_uncertainty))


def rounded_half_even(error: float, interval: float) -> float:
    """The multiple of `interval` next to `error`, a tie to the even multiple (化整间距).

    Parameters
    ----------
    error, interval : float
        In one unit; the interval above zero: 0.001 (0.1 %) for an electricity meter of class 1.

    Raises
    ------
    ValueError
        An interval not above zero, a number not finite.

    Notes
    -----
    A float stands for the shortest decimal number that reads back as it, so 0.25 / 0.1 is a tie. What
    lies within 1e-9 intervals of a tie is one: earlier arithmetic made the difference, not the meter.
    """
    if not (math.isfinite(interval) and interval > 0):
        raise ValueError(f"interval: a finite number above zero, not {interval}")
    if not math.isfinite(error):
        raise ValueError(f"error: a finite number, not {error}")
    step = _decimal(interval)
    return float(round(round(_decimal(error) / step, _TIE_DIGITS)) * step)


def _decimal(value: float) -> Fraction:
    return Fraction(repr(float(value)))


def _mass(cdf: Callable[[float], float | Array], limit: float) -> float:
    return min(1.0, max(0.0, float(cdf(limit)) - float(cdf(-limit))))


def _decision(distance: float, limit: float, band: float) -> str:
    """Of an error so far from zero; a band wider than the limit leaves no clean pass."""
    if _at_most(distance, limit - band, limit):
        return "pass"
    if _at_most(distance, limit, limit):
        return "conditional pass"
    return "conditional fail" if _at_most(distance, limit + band, limit) else "fail"


def _at_most(value: float, bound: float, scale: float) -> bool:
    return value <= bound + _BINARY_NOISE * scale
