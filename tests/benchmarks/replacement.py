"""Speed of a study of a replacement, as ratios against what a user would pick instead, in one run.

Usage: python tests/benchmarks/replacement.py

The alternatives are less: a t-test on bills knows neither season nor correlation, a structural time series
fitted by maximum likelihood says nothing of the date, the meter or the money.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy import stats

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import comparekit as ck
from benchmarks.series import best, show
from comparekit.bench.years import UseScenario, simulate_use
from comparekit.readings.usage import UsageSeries
from comparekit.services.stories import story_log
from comparekit.studies.billed_use import billed_use
from comparekit.studies.replacement import study_replacement
from comparekit.studies.use_dates import use_dates

YEAR = UseScenario(before=275, after=90, per_degree=0.02, scatter=0.3, neighbours=2)


def main() -> None:
    print("| what | time | against | time | ratio |\n|---|---|---|---|---|")
    for what, own, against, other in (*bills(), *year(), *processes()):
        print(f"| {what} | {show(own)} | {against} | {show(other)} | {own / other:.2f} |")


def bills() -> list[tuple[str, float, str, float]]:
    protocol = ck.load_replacement_protocol("water-replacement")
    paid = billed_use(ck.read_usage(story_log("huangyan_bills")))
    amounts = replace(paid, volume=paid.amount, low=paid.amount, high=paid.amount)
    replaced = np.datetime64("2025-03-31T16:00", "ns")
    short = best(lambda: study_replacement(amounts, replaced, protocol, measure="amount"), 30)
    two_years = _months(24)
    long = best(lambda: study_replacement(two_years, replaced, protocol), 10)
    t_test = best(lambda: stats.ttest_ind(amounts.rate[:5], amounts.rate[3:]).confidence_interval(), 30)
    name = "`scipy.stats.ttest_ind` with interval on the same bills"
    return [
        ("`study_replacement`, 6 bills", short, name, t_test),
        ("`study_replacement`, 24 bills", long, name, t_test),
    ]


def year() -> list[tuple[str, float, str, float]]:
    protocol = ck.load_replacement_protocol("water-replacement")
    usage = simulate_use(YEAR, np.random.default_rng(1))
    study = best(lambda: study_replacement(usage, YEAR.replaced, protocol), 5)
    dates = best(lambda: use_dates(usage, YEAR.replaced, protocol), 5)
    fit = best(lambda: structural(usage), 3)
    against = "`UnobservedComponents` (local level, weather, neighbours) by maximum likelihood, forecast"
    return [
        ("`study_replacement`, 365 days with weather and neighbours", study, against, fit),
        ("of it `use_dates`", dates, against, fit),
    ]


def processes() -> list[tuple[str, float, str, float]]:
    """With everything imported, in a process of its own."""
    own = (
        "import numpy as np; from benchmarks.replacement import YEAR; "
        "from comparekit.bench.years import simulate_use; import comparekit as ck; "
        "ck.compare_replacement(simulate_use(YEAR, np.random.default_rng(1)), YEAR.replaced)"
    )
    bare = "from statsmodels.tsa.statespace.structural import UnobservedComponents"
    return [
        (
            "365 days, whole process",
            best(lambda: _run(own), 3),
            "`python -c 'from statsmodels… import UnobservedComponents'`",
            best(lambda: _run(bare), 3),
        )
    ]


def structural(usage: UsageSeries) -> None:
    """What a statistician would write in an afternoon."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    known = np.array(list(usage.covariates.values())).T
    log = np.log(np.maximum(usage.volume, 0.01))
    n = YEAR.before
    model = UnobservedComponents(log[:n], level="local level", exog=known[:n])
    model.fit(disp=False).get_forecast(usage.volume.size - n, exog=known[n:]).conf_int()


def _months(count: int) -> UsageSeries:
    scenario = UseScenario(before=30 * (count - 4), after=30 * 4, season=0.1)
    days = simulate_use(scenario, np.random.default_rng(2))
    places = np.arange(0, len(days), 30)
    volume = np.add.reduceat(days.volume, places)
    return replace(
        days.chosen(places),
        end=days.end[places + 29],
        volume=volume,
        low=volume,
        high=volume,
        kind="bills",
    )


def _run(code: str) -> None:
    folder = str(Path(__file__).resolve().parents[1])
    subprocess.run([sys.executable, "-c", f"import sys; sys.path.insert(0, {folder!r}); {code}"], check=True)


if __name__ == "__main__":
    main()
