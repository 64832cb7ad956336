"""Who may come in: where others can reach the dashboard, every request needs a session."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from comparekit.i18n.catalog import text
from comparekit.services.roles import Actor
from comparekit.services.sign_in_desk import SignInDesk
from dashboard.addresses import preferred_language
from dashboard.pages import sign_in
from dashboard.place import Place, place_of
from dashboard.plain_document import plain_document
from dashboard.settings import Settings
from dashboard.shell import bare_frame
from dashboard.visitor import Visitor, visitor_of

# Endpoints open to everybody: style and scripts, the way in and out. Every other one is not.
_STATIC = ("_dash_assets.static", "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>")
_WAY_IN = ("sign_in_form", "sign_in", "sign_out")
_FILES = ("/_original/", "/_template/", "/_find/")  # below /_, but people go there by a link


def cookie_name(settings: Settings) -> str:
    """Name of the session's cookie; encrypted, one that browsers take from nobody else on our domain."""
    return "__Host-comparekit-session" if is_secure(settings) else "comparekit-session"


def is_secure(settings: Settings) -> bool:
    """Whether people reach us encrypted."""
    return settings.public_url is not None and settings.public_url.secure


def visitor() -> Visitor | None:
    """Who asks; None where nobody signed in."""
    found: Visitor | None = g.get("visitor")
    return found


def visiting_actor() -> Actor:
    """Who asks. RuntimeError: nobody, so that what was left open by mistake stays shut."""
    found = visitor()
    if found is None:
        raise RuntimeError("visiting_actor: nobody signed in")
    return found.actor


def register_visitors(server: Flask, desk: SignInDesk, settings: Settings) -> None:
    """Let nobody in without a session; keep what they saw out of every cache.

    Parameters
    ----------
    server : Flask
        The server of the app.
    desk : SignInDesk
        Knows the sessions.
    settings : Settings
        Language and public address.
    """
    name = cookie_name(settings)

    @server.before_request
    def ask_who_it_is() -> AnyResponse | None:
        g.visitor = None
        if request.endpoint in _STATIC:
            return None
        token = request.cookies.get(name, "")
        actor = desk.who_is(token) if token else None
        if actor is not None:
            g.visitor = visitor_of(actor, token)
        return None if actor is not None or request.endpoint in _WAY_IN else _turned_away(settings)

    @server.after_request
    def keep_out_of_caches(response: Response) -> Response:
        if request.endpoint not in _STATIC:
            response.headers["Cache-Control"] = "no-store"
        return response


def _turned_away(settings: Settings) -> AnyResponse:
    """Pages lead to the sign-in page; a form keeps what was typed; the rest gets a sentence."""
    path = request.path
    place = place_of(path, preferred_language(request.accept_languages, settings.language))
    below = path.startswith("/_") and not path.startswith(_FILES)
    if request.method in ("GET", "HEAD") and not below:
        asked = quote(path) + (f"?{request.query_string.decode('latin-1')}" if request.query_string else "")
        way_in = f"{Place(place.language, (sign_in.HOME,)).path}?{sign_in.NEXT}={quote(asked, safe='')}"
        answer: AnyResponse = redirect(way_in, code=302)
        answer.headers["Vary"] = "Accept-Language"
        return answer
    if below:
        words = text(place.language, "sign_in_page.needed")
        return Response(words, status=401, content_type="text/plain; charset=utf-8")
    body = bare_frame(sign_in.expired_view(place.language), Place(place.language, (sign_in.HOME,)))
    return plain_document(body, place.language, "sign_in_page.expired.title", 401)
