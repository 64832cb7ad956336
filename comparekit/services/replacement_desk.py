"""The desk of studies before and after a replacement: what was entered is kept, the study made in a child."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePath
from threading import Lock

from comparekit.errors import CompareKitError
from comparekit.i18n.catalog import text
from comparekit.services.case_look import GivenFile, Look, compare_look
from comparekit.services.case_study import keep_study, keep_study_apart
from comparekit.services.case_view import CaseDesk
from comparekit.services.draft import is_key, one_line
from comparekit.services.draft_child import Runner, run_limited
from comparekit.services.draft_files import held_file, keep_files
from comparekit.services.draft_keeping import form_secret
from comparekit.services.draft_plates import PLATES, plates_of
from comparekit.services.replacement_draft import MOST_TITLE, ReplacementDraft
from comparekit.services.replacement_given import Given, read_given, study_given
from comparekit.services.roles import Act, Actor, require
from comparekit.services.usage_text import pasted_usage, typed_usage
from comparekit.store.database import Database
from comparekit.store.drafts import drop_draft, load_draft, save_draft
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.studies.series_result import SeriesResult

PARTS = ("usage", "series", "meters")  # roles of the files of a study
_REMEMBERED = 32
_FAMILY = "replacement"  # what its places among the drafts begin with


@dataclass(slots=True, kw_only=True)
class ReplacementDesk:
    """Studies of one store.

    What was entered lies among the drafts, each person's own, and goes with them after
    `comparekit.services.draft_keeping.DAYS_KEPT` days untouched; nothing of it is kept in a browser. `run`
    works on somebody's files, as in `comparekit.services.draft_desk.Desk`; `cases` gives the comparisons of
    cases.
    """

    database: Database
    cases: CaseDesk
    run: Runner = run_limited
    _results: OrderedDict[str, ReplacementResult] = field(default_factory=OrderedDict)
    _secret: bytes = b""
    _lock: Lock = field(default_factory=Lock)

    def secret(self) -> bytes:
        """See `comparekit.services.draft_keeping.form_secret`."""
        if not self._secret:
            self._secret = form_secret(self.database)
        return self._secret

    def find(self, actor: Actor, key: str) -> ReplacementDraft | None:
        """What was entered under `key`, None where there is nothing (any more)."""
        require(actor, Act.IMPORT)
        if not is_key(key):
            return None
        with self.database.reading() as connection:
            found = load_draft(connection, key=_place(key), owner=actor.name)
        return None if found is None else ReplacementDraft.from_data(key, found.data)

    def keep(
        self, actor: Actor, draft: ReplacementDraft, files: Mapping[str, GivenFile | None] | None = None
    ) -> ReplacementDraft:
        """Keep what was entered, and `files` by part: a file to hold, or None for one to forget.

        ValueError: a key that is none, a part that there is not.
        """
        require(actor, Act.IMPORT)
        files = files or {}
        if not is_key(draft.key) or not set(files) <= set(PARTS):
            raise ValueError(f"key, files: a key and parts of {PARTS}, not {draft.key!r} and {set(files)}")
        place_of = partial(_place, draft.key)
        with self.database.writing() as connection:
            names = keep_files(connection, draft.names, files, place_of=place_of, owner=actor.name)
            draft = replace(draft, names=names)
            save_draft(connection, key=_place(draft.key), owner=actor.name, data=draft.to_data())
        return draft

    def forget(self, actor: Actor, key: str) -> None:
        """Forget what was entered, and its files."""
        require(actor, Act.IMPORT)
        with self.database.writing() as connection:
            for place in (_place(key), *(_place(key, part) for part in PARTS)):
                drop_draft(connection, key=place, owner=actor.name)

    def study(self, actor: Actor, draft: ReplacementDraft, language: str) -> ReplacementResult | None:
        """The study of what was entered; None while there is no use to study, or a field is wrong.

        Raises
        ------
        FaultyInput
            With every fault of a file.
        CompareKitError
            ``replacement.outside``; ``case.unknown``; ``draft.too_slow``, ``draft.too_much_memory``,
            ``draft.broken``.
        """
        given = self._given(actor, draft, language)
        return None if given is None else self._made(given, draft.case_id)

    def keep_with(
        self, actor: Actor, draft: ReplacementDraft, case_id: str, language: str, title: str = ""
    ) -> str:
        """Keep the study with the case whose comparison it uses, else with `case_id`; id of the case.

        Without either a new case is opened, called `title`, or as the file of use is.

        Errors as `study`, and as `comparekit.services.case_study.keep_study`; ``draft.nothing`` where there
        is no study.
        """
        given = self._given(actor, draft, language)
        if given is None:
            raise CompareKitError("draft.nothing")
        case_id, made = draft.case_id or case_id, self._made(given, draft.case_id)
        if not case_id:
            title = one_line(title)[:MOST_TITLE] or PurePath(given.usage.base_name).stem
            return keep_study_apart(self.database, actor, title, given, made)
        keep_study(self.database, actor, case_id, given, made)
        return case_id

    def _given(self, actor: Actor, draft: ReplacementDraft, language: str) -> Given | None:
        """All that the study is made of; None while there is no use to study, or a field is wrong."""
        require(actor, Act.IMPORT)
        usage = self._usage(actor, draft, language)
        if usage is None:
            return None
        if draft.faults():
            self.run(read_given, usage)  # its faults are told together with those of the fields
            return None
        return Given(
            usage=usage,
            replaced=draft.replaced,
            utility=draft.utility,
            price=draft.price_told,
            people=draft.people_told,
            peak_share=draft.peak_told,
            suspect=draft.suspect,
            meters=self._meters(actor, draft),
            series=self.series(actor, draft),
        )

    def _made(self, given: Given, case_id: str) -> ReplacementResult:
        name = _fingerprint(given, case_id)
        with self._lock:
            known = self._results.get(name)
            if known is not None:
                self._results.move_to_end(name)
                return known
        made: ReplacementResult = self.run(study_given, given)
        with self._lock:
            self._results[name] = made
            while len(self._results) > _REMEMBERED:
                self._results.popitem(last=False)
        return made

    def series(self, actor: Actor, draft: ReplacementDraft) -> SeriesResult | GivenFile | None:
        """The comparison of the case that was chosen, else the log handed in; None without either."""
        if draft.case_id:
            return self.cases.view(actor, draft.case_id).result
        return self._held(actor, draft, "series")

    def compared(self, actor: Actor, draft: ReplacementDraft) -> SeriesResult | None:
        """The comparison in series that the study rests on; errors as `study`."""
        series = self.series(actor, draft)
        if isinstance(series, GivenFile):
            made: SeriesResult = self.run(compare_look, Look(log=series))
            return made
        return series

    def _usage(self, actor: Actor, draft: ReplacementDraft, language: str) -> GivenFile | None:
        """The file of use, or what was pasted or typed as the file it becomes."""
        name = text(language, f"replacement_page.{draft.source or 'files'}.file")
        if draft.source == "pasted" and draft.pasted.strip():
            content = pasted_usage(draft.pasted, language, replaced=draft.replaced)
            return GivenFile(name=name, content=content)
        if draft.source == "typed" and draft.typed:
            return GivenFile(name=name, content=typed_usage(draft.rows, draft.unit, language))
        return self._held(actor, draft, "usage") if draft.source == "files" else None

    def _meters(self, actor: Actor, draft: ReplacementDraft) -> GivenFile | None:
        """The file of plates, or what was typed as the file it becomes."""
        typed = plates_of(draft.suspects_plate).content
        if typed is not None:
            return GivenFile(name=PLATES, content=typed)
        return self._held(actor, draft, "meters")

    def _held(self, actor: Actor, draft: ReplacementDraft, part: str) -> GivenFile | None:
        if part not in draft.names:
            return None
        with self.database.reading() as connection:
            return held_file(connection, _place(draft.key, part), owner=actor.name)


def _fingerprint(given: Given, case_id: str) -> str:
    series = given.series
    compared = None
    if isinstance(series, GivenFile):
        compared = series.sha256
    elif series is not None:
        compared = json.dumps([case_id, series.to_dict()])
    plates = None if given.meters is None else [given.meters.base_name, given.meters.sha256]
    asked = [given.asked(), plates]
    told = json.dumps([given.usage.base_name, given.usage.sha256, asked, compared])
    return hashlib.sha256(told.encode()).hexdigest()


def _place(key: str, part: str = "") -> str:
    return f"{_FAMILY}/{key}/{part}" if part else f"{_FAMILY}/{key}"
