"""Where the titles of a table stand: below a title block, in one row or in two."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from comparekit.ingest.columns import Column, column_of, is_blank_title
from comparekit.ingest.vocabulary import ROLES

MOST_ABOVE = 30
_TIMES = ("time", "date", *(f"{role}_time" for role in ROLES))
_READINGS = ("reading", *(f"{role}_reading" for role in ROLES))
_VALUE = re.compile(r"[-+−]?[\d０-９][\d０-９,.．，\s]*|\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月].*|\d{8}[ T]?\d*")
_TIME_PATTERN = re.compile(r"[ymdhsYMDHS年月日时分秒\s:：/.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleRows:
    """Titles found among the first rows of a table.

    Attributes
    ----------
    titles : tuple of str
        Titles of two rows are joined with a blank between them.
    last : int
        Place of the last row of titles among the rows searched; the table begins behind it.
    complete : bool
        They hold a time and a reading, so that the table can be a log.
    above : tuple of (int, str)
        Place of row and text of each cell of the title block.
    """

    titles: tuple[str, ...]
    last: int
    complete: bool
    above: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleWords:
    """How titles are understood in one kind of file: as a log's, or as those of bills and daily use.

    `column` gives the column of a place, a title and the field it is mapped to; `complete` says whether
    fields make a table of this kind; `times` are the fields that hold times.
    """

    column: Callable[[int, str, str | None], Column | None]
    complete: Callable[[set[str]], bool]
    times: tuple[str, ...]


def _is_complete(fields: set[str]) -> bool:
    return any(name in fields for name in _TIMES) and any(name in fields for name in _READINGS)


LOG_TITLES = TitleWords(column=column_of, complete=_is_complete, times=_TIMES)


def find_titles(
    rows: Sequence[Sequence[str]], mapping: Mapping[str, str], words: TitleWords = LOG_TITLES
) -> TitleRows:
    """The titles among `rows`, of which the first is not blank.

    The first row, or pair of rows, that names a time and a reading; where none does, the row that
    names most, or the first. A row that holds a number or a time is no row of titles, unless it is
    the first.

    Parameters
    ----------
    rows : sequence of sequence of str
        First rows of a table, blank ones among them.
    mapping : mapping of title to field
        Titles in it count as understood.
    words : TitleWords
        Of the kind of file that is looked for.
    """
    mapped = {title.strip(): name for title, name in mapping.items()}
    best, most = _found(rows, _cleaned(rows[0]), 0, 0, complete=False), (0, 0)
    for place, row in enumerate(rows[: MOST_ABOVE + 1]):
        titles = _cleaned(row)
        if not _may_be_titles(titles, mapped):
            continue
        fields = _fields(titles, mapped, words)
        below = _cleaned(rows[place + 1]) if place + 1 < len(rows) else []
        joined = _joined(titles, below, words) if _may_be_titles(below, mapped) else titles
        whole = joined != titles and words.complete(_fields(joined, mapped, words))
        if whole and not _loses(titles, joined, mapped, words):
            return _found(rows, joined, place, place + 1)
        if words.complete(fields):
            return _found(rows, titles, place, place)
        last = place
        if fields and joined != titles and not words.complete(_fields(below, mapped, words)):
            third = _cleaned(rows[place + 2]) if place + 2 < len(rows) else []
            if third and not _may_be_titles(third, mapped):
                # Two rows of titles whose groups nobody knows: the fault shows what there is to map.
                titles, last = joined, place + 1
        worth = len(fields), sum(map(bool, titles))
        if fields and worth > most:
            best, most = _found(rows, titles, place, last, complete=False), worth
    return best


def _found(
    rows: Sequence[Sequence[str]], titles: list[str], first: int, last: int, complete: bool = True
) -> TitleRows:
    above = tuple((k, cell.strip()) for k in range(first) for cell in rows[k] if cell.strip())
    return TitleRows(titles=tuple(titles), last=last, complete=complete, above=above)


def _joined(upper: list[str], lower: list[str], words: TitleWords) -> list[str]:
    """Titles of two rows joined: a blank of the upper row takes the group from its left, as merged
    cells leave it.
    """
    joined, group = [], ""
    for k in range(max(len(upper), len(lower))):
        own = upper[k] if k < len(upper) else ""
        below = lower[k] if k < len(lower) else ""
        group = own or group
        if is_blank_title(below) or _is_time_pattern(below, own, words):
            joined.append(own)
        else:
            joined.append(f"{group} {below}".strip())
    return joined


def _loses(upper: list[str], joined: list[str], mapped: Mapping[str, str], words: TitleWords) -> bool:
    """Whether a title that is understood by itself no longer is with what stands below: a reading."""
    pairs = zip(upper, joined, strict=False)
    return any(_fields([a], mapped, words) and not _fields([b], mapped, words) for a, b in pairs)


def _cleaned(row: Sequence[str]) -> list[str]:
    titles = [cell.strip().lstrip("\ufeff").strip() for cell in row]
    while titles and not titles[-1]:
        titles.pop()
    return titles


def _may_be_titles(titles: list[str], mapped: Mapping[str, str]) -> bool:
    return any(titles) and not any(_VALUE.fullmatch(title) for title in titles if title not in mapped)


def _fields(titles: list[str], mapped: Mapping[str, str], words: TitleWords) -> set[str]:
    columns = (words.column(k, title, mapped.get(title)) for k, title in enumerate(titles) if title)
    return {column.field for column in columns if column is not None}


def _is_time_pattern(text: str, above: str, words: TitleWords) -> bool:
    """Whether a cell below the title of a time only says how times are written (yyyy-mm-dd hh:mm)."""
    if not above or not _TIME_PATTERN.fullmatch(text):
        return False
    column = words.column(0, above, None)
    return column is not None and column.field in words.times
