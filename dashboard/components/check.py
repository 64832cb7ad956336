"""Check it yourself: two subtractions and one division, with the real numbers."""

from __future__ import annotations

from functools import partial

from dash import html
from dash.development.base_component import Component

from comparekit.figures.looks import step_of
from comparekit.i18n.catalog import text
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.numbers import percent, percent_range, unit_sign
from dashboard.components.digits import in_steps, ratio_text
from dashboard.components.lines import unbroken


def check_yourself(result: SeriesResult, language: str) -> Component:
    """What anyone with paper and pencil can recompute from the first and the last readings."""
    say = partial(text, language)
    first, last = result.blocks[0].readings, result.blocks[-1].readings
    turned = {f.context.get("role") for f in result.findings if f.code == "registers.rollover"}
    test = _subtraction(
        (first[0], last[1], result.volume_test),
        step_of(result.test, result.unit),
        result.unit,
        language,
        turned="test" in turned,
    )
    reference = _subtraction(
        (first[2], last[3], result.volume_reference),
        step_of(result.reference, result.unit),
        result.unit,
        language,
        turned="reference" in turned,
    )
    return html.Section(
        className="check",
        children=[
            html.H2(say("dashboard.check.title")),
            html.P(say("dashboard.check.intro")),
            html.Ol(
                [
                    html.Li([html.Span(say("dashboard.check.test"), className="what"), *test]),
                    html.Li([html.Span(say("dashboard.check.reference"), className="what"), *reference]),
                    html.Li(_division(result, language)),
                ]
            ),
            html.P(unbroken(_meaning(result, language)), className="note"),
        ],
    )


def _subtraction(
    values_read: tuple[float, float, float], step: float, unit: str, language: str, *, turned: bool
) -> list[Component]:
    """Last minus first; with what passing zero adds, or what conversion to base conditions makes of it."""
    first, last, volume = values_read
    values = {
        "last": in_steps(last, step),
        "first": in_steps(first, step),
        "volume": in_steps(volume, step),
        "unit": unit_sign(unit, language),
    }
    passed_zero = volume - (last - first)
    if abs(passed_zero) < 0.5 * step:
        return [html.Span(unbroken(text(language, "dashboard.check.subtraction", **values)), className="sum")]
    if not turned:
        values["shown"] = in_steps(last - first, step)
        converted = text(language, "dashboard.check.subtraction_converted", **values)
        return [html.Span(unbroken(converted), className="sum")]
    values["turn"] = in_steps(passed_zero, step)
    return [
        html.Span(unbroken(text(language, "dashboard.check.subtraction_turn", **values)), className="sum"),
        html.Span(text(language, "dashboard.check.turn", **values), className="note"),
    ]


def _division(result: SeriesResult, language: str) -> list[Component]:
    say = partial(text, language)
    what = html.Span(say("dashboard.check.division"), className="what")
    window = result.window_deviation
    if window.estimate is None:
        return [what, html.Span(say("dashboard.check.no_division"), className="sum")]
    u = None if window.low is None or window.high is None else 0.5 * (window.high - window.low)
    sum_text = say(
        "dashboard.check.quotient",
        test=in_steps(result.volume_test, step_of(result.test, result.unit)),
        reference=in_steps(result.volume_reference, step_of(result.reference, result.unit)),
        ratio=ratio_text(1 + window.estimate, u),
    )
    key = "more" if window.estimate > 0 else "less"
    if abs(result.volume_test - result.volume_reference) < 1e-9:
        key = "same"
    found = percent(abs(window.estimate), u, language, signed=False)
    return [
        what,
        html.Span(sum_text, className="sum"),
        html.Span(say(f"dashboard.check.{key}", percent=found), className="finding"),
    ]


def _meaning(result: SeriesResult, language: str) -> str:
    window = result.window_deviation
    if window.low is None or window.high is None:
        return text(language, "dashboard.check.meaning_without_bounds")
    bounds = percent_range(window.low, window.high, language)
    return text(language, "dashboard.check.meaning", bounds=bounds)
