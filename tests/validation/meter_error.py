"""The test meter's own error, from a deviation and a certificate: does its interval hold the truth?

Mixed weeks of the bench: test meters good, worn and fast; the reference meter with a certificate whose
reported errors are off by its uncertainty, either all points alike or each on its own, and with drift and
installation as large as the protocol doubts them. Truth is the long-run error of the test meter at this
household, from the bench against a meter without error. Runs at set flows: `flow_runs.py`.

Usage: python tests/validation/meter_error.py [--weeks 2000] [--seed 4]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import stats

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from comparekit.bench.household import Household
from comparekit.bench.meters import BenchMeter
from comparekit.bench.site import BenchRegister, Passed, long_run, run_site
from comparekit.ingest.protocol_file import load_protocol
from comparekit.limits import FlowZones
from comparekit.protocol import SeriesProtocol
from comparekit.readings.meter import Meter
from comparekit.stats.deviation import DeviationPosterior, fit_deviation
from comparekit.stats.interval import Interval
from comparekit.studies.meter_error import error_interval, error_uncertainty
from comparekit.studies.reference_error import ReferenceError, reference_error
from validation.certified_sites import (
    COMPARED,
    PERFECT,
    SITES,
    Site,
    certificate,
    certified_flows,
    doubts,
)

DAYS = (7, 14)
EXPANDED = (0.002, 0.003, 0.005)  # U (k = 2) of the certificate [1]
LEAST = 0.93  # coverage asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What `weeks` weeks of one set-up showed. Errors and widths [1]."""

    household: str
    meter: str
    plate: str
    days: int
    step: float
    expanded: float
    common: bool
    truth: float
    weeks: int
    above: int  # interval wholly above the truth
    below: int
    half_width: float  # median
    rms: float  # of the estimate's error
    uncertainty: float  # root mean square of the stated standard uncertainties

    @property
    def coverage(self) -> float:
        return 1 - (self.above + self.below) / max(self.weeks, 1)

    def p_below(self, least: float) -> float:
        """One-sided exact binomial p of so few hits if the coverage were `least`."""
        return float(stats.binom.cdf(self.weeks - self.above - self.below, self.weeks, least))


def reference_errors(
    site: Site,
    zones: FlowZones,
    expanded: float,
    common: bool,
    weeks: int,
    rng: np.random.Generator,
    told: SeriesProtocol | None = None,
) -> list[ReferenceError]:
    """What the study makes of `weeks` certificates of one meter."""
    protocol, flows = told or load_protocol(site.protocol), certified_flows(zones)
    off = rng.standard_normal((weeks, 1 if common else len(flows))) * np.ones((1, len(flows)))
    return [
        reference_error(
            Meter(certificate=certificate(site.reference, flows, expanded, row)), protocol, zones, COMPARED
        )
        for row in off
    ]


def run_cells(
    site: Site, *, weeks: int, seed: int, truth_days: int = 20_000, told: SeriesProtocol | None = None
) -> list[Cell]:
    """All cells of one household; `told`: a protocol other than the site's to compute by."""
    rng = np.random.default_rng([seed, *site.household.name.encode()])
    protocol = load_protocol(site.protocol)
    errors = {
        (plate, expanded, common): reference_errors(site, zones, expanded, common, weeks, rng, told)
        for plate, zones in site.zones.items()
        for expanded in EXPANDED
        for common in (True, False)
    }
    cells = []
    for test in site.tests:
        truth = long_run(site.household, test, PERFECT, rng, days=truth_days).deviation
        passed = many_weeks(site.household, test, site.reference, rng, weeks=weeks, days=max(DAYS))
        off = 1 + doubts(protocol, weeks, rng)
        for step in site.steps:
            start = rng.uniform(0, 1000, (2, weeks))
            register = BenchRegister(step=step, modulus=1e9)
            shown = (
                register.show(passed.test, start[0]),
                register.show(passed.reference * off[:, None], start[1]),
            )
            for days in DAYS:
                old, new = (np.diff(r[:, : days + 1]) for r in shown)
                fit = fit_deviation(
                    old, new, test_step=step, reference_step=step, prior_scale=protocol.prior_scale
                )
                for (plate, expanded, common), references in errors.items():
                    counts = held(fit, references, truth)
                    cells.append(
                        Cell(
                            household=site.household.name,
                            meter=test.name,
                            plate=plate,
                            days=days,
                            step=step,
                            expanded=expanded,
                            common=common,
                            truth=truth,
                            **counts,
                        )
                    )
    return cells


