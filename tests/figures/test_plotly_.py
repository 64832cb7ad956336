import json
import subprocess
import sys

import pytest

from comparekit.figures.data import Role
from comparekit.figures.plotly_ import plotly_figure
from comparekit.figures.series import difference_figure
from figures.series_cases import CASES, fast


@pytest.mark.parametrize("case", CASES)
def test_plotly_draws_every_case_within_the_frame(case: str) -> None:
    figure = difference_figure(CASES[case](), "zh")
    for trace in plotly_figure(figure).data:
        assert all(figure.y.low <= y <= figure.y.high for y in trace.y if y is not None)


def test_the_pen_draws_the_numbers_of_the_figure() -> None:
    figure = difference_figure(fast(), "en")
    drawn = plotly_figure(figure)
    for series in figure.series:
        wanted = [p.text for p in series.points if p.y is not None]
        trace = next(t for t in drawn.data if t.text is not None and list(t.text) == wanted)
        assert list(trace.y) == pytest.approx([p.y for p in series.points if p.y is not None])
    words = [a.text for a in drawn.layout.annotations]
    assert figure.warning in words
    assert figure.bands[0].label in words
    assert list(drawn.layout.yaxis.ticktext) == [t.text for t in figure.y.ticks]


def test_ranges_that_leave_the_frame_carry_triangles() -> None:
    figure = difference_figure(fast(), "en")
    assert figure.series_of(Role.RUNNING) is not None
    symbols = [
        s for t in plotly_figure(figure).data if isinstance(t.marker.symbol, tuple) for s in t.marker.symbol
    ]
    assert "triangle-up" in symbols


def test_the_figure_is_plain_json() -> None:
    json.loads(plotly_figure(difference_figure(fast(), "zh")).to_json())


def test_building_a_figure_does_not_load_plotly() -> None:
    code = "import sys, comparekit.figures.series, comparekit.figures.plotly_; print('plotly' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
