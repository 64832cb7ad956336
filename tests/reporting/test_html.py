"""The page to take away, as text: whole, alone, safe, and no larger than a chat takes."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparekit.findings import Finding, Severity
from comparekit.i18n.catalog import LANGUAGES
from comparekit.readings.log import InputFile
from comparekit.readings.register import RegisterSeries
from comparekit.reporting.compose import compose_report
from comparekit.reporting.html import MOST_BYTES, is_report, report_html
from comparekit.reporting.page_style import css_string
from comparekit.services.compare import compare_series
from comparekit.services.stories import run_story, story_names
from crossing import crossing
from reporting.pages import page_of, parsed, report_of

STORIES = story_names()
HOSTILE = """"><img src=x onerror=alert(1)></style><script>alert('1')</script>&amp;\x00\ud800"""


def sha(character):
    return character * 64


@pytest.mark.parametrize("story", crossing(STORIES))
def test_a_page_is_whole_and_needs_nothing_but_itself(story):
    page = page_of(story)
    seen = parsed(page)
    assert seen.faults == []
    assert "http" not in page
    assert len(page.encode()) <= MOST_BYTES == 300_000
    tags = {tag for tag, _ in seen.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "image", "use"}
    for tag, attributes in seen.elements:
        loading = {"src", "href", "srcset", "action", "data", "background", "style", "xlink:href"}
        assert not loading & set(attributes), tag
        assert not any(name.startswith("on") for name in attributes), tag
    assert "url(" not in seen.style
    assert "@import" not in seen.style
    assert "@font-face" not in seen.style


@pytest.mark.parametrize("story", crossing(STORIES))
def test_both_languages_are_in_the_page_the_verdict_biggest_and_the_note_always(story):
    result = run_story(story)
    seen = parsed(page_of(story))
    for edition in report_of(story).editions:
        text = seen.text(edition.language)
        for words in (
            edition.verdict.sentence,
            edition.verdict.word,
            edition.verdict.next_step,
            edition.verdict.screening,
            edition.difference.figure.table.rows[-1][-1],
            *(one.value for one in edition.numbers),
            *(step.sum for step in edition.check.steps),
            *(cell for row in edition.days.table.rows for cell in row),
            *(one.sentence for one in edition.findings.findings),
            *edition.findings.assumed,
            *(rule.words for rule in edition.rules.rules),
            *(one.sha256 for one in result.inputs),
        ):
            assert words.replace("\xa0", " ") in text, words
    assert [tag for tag, _ in seen.elements].count("h1") == len(LANGUAGES)


