"""What people add to a case: notes, parties, seals, consent; and closing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from comparekit.errors import CompareKitError
from comparekit.services.roles import Act, Actor, require
from comparekit.store.case_state import CLOSED, CONSENT, NOTE, PARTIES, REOPENED, SEALS
from comparekit.store.cases import load_case, record
from comparekit.store.chain import Event
from comparekit.store.database import Database


def add_note(
    database: Database, actor: Actor, case_id: str, text: str, *, corrects: int | None = None
) -> Event:
    """Add a note, or put it in the place of the event `corrects`.

    Raises
    ------
    CompareKitError
        ``case.empty_note``, ``case.unknown``, ``case.no_such_event``, ``role.forbidden``.
    """
    require(actor, Act.NOTE)
    if not text.strip():
        raise CompareKitError("case.empty_note", case=case_id)
    with database.writing() as connection:
        return record(
            connection, case_id, who=actor.name, kind=NOTE, data={"text": text.strip()}, corrects=corrects
        )


def close_case(database: Database, actor: Actor, case_id: str, reason: str = "") -> Event:
    """Close a case: nothing is added to its logs until it is opened again.

    Raises
    ------
    CompareKitError
        ``case.closed`` where it is closed already; ``case.unknown``, ``role.forbidden``.
    """
    require(actor, Act.CLOSE)
    with database.writing() as connection:
        if load_case(connection, case_id).status == "closed":
            raise CompareKitError("case.closed", case=case_id)
        return record(connection, case_id, who=actor.name, kind=CLOSED, data={"reason": reason.strip()})


def reopen_case(database: Database, actor: Actor, case_id: str, reason: str = "") -> Event:
    """Open a closed case again.

    Raises
    ------
    CompareKitError
        ``case.not_closed``, ``case.unknown``, ``role.forbidden``.
    """
    require(actor, Act.CLOSE)
    with database.writing() as connection:
        if load_case(connection, case_id).status != "closed":
            raise CompareKitError("case.not_closed", case=case_id)
        return record(connection, case_id, who=actor.name, kind=REOPENED, data={"reason": reason.strip()})


def set_parties(
    database: Database, actor: Actor, case_id: str, parties: Sequence[Mapping[str, str]]
) -> Event:
    """Say who is concerned, each with `role`, `name`, `address`, `phone`, instead of who was said before.

    Raises
    ------
    CompareKitError
        ``case.closed``, ``case.unknown``, ``role.forbidden``.
    """
    return _set(database, actor, case_id, PARTIES, {"parties": [dict(party) for party in parties]})


def set_seals(database: Database, actor: Actor, case_id: str, seals: Sequence[Mapping[str, str]]) -> Event:
    """Say which seals there are: each with `place`, `number`, `state`. Errors as `set_parties`."""
    return _set(database, actor, case_id, SEALS, {"seals": [dict(seal) for seal in seals]})


def give_consent(database: Database, actor: Actor, case_id: str, *, by: str, to: str, on: str) -> Event:
    """Record that somebody consented to something on a day (ISO 8601). Errors as `set_parties`."""
    return _set(database, actor, case_id, CONSENT, {"by": by, "to": to, "on": on})


def _set(database: Database, actor: Actor, case_id: str, kind: str, data: Mapping[str, Any]) -> Event:
    require(actor, Act.IMPORT)
    with database.writing() as connection:
        refuse_closed(connection, case_id)
        return record(connection, case_id, who=actor.name, kind=kind, data=data)


def refuse_closed(connection: Connection, case_id: str) -> None:
    """Go on only with a case that is open. CompareKitError: ``case.closed``, ``case.unknown``."""
    if load_case(connection, case_id).status == "closed":
        raise CompareKitError("case.closed", case=case_id)
