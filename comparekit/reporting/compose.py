"""A series result becomes a report: which words and figures stand in it, in every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from comparekit.figures.data import FigureTable
from comparekit.figures.series_figures import AnyFigure, series_figures
from comparekit.i18n.catalog import LANGUAGES, has_text, speaker, text
from comparekit.reporting.check_yourself import check_yourself
from comparekit.reporting.day_rows import day_rows
from comparekit.reporting.document import (
    DaysPart,
    Edition,
    ErrorPart,
    FigurePart,
    Named,
    Report,
    Table,
    Told,
    VerdictPart,
)
from comparekit.reporting.error_text import error_notes, error_title, error_told
from comparekit.reporting.files_told import files_told
from comparekit.reporting.findings_told import findings_told
from comparekit.reporting.plates_told import plates_told
from comparekit.reporting.rules_told import rules_told
from comparekit.reporting.study_part import study_part
from comparekit.studies.flip import flip_of
from comparekit.studies.kept_study import KeptStudy
from comparekit.studies.series_result import SeriesResult
from comparekit.wording import verdict as words
from comparekit.wording.flip import flip_lines, flip_title
from comparekit.wording.lists import listed
from comparekit.wording.money import money_lines
from comparekit.wording.readings_used import readings_used
from comparekit.wording.times import moment

_ABOUT_THE_METER = "utility_water"  # what kind of meter this is decides which rules hold
_UNUSABLE = ("disqualified", "no_volume")


def compose_report(
    result: SeriesResult,
    *,
    language: str = "zh",
    case_id: str = "",
    parties: Sequence[Mapping[str, Any]] = (),
    study: KeptStudy | None = None,
) -> Report:
    """The report of one comparison, in every language.

    Parameters
    ----------
    result : SeriesResult
        One comparison.
    language : str
        The language to open in, "zh" or "en".
    case_id : str
        The case it belongs to; empty without one.
    parties : sequence of mapping
        Who is named: role, name, address, phone. Empty, as a rule: a report is passed on.
    study : KeptStudy, optional
        Of the bills before and after the replacement.

    Returns
    -------
    Report
    """
    if language not in LANGUAGES:
        raise ValueError(f"language: one of {LANGUAGES}, not {language!r}")
    return Report(
        language=language,
        verdict=str(result.verdict),
        editions=tuple(_edition(result, one, case_id, parties, study) for one in LANGUAGES),
    )


def _edition(
    result: SeriesResult,
    language: str,
    case_id: str,
    parties: Sequence[Mapping[str, Any]],
    study: KeptStudy | None,
) -> Edition:
    say = speaker(language, "report_page")
    protocol, zone, figures = result.protocol, result.protocol.timezone, series_figures(result, language)
    start, end = (moment(time, zone) for time in (result.window.start, result.window.end))
    title = say("title")
    rules = rules_told(result, language)
    of_study = study.sound.inputs if study is not None and study.sound is not None else ()
    return Edition(
        language=language,
        title=title,
        protocol=rules.protocol,
        period=say(
            "period_runs" if protocol.plan.runs else "period",
            start=start,
            end=end,
            zone=zone,
            days=f"{result.window.days:.{0 if result.window.days >= 1 else 1}f}",
            runs=result.window.blocks,
        ),
        case=_case(case_id, parties, language),
        page_head=page_head(result, language),
        page_foot=say("sheet.foot"),
        page_number=say("sheet.number", page="{page}", pages="{pages}"),
        verdict=_verdict(result, language),
        numbers_title=text(language, "dashboard.numbers.title"),
        numbers=tuple(Named(name=name, value=value) for name, value in words.facts(result, language)),
        money=_money(result, language),
        check=check_yourself(result, language),
        registers=_registers(figures.get("registers")),
        flip=_flip(result, language),
        difference_title=say("heading.difference"),
        difference=_difference(result, figures["difference"], language),
        days=_days(result, figures.get("days"), language),
        error=_error(result, figures.get("error"), language),
        study=None if study is None else study_part(study, case_id, language),
        findings=findings_told(
            result.findings,
            (words.assumption_text(code, result, language) for code in result.assumptions),
            language,
        ),
        uncertainty_title=say("heading.uncertainty"),
        uncertainty=_with_numbers("budget", figures.get("budget")),
        meters=plates_told(result, language),
        rules=rules,
        files=files_told(dict.fromkeys((*result.inputs, *of_study)), language),
    )


def page_head(result: SeriesResult, language: str) -> str:
    """What stands at the head of every sheet: the protocol, and from when to when."""
    say, protocol = speaker(language, "report_page.sheet"), result.protocol
    title = protocol.title.get(language, protocol.id)
    start, end = (moment(time, protocol.timezone)[:10] for time in (result.window.start, result.window.end))
    if start == end:
        return say("head_day", title=title, day=start)
    return say("head", title=title, start=start, end=end)


def _case(case_id: str, parties: Sequence[Mapping[str, Any]], language: str) -> tuple[str, ...]:
    say = speaker(language, "report_page")
    lines = [say("case", case=case_id)] if case_id else []
    for party in parties:
        role = str(party.get("role") or "")
        key = f"case.party_role.{role}"
        told = [str(value) for name, value in party.items() if name != "role" and value]
        name = text(language, key) if has_text(language, key) else role
        lines.append(say("party", role=name, rest=listed(told, language)))
    return tuple(lines)


def _verdict(result: SeriesResult, language: str) -> VerdictPart:
    return VerdictPart(
        verdict=str(result.verdict),
        word=words.word(result, language),
        sentence=words.headline(result, language),
        official=words.headline(result, language, "official"),
        about=(
            *(
                words.assumption_text(code, result, language)
                for code in result.assumptions
                if code == _ABOUT_THE_METER
            ),
            *readings_used(result, language),
        ),
        advice=words.advice(result, language),
        next_step=words.next_step(result, language),
        screening=words.screening_note(language),
    )


def _money(result: SeriesResult, language: str) -> Told | None:
    lines = money_lines(result, language)
    return Told(title=text(language, "money.title"), lines=lines) if lines else None


def _flip(result: SeriesResult, language: str) -> Told | None:
    search = flip_of(result)
    if search is None:
        return None
    return Told(title=flip_title(language), lines=flip_lines(search, result, language))


def _difference(result: SeriesResult, figure: AnyFigure, language: str) -> FigurePart:
    """The figure with the range the verdict rests on, and what it could have shown at best."""
    basis = [] if words.case_of(result) in _UNUSABLE else [words.basis_note(result, language)]
    remarks = (*basis, words.could_show(result, language))
    return FigurePart(name="difference", figure=figure, remarks=remarks, numbers=_table(figure.table))


def _days(result: SeriesResult, figure: AnyFigure | None, language: str) -> DaysPart:
    runs = result.protocol.plan.runs
    return DaysPart(
        title=text(language, "report_page.days.title_runs" if runs else "dashboard.days.title"),
        figure=_plain("days", figure),
        table=day_rows(result, language),
    )


def _error(result: SeriesResult, figure: AnyFigure | None, language: str) -> ErrorPart | None:
    if not error_told(result):
        return None
    return ErrorPart(
        title=text(language, "report_page.heading.error"),
        lines=(error_title(result, language), *error_notes(result, language)),
        figure=_plain("error", figure),
        table=None if figure is None else _table(figure.table),
    )


def _registers(figure: AnyFigure | None) -> FigurePart | None:
    """The registers under the sums, which are their finding: no title of their own, and notes as words."""
    if figure is None:
        return None
    return FigurePart(name="registers", figure=replace(figure, title="", notes=()), remarks=figure.notes)


def _plain(name: str, figure: AnyFigure | None) -> FigurePart | None:
    """A figure whose numbers stand in a table of the report anyway."""
    return None if figure is None else FigurePart(name=name, figure=figure)


def _with_numbers(name: str, figure: AnyFigure | None) -> FigurePart | None:
    return None if figure is None else FigurePart(name=name, figure=figure, numbers=_table(figure.table))


def _table(table: FigureTable) -> Table:
    return Table(caption=table.caption, columns=table.columns, rows=table.rows)
