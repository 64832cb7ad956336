"""What the table of days has to say beside its numbers: corrected readings, conversion."""

from __future__ import annotations

from comparekit.i18n.catalog import speaker
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.readings_used import corrected_rows

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
