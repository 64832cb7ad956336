"""A case as its pages show it: the result made again from the stored bytes, and the rows it rests on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

from sqlalchemy import Connection

from comparekit.findings import Finding
from comparekit.ingest.by_hand import ByHand
from comparekit.services.case_list import CaseList, find_cases
from comparekit.services.case_look import GivenFile, Look, compare_look
from comparekit.services.case_same_log import other_cases
from comparekit.services.case_show import mask_of, show_case
from comparekit.services.case_view_report import report_there
from comparekit.services.case_view_rows import PAGE_ROWS, RowPage, page_of_rows
from comparekit.services.draft_child import Runner, run_limited
from comparekit.services.draft_desk import address_of
from comparekit.services.roles import Act, Actor, may, require
from comparekit.store.case_state import CaseState, StoredFile
from comparekit.store.cases import load_case
from comparekit.store.chain import events_of
from comparekit.store.database import Database
from comparekit.store.evidence import file_content
from comparekit.store.masking import Mask
from comparekit.studies.series_result import MeterSummary, SeriesResult

_REMEMBERED = 256  # results of some ten kilobytes, pages of rows


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case, its last result, and the logs that one was made of.

    `state` and `result` are without what tells who the parties are. `result` is None before there is one.
    `logs` are in the order test, reference where there are two. `complete`: the viewer may see the files as
    they are.
    """

    state: CaseState
    result: SeriesResult | None
    logs: tuple[StoredFile, ...]
    others: tuple[str, ...]
    complete: bool


@dataclass(slots=True, kw_only=True)
class CaseDesk:
    """Cases of one store, results and pages of rows remembered until something is added to the case."""

    database: Database
    run: Runner = run_limited
    _results: OrderedDict[Any, Any] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def find(self, actor: Actor, words: str = "", *, limit: int = 50) -> CaseList:
        """See `comparekit.services.case_list.find_cases`."""
        return find_cases(self.database, actor, words, limit=limit)

    def view(self, actor: Actor, case_id: str) -> CaseView:
        """The case with its last result.

        Raises
        ------
        CompareKitError
            ``case.unknown``, ``role.forbidden``, ``store.file_changed``; ``draft.too_slow`` and the like
            when the result could not be made again.
        """
        shown = show_case(self.database, actor, case_id).state
        result: SeriesResult | None = None
        logs: tuple[StoredFile, ...] = ()
        if shown.results:
            with self.database.reading() as connection:
                mask, look, logs, judged_before = _last_look(connection, case_id)
            made: SeriesResult = self._remembered(
                ("result", case_id, shown.results[-1]["seq"]),
                lambda: self.run(compare_again, look, judged_before),
            )
            result = masked_result(made, mask)
        return CaseView(
            state=shown,
            result=result,
            logs=tuple(replace(file, name=_name_in(shown, file)) for file in logs),
            others=other_cases(self.database, actor, case_id),
            complete=may(actor, Act.UNMASK),
        )

    def rows(self, actor: Actor, case_id: str, log: int, page: int) -> RowPage | None:
        """Rows ``(page - 1) * PAGE_ROWS + 1`` and following of a log (1, or 2); None: no such log.

        Errors as `view`.
        """
        require(actor, Act.SHOW)
        with self.database.reading() as connection:
            if not load_case(connection, case_id).results:
                return None
            mask, look, logs, _ = _last_look(connection, case_id)
        if not 1 <= log <= len(logs):
            return None
        file, mapping = look.logs[log - 1], dict(look.mapping)
        found: RowPage = self._remembered(
            ("rows", file.sha256, str(mapping), page),
            lambda: self.run(page_of_rows, file.content, file.base_name, mapping, page),
        )
        rows = tuple((row, tuple(mask.text(cell) for cell in cells)) for row, cells in found.rows)
        return replace(found, rows=rows, titles=tuple(map(mask.text, found.titles)))

    def report(self, actor: Actor, case_id: str, language: str) -> str:
        """The report with nobody named, byte for byte as ``comparekit report`` writes it.

        Errors as `comparekit.services.report_case.result_of_case`, and as `view`.
        """
        require(actor, Act.SHOW)
        made: str = self.run(report_there, address_of(self.database), actor, case_id, language)
        return made

    def original(self, actor: Actor, case_id: str, seq: int) -> GivenFile | None:
        """The file that event `seq` added, byte for byte; None where that event added none.

        CompareKitError: ``role.forbidden`` for who may not see names and addresses, which may be in it.
        """
        require(actor, Act.UNMASK)
        with self.database.reading() as connection:
            for file in load_case(connection, case_id).files:
                if file.seq == seq:
                    return GivenFile(name=file.name, content=file_content(connection, file.sha256))
        return None

    def _remembered(self, name: Any, make: Callable[[], Any]) -> Any:
        with self._lock:
            if name in self._results:
                self._results.move_to_end(name)
                return self._results[name]
        made = make()
        with self._lock:
            self._results[name] = made
            while len(self._results) > _REMEMBERED:
                self._results.popitem(last=False)
        return made


def row_page(row: int) -> int:
    """Number of the page on which a row stands."""
    return (row - 1) // PAGE_ROWS + 1


def compare_again(look: Look, judged_before: bool) -> SeriesResult:
    """The result of a look, as it was made when it was imported."""
    return compare_look(look, judged_before=judged_before)


def masked_result(result: SeriesResult, mask: Mask) -> SeriesResult:
    """The result without what tells who the parties are; numbers and codes stay."""

    def meter(one: MeterSummary) -> MeterSummary:
        return replace(one, meter_id=mask.text(one.meter_id))

    return replace(
        result,
        test=meter(result.test),
        reference=meter(result.reference),
        findings=tuple(Finding(f.code, f.severity, mask.data(f.context)) for f in result.findings),
        inputs=tuple(replace(file, file=mask.text(file.file)) for file in result.inputs),
    )


def _last_look(connection: Connection, case_id: str) -> tuple[Mask, Look, tuple[StoredFile, ...], bool]:
    """What hides the parties; what the last result was made of; its logs; whether one was made before."""
    state = load_case(connection, case_id)
    asked = state.results[-1]["asked"]

    def given(sha256: str, role: str) -> tuple[StoredFile, GivenFile]:
        file = next(f for f in reversed(state.files) if f.sha256 == sha256 and f.role == role)
        return file, GivenFile(name=file.name, content=file_content(connection, sha256))

    logs = [given(sha256, "log") for sha256 in asked["logs"]]
    meters = None if asked["meters"] is None else given(asked["meters"], "meters")[1]
    look = Look(
        log=logs[0][1],
        reference=logs[1][1] if len(logs) > 1 else None,
        meters=meters,
        protocol=(str(state.protocol["text"]), f"{state.protocol['id']}.toml"),
        mapping=asked["mapping"],
        test_meter=asked["test_meter"],
        accept=tuple(asked["accept"]),
        by_hand=ByHand.from_data(asked),
        price=asked.get("price"),
    )
    mask = mask_of(events_of(connection, case_id))
    return mask, look, tuple(file for file, _ in logs), bool(asked["judged_before"])


def _name_in(shown: CaseState, file: StoredFile) -> str:
    """What the file is called where names are hidden."""
    return next((f.name for f in shown.files if f.seq == file.seq), file.sha256[:12])
