"""Coverage of the change of use in households that were not in one state before: absences, leaks, tenants.

What is held against the interval is the factor by which the replacement changed use, from the state just
before it; for a leak, which begins and is repaired long before, from the state without it.

Usage: python tests/validation/use_disturbed.py [--runs 300] [--seed 53]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from comparekit.bench.years import Leak, UseScenario, simulate_use
from comparekit.readings.usage import BILLS, UsageSeries, usage_series
from comparekit.studies.use_blocks import use_blocks
from comparekit.studies.use_change import CONTROLS, WEATHER, Evidence, of_periods, use_change
from validation.use_change import FACTOR, RECORDS, WATER, UseCell, check_use_change

SCATTER, SEASON = 0.35, 0.1
_MONTH = 30  # d
DISTURBANCES = ("none", "absences", "leak", "tenants x 0.6", "tenants x 0.8", "tenants x 1.5")
LONG = ("450 days + 100", 450, 100, False)


def concluded_from(cells: list[UseCell]) -> list[UseCell]:
    """Cells of the levels on which a conclusion rests; the others are told beside them."""
    return [cell for cell in cells if cell.record != LONG[0] or cell.level in (CONTROLS, WEATHER)]


def disturbed(name: str, before: int) -> dict[str, object]:
    """Eight absences a year; three weeks of 0.4 m3/d from 60 % of the days before; tenants at 40 %."""
    if name == "absences":
        return {"absences": 8.0}
    if name == "leak":
        begins = -round(0.6 * before)
        return {"leaks": (Leak(begins=begins, ends=begins + min(21, before // 5), volume=0.4),)}
    if name.startswith("tenants"):
        return {"moves": ((-round(0.4 * before), float(name.rsplit(" ", 1)[1])),)}
    return {}


def run_disturbed(
    runs: int,
    *,
    seed: int,
    records: tuple[tuple[str, int, int, bool], ...] = RECORDS,
    disturbances: tuple[str, ...] = DISTURBANCES,
    levels: bool = False,
) -> Iterator[tuple[str, UseCell]]:
    """Every record, disturbance and correlation of days; bills are sums of thirty such days in whole m3.

    `levels`: with weather and two neighbours, every level that the study offers. A cell's `runs` are then
    those in which it did.
    """
    for name, before, after, billed in records:
        for kind in disturbances:
            for correlation in (0.0, 0.5):
                scenario = UseScenario(
                    before=before,
                    after=after,
                    scatter=SCATTER,
                    correlation=correlation,
                    season=SEASON,
                    meter=FACTOR,
                    per_degree=0.03 if levels else 0.0,
                    neighbours=2 if levels else 0,
                    **disturbed(kind, before),  # type: ignore[arg-type]
                )
                rng = np.random.default_rng([seed, before, round(10 * correlation)])
                found: dict[str, list[tuple[bool, float]]] = {}
                for _ in range(runs):
                    drawn = replace(scenario, season_day=float(rng.uniform(0, 365)))
                    for one in _evidence(simulate_use(drawn, rng), drawn.replaced, billed, levels):
                        ends = one.interval()
                        width = 0.5 * float(np.log(ends.high / ends.low))
                        found.setdefault(one.level, []).append((not ends.excludes(FACTOR), width))
                for level, each in found.items():
                    yield (
                        kind,
                        UseCell(
                            record=name,
                            level=level,
                            scatter=SCATTER,
                            correlation=correlation,
                            season=SEASON,
                            runs=len(each),
                            held=sum(held for held, _ in each),
                            width=float(np.median([width for _, width in each])),
                        ),
                    )


def _evidence(days: UsageSeries, replaced: np.datetime64, billed: bool, levels: bool) -> tuple[Evidence, ...]:
    blocks = use_blocks(_billed(days) if billed else days, replaced)
    return use_change(blocks, WATER) if levels else (of_periods(blocks, WATER),)


def _billed(days: UsageSeries) -> UsageSeries:
    volume = np.round(days.volume.reshape(-1, _MONTH).sum(axis=1))
    return usage_series(
        days.start[::_MONTH], days.end[_MONTH - 1 :: _MONTH], volume, half_width=0.5, kind=BILLS
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=53)
    given = parser.parse_args()
    print("| record | before | level | correlation | offered | coverage | half-width of the log |")
    print("|---|---|---|---|---|---|---|")
    cells = []
    for source in (
        run_disturbed(given.runs, seed=given.seed),
        run_disturbed(
            given.runs // 5, seed=given.seed, records=(LONG,), disturbances=DISTURBANCES[1:], levels=True
        ),
    ):
        for kind, cell in source:
            cells.append(cell)
            print(
                f"| {cell.record} | {kind} | {cell.level} | {cell.correlation:g} | {cell.runs} "
                f"| {cell.coverage:.3f} | {cell.width:.3f} |",
                flush=True,
            )
    for check in check_use_change(concluded_from(cells)):
        print(f"\n{'holds' if check.holds else 'FAILS'}: {check.asked}: {check.found}")


if __name__ == "__main__":
    main()
