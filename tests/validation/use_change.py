"""Coverage of the change of use, on simulated households, from three bills to two years of days.

Usage: python tests/validation/use_change.py [--runs 1000] [--seed 31]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy import stats

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from comparekit.bench.years import UseScenario, simulate_use
from comparekit.ingest.replacement_file import load_replacement_protocol
from comparekit.readings.usage import BILLS, UsageSeries, usage_series
from comparekit.studies.use_blocks import use_blocks
from comparekit.studies.use_change import (
    CONTINUATION,
    CONTROLS,
    PERIODS,
    SAME_MONTHS,
    WEATHER,
    of_periods,
    use_change,
)
from validation.requirements import Check

WATER = load_replacement_protocol("water-replacement")
FACTOR = 0.7  # what the replacement did
_DAY = np.timedelta64(86_400_000_000_000, "ns")
_MONTH = 30  # d

#: Name, days before and after, whether they become bills.
RECORDS = (
    ("3 bills + 1", 90, 30, True),
    ("5 bills + 1", 150, 30, True),
    ("12 bills + 3", 360, 90, True),
    ("24 bills + 6", 720, 180, True),
    ("21 days + 14", 21, 14, False),
    ("60 days + 21", 60, 21, False),
    ("120 days + 60", 120, 60, False),
    ("365 days + 90", 365, 90, False),
    ("500 days + 230", 500, 230, False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCell:
    """One record under one kind of noise: how often the interval held the true factor, how wide it was."""

    record: str
    level: str
    scatter: float
    correlation: float
    season: float
    runs: int
    held: int
    width: float

    @property
    def coverage(self) -> float:
        return self.held / self.runs

    @property
    def p_below(self) -> float:
        return float(stats.binom.cdf(self.held, self.runs, 0.93))


def run_use_change(
    runs: int,
    *,
    seed: int,
    records: tuple[tuple[str, int, int, bool], ...] = RECORDS,
    scatters: tuple[float, ...] = (0.3, 0.6),
    correlations: tuple[float, ...] = (0.0, 0.5),
    seasons: tuple[float, ...] = (0.0, 0.15),
) -> Iterator[UseCell]:
    """Every cell of the level of evidence that only knows the record itself.

    The noise of days is that of the household; noise of bills is theirs: monthly scatter of a third of the
    daily one, correlated from bill to bill. The season's top lies at a random time of year.
    """
    for name, before, after, billed in records:
        for scatter in scatters:
            for correlation in correlations:
                for season in seasons:
                    scenario = UseScenario(
                        before=before, after=after, scatter=scatter, correlation=correlation,
                        season=season, meter=FACTOR,
                    )  # fmt: skip
                    yield _cell(name, scenario, billed, runs, np.random.default_rng(seed))


def run_levels(runs: int, *, seed: int) -> Iterator[UseCell]:
    """Every other level, on a year and a half of days with weather and two neighbours."""
    for correlation in (0.0, 0.5):
        scenario = UseScenario(
            before=450, after=100, scatter=0.35, correlation=correlation, season=0.1, per_degree=0.03,
            neighbours=2, meter=FACTOR,
        )  # fmt: skip
        held = dict.fromkeys((WEATHER, CONTROLS, SAME_MONTHS, CONTINUATION), 0)
        widths: dict[str, list[float]] = {level: [] for level in held}
        rng = np.random.default_rng(seed)
        for _ in range(runs):
            usage = simulate_use(replace(scenario, season_day=float(rng.uniform(0, 365))), rng)
            for one in use_change(use_blocks(usage, scenario.replaced), WATER):
                if one.level in held:
                    ends = one.interval()
                    held[one.level] += not ends.excludes(FACTOR)
                    widths[one.level].append(_half_width(ends.low, ends.high))
        for level, count in held.items():
            yield UseCell(
                record="450 days + 100", level=level, scatter=0.35, correlation=correlation, season=0.1,
                runs=runs, held=count, width=float(np.median(widths[level])),
            )  # fmt: skip


def _cell(name: str, scenario: UseScenario, billed: bool, runs: int, rng: np.random.Generator) -> UseCell:
    held, widths = 0, []
    for _ in range(runs):
        drawn = replace(scenario, season_day=float(rng.uniform(0, 365)))
        usage = _bills(drawn, rng) if billed else simulate_use(drawn, rng)
        one = of_periods(use_blocks(usage, drawn.replaced), WATER)
        ends = one.interval()
        held += not ends.excludes(FACTOR)
        widths.append(_half_width(ends.low, ends.high))
    return UseCell(
        record=name,
        level=PERIODS,
        scatter=scenario.scatter,
        correlation=scenario.correlation,
        season=scenario.season,
        runs=runs,
        held=held,
        width=float(np.median(widths)),
    )


def _bills(scenario: UseScenario, rng: np.random.Generator) -> UsageSeries:
    """Bills of thirty days in whole m3, their scatter correlated from bill to bill."""
    before, after = scenario.before // _MONTH, scenario.after // _MONTH
    k = np.arange(-before, after)
    noise = rng.standard_normal(k.size)
    for i in range(1, k.size):
        fresh = np.sqrt(1 - scenario.correlation**2) * noise[i]
        noise[i] = scenario.correlation * noise[i - 1] + fresh
    angle = 2 * np.pi * ((k + 0.5) * _MONTH - scenario.season_day) / 365.2425
    rate = np.exp(scenario.scatter / 3 * noise + scenario.season * np.cos(angle))
    rate = np.where(k >= 0, rate * scenario.meter, rate) * 0.6
    start = scenario.replaced + k * _MONTH * _DAY
    return usage_series(start, start + _MONTH * _DAY, np.round(rate * _MONTH), half_width=0.5, kind=BILLS)


def _half_width(low: float | None, high: float | None) -> float:
    """Half the interval of the logarithm."""
    return float("inf") if low is None or high is None else 0.5 * float(np.log(high / low))


def check_use_change(cells: list[UseCell]) -> list[Check]:
    """No cell significantly below 0.93 (one-sided exact binomial, Holm over the cells)."""
    adjusted = np.sort([cell.p_below for cell in cells]) * np.arange(len(cells), 0, -1)
    worst = min(cells, key=lambda cell: cell.coverage)
    return [
        Check(
            "95 % interval of the change: no cell significantly below 0.93 (exact binomial, Holm)",
            f"lowest {worst.coverage:.3f} ({worst.record}, {worst.level}, scatter {worst.scatter:g}, "
            f"correlation {worst.correlation:g}, season {worst.season:g}) of {len(cells)} cells, "
            f"smallest Holm-adjusted p {min(1.0, float(adjusted[0])):.2f}",
            bool(adjusted[0] > 0.05),
        )
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=31)
    given = parser.parse_args()
    cells = []
    print("| record | level | scatter of days | correlation | season | coverage | half-width of the log |")
    print("|---|---|---|---|---|---|---|")
    for source in (run_use_change(given.runs, seed=given.seed), run_levels(given.runs // 4, seed=given.seed)):
        for cell in source:
            cells.append(cell)
            print(
                f"| {cell.record} | {cell.level} | {cell.scatter:g} | {cell.correlation:g} | {cell.season:g} "
                f"| {cell.coverage:.3f} | {cell.width:.3f} |",
                flush=True,
            )
    for check in check_use_change(cells):
        print(f"\n{'holds' if check.holds else 'FAILS'}: {check.asked}: {check.found}")


if __name__ == "__main__":
    main()
