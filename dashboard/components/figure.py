"""A figure on a page: its finding, the drawing, the legend in words, the same numbers as a table."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from comparekit.figures.data import FigureData, FigureTable
from comparekit.i18n.catalog import text
from dashboard.components.attributes import aria
from dashboard.components.graph import graph
from dashboard.components.lines import unbroken


def figure_section(
    figure: FigureData, component_id: str, language: str, *, basis: str = "", exact: tuple[str, ...] = ()
) -> Component:
    """One figure with everything needed to read it, also without seeing it.

    Parameters
    ----------
    figure : FigureData
        What to show.
    component_id : str
        Id of the graph, one of `dashboard.ids`.
    language : str
        "zh" or "en".
    basis : str
        Which of the ranges the verdict rests on, and why.
    exact : tuple of str
        Sentences in exact terms to stand under the figure.
    """
    keys = [(f"swatch-{series.role}", series.name) for series in figure.series if series.visible]
    keys += [("swatch-band", band.label) for band in figure.bands]
    legend = html.Ul(
        [
            html.Li([html.Span(className=f"swatch {name}", **aria(hidden="true")), html.Span(words)])
            for name, words in keys
        ],
        className="legend",
    )
    below: list[Component] = [html.P(unbroken(basis), className="basis")] if basis else []
    below += [html.P(unbroken(note), className="note") for note in figure.notes]
    if exact:
        label = html.Strong(text(language, "dashboard.figure.exact"))
        sentences = [html.P(unbroken(sentence)) for sentence in exact]
        below.append(html.Div([label, *sentences], className="exact"))
    return html.Section(
        [
            html.H2(unbroken(figure.title)),
            html.Figure(
                [
                    html.P(figure.y.title, className="axis-title"),
                    html.Div(
                        graph(figure, component_id),
                        role="img",
                        **aria(label=f"{figure.title} {figure.description}"),
                    ),
                    html.Figcaption([legend, *below]),
                ]
            ),
            numbers(figure.table),
        ],
        className="figure",
    )


def numbers(table: FigureTable) -> Component:
    """The numbers of a figure as a table that opens on demand."""
    return html.Details(
        [
            html.Summary(unbroken(table.caption)),
            html.Table(
                [
                    html.Caption(table.caption, className="hidden"),
                    html.Thead(html.Tr([html.Th(name, scope="col") for name in table.columns])),
                    html.Tbody(
                        [
                            html.Tr([html.Th(first, scope="row"), *(html.Td(cell) for cell in rest)])
                            for first, *rest in table.rows
                        ]
                    ),
                ],
                className="numbers",
            ),
        ]
    )
