"""Sessions of people who signed in: a token the browser holds, of which the store knows only the hash."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from comparekit.store.clock import moment
from comparekit.store.tables import PEOPLE, SESSIONS

LIFETIME = timedelta(hours=12)  # from sign-in, whatever happens
IDLE = timedelta(minutes=60)  # without a request
SEEN_EVERY = timedelta(minutes=1)  # a request is written down at most that often


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Whose session it is, in which role, and whether it is time to write down that it was seen."""

    name: str
    role: str
    stale: bool


def begin_session(connection: Connection, name: str, *, at: datetime) -> str:
    """Begin a session and give its token, which is stored nowhere; sessions over by now go."""
    token = secrets.token_urlsafe(32)
    now, end = moment(at), moment(at + LIFETIME)
    connection.execute(delete(SESSIONS).where(_is_over(at)))
    row = {"token_hash": _token_hash(token), "name": name, "made_at": now, "seen_at": now, "ends_at": end}
    connection.execute(insert(SESSIONS).values(row))
    return token


def find_session(connection: Connection, token: str, *, at: datetime) -> Session | None:
    """The session of a token; None where there is none, it is over, or its person may sign in no more.

    The role is the person's role of this moment, not that at sign-in.
    """
    row = connection.execute(
        select(SESSIONS.c.name, SESSIONS.c.seen_at, PEOPLE.c.role)
        .join_from(SESSIONS, PEOPLE, SESSIONS.c.name == PEOPLE.c.name)
        .where(SESSIONS.c.token_hash == _token_hash(token), PEOPLE.c.active, ~_is_over(at))
    ).first()
    if row is None:
        return None
    return Session(name=row.name, role=row.role, stale=row.seen_at <= moment(at - SEEN_EVERY))


def see_session(connection: Connection, token: str, *, at: datetime) -> None:
    """Write down that a session, unless it is over, was used."""
    mine = SESSIONS.c.token_hash == _token_hash(token)
    connection.execute(
        update(SESSIONS)
        .where(mine, ~_is_over(at), SESSIONS.c.seen_at < moment(at))
        .values(seen_at=moment(at))
    )


def end_session(connection: Connection, token: str) -> None:
    """Sign out: nothing happens where there is no such session."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.token_hash == _token_hash(token)))


def end_sessions_of(connection: Connection, name: str) -> None:
    """End every session of a person."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.name == name))


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _is_over(at: datetime) -> ColumnElement[bool]:
    return or_(SESSIONS.c.ends_at <= moment(at), SESSIONS.c.seen_at <= moment(at - IDLE))
