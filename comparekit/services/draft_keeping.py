"""Where drafts are kept until they become a case, or have lain untouched for too long."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from comparekit.ingest.protocol_file import protocol_text
from comparekit.services.case_look import GivenFile, Look
from comparekit.services.draft import Draft, is_key
from comparekit.services.draft_by_hand import by_hand_of, price_of
from comparekit.services.draft_files import held_file, keep_files
from comparekit.services.draft_plates import PLATES, plates_of
from comparekit.services.roles import Act, Actor, may, require
from comparekit.store.database import Database
from comparekit.store.drafts import (
    drafts_of,
    drop_draft,
    drop_drafts_before,
    has_drafts_before,
    load_draft,
    save_draft,
)

PARTS = ("log", "reference", "meters")  # roles of the files of a draft
#: Days an untouched draft is kept. A series takes 7 days, 14 with a second week, and a comparison that
#: rests over a month's meter reading is taken up again; names and readings of people who never came back
#: should not lie around for longer.
DAYS_KEPT = 30
_LISTED = 20  # drafts of one person
_SECRET, _NOBODY = "form secret", ""  # an owner that no person can be called


def find_draft(database: Database, actor: Actor, key: str) -> Draft | None:
    """The draft under `key`, None where there is none (any more)."""
    require(actor, Act.IMPORT)
    if not is_key(key):
        return None
    with database.reading() as connection:
        found = load_draft(connection, key=key, owner=actor.name)
    return None if found is None else Draft.from_data(key, found.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDraft:
    """A draft somebody can go on with, and the moment it was last saved (ISO 8601, UTC)."""

    draft: Draft
    saved_at: str


def kept_drafts(database: Database, actor: Actor, at: datetime) -> tuple[KeptDraft, ...]:
    """The actor's own drafts at the moment `at`, the latest first; none for who may not make any."""
    if not may(actor, Act.IMPORT):
        return ()
    since = at - timedelta(days=DAYS_KEPT)
    with database.reading() as connection:
        found = drafts_of(connection, owner=actor.name, since=since, most=_LISTED)
    return tuple(KeptDraft(draft=Draft.from_data(one.key, one.data), saved_at=one.saved_at) for one in found)


def keep_draft(
    database: Database, actor: Actor, draft: Draft, files: Mapping[str, GivenFile | None] | None = None
) -> Draft:
    """Keep the draft, and `files` by part: a file to hold, or None for one to forget.

    ValueError: a key that is none, a part that there is not.
    """
    require(actor, Act.IMPORT)
    files = files or {}
    if not is_key(draft.key) or not set(files) <= set(PARTS):
        raise ValueError(f"key, files: a key and parts of {PARTS}, not {draft.key!r} and {set(files)}")
    case_id = draft.case_id or None
    with database.writing() as connection:
        names = keep_files(
            connection,
            draft.names,
            files,
            place_of=partial(_place, draft.key),
            owner=actor.name,
            case_id=case_id,
        )
        draft = replace(draft, names=names)
        save_draft(connection, key=draft.key, owner=actor.name, data=draft.to_data(), case_id=case_id)
    return draft


def forget_draft(database: Database, actor: Actor, key: str) -> None:
    """Forget the draft and its files."""
    require(actor, Act.IMPORT)
    with database.writing() as connection:
        for place in (key, *(_place(key, part) for part in PARTS)):
            drop_draft(connection, key=place, owner=actor.name)


def forget_old_drafts(database: Database, at: datetime) -> int:
    """Forget everybody's drafts untouched for `DAYS_KEPT` days at the moment `at`, and their files.

    Returns
    -------
    int
        How many drafts and files went.
    """
    limit = at - timedelta(days=DAYS_KEPT)
    with database.reading() as connection:
        if not has_drafts_before(connection, limit, but_of=_NOBODY):
            return 0
    with database.writing() as connection:
        return drop_drafts_before(connection, limit, but_of=_NOBODY)


def look_of(database: Database, actor: Actor, draft: Draft) -> Look | None:
    """All that a comparison of the draft is made of; None while it has no log.

    What was typed wrongly is left out of it: see `comparekit.services.draft_fields`.
    """
    require(actor, Act.IMPORT)
    held: dict[str, GivenFile] = {}
    with database.reading() as connection:
        for part in draft.names:
            found = held_file(connection, _place(draft.key, part), owner=actor.name)
            if found is not None:
                held[part] = found
    if "log" not in held:
        return None
    plates = plates_of(draft.plates).content
    typed = None if plates is None else GivenFile(name=PLATES, content=plates)
    return Look(
        log=held["log"],
        reference=held.get("reference"),
        meters=held.get("meters", typed),
        protocol=protocol_text(draft.protocol) if draft.protocol else None,
        mapping=dict(draft.mapping),
        test_meter=draft.test_meter or None,
        accept=draft.accept,
        by_hand=by_hand_of(draft)[0],
        price=price_of(draft),
    )


def form_secret(database: Database) -> bytes:
    """What the tokens of forms are made with: the same for every process, so that none goes stale."""
    with database.reading() as connection:
        found = load_draft(connection, key=_SECRET, owner=_NOBODY)
    if found is None:
        with database.writing() as connection:
            found = load_draft(connection, key=_SECRET, owner=_NOBODY) or save_draft(
                connection, key=_SECRET, owner=_NOBODY, data={"secret": secrets.token_hex(32)}
            )
    return bytes.fromhex(found.data["secret"])


def _place(key: str, part: str) -> str:
    return f"{key}/{part}"
