"""The timeline and the waterfall: what both pens draw is what the study found."""

from datetime import date

import numpy as np
import pytest

from comparekit.figures.data import FigureData, Role
from comparekit.figures.dates import date_axis
from comparekit.figures.plotly_ import plotly_figure
from comparekit.figures.replacement import timeline_figure
from comparekit.figures.svg_ import svg_figure
from comparekit.figures.waterfall import waterfall_figure
from comparekit.i18n.catalog import LANGUAGES
from comparekit.ingest.replacement_file import load_replacement_protocol
from comparekit.readings.usage import BILLS, usage_series
from comparekit.services.figures import write_replacement_figures
from comparekit.studies.replacement import study_replacement
from comparekit.studies.use_change import CONTINUATION
from comparekit.wording.replacement import no_steps_sentence
from comparekit.wording.use_dates import averages_note
from figures.pictures import Picture, rectangle
from figures.replacement_cases import REPLACED, bills, fall, leak

CASES = {
    "bills": lambda language: timeline_figure(bills(), language),
    "leak": lambda language: timeline_figure(leak(), language),
    "bridge": lambda language: waterfall_figure(bills().bridge, language),
    "alone": lambda language: waterfall_figure(bills(compared=False).bridge, language),
}


def drawn(name: str, language: str = "zh", width: float = 900) -> tuple[FigureData, Picture]:
    figure = CASES[name](language)
    assert figure is not None
    return figure, Picture(svg_figure(figure, width=width), figure)


def test_a_bar_stands_over_its_days_as_high_as_the_use_of_a_day() -> None:
    figure = timeline_figure(bills(), "zh")
    assert figure is not None
    before, after = figure.series_of(Role.OLD), figure.series_of(Role.NEW)
    assert before is not None and after is not None
    # 90 m3 in 30 days are 3 a day, and so on
    assert [p.y for p in before.points] == pytest.approx([3.0, 2.7, 3.3, 2.8, 3.2])
    assert [(p.x - p.width / 2, p.x + p.width / 2) for p in before.points if p.width][-1] == (-30.0, 0.0)
    assert [p.y for p in after.points] == pytest.approx([1.5])
    levels = figure.series_of(Role.LEVEL)
    assert levels is not None
    assert [p.y for p in levels.points] == pytest.approx([3.0, 1.5])
    assert figure.marks[0].x == 0.0


def test_a_period_with_the_replacement_in_it_is_parted_there_and_nobody_says_by_how_much() -> None:
    ends = REPLACED + np.timedelta64(1, "D") * np.array([-80, -50, -20, 10])
    usage = usage_series(ends[:-1], ends[1:], np.array([90.0, 93, 60]), kind=BILLS)
    result = study_replacement(usage, REPLACED, load_replacement_protocol("water-replacement"))
    figure = timeline_figure(result, "zh")
    assert figure is not None
    before, after = figure.series_of(Role.OLD), figure.series_of(Role.NEW)
    assert before is not None and after is not None
    old, new = before.points[-1], after.points[0]
    assert [(p.x - p.width / 2, p.x + p.width / 2) for p in (old, new) if p.width] == [(-20, 0), (0, 10)]
    assert old.y == new.y == pytest.approx(2.0)  # 60 m3 in 30 days
    assert result.bridge is None and "中间" in no_steps_sentence(result, "zh")


def test_averages_that_fall_with_an_earlier_change_are_explained_beside_them() -> None:
    figure, result = timeline_figure(leak(), "zh"), leak()
    assert figure is not None and result.dates is not None
    told = averages_note(result, "zh")
    # a leak of as much as the use itself ended before: the plain averages halve, the comparison does not
    assert result.rate_after / result.rate_before < 0.65
    assert told and told in figure.notes
    assert averages_note(bills(), "zh") == ""


def test_what_would_have_been_is_the_use_after_over_the_ratio() -> None:
    figure, result = timeline_figure(bills(), "en"), bills()
    assert figure is not None
    expected = figure.series_of(Role.EXPECTED)
    assert expected is not None
    (point,) = expected.points
    interval = result.evidence[0].interval()
    assert point.y == pytest.approx(1.5 / result.evidence[0].estimate)
    assert point.span is not None
    assert (point.span.low, point.span.high) == pytest.approx((1.5 / interval.high, 1.5 / interval.low))
    # changed, so the use after lies outside the range
    assert result.changed and point.span.low > 1.5


def test_the_continued_course_is_shown_week_by_week_where_there_is_one() -> None:
    figure, result = timeline_figure(fall(), "zh"), fall()
    assert figure is not None
    known = next(one for one in result.evidence if one.level == CONTINUATION)
    assert known.expected is not None
    expected = figure.series_of(Role.EXPECTED)
    assert expected is not None
    assert [p.y for p in expected.points] == pytest.approx(list(known.expected[0]))


def test_the_day_of_the_change_is_marked_with_the_days_it_may_be() -> None:
    figure, result = timeline_figure(leak(), "zh"), leak()
    assert figure is not None and result.dates is not None
    assert len(figure.marks) == 1 + len(result.dates.shifts) == 2
    mark = figure.marks[1]
    assert mark.span is not None and mark.span.low is not None and mark.span.high is not None
    assert mark.span.low <= -16.5 <= mark.span.high  # repaired 16 days before; noon of the replacement is 0
    assert "不是换表那天" in figure.title


