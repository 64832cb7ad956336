"""Law of propagation of uncertainty: from the inputs of a model to its outputs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from comparekit.stats.arrays import Array
from comparekit.stats.second_order import second_order_variance
from comparekit.stats.sensitivities import Method, Model, sensitivities


@dataclass(frozen=True, slots=True, kw_only=True)
class Propagated:
    """Outputs of a model, and how uncertain the inputs leave them.

    Attributes
    ----------
    estimate : array, shape (..., q)
        The model at the estimates of the inputs.
    covariance : array, shape (..., q, q)
        Of the outputs.
    sensitivity : array, shape (..., q, p)
        Partial derivatives.
    contribution : array, shape (..., q, p)
        Sensitivity times the standard uncertainty of the input, with its sign. The squares add up to the
        variance only where inputs are uncorrelated and no second order was asked for.
    """

    estimate: Array
    covariance: Array
    sensitivity: Array
    contribution: Array

    @property
    def standard_uncertainty(self) -> Array:
        """Combined standard uncertainties, shape (..., q)."""
        return np.asarray(np.sqrt(np.diagonal(self.covariance, axis1=-2, axis2=-1)))

    @property
    def correlation(self) -> Array:
        """Correlation coefficients of the outputs, shape (..., q, q); NaN where one is certain."""
        u = self.standard_uncertainty
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.covariance / (u[..., :, None] * u[..., None, :]))


def covariance_of(uncertainty: ArrayLike, correlation: ArrayLike | None = None) -> Array:
    """Covariance matrix, shape (..., p, p), of standard uncertainties (..., p) and correlations (..., p, p).

    Without correlations the inputs are uncorrelated.
    """
    u = np.asarray(uncertainty, dtype=float)
    r = np.eye(u.shape[-1]) if correlation is None else np.asarray(correlation, dtype=float)
    return np.asarray(r * u[..., :, None] * u[..., None, :])


def propagate(
    model: Model,
    estimate: ArrayLike,
    covariance: ArrayLike,
    *,
    method: Method = "complex",
    second_order: bool = False,
) -> Propagated:
    """Propagate uncertain inputs through a model.

    Parameters
    ----------
    model : callable
        Takes inputs of shape (..., p), gives outputs of shape (..., q); it is called with whole batches.
        With one output the last axis has length one.
    estimate : array, shape (..., p)
        Estimates of the inputs.
    covariance : array, broadcastable to (..., p, p)
        Of the inputs; see `covariance_of`.
    method : "complex" or "central"
        How derivatives are found; see `sensitivities`.
    second_order : bool
        Add the terms of second order to the variances. Worth it where a sensitivity vanishes at the
        estimates, as at a difference of zero. For uncorrelated inputs only.

    Returns
    -------
    Propagated
        It misleads where the model bends within an uncertainty, or one of a few inputs is far from
        normal: then simulate (JCGM 101).

    Raises
    ------
    ValueError
        Shapes that do not fit, a covariance that is not symmetric or has a negative variance, second
        order with correlated inputs.

    Notes
    -----
    JCGM 100:2008, 5.1.2, 5.2.2 and, for several outputs, H.2.3; second order: the note to 5.1.2.
    """
    x = np.asarray(estimate, dtype=float)
    if x.ndim == 0:
        raise ValueError("estimate: the inputs stand on the last axis, shape (..., p)")
    p = x.shape[-1]
    v = np.asarray(covariance, dtype=float)
    if v.ndim < 2 or v.shape[-2:] != (p, p):
        raise ValueError(f"covariance: shape (..., {p}, {p}) for {p} inputs, not {v.shape}")
    v = np.broadcast_to(v, (*x.shape[:-1], p, p))
    variance = np.diagonal(v, axis1=-2, axis2=-1)
    if not (np.isfinite(v).all() and (variance >= 0).all()):
        raise ValueError("covariance: finite, and no variance below zero")
    u = np.sqrt(variance)
    tolerated = 1e-9 * u[..., :, None] * u[..., None, :] + np.finfo(float).tiny
    if (np.abs(v - np.swapaxes(v, -1, -2)) > tolerated).any():
        raise ValueError("covariance: must be symmetric")
    values = np.asarray(model(x), dtype=float)
    if values.ndim != x.ndim:
        raise ValueError(f"model: gives shape (..., q) for inputs of shape (..., p), not {values.shape}")
    c = sensitivities(model, x, u, method=method)
    result = c @ v @ np.swapaxes(c, -1, -2)
    if second_order:
        if (np.abs(v * (1 - np.eye(p))) > 0).any():
            raise ValueError("second_order: for uncorrelated inputs only (note to GUM 5.1.2)")
        result = result + np.eye(values.shape[-1]) * second_order_variance(model, x, u, c)[..., None, :]
    return Propagated(estimate=values, covariance=result, sensitivity=c, contribution=c * u[..., None, :])
