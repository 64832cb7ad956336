"""A result computed once more from the bytes it came from, and held against what was told."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from comparekit.errors import CompareKitError
from comparekit.ingest.by_hand import ByHand
from comparekit.ingest.protocol_file import protocol_text
from comparekit.services.case_look import Look, compare_look
from comparekit.services.result_file import find_inputs, read_result
from comparekit.services.same_result import differences
from comparekit.studies.series_result import SeriesResult

_CHOSEN = ("utility_from_unit", "utility_water")  # assumptions that chose the protocol
_ACCEPTED = "transcription.accepted"
_TOLD_AT_MOST = 5


def recomputed(
    path: Path,
    *,
    logs: Sequence[Path] = (),
    meters: Path | None = None,
    protocol: str | None = None,
    mapping: Mapping[str, str] | None = None,
) -> SeriesResult:
    """The result in a file, computed again from its log.

    Parameters
    ----------
    path : Path
        The file ``comparekit compare --json`` was stored in.
    logs : sequence of Path
        The logs it was computed from, where they lie neither in the working directory nor beside it.
    meters : Path, optional
        The file of plates and certificates, likewise.
    protocol : str, optional
        Id or file of the protocol; None: the one that ships under the id told.
    mapping : mapping, optional
        Column title -> field, as it was given to the comparison.

    Raises
    ------
    CompareKitError
        ``report.…``: no result, a file is missing or was changed, the protocol has another version, or
        the numbers differ. FaultyLog and the like, as when comparing.
    """
    result = read_result(path)
    given = [*logs, *([] if meters is None else [meters])]
    files = find_inputs(result, given)
    ordered = [files[one.sha256] for one in result.inputs if not one.is_meters]
    plates = next((files[one.sha256] for one in result.inputs if one.is_meters), None)
    told = result.told
    identifier = str(told["protocol"].get("id", ""))
    look = Look(
        log=ordered[0],
        reference=ordered[1] if len(ordered) > 1 else None,
        meters=plates,
        protocol=protocol_text(protocol or _shipped(identifier, path)),
        mapping=dict(mapping or {}),
        test_meter=_text(told["test"].get("meter_id")),
        accept=_accepted(told["findings"]),
        by_hand=_by_hand(told["findings"]),
        price=_price(told.get("price")),
    )
    return same_again(look, told, str(path))


def same_again(
    look: Look, told: Mapping[str, Any], where: str, *, judged_before: bool = False
) -> SeriesResult:
    """The result of `look`, which has to be the one told.

    Parameters
    ----------
    look : Look
        All it is made of, its protocol among it.
    told : mapping
        The JSON of the result.
    where : str
        What holds it: a file, a case.
    judged_before : bool
        As for `comparekit.services.case_look.compare_look`.

    Raises
    ------
    CompareKitError
        ``report.protocol_version``, ``report.differs``.
    """
    result = compare_look(look, judged_before=judged_before)
    version = str(told["protocol"].get("version", ""))
    if (result.protocol.id, result.protocol.version) != (told["protocol"].get("id"), version):
        raise CompareKitError(
            "report.protocol_version",
            protocol=told["protocol"].get("id"),
            expected=version,
            found=f"{result.protocol.id} {result.protocol.version}",
        )
    # Here the protocol is given; when the result was made, it may have been chosen by unit and titles.
    chosen = tuple(code for code in told.get("assumptions", ()) if code in _CHOSEN)
    result = replace(result, assumptions=(*chosen, *result.assumptions))
    different = list(islice(differences(told, result.to_dict()), _TOLD_AT_MOST))
    if different:
        raise CompareKitError("report.differs", file=where, keys="; ".join(different))
    return result


def _shipped(identifier: str, path: Path) -> str:
    """The id of a protocol: a result may not send us to any file."""
    if not identifier or identifier.lower().endswith(".toml"):
        raise CompareKitError("report.damaged", file=str(path), key="protocol.id")
    return identifier


def _accepted(findings: Sequence[Any]) -> tuple[str, ...]:
    """Names of the suggestions that were accepted, as the findings tell them."""
    contexts = [f.get("context") for f in findings if isinstance(f, dict) and f.get("code") == _ACCEPTED]
    names = [context.get("id") for context in contexts if isinstance(context, dict)]
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str)))


def _by_hand(findings: Sequence[Any]) -> ByHand:
    """Units, steps and zones set by hand, as the findings tell them."""
    set_by_hand: dict[str, dict[str, Any]] = {"unit": {}, "step": {}, "zone": {}}
    for finding in findings:
        code = finding.get("code") if isinstance(finding, dict) else None
        if not isinstance(code, str) or not code.startswith("by_hand."):
            continue
        context = finding.get("context")
        kind = code.removeprefix("by_hand.").removesuffix("_instead")
        if isinstance(context, dict) and kind in set_by_hand and kind in context:
            set_by_hand[kind][str(context.get("meter", context.get("role")))] = context[kind]
    return ByHand(units=set_by_hand["unit"], steps=set_by_hand["step"], zones=set_by_hand["zone"])


def _price(value: object) -> float | None:
    """The price told; whatever else stands there would be no price that a result was made with."""
    known = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < math.inf
    return float(value) if known else None  # type: ignore[arg-type]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
