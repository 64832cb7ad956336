"""Coverage of the change of use where the replacement lies within the last bill, and changes made up.

Such a bill is a mixture: its days before at the old rate, those after at the new one, and the whole of it
scatters as bills do.

Usage: python tests/validation/use_mid_bill.py [--runs 300] [--seed 71]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import stats

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from comparekit.readings.usage import BILLS, UsageSeries, usage_series
from comparekit.studies.use_blocks import use_blocks
from comparekit.studies.use_change import use_change
from validation.requirements import Check
from validation.use_change import WATER

BEFORE = (5, 8, 12)  # bills wholly before
SHARES = (0.25, 0.5, 0.75)  # of the last bill, after the replacement
SCATTERS = (0.1, 0.2, 0.3)
FACTORS = (0.7, 1.0, 1.5)
_MONTH = 30.0  # d
_USED = 15.0  # m3 a bill before
_DAY = np.timedelta64(86_400_000_000_000, "ns")
_FIRST = np.datetime64("2024-03-01T16:00", "ns")


@dataclass(frozen=True, slots=True, kw_only=True)
class MidBillCell:
    """One kind of record: how often the interval held the factor, and how often it left out no change."""

    before: int
    share: float
    scatter: float
    factor: float
    runs: int
    held: int
    told: int
    estimate: float
    width: float

    @property
    def coverage(self) -> float:
        return self.held / self.runs


def run_mid_bill(
    runs: int,
    *,
    seed: int,
    before: tuple[int, ...] = BEFORE,
    shares: tuple[float, ...] = SHARES,
    scatters: tuple[float, ...] = SCATTERS,
    factors: tuple[float, ...] = FACTORS,
) -> Iterator[MidBillCell]:
    """Every cell; the same noise in all cells of as many bills."""
    for count in before:
        for share in shares:
            for scatter in scatters:
                for factor in factors:
                    rng = np.random.default_rng([seed, count])
                    ends, middle = [], []
                    for _ in range(runs):
                        usage, replaced = _record(count, share, scatter, factor, rng)
                        one = use_change(use_blocks(usage, replaced), WATER)[0]
                        interval = one.interval()
                        ends.append((interval.low, interval.high))
                        middle.append(one.estimate)
                    low, high = np.array(ends, dtype=float).T
                    yield MidBillCell(
                        before=count,
                        share=share,
                        scatter=scatter,
                        factor=factor,
                        runs=runs,
                        held=int(((low <= factor) & (factor <= high)).sum()),
                        told=int(((low > 1) | (high < 1)).sum()),
                        estimate=float(np.median(middle)),
                        width=float(np.median(0.5 * np.log(high / low))),
                    )


def _record(
    count: int, share: float, scatter: float, factor: float, rng: np.random.Generator
) -> tuple[UsageSeries, np.datetime64]:
    """Bills of thirty days in whole m3, the last one with the replacement in it."""
    mixed = np.concatenate([np.ones(count), [1 - share + share * factor]])
    volume = np.round(_USED * mixed * np.exp(scatter * rng.standard_normal(count + 1)))
    start = _FIRST + (np.arange(count + 1) * _MONTH * _DAY).astype("timedelta64[ns]")
    end = start + int(_MONTH) * _DAY
    replaced = end[-1] - (share * _MONTH * _DAY).astype("timedelta64[ns]")
    return usage_series(start, end, volume, half_width=0.5, kind=BILLS), replaced


def check_mid_bill(cells: list[MidBillCell]) -> list[Check]:
    """No cell significantly below 0.93, and none significantly above 0.05 of changes made up (Holm)."""
    quiet = [cell for cell in cells if cell.factor == 1.0]
    below = [float(stats.binom.cdf(cell.held, cell.runs, 0.93)) for cell in cells]
    above = [float(stats.binom.sf(cell.told - 1, cell.runs, 0.05)) for cell in quiet]
    worst = min(cells, key=lambda cell: cell.coverage)
    loudest = max(quiet, key=lambda cell: cell.told / cell.runs)
    return [
        Check(
            "95 % interval of the change within a bill: no cell significantly below 0.93",
            f"lowest {worst.coverage:.3f} ({_named(worst)}) of {len(cells)} cells",
            min(below) * len(below) > 0.05,
        ),
        Check(
            "changes made up where there is none: no cell significantly above 0.05",
            f"most {loudest.told / loudest.runs:.3f} ({_named(loudest)}) of {len(quiet)} cells",
            min(above) * len(above) > 0.05,
        ),
    ]


def _named(cell: MidBillCell) -> str:
    return f"{cell.before} bills, share {cell.share:g}, scatter {cell.scatter:g}, factor {cell.factor:g}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=71)
    given = parser.parse_args()
    print("| bills before | share after | scatter | factor | coverage | told | estimate | half-width |")
    print("|---|---|---|---|---|---|---|---|")
    cells = []
    for cell in run_mid_bill(given.runs, seed=given.seed):
        cells.append(cell)
        print(
            f"| {cell.before} | {cell.share:g} | {cell.scatter:g} | {cell.factor:g} | {cell.coverage:.3f} "
            f"| {cell.told / cell.runs:.3f} | {cell.estimate:.2f} | {cell.width:.2f} |",
            flush=True,
        )
    for check in check_mid_bill(cells):
        print(f"\n{'holds' if check.holds else 'FAILS'}: {check.asked}: {check.found}")


if __name__ == "__main__":
    main()
