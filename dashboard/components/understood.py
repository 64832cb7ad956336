"""What was understood of somebody's files: the meters, and columns with a choice of what they hold."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from comparekit.i18n.catalog import has_text, speaker
from comparekit.reporting.case_text import enumerated
from comparekit.services.draft import Draft
from comparekit.services.draft_preview import Preview, PreviewMeter, PreviewTable
from comparekit.wording.findings import role_name
from comparekit.wording.numbers import unit_sign
from comparekit.wording.times import moment
from dashboard.components.attributes import data
from dashboard.components.by_hand import by_hand_fields
from dashboard.components.entry import button, choice, hidden, labelled

#: Fields a column can be said to hold; the others are recognised by their titles alone.
FIELDS = (
    "time", "date", "test_reading", "reference_reading", "reading", "meter_id", "role", "unit", "event",
    "note",
)  # fmt: skip


def meters_section(
    draft: Draft, preview: Preview, words: Mapping[str, str], language: str
) -> list[Component]:
    """The meters as they were understood, and what can be set right by hand."""
    by_hand = by_hand_fields(draft, preview, words, language)
    if not preview.meters and not by_hand:
        return []
    say = speaker(language, "new_page.preview")
    names = ("meter", "readings", "start", "end", "step")
    table = html.Table(
        [
            html.Caption(say("zone", zone=preview.timezone)),
            html.Thead(html.Tr([html.Th(say(f"meter_{name}"), scope="col") for name in names])),
            html.Tbody([_meter(one, preview, names, language) for one in preview.meters]),
        ],
        className="stacked",
    )
    return [
        html.Section(
            [html.H2(say("meters")), *([table] if preview.meters else []), *by_hand], className="two-meters"
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
        )
        + (say("unit_assumed") if one.unit_assumed else ""),
    )
    labelled_cells = [
        html.Td(cell, **data(label=say(f"meter_{key}"))) for key, cell in zip(names[1:], cells, strict=True)
    ]
    return html.Tr([html.Th(name, scope="row"), *labelled_cells])


def columns_section(index: int, table: PreviewTable, draft: Draft, language: str) -> Component:
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
                        _choices(column.field, draft.mapping.get(column.title, ""), language),
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
    unused = [html.P(say("unused", columns=enumerated(table.unused, language)))] if table.unused else []
    return html.Section(
        [
            html.H2(say("columns", file=table.name)),
            html.P(say("columns_note", header=table.header_row, count=table.count), className="note"),
            *unused,
            html.Div(rows, className="columns"),
            html.P(button(say("apply"), "adjust")),
        ],
        className="table-columns",
    )


def _choices(field: str | None, mapped: str, language: str) -> dict[str, str]:
    """What a column may hold, `mapped` among it; first what its title says."""
    say = speaker(language, "new_page.field")
    if field is None:
        own = say("unused")
    elif mapped:
        own = say("by_title")
    else:
        own = say("understood", field=_field_name(field, language))
    names = dict.fromkeys((*FIELDS, *([mapped] if mapped else [])))
    return {"": own} | {name: _field_name(name, language) for name in names}


def _field_name(field: str, language: str) -> str:
    say = speaker(language, "new_page.field")
    if has_text(language, f"new_page.field.{field}"):
        return say(field)
    role, _, rest = field.partition("_")
    return say("of_meter", role=role_name(role, language), field=say(rest))
