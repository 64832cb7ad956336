"""The uncertainty budget of a series comparison against simulation (JCGM 101), source by source.

Usage: python tests/validation/budget.py [--runs 40000] [--seed 31]

Passed volumes go through both registers with one source of uncertainty at a time, then with all, and the
model estimates the deviation with sigma told. What the estimates scatter is held against the row that
`comparekit.stats.budget` gives for that source, linearised at the volumes passed. At last the error of the
test meter, (1 + deviation)(1 + error of the reference) - 1, against the rows in quadrature (GUM 5.1.2).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from comparekit.stats.budget import deviation_parts
from comparekit.stats.deviation import fit_deviation
from validation.requirements import Check

#: A household's week [m3]; repeated for longer logs.
WEEK = np.array([0.40, 0.37, 0.50, 0.43, 0.30, 0.60, 0.53])
TYPICAL_FLOW = 0.45  # m3/h, of a tap that is open
WINDOW = "window: time between readings"
SOURCES = ("test rounding", "reference rounding", "interpolation", "unsteadiness")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """A comparison whose budget is checked; volumes in m3, the rest fractions and seconds."""

    days: int = 7
    steps: tuple[float, float] = (0.001, 0.001)
    sigma: float = 0.003
    deviation: float = 0.0
    interpolated: tuple[float, float] = (0.0, 0.0)  # standard deviation at each boundary, m3
    gap: float = 60.0  # between the two readings at a visit
    reference_limit: float = 0.02  # its error lies anywhere within

    @property
    def name(self) -> str:
        steps = f"{self.steps[0]:g}/{self.steps[1]:g} m³"
        told = f"{self.days} d, {steps}, σ {self.sigma:.1%}, δ {self.deviation:+.0%}"
        return told + (", interpolated" if any(self.interpolated) else "")

    @property
    def volumes(self) -> np.ndarray:
        return np.resize(WEEK, self.days)

    @property
    def stretch(self) -> float:
        """The model's volume m, a mean of both registers, over what the reference meter passed."""
        test, reference = (
            step**2 + 12 * sd**2 for step, sd in zip(self.steps, self.interpolated, strict=True)
        )
        return 1 + reference / (test + reference) * self.deviation


