"""A register as people saw it on the wall: digit wheels, black before the point and red after it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from comparekit.figures import theme
from dashboard.components.attributes import aria


def wheels(reading: str, told: str) -> Component:
    """The digits of `reading` on wheels; `told` is what a screen reader says."""
    whole, _, fraction = reading.partition(".")
    digits = [html.Span(digit, className="wheel") for digit in whole]
    if fraction:
        digits.append(html.Span(".", className="wheel-point"))
        digits += [html.Span(digit, className="wheel wheel-red") for digit in fraction]
    style = {"--wheel-red": theme.WHEEL_RED, "--wheel-tint": theme.WHEEL_TINT}
    return html.Div(digits, className="wheels", style=style, role="img", **aria(label=told))
