"""Somebody who signed in, as seen by the pages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from comparekit.services.roles import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who it is, and `forms`, what their forms are signed for: this person in this session."""

    actor: Actor
    forms: str


def visitor_of(actor: Actor, token: str) -> Visitor:
    """The visitor who holds the token of a session."""
    session = hashlib.sha256(f"forms {token}".encode("utf-8", "surrogatepass")).hexdigest()
    return Visitor(actor=actor, forms=f"{actor.name} {session}")
