"""The verdict: icon, word, sentence, next step. The biggest thing on the page."""

from __future__ import annotations

from math import inf
from unicodedata import east_asian_width

from dash import html
from dash.development.base_component import Component

from comparekit.i18n.catalog import text
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.readings_used import readings_used
from comparekit.wording.verdict import assumption_text, facts, headline, next_step, word
from dashboard.components.advice import advice_line
from dashboard.components.attributes import aria
from dashboard.components.lines import unbroken

_WIDE = 1.8  # Latin letters that take the room of one Chinese character
_HEADLINE_STEPS = (("short", 80.0), ("middle", 150.0), ("long", inf))
_ABOUT_THE_METER = "utility_"  # what kind of meter this is decides which rules hold: said at once


def verdict(result: SeriesResult, language: str) -> Component:
    """What was found, in words a resident understands, and what to do now."""
    return html.Section(
        className=f"verdict verdict-{result.verdict}",
        children=[
            html.P(
                className="verdict-word",
                children=[
                    html.Img(src=f"/assets/{result.verdict}.svg", alt="", className="verdict-icon"),
                    html.Span(word(result, language)),
                ],
            ),
            _sentence(headline(result, language, audience="resident")),
            html.Div(
                [
                    *advice_line(result, language),
                    *(
                        html.P(assumption_text(code, result, language), className="note")
                        for code in result.assumptions
                        if code.startswith(_ABOUT_THE_METER)
                    ),
                    *(html.P(line, className="note") for line in readings_used(result, language)),
                ],
                className="beside",
            ),
            html.P(unbroken(next_step(result, language)), className="next-step"),
        ],
    )


def _sentence(words: str) -> Component:
    """The headline; a long one in a smaller step, so that the numbers stay on the first screen."""
    room = sum(_WIDE if east_asian_width(letter) in "WF" else 1 for letter in words)
    size = next(name for name, most in _HEADLINE_STEPS if room <= most)
    return html.H1(unbroken(words), className=f"headline-{size}")


def key_numbers(result: SeriesResult, language: str) -> Component:
    """At most three numbers, each with its name and unit."""
    return html.Section(
        className="key-numbers",
        **aria(label=text(language, "dashboard.numbers.title")),
        children=html.Dl(
            [
                html.Div([html.Dt(label), html.Dd(unbroken(value))], className="key-number")
                for label, value in facts(result, language)[:3]
            ]
        ),
    )
