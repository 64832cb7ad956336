"""The old meter's error from a mixed week, against limits that hold for single flows."""

from __future__ import annotations

from comparekit.decisions.rules import limits_of
from comparekit.figures.data import (
    ROW_DROP,
    ROW_LANE,
    Axis,
    Band,
    FigureData,
    FigureTable,
    Line,
    Point,
    Role,
    Series,
    Span,
    Tick,
)
from comparekit.figures.error_limits import band_label, limit_text
from comparekit.figures.scale import deviation_range, percent_ticks
from comparekit.i18n.catalog import has_text, speaker, text
from comparekit.studies.meter_error import TestMeterError
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.numbers import percent, percent_range
from comparekit.wording.verdict import case_of

_ZONES = ("upper", "lower")


def mixed_error_figure(result: SeriesResult, language: str) -> FigureData | None:
    """One error with its interval, lying, against the limit of each zone: a row a limit.

    From mixed use nothing is decided, and the title says so. Where the result holds an indicative
    conformity, the limit weighted with the shares of the zones has a row of its own.

    Parameters
    ----------
    result : SeriesResult
        Without flow points.
    language : str
        "zh" or "en".

    Returns
    -------
    FigureData or None
        None where the error is not known.
    """
    error = result.test_error
    if error is None:
        return None
    say = speaker(language, "figures.error")
    limits = _limits(result)
    widest = max(limits.values())
    low, high = deviation_range((-widest, widest), (error.low, error.high, error.estimate))
    y = Axis(title=say("y"), low=low, high=high, ticks=percent_ticks(low, high, 4))
    names = [say(f"against.{zone}", limit=limit_text(limit)) for zone, limit in limits.items()]
    value, span = _value(error, language), _span(error, language)
    label = say("value_range", value=value, span=span)
    points = tuple(
        Point(
            x=k + ROW_DROP, y=error.estimate, span=Span(low=error.low, high=error.high),
            value=value, text=f"{name}\n{label}", label=label if k == 1 else "",
        )
        for k, name in enumerate(names, start=1)
    )  # fmt: skip
    cut = any(point.leaves(y) for point in points)
    keys = [
        "mixed",
        *(["cut"] if cut else []),
        f"basis.{error.basis}",
        f"certainty.{error.certainty}",
        "screening",
    ]
    return FigureData(
        title=_title(result, error, limits, language),
        description=say("description_mixed"),
        x=Axis(
            title="",
            low=0.5,
            high=len(names) + 0.5,
            ticks=tuple(Tick(value=float(k), text=name) for k, name in enumerate(names, start=1)),
        ),
        y=y,
        series=(Series(role=Role.ERROR, name=say("name.mixed"), points=points),),
        bands=tuple(
            Band(
                low=-limit,
                high=limit,
                label=band_label(limit, zone, language),
                start=k + ROW_LANE[0],
                end=k + ROW_LANE[1],
            )
            for k, (zone, limit) in enumerate(limits.items(), start=1)
        ),
        lines=(Line(y=0.0, label=say("zero")),),
        table=FigureTable(
            caption=say("caption"),
            columns=(say("against_column"), say("error"), say("range"), say("limit")),
            rows=tuple(
                (name, value, span, limit_text(limit))
                for name, limit in zip(names, limits.values(), strict=True)
            ),
        ),
        notes=tuple(say(f"note.{key}") for key in keys if has_text(language, f"figures.error.note.{key}")),
        lying=True,
    )


def _limits(result: SeriesResult) -> dict[str, float]:
    """Limits by zone [1]; one for any flow where both zones have the same."""
    limits = {zone: limits_of(result.protocol, zone)[0] for zone in _ZONES}
    if limits["upper"] == limits["lower"]:
        return {"any": limits["upper"]}
    if result.conformity is not None and result.conformity.indicative:
        limits["weighted"] = result.conformity.limit
    return limits


def _title(result: SeriesResult, error: TestMeterError, limits: dict[str, float], language: str) -> str:
    if case_of(result) == "disqualified":
        return text(language, "verdict.figure.disqualified")
    if error.low is None or error.high is None:
        key = "unknown"
    elif max(-error.low, error.high) <= min(limits.values()):
        key = "inside"
    elif error.low > max(limits.values()) or error.high < -max(limits.values()):
        key = "outside"
    else:
        key = "open"
    return text(language, f"figures.error.title.{key}", span=_span(error, language))


def _value(error: TestMeterError, language: str) -> str:
    half = None if error.low is None or error.high is None else (error.high - error.low) / 2
    return percent(error.estimate, half or None, language)


def _span(error: TestMeterError, language: str) -> str:
    return percent_range(error.low, error.high, language)
