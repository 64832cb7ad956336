"""Fields for what the file does not say of a meter, or says wrong: unit, step, time zone."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from comparekit.i18n.catalog import has_text, speaker, text
from comparekit.ingest.by_hand import ALL
from comparekit.services.draft import Draft
from comparekit.services.draft_preview import Preview
from comparekit.wording.findings import role_name
from comparekit.wording.numbers import unit_sign
from dashboard.components.entry import UNITS, button, choice, labelled, number_field

#: Zones that logs in our hands have been in; the command line takes any.
ZONES = (
    "Asia/Shanghai", "Asia/Urumqi", "UTC", "Asia/Singapore", "Asia/Tokyo", "Asia/Kolkata", "Asia/Dubai",
    "Europe/Moscow", "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles",
    "Australia/Sydney",
)  # fmt: skip


def by_hand_fields(
    draft: Draft, preview: Preview, faults: Mapping[str, str], language: str
) -> list[Component]:
    """Units, steps and zones to set, and the two meters to exchange; nothing where no meter is known.

    Parameters
    ----------
    draft, preview : Draft, Preview
        What was set so far, and what is understood.
    faults : mapping of field to str
        What is wrong, by the name of the field.
    language : str
        "zh" or "en".
    """
    if not preview.keys:
        return []
    say = speaker(language, "new_page.by_hand")
    touched = bool(draft.units or draft.steps or draft.zones)
    apart = len(preview.tables) > 1
    fields: list[Component] = [
        _of_meter(key, draft, preview, faults, language, apart=apart) for key in preview.keys
    ]
    if not apart:
        fields.append(_zone(ALL, draft, preview, language))
    swap = []
    if apart or any(table.wide for table in preview.tables):
        words = html.Span(say("swap_note"), className="note")
        swap = [html.P([words, button(say("swap"), "swap")], className="buttons")]
    return [
        html.Details(
            [
                html.Summary(html.Span(say("title"), className="way")),
                html.P(say("note"), className="note"),
                *fields,
                html.P(button(say("apply"), "adjust")),
                *swap,
            ],
            open=touched or any(name.startswith("step.") for name in faults) or not preview.meters,
            className="entry-way by-hand",
        )
    ]


def _of_meter(
    key: str,
    draft: Draft,
    preview: Preview,
    faults: Mapping[str, str],
    language: str,
    *,
    apart: bool,
) -> Component:
    say = speaker(language, "new_page.by_hand")
    meter = next((one for one in preview.meters if one.key == key), None)
    sign = "" if meter is None else unit_sign(meter.unit, language)
    set_unit, set_step = draft.units.get(key, ""), draft.steps.get(key, "")
    if meter is None or set_unit:
        own = say("as_file")
    else:
        own = say("unit_assumed" if meter.unit_assumed else "unit_told", unit=sign)
    names = {name: text(language, f"new_page.unit.{name}") for name in UNITS}
    if set_unit and set_unit not in names:
        names[set_unit] = unit_sign(set_unit, language)
    note = "" if meter is None or set_step else say("step_known", step=f"{meter.step:g}", unit=sign)
    fields = [
        labelled(say("unit"), choice(f"unit_of.{key}", {"": own} | names, set_unit)),
        labelled(
            say("step"),
            number_field(f"step.{key}", set_step),
            note=note,
            fault=faults.get(f"step.{key}", ""),
        ),
    ]
    if apart:
        fields.append(_zone(key, draft, preview, language))
    legend = role_name(key if meter is None else meter.role, language)
    if key not in ("test", "reference") and legend != key:
        legend = text(language, "new_page.preview.named", role=legend, meter=key)
    return html.Fieldset([html.Legend(legend), html.Div(fields, className="fields")])


def _zone(key: str, draft: Draft, preview: Preview, language: str) -> Component:
    say = speaker(language, "new_page.by_hand")
    chosen = draft.zones.get(key, "")
    own = say("zone_told", zone=preview.timezone) if preview.timezone else say("as_file")
    zones = {"": own} | {zone: _zone_name(zone, language) for zone in ZONES}
    if chosen and chosen not in zones:
        zones[chosen] = chosen
    return labelled(say("zone"), choice(f"zone.{key}", zones, chosen), note=say("zone_note"))


def _zone_name(zone: str, language: str) -> str:
    key = f"new_page.zone.{zone.rpartition('/')[2]}"
    return text(language, key) if has_text(language, key) else zone
