"""Which cases hold a log already."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, or_, select

from comparekit.services.roles import Act, Actor, require
from comparekit.store.case_state import FILE_ADDED
from comparekit.store.cases import load_case
from comparekit.store.database import Database
from comparekit.store.tables import EVENTS, FILES, PAYLOADS


def cases_with_log(connection: Connection, hashes: Sequence[str]) -> tuple[str, ...]:
    """Ids of the cases with a log of one of these SHA-256, in order; removed ones have left nothing."""
    known = connection.scalars(select(FILES.c.sha256).where(FILES.c.sha256.in_(hashes))).all()
    if not known:
        return ()
    rows = connection.execute(
        select(EVENTS.c.case_id, PAYLOADS.c.data)
        .join(PAYLOADS, PAYLOADS.c.seq == EVENTS.c.seq)
        .where(EVENTS.c.kind == FILE_ADDED)
        .where(or_(*(PAYLOADS.c.data.contains(sha256, autoescape=True) for sha256 in known)))
        .order_by(EVENTS.c.seq)
    )
    told = [(str(row.case_id), json.loads(row.data)) for row in rows]
    found = [case for case, file in told if file["role"] == "log" and file["sha256"] in known]
    return tuple(dict.fromkeys(found))


def other_cases(database: Database, actor: Actor, case_id: str) -> tuple[str, ...]:
    """Ids of the other cases that hold a log of this one. CompareKitError: ``case.unknown``."""
    require(actor, Act.SHOW)
    with database.reading() as connection:
        logs = [file.sha256 for file in load_case(connection, case_id).files if file.role == "log"]
        return tuple(other for other in cases_with_log(connection, logs) if other != case_id)
