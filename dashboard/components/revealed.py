"""A figure of days as it stood on an earlier day: same axes, same height, only what was known by then."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from dash import html
from dash.development.base_component import Component

from comparekit.figures.data import FigureData
from comparekit.figures.scale import thinned
from comparekit.figures.series_figures import image_address
from comparekit.figures.svg_ import svg_figure

_MOST = 7  # screens of one reveal: a month is shown in strides
_ON_A_PHONE, _PHONE = "(max-width: 640px)", 390.0  # px
_OVER, _SHORT = 18.0, 1.5  # px of the first line of words, and of white under the last one
_SVG = "{http://www.w3.org/2000/svg}"


def stops(blocks: int) -> tuple[int, ...]:
    """The blocks after which a screen is shown: each of them, or strides; the last always."""
    return thinned(blocks, _MOST)


def revealed(
    figure: FigureData, upto: tuple[int, ...], names: tuple[str, ...], *, width: float
) -> tuple[Component, ...]:
    """The figure after each of `upto` blocks, as pictures that lie in the page.

    Parameters
    ----------
    figure : FigureData
        One place a block, from 1 on.
    upto : tuple of int
        Blocks known on each screen.
    names : tuple of str
        What each screen shows, for those who cannot see it.
    width : float
        Width [px] that a projector's picture is drawn for; the smaller, the larger its words are shown.
    """
    drawn = [
        [bare(svg_figure(_until(figure, k), width=wide, name=f"until-{k}")) for k in upto]
        for wide in (_PHONE, width)
    ]
    return tuple(
        html.Picture(
            [
                html.Source(srcSet=image_address(small), media=_ON_A_PHONE),
                html.Img(src=image_address(large), alt=name, className="shown"),
            ]
        )
        for name, small, large in zip(names, *drawn, strict=True)
    )


def _until(figure: FigureData, last: int) -> FigureData:
    """What was known after `last` blocks; without title and notes, which the screen says in its own size."""
    return replace(
        figure,
        title="",
        series=tuple(replace(s, points=tuple(p for p in s.points if p.x <= last)) for s in figure.series),
        labels=tuple(label for label in figure.labels if label.x <= last),
        notes=(),
        alone=(),
        warning="",
    )


def bare(svg: str) -> str:
    """Without the legend, which stands beside the picture and would make each as high as its own legend."""
    sheet = ElementTree.fromstring(svg)
    keys = [group for group in sheet.iter(f"{_SVG}g") if group.get("class") == "key"]
    tops = [float(mark.get(name, "inf")) for key in keys for mark in key.iter() for name in ("y", "y1", "cy")]
    for parent in sheet.iter():
        for key in keys:
            if key in list(parent):
                parent.remove(key)
    if tops:
        across = sheet.get("viewBox", "").split()[2]
        words = [float(t.get("y", "inf")) for t in sheet.iter(f"{_SVG}text") if t.text or len(t)]
        top = max(0.0, min(words) - _OVER)
        height = f"{min(tops) - _SHORT - top:g}"
        sheet.set("viewBox", f"0 {top:g} {across} {height}")
        sheet.set("width", across)
        sheet.set("height", height)
    ElementTree.register_namespace("", _SVG.strip("{}"))
    return ElementTree.tostring(sheet, encoding="unicode")