def test_the_steps_of_the_waterfall_lead_from_bill_to_bill() -> None:
    bridge = bills().bridge
    figure = waterfall_figure(bridge, "zh")
    assert bridge is not None and figure is not None
    points = sorted((p for s in figure.series for p in s.points), key=lambda p: p.x)
    first, *steps, last = points
    assert (first.base, first.y) == (0.0, pytest.approx(360.0))  # 90 m3 at 4 yuan
    assert last.y == pytest.approx(180.0)
    for before, step in zip([first, *steps], steps, strict=False):
        assert step.base == pytest.approx(before.y)
    assert steps[-1].y == pytest.approx(last.y)
    meter = figure.series_of(Role.METER)
    assert meter is not None
    (own,), step = meter.points, bridge.step("meter")
    assert step is not None and step.money is not None and own.span is not None
    assert (own.span.low, own.span.high) == pytest.approx(
        (own.base + step.money.low, own.base + step.money.high)
    )
    alone = waterfall_figure(bills(compared=False).bridge, "zh")
    assert alone is not None and alone.series_of(Role.METER) is None


@pytest.mark.parametrize("name", ["bridge", "alone"])
def test_both_pens_draw_the_same_steps(name: str) -> None:
    figure, picture = drawn(name)
    plotly = plotly_figure(figure)
    for series in figure.series:
        bar = next(t for t in plotly.data if t.name == series.name and t.type == "bar")
        base = bar.base if bar.base is not None else [0.0] * len(bar.x)
        shown = sorted((y, b, b + x) for y, b, x in zip(bar.y, base, bar.x, strict=True))
        ink = []
        for rect in picture.marks(series.role, "bar"):
            x, y, wide, high = rectangle(rect)
            (row, left), (_, right) = picture.at(x, y + high / 2), picture.at(x + wide, y + high / 2)
            ink.append((row, left, right))
        for (row, *one), (other_row, *two) in zip(sorted(ink), shown, strict=True):
            assert row == pytest.approx(other_row, abs=0.01)
            assert sorted(one) == pytest.approx(sorted(two), abs=0.2)
        if series.role in (Role.STEP, Role.METER):
            drawn_lines = [t for t in plotly.data if t.name == series.name and t.type == "scatter"]
            lines = [t for t in drawn_lines if t.line.width == 1.5]
            ends = [x for t in lines for x in t.x if x is not None]
            spans = [end for _, low, high in picture.spans(series.role) for end in (low, high)]
            assert sorted(spans) == pytest.approx(sorted(ends), abs=0.2)


@pytest.mark.parametrize("name", ["bills", "leak"])
def test_both_pens_draw_the_same_stretches_and_moments(name: str) -> None:
    figure, picture = drawn(name)
    plotly = plotly_figure(figure)
    expected = figure.series_of(Role.EXPECTED)
    assert expected is not None
    course = next(t for t in plotly.data if t.name == expected.name and t.line.dash == "dash")
    wanted = [(x, y) for x, y in zip(course.x, course.y, strict=True) if x is not None]
    found = picture.path(Role.EXPECTED, "course")
    assert [x for at in found for x in at] == pytest.approx([x for at in wanted for x in at], abs=0.2)
    areas = [s for s in plotly.layout.shapes if s.layer == "below" and s.yref != "paper"]
    ends = sorted({round(y, 2) for area in areas for y in (area.y0, area.y1)})
    assert len(areas) == len(expected.points)  # below the bars: no trace fills anything on top of them
    assert not any(t.fill for t in plotly.data if t.type == "scatter")
    rects = [rectangle(r) for r in picture.all("rect", "area")]
    inked = sorted({round(picture.at(x, y + h)[1], 2) for x, y, _, h in rects for h in (0.0, h)})
    assert inked == pytest.approx(ends, abs=0.02)
    order = [e for e in picture.root.iter() if e.get("class") in ("area", "bar")]
    assert [e.get("class") for e in order] == sorted(e.get("class") for e in order)  # areas, then bars
    lines = [s for s in plotly.layout.shapes if s.type == "line" and s.yref == "paper"]
    shown = [picture.at(float(m.attrib["x1"]), float(m.attrib["y1"]))[0] for m in picture.all("line", "mark")]
    assert shown == pytest.approx([s.x0 for s in lines], abs=0.2)
    words = [a.text for a in plotly.layout.annotations]
    assert all(f"<b>{mark.label}</b>" in words and mark.label in picture.words() for mark in figure.marks)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("width", [390, 900])
def test_no_words_leave_the_sheet_and_each_number_stands_in_the_table(
    name: str, language: str, width: float
) -> None:
    figure, picture = drawn(name, language, width)
    assert picture.outside() == []
    cells = {cell for row in figure.table.rows for cell in row}
    values = {p.value for s in figure.series for p in s.points if s.role in (Role.METER, Role.STEP)}
    assert values <= cells
    assert len({len(row) for row in figure.table.rows} | {len(figure.table.columns)}) <= 1


def test_months_and_days_are_labelled_where_they_begin() -> None:
    noon = np.datetime64("2025-04-01T04:00:00", "ns")  # noon in Shanghai
    months = date_axis(noon, -200.0, 200.0, "Asia/Shanghai", "en")
    assert months.ticks[0].text == "Oct\n2024" and months.ticks[1].text == "Jan\n2025"
    assert months.ticks[0].value == (date(2024, 10, 1) - date(2025, 4, 1)).days - 0.5
    days = date_axis(noon, -10.5, 10.5, "Asia/Shanghai", "zh")
    assert 3 <= len(days.ticks) <= 6


def test_the_figures_of_a_study_become_files(tmp_path) -> None:
    written, outdated = write_replacement_figures(bills(), tmp_path, "zh")
    assert {file.name for file in written} == {"timeline.svg", "waterfall.svg"}
    assert outdated == ()
