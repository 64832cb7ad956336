"""A case as its pages show it: the result made again from the stored bytes, and the rows it rests on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

from comparekit.findings import Finding
from comparekit.services.case_list import CaseList, find_cases
from comparekit.services.case_look import GivenFile, Look, compare_look
from comparekit.services.case_looked import looked
from comparekit.services.case_same_log import other_cases
from comparekit.services.case_show import mask_of, show_case
from comparekit.services.case_study import study_files
from comparekit.services.case_study_again import study_again, study_of
from comparekit.services.case_view_report import report_there
from comparekit.services.case_view_rows import PAGE_ROWS, RowPage, page_of_rows
from comparekit.services.draft_child import Runner, run_limited
from comparekit.services.draft_desk import address_of
from comparekit.services.replacement_given import study_given
from comparekit.services.report import study_page
from comparekit.services.roles import Act, Actor, may, require
from comparekit.store.case_state import CaseState, StoredFile
from comparekit.store.cases import load_case
from comparekit.store.chain import events_of
from comparekit.store.database import Database
from comparekit.store.evidence import file_content
from comparekit.store.masking import Mask
from comparekit.studies.kept_study import KeptStudy
from comparekit.studies.series_result import MeterSummary, SeriesResult

_REMEMBERED = 256  # results of some ten kilobytes, pages of rows


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case, its last result, and the logs that one was made of.

    `state` and `result` are without what tells who the parties are. `result` is None before there is one.
    `logs` are in the order test, reference where there are two. `complete`: the viewer may see the files as
    they are. `study`: the last one before and after a replacement, None without one; `study_files`: what it
    was made of, beside a comparison of the case.
    """

    state: CaseState
    result: SeriesResult | None
    logs: tuple[StoredFile, ...]
    others: tuple[str, ...]
    complete: bool
    study: KeptStudy | None = None
    study_files: tuple[StoredFile, ...] = ()


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
            made, logs, mask = self._result(case_id, shown.results[-1]["seq"])
            result = masked_result(made, mask)
        return CaseView(
            state=shown,
            result=result,
            logs=tuple(replace(file, name=_name_in(shown, file)) for file in logs),
            others=other_cases(self.database, actor, case_id),
            complete=may(actor, Act.UNMASK),
            study=self._study(case_id),
            study_files=study_files(shown) if shown.studies else (),
        )

    def rows(self, actor: Actor, case_id: str, log: int, page: int) -> RowPage | None:
        """Rows ``(page - 1) * PAGE_ROWS + 1`` and following of a log (1, or 2); None: no such log.

        Errors as `view`.
        """
        require(actor, Act.SHOW)
        with self.database.reading() as connection:
            if not load_case(connection, case_id).results:
                return None
            mask, look = mask_of(events_of(connection, case_id)), looked(connection, case_id).look
        if not 1 <= log <= len(look.logs):
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

    def study_report(self, actor: Actor, case_id: str, language: str) -> str:
        """The whole report of the last study of a case, nobody named.

        Errors as `comparekit.services.case_study_again.study_of`, and as `view`.
        """
        require(actor, Act.SHOW)
        return study_page(study_of(self._study(case_id), case_id), language)

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

    def _result(self, case_id: str, seq: int) -> tuple[SeriesResult, tuple[StoredFile, ...], Mask]:
        """The result that event `seq` tells, made again; its logs, and what hides the parties."""
        with self.database.reading() as connection:
            mask, then = mask_of(events_of(connection, case_id)), looked(connection, case_id, seq)
        made: SeriesResult = self._remembered(
            ("result", case_id, seq), lambda: self.run(compare_again, then.look, then.judged_before)
        )
        return made, then.logs, mask

    def _study(self, case_id: str) -> KeptStudy | None:
        """The last study of a case, made again, without what tells who the parties are."""
        with self.database.reading() as connection:
            mask = mask_of(events_of(connection, case_id))
        return study_again(
            self.database,
            case_id,
            mask,
            compared=lambda seq: self._result(case_id, seq)[0],
            study=lambda seq, given: self._remembered(
                ("study", case_id, seq), lambda: self.run(study_given, given)
            ),
        )

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


def _name_in(shown: CaseState, file: StoredFile) -> str:
    """What the file is called where names are hidden."""
    return next((f.name for f in shown.files if f.seq == file.seq), file.sha256[:12])
