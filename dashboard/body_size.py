"""How much a request may carry: refused before it is read where that is told, while it is read where not."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from comparekit.i18n.catalog import text
from dashboard.place import place_of

MOST_SENT = 256 * 1024**2  # bytes of a form with its files, those that are too large for us included
_MOST_OTHERWISE = 4 * 1024**2  # bytes of everything that is no such form


def register_body_size(server: Flask, default: str) -> None:
    """Refuse what is too large, in words.

    Parameters
    ----------
    server : Flask
        The server of the app. `dashboard.uploads` reads forms with files within limits of its own.
    default : str
        Language of what has none in its address.
    """
    server.config["MAX_CONTENT_LENGTH"] = _MOST_OTHERWISE

    @server.before_request
    def refuse_unread() -> Response | None:
        return _refusal() if (request.content_length or 0) > MOST_SENT else None

    @server.errorhandler(RequestEntityTooLarge)
    def refuse(_error: RequestEntityTooLarge) -> Response:
        return _refusal()

    def _refusal() -> Response:
        told = too_much(request.path, default)
        return Response(told, status=413, content_type="text/plain; charset=utf-8")


def too_much(path: str, default: str = "zh") -> str:
    """The refusal, in the language of an address."""
    return text(place_of(path, default).language, "new_page.too_much")
