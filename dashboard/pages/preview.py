"""What was understood, every problem at its row, corrections by hand; then the comparison."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from dash import html
from dash.development.base_component import Component

from comparekit.errors import Fault
from comparekit.findings import Severity
from comparekit.i18n.catalog import speaker, text
from comparekit.protocol import SeriesProtocol
from comparekit.registers.suggestions import Suggestion
from comparekit.services.check import Remark
from comparekit.services.draft import Draft
from comparekit.services.draft_by_hand import field_faults
from comparekit.services.draft_plates import PLATES, field_of
from comparekit.services.draft_preview import Preview
from comparekit.wording.findings import finding_text, role_name, severity_word
from dashboard.components.attributes import aria
from dashboard.components.entry import Input, button, choice, field_id, labelled, number_field
from dashboard.components.plates import plate_label, plates_form
from dashboard.components.understood import columns_section, meters_section
from dashboard.pages.new import entry, form, trouble_text, troubles

_LISTED = 100  # problems on one page
_ACCEPTED = re.compile(r"r(?P<row>\d+)-(?P<kind>test|reference|swap|time)(?:-\d+)?")
_MARK = MappingProxyType({Severity.NOTE: "i", Severity.CAUTION: "!", Severity.DISQUALIFYING: "×"})


def view(
    draft: Draft,
    preview: Preview,
    token: str,
    language: str,
    protocols: Sequence[SeriesProtocol],
    *,
    notes: Sequence[str] = (),
    above: Sequence[Component] = (),
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
    above : sequence of component
        What stands above all: that it was saved.
    """
    say = speaker(language, "new_page.preview")
    in_log, in_fields = _apart(draft, preview)
    words = {name: trouble_text(fault, language) for name, fault in in_fields.items()}
    count = len(in_log) + len(in_fields)
    # Once the fields are right again, the button that reads them may compare at once.
    offered = preview.comparable or (bool(preview.meters) and not in_log)
    # Who types sees the faults and the rows they are in together.
    unusable = sum(remark.finding.severity is Severity.DISQUALIFYING for remark in preview.remarks)
    typing = bool(in_log or unusable) and draft.source in ("typed", "pasted")
    ways = html.Section(
        [
            html.H2(say("mend" if typing else "change")),
            html.P(say("mend_note" if typing else "change_note"), className="note"),
            *entry(draft, language, opened=draft.source if typing else ""),
            html.P(button(say("discard"), "discard")),
        ],
        className="change",
    )
    ready = preview.comparable and not count
    state = "ready" if ready else "faults" if count else "nothing"
    if ready and unusable:
        state, count = "unusable", unusable
    known = (*preview.faults, *in_fields.values())
    word = text(language, "verdict.word.inconclusive")
    lead = say(state, count=count, word=word) if state == "unusable" else say(state, count=count)
    return html.Main(
        [
            html.Section(
                [html.H1(say("title")), html.P(lead, className=f"lead state-{state}")],
                className="opening",
            ),
            *above,
            *troubles([f for f in draft.refused if f not in known], notes, language),
            form(
                draft,
                token,
                language,
                [
                    *_faults(in_log, words, preview, language),
                    *([ways] if typing else []),
                    *_remarks(draft, preview, language),
                    *meters_section(draft, preview, words, language),
                    *[
                        columns_section(index, table, draft, language)
                        for index, table in enumerate(preview.tables)
                    ],
                    _plates(draft, preview, words, language),
                    _rules(draft, preview, protocols, words, language, offered=offered),
                    *([] if typing else [ways]),
                ],
            ),
        ]
    )


def _apart(draft: Draft, preview: Preview) -> tuple[list[Fault], dict[str, Fault]]:
    """Faults of the files, and those of fields on this page by the name of the field."""
    in_fields = field_faults(draft)
    typed = bool(draft.plates) and "meters" not in draft.names
    in_log: list[Fault] = []
    for fault in preview.faults:
        if typed and fault.file == PLATES and fault.column:
            in_fields[field_of(fault.column)] = replace(fault, file=None, row=None, column=None)
        else:
            in_log.append(fault)
    return in_log, in_fields


