"""What a reader is told beside the numbers: corrected readings, days left out, no false certainty."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comparekit.figures.days import days_figure
from comparekit.findings import Finding, Severity
from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.protocol_file import load_protocol
from comparekit.readings.register import RegisterSeries
from comparekit.reporting.check_yourself import check_yourself
from comparekit.reporting.compose import compose_report
from comparekit.reporting.day_rows import day_rows
from comparekit.reporting.rules_told import rules_told
from comparekit.studies.series import compare_series
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.verdict import facts, next_step
from figures.series_cases import disqualified, fast

PASSED = np.cumsum([0.0, 0.41, 0.42, 0.39, 0.48, 0.4, 0.34])


def with_a_day_left_out(*findings: Finding) -> SeriesResult:
    read = np.array([0, 1, 2, 4, 5, 6])
    days = np.datetime64("2025-05-06T01:00") + read * np.timedelta64(1, "D")
    registers = (
        RegisterSeries(days, np.round(start + k * PASSED[read], 3), 0.001, rows=read + 2)
        for start, k in ((12.0, 1.07), (3.0, 1.0))
    )
    return compare_series(*registers, load_protocol("water-series-7d"), findings=findings)


def test_the_use_of_two_days_is_never_called_that_of_one() -> None:
    result = with_a_day_left_out()
    assert [row[0] for row in day_rows(result, "zh").rows][3] == "2025-05-10 09:00（2 天）"
    figure = days_figure(result, "zh")
    assert figure is not None
    assert figure.title.startswith("每两次抄表之间")
    assert figure.table.rows[2][0] == "5月10日（2 天）"
    about = compose_report(result).editions[0].verdict.about
    assert any("2025-05-09" in line for line in about)


def test_a_corrected_reading_is_marked_and_told() -> None:
    context = {"role": "test", "meter_id": "", "row": 4, "found": "1", "used": "12.888", "id": "r4-test"}
    result = with_a_day_left_out(Finding("transcription.accepted", Severity.NOTE, context))
    table = day_rows(result, "en")
    marked = [cell for row in table.rows for cell in row if cell.endswith("*")]
    assert marked == ["12.888*"]
    assert "corrected" in table.caption
    assert any("rows 4" in line for line in compose_report(result).editions[1].verdict.about)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_that_cannot_be_used_is_not_said_to_bound_the_truth(language: str) -> None:
    part = check_yourself(disqualified(), language)
    assert not part.found
    assert "%" not in part.meaning
    assert all("%" not in value for name, value in facts(disqualified(), language)[:2])


def test_an_old_meter_past_its_date_is_due_whatever_the_verdict() -> None:
    past = Finding("meters.expired", Severity.CAUTION, {"role": "test", "valid_to": "2024-05-01"})
    result = replace(fast(), findings=(past,))
    assert next_step(result, "zh").endswith("旧表的检定有效期到 2024-05-01 已过，应当到期轮换。")


@pytest.mark.parametrize(("protocol", "word"), [("gas-series-7d", "用气"), ("electricity-series-7d", "电流")])
def test_where_no_limit_holds_is_said_in_the_words_of_the_utility(protocol: str, word: str) -> None:
    result = replace(fast(), protocol=load_protocol(protocol))
    told = [line for rule in rules_told(result, "zh").rules for line in rule.lines]
    assert any(line.startswith(word) and "没有限值" in line for line in told)


def test_volumes_at_base_conditions_are_said_to_be_converted() -> None:
    result = replace(fast(), findings=(Finding("conditions.applied", Severity.NOTE),))
    assert "换算" in day_rows(result, "zh").caption
    assert "换算" not in day_rows(fast(), "zh").caption
