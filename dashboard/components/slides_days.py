"""Steps three and four of a meeting: the days one by one, and the difference closing in."""

from __future__ import annotations

from functools import partial

from dash import html
from dash.development.base_component import Component

from comparekit.figures.amounts import read_decimals, small_unit
from comparekit.figures.data import FigureData, Role
from comparekit.figures.day_axis import block_names
from comparekit.figures.days import days_figure
from comparekit.figures.looks import step_of
from comparekit.figures.series import difference_figure
from comparekit.i18n.catalog import text
from comparekit.studies.series_result import Block, SeriesResult
from comparekit.wording.numbers import unit_sign
from comparekit.wording.verdict import basis_note
from dashboard.components.attributes import aria
from dashboard.components.deck import Screen, Slide
from dashboard.components.lines import unbroken
from dashboard.components.revealed import revealed, stops
from dashboard.components.wheels import wheels

_BARS, _RANGES = 560.0, 680.0  # px: drawn for, and shown about twice as large on a projector


def days_slide(result: SeriesResult, language: str) -> Slide:
    """Both registers on each day as digit wheels, and the bars so far."""
    names, upto = block_names(result, language), stops(len(result.blocks))
    titles = tuple(_day_title(result.blocks[k - 1], names[k - 1], result, language) for k in upto)
    figure = days_figure(result, language)
    pictures = revealed(figure, upto, titles, width=_BARS) if figure is not None else ()
    over = [_over(result, language)] if figure is not None else []
    screens = []
    for i, (k, title) in enumerate(zip(upto, titles, strict=True)):
        registers = _registers(result.blocks[k - 1], result, language)
        body = (
            html.Div([pictures[i], html.Div([registers, *over])], className="day-now")
            if pictures
            else registers
        )
        screens.append(Screen(title=title, body=(body,)))
    return Slide(key="days", screens=tuple(screens))


def difference_slide(result: SeriesResult, language: str) -> Slide:
    """The difference against the tolerance as it stood after each day; the last one is the finding."""
    figure, names = difference_figure(result, language), block_names(result, language)
    upto = stops(len(result.blocks))
    titles = tuple(
        figure.title if k == len(result.blocks) else _difference_title(figure, k, names[k - 1], language)
        for k in upto
    )
    pictures = revealed(figure, upto, titles, width=_RANGES)
    legend, last = _legend(figure), html.P(unbroken(basis_note(result, language)), className="aside")
    return Slide(
        key="difference",
        screens=tuple(
            Screen(
                title=title,
                body=(
                    html.Div(
                        [picture, html.Div([legend, *([last] if k == len(result.blocks) else [])])],
                        className="difference-now",
                    ),
                ),
            )
            for k, title, picture in zip(upto, titles, pictures, strict=True)
        ),
    )


def _legend(figure: FigureData) -> Component:
    """What the marks mean, the same on every screen."""
    keys = [(f"swatch-{series.role}", series.name) for series in figure.series if series.visible]
    keys += [("swatch-band", band.label) for band in figure.bands]
    return html.Ul(
        [
            html.Li(
                [html.Span(className=f"swatch {name}", **aria(hidden="true")), html.Span(unbroken(words))]
            )
            for name, words in keys
        ],
        className="legend",
    )


def _day_title(block: Block, day: str, result: SeriesResult, language: str) -> str:
    say = partial(text, language)
    test_step, reference_step = _steps(result)
    unit = unit_sign(result.unit, language)
    small = small_unit(max(test_step, reference_step), result.unit, language)
    apart = round(block.difference, 9)
    shown = small.amount(apart)
    key = "same" if float(shown.split()[0]) == 0 else "more" if apart > 0 else "less"
    return say(
        "present.days.title",
        day=day,
        old=f"{block.test:.{read_decimals(test_step)}f} {unit}",
        new=f"{block.reference:.{read_decimals(reference_step)}f} {unit}",
        difference=say(f"present.days.{key}", difference=shown),
    )


def _registers(block: Block, result: SeriesResult, language: str) -> Component:
    """What both registers showed at the end of the block, with as many wheels as either end needs."""
    unit, panels = unit_sign(result.unit, language), []
    for key, place, step in zip(("old", "new"), (1, 3), _steps(result), strict=True):
        decimals, name = read_decimals(step), text(language, f"present.days.{key}")
        shown = [f"{b.readings[place]:.{decimals}f}" for b in result.blocks]
        widest = max(map(len, shown))
        reading = f"{block.readings[place]:.{decimals}f}"
        told = text(language, "present.days.reading", name=name, reading=reading, unit=unit)
        panels.append(
            html.Div(
                [
                    html.P([html.Span(className=f"meter-key meter-key-{key}"), name], className="meter-name"),
                    html.Div(
                        [
                            wheels(reading.rjust(widest, "0"), told),
                            html.Span(unit, className="register-unit"),
                        ],
                        className="register-shown",
                    ),
                ],
                className=f"register-now register-{key}",
            )
        )
    return html.Div(panels, className="registers-now")


def _over(result: SeriesResult, language: str) -> Component:
    """What the numbers over the bars are, and in which unit."""
    unit = small_unit(max(_steps(result)), result.unit, language).name
    return html.P(unbroken(text(language, "present.days.over", unit=unit)), className="aside")


def _difference_title(figure: FigureData, place: int, day: str, language: str) -> str:
    say = partial(text, language)
    running, watched = (_value(figure, role, place) for role in (Role.RUNNING, Role.WATCHED))
    if place == 1:
        return say("present.difference.one", day=day)
    if not running:
        return say("present.difference.unknown", day=day)
    key = "until" if watched else "early"
    return say(f"present.difference.{key}", day=day, value=running, watched=watched)


def _value(figure: FigureData, role: Role, place: int) -> str:
    series = figure.series_of(role)
    points = () if series is None else series.points
    return next((point.value for point in points if point.x == place), "")


def _steps(result: SeriesResult) -> tuple[float, float]:
    return step_of(result.test, result.unit), step_of(result.reference, result.unit)
