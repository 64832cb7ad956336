"""The pen for registers: digit wheels as on a wall, on paper and on the screen alike."""

from __future__ import annotations

from comparekit.figures import theme
from comparekit.figures.data import Role
from comparekit.figures.lettering import wrapped
from comparekit.figures.register_data import Dial, Register, RegisterFigure
from comparekit.figures.svg_ import GENERATOR, WIDTH, draw_title, in_words, margin_of, sheet_of
from comparekit.figures.svg_drawing import Drawing, line_height
from comparekit.figures.svg_values import bar_mark
from comparekit.figures.svg_words import draw_sentences

TEXT, SMALL = theme.TEXT_SIZE, theme.SMALL_SIZE
_SIDE_BY_SIDE = 640.0  # px of room from which on the meters stand beside each other
_GUTTER, _INSIDE = 20.0, 16.0
_WHEEL, _TALL, _POINT = 36.0, 48.0, 14.0  # px: a wheel's widest width, its height, room for the point


def svg_registers(figure: RegisterFigure, *, width: float = WIDTH, name: str = "registers") -> str:
    """Draw two registers as SVG. Arguments and result as in `comparekit.figures.svg_.svg_figure`."""
    sheet, scale = sheet_of(width)
    drawing = Drawing(sheet, name, figure.title, in_words(figure.description, figure.table), GENERATOR)
    margin = margin_of(sheet)
    room = sheet - 2 * margin
    y = margin + draw_title(drawing, figure.title, margin, room) + 8
    beside = room >= _SIDE_BY_SIDE
    wide = (room - _GUTTER) / 2 if beside else room
    size = _wheel_width(figure, wide - 2 * _INSIDE)
    high = max(_height(register, wide) for register in figure.registers)
    for k, register in enumerate(figure.registers):
        left, top = (margin + k * (wide + _GUTTER), y) if beside else (margin, y + k * (high + _GUTTER))
        _draw_register(drawing, register, left, top, wide, high, size)
    y += (high if beside else 2 * high + _GUTTER) + 12
    y += draw_sentences(drawing, figure.notes, margin, y, room)
    return drawing.finished(y + margin - 4, scale=scale)


def _draw_register(
    drawing: Drawing, register: Register, left: float, top: float, wide: float, high: float, wheel: float
) -> None:
    """One meter on its panel."""
    drawing.shape("rect", x=left, y=top, width=wide, height=high, rx=4, fill=theme.PANEL)
    x, y = left + _INSIDE, top + _INSIDE
    with drawing.group(cls=f"register {register.role}"):
        bar_mark(drawing, register.role, x, y + 1, 22, 14)
        drawing.words(register.name, x + 30, y + TEXT - 1, size=TEXT, bold=True, cls="name")
        y += 34
        for dial in (register.start, register.end):
            drawing.words(dial.caption, x, y + SMALL - 4, colour=theme.MUTED, cls="caption")
            _draw_dial(drawing, dial, x, y + SMALL + 4, wheel)
            y += SMALL + 4 + _TALL + 20
        lines = wrapped(register.subtraction, wide - 2 * _INSIDE, TEXT)
        y += drawing.words(lines, x, y + TEXT, size=TEXT, cls="subtraction") + 4
        lines = wrapped(register.advance, wide - 2 * _INSIDE, TEXT, bold=True)
        colour = theme.ACCENT if register.role is Role.NEW else theme.INK
        drawing.words(lines, x, y + TEXT, size=TEXT, bold=True, colour=colour, cls="advance")


def _height(register: Register, wide: float) -> float:
    """Height of a panel [px]."""
    room = wide - 2 * _INSIDE
    lines = len(wrapped(register.subtraction, room, TEXT)) + len(
        wrapped(register.advance, room, TEXT, bold=True)
    )
    return 2 * _INSIDE + 34 + 2 * (SMALL + 4 + _TALL + 20) + lines * line_height(TEXT) + 4


def _wheel_width(figure: RegisterFigure, room: float) -> float:
    """One width for all wheels of the picture [px], so that both registers compare by eye."""
    most = max(len(r.start.whole) + len(r.start.fraction) for r in figure.registers)
    return min(_WHEEL, (room - _POINT) / most)


def _draw_dial(drawing: Drawing, dial: Dial, left: float, top: float, wheel: float) -> None:
    x = left
    for kind, digits in (("whole", dial.whole), ("fraction", dial.fraction)):
        ink = theme.WHEEL_RED if kind == "fraction" else theme.INK
        if kind == "fraction" and digits:
            drawing.words(
                ".", x + _POINT / 2, top + 0.74 * _TALL, size=28, anchor="middle", bold=True, cls="point"
            )
            x += _POINT
        for digit in digits:
            drawing.shape(
                "rect", x=x + 1, y=top, width=wheel - 2, height=_TALL, rx=3,
                fill=theme.WHEEL_TINT if kind == "fraction" else theme.GROUND, stroke=ink, stroke_width=1.5,
                cls=f"wheel {kind}",
            )  # fmt: skip
            for edge in (top + 5, top + _TALL - 5):  # the bend of the drum
                drawing.line(x + 3, edge, x + wheel - 3, edge, stroke=theme.RULE, stroke_width=1)
            size = min(28.0, 1.15 * wheel)
            drawing.words(
                digit, x + wheel / 2, top + _TALL / 2 + 0.36 * size, size=size, colour=ink, anchor="middle",
                bold=True, cls=f"digit {kind}",
            )  # fmt: skip
            x += wheel
