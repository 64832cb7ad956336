"""The titles of bills and of daily use, by the words of `usage_headers.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from comparekit.ingest.columns import Column
from comparekit.ingest.title_rows import TitleWords
from comparekit.ingest.vocabulary import folded
from comparekit.units import Unit, find_unit

_DATA = Path(__file__).with_name("usage_headers.toml")
_BRACKETS = re.compile(r"(?P<base>.+?)\s*[(\[【](?:单位:?)?\s*(?P<inner>[^()\[\]【】]*?)\s*[)\]】]")
_TAIL = re.compile(r"(?P<base>.+?)[\s_/,:·-]+(?P<inner>[^\s_/,:]+)")
_MONEY = {folded(word) for word in ("元", "人民币", "人民币元", "yuan", "CNY", "RMB", "¥")}
_WITH_UNIT = re.compile(r"(?P<number>[^A-Za-z\u4e00-\u9fff]*\d)\s*(?P<unit>[A-Za-z\u4e00-\u9fff].*)")
_PLAIN = {"temperature_c": {"c", "°c", "摄氏度", "度", ""}}
LEFT_ASIDE = "left_aside"
DIFFERENCE, WHOLE = "difference", "whole"
_LONG = 5  # letters: shorter words are found in others (gas in Vegas)
REMARK = "#"  # what a line of explanation above the titles begins with
PERIODS, DAYS, CHARGED = ("period_start", "period_end", "month"), ("date", "time", "hour_end"), (
    "amount",
    "volume",
    "closing",
)  # fmt: skip
COVARIATES = ("temperature_c", "degree_days", "holiday", "occupancy")


def usage_field(title: str) -> str | None:
    """The field a column called `title` holds, None when unknown."""
    return _fields().get(folded(title))


@cache
def usage_fields() -> tuple[str, ...]:
    """All fields a column can be mapped to."""
    return tuple(name for name in _words()["titles"] if name != LEFT_ASIDE)


def usage_column(index: int, title: str, mapped: str | None = None) -> Column | None:
    """The column called `title`, None when it is not understood; a unit may stand behind or in brackets.

    Parameters
    ----------
    index : int
        Its place.
    title : str
        As written.
    mapped : str, optional
        Field it is said to hold, whatever its title says.
    """
    whole = mapped or usage_field(title)
    plain = unicodedata.normalize("NFKC", title).strip()
    for pattern in (_BRACKETS, _TAIL):
        found = pattern.fullmatch(plain)
        if found is None or (whole and not mapped and folded(title) in _fields()):
            continue
        name = mapped or usage_field(found["base"])
        inner = found["inner"]
        if name and _fits(name, inner):
            unit = unit_named(inner)
            return Column(index=index, title=title, field=name, unit=unit.name if unit else None)
        if name and pattern is _BRACKETS and name in (*CHARGED, "opening") and inner and not mapped:
            return Column(index=index, title=title, field=name, unit=inner)  # an unknown unit is a fault
    return Column(index=index, title=title, field=whole) if whole else None


def part_titles(titles: Sequence[str]) -> list[int]:
    """Places of the columns that are parts of one use [kWh] by the hours of the day, two at least."""
    places = _of_hours(titles, "words")
    return places if len(places) > 1 else []


def peak_and_valley(titles: Sequence[str]) -> tuple[list[int], list[int]] | None:
    """Places of the columns of peak and of valley hours; None without both, or with others beside them."""
    peak, valley = _of_hours(titles, "peak"), _of_hours(titles, "valley")
    whole = bool(peak and valley) and len(peak) + len(valley) == len(_of_hours(titles, "words"))
    return (peak, valley) if whole else None


def _of_hours(titles: Sequence[str], kind: str) -> list[int]:
    """Places of the columns of use by the hours of the day, by words of a kind."""
    words = _words()["parts"]
    known = {folded(word + end) for word in words[kind] for end in words["ends"]}
    places = []
    for place, title in enumerate(titles):
        plain = unicodedata.normalize("NFKC", title).strip()
        found = _BRACKETS.fullmatch(plain)
        unit = unit_named(found["inner"]) if found else None
        if folded(found["base"] if found and unit and unit.name == "kWh" else plain) in known:
            places.append(place)
    return places


def flag_of(text: str) -> bool | None:
    """What a cell that says yes or no says; None when it says neither."""
    return _flags().get(folded(text) or text.strip())


def correction_of(text: str) -> str | None:
    """What a cell says a row is: a ``difference``, a bill anew (``whole``), one of both (``yes``), or none.

    None when it says nothing that is understood.
    """
    said = _corrections().get(folded(text))
    if said is not None or not text.strip():
        return said or ""
    flag = flag_of(text)
    return None if flag is None else "yes" if flag else ""


def utilities_named(text: str) -> set[str]:
    """Utilities that a title, a unit or a name tells of; short Latin words count as whole words only."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("^", "")
    words, key = _words()["utilities"], folded(plain)
    for word in words["none"]:
        key = key.replace(word, "")
    latin = set(re.findall(r"[a-z]+\d*", plain))
    return {
        name
        for name in ("water", "gas", "electricity")
        if any(word in latin if word.isascii() and len(word) < _LONG else word in key for word in words[name])
    }


def unit_named(text: str) -> Unit | None:
    """The unit of a volume, in the words of bills too (标方, Nm³, 方气)."""
    return find_unit(text) or find_unit(_units().get(folded(text.replace("^", "")), ""))


def in_known_unit(cell: str) -> str:
    """A number with a unit that only bills know (35方气), with the unit it stands for."""
    if cell[-1:].isdigit():
        return cell
    found = _WITH_UNIT.fullmatch(cell.strip())
    unit = None if found is None or find_unit(found["unit"]) else unit_named(found["unit"])
    return cell if found is None or unit is None else f"{found['number']} {unit.name}"


def _fits(name: str, inner: str) -> bool:
    """Whether a remark behind a title is one such a column can have."""
    plain = unicodedata.normalize("NFKC", inner).strip()
    if name == "amount":
        return folded(plain) in _MONEY
    if name in _PLAIN:
        return plain.casefold() in _PLAIN[name]
    return unit_named(plain) is not None


def _complete(fields: set[str]) -> bool:
    return bool(fields & {*PERIODS, *DAYS} and fields & set(CHARGED))


USAGE_TITLES = TitleWords(column=usage_column, complete=_complete, times=("date", "time", "hour_end"))


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@cache
def _fields() -> Mapping[str, str]:
    fields = {folded(word): name for name, words in _words()["titles"].items() for word in words}
    return fields | {folded(name): name for name in _words()["titles"]}


@cache
def _flags() -> Mapping[str, bool]:
    words = _words()["flags"]
    said = {word: key == "yes" for key in ("no", "yes") for word in words[key]}
    return said | {folded(word): value for word, value in said.items() if folded(word)}


@cache
def _corrections() -> Mapping[str, str]:
    words = _words()["corrections"]
    return {folded(word): kind for kind in (DIFFERENCE, WHOLE) for word in words[kind]}


@cache
def _units() -> Mapping[str, str]:
    return {folded(word): name for name, words in _words()["units"].items() for word in words}
