"""The words inside a plotly figure."""

from __future__ import annotations

from typing import Any

from comparekit.figures import theme
from comparekit.figures.data import FigureData
from comparekit.figures.lettering import text_width
from comparekit.figures.places import label_height, label_spots, row_values, row_words
from comparekit.figures.plotly_stretches import mark_words

_PHONE = 318.0  # px between the sides of the frame on a narrow phone: plotly breaks no lines itself


def words(figure: FigureData) -> list[dict[str, Any]]:
    """Labels of bands, points and places, and the figure's own warning, as plotly's annotations."""
    labels = [
        _at_left(band.label, band.high)
        for band in figure.bands
        if band.start is None and band.end is None and not figure.lying
    ]
    per_place = _PHONE / (figure.x.high - figure.x.low)
    labels += _rows(figure) if figure.lying else _beside_points(figure)
    labels += mark_words(figure)
    labels += [
        {
            "text": label.text,
            "x": figure.x.position(label.x),
            "y": label_height(figure, label, 0.5 * text_width(label.text, theme.SMALL_SIZE) / per_place),
            "xanchor": "center",
            "yanchor": "bottom",
            "yshift": 2,
            "showarrow": False,
            "font": {"size": theme.SMALL_SIZE, "color": theme.INK},
        }
        for label in figure.labels
    ]
    if figure.warning:
        labels.append(_at_left(figure.warning, 1.0) | {"yref": "paper"})  # above the frame: covers nothing
    return labels


def _at_left(label: str, y: float) -> dict[str, Any]:
    """Small words at the left edge, standing on `y`: the day after the first is where the range starts."""
    return {
        "text": label,
        "xref": "paper",
        "x": 0,
        "y": y,
        "xanchor": "left",
        "yanchor": "bottom",
        "xshift": 6,
        "yshift": 2,
        "showarrow": False,
        "bgcolor": theme.translucent(theme.GROUND, 0.85),
        "font": {"size": theme.SMALL_SIZE, "color": theme.MUTED},
    }


def _beside_points(figure: FigureData) -> list[dict[str, Any]]:
    """Values that stand beside their points."""
    return [
        {
            "text": f"<b>{spot.text}</b>",
            "x": figure.x.position(spot.x),
            "y": spot.y,
            "xanchor": "center" if spot.centred else "right",
            "xshift": spot.aside,
            "yanchor": "bottom" if spot.up else "top",
            "yshift": spot.gap if spot.up else -spot.gap,
            "showarrow": False,
            "font": {"size": theme.TEXT_SIZE, "color": theme.INK if spot.centred else theme.ACCENT},
        }
        for spot in label_spots(figure)
    ]


def _rows(figure: FigureData) -> list[dict[str, Any]]:
    """In a lying figure each place has its name at the left and its number at the right."""
    values = row_values(figure)
    labels = []
    for tick in figure.x.ticks:
        value = values.get(tick.value, "")
        lines, line = row_words(tick.text, value, _PHONE)
        name = "<br>".join(part.strip() for part in lines if part)
        beside = "<br>" * line + f"<b>{value}</b>"
        for words_, side in ((name, "left"), (beside if value else "", "right")):
            if words_:
                labels.append(
                    _at_left(words_, tick.value - 0.5)
                    | {
                        "x": 0 if side == "left" else 1,
                        "xanchor": side,
                        "xshift": 6 if side == "left" else -6,
                        "yanchor": "top",
                        "yshift": -2,
                        "align": side,
                        "font": {"size": theme.SMALL_SIZE, "color": theme.INK},
                    }
                )
    return labels
