"""The pen for paper: a figure as data becomes an SVG that stands alone. Nothing is decided here."""

from __future__ import annotations

from dataclasses import replace

from comparekit.figures import theme
from comparekit.figures.data import FigureData, FigureTable
from comparekit.figures.lettering import balanced, wrapped
from comparekit.figures.svg_drawing import Drawing, line_height
from comparekit.figures.svg_frame import draw_ground, draw_ticks, frame_of
from comparekit.figures.svg_stretches import draw_areas, draw_marks
from comparekit.figures.svg_values import draw_series
from comparekit.figures.svg_words import draw_labels, draw_legend, draw_sentences, row_height

#: Stands in every picture as a comment: by it a picture is known as ours.
GENERATOR = "comparekit figure"
WIDTH = 900.0

_PHONE, _PROJECTOR = 480.0, 1200.0
_TITLE = 21.0


def svg_figure(figure: FigureData, *, width: float = WIDTH, name: str = "figure") -> str:
    """Draw a figure as SVG, with its finding, legend and notes, so that it can be pasted anywhere.

    Parameters
    ----------
    figure : FigureData
        Drawn with the same numbers, places and cuts as on the screen.
    width : float
        Width [px], 320 or more: text keeps its size and lines break to fit. Above 1200 px everything
        grows instead, up to 24 px for the smallest words at 1920 px.
    name : str
        A word, unique among the pictures of one page: the ids of its title and description begin with it.

    Returns
    -------
    str
        One ``<svg>`` element, valid XML, without script or reference to anything outside.
    """
    sheet, scale = sheet_of(width)
    drawing = Drawing(sheet, name, figure.title, in_words(figure.description, figure.table), GENERATOR)
    margin = margin_of(sheet)
    room = sheet - 2 * margin
    y = margin + draw_title(drawing, figure.title, margin, room)
    if not figure.lying:
        title = wrapped(figure.y.title, room, theme.SMALL_SIZE)
        y += drawing.words(title, margin, y + theme.SMALL_SIZE, colour=theme.MUTED, cls="axis") + 4
    if figure.warning:
        warning = wrapped(figure.warning, room, theme.SMALL_SIZE)
        y += drawing.words(warning, margin, y + theme.SMALL_SIZE, colour=theme.MUTED, cls="warning") + 4
    frame = frame_of(figure, margin, y + 4, sheet - margin, min(max(0.4 * sheet, 280.0), 420.0))
    if figure.lying:
        frame = replace(frame, height=len(figure.x.ticks) * row_height(figure, frame.width))
    draw_ground(drawing, figure, frame)
    draw_areas(drawing, figure, frame)
    draw_series(drawing, figure, frame)
    draw_marks(drawing, figure, frame)
    draw_labels(drawing, figure, frame)
    y = frame.bottom + draw_ticks(drawing, figure, frame) + 12
    y += draw_legend(drawing, figure, margin, y, room) + 8
    y += draw_sentences(drawing, figure.alone or figure.notes, margin, y, room)
    return drawing.finished(y + margin - 4, scale=scale)


def sheet_of(width: float) -> tuple[float, float]:
    """Width of the sheet to draw on [px], and how many times as large it is shown."""
    if width < 320:
        raise ValueError(f"width: 320 px or more, not {width!r}")
    scale = max(1.0, width / _PROJECTOR)
    return width / scale, scale


def margin_of(sheet: float) -> float:
    """White around everything [px]."""
    return 16.0 if sheet <= _PHONE else 28.0


def draw_title(drawing: Drawing, title: str, left: float, room: float) -> float:
    """The finding, the biggest words of the picture; gives the height it takes [px]."""
    lines = balanced(title, room, _TITLE, bold=True)
    drawing.words(lines, left, margin_of(drawing.width) + _TITLE - 4, size=_TITLE, bold=True, cls="title")
    return line_height(_TITLE) * len(lines) + 8


def in_words(description: str, table: FigureTable) -> str:
    """What is to be seen and the same numbers row by row, for those who cannot see the picture."""
    rows = (" | ".join(row) for row in (table.columns, *table.rows))
    return "\n".join((description, table.caption, *rows))