def many_weeks(
    household: Household,
    test: BenchMeter,
    reference: BenchMeter,
    rng: np.random.Generator,
    *,
    weeks: int,
    days: int,
) -> Passed:
    """Independent weeks, simulated in parts that fit into memory."""
    parts = [min(500, weeks - k) for k in range(0, weeks, 500)]
    runs = [run_site(household, test, reference, rng, weeks=part, days=days) for part in parts]
    return Passed(
        test=np.concatenate([r.test for r in runs]),
        reference=np.concatenate([r.reference for r in runs]),
        times=np.concatenate([r.times for r in runs]),
    )


def held(
    fit: DeviationPosterior, references: Sequence[ReferenceError], truth: float | np.ndarray
) -> dict[str, float]:
    """How often the interval of the test meter's error leaves out the truth, and how wide it is."""
    low, high = fit.interval(0.95)
    estimate, own = fit.estimate, fit.standard_uncertainty
    truths = np.broadcast_to(truth, estimate.shape)
    ends, errors, stated = [], [], []
    for k in np.flatnonzero(fit.usable & np.isfinite(estimate)):
        one, reference = float(estimate[k]), references[k]
        interval = error_interval(one, Interval(low=known(low[k]), high=known(high[k])), reference)
        ends.append((interval.low, interval.high))
        errors.append((1 + one) * (1 + reference.estimate) - 1 - truths[k])
        stated.append(error_uncertainty(one, float(own[k]), reference))
    true = truths[fit.usable & np.isfinite(estimate)]
    lows = np.array([-np.inf if a is None else a for a, _ in ends])
    highs = np.array([np.inf if b is None else b for _, b in ends])
    return {
        "weeks": len(ends),
        "above": int((lows > true).sum()),
        "below": int((highs < true).sum()),
        "half_width": float(np.median((highs - lows) / 2)),
        "rms": float(np.sqrt(np.mean(np.square(errors)))),
        "uncertainty": float(np.sqrt(np.nanmean(np.square(stated)))),
    }


def known(end: float) -> float | None:
    return float(end) if np.isfinite(end) else None


def holm(p: Sequence[float]) -> float:
    """Smallest p-value adjusted for there being many: all others are multiplied with less."""
    return min(1.0, min(p) * len(p))


def lowest(cells: Sequence[Cell]) -> tuple[Cell, float]:
    """The cell with the lowest coverage, and the adjusted p of so low a one if all held `LEAST`."""
    return min(cells, key=lambda c: c.coverage), holm([c.p_below(LEAST) for c in cells])


def table(cells: Sequence[Cell]) -> str:
    """Lowest and mean coverage by household, meter, plate and step, over U, its correlation and the days."""
    lines = [
        "| household | test meter | plate of reference | step | coverage: lowest, mean | too high | too low "
        "| half-width | rms error | stated u |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    keys = dict.fromkeys((c.household, c.meter, c.plate, c.step) for c in cells)
    for key in keys:
        mine = [c for c in cells if (c.household, c.meter, c.plate, c.step) == key]
        cover = [c.coverage for c in mine]
        total = sum(c.weeks for c in mine)
        shown = [
            f"{min(cover):.3f}, {np.mean(cover):.3f}",
            f"{sum(c.above for c in mine) / total:.3f}",
            f"{sum(c.below for c in mine) / total:.3f}",
            *(
                f"{100 * float(np.median([getattr(c, n) for c in mine])):.2g} %"
                for n in ("half_width", "rms", "uncertainty")
            ),
        ]
        lines.append(f"| {key[0]} | {key[1]} | {key[2]} | {key[3]:g} | {' | '.join(shown)} |")
    return "\n".join(lines)


def summary(cells: Sequence[Cell]) -> str:
    worst, p = lowest(cells)
    mean = float(np.mean([c.coverage for c in cells]))
    holds = "yes" if p > 0.05 else "**no**"
    return (
        "| required | found | holds |\n|---|---|---|\n"
        f"| no cell significantly below {LEAST} (exact binomial, Holm) | lowest {worst.coverage:.3f} of "
        f"{len(cells)} cells ({worst.household}, {worst.meter}, {worst.plate}, {worst.days} days, step "
        f"{worst.step:g}, U {100 * worst.expanded:g} %), adjusted p {p:.2f}; mean {mean:.3f} | {holds} |"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    from validation.flow_runs import report

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args(arguments)
    cells = [cell for site in SITES for cell in run_cells(site, weeks=options.weeks, seed=options.seed)]
    print(f"### Mixed weeks: {len(cells)} cells of {options.weeks} weeks\n")
    print(summary(cells), table(cells), sep="\n\n")
    print(report(options.weeks, options.seed))
    return 0 if lowest(cells)[1] > 0.05 else 1


if __name__ == "__main__":
    sys.exit(main())
