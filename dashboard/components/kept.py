"""What was saved and not compared yet: that it is kept, and the way back to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dash import html
from dash.development.base_component import Component

from comparekit.i18n.catalog import speaker
from comparekit.services.draft import Draft
from comparekit.services.draft_keeping import DAYS_KEPT, KeptDraft
from dashboard.components.attributes import aria, data
from dashboard.components.case_lines import day_of
from dashboard.components.entry import Input
from dashboard.place import Place

_HOME = "new"


def saved_note(draft: Draft, address: str, language: str) -> Component:
    """That the draft is kept, for how long, where it is found again; `address` to copy, whole."""
    say = speaker(language, "new_page.kept")
    return html.Section(
        [
            html.H2(say("title")),
            html.P(say("rows", count=draft.visits) if draft.visits else say("words")),
            html.P(say("where", days=DAYS_KEPT), className="note"),
            html.Label(
                [
                    html.Span(say("address"), className="label"),
                    Input(type="text", value=address, readOnly=True, className="kept-address"),
                ],
                className="field",
            ),
            html.P(
                html.Button(
                    say("copy"),
                    type="button",
                    className="button plain copy",
                    hidden=True,
                    **data(copied=say("copied")),
                )
            ),
        ],
        className="kept-note",
        role="status",
    )


def kept_section(
    drafts: Sequence[KeptDraft], token_of: Callable[[str], str], language: str
) -> list[Component]:
    """The drafts one can go on with, or discard; nothing where there are none.

    Parameters
    ----------
    drafts : sequence of KeptDraft
        The visitor's own.
    token_of : callable
        Signs the form that discards the draft of a key.
    language : str
        "zh" or "en".
    """
    if not drafts:
        return []
    say = speaker(language, "new_page.kept")
    return [
        html.Section(
            [
                html.H2(say("list")),
                html.P(say("list_note", days=DAYS_KEPT), className="note"),
                html.Ul([_line(one, token_of(one.draft.key), language) for one in drafts]),
            ],
            className="kept-drafts",
        )
    ]


def _line(kept: KeptDraft, token: str, language: str) -> Component:
    say = speaker(language, "new_page.kept")
    draft = kept.draft
    name = draft.title or draft.names.get("log", "")
    if draft.case_id:
        name = say("of_case", case=draft.case_id)
    name = name or say("untitled")
    told = say("line_rows", day=day_of(kept.saved_at), count=draft.visits)
    if not draft.visits:
        told = say("line", day=day_of(kept.saved_at))
    return html.Li(
        [
            html.Div([html.Strong(name), " ", html.Span(told, className="note")]),
            html.Form(
                [
                    html.A(
                        say("go_on"),
                        href=Place(language, (_HOME, draft.key)).path,
                        className="button plain",
                        **aria(label=say("go_on_with", name=name)),
                    ),
                    # The button carries the token: a page of Dash has no hidden field.
                    html.Button(
                        say("discard"),
                        type="submit",
                        name="token",
                        value=token,
                        className="button plain",
                        **aria(label=say("discard_it", name=name)),
                    ),
                ],
                action=f"/_draft/{draft.key}/discard/{language}",
                method="post",
                className="buttons",
            ),
        ]
    )
