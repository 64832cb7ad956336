"""A small workbook of text cells, written with nothing but the standard library."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from comparekit.ingest.tables import column_letter

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WRITTEN = (1980, 1, 1, 0, 0, 0)  # no clock: the same template is the same bytes
GENERAL, BOLD, MOMENT, TEXT, DAY = range(5)
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSheet:
    """A sheet to be written: rows of text, the first in bold.

    `formats` gives the columns to be filled in, by place, ``MOMENT`` (a date with hour and minute),
    ``DAY`` (a date) or ``TEXT`` (leading zeros stay).
    """

    name: str
    rows: Sequence[Sequence[str]]
    formats: Mapping[int, int] = field(default_factory=dict)


def workbook_bytes(sheets: Sequence[WrittenSheet]) -> bytes:
    """The bytes of a workbook (xlsx) with these sheets."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{k}" r:id="rId{k}"/>'
        for k, sheet in zip(numbers, sheets, strict=True)
    )
    related = "".join(_relation(f"rId{k}", "worksheet", f"worksheets/sheet{k}.xml") for k in numbers)
    overrides = "".join(_override(f"/xl/worksheets/sheet{k}.xml", "worksheet") for k in numbers)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{_override('/xl/workbook.xml', 'sheet.main')}{_override('/xl/styles.xml', 'styles')}{overrides}"
        "</Types>",
        "_rels/.rels": _relations(_relation("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(related + _relation("rId0", "styles", "styles.xml")),
        "xl/styles.xml": _STYLES,
    }
    parts |= {f"xl/worksheets/sheet{k}.xml": _sheet(s) for k, s in zip(numbers, sheets, strict=True)}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(zipfile.ZipInfo(path, _WRITTEN), _HEAD + text, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _sheet(sheet: WrittenSheet) -> str:
    width = max((len(row) for row in sheet.rows), default=1)
    columns = "".join(
        f'<col min="{k + 1}" max="{k + 1}" width="{_width(sheet.rows, k)}" '
        f'style="{sheet.formats.get(k, GENERAL)}" customWidth="1"/>'
        for k in range(width)
    )
    rows = "".join(
        f'<row r="{r}">{"".join(_cell(r, c, text) for c, text in enumerate(row) if text)}</row>'
        for r, row in enumerate(sheet.rows, start=1)
    )
    return f'<worksheet xmlns="{_MAIN}"><cols>{columns}</cols><sheetData>{rows}</sheetData></worksheet>'


def _cell(row: int, column: int, text: str) -> str:
    style = BOLD if row == 1 else TEXT
    place = f"{column_letter(column)}{row}"
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _width(rows: Sequence[Sequence[str]], column: int) -> int:
    """Width in digits: a Chinese character takes two."""
    longest = max((len(row[column].encode("gb18030")) for row in rows if column < len(row)), default=0)
    return min(90, max(18, longest + 2))


def _relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'


def _relations(inner: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _override(path: str, kind: str) -> str:
    return f'<Override PartName="{path}" ContentType="{_TYPE}.{kind}+xml"/>'
