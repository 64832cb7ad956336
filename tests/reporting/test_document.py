"""What a report says, before anything lays it out."""

import re
from dataclasses import fields, is_dataclass, replace
from functools import cache

import pytest

from comparekit.figures.series_figures import AnyFigure
from comparekit.findings import Finding, Severity
from comparekit.i18n.catalog import LANGUAGES
from comparekit.reporting.compose import compose_report
from comparekit.services.stories import run_story, story_names
from comparekit.wording import verdict as words
from crossing import crossing

STORIES = story_names()
#: The only ways in which a report may use the word: asking whether, never saying that.
ALLOWED = re.compile(
    "判定哪只表合格或不合格|不等于哪只表不合格|两只都合格的表|两只合格的?表|两只表都合格时|假定.表刚检定合格|刚检定合格"
)


@cache
def result_of(story):
    return run_story(story)


@cache
def edition_of(story, language):
    report = compose_report(result_of(story), language=language)
    return next(edition for edition in report.editions if edition.language == language)


def said(part):
    """Every sentence, name and number of a part, figures aside, in order."""
    if isinstance(part, str):
        return [part]
    if isinstance(part, AnyFigure):
        return [part.title]
    if isinstance(part, tuple):
        return [words for one in part for words in said(one)]
    if is_dataclass(part):
        return [words for field in fields(part) for words in said(getattr(part, field.name))]
    return []


def number(cell):
    return float(cell.replace("−", "-"))


