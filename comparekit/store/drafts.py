"""What somebody has typed and not yet handed in: no evidence, the newest version only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, not_, select, update

from comparekit.store.chain import canonical, digest, now
from comparekit.store.clock import moment
from comparekit.store.tables import DRAFTS

_FILE = '{"content":'  # how the data of a file begin: their names are in order


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


def drafts_of(connection: Connection, *, owner: str, since: datetime, most: int) -> tuple[Draft, ...]:
    """The drafts of this person saved since then, the latest first; their files stay where they are.

    Only drafts that tell their ``key`` in their data are given: it cannot be had from anything else.
    """
    chosen = (
        select(DRAFTS)
        .where(DRAFTS.c.owner == owner, DRAFTS.c.saved_at >= moment(since))
        .where(not_(DRAFTS.c.data.startswith(_FILE)))
        .order_by(DRAFTS.c.saved_at.desc())
        .limit(most)
    )
    found = [(row, json.loads(row.data)) for row in connection.execute(chosen)]
    return tuple(
        Draft(**{**row._mapping, "key": data["key"], "data": data}) for row, data in found if "key" in data
    )


def drop_draft(connection: Connection, *, key: str, owner: str) -> None:
    """Forget the draft of this person under this key, if there is one."""
    connection.execute(delete(DRAFTS).where(DRAFTS.c.key == _own(key, owner)))


def touch_drafts(connection: Connection, *, keys: Iterable[str], owner: str) -> None:
    """Count the drafts of this person under these keys as saved just now."""
    owned = [_own(key, owner) for key in keys]
    connection.execute(update(DRAFTS).where(DRAFTS.c.key.in_(owned)).values(saved_at=now()))


def has_drafts_before(connection: Connection, at: datetime, *, but_of: str) -> bool:
    """Whether any draft was last saved before `at`, those of the owner `but_of` left aside."""
    return connection.execute(select(DRAFTS.c.key).where(*_old(at, but_of)).limit(1)).first() is not None


def drop_drafts_before(connection: Connection, at: datetime, *, but_of: str) -> int:
    """Forget every draft last saved before `at`, those of the owner `but_of` left aside; how many."""
    return connection.execute(delete(DRAFTS).where(*_old(at, but_of))).rowcount


def _old(at: datetime, but_of: str) -> tuple[ColumnElement[bool], ...]:
    return DRAFTS.c.saved_at < moment(at), DRAFTS.c.owner != but_of


def _own(key: str, owner: str) -> str:
    return digest(canonical([owner, key]))
