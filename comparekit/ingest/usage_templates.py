"""Bills and daily use to fill in."""

from __future__ import annotations

import csv
import io

from comparekit.i18n.catalog import speaker
from comparekit.ingest.usage_titles import REMARK
from comparekit.ingest.xlsx_writer import DAY, WrittenSheet, workbook_bytes

_FIELDS = {
    "bills": (
        "period_start", "period_end", "amount", "volume", "opening", "closing", "estimated", "correction",
        "final_reading", "initial_reading", "occupancy", "note",
    ),
    "usage": ("date", "volume", "temperature_c", "holiday", "occupancy", "control"),
}  # fmt: skip
_DAYS = ("period_start", "period_end", "date")
KINDS = tuple(_FIELDS)
ENDINGS = (".csv", ".xlsx")


def usage_template_fields(kind: str) -> tuple[str, ...]:
    """Columns of a template: ``bills`` (a bill a row) or ``usage`` (a day a row)."""
    return _FIELDS[kind]


def usage_template_titles(kind: str, language: str) -> list[str]:
    """Titles of its columns in `language`."""
    say = speaker(language, "usage_template.title")
    return [say(field) for field in usage_template_fields(kind)]


def usage_template(kind: str, ending: str, language: str) -> bytes:
    """The file to fill in, as CSV (UTF-8 with a byte order mark) or XLSX (with a sheet that explains it).

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    ending : str
        One of `ENDINGS`.
    language : str
        ``zh`` or ``en``.

    Notes
    -----
    The table holds no example rows: they would end up in somebody's result. What stands above the titles of
    a CSV explains it, and may stay.
    """
    titles = usage_template_titles(kind, language)
    if ending == ".csv":
        text = io.StringIO(newline="")
        lines = [
            [f"{REMARK} {line}"] for line in speaker(language, "usage_template")(f"head_{kind}").split("\n")
        ]
        csv.writer(text, lineterminator="\r\n").writerows([*lines, titles])
        return text.getvalue().encode("utf-8-sig")
    formats = {place: DAY for place, field in enumerate(usage_template_fields(kind)) if field in _DAYS}
    sheet, told = speaker(language, "usage_template"), speaker(language, "cli.sample")
    rows = [[told("column"), told("content"), told("example"), told("example")]]
    for field, title in zip(usage_template_fields(kind), titles, strict=True):
        rows.append([title, sheet(f"about_{field}"), *sheet(f"example_{field}").split(" | ")])
    return workbook_bytes(
        [
            WrittenSheet(name=sheet(f"sheet_{kind}"), rows=[titles], formats=formats),
            WrittenSheet(name=told("explanation"), rows=rows),
        ]
    )
