"""The frame of an SVG figure: where values stand in it, its axes, bands and lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from comparekit.figures import theme
from comparekit.figures.data import Axis, FigureData
from comparekit.figures.lettering import text_width, wrapped
from comparekit.figures.svg_drawing import Drawing, line_height

SMALL = theme.SMALL_SIZE


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The rectangle [px] that holds the values, with its two axes; `lying` as in FigureData."""

    left: float
    top: float
    width: float
    height: float
    x: Axis
    y: Axis
    lying: bool = False

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def at(self, place: float, value: float) -> tuple[float, float]:
        """Where `value` stands at `place` [px]."""
        along, up = self.x.share(place), self.y.share(value)
        if self.lying:
            return self.left + up * self.width, self.top + along * self.height
        return self.left + along * self.width, self.bottom - up * self.height

    def of(self, px: float, py: float) -> tuple[float, float]:
        """The place and the value that stand at a point of the sheet: the way back."""
        across, down = (px - self.left) / self.width, (py - self.top) / self.height
        along, up = (down, across) if self.lying else (across, 1 - down)
        return self.x.value_at(along), self.y.value_at(up)


def frame_of(figure: FigureData, left: float, top: float, right: float, height: float) -> Frame:
    """The frame between `left` and `right`, with room for the labels of its ticks inside these."""
    if figure.lying:
        first = figure.y.ticks[0]
        left += max(0.0, _widest(first.text) / 2 - figure.y.share(first.value) * (right - left))
    else:
        left += 8 + max((_widest(t.text) for t in figure.y.ticks), default=0.0)
    last = figure.y.ticks if figure.lying else figure.x.ticks
    over = max((_widest(t.text) / 2 for t in last[-1:]), default=0.0)
    axis = figure.y if figure.lying else figure.x
    beyond = over - (1 - axis.share(last[-1].value)) * (right - left) if last else 0.0
    right -= max(beyond, 2.0)
    return Frame(
        left=left, top=top, width=right - left, height=height, x=figure.x, y=figure.y, lying=figure.lying
    )


def draw_ground(drawing: Drawing, figure: FigureData, frame: Frame) -> None:
    """Grid, bands, lines and the frame itself, in this order."""
    for tick in figure.y.ticks:
        drawing.line(*_across(frame, tick.value), stroke=theme.RULE, stroke_width=1, cls="grid")
    for band in figure.bands:
        start, end = band.places(figure.x)
        (x0, y0), (x1, y1) = frame.at(start, band.low), frame.at(end, band.high)
        left, top = min(x0, x1), min(y0, y1)
        wide, high = abs(x1 - x0), abs(y1 - y0)
        drawing.shape("rect", x=left, y=top, width=wide, height=high, fill=theme.TOLERANCE, cls="band")
        edge: dict[str, Any] = {"stroke": theme.TOLERANCE_EDGE, "stroke_width": 1, "stroke_dasharray": "2 3"}
        for value in (band.low, band.high):
            drawing.line(*frame.at(start, value), *frame.at(end, value), **edge)
    for line in figure.lines:
        with drawing.group(line.label):
            if line.start is None or line.end is None:
                drawing.line(*_across(frame, line.y), stroke=theme.INK, stroke_width=1.5, cls="line")
            else:
                ends = (*frame.at(line.start, line.y), *frame.at(line.end, line.y))
                drawing.line(*ends, stroke=theme.MUTED, stroke_width=1, cls="link")
    drawing.shape(
        "rect", x=frame.left, y=frame.top, width=frame.width, height=frame.height,
        fill="none", stroke=theme.RULE, stroke_width=1, cls="frame",
    )  # fmt: skip


def draw_ticks(drawing: Drawing, figure: FigureData, frame: Frame) -> float:
    """Ticks and the title of the lower axis; gives the height they take under the frame [px]."""
    lower = figure.y if figure.lying else figure.x
    deepest = 0.0
    for tick in lower.ticks:
        px = frame.at(figure.x.low, tick.value)[0] if figure.lying else frame.at(tick.value, figure.y.low)[0]
        lines = tick.text.split("\n")
        for k, line in enumerate(lines):
            drawing.words(
                line,
                px,
                frame.bottom + 18 + k * line_height(SMALL),
                colour=theme.MUTED,
                anchor="middle",
                cls="tick",
            )
        deepest = max(deepest, len(lines) * line_height(SMALL))
    if not figure.lying:
        for tick in figure.y.ticks:
            _, py = frame.at(figure.x.low, tick.value)
            drawing.words(
                tick.text, frame.left - 8, py + 0.35 * SMALL, colour=theme.MUTED, anchor="end", cls="tick"
            )
    if not lower.title:
        return 18 + deepest
    title = 18 + deepest + 6
    lines = wrapped(lower.title, frame.width, SMALL)
    middle = frame.left + frame.width / 2
    title += drawing.words(lines, middle, frame.bottom + title, colour=theme.INK, anchor="middle", cls="axis")
    return title - line_height(SMALL) + 8


def _across(frame: Frame, value: float) -> tuple[float, float, float, float]:
    return (*frame.at(frame.x.low, value), *frame.at(frame.x.high, value))


def _widest(label: str) -> float:
    return max(text_width(line, SMALL) for line in label.split("\n"))
