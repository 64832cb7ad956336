"""The one place where the dashboard is put together."""

from __future__ import annotations

from pathlib import Path

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from comparekit.i18n.catalog import text
from dashboard import drafts, drafts_files, ids
from dashboard.addresses import TAGS, register_addresses
from dashboard.document import PagedDash
from dashboard.headers import register_headers
from dashboard.pages import (
    bench,
    board,
    case,
    case_list,
    help,
    home,
    new,
    plan,
    present,
    rules,
    series,
    tools,
    why,
)
from dashboard.pages.page import PageMaker, find_page
from dashboard.place import place_of
from dashboard.settings import DashboardServices, Settings
from dashboard.shell import frame

_ASSETS = Path(__file__).resolve().parent / "assets"
PAGES: tuple[PageMaker, ...] = (
    series.first_page,
    home.page,
    series.story_page,
    rules.page,
    why.page,
    plan.page,
    present.page,
    tools.page,
    help.page,
    bench.page,
    board.page,
    new.page,
    case_list.page,
    case.page,
)


def create_app(settings: Settings, services: DashboardServices) -> Dash:
    """The dashboard, ready to be served.

    Parameters
    ----------
    settings : Settings
        Language and place.
    services : DashboardServices
        What the pages may ask for.

    Returns
    -------
    dash.Dash
        Its `server` is a WSGI application. Nothing in it is loaded from, or sent to, another host.
    """
    app = PagedDash(
        __name__,
        assets_folder=str(_ASSETS),
        use_pages=False,
        pages_folder="",
        serve_locally=True,
        update_title="",
        suppress_callback_exceptions=True,  # a page brings the components of its own callbacks
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.find = lambda path: find_page(PAGES, place_of(path, settings.language), services)
    app.language = settings.language
    app.layout = html.Div([dcc.Location(id=ids.URL, refresh=False), html.Div(id=ids.PAGE)])
    _register_pages(app, settings, services)
    plan.register(app, services, settings)
    bench.register(app, services, settings)
    board.register(app, services, settings)
    drafts.register(app.server, services, settings)
    drafts_files.register_files(app.server, services, settings)
    register_addresses(app.server, settings.language, lambda path: app.find(path) is not None)
    register_headers(app.server, app.csp_hashes())  # last: the hashes cover what is registered by now
    return app


def _register_pages(app: PagedDash, settings: Settings, services: DashboardServices) -> None:
    """The callbacks of the frame: fill the page by its address; tell the browser title and language."""

    @app.callback(
        Output(ids.PAGE, "children"),
        Output(ids.PAGE, "lang"),
        Output(ids.PAGE, "data-title"),
        Input(ids.URL, "pathname"),
    )
    def show(path: str | None) -> tuple[list[Component], str, str]:
        place = place_of(path, settings.language)
        page = app.find(path)
        if page is None:
            words = text(place.language, "dashboard.page.not_found", address=f"/{place.language}/")
            return frame(html.Main(html.P(words)), place, services), TAGS[place.language], words
        return frame(page.body(), place, services), TAGS[place.language], page.title

    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("page", "announce"),
        Input(ids.PAGE, "data-title"),
        Input(ids.PAGE, "lang"),
    )
