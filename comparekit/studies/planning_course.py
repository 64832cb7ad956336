"""Simulated comparisons followed day by day: when is the verdict settled, looked at once or daily?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comparekit.stats.arrays import Array
from comparekit.stats.deviation import DeviationPosterior
from comparekit.stats.looks import FIRST_LOOK
from comparekit.stats.mixture import NormalMixture
from comparekit.studies.planning_result import CurveSide
from comparekit.studies.planning_rules import FIRST_FIXED, FIXED, interval_ends, verdicts, watched_rule
from comparekit.studies.planning_weeks import Setup, simulate_weeks
from comparekit.studies.series_monitoring import E_PROCESS

#: Days at which curves are drawn: every day first, then about a sixth more each time.
MARKS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 21, 25, 30, 36, 43, 51, 61, 73, 87, 104, 120)

_FULL_DAYS = 14  # up to here all weeks are followed; later as many as give the same number of blocks
_FEWEST = 150
_ENDS = 300  # weeks whose interval ends are sought
_E_ENDS = 60  # the ends of the e-process take some sixty evaluations each
_STRIDE = 1.1  # between looks after that: a skipped day settles little that the next one does not


class Course:
    """Weeks of one set-up and one true deviation, followed up to a horizon.

    A worker, not a result: it remembers what it has simulated and fitted so far.

    Parameters
    ----------
    setup : Setup
        Steps, volume of a day, unsteadiness.
    deviation : float
        True deviation of the pair [1].
    horizon : int
        Last day of interest.
    most : int
        Weeks followed at the start.
    """

    def __init__(
        self, setup: Setup, deviation: float, rng: np.random.Generator, *, horizon: int, most: int
    ) -> None:
        self.protocol = setup.protocol
        self.deviation = deviation
        self.horizon = horizon
        self.most = most
        self._weeks = simulate_weeks(setup, deviation, rng, weeks=most, blocks=horizon)
        self._fits: dict[int, DeviationPosterior] = {}
        self._open = np.ones(most, dtype=bool)
        self._looks, self._settled = [FIRST_LOOK - 1], [0.0]

    def fixed(self, days: int) -> float:
        """Chance that the verdict is settled when looked at once, on this day [1]."""
        if days < FIRST_FIXED:
            return 0.0
        return float(verdicts(self._fit(days), self.protocol, days, FIXED).settled.mean())

    def daily(self, days: int) -> float:
        """Chance that the verdict is settled at some daily look up to this day [1]."""
        self._look_until(days)
        return float(np.interp(days, self._looks, self._settled))

    def days_fixed(self, power: float, until: int | None = None) -> int | None:
        """Fewest days after which one look settles the verdict with chance `power`; None: not in time."""
        low, high = FIRST_FIXED - 1, until or self.horizon
        if self.fixed(high) < power:
            return None
        while high - low > 1:
            # The geometric middle: a chance wins nothing from being sought where it is long settled.
            middle = min(max(round((low * high) ** 0.5), low + 1), high - 1)
            low, high = (low, middle) if self.fixed(middle) >= power else (middle, high)
        return high

    def days_daily(self, power: float, until: int | None = None) -> int | None:
        """Fewest days within which daily looks settle the verdict with chance `power`; None: not in time."""
        while self._settled[-1] < power and self._looks[-1] < (until or self.horizon):
            self._look()
        if self._settled[-1] < power:
            return None
        last = next(k for k, settled in enumerate(self._settled) if settled >= power)
        share = (power - self._settled[last - 1]) / (self._settled[last] - self._settled[last - 1])
        step = self._looks[last] - self._looks[last - 1]
        return int(np.ceil(self._looks[last - 1] + share * step - 1e-9))

    def side(self, days: int, rule: str, power: float) -> CurveSide:
        """One point of the curve of one rule."""
        which = FIXED if rule == FIXED else watched_rule(days)
        settled = self.fixed(days) if rule == FIXED else self.daily(days)
        posterior = _first(self._fit(days), _E_ENDS if which == E_PROCESS else _ENDS)
        low, high = interval_ends(posterior, self.protocol, days, which)
        reach = np.concatenate([self.deviation - low, high - self.deviation])
        return CurveSide(
            settled=settled,
            half_width=_known(np.median(_open_ended(0.5 * (high - low)))),
            detectable=_known(np.quantile(_open_ended(reach), power, method="higher")),
        )

    def _fit(self, days: int) -> DeviationPosterior:
        if days not in self._fits:
            self._fits[days] = self._weeks.fit(days, slice(self._rows(days)))
        return self._fits[days]

    def _look_until(self, days: int) -> None:
        while self._looks[-1] < min(days, self.horizon):
            self._look()

    def _look(self) -> None:
        """Look once more, at the weeks that are still open."""
        last = self._looks[-1]
        days = last + 1 if last < _FULL_DAYS else min(round(last * _STRIDE), self.horizon)
        rows = np.flatnonzero(self._open[: self._rows(days)])
        newly = 0.0
        if rows.size:
            posterior = self._weeks.fit(days, rows)
            settled = verdicts(posterior, self.protocol, days, watched_rule(days)).settled
            self._open[rows[settled]] = False
            newly = float(settled.mean())
        # Of those still open that share was settled now: fewer weeks are followed later, none is wasted.
        self._looks.append(days)
        self._settled.append(1 - (1 - self._settled[-1]) * (1 - newly))

    def _rows(self, days: int) -> int:
        return min(self.most, max(_FULL_DAYS * self.most // days, _FEWEST))


def _first(posterior: DeviationPosterior, rows: int) -> DeviationPosterior:
    beta = posterior.beta
    return replace(
        posterior,
        beta=NormalMixture(weight=beta.weight[:rows], mean=beta.mean[:rows], sd=beta.sd[:rows]),
        reference_weight=posterior.reference_weight[:rows],
        usable=posterior.usable[:rows],
    )


def _open_ended(values: Array) -> Array:
    """Where an end carries no information the distance to it is beyond all measure."""
    return np.asarray(np.where(np.isnan(values), np.inf, values))


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
