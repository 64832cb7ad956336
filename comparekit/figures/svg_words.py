"""The words of an SVG figure: inside its frame, in its legend, below it."""

from __future__ import annotations

from comparekit.figures import theme
from comparekit.figures.data import BARS, ERRORS, ROW_DROP, STRETCHES, FigureData, Mark, Role
from comparekit.figures.lettering import text_width, unwidowed, wrapped
from comparekit.figures.places import LYING_BAR, label_height, label_spots, row_values, row_words
from comparekit.figures.svg_drawing import Drawing, line_height
from comparekit.figures.svg_frame import Frame
from comparekit.figures.svg_stretches import key_mark, key_stretch
from comparekit.figures.svg_values import bar_mark, value_colour, value_mark

TEXT, SMALL = theme.TEXT_SIZE, theme.SMALL_SIZE
_SWATCH, _TWO_COLUMNS = 26.0, 720.0


def draw_labels(drawing: Drawing, figure: FigureData, frame: Frame) -> None:
    """Labels of bands, of points and of places."""
    if figure.lying:
        _draw_rows(drawing, figure, frame)
        return
    for band in figure.bands:
        if band.start is None and band.end is None:
            _, py = frame.at(figure.x.low, band.high)
            for k, line in enumerate(reversed(wrapped(band.label, frame.width - 12, SMALL))):
                drawing.words(
                    line, frame.left + 6, py - 6 - k * line_height(SMALL),
                    colour=theme.MUTED, cls="label", ground=0.85,
                )  # fmt: skip
    for spot in label_spots(figure):
        px, py = frame.at(spot.x, spot.y)
        colour, anchor, ground = (theme.INK, "middle", 0.85) if spot.centred else (theme.ACCENT, "end", 0.0)
        drawing.words(
            spot.text, px + spot.aside, py - 2 - spot.gap if spot.up else py + spot.gap + TEXT,
            size=TEXT, colour=colour, anchor=anchor, bold=True, cls="label", ground=ground,
        )  # fmt: skip
    for label in figure.labels:
        half = 0.5 * text_width(label.text, SMALL) * (figure.x.high - figure.x.low) / frame.width
        px, py = frame.at(label.x, label_height(figure, label, half))
        drawing.words(label.text, px, py - 6, anchor="middle", cls="label")


def row_height(figure: FigureData, room: float) -> float:
    """Height of a row of a lying figure in a frame `room` px wide [px]."""
    deepest = max(len(name) for name, _, _ in _rows(figure, room))
    return (line_height(SMALL) * deepest + 10) / (0.5 + ROW_DROP - LYING_BAR / 2)


def draw_legend(drawing: Drawing, figure: FigureData, left: float, top: float, room: float) -> float:
    """What the marks mean; gives the height it takes [px]."""
    keys: list[tuple[Role | Mark | None, str]] = [(s.role, s.name) for s in figure.series if s.visible]
    keys += [(mark, mark.name) for mark in figure.marks]
    keys += [(None, label) for label in dict.fromkeys(band.label for band in figure.bands)]
    columns = 2 if room >= _TWO_COLUMNS and len(keys) > 1 else 1
    wide = room / columns
    y = top
    for start in range(0, len(keys), columns):
        deepest = 0.0
        for column, (role, name) in enumerate(keys[start : start + columns]):
            x = left + column * wide
            with drawing.group(cls="key"):
                _swatch(drawing, role, x, y, figure.lying)
                lines = wrapped(name, wide - _SWATCH - 24, SMALL)
                deepest = max(deepest, drawing.words(lines, x + _SWATCH + 8, y + SMALL, cls="legend"))
        y += deepest + 4
    return y - top


def draw_sentences(
    drawing: Drawing, sentences: tuple[str, ...], left: float, top: float, room: float
) -> float:
    """The notes, one below the other; gives the height they take [px]."""
    y = top
    for sentence in sentences:
        y += 4 + drawing.words(
            unwidowed(sentence, room, SMALL), left, y + SMALL, colour=theme.MUTED, cls="note"
        )
    return y - top


def _rows(figure: FigureData, room: float) -> list[tuple[list[str], str, int]]:
    """The names of the places in lines, the number that stands at the right of each, and on which line."""
    values = row_values(figure)
    rows = []
    for tick in figure.x.ticks:
        value = values.get(tick.value, "")
        lines, line = row_words(tick.text, value, room - 12)
        rows.append((lines, value, line))
    return rows


def _draw_rows(drawing: Drawing, figure: FigureData, frame: Frame) -> None:
    for tick, (name, value, line) in zip(figure.x.ticks, _rows(figure, frame.width), strict=True):
        _, top = frame.at(tick.value - 0.5, figure.y.low)
        y = top + 4 + SMALL
        shown = [part for part in name if part]
        drawing.words(shown, frame.left + 6, y, cls="label", ground=0.85)
        if value:
            drawing.words(
                value, frame.right - 6, y + line * line_height(SMALL),
                anchor="end", bold=True, cls="label", ground=0.85,
            )  # fmt: skip


def _swatch(drawing: Drawing, role: Role | Mark | None, x: float, y: float, lying: bool) -> None:
    """A small sample of what the words beside it name."""
    if isinstance(role, Mark):
        key_mark(drawing, role, x, y, _SWATCH)
        return
    if role is None:
        drawing.shape("rect", x=x, y=y + 3, width=_SWATCH, height=14, fill=theme.TOLERANCE)
        for edge in (y + 3, y + 17):
            drawing.line(x, edge, x + _SWATCH, edge, stroke=theme.TOLERANCE_EDGE, stroke_dasharray="2 3")
    elif role in BARS:
        bar_mark(drawing, role, x + 1, y + 3, _SWATCH - 2, 14)
    elif role is Role.WATCHED:
        drawing.shape("rect", x=x, y=y + 3, width=_SWATCH, height=14, fill=theme.ACCENT, fill_opacity=0.15)
        for edge in (y + 3, y + 17):
            drawing.line(x, edge, x + _SWATCH, edge, stroke=theme.ACCENT, stroke_width=2)
    elif role in STRETCHES:
        key_stretch(drawing, role, x, y, _SWATCH)
    elif role is Role.FIXED:
        drawing.line(
            x + 13, y, x + 13, y + 20, stroke=theme.RANGE_ASIDE, stroke_width=1.5, stroke_dasharray="3 3"
        )
    else:
        _swatch_value(drawing, role, x, y, lying)


def _swatch_value(drawing: Drawing, role: Role, x: float, y: float, lying: bool) -> None:
    """A single value with what is drawn around it."""
    middle = y + 10
    if role is Role.RUNNING:
        drawing.line(x, middle, x + _SWATCH, middle, stroke=theme.ACCENT, stroke_width=2.5)
    elif role in ERRORS and lying:
        drawing.line(x, middle, x + _SWATCH, middle, stroke=theme.INK, stroke_width=2.5)
    elif role in ERRORS:
        colour = value_colour(role)
        drawing.line(x + 13, y, x + 13, y + 20, stroke=colour, stroke_width=2.5)
    elif role is Role.DAY:
        drawing.line(x + 13, y, x + 13, y + 20, stroke=theme.WHISKER, stroke_width=1)
    value_mark(drawing, role, x + 13, middle, 5.0)
