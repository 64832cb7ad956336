"""The rows of one sheet of a workbook, as the text its cells stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from xml.parsers import expat

from comparekit.ingest.tables import MOST_COLUMNS, refused
from comparekit.ingest.xlsx_guard import Archive, local
from comparekit.ingest.xlsx_styles import GENERAL, NumberFormat

MOST_ROWS = 200_000
LONGEST_TEXT = 32_767  # Excel's own limit of a cell
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_ORIGIN, _ORIGIN_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LAST_SERIAL = 2_958_466  # the day behind 9999-12-31
_DAY = 86_400
_DIGITS, _DUST = 12, 5e-13  # what computing in binary leaves behind the last digit


class SheetRows:
    """Rows of a sheet, read as far as they are asked for.

    Parameters
    ----------
    archive : Archive
    path : str
        Of the sheet's part.
    sheet : str
        Name of the sheet, for messages.
    strings : list of str
        Shared strings of the workbook.
    formats : list of NumberFormat
        By index of style.
    date_1904 : bool
        Whether serial dates count from 1904.

    Attributes
    ----------
    formulas : dict of int to list of int
        Rows with a formula by place of the column, as far as read. No formula is evaluated: the value
        that was saved with it is the cell's.
    """

    def __init__(
        self,
        archive: Archive,
        path: str,
        sheet: str,
        *,
        strings: list[str],
        formats: list[NumberFormat],
        date_1904: bool,
    ) -> None:
        self.formulas: dict[int, list[int]] = {}
        self._archive = archive
        self._path = path
        self._sheet = sheet
        self._strings = strings
        self._formats = {str(k): shown for k, shown in enumerate(formats)}
        self._formats[""] = self._formats.get("0", GENERAL)
        self._origin = _ORIGIN_1904 if date_1904 else _ORIGIN
        self._ready: list[tuple[int, list[str]]] = []

    def __iter__(self) -> Iterator[list[str]]:
        """The rows from the first on, blank ones as empty lists; rows hidden or filtered are rows.

        Raises
        ------
        FaultyLog
            ``file.damaged``, ``file.too_slow``, ``file.too_many_rows``, ``file.too_many_columns``.
        """
        part = self._archive.parse(self._path)
        part.parser.StartElementHandler = lambda name, _: self._handle(part.parser, name)
        last = 0
        for _ in part.steps():
            for row, cells in self._ready:
                for _ in range(last + 1, row):
                    yield []
                yield cells
                last = row
            self._ready.clear()

    def _handle(self, parser: expat.XMLParserType, root: str) -> None:
        """Set the handlers once the first element shows the prefix; closures, run a million times."""
        prefix = root.removesuffix(local(root))
        cell, row_of_cells, formula, phonetic_run = (prefix + name for name in ("c", "row", "f", "rPh"))
        texts = (f"{prefix}v", f"{prefix}t")
        cells: list[str] = []
        row, column, kind, style, text = 0, -1, "", "", ""
        listening = phonetic = False
        place = _Columns(self._refuse_reference).place

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal row, column, kind, style, text, listening, phonetic
            if name == cell:
                column = place(attributes.get("r"), row, column)
                kind, style, text = attributes.get("t", "n"), attributes.get("s", ""), ""
            elif name in texts:
                listening = column >= 0 and not phonetic
            elif name == row_of_cells:
                row = self._row(attributes.get("r"), row)
                cells.clear()
                column = -1
            elif name == formula and column >= 0:
                self.formulas.setdefault(column, []).append(row)
            elif name == phonetic_run:
                phonetic = True

        def data(piece: str) -> None:
            nonlocal text
            if listening and len(text) <= LONGEST_TEXT:
                text += piece

        def end(name: str) -> None:
            nonlocal column, listening, phonetic
            if name in texts:
                listening = False
            elif name == cell:
                if text:
                    if column >= MOST_COLUMNS:
                        self._refuse_width()
                    if column > len(cells):
                        cells.extend([""] * (column - len(cells)))
                    cells.append(self._text(kind, style, text))
            elif name == row_of_cells:
                if cells:
                    self._add(row, cells.copy())
                    cells.clear()
                column = -1  # what follows the rows has elements of the same names
            elif name == phonetic_run:
                phonetic = False

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = data

    def _add(self, row: int, cells: list[str]) -> None:
        if row > MOST_ROWS:
            raise refused("file.too_many_rows", self._archive.name, self._sheet, limit=MOST_ROWS)
        self._ready.append((row, cells))

    def _row(self, written: str | None, before: int) -> int:
        if written is None:
            return before + 1
        if not (written.isdecimal() and len(written) <= 7 and int(written) > before):
            raise refused("file.damaged", self._archive.name, self._sheet)
        return int(written)

    def _refuse_width(self) -> None:
        raise refused("file.too_many_columns", self._archive.name, self._sheet, limit=MOST_COLUMNS)

    def _refuse_reference(self) -> None:
        raise refused("file.damaged", self._archive.name, self._sheet)

    def _text(self, kind: str, style: str, text: str) -> str:
        if kind == "n":
            return number_text(text, self._formats.get(style, GENERAL), self._origin)
        if kind == "s":
            strings = self._strings
            if not (text.isdecimal() and len(text) < 9 and int(text) < len(strings)):
                raise refused("file.damaged", self._archive.name, self._sheet)
            return strings[int(text)]
        if len(text) > LONGEST_TEXT:
            raise refused("file.damaged", self._archive.name, self._sheet)
        if kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        return text  # inline text, result of a formula, error (#DIV/0!), ISO date


class _Columns:
    """Places of columns, and the one fault a reference can have."""

    def __init__(self, refuse: Callable[[], None]) -> None:
        self._refuse = refuse
        self._known: dict[str, int] = {}

    def place(self, reference: str | None, row: int, before: int) -> int:
        """Place of the column of a cell: what its reference says, else behind the one before."""
        if reference is None:
            column = before + 1
        else:
            letters = reference.rstrip("0123456789")
            column = self._known.get(letters, -1)
            if column < 0:
                match = _REFERENCE.fullmatch(reference)
                if match is None:
                    self._refuse()
                column = _number_of(letters)
                self._known[letters] = column
            if column <= before or reference != f"{letters}{row}":
                self._refuse()
        return column


def number_text(raw: str, shown: NumberFormat, origin: datetime = _ORIGIN) -> str:
    """The text a stored number stands for.

    Excel computes in binary and keeps 15 digits: 12.345 may be stored as 12.3450000000001, and is
    12.345, because no register has more than 12 digits. A format with more decimals than that, such
    as 0.000, tells the zeros that were typed behind; without one they are lost. Dates become
    ``2025-04-15 08:30:00``, to the second; a day without an hour in its format and in its value stays
    a day.
    """
    try:
        value = float(raw)
    except ValueError:
        return raw
    if shown is GENERAL:
        return raw if raw.isdecimal() and len(raw) < 16 else _decimal(value)
    if shown.date or shown.hour:
        return _moment(value, shown, origin) or _decimal(value)
    text = raw if raw.isdecimal() and len(raw) < 16 else _decimal(value)
    if shown.decimals:
        fixed = f"{value:.{shown.decimals}f}"
        if len(fixed) <= 16 and float(fixed) == float(text):
            return fixed
    return text


def _decimal(value: float) -> str:
    text = f"{value or 0.0:.15g}"  # a negative zero is a zero
    if len(text) > _DIGITS and not value.is_integer():
        short = f"{value:.{_DIGITS}g}"
        if abs(float(short) - value) <= _DUST * abs(value):
            text = short
    if "e-" in text:
        text = f"{Decimal(text):f}"
    return text


def _moment(value: float, shown: NumberFormat, origin: datetime) -> str | None:
    if not 0 <= value < _LAST_SERIAL or (shown.elapsed and value >= 1):
        return None
    seconds = round(value * _DAY)
    if seconds < _DAY and not shown.date:
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    try:
        moment = origin + timedelta(seconds=seconds)
    except OverflowError:
        return None
    return moment.isoformat(" ") if shown.hour or seconds % _DAY else moment.date().isoformat()


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
