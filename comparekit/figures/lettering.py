"""How wide words are, and where a line of them may break, without a font at hand.

Widths are those of a wide common font (DejaVu Sans, advances in 1/1000 em): where words fit by them,
they fit in the narrower fonts of most screens.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NARROW = dict.fromkeys("iIlj'|.,:; /\\()[]!", 380) | dict.fromkeys('ftrJ-"“”‘’·', 480)
_BROAD = dict.fromkeys("mwMW%@—…", 960) | dict.fromkeys("+−±=÷×<>~", 838)
_LOWER, _UPPER, _FULL = 636, 740, 1000
_BOLD = 1.1
_WIDOW = 5.0  # sizes of a letter: a shorter last line looks lost

_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_BEFORE_UNIT = re.compile(rf"(?<=\d) (?=[%\u4e00-\u9fff]|(?:m³|L|kWh|Wh|kW|m³/h|days?|{_MONTHS})\b)")
_NO_START = "，。；：、！？）」』】》”’%,.;:!?)]…—"
_NO_END = "（「『【《“‘(["
_HARD = "\N{NO-BREAK SPACE}"
_REMEMBERED = 4096  # sentences as broken: the words of a figure come back from day to day
_PIECES = re.compile(r"[^ \u2e80-\uffef]+ *|[\u2e80-\uffef] *| +")


def unbroken(words: str) -> str:
    """`words` with every number kept on one line with its unit."""
    return _BEFORE_UNIT.sub("\N{NO-BREAK SPACE}", words)


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of `words` in letters of `size` px [px], rather too wide than too narrow."""
    total = sum(map(_WIDTHS.__getitem__, words))
    return total / 1000 * size * (_BOLD if bold else 1.0)


def wrapped(words: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """`words` in lines no wider than `room` px; joined, the lines are `words` again.

    Chinese may break after any character, but not before a closing mark or after an opening one; Latin
    breaks between words. A word wider than `room` is broken where it must.
    """
    return list(_lines(words, room, size, bold))


@lru_cache(_REMEMBERED)
def _lines(words: str, room: float, size: float, bold: bool) -> tuple[str, ...]:
    lines, line = [], ""
    for atom in _atoms(unbroken(words)):
        for piece in _cut(atom, room, size, bold):
            if line and text_width((line + piece).rstrip(), size, bold=bold) > room:
                lines.append(line)
                line = ""
            line += piece
    return (*lines, line) if line else tuple(lines)


def balanced(words: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Like `wrapped`, in as many lines, but of about equal length: for titles."""
    lines = wrapped(words, room, size, bold=bold)
    low, high = room / 2, room
    for _ in range(8):
        middle = (low + high) / 2
        trial = wrapped(words, middle, size, bold=bold)
        if len(trial) > len(lines):
            low = middle
        else:
            high, lines = middle, trial
    return lines


def unwidowed(words: str, room: float, size: float) -> list[str]:
    """Like `wrapped`, in as many lines, but without a last line of a word or two: for sentences."""
    lines = wrapped(words, room, size)
    for share in (0.98, 0.96, 0.94, 0.92, 0.9, 0.88):
        if len(lines) < 2 or text_width(lines[-1], size) > _WIDOW * size:
            break
        trial = wrapped(words, share * room, size)
        lines = trial if len(trial) == len(lines) else lines
    return lines


class _Widths(dict[str, int]):
    """Width of each letter [1/1000 of its size], found once."""

    def __missing__(self, letter: str) -> int:
        if unicodedata.combining(letter):
            width = 0
        elif unicodedata.east_asian_width(letter) in "WF" or ord(letter) >= 0x2E80:
            width = _FULL
        else:
            width = _UPPER if letter.isupper() else _LOWER
        self[letter] = width
        return width


_WIDTHS = _Widths(_NARROW | _BROAD | {"\N{NO-BREAK SPACE}": 320, " ": 320})


def _atoms(words: str) -> list[str]:
    """Pieces between which a line may break."""
    atoms: list[str] = []
    for piece in _PIECES.findall(words):
        before = atoms[-1][-1:] if atoms else " "
        if before != " " and (piece[0] in _NO_START or before in _NO_END + _HARD):
            atoms[-1] += piece
        else:
            atoms.append(piece)
    return atoms


def _cut(atom: str, room: float, size: float, bold: bool) -> list[str]:
    """An atom as it is, or in parts that fit when it alone is too wide."""
    parts, part = [], ""
    for letter in atom:
        if part and text_width((part + letter).rstrip(), size, bold=bold) > room:
            parts.append(part)
            part = ""
        part += letter
    return [*parts, part]
