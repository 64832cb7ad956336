"""The sheet of a workbook that holds the log, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from comparekit.errors import FaultyLog
from comparekit.ingest.fault_list import faulty_log
from comparekit.ingest.tables import Stored, Table, table_of_records
from comparekit.ingest.title_rows import LOG_TITLES, MOST_ABOVE, TitleWords, find_titles
from comparekit.ingest.xlsx_guard import Archive, local
from comparekit.ingest.xlsx_sheet import LONGEST_TEXT, MOST_ROWS, SheetRows
from comparekit.ingest.xlsx_styles import cell_formats

_WORKBOOK, _RELATIONS, _STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedstrings.xml"
_MOST_SHEETS = 256
_MOST_STRINGS = 1_000_000
_HEAD = MOST_ABOVE + 8


@dataclass(slots=True)
class _Candidate:
    """A sheet, its first rows, and what they are worth: 2 a log, 1 a log without readings, 0 neither."""

    name: str
    rows: SheetRows
    remaining: Iterator[list[str]]
    head: list[list[str]]
    worth: int


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a ZIP archive, which among logs only a workbook (xlsx, xlsm) is."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def xlsx_table(data: bytes, name: str, mapping: Mapping[str, str], words: TitleWords = LOG_TITLES) -> Table:
    """The table of the first sheet that holds a log; hidden sheets come behind those that show.

    Parameters
    ----------
    data : bytes
        A workbook. Formulas, macros and links to other files are never followed.
    name : str
        The file's name, for messages.
    mapping : mapping of title to field
        Titles that are understood because the user says so.
    words : TitleWords
        How the other titles are understood.

    Raises
    ------
    FaultyLog
        As `Archive`, `SheetRows` and `table_of_records`. Where no sheet holds a log: the fault of the
        first that holds anything.
    """
    archive = Archive(data, name)
    sheets, date_1904 = _sheets(archive)
    strings, formats = _strings(archive), cell_formats(archive)
    candidates: list[_Candidate] = []
    refusals: list[FaultyLog] = []
    for title, path in sheets:
        rows = SheetRows(archive, path, title, strings=strings, formats=formats, date_1904=date_1904)
        try:
            candidates.append(_candidate(title, rows, mapping, words))
        except FaultyLog as error:
            refusals.append(error)
    logs = [c for c in candidates if c.worth == 2]
    filled = [c for c in candidates if any(c.head)]
    if not logs and refusals:
        raise refusals[0]
    if not filled:
        raise faulty_log("file.empty", name)
    chosen = (logs or sorted(filled, key=lambda c: -c.worth))[0]
    stored = Stored(
        formulas=chosen.rows.formulas,
        other_sheets=tuple(c.name for c in logs if c is not chosen),
        date_1904=date_1904,
    )
    return table_of_records(
        chain(chosen.head, chosen.remaining),
        name,
        chosen.name,
        mapping=mapping,
        words=words,
        most_rows=MOST_ROWS,
        stored=stored,
    )


def _candidate(name: str, rows: SheetRows, mapping: Mapping[str, str], words: TitleWords) -> _Candidate:
    remaining = iter(rows)
    head: list[list[str]] = []
    first = None
    for row in remaining:
        head.append(row)
        first = len(head) - 1 if first is None and any(row) else first
        if first is not None and len(head) - first >= _HEAD:
            break
    worth = 0
    if first is not None:
        found = find_titles(head[first:], mapping, words)
        below = head[first + found.last + 1 :]
        worth = (2 if any(map(any, below)) else 1) if found.complete else 0
    return _Candidate(name, rows, remaining, head, worth)


def _sheets(archive: Archive) -> tuple[list[tuple[str, str]], bool]:
    """Name and path of each sheet of cells, visible ones first; and whether dates count from 1904."""
    targets: dict[str, str] = {}
    found: list[tuple[bool, str, str]] = []
    date_1904 = False

    def relation(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            path = target if target.startswith("/") else f"xl/{target}"
            targets[attributes.get("Id", "")] = path

    def sheet(name: str, attributes: dict[str, str]) -> None:
        nonlocal date_1904
        if local(name) == "workbookPr":
            date_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif local(name) == "sheet":
            relation_id = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            found.append((hidden, attributes.get("name", ""), relation_id))

    for path, handler in ((_RELATIONS, relation), (_WORKBOOK, sheet)):
        part = archive.parse(path)
        part.parser.StartElementHandler = handler
        part.read()
    listed = [(name, targets[key]) for _, name, key in sorted(found, key=lambda s: s[0]) if key in targets]
    if not listed or len(listed) > _MOST_SHEETS:
        raise faulty_log("file.damaged", archive.name)
    return listed, date_1904


def _strings(archive: Archive) -> list[str]:
    """The shared strings of a workbook; readings aloud (phonetic runs) are left out."""
    strings: list[str] = []
    text: list[str] = []
    listening = phonetic = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal listening, phonetic
        kind = local(name)
        listening = kind == "t" and not phonetic
        if kind == "si":
            text.clear()
        elif kind == "rPh":
            phonetic = True

    def end(name: str) -> None:
        nonlocal listening, phonetic
        kind = local(name)
        listening = False
        if kind == "si":
            strings.append("".join(text))
            if len(strings[-1]) > LONGEST_TEXT or len(strings) > _MOST_STRINGS:
                raise faulty_log("file.damaged", archive.name)
        elif kind == "rPh":
            phonetic = False

    def data(piece: str) -> None:
        if listening:
            text.append(piece)

    if _STRINGS in archive:
        part = archive.parse(_STRINGS)
        part.parser.StartElementHandler = start
        part.parser.EndElementHandler = end
        part.parser.CharacterDataHandler = data
        part.read()
    return strings
