"""What was understood, every problem at its row, corrections by hand; then the comparison."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from dash import html
from dash.development.base_component import Component

from comparekit.findings import Severity
from comparekit.i18n.catalog import has_text, speaker, text
from comparekit.protocol import SeriesProtocol
from comparekit.services.check import Remark
from comparekit.services.draft import Draft
from comparekit.services.draft_preview import Preview, PreviewMeter, PreviewTable
from comparekit.wording.findings import finding_text, role_name, severity_word
from comparekit.wording.numbers import unit_sign
from comparekit.wording.times import moment
from dashboard.components.attributes import aria, data
from dashboard.components.entry import Input, button, choice, hidden, labelled
from dashboard.pages.new import entry, form, trouble_text, troubles

#: Fields a column can be said to hold; the others are recognised by their titles alone.
FIELDS = (
    "time", "date", "test_reading", "reference_reading", "reading", "meter_id", "role", "unit", "event",
    "note",
)  # fmt: skip
_LISTED = 100  # problems on one page
_MARK = MappingProxyType({Severity.NOTE: "i", Severity.CAUTION: "!", Severity.DISQUALIFYING: "×"})


def view(
    draft: Draft,
    preview: Preview,
    token: str,
    language: str,
    protocols: Sequence[SeriesProtocol],
    *,
    notes: Sequence[str] = (),
) -> Component:
    """The page after something was read.

    Parameters
    ----------
    draft : Draft
        What was handed in and chosen.
    preview : Preview
        What was understood of it.
    token : str
        See `dashboard.uploads.form_token`.
    language : str
        "zh" or "en".
    protocols : sequence of SeriesProtocol
        Those to choose from.
    notes : sequence of str
        What went wrong just now.
    """
    say = speaker(language, "new_page.preview")
    count = len(preview.faults)
    # Who types sees the faults and the rows they are in together.
    typing = bool(preview.faults) and draft.source in ("typed", "pasted")
    ways = html.Section(
        [
            html.H2(say("mend" if typing else "change")),
            html.P(say("mend_note" if typing else "change_note"), className="note"),
            *entry(draft, language, opened=draft.source if typing else ""),
            html.P(button(say("discard"), "discard")),
        ],
        className="change",
    )
    state = "ready" if preview.comparable else "faults" if count else "nothing"
    return html.Main(
        [
            html.Section(
                [html.H1(say("title")), html.P(say(state, count=count), className=f"lead state-{state}")],
                className="opening",
            ),
            *troubles([f for f in draft.refused if f not in preview.faults], notes, language),
            form(
                draft,
                token,
                language,
                [
                    *_faults(preview, language),
                    *([ways] if typing else []),
                    *_remarks(draft, preview, language),
                    *_meters(preview, language),
                    *[_columns(index, table, draft, language) for index, table in enumerate(preview.tables)],
                    _rules(draft, preview, protocols, language),
                    *([] if typing else [ways]),
                ],
            ),
        ]
    )


def _faults(preview: Preview, language: str) -> list[Component]:
    if not preview.faults:
        return []
    say = speaker(language, "new_page.preview")
    listed = preview.faults[:_LISTED]
    more = len(preview.faults) - len(listed)
    items = [
        html.Li([html.Span("×", className="mark", **aria(hidden="true")), html.Span(line)])
        for line in (trouble_text(fault, language) for fault in listed)
    ]
    rest = [html.P(say("more", count=more), className="note")] if more else []
    return [
        html.Section(
            [
                html.H2(say("to_mend")),
                html.P(say("to_mend_note"), className="note"),
                html.Ul(items, className="findings"),
                *rest,
            ],
            className="noticed faults",
        )
    ]


def _remarks(draft: Draft, preview: Preview, language: str) -> list[Component]:
    say = speaker(language, "new_page.preview")
    if not preview.remarks:
        return [] if preview.faults else [html.Section([html.H2(say("odd")), html.P(say("nothing_odd"))])]
    listed = preview.remarks[:_LISTED]
    more = len(preview.remarks) - len(listed)
    taken = [
        html.Li([html.Span(say("taken", name=name)), button(say("take_back"), f"refuse:{name}")])
        for name in draft.accept
    ]
    rest = [html.P(say("more", count=more), className="note")] if more else []
    return [
        html.Section(
            [
                html.H2(say("odd")),
                html.Ul([_remark(remark, language) for remark in listed], className="findings"),
                *rest,
                *([html.H3(say("taken_title")), html.Ul(taken, className="taken")] if taken else []),
            ],
            className="noticed",
        )
    ]


def _remark(remark: Remark, language: str) -> Component:
    say = speaker(language, "new_page.preview")
    finding = remark.finding
    place = [] if remark.place.row is None else [html.Strong(say("row", row=remark.place.row))]
    offers = [
        html.Span(
            [
                html.Span(
                    say("suggestion", found=one.found, text=one.text) if one.found else say("move"),
                    className="offer-words",
                ),
                button(say("accept"), f"accept:{one.name}"),
            ],
            className="offer",
        )
        for one in remark.suggestions
    ]
    return html.Li(
        [
            html.Span(_MARK[finding.severity], className="mark", **aria(hidden="true")),
            html.Span(severity_word(finding, language), className="severity"),
            html.Div([*place, html.Span(finding_text(finding, language)), *offers], className="remark"),
        ],
        className=f"finding-{finding.severity}",
    )


def _meters(preview: Preview, language: str) -> list[Component]:
    if not preview.meters:
        return []
    say = speaker(language, "new_page.preview")
    names = ("meter", "readings", "start", "end", "step")
    return [
        html.Section(
            [
                html.H2(say("meters")),
                html.Table(
                    [
                        html.Caption(say("zone", zone=preview.timezone)),
                        html.Thead(html.Tr([html.Th(say(f"meter_{name}"), scope="col") for name in names])),
                        html.Tbody([_meter(one, preview, names, language) for one in preview.meters]),
                    ],
                    className="stacked",
                ),
            ]
        )
    ]


def _meter(one: PreviewMeter, preview: Preview, names: tuple[str, ...], language: str) -> Component:
    say = speaker(language, "new_page.preview")
    name = role_name(one.role, language)
    if one.meter_id not in (one.role, name):
        name = say("named", role=name, meter=one.meter_id)
    cells = (
        str(one.readings),
        moment(one.start, preview.timezone),
        moment(one.end, preview.timezone),
        say(
            "step_given" if one.step_given else "step_inferred",
            step=f"{one.step:g}",
            unit=unit_sign(one.unit, language),
        ),
    )
    labelled_cells = [
        html.Td(cell, **data(label=say(f"meter_{key}"))) for key, cell in zip(names[1:], cells, strict=True)
    ]
    return html.Tr([html.Th(name, scope="row"), *labelled_cells])


def _columns(index: int, table: PreviewTable, draft: Draft, language: str) -> Component:
    """Each column with its first cells and a choice of what it holds."""
    say = speaker(language, "new_page.preview")
    rows = [
        html.Div(
            [
                hidden(f"column.{index}.{place}", column.title),
                labelled(
                    column.title or say("untitled", number=place + 1),
                    choice(
                        f"field.{index}.{place}",
                        _choices(column.field, column.title in draft.mapping, language),
                        draft.mapping.get(column.title, ""),
                    ),
                    note=say("unit", unit=unit_sign(column.unit, language)) if column.unit else "",
                ),
                html.Ol(
                    [html.Li(cell or say("blank")) for cell in column.cells],
                    className="cells",
                    start=str(table.rows[0]) if table.rows else "1",
                ),
            ],
            className="column",
        )
        for place, column in enumerate(table.columns)
    ]
    return html.Section(
        [
            html.H2(say("columns", file=table.name)),
            html.P(say("columns_note", header=table.header_row, count=table.count), className="note"),
            html.Div(rows, className="columns"),
            html.P(button(say("apply"), "adjust")),
        ],
        className="table-columns",
    )


def _choices(field: str | None, mapped: bool, language: str) -> dict[str, str]:
    """What a column may hold; first what its title says."""
    say = speaker(language, "new_page.field")
    if field is None:
        own = say("unused")
    elif mapped:
        own = say("by_title")
    else:
        own = say("understood", field=_field_name(field, language))
    return {"": own} | {name: _field_name(name, language) for name in FIELDS}


def _field_name(field: str, language: str) -> str:
    say = speaker(language, "new_page.field")
    if has_text(language, f"new_page.field.{field}"):
        return say(field)
    role, _, rest = field.partition("_")
    return say("of_meter", role=role_name(role, language), field=say(rest))


def _rules(draft: Draft, preview: Preview, protocols: Sequence[SeriesProtocol], language: str) -> Component:
    say = speaker(language, "new_page.rules")
    known = {"": say("by_log")} | {one.id: one.title[language] for one in protocols}
    fields: list[Component] = []
    roles_open = preview.roles_assumed or bool(draft.test_meter)
    if roles_open and len(preview.meters) == 2:
        meters = {"": say("test_meter_unknown")} | {one.key: one.meter_id for one in preview.meters}
        fields.append(
            labelled(say("test_meter"), choice("test_meter", meters, draft.test_meter), note=say("test_note"))
        )
    fields.append(labelled(say("protocol"), choice("protocol", known, draft.protocol), note=say("note")))
    if not draft.case_id:
        title = Input(type="text", name="title", value=draft.title, maxLength=200, autoComplete="off")
        fields.append(labelled(text(language, "new_page.name"), title))
    buttons = [button(say("apply"), "adjust")]
    if preview.comparable:
        buttons.append(button(say("compare"), "compare", kind="main"))
    return html.Section(
        [html.H2(say("title")), *fields, html.P(buttons, className="buttons")], className="rules-chosen"
    )
