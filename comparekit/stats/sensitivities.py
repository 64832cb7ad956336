"""How much each output of a model moves with each input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from comparekit.stats.arrays import Array

#: Inputs on the last axis (..., p) in, outputs on the last axis (..., q) out; complex where asked to be.
Model = Callable[[NDArray[Any]], NDArray[Any]]
Method = Literal["complex", "central"]

_IMAGINARY = 1e-20  # so small that its square is lost: no truncation error, and nothing cancels
_CENTRAL = 1e-2  # of a standard uncertainty: well within it, far above the noise of arithmetic
_WITHOUT = 6e-6  # of the value, where an input has no uncertainty: cube root of the machine precision


def sensitivities(
    model: Model, estimate: ArrayLike, uncertainty: ArrayLike = 0.0, *, method: Method = "complex"
) -> Array:
    """Partial derivatives of the outputs at the estimates.

    Parameters
    ----------
    model : callable
        Takes inputs of shape (..., p), gives outputs of shape (..., q).
    estimate : array, shape (..., p)
        Estimates of the inputs.
    uncertainty : array, broadcastable to (..., p)
        Standard uncertainties of the inputs; only "central" uses them, for its step.
    method : "complex" or "central"
        "complex" is exact to rounding but needs a model that is analytic in complex arithmetic: no `abs`,
        no comparison, no `floor`. "central" takes any smooth model and is good to about six digits.

    Returns
    -------
    array, shape (..., q, p)

    Notes
    -----
    GUM 5.1.3 with its note 2. Complex step: Squire & Trapp, SIAM Review 40 (1998) 110.
    """
    if method not in ("complex", "central"):
        raise ValueError(f'method: "complex" or "central", not {method!r}')
    x = np.asarray(estimate, dtype=float)
    u = np.broadcast_to(np.asarray(uncertainty, dtype=float), x.shape)
    columns = []
    for j in range(x.shape[-1]):
        if method == "complex":
            moved = x.astype(complex)
            moved[..., j] += 1j * _IMAGINARY
            columns.append(np.asarray(model(moved)).imag / _IMAGINARY)
            continue
        size = np.where(x[..., j] == 0, 1.0, np.abs(x[..., j]))
        step = np.where(u[..., j] > 0, _CENTRAL * u[..., j], _WITHOUT * size)
        above, below = x.copy(), x.copy()
        above[..., j] += step
        below[..., j] -= step
        width = above[..., j] - below[..., j]  # as stored, which is not quite twice the step
        columns.append((np.asarray(model(above)) - np.asarray(model(below))) / width[..., None])
    return np.stack(columns, axis=-1)
