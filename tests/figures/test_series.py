from collections.abc import Callable

import pytest

from comparekit.figures.data import Cut, FigureData, Role, Span
from comparekit.figures.looks import looks
from comparekit.figures.series import difference_figure
from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.stats.deviation import fit_deviation
from comparekit.stats.looks import boundary_interval, planned_tails
from comparekit.studies.series_result import SeriesResult
from figures.series_cases import (
    CASES,
    coarse,
    fast,
    identical,
    month,
    one_day,
    planned_looks,
    season,
    stopped,
    two_days,
    unusable,
)


def spans(figure: FigureData, role: Role) -> dict[int, tuple[float, float]]:
    series = figure.series_of(role)
    assert series is not None
    known = {int(p.x): p.span for p in series.points if p.span is not None}
    return {x: (s.low, s.high) for x, s in known.items() if s.low is not None and s.high is not None}


def deciding(figure: FigureData) -> list[tuple[Role, int]]:
    return [(s.role, int(p.x)) for s in figure.series for p in s.points if p.deciding]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_case_has_a_figure_in_both_languages(case: str, language: str) -> None:
    figure = difference_figure(CASES[case](), language)
    assert figure.title
    assert figure.notes
    assert figure.y.low < -0.02
    assert figure.y.high > 0.02
    assert len(figure.table.rows) == len(figure.series[0].points)


def test_the_last_look_is_the_result_itself() -> None:
    result = fast()
    last = looks(result)[-1]
    fixed, watched = result.deviation.interval(0.95), result.monitoring_interval(0.95)
    assert last.estimate == result.deviation.estimate
    assert last.fixed == Span(low=fixed.low, high=fixed.high)
    assert last.watched == Span(low=watched.low, high=watched.high)


def test_each_look_knows_only_the_days_so_far() -> None:
    result = fast()
    third = looks(result)[1]
    alone = fit_deviation(
        [b.test for b in result.blocks[:3]], [b.reference for b in result.blocks[:3]],
        test_step=0.001, reference_step=0.001, prior_scale=result.protocol.prior_scale,
    )  # fmt: skip
    assert third.blocks == 3
    assert third.estimate == pytest.approx(float(alone.estimate), abs=1e-5)
    assert third.fixed is not None and third.watched is not None
    assert third.fixed.low == pytest.approx(float(alone.interval()[0]), abs=5e-4)
    assert third.watched.low == pytest.approx(float(boundary_interval(alone, 3)[0]), abs=2e-3)


def test_running_starts_on_the_second_day() -> None:
    running = difference_figure(fast(), "zh").series_of(Role.RUNNING)
    assert running is not None
    assert [p.x for p in running.points] == [2, 3, 4, 5, 6, 7]
    assert [p.label != "" for p in running.points] == [False] * 5 + [True]


def test_the_range_for_daily_looks_starts_on_the_third_day_and_is_the_wider_one() -> None:
    figure = difference_figure(fast(), "zh")
    watched, fixed = (spans(figure, role) for role in (Role.WATCHED, Role.FIXED))
    assert list(watched) == [3, 4, 5, 6, 7]
    assert list(fixed) == [2, 3, 4, 5, 6, 7]
    assert all(watched[day][0] < fixed[day][0] < fixed[day][1] < watched[day][1] for day in watched)


def test_at_the_planned_end_the_range_for_one_look_decides() -> None:
    result = fast()
    figure = difference_figure(result, "en")
    assert result.basis == "fixed"
    assert deciding(figure) == [(Role.FIXED, 7)]
    interval = result.deciding_interval
    assert figure.deciding == Span(low=interval.low, high=interval.high)


@pytest.mark.parametrize(("case", "last"), [(stopped, 4), (month, 30)])
def test_before_and_after_the_planned_end_the_range_for_daily_looks_decides(
    case: Callable[[], SeriesResult], last: int
) -> None:
    result = case()
    figure = difference_figure(result, "en")
    assert result.basis == "monitoring"
    assert deciding(figure) == [(Role.WATCHED, last)]
    interval = result.deciding_interval
    assert figure.deciding == Span(low=interval.low, high=interval.high)


def test_the_range_for_one_look_is_not_drawn_after_the_planned_end() -> None:
    assert list(spans(difference_figure(month(), "zh"), Role.FIXED)) == [2, 3, 4, 5, 6, 7]


def test_looks_fixed_beforehand_are_the_only_ones_drawn() -> None:
    result = planned_looks()
    figure = difference_figure(result, "zh")
    assert list(spans(figure, Role.WATCHED)) == [4, 7]
    assert figure.series_of(Role.FIXED) is None
    assert figure.warning == ""
    assert deciding(figure) == [(Role.WATCHED, 7)]
    (first, _) = spans(figure, Role.WATCHED).values()
    tails = planned_tails([4, 7])
    alone = fit_deviation(
        [b.test for b in result.blocks[:4]], [b.reference for b in result.blocks[:4]],
        test_step=0.001, reference_step=0.001, prior_scale=result.protocol.prior_scale,
    )  # fmt: skip
    assert first[0] == pytest.approx(float(alone.interval(1 - float(tails[0]))[0]), abs=5e-3)