@pytest.mark.parametrize("story", ["huangyan_7_days", "certificate_on_the_bench", "two_good_meters_30_days"])
def test_ids_are_unique_and_every_label_and_rule_finds_its_own(story):
    seen = parsed(page_of(story))
    ids = [attributes["id"] for _, attributes in seen.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {a["for"] for tag, a in seen.elements if tag == "label"} == {"show-zh", "show-en"} <= set(ids)
    assert set(re.findall(r"#([a-z][\w-]*)", re.sub(r"#[0-9a-f]{3,6}\b", "", seen.style))) <= set(ids)
    for tag, attributes in seen.elements:
        if tag == "svg":
            assert attributes.get("aria-hidden") == "true" or (
                attributes.get("role") == "img" and attributes.get("aria-label")
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_opens_in_the_language_asked_for(language):
    seen = parsed(page_of("huangyan_7_days", language))
    checked = [a["id"] for tag, a in seen.elements if tag == "input" and "checked" in a]
    assert checked == [f"show-{language}"]
    root = seen.elements[0]
    assert root == ("html", {"lang": {"zh": "zh-CN", "en": "en"}[language]})
    editions = [a["lang"] for tag, a in seen.elements if tag == "article"]
    assert editions == ["zh-CN", "en"]


def test_the_same_result_gives_the_same_bytes():
    result = run_story("worn_low_flow")
    assert (
        report_html(compose_report(result)) == report_html(compose_report(result)) == page_of("worn_low_flow")
    )


def test_whatever_a_file_or_a_person_is_called_stays_words():
    result = run_story("huangyan_7_days")
    protocol = replace(result.protocol, title={"zh": HOSTILE, "en": HOSTILE})
    hostile = replace(
        result,
        protocol=protocol,
        test=replace(result.test, meter_id=HOSTILE),
        inputs=(InputFile(file=HOSTILE.replace("/", ""), sha256=sha("0")),),
        findings=(Finding("registers.backward", Severity.CAUTION, {
            "role": "test", "row": 3, "before": HOSTILE, "after": HOSTILE
        }),),
    )  # fmt: skip
    report = compose_report(hostile, case_id=HOSTILE, parties=[{"role": HOSTILE, "name": HOSTILE}])
    page = report_html(report)
    page.encode("utf-8")
    seen = parsed(page)
    assert seen.faults == []
    assert {tag for tag, _ in seen.elements} & {"script", "img"} == set()
    assert page.count("</style>") == 1
    assert "onerror=alert(1)" in seen.text("zh")  # as words
    assert "\x00" not in page


@given(st.text())
def test_no_words_end_the_string_of_a_style_sheet(words):
    written = css_string(words)
    assert written[0] == written[-1] == '"'
    inner = written[1:-1]
    assert not set(inner) & set("\"'<>\n\r\f{};/")
    decoded = re.sub(r"\\([0-9a-f]{1,6}) ", lambda found: chr(int(found[1], 16)), inner)
    assert decoded == words


def days(count):
    """Two registers read every morning, the old one a tenth of a percent fast."""
    rng = np.random.default_rng(1)
    times = np.datetime64("2024-01-01T01:00") + np.arange(count + 1) * np.timedelta64(1, "D")
    volume = np.concatenate([[0.0], rng.gamma(4.0, 0.1, count)]).cumsum()
    old, new = (
        RegisterSeries(
            times, np.floor((start + factor * volume) * 1000) / 1000,
            resolution=0.001, unit="m3", meter_id=name, rollover=None,
        )
        for start, factor, name in ((1000.0, 1.001, "old"), (10.0, 1.0, "new"))
    )  # fmt: skip
    return compare_series(old, new)


@pytest.mark.parametrize(
    ("count", "drawn", "rows"),
    [(45, {"days", "difference"}, 46), (110, {"difference"}, 111), (150, set(), 151)],
)
def test_a_long_comparison_loses_drawings_before_it_loses_numbers(count, drawn, rows):
    report = compose_report(days(count))
    page = report_html(report)
    assert len(page.encode()) <= MOST_BYTES
    seen = parsed(page)
    assert seen.faults == []
    for edition in report.editions:
        text = seen.text(edition.language)
        assert all(cell in text for row in edition.days.table.rows for cell in row)
        assert len(edition.days.table.rows) == rows
        labels = {a.get("aria-label") for tag, a in seen.elements if tag == "svg"}
        for name, part in (("days", edition.days.figure), ("difference", edition.difference)):
            named = f"{part.figure.title} {part.figure.description}"
            assert (named in labels) is (name in drawn)
            assert (part.figure.title in text) or name in drawn  # what is left out is named in its place


def test_rows_left_out_are_counted_and_the_total_stays():
    from comparekit.reporting.document import Table
    from comparekit.reporting.html_edition import Shown
    from comparekit.reporting.html_fit import Fit
    from comparekit.reporting.html_node import written

    table = Table(
        caption="c",
        columns=("k", "v"),
        rows=tuple((str(k), f"<{k}>") for k in range(100)),
        total=("total", "4950"),
    )
    shown = parsed(written(Shown("en", Fit(rows=61)).table(table, "days", shorten=True)))
    cells = [tag for tag, attributes in shown.elements if tag == "td"]
    assert len(cells) == 61 + 1 + 1  # rows, the note, the total
    whole = written(Shown("en", Fit(rows=61)).table(table, "days", shorten=True))
    assert "39 rows" in whole
    assert "&lt;29&gt;" in whole and "&lt;30&gt;" not in whole
    assert "&lt;68&gt;" not in whole and "&lt;69&gt;" in whole and "4950" in whole


def test_a_page_of_ours_is_known_by_its_head_and_no_other_is():
    assert is_report(page_of("huangyan_7_days")[:1024])
    assert not is_report("<!DOCTYPE html><html><head><title>comparekit report</title>")
    assert not is_report("")


@pytest.mark.parametrize("story", ["huangyan_7_days", "certificate_on_the_bench"])
def test_the_style_keeps_its_strings_and_braces_in_balance(story):
    style = parsed(page_of(story)).style
    assert style.count("{") == style.count("}") > 100
    without = re.sub(r'"[^"]*"', "", style)
    assert '"' not in without
    assert "/*" not in style
