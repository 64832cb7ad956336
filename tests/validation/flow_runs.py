"""Runs at set flows: do the intervals of each point hold, and does a "pass" mean what it says?

Two or three runs at Q2, 0.3 Q3 and 0.9 Q3 with the volumes of ``water-bench-quick``; the ratio of the two
meters scatters from run to run by the repeatability; registers of any step; a certificate as in
`meter_error.py`, with drift and installation as large as the protocol doubts them.

Printed by `meter_error.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy import stats

from comparekit.bench.meters import GOOD, NEW, BenchMeter
from comparekit.bench.site import BenchRegister
from comparekit.ingest.protocol_file import load_protocol
from comparekit.readings.meter import Meter
from comparekit.stats.deviation import DeviationPosterior, fit_deviation
from comparekit.stats.interval import Interval
from comparekit.studies.flow_runs import point_conformity
from comparekit.studies.meter_error import error_interval
from comparekit.studies.reference_error import ReferenceError, reference_error_at
from validation.certified_sites import COMPARED, certificate, certified_flows, doubts, water_zones
from validation.meter_error import LEAST, holm, known

PROTOCOL = load_protocol("water-bench-quick")
FLOWS = (0.04, 0.75, 2.25)  # Q2 of R100, 0.3 Q3, 0.9 Q3 [m3/h]
RUNS = (2, 3)
REPEATABILITY = (0.0, 0.001, 0.003, 0.006)  # of the ratio from run to run [1]
STEPS = (0.00001, 0.0001, 0.001)
EXPANDED = 0.003
FALSE_PASS = 0.025  # ILAC-G8:09/2019: w = U accepts wrongly in less than 2.5 % of cases


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCell:
    """What many repetitions of the runs at one flow showed."""

    flow: float
    runs: int
    repeatability: float
    step: float
    answered: int
    deviation_missed: int
    error_missed: int
    half_width: float  # of the error's interval, median [1]
    false_passes: int  # "pass" of a meter whose error lies just beyond the limit
    judged: int

    @property
    def coverage(self) -> float:
        """Of the error's interval."""
        return 1 - self.error_missed / self.answered

    @property
    def deviation_coverage(self) -> float:
        return 1 - self.deviation_missed / self.answered


def run_cells(
    *, repetitions: int, seed: int, prior_scale: float | None = None, reference: BenchMeter = NEW
) -> list[RunCell]:
    """All cells: flows x runs x repeatability x steps."""
    rng = np.random.default_rng([seed, 17])
    scale = PROTOCOL.prior_scale if prior_scale is None else prior_scale
    zones = water_zones(100)
    certified = [
        Meter(certificate=certificate(reference, certified_flows(zones), EXPANDED, row))
        for row in rng.standard_normal((repetitions, 4))
    ]
    at = {flow: [reference_error_at(flow, m, PROTOCOL, COMPARED) for m in certified] for flow in FLOWS}
    off = doubts(PROTOCOL, repetitions, rng)
    settings: Iterator[tuple[int, int, float, float]] = product(range(3), RUNS, REPEATABILITY, STEPS)
    cells = []
    for k, runs, repeatability, step in settings:
        flow, own = FLOWS[k], float(GOOD.error(np.array([FLOWS[k]]))[0])
        site = float(reference.error(np.array([flow]))[0]) + off
        volume = PROTOCOL.plan.points[k].volume
        fit = _runs(own, site, volume, runs, repeatability, step, scale, rng)
        missed, wide, answered = _missed(fit, at[flow], own)
        low, high = fit.interval(0.95)
        truth = (1 + own) / (1 + site) - 1
        limit = PROTOCOL.limits.at("upper", in_service=False)
        beyond = _runs(limit * 1.0001, site, volume, runs, repeatability, step, scale, rng)
        passes, judged = _passes(beyond, at[flow], limit)
        cells.append(
            RunCell(
                flow=flow,
                runs=runs,
                repeatability=repeatability,
                step=step,
                answered=answered,
                deviation_missed=int(((low > truth) | (high < truth)).sum()),
                error_missed=missed,
                half_width=wide,
                false_passes=passes,
                judged=judged,
            )
        )
    return cells


