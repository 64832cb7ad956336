"""A study before and after a replacement with a case: the way into the case, and what its page shows."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from comparekit.i18n.catalog import speaker, text
from comparekit.reporting.replacement_text import record_told
from comparekit.reporting.study_compose import headline_lines
from comparekit.reporting.study_part import study_trouble
from comparekit.reporting.study_rules import study_rules
from comparekit.services.case_view import CaseView
from comparekit.services.replacement_draft import MOST_TITLE, ReplacementDraft
from comparekit.store.case_state import StoredFile
from comparekit.wording.replacement import assumption_text, next_step
from dashboard.components.case_acts import MEETING, STUDY_REPORT
from dashboard.components.entry import Input, button, choice, hidden, labelled
from dashboard.components.findings import noticed
from dashboard.components.lines import unbroken
from dashboard.components.replacement_view import study_figures
from dashboard.place import Place

INTO, TITLE = "into_case", "case_title"  # the fields that name the case, and a new one


def keep_form(
    draft: ReplacementDraft, token: str, action: str, cases: Mapping[str, str], language: str
) -> list[Component]:
    """The way to keep a study with a case: that of its comparison, else a new one or one of `cases`."""
    say = speaker(language, "replacement_page.case")
    if draft.case_id:
        content: list[Component] = [button(say("keep_with", case=draft.case_id), "keep")]
    else:
        title = Input(type="text", name=TITLE, value="", maxLength=MOST_TITLE, autoComplete="off")
        choices = {"": say("new")} | dict(cases)
        content = [
            *([labelled(say("which"), choice(INTO, choices, ""))] if cases else []),
            html.Div(labelled(say("called"), title, note=say("called_note")), className="case-called"),
            button(say("keep" if cases else "keep_new"), "keep"),
        ]
    form = html.Form(
        [hidden("token", token), html.P(say("keep_note"), className="note"), *content],
        action=action,
        method="post",
        encType="multipart/form-data",
        className="entry-form",
    )
    return [html.Section([html.H2(say("keep_title")), form], className="study-keep")]


def case_study(shown: CaseView, language: str) -> list[Component]:
    """The study on the page of its case: headline, both figures, what to do; nothing without one."""
    if shown.study is None:
        return []
    result = shown.study.sound
    if result is None:
        return [_section([html.P(study_trouble(shown.study, language))], language)]
    lines = (*headline_lines(result, language), *next_step(result, language))
    told = [html.P(unbroken(line)) for line in lines]
    ways = [_report(shown.state.id, language)]
    if shown.result is None:  # with a comparison the case's own meeting has both
        place = Place(language, ("case", shown.state.id, MEETING))
        meeting = html.A(text(language, "dashboard.page.meeting"), href=place.path, className="button plain")
        ways.insert(0, html.P(meeting))
    return [_section([*told, *ways], language), *study_figures(result, language)]


def no_result(shown: CaseView, language: str) -> str:
    """What a case without a comparison has."""
    if shown.study is None:
        return text(language, "case_page.no_result")
    return text(language, "replacement_page.case.study_alone")


def study_data(shown: CaseView, language: str) -> list[Component]:
    """What a technician asks of the study: its record, protocol, files and findings; nothing without one."""
    kept = shown.study
    if kept is None:
        return []
    files = html.Ul([_file(shown, file, language) for file in shown.study_files], className="files")
    result = kept.sound
    if result is None:
        return [_section([html.P(study_trouble(kept, language, exact=True)), files], language)]
    assumed = [assumption_text(code, language) for code in result.assumptions]
    told = [
        html.P(unbroken(line))
        for line in (study_rules(result, language).protocol, record_told(result, language))
    ]
    found = noticed(result.findings, assumed, language)
    title, *rest = found.children
    findings = html.Div([html.H3(title.children), *rest], className="noticed")  # below the study's heading
    return [_section([*told, _report(shown.state.id, language), files, findings], language)]


def _section(content: list[Component], language: str) -> Component:
    title = speaker(language, "replacement_page.case")("title")
    return html.Section([html.H2(title), *content], className="told-in-words")


def _report(case_id: str, language: str) -> Component:
    """The way to the whole report."""
    way = html.A(
        text(language, "replacement_page.case.report"),
        href=Place(language, ("case", case_id, STUDY_REPORT)).path,
        className="button plain",
    )
    return html.P(way)


def _file(shown: CaseView, file: StoredFile, language: str) -> Component:
    download: list[Component] = []
    if shown.complete:
        words = text(language, "case_page.rows.download")
        link = html.A(words, href=f"/_original/{shown.state.id}/{file.seq}")
        download = [html.Span(link, className="file-links")]
    return html.Li(
        [
            html.Span(file.name, className="file-name"),
            *download,
            html.Code(file.sha256, className="checksum"),
        ]
    )
