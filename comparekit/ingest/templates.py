"""Logs to fill in: titles alone in the table, what belongs under them on a sheet of its own."""

from __future__ import annotations

import csv
import io

from comparekit.i18n.catalog import speaker
from comparekit.ingest.xlsx_writer import MOMENT, TEXT, WrittenSheet, workbook_bytes

_FIELDS = {
    "log": (
        "time", "test_reading", "reference_reading", "unit", "test_resolution", "reference_resolution",
        "test_meter_id", "reference_meter_id", "event", "note",
    ),
    "log-long": ("meter_id", "time", "reading", "role", "unit", "resolution", "event", "note"),
}  # fmt: skip
KINDS = tuple(_FIELDS)
ENDINGS = (".csv", ".xlsx")


def template_fields(kind: str) -> tuple[str, ...]:
    """Fields of the columns of a template, ``log`` (one visit a row) or ``log-long`` (one reading)."""
    return _FIELDS[kind]


def template_titles(kind: str, language: str) -> list[str]:
    """Titles of its columns in `language`."""
    say = speaker(language, "cli.sample.title")
    return [say(field) for field in template_fields(kind)]


def template_bytes(kind: str, ending: str, language: str) -> bytes:
    """The file to fill in.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    ending : str
        ``.csv`` (UTF-8 with a byte order mark, without which Excel takes it for the local code page)
        or ``.xlsx`` (with a second sheet that explains each column and shows two rows).
    language : str
        ``zh`` or ``en``.

    Notes
    -----
    The table holds no example rows: they would end up in somebody's result.
    """
    titles = template_titles(kind, language)
    if ending == ".csv":
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerow(titles)
        return text.getvalue().encode("utf-8-sig")
    say = speaker(language, "cli.sample")
    formats = {}
    for place, field in enumerate(template_fields(kind)):
        if field == "time":
            formats[place] = MOMENT
        elif field.endswith("meter_id"):
            formats[place] = TEXT
    return workbook_bytes(
        [
            WrittenSheet(name=say("sheet"), rows=[titles], formats=formats),
            WrittenSheet(name=say("explanation"), rows=_explanation(kind, language)),
        ]
    )


def _explanation(kind: str, language: str) -> list[list[str]]:
    """A row a column: on its side, no program takes the examples for a log."""
    say = speaker(language, "cli.sample")
    rows = [[say("column"), say("content"), say("example"), say("example")]]
    for field, title in zip(template_fields(kind), template_titles(kind, language), strict=True):
        rows.append([title, say(f"about_{field}"), *say(f"example_{field}").split(" | ")])
    return rows
