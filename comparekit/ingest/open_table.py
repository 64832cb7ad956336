"""A file of any readable kind, as a table."""

from __future__ import annotations

from collections.abc import Mapping

from comparekit.ingest.csv_table import csv_table
from comparekit.ingest.fault_list import faulty_log
from comparekit.ingest.tables import MOST_BYTES, Table
from comparekit.ingest.title_rows import LOG_TITLES, TitleWords
from comparekit.ingest.xlsx_table import is_workbook, xlsx_table


def read_table(
    data: bytes, name: str, mapping: Mapping[str, str] | None = None, words: TitleWords = LOG_TITLES
) -> Table:
    """The table in the bytes of a file called `name`: a text file, or a sheet of a workbook.

    Parameters
    ----------
    data : bytes
        They say what kind of file it is.
    name : str
        For messages only.
    mapping : mapping of title to field, optional
        Titles that are understood because the user says so.
    words : TitleWords
        How the other titles are understood: as those of a log.

    Raises
    ------
    FaultyLog
        The file is too large, is no table, or has no row below its titles.
    """
    if len(data) > MOST_BYTES:
        raise faulty_log("file.too_large", name, megabytes=MOST_BYTES // 1024**2)
    if is_workbook(data):
        return xlsx_table(data, name, mapping or {}, words)
    return csv_table(data, name, mapping or {}, words)
