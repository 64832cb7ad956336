"""Failed sign-ins of late, counted in the store so that every process counts the same.

An attempt is written down as a failure before the password is looked at, and struck out when it was right:
many attempts at once cannot slip past the count.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select

from comparekit.store.clock import moment
from comparekit.store.tables import ATTEMPTS

WINDOW = timedelta(minutes=15)
PER_NAME = 5
PER_SOURCE = 20


def attempt(connection: Connection, *, name: str, source: str, at: datetime) -> timedelta | None:
    """Write down an attempt, unless there were too many; then how long to wait, None otherwise.

    Parameters
    ----------
    connection : Connection
        From `Database.writing`.
    name : str
        As typed, whether or not there is such a person.
    source : str
        Where the attempt comes from, e.g. an address.
    at : datetime
        Now.
    """
    # Far in the future: written by a clock that has been put right since.
    over = or_(ATTEMPTS.c.at <= moment(at - WINDOW), ATTEMPTS.c.at > moment(at + WINDOW))
    connection.execute(delete(ATTEMPTS).where(over))
    waits = (
        _wait(connection, ATTEMPTS.c.name == _hash(name), PER_NAME, at),
        _wait(connection, ATTEMPTS.c.source == _hash(source), PER_SOURCE, at),
    )
    longest = max(waits)
    if longest > timedelta(0):
        return longest
    # Hashed: they are of any length, and people type their password in the wrong field.
    row = {"at": moment(at), "name": _hash(name), "source": _hash(source)}
    connection.execute(insert(ATTEMPTS).values(row))
    return None


def forget_attempts(connection: Connection, name: str) -> None:
    """Strike out the failures of a name: its password was right."""
    connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.name == _hash(name)))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _wait(connection: Connection, which: ColumnElement[bool], most: int, at: datetime) -> timedelta:
    """Time until fewer than `most` failures lie within the window; zero where that is so now."""
    times = connection.execute(select(ATTEMPTS.c.at).where(which).order_by(ATTEMPTS.c.at.desc()).limit(most))
    found = [datetime.fromisoformat(row.at) for row in times]
    if len(found) < most:
        return timedelta(0)
    return max(found[-1] + WINDOW - at, timedelta(0))
