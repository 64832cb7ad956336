"""Gas of homes that heat: what the same months of earlier years hold, and what the periods do.

Use is that for cooking and bathing, and so much for each degree below 18 degC: no yearly wave. Months differ
from year to year by their temperature, which the record does not tell, and scatter besides.

Usage: python tests/validation/use_heating.py [--runs 200] [--seed 81]
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

from comparekit.ingest.replacement_file import load_replacement_protocol
from comparekit.readings.usage import BILLS, UsageSeries, usage_series
from comparekit.studies.use_blocks import use_blocks
from comparekit.studies.use_change import SAME_MONTHS, use_change
from validation.requirements import Check

GAS = load_replacement_protocol("gas-replacement")
RECORDS = ((14, 2), (14, 5), (26, 3), (30, 8))  # months before, after
FACTORS = (1.0, 0.8)
SCATTER, WARMTH, COOKING, HEATING = 0.1, 1.2, 12.0, 9.0  # of a month [1], [K], [m3], [m3/K]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatingCell:
    """One record: how often the interval of a level held the factor, how often it left out no change."""

    before: int
    after: int
    factor: float
    level: str
    runs: int
    first: int
    held: int
    told: int
    width: float

    @property
    def coverage(self) -> float:
        return self.held / self.runs


def run_heating(
    runs: int, *, seed: int, records: tuple[tuple[int, int], ...] = RECORDS
) -> Iterator[HeatingCell]:
    """Every record and factor; the replacement at the beginning of any month."""
    for before, after in records:
        for factor in FACTORS:
            rng = np.random.default_rng([seed, before, after])
            found: dict[str, list[tuple[bool, bool, bool, float]]] = {}
            for _ in range(runs):
                usage, replaced = _months(before, after, factor, rng)
                for place, one in enumerate(use_change(use_blocks(usage, replaced), GAS)):
                    ends = one.interval()
                    half = 0.5 * float(np.log(ends.high / ends.low))
                    each = place == 0, not ends.excludes(factor), ends.excludes(1.0), half
                    found.setdefault(one.level, []).append(each)
            for level, rows in found.items():
                first, held, told, half = zip(*rows, strict=True)
                yield HeatingCell(
                    before=before, after=after, factor=factor, level=level, runs=len(rows),
                    first=sum(first), held=sum(held), told=sum(told), width=float(np.median(half)),
                )  # fmt: skip


def _months(
    before: int, after: int, factor: float, rng: np.random.Generator
) -> tuple[UsageSeries, np.datetime64]:
    begins = np.datetime64("2025-01", "M") + int(rng.integers(12))
    months = begins + np.arange(-before, after + 1)
    edges = months.astype("datetime64[D]").astype("datetime64[ns]")
    number = months[:-1].astype(int) % 12  # 0 is January
    degrees = (
        16.0 - 12.0 * np.cos(2 * np.pi * (number - 0.3) / 12) + WARMTH * rng.standard_normal(number.size)
    )
    mean = COOKING + HEATING * np.maximum(18.0 - degrees, 0.0)
    volume = mean * np.exp(SCATTER * rng.standard_normal(mean.size))
    volume[before:] *= factor
    return usage_series(edges[:-1], edges[1:], np.round(volume), half_width=0.5, kind=BILLS), edges[before]


def check_heating(cells: list[HeatingCell]) -> list[Check]:
    """The same months hold the factor in no cell significantly below 0.93 (exact binomial, Holm)."""
    mine = [cell for cell in cells if cell.level == SAME_MONTHS]
    worst = min(mine, key=lambda cell: cell.coverage)
    below = [float(stats.binom.cdf(cell.held, cell.runs, 0.93)) for cell in mine]
    named = f"{worst.before} months + {worst.after}, factor {worst.factor:g}"
    return [
        Check(
            "95 % interval from the same months: no cell significantly below 0.93",
            f"lowest {worst.coverage:.3f} ({named}) of {len(mine)} cells",
            min(below) * len(below) > 0.05,
        ),
        Check(
            "where the same months are offered, the conclusion rests on them",
            f"{sum(cell.first for cell in mine)} of {sum(cell.runs for cell in mine)}",
            all(cell.first == cell.runs for cell in mine),
        ),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=81)
    given = parser.parse_args()
    print("| months | factor | level | offered | coverage | told | half-width |")
    print("|---|---|---|---|---|---|---|")
    cells = []
    for cell in run_heating(given.runs, seed=given.seed):
        cells.append(cell)
        print(
            f"| {cell.before} + {cell.after} | {cell.factor:g} | {cell.level} | {cell.runs} "
            f"| {cell.coverage:.3f} | {cell.told / cell.runs:.3f} | {cell.width:.2f} |",
            flush=True,
        )
    for check in check_heating(cells):
        print(f"\n{'holds' if check.holds else 'FAILS'}: {check.asked}: {check.found}")


if __name__ == "__main__":
    main()
