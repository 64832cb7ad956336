"""The calendar along the lower axis of a figure whose places are days from a moment."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from comparekit.figures.data import Axis, Tick
from comparekit.i18n.catalog import text
from comparekit.readings.moments import in_zone

_DAY = np.timedelta64(86_400_000_000_000, "ns")
_MOST = 6  # labels: as many as a phone has room for
_MONTHS = (1, 2, 3, 4, 6, 12, 24, 36, 60, 120)  # between two labels
_SHORT = 62.0  # d: shorter times are labelled by days


def days_from(origin: np.datetime64, moment: np.datetime64) -> float:
    """Place of a moment: days from `origin` [d]."""
    return float((moment - origin) / _DAY)


def day_of(origin: np.datetime64, place: float, timezone: str) -> str:
    """The date at a place, as 2025-06-01."""
    moment = origin + np.timedelta64(round(place * 86_400), "s")
    return in_zone(moment, timezone).date().isoformat()


def date_axis(origin: np.datetime64, low: float, high: float, timezone: str, language: str) -> Axis:
    """An axis of days from `origin`, labelled with days or months; the year below where it changes.

    Parameters
    ----------
    origin : datetime64
        Place zero, UTC.
    low, high : float
        Ends of the axis [d from `origin`].
    timezone : str
        IANA name of the zone the dates are in.
    language : str
        "zh" or "en".
    """
    moments = [origin + np.timedelta64(round(place * 86_400), "s") for place in (low, high)]
    first, last = (in_zone(moment, timezone).date() for moment in moments)
    days = _days(first, last) if high - low <= _SHORT else _months(first, last)
    zero = in_zone(origin, timezone)
    places = [(day - zero.date()).days - (zero.hour + zero.minute / 60) / 24 for day in days]
    by_days, ticks, before = high - low <= _SHORT, [], None
    for day, place in zip(days, places, strict=True):
        if not low <= place <= high:
            continue
        month = text(language, f"verdict.month.{day.month}")
        label = text(language, "figures.difference.day_alone", day=day.day) if by_days else month
        now = month if by_days else text(language, "figures_replacement.year", year=day.year)
        ticks.append(Tick(value=float(place), text=label if now == before else f"{label}\n{now}"))
        before = now
    return Axis(title="", low=low, high=high, ticks=tuple(ticks))


def _days(first: date, last: date) -> list[date]:
    span = (last - first).days
    step = next((s for s in (1, 2, 5, 7, 14) if span / s <= _MOST), 14)
    return [first + timedelta(days=k) for k in range(0, span + 1, step)]


def _months(first: date, last: date) -> list[date]:
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    step = next((s for s in _MONTHS if count / s <= _MOST), _MONTHS[-1])
    found = []
    for k in range(count + 1):
        year, month = divmod(first.year * 12 + first.month - 1 + k, 12)
        if (month % step if step <= 12 else (12 * year + month) % step) == 0:
            found.append(date(year, month + 1, 1))
    return found
