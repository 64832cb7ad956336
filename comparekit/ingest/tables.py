"""A file as a table of text cells, its rows numbered as Excel shows them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from comparekit.errors import Fault, FaultyLog
from comparekit.ingest.encodings import text_encoding
from comparekit.ingest.fault_list import MOST_LISTED, FaultList, faulty_log

MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 2_000_000
MOST_COLUMNS = 200
_CHUNK = 4_096
_DELIMITERS = ",;\t"
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t])"?\r?\n?', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Cells as text, column by column, without the blank rows.

    Attributes
    ----------
    name, sheet : str
        File and, where it has any, sheet.
    titles : tuple of str, length c
        First row that is not blank, as written.
    header_row : int
        Its number.
    columns : tuple of list of str, length c
        Cells below the titles; every list has the length of `rows`.
    rows : int array, shape (n,)
        Number of each row as Excel shows it.
    faults : FaultList
        Rows with more cells than there are titles.
    """

    name: str
    sheet: str | None = None
    titles: tuple[str, ...]
    header_row: int
    columns: tuple[list[str], ...]
    rows: NDArray[np.int64]
    faults: FaultList

    def __len__(self) -> int:
        return int(self.rows.size)


def read_table(data: bytes, name: str) -> Table:
    """The table in the bytes of a file called `name`.

    Raises
    ------
    FaultyLog
        The file is too large, is no text table, or has no row below its titles.
    """
    if len(data) > MOST_BYTES:
        raise faulty_log("file.too_large", name, megabytes=MOST_BYTES // 1024**2)
    encoding = text_encoding(data, name)
    with _lines(data, encoding) as lines:
        first = lines.readline()
        named = _SEPARATOR_LINE.fullmatch(first)  # Excel hides this line and does not count it
        sample = "".join(islice(lines, 20)) if named else first + "".join(islice(lines, 20))
    with _lines(data, encoding) as lines:
        if named:
            lines.readline()
        records = csv.reader(lines, delimiter=named[1] if named else _delimiter(sample))
        return table_of_records(records, name)


def table_of_records(records: Iterable[list[str]], name: str, sheet: str | None = None) -> Table:
    """The table of `records`, one a row of the sheet and blank ones among them, titles first.

    Raises
    ------
    FaultyLog
        As `read_table`.
    """
    remaining = iter(records)
    header_row, titles = _titles(remaining, name)
    faults = FaultList(name, sheet)
    columns: list[list[str]] = [[] for _ in titles]
    kept: list[NDArray[np.int64]] = []
    row = header_row
    for chunk in _chunks(remaining, name, header_row):
        numbers = np.arange(row + 1, row + 1 + len(chunk), dtype=np.int64)
        row += len(chunk)
        if row > MOST_ROWS:
            raise faulty_log("file.too_many_rows", name, limit=MOST_ROWS)
        flat, numbers = _without_blank(_squared(chunk, numbers, len(titles), faults), numbers)
        for index, column in enumerate(columns):
            column.extend(flat[index :: len(titles)])
        kept.append(numbers)
    rows = np.concatenate(kept) if kept else np.empty(0, dtype=np.int64)
    if not rows.size:
        raise faulty_log("file.no_rows", name)
    return Table(
        name=name,
        sheet=sheet,
        titles=tuple(titles),
        header_row=header_row,
        columns=tuple(columns),
        rows=rows,
        faults=faults,
    )


def column_letter(index: int) -> str:
    """The letters Excel shows over column `index`, counted from 0."""
    letters = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def _lines(data: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")


def _delimiter(sample: str) -> str:
    """The delimiter of the header; where it holds several, the one the sniffer or the count says."""
    header = next((line for line in sample.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", header)
    found = sorted((d for d in _DELIMITERS if d in bare), key=bare.count, reverse=True)
    if len(found) > 1:
        try:
            sniffed = csv.Sniffer().sniff(sample[:8192], delimiters=_DELIMITERS).delimiter
        except csv.Error:
            return found[0]
        return sniffed if sniffed in found else found[0]
    return found[0] if found else ","


def _chunks(records: Iterator[list[str]], name: str, row: int) -> Iterator[list[list[str]]]:
    """The records below `row`, many at once; a quotation mark that is never closed is a fault."""
    more = True
    while more:
        chunk: list[list[str]] = []
        try:
            chunk.extend(islice(records, _CHUNK))
        except csv.Error as error:
            raise _unclosed(name, row + len(chunk) + 1) from error
        more = bool(chunk)
        row += len(chunk)
        if more and chunk[-1] and len(chunk) < _CHUNK and chunk[-1][-1].endswith(("\n", "\r")):
            raise _unclosed(name, row)
        if more:
            yield chunk


def _unclosed(name: str, row: int) -> FaultyLog:
    return FaultyLog([Fault(code="file.quotes", file=name, row=row)])


def _titles(records: Iterator[list[str]], name: str) -> tuple[int, list[str]]:
    for row, record in enumerate(records, start=1):
        if _is_blank(record):
            continue
        titles = [title.strip().lstrip("\ufeff") for title in record]
        while titles and not titles[-1]:
            titles.pop()
        if len(titles) > MOST_COLUMNS:
            raise faulty_log("file.too_many_columns", name, limit=MOST_COLUMNS)
        return row, titles
    raise faulty_log("file.empty", name)


def _squared(
    chunk: list[list[str]], rows: NDArray[np.int64], width: int, faults: FaultList
) -> list[list[str]]:
    """The records at `width` cells each: short ones filled up; a cell too many is a fault."""
    if set(map(len, chunk)) == {width}:
        return chunk
    squared = []
    for row, record in zip(rows.tolist(), chunk, strict=True):
        extra = [i for i in range(width, len(record)) if record[i].strip()]
        if len(faults.faults) >= MOST_LISTED:
            faults.unlisted += bool(extra)
        elif extra:
            faults.add(
                "row.too_many_cells",
                row=row,
                column=column_letter(extra[0]),
                found=record[extra[0]],
                cells=extra[-1] + 1,
                titles=width,
            )
        squared.append(record[:width] + [""] * (width - len(record)))
    return squared


def _without_blank(chunk: list[list[str]], rows: NDArray[np.int64]) -> tuple[list[str], NDArray[np.int64]]:
    """All cells one after the other and the numbers of their rows, blank rows left out."""
    firsts = [record[0] for record in chunk]
    if not all(firsts) or any(map(str.isspace, firsts)):
        blank = [i for i, record in enumerate(chunk) if _is_blank(record)]
        gone = set(blank)
        chunk = [record for i, record in enumerate(chunk) if i not in gone]
        rows = np.delete(rows, blank)
    return list(chain.from_iterable(chunk)), rows


def _is_blank(record: list[str]) -> bool:
    return not "".join(record).strip()
