"""By what factor a rate of use changed: log-linear, with season, weather, and neighbours that resemble.

    log(use per day of period i) = level + season_i + covariates_i' c + log(ratio) * after_i + e_i

e_i is normal, of variance ``sigma**2 * (mean days / days_i)``, correlated between neighbours. Season is a
yearly wave whose two coefficients are normal about zero with a given spread: from less than about a year
season cannot be seen, and the spread is then what is known of it; from two years the data speak. Sigma and
the correlation are integrated out on grids, never plugged in: with three bills before and one after, the
unknown spread is most of the uncertainty. The result is a mixture of normals in log(ratio).

Use before may not have been of one state: see `stats.earlier_change`, whose steps and spells are mixed in.

With one period after, the ratio is that of this one bill to its prediction, its own chance included; with
many, that of the two long-run rates. One formula serves both.

A period with the replacement in it is a mixture of days before and days after, one observation with one
scatter: see `stats.mid_period`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from comparekit.stats.arrays import Array
from comparekit.stats.earlier_change import EarlierChanges, earlier_changes, with_one_more
from comparekit.stats.mid_period import lies_within, ratio_within, scatter_prior
from comparekit.stats.mixture import NormalMixture
from comparekit.stats.serial import Whitening

YEAR = 365.2425  # days
#: Half-Cauchy scale of sigma [1], the scatter of a usual period's log rate: homes' monthly bills.
SIGMA_SCALE = 0.2
#: Correlations between neighbours tried, and their weights: rising, because a correlation taken too small
#: makes an interval too narrow, and a short record shows too little of it.
CORRELATIONS = np.arange(0.0, 0.85, 0.1)
CORRELATION_WEIGHTS = 1.0 + CORRELATIONS
_SIGMAS = np.geomspace(0.004, 3.0, 36)
_OPEN = 1e-4  # precision of what is left open: sd 100 in log units
_DUST = 1e-8  # of all weight: lighter components of one record are left out


def rate_ratio(
    log_rate: ArrayLike,
    after: ArrayLike,
    *,
    days: ArrayLike,
    middle: ArrayLike,
    season_spread: float | None = None,
    covariates: ArrayLike | None = None,
    sigma_scale: float = SIGMA_SCALE,
    one_state: bool = False,
) -> NormalMixture:
    """Posterior of the logarithm of the ratio of rates, after to before.

    Parameters
    ----------
    log_rate : array_like, shape (..., n)
        Natural logarithm of the use per day of each period, in order of time.
    after : array_like, shape (n,)
        Share of each period that lies after the replacement, 0 to 1; at least one period wholly before
        and one not wholly before. In between, use a day is expected to be the mean of both rates.
    days, middle : array_like, shape (n,)
        Length of each period [d], and its middle [d since any moment].
    season_spread : float, optional
        Standard deviation of each of the two coefficients of the yearly wave [1]; without it, no wave.
        An amplitude of 15 % at an unknown time of year has 0.106.
    covariates : array_like, shape (p, n), optional
        Further columns, in any unit; they are centred and scaled, their coefficients left open.
    sigma_scale : float
        Half-Cauchy scale of sigma [1].
    one_state : bool
        Take use before as of one state: no earlier step, no spell.

    Returns
    -------
    NormalMixture
        Components of log(ratio), shape (..., g). The interval at 0.95 between its quantiles holds the true
        one in at least 93 of 100 households; see tests/validation/README.md for how that was tried.

    Raises
    ------
    ValueError
        Shapes that do not fit, fewer than three periods, or nothing before or after.
    """
    y = np.asarray(log_rate, dtype=float)
    share, lengths, moments = (np.asarray(v, dtype=float) for v in (after, days, middle))
    n = y.shape[-1]
    if n < 3 or share.shape != (n,) or lengths.shape != (n,) or moments.shape != (n,):
        raise ValueError(
            f"log_rate: at least 3 values, with as many in after, days and middle, not {y.shape}"
        )
    if not (share.min() == 0.0 and share.max() > 0.0):
        raise ValueError("after: at least one period before and one after")
    design, precision = _design(share, moments, season_spread, covariates)
    spread = np.sqrt(lengths.mean() / lengths)
    gaps = np.diff(moments) / max(float(np.median(np.diff(moments))), 1e-9)
    before = int((share == 0).sum())
    earlier = None if one_state else earlier_changes(before, n)

    within = lies_within(share).sum() == 1
    scatter = np.log(_SIGMAS) - np.log1p((_SIGMAS / sigma_scale) ** 2)
    if within:
        scatter = scatter + scatter_prior(_SIGMAS)

    def components(values: Array, rows: Array, fences: Array) -> tuple[Array, Array, Array]:
        logs, means, sds = [], [], []
        for phi, weight in zip(CORRELATIONS, CORRELATION_WEIGHTS, strict=True):
            whitening = Whitening.of(float(phi), np.maximum(gaps, 1e-3))
            white = whitening(values / spread), whitening(rows / spread)
            more = None if earlier is None else whitening(earlier.rows / spread)
            for log, mean, sd in _given_correlation(*white, fences, earlier, more, np.log(weight) + scatter):
                logs.append(log + whitening.log_determinant)
                means.append(mean)
                sds.append(np.broadcast_to(sd, mean.shape))
        return tuple(np.concatenate(each, axis=-1) for each in (logs, means, sds))  # type: ignore[return-value]

    if within:
        return ratio_within(lambda values: components(values, design[1:], precision[1:])[0], y, share)
    return _mixture(*components(y, design, precision))


def _mixture(log_weight: Array, mean: Array, sd: Array) -> NormalMixture:
    weight = np.exp(log_weight - log_weight.max(axis=-1, keepdims=True))
    weight /= weight.sum(axis=-1, keepdims=True)
    if weight.ndim == 1:  # of many records together, each one's light components are others
        kept = weight > _DUST
        weight, mean, sd = weight[kept] / weight[kept].sum(), mean[kept], sd[kept]
    return NormalMixture(weight=weight, mean=mean, sd=sd)


def _design(
    share: Array, moments: Array, season_spread: float | None, covariates: ArrayLike | None
) -> tuple[Array, Array]:
    """Rows of the model, the ratio's first, and the prior precision of each coefficient."""
    rows, precision = [share, np.ones_like(share)], [_OPEN, _OPEN]
    if season_spread:
        angle = 2 * np.pi * moments / YEAR
        rows += [np.cos(angle), np.sin(angle)]
        precision += [season_spread**-2] * 2
    if covariates is not None:
        for row in np.atleast_2d(np.asarray(covariates, dtype=float)):
            scale = row.std()
            if scale > 0:  # a column that never varies is the level
                rows.append((row - row.mean()) / scale)
                precision.append(_OPEN)
    return np.stack(rows), np.asarray(precision)