def _runs(
    own: float,
    site: np.ndarray,
    volume: float,
    runs: int,
    repeatability: float,
    step: float,
    scale: float,
    rng: np.random.Generator,
) -> DeviationPosterior:
    """Both registers over runs of a little more than `volume`, as the model sees them."""
    size = (len(site), runs)
    passed = volume * rng.uniform(1.0, 1.1, size)
    scatter = 1 + repeatability / np.sqrt(2) * rng.standard_normal((2, *size))
    register = BenchRegister(step=step, modulus=1e9)
    shown = []
    for error, part in ((np.full(len(site), own), scatter[0]), (site, scatter[1])):
        total = np.cumsum(passed * (1 + error[:, None]) * part, axis=1)
        total = np.concatenate([np.zeros((len(site), 1)), total], axis=1)
        shown.append(np.diff(register.show(total, rng.uniform(0, 100, len(site)))))
    return fit_deviation(shown[0], shown[1], test_step=step, reference_step=step, prior_scale=scale)


def _missed(
    fit: DeviationPosterior, references: Sequence[ReferenceError], truth: float
) -> tuple[int, float, int]:
    low, high = fit.interval(0.95)
    missed, wide = 0, []
    rows = np.flatnonzero(np.isfinite(fit.estimate))
    for k in rows:
        ends = Interval(low=known(low[k]), high=known(high[k]))
        interval = error_interval(float(fit.estimate[k]), ends, references[k])
        missed += interval.excludes(truth)
        wide.append(interval.half_width if interval.half_width is not None else np.inf)
    return missed, float(np.median(wide)), len(rows)


def _passes(fit: DeviationPosterior, references: Sequence[ReferenceError], limit: float) -> tuple[int, int]:
    passes = judged = 0
    for k in range(len(references)):
        conformity = point_conformity(row(fit, k), references[k], limit, None)
        judged += conformity is not None
        passes += conformity is not None and conformity.decision == "pass"
    return passes, judged


def row(fit: DeviationPosterior, k: int) -> DeviationPosterior:
    """One comparison out of a batch."""
    beta = type(fit.beta)(weight=fit.beta.weight[k], mean=fit.beta.mean[k], sd=fit.beta.sd[k])
    return DeviationPosterior(
        beta=beta, reference_weight=fit.reference_weight[k], sigma=fit.sigma, usable=fit.usable[k]
    )


def checks(cells: Sequence[RunCell]) -> list[tuple[str, str, bool]]:
    """What is asked, what was found, whether it holds."""
    out = []
    for name, missed in (("error", "error_missed"), ("deviation", "deviation_missed")):
        p = holm([float(stats.binom.cdf(c.answered - getattr(c, missed), c.answered, LEAST)) for c in cells])
        lowest = min(1 - getattr(c, missed) / c.answered for c in cells)
        asked = f"95 % interval of the {name} at a point: no cell significantly below {LEAST}"
        out.append((asked, f"lowest {lowest:.3f} of {len(cells)} cells, adjusted p {p:.2f}", p > 0.05))
    p = holm([float(stats.binom.sf(c.false_passes - 1, c.judged, FALSE_PASS)) for c in cells if c.judged])
    worst = max(c.false_passes / c.judged for c in cells if c.judged)
    asked = "a meter just beyond its limit passes in no more than 2.5 % of cases"
    out.append((asked, f"largest {worst:.3f}, adjusted p {p:.2f}", p > 0.05))
    return out


def report(repetitions: int, seed: int) -> str:
    """Requirements and table in markdown."""
    cells = run_cells(repetitions=repetitions, seed=seed)
    lines = [f"\n### Runs at set flows: {len(cells)} cells of {repetitions}\n"]
    lines += ["| required | found | holds |", "|---|---|---|"]
    lines += [f"| {a} | {f} | {'yes' if ok else '**no**'} |" for a, f, ok in checks(cells)]
    lines += ["", "| flow (m³/h) | runs | step (m³) | error: lowest, mean coverage | half-width "
              "| deviation: lowest | pass beyond the limit |", "|---|---|---|---|---|---|---|"]  # fmt: skip
    for flow, runs, step in product(FLOWS, RUNS, STEPS):
        mine = [c for c in cells if (c.flow, c.runs, c.step) == (flow, runs, step)]
        cover = [c.coverage for c in mine]
        lines.append(
            f"| {flow:g} | {runs} | {step:.0e} | {min(cover):.3f}, {np.mean(cover):.3f} "
            f"| {100 * np.median([c.half_width for c in mine]):.2g} % "
            f"| {min(c.deviation_coverage for c in mine):.3f} "
            f"| {max(c.false_passes / max(c.judged, 1) for c in mine):.3f} |"
        )
    return "\n".join(lines)
