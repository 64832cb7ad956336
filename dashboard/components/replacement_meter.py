"""What is known of the meters themselves: the certificate of the one in doubt, a comparison in series."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from comparekit.i18n.catalog import speaker, text
from comparekit.services.replacement_draft import ROLE_OF, ReplacementDraft
from comparekit.studies.bridge_evidence import NEW, OLD
from dashboard.components.entry import Input, button, choice, labelled
from dashboard.components.plates import meter_fields
from dashboard.uploads import MOST_BYTES

_MEGABYTES = MOST_BYTES // 1024**2
_LAST_CHECK = ("verified_on",)  # what a rule of settlement counts from


def meter_section(
    draft: ReplacementDraft,
    utility: str,
    cases: Mapping[str, str],
    faults: Mapping[str, str],
    language: str,
    *,
    opened: bool = False,
) -> list[Component]:
    """Which meter is in doubt, its certificate, the comparison in series.

    Parameters
    ----------
    draft : ReplacementDraft
        What was entered.
    utility : str
        Whose plates.
    cases : mapping of id to title
        Cases whose comparison may be used.
    faults : mapping of field to str
        What is wrong, by the name of the field.
    language : str
        "zh" or "en".
    opened : bool
        Whether the certificate is shown before anything is typed into it.
    """
    say = speaker(language, "replacement_page.meter")
    return [
        html.P(say("note"), className="note"),
        labelled(say("suspect"), choice("suspect", {OLD: say("old"), NEW: say("new")}, draft.suspect)),
        _certificate(draft, utility, faults, language, opened=opened),
        _series(draft, cases, language),
    ]


def _certificate(
    draft: ReplacementDraft, utility: str, faults: Mapping[str, str], language: str, *, opened: bool
) -> Component:
    say = speaker(language, "replacement_page.meter")
    held = draft.names.get("meters")
    content: list[Component] = [html.P(say("certificate_note"), className="note")]
    if not held:
        # Which of the meters is shown, and whether another kind of meter was chosen since, the style sheet
        # takes from the choices above.
        fields = [
            meter_fields(role, draft.plates, utility, faults, language, dates=_LAST_CHECK, opened=True)
            for role in ROLE_OF.values()
        ]
        other = [html.P(say("other_fields")), html.P(button(say("fit"), "fit"))]
        content += [
            html.P(say("uncertainty"), className="note"),
            html.Div(other, className="plate-other"),
            html.Div(fields, className=f"plate-fields plate-of-{utility}"),
        ]
    content += _file("meters", ".toml", held, say("plates"), say("plates_note"), language)
    return _way("certificate", content, language, opened=bool(opened or held or draft.suspects_plate))


def _series(draft: ReplacementDraft, cases: Mapping[str, str], language: str) -> Component:
    say = speaker(language, "replacement_page.meter")
    chosen = {"": say("no_case")} | dict(cases)
    if draft.case_id and draft.case_id not in chosen:
        chosen[draft.case_id] = draft.case_id
    held = draft.names.get("series")
    note = say("series_note", megabytes=_MEGABYTES)
    content: list[Component] = [html.P(say("compared_note"), className="note")]
    if len(chosen) > 1:
        content.append(labelled(say("case"), choice("case_id", chosen, draft.case_id)))
    content += _file("series", ".csv,.txt,.tsv,.xlsx", held, say("series"), note, language)
    return _way("compared", content, language, opened=bool(held or draft.case_id))


def _file(part: str, accept: str, held: str | None, label: str, note: str, language: str) -> list[Component]:
    """A field for a file, and the way to do without the one that is there."""
    words = text(language, "replacement_page.files.held", file=held) if held else note
    field = labelled(label, Input(type="file", name=part, accept=accept), note=words)
    drop = text(language, "replacement_page.meter.drop")
    return [field, *([html.P(button(drop, f"drop:{part}"))] if held else [])]


def _way(name: str, content: list[Component], language: str, *, opened: bool) -> Component:
    say = speaker(language, "replacement_page.meter")
    heads = [html.Span(say(name), className="way"), html.Span(say(f"{name}_for"), className="note")]
    return html.Details(
        [html.Summary(heads), *content], open=opened, className=f"entry-way plates way-{name}"
    )
