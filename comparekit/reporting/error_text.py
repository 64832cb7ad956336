"""What a series comparison says about the old meter alone, as lines of text."""

from __future__ import annotations

from comparekit.i18n.catalog import speaker, text
from comparekit.origin import weakest
from comparekit.reporting.text_table import text_table
from comparekit.studies.flow_points import FlowPoint
from comparekit.studies.flow_runs import FEWEST_RUNS
from comparekit.studies.reference_error import CERTIFICATE
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.numbers import percent, percent_range, unit_sign


def error_lines(result: SeriesResult, language: str) -> list[str]:
    """The test meter's error, its points on a bench, and its conformity; empty where nobody asked."""
    if not error_told(result):
        return []
    lines = [error_title(result, language)]
    if result.points:
        lines += [text(language, "report.error.points"), *text_table(_table(result, language))]
    return lines + error_notes(result, language)


def error_told(result: SeriesResult) -> bool:
    """Whether there is more to say than the permitted difference says already.

    Without plates and certificates a week says nothing about one meter alone.
    """
    return result.test_error is not None and (result.meters is not None or bool(result.points))


def error_title(result: SeriesResult, language: str) -> str:
    """The test meter's error in a sentence."""
    error = result.test_error
    if error is None:
        return ""
    say = speaker(language, "report.error")
    width = None if error.low is None or error.high is None else (error.high - error.low) / 2
    return say(
        "title",
        error=percent(error.estimate, width, language),
        interval=percent_range(error.low, error.high, language),
        basis=say("certificate" if error.basis == CERTIFICATE else "within"),
    )


def error_notes(result: SeriesResult, language: str) -> list[str]:
    """What the error at the flow points rests on, and the conformity that follows."""
    say = speaker(language, "report.error")
    lines = []
    if result.points:
        if result.test_error is None or result.test_error.basis != CERTIFICATE:
            lines.append(say("no_certificate"))
        elif any(point.runs < FEWEST_RUNS for point in result.points):
            lines.append(say("one_run"))
        if any(point.limit is not None for point in result.points):
            lines.append(_limits_told(result, language))
        else:
            lines.append(say("outside" if _plate_known(result) else "no_plate"))
        judged = sum(point.conformity is not None for point in result.points)
        if 0 < judged < len(result.points):
            lines.append(say("some", judged=judged, points=len(result.points)))
        if result.protocol.limits.rounding is not None and judged:
            step = percent(result.protocol.limits.rounding, None, language, signed=False)
            lines.append(say("rounded", step=step, error=_judged(result, language)))
    conformity = result.conformity
    if conformity is not None and result.points and conformity.indicative:
        lines.append(say("points_indicative"))
    elif conformity is not None:
        values = {
            "limit": percent(conformity.limit, 0.005, language, signed=False),
            "probability": probability_text(conformity.probability),
            "band": percent(conformity.guard_band, conformity.guard_band, language, signed=False),
            "decision": text(language, f"verdict.conformity.{conformity.decision}"),
        }
        lines.append(say("indicative" if conformity.indicative else "overall", **values))
    return lines


def _judged(result: SeriesResult, language: str) -> str:
    """The rounded errors that were judged, in the order of the points."""
    rounding = result.protocol.limits.rounding or 0.001
    return ", ".join(
        percent(point.conformity.judged, rounding, language)
        for point in result.points
        if point.conformity is not None
    )


def probability_text(probability: float) -> str:
    """A probability in percent, never rounded to certainty."""
    if probability > 0.999:
        return "> 99.9 %"
    if probability < 0.001:
        return "< 0.1 %"
    digits = 1 if probability > 0.99 or probability < 0.01 else 0
    return f"{100 * probability:.{digits}f} %"


def _plate_known(result: SeriesResult) -> bool:
    """Whether the old meter's plate says where its zones of flow lie."""
    if result.meters is None:
        return False
    return result.protocol.table.zones_of(result.meters.test, result.protocol.limits) is not None


def _limits_told(result: SeriesResult, language: str) -> str:
    """Which class the limits are of, and how sure we are of them."""
    limits, in_service = result.protocol.limits, result.protocol.test_in_service
    origins = (limits.origin, limits.in_service_origin) if in_service else (limits.origin,)
    certainty = text(language, f"report.certainty.{weakest(*origins)}")
    return text(language, "report.error.certainty", test=limits.accuracy_class, certainty=certainty)


def _table(result: SeriesResult, language: str) -> list[list[str]]:
    say = speaker(language, "report.error")
    unit = unit_sign(result.protocol.table.flow_unit, language)
    head = [f"{say('flow')} ({unit})", *map(say, ("deviation", "own", "range", "limit", "decision"))]
    return [head, *(_row(point, language) for point in result.points)]


def _row(point: FlowPoint, language: str) -> list[str]:
    width = None if point.low is None or point.high is None else (point.high - point.low) / 2
    return [
        f"{point.flow:.3g}",
        percent(point.deviation, width or 0.001, language),
        percent(point.error, width, language),
        percent_range(point.low, point.high, language) if point.error is not None else "—",
        "—" if point.limit is None else f"±{percent(point.limit, 0.005, language, signed=False)}",
        "—"
        if point.conformity is None
        else text(language, f"verdict.conformity.{point.conformity.decision}"),
    ]
