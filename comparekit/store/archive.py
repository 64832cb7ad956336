"""One case in one file, to hand over, to keep elsewhere, to take in again.

The archive proves that it holds together: every member has its SHA-256, every event its hash. Whether its
events are those of a certain chain only that chain can say: compare `Archive.events` with `check.holds`.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from comparekit.errors import CompareKitError
from comparekit.store.archive_file import read_json, read_members, write_members
from comparekit.store.case_state import FILE_ADDED, PARTIES, case_state
from comparekit.store.chain import Event, canonical, data_digest, digest, event_hash, events_of
from comparekit.store.database import refuse_store_file
from comparekit.store.evidence import file_content
from comparekit.store.masking import Mask
from comparekit.store.tables import PAYLOADS

_CASE = "case.json"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_SHOWN_MASKED = ("log", "meters", "protocol")  # roles of files that say nothing of who lives there


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What an archive holds, verified.

    `salts` has one salt an event (empty strings where masked); `files` are the bytes by SHA-256; `sha256` is
    that of the archive itself; `left_out` names files that a masked archive does not hold.
    """

    case_id: str
    masked: bool
    events: tuple[Event, ...]
    salts: tuple[str, ...]
    files: Mapping[str, bytes]
    left_out: tuple[str, ...]
    sha256: str


def write_archive(
    connection: Connection, case_id: str, path: str | os.PathLike[str], *, mask: bool = False
) -> None:
    """Write a case into a ZIP file, as a whole or not at all; the same case gives the same bytes.

    Parameters
    ----------
    connection : Connection
        From `Database.reading`.
    case_id : str
        The case.
    path : str or path
        Where to.
    mask : bool
        Parties masked wherever events name them; photographs, certificates, consents and other papers are
        left out, of logs only the name is masked. Such an archive says so, claims no hash of what it
        changed, and cannot be taken in again.

    Raises
    ------
    CompareKitError
        ``case.unknown``; ``case.damaged``: an event is no longer what its hash says;
        ``store.file_missing``, ``store.file_changed``, ``archive.too_large``, ``store.in_use``,
        ``store.not_written``.
    """
    refuse_store_file(connection.engine, path)
    events = events_of(connection, case_id)
    if not any(event.data is not None for event in events):
        raise CompareKitError("case.unknown", case=case_id)
    told = [_told(connection, event) for event in events]
    files = [event["data"] for event in told if event["kind"] == FILE_ADDED]
    left_out: set[str] = set()
    if mask:
        shown = {file["sha256"] for file in files if file["role"] in _SHOWN_MASKED}
        left_out = {file["sha256"] for file in files} - shown
        told = _masked(told)
    case = canonical({"case": case_id, "masked": mask, "events": told}).encode("utf-8")
    members = {_CASE: (digest(case.decode("utf-8")), len(case))}
    for file in files:
        if file["sha256"] not in left_out:
            members[f"files/{file['sha256']}"] = (file["sha256"], file["size"])
    write_members(
        path,
        {"case": case_id, "masked": mask, "left_out": sorted(left_out)},
        members,
        lambda name: case if name == _CASE else file_content(connection, name.partition("/")[2]),
    )


def read_archive(path: str | os.PathLike[str]) -> Archive:
    """Read an archive and verify everything in it.

    Raises
    ------
    CompareKitError
        As `archive_file.read_members`; ``archive.changed`` also where an event has not its hash, or files
        are not those the events name.
    """
    manifest, members, sha256 = read_members(path)
    shown = os.fspath(path)
    case = read_json(members.pop(_CASE, b""), shown)
    files = {name.partition("/")[2]: content for name, content in members.items()}
    try:
        masked, left_out = case["masked"], manifest["left_out"]
        told = case["events"]
        events = tuple(_event(event, case["case"], masked) for event in told)
        whole = (
            bool(events)
            and isinstance(masked, bool)
            and (masked, case["case"]) == (manifest["masked"], manifest["case"])
            and _in_order(events)
            and _files_fit(events, files, left_out if masked else [])
            and bool(case_state(case["case"], events).summary())
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CompareKitError("archive.changed", file=shown, member=_CASE) from error
    if not whole:
        raise CompareKitError("archive.changed", file=shown, member=_CASE)
    return Archive(
        case_id=case["case"],
        masked=masked,
        events=events,
        salts=tuple(str(event.get("salt", "")) for event in told),
        files=files,
        left_out=tuple(left_out),
        sha256=sha256,
    )


def _told(connection: Connection, event: Event) -> dict[str, Any]:
    row = connection.execute(
        select(PAYLOADS.c.salt, PAYLOADS.c.data).where(PAYLOADS.c.seq == event.seq)
    ).first()
    named = {name: getattr(event, name) for name in Event.__dataclass_fields__}
    told = {**named, "salt": None if row is None else row.salt}
    if row is None or canonical(event.data) != row.data or not _is_authentic(told):
        raise CompareKitError("case.damaged", case=str(event.case_id), seq=event.seq)
    return told


def _is_authentic(told: Mapping[str, Any]) -> bool:
    """Whether what an event says has the hash in its row, and its row the hash of itself."""
    row = {name: told[name] for name in Event.__dataclass_fields__ if name not in ("data", "hash")}
    said = data_digest(told["salt"], canonical(told["data"]))
    return bool(said == told["data_hash"] and event_hash(**row) == told["hash"])


def _masked(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    mask = Mask(party for event in told if event["kind"] == PARTIES for party in event["data"]["parties"])
    masked = []
    for event in told:
        data = mask.data(event["data"])
        kept = event
        if data != event["data"]:
            # With the salt and the hash somebody could try out names until one fits.
            hashes = ("salt", "data_hash", "hash", "before")
            kept = {key: value for key, value in event.items() if key not in hashes}
            kept |= {"data": data, "masked": True}
        masked.append(kept)
    return masked


def _event(told: Mapping[str, Any], case_id: str, masked: bool) -> Event:
    named: dict[str, Any] = {name: told.get(name) for name in Event.__dataclass_fields__}
    if masked and told.get("masked") is True:
        named |= {"data_hash": "", "before": "", "hash": ""}
    elif not _is_authentic(told):
        raise ValueError(f"event {told['seq']}")
    event = Event(**named)
    sound = (
        event.case_id == case_id
        and isinstance(event.data, dict)
        and type(event.seq) is int
        and (event.corrects is None or type(event.corrects) is int)
        and bool(_MOMENT.fullmatch(event.at))
        and all(0 < len(text) <= 80 and text.isprintable() for text in (event.who, event.kind))
    )
    if not sound:
        raise ValueError(f"event {event.seq}")
    return event


def _in_order(events: tuple[Event, ...]) -> bool:
    """Whether each event comes after those before it and after the one it corrects."""
    known = [event.seq for event in events]
    corrected = [(event.corrects, event.seq) for event in events if event.corrects is not None]
    return known == sorted(set(known)) and all(old in known and old < new for old, new in corrected)


def _files_fit(events: tuple[Event, ...], files: Mapping[str, bytes], left_out: list[str]) -> bool:
    """Whether the files are those that the events name, each under its own hash."""
    named = {
        event.data["sha256"]: event.data["size"]
        for event in events
        if event.kind == FILE_ADDED and event.data is not None
    }
    sizes = {name: len(content) for name, content in files.items()}
    hashes = all(hashlib.sha256(content).hexdigest() == name for name, content in files.items())
    return hashes and sizes == {name: size for name, size in named.items() if name not in left_out}
