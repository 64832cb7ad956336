from dataclasses import replace

import pytest

from comparekit.figures.days import days_figure
from comparekit.figures.plotly_ import plotly_figure
from comparekit.figures.series import difference_figure
from comparekit.figures.svg_ import svg_figure
from comparekit.i18n.catalog import LANGUAGES
from comparekit.services.stories import run_story
from comparekit.studies.series_result import SeriesResult
from figures.pictures import Box, Picture, letters
from figures.series_cases import coarse, compared, fast, identical, month, one_day, register, season, unusable


def labels(result: SeriesResult) -> dict[int, str]:
    figure = days_figure(result, "en")
    assert figure is not None
    return {int(label.x): label.text for label in figure.labels}


def lasting(days: int) -> SeriesResult:
    """A comparison of so many days, its blocks repeated: what is drawn depends on nothing else here."""
    blocks = fast().blocks
    return replace(fast(), blocks=tuple(blocks[k % len(blocks)] for k in range(days)))


def test_bars_are_the_volumes_of_the_result_and_start_at_zero() -> None:
    result = fast()
    figure = days_figure(result, "zh")
    assert figure is not None
    old, new = figure.series
    assert [p.y for p in old.points] == [b.test for b in result.blocks]
    assert [p.y for p in new.points] == [b.reference for b in result.blocks]
    assert figure.y.low == 0
    assert figure.y.high > max(p.y for s in figure.series for p in s.points if p.y is not None)


def test_the_difference_of_each_day_of_a_week_is_written_in_litres() -> None:
    result = fast()
    # By hand, from the readings of the case: 5 % of 0.612 m3, floored to the litre at both ends, is 31 L.
    assert labels(result)[1] == "+31"
    assert len(labels(result)) == 7
    for k, block in enumerate(result.blocks, start=1):
        assert float(labels(result)[k]) == pytest.approx(1000 * block.difference, abs=1e-6)


def test_coarse_registers_keep_cubic_metres_and_the_coarser_of_both_decides_the_digits() -> None:
    result = run_story("coarse_register")  # read to 1 m3 against 0.001 m3
    assert set(labels(result).values()) <= {"0", "+1", "−1"}
    figure = days_figure(result, "en")
    assert figure is not None
    assert "in m³" in figure.notes[0]
    assert (
        figure.title
        == "The meters differ by 1 m³ a day at most, no more than rounding of the readings can cause"
    )


def test_a_register_that_went_back_is_marked_and_said_so() -> None:
    for story, back in (("stairwell_log", True), ("huangyan_7_days", False)):
        figure = days_figure(run_story(story), "en")
        assert figure is not None
        assert any("went back" in note for note in figure.notes) is back
        assert bool(Picture(svg_figure(figure)).all("path", "cut-below")) is back


def test_the_table_holds_the_numbers_that_are_drawn() -> None:
    for result in (fast(), month(), coarse()):
        figure = days_figure(result, "en")
        assert figure is not None
        written = {int(label.x): label.text for label in figure.labels}
        for k, row in enumerate(figure.table.rows, start=1):
            drawn = [s.points[k - 1].y for s in figure.series]
            assert [float(cell) for cell in row[1:3]] == pytest.approx(drawn)
            assert written.get(k, row[3]) == row[3]


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (identical(), "two meters|same every day"),
        (fast(), "more every day"),
        (one_day(), "same on this day"),
        (coarse(), "no more than rounding"),
        (unusable(), "same every day"),
    ],
)
def test_the_title_is_the_finding(result: SeriesResult, words: str) -> None:
    figure = days_figure(result, "en")
    assert figure is not None
    assert any(part in figure.title for part in words.split("|"))


def test_the_title_counts_the_days_on_either_side() -> None:
    result = compared([0.0, 0.510, 1.0, 1.6, 2.2], [0.0, 0.5, 1.0, 1.59, 2.2])
    # Differences +10, -10, +10, -10 litres.
    figure = days_figure(result, "zh")
    assert figure is not None
    assert figure.title == "旧表有 2 天多走、2 天少走，一天最多差 10 升"


def test_days_that_are_the_same_are_told_apart_from_days_that_differ() -> None:
    figure = days_figure(compared([0.0, 0.51, 1.01, 1.61], [0.0, 0.5, 1.0, 1.59]), "en")
    assert figure is not None
    assert figure.title.startswith("The old meter counted more on 2 of 3 days, by 10 L at most")


def test_what_rounding_can_cause_is_said_with_the_steps() -> None:
    figure = days_figure(fast(), "en")
    assert figure is not None
    assert "up to 2 L in a day" in figure.notes[1]


def test_a_label_that_would_stand_far_over_its_own_bars_is_left_out() -> None:
    used = tuple(0.1 if k % 3 == 1 else 0.9 for k in range(30))
    fast_when_low = tuple(v + (0.05 if v == 0.1 else 0.01) for v in used)
    result = compared(register(0.0, fast_when_low), register(0.0, used))
    assert {used[k - 1] for k in labels(result)} == {0.9}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1920])
def test_no_words_touch_from_one_day_to_sixty(language: str, width: int) -> None:
    for days in (*range(1, 15), *range(15, 61, 5)):
        figure = days_figure(lasting(days), language)
        assert figure is not None
        read = Picture(svg_figure(figure, width=width), figure)
        assert read.collisions() == [], days
        assert read.outside() == [], days


@pytest.mark.parametrize("frame", [(318, 250), (1800, 400)])
def test_on_the_screen_no_difference_touches_another_or_a_bar(frame: tuple[int, int]) -> None:
    wide, high = frame
    for days in (1, 2, 7, 9, 14, 30, 45, 60):
        figure = days_figure(lasting(days), "en")
        assert figure is not None
        x, y = figure.x, figure.y
        boxes = []
        for note in plotly_figure(figure).layout.annotations:
            half, bottom = letters(note.text, note.font.size) / 2, high * (1 - y.share(note.y)) - note.yshift
            at = wide * x.share(note.x)
            boxes.append(Box(note.text, at - half, bottom - note.font.size, at + half, bottom))
        assert [(a, b) for k, a in enumerate(boxes) for b in boxes[:k] if a.touches(b)] == []
        bars = [
            Box(
                "bar",
                wide * x.share(at - t.width / 2),
                high * (1 - y.share(top)),
                wide * x.share(at + t.width / 2),
                high,
            )
            for t in plotly_figure(figure).data
            for at, top in zip(t.x, t.y, strict=True)
        ]
        assert [box.words for box in boxes for bar in bars if box.touches(bar)] == [], days


@pytest.mark.parametrize("result", [season(), month()])
@pytest.mark.parametrize("width", [390, 1920])
def test_the_difference_of_many_days_can_be_read_too(result: SeriesResult, width: int) -> None:
    figure = difference_figure(result, "zh")
    assert Picture(svg_figure(figure, width=width), figure).collisions() == []


def test_the_runs_of_a_bench_are_no_days() -> None:
    protocol = fast().protocol
    runs = replace(fast(), protocol=replace(protocol, plan=replace(protocol.plan, runs=True)))
    assert days_figure(runs, "zh") is None
    figure = difference_figure(runs, "en")
    assert figure.x.title == "Run"
    assert [t.text for t in figure.x.ticks] == [str(k) for k in range(1, 8)]
    assert [row[0] for row in figure.table.rows][:2] == ["run 1", "run 2"]
