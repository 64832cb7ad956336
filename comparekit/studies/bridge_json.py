"""The bridge as plain data."""

from __future__ import annotations

from comparekit.studies.bridge_evidence import MeterEvidence
from comparekit.studies.bridge_inputs import Uncertain
from comparekit.studies.bridge_result import BillEnd, Bridge, Step


def bridge_to_dict(bridge: Bridge) -> dict[str, object]:
    """Plain numbers, strings, lists and None."""
    evidence, most, over = bridge.evidence, bridge.at_most, bridge.over_time
    return {
        "unit": bridge.unit,
        "currency": bridge.currency,
        "pricing": bridge.pricing,
        "steepest": bridge.steepest,
        "valued_on": bridge.valued_on,
        "old": _end(bridge.old),
        "new": _end(bridge.new),
        "season": uncertain_to_dict(bridge.season),
        "control": uncertain_to_dict(bridge.control),
        "steps": [{"code": step.code, **_step(step)} for step in bridge.steps],
        "change": _step(bridge.change),
        "evidence": None if evidence is None else _evidence(evidence),
        "at_most": None
        if most is None
        else {
            "volume": most.volume,
            "money": most.money,
            "against_volume": most.against_volume,
            "against_money": most.against_money,
            "share": most.share,
        },
        "over_time": None
        if over is None
        else {
            "start": str(over.start),
            "end": str(over.end),
            "volume": uncertain_to_dict(over.volume),
            "money": uncertain_to_dict(over.money),
        },
    }


def uncertain_to_dict(value: Uncertain | None) -> dict[str, object] | None:
    """Estimate and ends; `bounds` says that they are hard ones."""
    if value is None:
        return None
    return {"estimate": value.estimate, "low": value.low, "high": value.high, "bounds": value.bounds}


def _evidence(evidence: MeterEvidence) -> dict[str, object]:
    other = evidence.other
    return {
        "suspect": evidence.suspect,
        "basis": evidence.basis,
        "profile": evidence.profile,
        "below": evidence.below,
        "deviation": uncertain_to_dict(evidence.deviation),
        "other": None
        if other is None
        else {
            "basis": other.basis,
            "error": uncertain_to_dict(other.error),
            "limit": other.limit,
            "class": other.accuracy_class,
            "usual": other.usual,
            "in_service": other.in_service,
        },
        "compared": evidence.compared is not None,
        "between": uncertain_to_dict(evidence.between),
    }


def _step(step: Step) -> dict[str, object]:
    return {"volume": uncertain_to_dict(step.volume), "money": uncertain_to_dict(step.money)}


def _end(end: BillEnd) -> dict[str, object]:
    return {
        "start": str(end.start),
        "end": str(end.end),
        "days": end.days,
        "average": end.average,
        "volume": uncertain_to_dict(end.volume),
        "money": uncertain_to_dict(end.money),
    }
