"""What a reader has to know of the readings themselves: corrected ones, and days on which nobody read."""

from __future__ import annotations

from comparekit.i18n.catalog import speaker
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.findings import finding_text
from comparekit.wording.lists import listed


def readings_used(result: SeriesResult, language: str) -> tuple[str, ...]:
    """One sentence for the readings that were corrected, one for the days left out; as a rule none."""
    say = speaker(language, "verdict.readings")
    rows = dict.fromkeys(
        str(finding.context["row"]) for finding in result.findings if finding.code == "transcription.accepted"
    )
    corrected = [say("corrected", rows=listed(rows, language))] if rows else []
    missed = [finding_text(f, language) for f in result.findings if f.code == "window.missed_days"]
    return (*corrected, *missed)


def corrected_rows(result: SeriesResult) -> frozenset[tuple[str, int]]:
    """Role and row of every reading that was taken as corrected."""
    return frozenset(
        (str(finding.context["role"]), int(str(finding.context["row"])))
        for finding in result.findings
        if finding.code == "transcription.accepted" and finding.context.get("row") is not None
    )
