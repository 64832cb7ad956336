"""How the constructed stories were made: run this file to write their logs again.

Usage: python tests/sample_runs/recipes.py [NAME ...]
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from comparekit.bench.household import FAMILY, LARGE
from comparekit.bench.logs import write_visits
from comparekit.bench.meters import FAST, GOOD, NEW, WORN
from comparekit.bench.site import BenchRegister, Passed, run_site
from comparekit.stats.deviation import fit_deviation
from comparekit.stats.looks import FIRST_LOOK, boundary_interval
from sample_runs.recipes_logs import LOG_RECIPES
from sample_runs.recipes_meters import METER_RECIPES
from sample_runs.recipes_replacement import REPLACEMENT_RECIPES

FOLDER = Path(__file__).resolve().parents[2] / "sample_runs"
LITRES = BenchRegister(step=0.001)
WHOLE = BenchRegister(step=1.0)


def huangyan_7_days() -> bytes:
    """Identical readings, as published; only the volumes are the bench's."""
    run = run_site(LARGE, NEW, NEW, np.random.default_rng(20250506), weeks=1, days=7)
    same = Passed(test=run.reference, reference=run.reference, times=run.times)
    rows = write_visits(
        same, first_day=date(2025, 5, 6), test=LITRES, reference=LITRES, starts=(1286.0, 12.0)
    )
    titles = ("抄表时间", "旧水表读数(m³)", "新水表读数(m³)")
    return _wide(rows, titles, "关阀 15 分钟，两表均未走动", "utf-8-sig")


def fast_5_percent() -> bytes:
    run = run_site(FAMILY, FAST, NEW, np.random.default_rng(5), weeks=1, days=7)
    rows = write_visits(run, first_day=date(2025, 9, 1), test=LITRES, reference=LITRES, starts=(845.3, 3.2))
    return _wide(rows, ("抄表时间", "旧表读数(m³)", "新表读数(m³)"), "关阀 15 分钟，两表均未走动", "gb18030")


def worn_low_flow() -> bytes:
    run = run_site(FAMILY, WORN, NEW, np.random.default_rng(12), weeks=1, days=7)
    rows = write_visits(
        run, first_day=date(2025, 10, 13), test=LITRES, reference=LITRES, starts=(2417.6, 0.8)
    )
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["meter_id", "role", "time", "reading", "unit", "resolution", "event", "note"])
    for k, (moment, test, reference) in enumerate(rows):
        event = ("zero_test", "valve closed for 15 min, both stood still") if k == 0 else ("", "")
        writer.writerow(["A1786", "test", f"{moment:%Y-%m-%d %H:%M}", test, "m3", "0.001", *event])
        writer.writerow(["N0032", "reference", f"{moment:%Y-%m-%d %H:%M}", reference, "m3", "0.001", "", ""])
    return out.getvalue().encode("utf-8")


def coarse_register() -> bytes:
    """The old meter read to whole cubic metres only."""
    run = run_site(FAMILY, GOOD, NEW, np.random.default_rng(8), weeks=1, days=7)
    rows = write_visits(run, first_day=date(2025, 11, 3), test=WHOLE, reference=LITRES, starts=(612.4, 5.1))
    return _wide(
        rows,
        ("抄表时间", "旧表读数(m³)", "新表读数(m³)"),
        "关阀 15 分钟，两表均未走动",
        "utf-8",
        ("1", "0.001"),
    )


def stopped_early() -> bytes:
    """Seven days of a fast meter, given up on the first day on which the daily rule says deviate."""
    run = run_site(FAMILY, FAST, NEW, np.random.default_rng(1), weeks=1, days=7)
    starts = (1530.7, 4.9)
    rows = write_visits(run, first_day=date(2026, 3, 9), test=LITRES, reference=LITRES, starts=starts)
    volumes = np.diff([[float(row[k]) for row in rows] for k in (1, 2)])
    looks = np.arange(FIRST_LOOK, 8)
    test, reference = np.broadcast_to(volumes[:, None, :], (2, looks.size, 7))
    posterior = fit_deviation(test, reference, test_step=0.001, reference_step=0.001, blocks=looks)
    beyond = boundary_interval(posterior, looks)[0] > 0.02
    titles = ("抄表时间", "旧表读数(m³)", "新表读数(m³)")
    return _wide(rows[: looks[beyond.argmax()] + 1], titles, "关阀 15 分钟，两表均未走动", "utf-8")


def two_good_meters_30_days() -> bytes:
    """Two meters of one curve: the seed was searched for, so that a daily paired t accuses one of them."""
    wavering = NEW.unsteady(0.01)
    run = run_site(FAMILY, wavering, wavering, np.random.default_rng(175), weeks=1, days=30)
    rows = write_visits(run, first_day=date(2026, 4, 1), test=LITRES, reference=LITRES, starts=(531.2, 2.4))
    return _wide(rows, ("抄表时间", "旧表读数(m³)", "新表读数(m³)"), "关阀 15 分钟，两表均未走动", "utf-8")


def _wide(
    rows: list[tuple],
    titles: tuple[str, str, str],
    zero_test: str,
    encoding: str,
    steps: tuple[str, str] = ("0.001", "0.001"),
) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*titles, "旧表分度值", "新表分度值", "事件", "备注"])
    for k, (moment, test, reference) in enumerate(rows):
        event = ("零流量检查", zero_test) if k == 0 else ("", "")
        writer.writerow([f"{moment:%Y-%m-%d %H:%M}", test, reference, *steps, *event])
    return out.getvalue().encode(encoding)


RECIPES: dict[str, Callable[[], bytes]] = (
    {
        recipe.__name__: recipe
        for recipe in (
            huangyan_7_days,
            fast_5_percent,
            worn_low_flow,
            coarse_register,
            stopped_early,
            two_good_meters_30_days,
        )
    }
    | LOG_RECIPES
    | METER_RECIPES
)


if __name__ == "__main__":
    for name in sys.argv[1:] or (*RECIPES, *REPLACEMENT_RECIPES):
        (FOLDER / name).mkdir(parents=True, exist_ok=True)
        file = "usage.csv" if name in REPLACEMENT_RECIPES else "log.csv"
        (FOLDER / name / file).write_bytes((REPLACEMENT_RECIPES | RECIPES)[name]())
