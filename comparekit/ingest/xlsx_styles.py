"""What the number formats of a workbook say of its cells: a date, an hour, so many decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comparekit.ingest.xlsx_guard import Archive, local

_PATH = "xl/styles.xml"
_UNSAID = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DECIMALS = re.compile(r"[0#?](?:\.(0+))?(?![0#?.,])")
# Built-in formats that a file names by number only (ECMA-376 part 1, 18.8.30; 27-36 and 50-58 are
# dates of East Asian editions).
_BUILT_IN = {2: "0.00", 4: "#,##0.00", 18: "h:mm", 19: "h:mm", 20: "h:mm", 21: "h:mm:ss", 22: "y-m-d h:mm"}
_BUILT_IN |= {1: "0", 3: "#,##0", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss"}
_BUILT_IN |= dict.fromkeys((*range(14, 18), *range(27, 32), 36, *range(50, 59)), "y-m-d")
_BUILT_IN |= dict.fromkeys(range(32, 36), "h:mm")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """Whether a number shown so is a `date`, shows an `hour`, is `elapsed` time; `decimals` if fixed."""

    date: bool = False
    hour: bool = False
    elapsed: bool = False
    decimals: int | None = None


GENERAL = NumberFormat()


def cell_formats(archive: Archive) -> list[NumberFormat]:
    """Format of each cell style of a workbook, by its index."""
    if _PATH not in archive:
        return []
    codes = dict(_BUILT_IN)
    chosen: list[int] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        kind = local(name)
        if kind == "numFmt":
            codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif kind == "cellXfs":
            inside = True
        elif kind == "xf" and inside:
            chosen.append(_whole(attributes.get("numFmtId")))

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and local(name) != "cellXfs"

    part = archive.parse(_PATH)
    part.parser.StartElementHandler = start
    part.parser.EndElementHandler = end
    part.read()
    return [number_format(codes.get(number, "")) for number in chosen]


def number_format(code: str) -> NumberFormat:
    """What a format code such as ``yyyy-mm-dd hh:mm`` or ``#,##0.000`` says."""
    bare = _UNSAID.sub("", code).split(";")[0].lower()
    if not bare or "general" in bare:
        return GENERAL
    if _ELAPSED.search(bare):
        return NumberFormat(hour=True, elapsed=True)
    date = "y" in bare or "d" in bare or "e" in bare.replace("e+", "").replace("e-", "")
    hour = "h" in bare or "s" in bare
    if date or hour or ("m" in bare and "0" not in bare):
        return NumberFormat(date=date or not hour, hour=hour)
    fixed = _DECIMALS.search(bare)
    if fixed is None or any(sign in bare for sign in "%e/"):
        return GENERAL
    return NumberFormat(decimals=len(fixed[1] or ""))


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 8 else 0
