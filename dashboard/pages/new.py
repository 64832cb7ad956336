"""A new comparison: drop a file, paste a range, or type daily readings. A plain form, without any script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from comparekit.errors import Fault
from comparekit.i18n.catalog import speaker, text
from comparekit.ingest.vocabulary import ROLES
from comparekit.services.draft import Draft, is_key
from comparekit.wording.faults import fault_text
from comparekit.wording.findings import role_name
from dashboard.components.attributes import aria, data
from dashboard.components.entry import Input, button, hidden, labelled
from dashboard.components.typed import typed_fields
from dashboard.pages.page import Page
from dashboard.place import Place
from dashboard.settings import DashboardServices
from dashboard.uploads import MOST_BYTES

HOME = "new"
_TEMPLATES = ("log.xlsx", "log.csv", "log-long.xlsx", "log-long.csv", "meters.toml")


def page(place: Place, services: DashboardServices) -> Page | None:
    """At ``/zh/new``, ``/zh/new/KEY`` and ``/zh/case/ID/add``; written by `dashboard.drafts`, not by Dash."""
    if services.desk is None or services.cases is None or not _is_here(place):
        return None
    say = speaker(place.language, "new_page")
    return Page(
        title=say("title"),
        lead=say("lead"),
        body=lambda: html.Main(html.P(html.A(say("title"), href=place.path))),
    )


def _is_here(place: Place) -> bool:
    if place.parts[:1] == (HOME,):
        return len(place.parts) == 1 or (len(place.parts) == 2 and is_key(place.parts[1]))
    return len(place.parts) == 3 and place.parts[0] == "case" and place.parts[2] == "add"


def view(
    draft: Draft,
    token: str,
    language: str,
    *,
    notes: Sequence[str] = (),
    above: Sequence[Component] = (),
    below: Sequence[Component] = (),
) -> Component:
    """The page before anything was read.

    Parameters
    ----------
    draft : Draft
        What was typed so far.
    token : str
        See `dashboard.uploads.form_token`.
    language : str
        "zh" or "en".
    notes : sequence of str
        What went wrong, to stand above the form.
    above, below : sequence of component
        What stands around the form: that it was saved; drafts one can go on with.
    """
    say = speaker(language, "new_page")
    key = "lead_more" if draft.case_id else "lead"
    return html.Main(
        [
            html.Section(
                [
                    html.H1(say("title_more", case=draft.case_id) if draft.case_id else say("title")),
                    html.P(say(key), className="lead"),
                ],
                className="opening",
            ),
            *above,
            *troubles(draft.refused, notes, language),
            form(
                draft,
                token,
                language,
                [*_about(draft, language), *entry(draft, language, opened=_opened(draft))],
            ),
            *below,
        ]
    )


def _opened(draft: Draft) -> str:
    """The way used last; on a fresh page the files."""
    return draft.source or ("pasted" if draft.pasted else "typed" if draft.typed else "files")


def form(draft: Draft, token: str, language: str, children: Sequence[Component]) -> Component:
    """The one form of a draft; the script in ``assets/new.js`` keeps what is typed into it."""
    say = speaker(language, "new_page.script")
    spoken = {name: say(name) for name in ("saved", "unsaved", "offline", "waiting")}
    spoken["too-large"] = say("too-large", file="{file}", megabytes=MOST_BYTES // 1024**2)
    address = Place(language, (HOME, draft.key)).path
    return html.Form(
        [
            hidden("token", token),
            hidden("case", draft.case_id),
            # Whoever presses Enter in a field means this button, not the first one that is seen.
            html.Button(
                text(language, "new_page.read"),
                type="submit",
                name="act",
                value="read" if not draft.source else "adjust",
                className="hidden",
                tabIndex="-1",
                **aria(hidden="true"),
            ),
            *children,
            html.P("", className="kept-state note", role="status"),
        ],
        action=address,
        method="post",
        encType="multipart/form-data",
        className="entry-form",
        **data(save=f"/_draft/{draft.key}", most=str(MOST_BYTES), **spoken),
    )


def troubles(faults: Sequence[Fault], notes: Sequence[str], language: str) -> list[Component]:
    """What went wrong with what was just handed in; nothing where nothing did."""
    told = [*notes, *(trouble_text(fault, language) for fault in faults)]
    if not told:
        return []
    title = text(language, "new_page.trouble.title")
    return [
        html.Section(
            [html.H2(title), html.Ul([html.Li(line) for line in told])], className="trouble", role="alert"
        )
    ]


def trouble_text(fault: Fault, language: str) -> str:
    """A fault of a file, or of what it took to read it, in words."""
    if fault.code.startswith("draft."):
        a_file = text(language, "new_page.trouble.a_file")
        values = {"file": fault.file or a_file, "found": fault.found or "", **fault.context}
        return text(language, f"new_page.trouble.{fault.code.removeprefix('draft.')}", **values)
    if fault.code == "roles.unknown":
        return text(language, "new_page.trouble.roles", found=fault.found or "")
    meter = fault.context.get("meter_id")
    if meter in ROLES:  # a meter without a number is known by its role
        named = {**fault.context, "meter_id": role_name(str(meter), language)}
        fault = replace(fault, context=named)
    return fault_text(fault, language)


def entry(draft: Draft, language: str, *, opened: str) -> list[Component]:
    """The three ways in, `opened` ("files", "typed", "pasted", or none) standing open."""
    ways = (("files", _files), ("typed", typed_fields), ("pasted", _pasted))
    return [
        html.Details(
            [
                html.Summary(
                    [
                        html.Span(text(language, f"new_page.{name}.title"), className="way"),
                        html.Span(text(language, f"new_page.{name}.for"), className="note"),
                    ]
                ),
                *fields(draft, language),
            ],
            open=name == opened,
            className=f"entry-way way-{name}",
        )
        for name, fields in ways
    ]


def _files(draft: Draft, language: str) -> list[Component]:
    say = speaker(language, "new_page.files")
    fields: list[Component] = []
    for part, accepted in (
        ("log", ".csv,.txt,.tsv,.xlsx"),
        ("reference", ".csv,.txt,.tsv,.xlsx"),
        ("meters", ".toml"),
    ):
        held = draft.names.get(part)
        note = say(f"{part}_note", megabytes=MOST_BYTES // 1024**2)
        if held and (part != "log" or draft.source == "files"):
            note = say("held", file=held)
        fields.append(
            html.Div(
                [
                    labelled(say(part), Input(type="file", name=part, accept=accepted), note=note),
                    *([button(say("drop"), f"drop:{part}")] if held and part != "log" else []),
                ],
                className="file-field",
            )
        )
    return [
        *fields,
        html.P(button(say("read"), "read-files", kind="main")),
        html.P(say("templates"), className="note"),
        html.Ul(
            [
                html.Li(
                    html.A(
                        say(f"template_{name.replace('.', '_').replace('-', '_')}"),
                        href=f"/_template/{language}/{name}",
                    )
                )
                for name in _TEMPLATES
            ],
            className="templates",
        ),
    ]


def _pasted(draft: Draft, language: str) -> list[Component]:
    say = speaker(language, "new_page.pasted")
    field = html.Textarea(draft.pasted, name="pasted", rows=8, spellCheck="false")
    return [
        labelled(say("field"), field, note=say("note")),
        html.Pre(say("example"), className="example"),
        html.P(button(say("read"), "read-pasted", kind="main")),
    ]


def _about(draft: Draft, language: str) -> list[Component]:
    """What the case is called; the rest is asked when the log was read."""
    if draft.case_id:
        return []
    field = Input(type="text", name="title", value=draft.title, maxLength=200, autoComplete="off")
    return [labelled(text(language, "new_page.name"), field, note=text(language, "new_page.name_note"))]
