"""The report of a study before and after a replacement: whole, alone, small, and all of it said."""

import re
from dataclasses import replace

import pytest

from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.readings.log import InputFile
from comparekit.reporting.html import MOST_BYTES, is_report
from comparekit.reporting.study_compose import compose_study
from comparekit.reporting.study_html import study_html
from comparekit.services.stories import run_replacement_story
from comparekit.wording.replacement import headline, next_step
from crossing import crossing
from reporting.pages import parsed

STORIES = ("huangyan_bills", "gas_after_mass_replacement")


@pytest.mark.parametrize("story", crossing(STORIES))
def test_a_report_is_whole_and_says_everything_in_both_languages(story):
    result = run_replacement_story(story)
    report = compose_study(result)
    page = study_html(report)
    seen = parsed(page)
    assert seen.faults == []
    assert "http" not in page
    assert len(page.encode()) <= MOST_BYTES
    assert is_report(page[:1024])
    assert not {tag for tag, _ in seen.elements} & {"script", "link", "img", "form", "iframe", "object"}
    ids = [attributes["id"] for _, attributes in seen.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"#([a-z][\w-]*)", re.sub(r"#[0-9a-f]{3,6}\b", "", seen.style))) <= set(ids)
    for edition in report.editions:
        said = seen.text(edition.language)
        for words in (
            edition.verdict.sentence,
            *edition.below,
            *next_step(result, edition.language),
            headline(result, edition.language, "official"),
            edition.verdict.screening,
            *(one.value for one in edition.numbers),
            *edition.check.lines,
            *(cell for row in edition.bridge.table.rows for cell in row),
            *edition.evidence.weighed,
            *(cell for row in edition.evidence.table.rows for cell in row),
            *edition.dates.lines,
            *(rule.words for rule in edition.rules.rules),
            *(rule.mark for rule in edition.rules.rules),
            *(one.sha256 for one in result.inputs),
        ):
            assert words.replace("\xa0", " ").strip() in said, words
    drawn = [a["aria-label"] for tag, a in seen.elements if tag == "svg" and "aria-label" in a]
    assert len(drawn) == 2 * 2 * len(LANGUAGES)  # two figures, for phone and paper, in each language


def test_the_headline_is_the_pages_and_folders_are_nobodys_business():
    result = run_replacement_story("huangyan_bills")
    hostile = "/home/wang/<script>alert(1)</script>"
    told = replace(result, inputs=(InputFile(file=hostile, sha256="0" * 64),))
    page = study_html(compose_study(told, language="en"))
    assert parsed(page).faults == []
    assert "<script" not in page and "/home/wang" not in page
    for edition in compose_study(result).editions:
        whole = headline(result, edition.language)
        assert edition.verdict.sentence in whole
        assert all(line in whole for line in edition.below)
        assert edition.verdict.word == text(edition.language, f"replacement_page.word.{result.verdict}")


def test_a_user_may_open_it_in_either_language_only():
    with pytest.raises(ValueError, match="fr"):
        compose_study(run_replacement_story("huangyan_bills"), language="fr")
