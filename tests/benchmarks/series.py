"""Speed of the series comparison, as ratios against what a user would pick instead, in one run.

Usage: python tests/benchmarks/series.py
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy import stats

import comparekit as ck
from comparekit.stats.deviation import fit_deviation

LOG = Path(__file__).resolve().parents[2] / "sample_runs" / "huangyan_7_days" / "log.csv"


def main() -> None:
    rows = [*library(), *processes()]
    print("| what | time | against | time | ratio |\n|---|---|---|---|---|")
    for what, own, against, other in rows:
        print(f"| {what} | {show(own)} | {against} | {show(other)} | {own / other:.2f} |")


def library() -> list[tuple[str, float, str, float]]:
    days = np.datetime64("2025-05-06T01:00") + np.arange(8) * np.timedelta64(1, "D")
    readings = np.array([12.24, 13.269, 13.89, 14.359, 14.91, 15.752, 16.548, 17.223])
    test = ck.RegisterSeries(days, readings + 90, 0.001)
    reference = ck.RegisterSeries(days, readings, 0.001)
    protocol = ck.load_protocol("water-series-7d")
    rng = np.random.default_rng(1)
    v = rng.uniform(0.2, 0.7, (10_000, 7)).round(3)
    t = (v * rng.normal(1.01, 0.004, v.shape)).round(3)

    def batch() -> None:
        fit = fit_deviation(t, v, test_step=0.001, reference_step=0.001)
        fit.interval(0.95)

    def spreadsheet() -> None:
        for row_t, row_v in zip(t, v, strict=True):
            stats.ttest_rel(row_t, row_v).confidence_interval(0.95)

    return [
        (
            "`compare_series`, a 7-day log",
            best(lambda: ck.compare_series(test, reference, protocol), 30),
            "`scipy.stats.ttest_rel` with interval on the same days",
            best(lambda: stats.ttest_rel(t[0], v[0]).confidence_interval(0.95), 30),
        ),
        (
            "`fit_deviation` with interval, 10 000 weeks",
            best(batch, 5),
            "`scipy.stats.ttest_rel` week by week",
            best(spreadsheet, 1),
        ),
    ]


def processes() -> list[tuple[str, float, str, float]]:
    python = sys.executable
    own = [python, "-m", "comparekit"]
    bare = process([python, "-c", "pass"])
    numeric = process([python, "-c", "import numpy, scipy.special"])
    return [
        (
            "`comparekit compare`, whole process",
            process([*own, "compare", str(LOG)]),
            '`python -c "import numpy, scipy.special"`',
            numeric,
        ),
        ("`comparekit --help`, whole process", process([*own, "--help"]), '`python -c "pass"`', bare),
    ]


def best(act: Callable[[], object], times: int) -> float:
    """Median seconds of several calls, after one that is not counted."""
    act()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return float(np.median(taken))


def process(command: list[str]) -> float:
    return best(lambda: subprocess.run(command, check=False, stdout=subprocess.DEVNULL), 9)


def show(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


if __name__ == "__main__":
    main()
