"""A replacement result as plain data: the schema comparekit.replacement/1."""

from __future__ import annotations

import math

import numpy as np

from comparekit.readings.moments import in_zone
from comparekit.stats.interval import Interval
from comparekit.studies.bridge_json import uncertain_to_dict
from comparekit.studies.replacement_result import ReplacementResult
from comparekit.studies.use_change import Evidence
from comparekit.studies.use_dates import UseDates
from comparekit.version import VERSION

SCHEMA = "comparekit.replacement/1"


def replacement_to_dict(result: ReplacementResult) -> dict[str, object]:
    """Plain numbers, strings, lists and None; the keys are those of the JSON Schema that ships."""
    zone = result.usage.timezone

    def at(moment: np.datetime64) -> str:
        return in_zone(moment, zone).isoformat()

    usage, meter = result.usage, result.meter
    return {
        "schema": SCHEMA,
        "protocol": {
            "id": result.protocol.id,
            "version": result.protocol.version,
            "utility": result.protocol.utility,
            "timezone": zone,
        },
        "replaced": at(result.replaced),
        "usage": {
            "kind": usage.kind,
            "measure": result.measure,
            "unit": usage.unit,
            "intervals": len(usage),
            "start": at(usage.start[0]) if len(usage) else None,
            "end": at(usage.end[-1]) if len(usage) else None,
        },
        "rate": {"before": _number(result.rate_before), "after": _number(result.rate_after)},
        "changed": result.changed,
        "change": _evidence(result.evidence[0]) if result.evidence else None,
        "evidence": [_evidence(one) for one in result.evidence],
        "dates": None if result.dates is None else _dates(result.dates, zone),
        "meter": None
        if meter is None
        else {
            "suspect": meter.suspect,
            "basis": meter.basis,
            "deviation": uncertain_to_dict(meter.deviation),
        },
        "tolerance": {
            "low": result.protocol.tolerance.low,
            "high": result.protocol.tolerance.high,
            "certainty": str(result.protocol.tolerance.origin.certainty),
        },
        "verdict": str(result.verdict),
        "bridge": None if result.bridge is None else result.bridge.to_dict(),
        "settlements": [one.to_dict() for one in result.settlements],
        "price": result.price,
        "tariff": None if result.tariff is None else result.tariff.id,
        "assumptions": list(result.assumptions),
        "findings": [finding.to_dict() for finding in result.findings],
        "inputs": [{"file": one.file, "sha256": one.sha256} for one in result.inputs],
        "software": {"name": "comparekit", "version": VERSION},
    }


def _evidence(one: Evidence) -> dict[str, object]:
    return {
        "level": one.level,
        "ratio": {"estimate": one.estimate, **_ends(one.interval())},
        "before": one.before,
        "after": one.after,
        "season": one.season,
        "columns": list(one.columns),
    }


def _dates(dates: UseDates, zone: str) -> dict[str, object]:
    def day(moment: np.datetime64) -> str:
        return in_zone(moment, zone).date().isoformat()

    return {
        "relation": dates.relation,
        "step_days": dates.step_days,
        "changes": [
            {
                "date": day(shift.date),
                "first": day(shift.first),
                "last": day(shift.last),
                "probability": shift.probability,
                "near_replacement": shift.near,
                "factor": shift.factor,
            }
            for shift in dates.shifts
        ],
    }


def _ends(interval: Interval) -> dict[str, float | None]:
    return {"low": interval.low, "high": interval.high}


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
