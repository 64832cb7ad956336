"""A file as a table of text cells, its rows numbered as Excel shows them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from comparekit.errors import Fault, FaultyLog
from comparekit.ingest.fault_list import MOST_LISTED, FaultList
from comparekit.ingest.title_rows import LOG_TITLES, MOST_ABOVE, TitleRows, TitleWords, find_titles

MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 2_000_000
MOST_COLUMNS = 200
MOST_CELLS = 20_000_000
_CHUNK = 512  # rows that die before the collector of cyclic garbage looks at them: twice as fast as 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What a workbook tells of its cells beside their text.

    Attributes
    ----------
    formulas : mapping of int to list of int
        Rows whose cell is computed by a formula, by place of the column.
    other_sheets : tuple of str
        Further sheets that hold a log and were not read.
    date_1904 : bool
        Serial dates count from 1904.
    """

    formulas: Mapping[int, list[int]] = field(default_factory=dict)
    other_sheets: tuple[str, ...] = ()
    date_1904: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Cells as text, column by column, without the blank rows.

    Attributes
    ----------
    name, sheet : str
        File and, where it has any, sheet.
    titles : tuple of str, length c
        As written; those of two rows joined with a blank between them.
    header_row : int
        Number of their row, the lower one of two.
    columns : tuple of list of str, length c
        Cells below the titles; every list has the length of `rows`.
    rows : int array, shape (n,)
        Number of each row as Excel shows it.
    faults : FaultList
        Rows with more cells than there are titles.
    above : tuple of (int, str)
        Row and text of each cell of the title block above the titles.
    stored : Stored or None
        Of a workbook.
    """

    name: str
    sheet: str | None = None
    titles: tuple[str, ...]
    header_row: int
    columns: tuple[list[str], ...]
    rows: NDArray[np.int64]
    faults: FaultList
    above: tuple[tuple[int, str], ...] = ()
    stored: Stored | None = None

    def __len__(self) -> int:
        return int(self.rows.size)


def table_of_records(
    records: Iterable[list[str]],
    name: str,
    sheet: str | None = None,
    *,
    mapping: Mapping[str, str] | None = None,
    words: TitleWords = LOG_TITLES,
    most_rows: int | None = None,
    stored: Stored | None = None,
) -> Table:
    """The table of `records`, one a row of the sheet and blank ones among them.

    Parameters
    ----------
    records : iterable of list of str
        Rows from the first of the sheet on. A title block may stand above the titles.
    name, sheet : str
        File and sheet, for messages.
    mapping : mapping of title to field, optional
        Titles that are understood because the user says so.
    words : TitleWords
        How the other titles are understood.
    most_rows : int, optional
        Rows of the sheet at most (default 2 000 000).
    stored : Stored, optional
        What the workbook tells beside the text.

    Raises
    ------
    FaultyLog
        Nothing in it (``file.empty``), nothing below the titles (``file.no_rows``), too many rows,
        columns or cells, a quotation mark never closed (``file.quotes``).
    """
    chunks = _chunks(iter(records), name)
    start, found, rest = _titles(chunks, name, sheet, mapping or {}, words)
    titles, header_row = found.titles, start + found.last
    limit = min(MOST_ROWS if most_rows is None else most_rows, MOST_CELLS // max(1, len(titles)))
    faults = FaultList(name, sheet)
    columns: list[list[str]] = [[] for _ in titles]
    kept: list[NDArray[np.int64]] = []
    row = header_row
    for chunk in chain([rest] if rest else [], chunks):
        numbers = np.arange(row + 1, row + 1 + len(chunk), dtype=np.int64)
        row += len(chunk)
        if row > limit:
            raise refused("file.too_many_rows", name, sheet, limit=limit)
        kept_rows, numbers = _without_blank(_squared(chunk, numbers, len(titles), faults), numbers)
        for column, cells in zip(columns, zip(*kept_rows, strict=True), strict=False):
            column.extend(cells)
        kept.append(numbers)
    rows = np.concatenate(kept) if kept else np.empty(0, dtype=np.int64)
    if not rows.size:
        raise refused("file.no_rows", name, sheet)
    return Table(
        name=name,
        sheet=sheet,
        titles=titles,
        header_row=header_row,
        columns=tuple(columns),
        rows=rows,
        faults=faults,
        above=tuple((start + place, text) for place, text in found.above),
        stored=stored,
    )


def refused(code: str, name: str, sheet: str | None = None, **context: object) -> FaultyLog:
    """The error of a sheet of which nothing can be read."""
    return FaultyLog([Fault(code=code, file=name, sheet=sheet, context=context)])


def column_letter(index: int) -> str:
    """The letters Excel shows over column `index`, counted from 0."""
    letters = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def _chunks(records: Iterator[list[str]], name: str) -> Iterator[list[list[str]]]:
    """The records, many at once; a quotation mark that is never closed is a fault."""
    row, more = 0, True
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


def _titles(
    chunks: Iterator[list[list[str]]],
    name: str,
    sheet: str | None,
    mapping: Mapping[str, str],
    words: TitleWords,
) -> tuple[int, TitleRows, list[list[str]]]:
    """Row of the first record that is not blank, the titles found from it on, and what is below them."""
    row = 1
    for chunk in chunks:
        first = next((k for k, record in enumerate(chunk) if not _is_blank(record)), None)
        if first is None:
            row += len(chunk)
            continue
        head = chunk[first:]
        while len(head) < MOST_ABOVE + 2 and (more := next(chunks, None)):
            head = head + more
        found = find_titles(head[: MOST_ABOVE + 2], mapping, words)
        if len(found.titles) > MOST_COLUMNS:
            raise refused("file.too_many_columns", name, sheet, limit=MOST_COLUMNS)
        return row + first, found, head[found.last + 1 :]
    raise refused("file.empty", name, sheet)


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


def _without_blank(
    chunk: list[list[str]], rows: NDArray[np.int64]
) -> tuple[list[list[str]], NDArray[np.int64]]:
    """The records and the numbers of their rows, blank ones left out."""
    firsts = [record[0] for record in chunk]
    if not all(firsts) or any(map(str.isspace, firsts)):
        blank = [i for i, record in enumerate(chunk) if _is_blank(record)]
        gone = set(blank)
        chunk = [record for i, record in enumerate(chunk) if i not in gone]
        rows = np.delete(rows, blank)
    return chunk, rows


def _is_blank(record: list[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in record)
