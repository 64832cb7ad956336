import json
import subprocess
import sys

import pytest

from comparekit.figures import theme
from comparekit.figures.data import Role
from comparekit.figures.plotly_ import plotly_figure
from comparekit.figures.series import difference_figure
from figures.series_cases import CASES, coarse, fast, two_days


@pytest.mark.parametrize("case", CASES)
def test_plotly_draws_every_case_within_the_frame(case: str) -> None:
    figure = difference_figure(CASES[case](), "zh")
    for trace in plotly_figure(figure).data:
        assert all(figure.y.low <= y <= figure.y.high for y in trace.y if y is not None)


def test_the_pen_draws_the_numbers_of_the_figure() -> None:
    figure = difference_figure(fast(), "en")
    drawn = plotly_figure(figure)
    for series in figure.series:
        wanted = [p.text.replace("\n", "<br>") for p in series.points if p.y is not None]
        if wanted:
            trace = next(t for t in drawn.data if t.text is not None and list(t.text) == wanted)
            assert list(trace.y) == pytest.approx([p.y for p in series.points if p.y is not None])
    words = [a.text for a in drawn.layout.annotations]
    assert figure.warning in words
    assert figure.bands[0].label in words
    assert list(drawn.layout.yaxis.ticktext) == [t.text for t in figure.y.ticks]


def test_the_range_for_daily_looks_has_a_solid_outline_and_the_other_is_dashed() -> None:
    figure = difference_figure(fast(), "en")
    names = {s.role: s.name for s in figure.series}
    lines = [(t.name, t.line) for t in plotly_figure(figure).data if t.mode == "lines" and t.line.width]
    watched = [line for name, line in lines if name == names[Role.WATCHED]]
    fixed = [line for name, line in lines if name == names[Role.FIXED]]
    assert len(watched) == 2
    assert all(line.color == theme.ACCENT and line.dash is None for line in watched)
    assert all(line.color != theme.ACCENT and line.dash and line.width < 2 for line in fixed)
    assert fixed


@pytest.mark.parametrize("case", ["fast", "stopped", "month"])
def test_the_thickest_line_is_the_range_that_the_verdict_rests_on(case: str) -> None:
    result = CASES[case]()
    figure = difference_figure(result, "zh")
    lines = [t for t in plotly_figure(figure).data if t.mode and "lines" in t.mode]
    thickest = max(lines, key=lambda t: t.line.width or 0)
    interval = result.deciding_interval
    assert list(thickest.y) == pytest.approx([interval.low, interval.high])


def test_nothing_is_thick_before_a_range_decides() -> None:
    drawn = plotly_figure(difference_figure(two_days(), "zh"))
    assert all((t.line.width or 0) < 3 for t in drawn.data)


def test_ranges_that_leave_the_frame_carry_triangles_and_no_outline() -> None:
    figure = difference_figure(coarse(), "en")
    drawn = plotly_figure(figure)
    symbols = [s for t in drawn.data if isinstance(t.marker.symbol, tuple) for s in t.marker.symbol]
    assert "triangle-up" in symbols
    watched = figure.series_of(Role.WATCHED)
    assert watched is not None
    upper = next(t for t in drawn.data if t.name == watched.name and t.line.width == 2)
    assert upper.y[0] is None


def test_the_figure_is_plain_json() -> None:
    json.loads(plotly_figure(difference_figure(fast(), "zh")).to_json())


def test_building_a_figure_does_not_load_plotly() -> None:
    code = "import sys, comparekit.figures.series, comparekit.figures.plotly_; print('plotly' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
