"""Check it yourself: two subtractions and one division, with the real numbers."""

from __future__ import annotations

from comparekit.figures.looks import step_of
from comparekit.findings import disqualifies
from comparekit.i18n.catalog import speaker, text
from comparekit.reporting.document import CheckPart, Step
from comparekit.reporting.readings_told import as_read, ratio
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.numbers import percent, percent_range, unit_sign

_ROLLOVER = "registers.rollover"


def check_yourself(result: SeriesResult, language: str) -> CheckPart:
    """What anyone with paper and pencil can recompute from the first and the last readings."""
    say = speaker(language, "dashboard.check")
    return CheckPart(
        title=say("title"),
        intro=_for_runs(result, language, "intro") or say("intro"),
        steps=(
            _subtraction(result, "test", language),
            _subtraction(result, "reference", language),
            _division(result, language),
        ),
        found=_found(result, language),
        meaning=_meaning(result, language),
    )


def _subtraction(result: SeriesResult, role: str, language: str) -> Step:
    """Last minus first; with what passing zero adds, or what conversion to base conditions makes of it."""
    say = speaker(language, "dashboard.check")
    side = 0 if role == "test" else 2
    meter, volume = (
        (result.test, result.volume_test) if role == "test" else (result.reference, result.volume_reference)
    )
    first, last = result.blocks[0].readings[side], result.blocks[-1].readings[side + 1]
    step = step_of(meter, result.unit)
    values = {
        "last": as_read(last, step),
        "first": as_read(first, step),
        "volume": as_read(volume, step),
        "unit": unit_sign(result.unit, language),
    }
    missing = volume - (last - first)
    if abs(missing) < 0.5 * step:
        return Step(what=say(role), sum=say("subtraction", **values))
    if not any(f.code == _ROLLOVER and f.context.get("role") == role for f in result.findings):
        shown = as_read(last - first, step)
        return Step(what=say(role), sum=say("subtraction_converted", shown=shown, **values))
    turn = as_read(missing, step)
    return Step(
        what=say(role),
        sum=say("subtraction_turn", turn=turn, **values),
        note=say("turn", turn=turn),
    )


def _division(result: SeriesResult, language: str) -> Step:
    say = speaker(language, "dashboard.check")
    estimate = result.window_deviation.estimate
    if estimate is None:
        return Step(what=say("division"), sum=say("no_division"))
    test, reference = (
        as_read(volume, step_of(meter, result.unit))
        for volume, meter in (
            (result.volume_test, result.test),
            (result.volume_reference, result.reference),
        )
    )
    quotient = say("quotient", test=test, reference=reference, ratio=ratio(1 + estimate, _half_width(result)))
    return Step(what=say("division"), sum=quotient)


def _found(result: SeriesResult, language: str) -> str:
    """What the division shows; empty where there is nothing to divide by, or nothing follows from it."""
    estimate = result.window_deviation.estimate
    if estimate is None or disqualifies(result.findings):
        return ""
    key = "more" if estimate > 0 else "less"
    if abs(result.volume_test - result.volume_reference) < 1e-9:
        key = "same"
    size = percent(abs(estimate), _half_width(result), language, signed=False)
    return speaker(language, "dashboard.check")(key, percent=size)


def _meaning(result: SeriesResult, language: str) -> str:
    say, window = speaker(language, "dashboard.check"), result.window_deviation
    if disqualifies(result.findings):
        return say("meaning_disqualified")
    if window.low is None or window.high is None:
        return say("meaning_without_bounds")
    bounds = percent_range(window.low, window.high, language)
    return _for_runs(result, language, "meaning", bounds=bounds) or say("meaning", bounds=bounds)


def _for_runs(result: SeriesResult, language: str, key: str, **values: str) -> str:
    """The sentence for the runs of a bench, which are no days; empty for days."""
    return text(language, f"report_page.check.{key}", **values) if result.protocol.plan.runs else ""


def _half_width(result: SeriesResult) -> float | None:
    window = result.window_deviation
    return None if window.low is None or window.high is None else 0.5 * (window.high - window.low)
