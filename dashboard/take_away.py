"""Reports to take away: the file that ``comparekit report`` writes, at the address of a result."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from flask import Flask, Response
from werkzeug.wrappers import Response as AnyResponse

from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import LANGUAGES
from comparekit.services.report import report_page, study_page
from comparekit.services.roles import Actor
from dashboard.components.case_acts import REPORT, STUDY_REPORT
from dashboard.drafts import trouble
from dashboard.settings import DashboardServices

_STATUS = {
    "role.forbidden": 403,
    "case.unknown": 404,
    "report.no_case_result": 404,
    "report.no_case_study": 404,
}
_NAME = "comparekit-{}.html"


def register_take_away(server: Flask, services: DashboardServices) -> None:
    """Serve ``/zh/case/ID/report.html``, ``/zh/case/ID/study.html`` and ``/zh/story/NAME/report.html``.

    Parameters
    ----------
    server : Flask
        The server of the app. `dashboard.addresses` lets these paths through because there is a page there.
    services : DashboardServices
        With `cases` or stories; what is not there is not served.
    """
    cases = services.cases

    @server.get(f"/<language>/case/<case_id>/{REPORT}")
    def case_report(language: str, case_id: str) -> AnyResponse:
        if cases is None:
            return Response("", status=404)
        return _of_case(cases.report, services, case_id, language, case_id)

    @server.get(f"/<language>/case/<case_id>/{STUDY_REPORT}")
    def case_study_report(language: str, case_id: str) -> AnyResponse:
        if cases is None:
            return Response("", status=404)
        return _of_case(cases.study_report, services, case_id, language, f"{case_id}-replacement")

    @server.get(f"/<language>/story/<name>/{REPORT}")
    def story_report(language: str, name: str) -> AnyResponse:
        known = services.story_names() if services.story_names is not None else ()
        studies = services.studies() if services.studies is not None else ()
        if language in LANGUAGES and services.story is not None and name in known:
            return report_file(report_page(services.story(name), language), name)
        if language in LANGUAGES and services.study is not None and name in studies:
            return report_file(study_page(services.study(name), language), name)
        return Response("", status=404)


def _of_case(
    report: Callable[[Actor, str, str], str],
    services: DashboardServices,
    case_id: str,
    language: str,
    name: str,
) -> Response:
    """A report of a case as a file called after `name`, or why there is none."""
    if language not in LANGUAGES:
        return Response("", status=404)
    try:
        return report_file(report(services.actor(), case_id, language), name)
    except CompareKitError as error:
        words = trouble(error, language)
        status = _STATUS.get(error.code, 503)
        return Response(words, status=status, content_type="text/plain; charset=utf-8")


def report_file(written: str, name: str) -> Response:
    """A report as a file to keep, called after `name`."""
    answer = Response(written, content_type="text/html; charset=utf-8")
    name = quote(_NAME.format(name), safe="")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
