"""Cases: opening one, adding what happens to it, listing and finding them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from comparekit.errors import CompareKitError
from comparekit.store.case_state import (
    FILE_ADDED,
    FILE_ROLES,
    OPENED,
    CaseState,
    case_state,
    search_text,
)
from comparekit.store.chain import Event, append, events_of
from comparekit.store.evidence import keep_file
from comparekit.store.tables import CASES, EVENTS

_ID = re.compile(r"[^./\\\s][^/\\]{0,39}")  # it becomes the name of a file
_DROP_LINE, _ADD_LINE = delete(CASES).where(CASES.c.id == bindparam("case")), insert(CASES)
_NUMBERED = re.compile(r"[0-9]{4}-[0-9]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """A line in a list of cases."""

    id: str
    opened_at: str
    changed_at: str
    title: str
    utility: str
    protocol: str
    verdict: str
    status: str


def open_case(connection: Connection, *, who: str, title: str, case_id: str | None = None) -> str:
    """Open a case and give its id: the year and a running number, unless `case_id` says another one.

    Raises
    ------
    CompareKitError
        ``case.exists``: an id that was given already, even if that case is removed; ``case.bad_id``.
    """
    case_id = new_id(connection, case_id)
    record(connection, case_id, who=who, kind=OPENED, data={"title": title}, new=True)
    return case_id


def new_id(connection: Connection, wanted: str | None = None) -> str:
    """An id no case has or had: `wanted`, else the year and the next number; errors as `open_case`."""
    if wanted is None:
        return _next_id(connection)
    if not _ID.fullmatch(wanted) or not wanted.isprintable():
        raise CompareKitError("case.bad_id", case=wanted)
    if is_used(connection, wanted):
        raise CompareKitError("case.exists", case=wanted)
    return wanted


def is_used(connection: Connection, case_id: str) -> bool:
    """Whether there is or ever was a case of that id."""
    found = connection.execute(select(EVENTS.c.seq).where(EVENTS.c.case_id == case_id).limit(1))
    return found.first() is not None


def record(
    connection: Connection,
    case_id: str,
    *,
    who: str,
    kind: str,
    data: Mapping[str, Any],
    corrects: int | None = None,
    new: bool = False,
) -> Event:
    """Add an event to a case and bring its line in the list up to date.

    Raises
    ------
    CompareKitError
        ``case.unknown``; ``case.no_such_event``: it corrects an event this case does not have;
        ``case.corrected``: another event corrects that one already, which is the one to correct.
    """
    told = events_of(connection, case_id)
    if not new and not any(event.data is not None for event in told):
        raise CompareKitError("case.unknown", case=case_id)
    if corrects is not None and corrects not in {event.seq for event in told}:
        raise CompareKitError("case.no_such_event", case=case_id, seq=corrects)
    for event in told:
        if corrects is not None and event.corrects == corrects:
            raise CompareKitError("case.corrected", case=case_id, seq=corrects, by=event.seq)
    event = append(connection, who=who, kind=kind, data=data, case_id=case_id, corrects=corrects)
    connection.execute(_DROP_LINE, {"case": case_id})
    connection.execute(_ADD_LINE, case_state(case_id, [*told, event]).summary())
    return event


def add_file(
    connection: Connection, case_id: str, *, who: str, name: str, role: str, content: bytes
) -> Event:
    """Keep a file byte for byte as part of a case. ValueError: a role that there is not."""
    if role not in FILE_ROLES:
        raise ValueError(f"role: one of {FILE_ROLES}, not {role!r}")
    data = {"sha256": keep_file(connection, content), "size": len(content), "name": name, "role": role}
    return record(connection, case_id, who=who, kind=FILE_ADDED, data=data)


def load_case(connection: Connection, case_id: str) -> CaseState:
    """A case with everything in it.

    Raises
    ------
    CompareKitError
        ``case.unknown``, also for one that was removed.
    """
    told = events_of(connection, case_id)
    if not any(event.data is not None for event in told):
        raise CompareKitError("case.unknown", case=case_id)
    return case_state(case_id, told)


def list_cases(
    connection: Connection, *, search: str = "", limit: int = 50, offset: int = 0
) -> tuple[CaseSummary, ...]:
    """Cases by latest change first; every word of `search` has to occur in what a case is found by."""
    query = select(*(CASES.c[name] for name in CaseSummary.__dataclass_fields__))
    query = query.where(*_conditions(search)).order_by(CASES.c.changed_at.desc(), CASES.c.id.desc())
    rows = connection.execute(query.limit(limit).offset(offset))
    return tuple(CaseSummary(**row._mapping) for row in rows)


def count_cases(connection: Connection, *, search: str = "") -> int:
    """How many cases there are, or are found."""
    query = select(func.count()).select_from(CASES).where(*_conditions(search))
    return int(connection.execute(query).scalar_one())


def _conditions(search: str) -> list[Any]:
    return [CASES.c.search.contains(word, autoescape=True) for word in search_text(search).split()]


def _next_id(connection: Connection) -> str:
    # As a range, so that both databases walk the index from its end; ids people chose may lie between.
    year = datetime.now(UTC).year
    column, below = EVENTS.c.case_id, f"{year}."
    while True:
        used = select(column).where(column >= f"{year}-", column < below, column.like(f"{year}-______"))
        last = connection.execute(used.order_by(column.desc()).limit(1)).scalar_one_or_none()
        if last is None:
            return f"{year}-000001"
        if _NUMBERED.fullmatch(last):
            return f"{year}-{int(last[5:]) + 1:06d}"
        below = last
