"""Drafts of a comparison: what was handed in and typed so far, kept until it becomes a case."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from comparekit.errors import CompareKitError, Fault
from comparekit.ingest.protocol_file import list_protocols, protocol_text
from comparekit.services.case_look import GivenFile, Look
from comparekit.services.roles import Act, Actor, require
from comparekit.store.database import Database
from comparekit.store.drafts import drop_draft, load_draft, save_draft

PARTS = ("log", "reference", "meters")  # roles of the files of a draft
MOST_ROWS = 400  # typed by hand
MOST_TEXT = 500_000  # characters pasted
_KEY = re.compile(r"[A-Za-z0-9_-]{12,40}")
_LONGEST = 200  # characters of a title, a name, a typed cell
_SECRET, _NOBODY = "form secret", ""  # an owner that no person can be called
Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody has entered under `key`.

    Attributes
    ----------
    title, protocol : str
        Name of the case, and id of a shipped protocol; empty: by the log.
    pasted : str
        Text as pasted.
    rows, unit : tuple of (time, test reading, reference reading), str
        As typed, blank rows included, and the unit of the readings.
    source : str
        What the log was made of: "files", "pasted", "typed", or "" before anything was read.
    mapping, test_meter, accept
        Corrections by hand, as for `comparekit.services.case_look.Look`.
    case_id : str
        The case that is to get another look; empty for a new one.
    names : mapping of part to file name
        Files held, by the parts of `PARTS`.
    refused : tuple of Fault
        Why a file that was just handed in is not held.
    """

    key: str
    title: str = ""
    protocol: str = ""
    pasted: str = ""
    rows: tuple[Row, ...] = ()
    unit: str = "m3"
    source: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    test_meter: str = ""
    accept: tuple[str, ...] = ()
    case_id: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[Fault, ...] = ()

    @property
    def typed(self) -> bool:
        """Whether anything was typed into the rows."""
        return any(any(cell.strip() for cell in row) for row in self.rows)


def new_key() -> str:
    """A key nobody can guess."""
    return secrets.token_urlsafe(16)


def is_key(text: str) -> bool:
    """Whether `text` can be the key of a draft."""
    return _KEY.fullmatch(text) is not None


def find_draft(database: Database, actor: Actor, key: str) -> Draft | None:
    """The draft under `key`, None where there is none (any more)."""
    require(actor, Act.IMPORT)
    if not is_key(key):
        return None
    with database.reading() as connection:
        found = load_draft(connection, key=key, owner=actor.name)
    return None if found is None else _from_data(key, found.data)


def keep_draft(
    database: Database, actor: Actor, draft: Draft, files: Mapping[str, GivenFile | None] | None = None
) -> Draft:
    """Keep the draft, and `files` by part: a file to hold, or None for one to forget.

    ValueError: a key that is none, a part that there is not.
    """
    require(actor, Act.IMPORT)
    files = files or {}
    if not is_key(draft.key) or not set(files) <= set(PARTS):
        raise ValueError(f"key, files: a key and parts of {PARTS}, not {draft.key!r} and {set(files)}")
    names = dict(draft.names)
    with database.writing() as connection:
        for part, file in files.items():
            place = _place(draft.key, part)
            if file is None:
                drop_draft(connection, key=place, owner=actor.name)
                names.pop(part, None)
            else:
                # Files of a draft are no evidence yet: they go with it and leave nothing behind.
                data = {"name": file.base_name, "content": base64.b64encode(file.content).decode()}
                save_draft(connection, key=place, owner=actor.name, data=data)
                names[part] = file.base_name
        draft = replace(draft, names=names)
        save_draft(
            connection,
            key=draft.key,
            owner=actor.name,
            data=_to_data(draft),
            case_id=draft.case_id or None,
        )
    return draft


def forget_draft(database: Database, actor: Actor, key: str) -> None:
    """Forget the draft and its files."""
    require(actor, Act.IMPORT)
    with database.writing() as connection:
        for place in (key, *(_place(key, part) for part in PARTS)):
            drop_draft(connection, key=place, owner=actor.name)


def look_of(database: Database, actor: Actor, draft: Draft) -> Look | None:
    """All that a comparison of the draft is made of; None while it has no log."""
    require(actor, Act.IMPORT)
    held: dict[str, GivenFile] = {}
    with database.reading() as connection:
        for part in draft.names:
            found = load_draft(connection, key=_place(draft.key, part), owner=actor.name)
            if found is not None:
                content = base64.b64decode(found.data["content"])
                held[part] = GivenFile(name=found.data["name"], content=content)
    if "log" not in held:
        return None
    return Look(
        log=held["log"],
        reference=held.get("reference"),
        meters=held.get("meters"),
        protocol=protocol_text(draft.protocol) if draft.protocol else None,
        mapping=dict(draft.mapping),
        test_meter=draft.test_meter or None,
        accept=draft.accept,
    )


def form_secret(database: Database) -> bytes:
    """What the tokens of forms are made with: the same for every process, so that none goes stale."""
    with database.reading() as connection:
        found = load_draft(connection, key=_SECRET, owner=_NOBODY)
    if found is None:
        with database.writing() as connection:
            found = load_draft(connection, key=_SECRET, owner=_NOBODY) or save_draft(
                connection, key=_SECRET, owner=_NOBODY, data={"secret": secrets.token_hex(32)}
            )
    return bytes.fromhex(found.data["secret"])


def known_protocol(found: str) -> str:
    """`found` where it is the id of a shipped protocol, else empty: never the path of a file."""
    return found if found in {protocol.id for protocol in list_protocols()} else ""


def typed_rows(cells: Sequence[Sequence[object]]) -> tuple[Row, ...]:
    """Rows as typed, cut to what can be kept; blank ones at the end left out.

    Raises
    ------
    CompareKitError
        ``draft.too_many_rows``.
    """
    rows = [tuple(str(cell)[:_LONGEST] for cell in (*row, "", "", "")[:3]) for row in cells]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise CompareKitError("draft.too_many_rows", limit=MOST_ROWS)
    return tuple((row[0], row[1], row[2]) for row in rows)


def one_line(text: str) -> str:
    """A title as it can be kept."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_LONGEST]


def _place(key: str, part: str) -> str:
    return f"{key}/{part}"


def _to_data(draft: Draft) -> dict[str, Any]:
    return {
        "title": draft.title,
        "protocol": draft.protocol,
        "pasted": draft.pasted,
        "rows": [list(row) for row in draft.rows],
        "unit": draft.unit,
        "source": draft.source,
        "mapping": dict(draft.mapping),
        "test_meter": draft.test_meter,
        "accept": list(draft.accept),
        "case": draft.case_id,
        "names": dict(draft.names),
        "refused": [_fault_data(fault) for fault in draft.refused],
    }


def _from_data(key: str, data: Mapping[str, Any]) -> Draft:
    return Draft(
        key=key,
        title=data["title"],
        protocol=known_protocol(data["protocol"]),
        pasted=data["pasted"],
        rows=typed_rows(data["rows"]),
        unit=data["unit"],
        source=data["source"],
        mapping=data["mapping"],
        test_meter=data["test_meter"],
        accept=tuple(data["accept"]),
        case_id=data["case"],
        names=data["names"],
        refused=tuple(Fault(**fault) for fault in data["refused"]),
    )


def _fault_data(fault: Fault) -> dict[str, Any]:
    names = ("code", "file", "sheet", "row", "column", "found", "expected")
    context = {
        name: value
        for name, value in fault.context.items()
        if isinstance(value, str | int | float | bool | None)
    }
    return {**{name: getattr(fault, name) for name in names}, "context": context}
