"""Holding what events say, and what is computed from them, against their hashes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Integer, Row, select, type_coerce

from comparekit.store.case_state import FILE_ADDED, REMOVED, case_state
from comparekit.store.chain import Event, data_digest
from comparekit.store.people import people_rows
from comparekit.store.tables import CASES, EVENTS, PAYLOADS, PEOPLE
from comparekit.store.trouble import Trouble

_ROWS = 20  # fetched at a time; a result may be large
_UNFIT = (KeyError, TypeError, ValueError, AttributeError)  # an event's kind and what it says do not fit
_Files = dict[str, tuple[int, int]]


def check_cases(connection: Connection, case_id: str | None, files: _Files) -> Iterator[Trouble]:
    """Check the contents of the events, case by case, and the lists that follow from them.

    Parameters
    ----------
    connection : Connection
        One state of the store.
    case_id : str or None
        Only this case; None: all, and the people.
    files : dict
        Filled: SHA-256 -> size [bytes] and event of every file that a case has.
    """
    lines = {row.id: tuple(row) for row in connection.execute(_of_case(select(CASES), CASES.c.id, case_id))}
    removals = _removals(connection)
    query = (
        select(EVENTS, PAYLOADS.c.seq.label("payload"), PAYLOADS.c.salt, PAYLOADS.c.data)
        .select_from(EVENTS.outerjoin(PAYLOADS, PAYLOADS.c.seq == EVENTS.c.seq))
        .order_by(EVENTS.c.case_id, EVENTS.c.seq)
        .execution_options(yield_per=_ROWS)
    )
    rows = connection.execute(_of_case(query, EVENTS.c.case_id, case_id))
    told_of_people: list[Event] = []
    for found, group in groupby(rows, attrgetter("case_id")):
        told = list(group)
        yield from _corrections(told)
        if found in removals:
            yield from _removed(told, removals[found])
            continue
        broken = list(_contents(told))
        yield from broken
        events = [_event(row) for row in told]
        if found is None:
            told_of_people = events
            continue
        line = lines.pop(found, None)
        try:
            _note_files(events, files)
            if not broken:
                yield from _line(found, events, line)
        except _UNFIT:
            yield Trouble(code="unfit", seq=events[0].seq, case_id=found)
    for left in lines:
        yield Trouble(code="line_stray", case_id=left)
    if case_id is None:
        try:
            yield from _people(connection, told_of_people)
        except _UNFIT:
            yield Trouble(code="unfit", seq=told_of_people[0].seq)


def _note_files(events: list[Event], files: _Files) -> None:
    for event in events:
        if event.kind == FILE_ADDED and event.data is not None:
            files.setdefault(event.data["sha256"], (event.data["size"], event.seq))


def _of_case(query: Any, column: Any, case_id: str | None) -> Any:
    return query if case_id is None else query.where(column == case_id)


def _removals(connection: Connection) -> dict[object, tuple[int, object]]:
    """For each removed case the event that removed it, and how many events it counted."""
    query = select(EVENTS.c.seq, PAYLOADS.c.salt, PAYLOADS.c.data, EVENTS.c.data_hash)
    query = query.join_from(EVENTS, PAYLOADS, PAYLOADS.c.seq == EVENTS.c.seq)
    found: dict[object, tuple[int, object]] = {}
    for row in connection.execute(query.where(EVENTS.c.case_id.is_(None), EVENTS.c.kind == REMOVED)):
        data = _data(row)
        if data is not None and {"case_id", "events"} <= data.keys():
            found[data["case_id"]] = (row.seq, data["events"])
    return found


def _data(row: Any) -> Mapping[str, Any] | None:
    """What an event says, None where that has not the hash it was written with."""
    if not (isinstance(row.salt, str) and isinstance(row.data, str)):
        return None
    if data_digest(row.salt, row.data) != row.data_hash:
        return None
    said = json.loads(row.data)
    return said if isinstance(said, dict) else None


def _event(row: Row[Any]) -> Event:
    named = {name: getattr(row, name) for name in Event.__dataclass_fields__ if name != "data"}
    return Event(**named, data=_data(row))


def _contents(told: list[Row[Any]]) -> Iterator[Trouble]:
    for row in told:
        if row.payload is None:
            yield Trouble(code="payload_missing", seq=row.seq, case_id=row.case_id)
        elif _data(row) is None:
            yield Trouble(code="payload_changed", seq=row.seq, case_id=row.case_id)


def _removed(told: list[Row[Any]], removal: tuple[int, object]) -> Iterator[Trouble]:
    at, counted = removal
    for row in told:
        if row.payload is not None:
            yield Trouble(code="payload_left", seq=row.seq, case_id=row.case_id)
    if len(told) != counted or told[-1].seq > at:
        context = {"expected": counted, "found": len(told)}
        yield Trouble(code="removal", seq=at, case_id=told[0].case_id, context=context)


def _corrections(told: list[Row[Any]]) -> Iterator[Trouble]:
    earlier: set[object] = set()
    for row in told:
        if row.corrects is not None and row.corrects not in earlier:
            context = {"corrects": row.corrects}
            yield Trouble(code="correction", seq=row.seq, case_id=row.case_id, context=context)
        earlier.add(row.seq)


def _line(case_id: str, events: list[Event], line: tuple[object, ...] | None) -> Iterator[Trouble]:
    if line is None:
        yield Trouble(code="line_missing", case_id=case_id)
        return
    names = [column.name for column in CASES.c]
    wanted = case_state(case_id, events).summary()
    differ = [name for name, found in zip(names, line, strict=True) if found != wanted[name]]
    if differ:
        yield Trouble(code="line_changed", case_id=case_id, context={"columns": ", ".join(differ)})


def _people(connection: Connection, events: list[Event]) -> Iterator[Trouble]:
    # SQLite keeps truth as a number and would take any for true.
    columns = [type_coerce(c, Integer).label(c.name) if c.name == "active" else c for c in PEOPLE.c]
    found = {row.name: row._mapping for row in connection.execute(select(*columns))}
    for wanted in people_rows(events):
        row = found.pop(wanted["name"], None)
        if row is None:
            yield Trouble(code="person_missing", context={"name": wanted["name"]})
        elif differ := [key for key, value in wanted.items() if row[key] != value]:
            context = {"name": wanted["name"], "columns": ", ".join(differ)}
            yield Trouble(code="person_changed", context=context)
    for name in found:
        yield Trouble(code="person_stray", context={"name": name})
