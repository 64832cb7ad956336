"""The recorded run of telemetry: clocks found, deviation covered, cell by cell, as Markdown tables.

Usage: python tests/validation/telemetry.py [--runs 300] [--seed 3]

Every run has its own clock offset within ±30 min and drift within ±20 s/d. Half of the runs report
on the hour, each meter by its own clock (stamps agree, moments do not); the others at any phase. Two
readings in a hundred are lost. The deviation is fitted twice: with the clocks as they are, and with the
test clock shifted by the estimate. Truth comes from a separate long run of the bench.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import stats

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from comparekit.alignment.clocks import estimate_clocks, shift_clock
from comparekit.alignment.resample import is_telemetry, resample_days
from comparekit.bench.household import FAMILY, LARGE, Household
from comparekit.bench.meters import FAST, GOOD, NEW, WORN, BenchMeter
from comparekit.bench.site import BenchRegister, long_run
from comparekit.bench.telemetry import telemeter
from comparekit.registers.clean import CleanRegister, clean_register
from comparekit.stats.deviation import fit_deviation

HOUSEHOLDS = (FAMILY, LARGE)
METERS = (GOOD, WORN, FAST)
INTERVALS = (15, 60)
STEPS = (0.001, 0.01)
DAYS = (7, 30)
FIRST = np.datetime64("2025-05-05T16:00:00", "ns")
ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True, kw_only=True)
class TelemetryCell:
    """One cell: its coordinates, and what its runs showed."""

    household: str
    meter: str
    interval_min: int
    step: float
    days: int
    runs: int
    usable: int  # runs with a clock estimate
    offset_held: int  # of those, true offset inside its interval
    offset_half_width: float  # median [min]
    offset_bias: float  # mean error [min]
    drift_held: int
    drift_half_width: float  # median [s/d]
    held: int  # runs whose deviation interval holds the truth, clocks as they are
    misses_above: int
    half_width: float  # median [1]
    held_shifted: int  # the same after shift_clock, where usable
    half_width_shifted: float
    error_shifted: float  # root mean square error of the estimate [1]

    @property
    def p_below(self) -> float:
        """One-sided exact binomial p that the coverage of the deviation is below 0.93."""
        return float(stats.binom.cdf(self.held, self.runs, 0.93))

    @property
    def p_below_shifted(self) -> float:
        return float(stats.binom.cdf(self.held_shifted, self.runs, 0.93))


def scenarios() -> Iterator[tuple[Household, BenchMeter, int, float, int]]:
    for household in HOUSEHOLDS:
        for meter in METERS:
            for interval in INTERVALS:
                for step in STEPS:
                    for days in DAYS:
                        yield household, meter, interval, step, days


def run_cell(
    household: Household,
    meter: BenchMeter,
    interval: int,
    step: float,
    days: int,
    *,
    runs: int,
    seed: int,
    truth_days: int = 20_000,
) -> TelemetryCell:
    name = [*household.name.encode(), *meter.name.encode(), interval, round(step * 1e4), days]
    rng = np.random.default_rng([seed, *name])
    truth = long_run(household, meter, NEW, rng, days=truth_days).deviation
    rows = [_run(household, meter, interval, step, days, k, truth, rng) for k in range(runs)]
    columns = {key: np.array([row[key] for row in rows], float) for key in rows[0]}
    known = columns["usable"] > 0

    def middle(key: str, some: object = slice(None)) -> float:
        return float(np.median(columns[key][some]))

    def count(key: str, some: object = slice(None)) -> int:
        return int(columns[key][some].sum())

    return TelemetryCell(
        household=household.name,
        meter=meter.name,
        interval_min=interval,
        step=step,
        days=days,
        runs=runs,
        usable=int(known.sum()),
        offset_held=count("offset_held", known),
        offset_half_width=middle("offset_half", known),
        offset_bias=float(columns["offset_error"][known].mean()),
        drift_held=count("drift_held", known),
        drift_half_width=middle("drift_half", known),
        held=count("held"),
        misses_above=count("above"),
        half_width=middle("half"),
        held_shifted=count("held_shifted"),
        half_width_shifted=middle("half_shifted"),
        error_shifted=float(np.sqrt((columns["error_shifted"] ** 2).mean())),
    )


def _run(
    household: Household,
    meter: BenchMeter,
    interval: int,
    step: float,
    days: int,
    number: int,
    truth: float,
    rng: np.random.Generator,
) -> dict[str, float]:
    log = telemeter(
        household,
        meter,
        NEW,
        rng,
        days=days,
        interval_min=interval,
        jitter_min=2.0,
        offset_min=rng.uniform(-30, 30),
        drift_s_per_day=rng.uniform(-20, 20),
        loss=0.02,
        test_register=BenchRegister(step=step),
        reference_register=BenchRegister(step=step),
        phases_min=(0.0, 0.0) if number % 2 else None,
        first_day=FIRST,
    )
    test, reference = (
        clean_register(series, role=role, overload_flow=3.125)[0]
        for role, series in (("test", log.test), ("reference", log.reference))
    )
    assert is_telemetry(test, reference)
    clocks, _ = estimate_clocks(test, reference)
    off_middle = (clocks.epoch - FIRST) / np.timedelta64(1, "D") - days / 2
    offset = log.offset_min + log.drift_s_per_day / 60 * off_middle
    low, high, estimate = deviation(test, reference)
    shifted = (low, high, estimate)
    if clocks.usable:
        shifted = deviation(shift_clock(test, clocks), reference)
    return {
        "usable": clocks.usable,
        "offset_held": clocks.offset_low <= offset <= clocks.offset_high,
        "offset_half": (clocks.offset_high - clocks.offset_low) / 2,
        "offset_error": clocks.offset_min - offset,
        "drift_held": clocks.drift_low <= log.drift_s_per_day <= clocks.drift_high,
        "drift_half": (clocks.drift_high - clocks.drift_low) / 2,
        "held": low <= truth <= high,
        "above": low > truth,
        "half": (high - low) / 2,
        "held_shifted": shifted[0] <= truth <= shifted[1],
        "half_shifted": (shifted[1] - shifted[0]) / 2,
        "error_shifted": shifted[2] - truth,
    }


def deviation(test: CleanRegister, reference: CleanRegister) -> tuple[float, float, float]:
    """Interval and estimate of the long-run deviation; an end without information is infinite."""
    pair, _ = resample_days(test, reference, timezone=ZONE)
    fit = fit_deviation(
        pair.test_volumes,
        pair.reference_volumes,
        test_step=pair.test_steps,
        reference_step=pair.reference_steps,
        test_variance=pair.test_variance,
        reference_variance=pair.reference_variance,
    )
    low, high = fit.interval(0.95)
    ends = np.nan_to_num(low, nan=-np.inf), np.nan_to_num(high, nan=np.inf)
    return float(ends[0]), float(ends[1]), float(fit.estimate)


def requirements(cells: Sequence[TelemetryCell]) -> list[tuple[str, str, bool]]:
    """What is required, what was found, whether it holds."""
    usable = sum(c.usable for c in cells)
    offset = sum(c.offset_held for c in cells) / usable
    drift = sum(c.drift_held for c in cells) / usable
    worst = min(cells, key=lambda c: c.offset_held / c.usable)
    rows = [
        (
            "true offset inside its interval in >= 93 % of runs",
            f"{offset:.3f}; lowest cell {worst.offset_held / worst.usable:.3f}; "
            f"usable in {usable / sum(c.runs for c in cells):.3f}",
            offset >= 0.93,
        ),
        ("true drift inside its interval in >= 93 % of runs", f"{drift:.3f}", drift >= 0.93),
    ]
    for word, held, p in (
        ("clocks as they are", "held", "p_below"),
        ("test clock shifted", "held_shifted", "p_below_shifted"),
    ):
        shares = np.array([getattr(c, held) / c.runs for c in cells])
        adjusted = min(1.0, min(getattr(c, p) for c in cells) * len(cells))
        rows.append(
            (
                f"deviation, {word}: no cell significantly below 0.93 (exact binomial, Holm)",
                f"lowest {shares.min():.3f}, p {adjusted:.2f}",
                adjusted > 0.05,
            )
        )
        rows.append(
            (
                f"deviation, {word}: mean coverage >= 0.945",
                f"{shares.mean():.3f}",
                bool(shares.mean() >= 0.945),
            )
        )
    return rows


def table(cells: Sequence[TelemetryCell]) -> str:
    lines = [
        "| meter | every (min) | step (m³) | days | usable | offset held | ± (min) | bias (min) | drift held "
        "| ± (s/d) | deviation held | ± | shifted: held | ± | rms error |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for c in cells:
        known = max(c.usable, 1)
        lines.append(
            f"| {c.meter} | {c.interval_min} | {c.step:g} | {c.days} | {c.usable / c.runs:.2f} "
            f"| {c.offset_held / known:.3f} | {c.offset_half_width:.2g} | {c.offset_bias:+.2f} "
            f"| {c.drift_held / known:.3f} | {c.drift_half_width:.2g} "
            f"| {c.held / c.runs:.3f} | {100 * c.half_width:.2g} % "
            f"| {c.held_shifted / c.runs:.3f} | {100 * c.half_width_shifted:.2g} % "
            f"| {100 * c.error_shifted:.2g} % |"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args(arguments)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(run_cell, *at, runs=options.runs, seed=options.seed) for at in scenarios()]
        cells = [job.result() for job in jobs]
    holds = True
    for name in dict.fromkeys(c.household for c in cells):
        mine = [c for c in cells if c.household == name]
        print(f"\n### Household `{name}`: {len(mine)} cells of {options.runs} runs\n")
        print("| required | found | holds |\n|---|---|---|")
        for asked, found, kept in requirements(mine):
            holds &= kept
            print(f"| {asked} | {found} | {'yes' if kept else '**no**'} |")
        print(f"\n{table(mine)}")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
