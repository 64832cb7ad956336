"""Bills as people type or paste them, as the text of a table that our one reader reads.

Rows keep their order: line k of a paste without titles is row k + 1 of the table, row 1 being the titles.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

from comparekit.i18n.catalog import text as said
from comparekit.ingest.usage_titles import usage_column

#: Start, end, amount, volume: a bill as typed.
BillRow = tuple[str, str, str, str]
_FIELDS = ("period_start", "period_end", "amount", "volume")
_DAY = re.compile(r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})(?!\d) ?日?")
_MONTH = re.compile(r"(\d{4}) ?[-/.年] ?(\d{1,2})(?![\d.]) ?月?份?")
_NUMBER = r"(?<![\d.])(-?\d+(?:\.\d+)?)(?!\d)"
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_AMOUNT = re.compile(rf"(?:[¥￥] ?{_NUMBER})|(?:{_NUMBER} ?(?:元|块|yuan|CNY|RMB))", re.IGNORECASE)
_VOLUME = re.compile(rf"{_NUMBER} ?(?:吨|方|立方米?|m3|m³|度|千瓦时|kWh|t\b)", re.IGNORECASE)


def typed_usage(rows: Iterable[Sequence[str]], unit: str, language: str) -> bytes:
    """The table of bills typed in a form: from, to, amount, volume in `unit`.

    A bill without a first day begins where the one above it ends. Blank rows stay, so that row k of the form
    is row k + 1 of the table.
    """
    cells = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
    filled, before = [], ""
    for start, end, amount, volume in cells:
        blank = not (start or end or amount or volume)
        filled.append(("" if blank else start or before, end, amount, volume))
        before = end or before
    used = [k for k, _ in enumerate(_FIELDS) if any(row[k] for row in filled)]
    if not any(row[0] for row in filled) and 0 in used:
        used.remove(0)
    titles = _titles(unit, language)
    return _csv([[row[k] for k in used] for row in filled], [titles[k] for k in used])


def pasted_usage(pasted: str, language: str) -> bytes:
    """The table in a range copied from a workbook, or in the lines of a chat.

    Parameters
    ----------
    pasted : str
        With titles: as it is. Without: in each line one or two dates or a month, then the amount; a volume
        where a unit says so, or as the second number.
    language : str
        Of the titles that are put above.

    Returns
    -------
    bytes
        UTF-8. What cannot be understood stays as it is, so that the reader tells of it at its row.
    """
    lines = pasted.replace("\0", "").splitlines()
    if any(map(_has_titles, [line for line in lines if line.strip()][:3])):
        return "\r\n".join(lines).encode("utf-8", "replace")
    bills = [_bill(_plain(line)) for line in lines]
    by_month = not any(start or end for start, end, *_ in bills)
    two_dates = any(start for start, *_ in bills)
    titles = _titles("", language)
    rows = [[start, end, amount, volume, month] for start, end, amount, volume, month in bills]
    keep = [4] if by_month else [0, 1] if two_dates else [1]
    keep += [k for k in (2, 3) if any(row[k] for row in rows)] or [2]
    named = [*titles, said(language, "replacement_page.written.month")]
    return _csv([[row[k] for k in keep] for row in rows], [named[k] for k in keep])


def _plain(line: str) -> str:
    return _THOUSANDS.sub("", " ".join(unicodedata.normalize("NFKC", line).split()))


def _bill(line: str) -> tuple[str, str, str, str, str]:
    """Start, end, amount, volume and month of a line; what is not understood goes where the end stands."""
    days = list(_DAY.finditer(line))[:2]
    rest = line
    for day in reversed(days):
        rest = f"{rest[: day.start()]} {rest[day.end() :]}"
    dates = [f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}" for day in days]
    month = ""
    if not dates and (found := _MONTH.search(rest)):
        month = f"{found[1]}-{int(found[2]):02d}"
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    amount, rest = _taken(_AMOUNT, rest)
    volume, rest = _taken(_VOLUME, rest)
    for number in re.findall(_NUMBER, rest):
        if not amount:
            amount = number
        elif not volume:
            volume = number
    if not dates and not month:
        return "", line if any(c.isdigit() for c in line) else "", amount, volume, line if amount else ""
    start, end = dates if len(dates) == 2 else ("", dates[0] if dates else "")
    return start, end, amount, volume, month


def _taken(pattern: re.Pattern[str], line: str) -> tuple[str, str]:
    """The number a pattern finds, and the line without it."""
    found = pattern.search(line)
    if found is None:
        return "", line
    number = next(group for group in found.groups() if group)
    return number, f"{line[: found.start()]} {line[found.end() :]}"


def _has_titles(line: str) -> bool:
    """Whether two or more cells of a line are titles our reader knows."""
    for separator in "\t,;，；":
        known = [usage_column(0, cell.strip()) for cell in line.split(separator) if cell.strip()]
        if sum(column is not None for column in known) > 1:
            return True
    return False


def _titles(unit: str, language: str) -> list[str]:
    titles = [said(language, f"replacement_page.written.{field}") for field in _FIELDS]
    titles[3] = f"{titles[3]}({unit})" if unit else titles[3]
    return titles


def _csv(rows: Iterable[Sequence[str]], titles: Sequence[str]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows(rows)
    return written.getvalue().encode("utf-8", "replace")
