"""The last result of a case, computed once more from the files the case holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from comparekit.errors import CompareKitError
from comparekit.services.case_look import compare_look
from comparekit.services.case_looked import looked
from comparekit.services.case_show import mask_of
from comparekit.services.case_study_again import study_again, study_of
from comparekit.services.recomputed import same_again
from comparekit.services.replacement_given import study_given
from comparekit.services.roles import Act, Actor, require
from comparekit.store.cases import load_case
from comparekit.store.chain import events_of
from comparekit.store.database import Database
from comparekit.store.masking import Mask
from comparekit.studies.kept_study import KeptStudy
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.studies.series_result import SeriesResult


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """What a report of a case is made of; no parties where they are masked.

    `study`: the last one before and after a replacement, None without one.
    """

    case_id: str
    result: SeriesResult
    parties: tuple[Mapping[str, Any], ...]
    study: KeptStudy | None = None


def result_of_case(database: Database, actor: Actor, case_id: str, *, unmasked: bool = False) -> CaseResult:
    """The last result of a case, held against the files it was computed from.

    Parameters
    ----------
    database : Database
        The store.
    actor : Actor
        Who asks.
    case_id : str
        Which case.
    unmasked : bool
        Whether the parties are named; else nobody is, not even in the names of files.

    Raises
    ------
    CompareKitError
        ``case.unknown``, ``role.forbidden``, ``report.no_case_result``, ``report.differs``,
        ``store.file_changed`` and the like.
    """
    require(actor, Act.SHOW)
    if unmasked:
        require(actor, Act.UNMASK)
    with database.reading() as connection:
        state = load_case(connection, case_id)
        if not state.results:
            raise CompareKitError("report.no_case_result", case=case_id)
        mask = mask_of(events_of(connection, case_id))
        last = looked(connection, case_id)
    result = same_again(last.look, last.told, case_id, judged_before=last.judged_before)
    return CaseResult(
        case_id=case_id,
        result=result if unmasked else masked_result(result, mask),
        parties=tuple(state.parties) if unmasked else (),
        study=_study(database, case_id, Mask(()) if unmasked else mask),
    )


def study_of_case(
    database: Database, actor: Actor, case_id: str, *, unmasked: bool = False
) -> ReplacementResult:
    """The last study before and after a replacement of a case, held against what was kept.

    Arguments as for `result_of_case`.

    Raises
    ------
    CompareKitError
        ``case.unknown``, ``role.forbidden``; as `comparekit.services.case_study_again.study_of`.
    """
    require(actor, Act.SHOW)
    if unmasked:
        require(actor, Act.UNMASK)
    with database.reading() as connection:
        mask = Mask(()) if unmasked else mask_of(events_of(connection, case_id))
    return study_of(_study(database, case_id, mask), case_id)


def _study(database: Database, case_id: str, mask: Mask) -> KeptStudy | None:
    return study_again(
        database,
        case_id,
        mask,
        compared=lambda seq: _compared(database, case_id, seq),
        study=lambda _, given: study_given(given),
    )


def _compared(database: Database, case_id: str, seq: int) -> SeriesResult:
    with database.reading() as connection:
        then = looked(connection, case_id, seq)
    return compare_look(then.look, judged_before=then.judged_before)


def masked_result(result: SeriesResult, mask: Mask) -> SeriesResult:
    """The result with every mention of a party masked: in names of files, findings, numbers of meters."""
    return replace(
        result,
        test=replace(result.test, meter_id=mask.text(result.test.meter_id)),
        reference=replace(result.reference, meter_id=mask.text(result.reference.meter_id)),
        inputs=tuple(replace(one, file=mask.text(one.file)) for one in result.inputs),
        findings=tuple(replace(one, context=_masked(one.context, mask)) for one in result.findings),
    )


def _masked(context: Mapping[str, object], mask: Mask) -> dict[str, object]:
    return {key: _masked_value(value, mask) for key, value in context.items()}


def _masked_value(value: object, mask: Mask) -> object:
    if isinstance(value, str):
        return mask.text(value)
    if isinstance(value, Iterable) and not isinstance(value, Mapping | bytes):
        return tuple(_masked_value(one, mask) for one in value)
    return value
