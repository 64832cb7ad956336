"""People who may sign in, and every change of them as an event of the chain.

The table of people is what the events ``user.*`` say when told in order (`people_rows`). Nobody is ever
deleted, and no name is given twice: what somebody signed stays theirs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from comparekit.errors import CompareKitError
from comparekit.store.chain import Event, append
from comparekit.store.person_names import is_usable, name_key, person_name
from comparekit.store.sessions import end_sessions_of
from comparekit.store.tables import PEOPLE

TECHNICIAN, OFFICIAL, ADMINISTRATOR = "technician", "official", "administrator"
ROLES = (TECHNICIAN, OFFICIAL, ADMINISTRATOR)

# Kinds of events; each says everything there is: {"name", "role", "password", "active"}.
ADDED = "user.added"
CHANGED = "user.changed"
REMOVED = "user.removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who may sign in, or once might. What is kept of the password is not part of it."""

    name: str
    role: str
    active: bool


def people_rows(events: Iterable[Event]) -> list[dict[str, object]]:
    """The rows of the table of people, by name, that follow from the events (others are passed over)."""
    rows: dict[str, dict[str, object]] = {}
    for event in events:
        if event.kind in (ADDED, CHANGED, REMOVED) and event.data is not None:
            row = {key: event.data[key] for key in ("name", "role", "password", "active")}
            rows[event.data["name"]] = {**row, "last_seq": event.seq}
    return [rows[name] for name in sorted(rows)]


def add_person(connection: Connection, *, who: str, name: str, role: str, password: str) -> Person:
    """Let somebody in.

    Parameters
    ----------
    connection : Connection
        From `Database.writing`.
    who : str
        Who lets them in.
    name, role : str
        Name to sign in with; one of `ROLES`.
    password : str
        Hash, from `comparekit.store.passwords.password_hash`.

    Raises
    ------
    CompareKitError
        ``people.name``: not usable as one. ``people.exists``: given before, also to somebody removed, or the
        same but for capitals.
    ValueError
        `role` is none, or `password` no argon2id hash.
    """
    name = person_name(name)
    taken = {name_key(known.name): known.name for known in list_people(connection)}
    if name_key(name) in taken:
        raise CompareKitError("people.exists", name=taken[name_key(name)])
    return _tell(connection, ADDED, who, Person(name=name, role=role, active=True), password)


def change_person(
    connection: Connection,
    *,
    who: str,
    name: str,
    role: str | None = None,
    password: str | None = None,
    sign_out: bool = True,
) -> Person:
    """Give somebody another role or password; with a password, somebody removed is let in again.

    Parameters
    ----------
    connection, who, name
        As `add_person`.
    role : str, optional
        None: stays.
    password : str, optional
        Hash of a new password. None: stays.
    sign_out : bool
        Whether a new password ends their sessions. False is for the same password hashed anew.

    Raises
    ------
    CompareKitError
        ``people.unknown``; ``people.removed``: to be let in again takes a new password;
        ``people.last_administrator``: nobody would be left to administer.
    ValueError
        As `add_person`.
    """
    known = find_person(connection, name)
    if not known.active and password is None:
        raise CompareKitError("people.removed", name=known.name)
    changed = Person(name=known.name, role=role or known.role, active=True)
    _keep_an_administrator(connection, changed)
    kept = password or password_kept(connection, known.name) or ""
    person = _tell(connection, CHANGED, who, changed, kept)
    if password is not None and sign_out:
        end_sessions_of(connection, person.name)
    return person


def remove_person(connection: Connection, *, who: str, name: str) -> Person:
    """Let somebody in no more, and end their sessions.

    Raises
    ------
    CompareKitError
        ``people.unknown`` (removed before, too); ``people.last_administrator``.
    """
    known = find_person(connection, name)
    if not known.active:
        raise CompareKitError("people.unknown", name=known.name)
    removed = Person(name=known.name, role=known.role, active=False)
    _keep_an_administrator(connection, removed)
    end_sessions_of(connection, known.name)
    return _tell(connection, REMOVED, who, removed, "")


def find_person(connection: Connection, name: str) -> Person:
    """Somebody by name, active or not. Raises CompareKitError ``people.unknown``."""
    name = person_name(name)
    for person in list_people(connection):
        if person.name == name:
            return person
    raise CompareKitError("people.unknown", name=name)


def list_people(connection: Connection) -> tuple[Person, ...]:
    """Everybody by name, the active ones first."""
    rows = connection.execute(select(PEOPLE.c.name, PEOPLE.c.role, PEOPLE.c.active))
    people = [Person(name=row.name, role=row.role, active=row.active) for row in rows]
    return tuple(sorted(people, key=lambda person: (not person.active, person.name)))


def password_kept(connection: Connection, name: str) -> str | None:
    """Hash of the password of an active person, None where there is none of that name."""
    if not is_usable(name):  # PostgreSQL refuses some characters even in a question
        return None
    row = connection.execute(select(PEOPLE.c.password).where(PEOPLE.c.name == name, PEOPLE.c.active)).first()
    return None if row is None else str(row.password)


def count_administrators(connection: Connection) -> int:
    """How many active administrators there are."""
    query = select(func.count()).select_from(PEOPLE)
    return int(connection.execute(query.where(PEOPLE.c.active, PEOPLE.c.role == ADMINISTRATOR)).scalar_one())


def _keep_an_administrator(connection: Connection, changed: Person) -> None:
    """Refuse a change after which there would be no active administrator, where there is one now."""
    others = select(func.count()).select_from(PEOPLE)
    others = others.where(PEOPLE.c.active, PEOPLE.c.role == ADMINISTRATOR, PEOPLE.c.name != changed.name)
    left = int(connection.execute(others).scalar_one())
    left += changed.active and changed.role == ADMINISTRATOR
    if left == 0 and count_administrators(connection) > 0:
        raise CompareKitError("people.last_administrator", name=changed.name)


def _tell(connection: Connection, kind: str, who: str, person: Person, password: str) -> Person:
    if person.role not in ROLES:
        raise ValueError(f"role: one of {ROLES}, not {person.role!r}")
    if person.active and not password.startswith("$argon2id$"):
        raise ValueError("password: an argon2id hash, never the password itself")
    data = {"name": person.name, "role": person.role, "password": password, "active": person.active}
    event = append(connection, who=who, kind=kind, data=data)
    connection.execute(delete(PEOPLE).where(PEOPLE.c.name == person.name))
    connection.execute(insert(PEOPLE).values(people_rows([event])))
    return person
