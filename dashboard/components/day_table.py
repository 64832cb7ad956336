"""The days, one by one: a real table, which a phone stacks instead of scrolling sideways."""

from __future__ import annotations

from functools import partial

from dash import html
from dash.development.base_component import Component

from comparekit.figures.looks import step_of
from comparekit.i18n.catalog import text
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.numbers import unit_sign
from comparekit.wording.times import day_label, moment
from dashboard.components.attributes import data
from dashboard.components.digits import in_steps

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
        test=result.test.meter_id or say("dashboard.days.unnamed"),
        reference=result.reference.meter_id or say("dashboard.days.unnamed"),
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
                in_steps(first.readings[0], test_step),
                in_steps(first.readings[2], reference_step),
                none,
                none,
                none,
            ),
            language,
        )
    ]
    for block in result.blocks:
        cells = (
            in_steps(block.readings[1], test_step),
            in_steps(block.readings[3], reference_step),
            in_steps(block.test, test_step),
            in_steps(block.reference, reference_step),
            in_steps(block.difference, finer, signed=True),
        )
        rows.append(_row(day_label(block.end, zone, language), cells, language))
    return rows


def _total(result: SeriesResult, language: str) -> Component:
    test_step, reference_step = step_of(result.test, result.unit), step_of(result.reference, result.unit)
    difference = result.volume_test - result.volume_reference
    cells = (
        "",
        "",
        in_steps(result.volume_test, test_step),
        in_steps(result.volume_reference, reference_step),
        in_steps(difference, min(test_step, reference_step), signed=True),
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
