"""The recorded run: every cell on both households of a utility, the requirements, and a table.

Usage: python tests/validation/series.py [--utility water] [--weeks 2000] [--seed 2] [--out FILE.csv]
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from validation.coverage import DAYS, UTILITIES, WATER, Cell, Utility, run_cells, scenarios
from validation.requirements import ENOUGH_WEEKS, check_all


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--utility", choices=UTILITIES, default="water")
    parser.add_argument("--weeks", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    utility = UTILITIES[options.utility]
    cells = run_all(options.weeks, options.seed, utility)
    if options.out:
        save(cells, options.out)
    holds = True
    for name in dict.fromkeys(c.household for c in cells):
        mine = [c for c in cells if c.household == name]
        print(f"\n### Household `{name}`: {len(mine)} cells of {options.weeks} weeks\n")
        print("| required | found | holds |\n|---|---|---|")
        for check in check_all(mine, utility=utility):
            holds &= check.holds
            print(f"| {check.asked} | {check.found} | {'yes' if check.holds else '**no**'} |")
        print(f"\n{table(mine, utility)}")
    return 0 if holds else 1


def run_all(weeks: int, seed: int, utility: Utility = WATER) -> list[Cell]:
    jobs = list(scenarios(utility.households, utility.meters))
    how = {"weeks": weeks, "seed": seed, "steps": utility.steps, "reference": utility.reference}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        futures = [pool.submit(run_cells, *job, **how) for job in jobs]
        return [cell for future in futures for cell in future.result()]


def save(cells: Sequence[Cell], path: Path) -> None:
    rows = [asdict(c) | {"coverage": c.coverage} for c in cells]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            shown = {k: f"{v:.5g}" if isinstance(v, float) else v for k, v in row.items()}
            writer.writerow(shown)


def table(cells: Sequence[Cell], utility: Utility = WATER) -> str:
    """Lowest coverage and median half-width by step and days, over meters and sigma up to 1 %."""
    unit = utility.unit.replace("m3", "m³")
    lines = [
        f"| step test / reference ({unit}) | days | weeks with a ratio | this model: lowest, mean coverage "
        "| half-width | told σ: half-width | paired t: lowest, mean coverage | half-width | no answer |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for step in utility.steps:
        for days in DAYS:
            mine = [
                c
                for c in cells
                if (c.test_step, c.reference_step, c.days) == (*step, days)
                and c.sigma_wanted <= 0.01
                and c.answered >= ENOUGH_WEEKS
            ]
            if not mine:
                continue
            own = [c.coverage for c in mine]
            t = [c.t_coverage for c in mine]
            cells_of_row = [
                f"{step[0]:g} / {step[1]:g}",
                str(days),
                f"{mid(mine, 'usable'):.2f}",
                f"{min(own):.3f}, {np.mean(own):.3f}",
                show(mid(mine, "half_width")),
                show(mid(mine, "told_half_width")),
                f"{min(t):.2f}, {np.mean(t):.2f}",
                show(mid(mine, "t_half_width")),
                f"{mid(mine, 't_silent'):.2f}",
            ]
            lines.append(f"| {' | '.join(cells_of_row)} |")
    return "\n".join(lines)


def mid(cells: Sequence[Cell], name: str) -> float:
    return float(np.nanmedian([getattr(c, name) for c in cells]))


def show(fraction: float) -> str:
    return f"±{100 * fraction:.2g} %"


if __name__ == "__main__":
    sys.exit(main())
