"""Coverage, bias and width of the deviation model on the virtual bench, cell by cell.

One simulation of 30 days a household, meter pair and unsteadiness; every step and every shorter log
looks at the same weeks. Truth comes from a separate long run of the bench.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import stats

from comparekit.bench.gas import GAS_BOILER_HOME, GAS_FAST, GAS_GOOD, GAS_WORN
from comparekit.bench.household import FAMILY, GAS_HOME, LARGE, POWER_HOME, Household
from comparekit.bench.meters import FAST, GAS_NEW, GOOD, NEW, POWER_NEW, WORN, BenchMeter
from comparekit.bench.power import POWER_CAR_HOME, POWER_FAST, POWER_GOOD, POWER_WORN
from comparekit.bench.site import BenchRegister, Passed, Truth, Visits, long_run, run_site
from comparekit.stats.deviation import PRIOR_SCALE, fit_deviation

HOUSEHOLDS = (FAMILY, LARGE)
METERS = (GOOD, WORN, FAST)
SIGMAS = (0.0, 0.003, 0.01, 0.02)
DAYS = (3, 7, 14, 30)
STEPS = (
    (0.0001, 0.0001),
    (0.001, 0.001),
    (0.01, 0.01),
    (0.1, 0.1),
    (1.0, 1.0),
    (0.0001, 1.0),
    (1.0, 0.0001),
    (0.001, 0.1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Utility:
    """What one utility is validated on: homes, meters, and the steps of their registers [unit].

    `fine` and `coarse` are the steps that the requirements on the finding and on the width against the
    paired t speak of: about 1/400 and 1/40 of a day's use.
    """

    unit: str
    households: tuple[Household, ...]
    meters: tuple[BenchMeter, ...]  # the first is the good one
    reference: BenchMeter
    steps: tuple[tuple[float, float], ...]
    fine: float
    coarse: float


UTILITIES = {
    "water": Utility(
        unit="m3",
        households=HOUSEHOLDS,
        meters=METERS,
        reference=NEW,
        steps=STEPS,
        fine=0.001,
        coarse=0.01,
    ),
    "gas": Utility(
        unit="m3",
        households=(GAS_HOME, GAS_BOILER_HOME),
        meters=(GAS_GOOD, GAS_WORN, GAS_FAST),
        reference=GAS_NEW,
        steps=(
            (0.001, 0.001), (0.01, 0.01), (0.1, 0.1), (1.0, 1.0), (0.001, 1.0), (1.0, 0.001), (0.001, 0.1),
        ),
        fine=0.001,
        coarse=0.01,
    ),
    "electricity": Utility(
        unit="kWh",
        households=(POWER_HOME, POWER_CAR_HOME),
        meters=(POWER_GOOD, POWER_WORN, POWER_FAST),
        reference=POWER_NEW,
        steps=((0.01, 0.01), (0.1, 0.1), (1.0, 1.0), (0.01, 1.0), (1.0, 0.01), (0.01, 0.1)),
        fine=0.01,
        coarse=0.1,
    ),
}  # fmt: skip
WATER = UTILITIES["water"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its coordinates, and what `weeks` simulated weeks showed."""

    household: str
    meter: str
    sigma_wanted: float  # 0, 0.3, 1 or 2 % [1]
    days: int
    test_step: float
    reference_step: float
    sigma: float  # true day-to-day sigma at the visits as made [1]
    truth: float  # long-run deviation [1]
    volume: float  # mean reference volume [unit]
    weeks: int
    usable: float  # share of weeks with a ratio
    answered: int  # weeks with a ratio
    misses_above: int  # interval wholly above the truth
    misses_below: int
    bias: float  # mean error [1]
    bias_error: float  # its simulation error [1]
    uncertainty: float  # mean standard uncertainty [1]
    half_width: float  # median [1]
    told_half_width: float  # median, sigma told [1]
    flagged: float  # share of weeks with the unsteadiness finding
    t_coverage: float
    t_half_width: float  # median [1]
    t_silent: float  # share of weeks in which the daily differences have no spread

    @property
    def coverage(self) -> float:
        return 1 - (self.misses_above + self.misses_below) / max(self.answered, 1)

    def p_below(self, least: float) -> float:
        """One-sided exact binomial p of so few hits if the coverage were `least`."""
        covered = self.answered - self.misses_above - self.misses_below
        return float(stats.binom.cdf(covered, self.answered, least))


def scenarios(
    households: tuple[Household, ...] = HOUSEHOLDS,
    meters: tuple[BenchMeter, ...] = METERS,
    sigmas: tuple[float, ...] = SIGMAS,
) -> Iterator[tuple[Household, BenchMeter, float]]:
    for household in households:
        for meter in meters:
            for sigma in sigmas:
                yield household, meter, sigma


