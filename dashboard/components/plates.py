"""Plates, verifications and certificates of both meters as fields to type into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from comparekit.i18n.catalog import speaker, text
from comparekit.ingest.vocabulary import ROLES
from comparekit.services.draft import Draft
from comparekit.services.draft_plates import CERTIFICATE, DATES, MOST_POINTS, PLATE, POINT, SIGN, ZONES
from comparekit.wording.findings import role_name
from dashboard.components.entry import Input, button, choice, labelled, number_field

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "in_service": ("true", "false"),
    "medium": ("natural", "manufactured", "lpg"),
    "compensation": ("none", "T", "TP"),
    "technology": ("static", "induction"),
}
_NUMBERS = ("q3", "ratio_r", "q_min", "q_max")
_DAYS = ("verified_on", "valid_to", "date")
_POINTS, _MORE = 3, 2  # shown at first; blank ones below what was typed


def plates_form(draft: Draft, utility: str, faults: Mapping[str, str], language: str) -> Component:
    """The fields, folded away while nobody has typed anything; a file that was handed in goes before them.

    Parameters
    ----------
    draft : Draft
        What was typed so far.
    utility : str
        Whose plates: "water", "gas" or "electricity".
    faults : mapping of field to str
        What is wrong, by the name of the field.
    language : str
        "zh" or "en".
    """
    say = speaker(language, "new_page.plates")
    held = draft.names.get("meters")
    if held:
        content: list[Component] = [
            html.P(say("held", file=held)),
            html.P(button(text(language, "new_page.files.drop"), "drop:meters")),
        ]
    else:
        content = [
            html.P(say("note"), className="note"),
            *(meter_fields(role, draft.plates, utility, faults, language) for role in ROLES),
            html.P(button(say("apply"), "adjust")),
        ]
    return html.Details(
        [
            html.Summary(
                [
                    html.Span(say("title"), className="way"),
                    html.Span(say("for"), className="note"),
                ]
            ),
            *content,
        ],
        open=bool(draft.plates) and not held,
        className="entry-way plates",
    )


def plate_label(name: str, utility: str, language: str) -> str:
    """What a field (``plates.test.certificate.2.flow``) is called where it does not stand by its meter."""
    say = speaker(language, "new_page.plates")
    _, role, *path = name.split(".")
    key = _key(path[-1], utility)
    where = role_name(role, language)
    if path[0] == "certificate":
        point = len(path) > 2
        where = say("point_of", role=where, number=path[1]) if point else say("certificate_of", role=where)
    return say("named", where=where, field=say(key))


def meter_fields(
    role: str,
    typed: Mapping[str, str],
    utility: str,
    faults: Mapping[str, str],
    language: str,
    *,
    dates: Sequence[str] = DATES,
    opened: bool = False,
) -> Component:
    """The fields of one meter: its plate, `dates` of its verification, its certificate.

    Parameters
    ----------
    role : str
        "test" or "reference".
    typed : mapping of field to str
        What was typed so far.
    utility, faults, language
        As for `plates_form`.
    dates : sequence of str
        Which of `comparekit.services.draft_plates.DATES`.
    opened : bool
        Whether the certificate is shown before anything is typed into it.
    """
    say = speaker(language, "new_page.plates")
    start = f"plates.{role}."
    keys = (*PLATE[utility], *dates)
    fields = [_field(start + key, key, typed, utility, faults, language) for key in keys]
    whole = [
        _field(f"{start}certificate.{key}", key, typed, utility, faults, language) for key in CERTIFICATE
    ]
    filled = [
        number
        for number in range(1, MOST_POINTS + 1)
        if any(name.startswith(f"{start}certificate.{number}.") for name in typed)
    ]
    count = min(MOST_POINTS, max(_POINTS, max(filled, default=0) + _MORE))
    points = [_point(role, number, typed, utility, faults, language) for number in range(1, count + 1)]
    certified = opened or any(name.startswith(f"{start}certificate.") for name in typed)
    certificate = html.Details(
        [
            html.Summary(say("certificate")),
            html.P(say("certificate_note"), className="note"),
            html.Div(whole, className="fields"),
            *points,
        ],
        open=certified,
        className="certificate",
    )
    return html.Fieldset(
        [html.Legend(role_name(role, language)), html.Div(fields, className="fields"), certificate],
        className=f"plate-{role}",
    )


def _point(
    role: str, number: int, typed: Mapping[str, str], utility: str, faults: Mapping[str, str], language: str
) -> Component:
    say = speaker(language, "new_page.plates")
    start = f"plates.{role}.certificate.{number}."
    fields = []
    for key in POINT:
        if key == "zone" and utility not in ZONES:
            continue
        if key == "error":
            signs = {"": say("above"), "-": say("below")}
            sign = choice(start + SIGN, signs, typed.get(start + SIGN, ""))
            fields.append(labelled(say("sign"), sign))
        fields.append(_field(start + key, key, typed, utility, faults, language))
    return html.Fieldset(
        [html.Legend(say("point", number=number)), html.Div(fields, className="fields point")]
    )


def _field(
    name: str, key: str, typed: Mapping[str, str], utility: str, faults: Mapping[str, str], language: str
) -> Component:
    say = speaker(language, "new_page.plates")
    value, fault = typed.get(name, ""), faults.get(name, "")
    field: Component
    if key == "zone":
        field = choice(name, {"": say("untold")} | {one: one for one in ZONES[utility]}, value)
    elif key in _CHOICES:
        known = {"": say("untold")} | {one: say(f"{key}_{one}") for one in _CHOICES[key]}
        field = choice(name, known, value)
    elif key in _DAYS:
        field = Input(type="date", name=name, value=value)
    elif key in _NUMBERS or key in POINT:
        field = number_field(name, value)
    else:
        field = Input(type="text", name=name, value=value, maxLength=80, autoComplete="off")
    return labelled(say(_key(key, utility)), field, fault=fault)


def _key(key: str, utility: str) -> str:
    """The catalog's key of a field's name: some are called otherwise for some utility."""
    if key == "flow" and utility == "electricity":
        return "current"
    return f"plate_{utility}" if key == "plate" else key
