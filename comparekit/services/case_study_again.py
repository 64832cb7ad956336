"""The last study before and after a replacement of a case, made again and held against what was kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from comparekit.errors import CompareKitError
from comparekit.findings import Finding
from comparekit.services.case_study import last_study
from comparekit.services.replacement_given import Given
from comparekit.services.same_result import differences
from comparekit.store.cases import load_case
from comparekit.store.database import Database
from comparekit.store.masking import Mask
from comparekit.studies.kept_study import KeptStudy
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.studies.series_result import SeriesResult

_TOLD_AT_MOST = 5  # differences


def study_again(
    database: Database,
    case_id: str,
    mask: Mask,
    *,
    compared: Callable[[int], SeriesResult],
    study: Callable[[int, Given], ReplacementResult],
) -> KeptStudy | None:
    """The last study of a case; None where it has none. What keeps it from being made is told, not raised.

    Parameters
    ----------
    database : Database
        The store.
    case_id : str
        Which case.
    mask : Mask
        Hides the parties.
    compared : callable
        Gives the comparison that an event of the case tells, by its seq.
    study : callable
        Makes the study that an event tells: its seq, and what it was made of.

    Raises
    ------
    CompareKitError
        ``case.unknown``.
    """
    with database.reading() as connection:
        state = load_case(connection, case_id)
        if not state.studies:
            return None
        try:
            given = last_study(connection, state)
        except CompareKitError as error:
            return KeptStudy(error=error)
    entry = state.studies[-1]
    try:
        if (seq := entry.get("result_seq")) is not None:
            given = replace(given, series=compared(seq))
        made = study(entry["seq"], given)
    except CompareKitError as error:
        return KeptStudy(error=error)
    return _held_against(made, entry["result"], mask)


def study_of(kept: KeptStudy | None, case_id: str) -> ReplacementResult:
    """The study, for a report of its own.

    Raises
    ------
    CompareKitError
        ``report.no_case_study``; ``report.differs``: made again, it is not what was kept; else why it cannot
        be made again.
    """
    if kept is None:
        raise CompareKitError("report.no_case_study", case=case_id)
    if kept.error is not None:
        raise kept.error
    if kept.sound is None:
        raise CompareKitError("report.differs", file=case_id, keys="; ".join(kept.differs))
    return kept.sound


def masked_study(result: ReplacementResult, mask: Mask) -> ReplacementResult:
    """The study without what tells who the parties are; numbers and codes stay."""
    return replace(
        result,
        findings=tuple(Finding(f.code, f.severity, mask.data(f.context)) for f in result.findings),
        inputs=tuple(replace(file, file=mask.text(file.file)) for file in result.inputs),
    )


def _held_against(made: ReplacementResult, told: Mapping[str, Any], mask: Mask) -> KeptStudy:
    """The study, and where its JSON is not the one told; a comparison may have been masked before."""
    again = json.loads(json.dumps(made.to_dict()))  # as the store gives back what it keeps
    found = differences(mask.data(told), mask.data(again))
    return KeptStudy(result=masked_study(made, mask), differs=tuple(islice(found, _TOLD_AT_MOST)))
