"""Files to take away, templates and originals, and the search for cases: addresses that are no pages."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.meters_template import meters_template
from comparekit.ingest.templates import ENDINGS, KINDS, template_bytes
from comparekit.wording.errors import error_text
from dashboard.pages.case_list import found_place
from dashboard.settings import DashboardServices, Settings

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {".csv": "text/csv; charset=utf-8", ".xlsx": _XLSX, ".toml": "application/toml; charset=utf-8"}
_LONGEST_SEARCH = 100


def register_files(server: Flask, services: DashboardServices, settings: Settings) -> None:
    """Serve ``/_template/...``, ``/_original/...`` and ``/_find/...``.

    Parameters
    ----------
    server : Flask
        The server of the app.
    services : DashboardServices
        With `cases`; without them nothing is served.
    settings : Settings
        Language of what has none in its address.
    """
    if services.cases is None:
        return
    cases = services.cases

    @server.get("/_template/<language>/<name>")
    def template(language: str, name: str) -> AnyResponse:
        kind, dot, ending = name.rpartition(".")
        ending = dot + ending
        if language not in LANGUAGES:
            return _missing()
        if name == "meters.toml":
            return _file(meters_template(language), name, _TYPES[ending])
        if kind not in KINDS or ending not in ENDINGS:
            return _missing()
        return _file(template_bytes(kind, ending, language), name, _TYPES[ending])

    @server.get("/_original/<case_id>/<int:seq>")
    def original(case_id: str, seq: int) -> AnyResponse:
        try:
            file = cases.original(services.actor(), case_id, seq)
        except CompareKitError as error:
            words = error_text(error, settings.language)
            return Response(words, status=403, content_type="text/plain; charset=utf-8")
        # Never as what the name says: a page or a picture must not run here.
        return _missing() if file is None else _file(file.content, file.base_name, "application/octet-stream")

    @server.get("/_find/<language>")
    def find(language: str) -> AnyResponse:
        language = language if language in LANGUAGES else settings.language
        words = " ".join(request.args.get("words", "")[:_LONGEST_SEARCH].split())
        return redirect(found_place(words, language).path, code=302)


def _file(content: bytes, name: str, kind: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _missing() -> Response:
    return Response("", status=404, content_type="text/plain; charset=utf-8")
