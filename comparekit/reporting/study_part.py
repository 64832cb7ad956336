"""A study before and after a replacement as a part of the report of its case."""

from __future__ import annotations

from comparekit.errors import FaultyInput, FaultyProtocol
from comparekit.figures.waterfall import waterfall_figure
from comparekit.i18n.catalog import has_text, speaker, text
from comparekit.reporting.document import FigurePart, StudyPart, Table
from comparekit.reporting.replacement_text import bridge_table, record_told
from comparekit.reporting.study_compose import headline_lines
from comparekit.reporting.study_rules import study_rules
from comparekit.studies.kept_study import KeptStudy
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.wording.errors import error_text
from comparekit.wording.replacement import headline
from comparekit.wording.use_evidence import level_table, level_title


def study_part(kept: KeptStudy, case_id: str, language: str) -> StudyPart:
    """What the report of case `case_id` shows of its study; where it is not the one kept, that alone."""
    title = text(language, "replacement_page.case.title")
    study = kept.sound
    if study is None:
        return StudyPart(title=title, trouble=study_trouble(kept, language))
    titles, *rows = level_table(study, language) if study.evidence else [[]]
    levels = Table(
        caption=level_title(study, language).rstrip(":："),
        columns=tuple(titles),
        rows=tuple(map(tuple, rows)),
    )
    figure = _waterfall(study, language)
    over_it = "" if figure is None else figure.figure.title
    notes = [record_told(study, language), study_rules(study, language).protocol]
    notes += [text(language, "study_report.kept.whole", case=case_id)] if case_id else []
    return StudyPart(
        title=title,
        trouble="",
        lines=tuple(line for line in headline_lines(study, language) if line != over_it),
        notes=tuple(notes),
        figure=figure,
        official=headline(study, language, "official"),
        levels=levels if rows else None,
    )


def study_trouble(kept: KeptStudy, language: str, *, exact: bool = False) -> str:
    """Why a study that was kept is not shown; empty where it is. `exact`: with the entries that differ."""
    say = speaker(language, "study_report.kept")
    if kept.sound is not None:
        return ""
    if kept.error is None:
        return say("differs_in", keys="; ".join(kept.differs)) if exact else say("differs")
    error = kept.error
    # Faults of bills or plates may hold somebody's name; some errors are known to pages only.
    plain = has_text(language, f"errors.{error.code}") and not isinstance(error, FaultyInput)
    if plain or isinstance(error, FaultyProtocol):
        return say("unmade_for", reason=error_text(error, language))
    return say("unmade")


def _waterfall(study: ReplacementResult, language: str) -> FigurePart | None:
    bridge = study.bridge
    figure = None if bridge is None else waterfall_figure(bridge, language)
    if bridge is None or figure is None:
        return None
    titles, *rows = bridge_table(bridge, language)
    numbers = Table(
        caption=text(language, "replacement.report.steps").rstrip(":："),
        columns=tuple(titles),
        rows=tuple(map(tuple, rows)),
    )
    return FigurePart(name="waterfall", figure=figure, numbers=numbers)
