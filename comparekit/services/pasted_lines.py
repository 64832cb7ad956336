"""Lines of a chat or of a record of payments: the days or months, the amount and the volume each tells."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

_NUMBER = r"(?<![\d.])(-?\d+(?:\.\d+)?)(?!\d)"
_YEAR = r"(?:19|20)\d\d"
_MONTH_12 = r"1[0-2]|0?[1-9]"
_DAY_31 = r"3[01]|[12]\d|0?[1-9]"
_DAY = re.compile(
    rf"(?<!\d)(?:(?:(?P<y1>{_YEAR}) ?年 ?)?(?P<m1>{_MONTH_12}) ?月"
    rf"(?: ?(?P<d1>{_DAY_31}) ?[日号]|(?P<d2>{_DAY_31})(?!\d|\.\d))"
    rf"|(?P<y2>{_YEAR}) ?(?P<sign>[-/.]) ?(?P<m2>\d\d?) ?(?P=sign) ?(?P<d3>\d\d?)(?!\d|\.\d)日?"
    rf"|(?P<y3>{_YEAR})(?P<m3>0[1-9]|1[0-2])(?P<d4>0[1-9]|[12]\d|3[01])(?!\d|\.\d))"
)
_MONTH = re.compile(
    rf"(?<!\d)(?:(?:(?P<y1>{_YEAR}) ?年 ?)?(?P<m1>{_MONTH_12}) ?月份?"
    rf"|(?P<y2>{_YEAR}) ?[-/.年] ?(?P<m2>{_MONTH_12})(?!\d|\.\d)月?份?"
    rf"|(?P<y3>{_YEAR})(?P<m3>0[1-9]|1[0-2])(?!\d|\.\d))"
)
_SPAN = r" ?(?:-|~|–|—|至|到) ?"
_MONTHS_SHORT = re.compile(  # 1-2月: the first month has no sign of its own
    rf"(?<![\d.])(?P<y1>{_YEAR} ?年 ?)?(?P<m1>{_MONTH_12}){_SPAN}(?P<m2>{_MONTH_12}) ?月"
)
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DIMES = re.compile(r"(?<=\d)(?:[元块] ?(?P<a>\d) ?[角毛]|块(?P<b>\d)(?![\d.吨方立度]))")  # 28块5
_MONEY = r" ?(?:元|块|yuan|CNY|RMB)(?! ?/)"
_UNIT = r"吨|方|立方米|立方|m3|度|千瓦时|kWh|t\b"
_AMOUNT = re.compile(rf"¥ ?{_NUMBER}(?! ?/)(?:{_MONEY})?|{_NUMBER}{_MONEY}", re.IGNORECASE)
_VOLUME = re.compile(rf"{_NUMBER} ?(?P<unit>{_UNIT})(?! ?/)", re.IGNORECASE)
_PRICE = re.compile(rf"{_NUMBER} ?(?:元|块|yuan|CNY|RMB) ?/ ?(?:{_UNIT})", re.IGNORECASE)
_CHARGED = re.compile(rf"(?:费|金额|应收|应缴|应交|实缴|缴纳|合计|一共|共计)[: ]*{_NUMBER}")
_OTHER = re.compile(rf"(?:余额|结余|单价|欠费|违约金|滞纳金)[: ]*¥? ?{_NUMBER}(?:{_MONEY})?")
_TOTAL = re.compile(r"(?:合计|总计|总额|总共|一共|共计|total)[: ]*¥? ?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDay:
    """A day or, where `day` is None, a month; `year` None where it is not written."""

    year: int | None
    month: int
    day: int | None = None

    def __str__(self) -> str:
        if self.year is None:
            return f"{self.month}月" if self.day is None else f"{self.month}月{self.day}日"
        month = f"{self.year}-{self.month:02d}"
        return month if self.day is None else f"{month}-{self.day:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedLine:
    """What a line tells: `days` are one or two days, or one or two months; empty where it tells none.

    `amount` and `volume` are numbers as written, empty where there is none; several amounts of which none is
    the total stand behind each other, so that the reader tells of them. `unit` is that of the volume.
    """

    text: str
    days: tuple[WrittenDay, ...] = ()
    amount: str = ""
    volume: str = ""
    unit: str = ""


def pasted_line(line: str) -> PastedLine:
    """What one line tells. A number with a unit (元, 吨, 度) is never part of a date."""
    text = " ".join(unicodedata.normalize("NFKC", line).split())
    rest = _DIMES.sub(lambda found: f".{found['a'] or found['b']}元", _THOUSANDS.sub("", text))
    for nothing in (_CLOCK, _PRICE, _OTHER):
        rest = nothing.sub(" ; ", rest)
    amounts = list(_AMOUNT.finditer(rest))
    amount = _amount(amounts, rest)
    rest = _AMOUNT.sub(" ; ", rest)
    volumes = list(_VOLUME.finditer(rest))
    volume, unit = (volumes[0][1], volumes[0]["unit"]) if volumes else ("", "")
    rest = _VOLUME.sub(" ; ", rest)
    days, rest = _days(rest)
    if not amount and (charged := _CHARGED.search(rest)):
        amount = charged[1]
        rest = f"{rest[: charged.start()]} ; {rest[charged.end() :]}"
    for number in re.findall(_NUMBER, rest):
        if not amount:
            amount = number
        elif not volume:
            volume = number
    return PastedLine(text=text, days=days, amount=amount, volume=volume, unit=unit)


def _amount(found: list[re.Match[str]], line: str) -> str:
    """The amount of a line: the only one, the total of several, else all of them."""
    numbers = [match[1] or match[2] for match in found]
    totals = [
        number
        for number, match in zip(numbers, found, strict=True)
        if _TOTAL.search(line[: match.start()])
    ]  # fmt: skip
    if len(totals) == 1 or len(set(numbers)) == 1:
        return (totals or numbers)[0]
    for k, number in enumerate(numbers):
        others = sum(float(other) for j, other in enumerate(numbers) if j != k)
        if abs(float(number) - others) < 0.005:
            return number
    return " + ".join(numbers)


def _days(line: str) -> tuple[tuple[WrittenDay, ...], str]:
    """The days or months a line tells, and the line without them."""
    short = _MONTHS_SHORT.search(line)
    if short is not None:
        year = int(short["y1"][:4]) if short["y1"] else None
        months = tuple(WrittenDay(year=year, month=int(short[name])) for name in ("m1", "m2"))
        return _same_years(months), _without(line, [short])
    found = list(_DAY.finditer(line))[:2]
    if not found:
        found = list(_MONTH.finditer(line))[:2]
        if len(found) == 2 and not re.fullmatch(_SPAN, line[found[0].end() : found[1].start()]):
            return (_written(found[0]),), _without(line, found)
    days = tuple(_written(match) for match in found)
    return _same_years(days), _without(line, found)


def _same_years(days: tuple[WrittenDay, ...]) -> tuple[WrittenDay, ...]:
    """Two days of which one has no year, with the year of the other, or the one beside it."""
    if len(days) < 2 or (days[0].year is None) == (days[1].year is None):
        return days
    first, last = days
    turn = (last.month, last.day or 0) < (first.month, first.day or 0)
    if first.year is None and last.year is not None:
        return replace(first, year=last.year - turn), last
    return first, replace(last, year=(first.year or 0) + turn)


def _written(match: re.Match[str]) -> WrittenDay:
    told = match.groupdict()
    year, month, day = (
        next((int(told[name]) for name in told if name[0] == first and told[name]), None) for first in "ymd"
    )
    return WrittenDay(year=year, month=month or 0, day=day)


def _without(line: str, found: list[re.Match[str]]) -> str:
    for match in reversed(found):
        line = f"{line[: match.start()]} ; {line[match.end() :]}"
    return line