def test_after_thirty_days_the_range_is_the_one_for_any_look() -> None:
    result = season()
    figure = difference_figure(result, "en")
    watched = spans(figure, Role.WATCHED)
    assert list(watched) == list(range(3, 41))
    wide = {day: high - low for day, (low, high) in watched.items()}
    assert wide[31] > wide[30]
    series = figure.series_of(Role.WATCHED)
    assert series is not None and series.name == text("en", "figures.difference.watched.e-process")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_two_ranges_are_called_by_what_they_may_be_used_for(language: str) -> None:
    figure = difference_figure(fast(), language)
    names = {s.role: s.name for s in figure.series}
    assert ("每天看也算数" if language == "zh" else "looking every day") in names[Role.WATCHED]
    assert ("只在计划的那天用" if language == "zh" else "only at the planned end") in names[Role.FIXED]


def test_pointing_at_a_day_tells_both_ranges() -> None:
    running = difference_figure(fast(), "zh").series_of(Role.RUNNING)
    assert running is not None
    assert [len(p.text.splitlines()) for p in running.points] == [2, 3, 3, 3, 3, 3]


def test_the_table_has_a_column_for_each_range() -> None:
    table = difference_figure(stopped(), "zh").table
    assert len(table.columns) == 5
    none = text("zh", "figures.difference.table.none")
    assert [row[3] == none for row in table.rows] == [True, True, False, False]
    assert [row[4] == none for row in table.rows] == [True, False, False, False]


def test_one_day_has_no_running_series_and_no_warning() -> None:
    figure = difference_figure(one_day(), "en")
    assert [s.role for s in figure.series] == [Role.DAY]
    assert figure.warning == ""


def test_two_days_have_one_look() -> None:
    running = difference_figure(two_days(), "en").series_of(Role.RUNNING)
    assert running is not None
    assert len(running.points) == 1


def test_before_the_third_day_no_range_decides() -> None:
    figure = difference_figure(two_days(), "zh")
    assert deciding(figure) == []
    assert figure.deciding is None
    assert figure.notes[0] == text("zh", "figures.difference.note.too_early", planned=7)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_itself_warns_against_stopping_early(language: str) -> None:
    warning = difference_figure(identical(), language).warning
    assert warning == text(language, "figures.difference.warning", planned=7)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tolerance_is_called_by_its_name(language: str) -> None:
    (band,) = difference_figure(identical(), language).bands
    assert (band.low, band.high) == (-0.02, 0.02)
    assert ("比对允差" if language == "zh" else "Tolerance of the comparison") in band.label
    assert "±2 %" in band.label


def test_a_wide_early_day_is_cut_at_the_frame_and_said_so() -> None:
    figure = difference_figure(fast(), "zh")
    watched = figure.series_of(Role.WATCHED)
    assert watched is not None
    first = watched.points[0].span
    assert first is not None
    assert first.held(figure.y)[1] == (figure.y.high, Cut.ABOVE)
    assert text("zh", "figures.difference.note.cut") in figure.notes


def test_nothing_cut_nothing_said() -> None:
    assert text("zh", "figures.difference.note.cut") not in difference_figure(identical(), "zh").notes


def test_days_without_a_ratio_are_left_out_and_said_so() -> None:
    figure = difference_figure(coarse(), "zh")
    assert not figure.series[0].visible
    assert text("zh", "figures.difference.note.no_ratio") in figure.notes


@pytest.mark.parametrize("role", [Role.WATCHED, Role.FIXED])
def test_no_information_reaches_the_frame_on_both_sides(role: Role) -> None:
    figure = difference_figure(unusable(), "zh")
    series = figure.series_of(role)
    assert series is not None
    span = series.points[-1].span
    assert span is not None
    assert [side for _, side in span.held(figure.y)] == [Cut.BELOW, Cut.ABOVE]
    assert figure.table.rows[-1][-1] == text("zh", "figures.difference.unknown_span")


def test_values_in_the_figure_are_those_of_the_result() -> None:
    result = fast()
    days, running, *_ = difference_figure(result, "zh").series
    assert [p.y for p in days.points] == pytest.approx([b.test / b.reference - 1 for b in result.blocks])
    assert running.points[-1].y == result.deviation.estimate


def test_a_month_has_few_labels_and_the_month_only_where_it_changes() -> None:
    ticks = difference_figure(month(), "zh").x.ticks
    assert len(ticks) <= 7
    assert [t.text for t in ticks if "月" in t.text] == ["11日\n5月", "5日\n6月"]
