"""What somebody has typed and not yet handed in: no evidence, the newest version only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from comparekit.store.chain import canonical, digest, now
from comparekit.store.tables import DRAFTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft: `key` says what it is a draft of, and is the caller's; each person has their own."""

    key: str
    owner: str
    case_id: str | None
    saved_at: str
    data: Mapping[str, Any]


def save_draft(
    connection: Connection, *, key: str, owner: str, data: Mapping[str, Any], case_id: str | None = None
) -> Draft:
    """Keep a draft in place of the one of this person under this key."""
    draft = {"key": _own(key, owner), "owner": owner, "case_id": case_id, "saved_at": now()}
    text = canonical(data)
    drop_draft(connection, key=key, owner=owner)
    connection.execute(insert(DRAFTS).values(**draft, data=text))
    return Draft(**(draft | {"key": key, "data": json.loads(text)}))


def load_draft(connection: Connection, *, key: str, owner: str) -> Draft | None:
    """The draft of this person under this key, None where there is none."""
    row = connection.execute(select(DRAFTS).where(DRAFTS.c.key == _own(key, owner))).first()
    return None if row is None else Draft(**{**row._mapping, "key": key, "data": json.loads(row.data)})


def drop_draft(connection: Connection, *, key: str, owner: str) -> None:
    """Forget the draft of this person under this key, if there is one."""
    connection.execute(delete(DRAFTS).where(DRAFTS.c.key == _own(key, owner)))


def _own(key: str, owner: str) -> str:
    return digest(canonical([owner, key]))
