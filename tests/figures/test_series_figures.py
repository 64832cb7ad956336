from urllib.parse import unquote

import pytest

from comparekit.figures.data import FigureData
from comparekit.figures.plotly_ import plotly_figure
from comparekit.figures.series_figures import NAMES, image_address, series_figures, svg_of
from comparekit.i18n.catalog import LANGUAGES
from figures.pictures import Picture
from figures.series_cases import CASES, fast, unusable


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_figure_of_every_case_can_be_drawn_by_the_pens_it_has(case: str, language: str) -> None:
    figures = series_figures(CASES[case](), language)
    assert list(figures) == [name for name in NAMES if name in figures]
    assert {"difference", "days", "registers"} <= set(figures)
    for name, figure in figures.items():
        read = Picture(svg_of(figure, name=name))
        assert figure.title in read.words()
        if isinstance(figure, FigureData):
            assert plotly_figure(figure).data


def test_what_is_not_known_is_no_figure() -> None:
    assert set(series_figures(fast(), "zh")) == set(NAMES)
    assert set(series_figures(unusable(), "zh")) == {"difference", "days", "registers"}


def test_the_address_of_an_image_holds_the_image() -> None:
    svg = svg_of(series_figures(fast(), "zh")["registers"])
    address = image_address(svg)
    assert address.startswith("data:image/svg+xml,")
    assert unquote(address.partition(",")[2]) == svg
    assert '"' not in address and "#" not in address
