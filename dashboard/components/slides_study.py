"""Steps of a meeting on a study before and after a replacement: the bills, use, the evidence, the bridge."""

from __future__ import annotations

from dataclasses import replace
from functools import partial, reduce

from dash import html
from dash.development.base_component import Component

from comparekit.figures.data import FigureData
from comparekit.figures.replacement import timeline_figure
from comparekit.figures.series_figures import image_address
from comparekit.figures.svg_ import svg_figure
from comparekit.figures.waterfall import waterfall_figure
from comparekit.i18n.catalog import speaker, text
from comparekit.readings.moments import in_zone
from comparekit.reporting.document import Named
from comparekit.reporting.study_compose import TONES, headline_lines
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.wording.bridge import at_most_sentence
from comparekit.wording.replacement import headline, meter_sentence, next_step, screening_note
from comparekit.wording.use_dates import dates_lines
from comparekit.wording.use_evidence import rates_sentence, use_sentence, weighed
from dashboard.components.attributes import aria
from dashboard.components.deck import Screen, Slide
from dashboard.components.lines import unbroken
from dashboard.components.replacement_view import badge
from dashboard.components.revealed import bare

_ON_A_PHONE, _PHONE = "(max-width: 640px)", 390.0  # px
_WIDE, _ROWS = 720.0, 640.0  # px the pictures are drawn for: a projector shows them about twice as large


def study_facts(result: ReplacementResult, language: str) -> tuple[Named, ...]:
    """What is certain about the bills, for the first step of a meeting."""
    say, zone = speaker(language, "replacement_page.slide"), result.usage.timezone
    first, last = (in_zone(m, zone).date() for m in (result.usage.start[0], result.usage.end[-1]))
    facts = [
        Named(name=say("replaced"), value=str(in_zone(result.replaced, zone).date())),
        Named(
            name=text(language, f"replacement.record.{result.usage.kind}"),
            value=say("record", count=len(result.usage), start=first, end=last),
        ),
    ]
    rates = rates_sentence(result, language)
    return (*facts, *([Named(name=say("rates"), value=rates)] if rates else []))


def study_complaint_slide(result: ReplacementResult, language: str) -> Slide:
    """The bills or the record of use, as far as they are certain."""
    title, told = text(language, "replacement_page.slide.complaint"), study_facts(result, language)
    return Slide(key="complaint", screens=(Screen(title=title, body=(_named(told),)),))


def study_slides(result: ReplacementResult, language: str) -> tuple[Slide, ...]:
    """The steps where no comparison in series belongs to the study."""
    return (
        study_complaint_slide(result, language),
        Slide(key="use", screens=_timeline(result, language)),
        evidence_slide(result, language),
        Slide(key="bill", screens=_waterfall(result, language)),
        study_verdict_slide(result, language),
    )


def study_bill_slide(result: ReplacementResult, language: str) -> Slide:
    """The step on the bill in one: use by day first, then from the old bill to the new one."""
    return Slide(key="bill", screens=(*_timeline(result, language), *_waterfall(result, language)))


def evidence_slide(result: ReplacementResult, language: str) -> Slide:
    """Whether use changed, when, and what that rests on."""
    lines = [*dates_lines(result, language), *weighed(result, language)[:2]]
    return Slide(
        key="evidence",
        screens=(
            Screen(
                title=use_sentence(result, language),
                body=(html.Ul([html.Li(unbroken(line.strip())) for line in lines], className="study-told"),),
            ),
        ),
    )


def study_verdict_slide(result: ReplacementResult, language: str) -> Slide:
    """What can be said of the meter, and the next step the resident is entitled to."""
    steps = [html.P(unbroken(line)) for line in next_step(result, language)]
    lines = headline_lines(result, language)
    known = lines[-2:] if result.meter is not None else [lines[0], lines[-1]]  # the rest was shown before
    official = html.P(
        [
            html.Strong(text(language, "present.verdict.official")),
            " ",
            unbroken(headline(result, language, "official")),
        ],
        className="aside",
    )
    return Slide(
        key="verdict",
        screens=(
            Screen(
                title=reduce(partial(_joined, language), dict.fromkeys(known)),
                body=(
                    html.Div(
                        badge(result, language),
                        className=f"verdict-badge study-final verdict-{TONES[result.verdict]}",
                    ),
                    html.Div(steps, className="verdict-next"),
                    official,
                    html.P(screening_note(language), className="aside"),
                ),
            ),
        ),
    )


def _joined(language: str, first: str, second: str) -> str:
    return text(language, "replacement.two_sentences", first=first, second=second)


def _timeline(result: ReplacementResult, language: str) -> tuple[Screen, ...]:
    figure = timeline_figure(result, language)
    if figure is None:
        told = rates_sentence(result, language)
        return (Screen(title=use_sentence(result, language), body=(html.P(told),)),)
    return (Screen(title=figure.title, body=(_shown(figure, _WIDE, figure.notes[1:2]),)),)


def _waterfall(result: ReplacementResult, language: str) -> tuple[Screen, ...]:
    bridge = result.bridge
    figure = None if bridge is None else waterfall_figure(bridge, language)
    if bridge is None or figure is None:
        return (Screen(title=meter_sentence(result, language), body=()),)
    return (
        Screen(
            title=at_most_sentence(bridge, language),
            body=(_shown(figure, _ROWS, figure.notes[1:]),),
        ),
    )


def _shown(figure: FigureData, width: float, notes: tuple[str, ...]) -> Component:
    """The picture, and beside it in the size of the screen what its marks mean."""
    plain = replace(figure, title="", notes=(), alone=())
    small, large = (image_address(bare(svg_figure(plain, width=w, name="study"))) for w in (_PHONE, width))
    picture = html.Picture(
        [
            html.Source(srcSet=small, media=_ON_A_PHONE),
            html.Img(src=large, alt=f"{figure.title} {figure.description}", className="shown"),
        ]
    )
    keys = [(f"swatch-{series.role}", series.name) for series in figure.series if series.visible]
    keys += [("swatch-moment" if mark.span is None else "swatch-guess", mark.name) for mark in figure.marks]
    legend = html.Ul(
        [
            html.Li(
                [html.Span(className=f"swatch {name}", **aria(hidden="true")), html.Span(unbroken(words))]
            )
            for name, words in keys
        ],
        className="legend",
    )
    below = [html.P(unbroken(note), className="aside") for note in notes]
    return html.Div([picture, html.Div([legend, *below])], className="difference-now study-now")


def _named(entries: tuple[Named, ...]) -> Component:
    return html.Dl(
        [html.Div([html.Dt(entry.name), html.Dd(unbroken(entry.value))]) for entry in entries],
        className="told",
    )
