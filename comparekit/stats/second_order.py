"""What curvature of a model adds to the variance of its outputs."""

from __future__ import annotations

import numpy as np

from comparekit.stats.arrays import Array
from comparekit.stats.sensitivities import Model

_STEP = 0.1  # of a standard uncertainty; differences of third order leave ten digits there


def second_order_variance(model: Model, estimate: Array, uncertainty: Array, sensitivity: Array) -> Array:
    """Terms of next higher order of the variance, for uncorrelated inputs that are near normal.

    Parameters
    ----------
    model : callable
        Takes inputs of shape (..., p), gives outputs of shape (..., q).
    estimate, uncertainty : array, shape (..., p)
        Of the inputs.
    sensitivity : array, shape (..., q, p)
        First derivatives, from `sensitivities`.

    Returns
    -------
    array, shape (..., q)
        Sum over i, j of (f_ij**2 / 2 + f_i f_ijj) u_i**2 u_j**2; may be negative.

    Notes
    -----
    Note to JCGM 100:2008, 5.1.2. Derivatives by central differences.
    """
    p = estimate.shape[-1]
    h = _STEP * np.eye(p)
    middle = np.asarray(model(estimate), dtype=float)

    def at(shift: Array) -> Array:
        """Model minus its middle at a shift in standard uncertainties: small numbers keep their digits."""
        return np.asarray(np.asarray(model(estimate + shift * uncertainty), dtype=float) - middle)

    above, below = [at(h[i]) for i in range(p)], [at(-h[i]) for i in range(p)]
    total = np.zeros_like(middle)
    for i in range(p):
        first = sensitivity[..., i] * uncertainty[..., i, None]
        for j in range(p):
            if i == j:
                second = (above[i] + below[i]) / _STEP**2
                third = (at(2 * h[i]) - 2 * above[i] + 2 * below[i] - at(-2 * h[i])) / (2 * _STEP**3)
            else:
                corners = at(h[i] + h[j]), at(h[i] - h[j]), at(-h[i] + h[j]), at(-h[i] - h[j])
                second = (corners[0] - corners[1] - corners[2] + corners[3]) / (4 * _STEP**2)
                third = (
                    (corners[0] + corners[1] - 2 * above[i]) - (corners[2] + corners[3] - 2 * below[i])
                ) / (2 * _STEP**3)
            total = total + 0.5 * second**2 + first * third
    return total
