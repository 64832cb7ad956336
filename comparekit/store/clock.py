"""Moments as the store writes them."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(at: datetime) -> str:
    """A moment in UTC with microseconds, in ISO 8601: such texts sort as the moments do.

    Raises
    ------
    ValueError
        `at` has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"at: a moment with its time zone, not {at!r}")
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
