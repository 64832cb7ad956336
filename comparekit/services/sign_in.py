"""Signing in, signing out, and who it is that asks."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from argon2 import Parameters

from comparekit.errors import CompareKitError
from comparekit.services.roles import Actor
from comparekit.store.attempts import attempt, forget_attempts
from comparekit.store.database import Database
from comparekit.store.passwords import PARAMETERS, is_outdated, is_password, password_hash
from comparekit.store.people import change_person, password_kept
from comparekit.store.person_names import tidied
from comparekit.store.sessions import begin_session, end_session, find_session, see_session


def sign_in(
    database: Database,
    *,
    name: str,
    password: str,
    source: str,
    at: datetime | None = None,
    parameters: Parameters = PARAMETERS,
) -> str:
    """Begin a session.

    Parameters
    ----------
    database : Database
        The store.
    name, password : str
        As typed.
    source : str
        Address the request came from; all of an IPv6 network of 64 bits counts as one.
    at : datetime, optional
        Now, unless told.
    parameters : argon2.Parameters
        What hashes are made with; a hash made with others is made anew.

    Returns
    -------
    str
        The token, to be kept by the browser and nowhere else.

    Raises
    ------
    CompareKitError
        ``sign_in.refused``: wrong name or password, and it is not told which. ``sign_in.too_often``: too
        many failures of this name or source of late, whether or not there is such a name; with ``minutes``.
    """
    at = at or datetime.now(UTC)
    name = tidied(name)
    kept = confirm(database, name=name, password=password, source=source, at=at, parameters=parameters)
    anew = password_hash(password, parameters) if is_outdated(kept, parameters) else None
    with database.writing() as connection:
        if password_kept(connection, name) != kept:  # changed or removed while we compared
            raise CompareKitError("sign_in.refused")
        if anew is not None:
            change_person(connection, who=name, name=name, password=anew, sign_out=False)
        return begin_session(connection, name, at=at)


def confirm(
    database: Database, *, name: str, password: str, source: str, at: datetime, parameters: Parameters
) -> str:
    """Hold a password against the one of `name`, within the limit; what is kept of it when it was right.

    Parameters and errors as `sign_in`.
    """
    with database.writing() as connection:
        wait = attempt(connection, name=name, source=source_of(source), at=at)
        kept = password_kept(connection, name)
    if wait is not None:
        raise CompareKitError("sign_in.too_often", minutes=math.ceil(wait / timedelta(minutes=1)))
    if not is_password(kept, password, parameters) or kept is None:  # slow: outside the transaction
        raise CompareKitError("sign_in.refused")
    with database.writing() as connection:
        forget_attempts(connection, name)
    return kept


def sign_out(database: Database, token: str) -> None:
    """End the session of a token; nothing happens where there is none."""
    with database.writing() as connection:
        end_session(connection, token)


def who_is(database: Database, token: str, at: datetime | None = None) -> Actor | None:
    """Who holds a token, in the role of this moment; None when nobody does, or no longer."""
    at = at or datetime.now(UTC)
    with database.reading() as connection:
        session = find_session(connection, token, at=at)
    if session is None:
        return None
    if session.stale:
        with database.writing() as connection:
            see_session(connection, token, at=at)
    return Actor(name=session.name, role=session.role)


def source_of(address: str) -> str:
    """What an address counts as: itself, or its network of 64 bits, which one household has whole."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ip_network((int(parsed), 64), strict=False))
    return str(parsed)
