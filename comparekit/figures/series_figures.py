"""All figures of a series comparison, by name."""

from __future__ import annotations

from collections.abc import Collection

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


def series_figures(
    result: SeriesResult, language: str, names: Collection[str] = NAMES
) -> dict[str, AnyFigure]:
    """The figures that exist for `result`, in the order in which they are told.

    Parameters
    ----------
    result : SeriesResult
        One comparison.
    language : str
        "zh" or "en".
    names : collection of str
        Those wanted, some of `NAMES`.

    Returns
    -------
    dict
        Name -> figure; names are some of `NAMES`.
    """
    built = ((name, build(result, language)) for name, build in _BUILDERS.items() if name in names)
    return {name: figure for name, figure in built if figure is not None}


def svg_of(figure: AnyFigure, *, width: float = WIDTH, name: str = "figure") -> str:
    """Any figure as SVG; see `comparekit.figures.svg_.svg_figure`."""
    if isinstance(figure, RegisterFigure):
        return svg_registers(figure, width=width, name=name)
    return svg_figure(figure, width=width, name=name)


#: What may not stand in an address, or not in a list of them, as HTML attributes hold it. Letters stay.
_QUOTED = {code: f"%{code:02X}" for code in (*range(33), *map(ord, "\"#%&'<>[\\]^`{|},"), 127)}


def image_address(svg: str) -> str:
    """An SVG as the address of an image: how a screen shows registers, which no chart library draws."""
    return "data:image/svg+xml," + svg.translate(_QUOTED)
