"""Records of use for the tests of a replacement."""

import numpy as np

from comparekit.ingest.replacement_file import load_replacement_protocol
from comparekit.readings.usage import BILLS, usage_series

WATER = load_replacement_protocol("water-replacement")
GAS = load_replacement_protocol("gas-replacement")
DAY = np.timedelta64(86_400_000_000_000, "ns")


def bills_about(replaced, rates, days=30, first_after=1, **others):
    """Bills of `days` each with use per day `rates`, the last `first_after` of them after `replaced`."""
    before = len(rates) - first_after
    ends = replaced + np.round(np.arange(-before, first_after + 1) * days).astype(int) * DAY
    volume = np.asarray(rates, dtype=float) * (np.diff(ends) / DAY)
    return usage_series(ends[:-1], ends[1:], volume, kind=BILLS, **others)
