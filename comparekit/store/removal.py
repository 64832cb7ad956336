"""Removing cases: what they said goes, that they were there stays in the chain."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, delete, func, or_, select

from comparekit.errors import CompareKitError
from comparekit.store.case_state import FILE_ADDED, REMOVED
from comparekit.store.cases import CaseSummary
from comparekit.store.chain import Event, append, events_of
from comparekit.store.database import Database
from comparekit.store.tables import CASES, DRAFTS, EVENTS, FILES, PAYLOADS

_PATIENCE_MS = 5_000  # with whoever is still reading what stands in the write-ahead log


def remove_case(connection: Connection, case_id: str, *, who: str, rule: str, reason: str) -> Event:
    """Remove what a case says: contents of its events, files no other case has, its line, its drafts.

    The rows of its events stay, so that the chain can still be checked. Afterwards, outside the
    transaction, call `sweep`. On PostgreSQL the bytes leave the disk with the server's vacuum, which is the
    server's matter. Backups and archives made before still hold the case.

    Parameters
    ----------
    connection : Connection
        From `Database.writing`.
    case_id : str
        The case.
    who : str
        Who removes it.
    rule, reason : str
        Retention rule it falls under, and why now. They stay in the chain: nothing personal here.

    Returns
    -------
    Event
        ``case.removed``, which belongs to no case.

    Raises
    ------
    CompareKitError
        ``case.unknown``, also for one that was removed before.
    """
    told = events_of(connection, case_id)
    if not any(event.data is not None for event in told):
        raise CompareKitError("case.unknown", case=case_id)
    own = {event.data["sha256"] for event in told if event.kind == FILE_ADDED and event.data is not None}
    unused = own - _used_elsewhere(connection, case_id, own)
    seqs = [event.seq for event in told]
    connection.execute(delete(PAYLOADS).where(PAYLOADS.c.seq.in_(seqs)))
    connection.execute(delete(FILES).where(FILES.c.sha256.in_(unused)))
    connection.execute(delete(CASES).where(CASES.c.id == case_id))
    connection.execute(delete(DRAFTS).where(DRAFTS.c.case_id == case_id))
    data = {"case_id": case_id, "rule": rule, "reason": reason, "events": len(told), "files": len(unused)}
    return append(connection, who=who, kind=REMOVED, data=data)


def sweep(database: Database) -> bool:
    """Empty SQLite's write-ahead log, where what was removed may still stand.

    Returns
    -------
    bool
        False: somebody is reading just now, try again later. PostgreSQL: always True.
    """
    if database.engine.dialect.name != "sqlite":
        return True
    with database.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={_PATIENCE_MS}")
        busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    return not busy


def due_for_removal(connection: Connection, *, keep_years: int, on: date) -> tuple[CaseSummary, ...]:
    """Closed cases whose last change lies more than `keep_years` before the day `on` (UTC), oldest first.

    Raises
    ------
    ValueError
        `keep_years` is negative.
    """
    if keep_years < 0:
        raise ValueError(f"keep_years: 0 or more, not {keep_years}")
    # Moments are compared as text, so the day need not exist (29 February of a common year).
    last_day = f"{on.year - keep_years:04d}-{on.month:02d}-{on.day:02d}"
    query = select(*(CASES.c[name] for name in CaseSummary.__dataclass_fields__))
    query = query.where(CASES.c.status == "closed", CASES.c.changed_at < last_day)
    rows = connection.execute(query.order_by(CASES.c.changed_at, CASES.c.id))
    return tuple(CaseSummary(**row._mapping) for row in rows)


def _used_elsewhere(connection: Connection, case_id: str, own: set[str]) -> set[str]:
    """Those of the files that an event of another case names."""
    used = set()
    for sha256 in own:
        query = (
            select(func.count())
            .select_from(EVENTS.join(PAYLOADS, PAYLOADS.c.seq == EVENTS.c.seq))
            .where(EVENTS.c.kind == FILE_ADDED, or_(EVENTS.c.case_id != case_id, EVENTS.c.case_id.is_(None)))
            .where(PAYLOADS.c.data.contains(f'"{sha256}"'))
        )
        if connection.execute(query).scalar_one():
            used.add(sha256)
    return used