SETUPS = (
    Setup(),
    Setup(days=1, steps=(0.01, 0.001)),
    Setup(sigma=0.01, deviation=0.05),
    Setup(steps=(0.01, 0.01), deviation=-0.08),
    Setup(steps=(0.1, 0.1)),
    Setup(steps=(0.001, 0.1), deviation=0.05),
    Setup(days=30, steps=(0.1, 0.01), deviation=-0.03),
    Setup(days=30, sigma=0.01),
    Setup(interpolated=(0.004, 0.004)),
    Setup(interpolated=(0.010, 0.001), deviation=0.05),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a budget [1], and the scatter of the simulated estimates with its simulation error."""

    setup: Setup
    source: str
    budget: float
    simulated: float
    error: float

    @property
    def ratio(self) -> float:
        return self.budget / self.simulated

    @property
    def allowed(self) -> float:
        """How far the linearised budget may be from the truth, relative, beyond four simulation errors."""
        if self.source == WINDOW:
            return 0.03  # the budget takes squares about zero, the scatter is about the mean
        return 0.01

    @property
    def holds(self) -> bool:
        return abs(self.ratio - 1) <= self.allowed + 4 * self.error / self.simulated


def check_setup(setup: Setup, *, runs: int, seed: int) -> list[Row]:
    """Every row of one setup."""
    rng = np.random.default_rng([seed, SETUPS.index(setup) if setup in SETUPS else len(SETUPS)])
    v = setup.volumes
    edges = (v.size + 1,)
    mean_flow = v.mean() / 24
    passing = np.sqrt(mean_flow * TYPICAL_FLOW) * setup.gap / 3600  # standard deviation of a gap's volume, m3
    parts = deviation_parts(
        v * (1 + setup.deviation),
        v,
        test_step=np.full(edges, setup.steps[0]),
        reference_step=np.full(edges, setup.steps[1]),
        sigma=setup.sigma,
        test_interpolated=np.full(edges, setup.interpolated[0] ** 2),
        reference_interpolated=np.full(edges, setup.interpolated[1] ** 2),
        timing=(float(passing), float(passing)),
    )
    budget = dict(
        zip(
            SOURCES,
            (parts.test_rounding, parts.reference_rounding, parts.interpolation, parts.unsteadiness),
            strict=True,
        )
    )
    rows = []
    for source, told in budget.items():
        if told:
            rows.append(row(setup, source, told, estimates(setup, {source}, runs, rng)))
    combined = float(np.sqrt(sum(u * u for u in budget.values())))
    scattered = estimates(setup, set(SOURCES), runs, rng)
    rows.append(row(setup, "deviation", combined, scattered))
    rows.append(row(setup, WINDOW, parts.timing, window_ratios(setup, runs, rng)))
    limit = setup.reference_limit
    e_ref = rng.uniform(-limit, limit, runs)
    error = (1 + scattered) * (1 + e_ref) - 1
    reference = (1 + setup.deviation) * limit / np.sqrt(3)
    rows.append(row(setup, "test meter's error", float(np.hypot(combined, reference)), error))
    return rows


def row(setup: Setup, source: str, told: float, values: np.ndarray) -> Row:
    centred = values - values.mean()
    variance = (centred**2).mean()
    excess = (centred**4).mean() / variance**2 - 1
    spread = float(np.sqrt(variance))
    return Row(
        setup=setup,
        source=source,
        budget=told,
        simulated=spread,
        error=float(spread * np.sqrt(excess / (4 * values.size))),
    )


def estimates(setup: Setup, sources: set[str], runs: int, rng: np.random.Generator) -> np.ndarray:
    """Deviation estimated in each run, with only these sources at work; shape (runs,)."""
    v = setup.volumes
    # No day is the same, by a step: else volumes in whole steps would never be rounded.
    passed = v + rng.uniform(-0.5, 0.5, (runs, v.size)) * max(setup.steps)
    test = passed * (1 + setup.deviation)
    if "unsteadiness" in sources:
        # What the model calls sigma: of test - reference - beta * m, hence the two factors.
        spread = setup.sigma * setup.stretch**2 * np.sqrt(v * v.mean())
        test += spread * rng.standard_normal(test.shape)
    shown = []
    for name, volumes, step, noise in zip(
        ("test", "reference"), (test, passed), setup.steps, setup.interpolated, strict=True
    ):
        # A register starts anywhere within its step.
        reading = np.cumsum(np.concatenate([rng.uniform(0, 1000, (runs, 1)), volumes], axis=1), axis=1)
        if "interpolation" in sources:
            reading = reading + noise * rng.standard_normal(reading.shape)
        if f"{name} rounding" in sources:
            reading = np.floor(reading / step) * step
        shown.append(np.diff(reading))
    fit = fit_deviation(
        *shown,
        test_step=setup.steps[0],
        reference_step=setup.steps[1],
        test_variance=setup.interpolated[0] ** 2,
        reference_variance=setup.interpolated[1] ** 2,
        sigma=setup.sigma,
    )
    return fit.estimate


def window_ratios(setup: Setup, runs: int, rng: np.random.Generator) -> np.ndarray:
    """V_test / V_ref - 1 where the test meter is read `gap` later and a tap is open at times."""
    v = setup.volumes
    drawn = TYPICAL_FLOW * setup.gap / 3600
    is_open = rng.uniform(size=(runs, 2)) < v.mean() / 24 / TYPICAL_FLOW
    late = drawn * (is_open[:, 1].astype(float) - is_open[:, 0])
    return (v.sum() * (1 + setup.deviation) + late) / v.sum() - 1


def check_rows(rows: Sequence[Row]) -> list[Check]:
    """Each source over all setups."""
    checks = []
    for source in dict.fromkeys(r.source for r in rows):
        mine = [r for r in rows if r.source == source]
        worst = max(mine, key=lambda r: abs(r.ratio - 1))
        allowed = max(r.allowed for r in mine)
        ratios = f"{min(r.ratio for r in mine):.3f} to {max(r.ratio for r in mine):.3f}"
        checks.append(
            Check(
                f"{source}: within {allowed:.0%} of the simulation, beyond four simulation errors",
                f"budget / simulated {ratios}, farthest at {worst.setup.name}",
                all(r.holds for r in mine),
            )
        )
    return checks


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=31)
    options = parser.parse_args(arguments)
    rows = [r for setup in SETUPS for r in check_setup(setup, runs=options.runs, seed=options.seed)]
    checks = check_rows(rows)
    print("| required | found | holds |\n|---|---|---|")
    for check in checks:
        print(f"| {check.asked} | {check.found} | {'yes' if check.holds else '**no**'} |")
    print("\n| comparison | source | budget | simulated | ratio |\n|---|---|---|---|---|")
    for r in rows:
        told = f"{r.budget:.4%} | {r.simulated:.4%} ± {r.error:.4%} | {r.ratio:.3f}"
        print(f"| {r.setup.name} | {r.source} | {told} |")
    return 0 if all(check.holds for check in checks) else 1


if __name__ == "__main__":
    sys.exit(main())
