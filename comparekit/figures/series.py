"""The difference figure: each day, all days so far with its ranges, and the tolerance."""

from __future__ import annotations

from comparekit.figures.data import Axis, Band, FigureData, Line, Role, Series
from comparekit.figures.day_axis import block_names, day_axis
from comparekit.figures.difference_words import difference_words
from comparekit.figures.looks import Look, looks
from comparekit.figures.scale import deviation_range, exact_percent, percent_ticks
from comparekit.figures.series_points import day_series, fixed_series, running_series, watched_series
from comparekit.figures.series_table import difference_table
from comparekit.i18n.catalog import text
from comparekit.protocol import Tolerance
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.verdict import figure_title

_ALONE = {"cut": "cut_alone"}  # notes that point at the table, and what they say without it


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
    say = difference_words(result, language)
    days = block_names(result, language)
    known, planned = looks(result), result.protocol.plan.blocks
    series = (
        day_series(result, days, language),
        *(
            s
            for s in (
                running_series(result, known, days, language),
                watched_series(result, known, language),
                fixed_series(result, known, language),
            )
            if s.points
        ),
    )
    y = _deviation_axis(result, known, say("y"))
    thin = any(s.role is Role.FIXED for s in series)
    notes = _notes(series, y)
    return FigureData(
        title=figure_title(result, language),
        description=say("description", days=len(days)),
        x=day_axis(result, language),
        y=y,
        series=series,
        bands=(_tolerance_band(result.protocol.tolerance, language),),
        lines=(Line(y=0.0, label=say("zero")),),
        table=difference_table(result, series, days, language),
        warning=say("warning", planned=planned) if thin else "",
        notes=tuple(say(f"note.{key}", planned=planned) for key in notes),
        alone=tuple(say(f"note.{_ALONE.get(key, key)}", planned=planned) for key in notes),
    )


def _deviation_axis(result: SeriesResult, known: tuple[Look, ...], title: str) -> Axis:
    tolerance = result.protocol.tolerance
    last = (known[-1].watched, known[-1].fixed) if known else ()
    ends = [end for span in last if span is not None for end in (span.low, span.high)]
    low, high = deviation_range((tolerance.low, tolerance.high), (*ends, result.deviation.estimate))
    return Axis(title=title, low=low, high=high, ticks=percent_ticks(low, high))


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
