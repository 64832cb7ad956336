"""Steps of a meeting on a study before and after a replacement: the bills, use, the evidence, the bridge."""

from __future__ import annotations

from dataclasses import replace
from functools import partial, reduce

import numpy as np
from dash import html
from dash.development.base_component import Component

from comparekit.figures.data import FigureData
from comparekit.figures.replacement import timeline_figure
from comparekit.figures.series_figures import image_address
from comparekit.figures.svg_ import svg_figure
from comparekit.figures.waterfall import waterfall_figure
from comparekit.i18n.catalog import speaker, text
from comparekit.readings.moments import in_zone
from comparekit.readings.usage import BILLS
from comparekit.reporting.document import Named
from comparekit.reporting.study_compose import TONES, headline_lines
from comparekit.studies.replacement_result import AMOUNT, ReplacementResult
from comparekit.wording.bridge import at_most_sentence
from comparekit.wording.replacement import (
    headline,
    headline_sentences,
    meter_sentence,
    next_step,
    no_steps_sentence,
    screening_note,
)
from comparekit.wording.uncertain import money_in, volume_in
from comparekit.wording.use_dates import averages_note, dates_lines
from comparekit.wording.use_evidence import rates_sentence, weighed, what_changed
from dashboard.components.attributes import aria
from dashboard.components.deck import Screen, Slide
from dashboard.components.lines import unbroken
from dashboard.components.replacement_view import badge
from dashboard.components.revealed import bare

_ON_A_PHONE, _PHONE = "(max-width: 640px)", 390.0  # px
_BEFORE, _AFTER = 4, 3  # bills shown at first
_AS_GIVEN = 1e-9  # of a volume: binary dust
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
    return (*facts, *([Named(name=what_changed(result, language), value=rates)] if rates else []))


def study_bills(result: ReplacementResult, language: str) -> list[Component]:
    """The bills next to the replacement as a table; nothing where the record is finer than bills."""
    usage, zone = result.usage, result.usage.timezone
    if usage.kind != BILLS or len(usage) == 0:
        return []
    say, column = speaker(language, "figures_replacement.timeline"), speaker(language, "replacement.report")
    after = int((usage.start < result.replaced).sum())  # the first bill wholly after the replacement
    first = max(0, min(after - _BEFORE, len(usage) - _BEFORE - _AFTER))
    shown = range(first, min(first + _BEFORE + _AFTER, len(usage)))
    values = _bill_values(result, language)
    rows = []
    for k in shown:
        days = [str(in_zone(m, zone).date()) for m in (usage.start[k], usage.end[k])]
        side = "after" if k >= after else "both" if usage.end[k] > result.replaced else "before"
        rows.append(
            html.Tr(
                [
                    html.Th(" – ".join(days), scope="row"),
                    html.Td(say(f"side_{side}")),
                    *(html.Td(unbroken(told[k])) for _, told in values),
                ]
            )
        )
    heads = [text(language, "replacement.record.bills"), say("side"), *(column(name) for name, _ in values)]
    caption = speaker(language, "replacement_page.slide")("bills", count=len(shown))
    return [
        html.Table(
            [
                html.Caption(caption),
                html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                html.Tbody(rows),
            ],
            className="points",
        )
    ]


def _bill_values(result: ReplacementResult, language: str) -> list[tuple[str, list[str]]]:
    """What the bills tell, each with its name: volumes, amounts."""
    usage = result.usage
    money, volume = money_in("CNY", language), volume_in(usage.unit, result.protocol.utility, language)
    paid = usage.volume if result.measure == AMOUNT else usage.amount
    # A volume worked out from an amount stands on no bill.
    given = paid is None or bool((usage.high - usage.low <= _AS_GIVEN * usage.volume).all())
    columns = []
    if result.measure != AMOUNT and given:
        columns.append(("volume", [volume.exactly(v) if np.isfinite(v) else "—" for v in usage.volume]))
    if paid is not None:
        columns.append(("money", [money.sized(v) if np.isfinite(v) else "—" for v in paid]))
    return columns


def study_complaint_slide(result: ReplacementResult, language: str, entered: tuple[Named, ...] = ()) -> Slide:
    """What was entered of the complaint; the bills or the record of use, as far as they are certain."""
    title = "present.complaint.given" if entered else "replacement_page.slide.complaint"
    told = _named((*entered, *study_facts(result, language)))
    bills = [] if entered else study_bills(result, language)
    body = html.Div([told, *bills], className="study-begin") if bills else told
    return Slide(key="complaint", screens=(Screen(title=text(language, title), body=(body,)),))


def study_slides(result: ReplacementResult, language: str) -> tuple[Slide, ...]:
    """The steps where no comparison in series belongs to the study."""
    begin, rest = study_complaint_slide(result, language), evidence_slide(result, language)
    verdict = study_verdict_slide(result, language)
    if not _waterfall(result, language):
        return (begin, study_bill_slide(result, language), rest, verdict)
    use = Slide(key="use", screens=_timeline(result, language))
    return (begin, use, rest, Slide(key="bill", screens=_waterfall(result, language)), verdict)


def study_bill_slide(result: ReplacementResult, language: str) -> Slide:
    """The step on the bill in one: use by day first, then from the old bill to the new one, or why not."""
    steps = _waterfall(result, language)
    why = () if steps else (no_steps_sentence(result, language),)
    return Slide(key="bill", screens=(*_timeline(result, language, why), *steps))


def evidence_slide(result: ReplacementResult, language: str) -> Slide:
    """Whether use changed, when, and what that rests on."""
    lines = [*dates_lines(result, language), *weighed(result, language)[:2]]
    return Slide(
        key="evidence",
        screens=(
            Screen(
                title=headline_sentences(result, language)[0],
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


def use_lines(result: ReplacementResult, language: str) -> tuple[str, ...]:
    """What became of use, where the verdict is another comparison's."""
    meter = meter_sentence(result, language)
    return tuple(line for line in headline_sentences(result, language) if line != meter)


def _joined(language: str, first: str, second: str) -> str:
    return text(language, "replacement.two_sentences", first=first, second=second)


def _timeline(result: ReplacementResult, language: str, more: tuple[str, ...] = ()) -> tuple[Screen, ...]:
    figure = timeline_figure(result, language)
    if figure is None:
        told = [html.P(line) for line in (rates_sentence(result, language), *more) if line]
        return (Screen(title=headline_sentences(result, language)[0], body=tuple(told)),)
    averages = averages_note(result, language)
    notes = [] if averages in figure.notes[1:2] else figure.notes[1:2]
    return (
        Screen(
            title=figure.title,
            body=(_shown(figure, _WIDE, tuple(filter(None, (averages, *notes, *more)))),),
        ),
    )


def _waterfall(result: ReplacementResult, language: str) -> tuple[Screen, ...]:
    bridge = result.bridge
    figure = None if bridge is None else waterfall_figure(bridge, language)
    if bridge is None or figure is None:
        return ()
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
