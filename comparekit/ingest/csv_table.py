"""A text file as a table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from itertools import islice

from comparekit.ingest.encodings import text_encoding
from comparekit.ingest.tables import Table, table_of_records
from comparekit.ingest.title_rows import LOG_TITLES, MOST_ABOVE, TitleWords, find_titles

_DELIMITERS = ",;\t"
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t])"?\r?\n?', re.IGNORECASE)


def csv_table(data: bytes, name: str, mapping: Mapping[str, str], words: TitleWords = LOG_TITLES) -> Table:
    """The table in the bytes of a text file called `name`, with comma, semicolon or tab.

    Raises
    ------
    FaultyLog
        The file is no text table, or has no row below its titles.
    """
    encoding = text_encoding(data, name)
    with _lines(data, encoding) as lines:
        first = lines.readline()
        named = _SEPARATOR_LINE.fullmatch(first)  # Excel hides this line and does not count it
        sample = "".join(islice(lines, MOST_ABOVE + 10))
    with _lines(data, encoding) as lines:
        if named:
            lines.readline()
        delimiter = named[1] if named else _delimiter(first + sample, mapping, words)
        return table_of_records(csv.reader(lines, delimiter=delimiter), name, mapping=mapping, words=words)


def _lines(data: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")


def _delimiter(sample: str, mapping: Mapping[str, str], words: TitleWords) -> str:
    """The delimiter under which titles of a log appear; else the one the first rows speak for."""
    present = [delimiter for delimiter in _DELIMITERS if delimiter in sample]
    fitting = [delimiter for delimiter in present if _shows_a_log(sample, delimiter, mapping, words)]
    if len(fitting) == 1:
        return fitting[0]
    first = next((line for line in sample.splitlines() if any(d in line for d in present)), "")
    bare = re.sub(r'"[^"]*"', "", first)
    found = sorted((d for d in present if d in bare), key=bare.count, reverse=True)
    if len(found) > 1:
        try:
            sniffed = csv.Sniffer().sniff(sample[:8192], delimiters=_DELIMITERS).delimiter
        except csv.Error:
            return found[0]
        return sniffed if sniffed in found else found[0]
    return found[0] if found else ","


def _shows_a_log(sample: str, delimiter: str, mapping: Mapping[str, str], words: TitleWords) -> bool:
    try:
        rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
    except csv.Error:
        return False
    rows = rows[next((k for k, row in enumerate(rows) if any(cell.strip() for cell in row)), 0) :]
    return bool(rows) and find_titles(rows, mapping, words).complete
