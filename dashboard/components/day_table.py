"""The days, one by one: a real table, which a phone stacks instead of scrolling sideways."""

from __future__ import annotations

from functools import partial

from dash import html
from dash.development.base_component import Component

from comparekit.figures.looks import step_of
from comparekit.i18n.catalog import text
from comparekit.reporting.readings_told import apart, as_read, own_number
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.numbers import unit_sign
from comparekit.wording.times import day_label, moment
from dashboard.components.attributes import data

_COLUMNS = ("test_reading", "reference_reading", "test_volume", "reference_volume", "difference")


def day_table(result: SeriesResult, language: str) -> Component:
    """Readings at every boundary, what passed since the one before, and the difference.

    The first row is where the comparison starts, so that every volume is the difference of two
    readings in this table.
    """
    say = partial(text, language)
    zone = result.protocol.timezone
    head = html.Thead(
        html.Tr(
            [html.Th(say("dashboard.days.day"), scope="col", role="columnheader")]
            + [html.Th(say(f"dashboard.days.{name}"), scope="col", role="columnheader") for name in _COLUMNS],
            role="row",
        ),
        role="rowgroup",
    )
    caption = say(
        "dashboard.days.caption",
        start=moment(result.window.start, zone),
        end=moment(result.window.end, zone),
        zone=zone,
        unit=unit_sign(result.unit, language),
        test=own_number(result.test.meter_id) or say("dashboard.days.unnamed"),
        reference=own_number(result.reference.meter_id) or say("dashboard.days.unnamed"),
    )
    # The roles keep the table a table where the phone's style sheet turns its rows into blocks.
    return html.Table(
        [
            html.Caption(caption),
            head,
            html.Tbody(_rows(result, language), role="rowgroup"),
            html.Tfoot(_total(result, language), role="rowgroup"),
        ],
        className="days",
        role="table",
    )


def _rows(result: SeriesResult, language: str) -> list[Component]:
    test_step, reference_step = step_of(result.test, result.unit), step_of(result.reference, result.unit)
    finer = min(test_step, reference_step)
    zone = result.protocol.timezone
    first = result.blocks[0]
    none = text(language, "dashboard.days.none")
    rows = [
        _row(
            day_label(first.start, zone, language),
            (
                as_read(first.readings[0], test_step),
                as_read(first.readings[2], reference_step),
                none,
                none,
                none,
            ),
            language,
        )
    ]
    for block in result.blocks:
        cells = (
            as_read(block.readings[1], test_step),
            as_read(block.readings[3], reference_step),
            as_read(block.test, test_step),
            as_read(block.reference, reference_step),
            apart(block.difference, finer),
        )
        rows.append(_row(day_label(block.end, zone, language), cells, language))
    return rows


def _total(result: SeriesResult, language: str) -> Component:
    test_step, reference_step = step_of(result.test, result.unit), step_of(result.reference, result.unit)
    difference = result.volume_test - result.volume_reference
    cells = (
        "",
        "",
        as_read(result.volume_test, test_step),
        as_read(result.volume_reference, reference_step),
        apart(difference, min(test_step, reference_step)),
    )
    return _row(text(language, "dashboard.days.total"), cells, language)


def _row(name: str, cells: tuple[str, ...], language: str) -> Component:
    none = text(language, "dashboard.days.none")
    labels = [text(language, f"dashboard.days.{column}") for column in _COLUMNS]
    data_cells = [
        html.Td(
            cell,
            role="cell",
            className=column.replace("_", "-") + (" empty" if cell in ("", none) else ""),
            **data(label=label),
        )
        for cell, label, column in zip(cells, labels, _COLUMNS, strict=True)
    ]
    return html.Tr([html.Th(name, scope="row", role="rowheader"), *data_cells], role="row")
