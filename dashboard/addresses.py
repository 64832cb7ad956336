"""Addresses: the first part of the path is the language."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from urllib.parse import unquote

from flask import Flask, Response, redirect, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.wrappers import Response as AnyResponse

from comparekit.i18n.catalog import LANGUAGES
from dashboard.place import Place, place_of

#: Language of a page as HTML names it.
TAGS = MappingProxyType({"zh": "zh-CN", "en": "en"})

_NOT_PAGES = ("/_", "/assets/")  # Dash's own addresses and the files beside the pages


def preferred_language(accepted: LanguageAccept, default: str) -> str:
    """The first language of a browser's wishes that we speak, whatever the region."""
    for wish in accepted.values():
        name = wish.replace("_", "-").split("-")[0].lower()
        if name in LANGUAGES:
            return name
    return default


def register_addresses(
    server: Flask, default: str, known: Callable[[str], bool], missing: Callable[[Place], Response]
) -> None:
    """Send ``/`` to the visitor's own language and answer 404 where no page is.

    Parameters
    ----------
    server : Flask
        The server of the app. Dash alone would answer every path with a page.
    default : str
        Language for visitors whose browser asks for none that we speak.
    known : callable
        Whether there is a page at a path.
    missing : callable
        Gives the answer where there is none.
    """

    @server.before_request
    def find_page() -> AnyResponse | None:
        path = request.path
        if path.startswith(_NOT_PAGES):
            return None
        place = place_of(path, preferred_language(request.accept_languages, default))
        if known(place.path):
            if path == unquote(place.path):  # the server has undone the quoting of what it was asked
                return None
            answer = redirect(place.path, code=302)
            answer.headers["Vary"] = "Accept-Language"
            return answer
        return missing(place)
