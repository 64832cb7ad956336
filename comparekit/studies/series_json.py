"""A series result as plain data: the schema comparekit.series/1."""

from __future__ import annotations

import numpy as np

from comparekit.decisions.conformity import Conformity
from comparekit.origin import Origin
from comparekit.readings.moments import in_zone
from comparekit.stats.interval import Interval
from comparekit.studies.money import CURRENCY, DAYS, Amount, money_of
from comparekit.studies.series_result import SeriesResult
from comparekit.version import VERSION

SCHEMA = "comparekit.series/1"
CONFIDENCE = 0.95


def series_to_dict(result: SeriesResult) -> dict[str, object]:
    """Plain numbers, strings, lists and None; the keys are those of the JSON Schema that ships."""
    zone = result.protocol.timezone

    def at(moment: np.datetime64) -> str:
        return in_zone(moment, zone).isoformat()

    interval = result.deviation.interval(CONFIDENCE)
    more = result.more_needed
    error = result.test_error
    return {
        "schema": SCHEMA,
        "protocol": {
            "id": result.protocol.id,
            "version": result.protocol.version,
            "utility": result.protocol.utility,
            "timezone": zone,
        },
        "test": _meter(result, "test"),
        "reference": _meter(result, "reference"),
        "window": {
            "start": at(result.window.start),
            "end": at(result.window.end),
            "days": result.window.days,
            "blocks": result.window.blocks,
        },
        "volume": {
            "test": result.volume_test,
            "reference": result.volume_reference,
            "unit": result.unit,
        },
        "window_deviation": {
            "estimate": result.window_deviation.estimate,
            "low": result.window_deviation.low,
            "high": result.window_deviation.high,
        },
        "deviation": {
            "estimate": result.deviation.estimate,
            "standard_uncertainty": result.deviation.standard_uncertainty,
            **_ends(interval),
            "confidence": CONFIDENCE,
            "day_to_day": result.deviation.sigma,
        },
        "monitoring": None
        if result.monitoring is None
        else {
            **_ends(result.monitoring_interval(CONFIDENCE)),
            "looks": result.monitoring.looks,
            "rule": result.monitoring.rule,
        },
        "detectable": result.detectable,
        "tolerance": {
            "low": result.protocol.tolerance.low,
            "high": result.protocol.tolerance.high,
            **_origin(result.protocol.tolerance.origin),
        },
        "permitted_difference": {
            "low": result.permitted.low,
            "high": result.permitted.high,
            "exceeded": result.permitted.exceeded,
            "basis": result.permitted.basis,
            "certainty": str(result.permitted.certainty),
        },
        "different": result.different,
        "verdict": str(result.verdict),
        "basis": result.basis,
        "more_needed": None
        if more is None
        else {
            "days": more.days,
            "volume": more.volume,
            "unit": more.unit,
            "probability": more.probability,
            "blocks": more.blocks,
        },
        "conformity": _conformity(result.conformity),
        "points": [
            {
                "flow": point.flow,
                "flow_unit": result.protocol.table.flow_unit,
                "zone": point.zone,
                "runs": point.runs,
                "volume": point.volume,
                "deviation": point.deviation,
                "deviation_low": point.deviation_low,
                "deviation_high": point.deviation_high,
                "error": point.error,
                "low": point.low,
                "high": point.high,
                "limit": point.limit,
                "conformity": _conformity(point.conformity),
            }
            for point in result.points
        ],
        "test_error": None
        if error is None
        else {
            "estimate": error.estimate,
            "standard_uncertainty": error.standard_uncertainty,
            "low": error.low,
            "high": error.high,
            "basis": error.basis,
            "certainty": str(error.certainty),
        },
        "flow_dependence": result.flow_dependence,
        "price": result.price,
        "money": _money(result),
        "blocks": [
            {
                "start": at(block.start),
                "end": at(block.end),
                "test": block.test,
                "reference": block.reference,
                "difference": block.difference,
                "flow": block.flow,
                "rows": {"test": list(block.rows[:2]), "reference": list(block.rows[2:])},
            }
            for block in result.blocks
        ],
        "budget": [
            {
                "quantity": row.quantity,
                "source": row.source,
                "value": row.value,
                "standard_uncertainty": row.standard_uncertainty,
                "share": row.share,
            }
            for row in result.budget
        ],
        "assumptions": list(result.assumptions),
        "findings": [finding.to_dict() for finding in result.findings],
        "inputs": [{"file": i.file, "sha256": i.sha256} for i in result.inputs],
        "software": {"name": "comparekit", "version": VERSION},
    }


def _meter(result: SeriesResult, role: str) -> dict[str, object]:
    meter = result.test if role == "test" else result.reference
    return {
        "meter_id": meter.meter_id,
        "resolution": meter.resolution,
        "resolution_given": meter.resolution_given,
        "unit": meter.unit,
        "readings": meter.readings,
    }


def _conformity(conformity: Conformity | None) -> dict[str, object] | None:
    if conformity is None:
        return None
    return {
        "decision": conformity.decision,
        "probability": conformity.probability,
        "error": conformity.judged,
        "limit": conformity.limit,
        "guard_band": conformity.guard_band,
        "acceptance_limit": conformity.acceptance_limit,
        "indicative": conformity.indicative,
        "rule": "ILAC-G8:09/2019, non-binary, w = U (95 %)",
    }


def _money(result: SeriesResult) -> dict[str, object] | None:
    money = money_of(result)
    if money is None:
        return None
    return {
        **_yuan(money.month),
        "days": DAYS,
        "volume": money.daily * DAYS,
        "unit": money.unit,
        "currency": CURRENCY,
        "per_hundred": _yuan(money.hundred),
    }


def _yuan(amount: Amount) -> dict[str, object]:
    return {"estimate": amount.estimate, "low": amount.low, "high": amount.high}


def _ends(interval: Interval) -> dict[str, object]:
    return {"low": interval.low, "high": interval.high}


def _origin(origin: Origin) -> dict[str, object]:
    return {
        "reason": origin.reason.get("en", ""),
        "reason_zh": origin.reason.get("zh", ""),
        "source": origin.source,
        "edition": origin.edition,
        "certainty": str(origin.certainty),
    }
