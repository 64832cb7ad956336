"""Reads an SVG back: its words with the room they take, its marks as places and values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from comparekit.figures.data import Axis, FigureData, Role

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Box:
    """Words and the rectangle they take [px]."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box) -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.5
            and min(self.bottom, other.bottom) - max(self.top, other.top) > 0.5
        )


def letters(words: str, size: float) -> float:
    """Width of words by a rule of thumb, not the program's own: 0.58 em a Latin letter."""
    narrow = sum(c in " .,:;'|il()" for c in words)
    wide = sum(ord(c) >= 0x2E80 for c in words)
    return size * (0.32 * narrow + wide + 0.58 * (len(words) - narrow - wide))


class Picture:
    """One SVG, parsed; `figure` gives the axes along which its marks are read back."""

    def __init__(self, svg: str, figure: FigureData | None = None) -> None:
        self.root = ElementTree.fromstring(svg)
        self.figure = figure
        _, _, self.width, self.height = map(float, self.root.attrib["viewBox"].split())

    def all(self, tag: str, cls: str = "") -> list[ElementTree.Element]:
        return [e for e in self.root.iter(SVG + tag) if not cls or cls in e.attrib.get("class", "").split()]

    def words(self) -> str:
        """All words one can read or hear, a text after the other."""
        return "\n".join(
            "".join(e.itertext()).replace("\N{NO-BREAK SPACE}", " ")
            for tag in ("text", "title", "desc")
            for e in self.all(tag)
        )

    def boxes(self) -> list[Box]:
        """A box a line of words."""
        boxes = []
        for text in self.all("text"):
            size = float(text.attrib["font-size"])
            for line in list(text) or [text]:
                shown = (line.text or "").strip()
                wide = letters(shown, size)
                left = (
                    float(line.attrib["x"])
                    - wide * {"start": 0, "middle": 0.5, "end": 1}[text.attrib.get("text-anchor", "start")]
                )
                y = float(line.attrib["y"])
                boxes.append(Box(shown, left, y - 0.8 * size, left + wide, y + 0.2 * size))
        return boxes

    def collisions(self) -> list[tuple[str, str]]:
        boxes = self.boxes()
        return [(a.words, b.words) for k, a in enumerate(boxes) for b in boxes[:k] if a.touches(b)]

    def outside(self) -> list[str]:
        return [
            box.words
            for box in self.boxes()
            if box.left < 0 or box.top < 0 or box.right > self.width or box.bottom > self.height
        ]

    # -- marks -------------------------------------------------------------------------------------

    def group(self, role: Role) -> ElementTree.Element:
        (found,) = [g for g in self.all("g", "series") if str(role) in g.attrib["class"].split()]
        return found

    def marks(self, role: Role, cls: str) -> Iterator[ElementTree.Element]:
        for element in self.group(role).iter():
            if cls in element.attrib.get("class", "").split():
                yield element

    def values(self, role: Role) -> list[tuple[float, float]]:
        """Places and values of the single values of a series."""
        return [self.at(*_middle(element)) for element in self.marks(role, "value")]

    def spans(self, role: Role, cls: str = "span") -> list[tuple[float, float, float]]:
        """Place, low and high end of the ranges of a series."""
        spans = []
        for line in self.marks(role, cls):
            x1, y1, x2, y2 = (float(line.attrib[k]) for k in ("x1", "y1", "x2", "y2"))
            place, one = self.at(x1, y1)
            _, other = self.at(x2, y2)
            spans.append((place, min(one, other), max(one, other)))
        return spans

    def bars(self, role: Role) -> list[tuple[float, float]]:
        """Places and values of the bars of a series."""
        assert self.figure is not None
        bars = []
        for rect in self.marks(role, "bar"):
            x, y, wide, high = rectangle(rect)
            middle = (x + wide, y + high / 2) if self.figure.lying else (x + wide / 2, y)
            bars.append(self.at(*middle))
        return bars

    def path(self, role: Role, cls: str) -> list[tuple[float, float]]:
        """Places and values along a line of a series."""
        return [
            self.at(float(x), float(y))
            for path in self.marks(role, cls)
            for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path.attrib["d"])
        ]

    def bands(self) -> list[tuple[float, float, float, float]]:
        """Start, end, low and high of the bands."""
        found = []
        for rect in self.all("rect", "band"):
            x, y, wide, high = rectangle(rect)
            one, other = self.at(x, y), self.at(x + wide, y + high)
            found.append((*sorted((one[0], other[0])), *sorted((one[1], other[1]))))
        return found

    def at(self, px: float, py: float) -> tuple[float, float]:
        """Place and value of a point of the sheet, from the frame drawn and the ends of the axes."""
        assert self.figure is not None
        (frame,) = self.all("rect", "frame")
        left, top, wide, high = rectangle(frame)
        across, down = (px - left) / wide, (py - top) / high
        along, up = (down, across) if self.figure.lying else (across, 1 - down)
        return _value(self.figure.x, along), _value(self.figure.y, up)


def _value(axis: Axis, share: float) -> float:
    if axis.log:
        return axis.low * (axis.high / axis.low) ** share
    return axis.low + share * (axis.high - axis.low)


def rectangle(element: ElementTree.Element) -> tuple[float, float, float, float]:
    """Left, top, width and height [px]."""
    x, y, wide, high = (float(element.attrib[k]) for k in ("x", "y", "width", "height"))
    return x, y, wide, high


def _middle(element: ElementTree.Element) -> tuple[float, float]:
    if element.tag == SVG + "circle":
        return float(element.attrib["cx"]), float(element.attrib["cy"])
    if element.tag == SVG + "rect":
        x, y, wide, high = rectangle(element)
        return x + wide / 2, y + high / 2
    points = [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", element.attrib["d"])]
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
