"""Every boundary of a result with its two readings, and the rows of the logs they were taken from."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from comparekit.figures.looks import step_of
from comparekit.i18n.catalog import speaker
from comparekit.reporting.day_notes import caption_with_notes, marked
from comparekit.reporting.readings_told import as_read
from comparekit.services.case_view import CaseView, row_page
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.readings_used import corrected_rows
from comparekit.wording.times import moment
from dashboard import ids
from dashboard.components.attributes import data
from dashboard.place import Place


def trace(shown: CaseView, result: SeriesResult, language: str) -> Component:
    """A table of the boundaries; each row number leads to the page of the log on which it stands."""
    say = speaker(language, "case_page.trace")
    blocks, zone = result.blocks, result.protocol.timezone
    steps = (step_of(result.test, result.unit), step_of(result.reference, result.unit))
    first = blocks[0]
    bounds = [(first.start, first.readings[0], first.rows[0], first.readings[2], first.rows[2])]
    bounds += [(b.end, b.readings[1], b.rows[1], b.readings[3], b.rows[3]) for b in blocks]
    names = ("time", "test", "test_row", "reference", "reference_row")
    body = []
    corrected = corrected_rows(result)
    for time, test, test_row, reference, reference_row in bounds:
        cells: list[str | Component] = [
            marked(as_read(test, steps[0]), "test", test_row, corrected),
            _row_link(shown, 1, test_row, language),
            marked(as_read(reference, steps[1]), "reference", reference_row, corrected),
            _row_link(shown, len(shown.logs), reference_row, language),
        ]
        labelled = [html.Td(c, **data(label=say(n))) for n, c in zip(names[1:], cells, strict=True)]
        body.append(html.Tr([html.Th(moment(time, zone), scope="row"), *labelled]))
    return html.Section(
        html.Details(
            [
                html.Summary(say("title")),
                html.Table(
                    [
                        html.Caption(caption_with_notes(say("caption", zone=zone), result, language)),
                        html.Thead(html.Tr([html.Th(say(name), scope="col") for name in names])),
                        html.Tbody(body),
                    ],
                    className="stacked",
                ),
            ]
        ),
        className="trace",
        id=ids.ROWS,
    )


def trace_address(shown: CaseView, language: str) -> str:
    """Where the rows of all readings of a case stand; assets/case.js opens them."""
    return f"{Place(language, ('case', shown.state.id, 'official')).path}#{ids.ROWS}"


def rows_place(case_id: str, log: int, page: int, language: str) -> Place:
    """Where the rows of a log (1, or 2) stand."""
    return Place(language, ("case", case_id, "technician", "rows", str(log), str(page)))


def _row_link(shown: CaseView, log: int, row: int | None, language: str) -> Component | str:
    say = speaker(language, "case_page.trace")
    if row is None or row < 1:
        return say("between")  # telemetry: between two rows
    return dcc.Link(
        say("row", row=row), href=rows_place(shown.state.id, max(log, 1), row_page(row), language).path
    )
