"""The last result of a case, computed once more from the files the case holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from comparekit.errors import CompareKitError
from comparekit.ingest.by_hand import ByHand
from comparekit.services.case_look import GivenFile, Look
from comparekit.services.case_show import mask_of
from comparekit.services.recomputed import same_again
from comparekit.services.roles import Act, Actor, require
from comparekit.store.cases import load_case
from comparekit.store.chain import events_of
from comparekit.store.database import Database
from comparekit.store.evidence import file_content
from comparekit.store.masking import Mask
from comparekit.studies.series_result import SeriesResult


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """What a report of a case is made of; no parties where they are masked."""

    case_id: str
    result: SeriesResult
    parties: tuple[Mapping[str, Any], ...]


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
        last = state.results[-1]
        asked = last["asked"]
        names = {file.sha256: file.name for file in state.files}
        logs, meters = (
            [
                GivenFile(name=names.get(sha256, sha256), content=file_content(connection, sha256))
                for sha256 in hashes
                if sha256 is not None
            ]
            for hashes in (asked["logs"], [asked["meters"]])
        )
    look = Look(
        log=logs[0],
        reference=logs[1] if len(logs) > 1 else None,
        meters=meters[0] if meters else None,
        protocol=(str(state.protocol["text"]), f"{state.protocol['id']}.toml"),
        mapping=asked["mapping"],
        test_meter=asked["test_meter"],
        accept=tuple(asked["accept"]),
        by_hand=ByHand.from_data(asked),
        price=asked.get("price"),
    )
    result = same_again(look, last["result"], case_id, judged_before=asked["judged_before"])
    if unmasked:
        return CaseResult(case_id=case_id, result=result, parties=tuple(state.parties))
    return CaseResult(case_id=case_id, result=masked_result(result, mask), parties=())


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
