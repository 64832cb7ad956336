"""Before and after a replacement: the form, and the study of what was handed in. Written without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from comparekit.errors import CompareKitError, Fault
from comparekit.i18n.catalog import speaker, text
from comparekit.services.draft import is_key
from comparekit.services.replacement_desk import ReplacementDesk
from comparekit.services.replacement_draft import ReplacementDraft
from comparekit.services.roles import Actor
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.tariff import Tariff
from dashboard.components.case_acts import MEETING, REPORT, acts
from dashboard.components.case_study import keep_form
from dashboard.components.replacement_form import study_form
from dashboard.components.replacement_trouble import bill_of, fault_words, field_faults, file_fault
from dashboard.components.replacement_view import screening, study_view
from dashboard.pages.page import Page
from dashboard.pages.study_story import meeting_page
from dashboard.place import Place
from dashboard.settings import DashboardServices

HOME = "replacement"
_CHANGE = "change"  # where the form stands under a result
_LISTED = 60  # faults on one page


def page(place: Place, services: DashboardServices) -> Page | None:
    """At ``/zh/replacement`` and ``/zh/replacement/KEY``; written by `dashboard.replacements`, not by Dash.

    At ``/zh/replacement/KEY/present`` the meeting of the study there, at ``…/report.html`` its report.
    """
    if services.replacements is None or place.parts[:1] != (HOME,) or len(place.parts) > 3:
        return None
    if len(place.parts) > 1 and not is_key(place.parts[1]):
        return None
    if place.parts[2:] == (MEETING,):
        return _meeting(place, services.replacements, services.actor())
    if place.parts[2:] not in ((), (REPORT,)):
        return None
    say = speaker(place.language, "replacement_page")
    return Page(
        title=say("title"),
        lead=say("lead"),
        body=lambda: html.Main(html.P(html.A(say("title"), href=place.path))),
    )


def _meeting(place: Place, desk: ReplacementDesk, actor: Actor) -> Page | None:
    """The meeting of a study that was made here; None where there is none."""
    try:
        draft = desk.find(actor, place.parts[1])
        result = None if draft is None or not draft.source else desk.study(actor, draft, place.language)
    except CompareKitError:
        return None
    if draft is None or result is None:
        return None
    return meeting_page(lambda: result, place, series_of=lambda: desk.compared(actor, draft))


def view(
    draft: ReplacementDraft,
    token: str,
    language: str,
    *,
    result: ReplacementResult | None = None,
    faults: Sequence[Fault] = (),
    notes: Sequence[str] = (),
    tariffs: Sequence[Tariff] = (),
    cases: Mapping[str, str] | None = None,
    signed: bool = False,
    certified: bool = False,
) -> Component:
    """The form; with a `result` that first, and the form folded below it.

    Parameters
    ----------
    draft : ReplacementDraft
        What was entered.
    token : str
        See `dashboard.uploads.form_token`.
    language : str
        "zh" or "en".
    result : ReplacementResult, optional
        The study of it.
    faults : sequence of Fault
        Why there is none.
    notes : sequence of str
        What else went wrong just now.
    tariffs, cases, signed, certified
        As `dashboard.components.replacement_form.study_form`.
    """
    say = speaker(language, "replacement_page")
    found = draft.faults() if draft.source else {}
    fields = {name: fault_words(fault, language) for name, fault in found.items()}
    wrong = [] if draft.source != "typed" else [bill_of(fault, language) for fault in faults]
    utility = draft.plate_utility if result is None else result.protocol.utility
    form = study_form(
        draft,
        token,
        Place(language, (HOME, draft.key)).path,
        language,
        tariffs=tariffs,
        cases=cases,
        faults=fields,
        bills=[number for number in wrong if number is not None],
        utility=utility,
        signed=signed,
        certified=certified,
    )
    lines: list[str | Component] = [*notes, *(file_fault(fault, language) for fault in faults[:_LISTED])]
    told = [*lines, *field_faults(fields, utility, language)]
    if result is None:
        return html.Main(
            [
                html.Section(
                    [html.H1(say("title")), html.P(say("lead"), className="lead")], className="opening"
                ),
                *_troubles(told, language),
                form,
            ],
            className="study",
        )
    again = html.A(say("change"), href=f"#{_CHANGE}", className="button plain")
    kept = keep_form(draft, token, Place(language, (HOME, draft.key)).path, cases or {}, language)
    way = acts(Place(language, (HOME, draft.key)), again)
    change = html.Section(
        html.Details(
            [
                html.Summary(html.Span(say("change"), className="way")),
                html.P(say("change_note"), className="note"),
                form,
            ],
            open=bool(told),
            className="entry-way study-change",
        ),
        id=_CHANGE,
    )
    return html.Main(
        [*_troubles(told, language), *study_view(result, language, way), *kept, change, screening(language)],
        className="study",
    )


def _troubles(told: Sequence[str | Component], language: str) -> list[Component]:
    if not told:
        return []
    title = text(language, "replacement_page.trouble.title")
    lines = html.Ul([html.Li(line) for line in told])
    return [html.Section([html.H2(title), lines], className="trouble", role="alert")]
