"""Reports to take away: the file that ``comparekit report`` writes, at the address of a result."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, Response
from werkzeug.wrappers import Response as AnyResponse

from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import LANGUAGES
from comparekit.services.report import report_page
from dashboard.components.case_acts import REPORT
from dashboard.drafts import trouble
from dashboard.settings import DashboardServices

_STATUS = {"role.forbidden": 403, "case.unknown": 404, "report.no_case_result": 404}
_NAME = "comparekit-{}.html"


def register_take_away(server: Flask, services: DashboardServices) -> None:
    """Serve ``/zh/case/ID/report.html`` and ``/zh/story/NAME/report.html``.

    Parameters
    ----------
    server : Flask
        The server of the app. `dashboard.addresses` lets these paths through because there is a page there.
    services : DashboardServices
        With `cases` or stories; what is not there is not served.
    """

    @server.get(f"/<language>/case/<case_id>/{REPORT}")
    def case_report(language: str, case_id: str) -> AnyResponse:
        if services.cases is None or language not in LANGUAGES:
            return Response("", status=404)
        try:
            written = services.cases.report(services.actor(), case_id, language)
        except CompareKitError as error:
            words = trouble(error, language)
            status = _STATUS.get(error.code, 503)
            return Response(words, status=status, content_type="text/plain; charset=utf-8")
        return _file(written, case_id)

    @server.get(f"/<language>/story/<name>/{REPORT}")
    def story_report(language: str, name: str) -> AnyResponse:
        known = services.story_names() if services.story_names is not None else ()
        if services.story is None or name not in known or language not in LANGUAGES:
            return Response("", status=404)
        return _file(report_page(services.story(name), language), name)


def _file(written: str, name: str) -> Response:
    answer = Response(written, content_type="text/html; charset=utf-8")
    name = quote(_NAME.format(name), safe="")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
