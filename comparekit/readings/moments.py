"""Moments in UTC and in the time zone people read their clocks in."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np


def in_zone(moment: np.datetime64, timezone: str) -> datetime:
    """The moment (UTC) as an aware datetime of `timezone`, to the second."""
    seconds = int(moment.astype("datetime64[s]").astype(np.int64))
    return datetime.fromtimestamp(seconds, tz=UTC).astimezone(ZoneInfo(timezone))
