"""A case in three views of one result: resident, official, technician."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.errors import CompareKitError
from comparekit.figures.registers import registers_figure
from comparekit.i18n.catalog import speaker
from comparekit.reporting.case_text import enumerated
from comparekit.services.case_view import CaseView
from comparekit.wording.errors import error_text
from comparekit.wording.verdict import headline, next_step
from dashboard.components.attributes import aria
from dashboard.components.case_acts import acts, on_paper
from dashboard.components.case_study import case_study, no_result
from dashboard.components.case_told import flip_section, money_section
from dashboard.components.case_trace import trace_address
from dashboard.components.check import check_yourself
from dashboard.components.picture import picture_section
from dashboard.components.verdict import key_numbers, verdict
from dashboard.drafts import trouble
from dashboard.pages import case_official, case_technician
from dashboard.pages.page import Page
from dashboard.place import Place
from dashboard.settings import DashboardServices

HOME = "case"
VIEWS = ("resident", "official", "technician")
_ID_AND_VIEW = 3  # parts of the address: case, ID, view


def page(place: Place, services: DashboardServices) -> Page | None:
    """At ``/zh/case/ID`` the resident's view, at ``/zh/case/ID/official`` and ``.../technician`` the others.

    Rows of a log stand at ``/zh/case/ID/technician/rows/LOG/PAGE``.
    """
    if services.cases is None or place.parts[:1] != (HOME,) or not _is_view(place.parts[1:]):
        return None
    case_id, language = place.parts[1], place.language
    try:
        shown = services.cases.view(services.actor(), case_id)
    except CompareKitError as error:
        return None if error.code == "case.unknown" else failed_page(error, language)
    name = place.parts[2] if len(place.parts) >= _ID_AND_VIEW else "resident"
    body = _body(name, shown, place, services)
    if shown.result is None:
        title, lead = shown.state.title, no_result(shown, language)
    else:
        title, lead = headline(shown.result, language), next_step(shown.result, language)
    paper = on_paper(speaker(language, "case_page")("paper", case=case_id, title=shown.state.title), language)
    # What may be missing for a moment must not be remembered: the technician's rows, a study.
    passing = name == "technician" or (shown.study is not None and shown.study.error is not None)
    return Page(
        title=title,
        lead=lead,
        body=lambda: html.Main([heading(shown, name, place), *body()], className="sheets", **paper),
        graph=name == "official",
        key=None if passing else (place, shown.state.last_seq, shown.others, shown.complete),
    )


def _is_view(parts: tuple[str, ...]) -> bool:
    """Whether an address goes on as one of ours: ID, ID/view, ID/technician/rows/1/2."""
    if len(parts) <= 1:
        return len(parts) == 1
    if len(parts) == 2:
        return parts[1] in VIEWS[1:]
    return parts[1:3] == ("technician", "rows") and len(parts) == 5 and all(map(_is_number, parts[3:]))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 8


def _body(
    name: str, shown: CaseView, place: Place, services: DashboardServices
) -> Callable[[], list[Component]]:
    language = place.language
    if name == "official":
        return partial(case_official.view, shown, language)
    if name == "technician":
        log, page_number = (int(place.parts[4]), int(place.parts[5])) if len(place.parts) > 4 else (1, 1)
        return partial(case_technician.page_of, shown, services, language, log, page_number)
    return partial(resident, shown, language)


def resident(shown: CaseView, language: str) -> list[Component]:
    """Same or not, by how much, what to do; the registers to hold against the wall; a sum to redo."""
    result = shown.result
    if result is None:
        return [
            html.Section(html.P(no_result(shown, language))),
            *case_study(shown, language),
        ]
    registers = registers_figure(result, language)
    # A link, not a change of page: the browser is to go to the rows themselves.
    rows = html.A(speaker(language, "case_page.trace")("way"), href=trace_address(shown, language))
    return [
        verdict(result, language),
        key_numbers(result, language),
        acts(Place(language, (HOME, shown.state.id)), rows),
        *([] if registers is None else [picture_section(registers, "registers")]),
        check_yourself(result, language),
        *money_section(result, language),
        *flip_section(result, language),
        *case_study(shown, language),
    ]


def heading(shown: CaseView, name: str, place: Place) -> Component:
    """Number and name of the case, and the ways to its three views."""
    language, state = place.language, shown.state
    say = speaker(language, "case_page")
    ways = []
    for view in VIEWS:
        target = Place(language, (HOME, state.id) if view == "resident" else (HOME, state.id, view))
        link = dcc.Link(say(f"view.{view}"), href=target.path)
        ways.append(html.Li(link, **(aria(current="page") if view == name else {})))
    told = [html.Span(say("number", case=state.id), className="case-number"), html.Span(state.title)]
    if state.status == "closed":
        told.append(html.Span(say("closed"), className="case-closed"))
    others = [html.P(say("same_log", cases=enumerated(shown.others, language)), className="note")]
    return html.Div(
        [
            html.P(told, className="case-name"),
            html.Nav(html.Ul(ways), className="views", **aria(label=say("views"))),
            *(others if shown.others and name != "resident" else []),
        ],
        className="case-head",
    )


def failed_page(error: CompareKitError, language: str) -> Page:
    """The page of a case whose result cannot be made again."""
    words = trouble(error, language) if error.code.startswith("draft.") else error_text(error, language)
    title = speaker(language, "case_page")("failed")
    body = html.Main(html.Section([html.H1(title), html.P(words)], className="opening"))
    return Page(title=title, lead=words, body=lambda: body)
