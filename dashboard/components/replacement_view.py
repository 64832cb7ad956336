"""A study before and after a replacement: headline, three numbers, both figures, and all they rest on."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from comparekit.figures.replacement import timeline_figure
from comparekit.figures.waterfall import waterfall_figure
from comparekit.i18n.catalog import speaker, text
from comparekit.reporting.replacement_text import settlement_lines
from comparekit.reporting.study_compose import TONES, guessed_lines, headline_lines
from comparekit.studies.bridge_result import Bridge
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.tariff import Tariff
from comparekit.wording.bridge import (
    bridge_notes,
    step_reason,
    step_sentence,
)
from comparekit.wording.bridge_by_hand import check_lines
from comparekit.wording.replacement import (
    assumption_text,
    facts,
    headline,
    next_step,
    no_steps_sentence,
    screening_note,
)
from comparekit.wording.use_dates import averages_note, dates_lines, dates_official
from comparekit.wording.use_evidence import level_table, rates_sentence, weighed
from dashboard.components.attributes import aria, data
from dashboard.components.findings import noticed
from dashboard.components.lines import unbroken
from dashboard.components.picture import picture_section
from dashboard.components.replacement_sources import study_sources


def study_view(result: ReplacementResult, language: str, *more: Component) -> list[Component]:
    """The sections of a study, in the order in which people ask; `more` stands under the three numbers."""
    return [
        _headline(result, language),
        _numbers(result, language),
        _next(result, language, more),
        *study_figures(result, language),
        _dates(result, language),
        _evidence(result, language),
        *_settlement(result, language),
        *_check(result.bridge, language),
        noticed(
            result.findings,
            [assumption_text(code, language) for code in result.assumptions],
            language,
        ),
        study_sources(result, language),
    ]


def badge(result: ReplacementResult, language: str) -> Component:
    """Icon and word of what can be said of the meter."""
    tone = TONES[result.verdict]
    return html.P(
        [
            html.Img(src=f"/assets/{tone}.svg", alt="", className="verdict-icon"),
            html.Span(text(language, f"replacement_page.word.{result.verdict}")),
        ],
        className="verdict-word",
    )


def _headline(result: ReplacementResult, language: str) -> Component:
    lines = [
        html.Span(unbroken(line), className="headline-line") for line in headline_lines(result, language)
    ]
    return html.Section(
        [
            badge(result, language),
            html.H1([part for line in lines for part in (line, " ")][:-1], className="headline-long"),
        ],
        className=f"verdict verdict-{TONES[result.verdict]}",
    )


def _next(result: ReplacementResult, language: str, more: tuple[Component, ...]) -> Component:
    """What to do now, what was taken for granted, and `more`."""
    return html.Section(
        [
            *(html.P(unbroken(line), className="next-step") for line in next_step(result, language)),
            *(html.P(line, className="note") for line in guessed_lines(result, language)),
            *more,
        ],
        className="study-next",
    )


def _numbers(result: ReplacementResult, language: str) -> Component:
    return html.Section(
        html.Dl(
            [
                html.Div([html.Dt(label), html.Dd(unbroken(value))], className="key-number")
                for label, value in facts(result, language)[:3]
            ]
        ),
        className="key-numbers",
        **aria(label=text(language, "dashboard.numbers.title")),
    )


def study_figures(result: ReplacementResult, language: str) -> list[Component]:
    """The course of use, and from the old bill to the new one with what each step says."""
    timeline = timeline_figure(result, language)
    sections = [] if timeline is None else [picture_section(timeline, "timeline")]
    bridge = result.bridge
    waterfall = None if bridge is None else waterfall_figure(bridge, language)
    if bridge is not None and waterfall is not None:
        section = picture_section(waterfall, "waterfall")
        section.children = [*section.children, _steps(bridge, result.tariff, language)]
        sections.append(section)
    elif why := no_steps_sentence(result, language):
        sections.append(html.Section(html.P(unbroken(why)), className="told-in-words"))
    return sections


def _steps(bridge: Bridge, tariff: Tariff | None, language: str) -> Component:
    """What each step says, and why there is one."""
    steps = [
        html.Li(
            [
                html.Strong(unbroken(step_sentence(step, bridge, language))),
                html.Span(unbroken(step_reason(step, bridge, language)), className="note"),
            ]
        )
        for step in bridge.steps
    ]
    notes = bridge_notes(bridge, language, tariff)
    return html.Details(
        [
            html.Summary(text(language, "replacement_page.section.steps")),
            html.Ol(steps, className="study-steps"),
            *(html.P(unbroken(note), className="note") for note in notes),
        ]
    )


def _dates(result: ReplacementResult, language: str) -> Component:
    title = text(language, "replacement_page.section.dates")
    return html.Section(
        [html.H2(title), *_paragraphs(dates_lines(result, language))], className="told-in-words"
    )


def _evidence(result: ReplacementResult, language: str) -> Component:
    """In plain words; what officials need stands folded below."""
    say = speaker(language, "replacement_page.section")
    lines = rates_sentence(result, language), averages_note(result, language)
    plain = [*_paragraphs(line for line in lines if line)]
    if evidence := weighed(result, language):
        plain.append(html.Ul([html.Li(unbroken(line)) for line in evidence], className="study-evidence"))
    exact: list[Component] = [html.P(unbroken(headline(result, language, "official")))]
    if result.evidence:
        titles, *rows = level_table(result, language)
        exact.append(
            html.Div(
                html.Table(
                    [
                        html.Caption(say("exact"), className="hidden"),
                        html.Thead(html.Tr([html.Th(title, scope="col") for title in titles])),
                        html.Tbody(
                            [
                                html.Tr(
                                    [
                                        html.Th(first, scope="row"),
                                        *(
                                            html.Td(cell, **data(label=title))
                                            for cell, title in zip(rest, titles[1:], strict=True)
                                        ),
                                    ]
                                )
                                for first, *rest in rows
                            ]
                        ),
                    ],
                    className="levels",
                )
            )
        )
    exact += _paragraphs(dates_official(result, language))
    return html.Section(
        [
            html.H2(say("evidence")),
            *plain,
            html.Details([html.Summary(say("exact")), *exact], className="exact-details"),
        ],
        className="told-in-words study-weighed",
    )


def _settlement(result: ReplacementResult, language: str) -> list[Component]:
    lines = settlement_lines(result, language)
    if not lines:
        return []
    title = text(language, "replacement_page.section.settlement")
    return [html.Section([html.H2(title), *_paragraphs(lines)], className="told-in-words")]


def _check(bridge: Bridge | None, language: str) -> list[Component]:
    if bridge is None:
        return []
    lines = [html.Li(html.Span(unbroken(line), className="sum")) for line in check_lines(bridge, language)]
    title = text(language, "replacement_page.section.check")
    return [html.Section([html.H2(title), html.Ol(lines)], className="check study-check")]


def _paragraphs(lines: Iterable[str]) -> list[Component]:
    return [html.P(unbroken(line.strip())) for line in lines]


def screening(language: str) -> Component:
    """That this is screening."""
    return html.P(screening_note(language), className="note")
