"""Holding the store against itself: chain, contents, files, and everything computed from them.

Found is any change, gap or reordering of what was written, also one made directly in the database. What no
store can see from within is that it was put back as a whole to an earlier state of its own: for that compare
`chain_end` with one noted elsewhere, in a report or an archive. Drafts, sessions and sign-in attempts are no
evidence and are not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import Connection, Row, select, text
from sqlalchemy.exc import DatabaseError

from comparekit.errors import CompareKitError
from comparekit.store.chain import START, event_hash
from comparekit.store.check_cases import check_cases
from comparekit.store.check_files import check_files
from comparekit.store.tables import CASES, EVENTS, HEAD, METADATA, PAYLOADS
from comparekit.store.trouble import Trouble

_ROWS = 200  # fetched at a time


def check_store(connection: Connection, case_id: str | None = None) -> tuple[Trouble, ...]:
    """Everything that is wrong in the store, or with one case; empty when all is as it was written.

    Parameters
    ----------
    connection : Connection
        From `Database.reading` (or `writing`): one state of the store.
    case_id : str, optional
        Only the events, files and line of this case, and the links of the whole chain.

    Raises
    ------
    CompareKitError
        ``case.unknown``: there never was a case of that id.
    """
    if case_id is not None and not _is_known(connection, case_id):
        raise CompareKitError("case.unknown", case=case_id)
    files: dict[str, tuple[int, int]] = {}  # SHA-256 -> size [bytes] and seq of an event that names it
    parts: list[Callable[[], Iterator[Trouble]]] = [
        lambda: _chain(connection),
        lambda: check_cases(connection, case_id, files),
        lambda: check_files(connection, files, every=case_id is None),
    ]
    if case_id is None:
        parts += [lambda: _stray_payloads(connection), lambda: _database(connection)]
    return tuple(trouble for part in parts for trouble in _readable(part))


def chain_end(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last event. CompareKitError ``store.chain_broken``: not noted."""
    row = connection.execute(select(HEAD.c.seq, HEAD.c.hash).where(HEAD.c.id == 1)).first()
    if row is None:
        raise CompareKitError("store.chain_broken")
    return row.seq, row.hash


def holds(connection: Connection, seq: int, hash_: str) -> bool:
    """Whether the event `seq` of the chain has the hash that was noted elsewhere."""
    found = connection.execute(select(EVENTS.c.hash).where(EVENTS.c.seq == seq)).scalar_one_or_none()
    return found == hash_ if seq else hash_ == START


def _is_known(connection: Connection, case_id: str) -> bool:
    events = select(EVENTS.c.seq).where(EVENTS.c.case_id == case_id).limit(1)
    line = select(CASES.c.id).where(CASES.c.id == case_id)
    return connection.execute(events).first() is not None or connection.execute(line).first() is not None


def _readable(part: Callable[[], Iterator[Trouble]]) -> Iterator[Trouble]:
    try:
        yield from part()
    except DatabaseError as error:
        reason = (str(error.orig).splitlines() or [""])[0]
        yield Trouble(code="unreadable", context={"reason": reason})


def _chain(connection: Connection) -> Iterator[Trouble]:
    wanted, before = 1, START
    query = select(EVENTS).order_by(EVENTS.c.seq).execution_options(yield_per=_ROWS)
    for row in connection.execute(query):
        if row.seq != wanted:
            yield Trouble(code="gap", seq=wanted, context={"found": row.seq})
        elif row.before != before:
            yield Trouble(code="link", seq=row.seq, case_id=row.case_id)
        if _hash_of(row) != row.hash:
            yield Trouble(code="event_changed", seq=row.seq, case_id=row.case_id)
        wanted, before = (row.seq if isinstance(row.seq, int) else wanted) + 1, row.hash
    ends = [tuple(row) for row in connection.execute(select(HEAD.c.id, HEAD.c.seq, HEAD.c.hash))]
    if ends != [(1, wanted - 1, before)]:
        noted = [seq for _, seq, _ in ends]
        yield Trouble(code="head", seq=wanted - 1, context={"found": noted[0] if len(noted) == 1 else None})


def _hash_of(row: Row[tuple[object, ...]]) -> str | None:
    told = dict(row._mapping)
    del told["hash"]
    try:
        return event_hash(**told)
    except (TypeError, ValueError):  # not even the types are right
        return None


def _stray_payloads(connection: Connection) -> Iterator[Trouble]:
    joined = PAYLOADS.outerjoin(EVENTS, EVENTS.c.seq == PAYLOADS.c.seq)
    for row in connection.execute(select(PAYLOADS.c.seq).select_from(joined).where(EVENTS.c.seq.is_(None))):
        yield Trouble(code="payload_stray", seq=row.seq)


def _database(connection: Connection) -> Iterator[Trouble]:
    if connection.dialect.name == "sqlite":
        for (found,) in connection.execute(text("PRAGMA integrity_check")):
            if found != "ok":
                yield Trouble(code="database_damaged", context={"reason": found})
        added = "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')"
    else:
        tables = ", ".join(f"'{name}'" for name in METADATA.tables)
        added = (
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal "
            f"AND relnamespace = current_schema()::regnamespace AND relname IN ({tables})"
        )
    for (name,) in connection.execute(text(added)):
        yield Trouble(code="trigger", context={"name": name})
