"""The chain of events: each carries the hash of the one before, so that no change goes unseen."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from comparekit.errors import CompareKitError
from comparekit.store.clock import moment
from comparekit.store.tables import EVENTS, HEAD, PAYLOADS

START = "0" * 64  # what stands before the first event
_SURROGATE = re.compile("[\ud800-\udfff]")
# Statements are put together once: for SQLAlchemy that is most of the work of a short one.
_END = select(HEAD.c.seq, HEAD.c.hash).where(HEAD.c.id == 1)
_MOVE_END = update(HEAD).where(HEAD.c.id == 1)
_ADD_EVENT, _ADD_PAYLOAD = insert(EVENTS), insert(PAYLOADS)
_TOLD = (
    select(EVENTS, PAYLOADS.c.data)
    .select_from(EVENTS.outerjoin(PAYLOADS, PAYLOADS.c.seq == EVENTS.c.seq))
    .order_by(EVENTS.c.seq)
)
_TOLD_OF_NONE = _TOLD.where(EVENTS.c.case_id.is_(None))
_TOLD_OF_CASE = _TOLD.where(EVENTS.c.case_id == bindparam("case"))
_LONGEST = {"who": 80, "kind": 40, "case_id": 40}  # characters, as the columns are


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event. `data` is None once the case it belongs to was removed."""

    seq: int
    at: str
    who: str
    kind: str
    case_id: str | None
    corrects: int | None
    data_hash: str
    before: str
    hash: str
    data: Mapping[str, Any] | None


def canonical(value: object) -> str:
    """JSON with one spelling: sorted keys, no blanks, no NaN. ValueError, TypeError: not JSON."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    # Half a surrogate pair (from a file name that is not UTF-8) has no bytes; escaped it stays what it is.
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def data_digest(salt: str, text: str) -> str:
    """Hash of what an event says, with its salt."""
    return digest(f"{salt}\n{text}")


def event_hash(
    *, seq: int, at: str, who: str, kind: str, case_id: str | None, corrects: int | None, data_hash: str,
    before: str,
) -> str:  # fmt: skip
    """Hash of an event: of everything in its row, the hash of the event before included."""
    return digest(canonical([seq, at, who, kind, case_id, corrects, data_hash, before]))


def append(
    connection: Connection,
    *,
    who: str,
    kind: str,
    data: Mapping[str, Any],
    case_id: str | None = None,
    corrects: int | None = None,
    salt: str | None = None,
) -> Event:
    """Add an event at the end of the chain; only inside `Database.writing`.

    Parameters
    ----------
    connection : Connection
        From `Database.writing`.
    who : str
        Name of the person, or of the program where no one signed in.
    kind : str
        What happened, e.g. ``file.added``.
    data : mapping
        Plain JSON data.
    case_id, corrects
        The case it belongs to; the event it corrects.
    salt : str, optional
        That of the same data in another store, so that their hashes are the same; else a new one.

    Raises
    ------
    CompareKitError
        ``store.chain_broken``: the store does not say how its chain ends.
    ValueError
        `who`, `kind` or `case_id` is empty or too long, or `data` is not JSON.
    """
    for name, value in (("who", who), ("kind", kind), ("case_id", case_id)):
        if value is not None and not (0 < len(value) <= _LONGEST[name] and value.isprintable()):
            raise ValueError(f"{name}: 1 to {_LONGEST[name]} printable characters, not {value!r}")
    head = connection.execute(_END).first()
    if head is None:
        raise CompareKitError("store.chain_broken")
    text, salt = canonical(data), salt or secrets.token_hex(16)
    row = {
        "seq": head.seq + 1,
        "at": now(),
        "who": who,
        "kind": kind,
        "case_id": case_id,
        "corrects": corrects,
        "data_hash": data_digest(salt, text),
        "before": head.hash,
    }
    row["hash"] = event_hash(**row)
    connection.execute(_ADD_EVENT, row)
    connection.execute(_ADD_PAYLOAD, {"seq": row["seq"], "salt": salt, "data": text})
    connection.execute(_MOVE_END, {"seq": row["seq"], "hash": row["hash"]})
    return Event(**row, data=json.loads(text))


def events_of(connection: Connection, case_id: str | None) -> list[Event]:
    """Events of a case in order; of no case (people, the store itself) with None."""
    rows = (
        connection.execute(_TOLD_OF_NONE)
        if case_id is None
        else connection.execute(_TOLD_OF_CASE, {"case": case_id})
    )
    return [
        Event(**{**row._mapping, "data": None if row.data is None else json.loads(row.data)}) for row in rows
    ]


def now() -> str:
    """The moment, UTC with microseconds, as events carry it."""
    return moment(datetime.now(UTC))
