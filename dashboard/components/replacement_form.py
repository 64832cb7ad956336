"""The form of a study before and after a replacement: plain fields, without any script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from dash import html
from dash.development.base_component import Component

from comparekit.i18n.catalog import speaker, text
from comparekit.origin import Certainty
from comparekit.reporting.study_rules import tariff_certainty
from comparekit.services.draft_keeping import DAYS_KEPT
from comparekit.services.replacement_draft import UNITS, ReplacementDraft
from comparekit.services.usage_text import BillRow
from comparekit.tariff import Tariff
from comparekit.wording.lists import listed
from comparekit.wording.numbers import unit_sign
from dashboard.components.attributes import aria
from dashboard.components.entry import Input, button, choice, hidden, labelled, number_field
from dashboard.components.replacement_meter import meter_section
from dashboard.components.replacement_trouble import bill_id
from dashboard.uploads import MOST_BYTES

_ROWS, _MORE = 6, 2  # to type in at first, and blank ones under what was typed
_MEGABYTES = MOST_BYTES // 1024**2
_WAYS = ("typed", "pasted", "files")


def study_form(
    draft: ReplacementDraft,
    token: str,
    action: str,
    language: str,
    *,
    tariffs: Sequence[Tariff] = (),
    cases: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
    bills: Sequence[int] = (),
    utility: str = "",
    signed: bool = False,
    certified: bool = False,
) -> Component:
    """The whole form, with everything entered so far.

    Parameters
    ----------
    draft : ReplacementDraft
        What was entered.
    token : str
        See `dashboard.uploads.form_token`.
    action : str
        Where it is sent.
    language : str
        "zh" or "en".
    tariffs : sequence of Tariff
        Price lists to choose from.
    cases : mapping of id to title
        Cases whose comparison may be used.
    faults : mapping of field to str
        What is wrong in the fields.
    bills : sequence of int
        Bills typed in which something is wrong, counted from 1.
    utility : str
        Whose plates may be typed; empty: by what was entered.
    signed : bool
        Whether people sign in here: then what was entered is for the eyes of one of them.
    certified : bool
        Whether the fields of the certificate are shown before anything is typed into them.
    """
    say = speaker(language, "replacement_page")
    words, utility = faults or {}, utility or draft.plate_utility
    return html.Form(
        [
            hidden("token", token),
            # Whoever presses Enter in a field means this button.
            html.Button(
                say("read"),
                type="submit",
                name="act",
                value="study",
                className="hidden",
                tabIndex="-1",
                **aria(hidden="true"),
            ),
            html.Section([html.H2(say("use.title")), *_use(draft, language, bills)]),
            html.Section([html.H2(say("when.title")), *_when(draft, words, language)]),
            html.Section([html.H2(say("money.title")), *_money(draft, tariffs, words, language)]),
            html.Section(
                [
                    html.H2(say("meter.title")),
                    *meter_section(draft, utility, cases or {}, words, language, opened=certified),
                ]
            ),
            html.P(
                [
                    button(say("again" if draft.source else "read"), "study", kind="main"),
                    *([button(say("discard"), "discard")] if draft.source else []),
                ],
                className="buttons",
            ),
            html.P(say("kept_signed" if signed else "kept_open", days=DAYS_KEPT), className="note"),
        ],
        action=action,
        method="post",
        encType="multipart/form-data",
        className="entry-form study-form",
    )


def _use(draft: ReplacementDraft, language: str, bills: Sequence[int]) -> list[Component]:
    say = speaker(language, "replacement_page")
    fields = {"typed": _typed, "pasted": _pasted, "files": _files}
    opened = draft.source or "typed"
    used = []
    if draft.source:
        used = [html.P(say("use.used", way=say(f"{draft.source}.title")), className="note")]
    return [
        html.P(say("use.note"), className="note"),
        *used,
        *(
            html.Details(
                [
                    html.Summary(
                        [
                            html.Span(say(f"{way}.title"), className="way"),
                            html.Span(say(f"{way}.for"), className="note"),
                        ]
                    ),
                    *fields[way](draft, language, bills),
                ],
                open=way == opened,
                className=f"entry-way way-{way}",
            )
            for way in _WAYS
        ),
    ]


def _typed(draft: ReplacementDraft, language: str, wrong: Sequence[int]) -> list[Component]:
    say = speaker(language, "replacement_page.typed")
    count = max(_ROWS, len(draft.rows) + _MORE)
    rows = [*draft.rows, *[("", "", "", "")] * (count - len(draft.rows))]
    heads: dict[str, str | list[Component]] = {name: say(name) for name in ("row", "start", "end", "amount")}
    # Which unit is shown, the style sheet takes from the choice of the meter.
    heads["volume"] = [
        html.Span(f"{say('volume')} ({unit_sign(unit, language)})", className=f"unit-{unit}")
        for unit in dict.fromkeys(UNITS.values())
    ]
    return [
        html.P(say("note"), className="note"),
        html.Table(
            [
                html.Caption(say("caption"), className="hidden"),
                html.Thead(html.Tr([html.Th(words, scope="col") for words in heads.values()])),
                html.Tbody([_row(k, row, heads, k + 1 in wrong, language) for k, row in enumerate(rows)]),
            ],
            className="bill-rows",
        ),
        html.P(button(text(language, "replacement_page.more_rows"), "more")),
    ]


def _row(
    index: int, cells: BillRow, heads: Mapping[str, str | list[Component]], wrong: bool, language: str
) -> Component:
    """A bill; its number is the one that faults name."""
    number = index + 1
    label = partial(text, language, number=number)
    start, end, amount, volume = cells
    fields = [
        Input(type="date", name=f"rows.{index}.start", value=start,
              **aria(label=label("replacement_page.typed.start_of"))),
        Input(type="date", name=f"rows.{index}.end", value=end,
              **aria(label=label("replacement_page.typed.end_of"))),
        number_field(f"rows.{index}.amount", amount, **aria(label=label("replacement_page.typed.amount_of"))),
        number_field(f"rows.{index}.volume", volume, **aria(label=label("replacement_page.typed.volume_of"))),
    ]  # fmt: skip
    names = [heads[name] for name in ("start", "end", "amount", "volume")]
    mark = [html.Span(text(language, "replacement_page.trouble.row"), className="row-fault")] if wrong else []
    return html.Tr(
        [
            html.Th([html.Span(label("replacement_page.typed.bill")), *mark], scope="row"),
            *(
                html.Td([html.Span(name, className="cell-name", **aria(hidden="true")), field])
                for name, field in zip(names, fields, strict=True)
            ),
        ],
        id=bill_id(number),
        className="faulty" if wrong else "",
    )


def _pasted(draft: ReplacementDraft, language: str, _: Sequence[int]) -> list[Component]:
    say = speaker(language, "replacement_page.pasted")
    field = html.Textarea(draft.pasted, name="pasted", rows=7, spellCheck="false")
    return [labelled(say("field"), field, note=say("note")), html.Pre(say("example"), className="example")]


def _files(draft: ReplacementDraft, language: str, _: Sequence[int]) -> list[Component]:
    say = speaker(language, "replacement_page.files")
    held = draft.names.get("usage")
    note = say("held", file=held) if held else say("usage_note", megabytes=_MEGABYTES)
    field = Input(type="file", name="usage", accept=".csv,.txt,.tsv,.xlsx")
    return [labelled(say("usage"), field, note=note)]


def _when(draft: ReplacementDraft, words: Mapping[str, str], language: str) -> list[Component]:
    say = speaker(language, "replacement_page.when")
    utilities = {"": say("by_file")} | {name: say(name) for name in ("water", "gas", "electricity")}
    return [
        labelled(
            say("replaced"),
            Input(type="date", name="replaced", value=draft.replaced),
            fault=words.get("replaced", ""),
        ),
        labelled(say("utility"), choice("utility", utilities, draft.utility)),
    ]


def _money(
    draft: ReplacementDraft, tariffs: Sequence[Tariff], words: Mapping[str, str], language: str
) -> list[Component]:
    say = speaker(language, "replacement_page.money")
    lists = {"": say("no_tariff")} | {one.id: _tariff_name(one, language) for one in tariffs}
    price = labelled(say("price"), number_field("price", draft.price), fault=words.get("price", ""))
    people = Input(
        type="text", inputMode="numeric", name="people", value=draft.people, autoComplete="off", maxLength=4
    )
    peak = number_field("peak_share", draft.peak_share)
    return [
        html.P(say("note"), className="note"),
        price,
        *([labelled(say("tariff"), _lists(lists, tariffs, draft.tariff))] if tariffs else []),
        html.Div(
            labelled(say("peak_share"), peak, note=say("peak_share_note"), fault=words.get("peak_share", "")),
            className="peak-share",  # shown where the chosen price list has prices by the hour
        ),
        labelled(say("people"), people, note=say("people_note"), fault=words.get("people", "")),
    ]


def _lists(names: Mapping[str, str], tariffs: Sequence[Tariff], chosen: str) -> Component:
    """The choice of a price list; those with prices by the hour are marked for the style sheet."""
    by_hour = {one.id for one in tariffs if one.by_hour}
    made = choice("tariff", names, chosen)
    for option in made.children:
        if option.value in by_hour:
            option.className = "by-hour"
    return made


def _tariff_name(tariff: Tariff, language: str) -> str:
    """Its title; whether it is an example, and whether its prices are confirmed."""
    say = speaker(language, "replacement_page.money")
    marks = [say("example_mark")] if tariff.example else []
    marks += [say("unconfirmed")] if tariff_certainty(tariff) is Certainty.UNCONFIRMED else []
    return f"{tariff.title[language]} [{listed(marks, language)}]" if marks else tariff.title[language]
