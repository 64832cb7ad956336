"""Plans held against the virtual bench: do the planned days settle the verdict as often as they say?

Usage: python tests/validation/planning.py [--weeks 2000] [--seed 21] [--power 0.8] [--told]

For each household, step and true deviation: a plan made from the mean use alone (nothing else about the
household is told), then that many days of the bench's households, read by bench registers. The
intervals are asked for their ends here, where the plan asks the bounds: a second route.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from comparekit.bench.household import FAMILY, LARGE, Household
from comparekit.bench.meters import GOOD, NEW, BenchMeter
from comparekit.bench.site import BenchRegister, Passed, Visits, long_run, run_site
from comparekit.ingest.protocol_file import load_protocol
from comparekit.protocol import SeriesProtocol
from comparekit.stats.deviation import DeviationPosterior, fit_deviation
from comparekit.stats.looks import FIRST_LOOK, MOST_LOOKS, boundary_interval, e_interval
from comparekit.studies.planning import plan_series
from comparekit.studies.planning_result import SeriesPlanResult
from validation.requirements import Check

HOUSEHOLDS = {"family": FAMILY, "large": LARGE}
STEPS = (0.001, 0.01, 0.1)
DEVIATIONS = (0.0, 0.01, 0.04)
PLAN_WEEKS = 1000  # simulated by a plan
SHORTFALL = 0.03  # of the stated power
_EVENTS = 12_000  # days of draws held at once


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCell:
    """One plan and what the bench made of it."""

    household: str
    step: float
    deviation: float
    rule: str
    days: int | None
    planned: float  # chance of being settled that the plan gives for these days
    found: float  # share of bench runs settled
    wrong: float  # share of bench runs settled the wrong way
    power: float
    weeks: int

    @property
    def error(self) -> float:
        """Simulation error of `found` (standard)."""
        return float(np.sqrt(max(self.found * (1 - self.found), 1e-9) / self.weeks))

    @property
    def both_errors(self) -> float:
        """Simulation error of `found - planned` (standard): the plan follows fewer weeks later on."""
        followed = min(PLAN_WEEKS, 14 * PLAN_WEEKS / (self.days or 1))
        return float(np.hypot(self.error, np.sqrt(self.planned * (1 - self.planned) / followed)))


def pair_at(household: Household, deviation: float, rng: np.random.Generator) -> BenchMeter:
    """A good meter, adjusted so that its long-run deviation from the new one is `deviation`."""
    meter = GOOD
    for _ in range(2):
        off = deviation - long_run(household, meter, NEW, rng).deviation
        meter = replace(meter, shift=meter.shift + off)
    return meter


def run_long(
    household: Household, meter: BenchMeter, rng: np.random.Generator, *, weeks: int, days: int
) -> Passed:
    part = max(min(weeks, _EVENTS // days), 1)
    sizes = [part] * (weeks // part) + ([weeks % part] if weeks % part else [])
    runs = [run_site(household, meter, NEW, rng, weeks=size, days=days) for size in sizes]
    return Passed(**{name: np.concatenate([getattr(r, name) for r in runs]) for name in Passed.__slots__})


def sides(low: np.ndarray, high: np.ndarray, protocol: SeriesProtocol) -> np.ndarray:
    """1 agree, -1 deviate, 0 inconclusive, from the ends of the interval."""
    t = protocol.tolerance
    inside = (low >= t.low) & (high <= t.high)
    return np.where(inside, 1, np.where((low > t.high) | (high < t.low), -1, 0))


def fit(test: np.ndarray, ref: np.ndarray, step: float, days: int) -> DeviationPosterior:
    return fit_deviation(test[:, :days], ref[:, :days], test_step=step, reference_step=step)


def judged(
    test: np.ndarray, ref: np.ndarray, step: float, days: int, rule: str, protocol: SeriesProtocol
) -> np.ndarray:
    """The verdict each run ends with after these days: looked at once, or daily until it stands."""
    if rule == "fixed":
        return sides(*fit(test, ref, step, days).interval(0.95), protocol)
    verdict = np.zeros(len(test), dtype=int)
    for n in range(FIRST_LOOK, days + 1):
        rows = np.flatnonzero(verdict == 0)
        if not rows.size:
            break
        posterior = fit(test[rows], ref[rows], step, n)
        ends = boundary_interval(posterior, n) if n <= MOST_LOOKS else e_interval(posterior)
        verdict[rows] = sides(*ends, protocol)
    return verdict


def cells_of(
    name: str,
    deviation: float,
    *,
    weeks: int,
    seed: int,
    power: float,
    told: bool = False,
    steps: Sequence[float] = STEPS,
) -> Iterator[PlanCell]:
    """The cells of one household and one true deviation, over the steps and both rules.

    With `told`, the plan knows the day-to-day sigma of the pair (without the time between readings).
    """
    household, protocol = HOUSEHOLDS[name], load_protocol("water-series-7d")
    rng = np.random.default_rng([seed, *name.encode(), round(1e4 * deviation)])
    meter = pair_at(household, deviation, rng)
    use = float(np.diff(run_site(household, NEW, NEW, rng, weeks=200, days=50).reference).mean())
    sigma = long_run(household, meter, NEW, rng, visits=Visits(gap=0.0)).sigma if told else None
    plans = {step: plan(step, use, deviation, power, protocol, sigma) for step in steps}
    reached = [d for p in plans.values() for d in (p.fixed.days, p.daily.days) if d is not None]
    passed = run_long(household, meter, rng, weeks=weeks, days=max(reached, default=1))
    truth = 1 if protocol.tolerance.low <= deviation <= protocol.tolerance.high else -1
    for step, planned in plans.items():
        start = rng.uniform(0, 1000, (2, weeks))
        register = BenchRegister(step=step, modulus=1e9)
        test, ref = (
            np.diff(register.show(p, s)) for p, s in zip((passed.test, passed.reference), start, strict=True)
        )
        for rule in ("fixed", "daily"):
            days = planned.needed(rule).days
            if days is None:
                yield PlanCell(
                    household=name, step=step, deviation=deviation, rule=rule, days=None, planned=np.nan,
                    found=np.nan, wrong=np.nan, power=power, weeks=weeks,
                )  # fmt: skip
                continue
            verdict = judged(test, ref, step, days, rule, protocol)
            point = next(p for p in planned.curve if p.days == days)
            yield PlanCell(
                household=name,
                step=step,
                deviation=deviation,
                rule=rule,
                days=days,
                planned=getattr(point, rule).settled,
                found=float((verdict != 0).mean()),
                wrong=float((verdict == -truth).mean()),
                power=power,
                weeks=weeks,
            )


def plan(
    step: float, use: float, deviation: float, power: float, protocol: SeriesProtocol, sigma: float | None
) -> SeriesPlanResult:
    return plan_series(
        test_step=step,
        reference_step=step,
        daily_use=use,
        protocol=protocol,
        deviation=deviation,
        power=power,
        sigma=sigma,
        horizon=200,
    )


def check_cells(cells: Sequence[PlanCell]) -> list[Check]:
    known = [c for c in cells if c.days is not None]
    short = min(known, key=lambda c: c.found - c.power)
    below, above = (pick(known, key=lambda c: c.found - c.planned) for pick in (min, max))
    wrong = max(known, key=lambda c: c.wrong)
    return [
        Check(
            "planned days settle the verdict with the stated power, at most 3 points short",
            f"shortest {short.found - short.power:+.3f} ({where(short)}), {len(known)} cells",
            short.found >= short.power - SHORTFALL,
        ),
        Check(
            "chance on the bench at most 3 points below the chance the plan gives for these days, beyond "
            "two standard errors of both simulations",
            f"farthest below {below.found - below.planned:+.3f} ({where(below)}), "
            f"above {above.found - above.planned:+.3f} ({where(above)})",
            all(c.found - c.planned + 2 * c.both_errors >= -SHORTFALL for c in known),
        ),
        Check("settled the wrong way in <= 2.5 %", f"largest {wrong.wrong:.4f}", wrong.wrong <= 0.025),
    ]


def where(c: PlanCell) -> str:
    return f"{c.household}, {c.step:g} m3, {100 * c.deviation:g} %, {c.rule}"


def table(cells: Sequence[PlanCell]) -> str:
    lines = [
        "| household | step (m³) | true deviation | rule | planned days | plan says | bench | wrong way |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for c in cells:
        days = "never" if c.days is None else str(c.days)
        lines.append(
            f"| {c.household} | {c.step:g} | {100 * c.deviation:g} % | {c.rule} | {days} | {c.planned:.3f} "
            f"| {c.found:.3f} | {c.wrong:.4f} |"
        )
    return "\n".join(lines)


def job(given: tuple[str, float, int, int, float, bool]) -> list[PlanCell]:
    name, deviation, weeks, seed, power, told = given
    return list(cells_of(name, deviation, weeks=weeks, seed=seed, power=power, told=told))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--power", type=float, default=0.8)
    parser.add_argument("--told", action="store_true", help="the plan is told the pair's sigma")
    options = parser.parse_args(arguments)
    same = (options.weeks, options.seed, options.power, options.told)
    jobs = [(n, d, *same) for n in HOUSEHOLDS for d in DEVIATIONS]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        cells = [cell for found in pool.map(job, jobs) for cell in found]
    print("| required | found | holds |\n|---|---|---|")
    checks = check_cells(cells)
    for check in checks:
        print(f"| {check.asked} | {check.found} | {'yes' if check.holds else '**no**'} |")
    print(f"\n{table(cells)}")
    return 0 if all(check.holds for check in checks) else 1


if __name__ == "__main__":
    sys.exit(main())
