"""The readings one by one, as a table: every volume is the difference of two readings in it."""

from __future__ import annotations

from comparekit.figures.looks import step_of
from comparekit.i18n.catalog import speaker, text
from comparekit.reporting.day_notes import days_caption, marked
from comparekit.reporting.document import Table
from comparekit.reporting.readings_told import apart, as_read
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.block_days import with_length
from comparekit.wording.numbers import unit_sign
from comparekit.wording.readings_used import corrected_rows
from comparekit.wording.times import moment

_COLUMNS = ("test_reading", "reference_reading", "test_volume", "reference_volume", "difference")


def day_rows(result: SeriesResult, language: str) -> Table:
    """Time, readings, what passed since the row before and the difference; on a bench also the flow set."""
    say, zone = speaker(language, "dashboard.days"), result.protocol.timezone
    steps = tuple(step_of(meter, result.unit) for meter in (result.test, result.reference))
    finer = min(steps)
    none = say("none")
    first, corrected = result.blocks[0], corrected_rows(result)
    rows: list[tuple[str, ...]] = [
        (
            moment(first.start, zone),
            marked(as_read(first.readings[0], steps[0]), "test", first.rows[0], corrected),
            marked(as_read(first.readings[2], steps[1]), "reference", first.rows[2], corrected),
            none,
            none,
            none,
        ),
        *(
            (
                with_length(moment(block.end, zone), block, result, language),
                marked(as_read(block.readings[1], steps[0]), "test", block.rows[1], corrected),
                marked(as_read(block.readings[3], steps[1]), "reference", block.rows[3], corrected),
                as_read(block.test, steps[0]),
                as_read(block.reference, steps[1]),
                apart(block.difference, finer),
            )
            for block in result.blocks
        ),
    ]
    total: tuple[str, ...] = (
        say("total"),
        "",
        "",
        as_read(result.volume_test, steps[0]),
        as_read(result.volume_reference, steps[1]),
        apart(result.volume_test - result.volume_reference, finer),
    )
    columns = [text(language, "report_page.days.time"), *(say(name) for name in _COLUMNS)]
    if result.protocol.plan.runs:
        unit = unit_sign(result.protocol.table.flow_unit, language)
        flows = ["—" if block.flow is None else f"{block.flow:g}" for block in result.blocks]
        columns.append(text(language, "report_page.days.flow", unit=unit))
        rows = [(*row, flow) for row, flow in zip(rows, [none, *flows], strict=True)]
        total = (*total, "")
    return Table(
        caption=days_caption(result, language),
        columns=tuple(columns),
        rows=tuple(rows),
        total=total,
    )