def _faults(
    in_log: Sequence[Fault], words: Mapping[str, str], preview: Preview, language: str
) -> list[Component]:
    if not in_log and not words:
        return []
    say = speaker(language, "new_page.preview")
    lines: list[Component | str] = [trouble_text(fault, language) for fault in in_log]
    lines += [
        html.A(
            text(language, "new_page.at_field", field=_label(name, preview, language), told=told),
            href=f"#{field_id(name)}",
        )
        for name, told in words.items()
    ]
    listed = lines[:_LISTED]
    more = len(lines) - len(listed)
    items = [
        html.Li([html.Span("×", className="mark", **aria(hidden="true")), html.Span(line)]) for line in listed
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


def _label(name: str, preview: Preview, language: str) -> str:
    """What a field is called that stands further down."""
    kind, _, meter = name.partition(".")
    if kind == "plates":
        return plate_label(name, preview.utility, language)
    if kind == "price":
        return text(language, "new_page.rules.price")
    field = text(language, f"new_page.by_hand.{kind}")
    return text(language, "new_page.plates.named", where=role_name(meter, language), field=field)


def _remarks(draft: Draft, preview: Preview, language: str) -> list[Component]:
    say = speaker(language, "new_page.preview")
    if not preview.remarks:
        return [] if preview.faults else [html.Section([html.H2(say("odd")), html.P(say("nothing_odd"))])]
    listed = preview.remarks[:_LISTED]
    more = len(preview.remarks) - len(listed)
    taken = [
        html.Li(
            [
                html.Span(say("taken", name=_correction(name, language))),
                button(say("take_back"), f"refuse:{name}"),
            ]
        )
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
    told = finding_text(finding, language)
    row = remark.place.row
    here = "" if row is None else say("row", row=row)
    # Many sentences name their row themselves.
    place = [] if row is None or here.rstrip("：: ") in told else [html.Strong(here)]
    offers = [
        html.Span(
            [
                html.Span(
                    _offer(one, language) if one.found else say("move"),
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
            html.Div([*place, html.Span(told), *offers], className="remark"),
        ],
        className=f"finding-{finding.severity}",
    )


def _correction(name: str, language: str) -> str:
    """The name of an accepted correction (``r7-test``) in words; as it is where it is no such name."""
    found = _ACCEPTED.fullmatch(name)
    if found is None:
        return name
    kind = found["kind"]
    key = f"correction_{kind}" if kind in ("swap", "time") else "correction_reading"
    role = {} if kind in ("swap", "time") else {"role": role_name(kind, language)}
    return text(language, f"new_page.preview.{key}", row=found["row"], **role)


def _offer(one: Suggestion, language: str) -> str:
    """The correction in words; it names the meter where only one reading changes."""
    say = speaker(language, "new_page.preview")
    roles = {change.role for change in one.changes}
    if len(roles) > 1:
        return say("suggestion", found=one.found, text=one.text)
    return say("suggestion_of", role=role_name(roles.pop(), language), found=one.found, text=one.text)


def _plates(draft: Draft, preview: Preview, words: Mapping[str, str], language: str) -> Component:
    title = text(language, "new_page.plates.heading")
    return html.Section(
        [html.H2(title), plates_form(draft, preview.utility, words, language)], className="about-meters"
    )


def _rules(
    draft: Draft,
    preview: Preview,
    protocols: Sequence[SeriesProtocol],
    words: Mapping[str, str],
    language: str,
    *,
    offered: bool,
) -> Component:
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
    note = say(f"price_{preview.utility}")
    price = number_field("price", draft.price)
    fields.append(labelled(say("price"), price, note=note, fault=words.get("price", "")))
    if not draft.case_id:
        title = Input(type="text", name="title", value=draft.title, maxLength=200, autoComplete="off")
        fields.append(
            labelled(text(language, "new_page.name"), title, note=text(language, "new_page.name_note"))
        )
    buttons = [button(say("apply"), "adjust")]
    if offered:
        buttons.append(button(say("compare"), "compare", kind="main"))
    return html.Section(
        [html.H2(say("title")), *fields, html.P(buttons, className="buttons")], className="rules-chosen"
    )
