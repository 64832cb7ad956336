from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from dash import html
from dash.development.base_component import Component

from comparekit.figures.series import difference_figure
from comparekit.figures.series_figures import series_figures
from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.readings.log import InputFile
from comparekit.reporting.readings_told import apart, as_read, ratio
from comparekit.services.stories import run_story
from comparekit.studies.series_result import SeriesResult
from comparekit.wording.numbers import percent_range
from comparekit.wording.verdict import advice, basis_note, headline, next_step, screening_note, word
from dashboard import ids
from dashboard.components.advice import advice_line
from dashboard.components.check import check_yourself
from dashboard.components.day_table import day_table, day_title
from dashboard.components.findings import findings
from dashboard.components.graph import graph
from dashboard.components.lines import unbroken
from dashboard.components.sources import sources
from dashboard.components.verdict import key_numbers
from dashboard.pages.series import view
from dashboard.place import Place
from dashboard.settings import DashboardServices
from dashboard.shell import frame
from figures.series_cases import (
    CASES,
    coarse,
    disqualified,
    fast,
    identical,
    month,
    rolled_over,
    stopped,
    unsure,
    unusable,
)

Case = Callable[[], SeriesResult]


def walk(node: Any) -> Iterator[Any]:
    yield node
    children = getattr(node, "children", None)
    for child in children if isinstance(children, (list, tuple)) else [children]:
        if child is not None:
            yield from walk(child)


def words(node: Any) -> str:
    return "".join(part for part in walk(node) if isinstance(part, str)).replace("\N{NO-BREAK SPACE}", " ")