def run_cells(
    household: Household,
    meter: BenchMeter,
    sigma: float,
    *,
    weeks: int,
    seed: int,
    days: tuple[int, ...] = DAYS,
    steps: tuple[tuple[float, float], ...] = STEPS,
    prior_scale: float = PRIOR_SCALE,
    truth_days: int = 20_000,
    visits: Visits | None = None,
    reference: BenchMeter = NEW,
) -> list[Cell]:
    """All cells of one household, meter and unsteadiness."""
    name = [*household.name.encode(), *meter.name.encode(), round(sigma * 1e4)]
    rng = np.random.default_rng([seed, *name])
    mix = long_run(household, meter, reference, rng, days=truth_days, visits=visits)
    # The meters' own unsteadiness fills up what scatter and flow mix leave of the sigma wanted.
    missing = max(sigma**2 - mix.sigma**2, 0.0) / (1 + mix.volume_cv**2)
    test = meter.unsteady(float(np.sqrt(missing)))
    truth = long_run(household, test, reference, rng, days=truth_days, visits=visits)
    part = min(weeks, 500)
    runs = [
        run_site(household, test, reference, rng, weeks=part, days=max(days), visits=visits)
        for _ in range(weeks // part)
    ]
    passed = Passed(
        test=np.concatenate([r.test for r in runs]),
        reference=np.concatenate([r.reference for r in runs]),
        times=np.concatenate([r.times for r in runs]),
    )
    cells = []
    for test_step, ref_step in steps:
        start = rng.uniform(0, 1000, (2, len(passed.test)))
        shown_test = BenchRegister(step=test_step, modulus=1e9).show(passed.test, start[0])
        shown_ref = BenchRegister(step=ref_step, modulus=1e9).show(passed.reference, start[1])
        for n in days:
            increments = np.diff(shown_test[:, : n + 1]), np.diff(shown_ref[:, : n + 1])
            cells.append(_cell(household, meter, sigma, truth, *increments, test_step, ref_step, prior_scale))
    return cells


def _cell(
    household: Household,
    meter: BenchMeter,
    wanted: float,
    truth: Truth,
    test: np.ndarray,
    ref: np.ndarray,
    test_step: float,
    ref_step: float,
    prior_scale: float,
) -> Cell:
    steps = {"test_step": test_step, "reference_step": ref_step}
    fit = fit_deviation(test, ref, **steps, prior_scale=prior_scale)
    low, high = fit.interval(0.95)
    told_low, told_high = fit_deviation(test, ref, **steps, sigma=truth.sigma).interval(0.95)
    ok = fit.usable
    above = ok & (np.nan_to_num(low, nan=-np.inf) > truth.deviation)
    below = ok & (np.nan_to_num(high, nan=np.inf) < truth.deviation)
    error = fit.estimate[ok] - truth.deviation
    error = error[np.isfinite(error)]
    t_cover, t_half, t_silent = paired_t(test, ref, truth.deviation, ok)
    return Cell(
        household=household.name,
        meter=meter.name,
        sigma_wanted=wanted,
        days=test.shape[1],
        test_step=test_step,
        reference_step=ref_step,
        sigma=truth.sigma,
        truth=truth.deviation,
        volume=float(ref.sum(axis=1).mean()),
        weeks=len(test),
        usable=float(ok.mean()),
        answered=int(ok.sum()),
        misses_above=int(above.sum()),
        misses_below=int(below.sum()),
        bias=float(error.mean()) if error.size else np.nan,
        bias_error=float(error.std() / np.sqrt(error.size)) if error.size else np.nan,
        uncertainty=float(_median_known(fit.standard_uncertainty[ok], np.nanmean)),
        half_width=_median_known(0.5 * (high - low)[ok]),
        told_half_width=_median_known(0.5 * (told_high - told_low)[ok]),
        flagged=float((fit.sigma_median[ok] > 0.015).mean()) if ok.any() else np.nan,
        t_coverage=t_cover,
        t_half_width=t_half,
        t_silent=t_silent,
    )


def _median_known(values: np.ndarray, how=np.nanmedian) -> float:
    return float(how(values)) if np.isfinite(values).any() else float("nan")


def paired_t(test: np.ndarray, ref: np.ndarray, truth: float, ok: np.ndarray) -> tuple[float, float, float]:
    """What a spreadsheet does: a t interval of the daily differences over the mean daily volume.

    Returns coverage, median half-width and the share of weeks in which the daily differences show no
    spread at all. In those weeks the t statistic is 0/0 and the interval a single point: it counts as
    what it says, which is nearly always a miss.
    """
    y, v = (test - ref)[ok], ref[ok].mean(axis=1)
    if not len(y):
        return np.nan, np.nan, np.nan
    n = y.shape[1]
    centre, half = y.mean(axis=1) / v, stats.t.ppf(0.975, n - 1) * y.std(axis=1, ddof=1) / np.sqrt(n) / v
    covered = np.abs(centre - truth) <= half
    return float(covered.mean()), float(np.median(half)), float((half <= 1e-9).mean())
