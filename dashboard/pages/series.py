"""One comparison: verdict, numbers, figure, days, and everything they rest on."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output, html
from dash.development.base_component import Component

from comparekit.figures.series import difference_figure
from comparekit.i18n.catalog import text
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.verdict import basis_note, could_show, headline
from dashboard import ids
from dashboard.addresses import TAGS, language_of
from dashboard.components.check import check_yourself
from dashboard.components.day_table import day_table
from dashboard.components.figure import figure_section
from dashboard.components.findings import findings
from dashboard.components.sources import sources
from dashboard.components.verdict import key_numbers, verdict
from dashboard.settings import DashboardServices, Settings
from dashboard.shell import frame


def layout() -> Component:
    """The empty page, filled once its address is known."""
    return html.Div(id=ids.PAGE)


def view(result: SeriesResult, language: str) -> Component:
    """Everything the page says about `result`, in `language`."""
    return html.Main(
        [
            verdict(result, language),
            key_numbers(result, language),
            figure_section(
                difference_figure(result, language),
                ids.DIFFERENCE_FIGURE,
                language,
                basis=basis_note(result, language),
                exact=(headline(result, language, audience="official"), could_show(result, language)),
            ),
            html.Section(
                [html.H2(text(language, "dashboard.days.title")), day_table(result, language)],
                className="day-by-day",
            ),
            check_yourself(result, language),
            findings(result, language),
            sources(result, language),
        ]
    )


def register(app: Dash, services: DashboardServices, settings: Settings) -> None:
    """The callbacks: fill the page in the language of its address; tell the browser title and language."""

    @app.callback(
        Output(ids.PAGE, "children"),
        Output(ids.PAGE, "lang"),
        Output(ids.PAGE, "data-title"),
        Input(ids.URL, "pathname"),
    )
    def show(path: str | None) -> tuple[list[Component], str, str]:
        language = language_of(path, settings.language)
        result = services.result()
        title = headline(result, language, audience="resident")
        return frame(view(result, language), language), TAGS[language], title

    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("page", "announce"),
        Input(ids.PAGE, "data-title"),
        Input(ids.PAGE, "lang"),
    )
