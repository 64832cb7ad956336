"""Fields of plain forms, which work before and without any script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

UNITS = ("m3", "L", "t", "kWh", "MWh")  # that readings are commonly in
_ATTRIBUTES = (
    "id", "className", "type", "name", "value", "inputMode", "accept", "autoComplete", "maxLength",
    "placeholder", "readOnly", "required", "enterKeyHint", "autoCapitalize", "spellCheck",
)  # fmt: skip


class Input(Component):
    """An ``<input>``: Dash has none of its own. Only for pages written as plain HTML."""

    _type = "Input"
    _namespace = "dash_html_components"

    def __init__(self, **attributes: Any) -> None:
        self._base_nodes = ["children"]
        self._valid_wildcard_attributes = ["data-", "aria-"]
        self._prop_names = list(_ATTRIBUTES)
        super().__init__(**attributes)  # type: ignore[no-untyped-call]


def hidden(name: str, value: str) -> Component:
    """A value that goes along with the form."""
    return Input(type="hidden", name=name, value=value)


def labelled(label: str, field: Component, *, note: str = "", fault: str = "") -> Component:
    """A field under its label, with a word on how to fill it in, and on what is wrong with it."""
    name = getattr(field, "name", None)
    if fault and name and getattr(field, "id", None) is None:
        field.id = field_id(name)  # type: ignore[attr-defined]  # where the list of faults leads
    notes = [html.Span(note, className="note")] if note else []
    faults = [html.Span(fault, className="field-fault")] if fault else []
    return html.Label(
        [html.Span(label, className="label"), *notes, *faults, field],
        className="field faulty" if fault else "field",
    )


def field_id(name: str) -> str:
    """The id of the field `name`, for links that lead to it."""
    return "field-" + "".join(c if c.isalnum() else f"-{ord(c):x}-" for c in name)


def number_field(name: str, value: str, **attributes: Any) -> Component:
    """A field for a number: a number pad on telephones, any text elsewhere, so that a slip can be told."""
    return Input(
        type="text",
        inputMode="decimal",
        autoComplete="off",
        maxLength=40,
        enterKeyHint="next",
        name=name,
        value=value,
        **attributes,
    )


def choice(name: str, options: Mapping[str, str], chosen: str, **attributes: Any) -> Component:
    """A choice among `options` (value -> words)."""
    return html.Select(
        [html.Option(words, value=value, selected=value == chosen) for value, words in options.items()],
        name=name,
        **attributes,
    )


def button(words: str, act: str, *, kind: str = "plain") -> Component:
    """A button that sends the form and says what for."""
    return html.Button(words, type="submit", name="act", value=act, className=f"button {kind}")
