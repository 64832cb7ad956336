"""Roles: who may do what. Every service asks `require` before it acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from comparekit.errors import CompareKitError
from comparekit.store.people import ADMINISTRATOR, OFFICIAL, TECHNICIAN


class Act(StrEnum):
    """What can be done with the store."""

    IMPORT = "import"  # open a case, add files, readings, meters, parties, seals, consent
    SHOW = "show"  # list and show cases, names and addresses masked
    CHECK = "check"  # hold cases against their events and hashes
    NOTE = "note"
    DECIDE = "decide"  # choose protocol and suggestions, make the result
    UNMASK = "show-unmasked"  # see names, addresses and telephone numbers
    SIGN = "sign"
    CLOSE = "close"  # close and reopen
    EXPORT = "export"
    REMOVE = "remove"
    BACKUP = "backup"
    PEOPLE = "people"
    SETTINGS = "settings"


_TECHNICIAN = frozenset({Act.IMPORT, Act.SHOW, Act.CHECK, Act.NOTE, Act.DECIDE})
_OFFICIAL = _TECHNICIAN | {Act.UNMASK, Act.SIGN, Act.CLOSE, Act.EXPORT}

#: What each role may do.
ALLOWED: Mapping[str, frozenset[Act]] = MappingProxyType(
    {TECHNICIAN: _TECHNICIAN, OFFICIAL: _OFFICIAL, ADMINISTRATOR: frozenset(Act)}
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and in which role."""

    name: str
    role: str


#: The single user on loopback, and whoever runs the command line: the data is theirs to read anyway.
LOCAL = Actor(name="local", role=ADMINISTRATOR)


def may(actor: Actor, act: Act) -> bool:
    """Whether the role of `actor` allows `act`; a role that there is not allows nothing."""
    return act in ALLOWED.get(actor.role, frozenset())


def require(actor: Actor, act: Act) -> None:
    """Go on only where the role of `actor` allows `act`.

    Raises
    ------
    CompareKitError
        ``role.forbidden``, with ``name``, ``role``, ``act`` and ``allowed``, the roles that may.
    """
    if not may(actor, act):
        allowed = ", ".join(role for role, acts in ALLOWED.items() if act in acts)
        raise CompareKitError(
            "role.forbidden", name=actor.name, role=actor.role, act=str(act), allowed=allowed
        )
