"""Where the uncertainty of a deviation comes from, part by part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparekit.stats.arrays import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationParts:
    """Standard uncertainties of the deviation [1], by what causes them.

    They add in quadrature. `unsteadiness` holds at the given sigma; that sigma itself is not known is
    part of the interval, not of this list.
    """

    test_rounding: float
    reference_rounding: float
    interpolation: float
    unsteadiness: float
    timing: float


def deviation_parts(
    test: Array,
    reference: Array,
    *,
    test_step: Array,
    reference_step: Array,
    sigma: float,
    test_interpolated: Array | float = 0.0,
    reference_interpolated: Array | float = 0.0,
    timing: tuple[float, float] = (0.0, 0.0),
) -> DeviationParts:
    """Propagate each source through the least-squares weights of the deviation model.

    Parameters
    ----------
    test, reference : array, shape (n,)
        Increments of the registers over the blocks [one unit]; the reference total above zero.
    test_step, reference_step : array, shape (n + 1,)
        Resolution of the readings at the boundaries [same unit].
    sigma : float
        Day-to-day standard deviation [1].
    test_interpolated, reference_interpolated : array, shape (n + 1,)
        Variance of each register at each boundary beyond rounding [unit squared].
    timing : pair of float
        Standard deviation of the volume that passes between the two readings at the first and at the
        last boundary [same unit]. In between it cancels to first order.

    Notes
    -----
    Law of propagation of uncertainty, JCGM 100:2008, 5.1.2. A uniform error of one step has the
    standard uncertainty step / sqrt(12) (4.3.7).
    """
    beyond_test, beyond_ref = (
        np.broadcast_to(np.asarray(v, dtype=float), test_step.shape)
        for v in (test_interpolated, reference_interpolated)
    )
    square_test, square_ref = test_step**2 + 12 * beyond_test, reference_step**2 + 12 * beyond_ref
    precision = 1 / (square_test + square_ref)
    w = float((precision * square_ref * precision).sum() / precision.sum())
    m = np.maximum(w * test + (1 - w) * reference, 0.0)
    mean = m.mean()
    rounding = (square_test + square_ref) / 12
    unsteady = sigma**2 * mean * np.maximum(m, 0.02 * mean)
    solved = _solve_tridiagonal(unsteady + rounding[:-1] + rounding[1:], -rounding[1:-1], m)
    weights = solved / (m @ solved)  # beta = weights . y
    beta = float(weights @ (test - reference))
    # A reading wrong by many digits can bring w * beta to 1, where the ratio has no end.
    slope = 1 / max(1 - w * beta, 1e-9) ** 2  # d(deviation) / d(beta)
    at_boundary = np.diff(np.concatenate([[0.0], -weights, [0.0]]))
    of_test, of_reference = slope * (1 - w * beta), slope * (1 + (1 - w) * beta)
    return DeviationParts(
        test_rounding=of_test * _spread(at_boundary, test_step**2 / 12),
        reference_rounding=of_reference * _spread(at_boundary, reference_step**2 / 12),
        interpolation=float(
            np.hypot(
                of_test * _spread(at_boundary, beyond_test),
                of_reference * _spread(at_boundary, beyond_ref),
            )
        ),
        unsteadiness=slope * float(np.sqrt((weights**2 * unsteady).sum())),
        timing=float(np.hypot(*timing) / reference.sum()),
    )


def _spread(weights: Array, variance: Array) -> float:
    return float(np.sqrt((weights**2 * variance).sum()))


def _solve_tridiagonal(diagonal: Array, beside: Array, right: Array) -> Array:
    """Solution of a symmetric tridiagonal system, by elimination (Thomas); O(n)."""
    d, x = diagonal.tolist(), right.tolist()
    for k in range(1, len(d)):
        ratio = beside[k - 1] / d[k - 1]
        d[k] -= ratio * beside[k - 1]
        x[k] -= ratio * x[k - 1]
    x[-1] /= d[-1]
    for k in range(len(d) - 2, -1, -1):
        x[k] = (x[k] - beside[k] * x[k + 1]) / d[k]
    return np.array(x)
