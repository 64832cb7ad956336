"""The one place where the dashboard is put together."""

from __future__ import annotations

from pathlib import Path

from dash import Dash, dcc, html

from dashboard import ids
from dashboard.addresses import register_addresses
from dashboard.document import PagedDash
from dashboard.headers import register_headers
from dashboard.pages import series
from dashboard.settings import DashboardServices, Settings

_ASSETS = Path(__file__).resolve().parent / "assets"


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
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.settings = settings
    app.services = services
    app.layout = html.Div([dcc.Location(id=ids.URL, refresh=False), series.layout()])
    series.register(app, services, settings)
    register_addresses(app.server, settings.language)
    register_headers(app.server, app.csp_hashes())  # last: the hashes cover what is registered by now
    return app
