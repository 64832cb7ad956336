"""What a series would have been without the change: a structural time series, continued.

Before the change y = level_t + b' x_t + noise, the level a random walk, x known also afterwards (weather,
neighbours). After it, the continuation is what would have been, and what was less that is the effect
(Brodersen, Gallusser, Koehler, Remy, Scott, Annals of Applied Statistics 9 (2015) 247). The Kalman filter
is statsmodels'; both standard deviations are integrated out on a grid under the priors of that paper's
software, so the answer is that of a Bayesian fit without its random draws.

It misleads where x itself was moved by what is studied, or where something else changed at the same time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from comparekit.stats.arrays import Array
from comparekit.stats.mixture import NormalMixture

if TYPE_CHECKING:
    from statsmodels.tsa.statespace.kalman_filter import KalmanFilter

#: Priors of the standard deviations [sd of y before the change] as in that software: inverse gamma on the
#: variance, told as a guess and what the guess is worth in values.
LEVEL_PRIOR = (0.01, 32.0)
COVARIATE_PRIOR = (math.sqrt(1 - 0.8), 50.0)  # it expects covariates to explain 80 %
OPEN_PRIOR = (1.0, 0.01)  # says next to nothing; what it takes where there are no covariates
#: Of the level's step and of the noise [sd of y before the change]. The prior lets the step lie about its
#: guess; beyond `_USUAL_LEVEL` only a series that wanders asks for more.
_LEVELS = np.geomspace(0.006, 1.0, 35)
_USUAL_LEVEL = 0.02
_NOISES = np.geomspace(0.02, 1.5, 48)
_LIGHT = 1e-4  # of the largest weight: no larger step of the level is tried
_DUST = 1e-9  # of the largest weight: points of the grid below are left out
_WIDE = 100.0  # prior variance of a coefficient [sd of y per sd of x, squared]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfactual:
    """What would have been, in the unit of y.

    Attributes
    ----------
    mean, sd : array, shape (m,)
        Of each value after the change, had nothing changed, its own noise included.
    average : NormalMixture
        Of the mean over all values after, had nothing changed.
    observed : float
        The mean that was.
    """

    mean: Array
    sd: Array
    average: NormalMixture
    observed: float

    @property
    def effect(self) -> float:
        """Mean effect per value, in the unit of y: observed less expected."""
        return self.observed - float(self.average.expectation)

    def effect_at(self, probability: float) -> float:
        """Quantile of the mean effect, in the unit of y."""
        return self.observed - float(self.average.quantile(1.0 - probability))


def counterfactual(
    y: ArrayLike,
    before: int,
    covariates: ArrayLike | None = None,
    *,
    noise_prior: tuple[float, float] | None = None,
) -> Counterfactual:
    """Continue a series as if nothing had changed.

    Parameters
    ----------
    y : array_like, shape (n,)
        Values at equal steps, in any unit; NaN where there is none.
    before : int
        How many of them lie before the change; at least 8 of them known, and at least one known after.
    covariates : array_like, shape (p, n), optional
        What the change did not touch, finite, in any unit.
    noise_prior : (guess, worth), optional
        Of the noise [sd of y before the change]. `COVARIATE_PRIOR` or `OPEN_PRIOR` unless told, as the
        published software; `OPEN_PRIOR` is safer where covariates explain little.

    Raises
    ------
    ValueError
        Too few values, or covariates of another length.
    """
    # A second to import; the model classes above it would take half a second more and do nothing else here.
    from statsmodels.tsa.statespace.kalman_filter import KalmanFilter  # noqa: PLC0415

    values = np.asarray(y, dtype=float)
    past, ahead = np.isfinite(values[:before]), np.isfinite(values[before:])
    if past.sum() < 8 or not ahead.any():
        raise ValueError(
            f"before: at least 8 known values before and one after, not {before} of {values.size}"
        )
    centre, unit = float(np.nanmean(values[:before])), float(np.nanstd(values[:before], ddof=1)) or 1.0
    scaled = (values[:before] - centre) / unit
    known = _scaled(covariates, before, values.size)
    p = known.shape[0]
    design = np.vstack([np.ones(values.size), known])  # states: the level, and a coefficient each
    model = KalmanFilter(1, 1 + p, k_posdef=1)
    model.bind(scaled[:, None].copy())
    model["design"] = design[None, :, :before]
    model["transition"], model["selection"] = np.eye(1 + p), np.eye(1 + p)[:, :1]
    model.initialize_known(np.concatenate([[scaled[past][0]], np.zeros(p)]), np.diag([1.0, *[_WIDE] * p]))
    grid, weight = _weighed(model, noise_prior or (COVARIATE_PRIOR if p else OPEN_PRIOR))
    states, covariances = [], []
    for level, noise in grid:
        model["obs_cov"], model["state_cov"] = np.array([[noise**2]]), np.array([[level**2]])
        run = model.filter()
        states.append(run.predicted_state[:, -1])
        covariances.append(run.predicted_state_cov[:, :, -1])
    design = design[:, before:]
    means, spread = np.array(states) @ design, np.array(covariances)
    steps = np.arange(values.size - before)
    variance = np.einsum("ph,gpq,qh->gh", design, spread, design)
    variance += grid[:, :1] ** 2 * steps + grid[:, 1:] ** 2
    middle = weight @ means
    total = np.sqrt(weight @ (variance + (means - middle) ** 2))
    chosen, held = design[:, ahead].mean(axis=1), steps[ahead]
    walk = np.minimum.outer(held, held).mean()
    average_variance = np.einsum("p,gpq,q->g", chosen, spread, chosen)
    average_variance += grid[:, 0] ** 2 * walk + grid[:, 1] ** 2 / held.size
    return Counterfactual(
        mean=centre + unit * middle,
        sd=unit * total,
        average=NormalMixture(
            weight=weight,
            mean=centre + unit * means[:, ahead].mean(axis=1),
            sd=unit * np.sqrt(average_variance),
        ),
        observed=float(values[before:][ahead].mean()),
    )


def _weighed(model: KalmanFilter, noise_prior: tuple[float, float]) -> tuple[Array, Array]:
    """Points of the grid worth looking at, shape (g, 2), and the posterior weight of each."""
    of_level, of_noise = _log_prior(_LEVELS, LEVEL_PRIOR), _log_prior(_NOISES, noise_prior)
    points: list[tuple[float, float]] = []
    logs: list[float] = []
    for level, one in zip(_LEVELS, of_level, strict=True):
        row = []
        for noise, other in zip(_NOISES, of_noise, strict=True):
            model["obs_cov"], model["state_cov"] = np.array([[noise**2]]), np.array([[level**2]])
            row.append(float(model.loglike() + one + other))
            points.append((level, noise))
        logs += row
        if level >= _USUAL_LEVEL and max(row) < max(logs) + math.log(_LIGHT):
            break
    weight = np.exp(np.array(logs) - max(logs))
    held_up = weight > _DUST  # a likelihood costs a third of the states, which most of the grid never needs
    return np.array(points)[held_up], weight[held_up] / weight[held_up].sum()


def _scaled(covariates: ArrayLike | None, before: int, length: int) -> Array:
    """Covariates in standard deviations about their means before the change, shape (p, n)."""
    if covariates is None:
        return np.empty((0, length))
    rows = np.atleast_2d(np.asarray(covariates, dtype=float))
    if rows.shape[1] != length or not np.isfinite(rows).all():
        raise ValueError(f"covariates: finite, as long as y ({length}), not {rows.shape}")
    spread = rows[:, :before].std(axis=1, ddof=1)
    kept = rows[spread > 0]  # what never varied before the change cannot be learnt from
    return np.asarray((kept - kept[:, :before].mean(axis=1, keepdims=True)) / spread[spread > 0, None])


def _log_prior(sd: Array, prior: tuple[float, float]) -> Array:
    """Log density of log(sd) for an inverse gamma variance worth so many values of a guess."""
    guess, worth = prior
    return np.asarray(-0.5 * worth * (np.log(sd**2) + (guess / sd) ** 2))
