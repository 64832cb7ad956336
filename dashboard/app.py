"""The one place where the dashboard is put together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dash import ClientsideFunction, Input, Output, dcc, html
from dash.development.base_component import Component
from flask import g

from comparekit.i18n.catalog import text
from dashboard import drafts, drafts_files, ids, plotly_bundle, replacements
from dashboard.addresses import TAGS, register_addresses
from dashboard.bodies import Bodies
from dashboard.body_size import register_body_size
from dashboard.document import PagedDash
from dashboard.headers import register_headers
from dashboard.missing import missing_page
from dashboard.missing import view as missing
from dashboard.own_names import register_own_names
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
    replacement,
    rules,
    series,
    sign_in,
    study_story,
    take_away,
    tools,
    why,
)
from dashboard.pages.page import Page, PageMaker, find_page
from dashboard.place import Place, place_of
from dashboard.proxy import behind_proxy
from dashboard.settings import DashboardServices, Settings
from dashboard.shell import frame
from dashboard.sign_in import register_sign_in
from dashboard.take_away import register_take_away
from dashboard.transfer import register_transfer
from dashboard.uploads import OWN_ORIGIN
from dashboard.visitors import is_secure, register_visitors, visiting_actor, visitor

_ASSETS = Path(__file__).resolve().parent / "assets"
PAGES: tuple[PageMaker, ...] = (
    sign_in.page,
    series.first_page,
    home.page,
    series.story_page,
    rules.page,
    why.page,
    plan.page,
    present.page,
    take_away.page,
    tools.page,
    help.page,
    bench.page,
    board.page,
    new.page,
    replacement.page,
    study_story.page,
    case_list.page,
    case.page,
)


def create_app(settings: Settings, services: DashboardServices) -> PagedDash:
    """The dashboard, ready to be served.

    Parameters
    ----------
    settings : Settings
        Language and place.
    services : DashboardServices
        What the pages may ask for; with `sign_in` where others may reach them.

    Returns
    -------
    PagedDash
        Its `server` is a WSGI application. Nothing in it is loaded from, or sent to, another host.
    """
    services = _guarded(settings, services)
    app = PagedDash(
        __name__,
        assets_folder=str(_ASSETS),
        use_pages=False,
        pages_folder="",
        serve_locally=True,
        assets_path_ignore=[f"^{plotly_bundle.FOLDER}$"],
        update_title="",
        suppress_callback_exceptions=True,  # a page brings the components of its own callbacks
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.find = lambda path: _once_a_request(place_of(path, settings.language), services)
    app.language = settings.language
    app.layout = html.Div([dcc.Location(id=ids.URL, refresh=False), html.Div(id=ids.PAGE)])
    register_own_names(app.server, settings)  # first: what is asked before anything else
    register_body_size(app.server, settings.language)
    if services.sign_in is not None:
        register_visitors(app.server, services.sign_in, settings)
        register_sign_in(app.server, services.sign_in, settings)
        app.guarded = True
    if settings.public_url is not None:
        app.server.config[OWN_ORIGIN] = settings.public_url.origin
        app.server.wsgi_app = behind_proxy(app.server.wsgi_app)
    _register_pages(app, settings, services)
    plan.register(app, services, settings)
    bench.register(app, services, settings)
    board.register(app, services, settings)
    drafts.register(app.server, services, settings)
    replacements.register(app.server, services)
    drafts_files.register_files(app.server, services, settings)
    register_take_away(app.server, services)
    register_addresses(
        app.server,
        settings.language,
        lambda path: app.find(path) is not None,
        lambda place: missing_page(place, services),
    )
    register_transfer(app.server)
    # Last: the hashes cover what is registered by now.
    register_headers(app.server, app.csp_hashes(), secure=is_secure(settings))
    return app


def _guarded(settings: Settings, services: DashboardServices) -> DashboardServices:
    """The services for who signed in, where everybody has to; else without signing in."""
    if not settings.exposed:
        return replace(services, sign_in=None)
    if services.sign_in is None:
        raise ValueError("services: sign_in is needed where others may reach the pages")
    return replace(services, actor=visiting_actor, visitor=visitor)


def _once_a_request(place: Place, services: DashboardServices) -> Page | None:
    """The page at `place`; a request that asks again gets the one it got."""
    found: dict[Place, Page | None] = g.setdefault("pages", {})
    if place not in found:
        found[place] = find_page(PAGES, place, services)
    return found[place]


def _register_pages(app: PagedDash, settings: Settings, services: DashboardServices) -> None:
    """The callbacks of the frame: fill the page by its address; tell the browser title and language."""
    bodies = Bodies()

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
            words = text(place.language, "dashboard.page.missing")
            return frame(missing(place.language), place, services), TAGS[place.language], words
        return frame(bodies.of(page), place, services), TAGS[place.language], page.title

    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("page", "announce"),
        Input(ids.PAGE, "data-title"),
        Input(ids.PAGE, "lang"),
    )
