"""Ranges by method: what is drawn is what was computed, and no answer is drawn as none."""

import pytest

from comparekit.figures.data import Role
from comparekit.figures.svg_ import svg_figure
from comparekit.figures.why import why_figure
from comparekit.i18n.catalog import text
from comparekit.services.stories import run_story, story_names
from comparekit.studies.why import has_other_methods, other_methods
from figures.series_cases import fast, identical, unsure


def test_a_row_without_an_answer_has_its_words_and_no_mark():
    figure = why_figure(other_methods(identical()), identical(), "zh")
    silent = figure.series_of(Role.ERROR).points[0]
    assert (silent.y, silent.span) == (None, None)
    assert silent.label == text("zh", "why.figure.row.no_answer")


def test_the_own_ranges_carry_the_verdict_and_a_spreadsheets_none():
    for result, own in ((identical(), Role.PASS), (fast(), Role.FAIL)):
        figure = why_figure(other_methods(result), result, "zh")
        assert {s.role for s in figure.series} == {Role.ERROR, own}
        last = figure.series_of(own).points[-1].span
        assert (last.low, last.high) == (result.monitoring_interval().low, result.monitoring_interval().high)
    figure = why_figure(other_methods(unsure()), unsure(), "zh")
    assert [s.role for s in figure.series] == [Role.ERROR]
    assert len(figure.series[0].points) == 5


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_story_with_days_can_be_drawn(language):
    for name in story_names():
        result = run_story(name)
        if has_other_methods(result):
            figure = why_figure(other_methods(result), result, language)
            assert len(figure.table.rows) == len(figure.x.ticks)
            for width in (390, 900):
                assert svg_figure(figure, width=width).startswith("<svg")
