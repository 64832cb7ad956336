"""The difference figure: each day, all days so far with its ranges, and the tolerance."""

from __future__ import annotations

from comparekit.figures.data import Axis, Band, FigureData, Line, Role, Series, Tick
from comparekit.figures.looks import Look, looks
from comparekit.figures.scale import deviation_range, exact_percent, percent_ticks, thinned
from comparekit.figures.series_points import day_series, fixed_series, running_series, watched_series
from comparekit.figures.series_table import difference_table
from comparekit.i18n.catalog import text
from comparekit.protocol import Tolerance
from comparekit.readings.moments import in_zone
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.times import day_label
from comparekit.wording.verdict import figure_title

_SIDE = 0.6  # of a day, free at both sides of the first and the last point


def difference_figure(result: SeriesResult, language: str) -> FigureData:
    """Daily and running deviation of a series comparison, inside the tolerance of the comparison.

    Two ranges belong to the running deviation: the one under daily looks, which may be used for
    stopping, and the one for a single look, which counts at the planned end only; the figure says so
    inside its frame. The range of the axis follows the tolerance and the last ranges, so that a wide
    first day does not flatten everything; what is further out is marked at the frame.

    Parameters
    ----------
    result : SeriesResult
        One comparison.
    language : str
        "zh" or "en".

    Returns
    -------
    FigureData
        With a series of each day, one of all days so far (from the second day on), one of each of its
        ranges as far as they go, one band (the tolerance) and one line (zero).
    """

    def say(key: str, **values: object) -> str:
        return text(language, f"figures.difference.{key}", **values)

    days = tuple(day_label(b.end, result.protocol.timezone, language) for b in result.blocks)
    known, planned = looks(result), result.protocol.plan.blocks
    series = (
        day_series(result, days, language),
        *(
            s
            for s in (
                running_series(known, days, language),
                watched_series(result, known, language),
                fixed_series(result, known, language),
            )
            if s.points
        ),
    )
    y = _deviation_axis(result, known, say("y"))
    thin = any(s.role is Role.FIXED for s in series)
    return FigureData(
        title=figure_title(result, language),
        description=say("description", days=len(days)),
        x=Axis(title=say("x"), low=1 - _SIDE, high=len(days) + _SIDE, ticks=_day_ticks(result, language)),
        y=y,
        series=series,
        bands=(_tolerance_band(result.protocol.tolerance, language),),
        lines=(Line(y=0.0, label=say("zero")),),
        table=difference_table(series, days, planned, language),
        warning=say("warning", planned=planned) if thin else "",
        notes=tuple(say(f"note.{key}", planned=planned) for key in _notes(series, y)),
    )


def _deviation_axis(result: SeriesResult, known: tuple[Look, ...], title: str) -> Axis:
    tolerance = result.protocol.tolerance
    last = (known[-1].watched, known[-1].fixed) if known else ()
    ends = [end for span in last if span is not None for end in (span.low, span.high)]
    low, high = deviation_range((tolerance.low, tolerance.high), (*ends, result.deviation.estimate))
    return Axis(title=title, low=low, high=high, ticks=percent_ticks(low, high))


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


def _tolerance_band(tolerance: Tolerance, language: str) -> Band:
    if tolerance.low == -tolerance.high:
        bound = exact_percent(tolerance.high, signed=False)
        label = text(language, "figures.difference.tolerance_symmetric", bound=bound)
    else:
        low, high = (exact_percent(bound) for bound in (tolerance.low, tolerance.high))
        label = text(language, "figures.difference.tolerance", low=low, high=high)
    return Band(low=tolerance.low, high=tolerance.high, label=label)


def _notes(series: tuple[Series, ...], y: Axis) -> list[str]:
    """How to read the figure, and what it leaves out."""
    keys, roles = [], {s.role for s in series}
    if any(point.deciding for s in series for point in s.points):
        keys.append("how_to_read")
    if Role.WATCHED in roles:
        keys.append("two_ranges" if Role.FIXED in roles else "one_range")
    else:
        keys.append("too_early" if Role.RUNNING in roles else "one_day")
    if any(point.leaves(y) for s in series for point in s.points):
        keys.append("cut")
    if any(point.y is None for point in series[0].points):
        keys.append("no_ratio")
    return keys
