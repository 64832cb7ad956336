"""The desk where drafts become cases: previews and comparisons, each in a process of its own."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from comparekit.errors import CompareKitError, FaultyLog
from comparekit.services.case_import import import_look
from comparekit.services.case_look import GivenFile, Look
from comparekit.services.draft import Draft
from comparekit.services.draft_by_hand import field_faults
from comparekit.services.draft_child import Runner, run_limited
from comparekit.services.draft_keeping import (
    KeptDraft,
    find_draft,
    forget_draft,
    forget_old_drafts,
    form_secret,
    keep_draft,
    kept_drafts,
    look_of,
)
from comparekit.services.draft_preview import Preview, preview_look
from comparekit.services.draft_text import TypedLog, typed_again
from comparekit.services.roles import Act, Actor, require
from comparekit.store.cases import load_case
from comparekit.store.database import Database, open_database
from comparekit.store.evidence import file_content
from comparekit.studies.series_result import SeriesResult

_REMEMBERED = 32
_MOST_TYPED = 100_000  # bytes of a log somebody typed: 400 rows have some 40 each
_BETWEEN = timedelta(days=1)  # two looks for old drafts: they live for weeks


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True, kw_only=True)
class Desk:
    """Drafts of one store.

    `run` works on somebody's files: `comparekit.services.draft_child.run_limited`, except where they are
    known to be harmless. `clock` tells which drafts are old.
    """

    database: Database
    run: Runner = run_limited
    clock: Callable[[], datetime] = _now
    _previews: OrderedDict[str, Preview] = field(default_factory=OrderedDict)
    _secret: bytes = b""
    _looked_at: datetime | None = None
    _lock: Lock = field(default_factory=Lock)

    def find(self, actor: Actor, key: str) -> Draft | None:
        """See `comparekit.services.draft_keeping.find_draft`."""
        return find_draft(self.database, actor, key)

    def keep(self, actor: Actor, draft: Draft, files: dict[str, GivenFile | None] | None = None) -> Draft:
        """See `comparekit.services.draft_keeping.keep_draft`; now and then old drafts go."""
        self.forget_old()
        return keep_draft(self.database, actor, draft, files)

    def drafts(self, actor: Actor) -> tuple[KeptDraft, ...]:
        """See `comparekit.services.draft_keeping.kept_drafts`."""
        return kept_drafts(self.database, actor, self.clock())

    def forget_old(self) -> int:
        """Forget drafts untouched for long; looks once a day, however often it is asked. How many went."""
        now = self.clock()
        if self._looked_at is not None and now - self._looked_at < _BETWEEN:
            return 0
        self._looked_at = now
        return forget_old_drafts(self.database, now)

    def forget(self, actor: Actor, key: str) -> None:
        """See `comparekit.services.draft_keeping.forget_draft`."""
        forget_draft(self.database, actor, key)

    def secret(self) -> bytes:
        """See `comparekit.services.draft_keeping.form_secret`."""
        if not self._secret:
            self._secret = form_secret(self.database)
        return self._secret

    def preview(self, actor: Actor, draft: Draft) -> Preview | None:
        """What is understood of the draft; None while it has no log.

        Raises
        ------
        CompareKitError
            ``draft.too_slow``, ``draft.too_much_memory``, ``draft.broken``, ``suggestion.unknown``.
        """
        look = look_of(self.database, actor, draft)
        return None if look is None else self.preview_look(look)

    def preview_look(self, look: Look) -> Preview:
        """What is understood of files that no draft holds yet; errors as `preview`."""
        name = _fingerprint(look)
        with self._lock:
            known = self._previews.get(name)
            if known is not None:
                self._previews.move_to_end(name)
                return known
        made: Preview = self.run(preview_look, look)
        with self._lock:
            self._previews[name] = made
            while len(self._previews) > _REMEMBERED:
                self._previews.popitem(last=False)
        return made

    def chosen_before(self, actor: Actor, case_id: str) -> Mapping[str, Any]:
        """How the last look of a case was understood, as its event tells it; nothing where there is none.

        CompareKitError: ``case.unknown``, ``role.forbidden``.
        """
        require(actor, Act.IMPORT)
        with self.database.reading() as connection:
            results = load_case(connection, case_id).results
        return dict(results[-1].get("asked", {})) if results else {}

    def typed_before(self, actor: Actor, case_id: str) -> TypedLog | None:
        """What was typed for the last look of a case; None where its log came in otherwise.

        CompareKitError: ``case.unknown``, ``role.forbidden``.
        """
        shas = self.chosen_before(actor, case_id).get("logs", ())
        if len(shas) != 1:
            return None
        with self.database.reading() as connection:
            content = file_content(connection, shas[0])
        return typed_again(content) if len(content) <= _MOST_TYPED else None

    def compare(self, actor: Actor, draft: Draft) -> str:
        """Make the draft a case, or another look in the case it is for; id of the case.

        Raises
        ------
        FaultyInput
            As when comparing; the draft is then as before.
        CompareKitError
            As `preview`; ``draft.no_log``, ``case.closed``, ``case.unknown``, ``role.forbidden``.
        """
        require(actor, Act.IMPORT)
        require(actor, Act.DECIDE)
        look = look_of(self.database, actor, draft)
        if look is None:
            raise CompareKitError("draft.no_log")
        wrong = field_faults(draft)
        if wrong:
            raise FaultyLog(wrong.values())
        title = None if draft.case_id else draft.title or None
        case_id: str
        case_id, _ = self.run(import_there, address_of(self.database), actor, look, title, draft.case_id)
        forget_draft(self.database, actor, draft.key)
        return case_id


def import_there(
    address: str, actor: Actor, look: Look, title: str | None, case_id: str
) -> tuple[str, SeriesResult]:
    """`comparekit.services.case_import.import_look` with the store at `address`: in a child."""
    database = open_database(address)
    try:
        return import_look(database, actor, look, title=title, case_id=case_id or None)
    finally:
        database.close()


def address_of(database: Database) -> str:
    """The URL under which a child finds the store; it holds the password and goes nowhere else."""
    return database.engine.url.render_as_string(hide_password=False)


def _fingerprint(look: Look) -> str:
    names = [file.name for file in (*look.logs, look.meters) if file is not None]
    told = json.dumps([look.asked(), names, look.protocol], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
