"""Cells grouped by their layout: the text with every digit written as 0.

A column of a million cells has a handful of layouts. A pattern is matched once a layout, then the
digits of all its cells are read at their fixed places, so that every accepted style is fast and there
is one reader, not a quick one and a thorough one that may disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BLOCK = 65_536
_LONGEST = 80
_TOO_LONG = "\x01"
_ZERO, _NINE = ord("0"), ord("9")
_SPACES = (0x09, 0xA0, 0x2009, 0x202F, 0x3000)

_WEIGHTS: NDArray[np.uint64] = np.random.default_rng(1).integers(1, 2**63, _LONGEST, dtype=np.uint64)

Codes = NDArray[np.uint8] | NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Layout:
    """Cells of one layout: `text` with digits as 0, `places` in the column (k,), `codes` (k, width)."""

    text: str
    places: NDArray[np.int64]
    codes: Codes

    def number(self, *spans: tuple[int, int]) -> NDArray[np.int64]:
        """Digits at `spans` of each cell read as one whole number, shape (k,); at most 18 digits.

        An empty span, or (-1, -1) of a group that took no part in a match, counts as no digits.
        """
        value = np.zeros(len(self.places), dtype=np.int64)
        for start, stop in spans:
            for j in range(start, stop):
                value = value * 10 + (self.codes[:, j].astype(np.int64) - _ZERO)
        return value

    def cells(self, start: int = 0, stop: int | None = None) -> list[str]:
        """The folded text of each cell between two places."""
        part = np.ascontiguousarray(
            self.codes[:, start : len(self.text) if stop is None else stop], dtype=np.uint32
        )
        if not part.shape[1]:
            return [""] * len(self.places)
        cells: list[str] = part.view(f"<U{part.shape[1]}").ravel().tolist()
        return cells


def layouts(cells: Sequence[str]) -> Iterator[Layout]:
    """The layouts of `cells`, each cell in exactly one; a layout may come back in later blocks.

    Full-width forms are folded to ASCII and every blank to a space. Cells too long to be a number or
    a time get a layout that matches nothing.
    """
    for start in range(0, len(cells), _BLOCK):
        block = cells[start : start + _BLOCK]
        for places, codes in _codes(block):
            shapes = np.where((codes >= _ZERO) & (codes <= _NINE), codes.dtype.type(_ZERO), codes)
            for chosen in _groups(shapes):
                all_of_them = len(chosen) == len(codes)
                yield Layout(
                    _text(shapes[chosen[0]]),
                    (places if all_of_them else places[chosen]) + start,
                    codes if all_of_them else codes[chosen],
                )


def _codes(block: Sequence[str]) -> Iterator[tuple[NDArray[np.int64], Codes]]:
    """Places of some cells and the codes of their characters, until every cell has had its turn."""
    joined = "\n".join(block)
    if joined.isascii() and joined.count("\n") == len(block) - 1 and "\t" not in joined:
        # Plain ASCII, which nearly all logs are: one byte a character, cells of one length at a time.
        raw = np.frombuffer(joined.encode("ascii"), dtype=np.uint8)
        ends = np.append(np.flatnonzero(raw == ord("\n")), raw.size)
        starts = np.append(0, ends[:-1] + 1)
        lengths = np.minimum(ends - starts, _LONGEST + 1)
        for length in np.unique(lengths).tolist():
            places = np.flatnonzero(lengths == length).astype(np.int64)
            if length > _LONGEST:
                yield places, np.full((len(places), 1), ord(_TOO_LONG), dtype=np.uint8)
            else:
                yield places, raw[starts[places][:, None] + np.arange(length)]
        return
    if max(map(len, block)) > _LONGEST:
        block = [cell if len(cell) <= _LONGEST else _TOO_LONG for cell in block]
    yield np.arange(len(block), dtype=np.int64), _folded(np.array(block, dtype="<U"))


def _folded(text: NDArray[Any]) -> Codes:
    width = text.dtype.itemsize // 4
    codes = text.view(np.uint32).reshape(len(text), width)
    if int(codes.max(initial=0)) > 0x7E or bool((codes == 0x09).any()):
        full_width = (codes >= 0xFF01) & (codes <= 0xFF5E)
        codes = np.where(full_width, codes - 0xFEE0, codes).astype(np.uint32)
        codes[np.isin(codes, _SPACES)] = ord(" ")
    return codes


def _groups(shapes: Codes) -> Iterator[NDArray[np.int64]]:
    """Places of equal rows: by hash, and a row that only shares the hash on its own."""
    if bool((shapes == shapes[0]).all()):
        yield np.arange(len(shapes), dtype=np.int64)
        return
    keys = np.zeros(len(shapes), dtype=np.uint64)
    for j in range(shapes.shape[1]):
        keys += shapes[:, j] * _WEIGHTS[j]
    order = np.argsort(keys, kind="stable").astype(np.int64)
    edges = np.flatnonzero(np.diff(keys[order])) + 1
    for places in np.split(order, edges):
        if len(places) == 1:
            yield places
            continue
        same = (shapes[places] == shapes[places[0]]).all(axis=1)
        yield places[same]
        for odd in places[~same]:
            yield np.array([odd])


def _text(codes: Codes) -> str:
    return "".join(map(chr, codes[codes != 0].tolist()))
