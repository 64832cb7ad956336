"""The steps of a meeting that are told in words: complaint, meters, bill, verdict."""

from __future__ import annotations

from functools import partial

from dash import html
from dash.development.base_component import Component

from comparekit.figures.scale import exact_percent
from comparekit.i18n.catalog import text
from comparekit.reporting.document import MeterPart, Named, Table
from comparekit.reporting.plates_told import plates_told
from comparekit.reporting.readings_told import own_number
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.money import money_lines
from comparekit.wording.numbers import people_unit
from comparekit.wording.times import moment
from comparekit.wording.verdict import headline, next_step, screening_note, word
from dashboard.components.deck import Screen, Slide
from dashboard.components.lines import unbroken


def complaint_slide(result: SeriesResult, entered: tuple[Named, ...], language: str) -> Slide:
    """What was entered of the complaint; without that, what is certain about the comparison."""
    say = partial(text, language)
    if entered:
        return _one("complaint", say("present.complaint.given"), _named(entered))
    window, zone = result.window, result.protocol.timezone
    test, reference = own_number(result.test.meter_id), own_number(result.reference.meter_id)
    tolerance = result.protocol.tolerance
    certain = (
        Named(
            name=say("present.complaint.window"),
            value=say(
                f"present.complaint.window_{'runs' if result.protocol.plan.runs else 'value'}",
                start=moment(window.start, zone),
                end=moment(window.end, zone),
                days=f"{window.days:.0f}",
                blocks=window.blocks,
            ),
        ),
        Named(
            name=say("present.complaint.meters"),
            value=say("present.complaint.meters_value", test=test, reference=reference)
            if test and reference
            else say("present.complaint.meters_unnamed"),
        ),
        Named(
            name=say("present.complaint.readings"),
            value=say(
                "present.complaint.readings_value",
                test=result.test.readings,
                reference=result.reference.readings,
            ),
        ),
        Named(
            name=say("present.complaint.agreed"),
            value=say(
                "verdict.number.range", low=exact_percent(tolerance.low), high=exact_percent(tolerance.high)
            ),
        ),
    )
    return _one("complaint", say("present.complaint.nothing"), _named(certain))


def meters_slide(result: SeriesResult, language: str) -> Slide:
    """Plates and certificates; where nobody gave them, what the log tells."""
    told = plates_told(result, language)
    if result.meters is None:
        key = "title_plain"
    else:
        key = "title_certificate" if result.meters.reference.certificate else "title"
    sides = [_meter(part, side) for part, side in zip(told.meters, ("old", "new"), strict=True)]
    return _one(
        "meters",
        text(language, f"present.meters.{key}"),
        html.Div(sides, className="meters-told"),
        html.P(told.note, className="aside"),
    )


def bill_slide(result: SeriesResult, entered: tuple[Named, ...], language: str, study: str = "") -> Slide:
    """What the exchange can have changed, and what not; the rest needs bills and is not guessed.

    `study` is the address where bills can be handed in; empty: there is none.
    """
    say = partial(text, language)
    money = money_lines(result, language)[:2]
    given = _named(entered) if entered else html.P(say(f"present.bill.nothing{'_priced' if money else ''}"))
    parts = [
        html.Div([html.H3(say(f"present.bill.{key}")), html.P(unbroken(words))], className=f"bill-{key}")
        for key, words in (("can", _can(result, language)), ("cannot", say("present.bill.cannot_list")))
    ]
    return _one(
        "bill",
        say("present.bill.title"),
        given,
        html.Div(parts, className="bill-told"),
        *(html.P(unbroken(line), className="bill-money") for line in money),
        *([_study(study, language)] if study else []),
    )


def _study(address: str, language: str) -> Component:
    """The way to a study of bills."""
    way = html.A(text(language, "present.bill.study_way"), href=address)
    return html.P([text(language, "present.bill.study"), " ", way], className="aside")


def verdict_slide(result: SeriesResult, language: str, use: tuple[str, ...] = ()) -> Slide:
    """The verdict as a sentence, what `use` became, the next step, and that this is screening."""
    badge = html.P(
        [
            html.Img(src=f"/assets/{result.verdict}.svg", alt="", className="verdict-icon"),
            html.Span(word(result, language)),
        ],
        className="verdict-word",
    )
    return Slide(
        key="verdict",
        screens=(
            Screen(
                title=headline(result, language),
                body=(
                    html.Div(badge, className=f"verdict-badge verdict-{result.verdict}"),
                    *(html.P(unbroken(line), className="verdict-next") for line in use),
                    html.P(unbroken(next_step(result, language)), className="verdict-next"),
                    html.P(
                        [
                            html.Strong(text(language, "present.verdict.official")),
                            " ",
                            unbroken(headline(result, language, audience="official")),
                        ],
                        className="aside",
                    ),
                    html.P(screening_note(language), className="aside"),
                ),
            ),
        ),
    )


def _can(result: SeriesResult, language: str) -> str:
    """How much the old meter counts for each hundred on the new one, by the deciding interval."""
    interval = result.deciding_interval
    low, high, half = interval.low, interval.high, interval.half_width
    if low is None or high is None or not half:
        return text(language, "present.bill.can_unknown")
    digits = next((d for d in range(4) if 100 * half >= 10.0**-d), 4)
    return text(
        language,
        "present.bill.can_range",
        unit=people_unit(result.unit, result.protocol.utility, language),
        low=f"{100 * (1 + low):.{digits}f}",
        high=f"{100 * (1 + high):.{digits}f}",
    )


def _one(key: str, title: str, *body: Component) -> Slide:
    return Slide(key=key, screens=(Screen(title=title, body=body),))


def _named(entries: tuple[Named, ...]) -> Component:
    return html.Dl(
        [html.Div([html.Dt(entry.name), html.Dd(unbroken(entry.value))]) for entry in entries],
        className="told",
    )


def _meter(part: MeterPart, side: str) -> Component:
    certificate = [] if part.certificate is None else [_table(part.certificate)]
    key = html.Span(className=f"meter-key meter-key-{side}")
    return html.Div(
        [html.H3([key, part.name], className="meter-name"), _named(part.entries), *certificate],
        className="meter-told",
    )


def _table(table: Table) -> Component:
    head = html.Tr([html.Th(name, scope="col") for name in table.columns])
    rows = [html.Tr([html.Th(first, scope="row"), *map(html.Td, rest)]) for first, *rest in table.rows]
    return html.Table([html.Caption(table.caption), html.Thead(head), html.Tbody(rows)], className="points")
