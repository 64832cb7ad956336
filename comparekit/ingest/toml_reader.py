"""A TOML file read key by key: typed values, the line of every key, all faults at once."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection, Mapping
from typing import Any

from comparekit.errors import Fault

Path = tuple[str | int, ...]
_TABLE = re.compile(r"\s*(\[\[?)\s*([\w.\-\"' ]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*([\w.\-\"']+)\s*=")
_LONGEST_BITS = 200
_BAD_LINE = re.compile(r"at line (\d+)")


class TomlReader:
    """Values of a TOML text by path; what is missing or wrong becomes a fault and a stand-in value.

    Parameters
    ----------
    text : str
        The TOML text.
    file : str
        Its name, for messages.
    family : str
        First word of the fault codes.
    """

    def __init__(self, text: str, file: str, family: str) -> None:
        self.file = file
        self.family = family
        self.faults: list[Fault] = []
        self.lines = key_lines(text)
        self.read: set[Path] = set()
        self.refused: set[Path] = set()
        self.data: dict[str, Any] = {}
        try:
            self.data = tomllib.loads(text)
        except (ValueError, RecursionError) as error:  # nested a thousand deep; a number of 5000 digits
            line = _BAD_LINE.search(str(error))
            self.add("not_toml", (), row=int(line[1]) if line else None, found=str(error))

    def text(self, *path: str | int, among: Collection[str] = (), default: str | None = None) -> str:
        """Text that is not empty, one of `among` where that is given."""
        value = self._value(path, default)
        if value is None or (value == default and default is not None):
            return default or ""
        if not isinstance(value, str) or not value.strip():
            self.add("wrong_type", path, found=_shown(value), expected="text")
            return ""
        if among and value not in among:
            self.add("unknown_word", path, found=value, expected=", ".join(among))
        return value

    def number(self, *path: str | int, least: float | None = None, above: float | None = None) -> float:
        """A finite number, at least `least` or above `above`."""
        value = self._value(path)
        if value is None:
            return 1.0
        if not _is_finite(value):
            self.add("wrong_type", path, found=_shown(value), expected="a_number")
            return 1.0
        assert isinstance(value, int | float)
        if above is not None and not value > above:
            self.add("out_of_range", path, found=_shown(value), expected=f"> {above:g}")
        if least is not None and not value >= least:
            self.add("out_of_range", path, found=_shown(value), expected=f"≥ {least:g}")
        return float(value)

    def some_number(self, *path: str | int, above: float | None = None) -> float | None:
        """A finite number above `above`, or None where the key is absent."""
        if not self.has(*path):
            self.read.add(path)
            return None
        return self.number(*path, above=above)

    def plain(self, *path: str | int) -> object:
        """Whatever stands at `path`, None where nothing does."""
        self.read.add(path)
        return self._find(path)

    def some_text(self, *path: str | int, among: Collection[str] = ()) -> str | None:
        """Text, one of `among` where that is given, or None where the key is absent."""
        if not self.has(*path):
            self.read.add(path)
            return None
        return self.text(*path, among=among)

    def whole_number(self, *path: str | int, least: int) -> int:
        """A whole number of at least `least`."""
        value = self._value(path)
        if value is None:
            return least
        if isinstance(value, bool) or not isinstance(value, int):
            self.add("wrong_type", path, found=_shown(value), expected="whole_number")
            return least
        if value < least:
            self.add("out_of_range", path, found=_shown(value), expected=f"≥ {least}")
        return value

    def whole_numbers(self, *path: str | int) -> tuple[int, ...]:
        """A list of whole numbers, not empty."""
        value = self._value(path)
        if isinstance(value, list) and value and all(type(item) is int for item in value):
            return tuple(value)
        self.add("wrong_type", path, found=_shown(value), expected="whole_numbers")
        return ()

    def numbers(self, *path: str | int) -> tuple[float, ...]:
        """A list of finite numbers of zero or more, not empty."""
        value = self._value(path)
        if isinstance(value, list) and value and all(_is_finite(item) and item >= 0 for item in value):
            return tuple(map(float, value))
        if value is not None:
            self.add("wrong_type", path, found=_shown(value), expected="numbers")
        return ()

    def flag(self, *path: str | int, default: bool) -> bool:
        """True or false."""
        value = self._value(path, default)
        if isinstance(value, bool):
            return value
        self.add("wrong_type", path, found=_shown(value), expected="flag")
        return default

    def texts(self, *path: str | int, needed: Collection[str]) -> Mapping[str, str]:
        """A table of texts with the keys `needed`; empty where the table itself is optional and absent."""
        return {key: self.text(*path, key) for key in needed}

    def tables(self, *path: str | int) -> range:
        """Indices of an array of tables, none where it is absent."""
        value = self._find(path)
        if value is None:
            return range(0)
        self.read.add(path)
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return range(len(value))
        self.add("wrong_type", path, found=_shown(value), expected="tables")
        return range(0)

    def table(self, *path: str | int) -> bool:
        """Whether there is a table at `path`; anything else there is a fault."""
        value = self._find(path)
        if value is None:
            return False
        self.read.add(path)
        if isinstance(value, dict):
            return True
        self.refused.add(path)
        self.add("wrong_type", path, found=_shown(value), expected="table")
        return False

    def has(self, *path: str | int) -> bool:
        """Whether there is anything at `path`."""
        return self._find(path) is not None

    def refuse_unread(self) -> None:
        """Add a fault for every key nobody asked for: a slip of the pen would else go unseen."""
        asked = {path[:i] for path in self.read for i in range(1, len(path) + 1)}
        for path in _paths(self.data, ()):
            if any(path[:i] in self.refused for i in range(1, len(path))):
                continue  # said already, of the whole
            if path not in asked and (len(path) == 1 or path[:-1] in asked):
                self.add("unknown_key", path)

    def add(
        self,
        code: str,
        path: Path,
        *,
        row: int | None = None,
        found: str | None = None,
        expected: str | None = None,
    ) -> None:
        """Add a fault at `path`, in the line of its key or of the nearest table around it."""
        for i in range(len(path), -1, -1):
            row = row or self.lines.get(path[:i])
        column = ".".join(str(part + 1) if isinstance(part, int) else part for part in path) or None
        self.faults.append(
            Fault(
                code=f"{self.family}.{code}",
                file=self.file,
                row=row,
                column=column,
                found=found,
                expected=expected,
            )
        )

    def _value(self, path: Path, default: object = None) -> object:
        self.read.add(path)
        value = self._find(path)
        if value is None and default is None:
            self.add("missing_key", path)
        return default if value is None else value

    def _find(self, path: Path) -> object:
        value: Any = self.data
        for part in path:
            if isinstance(part, int):
                value = value[part]
            elif isinstance(value, dict):
                value = value.get(part)
            else:
                return None
        found: object = value
        return found


def key_lines(text: str) -> dict[Path, int]:
    """Line of each table and key of a TOML text, counted from 1; what is written inline is left out."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := _TABLE.fullmatch(line):
            table = _numbered(_parts(heading[2]), counts)
            if heading[1] == "[[":
                lines.setdefault(table, number)
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_parts(key[1])), number)
    return lines


def _numbered(table: Path, counts: dict[Path, int]) -> Path:
    """A table below an array of tables belongs to the array's last entry so far."""
    numbered: Path = ()
    for part in table[:-1]:
        numbered = (*numbered, part)
        if numbered in counts:
            numbered = (*numbered, counts[numbered])
    return (*numbered, *table[-1:])


def _parts(dotted: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _paths(value: object, prefix: Path) -> list[Path]:
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list) and all(isinstance(item, dict) for item in value):
        items = list(enumerate(value))
    else:
        return []
    return [path for key, item in items for path in ((*prefix, key), *_paths(item, (*prefix, key)))]


def _is_finite(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond every float
        return False


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value.bit_length() > _LONGEST_BITS:
        return f"{value:#x}"[:20] + "…"  # Python refuses to write a very long one in decimals
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    return f"[{', '.join(value)}]" if isinstance(value, dict) else str(value)
