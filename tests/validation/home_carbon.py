"""Solar panels from 2022-09-20 in the daily grid electricity of a real house, found from its meter.

Usage: python tests/validation/home_carbon.py 230630_daily.csv

``Data/230630_daily.csv`` of github.com/wriggy/home-carbon (MIT): day-first dates, kWh, degree days.
"""

from __future__ import annotations

import csv
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from comparekit.ingest.replacement_file import load_replacement_protocol
from comparekit.readings.usage import DAILY, UsageSeries, day_starts, usage_series
from comparekit.studies.replacement import study_replacement

ZONE = "Europe/London"
PANELS = "2022-09-20"


def read_days(path: Path, column: str) -> UsageSeries:
    """One column of daily use, with degree days."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    days = np.array([datetime.strptime(row["date"], "%d/%m/%y").date() for row in rows], "datetime64[D]")
    zone = ZoneInfo(ZONE)
    return usage_series(
        day_starts(days, zone),
        day_starts(days + 1, zone),
        np.array([float(row[column]) for row in rows]),
        covariates={"degree_days": np.array([float(row["degree_days_15.5"]) for row in rows])},
        unit="kWh",
        utility="electricity",
        timezone=ZONE,
        kind=DAILY,
    )


def main() -> None:
    usage = read_days(Path(sys.argv[1]), "elec_usage_kwh")
    noon = day_starts(np.array([PANELS], "datetime64[D]"), ZoneInfo(ZONE))[0] + np.timedelta64(12, "h")
    result = study_replacement(usage, noon, load_replacement_protocol("electricity-replacement"))
    told = result.to_dict()
    for one in told["evidence"]:
        ratio = one["ratio"]
        print(f"| {one['level']} | {ratio['estimate']:.3f} | {ratio['low']:.3f} to {ratio['high']:.3f} |")
    for change in told["dates"]["changes"]:
        span = f"{change['first']} to {change['last']}"
        print(f"{change['date']} ({span}), factor {change['factor']:.2f}, {change['near_replacement']:.3f}")
    print(told["changed"], told["dates"]["relation"], told["verdict"])


if __name__ == "__main__":
    main()
