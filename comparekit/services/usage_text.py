"""Bills as people type or paste them, as the text of a table that our one reader reads.

A column of the table tells the reader which line, or which bill of the form, a row is: what it says of a row
names that one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from comparekit.i18n.catalog import text as said
from comparekit.ingest.usage_titles import unit_named, usage_column
from comparekit.ingest.vocabulary import footer_of
from comparekit.services.pasted_lines import PastedLine, pasted_line
from comparekit.services.pasted_years import with_years

#: Start, end, amount, volume: a bill as typed.
BillRow = tuple[str, str, str, str]
_NAME = re.compile(r"[^\d¥:]+")
_FIELDS = ("period_start", "period_end", "amount", "volume")


def typed_usage(rows: Iterable[Sequence[str]], unit: str, language: str) -> bytes:
    """The table of bills typed in a form: from, to, amount, volume in `unit`.

    A bill without a first day begins where the one above it ends. Blank rows stay blank; the others have
    their number in the form, from 1.
    """
    cells = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
    filled, before = [], ""
    for start, end, amount, volume in cells:
        blank = not (start or end or amount or volume)
        filled.append(("" if blank else start or before, end, amount, volume))
        before = end or before
    used = [k for k, _ in enumerate(_FIELDS) if any(row[k] for row in filled)]
    if 0 not in used and sum(any(row) for row in filled) == 1:
        used.insert(0, 0)  # no bill before it tells where it begins: the reader asks for its first day
    numbers = [str(k) if any(row) else "" for k, row in enumerate(filled, start=1)]
    titles = _titles(unit, language)
    return _csv(
        [[*(row[k] for k in used), number] for number, row in zip(numbers, filled, strict=True)],
        [*(titles[k] for k in used), _title("bill", language)],
    )


def pasted_usage(pasted: str, language: str, *, replaced: str = "", today: date | None = None) -> bytes:
    """The table in a range copied from a workbook, or in the lines of a chat.

    Parameters
    ----------
    pasted : str
        With titles: as it is. Without: in each line one or two dates or months, then the amount; a volume
        where a unit says so, or as the second number.
    language : str
        Of the titles that are put above.
    replaced : str
        Date of the replacement (2025-04-01) where it is known: tells the year of lines without one.
    today : date, optional
        By default the day it is (UTC); see `comparekit.services.pasted_years.with_years`.

    Returns
    -------
    bytes
        UTF-8. What cannot be understood stays as it is, so that the reader tells of it at its line.
    """
    lines = pasted.replace("\0", "").splitlines()
    if any(map(_has_titles, [line for line in lines if line.strip()][:3])):
        return "\r\n".join(lines).encode("utf-8", "replace")
    bills, assumed = with_years(
        [pasted_line(line) for line in lines], _day(replaced), today or datetime.now(UTC).date()
    )
    days = [bill.days for bill in bills if bill.days]
    by_month = not days or any(day.day is None for told in days for day in told)
    two_dates = any(len(told) == 2 for told in days)
    fields = ["month"] if by_month else ["period_start", "period_end"] if two_dates else ["period_end"]
    rows = []
    for k, bill in enumerate(bills):
        told = _told(bill, fields)
        rows.append([*told, "1" if k in assumed else "", str(k + 1) if any(told) else ""])
    units = {bill.unit for bill in bills if bill.unit}
    unit = units.pop() if len(units) == 1 else ""
    titles = dict(zip(_FIELDS, _titles(unit if unit_named(unit) else "", language), strict=True))
    named = [titles.get(field) or _title(field, language) for field in fields]
    heads = [*named, titles["amount"], titles["volume"], _title("year", language), _title("line", language)]
    keep = [k for k, _ in enumerate(heads) if k <= len(fields) or any(row[k] for row in rows)]
    return _csv([[row[k] for k in keep] for row in rows], [heads[k] for k in keep])


def _told(bill: PastedLine, fields: Sequence[str]) -> list[str]:
    """The cells of a line: its days as `fields` say, amount and volume; blank where it is no bill."""
    days = [str(day) for day in bill.days]
    if not days:
        word = _NAME.match(bill.text)
        total = word is not None and footer_of(word[0].strip()) == "total"
        unread = word[0].strip() if word and total else bill.text if bill.amount else ""
        days = [unread] * len(fields)
    elif fields == ["month"]:
        days = ["~".join(days)]
    else:
        days = [""] * (len(fields) - len(days)) + days[-len(fields) :]
    return [*days, bill.amount, bill.volume] if any(days) else [*days, "", ""]


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None


def _has_titles(line: str) -> bool:
    """Whether two or more cells of a line are titles our reader knows."""
    for separator in "\t,;，；":
        known = [usage_column(0, cell.strip()) for cell in line.split(separator) if cell.strip()]
        if sum(column is not None for column in known) > 1:
            return True
    return False


def _titles(unit: str, language: str) -> list[str]:
    titles = [_title(field, language) for field in _FIELDS]
    titles[3] = f"{titles[3]}({unit})" if unit else titles[3]
    return titles


def _title(field: str, language: str) -> str:
    return said(language, f"replacement_page.written.{field}")


def _csv(rows: Iterable[Sequence[str]], titles: Sequence[str]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows(rows)
    return written.getvalue().encode("utf-8", "replace")
