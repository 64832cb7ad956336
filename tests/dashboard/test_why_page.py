"""Why not a spreadsheet: every story that has days, in both languages, with numbers from the study."""

import json
from functools import lru_cache

import pytest
from dash import html

from comparekit.figures.data import Role
from comparekit.figures.why import why_figure
from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.services.stories import run_story, story_names
from comparekit.studies.truth_rate import setup_of
from comparekit.studies.why import has_other_methods, other_methods
from comparekit.studies.why_bench import why_bench
from comparekit.wording.plan import hundred
from dashboard.pages import why
from dashboard.place import place_of
from dashboard.settings import DashboardServices
from figures.series_cases import fast, identical

STORY = lru_cache(32)(run_story)
SERVICES = DashboardServices(story_names=story_names, story=STORY)


def shown(path):
    page = why.page(place_of(path, "zh"), SERVICES)
    told = json.dumps(page.body().to_plotly_json(), default=lambda c: c.to_plotly_json(), ensure_ascii=False)
    return told.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_equal_readings_no_answer_and_a_false_certainty(language):
    page = shown(f"/{language}/why")
    assert text(language, "why.says.t_silent") in page
    assert "p = 0" in page
    assert text(language, "why.figure.row.no_answer") in page


def test_two_good_meters_are_accused_on_the_way_and_the_page_names_the_day():
    page = shown("/zh/why/story/two_good_meters_30_days")
    day = other_methods(STORY("two_good_meters_30_days")).accused_on
    assert text("zh", "why.says.daily_accused", day=day) in page
    assert text("zh", "why.wrong.daily_wrongly") in page


def test_a_table_of_counts_holds_counts_only():
    """The widths of the ranges are no times in 100: they are said below it."""
    body = why.page(place_of("/zh/why", "zh"), SERVICES).body()
    (table,) = [t for t in body._traverse() if getattr(t, "className", "") == "counts"]
    cells = [t.children for t in table._traverse() if isinstance(t, html.Td)]
    assert len(cells) == 10
    assert not any("%" in cell for cell in cells)
    assert "why-widths" in str(body)


def test_the_counts_are_those_of_the_simulation():
    page = shown("/zh/why/story/rollover")
    bench = why_bench(setup_of(STORY("rollover")))
    assert bench.accused_t > 0.05
    assert f'"children": "{hundred(bench.accused_t)}"' in page
    assert text("zh", "why.wrong.daily_not", looks=bench.looks, accused=hundred(bench.accused_t)) in page


def test_days_that_are_no_sample_are_not_simulated():
    assert STORY("stairwell_log").deviation.sigma > 0.05
    assert text("zh", "why.bench.unsteady", sigma="{}").split("{}")[1] in shown("/zh/why/story/stairwell_log")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", story_names())
def test_every_story_with_days_has_its_page_and_no_other(language, name):
    page = why.page(place_of(f"/{language}/why/story/{name}", "zh"), SERVICES)
    assert (page is not None) is has_other_methods(STORY(name))


@pytest.mark.parametrize(
    "path", ["/zh/why/story", "/zh/why/none", "/zh/why/story/none", "/zh/why/story/rollover/x"]
)
def test_what_is_not_there_is_not_found(path):
    assert why.page(place_of(path, "zh"), SERVICES) is None


def test_without_stories_there_is_no_such_page():
    assert why.page(place_of("/zh/why", "zh"), DashboardServices(result=fast)) is None


def test_a_verdict_never_changes_the_spreadsheet_rows():
    for result in (identical(), fast()):
        figure = why_figure(other_methods(result), result, "zh")
        assert {round(p.x) for p in figure.series_of(Role.ERROR).points} == {1, 2, 3}
        assert sum(len(s.points) for s in figure.series) == len(figure.x.ticks) == 5
