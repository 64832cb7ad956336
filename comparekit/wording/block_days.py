"""A block called by the day on which it ends, and how many days lie in it."""

from __future__ import annotations

from comparekit.i18n.catalog import text
from comparekit.studies.series_result import Block, SeriesResult


def with_length(name: str, block: Block, result: SeriesResult, language: str) -> str:
    """A day's name, with how many days lie in the block where it is more than one."""
    if result.protocol.plan.runs or not block.several_days:
        return name
    return text(language, "dashboard.days.long", day=name, days=round(block.days))
