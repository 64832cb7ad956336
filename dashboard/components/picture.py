"""A figure as a picture: finding, drawing for a phone and for a screen, the same numbers as a table."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from comparekit.figures.series_figures import AnyFigure, image_address, svg_of
from dashboard.components.figure import numbers
from dashboard.components.lines import unbroken

_PHONE, _SCREEN = 390.0, 900.0  # px, widths the pictures are drawn for
_ON_A_PHONE = "(max-width: 640px)"


def picture_section(figure: AnyFigure, name: str) -> Component:
    """The picture carries its own title, legend and notes; what it shows stands in a table below."""
    small, large = (image_address(svg_of(figure, width=width, name=name)) for width in (_PHONE, _SCREEN))
    return html.Section(
        [
            html.H2(unbroken(figure.title), className="hidden"),
            html.Picture(
                [
                    html.Source(srcSet=small, media=_ON_A_PHONE),
                    html.Img(src=large, alt=f"{figure.title} {figure.description}", className="picture"),
                ]
            ),
            numbers(figure.table),
        ],
        className=f"figure picture-{name}",
    )
