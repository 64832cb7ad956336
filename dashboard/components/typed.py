"""Readings to type in front of the meters: a row a visit."""

from __future__ import annotations

from functools import partial

from dash import html
from dash.development.base_component import Component

from comparekit.i18n.catalog import speaker, text
from comparekit.ingest.vocabulary import ROLES
from comparekit.services.draft import ZERO_TESTS, Draft
from dashboard.components.attributes import aria, data
from dashboard.components.entry import UNITS, Input, button, choice, labelled, number_field

_ROWS = 8  # to type in at first: a week and the day before
_CELLS = ("time", "test", "reference")
_MORE = 3  # blank ones under what was typed


def typed_fields(draft: Draft, language: str) -> list[Component]:
    """Unit, numbers of the meters, the check with the valve closed, and the rows."""
    say = speaker(language, "new_page.typed")
    count = max(_ROWS, len(draft.rows) + _MORE)
    rows = [*draft.rows, *[("", "", "")] * (count - len(draft.rows))]
    head = html.Tr(
        [
            html.Th(say(name), scope="col", className=f"typed-{name}")
            for name in ("row", "time", "test", "reference")
        ]
    )
    zero = {kind: say(f"zero_{kind or 'untold'}") for kind in ZERO_TESTS}
    units = {unit: text(language, f"new_page.unit.{unit}") for unit in UNITS}
    return [
        html.P(say("note"), className="note"),
        html.Div(
            [
                labelled(say("unit"), choice("unit", units, draft.unit)),
                *(_number(role, draft, language) for role in ROLES),
            ],
            className="fields",
        ),
        labelled(say("zero"), choice("zero_test", zero, draft.zero_test), note=say("zero_note")),
        html.Table(
            [
                html.Caption(say("caption"), className="hidden"),
                html.Thead(head),
                html.Tbody([_row(index, row, language) for index, row in enumerate(rows)]),
            ],
            className="typed-rows",
        ),
        html.P(
            [
                html.Button(say("add"), type="button", className="button plain add-row", hidden=True),
                button(say("save"), "save"),
                button(say("read"), "read-typed", kind="main"),
            ],
            className="buttons",
        ),
    ]


def _number(role: str, draft: Draft, language: str) -> Component:
    number = draft.numbers.get(role, "")
    field = Input(type="text", name=f"number.{role}", value=number, maxLength=60, autoComplete="off")
    return labelled(text(language, f"new_page.typed.number_{role}"), field)


def _row(index: int, cells: tuple[str, str, str], language: str) -> Component:
    """A row; its number is the one that faults will name, the titles being row 1."""
    number = index + 2
    name = partial(text, language)
    fields: list[Component] = [
        Input(
            type="datetime-local",
            name=f"rows.{index}.time",
            value=cells[0],
            **aria(label=name("new_page.typed.time_of", row=number)),
        )
    ]
    fields += [
        number_field(
            f"rows.{index}.{role}", cell, **aria(label=name(f"new_page.typed.{role}_of", row=number))
        )
        for role, cell in zip(("test", "reference"), cells[1:], strict=True)
    ]
    return html.Tr(
        [
            html.Th(str(number), scope="row"),
            *(_cell(*one, language) for one in zip(_CELLS, fields, strict=True)),
        ]
    )


def _cell(what: str, field: Component, language: str) -> Component:
    """A field; on telephones its label stands above it, there being no room for the head of the table."""
    return html.Td(field, **data(label=text(language, f"new_page.typed.{what}")))