def _given_correlation(
    y: Array,
    rows: Array,
    precision: Array,
    earlier: EarlierChanges | None,
    more: Array | None,
    prior: Array,
) -> Iterator[tuple[Array, Array, Array]]:
    """Log weight (..., c), mean (..., c) and sd (c,) of the ratio's coefficient.

    First for every sigma without an earlier change, then for every sigma with each of them.
    """
    n = y.shape[-1]
    square = rows @ rows.T
    variance = _SIGMAS**2
    inner = square[None] / variance[:, None, None] + np.diag(precision)[None]
    covariance = np.linalg.inv(inner)
    _, volume = np.linalg.slogdet(inner)
    target = (y @ rows.T)[..., None, :] / variance[:, None]  # (..., g, p)
    coefficients = np.einsum("gpq,...gq->...gp", covariance, target)
    rest = (y**2).sum(axis=-1)[..., None] / variance - (target * coefficients).sum(axis=-1)
    log = np.asarray(prior - 0.5 * n * np.log(variance) - 0.5 * volume - 0.5 * rest)
    none = 0.0 if earlier is None else earlier.none
    yield log + none, np.asarray(coefficients[..., 0]), np.sqrt(covariance[:, 0, 0])
    if earlier is not None and more is not None:
        each, mean, sd = with_one_more(
            log, coefficients, np.asarray(covariance), y=y, rows=rows, more=more, variance=variance
        )
        shape = (*log.shape[:-1], -1)
        yield (each + earlier.log_prior).reshape(shape), mean.reshape(shape), sd.reshape(-1)