@pytest.mark.parametrize("story", crossing(STORIES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_verdict_next_step_and_screening_note_are_those_of_the_catalog(story, language):
    result, verdict = result_of(story), edition_of(story, language).verdict
    assert verdict.verdict == result.verdict
    assert verdict.sentence == words.headline(result, language)
    assert verdict.official == words.headline(result, language, "official")
    assert verdict.next_step == words.next_step(result, language)
    assert verdict.screening == words.screening_note(language)


@pytest.mark.parametrize("story", crossing(STORIES))
def test_the_day_table_holds_the_readings_and_volumes_of_the_result(story):
    result, table = result_of(story), edition_of(story, "zh").days.table
    told = result.to_dict()
    assert len(table.rows) == len(told["blocks"]) + 1
    step = max(result.test.resolution, result.reference.resolution)
    for row, block in zip(table.rows[1:], told["blocks"], strict=True):
        assert row[0] == f"{block['end'][:10]} {block['end'][11:16]}"
        for cell, key in zip(row[3:6], ("test", "reference", "difference"), strict=True):
            assert number(cell) == pytest.approx(block[key], abs=0.51 * step)
    for cell, key in zip(table.total[3:5], ("test", "reference"), strict=True):
        assert number(cell) == pytest.approx(told["volume"][key], abs=0.51 * step)
    assert {len(row) for row in table.rows} == {len(table.columns)} == {len(table.total)}


@pytest.mark.parametrize("story", ["huangyan_7_days", "worn_low_flow", "rollover", "gas_with_temperatures"])
def test_the_sums_by_hand_come_out(story):
    """The two subtractions and the division, done here with the digits as they are printed."""
    test, reference, division = edition_of(story, "en").check.steps
    volumes = []
    for step in (test, reference):
        left, right = step.sum.split(" = ")
        terms = re.findall(r"(?:^|[−+] )\s*([0-9.]+)", left)
        signs = [-1 if mark == "−" else 1 for mark in ["+", *re.findall(r"[−+]", left)]]
        total = sum(sign * float(term) for sign, term in zip(signs, terms, strict=True))
        shown = float(right.split()[0])
        assert total == pytest.approx(shown, abs=1e-6)
        volumes.append(float(re.findall(r"([0-9.]+) m³$", step.sum)[0]))
    assert float(division.sum.split(" = ")[1]) == pytest.approx(volumes[0] / volumes[1], abs=0.006)


@pytest.mark.parametrize("story", crossing(STORIES))
def test_both_languages_hold_the_same_parts(story):
    shapes = []
    for language in LANGUAGES:
        edition = edition_of(story, language)
        shapes.append(
            (
                len(edition.numbers),
                len(edition.check.steps),
                len(edition.days.table.rows),
                edition.error is None,
                [one.severity for one in edition.findings.findings],
                [len(meter.entries) for meter in edition.meters.meters],
                [(rule.certainty, len(rule.lines)) for rule in edition.rules.rules],
                edition.files.files,
            )
        )
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("story", crossing(STORIES))
def test_no_meter_is_ever_said_to_be_qualified(story):
    for sentence in said(edition_of(story, "zh")):
        assert "合格" not in ALLOWED.sub("", sentence), sentence


@pytest.mark.parametrize("story", crossing(STORIES))
def test_files_stand_with_their_hashes_and_without_their_folders(story):
    result = result_of(story)
    files = edition_of(story, "zh").files.files
    assert [file.value for file in files] == [one.sha256 for one in result.inputs]
    assert all("/" not in file.name and "\\" not in file.name for file in files)


def test_a_rule_nobody_read_in_its_source_is_marked_and_the_mark_explained():
    rules = edition_of("huangyan_7_days", "en").rules
    marked = [rule for rule in rules.rules if rule.certainty == "unconfirmed"]
    assert {rule.mark for rule in marked} == {"unconfirmed"}
    assert any("in service" in rule.words for rule in marked)
    assert "“unconfirmed”" in rules.legend
    tolerance = rules.rules[0]
    assert tolerance.words == "Tolerance of the comparison −2 % to +2 %"
    assert tolerance.certainty == "own"
    assert tolerance.lines[0] == result_of("huangyan_7_days").protocol.tolerance.origin.reason["en"]


def test_the_gravest_finding_comes_first():
    listed = edition_of("stairwell_log", "zh").findings.findings
    order = ["disqualifying", "caution", "note"]
    assert [one.severity for one in listed] == sorted((one.severity for one in listed), key=order.index)
    assert listed[0].severity == "disqualifying"


def test_plates_and_certificates_carry_their_numbers_and_dates():
    old, new = edition_of("certificate_on_the_bench", "en").meters.meters
    plate = {entry.name: entry.value for entry in old.entries}
    assert plate["Accuracy class"] == "2"
    assert plate["Permanent flow Q3"] == "2.5 m³/h"
    assert plate["Verified on"] == "2020-05-06"
    assert plate["Verification valid to"] == "2026-05-05"
    assert old.certificate is None
    assert new.certificate is not None
    assert "SB-2025-0303" in new.certificate.caption
    assert "2025-03-03" in new.certificate.caption
    assert [row[0] for row in new.certificate.rows] == ["0.025", "0.04", "0.75", "2.5"]
    assert new.certificate.rows[0][1:] == ("−1.0 %", "0.4 % (k = 2)")


def test_the_old_meter_alone_is_told_only_where_something_is_known_of_it():
    assert edition_of("huangyan_7_days", "zh").error is None
    error = edition_of("certificate_on_the_bench", "zh").error
    assert error is not None and error.table is not None
    points = result_of("certificate_on_the_bench").points
    assert [row[0] for row in error.table.rows] == [f"{point.flow:g} m³/h" for point in points]
    assert error.table.columns[-1] == "判定"


def test_a_bench_tells_the_flow_that_was_set_and_speaks_of_runs():
    edition = edition_of("certificate_on_the_bench", "zh")
    assert edition.days.table.columns[-1] == "设定流量（m³/h）"
    assert {row[-1] for row in edition.days.table.rows[1:]} == {"0.04", "0.75", "2.3"}
    assert edition.days.figure is None
    assert "天" not in edition.check.intro + edition.check.meaning
    assert "9 次试验" in edition.period


def test_a_meter_without_a_number_is_not_called_by_its_role():
    number = edition_of("huangyan_7_days", "en").meters.meters[0].entries[0]
    assert (number.name, number.value) == ("Number", "not in the log")
    assert edition_of("worn_low_flow", "en").meters.meters[0].entries[0].value == "A1786"


def test_nobody_is_named_unless_the_parties_are_handed_in():
    result = result_of("huangyan_7_days")
    assert all(edition.case == () for edition in compose_report(result).editions)
    parties = [{"role": "resident", "name": "王小明", "address": "东城街道 12 号", "phone": None}]
    zh, en = compose_report(result, case_id="2026-000001", parties=parties).editions
    assert zh.case == ("案件 2026-000001", "用户：王小明、东城街道 12 号")
    assert en.case[0] == "Case 2026-000001"


def test_a_comparison_of_registers_that_never_moved_still_makes_a_report():
    story = result_of("huangyan_7_days")
    still = tuple(
        replace(block, test=0.0, reference=0.0, difference=0.0, readings=(0.0,) * 4) for block in story.blocks
    )
    result = replace(
        story,
        blocks=still,
        volume_test=0.0,
        volume_reference=0.0,
        window_deviation=replace(story.window_deviation, estimate=None, low=None, high=None),
    )
    edition = compose_report(result).editions[0]
    assert edition.registers is None
    assert edition.check.found == ""
    assert edition.check.steps[2].sum == "新表几乎没走，除不出来。"


def test_what_decides_the_rules_is_said_with_the_verdict():
    assert edition_of("worn_low_flow", "en").verdict.about == (
        "Nothing says what kind of meter this is: taken as water.",
    )
    assert edition_of("huangyan_7_days", "en").verdict.about == ()


def test_a_finding_of_every_severity_has_its_word():
    result = result_of("huangyan_7_days")
    findings = tuple(Finding("protocol.zero_test_missing", severity, {}) for severity in reversed(Severity))
    listed = compose_report(replace(result, findings=findings)).editions[0].findings.findings
    assert [one.word for one in listed] == ["不能采用", "注意", "说明"]


def test_an_unknown_language_is_the_callers_bug():
    with pytest.raises(ValueError, match="language"):
        compose_report(result_of("huangyan_7_days"), language="de")
