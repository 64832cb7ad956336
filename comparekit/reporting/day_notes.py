"""What the table of days has to say beside its numbers: meters and times, corrected readings, conversion."""

from __future__ import annotations

from comparekit.i18n.catalog import speaker
from comparekit.reporting.readings_told import own_number
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.numbers import unit_sign
from comparekit.wording.readings_used import corrected_rows
from comparekit.wording.times import moment

_CONVERTED = ("conditions.applied", "conditions.air_pressure")


def marked(reading: str, role: str, row: int | None, corrected: frozenset[tuple[str, int]]) -> str:
    """The reading, with a star where it was corrected."""
    return f"{reading}*" if row is not None and (role, row) in corrected else reading


def caption_with_notes(caption: str, result: SeriesResult, language: str) -> str:
    """The caption, and what the stars and the converted volumes in the table mean, if there are any."""
    say = speaker(language, "dashboard.days")
    notes = []
    if corrected_rows(result):
        notes.append(say("corrected"))
    if any(finding.code.startswith(_CONVERTED) for finding in result.findings):
        notes.append(say("converted"))
    for note in notes:
        caption = say("with_note", caption=caption, note=note)
    return caption


def days_caption(result: SeriesResult, language: str) -> str:
    """Of the table of days: its unit, whose readings, from when to when, and the notes."""
    say, zone = speaker(language, "dashboard.days"), result.protocol.timezone
    caption = say(
        "caption",
        start=moment(result.window.start, zone),
        end=moment(result.window.end, zone),
        zone=zone,
        unit=unit_sign(result.unit, language),
        test=own_number(result.test.meter_id) or say("unnamed"),
        reference=own_number(result.reference.meter_id) or say("unnamed"),
    )
    return caption_with_notes(caption, result, language)
