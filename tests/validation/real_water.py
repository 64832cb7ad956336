"""A replacement that never was, at one date after the other, in a real household's water.

Usage: python tests/validation/real_water.py Water_WHW-1.csv.gz Water_WHW-2.csv.gz

AMPds2 (Makonin et al. 2016, Sci. Data 3:160037, CC BY 4.0), one pulse a US gallon, here as two gzipped
pieces of consecutive minutes with the columns ``unix_ts`` and ``counter`` [L]. Vancouver.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from comparekit.ingest.replacement_file import load_replacement_protocol
from comparekit.readings.usage import DAILY, UsageSeries, day_starts, usage_series
from comparekit.studies.replacement import study_replacement

ZONE = ZoneInfo("America/Vancouver")
EDGE, STRIDE = 20, 5  # d left on either side of a date; d from one date to the next


def read_days(paths: Sequence[Path]) -> UsageSeries:
    """Water used on each whole day [m³]."""
    rows: list[dict[str, str]] = []
    for path in paths:
        with gzip.open(path, "rt", newline="") as file:
            rows.extend(csv.DictReader(file))
    seconds = np.array([int(row["unix_ts"]) for row in rows])
    counter = np.array([float(row["counter"]) for row in rows]) / 1000
    times = seconds.astype("datetime64[s]").astype("datetime64[ns]")
    first, last = (t.astype("datetime64[D]") for t in (times[0], times[-1]))
    midnights = day_starts(np.arange(first, last), ZONE)
    midnights = midnights[(midnights >= times[0]) & (midnights <= times[-1])]
    register = counter[np.searchsorted(times, midnights, side="right") - 1]
    return usage_series(
        midnights[:-1],
        midnights[1:],
        np.diff(register),
        unit="m3",
        utility="water",
        timezone=ZONE.key,
        kind=DAILY,
    )


def main() -> None:
    usage = read_days([Path(name) for name in sys.argv[1:]])
    protocol = load_replacement_protocol("water-replacement")
    print("| replaced | changed | ratio | changes found | laid to the replacement |")
    print("|---|---|---|---|---|")
    for at in range(EDGE, len(usage) - EDGE, STRIDE):
        told = study_replacement(usage, usage.start[at] + np.timedelta64(12, "h"), protocol).to_dict()
        ratio, dates = told["evidence"][0]["ratio"], told["dates"]
        found = ", ".join(f"{one['date']} ({one['factor']:.2f})" for one in dates["changes"]) or "none"
        spread = f"{ratio['estimate']:.2f} ({ratio['low']:.2f} to {ratio['high']:.2f})"
        changed = {True: "yes", False: "no", None: "open"}[told["changed"]]
        print(f"| {told['replaced'][:10]} | {changed} | {spread} | {found} | {dates['relation']} |")


if __name__ == "__main__":
    main()
