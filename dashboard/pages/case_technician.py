"""The technician's view of a case: what the data are like, how they were aligned, the rows themselves."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import speaker
from comparekit.services.case_view import CaseView
from comparekit.services.case_view_rows import RowPage
from comparekit.studies.series_result import MeterSummary, SeriesResult
from comparekit.wording.numbers import people_volume, percent, unit_sign
from comparekit.wording.times import moment
from comparekit.wording.verdict import advice, next_step, word
from dashboard.components.attributes import aria, data
from dashboard.components.case_acts import acts
from dashboard.components.case_study import no_result, study_data
from dashboard.components.case_trace import rows_place, trace
from dashboard.components.findings import findings
from dashboard.components.lines import unbroken
from dashboard.drafts import trouble
from dashboard.place import Place
from dashboard.settings import DashboardServices


def page_of(
    shown: CaseView, services: DashboardServices, language: str, log: int, page: int
) -> list[Component]:
    """The view with one page of the rows of a log."""
    if services.cases is None:
        return []
    rows: RowPage | None = None
    note = ""
    try:
        rows = services.cases.rows(services.actor(), shown.state.id, log, page)
    except CompareKitError as error:
        note = trouble(error, language)
    return view(shown, rows, log, language, note=note)


def view(
    shown: CaseView, rows: RowPage | None, log: int, language: str, *, note: str = ""
) -> list[Component]:
    """Data quality, alignment, what more is needed, findings, rows.

    Parameters
    ----------
    shown : CaseView
        The case.
    rows : RowPage or None
        A page of the log number `log` (1, or 2).
    log : int
        Which of the logs.
    language : str
        "zh" or "en".
    note : str
        Why there are no rows.
    """
    files = _files(shown, log, rows, language, note)
    if shown.result is None:
        return [html.Section(html.P(no_result(shown, language))), *study_data(shown, language)]
    return [
        _quality(shown.result, language),
        acts(Place(language, ("case", shown.state.id))),
        _more(shown, shown.result, language),
        findings(shown.result, language),
        trace(shown, shown.result, language),
        *files,
        *study_data(shown, language),
    ]


def _quality(result: SeriesResult, language: str) -> Component:
    say = speaker(language, "case_page.quality")
    names = ("meter", "number", "readings", "step")
    zone = result.protocol.timezone
    sigma = percent(result.deviation.sigma, None, language, signed=False)
    aligned = [
        say(
            "window",
            start=moment(result.window.start, zone),
            end=moment(result.window.end, zone),
            zone=zone,
            days=f"{result.window.days:.1f}",
            blocks=result.window.blocks,
        ),
        say("sigma", sigma=sigma) if result.deviation.sigma is not None else "",
        say("protocol", title=result.protocol.title[language], id=result.protocol.id),
    ]
    return html.Section(
        [
            html.H1(say("title", verdict=word(result, language))),
            html.Table(
                [
                    html.Caption(say("caption")),
                    html.Thead(html.Tr([html.Th(say(name), scope="col") for name in names])),
                    html.Tbody(
                        [_meter(role, result, language) for role in ("test", "reference")],
                    ),
                ],
                className="stacked",
            ),
            html.H2(say("aligned")),
            html.Ul([html.Li(unbroken(line)) for line in aligned if line], className="plain-list"),
        ],
        className="opening",
    )


def _meter(role: str, result: SeriesResult, language: str) -> Component:
    say = speaker(language, "case_page.quality")
    meter: MeterSummary = result.test if role == "test" else result.reference
    cells = {
        "number": meter.meter_id if meter.meter_id not in ("", role) else say("no_number"),
        "readings": str(meter.readings),
        "step": say(
            "step_given" if meter.resolution_given else "step_inferred",
            step=f"{meter.resolution:g}",
            unit=unit_sign(meter.unit, language),
        ),
    }
    tds = [html.Td(cell, **data(label=say(name))) for name, cell in cells.items()]
    return html.Tr([html.Th(say(role), scope="row"), *tds])


def _more(shown: CaseView, result: SeriesResult, language: str) -> Component:
    """What would settle it, and the way to add it."""
    say = speaker(language, "case_page.more")
    needed = result.more_needed
    if needed is None:
        told = say("settled")
    elif needed.days is None or needed.volume is None:
        told = say("never")
    else:
        volume = people_volume(needed.volume, needed.unit, result.protocol.utility, language)
        told = say("needed", days=needed.days, volume=volume, percent=f"{100 * needed.probability:.0f}")
    lines = [told, advice(result, language), next_step(result, language)]
    add: list[Component] = []
    if shown.state.status != "closed":
        place = Place(language, ("case", shown.state.id, "add"))
        add = [
            html.P(html.A(say("add"), href=place.path, className="button plain")),
            html.P(say("add_note"), className="note"),
        ]
    return html.Section(
        [html.H2(say("title")), *(html.P(unbroken(line)) for line in lines if line), *add], className="more"
    )


def _files(shown: CaseView, log: int, rows: RowPage | None, language: str, note: str) -> list[Component]:
    say = speaker(language, "case_page.rows")
    items = []
    for number, file in enumerate(shown.logs, start=1):
        links: list[Component] = [
            dcc.Link(say("see"), href=rows_place(shown.state.id, number, 1, language).path)
        ]
        if shown.complete:
            links.append(html.A(say("download"), href=f"/_original/{shown.state.id}/{file.seq}"))
        items.append(
            html.Li(
                [
                    html.Span(file.name, className="file-name"),
                    html.Span(links, className="file-links"),
                    html.Code(file.sha256, className="checksum"),
                ]
            )
        )
    table = [html.P(note)] if rows is None else [_table(shown, log, rows, language)]
    return [
        html.Section([html.H2(say("title")), html.Ul(items, className="files"), *table], className="raw-rows")
    ]


def _table(shown: CaseView, log: int, rows: RowPage, language: str) -> Component:
    say = speaker(language, "case_page.rows")
    name = shown.logs[log - 1].name if log <= len(shown.logs) else ""
    titles = [title or say("untitled", number=k + 1) for k, title in enumerate(rows.titles)]
    body = [
        html.Tr(
            [
                html.Th(str(number), scope="row"),
                *(
                    html.Td(cell, className="" if cell else "empty", **data(label=title))
                    for title, cell in zip(titles, cells, strict=True)
                ),
            ]
        )
        for number, cells in rows.rows
    ]
    return html.Div(
        [
            html.Table(
                [
                    html.Caption(say("caption", file=name, page=rows.page, pages=rows.pages)),
                    html.Thead(
                        html.Tr(
                            [
                                html.Th(say("row"), scope="col"),
                                *(html.Th(title, scope="col") for title in titles),
                            ]
                        )
                    ),
                    html.Tbody(body),
                ],
                className="stacked raw",
            ),
            _pages(shown.state.id, log, rows, language),
        ]
    )


def _pages(case_id: str, log: int, rows: RowPage, language: str) -> Component:
    """To the page before, and to the next one."""
    say = speaker(language, "case_page.rows")
    ways = []
    for key, page in (("before", rows.page - 1), ("next", rows.page + 1)):
        if 1 <= page <= rows.pages:
            ways.append(dcc.Link(say(key), href=rows_place(case_id, log, page, language).path))
    return html.Nav(ways, className="pages", **aria(label=say("pages")))
