"""Where the series model reaches its limits: closed valves on coarse registers, a seeping cistern.

Usage: python tests/validation/stress.py [--weeks 1000] [--seed 3]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from comparekit.bench.household import FAMILY, SEEPING
from comparekit.bench.meters import GOOD, WORN
from comparekit.bench.site import Visits
from validation.coverage import Cell, run_cells

STEPS = ((0.001, 0.001), (0.01, 0.01), (0.1, 0.1))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args(arguments)
    run = {"weeks": options.weeks, "seed": options.seed, "days": (7, 30), "steps": STEPS}
    closed = Visits(gap=0.0)
    cells = [
        *run_cells(FAMILY, GOOD, 0.0, visits=closed, **run),
        *run_cells(FAMILY, GOOD, 0.01, visits=closed, **run),
        *run_cells(SEEPING, WORN, 0.0, **run),
    ]
    print("| household | meter | σ | step (m³) | days | coverage | half-width / told σ | finding raised |")
    print("|---|---|---|---|---|---|---|---|")
    for cell in cells:
        print(row(cell))


def row(cell: Cell) -> str:
    return (
        f"| {cell.household} | {cell.meter} | {100 * cell.sigma:.2f} % | {cell.test_step:g} | {cell.days} "
        f"| {cell.coverage:.3f} | {cell.half_width / cell.told_half_width:.2f} | {cell.flagged:.2f} |"
    )


if __name__ == "__main__":
    main()
