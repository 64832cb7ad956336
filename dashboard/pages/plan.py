"""Before anyone starts: what a week in this house can show. The question stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from dash import Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component

from comparekit.i18n.catalog import text
from comparekit.protocol import SeriesProtocol
from comparekit.services.remembered import Remembered
from dashboard import ids
from dashboard.components.attributes import aria
from dashboard.components.plan_answer import plan_answer, plan_faults
from dashboard.components.plan_form import FIELDS, Question, plan_form, question_of
from dashboard.pages.page import Page
from dashboard.place import Place, place_of
from dashboard.settings import DashboardServices, Settings

HOME = "plan"


def page(place: Place, services: DashboardServices) -> Page | None:
    """At ``/zh/plan``; the question follows as ``?protocol=…&test_step=…``."""
    if place.parts != (HOME,) or services.plan is None or services.protocols is None:
        return None
    language = place.language
    protocols = planned_protocols(services)
    return Page(
        title=text(language, "plan_page.title"),
        lead=text(language, "plan_page.lead"),
        body=lambda: view(plan_form(question_of("", protocols), protocols, language), language),
    )


def planned_protocols(services: DashboardServices) -> tuple[SeriesProtocol, ...]:
    """Protocols with days to plan; one of runs at set flows has none."""
    shipped = () if services.protocols is None else services.protocols()
    return tuple(p for p in shipped if not p.plan.runs)


def view(form: Component, language: str) -> Component:
    """Title, form, and the place of the answer, which comes when it has been simulated."""
    return html.Main(
        [
            html.Section(
                [
                    html.H1(text(language, "plan_page.title")),
                    html.P(text(language, "plan_page.lead"), className="lead"),
                ],
                className="opening",
            ),
            html.Div(form, id=ids.PLAN_FORM),
            html.P(
                text(language, "plan_page.waiting"),
                id=ids.PLAN_WAITING,
                className="plan-waiting",
                role="status",
            ),
            html.Div(id=ids.PLAN_ANSWER, **aria(live="polite")),
        ]
    )


def answer(
    question: Question, services: DashboardServices, language: str, plans: Remembered | None = None
) -> list[Component]:
    """The plan that was asked for, or everything that is wrong with the question."""
    protocols = {p.id: p for p in planned_protocols(services)}
    numbers = question.numbers()
    given = {name: value for name, value in numbers.items() if value is not None}
    known = question.protocol in protocols
    if not known or len(given) < len(numbers) or services.plan is None:
        return plan_faults(question, known, language)
    ask = partial(services.plan, protocol=protocols[question.protocol], **given)
    asked = (question.protocol, *given.items())
    return plan_answer(ask() if plans is None else plans.of(asked, ask), question, language)


def register(app: Dash, services: DashboardServices, settings: Settings) -> None:
    """The form asks by changing the address; the address is answered."""
    if services.plan is None or services.protocols is None:
        return
    plans = Remembered(256)
    typed = [State(ids.PLAN_FIELDS[name], "value") for name in FIELDS]

    @app.callback(
        Output(ids.URL, "search"),
        Input(ids.PLAN_ASK, "n_clicks"),
        *(Input(ids.PLAN_FIELDS[name], "n_submit") for name in FIELDS),
        State(ids.URL, "search"),
        *typed,
        prevent_initial_call=True,
    )
    def ask(*given: Any) -> Any:
        asked, (search, *values) = given[: 1 + len(FIELDS)], given[1 + len(FIELDS) :]
        if not any(asked):
            return no_update  # the form has only just appeared
        protocol = question_of(search, planned_protocols(services)).protocol
        return Question(protocol, _as_typed(values)).search

    @app.callback(
        Output(ids.PLAN_FORM, "children"),
        Output(ids.PLAN_ANSWER, "children"),
        Input(ids.URL, "search"),
        Input(ids.PLAN_WAITING, "id"),
        State(ids.URL, "pathname"),
        running=[(Output(ids.PLAN_WAITING, "className"), "plan-waiting", "plan-waiting plan-done")],
    )
    def show(search: str | None, _page: str, path: str | None) -> tuple[Any, Any]:
        language, protocols = place_of(path, settings.language).language, planned_protocols(services)
        question = question_of(search, protocols)
        return plan_form(question, protocols, language), answer(question, services, language, plans)


def _as_typed(values: Sequence[Any]) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in values)
