"""The days, one by one: a real table, which a phone stacks instead of scrolling sideways."""

from __future__ import annotations

import numpy as np
from dash import html
from dash.development.base_component import Component

from comparekit.figures.looks import step_of
from comparekit.i18n.catalog import text
from comparekit.reporting.day_notes import days_caption, marked
from comparekit.reporting.readings_told import apart, as_read
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.block_days import with_length
from comparekit.wording.numbers import unit_sign
from comparekit.wording.readings_used import corrected_rows
from comparekit.wording.times import day_label, moment
from dashboard.components.attributes import data

_COLUMNS = ("test_reading", "reference_reading", "test_volume", "reference_volume", "difference")


def day_table(result: SeriesResult, language: str) -> Component:
    """Readings at every boundary, what passed since the one before, and the difference.

    The first row is where the comparison starts, so that every volume is the difference of two
    readings in this table. On a bench the rows are runs: each has its time and the flow that was set.
    """
    head = html.Thead(
        html.Tr(
            [html.Th(words, scope="col", role="columnheader") for words in _titles(result, language)],
            role="row",
        ),
        role="rowgroup",
    )
    # The roles keep the table a table where the phone's style sheet turns its rows into blocks.
    return html.Table(
        [
            html.Caption(days_caption(result, language)),
            head,
            html.Tbody(_rows(result, language), role="rowgroup"),
            html.Tfoot(_total(result, language), role="rowgroup"),
        ],
        className="days",
        role="table",
    )


def day_title(result: SeriesResult, language: str) -> str:
    """What stands over the table: readings of days, or of the runs of a bench."""
    runs = result.protocol.plan.runs
    return text(language, "report_page.days.title_runs" if runs else "dashboard.days.title")


def _titles(result: SeriesResult, language: str) -> list[str]:
    names = [text(language, f"dashboard.days.{name}") for name in _COLUMNS]
    if not result.protocol.plan.runs:
        return [text(language, "dashboard.days.day"), *names]
    unit = unit_sign(result.protocol.table.flow_unit, language)
    flow = text(language, "report_page.days.flow", unit=unit)
    return [text(language, "report_page.days.time"), *names, flow]


def _when(time: np.datetime64, result: SeriesResult, language: str) -> str:
    zone = result.protocol.timezone
    return moment(time, zone) if result.protocol.plan.runs else day_label(time, zone, language)


def _flow(flow: float | None, result: SeriesResult, language: str) -> tuple[str, ...]:
    if not result.protocol.plan.runs:
        return ()
    return (text(language, "dashboard.days.none") if flow is None else f"{flow:g}",)


def _rows(result: SeriesResult, language: str) -> list[Component]:
    test_step, reference_step = step_of(result.test, result.unit), step_of(result.reference, result.unit)
    finer = min(test_step, reference_step)
    first, corrected = result.blocks[0], corrected_rows(result)
    none = text(language, "dashboard.days.none")
    rows = [
        _row(
            _when(first.start, result, language),
            (
                marked(as_read(first.readings[0], test_step), "test", first.rows[0], corrected),
                marked(as_read(first.readings[2], reference_step), "reference", first.rows[2], corrected),
                none,
                none,
                none,
                *_flow(None, result, language),
            ),
            result,
            language,
        )
    ]
    for block in result.blocks:
        cells = (
            marked(as_read(block.readings[1], test_step), "test", block.rows[1], corrected),
            marked(as_read(block.readings[3], reference_step), "reference", block.rows[3], corrected),
            as_read(block.test, test_step),
            as_read(block.reference, reference_step),
            apart(block.difference, finer),
            *_flow(block.flow, result, language),
        )
        name = with_length(_when(block.end, result, language), block, result, language)
        rows.append(_row(name, cells, result, language))
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
        *([""] if result.protocol.plan.runs else []),
    )
    return _row(text(language, "dashboard.days.total"), cells, result, language)


def _row(name: str, cells: tuple[str, ...], result: SeriesResult, language: str) -> Component:
    none = text(language, "dashboard.days.none")
    labels = _titles(result, language)[1:]
    columns = (*_COLUMNS, "flow")[: len(labels)]
    data_cells = [
        html.Td(
            cell,
            role="cell",
            className=column.replace("_", "-") + (" empty" if cell in ("", none) else ""),
            **data(label=label),
        )
        for cell, label, column in zip(cells, labels, columns, strict=True)
    ]
    return html.Tr([html.Th(name, scope="row", role="rowheader"), *data_cells], role="row")
