"""Letting people in, giving them a role or a password, letting them in no more."""

from __future__ import annotations

from datetime import UTC, datetime

from argon2 import Parameters

from comparekit.errors import CompareKitError
from comparekit.services.roles import Act, Actor, require
from comparekit.services.sign_in import confirm
from comparekit.store import people
from comparekit.store.database import Database
from comparekit.store.passwords import PARAMETERS, password_hash, require_good_password
from comparekit.store.people import Person
from comparekit.store.person_names import person_name


def add_person(
    database: Database,
    actor: Actor,
    *,
    name: str,
    role: str,
    password: str,
    parameters: Parameters = PARAMETERS,
) -> Person:
    """Let somebody in, in a role.

    Raises
    ------
    CompareKitError
        ``role.forbidden``; ``people.name``, ``people.reserved``, ``people.exists``; ``password.too_short``,
        ``password.too_long``, ``password.too_plain``.
    """
    require(actor, Act.PEOPLE)
    kept = _hashed(password, person_name(name), parameters)
    with database.writing() as connection:
        return people.add_person(connection, who=actor.name, name=name, role=role, password=kept)


def change_person(
    database: Database,
    actor: Actor,
    name: str,
    *,
    role: str | None = None,
    password: str | None = None,
    parameters: Parameters = PARAMETERS,
) -> Person:
    """Give somebody another role, password or both; a new password lets somebody removed in again.

    Raises
    ------
    CompareKitError
        As `add_person`; ``people.unknown``, ``people.removed``, ``people.last_administrator``.
    """
    require(actor, Act.PEOPLE)
    kept = None if password is None else _hashed(password, person_name(name), parameters)
    with database.writing() as connection:
        return people.change_person(connection, who=actor.name, name=name, role=role, password=kept)


def change_own_password(
    database: Database,
    actor: Actor,
    *,
    password: str,
    new: str,
    source: str,
    at: datetime | None = None,
    parameters: Parameters = PARAMETERS,
) -> None:
    """Take another password oneself, in any role, by the one so far; every session of oneself ends.

    Raises
    ------
    CompareKitError
        As `comparekit.services.sign_in.sign_in`; ``password.*`` of the new one.
    """
    kept = _hashed(new, actor.name, parameters)
    at = at or datetime.now(UTC)
    before = confirm(
        database, name=actor.name, password=password, source=source, at=at, parameters=parameters
    )
    with database.writing() as connection:
        if people.password_kept(connection, actor.name) != before:  # changed or removed while we compared
            raise CompareKitError("sign_in.refused")
        people.change_person(connection, who=actor.name, name=actor.name, password=kept)


def remove_person(database: Database, actor: Actor, name: str) -> Person:
    """Let somebody in no more and end their sessions; what they did stays theirs.

    Raises
    ------
    CompareKitError
        ``role.forbidden``, ``people.unknown``, ``people.last_administrator``.
    """
    require(actor, Act.PEOPLE)
    with database.writing() as connection:
        return people.remove_person(connection, who=actor.name, name=name)


def list_people(database: Database, actor: Actor) -> tuple[Person, ...]:
    """Everybody by name, those removed last. Raises CompareKitError ``role.forbidden``."""
    require(actor, Act.PEOPLE)
    with database.reading() as connection:
        return people.list_people(connection)


def _hashed(password: str, name: str, parameters: Parameters) -> str:
    require_good_password(password, name)
    return password_hash(password, parameters)
