"""All figures of a series comparison, by name."""

from __future__ import annotations

from urllib.parse import quote

from comparekit.figures.budget import budget_figure
from comparekit.figures.data import FigureData
from comparekit.figures.days import days_figure
from comparekit.figures.error import error_figure
from comparekit.figures.register_data import RegisterFigure
from comparekit.figures.registers import registers_figure
from comparekit.figures.series import difference_figure
from comparekit.figures.svg_ import WIDTH, svg_figure
from comparekit.figures.svg_registers import svg_registers
from comparekit.studies.series_result import SeriesResult

AnyFigure = FigureData | RegisterFigure

#: How each is built; what is not there for a result gives None.
_BUILDERS = {
    "difference": difference_figure,
    "days": days_figure,
    "registers": registers_figure,
    "budget": budget_figure,
    "error": error_figure,
}
NAMES = tuple(_BUILDERS)


def series_figures(result: SeriesResult, language: str) -> dict[str, AnyFigure]:
    """The figures that exist for `result`, in the order in which they are told.

    Parameters
    ----------
    result : SeriesResult
        One comparison.
    language : str
        "zh" or "en".

    Returns
    -------
    dict
        Name -> figure; names are some of `NAMES`.
    """
    built = ((name, build(result, language)) for name, build in _BUILDERS.items())
    return {name: figure for name, figure in built if figure is not None}


def svg_of(figure: AnyFigure, *, width: float = WIDTH, name: str = "figure") -> str:
    """Any figure as SVG; see `comparekit.figures.svg_.svg_figure`."""
    if isinstance(figure, RegisterFigure):
        return svg_registers(figure, width=width, name=name)
    return svg_figure(figure, width=width, name=name)


def image_address(svg: str) -> str:
    """An SVG as the address of an image: how a screen shows registers, which no chart library draws."""
    return "data:image/svg+xml," + quote(svg)
