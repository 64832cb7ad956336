"""A study before and after a replacement becomes a report: its words and figures in every language."""

from __future__ import annotations

from functools import partial, reduce

from comparekit.decisions.meter_share import MeterShare
from comparekit.figures.data import FigureTable
from comparekit.figures.replacement import timeline_figure
from comparekit.figures.waterfall import waterfall_figure
from comparekit.i18n.catalog import LANGUAGES, speaker, text
from comparekit.readings.moments import in_zone
from comparekit.reporting.document import FigurePart, Named, Step, Table, Told, VerdictPart
from comparekit.reporting.files_told import files_told
from comparekit.reporting.findings_told import findings_told
from comparekit.reporting.replacement_text import bridge_table, record_told, settlement_lines
from comparekit.reporting.study_document import BridgePart, EvidencePart, StudyEdition, StudyReport
from comparekit.reporting.study_rules import study_rules
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.wording import replacement as words
from comparekit.wording.bridge import (
    bridge_notes,
    step_reason,
    step_sentence,
)
from comparekit.wording.bridge_by_hand import check_lines
from comparekit.wording.use_dates import averages_note, dates_lines, dates_official
from comparekit.wording.use_evidence import level_table, level_title, rates_sentence, weighed

#: Icon and colour by what can be said of the meter: those of the comparison's verdicts.
TONES = {
    MeterShare.NO_CONCERN: "agree",
    MeterShare.DEVIATE: "deviate",
    MeterShare.INCONCLUSIVE: "inconclusive",
}
_GUESSED = ("utility_", "amounts_")  # what was taken for granted and is said at once


def compose_study(result: ReplacementResult, *, language: str = "zh") -> StudyReport:
    """The report of one study, in every language.

    Parameters
    ----------
    result : ReplacementResult
        One study.
    language : str
        The language to open in, "zh" or "en".
    """
    if language not in LANGUAGES:
        raise ValueError(f"language: one of {LANGUAGES}, not {language!r}")
    return StudyReport(
        language=language,
        verdict=str(result.verdict),
        editions=tuple(_edition(result, one) for one in LANGUAGES),
    )


def headline_lines(result: ReplacementResult, language: str) -> list[str]:
    """The headline in its sentences: what became of use, what is known of the meter, the most it can be."""
    return list(words.headline_sentences(result, language))


def guessed_lines(result: ReplacementResult, language: str) -> tuple[str, ...]:
    """What was taken for granted and decides how the rest is to be read."""
    codes = [code for code in result.assumptions if code.startswith(_GUESSED)]
    return tuple(words.assumption_text(code, language) for code in codes)


def _edition(result: ReplacementResult, language: str) -> StudyEdition:
    say, sheet = speaker(language, "study_report"), speaker(language, "report_page.sheet")
    heading = speaker(language, "replacement_page.section")
    first, last = (
        in_zone(at, result.usage.timezone).date() for at in (result.usage.start[0], result.usage.end[-1])
    )
    verdict, *below = headline_lines(result, language)
    timeline = timeline_figure(result, language)
    settlement = settlement_lines(result, language)
    return StudyEdition(
        language=language,
        title=say("title"),
        record=record_told(result, language),
        page_head=sheet("head", title=say("title"), start=first, end=last),
        page_foot=sheet("foot"),
        page_number=sheet("number", page="{page}", pages="{pages}"),
        verdict=_verdict(result, verdict, language),
        below=tuple(below),
        numbers_title=text(language, "dashboard.numbers.title"),
        numbers=tuple(Named(name=name, value=value) for name, value in words.facts(result, language)),
        use_title=say("heading.use"),
        use=None
        if timeline is None
        else FigurePart(name="timeline", figure=timeline, numbers=_table(timeline.table)),
        bridge=_bridge(result, language),
        dates=Told(title=heading("dates"), lines=_stripped(dates_lines(result, language))),
        evidence=_evidence(result, language),
        settlement=Told(title=heading("settlement"), lines=settlement) if settlement else None,
        check=Told(
            title=heading("check"),
            lines=(words.no_steps_sentence(result, language),)
            if result.bridge is None
            else check_lines(result.bridge, language),
        ),
        findings=findings_told(
            result.findings,
            (words.assumption_text(code, language) for code in result.assumptions),
            language,
        ),
        rules=study_rules(result, language),
        files=files_told(result.inputs, language),
    )


def _verdict(result: ReplacementResult, sentence: str, language: str) -> VerdictPart:
    joined = partial(_joined, language)
    return VerdictPart(
        verdict=TONES[result.verdict],
        word=text(language, f"replacement_page.word.{result.verdict}"),
        sentence=sentence,
        official=words.headline(result, language, "official"),
        about=guessed_lines(result, language),
        advice="",
        next_step=reduce(joined, words.next_step(result, language)),
        screening=words.screening_note(language),
    )


def _joined(language: str, first: str, second: str) -> str:
    return text(language, "replacement.two_sentences", first=first, second=second)


def _bridge(result: ReplacementResult, language: str) -> BridgePart | None:
    bridge = result.bridge
    figure = None if bridge is None else waterfall_figure(bridge, language)
    if bridge is None or figure is None:
        return None
    titles, *rows = bridge_table(bridge, language)
    return BridgePart(
        title=text(language, "study_report.heading.bridge"),
        figure=FigurePart(name="waterfall", figure=figure),
        table=Table(
            caption=text(language, "replacement.report.steps").rstrip(":："),
            columns=tuple(titles),
            rows=tuple(map(tuple, rows)),
        ),
        steps=tuple(
            Step(what=step_sentence(step, bridge, language), sum="", note=step_reason(step, bridge, language))
            for step in bridge.steps
        ),
        notes=bridge_notes(bridge, language, result.tariff),
    )


def _evidence(result: ReplacementResult, language: str) -> EvidencePart:
    rates = rates_sentence(result, language), averages_note(result, language)
    table = None
    if result.evidence:
        titles, *rows = level_table(result, language)
        caption = level_title(result, language).rstrip(":：")
        table = Table(caption=caption, columns=tuple(titles), rows=tuple(map(tuple, rows)))
    return EvidencePart(
        title=text(language, "replacement_page.section.evidence"),
        lines=tuple(filter(None, rates)),
        weighed=weighed(result, language),
        exact=(words.headline(result, language, "official"), *_stripped(dates_official(result, language))),
        table=table,
    )


def _stripped(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines)


def _table(table: FigureTable) -> Table:
    return Table(caption=table.caption, columns=table.columns, rows=table.rows)
