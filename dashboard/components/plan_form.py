"""The form of a plan: what is asked for, read from an address and written into one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.i18n.catalog import text
from comparekit.protocol import SeriesProtocol
from comparekit.services.plan import DEFAULT_PROTOCOL, TYPICAL
from comparekit.wording.numbers import unit_sign
from dashboard import ids
from dashboard.components.attributes import aria
from dashboard.place import Place


class _Rule(NamedTuple):
    """Between which bounds a number lies, the lower one allowed or not; `scale` makes a fraction of it."""

    low: float
    high: float
    expected: str
    open_low: bool = False
    scale: float = 1.0


_POSITIVE = _Rule(0.0, 1e9, "positive", open_low=True)
RULES: Mapping[str, _Rule] = {
    "test_step": _POSITIVE,
    "reference_step": _POSITIVE,
    "daily_use": _POSITIVE,
    "deviation": _Rule(-50, 50, "deviation", scale=0.01),
    "power": _Rule(50, 99, "power", scale=0.01),
}
FIELDS = tuple(RULES)
_HINTS = {
    "test_step": "step_hint",
    "daily_use": "use_hint",
    "deviation": "deviation_hint",
    "power": "power_hint",
}


@dataclass(frozen=True, slots=True)
class Question:
    """What a plan is made for: id of the protocol, and the fields as typed, in the order of `FIELDS`."""

    protocol: str
    typed: tuple[str, ...]

    @property
    def search(self) -> str:
        """The question as the end of an address."""
        return "?" + urlencode({"protocol": self.protocol, **dict(zip(FIELDS, self.typed, strict=True))})

    def numbers(self) -> dict[str, float | None]:
        """Each field as a number, fractions for percent; None where it is not one that may be."""
        return {name: _number(typed, RULES[name]) for name, typed in zip(FIELDS, self.typed, strict=True)}


def question_of(search: str | None, protocols: tuple[SeriesProtocol, ...]) -> Question:
    """The question an address asks; what it leaves out is that of a typical household."""
    asked = {name: values[-1] for name, values in parse_qs((search or "").lstrip("?")).items()}
    chosen = asked.get("protocol", DEFAULT_PROTOCOL)
    utility = next((p.utility for p in protocols if p.id == chosen), "water")
    step, use = TYPICAL[utility]
    usual = {
        "test_step": f"{step:g}",
        "reference_step": asked.get("test_step", f"{step:g}"),
        "daily_use": f"{use:g}",
        "deviation": "0",
        "power": "80",
    }
    return Question(chosen, tuple(asked.get(name, usual[name])[:40] for name in FIELDS))


def plan_form(question: Question, protocols: tuple[SeriesProtocol, ...], language: str) -> Component:
    """The fields with their labels, units and hints, and one button."""
    chosen = next((p for p in protocols if p.id == question.protocol), protocols[0])
    unit = unit_sign(chosen.unit, language)
    units = {"test_step": unit, "reference_step": unit, "daily_use": unit, "deviation": "%", "power": "%"}
    return html.Section(
        [
            html.H2(text(language, "plan_page.form")),
            html.Nav(
                [_protocol(p, p is chosen, language) for p in protocols],
                className="plan-protocols",
                **aria(label=text(language, "plan_page.protocol")),
            ),
            html.Div(
                [
                    _field(name, typed, units[name], language)
                    for name, typed in zip(FIELDS, question.typed, strict=True)
                ],
                className="plan-fields",
            ),
            html.Button(
                text(language, "plan_page.calculate"), id=ids.PLAN_ASK, type="button", className="plan-ask"
            ),
        ],
        className="plan-form",
    )


def _protocol(protocol: SeriesProtocol, here: bool, language: str) -> Component:
    """Another protocol starts from its own typical house."""
    words = protocol.title[language]
    if here:
        return html.Span(words, **aria(current="true"))
    return dcc.Link(words, href=f"{Place(language, ('plan',)).path}?protocol={protocol.id}")


def _field(name: str, typed: str, unit: str, language: str) -> Component:
    """The hint is part of the label, so that it is read out with it."""
    field = ids.PLAN_FIELDS[name]
    words: list[Component] = [html.Span(text(language, f"plan_page.{name}"), className="plan-name")]
    if name in _HINTS:
        words.append(html.Span(text(language, f"plan_page.{_HINTS[name]}"), className="note"))
    keypad: Any = "decimal"  # with the point: dash knows the browsers' older names only
    entry = dcc.Input(
        id=field, value=typed, type="text", inputMode=keypad, autoComplete="off", className="plan-entry"
    )
    return html.Div(
        [html.Label(words, htmlFor=field), html.Div([entry, html.Span(unit)], className="plan-with-unit")],
        className="plan-field",
    )


def _number(typed: str, rule: _Rule) -> float | None:
    bare = typed.strip().replace("−", "-").replace("，", ".").replace("。", ".").rstrip("%％ ")
    try:
        value = float(bare)
    except ValueError:
        return None
    inside = rule.low < value <= rule.high if rule.open_low else rule.low <= value <= rule.high
    return value * rule.scale if inside else None
