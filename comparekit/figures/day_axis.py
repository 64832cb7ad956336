"""The days, or the runs of a bench, along the lower axis of a figure."""

from __future__ import annotations

from comparekit.figures.data import Axis, Tick
from comparekit.figures.scale import thinned
from comparekit.i18n.catalog import text
from comparekit.readings.moments import in_zone
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.block_days import with_length
from comparekit.wording.times import day_label

_SIDE = 0.6  # of a day, free at both sides of the first and the last point


def day_axis(result: SeriesResult, language: str) -> Axis:
    """One place a block, 1 to n, labelled with the day on which it ends, or with the number of the run."""
    count, runs = len(result.blocks), result.protocol.plan.runs
    return Axis(
        title=text(language, "figures.difference.runs" if runs else "figures.difference.x"),
        low=1 - _SIDE,
        high=count + _SIDE,
        ticks=_run_ticks(count) if runs else _day_ticks(result, language),
    )


def block_names(result: SeriesResult, language: str) -> tuple[str, ...]:
    """What each block is called in a sentence: its day, or its run."""
    if result.protocol.plan.runs:
        return tuple(
            text(language, "figures.difference.run", run=k) for k in range(1, len(result.blocks) + 1)
        )
    zone = result.protocol.timezone
    return tuple(
        with_length(day_label(block.end, zone, language), block, result, language) for block in result.blocks
    )


def _run_ticks(count: int) -> tuple[Tick, ...]:
    return tuple(Tick(value=float(k), text=str(k)) for k in thinned(count))


def _day_ticks(result: SeriesResult, language: str) -> tuple[Tick, ...]:
    """Days along the axis; the month below, only where it changes, so that a phone has room for them."""
    ticks, month = [], None
    for k in thinned(len(result.blocks)):
        local = in_zone(result.blocks[k - 1].end, result.protocol.timezone)
        label = text(language, "figures.difference.day_alone", day=local.day)
        if local.month != month:
            label += "\n" + text(language, f"verdict.month.{local.month}")
        month = local.month
        ticks.append(Tick(value=float(k), text=label))
    return tuple(ticks)
