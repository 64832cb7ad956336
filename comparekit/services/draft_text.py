"""What people paste or type, as the text of a log that our one reader reads.

Rows keep their order: line k of a paste without titles is row k + 1 of the log, row 1 being the titles.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from comparekit.i18n.catalog import LANGUAGES, speaker
from comparekit.i18n.catalog import text as said
from comparekit.ingest.vocabulary import ROLES, field_of

_FIELDS = ("time", "test_reading", "reference_reading")
_WITH_DATE = ("date", *_FIELDS)
_DAY = r"(?P<year>\d{4}) ?[-/.年] ?(?P<month>\d{1,2}) ?[-/.月] ?(?P<day>\d{1,2})(?!\d) ?日?"
_HOUR = (
    r"(?:[ T,]*(?P<part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上)? ?(?P<hour>\d{1,2}) ?"
    r"(?:[:时点](?P<minute>\d{1,2}(?![\d.]))?(?::(?P<second>\d{2})(?!\d))?分?)(?: ?(?P<half>[ap]m)\b)?)?"
)
_TIME = re.compile(_DAY + _HOUR, re.IGNORECASE)
_AFTERNOON = ("下午", "傍晚", "晚上", "pm")
_NUMBER = r"(?<![\d.])\d+(?:\.\d+)?(?!\.?\d)"
_LABELLED = {
    role: re.compile(rf"(?:{words})[^\d]{{0,10}}?(?P<number>{_NUMBER})", re.IGNORECASE)
    for role, words in (
        ("test", "旧表|老表|被测表|被检表|old|test"),
        ("reference", "新表|标准表|new|reference"),
    )
}
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedLog:
    """What was typed: rows of (time, test reading, reference reading), unit, numbers of the meters by role,
    and what a check with the valve closed showed.
    """

    rows: tuple[tuple[str, str, str], ...]
    unit: str
    numbers: Mapping[str, str]
    zero_test: str


def pasted_log(pasted: str, language: str) -> bytes:
    """The log in a range copied from a workbook, or in the lines of a chat.

    Parameters
    ----------
    pasted : str
        With titles, or without: then a time and two readings a line, the old meter's first unless words
        such as 旧表 say otherwise; in a chat the time may stand in the line above.
    language : str
        Of the titles that are put above.

    Returns
    -------
    bytes
        UTF-8. What cannot be understood stays as it is, so that the reader tells of it at its row.
    """
    lines = pasted.replace("\0", "").splitlines()
    if any(map(_has_titles, [line for line in lines if line.strip()][:3])):
        return "\r\n".join(lines).encode()
    if any("\t" in line for line in lines):
        rows = [[cell.strip() for cell in line.split("\t")] for line in lines]
        dated = _is_dated(rows)
        return _csv(rows, _titles(_WITH_DATE if dated else _FIELDS, language))
    return _csv(_chat_rows(lines), _titles(_FIELDS, language))


def typed_log(
    rows: Iterable[Sequence[str]],
    unit: str,
    language: str,
    *,
    numbers: Mapping[str, str] = MappingProxyType({}),
    zero_test: str = "",
) -> bytes:
    """The log of rows typed in a form: time, reading of the old meter, reading of the new one.

    Rows that are blank stay as blank rows, so that row k of the form is row k + 1 of the log. `numbers` of
    the meters, by their roles, stand in every other row; a `zero_test` ("passed", "failed") stands as the
    event of the first. Neither has a column where nothing was told.
    """
    titles = _titles(_FIELDS, language)
    titles[1:] = [f"{title}({unit})" for title in titles[1:]]
    told = [role for role in ROLES if numbers.get(role)]
    titles += _titles([f"{role}_meter_id" for role in told], language)
    titles += _titles(["event"], language) if zero_test else []
    event = said(language, f"new_page.written.zero_{zero_test}") if zero_test else ""
    written = []
    for row in rows:
        cells = [" ".join(cell.split()).replace("T", " ") for cell in row]
        if any(cells):
            cells += [numbers[role] for role in told]
            cells += [event] if event else []
            event = ""
        written.append(cells)
    return _csv(written, titles)


def typed_again(content: bytes) -> TypedLog | None:
    """What was typed to become a log that `typed_log` wrote; None where `content` is no such log.

    Parameters
    ----------
    content : bytes
        Any file.
    """
    try:
        head, *rows = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error, ValueError):
        return None
    first = next((row for row in rows if any(row)), [])
    beside = dict(zip(head[3:], first[3:], strict=False))
    for language in LANGUAGES:
        say = speaker(language, "new_page.written")
        titles = _titles(_FIELDS, language)
        unit = head[1].removeprefix(f"{titles[1]}(").removesuffix(")") if len(head) > 2 else ""
        if head[:3] != [titles[0], *(f"{title}({unit})" for title in titles[1:])]:
            continue
        events = {say(f"zero_{kind}"): kind for kind in ("passed", "failed")}
        return TypedLog(
            rows=tuple((a.replace(" ", "T"), b, c) for a, b, c in ((*row, "", "", "")[:3] for row in rows)),
            unit=unit,
            numbers={role: number for role in ROLES if (number := beside.get(say(f"{role}_meter_id"), ""))},
            zero_test=events.get(beside.get(say("event"), ""), ""),
        )
    return None


def _titles(fields: Sequence[str], language: str) -> list[str]:
    return [said(language, f"new_page.written.{field}") for field in fields]


def _has_titles(line: str) -> bool:
    """Whether two or more cells of a line are titles our reader knows."""
    for separator in "\t,;，；":
        known = [field_of(re.sub(r"[(（].*", "", cell)) for cell in line.split(separator)]
        if sum(field is not None for field in known) > 1:
            return True
    return False


def _is_dated(rows: list[list[str]]) -> bool:
    """Whether the day stands in one column and the hour in the next."""
    full = [row for row in rows if len(row) >= len(_WITH_DATE)]
    return bool(full) and all(_CLOCK.fullmatch(row[1]) for row in full)


def _chat_rows(lines: list[str]) -> list[list[str]]:
    rows: list[list[str]] = []
    heard = ""  # a time that stood alone, above the readings
    for line in lines:
        plain = " ".join(unicodedata.normalize("NFKC", line).split())
        time = _TIME.search(plain)
        rest = plain if time is None else plain[: time.start()] + " " + plain[time.end() :]
        readings = _readings(rest)
        if readings is not None and (time is not None or heard):
            rows.append([_moment(time) if time else heard, *readings])
        elif readings is None and time is not None and not re.search(r"\d", rest):
            heard = _moment(time)
            rows.append(["", "", ""])
        elif any(character.isdigit() for character in plain):
            rows.append([plain, *(readings or ("", ""))])
        else:
            rows.append(["", "", ""])  # talk without a number
    return rows


def _readings(rest: str) -> tuple[str, str] | None:
    """The old meter's and the new meter's reading in a line, None where it does not hold two."""
    told = {role: pattern.search(rest) for role, pattern in _LABELLED.items()}
    test, reference = told["test"], told["reference"]
    if test is not None and reference is not None:
        return test["number"], reference["number"]
    numbers = re.findall(_NUMBER, rest)
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None


def _moment(time: re.Match[str]) -> str:
    day = f"{time['year']}-{int(time['month']):02d}-{int(time['day']):02d}"
    if time["hour"] is None:
        return day
    hour = int(time["hour"])
    told = (time["part"] or time["half"] or "").casefold()
    if told in _AFTERNOON and hour < 12:
        hour += 12
    elif told == "am" and hour == 12:
        hour = 0
    seconds = f":{time['second']}" if time["second"] else ""
    return f"{day} {hour:02d}:{int(time['minute'] or 0):02d}{seconds}"


def _csv(rows: Iterable[Sequence[str]], titles: Sequence[str]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows(rows)
    return written.getvalue().encode("utf-8", "replace")
