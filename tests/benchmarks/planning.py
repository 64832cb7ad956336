"""Speed of a plan and of the truth rate, as ratios against simulating with scipy week by week.

Usage: python tests/benchmarks/planning.py

The alternative is what a statistician would write in an afternoon: draw weeks, a paired t interval of
each, count those inside the tolerance, and search the days. It gives other answers (measurement model,
section 2); only its time is compared, at the same number of weeks.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from scipy import stats

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.series import best, show
from comparekit.ingest.protocol_file import load_protocol
from comparekit.protocol import SeriesProtocol
from comparekit.studies.planning import plan_series
from comparekit.studies.planning_weeks import Setup, simulate_weeks
from comparekit.studies.truth_rate import truth_rate

STEP, USE, WEEKS = 0.01, 0.4, 1000
PLAN_FITS = range(3, 15)  # days at which the alternative simulates: what a daily plan of 14 days asks for


def main() -> None:
    protocol = load_protocol("water-series-7d")
    given = {"reference_step": STEP, "daily_use": USE, "protocol": protocol}
    setup = Setup(
        protocol=protocol, blocks=7, volume=USE, test_step=STEP, reference_step=STEP, sigma=0.004, gap_s=0.0
    )
    rate = truth_rate(setup)

    def searched() -> None:
        for days in PLAN_FITS:
            by_t(protocol, setup, 0.0, WEEKS, days)

    def three_pairs() -> None:
        for deviation in (0.0, 0.05, 0.02):
            by_t(protocol, setup, deviation, rate.weeks, 7)

    plan = best(lambda: plan_series(test_step=STEP, **given), 5)
    coarse = best(lambda: plan_series(test_step=0.1, **{**given, "reference_step": 0.1}), 3)
    truth = best(lambda: truth_rate(setup), 5)
    by_hand, three = best(searched, 1), best(three_pairs, 1)
    print("| what | time | against | time | ratio |\n|---|---|---|---|---|")
    for what, own, against, other in (
        (
            "`plan_series`, 0.01 m³ (both rules, curve, measures)",
            plan,
            "paired t week by week, 3 to 14 days",
            by_hand,
        ),
        ("`plan_series`, 0.1 m³ (up to 41 days)", coarse, "the same", by_hand),
        (f"`truth_rate`, 7 days, 3 × {rate.weeks} weeks", truth, "paired t week by week", three),
    ):
        print(f"| {what} | {show(own)} | {against} | {show(other)} | {own / other:.2f} |")


def by_t(protocol: SeriesProtocol, setup: Setup, deviation: float, weeks: int, days: int) -> float:
    """Share of weeks settled by a paired t interval of each week's days."""
    drawn = simulate_weeks(setup, deviation, np.random.default_rng(1), weeks=weeks, blocks=days)
    settled = 0
    for test, reference in zip(drawn.test, drawn.reference, strict=True):
        with np.errstate(divide="ignore", invalid="ignore"):
            low, high = stats.ttest_rel(test, reference).confidence_interval(0.95)
        low, high = (end / reference.mean() for end in (low, high))
        inside = protocol.tolerance.low <= low and high <= protocol.tolerance.high
        settled += inside or low > protocol.tolerance.high or high < protocol.tolerance.low
    return settled / weeks


if __name__ == "__main__":
    main()
