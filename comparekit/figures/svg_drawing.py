"""Ink on an SVG sheet: shapes and lines of words, written so that every program reads them alike.

Only plain attributes: no style sheet, no script, no pattern, no filter, no reference to anything else,
because office programs, typesetters and browsers agree on little more.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from xml.etree import ElementTree

from comparekit.figures import theme
from comparekit.figures.lettering import text_width

_LINE = 1.4  # height of a line of words, in sizes of its letters
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


class Drawing:
    """A sheet `width` px wide; its height is settled when all is drawn."""

    def __init__(self, width: float, name: str, title: str, description: str, generator: str) -> None:
        self.width = width
        self.root = ElementTree.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "role": "img",
                "aria-labelledby": f"{name}-title {name}-description",
                "font-family": theme.FONTS,
            },
        )
        self.root.append(ElementTree.Comment(f" {generator} "))
        for tag, words in (("title", title), ("desc", description)):
            ident = f"{name}-{'title' if tag == 'title' else 'description'}"
            ElementTree.SubElement(self.root, tag, {"id": ident}).text = legal(words)
        self._ground = ElementTree.SubElement(self.root, "rect")
        self._at = self.root

    def finished(self, height: float, *, scale: float = 1.0) -> str:
        """The sheet as text, `height` px high, shown `scale` times as large."""
        size = {"width": number(self.width * scale), "height": number(height * scale)}
        self.root.attrib.update(size | {"viewBox": f"0 0 {number(self.width)} {number(height)}"})
        self._ground.attrib.update(
            {"width": number(self.width), "height": number(height), "fill": theme.GROUND, "class": "ground"}
        )
        return ElementTree.tostring(self.root, encoding="unicode")

    @contextmanager
    def group(self, title: str = "", cls: str = "") -> Iterator[None]:
        """What is drawn inside belongs together; `title` shows on pointing at it."""
        outer = self._at
        self._at = ElementTree.SubElement(outer, "g", {"class": cls} if cls else {})
        if title:
            ElementTree.SubElement(self._at, "title").text = legal(title)
        yield
        self._at = outer

    def shape(self, tag: str, **attributes: Any) -> None:
        """Any shape; numbers are rounded, ``stroke_width`` becomes ``stroke-width``, ``cls`` the class."""
        written = {
            ("class" if key == "cls" else key.replace("_", "-")): value
            if isinstance(value, str)
            else number(value)
            for key, value in attributes.items()
            if value is not None
        }
        ElementTree.SubElement(self._at, tag, written)

    def line(self, x1: float, y1: float, x2: float, y2: float, **style: Any) -> None:
        """A straight line."""
        self.shape("line", x1=x1, y1=y1, x2=x2, y2=y2, **style)

    def path(
        self, points: Sequence[tuple[float, float] | None], *, closed: bool = False, **style: Any
    ) -> None:
        """A line through the points, interrupted at every None."""
        words, pen_up = [], True
        for point in points:
            if point is not None:
                words.append(f"{'M' if pen_up else 'L'}{number(point[0])} {number(point[1])}")
            pen_up = point is None
        if words:
            self.shape("path", d=" ".join(words) + (" Z" if closed else ""), **({"fill": "none"} | style))

    def hatching(self, x: float, y: float, width: float, height: float, **style: Any) -> None:
        """Diagonal lines inside a rectangle, drawn one by one: patterns are not read everywhere."""
        points: list[tuple[float, float] | None] = []
        for k in range(1, math.ceil((width + height) / _HATCH)):
            rise = k * _HATCH  # where the line meets the left side, counted from the top
            start = (x, y + rise) if rise <= height else (x + rise - height, y + height)
            end = (x + rise, y) if rise <= width else (x + width, y + rise - width)
            points += [start, end, None]
        self.path(points, **style)

    def words(
        self,
        lines: str | Sequence[str],
        x: float,
        y: float,
        *,
        size: float = theme.SMALL_SIZE,
        colour: str = theme.INK,
        anchor: str = "start",
        bold: bool = False,
        cls: str = "",
        ground: float = 0.0,
    ) -> float:
        """Lines of words, the first with its base line at `y`; gives the height they take [px].

        The lines are parts of one text, so that copying and reading aloud give the whole sentence.
        `ground`: how much of what lies below is painted over.
        """
        shown = [lines] if isinstance(lines, str) else list(lines)
        high = line_height(size)
        if ground:
            wide = max(text_width(line.strip(), size, bold=bold) for line in shown)
            left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
            self.shape(
                "rect", x=left - 2, y=y - size, width=wide + 4, height=high * len(shown),
                fill=theme.GROUND, fill_opacity=ground,
            )  # fmt: skip
        style = {"x": number(x), "y": number(y), "font-size": number(size), "fill": colour}
        style |= {"text-anchor": anchor} if anchor != "start" else {}
        style |= {"font-weight": "bold"} if bold else {}
        style |= {"class": cls} if cls else {}
        element = ElementTree.SubElement(self._at, "text", style)
        if len(shown) == 1:
            element.text = legal(shown[0])
        else:
            for k, line in enumerate(shown):
                place = {"x": number(x), "y": number(y + k * high)}
                ElementTree.SubElement(element, "tspan", place).text = legal(line)
        return high * len(shown)


_HATCH = 6.0


def line_height(size: float) -> float:
    """Height of a line of letters of `size` px [px]."""
    return size * _LINE


def number(value: object) -> str:
    """A coordinate to a hundredth, without idle zeros."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")  # type: ignore[arg-type]


def legal(words: str) -> str:
    """`words` without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", words)
