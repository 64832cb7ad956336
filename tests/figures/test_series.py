import pytest

from comparekit.figures.data import Cut, Role
from comparekit.figures.looks import looks
from comparekit.figures.series import difference_figure
from comparekit.i18n.catalog import LANGUAGES, text
from comparekit.stats.deviation import fit_deviation
from figures.series_cases import CASES, coarse, fast, identical, month, one_day, two_days, unusable


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
    interval = result.deviation.interval(0.95)
    assert (last.estimate, last.span.low, last.span.high) == (
        result.deviation.estimate,
        interval.low,
        interval.high,
    )


def test_each_look_knows_only_the_days_so_far() -> None:
    result = fast()
    third = looks(result)[1]
    alone = fit_deviation(
        [b.test for b in result.blocks[:3]], [b.reference for b in result.blocks[:3]],
        test_step=0.001, reference_step=0.001, prior_scale=result.protocol.prior_scale,
    )  # fmt: skip
    assert third.blocks == 3
    assert third.estimate == pytest.approx(float(alone.estimate), abs=1e-5)
    assert third.span.low == pytest.approx(float(alone.interval()[0]), abs=5e-4)


def test_running_starts_on_the_second_day() -> None:
    running = difference_figure(fast(), "zh").series_of(Role.RUNNING)
    assert running is not None
    assert [p.x for p in running.points] == [2, 3, 4, 5, 6, 7]
    assert [p.label != "" for p in running.points] == [False] * 5 + [True]


def test_one_day_has_no_running_series_and_no_warning() -> None:
    figure = difference_figure(one_day(), "en")
    assert figure.series_of(Role.RUNNING) is None
    assert figure.warning == ""


def test_two_days_have_one_look() -> None:
    running = difference_figure(two_days(), "en").series_of(Role.RUNNING)
    assert running is not None
    assert len(running.points) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_itself_warns_against_stopping_early(language: str) -> None:
    assert difference_figure(identical(), language).warning == text(language, "figures.difference.warning")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tolerance_is_called_by_its_name(language: str) -> None:
    (band,) = difference_figure(identical(), language).bands
    assert (band.low, band.high) == (-0.02, 0.02)
    assert ("比对允差" if language == "zh" else "Tolerance of the comparison") in band.label
    assert "±2 %" in band.label


def test_a_wide_early_day_is_cut_at_the_frame_and_said_so() -> None:
    figure = difference_figure(fast(), "zh")
    running = figure.series_of(Role.RUNNING)
    assert running is not None
    first = running.points[0].span
    assert first is not None
    assert first.held(figure.y)[1] == (figure.y.high, Cut.ABOVE)
    assert text("zh", "figures.difference.note.cut") in figure.notes


def test_nothing_cut_nothing_said() -> None:
    assert text("zh", "figures.difference.note.cut") not in difference_figure(identical(), "zh").notes


def test_days_without_a_ratio_are_left_out_and_said_so() -> None:
    figure = difference_figure(coarse(), "zh")
    assert not figure.series[0].visible
    assert text("zh", "figures.difference.note.no_ratio") in figure.notes


def test_no_information_reaches_the_frame_on_both_sides() -> None:
    figure = difference_figure(unusable(), "zh")
    running = figure.series_of(Role.RUNNING)
    assert running is not None
    span = running.points[-1].span
    assert span is not None
    assert [side for _, side in span.held(figure.y)] == [Cut.BELOW, Cut.ABOVE]
    assert figure.table.rows[-1][-1] == text("zh", "figures.difference.unknown_span")


def test_values_in_the_figure_are_those_of_the_result() -> None:
    result = fast()
    days, running = difference_figure(result, "zh").series
    assert [p.y for p in days.points] == pytest.approx([b.test / b.reference - 1 for b in result.blocks])
    assert running.points[-1].y == result.deviation.estimate


def test_a_month_has_few_labels_and_the_month_only_where_it_changes() -> None:
    ticks = difference_figure(month(), "zh").x.ticks
    assert len(ticks) <= 7
    assert [t.text for t in ticks if "月" in t.text] == ["5月11日", "6月5日"]
