"""Moments for people, always in the protocol's time zone."""

from __future__ import annotations

import numpy as np

from comparekit.i18n.catalog import text
from comparekit.readings.moments import in_zone


def moment(time: np.datetime64, timezone: str) -> str:
    """Date and time to the minute, e.g. ``2025-05-06 09:00``."""
    return in_zone(time, timezone).strftime("%Y-%m-%d %H:%M")


def day_label(time: np.datetime64, timezone: str, language: str) -> str:
    """A short day, e.g. 5月6日 or 6 May."""
    local = in_zone(time, timezone)
    month = text(language, f"verdict.month.{local.month}")
    return text(language, "verdict.day", month=month, day=local.day)