def of_type(node: Any, kind: type) -> list[Component]:
    return [part for part in walk(node) if isinstance(part, kind)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_case_has_a_page_with_verdict_and_next_step(case: str, language: str) -> None:
    result = CASES[case]()
    page = view(result, language)
    (heading,) = of_type(page, html.H1)
    assert words(heading) == headline(result, language)
    assert word(result, language) in words(page)
    assert next_step(result, language) in words(page)


def test_the_verdict_never_stands_on_colour_alone() -> None:
    page = view(fast(), "zh")
    (icon,) = [i for i in of_type(page, html.Img) if i.className == "verdict-icon"]
    assert icon.src == "/assets/deviate.svg"
    assert "有偏差" in words(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("case", "icon"), [(stopped, "stop"), (month, "stop"), (unsure, "go_on")])
def test_who_looks_every_day_is_told_to_stop_or_to_go_on(case: Case, icon: str, language: str) -> None:
    result = case()
    page = view(result, language)
    (line,) = [p for p in of_type(page, html.P) if getattr(p, "className", "") == "advice"]
    assert words(line) == advice(result, language)
    assert [i.src for i in of_type(line, html.Img)] == [f"/assets/{icon}.svg"]
    said = words(page)
    assert said.index(headline(result, language)) < said.index(words(line))


@pytest.mark.parametrize("case", [fast, identical, coarse])
def test_at_the_planned_end_there_is_nothing_to_advise(case: Case) -> None:
    assert advice_line(case(), "zh") == []


def test_looking_on_is_no_question_where_the_log_allows_no_conclusion() -> None:
    assert advice_line(unusable(), "zh") == []


def test_looking_on_is_of_no_use_where_a_year_would_not_settle_it() -> None:
    result = replace(unsure(), more_needed=None)
    (line,) = advice_line(result, "zh")
    assert words(line) == advice(result, "zh")
    assert [i.src for i in of_type(line, html.Img)] == ["/assets/no_use.svg"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_the_figure_says_which_range_the_verdict_rests_on(case: str, language: str) -> None:
    result = CASES[case]()
    (note,) = [p for p in of_type(view(result, language), html.P) if getattr(p, "className", "") == "basis"]
    assert words(note) == basis_note(result, language)


def test_the_numbers_above_the_fold_are_those_of_the_deciding_range() -> None:
    result = stopped()
    interval = result.deciding_interval
    assert percent_range(interval.low, interval.high, "zh") in words(key_numbers(result, "zh"))


def test_a_long_headline_is_set_in_a_smaller_step() -> None:
    sizes = [of_type(view(case(), "en"), html.H1)[0].className for case in (identical, unsure, fast)]
    assert sizes == ["headline-short", "headline-middle", "headline-long"]


def test_sections_stand_in_their_order() -> None:
    titles = [words(h) for h in of_type(view(identical(), "zh"), html.H2)]
    keys = ("dashboard.days", "dashboard.check", "flip", "dashboard.findings", "dashboard.sources")
    days, *others = [text("zh", f"{key}.title") for key in keys]
    figures = series_figures(identical(), "zh")
    pictures = [figures[name].title for name in ("days", "registers", "budget")]
    assert titles[1:] == [days, *pictures, *others]


def test_at_most_three_numbers_above_the_fold() -> None:
    numbers = [
        d for d in of_type(view(identical(), "en"), html.Div) if getattr(d, "className", "") == "key-number"
    ]
    assert 1 <= len(numbers) <= 3


def test_the_graph_cannot_send_anything_to_a_cloud_service() -> None:
    made = graph(difference_figure(identical(), "zh"), ids.DIFFERENCE_FIGURE)
    assert made.config["showSendToCloud"] is False
    assert made.config["plotlyServerURL"] == ""
    assert made.config["displaylogo"] is False
    assert made.config["responsive"] is True


def test_only_the_graph_has_an_id() -> None:
    with_id = [part for part in walk(view(fast(), "zh")) if getattr(part, "id", None)]
    assert [part.id for part in with_id] == [ids.DIFFERENCE_FIGURE]


def test_day_table_is_a_real_table() -> None:
    table = day_table(fast(), "zh")
    assert len(of_type(table, html.Caption)) == 1
    assert {h.scope for h in of_type(table, html.Th)} == {"col", "row"}
    rows = of_type(table, html.Tr)
    assert len(rows) == 1 + 8 + 1
    assert [words(cell) for cell in rows[2].children] == [
        "5月7日",
        "1204.960",
        "3.664",
        "0.643",
        "0.612",
        "+0.031",
    ]


def test_every_volume_is_the_difference_of_two_readings_in_the_table() -> None:
    rows = [[words(c) for c in row.children] for row in of_type(day_table(identical(), "en"), html.Tr)][1:-1]
    for before, after in pairwise(rows):
        assert float(after[1]) - float(before[1]) == pytest.approx(float(after[3]), abs=1e-9)


def test_check_yourself_uses_the_real_readings() -> None:
    said = words(check_yourself(fast(), "en"))
    assert "1208.733 − 1204.317 = 4.416 m³" in said
    assert "7.257 − 3.052 = 4.205 m³" in said
    assert "4.416 ÷ 4.205 = 1.050" in said
    assert text("en", "dashboard.check.more", percent="5.0 %") in said


def test_check_yourself_says_when_both_counted_the_same() -> None:
    assert text("zh", "dashboard.check.same") in words(check_yourself(identical(), "zh"))


def test_check_yourself_adds_the_turn_of_a_register_that_passed_zero() -> None:
    said = words(check_yourself(rolled_over(), "en"))
    assert "3.105 + 1000.000 − 998.900 = 4.205 m³" in said


def test_check_yourself_divides_by_nothing_only_in_words() -> None:
    assert text("zh", "dashboard.check.no_division") in words(check_yourself(unusable(), "zh"))


def test_the_gravest_finding_stands_first_with_mark_and_word() -> None:
    (first, *_) = [li for li in of_type(findings(disqualified(), "zh"), html.Li)]
    assert first.className == "finding-disqualifying"
    assert words(first).startswith("×" + text("zh", "findings.severity.disqualifying"))


def test_a_guessed_kind_of_meter_is_said_right_after_the_verdict() -> None:
    said = words(view(coarse(), "zh"))
    note = text("zh", "verdict.assumption.utility_water")
    assert said.index(headline(coarse(), "zh")) < said.index(note) < said.index(next_step(coarse(), "zh"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_unconfirmed_is_shown_as_such(language: str) -> None:
    shown = [
        s
        for s in of_type(sources(fast(), language), html.Span)
        if "certainty-unconfirmed" in getattr(s, "className", "")
    ]
    assert len(shown) >= 2
    assert all(words(s) == text(language, "dashboard.certainty.unconfirmed") for s in shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tolerance_gives_its_reason(language: str) -> None:
    result = fast()
    assert result.protocol.tolerance.origin.reason[language] in words(sources(result, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_footer_says_that_this_is_screening(language: str) -> None:
    assert screening_note(language) in words(
        html.Div(frame(html.Main(), Place(language), DashboardServices()))
    )


def test_one_comparison_alone_offers_itself_the_other_language_and_help() -> None:
    page = html.Div(frame(view(fast(), "zh"), Place("zh"), DashboardServices(result=fast)))
    assert [part.href for part in walk(page) if getattr(part, "href", None)] == ["/zh/", "/en/", "/zh/help"]


def test_the_language_switch_keeps_the_page() -> None:
    page = html.Div(frame(html.Main(), Place("zh", ("story", "rollover")), DashboardServices()))
    assert "/en/story/rollover" in [part.href for part in walk(page) if getattr(part, "href", None)]


def test_the_resident_reads_no_jargon() -> None:
    for case in CASES.values():
        read = words(view(case(), "zh"))
        assert [word for word in ("p 值", "p-value", "置信区间", "异常") if word in read] == []


def test_a_file_is_named_without_the_folders_above_it() -> None:
    result = replace(fast(), inputs=(InputFile(file="/home/someone/log.csv", sha256="0" * 64),))
    assert "someone" not in words(sources(result, "zh"))
    assert "log.csv" in words(sources(result, "zh"))


def test_a_log_without_findings_says_so() -> None:
    assert text("zh", "dashboard.findings.none") in words(findings(replace(fast(), findings=()), "zh"))


def test_digits_follow_the_step() -> None:
    assert as_read(4.2, 0.001) == "4.200"
    assert apart(-0.003, 0.001) == "−0.003"
    assert apart(0.0, 0.001) == "0.000"
    assert as_read(-1e-17, 0.1) == "0.0"
    assert as_read(7.0, 1.0) == "7"
    assert ratio(1.05019, 0.0005) == "1.0502"
    assert ratio(1.2, None) == "1.2000"


def test_a_number_stays_with_its_unit() -> None:
    assert unbroken("各走 4.2 吨，±2 %") == "各走 4.2\u00a0吨，±2\u00a0%"


def test_the_rows_of_a_bench_are_runs_with_time_and_flow() -> None:
    """The story's log: three flows, three runs each."""
    result = run_story("certificate_on_the_bench")
    table = day_table(result, "zh")
    columns, first, *rows, total = [[words(c) for c in row.children] for row in of_type(table, html.Tr)]
    assert day_title(result, "zh") == text("zh", "report_page.days.title_runs")
    assert columns[-1] == text("zh", "report_page.days.flow", unit="m³/h")
    assert len({row[0] for row in rows}) == len(rows) == 9
    assert len({row[-1] for row in rows}) == 3
    assert (first[-1], total[-1]) == ("—", "")
    assert day_title(fast(), "zh") == text("zh", "dashboard.days.title")
