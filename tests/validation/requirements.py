"""What the measurement model requires of the simulated cells, as checks that say what failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from validation.coverage import WATER, Cell, Utility

ENOUGH_WEEKS = 50  # a cell in which hardly any week has a ratio says nothing about its interval


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement: what was asked, what was found, whether it holds."""

    asked: str
    found: str
    holds: bool


def check_all(cells: Sequence[Cell], *, recorded: bool = True, utility: Utility = WATER) -> list[Check]:
    """Every requirement of section 3 of the measurement model on one household's cells.

    With `recorded` false, for small seeded runs: floors only where the simulation can tell.
    """
    answered = [c for c in cells if c.answered >= ENOUGH_WEEKS]
    ordinary = [c for c in answered if c.sigma_wanted <= 0.01]
    unsteady = [c for c in answered if c.sigma_wanted > 0.01]
    checks = [floor(ordinary, 0.93, "95 % interval"), mean_coverage(ordinary)] if ordinary else []
    if unsteady:
        checks += (
            unsteady_coverage(unsteady, utility) if recorded else [floor(unsteady, 0.88, "at sigma = 2 %")]
        )
    checks.append(bias(answered))
    if recorded:
        checks += [width_against_t(ordinary, utility), *width_against_told(ordinary)]
    return checks


def floor(cells: Sequence[Cell], least: float, where: str) -> Check:
    """No cell significantly below `least`, one-sided exact binomial, Holm over the cells."""
    p = np.array([c.p_below(least) for c in cells])
    adjusted = np.sort(p) * np.arange(len(p), 0, -1)
    worst = min(cells, key=lambda c: c.coverage)
    return Check(
        f"{where}: no cell significantly below {least:g} (exact binomial, Holm)",
        f"lowest {worst.coverage:.3f} of {len(cells)} cells, smallest Holm-adjusted p "
        f"{min(1.0, float(adjusted[0])):.2f}",
        bool(adjusted[0] > 0.05),
    )


def mean_coverage(cells: Sequence[Cell]) -> Check:
    mean = float(np.mean([c.coverage for c in cells]))
    above = sum(c.misses_above for c in cells) / sum(c.answered for c in cells)
    below = sum(c.misses_below for c in cells) / sum(c.answered for c in cells)
    found = f"{mean:.3f}; misses above {above:.4f}, below {below:.4f}"
    return Check("mean coverage >= 0.945", found, mean >= 0.945)


def unsteady_coverage(cells: Sequence[Cell], utility: Utility) -> list[Check]:
    worst = min(cells, key=lambda c: c.coverage)
    fine = [c for c in cells if max(c.test_step, c.reference_step) <= utility.fine and c.days >= 7]
    flagged = min(c.flagged for c in fine) if fine else float("nan")
    return [
        Check("at sigma = 2 %: coverage >= 0.88", f"lowest {worst.coverage:.3f}", worst.coverage >= 0.88),
        Check(
            f"at sigma = 2 %, steps up to {utility.fine:g} {utility.unit}, from 7 days: the finding is "
            "raised in most weeks",
            f"in at least {flagged:.2f} of the weeks of a cell",
            bool(not fine or flagged > 0.5),
        ),
    ]


def bias(cells: Sequence[Cell]) -> Check:
    able = [c for c in cells if c.volume >= 3 * c.reference_step]
    excess = [(abs(c.bias) - 2 * c.bias_error) / c.uncertainty for c in able]
    return Check(
        "|mean error| <= 0.1 of its standard uncertainty beyond simulation error (V_ref >= 3 steps)",
        f"largest {max(excess):.3f} of {len(able)} cells",
        max(excess) <= 0.1,
    )


def width_against_t(cells: Sequence[Cell], utility: Utility) -> Check:
    good = utility.meters[0].name
    chosen = [c for c in cells if c.meter != good or min(c.test_step, c.reference_step) >= utility.coarse]
    ratio = float(np.nanmedian([c.half_width / c.t_half_width for c in chosen]))
    asked = (
        "half-width <= 0.6 of the paired t in the median cell (meters deviate, or step >= "
        f"{utility.coarse:g} {utility.unit})"
    )
    return Check(asked, f"{ratio:.2f} over {len(chosen)} cells", ratio <= 0.6)


def width_against_told(cells: Sequence[Cell]) -> list[Check]:
    ratio = np.array([c.half_width / c.told_half_width for c in cells if c.days >= 7])
    return [
        Check(
            "half-width <= 1.5 of the interval told sigma in the median cell, from 7 blocks",
            f"{np.median(ratio):.2f}",
            bool(np.median(ratio) <= 1.5),
        ),
        Check("... and <= 2.0 in any cell", f"{ratio.max():.2f}", bool(ratio.max() <= 2.0)),
    ]
