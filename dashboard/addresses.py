"""Addresses: the first part of the path is the language."""

from __future__ import annotations

from types import MappingProxyType

from flask import Flask, Response, redirect, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.wrappers import Response as AnyResponse

from comparekit.i18n.catalog import LANGUAGES, text

#: Language of a page as HTML names it.
TAGS = MappingProxyType({"zh": "zh-CN", "en": "en"})

_NOT_PAGES = ("/_", "/assets/")  # Dash's own addresses and the files beside the pages


def address(language: str) -> str:
    """Address of the page in `language`."""
    return f"/{language}/"


def language_of(path: str | None, default: str) -> str:
    """Language that the path of a page carries; `default` where it carries none."""
    first = (path or "").strip("/").split("/")[0]
    return first if first in LANGUAGES else default


def preferred_language(accepted: LanguageAccept, default: str) -> str:
    """The first language of a browser's wishes that we speak, whatever the region."""
    for wish in accepted.values():
        name = wish.replace("_", "-").split("-")[0].lower()
        if name in LANGUAGES:
            return name
    return default


def register_addresses(server: Flask, default: str) -> None:
    """Send ``/`` to the visitor's own language and answer 404 where no page is.

    Parameters
    ----------
    server : Flask
        The server of the app. Dash alone would answer every path with a page.
    default : str
        Language for visitors whose browser asks for none that we speak.
    """

    @server.before_request
    def find_page() -> AnyResponse | None:
        path = request.path
        if path == "/" or path.strip("/") in LANGUAGES:
            wish = preferred_language(request.accept_languages, default)
            target = address(language_of(path, wish))
            if path == target:
                return None
            answer = redirect(target, code=302)
            answer.headers["Vary"] = "Accept-Language"
            return answer
        if path.startswith(_NOT_PAGES):
            return None
        language = language_of(path, preferred_language(request.accept_languages, default))
        words = text(language, "dashboard.page.not_found", address=address(language))
        return Response(words, status=404, content_type="text/plain; charset=utf-8")
